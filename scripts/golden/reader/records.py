"""Reads the parts of records: roles, texts and other values."""

from .errors import MAX_EVENT, MAX_PARTS, MAX_SLOTS, limit_exceeded
from .lanes import main_of
from .symbols import EVENT, GROUP, GROUP2, GROUP3, GROUP4, STRING, Symbols

MAX_TEMPLATE = 32


ROLES = {0: "plain", 1: "explicit", 2: "text", 3: "ids", 4: "foreign ids", 5: "explicit", 6: "text", 7: "ids"}
HEX = b"0123456789abcdef"
BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
ALPHABETS = {2: HEX, 3: HEX.upper(), 4: BASE64 + b"+/", 5: BASE64 + b"+/", 6: BASE64 + b"-_", 7: BASE64 + b"-_", 8: HEX}


class Text:
    """The value of a string: tokens with what they follow, or parts."""

    def __init__(self, ids=None, parts=None, form=None, n=0, distance=0):
        self.ids, self.parts, self.form, self.n, self.distance = ids or [], parts, form, n, distance

    def template(self):
        if self.parts is None or any(part[0] == 1 for part in self.parts) or all(part[0] == 0 for part in self.parts):
            return None
        size = len(self.parts) + sum(len(part[1]) for part in self.parts if part[0] == 0)
        return [part if part[0] == 0 else part[:2] for part in self.parts] if size <= MAX_TEMPLATE else None


def part_len(part):
    return len(part[1]) if part[0] == 0 else part[1]


class RecordReader:
    """Reads the parts of records."""

    def __init__(self, stream):
        self.symbols = Symbols(stream)
        self.items = 0

    def count(self, items):
        self.items += items
        if self.items > MAX_EVENT:
            raise limit_exceeded()

    def limited(self, number, limit=MAX_EVENT):
        if number > limit:
            raise limit_exceeded()
        return number

    def number(self):
        return self.symbols.number()

    def invalid(self):
        return self.symbols.invalid()

    def value(self, slot):
        """Returns the value of a slot of a lane: a text, ints, a code or bytes."""
        if slot.kind == "string":
            flag = 1
            if slot.template:
                flag = self.number()
                if flag > 1:
                    raise self.invalid()
            if flag == 0:
                parts = [part if part[0] == 0 else self.packed(*part) for part in slot.template]
                text = Text(parts=parts)
            else:
                text = self.text(self.symbols.symbol())
            self.count_text(text)
            return text
        if slot.kind == "ints":
            first = self.number()
            if first == 0:
                return self.ints()
            if slot.count == 0:
                raise self.invalid()
            numbers = [self.int(first - 1)] + [self.int(self.number()) for _ in range(slot.count - 1)]
            self.count(len(numbers))
            return numbers
        width = slot.code_width()
        code = self.number() if width is None else int.from_bytes(self.symbols.take(width), "little")
        if code:
            return code
        content = self.symbols.take(self.limited(self.number()))
        self.count(len(content))
        return content

    def ints(self):
        numbers = [self.int(self.number()) for _ in range(self.limited(self.number()))]
        self.count(len(numbers))
        return numbers

    def int(self, number):
        if number >> 32:
            raise self.invalid()
        return number

    def count_text(self, text):
        self.count(len(text.ids) if text.parts is None else sum(map(part_len, text.parts)))

    def text(self, symbol):
        if symbol != STRING:
            return Text(self.tokens(symbol))
        head = self.number()
        n, form = self.limited(head >> 4), head & 15
        if form <= 8:
            return Text(parts=[self.part(n, form)])
        if form == 9:
            self.limited(n, MAX_PARTS)
            if n < 2:
                raise self.invalid()
            parts, size = [], 0
            for _ in range(n):
                head = self.number()
                length = self.limited(head >> 4)
                if head & 15 > 8:
                    raise self.invalid()
                parts.append(self.part(length, head & 15))
                size = self.limited(size + part_len(parts[-1]))
            return Text(parts=parts)
        if form == 10:
            return Text(form=10, n=n, distance=self.number())
        if form == 11:
            symbol = self.symbols.symbol()
            if symbol == STRING:
                raise self.invalid()
            return Text(self.tokens(symbol), form=11, n=n)
        if form == 12:
            return Text(form=12, n=n)
        raise self.invalid()

    def tokens(self, symbol):
        if isinstance(symbol, tuple):
            return list(symbol)
        if symbol == GROUP:
            count = self.limited(self.number())
        elif symbol in (EVENT, GROUP2, GROUP3, GROUP4):
            count = {EVENT: 0, GROUP2: 2, GROUP3: 3, GROUP4: 4}[symbol]
        else:
            raise self.invalid()
        ids = []
        for _ in range(count):
            symbol = self.symbols.symbol()
            if not isinstance(symbol, tuple):
                raise self.invalid()
            ids += symbol
        return ids

    def part(self, n, form):
        """Returns `(0, bytes)`, `(1, n, distance)` or `(form, n, characters)`."""
        if form == 0:
            return 0, self.symbols.take(n)
        if form == 1:
            return 1, n, self.number()
        if form == 8:
            n = 36 if n == 0 else 0
        return self.packed(form, n)

    def packed(self, form, n):
        digits = 32 if form == 8 else n
        bits = 6 if 4 <= form <= 7 else 4
        size = 16 if form == 8 else (digits * bits + 7) // 8
        number = int.from_bytes(self.symbols.take(size))
        rest = 8 * size - digits * bits
        if number & (1 << rest) - 1 or form in (5, 7) and n % 4 < 2 or form == 8 and n != 36:
            raise self.invalid()
        number >>= rest
        binary = format(number, f"0{digits * bits}b") if digits else ""
        text = bytes(ALPHABETS[form][int(binary[at : at + bits], 2)] for at in range(0, digits * bits, bits))
        if form == 8:
            text = b"-".join([text[:8], text[8:12], text[12:16], text[16:20], text[20:]])
        return form, n, text

    def roles(self):
        roles = []
        count = self.limited(self.number(), MAX_SLOTS)
        if count == 0:
            raise self.invalid()
        for _ in range(count):
            number = self.number()
            if number >> 3 >= MAX_SLOTS:
                raise self.invalid()
            roles.append((number >> 3, number & 7))
        return roles

    def literal_values(self, roles):
        values = {}
        names = [ROLES[role] for _, role in roles]
        main = main_of(names)
        for at, (slot, role) in enumerate(roles):
            if role in (0, 1, 2) or role == 3 and at == main:
                values[slot] = self.text(self.symbols.symbol())
                self.count_text(values[slot])
            elif role == 4:
                values[slot] = self.ints()
        return values
