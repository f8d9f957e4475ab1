#!/usr/bin/env python3
"""Measure how long `serve` and `connect` hold back streams whose events do not end with a blank line.

usage: scripts/measure/live.py TOKENWIRE [FOLDER]
  Run it from the repository's root.
TOKENWIRE: the command
FOLDER: has the streams live-*.* (default: ../shared/sse-hard, otherwise crates/gateway/tests/data)
output: docs/measured/live-delay.csv: for each stream, directly and through the proxies, the milliseconds from a write of
  the server to the client's read of its last byte, and how many parts the client had before the server wrote the next
  one ("in step"); and the table of delays in docs/streams.md

The parts of a stream are its lines, or the words of raw text. The server writes one every 200 ms and does not wait for
the client.
"""
import csv
import http.client
import http.server
import pathlib
import re
import statistics
import sys
import threading
import time

import benchmarks
import charts
import measurements

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "sdk"))
from servers import LISTEN, Server, no_proxies  # noqa: E402

PAGE = pathlib.Path("docs/streams.md")
FIGURES = measurements.MEASURED / "live-delay.csv"
FOLDERS = [pathlib.Path("../shared/sse-hard"), pathlib.Path("crates/gateway/tests/data")]
HEADER = ["stream", "path", "parts", "in step", "median ms", "maximum ms"]
DIRECT, BOTH = "direct, no proxy", "serve and connect"
PAUSE = 0.2


def parts(path):
    """Returns the parts of a stream: the words of raw text, the lines of all others."""
    text = path.read_bytes()
    return re.findall(rb"[^ ]* ?", text)[:-1] if "raw" in path.name else text.splitlines(keepends=True)


class Upstream(http.server.ThreadingHTTPServer):
    """A model server that writes the parts of a stream, and records the time of each write."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.parts, self.writes = [], []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for part in self.server.parts:
            time.sleep(PAUSE)
            self.server.writes.append(time.monotonic())
            self.wfile.write(b"%x\r\n%b\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_):
        pass


def reads(port, sizes):
    """Requests the stream. Returns when the last byte of each part arrived."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/v1/chat")
    response = connection.getresponse()
    ends = [sum(sizes[: at + 1]) for at in range(len(sizes))]
    received, times = 0, []
    while bytes_read := response.read1(65536):
        received += len(bytes_read)
        times += [time.monotonic()] * (sum(end <= received for end in ends) - len(times))
    assert received == ends[-1], f"{received} of {ends[-1]} bytes arrived"
    return times


def row(path, name, port, upstream):
    upstream.parts, upstream.writes = parts(path), []
    read = reads(port, list(map(len, upstream.parts)))
    delays = [1000 * (end - begin) for begin, end in zip(upstream.writes, read, strict=True)]
    in_step = 1 + sum(end < begin for end, begin in zip(read, upstream.writes[1:]))
    return [path.name, name, len(delays), in_step, f"{statistics.median(delays):.1f}", f"{max(delays):.1f}"]


def measured(command, folder):
    upstream = Upstream()
    port = lambda server: int(server.url.rsplit(":", 1)[1])  # noqa: E731
    serve = Server(command, "serve", "--upstream", f"http://127.0.0.1:{upstream.server_port}", *LISTEN)
    connect = Server(command, "connect", "--gateway", serve.url, *LISTEN)
    try:
        for path in sorted(folder.glob("live-*")):
            for name, at in ((DIRECT, upstream.server_port), (BOTH, port(connect))):
                yield row(path, name, at, upstream)
    finally:
        connect.stop()
        serve.stop()


def table():
    """Returns the table of delays, with a row for each stream."""
    delays = {(row["stream"], row["path"]): [row["median ms"], row["maximum ms"]] for row in charts.rows("live-delay")}
    streams = [stream for stream, path in delays if path == BOTH]
    header = ["delay in ms", *(f"{path}, {which}" for path in (DIRECT, BOTH) for which in ("median", "maximum"))]
    return benchmarks.table(header, [[stream, *delays[stream, DIRECT], *delays[stream, BOTH]] for stream in streams])


def about():
    machine = next(row["parts"] for row in charts.rows("live-delay") if row["path"] == "machine")
    return ("Time from a write of the server to the client's read. The server writes a line, or a word of raw\n"
            f"text, every {1000 * PAUSE:.0f} ms: `scripts/measure/live.py`.\nMeasured on: {machine}.")


def main(command, folder=None):
    no_proxies()
    folder = pathlib.Path(folder) if folder else next(folder for folder in FOLDERS if folder.exists())
    origin = [["", "command", "scripts/measure/live.py", "", "", ""], ["", "machine", measurements.machine(), "", "", ""]]
    with open(FIGURES, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *origin, *measured(command, folder)])
    print(FIGURES.read_text(), end="")
    benchmarks.fill("delays", f"{about()}\n\n{table()}", PAGE)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(*sys.argv[1:])
