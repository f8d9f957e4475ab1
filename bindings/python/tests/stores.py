"""Fixtures and helpers that the tests of stores share."""

import os
import shutil
import sqlite3
import subprocess

import pytest

from tokenwire import PromptStore

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def path(tmp_path):
    """The path of a store that does not exist yet."""
    return tmp_path / "prompts.db"


@pytest.fixture(params=["file", "memory"])
def store(request, path):
    """An empty store, in a file and in memory."""
    with PromptStore(path if request.param == "file" else ":memory:") as store:
        yield store


def child(work):
    """Runs `work` in a fork and returns its process id. The fork exits with 0 if `work` succeeds."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
        os._exit(0)
    except BaseException as error:
        os.write(2, f"child: {error!r}\n".encode())
        os._exit(1)


def ended(pid):
    """Waits for the process and returns its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def sql(path, query, *values):
    """Runs a query on a new connection and returns the rows."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def flip(path, key, byte=-3):
    """Flips one bit of a stored document."""
    blob = bytearray(sql(path, "SELECT document FROM prompts WHERE key = ?", key)[0][0])
    blob[byte] ^= 4
    sql(path, "UPDATE prompts SET document = ? WHERE key = ?", bytes(blob), key)


def mounted(folder, *options):
    """Mounts something on the folder. Returns whether that worked; it needs root."""
    command = ["mount", *options, str(folder)]
    return bool(shutil.which("mount")) and not subprocess.run(command, capture_output=True, check=False).returncode
