"""The API of tacc 0.1.0: golden vectors, a comparison with the real package, and the differences."""

import json
import pathlib

import pytest
import tokenwire
from tokenwire import tacc
from tokenwire.errors import CorruptError, CountsError

ROOT = pathlib.Path(__file__).parents[3]
VECTORS = ROOT / "tests" / "golden" / "tacc-0.1.0.jsonl"


def vectors():
    return [json.loads(line) for line in VECTORS.read_text().splitlines()]


def test_matches_the_golden_vectors():
    codecs = {name: tacc.Codec(name) for name in tacc.list_available_tokenizers()}
    checked = 0
    for vector in vectors():
        codec, payload, raw = codecs[vector["encoding"]], bytes.fromhex(vector["payload"]), bytes.fromhex(vector["raw"])
        assert codec.encode_token_ids(vector["ids"]) == payload
        assert codec.decode_token_ids(payload) == vector["ids"]
        assert codec.token_id_to_mapped_id(vector["ids"]) == vector["mapped"]
        assert codec.mapped_id_to_token_id(vector["mapped"]) == vector["ids"]
        assert codec.encode_mapped_ids(vector["mapped"]) == payload
        assert codec.decode_mapped_ids(payload) == vector["mapped"]
        assert codec.encode_raw_token_ids(vector["ids"]) == raw
        assert codec.decode_raw_token_ids(raw) == vector["ids"]
        gzipped = codec.encode_token_ids(vector["ids"], gzip=True)
        assert codec.decode_token_ids(gzipped, gzip=True) == vector["ids"]
        checked += 1
    assert checked > 100


def test_the_examples_of_taccs_readme_work():
    codec = tacc.Codec("cl100k_base")
    token_ids = [279, 11, 323, 315, 13]
    payload = codec.encode_token_ids(token_ids)
    assert codec.decode_token_ids(payload) == token_ids
    gzipped = codec.encode_token_ids(token_ids, gzip=True)
    assert codec.decode_token_ids(gzipped, gzip=True) == token_ids
    tokens = [" the", " quick", " brown", " fox"]
    assert codec.decode_tokens(codec.encode_tokens(tokens, gzip=True), gzip=True) == tokens
    assert codec.tokenizer_name == "cl100k_base"
    payload = tacc.compress_token_ids(token_ids, tokenizer="cl100k_base", gzip=True)
    assert tacc.decompress_token_ids(payload, tokenizer="cl100k_base", gzip=True) == token_ids
    assert tacc.list_available_tokenizers() == sorted(tokenwire.encodings())


def test_accepts_iterables_and_bytes_like_objects():
    codec = tacc.Codec("gpt2")
    payload = codec.encode_token_ids(iter([1, 2]))
    assert payload == codec.encode_token_ids((1, 2)) == codec.encode_token_ids(range(1, 3))
    for other in (bytearray(payload), memoryview(payload), list(payload)):
        assert codec.decode_token_ids(other) == [1, 2]


def test_decode_mapped_ids_reads_raw_ids_like_tacc():
    codec = tacc.Codec("gpt2")
    for ids in ([50_000], [50_256, 0, 1], [3]):
        assert codec.decode_mapped_ids(codec.encode_raw_token_ids(ids, gzip=True), gzip=True) == ids


def test_other_arrays_are_converted_to_lists():
    numpy = pytest.importorskip("numpy", reason="needs NumPy")
    codec, ids = tacc.Codec("gpt2"), numpy.arange(10)
    expected = codec.encode_token_ids([0, 2, 4, 6, 8])
    for given in (ids[::2], ids[::2].astype("u1"), ids[::2].astype(">u4"), ids[::2].astype("i2"), bytes([0, 2, 4, 6, 8])):
        assert codec.encode_token_ids(given) == expected


@pytest.mark.parametrize("name", ["cl100k_base", "r50k_base"])
def test_every_token_has_a_distinct_string(name):
    tokenizer, codec = tokenwire.Tokenizer(name), tacc.Codec(name)
    ids = [id for id in range(tokenizer.size) if tokenizer.token(id) is not None]
    tokens = codec.decode_tokens(codec.encode_token_ids(ids))
    assert len(set(tokens)) == len(ids) > 50_000
    assert codec.decode_token_ids(codec.encode_tokens(tokens)) == ids
    assert "\udcff" in tokens


