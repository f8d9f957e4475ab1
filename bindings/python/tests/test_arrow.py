"""Arrow columns: the same results as single calls."""

import collections
import pickle
import random
import threading

import pytest
import tokenwire
from tokenwire import Codec, Document, DocumentWriter, Table, Tokenizer, errors

pa = pytest.importorskip("pyarrow", reason="tokenwire.arrow needs pyarrow: pip install 'tokenwire[arrow]'")
from tokenwire import arrow  # noqa: E402

U32 = pa.uint32()
TEXTS = ["Hello world!", "", "naïve – café, 東京, 🙂", "<|endoftext|>", "def f(x):\n    return x\n" * 20]


def some_rows(count=60, size=200_000, nulls=True, seed=1):
    rng = random.Random(seed)
    row = lambda: [int(size * rng.random() ** 4) for _ in range(rng.choice([0, 1, 7, 300]))]  # noqa: E731
    return [None if nulls and rng.random() < 0.2 else row() for _ in range(count)]


def of_ids(rows, kind=None):
    return pa.array(rows, kind or pa.list_(U32))


def each(function, rows):
    """Applies the function to all rows that are not null."""
    return [None if row is None else function(row) for row in rows]


@pytest.mark.parametrize("coder", ["stable", "stored", "thrift", "gzip", "prefix"])
@pytest.mark.parametrize("encoding", ["o200k_base", "cl100k_base"])
def test_documents_match_single_calls(encoding, coder):
    rows = some_rows(size=Tokenizer(encoding).size)
    documents = arrow.encode_array(of_ids(rows), encoding, coder=coder)
    assert documents.type == pa.binary()
    assert documents.to_pylist() == each(DocumentWriter(encoding, coder=coder).encode, rows)
    decoded = arrow.decode_array(documents)
    decoded.validate(full=True)
    assert decoded.equals(of_ids(rows))


@pytest.mark.parametrize("gzip", [False, True])
def test_payloads_match_single_calls(gzip):
    rows = some_rows(size=100_000)
    payloads = arrow.encode_array(of_ids(rows), "cl100k_base", form="payload", gzip=gzip)
    assert payloads.to_pylist() == each(Codec("cl100k_base", gzip=gzip).encode, rows)
    assert arrow.decode_array(payloads, "cl100k_base", form="payload").to_pylist() == rows


def test_the_default_encoding_is_o200k_base():
    rows = some_rows(size=50_000)
    assert arrow.encode_array(of_ids(rows)).to_pylist() == each(DocumentWriter("o200k_base").encode, rows)
    own = arrow.count_array(of_ids(rows), size=50_000)
    table = Table.from_counts(own.to_file())
    documents = arrow.encode_array(of_ids(rows), table=table)
    assert documents.to_pylist() == each(DocumentWriter(table=table).encode, rows)
    assert arrow.decode_array(documents, table=table).to_pylist() == rows
    with pytest.raises(errors.WrongTableError, match="row 0: "):
        arrow.decode_array(documents.drop_null())


@pytest.mark.parametrize("item", [pa.uint32(), pa.int32(), pa.int64(), pa.uint16()])
def test_all_integer_types_encode_equally(item):
    rows = some_rows(size=60_000)
    documents = arrow.encode_array(of_ids(rows, pa.list_(item)))
    assert documents.equals(arrow.encode_array(of_ids(rows)))


def test_large_lists_become_large_binary_and_round_trip():
    rows = some_rows()
    documents = arrow.encode_array(of_ids(rows, pa.large_list(U32)))
    assert documents.type == pa.large_binary()
    assert documents.to_pylist() == arrow.encode_array(of_ids(rows)).to_pylist()
    assert arrow.decode_array(documents).equals(of_ids(rows, pa.large_list(U32)))


@pytest.mark.parametrize("size", [0, 3])
def test_fixed_size_lists_round_trip(size):
    rows = [[5] * size, None, list(range(size)), [199_997] * size]
    whole = of_ids(rows, pa.list_(U32, size))
    for array in (whole, whole.slice(1), whole.slice(2, 1)):
        documents = arrow.encode_array(array)
        assert arrow.decode_array(documents).to_pylist() == array.to_pylist()


