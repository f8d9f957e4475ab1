"""`Codec`, `Table` and `Tokenizer`: arguments, results and errors."""

import array
import enum
import json
import pickle

import pytest
import tokenwire
from conftest import ROOT
from tokenwire.errors import CorruptError, CountsError, LimitError, NotUtf8Error, UnknownIdError, UnknownNameError, UnknownTokenError

CODEC = tokenwire.Codec("o200k_base")
IDS = [13225, 2375, 0]
PAYLOAD = bytes.fromhex("1935aa9001d004e50500")
OWN = b"# own: vocabulary size 300; ids not listed have count 1\n7\t9\n"


class Seven(enum.IntEnum):
    seven = 7


class Index:
    def __index__(self):
        return 7


def test_matches_the_golden_payload():
    assert CODEC.encode(IDS) == PAYLOAD
    assert CODEC.decode(PAYLOAD) == IDS
    assert CODEC.encode_text("Hello world!") == PAYLOAD
    assert CODEC.decode_text(PAYLOAD) == "Hello world!"
    assert CODEC.encode_tokens(["Hello", b" world", "!"]) == PAYLOAD
    assert CODEC.decode_tokens(PAYLOAD) == [b"Hello", b" world", b"!"]


@pytest.mark.parametrize("kind", [list, tuple] + [lambda ids, code=code: array.array(code, ids) for code in "HiIlLqQ"])
def test_every_container_of_ids_is_accepted(kind):
    assert CODEC.encode(kind(IDS)) == PAYLOAD
    assert CODEC.encode(kind([])) == CODEC.encode([])
    if not isinstance(kind([]), (list, tuple)):
        assert CODEC.encode(memoryview(kind(IDS))) == PAYLOAD


def test_objects_with_index_are_accepted_as_ids():
    assert CODEC.encode([Seven.seven, Index(), 7]) == CODEC.encode([7, 7, 7])


@pytest.mark.parametrize("dtype", ["u4", "i4", "i8", "u8", "u2"])
def test_numpy_arrays_round_trip(dtype):
    numpy = pytest.importorskip("numpy", reason="needs NumPy")
    ids = numpy.array([0, 1, 65535, 11], dtype=dtype)
    decoded = CODEC.decode(CODEC.encode(ids), out="numpy")
    assert decoded.dtype == numpy.uint32 and decoded.tolist() == ids.tolist() and decoded.flags.writeable
    assert CODEC.encode(ids) == CODEC.encode(ids.tolist())
    assert CODEC.decode(CODEC.encode([]), out="numpy").tolist() == []
    assert CODEC.encode([numpy.int64(5), numpy.uint32(6)]) == CODEC.encode([5, 6])


def test_invalid_numpy_arrays_are_rejected():
    numpy = pytest.importorskip("numpy", reason="needs NumPy")
    for bad, error, words in [
        (numpy.array([1.5]), TypeError, "format"),
        (numpy.array([True]), TypeError, "format"),
        (numpy.array([1], dtype="u1"), TypeError, "format"),
        (numpy.array([1], dtype=">i4"), TypeError, "byte order"),
        (numpy.array(["a"]), TypeError, "integers|format"),
        (numpy.array([None]), TypeError, "integers|format"),
        (numpy.arange(10)[::2], ValueError, "contiguous"),
        (numpy.arange(10)[::-1], ValueError, "contiguous"),
        (numpy.zeros((2, 2), "u4"), ValueError, "one dimension"),
        (numpy.array(5), TypeError, "a list, a tuple, an array"),
        (numpy.array([3, -1]), UnknownIdError, "-1 at position 1"),
        (numpy.array([3, 2**40]), UnknownIdError, "position 1"),
        ([numpy.bool_(True)], TypeError, "position 0"),
        ([1, numpy.float32(1)], TypeError, "position 1"),
    ]:
        with pytest.raises(error, match=words):
            CODEC.encode(bad)


