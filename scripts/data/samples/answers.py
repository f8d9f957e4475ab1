"""Whole responses, streamed and not streamed: those of examples/streams, and long ones for benches."""
import json
import pathlib
import re
import subprocess

from . import anthropic, local, openai, responses
from .text import DONE, base62, chance, compact, data, hexes, shown, vocabulary

CORPUS = pathlib.Path("../shared/corpus/dev/chat-en.jsonl.zst")

LIGHTHOUSE = """**How a lighthouse says its name**

Every lighthouse on a coast has its own rhythm, so that a sailor who sees a light knows *which* light it is:

1. **Fixed** – it never goes out. Rare today, since a street lamp looks the same.
2. **Flashing** – more dark than light. Île Vierge flashes once in five seconds.
3. **Occulting** – more light than dark, as if it blinked.

A chart writes this as `Fl(3) W 20s 35M`: three white flashes every 20 seconds, seen from 35 miles away. You count \
\N{EN DASH} one, two, three, dark \N{EN DASH} and look at your watch. If the numbers agree, you are where you thought you were. If \
not, the sea is trying to tell you something. \N{WATER WAVE}
"""

CRUST = """A fresh loaf sings because its crust is too small for it.

In the oven the outside dries and hardens at about 200 °C, while the crumb inside stays soft and never gets hotter than \
boiling water. Once the bread is on the rack, the crust cools first and shrinks, but the crumb still holds its shape. \
The crust has nowhere to go, so it cracks: thousands of tiny breaks, each a faint *tick*.

Bakers call it « le chant du pain » and use it as a test:

- A thin, crackling song means a dry crust and steam that left in time.
- Silence means the loaf came out early \N{EN DASH} put it back for five minutes.

Lean in close, about the width of a hand. It lasts for less than ten minutes.
"""

TRAIN = """Dear Zoë,

The night train left Malmö at ten past ten, and for the first hour nobody slept. A girl in the next compartment was \
learning the names of the stations by heart and said them to the window, one by one, as if they were a spell.

At midnight the conductor brought tea in glasses and asked whether I wanted to be woken for the snow. \"It begins at \
Ånge,\" he said. \"People complain if they miss it.\" I said yes, of course, and he wrote it on the back of his hand.

He kept his word. It was twenty to five, the lamp was blue, and outside there was nothing but white and the small red \
light of the last carriage, following us round the bend.

Yours, K.
"""

GARDEN = """Here is a small plan for a balcony that faces north:

Moss, ferns and mint do well in the shade, and none of them minds if you forget the water for a day. Put the mint into a \
pot of its own, since it takes all the room that it gets. A shallow bowl with a stone in it is enough for the birds; \
they find it within a week.

If you want a flower, plant a white one. Begonias & foxgloves <3 the dim light, and white is the last colour you can see \
in the evening: long after the red ones have gone dark, they still seem to glow a little, like something that somebody \
left switched on.
"""

TRIP = ("search_trains", {
    "from": "København H", "to": "Narvik", "date": "2026-12-21", "passengers": [{"age": 41}, {"age": 9}],
    "wishes": ["a window on the left", "the night train with beds", "no more than two changes"]})
CARD = ("write_postcard", {
    "to": "Grandmother", "language": "en",
    "text": "We are on our way north! By tomorrow noon the sun will not rise any more, and Ida counts reindeer \N{EN DASH} "
            "eleven so far, \"or maybe ten and a dog\". The beds are short, but the tea is good. Leave a light on for us.",
    "stamp": {"motif": "lighthouse", "value": 18.5}})


# Tokens of o200k_base, as a tokenizer chooses them.

