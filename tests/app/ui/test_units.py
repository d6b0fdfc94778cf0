"""Names of columns with the unit of their numbers."""

import pytest

from app.ui.units import Unit


@pytest.mark.parametrize(
    ("sign", "name", "label"),
    [
        ("$", "price", "price, $"),
        ("%", "Rabatt in %", "Rabatt in %"),
        ("€", "Stückpreis (€)", "Stückpreis (€)"),
        ("EUR", "price_EUR", "price_EUR"),
        ("m", "Alarm", "Alarm, m"),
        ("", "age", "age"),
    ],
)
def test_the_unit_stands_behind_the_name_unless_the_name_says_it(sign, name, label):
    assert Unit(None, sign).label(name) == label
