"""The SQL functions, on plain connections of `sqlite3`."""

import json
import sqlite3

import pytest
from adversarial import ADVERSARIAL

import tokenwire
from tokenwire import prompts, sql


@pytest.fixture
def connection():
    connection = sqlite3.connect(":memory:")
    sql.register(connection)
    yield connection
    connection.close()


def one(connection, query, *values):
    """Returns the single value of a query."""
    return connection.execute(query, values).fetchone()[0]


@pytest.mark.parametrize("name", [name for name in ADVERSARIAL if "surrogates" not in name])
def test_every_text_round_trips(connection, name):
    text = ADVERSARIAL[name]
    assert one(connection, "SELECT tw_decompress(tw_compress(?))", text) == text
    assert one(connection, "SELECT tw_compress(?)", text) == tokenwire.compress(text)


@pytest.mark.parametrize("method", prompts.METHODS)
def test_method_and_encoding_are_arguments(connection, method):
    blob = one(connection, "SELECT tw_compress('Hello world!', ?, 'cl100k_base')", method)
    assert blob == tokenwire.compress("Hello world!", method, encoding="cl100k_base")
    assert one(connection, "SELECT tw_method(?)", blob) == tokenwire.method_of(blob)
    ids = json.loads(one(connection, "SELECT tw_ids(?)", blob))
    assert ids == tokenwire.Tokenizer("cl100k_base").encode("Hello world!")


@pytest.mark.parametrize("call", ["tw_compress(NULL)", "tw_compress('a', NULL)", "tw_decompress(NULL)", "tw_ids(NULL)",
                                  "tw_method(NULL)", "tw_error()"])
def test_null_returns_null(connection, call):
    assert one(connection, f"SELECT {call}") is None


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("tw_decompress(x'8501')", "tw_decompress(): checksum mismatch"),
        ("tw_decompress('text')", "tw_decompress(): blob: expected bytes"),
        ("tw_compress(5)", "tw_compress(): text must be a str, not int"),
        ("tw_compress('a', 'zst')", "did you mean 'zstd'?"),
        ("tw_compress('a', 'token', 'none')", "tw_compress(): encoding: "),
        ("tw_ids(x'00')", "tw_ids(): "),
    ],
)
def test_tw_error_returns_the_reason(connection, call, message):
    with pytest.raises(sqlite3.OperationalError):
        one(connection, f"SELECT {call}")
    assert message in one(connection, "SELECT tw_error()")


def test_lone_surrogates_raise(connection):
    with pytest.raises(sqlite3.OperationalError):
        one(connection, "SELECT tw_ids(x'00')")
    blob = tokenwire.compress("\ud800")
    with pytest.raises(sqlite3.OperationalError):
        one(connection, "SELECT tw_decompress(?)", blob)
    assert "tw_decompress(): the text contains a lone surrogate" in one(connection, "SELECT tw_error()")


def test_a_success_clears_tw_error(connection):
    with pytest.raises(sqlite3.OperationalError):
        one(connection, "SELECT tw_ids(x'00')")
    one(connection, "SELECT tw_compress('a')")
    assert one(connection, "SELECT tw_error()") is None


def test_changed_blobs_raise(connection):
    blob = tokenwire.compress("Hello world!")
    for bit in range(8 * len(blob)):
        changed = bytearray(blob)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(sqlite3.OperationalError):
            one(connection, "SELECT tw_decompress(?)", bytes(changed))


def test_works_in_triggers_generated_columns_and_indexes(connection):
    connection.executescript("""
        CREATE TABLE log (at INTEGER PRIMARY KEY, text TEXT);
        CREATE TABLE small (at INTEGER PRIMARY KEY, document BLOB, method TEXT AS (tw_method(document)));
        CREATE INDEX by_text ON small (tw_decompress(document));
        CREATE TRIGGER keep AFTER INSERT ON log BEGIN
            INSERT INTO small (at, document) VALUES (NEW.at, tw_compress(NEW.text, 'token'));
        END;
        INSERT INTO log (text) VALUES ('Hello'), ('world');
    """)
    assert connection.execute("SELECT method FROM small").fetchall() == [("token",), ("token",)]
    query = "SELECT at FROM small WHERE tw_decompress(document) = 'world'"
    assert one(connection, query) == 2
    assert "by_text" in str(connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall())


def test_sql_reads_a_store(tmp_path):
    with tokenwire.PromptStore(tmp_path / "store.db") as store:
        store.put_many({"a": "Hello", "b": "<|endoftext|>"})
        connection = sqlite3.connect(tmp_path / "store.db")
        sql.register(connection)
        query = "SELECT key, tw_decompress(document), text_bytes FROM prompts ORDER BY key"
        rows = connection.execute(query).fetchall()
        connection.close()
    assert rows == [("a", "Hello", 5), ("b", "<|endoftext|>", 13)]