@pytest.mark.parametrize(
    ("bad", "error", "words"),
    [
        ([1, -1], UnknownIdError, "-1 at position 1"),
        ([1, 2**32], UnknownIdError, "4294967296 at position 1"),
        ([1, 2**80], UnknownIdError, "position 1"),
        ([1, 200_019], UnknownIdError, "200019 at position 1 is not in the vocabulary of 200019"),
        ([1, True], TypeError, "expected an int at position 1, not bool"),
        ([1, 1.0], TypeError, "expected an int at position 1, not float"),
        ([1, None], TypeError, "position 1"),
        ([1, "2"], TypeError, "position 1"),
        (None, TypeError, "NoneType"),
        (7, TypeError, "int"),
        ("12", TypeError, "str"),
        (b"12", TypeError, "format"),
        ({1, 2}, TypeError, "set"),
        ((id for id in IDS), TypeError, "generator.*list"),
        (array.array("d", [1.0]), TypeError, "format"),
        (array.array("b", [1]), TypeError, "format"),
        (memoryview(array.array("I", range(10)))[::2], ValueError, "contiguous"),
    ],
)
def test_invalid_ids_are_rejected(bad, error, words):
    for call in (CODEC.encode, CODEC.encode_raw, tokenwire.DocumentWriter("o200k_base").encode, tokenwire.StreamEncoder("o200k_base").push):
        with pytest.raises(error, match=words) as raised:
            call(bad)
        if isinstance(raised.value, UnknownIdError):
            assert raised.value.position == 1


def test_lookups_accept_any_int():
    table, tokenizer = tokenwire.Table.chat_2026("gpt2"), tokenwire.Tokenizer("gpt2")
    for far in (-1, 2**31, 2**33, 2**80):
        assert [table.rank(far), table.id(far), table.weight(far), tokenizer.token(far)] == [None] * 4
        assert CODEC.mapped_id(far) is None
    assert [CODEC.token_id(far) for far in (-(2**31), 2**31 - 1, 2**33, -(2**80))] == [None] * 4
    for bad in (True, 1.0, "1", None):
        with pytest.raises(TypeError, match="expected an int"):
            table.rank(bad)


def test_exceptions_while_reading_ids_propagate():
    class Interrupts:
        def __index__(self):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        CODEC.encode([1, Interrupts()])
    with pytest.raises(UnknownIdError, match="thousands of digits at position 1"):
        CODEC.encode([1, 10**5000])
    released = memoryview(PAYLOAD)
    released.release()
    with pytest.raises(ValueError, match="released"):
        CODEC.decode(released)


def test_empty_buffers_of_other_element_types_are_rejected():
    for bad in (b"", array.array("d"), array.array("b")):
        with pytest.raises(TypeError, match="format"):
            CODEC.encode(bad)


def test_a_list_may_change_while_it_is_read():
    ids = [1, 2, 3]

    class Clears:
        def __index__(self):
            ids.clear()
            return 5

    ids[0] = Clears()
    assert CODEC.decode(CODEC.encode(ids)) == [5, 2, 3] and ids == []


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_every_bytes_like_type_is_accepted(kind):
    assert CODEC.decode(kind(PAYLOAD)) == IDS


@pytest.mark.parametrize("bad", ["text", None, 3, [1], 1.5, array.array("I", [1]), memoryview(bytes(20))[::2]])
def test_invalid_bytes_are_rejected(bad):
    for call in (CODEC.decode, CODEC.decode_text, CODEC.decode_mapped, CODEC.decode_raw, tokenwire.Document, tokenwire.form_of):
        with pytest.raises((TypeError, ValueError), match="bytes"):
            call(bad)


def test_every_truncation_reports_its_offset():
    for end in range(len(PAYLOAD)):
        with pytest.raises(CorruptError) as raised:
            CODEC.decode(PAYLOAD[:end])
        assert raised.value.offset == end


