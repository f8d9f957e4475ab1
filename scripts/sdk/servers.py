"""Starts and stops servers of the tokenwire command, and reads their output and metrics."""
import contextlib
import os
import re
import subprocess
import sys
import threading
import time
import urllib.request

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
LISTEN = ("--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0")


def no_proxies():
    """Removes proxies from the environment, since all servers are on this machine."""
    for name in PROXIES:
        os.environ.pop(name, None)


class Server:
    """A running command that prints the address on which it listens."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = []
        # The output must be read continuously, or the command blocks when the pipe is full.
        threading.Thread(target=self.read, daemon=True).start()
        self.url = self.wait_for(r"listening on (http://\S+)")

    def read(self):
        for line in self.process.stdout:
            self.lines.append(line)

    def admin(self):
        """Returns the base URL of the admin server."""
        return self.wait_for(r"metrics at (http://[^/]+)")

    def wait_for(self, pattern):
        """Waits until the output matches the pattern and returns its first group."""
        match = lambda: re.search(pattern, "".join(self.lines))  # noqa: E731
        until(match, f"{self.process.args} prints {pattern}")
        return match()[1]

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


@contextlib.contextmanager
def chain(command, *replay, rate=0, serve=()):
    """Runs a replayed server, `serve` in front of it and `connect` in front of `serve`.

    `rate` is the number of events per second, 0 for no limit; `serve` are options of `tokenwire serve`.
    """
    servers = [Server(command, "replay", *replay, "--listen", "127.0.0.1:0", "--rate", str(rate))]
    try:
        servers.append(Server(command, "serve", "--upstream", servers[-1].url, *LISTEN, *serve))
        servers.append(Server(command, "connect", "--gateway", servers[-1].url, *LISTEN))
        yield servers
    finally:
        for server in servers[::-1]:
            server.stop()


def metrics(url):
    """Returns the metrics of a server by name."""
    text = urllib.request.urlopen(f"{url}/metrics", timeout=20).read().decode()
    return {name: float(value) for name, value in re.findall(r"^(\w+(?:\{[^}]*\})?) (\S+)$", text, re.M)}


def until(condition, description):
    """Waits up to ten seconds for a condition."""
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    sys.exit(f"timeout after ten seconds; expected: {description}")
