"""Computes the events of a stream from their records."""

from .lanes import Event, main_of
from .records import ROLES, Text
from .session import MAX_JOINED, Session
from .slots import find_slots, shape_of


class EventComputer(Session):
    """Computes events."""

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
        """Sets the event's tokens and the new part of its main text. Returns the part before it."""
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