def test_slices_encode_and_decode_like_whole_arrays():
    rows = some_rows()
    array = of_ids(rows)
    documents = arrow.encode_array(array)
    for start, length in [(0, 5), (7, 20), (59, 1), (60, 0), (13, 47)]:
        assert arrow.encode_array(array.slice(start, length)).equals(documents.slice(start, length))
        assert arrow.decode_array(documents.slice(start, length)).equals(array.slice(start, length))
        part = arrow.count_array(array.slice(start, length))
        assert part == arrow.count_array(of_ids(rows[start : start + length]))


def test_lists_over_sliced_values_round_trip():
    values = pa.array([None, 1, 2, 3, 4, 5, None], U32).slice(1, 5)
    lists = pa.ListArray.from_arrays(pa.array([1, 3, 3, 5], pa.int32()), values)
    assert arrow.decode_array(arrow.encode_array(lists)).to_pylist() == [[2, 3], [], [4, 5]]


def test_chunks_are_kept_and_encode_like_one_array():
    rows = some_rows()
    chunked = pa.chunked_array([of_ids(rows[:7]), of_ids([]), of_ids(rows[7:])])
    documents = arrow.encode_array(chunked)
    assert isinstance(documents, pa.ChunkedArray) and documents.num_chunks == 3
    assert documents.to_pylist() == arrow.encode_array(of_ids(rows)).to_pylist()
    decoded = arrow.decode_array(documents.slice(3, 30))
    assert isinstance(decoded, pa.ChunkedArray) and decoded.to_pylist() == rows[3:33]
    assert arrow.count_array(chunked) == arrow.count_array(of_ids(rows))


def test_empty_columns_and_nulls_round_trip():
    for empty in (of_ids([]), pa.chunked_array([], pa.list_(U32))):
        documents = arrow.encode_array(empty)
        assert len(documents) == 0 and documents.type == pa.binary()
        assert arrow.decode_array(documents).type == pa.list_(U32)
        assert arrow.count_array(empty) == arrow.Counts.empty()
    nulls = of_ids([None, None])
    assert arrow.decode_array(arrow.encode_array(nulls)).equals(nulls)
    assert arrow.count_array(nulls).messages == 0
    bare = pa.ListArray.from_arrays(pa.array([0, 0, 0], pa.int32()), pa.array([], U32))
    assert arrow.decode_array(arrow.encode_array(bare)).equals(bare)


def test_any_object_with_the_c_data_interface_is_accepted():
    class Foreign:
        def __init__(self, array):
            self.array = array

        def __arrow_c_array__(self, requested_schema=None):
            return self.array.__arrow_c_array__(requested_schema)

    class Stream:
        def __init__(self, chunked):
            self.chunked = chunked

        def __arrow_c_stream__(self, requested_schema=None):
            return self.chunked.__arrow_c_stream__(requested_schema)

    array = of_ids(some_rows())
    assert arrow.encode_array(Foreign(array)).equals(arrow.encode_array(array))
    stream = Stream(pa.chunked_array([array, array]))
    assert arrow.encode_array(stream).num_chunks == 2


def test_an_unknown_id_reports_its_row_and_position():
    rows = [[1], None, [2, 3, 200_019]]
    for kind in (pa.list_(U32), pa.list_(pa.int64()), pa.large_list(pa.int32())):
        with pytest.raises(errors.UnknownIdError, match=r"row 2: token id 200019 at position 2") as caught:
            arrow.encode_array(of_ids(rows, kind))
        assert (caught.value.row, caught.value.position) == (2, 2)
    with pytest.raises(errors.UnknownIdError) as caught:
        arrow.count_array(pa.chunked_array([of_ids([[1]]), of_ids(rows)]))
    assert (caught.value.row, caught.value.position) == (3, 2)
    for wide, kind in ((-1, pa.int32()), (-(2**63), pa.int64()), (2**32, pa.int64())):
        with pytest.raises(errors.UnknownIdError, match=f"row 1: token id {wide} at position 1 "):
            arrow.encode_array(of_ids([[0], [0, wide]], pa.list_(kind)))


def test_nulls_inside_lists_are_rejected():
    rows = of_ids([[1, 2], [3, None]])
    for function in (arrow.encode_array, arrow.count_array):
        with pytest.raises(errors.UnknownIdError, match="row 1: null at position 1") as caught:
            function(rows)
        assert (caught.value.row, caught.value.position) == (1, 1)
    assert arrow.encode_array(rows.slice(0, 1)).null_count == 0


