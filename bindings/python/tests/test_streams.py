"""Streams of ids and of chat events."""

import array
import json

import pytest
import tokenwire
from conftest import ROOT
from tokenwire.errors import ChecksumError, CorruptError, NotUtf8Error, UnknownIdError

SSE = ROOT / "examples" / "streams"
OWN = tokenwire.Table.from_counts((ROOT / "tests/golden/stream-v1/own.tsv").read_bytes())
SHARED = ROOT.parent / "shared" / "sse"


def test_golden_streams_decode():
    checked = 0
    for entry in map(json.loads, (ROOT / "tests/golden/stream-v1/streams.jsonl").read_text().splitlines()):
        own = OWN if entry["table"] == "own.tsv" else None
        decoder = tokenwire.StreamDecoder(table=own)
        assert decoder.push(bytes.fromhex(entry["stream"])) == entry["ids"]
        decoder.finish()
        checked += 1
    assert checked == 78


@pytest.mark.parametrize("coder", ["varint", "prefix"])
def test_each_token_can_be_decoded_at_once(coder):
    ids = tokenwire.Tokenizer("o200k_base").encode("One token at a time, and each can be read at once.")
    encoder, decoder = tokenwire.StreamEncoder("o200k_base", coder=coder), tokenwire.StreamDecoder()
    read = []
    for id in ids:
        read += decoder.push(encoder.push([id]) + encoder.flush() + encoder.ping())
        assert read[-1] == id
    assert not decoder.has_ended and decoder.encoding == "o200k_base"
    end = encoder.end()
    assert decoder.push(end) == [] and decoder.has_ended and read == ids
    decoder.finish()
    assert (encoder.token_count, encoder.has_ended, decoder.offset) == (len(ids), True, encoder.offset)
    with pytest.raises(CorruptError):
        encoder.push([1])


def test_ids_before_an_error_are_returned_first():
    encoder = tokenwire.StreamEncoder("gpt2")
    data = bytearray(encoder.push([1, 2, 3]) + encoder.end())
    data[-1] ^= 1
    decoder = tokenwire.StreamDecoder()
    assert decoder.push(data) == [1, 2, 3]
    with pytest.raises(ChecksumError):
        decoder.push(b"")
    with pytest.raises(ChecksumError):
        decoder.finish()


def test_truncated_and_aborted_streams_raise():
    encoder = tokenwire.StreamEncoder("gpt2")
    data = encoder.push([1, 2, 3])
    decoder = tokenwire.StreamDecoder()
    assert decoder.push(data) == [1, 2, 3]
    with pytest.raises(CorruptError, match="ends at byte"):
        decoder.finish()
    with pytest.raises(CorruptError, match="broke off"):
        decoder.push(encoder.abort())
    with pytest.raises(UnknownIdError) as raised:
        tokenwire.StreamEncoder("gpt2").push([1, 60000])
    assert raised.value.position == 1


def test_detokenizer_returns_whole_characters():
    text = "Crab 🦀, family 👩‍👩‍👧‍👦, 混ぜる."
    ids = tokenwire.Tokenizer("o200k_base").encode(text)
    detokenizer = tokenwire.Detokenizer("o200k_base")
    assert "".join(detokenizer.push(id).decode() for id in ids) == text and detokenizer.finish() == b""
    assert detokenizer.push(ids).decode() == text
    assert detokenizer.push(4103) == b"" and detokenizer.finish() == b"\xf0\x9f"
    assert detokenizer.push([13225]) == b"Hello" == detokenizer.push(array.array("I", [13225]))
    with pytest.raises(UnknownIdError):
        detokenizer.push([4103, 10**6])
    assert detokenizer.finish() == b""  # None of them was accepted.
    for bad in (None, "a", True, -1):
        with pytest.raises((TypeError, UnknownIdError)):
            detokenizer.push(bad)


def streams():
    folders = [SSE, SHARED] if SHARED.exists() else [SSE]
    if len(folders) == 1:
        print("../shared/sse is missing; using only the committed samples")
    return [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in (".sse", ".ndjson")]


@pytest.mark.parametrize("path", streams(), ids=lambda path: path.name)
@pytest.mark.parametrize("coder", ["varint", "prefix"])
def test_chat_events_round_trip(path, coder):
    source = path.read_bytes()
    encoder = tokenwire.ChatEncoder(coder=coder, keep_padding=True)
    pieces = [encoder.push(source[at : at + 700]) + encoder.flush() for at in range(0, len(source), 700)] + [encoder.end()]
    decoder, events = tokenwire.ChatDecoder(), []
    for piece in pieces:
        events += decoder.push(piece)
    decoder.finish()
    assert b"".join(event.bytes for event in events) == source and decoder.has_ended
    again = tokenwire.ChatDecoder()
    assert b"".join(again.push_bytes(piece) for piece in pieces) == source
    tokenizer = tokenwire.Tokenizer(decoder.encoding)
    for event in events:
        if event.ids and event.source != "exact":
            try:
                assert tokenizer.decode(event.ids) == event.text
            except NotUtf8Error:
                assert event.text  # The other ids of its last character are in another event.


@pytest.mark.parametrize("coder", ["varint", "prefix"])
def test_parts_of_an_unfinished_event_can_be_flushed(coder):
    encoder, decoder = tokenwire.ChatEncoder(coder=coder), tokenwire.ChatDecoder()
    assert encoder.flush_partial() == b""
    for part in (b"data: 1\n", b": ping\n", b"once upon", b" a time"):
        assert encoder.push(part) == b""
        assert decoder.push_bytes(encoder.flush_partial() + encoder.flush()) == part
    encoder.end()
    with pytest.raises(CorruptError):
        encoder.flush_partial()


def test_tokens_repeat_the_last_event_with_other_text():
    first = b'data: {"choices":[{"index":0,"delta":{"content":"Hello"}}]}\n\n'
    encoder, decoder = tokenwire.ChatEncoder("o200k_base"), tokenwire.ChatDecoder()
    events = decoder.push(encoder.push(first) + encoder.tokens([2375]) + encoder.end())
    assert [event.text for event in events] == ["Hello", " world"]
    assert events[1].bytes == first.replace(b"Hello", b" world") and events[1].ids == [2375]
    assert [event.source for event in events] == ["derived", "derived"] and encoder.token_count == 2
    assert events[1].complete and events[1].foreign_ids == []


def test_truncated_and_aborted_chat_streams_raise():
    source = (SSE / "openai-chat.sse").read_bytes()
    encoder = tokenwire.ChatEncoder()
    data = encoder.push(source[: len(source) // 2])
    decoder = tokenwire.ChatDecoder()
    read = decoder.push_bytes(data)
    assert source.startswith(read) and len(read) > 500
    with pytest.raises(CorruptError):
        decoder.finish()
    rest = decoder.push_bytes(encoder.abort())
    assert source.startswith(read + rest)
    with pytest.raises(CorruptError, match="broke off"):
        decoder.finish()
    with pytest.raises(CorruptError):
        tokenwire.ChatDecoder().push(b"data: {}\n\n")
    with pytest.raises(CorruptError):
        encoder.push(b"data: {}\n\n")


def test_changed_chat_streams_raise_errors():
    source = (SSE / "openai-tools.sse").read_bytes()
    encoder = tokenwire.ChatEncoder()
    data = encoder.push(source) + encoder.end()
    errors = 0
    for bit in range(0, 8 * len(data), 7):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        decoder = tokenwire.ChatDecoder()
        try:
            decoder.push(changed)
            decoder.finish()
        except tokenwire.Error:
            errors += 1
    assert errors == len(range(0, 8 * len(data), 7))
