"""The address of a database: what it names, and that its password is nowhere but in one field."""

import pytest

from datasets.databases import Address
from datasets.errors import InputError
from datasets.query import database_of, resolved


def test_the_password_is_taken_out():
    for typed in ("postgresql://ann:s3cret@h:5/db", "postgresql://ann@h:5/db?password=s3cret"):
        address = Address.parse(typed)
        assert address.text == "postgresql://ann@h:5/db"
        assert address.password == "s3cret"
        assert "s3cret" not in f"{address!r} {address} {address.place} {address.name} {address.url}"
    assert Address.parse("postgresql://ann:a%40b@h/db").password == "a@b"
    assert Address.parse("mysql://ann:one@h/db", "two").password == "two"
    assert Address.parse("mysql://ann@h/db").with_password("three").password == "three"


def test_what_it_names():
    address = Address.parse("postgres+psycopg://ann@db.example.com:5433/sales?sslmode=require")
    assert (address.scheme, address.name, address.place) == ("postgres", "sales", "db.example.com, port 5433")
    assert address.text.endswith("?sslmode=require")
    assert str(Address.parse("sqlite:////tmp/a b/shop.sqlite").path) == "/tmp/a b/shop.sqlite"


@pytest.mark.parametrize("typed", ["postgresql://ann:s3cret@h:port/db", "no address s3cret", ""])
def test_no_address_is_refused_without_repeating_it(typed):
    with pytest.raises(InputError) as caught:
        Address.parse(typed)
    assert "s3cret" not in str(caught.value)


def test_only_known_databases_are_addresses():
    assert resolved("orders.csv") == "orders.csv"
    assert resolved("https://example.com/orders.csv") == "https://example.com/orders.csv"
    assert resolved("MySQL://h/db") == Address("mysql://h/db")
    with pytest.raises(InputError, match="begins with oracle"):
        database_of(Address("oracle://h/db"))
