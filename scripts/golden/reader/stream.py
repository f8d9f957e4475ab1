"""Reads the records of a stream."""

import zlib

from .errors import MAX_EVENT, MAX_PARTS, StreamError
from .events import EventComputer
from .lanes import Event
from .strings import Style
from .symbols import CHANGE, END, EVENT, LANE, LANE1, LANE2, LITERAL, PING


class Reader(EventComputer):
    """Reads a stream of events."""

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
        residue = self.residue(length, stored, copied)
        data = self.with_copies(residue, copies)
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
        self.add_text(event)
        self.trim()
        return event

    def residue(self, length, stored, copied):
        """Reads the bytes of a literal that are not copied."""
        residue = self.symbols.take(length)
        if not stored:
            residue = self.inflate(residue)
        self.limited(len(residue) + copied)
        return residue

    def with_copies(self, residue, copies):
        """Returns a literal's bytes."""
        data = b""
        for gap, size, distance in copies:
            if gap > len(residue):
                raise self.invalid()
            data += residue[:gap] + self.reference(self.history, size, distance)
            residue = residue[gap:]
        return data + residue

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


def read(stream, dictionary):
    """Returns the events' bytes, and the error that ended reading or `None`."""
    events = bytearray()
    try:
        for event in Reader(stream, dictionary).events():
            events += event
    except StreamError as error:
        return bytes(events), str(error)
    return bytes(events), None
