"""The same stream with other spellings of JSON, bytes and line ends."""
import json

from .odd import chat, event, texts
from .registry import stream
from .text import DONE, compact, data, hexes, pieces

# Spellings of JSON.

def escaped(signs, upper=False, wide=True):
    """Returns a JSON writer that escapes some characters, and those beyond ASCII if `wide`, as \\u."""
    def write(value):
        text = compact(value)
        for sign in signs:
            quoted = "\\\"" if sign == "\"" else sign
            text = text.replace(quoted, f"\\u{ord(sign):04{'X' if upper else 'x'}}")
        return "".join(map(unit, text)) if wide else text

    def unit(sign):
        if sign.isascii():
            return sign
        units = sign.encode("utf-16-be").hex()
        units = units.upper() if upper else units
        return "".join("\\u" + units[at:at + 4] for at in range(0, len(units), 4))
    return write


MIXED = ("markup", "emoji", "german", "code")


def spelt(write):
    """Writes a stream with a JSON writer."""
    for text in pieces(*MIXED, most=60):
        yield data({"model": "m", "choices": [{"index": 0, "delta": {"content": text}}]}, write)
    yield DONE


@stream("odd-escape-lower.sse", "\\u escapes beyond ASCII, in lower case")
def escape_lower(_):
    yield from spelt(escaped(""))


@stream("odd-escape-upper.sse", "\\u escapes beyond ASCII, in upper case")
def escape_upper(_):
    yield from spelt(escaped("", upper=True))


@stream("odd-escape-php.sse", "PHP: escaped slashes as well")
def escape_php(_):
    yield from spelt(lambda value: escaped("")(value).replace("/", "\\/"))


@stream("odd-escape-go.sse", "Go: <, > and & as \\u003c")
def escape_go(_):
    yield from spelt(escaped("<>&\u2028\u2029", wide=False))


@stream("odd-escape-net.sse", ".NET: quotes, +, ', <, > and & as \\u0022, in upper case")
def escape_net(_):
    yield from spelt(escaped("\"+'<>&`", upper=True))


@stream("odd-escape-mixed.sse", "unnecessary escapes that change from event to event")
def escape_mixed(chance):
    for text in pieces(*MIXED, most=50):
        spelling = "".join(f"\\u{ord(sign):04x}" if ord(sign) < 65536 and chance.random() < 0.3
                           else compact(sign)[1:-1] for sign in text)
        yield f"data: {{\"choices\":[{{\"delta\":{{\"content\":\"{spelling}\"}}}}]}}\n\n"


@stream("odd-escape-bad.sse", "escapes that are not valid JSON: \\x41, \\u12, \\', a raw tab, an unterminated string")
def escape_bad(_):
    for spelling in ("\\x41", "\\u12", "\\'", "\\", "\\u{1F600}", "raw\ttab", "\\ud83d", "\\ude80", "\\ud83d\\u0041",
                     "\\ude80\\ud83d",
                     "\\ud83d\\ude80", "\\u0000", "\\u001f", "\\u007f", "\\/", "\\b\\f\\n\\r\\t", "\\a", "\\U0001F680"):
        yield f"data: {{\"choices\":[{{\"delta\":{{\"content\":\"{spelling}\"}}}}]}}\n\n" * 2


@stream("odd-surrogates.sse", "surrogate pairs split between events, and lone surrogates")
def surrogates(_):
    units = "".join(pieces("emoji", "english")).encode("utf-16-be").hex(" ", 2).split()
    for unit in units:
        number = int(unit, 16)
        spelling = f"\\u{unit}" if number > 127 else compact(chr(number))[1:-1]
        yield f"data: {{\"content\":\"{spelling}\"}}\n\n"


@stream("odd-half-characters.sse", "UTF-8 characters split between events, so the bytes are not valid")
def half_characters(_):
    raw = "".join(pieces("emoji", "chinese", "english", most=40)).replace("\n", " ").replace("\"", "'").encode()
    for at in range(0, len(raw), 5):
        yield b"data: {\"id\":\"x\",\"choices\":[{\"delta\":{\"content\":\"" + raw[at:at + 5] + b"\"}}]}\n\n"
    yield DONE


