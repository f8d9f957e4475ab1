"""The offer and the restored headers. These tests need no httpx."""

import pytest

from tokenwire._http.response import is_token_stream, restored
from tokenwire._http.media import STREAM, is_readable
from tokenwire._http.offer import OFFER, accept_with_offer


def test_the_offer_equals_that_of_the_gateway():
    # The offer of the Rust client: `Offer::new` in crates/http.
    tables = "tables=1.2.3.4.5.6.7.8.9.10.11.12"
    assert OFFER == f"application/vnd.tokenwire.stream;v=1;{tables};coders=varint.prefix;dict=1"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], f"{OFFER}, */*"),
        ([b"application/json"], f"{OFFER}, application/json"),
        ([b"text/event-stream;q=0.5", b'a/b;x="1,2"'], f'{OFFER}, text/event-stream;q=0.5, a/b;x="1,2"'),
    ],
)
def test_the_offer_precedes_other_media_types(before, after):
    headers = [(b"aCCept", value) for value in before]
    result = accept_with_offer([(b"Host", b"h"), *headers, (b"X", b"1")])
    assert result == [(b"Host", b"h"), (b"X", b"1"), (b"Accept", after.encode())]


@pytest.mark.parametrize(
    "content_type",
    [
        STREAM,
        f"{STREAM};v=1;coder=prefix;dict=1",
        "Application/vnd.Tokenwire.stream ; coder=new",
        f'{STREAM};V="1";;x="a;b\\"" ;',
    ],
)
def test_streams_of_this_version_are_readable(content_type):
    assert is_readable(content_type)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/event-stream",
        f"{STREAM}s",
        f"{STREAM};v=2",
        f"{STREAM};dict=2",
        f"{STREAM};v",
        f"{STREAM};v=",
        f'{STREAM};v="1',
        f'{STREAM};v="1"2',
        f"{STREAM};v=1;V=1",
        f"{STREAM};v=1 1",
        f"{STREAM};=1",
        "",
    ],
)
def test_other_types_and_versions_are_not_readable(content_type):
    assert not is_readable(content_type)


def test_the_original_headers_are_restored():
    headers = [
        (b"content-type", STREAM.encode()),
        (b"Tokenwire-Content-Type", b"text/event-stream"),
        (b"content-length", b"9"),
        (b"Content-Encoding", b"gzip"),
        (b"vary", b"Accept"),
    ]
    assert restored(headers) == [(b"Content-Type", b"text/event-stream"), (b"vary", b"Accept")]
    assert restored(headers[:1]) == []


@pytest.mark.parametrize(
    ("codings", "accepted", "is_known"),
    [
        ([], b"", True),
        ([b"identity"], b"", True),
        ([b" GZIP"], b"deflate, gzip;q=0.5", True),
        ([b"br"], b"gzip", False),
        ([b"gzip", b"gzip"], b"gzip", False),
        ([b"gzip, gzip"], b"gzip", False),
    ],
)
def test_only_accepted_content_codings_are_decoded(codings, accepted, is_known):
    headers = [(b"Content-Type", STREAM.encode()), *((b"Content-Encoding", coding) for coding in codings)]
    assert is_token_stream(headers, accepted) is is_known