def test_gzip_payloads_round_trip_within_the_limit():
    codec = tokenwire.Codec("o200k_base", gzip=True)
    payload = codec.encode(IDS * 100)
    assert tokenwire.form_of(payload) == "gzip-payload" and codec.decode(payload) == CODEC.decode(payload) == IDS * 100
    with pytest.raises(LimitError):
        tokenwire.Codec("o200k_base", max_size=10).decode(payload)
    with pytest.raises(CorruptError) as raised:
        codec.decode(payload[:-1])
    assert raised.value.offset == len(payload) - 1


def test_text_round_trips(texts, encoding):
    codec, tokenizer = tokenwire.Codec(encoding), tokenwire.Tokenizer(encoding)
    for text in texts:
        assert codec.decode_text(codec.encode_text(text)) == text
        assert tokenizer.decode(tokenizer.encode(text)) == text
        assert codec.decode(codec.encode_text(text)) == tokenizer.encode(text)


def test_bytes_that_are_not_utf8_decode_only_to_bytes():
    for data in (b"\xff\xfe", b"ok \xe2\x82", bytes(range(256))):
        payload = CODEC.encode_text(data)
        assert CODEC.decode_bytes(payload) == data
        with pytest.raises(NotUtf8Error) as raised:
            CODEC.decode_text(payload)
        assert raised.value.offset == data.index(next(byte for byte in data if byte > 127))


def test_token_ids_match_tiktoken():
    golden = {entry["name"]: entry for entry in map(json.loads, (ROOT / "tests/golden/tiktoken-0.14.0.jsonl").read_text().splitlines())}
    samples = map(json.loads, (ROOT / "examples/data/completions.jsonl").read_text(encoding="utf-8").splitlines())
    for sample in samples:
        for name in ("cl100k_base", "o200k_base", "p50k_base", "r50k_base"):
            assert tokenwire.Tokenizer(name).encode(sample["text"]) == golden[sample["name"]][name]


def test_special_tokens_are_encoded_only_on_request():
    tokenizer = tokenwire.Tokenizer("o200k_base")
    assert tokenizer.encode("<|endoftext|>", special_tokens=True) == [199999] == [tokenizer.id("<|endoftext|>")]
    assert len(tokenizer.encode("<|endoftext|>")) > 1
    assert tokenizer.token(199999) == b"<|endoftext|>" and tokenizer.token(199997) in (None, tokenizer.token(199997))
    assert CODEC.decode(CODEC.encode_text("<|endoftext|>", special_tokens=True)) == [199999]
    with pytest.raises(UnknownTokenError) as raised:
        CODEC.encode_tokens(["Hello", "<|endoftext|>"])
    assert raised.value.position == 1


def test_mapped_and_raw_ids_round_trip():
    mapped = CODEC.decode_mapped(PAYLOAD)
    assert [CODEC.mapped_id(id) for id in IDS] == mapped and [CODEC.token_id(number) for number in mapped] == IDS
    assert CODEC.encode_mapped(mapped) == CODEC.encode_mapped(array.array("i", mapped)) == PAYLOAD
    assert CODEC.decode_raw(CODEC.encode_raw(IDS)) == IDS
    assert CODEC.mapped_id(200_019) is None and CODEC.token_id(2**31 - 1) is None
    for bad in ([0, 2**31], [0, -(2**31) - 1], [0, 10**6]):
        with pytest.raises(UnknownIdError) as raised:
            CODEC.encode_mapped(bad)
        assert raised.value.position == 1


def test_an_unknown_name_lists_the_known_names():
    for call in (tokenwire.Codec, tokenwire.Tokenizer, tokenwire.DocumentWriter, tokenwire.Table.chat_2026, tokenwire.ChatEncoder):
        with pytest.raises(UnknownNameError, match="known: .*o200k_base"):
            call("o200kbase")
    with pytest.raises(UnknownNameError):
        tokenwire.encoding_for_model("no-such-model")
    assert tokenwire.encoding_for_model("gpt-4o") == "o200k_base"
    with pytest.raises(TypeError, match="encoding"):
        tokenwire.Codec()
    with pytest.raises(ValueError, match="list.*numpy"):
        CODEC.decode(PAYLOAD, out="array")
    with pytest.raises(UnknownNameError, match="known: stable"):
        tokenwire.DocumentWriter("gpt2", coder="auto")
    with pytest.raises(UnknownNameError, match="known: varint"):
        tokenwire.StreamEncoder("gpt2", coder="gzip")


