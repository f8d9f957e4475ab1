"""Connections to one SQLite database, for threads and forks, with errors that say what to do.

Each thread has its own connection. A connection must not be carried across a fork: SQLite's file locks stay with the
parent, but the child's copy of the connection still records them. So fork hooks wait until no connection is in use,
close them all in the parent, and let parent and child open new ones.

    thread A: use() ... done           |            | use() opens a new connection
    main:                 fork waits   | fork       | ...
    child:                             |            | use() opens its own connection
"""

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

DAMAGE_ADVICE = "restore a backup, or recover what is left with `sqlite3 FILE .recover`"
_NOTHING = "this call stored nothing"
# What a caller can do, by SQLite's primary result code.
_ADVICE = {
    sqlite3.SQLITE_FULL: f"the disk is full or max_page_count is reached; {_NOTHING}: free some space and repeat it",
    sqlite3.SQLITE_BUSY: "another writer held the lock for longer than the timeout; "
    f"{_NOTHING}: repeat it, or open the store with a longer timeout",
    sqlite3.SQLITE_LOCKED: f"another statement holds the lock; {_NOTHING}: repeat it",
    sqlite3.SQLITE_READONLY: "the store is read-only: "
    "open it without read_only, and check that its file and folder are writable",
    sqlite3.SQLITE_CANTOPEN: "the store cannot be opened: "
    "check that the folder exists and is writable, or open an existing file with read_only=True",
    sqlite3.SQLITE_NOTADB: "not a SQLite database: check the path",
    sqlite3.SQLITE_CORRUPT: f"the database is damaged: {DAMAGE_ADVICE}",
    sqlite3.SQLITE_IOERR: f"reading or writing the disk failed; {_NOTHING}: check the system log, then repeat it",
    sqlite3.SQLITE_PERM: "access is denied: check the permissions of the file and its folder",
}


@contextlib.contextmanager
def store_errors(path: str) -> Iterator[None]:
    """Converts SQLite's errors to ``StoreError``, with advice."""
    try:
        yield
    except sqlite3.Error as error:
        advice = _ADVICE.get(_code(error), "SQLite failed")
        raise StoreError(f"{path}: {advice} ({error})") from error


def _code(error: sqlite3.Error) -> int:
    # Errors that Python's sqlite3 module raises itself have no code.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


class _Frozen(sqlite3.Connection):
    """A connection to a file that nobody was writing when it was opened.

    SQLite does not lock the file, and the connection does not see later writes.
    """


class _Lease:
    """The connection of one thread. The lock is held while the connection is in use; a fork waits for it."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.connection: sqlite3.Connection | None = None

    def close(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()

    def __del__(self) -> None:  # The thread has ended.
        self.close()


class Connections:
    """``with connections.use() as connection`` yields the calling thread's connection, in autocommit mode."""

    def __init__(self, path: str, timeout: float, read_only: bool, prepare: Callable[[sqlite3.Connection], None]):
        self.path, self.timeout, self.read_only = path, timeout, read_only
        self._prepare = prepare
        self._lock = threading.RLock()
        self._leases: weakref.WeakSet[_Lease] = weakref.WeakSet()
        self._local = threading.local()
        # A database in memory exists only within its connection. So all threads share one, and forks cannot use it.
        self._shared = _Lease() if path == MEMORY else None
        self._pid = os.getpid()
        self._closed = False
        with _all_lock:
            _all.add(self)

    @contextlib.contextmanager
    def use(self) -> Iterator[sqlite3.Connection]:
        lease = self._lease()
        with store_errors(self.path), lease.lock:
            if self._closed:
                raise StoreError(f"{self.path}: the store is closed; open it again")
            if lease.connection is None:
                lease.connection = self._open()
            try:
                yield lease.connection
            finally:
                if isinstance(lease.connection, _Frozen):  # The file may be written before the next use.
                    lease.close()

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Like ``use``, within a transaction: an exception undoes all its statements."""
        with self.use() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # SQLite itself rolls some back, as on a full disk.
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for lease in self._all_leases():
                with lease.lock:
                    lease.close()

    def _lease(self) -> _Lease:
        if self._shared is not None:
            if os.getpid() != self._pid:
                raise StoreError("a store in memory cannot be used after a fork: use a file instead")
            return self._shared
        lease: _Lease | None = getattr(self._local, "lease", None)
        if lease is None:
            lease = _Lease()
            with self._lock:
                self._leases.add(lease)
            self._local.lease = lease
        return lease

    def _all_leases(self) -> list[_Lease]:
        return list(self._leases) if self._shared is None else [self._shared]

    def _open(self) -> sqlite3.Connection:
        connection = self._connect()
        try:
            _retry_while_busy(self.timeout, lambda: self._prepare(connection))
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
        # In WAL mode readers write a file of locks too, and here they cannot. But the log is empty, so the database
        # file holds all data and can be read without locks.
        connection.close()
        return _connect(f"{address}?mode=ro&immutable=1", self.timeout, _Frozen)

    def hold(self) -> None:
        """Waits until no connection is in use and closes them all. `_after_fork` releases the locks."""
        _take(self._lock)
        for lease in self._all_leases():
            _take(lease.lock)
            if self._shared is None:
                lease.close()


def _connect(address: str, timeout: float, kind: type[sqlite3.Connection] = sqlite3.Connection) -> sqlite3.Connection:
    uri = address != MEMORY
    # Other threads only close the connection, so check_same_thread is not needed.
    return sqlite3.connect(address, timeout, isolation_level=None, check_same_thread=False, uri=uri, factory=kind)


# The codes for a folder on a read-only disk and for one that the user may not write. A pending rollback has the second
# code, too.
_NO_LOCKS = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def _readable(connection: sqlite3.Connection) -> bool:
    """Whether SQLite can read the database, or fails for a reason other than missing write access to its locks."""
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        return _code(error) not in _NO_LOCKS or error.sqlite_errorcode == sqlite3.SQLITE_READONLY_ROLLBACK
    except sqlite3.DatabaseError:
        return True  # `prepare` will report the error.
    return True


def _retry_while_busy(seconds: float, work: Callable[[], None]) -> None:
    """Repeats the work while the database is locked. SQLite itself does not wait when the journal mode changes."""
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
    """The locks that the calling thread has taken for its fork. Several threads can fork at the same time."""

    def __init__(self) -> None:
        self.locks: list[threading.RLock] = []


_taken = _Taken()


def _take(lock: threading.RLock) -> None:
    _taken.locks.append(lock)  # Noted first, because Ctrl-C can interrupt before or during `acquire`.
    lock.acquire()


def _before_fork() -> None:
    _take(_all_lock)
    for connections in list(_all):
        connections.hold()


def _after_fork() -> None:
    locks = _taken.locks
    while locks:
        with contextlib.suppress(RuntimeError):  # Ctrl-C interrupted `acquire`, so the lock is not held.
            locks[-1].release()
        locks.pop()


if hasattr(os, "register_at_fork"):
    # Registered twice, because Ctrl-C ends a hook but not the fork. The second run of the hook does what the first left
    # undone. A second Ctrl-C ends that one too; the child of such a fork must not use the stores.
    for _ in range(2):
        os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork)
