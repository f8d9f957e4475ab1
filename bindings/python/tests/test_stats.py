"""Statistics of texts, compared with values computed by hand or in another way."""

import json
import math

import pytest
from adversarial import ADVERSARIAL

import tokenwire
from tokenwire import prompts


def test_counts_characters_bytes_and_tokens():
    text = "Grüße <|endoftext|> \ud800"
    stats = tokenwire.stats(text)
    assert stats.texts == 1
    assert stats.characters == len(text)
    assert stats.bytes == len(text.encode("utf-8", "surrogatepass")) == stats.median_bytes
    assert stats.tokens == len(tokenwire.Tokenizer("o200k_base").encode(text))
    assert stats.bits_per_character == pytest.approx(8 * stats.bytes / len(text))


def test_entropy_of_eight_equally_frequent_symbols_is_three_bits():
    stats = tokenwire.stats("abcdefgh" * 10)
    assert stats.character_entropy.bits == pytest.approx(3)
    assert stats.character_entropy.bound == 30
    assert (stats.character_entropy.count, stats.character_entropy.distinct) == (80, 8)
    assert stats.byte_entropy == stats.character_entropy


def test_entropy_of_unequal_frequencies():
    stats = tokenwire.stats("aaab").character_entropy
    assert stats.bits == pytest.approx(-0.75 * math.log2(0.75) - 0.25 * math.log2(0.25))
    assert stats.bound == 1  # 3.25 bits.


def test_entropy_is_over_all_texts_together():
    assert tokenwire.stats(["aa", "bb"]).character_entropy.bits == pytest.approx(1)
    entropy = tokenwire.stats("aaaa").character_entropy
    assert (entropy.bits, entropy.bound, math.copysign(1, entropy.bits)) == (0, 0, 1)


def test_token_entropy_uses_the_given_encoding():
    ids = tokenwire.Tokenizer("cl100k_base").encode("a b a b")
    stats = tokenwire.stats("a b a b", encoding="cl100k_base").token_entropy
    shares = [ids.count(id) / len(ids) for id in set(ids)]
    assert stats.bits == pytest.approx(-sum(share * math.log2(share) for share in shares))


def test_methods_have_sizes_ratios_and_times():
    texts = ["Hello world!" * 20, "short", ""]
    stats = tokenwire.stats(texts)
    assert list(stats.methods) == list(prompts.METHODS)
    for name, method in stats.methods.items():
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
    stats = tokenwire.stats(["a", "b"], methods="token")
    assert stats.methods["token"].round_trips == 0
    assert "0 of 2" in str(stats)


def test_measures_only_the_named_methods():
    assert list(tokenwire.stats("a", methods=["token", "stored"]).methods) == ["token", "stored"]
    with pytest.raises(ValueError, match="unknown method 'lzma'"):
        tokenwire.stats("a", methods=["lzma"])


@pytest.mark.parametrize("text", ADVERSARIAL.values(), ids=ADVERSARIAL)
def test_any_text_has_statistics(text):
    stats = tokenwire.stats(text, rounds=1)
    assert all(method.round_trips == 1 for method in stats.methods.values())
    read = json.loads(json.dumps(stats.as_dict(), allow_nan=False))
    assert read["characters"] == len(text)
    assert read["token_entropy"]["bound"] == stats.token_entropy.bound
    assert read["methods"]["auto"]["bytes"] == stats.methods["auto"].bytes


def test_str_is_an_aligned_table():
    stats = tokenwire.stats(["Hello world!" * 100, "b"])
    head, *_, last = str(stats).splitlines()
    assert head.startswith("2 texts: 1,201 characters, 1,201 bytes of UTF-8, ")
    assert last.split()[0] == prompts.METHODS[-1]
    assert last.split()[1] == f"{stats.methods[prompts.METHODS[-1]].bytes:,}"
    table = str(stats).split("\n\n")[1].splitlines()
    assert len({len(line) for line in table}) == 1
    assert "median ratio" in table[0]
    assert "median ratio" not in str(tokenwire.stats("a"))


def test_missing_texts_and_other_types_are_rejected():
    with pytest.raises(ValueError, match="at least one"):
        tokenwire.stats([])
    with pytest.raises(TypeError, match="not bytes at position 1"):
        tokenwire.stats(["a", b"b"])
    with pytest.raises(ValueError, match="o200k_base"):
        tokenwire.stats("a", encoding="o200k")
