"""Connections to one SQLite database: one a thread, none across a fork, and errors that say what to do."""

from __future__ import annotations

import contextlib
import os
import pathlib
import sqlite3
import threading
import time
import weakref
from typing import TYPE_CHECKING

from .errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEMORY = ":memory:"

_NOTHING = "nothing of this call was stored"
# SQLite's primary result codes, and what a caller can do.
_ADVICE = {
    sqlite3.SQLITE_FULL: f"the disk is full, or max_page_count reached; {_NOTHING}: make room and repeat it",
    sqlite3.SQLITE_BUSY: "locked by another writer for longer than the timeout; "
    f"{_NOTHING}: repeat it, or open the store with a longer timeout",
    sqlite3.SQLITE_LOCKED: f"locked by another statement; {_NOTHING}: repeat it",
    sqlite3.SQLITE_READONLY: "the store can only be read: "
    "open it without read_only, and see that its file and folder may be written",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: "
    "see that the folder exists and may be written, or open it read_only if the file exists",
    sqlite3.SQLITE_NOTADB: "no SQLite database: see whether this is the right file",
    sqlite3.SQLITE_CORRUPT: "the database is damaged: "
    "restore it, or save what is left by the command `sqlite3 FILE .recover`",
    sqlite3.SQLITE_IOERR: f"the disk failed; {_NOTHING}: see the system's log, then repeat it",
    sqlite3.SQLITE_PERM: "access is denied: see who may write the file and its folder",
}


@contextlib.contextmanager
def said(path: str) -> Iterator[None]:
    """SQLite's errors as ``StoreError``, with what to do about it."""
    try:
        yield
    except sqlite3.Error as error:
        advice = _ADVICE.get(_code(error), "SQLite refuses")
        raise StoreError(f"{path}: {advice} ({error})") from error


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF  # What Python itself raises has none.


class _Frozen(sqlite3.Connection):
    """Of a file that nobody was writing when it was opened: SQLite neither locks it nor sees what is written later."""


class _Lease:
    """One thread's connection. Its lock is held while SQLite works, so that a fork finds it idle."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.connection: sqlite3.Connection | None = None

    def close(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()

    def __del__(self) -> None:  # Its thread has ended.
        self.close()


class Connections:
    """``with connections.use() as connection`` gives the calling thread its own, in autocommit."""

    def __init__(self, path: str, timeout: float, read_only: bool, prepare: Callable[[sqlite3.Connection], None]):
        self.path, self.timeout, self.read_only = path, timeout, read_only
        self._prepare = prepare
        self._lock = threading.RLock()
        self._leases: weakref.WeakSet[_Lease] = weakref.WeakSet()
        self._local = threading.local()
        # A database in memory is its connection: all threads share that one, and no other process can.
        self._shared = _Lease() if path == MEMORY else None
        self._pid = os.getpid()
        self._closed = False
        with _all_lock:
            _all.add(self)

    @contextlib.contextmanager
    def use(self) -> Iterator[sqlite3.Connection]:
        lease = self._lease()
        with said(self.path), lease.lock:
            if self._closed:
                raise StoreError(f"{self.path}: the store is closed")
            if lease.connection is None:
                lease.connection = self._open()
            try:
                yield lease.connection
            finally:
                if isinstance(lease.connection, _Frozen):  # Somebody may write before the next use.
                    lease.close()

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it, or nothing."""
        with self.use() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # SQLite ends some itself, as of a full disk.
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for lease in self._known():
                with lease.lock:
                    lease.close()

    def _lease(self) -> _Lease:
        if self._shared is not None:
            if os.getpid() != self._pid:
                raise StoreError("a store in memory stays in the process that made it: give it a file to share it")
            return self._shared
        lease: _Lease | None = getattr(self._local, "lease", None)
        if lease is None:
            lease = _Lease()
            with self._lock:
                self._leases.add(lease)
            self._local.lease = lease
        return lease

    def _known(self) -> list[_Lease]:
        return list(self._leases) if self._shared is None else [self._shared]

    def _open(self) -> sqlite3.Connection:
        connection = self._connect()
        try:
            _until(self.timeout, lambda: self._prepare(connection))
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect(self) -> sqlite3.Connection:
        if self._shared is not None:
            return _connect(MEMORY, self.timeout)
        address = pathlib.Path(self.path).as_uri()
        if not self.read_only:
            return _connect(f"{address}?mode=rwc", self.timeout)
        connection = _connect(f"{address}?mode=ro", self.timeout)
        log = pathlib.Path(f"{self.path}-wal")
        if _readable(connection) or (log.exists() and log.stat().st_size):
            return connection
        # Readers in WAL mode write a file of locks. Where they cannot, and nobody is writing, the file is all there is.
        connection.close()
        return _connect(f"{address}?mode=ro&immutable=1", self.timeout, _Frozen)

    # A connection must not be carried across a fork: its locks stay behind, but SQLite's notes of them do not.

    def hold(self) -> None:
        _take(self._lock)
        for lease in self._known():
            _take(lease.lock)
            if self._shared is None:
                lease.close()


def _connect(address: str, timeout: float, kind: type[sqlite3.Connection] = sqlite3.Connection) -> sqlite3.Connection:
    uri = address != MEMORY
    # Other threads only ever close it.
    return sqlite3.connect(address, timeout, isolation_level=None, check_same_thread=False, uri=uri, factory=kind)


# A folder on a read-only disk, and one that the user may not write. Of the latter kind is also a rollback to be done.
_NO_LOCKS = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def _readable(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        return _code(error) not in _NO_LOCKS or error.sqlite_errorcode == sqlite3.SQLITE_READONLY_ROLLBACK
    except sqlite3.DatabaseError:
        return True  # Whoever prepares it says what is wrong.
    return True


def _until(seconds: float, work: Callable[[], None]) -> None:
    """Once more while it is locked: SQLite itself does not wait when the journal mode changes."""
    end = time.monotonic() + seconds
    while True:
        try:
            return work()
        except sqlite3.OperationalError as error:
            if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
        time.sleep(0.005)


_all: weakref.WeakSet[Connections] = weakref.WeakSet()
_all_lock = threading.RLock()


class _Taken(threading.local):
    """What the calling thread took for its fork: another may be waiting to fork, too."""

    def __init__(self) -> None:
        self.locks: list[threading.RLock] = []


_taken = _Taken()


def _take(lock: threading.RLock) -> None:
    _taken.locks.append(lock)  # Before it is: Ctrl-C may come between the two.
    lock.acquire()


def _before_fork() -> None:
    _take(_all_lock)
    for connections in list(_all):
        connections.hold()


def _after_fork() -> None:
    locks = _taken.locks
    while locks:
        with contextlib.suppress(RuntimeError):  # Ctrl-C came while it was waited for.
            locks[-1].release()
        locks.pop()


if hasattr(os, "register_at_fork"):
    # Twice: Ctrl-C ends a hook, but not the fork. The second does what the first left, or does it again;
    # who presses it twice waits no longer, but that child had better leave the stores alone.
    for _ in range(2):
        os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork)
