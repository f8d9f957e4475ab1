"""A store of prompts, used by several threads, processes and forks, some of which are killed."""

import os
import random
import signal
import subprocess
import sys
import threading
import time

import pytest
from stores import child, ended, forks, path, store  # noqa: F401 (two are fixtures)

from tokenwire import PromptStore, _connections, errors


def test_threads_read_and_write_at_the_same_time(store):
    store.put_many({f"{n}": "text" for n in range(50)})
    failed = []

    def work(number):
        try:
            for turn in range(20):
                store.put(f"{number}-{turn}", f"text {number} {turn}")
                assert store.get(f"{number}-{turn}") == f"text {number} {turn}"
                assert store.get(f"{turn}") == "text"
            assert sum(1 for _ in store.items()) >= 70
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(store) == 50 + 8 * 20
    assert store.verify() == {}


def test_connections_are_closed_with_their_threads(path):
    with PromptStore(path) as store:
        store.put("key", "text")
        for _ in range(20):
            thread = threading.Thread(target=store.get, args=("key",))
            thread.start()
            thread.join()
        assert len(store._connections._leases) == 1


def test_several_processes_can_create_a_store(path):
    script = "import sys, tokenwire\nwith tokenwire.PromptStore(sys.argv[1]) as s: s.put(sys.argv[2], 'text')"
    processes = [subprocess.Popen([sys.executable, "-c", script, str(path), str(n)]) for n in range(6)]
    assert [process.wait(60) for process in processes] == [0] * 6
    with PromptStore(path) as store:
        assert list(store) == [str(n) for n in range(6)]
        assert store.verify() == {}


@forks
def test_forks_read_and_write_at_the_same_time(path):
    with PromptStore(path) as store:
        store.put("parent", "text")

        def work(number):
            assert store.get("parent") == "text"
            for turn in range(20):
                store.put(f"{number}-{turn}", f"text {number} {turn}")

        children = [child(lambda number=number: work(number)) for number in range(4)]
        for turn in range(20):
            store.put(f"parent-{turn}", "text")
        assert [ended(pid) for pid in children] == [0] * 4
        assert len(store) == 1 + 20 + 80
        assert store.verify() == {}
    assert os.listdir(path.parent) == [path.name]


@forks
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_fork_works_while_threads_write(path):
    with PromptStore(path) as store:
        stop, failed = threading.Event(), []

        def work(number):
            try:
                for turn in range(100000):
                    if stop.is_set():
                        break
                    store.put(f"{number}-{turn % 50}", f"{number}")
                    assert store.get(f"{number}-{turn % 50}") == f"{number}"
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        ends = [ended(child(lambda n=n: store.put(f"child {n}", "text"))) for n in range(10)]
        stop.set()
        for thread in threads:
            thread.join()
        assert (ends, failed) == ([0] * 10, [])
        assert sum(key.startswith("child") for key in store) == 10
        assert store.verify() == {}


