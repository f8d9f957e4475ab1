"""Commands that serve, for scripts that try them: started, listened to, asked for their metrics, ended."""
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
    """What is tried is on this machine."""
    for name in PROXIES:
        os.environ.pop(name, None)


class Server:
    """A command that says where it listens, ended with the test."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = []
        # All that it says has to be read, or it stands still some day.
        threading.Thread(target=self.read, daemon=True).start()
        self.url = self.said(r"listening on (http://\S+)")

    def read(self):
        for line in self.process.stdout:
            self.lines.append(line)

    def admin(self):
        return self.said(r"metrics at (http://[^/]+)")

    def said(self, pattern):
        found = lambda: re.search(pattern, "".join(self.lines))  # noqa: E731
        until(found, f"{self.process.args} said {pattern}")
        return found()[1]

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


@contextlib.contextmanager
def chain(command, *replay, rate=0, serve=()):
    """A replayed server of so many events a second, `serve` with such options before it and `connect` before that."""
    servers = [Server(command, "replay", *replay, "--listen", "127.0.0.1:0", "--rate", str(rate))]
    try:
        servers.append(Server(command, "serve", "--upstream", servers[-1].url, *LISTEN, *serve))
        servers.append(Server(command, "connect", "--gateway", servers[-1].url, *LISTEN))
        yield servers
    finally:
        for server in servers[::-1]:
            server.stop()


def metrics(url):
    text = urllib.request.urlopen(f"{url}/metrics", timeout=20).read().decode()
    return {name: float(value) for name, value in re.findall(r"^(\w+(?:\{[^}]*\})?) (\S+)$", text, re.M)}


def until(condition, what):
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    sys.exit(f"not within ten seconds: {what}")
