"""What the tests of stores share."""

import os
import shutil
import sqlite3
import subprocess

import pytest

from tokenwire import PromptStore

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "prompts.db"


@pytest.fixture(params=["file", "memory"])
def store(request, path):
    with PromptStore(path if request.param == "file" else ":memory:") as store:
        yield store


def child(work):
    """Run it in a fork, which ends with 0 if it succeeds."""
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
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def sql(path, query, *values):
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def flip(path, key, byte=-3):
    """Change one bit of a document."""
    blob = bytearray(sql(path, "SELECT document FROM prompts WHERE key = ?", key)[0][0])
    blob[byte] ^= 4
    sql(path, "UPDATE prompts SET document = ? WHERE key = ?", bytes(blob), key)


def mounted(folder, *options):
    """Whether something is mounted there, which only root may."""
    command = ["mount", *options, str(folder)]
    return bool(shutil.which("mount")) and not subprocess.run(command, capture_output=True, check=False).returncode
