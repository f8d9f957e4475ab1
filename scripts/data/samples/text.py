"""Sample texts, split into pieces as servers do, and random values that look like those of servers."""
import base64
import functools
import json
import pathlib
import random
import re

VOCABULARY = pathlib.Path("mappings/vocab/o200k_base.tiktoken")
BASE62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
HEX = "0123456789abcdef"

TEXTS = {
    "english": "A lighthouse keeper's day is short. She winds the clock, trims the lamp, and writes one line: \"Wind NW, "
               "two ships, no fog.\" In 1907 that was 365 lines a year; today a sensor writes 31,536,000 of them.\n\n"
               "- Oil: 4.5 litres\n- Wick: trimmed\n- Visitors: none (again)\n",
    "german": "Der Müller wog den Käse: genau 2½ Pfund – »nicht schlecht«, sagte er. Öl, Übermut und Straßenstaub "
              "kosteten ihn 12,80 € im Jahr.\n",
    "spanish": "¿Quién pintó la señal? El niño añadió agua al café y nadie lo notó. ¡Qué sueño!\n",
    "russian": "Паровоз стоял у моста до утра. Машинист считал вагоны: сорок один, сорок два… и снова начинал.\n",
    "greek": "Η βάρκα γύρισε πριν από τη βροχή· κανείς δεν μέτρησε τα ψάρια.\n",
    "chinese": "灯塔每天晚上亮三次。老人说：“海上没有路，只有光。”他把茶放在窗边，等船回来。\n",
    "japanese": "駅前のパン屋は朝五時に開く。店主は「今日も雨か」と言って、窓を少しだけ開けた。\n",
    "korean": "바람이 불어서 창문을 닫았다. 고양이는 책상 위에서 잠들었다.\n",
    "arabic": "كتب البحّار في دفتره: الريح هادئة، والماء صافٍ، ولا أحد على الشاطئ.\n",
    "hindi": "नदी के किनारे एक पुरानी नाव पड़ी थी, और बच्चे उसमें कहानियाँ सुनते थे।\n",
    "thai": "แมวตัวหนึ่งนั่งมองฝนอยู่ใต้ต้นไม้\n",
    "emoji": "Ship it \N{ROCKET}\N{PARTY POPPER}! Crew: \U0001F469\u200D\U0001F680\U0001F468\U0001F3FD\u200D\U0001F373, flag "
             "\U0001F1E9\U0001F1F0, heart \u2764\uFE0F, math \U0001D4B3\u00b2 \u2264 \u221e.\n",
    "code": "```python\ndef tide(hours: list[float], *, zone=\"UTC+1\") -> dict[str, float]:\n    \"\"\"Mean & peak of "
            "`hours`.\"\"\"\n    if not hours or max(hours) <= 0:\n        raise ValueError(f'bad: {hours!r}')\n"
            "    return {\"mean\": sum(hours) / len(hours), \"peak\": max(hours)}\n```\n\n",
    "markup": "<p class=\"note\">Salt & pepper cost < 3 € > 2 £; 'sale' ends at 5 + 1 o'clock.</p>\r\n"
              "<a href=\"https://example.org/a/b?c=d&e=%20f\">C:\\temp\\new\\u0041</a>\n",
    "controls": "tab\there, bell\u0007, escape \u001b[1mbold\u001b[0m, delete \u007f, separators \u2028and \u2029, "
                "no-break\u00a0space, \ufeffmark, private \ue000, last \uffff, backspace\b, feed\f, return\r\n",
}
WORDS = re.compile(r" ?[A-Za-z\u00c0-\u024f\u0370-\u052f\u0590-\u0e7f']+| ?\d{1,3}|[\u3040-\u9fff\uac00-\ud7a3]{1,2}"
                   r"| ?[!-/:-@\[-`{-~]+|\n+|\s+|.", re.S)


def pieces(*names, most=1000):
    """Splits the named texts as a server would: a word with its space, some digits or some punctuation each."""
    return WORDS.findall("".join(TEXTS[name] for name in names))[:most]


def groups(parts, chance):
    """Joins some neighbouring pieces."""
    joined, size = [], 0
    for part in parts:
        if size == 0:
            joined.append("")
            size = chance.choice((1, 1, 2, 3, 6))
        joined[-1] += part
        size -= 1
    return joined


@functools.cache
def vocabulary():
    rows = (line.split() for line in VOCABULARY.read_bytes().splitlines())
    return {base64.b64decode(token): int(rank) for token, rank in rows}


def tokens(text):
    """Returns ids of o200k_base with their bytes, by longest prefix. A tokenizer sometimes chooses other ids."""
    data, found = text.encode(), []
    while data:
        size = next(size for size in range(min(len(data), 40), 0, -1) if data[:size] in vocabulary())
        found.append((vocabulary()[data[:size]], data[:size]))
        data = data[size:]
    return found


def shown(parts):
    """Yields (ids, text) as vLLM streams them. The bytes of an incomplete character wait for the next token."""
    waiting = b""
    for id, data in parts:
        waiting += data
        try:
            text, waiting = waiting.decode(), b""
        except UnicodeDecodeError:
            text = ""
        yield [id], text


def random_text(chance, alphabet, size):
    return "".join(chance.choice(alphabet) for _ in range(size))


def hexes(chance, size=32):
    return random_text(chance, HEX, size)


def base62(chance, size):
    return random_text(chance, BASE62, size)


def filler(chance):
    """Returns padding as Mistral, Bedrock and Cloudflare write it: a prefix of the alphabet."""
    return (BASE62[26:52] + BASE62[:26] + BASE62[52:])[:chance.randrange(2, 36)]


def uuid(chance):
    return "-".join(hexes(chance, size) for size in (8, 4, 4, 4, 12))


def instant(tick, digits="", zone="Z"):
    """Returns an RFC 3339 time, `tick` seconds after a start near the end of a minute."""
    second = 57 + tick
    return f"2026-03-09T{second // 3600 + 21:02}:{second // 60 % 60:02}:{second % 60:02}{digits}{zone}"


def chance(name):
    """Returns the random generator of a stream, which depends only on its name."""
    return random.Random("tokenwire " + name)


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def spaced(value):
    return json.dumps(value)


def data(value, write=compact, end="\n\n"):
    return f"data: {write(value)}{end}"


def named(value, write=compact, end="\n\n"):
    return f"event: {value['type']}\n{data(value, write, end)}"


DONE = "data: [DONE]\n\n"
