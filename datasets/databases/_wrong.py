"""The sentences for what goes wrong between here and a database, the same for all of them."""

from __future__ import annotations

from datasets.databases._address import Address


def no_host(address: Address) -> str:
    return (
        f"There is no computer called {address.url.host}. Check the spelling, and that this computer is in its network."
    )


def refused(address: Address) -> str:
    return f"No database answers on {address.place}. Check the address and the port, and that the database is running."


def silent(address: Address) -> str:
    return f"No answer comes from {address.place}. Check the address, and whether a firewall stands between."


def password(address: Address) -> str:
    user = f"the user {address.url.username}" if address.url.username else "this user"
    given = "this password" if address.password else "no password"
    return f"The database on {address.place} does not let in {user} with {given}. Check both."


def no_database(address: Address) -> str:
    what = f"There is no database {address.url.database!r} on {address.place}, or this user may not see it."
    return f"{what} Check the last part of the address."


def only_reads() -> str:
    return "A query may only read; this one would write. Ask for rows with a SELECT."


def about_query(message: str) -> str:
    """For tables and columns that are not there or not allowed: the database's own first line, which names them."""
    line = next((line.strip() for line in message.splitlines() if line.strip()), "")
    return f"The query does not fit this database: {line.rstrip('.!')}. Check the names in it."


def no_file(path: object) -> str:
    return f"There is no database file {path}. Check the spelling and the folder."


def no_database_file(name: str, title: str) -> str:
    return f"{name} is not a {title} database that can be read, or it is damaged. Get a fresh copy."
