"""Prompts: they round-trip exactly, or decompression raises."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from adversarial import ADVERSARIAL, LONG

import tokenwire
from tokenwire import errors, prompts

METHODS = prompts.METHODS
HOSTILE = ["plain", "scripts", "lone surrogates", "empty", "one character"]
ANY_TEXT = st.text(st.characters(), max_size=300)  # Lone surrogates included.


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", ADVERSARIAL | LONG)
def test_every_text_round_trips(name, method):
    text = (ADVERSARIAL | LONG)[name]
    blob = tokenwire.compress(text, method)
    assert tokenwire.decompress(blob) == text
    assert tokenwire.decompress_bytes(blob) == text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("encoding", tokenwire.encodings())
@pytest.mark.parametrize("method", METHODS)
def test_a_blob_names_its_encoding(method, encoding):
    for text in ADVERSARIAL.values():
        blob = tokenwire.compress(text, method, encoding=encoding)
        assert tokenwire.decompress(blob) == text
    assert tokenwire.Document(blob).encoding in (encoding, "r50k_base")  # gpt2 uses the table of r50k_base.


@settings(max_examples=300, deadline=None)
@given(text=ANY_TEXT, method=st.sampled_from(METHODS), encoding=st.sampled_from(tokenwire.encodings()))
def test_any_text_round_trips(text, method, encoding):
    assert tokenwire.decompress(tokenwire.compress(text, method, encoding=encoding)) == text


@pytest.mark.parametrize("method", [method for method in METHODS if method != "auto"])
def test_a_blob_names_its_method(method):
    blob = tokenwire.compress("Hello world!", method)
    assert tokenwire.method_of(blob) == method
    coder = "thrift" if method == "token" else method
    assert tokenwire.Document(blob).coder == coder
    assert blob == tokenwire.DocumentWriter("o200k_base", coder=coder).encode_text("Hello world!")


@pytest.mark.parametrize("text", (ADVERSARIAL | LONG).values(), ids=ADVERSARIAL | LONG)
def test_auto_returns_the_shortest_blob(text):
    sizes = {method: len(tokenwire.compress(text, method)) for method in METHODS}
    assert sizes["auto"] == min(sizes.values())
    assert sizes["auto"] <= len(text.encode("utf-8", "surrogatepass")) + 6


def test_long_prose_shrinks_to_a_fifth():
    text = LONG["long prose"]
    assert len(tokenwire.compress(text)) * 5 < len(text)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", HOSTILE)
def test_every_flipped_bit_raises(name, method):
    blob = tokenwire.compress(ADVERSARIAL[name], method)
    for bit in range(8 * len(blob)):
        changed = bytearray(blob)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(errors.Error):
            tokenwire.decompress(changed)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", HOSTILE)
def test_every_truncation_raises(name, method):
    blob = tokenwire.compress(ADVERSARIAL[name], method)
    for end in range(len(blob)):
        with pytest.raises(errors.Error):
            tokenwire.decompress(blob[:end])
    for more in (b"\0", b"\xff", blob):
        with pytest.raises(errors.Error):
            tokenwire.decompress(blob + more)


@pytest.mark.parametrize("method", METHODS)
def test_a_changed_long_blob_raises(method):
    blob = tokenwire.compress(LONG["long prose"], method)
    assert len(blob) > 1026  # Long enough for the 32-bit checksum.
    for bit in [*range(64), *range(64, 8 * len(blob), 8 * len(blob) // 97)]:
        changed = bytearray(blob)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(errors.Error):
            tokenwire.decompress(changed)
    for end in [*range(20), len(blob) // 2, len(blob) - 1]:
        with pytest.raises(errors.Error):
            tokenwire.decompress(blob[:end])


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_invalid_blobs_raise(data):
    with pytest.raises(errors.Error):
        tokenwire.decompress(data)


def test_any_bytes_like_object_is_a_blob():
    blob = tokenwire.compress("Hello")
    assert tokenwire.decompress(bytearray(blob)) == tokenwire.decompress(memoryview(blob)) == "Hello"


def test_tokens_that_are_not_utf8_decode_to_bytes():
    ids = tokenwire.Tokenizer("o200k_base").encode(b"\xc3")
    blob = tokenwire.DocumentWriter("o200k_base", coder="thrift").encode(ids)
    with pytest.raises(errors.NotUtf8Error):
        tokenwire.decompress(blob)
    assert tokenwire.decompress_bytes(blob) == b"\xc3"


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: tokenwire.compress(b"bytes"), TypeError, "text must be a str, not bytes"),
        (lambda: tokenwire.compress(None), TypeError, "text must be a str, not NoneType"),
        (lambda: tokenwire.compress("a", 3), TypeError, "method must be a str, not int"),
        (lambda: tokenwire.compress("a", ["token"]), TypeError, "method must be a str, not list"),
        (lambda: tokenwire.compress("a", encoding=None), TypeError, "encoding must be a str, not NoneType"),
        (lambda: tokenwire.decompress("text"), TypeError, "blob: expected bytes.* encode the text"),
        (lambda: tokenwire.decompress(7), TypeError, "blob: expected bytes"),
        (lambda: tokenwire.method_of(None), TypeError, "blob: expected bytes"),
        (lambda: tokenwire.compress("a", "zst"), ValueError, r"unknown method 'zst'; did you mean 'zstd'\? known methods: auto, "),
        (lambda: tokenwire.compress("a", "smallest"), ValueError, "unknown method 'smallest'.*known methods: auto, stored"),
        (lambda: tokenwire.compress("a", "thrift"), ValueError, "unknown method 'thrift'.*known methods: auto, stored"),
        (lambda: tokenwire.compress("a", ""), ValueError, "unknown method ''.*known methods: auto, stored"),
        (lambda: tokenwire.compress("a", encoding="o200k"), errors.UnknownNameError, "encoding: .*o200k_base"),
    ],
)
def test_an_invalid_argument_is_named(call, kind, message):
    with pytest.raises(kind, match=message):
        call()


def test_a_text_beyond_the_limit_raises():
    with pytest.raises(errors.LimitError):
        tokenwire.compress("a" * (2**26 + 1), "stored")


def test_threads_can_compress_at_the_same_time():
    texts = list(ADVERSARIAL.values()) * 5
    expected = [tokenwire.compress(text) for text in texts]
    results: dict[int, list[bytes]] = {}

    def work(number):
        results[number] = [tokenwire.compress(text) for text in texts]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(results.values()) == [expected] * 8
