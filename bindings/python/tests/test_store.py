"""A store of prompts, used by a single thread."""

import os
import random
import time
import tracemalloc

import pytest
from adversarial import ADVERSARIAL, LONG
from stores import path, sql, store  # noqa: F401 (two are fixtures)

import tokenwire
from tokenwire import PromptStore, errors


@pytest.mark.parametrize("text", (ADVERSARIAL | LONG).values(), ids=ADVERSARIAL | LONG)
def test_every_text_round_trips(store, text):
    store.put("key", text)
    assert store.get("key") == text
    assert store.verify() == {}


@pytest.mark.parametrize("key", [key for name, key in ADVERSARIAL.items() if "surrogates" not in name])
def test_every_key_is_found(store, key):
    store.put(key, "one")
    store.put(key + "\0", "two")
    assert (store.get(key), store.get(key + "\0"), len(store)) == ("one", "two", 2)
    assert list(store) == [key, key + "\0"]
    store.delete(key)
    assert key not in store and key + "\0" in store


def test_a_missing_key_raises_key_error(store):
    for call in (store.get, store.delete):
        with pytest.raises(KeyError, match="none"):
            call("none")
    assert "none" not in store
    assert len(store) == 0 and bool(store)


def test_a_later_text_replaces_the_earlier_one(store):
    store.put("key", "one")
    store.put("key", "two")
    assert (store.get("key"), len(store)) == ("two", 1)


def test_keys_are_in_order(store):
    keys = [str(n) for n in range(1000)] + ["", "é", "z", "\U00010000", "\uffff"]
    random.Random(1).shuffle(keys)
    store.put_many((key, f"text of {key}") for key in keys)
    assert list(store.keys()) == list(store) == sorted(keys)
    assert list(store.items()) == [(key, f"text of {key}") for key in sorted(keys)]
    assert list(store.values()) == [f"text of {key}" for key in sorted(keys)]


def test_deletions_during_iteration_are_respected(store):
    store.put_many({f"{n:04}": "text" for n in range(600)})
    keys = []
    for key, text in store.items():
        keys.append(key)
        assert text == "text"
        store.delete(key)
        if f"{int(key) + 1:04}" in store and int(key) % 2 == 0:
            store.delete(f"{int(key) + 1:04}")
    assert keys == [f"{n:04}" for n in range(0, 600, 2)]
    assert len(store) == 0


def test_iteration_uses_constant_memory(path):
    with PromptStore(path, method="stored") as store:
        store.put_many((f"{n:03}", f"{n:03}" * 20000) for n in range(200))  # 12 MB.
        tracemalloc.start()
        sizes = sum(len(text) for text in store.values())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert sizes == 200 * 60000
    assert peak < 1_500_000


@pytest.mark.parametrize("key", [b"bytes", None, 3])
def test_keys_must_be_str(store, key):
    for call in (store.get, store.delete, store.__contains__, lambda key: store.put(key, "text")):
        with pytest.raises(TypeError, match="key must be a str"):
            call(key)


def test_keys_with_lone_surrogates_are_rejected(store):
    with pytest.raises(ValueError, match="lone surrogate"):
        store.put("\ud800", "text")


@pytest.mark.parametrize("text", [b"bytes", None, 3])
def test_texts_must_be_str(store, text):
    with pytest.raises(TypeError, match="text must be a str"):
        store.put("key", text)
    assert len(store) == 0


def test_method_encoding_and_path_are_checked_on_opening(path):
    with pytest.raises(ValueError, match="did you mean 'zstd'"):
        PromptStore(path, method="zst")
    with pytest.raises(errors.UnknownNameError, match="o200k_base"):
        PromptStore(path, encoding="o200k")
    with pytest.raises(ValueError, match="path"):
        PromptStore("")
    assert not path.exists()


def test_stats_add_up_prompts_and_sizes(store):
    texts = {"a": "Hello world! " * 50, "b": "x", "c": ""}
    store.put_many(texts)
    stats = store.stats()
    blobs = [tokenwire.compress(text) for text in texts.values()]
    assert (stats.prompts, stats.text_bytes) == (3, 651)
    assert stats.stored_bytes == sum(map(len, blobs))
    assert stats.ratio == 651 / stats.stored_bytes
    assert sum(amount.prompts for amount in stats.methods.values()) == 3
    assert set(stats.methods) == {tokenwire.method_of(blob) for blob in blobs}


def test_stats_of_an_empty_store(store):
    stats = store.stats()
    assert (stats.prompts, stats.text_bytes, stats.stored_bytes, stats.ratio, stats.methods) == (0, 0, 0, 0.0, {})
    assert stats.file_bytes > 0


def test_sql_reads_a_store(path):
    with PromptStore(path) as store:
        store.put("key", "Hello")
        [(key, document, text_bytes, put_at)] = sql(path, "SELECT * FROM prompts")
    assert (key, tokenwire.decompress(document), text_bytes) == ("key", "Hello", 5)
    assert abs(time.time() - sql(path, "SELECT strftime('%s', ?) + 0", put_at)[0][0]) < 100


def test_a_closed_store_raises(store):
    store.close()
    store.close()
    with pytest.raises(errors.StoreError, match="closed"):
        store.get("key")


def test_closing_removes_the_journal_files(path):
    with PromptStore(path) as store:
        store.put("key", "text")
    assert os.listdir(path.parent) == [path.name]


NAMES = ["a?mode=memory", "b%20#c", "d\nå"]


def test_unusual_file_names_work(tmp_path):
    for name in NAMES:
        with PromptStore(tmp_path / name) as store:
            store.put("key", name)
        with PromptStore(str(tmp_path / name), read_only=True) as store:
            assert store.get("key") == name
    # Read-only connections leave the two journal files of SQLite behind.
    assert {name.removesuffix("-wal").removesuffix("-shm") for name in os.listdir(tmp_path)} == set(NAMES)


def test_put_many_stores_all_pairs_or_none(store):
    store.put("a", "old")
    bad_pairs = [("c", b"bytes"), (b"c", "text"), ("c", "a" * (2**26 + 1)), ("\ud800", "text")]
    for bad in [*bad_pairs, "not a pair", "ab", ("c",), {"c", "d"}, 3]:
        with pytest.raises((TypeError, ValueError)):
            store.put_many([("a", "new"), ("b", "new"), bad])
        assert list(store.items()) == [("a", "old")]


def test_pairs_must_be_tuples_or_lists(store):
    store.put_many([("a", "one"), ["b", "two"]])
    assert dict(store.items()) == {"a": "one", "b": "two"}
    with pytest.raises(TypeError, match="each pair must be a tuple of key and text, not 'ab'"):
        store.put_many(["ab"])


def test_a_failing_iterable_stores_nothing(store):
    def pairs():
        yield "a", "text"
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        store.put_many(pairs())
    assert len(store) == 0


def test_a_text_of_100_megabytes_is_rejected(store):
    with pytest.raises(errors.LimitError, match="prompt 'big'"):
        store.put("big", "a" * 100_000_000)
    assert len(store) == 0
