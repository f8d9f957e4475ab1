"""Unusual, broken and large streams, most of them in OpenAI's shape."""
from .openai import choice
from .registry import stream
from .text import DONE, base62, compact, data, instant, pieces, spaced, uuid

HEAD = {"id": "chatcmpl-odd", "object": "chat.completion.chunk", "created": 1788000123, "model": "gpt-4o"}


def event(text, **more):
    return {**HEAD, "choices": [choice({"content": text})], **more}


def texts(most=30):
    return pieces("english", "emoji", "russian", most=most)


def chat(write=compact, end="\n\n", most=30):
    """Writes a plain stream with a JSON writer and a line end."""
    for text in texts(most):
        yield data(event(text), write, end)
    yield "data: [DONE]" + end


# Shapes that change.

@stream("odd-new-fields.sse", "a new field in each event")
def new_fields(_):
    for number, text in enumerate(texts()):
        yield data(event(text) | {f"field_{number}": number})
    yield DONE


@stream("odd-reordered.sse", "keys in a different order in each event")
def reordered(chance):
    for text in texts():
        rows = list(event(text).items())
        chance.shuffle(rows)
        yield data(dict(rows))
    yield DONE


@stream("odd-types.sse", "a string, a number, null, a list or an object in the same place")
def types(_):
    for number, text in enumerate(texts()):
        kinds = [text, number, None, [text], {"text": text}, number / 3, True, "1788000123", -number]
        yield data({**HEAD, "id": number if number % 2 else str(number),
                    "choices": [choice({"content": kinds[number % len(kinds)]})]})


@stream("odd-two-models.sse", "the streams of two models, alternating")
def two_models(_):
    for one, two in zip(pieces("english"), pieces("german")):
        yield data(event(one))
        yield data({**HEAD, "id": "chatcmpl-even", "model": "gpt-4o-mini", "choices": [choice({"content": two})]})


@stream("odd-many-shapes.sse", "300 different shapes")
def many_shapes(_):
    for number in range(300):
        yield data({f"k{number}": {"v" * (number % 7 + 1): "ab"}, "n": number})


@stream("odd-request-ids.sse", "a different id in each event")
def request_ids(chance):
    for text in texts():
        yield data({**HEAD, "id": "chatcmpl-" + base62(chance, 29), "choices": [choice({"content": text})],
                    "trace": uuid(chance)})


@stream("odd-sentences.sse", "several tokens per event")
def sentences(_):
    for text in "".join(pieces("english", "code", "japanese", "controls", "markup")).splitlines(keepends=True):
        yield data(event(text))
    yield DONE


@stream("odd-empty-texts.sse", "empty texts and identical events")
def empty_texts(_):
    for text in texts(20):
        yield data(event("")) * 2 + data(event(text))


@stream("odd-duplicate-keys.sse", "duplicate keys")
def duplicate_keys(_):
    for text in texts():
        yield f"data: {{\"content\":{compact(text)},\"id\":\"a\",\"content\":{compact(text)},\"id\":\"b\"}}\n\n"


@stream("odd-nested.sse", "lists nested 60 deep")
def nested(_):
    for number, text in enumerate(texts()):
        value = [text, [], {}]
        for depth in range(number * 2):
            value = [value, depth] if depth % 2 else {"a": value}
        yield data(event(text) | {"nested": value})


# Numbers and times.

SPELLINGS = """
0 -0 00 007 0.0 -0.0 1e5 1E5 1e+05 1E-05 1e-05 -9999.0 1E+3 0.1 .5 5. +1 1_000 NaN Infinity -Infinity 0x1F - e 1e
4294967295 4294967296 9007199254740993 18446744073709551615 18446744073709551616 -9223372036854775808 1.0e400
123456789012345678901234567890123456789 0.30000000000000004 2.2250738585072014e-308
"""