def test_values_of_a_null_row_are_ignored():
    lists = pa.ListArray.from_arrays(
        pa.array([0, 2, 4], pa.int32()), pa.array([1, 2, None, 2**32 - 1], U32), mask=pa.array([False, True])
    )
    assert arrow.decode_array(arrow.encode_array(lists)).to_pylist() == [[1, 2], None]
    assert arrow.count_array(lists).tokens == 2


def error_of_one(function, item):
    try:
        function(item)
    except errors.Error as error:
        return type(error), error.offset, error.position
    return None


def error_of_column(function, items):
    try:
        function(items)
    except errors.Error as error:
        return type(error), error.offset, error.position, error.row
    return None


@pytest.mark.parametrize("coder", ["stored", "thrift", "gzip", "prefix"])
def test_a_damaged_document_reports_its_row(coder):
    good = DocumentWriter("o200k_base", coder=coder).encode(list(range(50)))
    bad = [good[:cut] for cut in range(len(good))]
    bad += [good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :] for at in range(len(good))]
    for item in bad:
        expected = error_of_one(lambda item: Document(item).decode(), item)
        assert expected is not None
        assert error_of_column(arrow.decode_array, pa.array([good, None, item, good])) == (*expected, 2)


def test_a_damaged_payload_reports_its_row():
    codec = Codec("cl100k_base")
    good = codec.encode([1, 200, 30_000])
    checked = 0
    for bad in [good[:cut] for cut in range(len(good))] + [bytes(8), b"\xff" * 9, good + b"\0"]:
        expected = error_of_one(codec.decode, bad)
        decode = lambda items: arrow.decode_array(items, "cl100k_base", form="payload")  # noqa: E731
        assert error_of_column(decode, pa.array([good, good, bad])) == (*expected, 2)
        checked += 1
    assert checked > 5


@pytest.mark.parametrize(
    ("function", "given", "expected"),
    [
        (arrow.encode_array, [[1, 2]], "expected a pyarrow Array or ChunkedArray, not list"),
        (arrow.encode_array, pa.array([1, 2], U32), "expected a list, large_list or .*, not uint32"),
        (arrow.encode_array, pa.array([[1.0]]), r"not list<(item|element): double>"),
        (arrow.encode_array, pa.array([[[1]]]), "expected a list"),
        (arrow.encode_array, pa.array([None]), "not null"),
        (arrow.encode_array, pa.array([[1]], pa.list_(pa.uint64())), "uint32, int32, int64 or uint16, not"),
        (arrow.count_array, pa.array(["text"]), "expected a list.*not string"),
        (arrow.decode_array, pa.array(["text"]), "expected binary or large_binary, not string"),
        (arrow.decode_array, of_ids([[1]]), "expected binary or large_binary, not list"),
        (arrow.encode_text_array, pa.array([b"text"]), "expected string or large_string, not binary"),
        (arrow.tokenize_array, of_ids([[1]]), "expected string or large_string, not list"),
    ],
)
def test_wrong_types_raise_type_error(function, given, expected):
    with pytest.raises(TypeError, match=expected):
        function(given)


