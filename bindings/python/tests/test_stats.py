"""Figures of texts: against figures worked out by hand or by another way."""

import json
import math

import pytest
from adversarial import ADVERSARIAL

import tokenwire
from tokenwire import prompts


def test_counts():
    text = "Grüße <|endoftext|> \ud800"
    found = tokenwire.stats(text)
    assert found.texts == 1
    assert found.characters == len(text)
    assert found.bytes == len(text.encode("utf-8", "surrogatepass")) == found.median_bytes
    assert found.tokens == len(tokenwire.Tokenizer("o200k_base").encode(text))
    assert found.bits_per_character == pytest.approx(8 * found.bytes / len(text))


def test_entropy_of_equal_frequencies():
    found = tokenwire.stats("abcdefgh" * 10)
    assert found.character_entropy.bits == pytest.approx(3)
    assert found.character_entropy.bound == 30
    assert (found.character_entropy.count, found.character_entropy.distinct) == (80, 8)
    assert found.byte_entropy == found.character_entropy


def test_entropy_of_one_to_three():
    found = tokenwire.stats("aaab").character_entropy
    assert found.bits == pytest.approx(-0.75 * math.log2(0.75) - 0.25 * math.log2(0.25))
    assert found.bound == 1  # 3.25 bits.


def test_entropy_is_over_all_texts_together():
    assert tokenwire.stats(["aa", "bb"]).character_entropy.bits == pytest.approx(1)
    one = tokenwire.stats("aaaa").character_entropy
    assert (one.bits, one.bound, math.copysign(1, one.bits)) == (0, 0, 1)


def test_token_entropy():
    ids = tokenwire.Tokenizer("cl100k_base").encode("a b a b")
    found = tokenwire.stats("a b a b", encoding="cl100k_base").token_entropy
    shares = [ids.count(one) / len(ids) for one in set(ids)]
    assert found.bits == pytest.approx(-sum(share * math.log2(share) for share in shares))


def test_methods():
    texts = ["Hello world!" * 20, "short", ""]
    found = tokenwire.stats(texts)
    assert list(found.methods) == list(prompts.METHODS)
    for name, method in found.methods.items():
        sizes = [len(tokenwire.compress(text, name)) for text in texts]
        assert method.bytes == sum(sizes)
        assert method.median_bytes == sorted(sizes)[1]
        assert method.ratio == pytest.approx(245 / sum(sizes))
        assert method.median_ratio == pytest.approx(5 / sizes[1])
        assert method.bits_per_character == pytest.approx(8 * sum(sizes) / 245)
        assert method.round_trips == 3
        assert method.compress_seconds > 0 < method.decompress_seconds


def test_texts_that_do_not_round_trip_are_counted(monkeypatch):
    monkeypatch.setattr(prompts, "decompress", lambda blob: "something else")
    found = tokenwire.stats(["a", "b"], methods="token")
    assert found.methods["token"].round_trips == 0
    assert "0 of 2" in str(found)


def test_only_the_named_methods():
    assert list(tokenwire.stats("a", methods=["token", "stored"]).methods) == ["token", "stored"]
    with pytest.raises(ValueError, match="no method 'lzma'"):
        tokenwire.stats("a", methods=["lzma"])


@pytest.mark.parametrize("text", ADVERSARIAL.values(), ids=ADVERSARIAL)
def test_any_text_has_statistics(text):
    found = tokenwire.stats(text, rounds=1)
    assert all(method.round_trips == 1 for method in found.methods.values())
    read = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert read["characters"] == len(text)
    assert read["token_entropy"]["bound"] == found.token_entropy.bound
    assert read["methods"]["auto"]["bytes"] == found.methods["auto"].bytes


def test_the_table():
    found = tokenwire.stats(["Hello world!" * 100, "b"])
    head, *_, last = str(found).splitlines()
    assert head.startswith("2 texts: 1,201 characters, 1,201 bytes of UTF-8, ")
    assert last.split()[0] == prompts.METHODS[-1]
    assert last.split()[1] == f"{found.methods[prompts.METHODS[-1]].bytes:,}"
    table = str(found).split("\n\n")[1].splitlines()
    assert len({len(line) for line in table}) == 1
    assert "median ratio" in table[0]
    assert "median ratio" not in str(tokenwire.stats("a"))


def test_no_texts():
    with pytest.raises(ValueError, match="at least one"):
        tokenwire.stats([])
    with pytest.raises(TypeError, match="not bytes at position 1"):
        tokenwire.stats(["a", b"b"])
    with pytest.raises(ValueError, match="o200k_base"):
        tokenwire.stats("a", encoding="o200k")
