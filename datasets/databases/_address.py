"""The address of a database; its password is taken out of it at once and never written anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from datasets.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy import URL

_SCHEME = re.compile(r"([a-z][a-z0-9+]*)://", re.IGNORECASE)
_SECRETS = ("password", "passwd", "sslpassword", "ssl_key_password")
EXAMPLES = "postgresql://user@host/database, mysql://user@host/database, sqlite:///path or duckdb:///path"


@dataclass(frozen=True)
class Address:
    """Where a database is. `text` has no password and may be shown and kept; `password` is for connecting only;
    `file` and `known_as` are set for a database that came as a file: where it is, and what the user calls it."""

    text: str
    password: str | None = field(default=None, repr=False, compare=False)
    file: Path | None = None
    known_as: str | None = None

    @classmethod
    def parse(cls, typed: str, password: str | None = None) -> Address:
        """The address somebody typed; a password in it counts unless another one is given. Raises InputError, without
        repeating what was typed, when it is no address."""
        from sqlalchemy import URL, make_url
        from sqlalchemy.exc import ArgumentError

        try:
            url = make_url(typed.strip())
        except (ArgumentError, ValueError):
            raise InputError(f"The address of a database must look like {EXAMPLES}; this one does not.") from None
        found = next((url.query[name] for name in _SECRETS if name in url.query), None)
        within = url.password or (found if isinstance(found, str) else None)
        query = {name: value for name, value in url.query.items() if name not in _SECRETS}
        bare = URL.create(url.drivername.lower(), url.username, None, url.host, url.port, url.database, query)
        text = bare.render_as_string(hide_password=False)
        return cls(text, password or (str(within) if within else None))

    @classmethod
    def of_file(cls, scheme: str, path: Path, name: str) -> Address:
        """The address of a database that is the file at `path`, which the user calls `name`."""
        return cls(f"{scheme}://", file=path, known_as=name)

    @property
    def scheme(self) -> str:
        """The first word, such as "postgresql"; a driver behind a + does not count."""
        return scheme_of(self.text) or ""

    @property
    def url(self) -> URL:
        """As SQLAlchemy takes it, without the password."""
        from sqlalchemy import make_url

        return make_url(self.text)

    @property
    def path(self) -> Path:
        """The file of a database that is one file."""
        return self.file or Path(self.url.database or "").expanduser()

    @property
    def name(self) -> str:
        """The database's own name: that on its server, or that of its file."""
        return self.known_as or Path(self.url.database or self.url.host or self.scheme).name

    @property
    def place(self) -> str:
        """The computer on which it is, as sentences call it."""
        return f"{self.url.host or 'this computer'}" + (f", port {self.url.port}" if self.url.port else "")

    def with_password(self, password: str | None) -> Address:
        """The same address with this password where it has none."""
        return self if self.password or not password else replace(self, password=password)


def scheme_of(typed: str) -> str | None:
    """The scheme of what may be an address, in small letters and without a driver; None when it is none."""
    found = _SCHEME.match(typed.strip())
    return found[1].lower().split("+")[0] if found else None