@pytest.mark.parametrize(
    "kind",
    [
        pa.bool_(), pa.float16(), pa.decimal128(5, 2), pa.decimal256(50, 2), pa.timestamp("us", "Europe/Berlin"),
        pa.month_day_nano_interval(), pa.binary(5), pa.binary(0), pa.dictionary(pa.int32(), pa.binary()),
        pa.map_(pa.string(), U32), pa.struct([("a", U32)]), pa.struct([]), pa.sparse_union([pa.field("a", U32)]),
        pa.dense_union([pa.field("a", U32)]), pa.run_end_encoded(pa.int32(), pa.binary()), pa.list_(pa.null()),
        pa.list_(pa.dictionary(pa.int8(), pa.string())),
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("rows", [0, 3])
def test_every_unsupported_type_raises_type_error(kind, rows):
    array = pa.nulls(rows, kind)
    for function in (arrow.encode_array, arrow.decode_array, arrow.encode_text_array, arrow.count_array):
        with pytest.raises(TypeError, match="expected "):
            function(array)


def test_conflicting_options_are_rejected():
    ids = of_ids([[1]])
    with pytest.raises(ValueError, match="form="):
        arrow.encode_array(ids, form="stream")
    with pytest.raises(ValueError, match="for payloads"):
        arrow.encode_array(ids, gzip=True)
    with pytest.raises(ValueError, match="for documents"):
        arrow.encode_array(ids, form="payload", coder="prefix")
    with pytest.raises(ValueError, match="for payloads"):
        arrow.decode_array(arrow.encode_array(ids), "o200k_base")
    with pytest.raises(errors.UnknownNameError, match="no coder"):
        arrow.encode_array(ids, coder="zip")
    with pytest.raises(errors.UnknownNameError):
        arrow.encode_array(ids, "o300k")


def test_limits_apply_to_each_row():
    ids = of_ids([[1] * 10, [1] * 11])
    with pytest.raises(errors.LimitError, match="row 1: ") as caught:
        arrow.encode_array(ids, max_size=10)
    assert caught.value.row == 1
    with pytest.raises(errors.LimitError, match="row 1: "):
        arrow.decode_array(arrow.encode_array(ids), max_size=10)


def lists_with_offsets(offsets, values):
    buffers = [None, pa.array(offsets, pa.int32()).buffers()[1]]
    return pa.Array.from_buffers(pa.list_(U32), len(offsets) - 1, buffers, children=[pa.array(values, U32)])


@pytest.mark.parametrize("offsets", [[0, 2, 1], [0, 2, 2**31 - 1], [-1, 2, 3], [0, -5, 3], [4, 4, 4]])
def test_invalid_offsets_are_rejected(offsets):
    for function in (arrow.encode_array, arrow.count_array):
        with pytest.raises(pa.ArrowInvalid):
            function(lists_with_offsets(offsets, [1, 2, 3]))
    buffers = [None, pa.array(offsets, pa.int32()).buffers()[1], pa.py_buffer(b"abc")]
    with pytest.raises(pa.ArrowInvalid):
        arrow.decode_array(pa.Array.from_buffers(pa.binary(), 2, buffers))


@pytest.mark.parametrize("coder", ["stable", "prefix", "stored"])
def test_texts_encode_and_decode_like_single_calls(coder):
    texts = pa.array([*TEXTS, None])
    documents = arrow.encode_text_array(texts, coder=coder)
    assert documents.to_pylist() == each(DocumentWriter("o200k_base", coder=coder).encode_text, texts.to_pylist())
    assert arrow.decode_text_array(documents).equals(texts)
    ids = arrow.decode_array(documents)
    assert ids.to_pylist() == each(Tokenizer("o200k_base").encode, texts.to_pylist())
    assert arrow.tokenize_array(texts).equals(ids)


def test_large_strings_round_trip_as_payloads():
    texts = pa.array([*TEXTS, None], pa.large_string())
    payloads = arrow.encode_text_array(texts, "cl100k_base", form="payload", gzip=True)
    assert payloads.to_pylist() == each(Codec("cl100k_base", gzip=True).encode_text, texts.to_pylist())
    assert arrow.decode_text_array(payloads, "cl100k_base", form="payload").equals(texts)
    assert arrow.tokenize_array(texts).type == pa.large_list(U32)


def test_special_tokens_are_off_by_default():
    texts = pa.array(["<|endoftext|>"])
    assert len(arrow.tokenize_array(texts)[0]) > 1
    assert arrow.tokenize_array(texts, special_tokens=True).to_pylist() == [[199_999]]


def test_ids_that_are_not_utf8_report_their_row():
    tokenizer = Tokenizer("o200k_base")
    half = tokenizer.encode("🫠")[:1]
    assert tokenizer.token(half[0]) == b"\xf0\x9f"
    with pytest.raises(errors.NotUtf8Error, match="row 1: "):
        arrow.decode_text_array(arrow.encode_array(of_ids([[13225], half])))


def test_counts_match_a_counter():
    rows = some_rows(300)
    counts = arrow.count_array(of_ids(rows))
    expected = collections.Counter(id for row in rows if row for id in row)
    assert {id: n for id, n in enumerate(counts.counts.to_pylist()) if n} == expected
    assert counts.counts.type == pa.uint64() and len(counts) == Tokenizer("o200k_base").size
    assert counts.tokens == expected.total()
    assert counts.messages == sum(row is not None for row in rows)
    assert counts[rows[0][0] if rows[0] else 0] == expected[rows[0][0] if rows[0] else 0]


def test_counts_of_parts_add_up_to_the_whole():
    rows = some_rows(100)
    whole = arrow.count_array(of_ids(rows))
    parts = [arrow.count_array(of_ids(rows[at : at + 13])) for at in range(0, 100, 13)]
    assert sum(parts) == whole and parts[0] + parts[1] == parts[1] + parts[0]
    assert sum(pickle.loads(pickle.dumps(parts))) == whole
    files = [part.to_file(partial=True) for part in parts]
    assert sum(map(arrow.Counts.from_file, files)) == whole
    with pytest.raises(ValueError, match="vocabularies differ"):
        whole + arrow.count_array(of_ids([[1]]), "cl100k_base")
    with pytest.raises(TypeError):
        whole + 1


def test_a_counts_file_becomes_a_table():
    counts = arrow.count_array(of_ids([[5, 5, 5, 7], None, [9, 9]]), size=12)
    header = "# ids: token counts of 2 messages, 6 tokens; vocabulary size 12; ids not listed have count"
    assert counts.to_file() == f"{header} 1\n5\t3\n9\t2\n".encode()
    assert counts.to_file(partial=True) == f"{header} 0\n5\t3\n9\t2\n7\t1\n".encode()
    table = Table.from_counts(counts.to_file())
    assert [table.id(rank) for rank in range(3)] == [5, 9, 0] and table.weight(0) == 3
    assert len(table) == 12


def test_malformed_counts_files_report_the_line():
    with pytest.raises(errors.CountsError):
        arrow.count_array(of_ids([[]])).to_file()
    final = arrow.count_array(of_ids([[1]]), size=4).to_file()
    for data in (final, b"", b"\xff\n", b"# x: vocabulary size 4; ids not listed have count 0\n"):
        with pytest.raises(errors.CountsError) as caught:
            arrow.Counts.from_file(data)
        assert caught.value.line == 1
    part = arrow.count_array(of_ids([[1, 2, 2]]), size=4).to_file(partial=True)
    assert arrow.Counts.from_file(part + b"\n# a remark\n3\t7").counts.to_pylist() == [0, 1, 2, 7]
    for line in (b"1\t1", b"4\t1", b"-1\t1", b"3 1", b"3\t", b"3\t1x", b"\xff", "٣\t1".encode()):
        with pytest.raises(errors.CountsError, match="line 4: ") as caught:
            arrow.Counts.from_file(part + line)
        assert caught.value.line == 4


def test_reads_partial_counts_files_of_the_command():
    header = "# o200k_base: token counts of 3 messages, 5 tokens; weights tool=3; vocabulary size 200019; "
    counts = arrow.Counts.from_file(f"{header}ids not listed have count 0\n7\t9\n".encode())
    assert (counts.name, counts.messages, counts.tokens, counts[7]) == ("o200k_base", 3, 5, 9)


def test_the_gil_is_released_while_encoding():
    """Another thread must make progress while a column is encoded."""
    ids = of_ids([list(range(0, 200_000, 7))] * 20)
    ticks, done = [0], threading.Event()

    def tick():
        while not done.wait(0.001):
            ticks[0] += 1

    thread = threading.Thread(target=tick)
    thread.start()
    try:
        arrow.encode_array(ids)
    finally:
        done.set()
        thread.join()
    assert ticks[0] > 3


def test_results_outlive_their_input():
    rows = some_rows()
    documents = arrow.encode_array(of_ids(rows))
    decoded = arrow.decode_array(pa.array(documents.to_pylist()))
    assert decoded.to_pylist() == rows
    assert tokenwire.form_of(documents.drop_null()[0].as_py()) == "document"


def test_a_missing_pyarrow_reports_how_to_install_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"pip install 'tokenwire\[arrow\]'"):
        arrow.encode_array([])


def test_string_and_binary_views_are_accepted():
    texts = ["a view of a string", None, "of more than twelve bytes"]
    documents = arrow.encode_text_array(pa.array(texts, pa.string_view()))
    assert arrow.decode_text_array(documents).to_pylist() == texts
    assert arrow.decode_text_array(documents.cast(pa.binary_view())).to_pylist() == texts
