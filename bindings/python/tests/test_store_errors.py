"""A store of prompts: errors, after which no prompt is lost."""

import os
import sqlite3
import subprocess
import threading

import pytest
from adversarial import ADVERSARIAL, LONG
from stores import child, ended, flip, forks, mounted, path, sql  # noqa: F401 (two are fixtures)

import tokenwire
from tokenwire import PromptStore, errors, prompts


def test_a_changed_document_raises(path):
    with PromptStore(path) as store:
        store.put_many({"bad": "Hello world!", "good": "Hello"})
        flip(path, "bad")
        with pytest.raises(errors.ChecksumError, match="prompt 'bad': checksum mismatch"):
            store.get("bad")
        failures = store.verify()
        assert list(failures) == ["bad"] and isinstance(failures["bad"], errors.ChecksumError)
        assert store.get("good") == "Hello"
        with pytest.raises(errors.ChecksumError, match="'bad'"):
            list(store.items())
        store.put("bad", "replaced")
        assert store.verify() == {}


@pytest.mark.parametrize("method", prompts.METHODS)
def test_every_flipped_bit_raises(path, method):
    with PromptStore(path, method=method) as store:
        store.put("key", "Hello world!")
        blob = sql(path, "SELECT document FROM prompts")[0][0]
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA synchronous = OFF")
        for bit in range(8 * len(blob)):
            changed = bytearray(blob)
            changed[bit // 8] ^= 1 << bit % 8
            connection.execute("UPDATE prompts SET document = ?", (bytes(changed),))
            with pytest.raises(errors.Error, match="prompt 'key': "):
                store.get("key")
        connection.close()


def test_a_wrong_text_length_raises(path):
    with PromptStore(path) as store:
        store.put("key", "Hello")
        sql(path, "UPDATE prompts SET document = ?", tokenwire.compress("Hello world!"))
        with pytest.raises(errors.CorruptError, match="prompt 'key': expected a text of 5 bytes, not 12"):
            store.get("key")
        sql(path, "PRAGMA ignore_check_constraints = ON")
        with pytest.raises(sqlite3.IntegrityError):
            sql(path, "UPDATE prompts SET document = 'text'")


WRONG_TYPES = ["INSERT INTO prompts VALUES (x'61', x'00', 0, '')", "UPDATE prompts SET text_bytes = 'many'"]


@pytest.mark.parametrize("query", WRONG_TYPES)
def test_the_schema_rejects_values_of_other_types(path, query):
    with PromptStore(path) as store:
        store.put("key", "text")
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            sql(path, query)


def test_rows_of_other_programs_do_not_stop_iteration(path):
    with PromptStore(path, method="stored") as store:
        store.put_many({"a": "one", "z": "two"})
        for row in ("CAST(x'62ff' AS TEXT), x'00'", "CAST(x'c3' AS TEXT), x'8501'", "'empty', x''"):
            sql(path, f"INSERT INTO prompts VALUES ({row}, 7, '')")
        assert list(store) == ["a", "b\udcff", "empty", "z", "\udcc3"]
        failures = store.verify()
        assert list(failures) == ["b\udcff", "empty", "\udcc3"]
        assert all(isinstance(error, errors.CorruptError) for error in failures.values())
        assert "not UTF-8" in str(failures["b\udcff"])
        assert (store.stats().prompts, store.stats().methods["unknown "].text_bytes) == (5, 7)
        with pytest.raises(errors.StoreError, match=r"3 of 5 prompts .* \(2 others changed\)"):
            store.recompress("token")
        assert (store.get("a"), store.get("z")) == ("one", "two")


def test_iteration_continues_after_a_page_of_foreign_rows(path):
    with PromptStore(path) as store:
        for number in range(600):
            store.put(f"{number:03}", "text")
        sql(path, "UPDATE prompts SET key = CAST(CAST(key AS BLOB) || x'ff' AS TEXT)")
        assert len(list(store)) == len(store.verify()) == 600


def test_documents_of_another_encoding_are_read(path):
    with PromptStore(path, encoding="cl100k_base", method="token") as store:
        store.put("key", ADVERSARIAL["scripts"])
    with PromptStore(path) as store:
        assert store.get("key") == ADVERSARIAL["scripts"]


def test_a_damaged_database_is_reported(path):
    with PromptStore(path, method="stored") as store:
        store.put_many({f"{n}": LONG["long prose"] for n in range(30)})
    data = bytearray(path.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    for start in range(page, len(data), page):  # The first page holds the schema.
        data[start : start + 8] = b"\xff" * 8
    path.write_bytes(data)
    with PromptStore(path) as store, pytest.raises(errors.StoreError, match="damaged"):
        store.verify()


def test_a_file_that_is_not_a_database_is_unchanged(path):
    path.write_bytes(b"This is a text, and not a database at all. " * 100)
    before = path.read_bytes()
    with pytest.raises(errors.StoreError, match="not a SQLite database") as caught:
        PromptStore(path)
    assert isinstance(caught.value.__cause__, sqlite3.DatabaseError)
    assert path.read_bytes() == before


OTHER_DATABASES = ["CREATE TABLE prompts (key)", "PRAGMA application_id = 7", "PRAGMA user_version = 1"]


@pytest.mark.parametrize("query", OTHER_DATABASES)
@pytest.mark.parametrize("read_only", [False, True])
def test_another_database_is_unchanged(path, query, read_only):
    sql(path, query)
    before = path.read_bytes()
    with pytest.raises(errors.StoreError, match="not a prompt store"):
        PromptStore(path, read_only=read_only)
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


def test_a_later_version_is_rejected(path):
    PromptStore(path).close()
    sql(path, "PRAGMA user_version = 2")
    with pytest.raises(errors.StoreError, match="version 2, and this release knows only 1"):
        PromptStore(path)


def test_an_empty_file_becomes_a_store(path):
    path.touch()
    with pytest.raises(errors.StoreError, match="not a prompt store"):
        PromptStore(path, read_only=True)
    with PromptStore(path) as store:
        store.put("key", "text")


@pytest.mark.parametrize("name", ["none/prompts.db", "."])
def test_a_path_that_cannot_be_opened_raises(tmp_path, name):
    with pytest.raises(errors.StoreError, match="cannot be opened: check") as caught:
        PromptStore(tmp_path / name)
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)


# Full disks and locked databases.


def test_a_database_at_its_size_limit_keeps_its_prompts(path):
    with PromptStore(path, method="stored") as store:
        store.put("old", "text")
        with store._connections.use() as connection:
            connection.execute("PRAGMA max_page_count = 8")
        with pytest.raises(errors.StoreError, match="the disk is full.*free some space"):
            store.put_many([("a", "small"), ("old", "new"), ("b", LONG["long prose"])])
        assert list(store.items()) == [("old", "text")]
        store.put("c", "small")
        assert store.verify() == {} and len(store) == 2


@forks
def test_a_file_at_its_size_limit_keeps_its_prompts(path):
    import resource

    with PromptStore(path, method="stored") as store:
        store.put("old", "text")

        def work():
            resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
            with pytest.raises(errors.StoreError, match="this call stored nothing"):
                store.put_many([("a", "small"), ("old", "new"), *((f"{n}", "text" * 25000) for n in range(5))])
            assert list(store.items()) == [("old", "text")]
            store.put("b", "small")

        assert ended(child(work)) == 0
        assert list(store.items()) == [("b", "small"), ("old", "text")]
        assert store.verify() == {}


def test_a_full_disk_keeps_its_prompts(tmp_path):
    if not mounted(tmp_path, "-t", "tmpfs", "-o", "size=512k", "none"):
        pytest.skip("needs root")
    try:
        with PromptStore(tmp_path / "prompts.db", method="stored") as store:
            put = 0
            with pytest.raises(errors.StoreError, match="free some space|repeat it"):
                for put in range(100):
                    store.put(f"{put:02}", "text" * 5000)
            assert put > 5
            assert list(store) == [f"{n:02}" for n in range(put)]
            assert store.verify() == {}
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_locked_database_raises_after_the_timeout(path):
    with PromptStore(path, timeout=0.05) as store:
        store.put("key", "text")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(errors.StoreError, match="longer timeout") as caught:
            store.put("key", "other")
        assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
        assert store.get("key") == "text"
        other.close()
        store.put("key", "other")
        assert store.get("key") == "other"


def test_put_waits_for_another_writer(path):
    with PromptStore(path, timeout=20) as store:
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.3, other.close)
        timer.start()
        store.put("key", "text")
        timer.join()
        assert store.get("key") == "text"
