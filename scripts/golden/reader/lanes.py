"""Events and lanes: what is known of a slot, how it is predicted and what it learns (rules 45 to 57 and 102 to 117)."""

from .errors import MAX_EVENT, limit_exceeded
from .numbers import FORMULAS, count_on, counter, number_of, quotient, read_ints, write_number
from .slots import I64, NUMBER
from .strings import unescape

MAX_MAIN = 49152


class Slot:
    """A slot of a lane."""

    def __init__(self, kind, role, is_main, event, index):
        self.kind, self.role, self.is_main = kind, role, is_main
        self.explicit = is_main or role in ("explicit", "text", "foreign ids")
        self.last = b""
        self.number, self.scale, self.trimmed, self.largest = None, 0, True, 0
        self.count = 0
        self.template = None
        self.predictor, self.confirmed, self.misses = ("same",), False, 0
        if not self.explicit:
            self.predictor = self.explain(event, index)
        self.remember(event.content(index))

    def copy(self):
        copy = Slot.__new__(Slot)
        copy.__dict__.update(self.__dict__)
        return copy

    def spell(self, text):
        """Remembers the template of a text (rule 81)."""
        if self.kind == "string" and not self.is_main:
            self.template = text.template()

    def cost(self):
        template = self.template or []
        return 112 + len(self.last) + sum(32 + (len(part[1]) if part[0] == 0 else 0) for part in template)

    def difference(self, content):
        """Returns the difference to the last number (rule 104), or `None`."""
        found = number_of(self.kind, content)
        if not found or self.number is None or found[1] > self.scale or self.kind == "number" and self.scale:
            return None
        number = found[0] * 10 ** (self.scale - found[1])
        return number - self.number if number in I64 and number - self.number in I64 else None

    def explain(self, event, index):
        content = event.content(index)
        if self.kind == "string":
            if content and content == event.fresh:
                return ("fresh",)
            if self.last and event.fresh and content == self.last + event.fresh:
                return ("grown",)
            before, after = counter(self.last)[1], counter(content)[1]
            step = int(after) - int(before) if before and after else 0
            if 1 <= step <= 1000 and count_on(self.last, step) == content:
                return ("counter", step)
        elif self.kind == "ints":
            if not content:
                return ("same",)
            for j in reversed(range(index)):
                if event.kinds[j] == "string":
                    if event.utf8(j) == content:
                        return ("utf8", j)
                    break
            if read_ints(content) == event.ids:
                return ("ids",)
        elif self.kind == "number":
            if found := self.explain_quotient(event, index):
                return found
        if self.kind in ("number", "time") and (difference := self.difference(content)):
            return ("step", difference)
        return ("same",)

    def explain_quotient(self, event, index):
        content = event.content(index)
        if len(content) < 6 or b"." not in content:
            return None
        numbers = [(j, number) for j in range(index - 1, max(index - 8, 0) - 1, -1)
                   if (number := event.number(j)) is not None]
        for a, first in numbers:
            for b, second in numbers:
                if a != b:
                    for formula in FORMULAS:
                        if quotient(formula, first, second) == content:
                            return ("quotient", formula, a, b)
        return None

    def predict(self, event):
        name, *args = self.predictor
        content = None
        if name == "step":
            if self.number is not None and (number := self.number + args[0]) in I64:
                content = write_number(self.kind, number, self.scale, self.trimmed)
        elif name == "ids":
            content = event.style.ints(event.ids)
        elif name == "fresh":
            content = event.fresh
        elif name == "grown":
            content = self.last + event.fresh
        elif name == "counter":
            content = count_on(self.last, args[0])
        elif name == "utf8":
            content = event.utf8(args[0])
        elif name == "quotient":
            a, b = event.number(args[1]), event.number(args[2])
            content = quotient(args[0], a, b) if a is not None and b is not None else None
        return self.last if content is None else content

    def code_width(self):
        if self.kind != "number" or not self.scale:
            return None
        return (min(self.largest + 1, (1 << 64) - 1).bit_length() + 7) // 8

    def decode(self, code):
        """Returns the content of a code, or `None`."""
        code -= 1
        if self.kind == "number" and self.scale:
            number = -code if self.number is not None and self.number < 0 else code
        else:
            base = (self.number or 0) + (self.predictor[1] if self.predictor[0] == "step" else 0)
            base = max(I64.start, min(base, I64.stop - 1))
            number = base + (-(code + 1) // 2 if code & 1 else code // 2)
        return write_number(self.kind, number, self.scale, self.trimmed) if number in I64 else None

    def learn(self, event, index):
        content = event.content(index)
        if not self.explicit:
            if self.predict(event) == content:
                self.confirmed, self.misses = True, 0
            else:
                self.misses += 1
                if not self.confirmed or self.misses > 1:
                    self.predictor, self.confirmed = self.explain(event, index), False
                if self.misses >= self.max_misses():
                    self.explicit, self.predictor = True, ("same",)
        self.remember(content)

    def max_misses(self):
        if self.kind == "number":
            return 3 if not self.scale or self.predictor[0] != "same" else 1
        return 1 if self.kind == "blanks" else 2

    def remember(self, content):
        if self.kind in ("number", "time", "blanks"):
            found = number_of(self.kind, content)
            self.number = None
            if found:
                number, scale = found
                if scale < self.scale:
                    self.trimmed = True
                elif scale > 0 and number % 10 == 0:
                    self.trimmed = False
                self.largest = min(self.largest * 10 ** max(scale - self.scale, 0), (1 << 64) - 1)
                self.scale = max(self.scale, scale)
                number *= 10 ** (self.scale - scale)
                if number in I64:
                    self.number = number
                    self.largest = max(self.largest, abs(number))
        if self.kind == "ints":
            self.count = len([item for item in content.split(b",") if item])
        forgets = self.explicit and (self.kind == "ints" or self.kind == "string" and not self.is_main)
        forgets = forgets or self.is_main and len(content) > MAX_MAIN
        self.last = b"" if forgets else content


class Lane:
    def __init__(self, constants, slots, pending):
        self.constants, self.slots, self.pending = constants, slots, pending
        self.grows = False
        self.next = self
        self.main = main_of([slot.role for slot in slots])

    def copy(self):
        copy = Lane(self.constants, [slot.copy() for slot in self.slots], self.pending)
        copy.grows = self.grows
        return copy

    def explicit(self):
        return [index for index, slot in enumerate(self.slots) if slot.explicit and index != self.main]

    def cost(self):
        return 192 + sum(map(len, self.constants)) + sum(slot.cost() for slot in self.slots)


def main_of(roles):
    for role in ("text", "ids"):
        if role in roles:
            return roles.index(role)
    return None


class Event:
    """An event while it is computed."""

    def __init__(self, style):
        self.style = style
        self.bytes = b""
        self.slots, self.kinds = [], []
        self.ids, self.fresh, self.pending = [], b"", b""
        self.new_text = ""
        self.earlier = 0

    def append(self, content):
        self.bytes += content
        if len(self.bytes) > MAX_EVENT:
            raise limit_exceeded()

    def add_slot(self, kind, content):
        start = len(self.bytes)
        self.append(content)
        self.slots.append((start, len(self.bytes)))
        self.kinds.append(kind)

    def content(self, index):
        start, end = self.slots[index]
        return self.bytes[start:end]

    def number(self, index):
        if self.kinds[index] != "number" or not NUMBER.fullmatch(self.content(index)):
            return None
        return float(self.content(index))

    def utf8(self, index):
        text = unescape(self.content(index))
        return None if text is None else self.style.ints(text.encode())

    def add_text(self, content):
        self.new_text += unescape(content) or ""
