"""A store of prompts: a SQLite table of keys and compressed prompts."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import prompts
from ._connections import DAMAGE_ADVICE, MEMORY, Connections
from ._native import Document
from ._schema import BY_FIRST_BYTE, PUT, REPLACE, prepare
from .errors import CorruptError, Error, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType
    from typing import Self

# The number of keys that an iteration reads at a time.
PAGE = 256


@dataclass(frozen=True)
class Amount:
    """A group of prompts: their number, and their total size as UTF-8 and as documents."""

    prompts: int
    text_bytes: int
    stored_bytes: int

    @property
    def ratio(self) -> float:
        """The size of the texts divided by the size of the documents."""
        return self.text_bytes / self.stored_bytes if self.stored_bytes else 0.0


@dataclass(frozen=True)
class StoreStats(Amount):
    """The totals of all prompts and of each method, and the size of the database file after a checkpoint."""

    file_bytes: int
    methods: dict[str, Amount]


class PromptStore:
    """Stores prompts by key in a file or in ``":memory:"``, for any number of threads and processes.

    Every call is a transaction that is on disk when the call returns. ``method`` and ``encoding`` apply to new prompts
    only, since a document names its coder and table. ``timeout`` is the time to wait for another writer, in seconds.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        method: str = "auto",
        encoding: str = prompts.ENCODING,
        timeout: float = 30.0,
        read_only: bool = False,
    ) -> None:
        prompts.compress("", method, encoding=encoding)  # Raises for unknown names.
        self.path, self.method, self.encoding, self.read_only = _path(path), method, encoding, read_only
        self._connections = Connections(
            self.path, timeout, read_only, lambda connection: prepare(connection, self.path, read_only)
        )
        with self._connections.use():
            pass

    def put(self, key: str, text: str) -> None:
        """Stores the text under the key, replacing any earlier text."""
        self.put_many([(key, text)])

    def put_many(self, pairs: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        """Stores all pairs, or none of them if one fails. Holds all their documents in memory at once."""
        rows = [self._row(*_pair(pair)) for pair in (pairs.items() if isinstance(pairs, Mapping) else pairs)]
        with self._connections.write() as connection:
            connection.executemany(PUT, rows)

    def get(self, key: str) -> str:
        """Returns the text of a key.

        Raises ``KeyError`` if the key is not in the store, and ``CorruptError`` if its document is damaged.
        """
        return _text(key, *self._found(key))

    def delete(self, key: str) -> None:
        """Deletes the key. Raises ``KeyError`` if it is not in the store."""
        with self._connections.write() as connection:
            if not connection.execute("DELETE FROM prompts WHERE key = ?", (_key(key),)).rowcount:
                raise KeyError(key)

    def __contains__(self, key: str) -> bool:
        with self._connections.use() as connection:
            return bool(connection.execute("SELECT 1 FROM prompts WHERE key = ?", (_key(key),)).fetchone())

    def __len__(self) -> int:
        with self._connections.use() as connection:
            count: int = connection.execute("SELECT count(*) FROM prompts").fetchone()[0]
            return count

    def __bool__(self) -> bool:
        return True  # Without this, an empty store would be false.

    def __iter__(self) -> Iterator[str]:
        return self.keys()

    def keys(self) -> Iterator[str]:
        """Iterates over the keys in order.

        Keys that are added or deleted during the iteration may or may not be included.
        """
        page = self._keys("", ())
        while page:
            yield from page
            page = self._keys("AND key > CAST(? AS TEXT)", (page[-1].encode("utf-8", "surrogateescape"),))

    def items(self) -> Iterator[tuple[str, str]]:
        """Iterates over keys and texts, in order of keys.

        Raises at the first prompt that cannot be read; ``verify`` lists all of them.
        """
        for key in self.keys():
            try:
                text = self.get(key)
            except KeyError:  # Deleted in the meantime.
                continue
            yield key, text

    def values(self) -> Iterator[str]:
        """Iterates over the texts, in order of keys."""
        return (text for _, text in self.items())

    def stats(self) -> StoreStats:
        """Returns how many prompts are stored and how much space they take."""
        with self._connections.use() as connection:
            rows = connection.execute(BY_FIRST_BYTE).fetchall()
            pages = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")]
        names = _first_bytes()
        methods = {names.get(first, f"unknown {first}"): Amount(*amount) for first, *amount in rows}
        return StoreStats(
            prompts=sum(amount.prompts for amount in methods.values()),
            text_bytes=sum(amount.text_bytes for amount in methods.values()),
            stored_bytes=sum(amount.stored_bytes for amount in methods.values()),
            file_bytes=pages[0] * pages[1],
            methods=methods,
        )

    def verify(self) -> dict[str, Error]:
        """Reads all prompts. Returns the keys that cannot be read, each with its error.

        Raises ``StoreError`` if the database itself is damaged.
        """
        with self._connections.use() as connection:
            result = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if result != "ok":
            raise StoreError(f"{self.path}: the database is damaged ({result}): {DAMAGE_ADVICE}")
        failures: dict[str, Error] = {}
        for key in self.keys():
            with _collecting(key, failures), contextlib.suppress(KeyError):  # Deleted in the meantime.
                self.get(key)
        return failures

    def recompress(
        self,
        method: str | None = None,
        *,
        encoding: str | None = None,
        batch: int = 100,
        progress: Callable[[int, int], object] | None = None,
    ) -> int:
        """Compresses every prompt again and returns how many documents changed.

        The default ``method`` is the store's, and documents keep their encoding unless ``encoding`` is given. Each
        batch is a transaction, so others can read and write between batches, and an interrupted call can be repeated.
        ``progress`` is called with the number of prompts done and the total number. Prompts that cannot be read stay
        unchanged; after all others are done, a ``StoreError`` reports them.
        """
        if batch < 1:
            raise ValueError(f"batch must be at least 1, not {batch}")
        method = method or self.method
        prompts.compress("", method, encoding=encoding or self.encoding)  # Raises for unknown names.
        keys, total, done, changed = self.keys(), len(self), 0, 0
        failures: dict[str, Error] = {}
        while page := list(itertools.islice(keys, batch)):
            rows: list[tuple[bytes, str, bytes]] = []
            for key in page:
                with _collecting(key, failures):
                    rows += self._rewritten(key, method, encoding)
            with self._connections.write() as connection:
                changed += connection.executemany(REPLACE, rows).rowcount if rows else 0
            done += len(page)
            if progress is not None:
                progress(done, max(done, total))
        if failures:
            failed = f"{len(failures)} of {done} prompts could not be recompressed and are unchanged"
            counts = f"{failed} ({changed} others changed)"
            first_keys = ", ".join(map(repr, itertools.islice(failures, 3)))
            message = f"{self.path}: {counts}; call verify() for the reasons; first keys: {first_keys}"
            raise StoreError(message) from next(iter(failures.values()))
        return changed

    def vacuum(self) -> None:
        """Shrinks the file by the space that deleted and shortened documents took."""
        with self._connections.use() as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Closes all connections. Later calls raise ``StoreError``."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<tokenwire.PromptStore {self.path}, {self.method}, {self.encoding}>"

    def _row(self, key: str, text: str) -> tuple[str, bytes, int]:
        with _naming(_key(key)):
            document = prompts.compress(text, self.method, encoding=self.encoding)
        return key, document, len(text.encode("utf-8", "surrogatepass"))

    def _found(self, key: str) -> tuple[bytes, int]:
        with self._connections.use() as connection:
            query = "SELECT document, text_bytes FROM prompts WHERE key = ?"
            found = connection.execute(query, (_key(key),)).fetchone()
        if found is None:
            raise KeyError(key)
        document, text_bytes = found
        if not isinstance(document, bytes):
            raise CorruptError(f"prompt {key!r}: expected a document as a blob, not {type(document).__name__}")
        return document, text_bytes

    def _keys(self, bound: str, parameters: tuple[bytes, ...]) -> list[str]:
        query = f"SELECT CAST(key AS BLOB) FROM prompts WHERE typeof(key) = 'text' {bound} ORDER BY key LIMIT {PAGE}"
        with self._connections.use() as connection:
            # Other programs may write keys that are not UTF-8. Their bytes become lone surrogates, which `put` rejects.
            return [key.decode("utf-8", "surrogateescape") for (key,) in connection.execute(query, parameters)]

    def _rewritten(self, key: str, method: str, encoding: str | None) -> list[tuple[bytes, str, bytes]]:
        try:
            old, text_bytes = self._found(key)
        except KeyError:  # Deleted in the meantime.
            return []
        text = _text(key, old, text_bytes)
        with _naming(key):
            new = prompts.compress(text, method, encoding=encoding or Document(old).encoding or self.encoding)
        _text(key, new, text_bytes)  # Verifies the new document before it replaces the old one.
        return [] if new == old else [(new, key, old)]


def _path(path: str | os.PathLike[str]) -> str:
    path = os.fsdecode(path)
    if not path:
        raise ValueError('the path is empty: pass the path of a file, or ":memory:"')
    return path if path == MEMORY else os.path.abspath(path)


def _key(key: str) -> str:
    if not isinstance(key, str):
        raise TypeError(f"key must be a str, not {type(key).__name__}")
    try:
        key.encode()
    except UnicodeEncodeError:
        message = f"the key {key!r} contains a lone surrogate, which SQLite text cannot represent; choose another key"
        raise ValueError(message) from None
    return key


def _text(key: str, document: bytes, text_bytes: int) -> str:
    with _naming(key):
        text = prompts.decompress(document)
        actual_bytes = len(text.encode("utf-8", "surrogatepass"))
        if actual_bytes != text_bytes:
            raise CorruptError(f"expected a text of {text_bytes} bytes, not {actual_bytes}; put the prompt again")
    return text


def _pair(pair: tuple[str, str]) -> tuple[str, str]:
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:  # A str of two characters has length 2 as well.
        raise TypeError(f"each pair must be a tuple of key and text, not {pair!r:.50}")
    return pair[0], pair[1]


@contextlib.contextmanager
def _collecting(key: str, failures: dict[str, Error]) -> Iterator[None]:
    """Collects the errors of single prompts. Errors of the whole database propagate."""
    try:
        yield
    except StoreError:
        raise
    except Error as error:
        failures[key] = error
    except ValueError:
        failures[key] = CorruptError(f"prompt {key!r}: the key is not UTF-8; rename or delete the row with SQL")


@contextlib.contextmanager
def _naming(key: str) -> Iterator[None]:
    """Adds the key to the messages of errors."""
    try:
        yield
    except Error as error:
        raise type(error)(f"prompt {key!r}: {error}", offset=error.offset, position=error.position) from error


def _first_bytes() -> dict[str, str]:
    """Returns the method for each first byte of a document, in hexadecimal. That byte names the coder."""
    return {prompts.compress("", method)[:1].hex(): method for method in prompts.METHODS if method != "auto"}
