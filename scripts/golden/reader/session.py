"""What both sides of a stream know: the lanes, the windows and the style. It changes with each event."""

from .lanes import Lane, Slot, main_of
from .records import ROLES, RecordReader, Text
from .slots import find_slots, shape_of
from .strings import Style

MAX_LANES = 57344
MAX_JOINED = 16384
TEXT_WINDOW = 24576
LITERAL_WINDOW = 12288
HISTORY = 98304
LONG_VALUE = 16


class Session(RecordReader):
    """Learns from the events of a stream."""

    def __init__(self, stream, dictionary):
        super().__init__(stream)
        self.dictionary = dictionary
        self.style = Style()
        self.lanes = []
        self.text_window = self.literal_window = self.history = b""
        self.pieces, self.joins = b"", True

    def expected_lane(self):
        if not self.lanes:
            return None
        next = self.lanes[0].next
        return self.lanes.index(next) if next in self.lanes else 0

    def lane_of(self, shape):
        for index, lane in enumerate(self.lanes):
            if (lane.constants, [slot.kind for slot in lane.slots]) == shape:
                return index
        return None

    def reference(self, window, size, distance):
        start = len(window) - distance
        if start < 0 or start + size > len(window):
            raise self.invalid()
        return window[start : start + size]

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

    def add_text(self, event):
        self.text_window = (self.text_window + event.new_text.encode())[-TEXT_WINDOW:]

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
        self.add_text(event)
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
