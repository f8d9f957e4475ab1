"""A store of prompts, opened for reading only."""

import os
import pathlib
import signal
import sqlite3
import subprocess
import tempfile

import pytest
from stores import child, ended, forks, mounted, path  # noqa: F401 (one is a fixture)

from tokenwire import PromptStore, _connections, errors


def test_a_read_only_store_reads_and_rejects_writes(path):
    with pytest.raises(errors.StoreError, match="cannot be opened"):
        PromptStore(path, read_only=True)
    with PromptStore(path) as store:
        store.put("a", "one")
        with PromptStore(path, read_only=True) as reader:
            assert reader.get("a") == "one"
            store.put("a", "two")
            assert reader.get("a") == "two"
            for call in (
                lambda: reader.put("b", "text"),
                lambda: reader.delete("a"),
                lambda: reader.recompress("stored"),
                reader.vacuum,
            ):
                with pytest.raises(errors.StoreError, match="the store is read-only: open it"):
                    call()
            assert reader.verify() == {}
            assert list(reader.items()) == [("a", "two")]


def test_reads_from_a_read_only_mount(path, tmp_path):
    with PromptStore(path) as store:
        store.put("key", "text")
    folder = tmp_path / "mounted"
    folder.mkdir()
    if not (mounted(folder, "--bind", str(tmp_path)) and mounted(folder, "-o", "remount,ro,bind")):
        pytest.skip("needs root")
    try:
        with PromptStore(folder / path.name, read_only=True) as reader:
            assert reader.get("key") == "text"
            with pytest.raises(errors.StoreError, match="the store is read-only"):
                reader.put("key", "other")
        with pytest.raises(errors.StoreError, match="or open an existing file with read_only=True"), PromptStore(folder / path.name) as store:
            store.put("key", "other")
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def open_folder():
    """A folder that other users can access, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as folder:
        yield pathlib.Path(folder)
        os.chmod(folder, 0o700)


def as_another(folder, work):
    """Runs `work` as a user without write access to the folder. Returns the exit code."""
    os.chmod(folder, 0o555)

    def begin():
        if os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        work()

    return ended(child(begin))


@forks
def test_reads_without_write_access_to_the_folder(open_folder):
    path = open_folder / "prompts.db"
    with PromptStore(path) as store:
        store.put("key", "text")
    path.chmod(0o444)

    def work():
        with PromptStore(path, read_only=True) as reader:
            assert reader.get("key") == "text"
            assert list(reader.items()) == [("key", "text")] and reader.verify() == {}
        assert os.listdir(open_folder) == [path.name]

    assert as_another(open_folder, work) == 0


@forks
def test_a_pending_rollback_is_not_ignored(open_folder):
    path = open_folder / "prompts.db"
    with PromptStore(path) as store:
        store.put("key", "text")

    def killed():
        connection = sqlite3.connect(path, isolation_level=None)
        connection.executescript("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN")
        connection.execute("CREATE TABLE big AS SELECT randomblob(1000000)")
        os.kill(os.getpid(), signal.SIGKILL)

    assert ended(child(killed)) == -signal.SIGKILL
    assert len(os.listdir(open_folder)) == 2

    def work():
        with pytest.raises(errors.StoreError, match="the store is read-only"):
            PromptStore(path, read_only=True)

    assert as_another(open_folder, work) == 0


def test_a_reader_without_locks_sees_later_writes(path, monkeypatch):
    with PromptStore(path, method="stored") as store:
        store.put_many((f"{n:04}", "old" * 50) for n in range(1000))
    with monkeypatch.context() as patch:
        patch.setattr(_connections, "_readable", lambda _: False)  # As on a read-only disk.
        reader = PromptStore(path, read_only=True)
        assert reader.get("0005") == "old" * 50
    with PromptStore(path, method="stored") as store:
        store.put("0005", "new")
        assert reader.get("0005") == "new"
        for n in range(0, 1000, 3):
            store.delete(f"{n:04}")
        store.vacuum()
    assert len(reader) == len(list(reader.items())) == 666
    assert reader.verify() == {} and "0003" not in reader
    reader.close()