def test_tables_look_up_ranks_ids_and_weights():
    table = tokenwire.Table.from_counts(OWN)
    assert (len(table), table.size, table.rank(7), table.id(0), table.weight(0), table.weight(1)) == (300, 300, 0, 7, 9, 1)
    assert table.rank(300) is None and table.id(300) is None and table.weight(300) is None
    codec = tokenwire.Codec(table=table)
    assert codec.decode(codec.encode([7, 299])) == [7, 299] and codec.encode([7]) == bytes.fromhex("19150000")
    with pytest.raises(tokenwire.Error):
        codec.decode_text(codec.encode([7]))
    assert tokenwire.Table.tacc_0_1_0("gpt2").name == "tacc-0.1.0/r50k"
    assert (table.encoding, table.number, tokenwire.Table.from_counts(OWN, "gpt2").encoding) == (None, None, "gpt2")
    registered = tokenwire.Table.registered()
    assert [each.number for each in registered] == list(range(1, len(registered) + 1))
    assert tokenwire.Table.chat_2026("o200k_base") in registered
    with pytest.raises(TypeError, match="not both"):
        tokenwire.Codec("gpt2", table=table)
    with pytest.raises(CountsError) as raised:
        tokenwire.Table.from_counts(OWN + b"what\n")
    assert raised.value.line == 3


def test_fingerprints_match_the_published_ones():
    for line in (ROOT / "tests/golden/v1/fingerprints.tsv").read_text().splitlines():
        release, encoding, fingerprint = line.split("\t")
        make = {"chat-2026": tokenwire.Table.chat_2026, "tacc-0.1.0": tokenwire.Table.tacc_0_1_0}[release]
        assert make(encoding).fingerprint == fingerprint


def test_pickles_round_trip():
    own = tokenwire.Table.from_counts(OWN)
    own_gpt2 = tokenwire.Table.from_counts(OWN, "gpt2")
    assert own_gpt2 != own
    for table in (own, own_gpt2, *tokenwire.Table.registered(), tokenwire.Table.chat_2026("gpt2")):
        assert pickle.loads(pickle.dumps(table)) == table and hash(table) == hash(pickle.loads(pickle.dumps(table)))
        codec = pickle.loads(pickle.dumps(tokenwire.Codec(table=table, gzip=True)))
        assert codec.gzip and codec.decode(codec.encode([7])) == [7]
    writer = pickle.loads(pickle.dumps(tokenwire.DocumentWriter(coder="thrift", table=own_gpt2)))
    assert repr(writer) == "<tokenwire.DocumentWriter gpt2, custom, thrift>"
    assert tokenwire.Document(writer.encode([7]), table=own).coder == "thrift"
    assert pickle.loads(pickle.dumps(CODEC)).encode(IDS) == PAYLOAD
    assert pickle.loads(pickle.dumps(tokenwire.Tokenizer("gpt2"))).encoding == "gpt2"
    error = pickle.loads(pickle.dumps(UnknownIdError("words", position=4)))
    assert (str(error), error.position) == ("words", 4)


def test_all_errors_are_subclasses_of_error():
    classes = [value for value in vars(tokenwire.errors).values() if isinstance(value, type)]
    assert len(classes) > 8 and all(issubclass(each, tokenwire.Error) for each in classes)
    assert issubclass(tokenwire.Error, ValueError)


def test_payloads_fit_into_max_encoded_len():
    for ids in ([], IDS, [199999] * 1000):
        for gzip in (False, True):
            codec = tokenwire.Codec("o200k_base", gzip=gzip)
            assert len(codec.encode(ids)) <= codec.max_encoded_len(len(ids))
