"""Every kind of database: its tables and cells are found, it is only read, and what is wrong is a sentence."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import duckdb
import psycopg
import pymysql
import pytest

from datasets.databases import ALL, Address
from datasets.errors import InputError
from datasets.query import tables_at
from datasets.read import read
from datasets.record import ReadOptions
from datasets.stream import stream
from tests.servers.mariadb import mariadb
from tests.servers.postgresql import postgresql

DOUBLED = 8
N = 90 * 2**DOUBLED  # more than a chunk
CREATE = (
    "create table orders (id integer, price decimal(12,2), city varchar(20), day date, note text)",
    "create table cities (name varchar(20))",
    "insert into cities values ('Oslo'), ('Ærø')",
    "create view dear as select * from orders where price > 88",
)
FEW = [(i, f"{i}.25", "Ærø" if i % 2 else "Oslo", "2026-01-31", None if i % 3 else f"it's {i} % ok") for i in range(90)]


def fill(connection, mark: str) -> None:
    cursor = connection.cursor()
    for statement in CREATE:
        cursor.execute(statement)
    cursor.executemany(f"insert into orders values ({', '.join([mark] * 5)})", FEW)
    for time in range(DOUBLED):
        cursor.execute(f"insert into orders select id + {90 * 2**time}, price, city, day, note from orders")
    connection.commit()
    connection.close()


@pytest.fixture(scope="module")
def sqlite_address(tmp_path_factory):
    path = tmp_path_factory.mktemp("sqlite") / "shop.db"
    fill(sqlite3.connect(path), "?")
    return f"sqlite:///{path}", path


@pytest.fixture(scope="module")
def duckdb_address(tmp_path_factory):
    path = tmp_path_factory.mktemp("duckdb") / "shop.duckdb"
    fill(duckdb.connect(str(path)), "?")
    return f"duckdb:///{path}", path


@pytest.fixture(scope="module")
def postgresql_address() -> Iterator[tuple[str, None]]:
    with postgresql() as server:
        fill(psycopg.connect(server.address("postgresql", server.password)), "%s")
        yield server.address("postgresql", server.password), None


@pytest.fixture(scope="module")
def mysql_address() -> Iterator[tuple[str, None]]:
    with mariadb() as server:
        fill(
            pymysql.connect(
                host=server.host, port=server.port, user=server.user, password=server.password, database=server.database
            ),
            "%s",
        )
        yield server.address("mysql", server.password), None


KINDS = [pytest.param(name, marks=() if kind.in_file else pytest.mark.slow) for name, kind in ALL.items()]


@pytest.fixture(params=KINDS)
def kind(request):
    return ALL[request.param]


@pytest.fixture
def place(kind, request):
    return request.getfixturevalue(f"{kind.name}_address")


@pytest.fixture
def address(place):
    return Address.parse(place[0])


def refused(address: Address, *, table: str | None = None, query: str | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read(address, options=ReadOptions(table=table, query=query))
    said = str(caught.value)
    assert said.endswith(".")
    assert "\n" not in said
    return said


def test_its_tables_and_views_are_found(address):
    assert tables_at(address) == ("cities", "dear", "orders")


def test_the_cells_come_back(address):
    table = read(address, options=ReadOptions(table="orders"))
    assert table.n_rows == N
    assert table.names == ("id", "price", "city", "day", "note")
    head = table.head(90)
    assert head.numbers("id").tolist() == [row[0] for row in FEW]
    assert [Decimal(price) for price in head.texts("price").to_pylist()] == [Decimal(row[1]) for row in FEW]
    assert head.texts("city").to_pylist() == [row[2] for row in FEW]
    assert head.texts("day").to_pylist() == [row[3] for row in FEW]
    assert head.texts("note").to_pylist() == [row[4] or "" for row in FEW]
    assert table.record.assumed["tables"] == ["cities", "dear", "orders"]
    assert table.record.options == ReadOptions(table="orders")


def test_a_query_is_answered_as_it_is_written(address):
    query = (
        "-- dear ones\nwith d as (select * from dear) select city, count(*) as n, 7 % 4 as rest from d group by city;"
    )
    table = read(address, options=ReadOptions(query=query))
    assert sorted(table.texts("city").to_pylist()) == ["Oslo", "Ærø"]
    assert table.numbers("n").tolist() == [N // 90] * 2
    assert table.names == ("city", "n", "rest")
    assert table.record.assumed == {"address": address.text, "query": query}


def test_a_preview_ends_early_and_no_row_is_a_table_too(address):
    assert read(address, options=ReadOptions(table="orders"), max_rows=21_000).n_rows == 21_000
    empty = read(address, options=ReadOptions(query="select id, city from orders where id < 0"))
    assert (empty.n_rows, empty.names) == (0, ("id", "city"))


def test_chunks_are_the_table(address):
    with stream(address, options=ReadOptions(table="orders"), chunk_rows=10_000) as flow:
        sizes = [chunk.num_rows for chunk in flow.chunks]
    assert sizes == [10_000, 10_000, N - 20_000]
    assert flow.record.n_rows == N


@pytest.mark.parametrize(
    "query",
    [
        "delete from orders",
        "select 1; drop table orders",
        "with gone as (delete from orders returning *) select * from gone",
        "create table x as select 1 as a",
        "selec id from orders",
        "",
    ],
)
def test_only_one_select_is_asked(address, query):
    assert "select * from orders" in refused(address, query=query)


def test_the_connection_itself_cannot_write(kind, address):
    with pytest.raises(InputError), kind.session(address, 10) as session:
        list(session.chunks("delete from orders", None))
    assert read(address, options=ReadOptions(query="select count(*) as n from orders")).numbers("n").tolist() == [N]


def test_names_that_are_not_there_are_named(address):
    assert "Nearest names: orders" in refused(address, table="ordres")
    assert "nowhere" in refused(address, query="select * from nowhere")
    assert "no_such" in refused(address, query="select no_such from orders")
    assert "either" in refused(address, query="select 1 as a", table="orders")


def test_a_long_query_is_given_up(kind, address):
    forever = "select count(*) from orders a, orders b, orders c where a.id + b.id + c.id > 7"
    with pytest.raises(InputError, match="within 1 seconds"), kind.session(address, 1.0) as session:
        list(session.chunks(forever, None))


def test_another_password_user_port_or_computer_is_a_sentence(kind, place):
    if kind.in_file:
        assert "There is no database file" in refused(Address.parse(f"{kind.name}:///no/such/file"))
        return
    whole = Address.parse(place[0])
    port = str(whole.url.port)
    assert "with this password" in refused(replace(whole, password="wrong"), table="orders")
    assert "with no password" in refused(replace(whole, password=None), table="orders")
    assert "There is no database 'nope'" in refused(Address.parse(place[0].rpartition("/")[0] + "/nope"), table="x")
    assert "no computer called no.such.host" in refused(
        Address.parse(place[0].replace("127.0.0.1", "no.such.host")), table="x"
    )
    assert "No database answers on 127.0.0.1, port 1." in refused(Address.parse(place[0].replace(port, "1")), table="x")


def test_the_password_is_written_nowhere(kind, place):
    if kind.in_file:
        pytest.skip("A database in a file has no password")
    table = read(place[0], options=ReadOptions(table="cities"))
    assert "s3cret" not in str(table.record.to_dict())
    assert "s3cret" not in repr(Address.parse(place[0]))
    wrong = place[0].replace("s3cret-Pa55", "s3cret-Other")
    command = [sys.executable, "-m", "app.cli", "profile", wrong, "--table", "cities"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "s3cret" not in done.stdout + done.stderr


def test_a_file_of_it_is_read_like_any_other_file(kind, place):
    if not kind.in_file:
        pytest.skip("This database is on a server")
    table = read(place[1])
    assert table.record.format == kind.name
    assert table.names == ("name",)
    assert table.record.assumed["tables"] == ["cities", "dear", "orders"]
    assert table.record.sentences == ("The database has 3 tables; 'cities' was read.",)
    assert read(place[1], options=ReadOptions(table="orders")).n_rows == N


def test_a_view_in_a_file_that_came_from_elsewhere_cannot_read_other_files(tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("word\nhunter2\n")
    path = tmp_path / "sent.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"create view look as select * from read_csv('{secret}')")
        connection.execute(f"create view look_again as select * from '{secret}'")
    address = Address.parse(f"duckdb:///{path}")
    for table in tables_at(address):
        assert "disabled by configuration" in refused(address, table=table)
    query = f"select * from read_csv('{secret}')"
    assert "disabled by configuration" in refused(address, query=query)