@stream("odd-numbers.sse", "numbers in many spellings, some of them not valid JSON")
def numbers(_):
    for spelling in SPELLINGS.split():
        yield f"data: {{\"content\":\"n\",\"value\":{spelling},\"list\":[1,{spelling},3]}}\n\n"


@stream("odd-counters.sse", "counters that rise, fall, skip values and pass powers of ten and two")
def counters(chance):
    for number, text in enumerate(texts(36)):
        yield data(event(text) | {"up": 85 + number, "down": 18 - number, "skip": number * number,
                                  "tick": 1788000123 + number // 3,
                                  "big": 2**32 - 9 + number, "huge": 2**64 - 9 + number, "any": chance.randrange(10**6),
                                  "text": str(number)})


@stream("odd-times.ndjson", "RFC 3339: milliseconds to nanoseconds, offsets, leap days, a space instead of the T")
def times(chance):
    zones = ("Z", "+00:00", "-07:00", "+05:45", "z")
    for tick, text in enumerate(texts(40)):
        digits = "".join(chance.choice("0123456789") for _ in range((0, 3, 6, 9)[tick % 4]))
        time = instant(tick, "." + digits if digits else "", zones[tick // 8 % 5])
        yield compact({"at": time, "also": time.replace("T", " "), "day": f"2024-02-{27 + tick % 3}",
                       "response": text}) + "\n"


# Ends.

@stream("odd-no-blank-line.sse", "no blank line at the end")
def no_blank_line(_):
    yield "".join(chat()).rstrip("\n")


@stream("odd-no-done.sse", "no [DONE]")
def no_done(_):
    yield from list(chat())[:-1]


@stream("odd-cut.sse", "cut in the middle of an event")
def cut(_):
    yield "".join(chat())[:-80]


@stream("odd-after-done.sse", "events after [DONE], and [DONE] twice")
def after_done(_):
    yield from chat(most=10)
    yield from chat(most=12)


@stream("odd-empty.sse", "an empty file")
def empty(_):
    yield ""


@stream("odd-one-byte.sse", "a single byte")
def one_byte(_):
    yield "d"


@stream("odd-long-event.sse", "an event of 19 KiB between short events")
def long_event(_):
    yield data(event("a"))
    yield data(event("".join(pieces("english", "code", "chinese")) * 28))
    yield data(event("b")) + DONE


@stream("odd-repeats.sse", "earlier texts repeated as a whole, in part and with changes")
def repeats(_):
    whole = "".join(pieces("english"))
    for text in pieces("english"):
        yield data({"type": "delta", "text": text})
    for text in (whole, whole[40:200], whole[:-1] + "!", whole + whole[:50], whole.upper(), "x" * 500, ""):
        yield data({"type": "done", "text": text, "item": {"content": [{"text": text}]}})


@stream("odd-half-repeats.sse", "the whole text so far in each event")
def half_repeats(_):
    whole = ""
    for text in pieces("russian", "english", most=60):
        whole += text
        yield data({"text": whole, "delta": text})


@stream("odd-padding-lookalikes.sse", "values that look like padding and are not")
def padding_lookalikes(chance):
    for number, text in enumerate(texts(24)):
        pad = base62(chance, number % 9)
        yield data([{"delta": text, "obfuscation": None}, {"delta": text, "note": "\"obfuscation\":\"" + pad + "\""},
                    {"obfuscation": {"value": pad}, "delta": text},
                    {"delta": text, "obfuscation": pad, "x": " } "}][number % 4])
        yield "event: content_block_delta\ndata: " + compact({"type": "content_block_delta",
                                                              "delta": {"text": text + "  }"}})[:-1] + "\t  }\n\n"


@stream("odd-python-spaced.sse", "Python's spaces, with lists and floats")
def python_spaced(chance):
    for text in texts():
        yield data(event(text) | {"token_ids": [chance.randrange(99999) for _ in range(3)],
                                  "logprob": -chance.random()}, spaced)