@stream("odd-bytes.sse", "bytes that are not UTF-8, and NUL, inside and outside strings")
def raw_bytes(_):
    for byte in [0, 1, 7, 9, 11, 12, 27, 127, 128, 160, 191, 192, 224, 237, 240, 245, 254, 255]:
        yield b"data: {\"content\":\"a" + bytes([byte]) + b"b\"}\n\n" + b"data: " + bytes([byte]) * 3 + b"\n\n"
    yield b"data: {\"content\":\"\xed\xa0\xbd\xed\xba\x80 \xf4\x90\x80\x80 \xc0\xaf\"}\n\n"


# Line ends and fields.

@stream("odd-pretty.sse", "JSON on several `data:` lines")
def pretty(_):
    for text in texts(24):
        lines = json.dumps(event(text), indent=2, ensure_ascii=False).split("\n")
        yield "".join(f"data: {line}\n" for line in lines) + "\n"


@stream("odd-pretty.ndjson", "objects on several lines, with blank lines between them")
def pretty_lines(_):
    for text in texts(24):
        yield json.dumps({"model": "m", "message": {"content": text}, "done": False}, indent=4) + "\n\n"


@stream("odd-comments.sse", "comments between and inside events")
def comments(_):
    for number, text in enumerate(texts()):
        yield (": ping\n\n", ":\n\n", "", ": ping - 2026-03-09 21:02:57.123456+00:00\r\n\r\n",
               ":keep\n")[number % 5] + data(event(text))


@stream("odd-only-comments.sse", "only comments")
def only_comments(_):
    yield ": a\n\n: b\n:\n\n" * 20


@stream("odd-ids.sse", "lines with id, event and retry, and lines with unknown fields")
def ids(chance):
    yield "retry: 3000\n\n"
    for number, text in enumerate(texts(), 1):
        last = ("", "retry: 1500\n", "x-field: y\n", "data\n", "id\n")[number % 5]
        yield f"id: {number}\nevent: message\ndata: {compact(event(text))}\n{last}\n"
        yield f"id: {hexes(chance, 16)}\nevent: heartbeat\ndata:\n\n" if number % 6 == 0 else ""


@stream("odd-cr.sse", "CR as the only line end")
def cr(_):
    yield from chat(end="\r\r")


@stream("odd-line-ends.sse", "all line ends in one stream, also within an event")
def line_ends(_):
    ends = ("\n\n", "\r\n\r\n", "\r\r", "\r\n\n", "\n\r\n", "\r\n\r", "\n\r", "\n\n\n", "\r\n\r\n\r\n")
    for number, text in enumerate(texts(36)):
        yield data(event(text), end=ends[number % len(ends)])


@stream("odd-mark.sse", "a byte-order mark")
def mark(_):
    yield "\ufeff"
    yield from chat()


@stream("odd-blanks.sse", "spaces where JSON allows them; none, two or a tab after `data:`")
def blanks(_):
    for number, text in enumerate(texts()):
        line = json.dumps(event(text), separators=((" , ", ",", ", ")[number % 3], (" : ", ":", ": ")[number % 3]))
        yield ("data:", "data:  ", "data:\t", "data: ")[number % 4] + line + " " * (number % 3) + "\n\n"


@stream("odd-not-json.sse", "events that are words, numbers and fragments of JSON")
def not_json(_):
    for text in texts():
        yield f"data: {text.strip()}\n\n"
    for line in ("{", "\"open", "]", "null", "12", "{\"content\":\"a\"} {\"content\":\"b\"}", "{}x"):
        yield f"data: {line}\n\n"


@stream("odd-blank-lines.ndjson", "blank lines, CR LF, a line that is not JSON, no final line end")
def blank_lines(_):
    for number, text in enumerate(texts()):
        yield compact({"response": text}) + ("\n", "\r\n", "\n\n", "  \n")[number % 4]
    yield "not JSON\n{\"response\":\"last\"}"
