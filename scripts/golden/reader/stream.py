"""Computes the events of a stream and learns from them."""

import zlib

from .errors import MAX_EVENT, MAX_PARTS, StreamError
from .lanes import Event, Lane, Slot, main_of
from .records import ROLES, RecordReader, Text
from .slots import find_slots, shape_of
from .strings import Style
from .symbols import CHANGE, END, EVENT, LANE, LANE1, LANE2, LITERAL, PING

MAX_LANES = 57344
MAX_JOINED = 16384
TEXT_WINDOW = 24576
LITERAL_WINDOW = 12288
HISTORY = 98304
LONG_VALUE = 16


class Reader(RecordReader):
    """Reads a stream of events."""

    def __init__(self, stream, dictionary):
        super().__init__(stream)
        self.dictionary = dictionary
        self.style = Style()
        self.lanes = []
        self.text_window = self.literal_window = self.history = b""
        self.pieces, self.joins = b"", True

    def events(self):
        while True:
            symbol = self.symbols.symbol()
            if symbol == END:
                return self.symbols.finish()
            if symbol == PING:
                continue
            self.items = 0
            if symbol == LITERAL:
                event = self.literal()
            else:
                event = self.style_or_event(symbol)
            if event:
                yield event.bytes[event.earlier :]

    def expected_lane(self):
        if not self.lanes:
            return None
        next = self.lanes[0].next
        return self.lanes.index(next) if next in self.lanes else 0

    def style_or_event(self, symbol):
        lane, is_copy, corrections, begun = self.expected_lane(), False, {}, False
        while True:
            if symbol in (LANE1, LANE2):
                others = [index for index in range(len(self.lanes)) if index != self.expected_lane()]
                if begun or len(others) <= symbol - LANE1:
                    raise self.invalid()
                lane = others[symbol - LANE1]
            elif symbol == LANE:
                number = self.number()
                if number == len(self.lanes):
                    if lane is None or is_copy or corrections:
                        raise self.invalid()
                    is_copy = True
                elif number > len(self.lanes) or begun:
                    raise self.invalid()
                else:
                    lane = number
            elif symbol == CHANGE:
                number = self.number()
                if number == 0:
                    if begun:
                        raise self.invalid()
                    return self.read_style()
                slot = number - 1
                slots = [] if lane is None else self.lanes[lane].slots
                if slot >= len(slots) or slot == self.lanes[lane].main or slots[slot].explicit:
                    raise self.invalid()
                if corrections and slot <= max(corrections):
                    raise self.invalid()
                corrections[slot] = self.value(slots[slot])
            else:
                break
            begun = True
            symbol = self.symbols.symbol()
        return self.lane_event(symbol, lane, is_copy, corrections)

    def read_style(self):
        habits = self.number()
        if habits >= 4096:
            raise self.invalid()
        self.style = Style(habits)

    def lane_event(self, symbol, index, is_copy, corrections):
        if index is None:
            raise self.invalid()
        lane, main = self.lanes[index], None
        if lane.main is not None:
            main = self.text(symbol)
            self.count_text(main)
        elif symbol != EVENT:
            raise self.invalid()
        values = dict(corrections)
        for slot in lane.explicit():
            values[slot] = self.value(lane.slots[slot])
        event = self.compute(lane, main, values)
        self.learn_event(index, is_copy, main, event, corrections, values)
        return event

    def literal(self):
        head = self.number()
        length, has_roles = self.limited(head >> 2), head & 1
        extent, stored, copies, copied = 0, 0, [], 0
        if head & 2:
            more = self.number()
            extent, stored = more & 3, more & 4
            if more == 0 or extent == 3 or extent == 1 and has_roles:
                raise self.invalid()
            for _ in range(self.limited(more >> 3, MAX_PARTS)):
                gap = self.number()
                copied = self.limited(copied + gap)
                size = self.limited(self.number())
                distance = self.number()
                copied = self.limited(copied + size)
                copies.append((gap, size, distance))
        residue = self.symbols.take(length)
        if not stored:
            residue = self.inflate(residue)
        self.limited(len(residue) + copied)
        data, rest = b"", residue
        for gap, size, distance in copies:
            if gap > len(rest):
                raise self.invalid()
            data += rest[:gap] + self.reference(self.history, size, distance)
            rest = rest[gap:]
        data += rest
        roles = self.roles() if has_roles else []
        values = self.literal_values(roles)
        if extent == 0:
            event = self.whole_literal(data, roles, values)
        elif extent == 1:
            event = Event(self.style)
            event.append(data)
        else:
            event, positions = self.last_piece(data, roles)
        self.add_residue(residue)
        if extent == 1:
            self.add_piece(data)
        else:
            self.pieces, self.joins = b"", True
        if extent == 0:
            self.learn_literal(data, event, roles, values)
        elif extent == 2 and positions is not None:
            self.learn_joined(event, positions, roles)
        self.text_window = (self.text_window + event.new_text.encode())[-TEXT_WINDOW:]
        self.trim()
        return event

    def inflate(self, data):
        window = (self.dictionary + self.literal_window)[-32768:]
        inflater = zlib.decompressobj(-15, zdict=window)
        try:
            residue = inflater.decompress(data, MAX_EVENT + 1)
        except zlib.error:
            raise self.invalid() from None
        self.limited(len(residue))
        if not inflater.eof or inflater.unused_data:
            raise self.invalid()
        return residue

    def reference(self, window, size, distance):
        start = len(window) - distance
        if start < 0 or start + size > len(window):
            raise self.invalid()
        return window[start : start + size]

    def earlier_text(self, text):
        data = self.reference(self.text_window, text.n, text.distance)
        try:
            return self.style.escape(data.decode())
        except UnicodeDecodeError:
            raise self.invalid() from None

    def token_bytes(self, ids):
        try:
            return b"".join(self.symbols.vocabulary[id] for id in ids)
        except KeyError:
            raise self.invalid() from None

    def whole_text(self, ids):
        try:
            return self.style.escape(self.token_bytes(ids).decode())
        except UnicodeDecodeError:
            raise self.invalid() from None

    def spelled(self, parts):
        content = b""
        for part in parts:
            if part[0] == 0:
                content += part[1]
            elif part[0] == 1:
                content += self.reference(self.history, part[1], part[2])
            else:
                content += part[2] + (b"=" * (-part[1] % 4) if part[0] in (5, 7) else b"")
            self.limited(len(content))
        return content

    def set_main(self, event, text, kind, role, lane):
        """Sets the event's tokens and its fresh content, and returns what comes before it."""
        event.ids = text.ids
        before = b""
        if text.parts is not None:
            event.fresh = self.spelled(text.parts)
        elif kind == "ints":
            if text.form is not None:
                raise self.invalid()
            event.fresh = self.style.ints(text.ids)
        elif text.form == 10:
            event.fresh = b""
            before = self.earlier_text(text)
        elif text.form == 12 or text.form == 11 and lane is None:
            raise self.invalid()
        else:
            data = (lane.pending if lane else b"") + self.token_bytes(text.ids)
            for cut in range(len(data), max(len(data) - 4, -1), -1):
                try:
                    characters = data[:cut].decode()
                    break
                except UnicodeDecodeError as error:
                    if error.reason != "unexpected end of data":
                        raise self.invalid() from None
            event.pending = data[cut:]
            event.fresh = self.style.escape(characters)
            if text.form == 11:
                last = lane.slots[lane.main].last
                if text.n > len(last):
                    raise self.invalid()
                before = last[: text.n]
            elif lane and lane.grows:
                before = lane.slots[lane.main].last
        if role == "text":
            event.add_text(event.fresh)
        return before

    def string(self, event, text, kind, role):
        """Returns the content of a text that is not the main text."""
        if text.parts is not None:
            content = fresh = self.spelled(text.parts)
        elif kind != "string" or text.form == 11:
            raise self.invalid()
        elif text.form == 12:
            if text.n >= len(event.slots):
                raise self.invalid()
            return event.content(text.n)
        elif text.form == 10:
            return self.earlier_text(text)
        else:
            content = fresh = self.whole_text(text.ids)
        if role == "text":
            event.add_text(fresh)
        return content

    def compute(self, lane, main, values):
        event = Event(self.style)
        before = b""
        if main is not None:
            slot = lane.slots[lane.main]
            before = self.set_main(event, main, slot.kind, slot.role, lane)
        for index, slot in enumerate(lane.slots):
            event.append(lane.constants[index])
            value = values.get(index)
            if index == lane.main:
                content = before + event.fresh
            elif value is None:
                content = slot.predict(event)
            elif isinstance(value, Text):
                content = self.string(event, value, slot.kind, slot.role)
            elif isinstance(value, list):
                content = self.style.ints(value)
            elif isinstance(value, bytes):
                content = value
            else:
                content = slot.decode(value)
                if content is None:
                    raise self.invalid()
            event.add_slot(slot.kind, content)
        event.append(lane.constants[-1])
        return event

    def check_roles(self, roles, slots):
        suits = {0: ("string", "ints"), 1: ("string", "ints"), 2: ("string",), 3: ("ints",), 4: ("ints",),
                 5: ("string", "time", "number", "ints", "blanks"), 6: ("string",), 7: ("ints",)}
        for slot, role in roles:
            if slot >= len(slots) or slots[slot][0] not in suits[role]:
                raise self.invalid()
        if any(left[0] >= right[0] for left, right in zip(roles, roles[1:])):
            raise self.invalid()

    def whole_literal(self, data, roles, values):
        slots = find_slots(data) or []
        self.check_roles(roles, slots)
        event = Event(self.style)
        by_slot = dict(roles)
        names = [ROLES[by_slot.get(index, 0)] for index in range(len(slots))]
        main, before, end = main_of(names), b"", 0
        if main is not None:
            kind, start, stop = slots[main]
            if main in values:
                before = self.set_main(event, values[main], kind, names[main], None)
            else:
                event.fresh = data[start:stop]
                if names[main] == "text":
                    event.add_text(event.fresh)
        for index, (kind, start, stop) in enumerate(slots):
            event.append(data[end:start])
            end = stop
            content, role = data[start:stop], by_slot.get(index)
            if role is not None and role <= 4:
                if content:
                    raise self.invalid()
                if index == main:
                    content = before + event.fresh
                elif role == 3:
                    content = self.style.ints(event.ids)
                elif role == 4:
                    content = self.style.ints(values[index])
                else:
                    content = self.string(event, values[index], kind, names[index])
            elif role == 6 and index != main:
                event.add_text(content)
            event.add_slot(kind, content)
        event.append(data[end:])
        return event

    def lane_of(self, shape):
        for index, lane in enumerate(self.lanes):
            if (lane.constants, [slot.kind for slot in lane.slots]) == shape:
                return index
        return None

    def last_piece(self, data, roles):
        if not self.pieces or len(self.pieces) + len(data) > MAX_JOINED:
            raise self.invalid()
        event = Event(self.style)
        event.earlier = len(self.pieces)
        event.append(self.pieces + data)
        slots = find_slots(event.bytes)
        self.check_roles(roles, slots or [])
        if any(role < 5 for _, role in roles):
            raise self.invalid()
        if slots is None:
            return event, None
        index = None if roles else self.lane_of(shape_of(event.bytes, slots))
        if index is None:
            names = [ROLES[dict(roles).get(slot, 0)] for slot in range(len(slots))]
            main, last = main_of(names), b""
        else:
            lane = self.lanes[index]
            names, main = [slot.role for slot in lane.slots], lane.main
            last = lane.slots[main].last if lane.grows else b""
        for slot, (kind, start, end) in enumerate(slots):
            content = event.bytes[start:end]
            if slot == main:
                event.fresh = content.removeprefix(last)
                content = event.fresh
            if names[slot] == "text":
                event.add_text(content)
            event.slots.append((start, end))
            event.kinds.append(kind)
        return event, slots

    def add_residue(self, residue):
        self.literal_window = (self.literal_window + residue)[-LITERAL_WINDOW:]
        self.history = (self.history + residue)[-HISTORY:]

    def add_piece(self, data):
        self.joins = self.joins and len(self.pieces) + len(data) <= MAX_JOINED
        self.pieces = self.pieces + data if self.joins else b""

    def add_long_value(self, event, slot, value):
        if not isinstance(value, Text) or value.form is not None:
            return
        if value.parts and any(part[0] == 1 for part in value.parts):
            return
        content = event.content(slot)
        if len(content) >= LONG_VALUE:
            self.history = (self.history + content)[-HISTORY:]

    def use(self, lane):
        """Makes a lane lane 0."""
        if self.lanes:
            self.lanes[0].next = lane
        if lane in self.lanes:
            self.lanes.remove(lane)
        self.lanes.insert(0, lane)

    def trim(self):
        if self.lanes and self.lanes[0].cost() > MAX_LANES:
            del self.lanes[0]
        cost = 0
        for index, lane in enumerate(self.lanes):
            cost += lane.cost()
            if cost > MAX_LANES:
                del self.lanes[index:]
                break

    def learn_event(self, index, is_copy, main, event, corrections, values):
        self.pieces, self.joins = b"", True
        lane = self.lanes[index]
        if is_copy:
            lane = lane.copy()
        self.use(lane)
        for slot in range(len(lane.slots)):
            lane.slots[slot].learn(event, slot)
        lane.pending = event.pending
        if main is not None and main.form == 11:
            lane.grows = main.n > 0
        order = sorted(corrections) + sorted(slot for slot in values if slot not in corrections)
        for slot in order:
            if isinstance(values[slot], Text):
                lane.slots[slot].spell(values[slot])
                if lane.slots[slot].role != "text":
                    self.add_long_value(event, slot, values[slot])
        self.text_window = (self.text_window + event.new_text.encode())[-TEXT_WINDOW:]
        self.trim()

    def begin_lane(self, event, roles, values):
        by_slot = dict(roles)
        names = [ROLES[by_slot.get(slot, 0)] for slot in range(len(event.slots))]
        main = main_of(names)
        slots = [Slot(kind, names[slot], slot == main, event, slot) for slot, kind in enumerate(event.kinds)]
        for slot, value in values.items():
            if isinstance(value, Text):
                slots[slot].spell(value)
        starts = [0, *(end for _, end in event.slots)]
        ends = [*(start for start, _ in event.slots), len(event.bytes)]
        constants = [event.bytes[start:end] for start, end in zip(starts, ends)]
        self.use(Lane(constants, slots, event.pending))

    def learn_literal(self, data, event, roles, values):
        if find_slots(data) is not None:
            self.begin_lane(event, roles, values)
        for slot, value in sorted(values.items()):
            if ROLES[dict(roles)[slot]] != "text":
                self.add_long_value(event, slot, value)

    def learn_joined(self, event, positions, roles):
        index = None if roles else self.lane_of(shape_of(event.bytes, positions))
        if index is None:
            self.begin_lane(event, roles, {})
            return
        lane = self.lanes[index]
        self.use(lane)
        for slot in range(len(lane.slots)):
            lane.slots[slot].learn(event, slot)
        lane.pending = b""


def read(stream, dictionary):
    """Returns the events' bytes, and the error that ended reading or `None`."""
    events = bytearray()
    try:
        for event in Reader(stream, dictionary).events():
            events += event
    except StreamError as error:
        return bytes(events), str(error)
    return bytes(events), None
