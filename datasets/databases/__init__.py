"""Databases that can be asked by their address; one kind a file, `ALL` maps names to kinds."""

from __future__ import annotations

import sys

from datasets.databases._address import Address
from datasets.databases._database import Database, Session, TableName
from datasets.registry import discover

ALL: dict[str, Database] = discover(sys.modules[__name__], Database)

__all__ = ["ALL", "Address", "Database", "Session", "TableName"]
