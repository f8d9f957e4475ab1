"""Escapes and unescapes strings (rules 101, 123 and 124)."""

import re

class Style:
    def __init__(self, habits=0):
        self.habits = habits
        self.separator = b", " if habits >> 11 & 1 else b","

    def has(self, bit):
        return self.habits >> bit & 1

    def escape(self, text):
        return "".join(map(self.character, text)).encode()

    def character(self, c):
        habit = {"/": 2, "<": 3, ">": 3, "&": 3, "\u2028": 4, "\u2029": 4, "'": 6, "+": 7, "`": 7, "\x7f": 8}.get(c)
        short = {'"': (5, '\\"'), "\\": (None, "\\\\"), "\b": (9, "\\b"), "\f": (9, "\\f"), "\t": (10, "\\t"),
                 "\n": (10, "\\n"), "\r": (10, "\\r")}.get(c)
        if short and (short[0] is None or not self.has(short[0])):
            return short[1]
        if c == "/" and self.has(2):
            return "\\/"
        escaped = short or c < " " or habit is not None and self.has(habit) or c > "\x7f" and self.has(0)
        if not escaped:
            return c
        units = c.encode("utf-16-be")
        digits = "%04X" if self.has(1) else "%04x"
        return "".join("\\u" + digits % int.from_bytes(units[i : i + 2]) for i in range(0, len(units), 2))

    def ints(self, numbers):
        return self.separator.join(b"%d" % number for number in numbers)


ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))|[^\\]', re.DOTALL)
SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def unescape(content):
    """Returns a content's text, or `None` (rule 101)."""
    try:
        content = content.decode()
    except UnicodeDecodeError:
        return None
    units, at = [], 0
    while at < len(content):
        match = ESCAPE.match(content, at)
        if not match:
            return None
        unit = chr(int(match[1], 16)) if match[1] else SHORT.get(match[2], match[2]) or match[0]
        units.append(unit)
        at = match.end()
    try:
        return "".join(units).encode("utf-16-be", "surrogatepass").decode("utf-16-be")
    except UnicodeDecodeError:
        return None
