"""Which database a shared place belongs to: only where it is one alone, files that it does not name may be removed."""

from __future__ import annotations

from sqlalchemy import Connection, text

from app.store.engine import Store, new_id

STORES = "stores"
_POSTGRES = text(
    "select (select system_identifier from pg_control_system()) || '-' || oid from pg_database "
    "where datname = current_database()"
)


def sign_shared(store: Store) -> None:
    """Write down in the shared place that this store uses it."""
    if store.shared is not None:
        with store.read() as connection:
            mine = _identity(store, connection)
        if f"{STORES}/{mine}" not in store.shared.keys(STORES):
            store.shared.write_text(store.home.as_posix(), f"{STORES}/{mine}")


def owns_shared(store: Store) -> bool:
    """Whether no other database uses the shared place."""
    return store.shared is not None and len(store.shared.keys(STORES)) == 1


def _identity(store: Store, connection: Connection) -> str:
    """A name that no other database has; it stays when the database moves within its server."""
    if connection.dialect.name == "postgresql":
        return f"postgresql-{connection.execute(_POSTGRES).scalar_one()}"
    path = store.place("store-id")
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(new_id("store"), encoding="utf-8")
    return f"sqlite-{path.read_text(encoding='utf-8').strip()}"


__all__ = ["owns_shared", "sign_shared"]