def in_time(work, seconds=20):
    """Returns whether `work` ends in time, in another thread."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()


@forks
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_threads_can_fork_at_the_same_time(path):
    with PromptStore(path) as store:
        store.put("key", "text")
        ends = []

        def work():
            for _ in range(20):
                ends.append(ended(child(lambda: store.get("key"))))
                store.get("key")

        threads = [threading.Thread(target=work, daemon=True) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert ends == [0] * 80


@forks
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupt_during_a_fork_leaves_no_lock(path, times):
    with PromptStore(path) as store, PromptStore(path.with_name("other.db")) as other:
        store.put("key", "text")
        other.put("key", "text")
        started, stop = threading.Event(), threading.Event()
        locks, taken = [], _connections._taken.locks

        def work():
            with store._connections.use():
                locks.append(store._connections._local.lease.lock)
                started.set()
                stop.wait(60)

        def interrupt():
            for tries in range(times):
                while taken.count(locks[0]) <= tries:
                    time.sleep(0.01)
                time.sleep(0.05)
                signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
            while times == 1 and taken.count(locks[0]) < 2:
                time.sleep(0.01)
            if times == 1:  # The fork continues to wait; its child must find the connection idle.
                stop.set()

        busy, timer = threading.Thread(target=work), threading.Thread(target=interrupt)
        busy.start()
        assert started.wait(20)
        timer.start()
        pid = child(lambda: store.get("key") if times == 1 else None)
        timer.join()
        assert stop.is_set() == (times == 1)
        stop.set()
        busy.join()
        assert ended(pid) == 0
        assert in_time(lambda: (store.put("key", "new"), other.get("key"), PromptStore(path).close()))
        assert ended(child(lambda: store.get("key"))) == 0
        assert store.get("key") == "new" and taken == []


@forks
def test_a_store_in_memory_cannot_be_used_in_a_fork():
    with PromptStore(":memory:") as store:
        store.put("key", "text")

        def work():
            with pytest.raises(errors.StoreError, match="cannot be used after a fork"):
                store.get("key")

        assert ended(child(work)) == 0
        assert store.get("key") == "text"


# Killed processes.


def text_of(key):
    return f"The text of {key}. " * (int(key.split("-")[-1]) % 90)


def killed(path, seconds, work):
    """Runs `work` in a fork that is killed after some seconds. Returns what it reported as done."""
    read, write = os.pipe()

    def begin():
        os.close(read)
        with PromptStore(path) as store:
            work(store, lambda done: os.write(write, f"{done}\n".encode()))

    pid = child(begin)
    os.close(write)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with open(read) as lines:
        return [line.rstrip("\n") for line in lines if line.endswith("\n")]


@forks
def test_stored_texts_survive_a_kill(path):
    rng, known = random.Random(7), []
    for turn in range(40):

        def work(store, report, turn=turn):
            for n in range(100000):
                store.put(f"{turn:02}-{n}", text_of(f"{turn:02}-{n}"))
                report(f"{turn:02}-{n}")

        known += killed(path, rng.uniform(0.005, 0.08), work)
        with PromptStore(path) as store:
            assert store.verify() == {}
            assert dict(store.items()) | {key: text_of(key) for key in known} == dict(store.items())
            assert all(text == text_of(key) for key, text in store.items())
            assert len(store) - len(known) <= turn + 1  # Each kill may leave one stored text that was not reported.
    assert len(known) > 40


@forks
def test_transactions_are_atomic_under_a_kill(path):
    rng, known = random.Random(8), []
    for turn in range(20):

        def work(store, report, turn=turn):
            for n in range(10000):
                store.put_many((f"{turn:02}-{n}-{part}", text_of(f"{part}")) for part in range(30))
                report(f"{turn:02}-{n}")

        known += killed(path, rng.uniform(0.005, 0.1), work)
    with PromptStore(path) as store:
        groups = {}
        for key in store:
            groups.setdefault(key.rpartition("-")[0], []).append(key)
        assert set(known) <= set(groups)
        assert {len(group) for group in groups.values()} == {30}
        assert store.verify() == {}


@forks
def test_a_killed_recompression_loses_nothing(path):
    rng, texts = random.Random(9), {f"{n}": text_of(f"{n}") for n in range(400)}
    with PromptStore(path, method="stored") as store:
        store.put_many(texts)
    interrupted = 0
    for method in ["token", "prefix", "gzip", "stored"] * 5:

        def work(store, report, method=method):
            store.recompress(method, batch=7, progress=lambda done, _: (report(done), time.sleep(0.001)))

        killed(path, rng.uniform(0.005, 0.1), work)
        with PromptStore(path) as store:
            assert dict(store.items()) == texts
            interrupted += len(store.stats().methods) > 1
    assert interrupted > 0
    with PromptStore(path) as store:
        store.recompress("token")
        assert list(store.stats().methods) == ["token"]