UPPER, LOWER = "A-ZÀ-ÖØ-Þ", "a-zß-öø-ÿ"
# The pattern of o200k_base, limited to Latin letters.
WORDS = re.compile(
    rf"[^\r\n\d{UPPER}{LOWER}]?[{UPPER}]*[{LOWER}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    rf"|[^\r\n\d{UPPER}{LOWER}]?[{UPPER}]+[{LOWER}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    rf"|\d{{1,3}}| ?[^\s\d{UPPER}{LOWER}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def merged(word):
    """Returns the tokens of a word by byte-pair encoding.

    Starting from single bytes, merges the two neighbours whose token has the lowest rank, until no merge is a token:
    with the tokens `th` and `the`, `t h e` becomes `th e` and then `the`.
    """
    parts = [bytes([byte]) for byte in word]
    while len(parts) > 1:
        ranks = [vocabulary().get(left + right, 1 << 30) for left, right in zip(parts, parts[1:])]
        at = min(range(len(ranks)), key=ranks.__getitem__)
        if ranks[at] == 1 << 30:
            break
        parts[at:at + 2] = [parts[at] + parts[at + 1]]
    return parts


def tokens(text):
    """Returns the text of each token. A character of several tokens is in the text of the last one."""
    parts = [(vocabulary()[part], part) for word in WORDS.findall(text) for part in merged(word.encode())]
    return [text for _, text in shown(parts) if text]


# Each function returns the parts of the stream and the response that is not streamed.

def openai_chat(chance, text):
    fields, texts = openai.head(chance, "gpt-4o-2024-08-06"), tokens(text)
    used = openai.usage(19, len(texts)) | openai.DETAILS
    parts = [*openai.chat(fields, texts, tail=lambda: {"usage": None}),
             data({**fields, "choices": [], "usage": used}) + DONE]
    return parts, completion(fields, {"content": text}, "stop", used)


def completion(fields, message, finish, used):
    """Returns the fields in the order of a response that is not streamed."""
    message = {"role": "assistant", "content": None, **message, "refusal": None, "annotations": []}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish}
    fields = {**fields, "object": "chat.completion"}
    last = {name: fields.pop(name) for name in ("service_tier", "system_fingerprint")}
    return {**fields, "choices": [choice], "usage": used, **last}


def openai_tools(chance, calls):
    fields, made, count = openai.head(chance, "gpt-4o-2024-08-06"), [], 0
    parts = [data({**fields, "choices": [openai.choice({"role": "assistant", "content": None})]})]
    for index, (name, arguments) in enumerate(calls):
        call = {"id": "call_" + base62(chance, 24), "type": "function", "function": {"name": name, "arguments": ""}}
        texts = tokens(compact(arguments))
        deltas = [{"index": index, **call}, *({"index": index, "function": {"arguments": part}} for part in texts)]
        parts += [data({**fields, "choices": [openai.choice({"tool_calls": [delta]})]}) for delta in deltas]
        made.append({**call, "function": {"name": name, "arguments": compact(arguments)}})
        count += len(texts)
    parts.append(data({**fields, "choices": [openai.choice({}, "tool_calls")]}) + DONE)
    used = openai.usage(87, count) | openai.DETAILS
    return parts, completion(fields, {"tool_calls": made}, "tool_calls", used)


def openai_responses(chance, text):
    event, id, model, texts = responses.Events(), "resp_" + hexes(chance, 50), "gpt-4.1-2025-04-14", tokens(text)
    parts = [event(kind, response=responses.response(id, model, "in_progress", [], short=True))
             for kind in ("created", "in_progress")]
    items = []

    def message():
        items.append((yield from responses.message(event, chance, "msg_" + hexes(chance, 50), 0, texts)))

    parts += message()
    parts.append(event("completed", response=responses.response(id, model, "completed", items, short=True)))
    used = {"input_tokens": 21, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": len(texts),
            "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 21 + len(texts)}
    return parts, responses.response(id, model, "completed", items, used)


def anthropic_messages(chance, text):
    """Puts several tokens into each event, as Anthropic does."""
    texts = tokens(text)
    start = anthropic.started(chance, "claude-sonnet-4-5-20250929")
    block = anthropic.block(chance, 0, {"type": "text", "text": ""},
                            anthropic.text(anthropic.groups(texts, chance)))
    parts = [start, *block, *anthropic.stopped("end_turn", {"output_tokens": len(texts)})]
    message = json.loads(start.split("data: ")[1])["message"]
    used = message.pop("usage") | {"output_tokens": len(texts)}
    return parts, {**message, "content": [{"type": "text", "text": text}], "stop_reason": "end_turn", "usage": used}


def ollama_native(chance, text):
    texts = tokens(text)
    rows = [{**fields, "message": {"role": "assistant", "content": part}, "done": False}
            for fields, part in local.ollama(chance, [*texts, ""])]
    rows[-1] |= {"done": True, "done_reason": "stop", "eval_count": len(texts)}
    whole = {**rows[-1], "message": {"role": "assistant", "content": text}}
    return [local.go(row) + "\n" for row in rows], whole


ANSWERS = {
    "openai-chat.sse": (openai_chat, LIGHTHOUSE),
    "openai-tools.sse": (openai_tools, (TRIP, CARD)),
    "openai-responses.sse": (openai_responses, CRUST),
    "anthropic-messages.sse": (anthropic_messages, TRAIN),
    "ollama-native.ndjson": (ollama_native, GARDEN),
}

README = """# Streams to replay

Each `.sse` or `.ndjson` file is an answer as a model server streams it. The `.json` file of the same
name is that answer without streaming. They are built into `tokenwire replay`.
`scripts/data/streams.py` writes them; all texts are our own, and all ids are made up.
"""


def files(answers, seed="answers "):
    """Yields both files of each response."""
    for name, (write, content) in answers.items():
        parts, whole = write(chance(seed + name), content)
        yield name, "".join(parts).encode()
        yield name.rsplit(".", 1)[0] + ".json", (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def examples():
    yield from files(ANSWERS)
    yield "README.md", README.encode()


# Long responses, from texts that must not be committed.

LONG = {"openai-chat.sse": (openai_chat, 450), "openai-responses.sse": (openai_responses, 900),
        "anthropic-messages.sse": (anthropic_messages, 900)}


def corpus():
    """Returns the messages of the development corpus that look like English prose."""
    lines = subprocess.run(["zstd", "-dcq", CORPUS], capture_output=True, check=True).stdout.decode().splitlines()
    rows = map(json.loads, lines)
    # The pattern above supports no other letters.
    return (row["t"] for row in rows if row["k"] == "assistant" and re.fullmatch(r"[\n -~À-ÿ–—’“”]+", row["t"]))


def long_text(texts, size):
    """Returns the first `size` tokens of the next text that has that many."""
    return next("".join(parts[:size]) for parts in map(tokens, texts) if len(parts) >= size)


def long():
    texts = corpus()
    yield from files({name: (write, long_text(texts, size)) for name, (write, size) in LONG.items()}, "long ")
