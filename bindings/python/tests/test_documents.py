"""Documents: golden files, every coder, damaged input."""

import json

import pytest
import tokenwire
from conftest import ROOT
from tokenwire.errors import ChecksumError, CorruptError, Error, LimitError, NotUtf8Error, UnsupportedError, WrongTableError

CODERS = ["stable", "smallest", *tokenwire.coders()]
COUNTS = (ROOT / "tests/golden/v1/own.tsv").read_bytes()
OWN, OWN_GPT2 = tokenwire.Table.from_counts(COUNTS), tokenwire.Table.from_counts(COUNTS, "gpt2")


def test_golden_documents_decode():
    checked = 0
    for entry in map(json.loads, (ROOT / "tests/golden/v1/documents.jsonl").read_text().splitlines()):
        own = OWN if entry["table"] == "own.tsv" else None
        document = tokenwire.Document(bytes.fromhex(entry["document"]), table=own)
        assert document.coder == entry["coder"]
        if "ids" in entry:
            assert document.decode() == entry["ids"]
        else:
            assert document.decode_text() == entry["text"]
        checked += 1
    assert checked == 352


@pytest.mark.parametrize("coder", CODERS)
def test_texts_and_ids_round_trip(coder, texts):
    writer, tokenizer = tokenwire.DocumentWriter("o200k_base", coder=coder), tokenwire.Tokenizer("o200k_base")
    for text in texts:
        document = tokenwire.Document(writer.encode_text(text))
        assert document.decode_text() == text and document.decode() == tokenizer.encode(text)
        ids = tokenwire.Document(writer.encode(tokenizer.encode(text)))
        assert ids.decode_text() == text and ids.decode() == tokenizer.encode(text)
        assert len(ids) <= writer.max_encoded_len(len(ids.decode()))
        assert ids.encoding == document.encoding == "o200k_base"
    if coder not in ("stable", "smallest"):
        assert document.coder == coder


def test_smallest_is_the_smallest(texts):
    for text in texts:
        sizes = {coder: len(tokenwire.DocumentWriter("o200k_base", coder=coder).encode_text(text)) for coder in CODERS}
        assert sizes["smallest"] == min(sizes.values()) <= sizes["stable"] <= len(text.encode("utf-8", "surrogatepass")) + 6


@pytest.mark.parametrize("coder", CODERS)
def test_every_flipped_bit_is_detected(coder):
    data = tokenwire.DocumentWriter("o200k_base", coder=coder).encode_text("Every flipped bit is found, wherever it is. " * 2)
    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Error):
            tokenwire.Document(changed).decode_text()


@pytest.mark.parametrize("coder", CODERS)
def test_every_truncation_is_detected(coder):
    data = tokenwire.DocumentWriter("gpt2", coder=coder).encode_text("Every cut is found.")
    for end in range(len(data)):
        with pytest.raises(CorruptError):
            tokenwire.Document(data[:end])
    with pytest.raises(ChecksumError):
        tokenwire.Document(data + b"\0")


def test_properties_describe_the_document():
    document = tokenwire.Document(bytes.fromhex("8902b36a1c9fb35dbe"))
    assert (document.coder, document.encoding, document.table.name, document.checksum) == ("prefix", "o200k_base", "chat-2026/o200k", "CRC-16")
    assert (document.stores_text, document.body_len, len(document)) == (False, 5, 9)
    assert bytes(document).hex() == "8902b36a1c9fb35dbe" and document.decode_text() == "Hello world!"


def test_a_custom_table_is_needed_to_decode():
    data = tokenwire.DocumentWriter(table=OWN).encode([1, 299])
    assert tokenwire.Document(data, table=OWN).decode() == [1, 299] and tokenwire.Document(data, table=OWN).table == OWN
    with pytest.raises(WrongTableError, match="pass that table"):
        tokenwire.Document(data)
    with pytest.raises(WrongTableError):
        tokenwire.Document(data, table=tokenwire.Table.chat_2026("gpt2"))
    with pytest.raises(WrongTableError):
        tokenwire.Document(data, table=OWN).decode_text()
    assert tokenwire.Document(data, table=OWN_GPT2).decode_text() == tokenwire.Tokenizer("gpt2").decode([1, 299])


def test_max_size_limits_encoding_and_decoding():
    with pytest.raises(LimitError):
        tokenwire.DocumentWriter("gpt2", max_size=4).encode_text("Hello")
    data = tokenwire.DocumentWriter("gpt2").encode_text("Hello world, hello world")
    with pytest.raises(LimitError):
        tokenwire.Document(data, max_size=4).decode_text()


def test_later_versions_are_unsupported():
    with pytest.raises(UnsupportedError, match="newer"):
        tokenwire.Document(bytes.fromhex("a1020000"))
    with pytest.raises(CorruptError) as raised:
        tokenwire.Document(b"text")
    assert raised.value.offset == 0


def test_an_incomplete_character_decodes_only_to_bytes():
    document = tokenwire.Document(tokenwire.DocumentWriter("o200k_base").encode([4103]))
    with pytest.raises(NotUtf8Error) as raised:
        document.decode_text()
    assert raised.value.offset == 0 and document.decode_bytes() == b"\xf0\x9f"
