"""The schema and the statements of prompt stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import StoreError

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID = 0x746F6B77  # "tokw"
VERSION = 1
SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS prompts (
    key TEXT NOT NULL PRIMARY KEY CHECK (typeof(key) = 'text'),
    document BLOB NOT NULL CHECK (typeof(document) = 'blob'),
    text_bytes INTEGER NOT NULL CHECK (typeof(text_bytes) = 'integer'),
    put_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
COMMIT;
"""
PUT = """
INSERT INTO prompts (key, document, text_bytes) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE
SET document = excluded.document, text_bytes = excluded.text_bytes, put_at = excluded.put_at
"""
# Replaces a document only if nobody has changed it in the meantime.
REPLACE = "UPDATE prompts SET document = ? WHERE key = ? AND document = ?"
BY_FIRST_BYTE = """
SELECT lower(hex(substr(document, 1, 1))), count(*), sum(text_bytes), sum(length(document)) FROM prompts GROUP BY 1
"""


def prepare(connection: sqlite3.Connection, path: str, read_only: bool) -> None:
    """Creates a store in a new file and checks an existing one. Leaves files of other programs unchanged."""
    if _is_new(connection) and not read_only:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(SCHEMA)
    application, version = _pragma(connection, "application_id"), _pragma(connection, "user_version")
    if application != APPLICATION_ID:
        raise StoreError(f"{path}: not a prompt store but another SQLite database, left unchanged; choose another path")
    if version != VERSION:
        versions = f"the prompt store has version {version}, and this release knows only {VERSION}"
        raise StoreError(f"{path}: {versions}; open it with a newer tokenwire")
    connection.execute("PRAGMA synchronous = FULL")


def _is_new(connection: sqlite3.Connection) -> bool:
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return not tables and not _pragma(connection, "application_id") and not _pragma(connection, "user_version")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value
