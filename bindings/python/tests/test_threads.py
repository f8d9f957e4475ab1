"""Threads and forks: they cause an exception at worst, never a wrong result."""

import concurrent.futures
import os
import threading

import pytest
import tokenwire

TEXT = "Threads share a codec, and each stream has one user at a time. " * 50


def test_threads_can_share_a_codec():
    codec, ids = tokenwire.Codec("o200k_base"), tokenwire.Tokenizer("o200k_base").encode(TEXT)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: codec.decode(codec.encode(ids)), range(200)))
    assert all(result == ids for result in results)


def test_threads_can_unpack_a_table_at_the_same_time():
    """A table is unpacked on first use."""
    start = threading.Barrier(8)

    def first(_):
        start.wait()
        return tokenwire.Table.tacc_0_1_0("p50k_edit").fingerprint

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert set(pool.map(first, range(8))) == {"d2f8cfb282bd9081"}


def test_concurrent_calls_of_an_encoder_raise_runtime_error():
    encoder, ids = tokenwire.StreamEncoder("o200k_base"), list(range(50_000))
    errors, written = [], []

    def write():
        try:
            for _ in range(20):
                written.append(len(encoder.push(ids)))
        except RuntimeError as error:
            errors.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all("borrowed" in str(error) for error in errors)
    assert encoder.token_count == len(written) * len(ids)


def test_an_array_may_change_during_a_call():
    numpy = pytest.importorskip("numpy", reason="needs NumPy")
    codec, ids, stop = tokenwire.Codec("o200k_base"), numpy.zeros(200_000, "u4"), threading.Event()

    def change():
        while not stop.is_set():
            ids[:] = 5
            ids[:] = 11

    thread = threading.Thread(target=change)
    thread.start()
    try:
        for _ in range(50):
            assert set(codec.decode(codec.encode(ids))) <= {0, 5, 11}
    finally:
        stop.set()
        thread.join()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_objects_work_after_a_fork():
    writer = tokenwire.DocumentWriter("o200k_base", coder="hybrid")
    encoder = tokenwire.StreamEncoder("gpt2")
    before, expected = encoder.push([1]), writer.encode_text(TEXT)
    child = os.fork()
    if child == 0:
        decoder = tokenwire.StreamDecoder()
        ids = decoder.push(before + encoder.push([2]) + encoder.end())
        os._exit(0 if writer.encode_text(TEXT) == expected and ids == [1, 2] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert tokenwire.StreamDecoder().push(before + encoder.push([3]) + encoder.end()) == [1, 3]
