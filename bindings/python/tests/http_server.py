"""A server on the loopback interface that responds with valid and broken token streams."""

import contextlib
import gzip
import http.server
import json
import threading

import tokenwire

STREAM = "application/vnd.tokenwire.stream"
DOCUMENT = "application/vnd.tokenwire.document"
STREAM_TYPE = f"{STREAM};v=1;coder=varint;dict=1"
WORDS = "Rivers carry sand and stones to the sea, and some of it stays on the way.".split(" ")


def chat_event(text):
    """Returns a chunk of a chat completion, as a model server sends it."""
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4o"}
    return b"data: " + json.dumps({**head, "choices": [choice]}).encode() + b"\n\n"


EVENTS = [*(chat_event(f" {word}") for word in WORDS), b"data: [DONE]\n\n"]
PLAIN = b"".join(EVENTS)


def token_stream(end="end"):
    """Returns the events as a token stream, one piece per event."""
    encoder = tokenwire.ChatEncoder("o200k_base")
    return [*(encoder.push(event) for event in EVENTS), getattr(encoder, end)()]


class Handler(http.server.BaseHTTPRequestHandler):
    """Responds with the method that the path names: `/disconnected` with `disconnected`."""

    protocol_version = "HTTP/1.1"
    timeout = 20

    def log_message(self, *_):
        pass

    def do_POST(self):
        self.do_GET()

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append((self.command, self.path, self.headers, body))
        # A proxy receives the whole URL.
        name = self.path.rpartition("/")[2]
        getattr(self, self.server.aliases.get(name, name))()

    def head(self, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def whole_body(self, status, body, **headers):
        self.head(status, Content_Length=str(len(body)), **headers)
        self.wfile.write(body)

    def chunks(self, pieces):
        for piece in filter(None, pieces):
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.flush()

    def open_stream(self, content_type=STREAM_TYPE, **headers):
        types = {"Content_Type": content_type, "Tokenwire_Content_Type": "text/event-stream"}
        self.head(**types, Vary="Accept", Transfer_Encoding="chunked", **headers)

    def stream(self, pieces, **headers):
        self.open_stream(**headers)
        self.chunks(pieces)
        self.wfile.write(b"0\r\n\r\n")

    # One method per path.

    def negotiated(self):
        self.stream(token_stream()) if STREAM in self.headers.get("Accept", "") else self.plain()

    def one_chunk(self):
        self.stream([b"".join(token_stream())])

    def byte_chunks(self):
        self.stream([bytes([byte]) for byte in b"".join(token_stream())])

    def plain(self):
        self.head(Content_Type="text/event-stream", Transfer_Encoding="chunked")
        self.chunks([*EVENTS])
        self.wfile.write(b"0\r\n\r\n")

    def plain_disconnected(self):
        self.head(Content_Type="text/event-stream", Transfer_Encoding="chunked")
        self.chunks(EVENTS[:5])
        self.close_connection = True

    def disconnected(self):
        self.open_stream()
        self.chunks(token_stream()[:5])
        self.close_connection = True

    def truncated(self):
        self.stream(token_stream()[:5])

    def truncated_event(self):
        whole = b"".join(token_stream())
        self.stream([whole[: len(whole) // 2]])

    def aborted(self):
        # The connection stays open. The client must not wait for its end.
        self.open_stream()
        self.chunks([*token_stream("abort")[:5], token_stream("abort")[-1]])
        self.server.wait.wait(20)

    def aborted_at_end(self):
        self.stream(token_stream("abort"))

    def trailing_bytes(self):
        self.stream([*token_stream(), b"x"])

    def mislabelled(self):
        self.stream(EVENTS)

    def later_version(self):
        self.stream([b"of a later version"], content_type=f"{STREAM};v=2")

    def gzip_plain(self):
        self.whole_body(200, gzip.compress(PLAIN), Content_Type="text/event-stream", Content_Encoding="gzip")

    def gzip_negotiated(self):
        body = gzip.compress(b"".join(token_stream()))
        types = {"Content_Type": STREAM_TYPE, "Tokenwire_Content_Type": "text/event-stream; x=y"}
        self.whole_body(200, body, **types, Content_Encoding="gzip", ETag='"e"')

    def unknown_coding(self):
        self.whole_body(200, b"?", Content_Type=STREAM_TYPE, Content_Encoding="odd")

    def redirect(self):
        self.whole_body(307, b"", Location="/negotiated")

    def busy(self):
        self.whole_body(429, b'{"error": {"message": "slow down"}}', Content_Type="application/json")

    def broken(self):
        self.whole_body(500, b'{"error": {"message": "oh"}}', Content_Type="application/json")

    def slow(self):
        """Sends three events and then waits until the client disconnects."""
        with contextlib.suppress(ConnectionError):
            self.open_stream()
            self.chunks(token_stream()[:3])
            self.connection.recv(1)
        self.server.client_left.set()
        self.close_connection = True

    def accepts_documents(self):
        self.whole_body(200, b"{}", Content_Type="application/json", Accept_Post=DOCUMENT)

    def refuses_documents(self):
        is_document = self.headers["Content-Type"] == DOCUMENT
        self.whole_body(415 if is_document else 200, b"{}", Content_Type="application/json")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Ignores errors: tests disconnect on purpose."""


@contextlib.contextmanager
def served():
    """Runs the server. `requests` lists the requests it has received; `aliases` maps one path to another."""
    server = Server(("127.0.0.1", 0), Handler)
    server.requests, server.aliases = [], {}
    server.client_left, server.wait = threading.Event(), threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.wait.set()
        server.shutdown()
        server.server_close()
        thread.join()
