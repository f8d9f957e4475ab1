"""A store of prompts: a key, and the prompt as a document, in a table of SQLite."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import prompts
from ._connections import MEMORY, Connections
from ._native import Document
from ._schema import BY_FIRST_BYTE, PUT, REPLACE, prepare
from .errors import CorruptError, Error, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType
    from typing import Self

PAGE = 256


@dataclass(frozen=True)
class Amount:
    """So many prompts, their bytes of UTF-8, and the bytes of their documents."""

    prompts: int
    text_bytes: int
    stored_bytes: int

    @property
    def ratio(self) -> float:
        return self.text_bytes / self.stored_bytes if self.stored_bytes else 0.0


@dataclass(frozen=True)
class StoreStats(Amount):
    """All prompts, those of each method, and what the database takes on disk once it is checkpointed."""

    file_bytes: int
    methods: dict[str, Amount]


class PromptStore:
    """Prompts by key, in a file or in ``":memory:"``; for any number of threads and processes.

    Every call is a transaction, put to disk before it returns. ``method`` and ``encoding`` are for writing: a document
    says itself how to read it. ``timeout`` is how many seconds to wait for another writer.
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
        prompts.compress("", method, encoding=encoding)  # Fails if there are none of these names.
        self.path, self.method, self.encoding, self.read_only = _path(path), method, encoding, read_only
        self._connections = Connections(
            self.path, timeout, read_only, lambda connection: prepare(connection, self.path, read_only)
        )
        with self._connections.use():
            pass

    def put(self, key: str, text: str) -> None:
        """Store the text, in place of what the key had."""
        self.put_many([(key, text)])

    def put_many(self, pairs: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        """Store all of them, or none. Until they are written, their documents are in memory."""
        rows = [self._row(*_pair(pair)) for pair in (pairs.items() if isinstance(pairs, Mapping) else pairs)]
        with self._connections.write() as connection:
            connection.executemany(PUT, rows)

    def get(self, key: str) -> str:
        """The text, or ``KeyError``; ``CorruptError`` if its document was changed."""
        return _text(key, *self._found(key))

    def delete(self, key: str) -> None:
        """Forget the key, or ``KeyError``."""
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
        return True  # An empty store is a store.

    def __iter__(self) -> Iterator[str]:
        return self.keys()

    def keys(self) -> Iterator[str]:
        """In order, page by page: what is put or deleted meanwhile may be there or not."""
        page = self._keys("", ())
        while page:
            yield from page
            page = self._keys("AND key > CAST(? AS TEXT)", (page[-1].encode("utf-8", "surrogateescape"),))

    def items(self) -> Iterator[tuple[str, str]]:
        """In order of keys; it raises at the first prompt that cannot be read, and ``verify`` names them all."""
        for key in self.keys():
            try:
                text = self.get(key)
            except KeyError:  # Deleted meanwhile.
                continue
            yield key, text

    def values(self) -> Iterator[str]:
        return (text for _, text in self.items())

    def stats(self) -> StoreStats:
        """What is stored, and how much smaller it is."""
        with self._connections.use() as connection:
            rows = connection.execute(BY_FIRST_BYTE).fetchall()
            pages = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")]
        names = _first_bytes()
        methods = {names.get(first, f"unknown {first}"): Amount(*amount) for first, *amount in rows}
        return StoreStats(
            prompts=sum(one.prompts for one in methods.values()),
            text_bytes=sum(one.text_bytes for one in methods.values()),
            stored_bytes=sum(one.stored_bytes for one in methods.values()),
            file_bytes=pages[0] * pages[1],
            methods=methods,
        )

    def verify(self) -> dict[str, Error]:
        """Read all there is: the keys that cannot be read, and why.

        ``StoreError`` if the database itself is damaged.
        """
        with self._connections.use() as connection:
            said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if said != "ok":
            raise StoreError(f"{self.path}: the database is damaged: {said}")
        faults: dict[str, Error] = {}
        for key in self.keys():
            with _noting(key, faults), contextlib.suppress(KeyError):  # Deleted meanwhile.
                self.get(key)
        return faults

    def recompress(
        self,
        method: str | None = None,
        *,
        encoding: str | None = None,
        batch: int = 100,
        progress: Callable[[int, int], object] | None = None,
    ) -> int:
        """Write every document anew, by the store's method unless one is said; how many became others.

        Each batch is a transaction: others read on, and write in between; what was broken off can be begun again.
        Documents keep their encoding unless one is said. ``progress`` is called with prompts done and prompts in all.
        What cannot be read stays as it is; once all others are done, a ``StoreError`` says so.
        """
        if batch < 1:
            raise ValueError(f"batch must be at least 1, not {batch}")
        method = method or self.method
        prompts.compress("", method, encoding=encoding or self.encoding)  # Fails if there are none of these names.
        keys, total, done, changed = self.keys(), len(self), 0, 0
        faults: dict[str, Error] = {}
        while some := list(itertools.islice(keys, batch)):
            rows: list[tuple[bytes, str, bytes]] = []
            for key in some:
                with _noting(key, faults):
                    rows += self._rewritten(key, method, encoding)
            with self._connections.write() as connection:
                changed += connection.executemany(REPLACE, rows).rowcount if rows else 0
            done += len(some)
            if progress is not None:
                progress(done, max(done, total))
        if faults:
            told = f"{len(faults)} of {done} prompts were left as they are, {changed} became others; verify() says why"
            first = ", ".join(map(repr, itertools.islice(faults, 3)))
            raise StoreError(f"{self.path}: {told}; the first: {first}") from next(iter(faults.values()))
        return changed

    def vacuum(self) -> None:
        """Give the disk what deleted and shortened documents took."""
        with self._connections.use() as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
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
            raise CorruptError(f"prompt {key!r}: expected a blob, not {type(document).__name__}")
        return document, text_bytes

    def _keys(self, after: str, key: tuple[bytes, ...]) -> list[str]:
        query = f"SELECT CAST(key AS BLOB) FROM prompts WHERE typeof(key) = 'text' {after} ORDER BY key LIMIT {PAGE}"
        with self._connections.use() as connection:
            # Others may write what is no UTF-8. That is read as a lone surrogate, which no key of ours holds.
            return [key.decode("utf-8", "surrogateescape") for (key,) in connection.execute(query, key)]

    def _rewritten(self, key: str, method: str, encoding: str | None) -> list[tuple[bytes, str, bytes]]:
        try:
            old, text_bytes = self._found(key)
        except KeyError:  # Deleted meanwhile.
            return []
        text = _text(key, old, text_bytes)
        with _naming(key):
            new = prompts.compress(text, method, encoding=encoding or Document(old).encoding or self.encoding)
        _text(key, new, text_bytes)  # The old one goes only for one that can be read.
        return [] if new == old else [(new, key, old)]


def _path(path: str | os.PathLike[str]) -> str:
    path = os.fsdecode(path)
    if not path:
        raise ValueError('path: empty; give a file, or ":memory:"')
    return path if path == MEMORY else os.path.abspath(path)


def _key(key: str) -> str:
    if not isinstance(key, str):
        raise TypeError(f"key must be a str, not {type(key).__name__}")
    try:
        key.encode()
    except UnicodeEncodeError:
        raise ValueError(f"key: {key!r} holds a lone surrogate, which SQLite's text cannot hold") from None
    return key


def _text(key: str, document: bytes, text_bytes: int) -> str:
    with _naming(key):
        text = prompts.decompress(document)
        found = len(text.encode("utf-8", "surrogatepass"))
        if found != text_bytes:
            raise CorruptError(f"a text of {found:,} bytes, where {text_bytes} were put")
    return text


def _pair(pair: tuple[str, str]) -> tuple[str, str]:
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:  # A str of two characters would be one, too.
        raise TypeError(f"each pair must be a tuple of key and text, not {pair!r:.50}")
    return pair[0], pair[1]


@contextlib.contextmanager
def _noting(key: str, faults: dict[str, Error]) -> Iterator[None]:
    """A prompt's own faults are noted; those of the whole database are raised."""
    try:
        yield
    except StoreError:
        raise
    except Error as error:
        faults[key] = error
    except ValueError:
        faults[key] = CorruptError(f"prompt {key!r}: its key is no UTF-8")


@contextlib.contextmanager
def _naming(key: str) -> Iterator[None]:
    try:
        yield
    except Error as error:
        raise type(error)(f"prompt {key!r}: {error}", offset=error.offset, position=error.position) from error


def _first_bytes() -> dict[str, str]:
    """A document's first byte, here in hexadecimal, says how its body is written."""
    return {prompts.compress("", method)[:1].hex(): method for method in prompts.METHODS if method != "auto"}