def test_unknown_ids_raise_key_error():
    codec = tacc.Codec("cl100k_base")
    mapped = codec.encode_token_ids([0])[:1] + bytes.fromhex("1580897a00")
    for call in (
        lambda: codec.encode_token_ids([1, 999_999_999]),
        lambda: codec.encode_token_ids([1, -1]),
        lambda: codec.encode_token_ids([1, 2**40]),
        lambda: codec.encode_raw_token_ids([1, 999_999]),
        lambda: codec.encode_tokens([" the", "no such token"]),
        lambda: codec.token_id_to_mapped_id([0, 999_999_999]),
        lambda: codec.mapped_id_to_token_id([0, 999_999_999]),
    ):
        with pytest.raises(KeyError) as raised:
            call()
        assert isinstance(raised.value, tokenwire.Error) and raised.value.position == 1
        assert not str(raised.value).startswith('"')
    with pytest.raises(KeyError):
        codec.decode_token_ids(mapped)


@pytest.mark.parametrize("bad", [None, 3, [None], ["a"], [1.0], [True]])
def test_invalid_ids_raise_type_error(bad):
    with pytest.raises(TypeError):
        tacc.Codec("gpt2").encode_token_ids(bad)


def test_invalid_payloads_are_rejected():
    codec = tacc.Codec("gpt2")
    payload = codec.encode_token_ids([1, 2, 3])
    for bad in (b"", b"abc", payload[:-1], payload + b"\0", codec.encode_token_ids([1], gzip=True)):
        with pytest.raises(CorruptError):
            codec.decode_token_ids(bad)
    with pytest.raises(CorruptError):
        codec.decode_token_ids(payload, gzip=True)
    for bad in ("abc", None, 3):
        with pytest.raises(TypeError):
            codec.decode_token_ids(bad)


def test_an_unknown_tokenizer_lists_the_known_ones():
    with pytest.raises(Exception, match="cl100k_base, gpt2"):
        tacc.compress_token_ids([1], tokenizer="cl100k")


def test_a_counts_file_is_a_mapping(tmp_path):
    path = tmp_path / "counts.tsv"
    path.write_text("# mine: vocabulary size 50257; ids not listed have count 0\n7\t9\n")
    codec = tacc.Codec("gpt2", mapping_path=path)
    assert codec.token_id_to_mapped_id([7, 0]) == [0, 1]
    assert codec.decode_token_ids(codec.encode_token_ids([7, 0])) == [7, 0]
    assert codec.decode_tokens(codec.encode_tokens([" the"])) == [" the"]
    payload = tacc.compress_token_ids([7], tokenizer="gpt2", mapping_path=str(path))
    assert payload == bytes.fromhex("19150000")
    assert tacc.decompress_token_ids(payload, tokenizer="gpt2", mapping_path=path) == [7]


def test_reads_a_mapping_in_taccs_format(tmp_path):
    published = tacc.Codec("gpt2")
    ids = list(range(50257))
    mapped = published.token_id_to_mapped_id(ids)
    path = tmp_path / "gpt2.jsonl"
    path.write_text("".join(json.dumps({"token": "", "token_id": i, "mapped_id": m}) + "\n" for i, m in zip(ids, mapped)))
    assert tacc.Codec("gpt2", mapping_path=path).token_id_to_mapped_id(ids) == mapped


@pytest.mark.parametrize(
    "lines", ['{"token_id": 1}\n', '{"token_id": 0, "mapped_id": 5}\n', "{}\n", '{"token_id": "x", "mapped_id": 0}\n', "{\n"]
)
def test_invalid_mappings_are_rejected(tmp_path, lines):
    path = tmp_path / "bad.jsonl"
    path.write_text(lines)
    with pytest.raises(CountsError):
        tacc.Codec("gpt2", mapping_path=path)
    with pytest.raises(FileNotFoundError):
        tacc.Codec("gpt2", mapping_path=tmp_path / "none")


def test_agrees_with_the_real_tacc():
    real = pytest.importorskip("tacc", reason="needs tacc 0.1.0")
    texts = [json.loads(line)["text"] for line in (ROOT / "examples/data/completions.jsonl").read_text().splitlines()]
    for name in tacc.list_available_tokenizers():
        theirs, ours, tokenizer = real.Codec(name), tacc.Codec(name), tokenwire.Tokenizer(name)
        for text in texts:
            ids = tokenizer.encode(text)
            assert ours.encode_token_ids(ids) == theirs.encode_token_ids(ids)
            assert ours.decode_token_ids(theirs.encode_token_ids(ids, gzip=True), gzip=True) == ids
            assert theirs.decode_token_ids(ours.encode_token_ids(ids, gzip=True), gzip=True) == ids
            assert ours.token_id_to_mapped_id(ids) == theirs.token_id_to_mapped_id(ids)
            assert ours.encode_raw_token_ids(ids) == theirs.encode_raw_token_ids(ids)
