"""A store of prompts: recompression and vacuuming."""

import pytest
from adversarial import ADVERSARIAL, LONG
from stores import flip, path, sql, store  # noqa: F401 (two are fixtures)

import tokenwire
from tokenwire import PromptStore, errors, prompts


@pytest.mark.parametrize("method", [method for method in prompts.METHODS if method != "auto"])
def test_recompression_changes_the_method_of_all_prompts(store, method):
    store.put_many(ADVERSARIAL)
    steps = []
    changed = store.recompress(method, batch=5, progress=lambda *step: steps.append(step))
    assert dict(store.items()) == ADVERSARIAL
    assert list(store.stats().methods) == [method]
    assert store.stats().stored_bytes == sum(len(tokenwire.compress(text, method)) for text in ADVERSARIAL.values())
    assert 0 < changed <= len(ADVERSARIAL)
    assert steps == [(5, 16), (10, 16), (15, 16), (16, 16)]
    assert store.recompress(method) == 0


def test_recompression_keeps_the_encoding_unless_one_is_given(path):
    with PromptStore(path, method="token", encoding="cl100k_base") as store:
        store.put("key", "Hello world!")
    with PromptStore(path) as store:
        assert store.recompress("prefix") == 1
        [(document,)] = sql(path, "SELECT document FROM prompts")
        assert tokenwire.Document(document).encoding == "cl100k_base"
        assert store.recompress("prefix", encoding="o200k_base") == 1
        [(document,)] = sql(path, "SELECT document FROM prompts")
        assert document == tokenwire.compress("Hello world!", "prefix")


def test_recompression_keeps_concurrent_writes(path, monkeypatch):
    with PromptStore(path, method="stored") as store, PromptStore(path, method="stored") as other:
        store.put_many({"a": "old", "b": "old", "c": "old"})
        compress = prompts.compress

        def compress_and_interfere(text, method, **options):
            if (text, method) == ("old", "token"):
                monkeypatch.undo()
                other.put("a", "new")
                other.delete("b")
            return compress(text, method, **options)

        monkeypatch.setattr(prompts, "compress", compress_and_interfere)
        assert store.recompress("token") == 1
        assert dict(store.items()) == {"a": "new", "c": "old"}


def test_recompression_skips_damaged_rows(path):
    with PromptStore(path, method="stored") as store:
        store.put_many({"a": "one", "b": "two", "c": "three"})
        steps = []
        flip(path, "b")
        before = sql(path, "SELECT document FROM prompts WHERE key = 'b'")
        message = r"1 of 3 prompts could not be recompressed and are unchanged \(2 others changed\); "
        message += r"call verify\(\) for the reasons; first keys: 'b'$"
        with pytest.raises(errors.StoreError, match=message) as caught:
            store.recompress("token", batch=1, progress=lambda *step: steps.append(step))
        assert isinstance(caught.value.__cause__, errors.ChecksumError)
        assert steps == [(1, 3), (2, 3), (3, 3)]
        assert sql(path, "SELECT document FROM prompts WHERE key = 'b'") == before
        assert (store.get("a"), store.get("c")) == ("one", "three")
        assert tokenwire.method_of(sql(path, "SELECT document FROM prompts WHERE key = 'c'")[0][0]) == "token"
        store.delete("b")
        assert store.recompress("token") == 0


def test_recompression_verifies_before_writing(path, monkeypatch):
    with PromptStore(path, method="stored") as store:
        store.put("key", "text")
        wrong = tokenwire.compress("other text", "token")
        monkeypatch.setattr(prompts, "compress", lambda *_, **__: wrong)
        with pytest.raises(errors.StoreError, match="1 of 1 prompts .*'key'"):
            store.recompress("token")
        assert store.get("key") == "text"


def test_recompression_rejects_unknown_names(store):
    with pytest.raises(ValueError, match="unknown method"):
        store.recompress("lzma")
    with pytest.raises(ValueError, match="encoding"):
        store.recompress(encoding="o200k")
    with pytest.raises(ValueError, match="batch"):
        store.recompress(batch=0)


def test_vacuum_shrinks_the_file(path):
    with PromptStore(path, method="stored") as store:
        store.put_many({f"{n}": LONG["long prose"] for n in range(20)})
        store.put("key", "text")
        for n in range(20):
            store.delete(f"{n}")
        store.vacuum()
        assert path.stat().st_size < 50_000
        assert store.stats().file_bytes == path.stat().st_size
        assert dict(store.items()) == {"key": "text"}
