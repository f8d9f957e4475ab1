"""Builds the preset dictionary from the templates of `templates/`.

The dictionary is a concatenation of pieces of events. It is built in four steps:

1. Order the events by their weight. A stream's first event counts more than the others: nothing precedes it. The
   others lose the beginning that they share with an earlier event of the server, as a stream repeats it itself.
2. Take the events in this order and keep what the pieces before do not contain. The longer a repetition has to be to be
   left out, the fewer references an event needs, but the more space it takes. Important events are kept whole.
3. Remove pieces until the dictionary fits: always the piece whose loss costs the fewest bytes per byte of its length.
   The cost is measured with zlib, on the templates with random values. Space that is left at the end is filled with
   the pieces that were removed last.
4. Put the pieces that are used most, per byte, at the end: short distances take fewer bits.

With the events `{"id":"~","done":false}` and `{"id":"~","done":true}`, the pieces are `{"id":"","done":false}` and
`"done":true}`.
"""
import bisect
import heapq
import os
import random
import re
import zlib

from templates import SERVERS

SIZE = 20 << 10
WINDOW = 12 << 10  # bytes of earlier literals after the dictionary
DEFLATE_WINDOW = 32 << 10

FIRST = 3  # the weight of a first event, compared with the others
LAST = "data: [DONE]\n\n"  # in most streams, so nearest of all
SHORTEST_MATCH, LONGEST_MATCH = 4, 258
# (least weight, bytes of a repetition to leave out), and the bytes of a repetition that are kept on each side.
REPETITIONS, OVERLAP = [(24, 300), (8, 64), (0, 24)], 3


def deflated(literal, dictionary):
    """Returns the deflated size of a literal."""
    coder = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary)
    return len(coder.compress(literal) + coder.flush())


def longest_match(data, at, text):
    """Returns the length of the longest prefix of data[at:] that `text` contains, or 0 if it is too short."""
    low, high = SHORTEST_MATCH, min(LONGEST_MATCH, len(data) - at)
    if high < low or data[at:at + low] not in text:
        return 0
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if data[at:at + middle] in text else (low, middle - 1)
    return low


# Steps 1 and 2: the pieces.

def tails(events):
    """Yields each event without the fields that it shares with the beginning of an earlier one."""
    for number, event in enumerate(events):
        shared = max((len(os.path.commonprefix([event, other])) for other in events[:number]), default=0)
        start = max(event.rfind(mark, 0, shared) + 1 for mark in (',"', '{"', "\n"))
        yield event[start:] if start >= 24 else event


def weighted(servers):
    """Returns (weight, event) for each event, the most important first."""
    events = [(server.weight * (FIRST if number == 0 else 1), event) for server in servers.values()
              for number, event in enumerate(tails(server.events)) if event != LAST]
    return [(1, LAST), *sorted(events, key=lambda pair: -pair[0])]


def missing(event, text, least):
    """Returns the parts of an event that are not in `text` as a repetition of at least `least` bytes."""
    event, covered = event.split("~"), []
    for part in event:
        at = len(covered)
        covered += [False] * len(part)
        while at < len(covered):
            start = at - len(covered) + len(part)
            length = longest_match(part, start, text)
            if length < least and (length == 0 or length < len(part)):
                at += 1
                continue
            begin, end = OVERLAP * (start > 0), length - OVERLAP * (start + length < len(part))
            covered[at + begin:at + end] = [True] * max(end - begin, 0)
            at += length
    runs = "".join("\0" if skip else letter for letter, skip in zip("".join(event), covered)).split("\0")
    return [run for run in runs if len(run) >= SHORTEST_MATCH]


def pieces(servers):
    """Returns the pieces, the most important last."""
    found, text = [], ""
    for weight, event in weighted(servers):
        least = next(least for bound, least in REPETITIONS if weight >= bound)
        new = missing(event, text, least)
        found, text = new + found, "".join(new) + text
    return [piece.encode() for piece in found]


# Steps 3 and 4: the selection and the order.

def filled(name, event):
    """Returns an event with random values. A value of the same field is the same in all events of a server."""
    def value(match):
        before = event[max(match.start() - 14, 0):match.start()]
        chance = random.Random(name + before)
        if before.endswith((":", "[", "17", ".", "-")):
            return "".join(chance.choices("0123456789", k=8 if before.endswith("17") else 4))
        return "".join(chance.choices("0123456789abcdefghijklmnopqrstuvwxyzABCDEF", k=16))
    return re.sub("~", value, event).encode()


class Sample:
    """A filled event, the earlier ones of its stream, its weight, and what it costs now."""

    def __init__(self, data, earlier, weight):
        self.data, self.earlier, self.weight, self.cost = data, earlier[-WINDOW:], weight, 0

    def cost_with(self, text):
        return deflated(self.data, (text + self.earlier)[-DEFLATE_WINDOW:])

    def references(self, text):
        """Yields the start and the end of each part of `text` that a greedy compressor refers to."""
        at, window = 0, text + self.earlier
        while at < len(self.data):
            length = longest_match(self.data, at, window)
            start = window.rfind(self.data[at:at + length]) if length else len(text)
            if start < len(text):
                yield start, start + length
            at += length or 1


def samples(servers):
    found = []
    for name, server in servers.items():
        earlier = b""
        for number, event in enumerate(server.events):
            data = filled(name, event)
            found.append(Sample(data, earlier, server.weight * (FIRST if number == 0 else 1)))
            earlier += data
    return found


class Selection:
    """The pieces that are still in the dictionary, and the samples that use each of them."""

    def __init__(self, parts, of):
        self.parts, self.kept = parts, [True] * len(parts)
        self.users = [set() for _ in parts]
        self.update(of)

    def text(self, without=None):
        return b"".join(part for number, part in enumerate(self.parts) if self.kept[number] and number != without)

    def uses(self, of):
        """Yields (piece, sample) for each reference."""
        numbers, starts, at = [], [], 0
        for number, part in enumerate(self.parts):
            if self.kept[number]:
                numbers.append(number)
                starts.append(at)
                at += len(part)
        text = self.text()
        for sample in of:
            for start, end in sample.references(text):
                for place in range(bisect.bisect_right(starts, start) - 1, bisect.bisect_left(starts, end)):
                    yield numbers[place], sample

    def update(self, of):
        text = self.text()
        for sample in of:
            sample.cost = sample.cost_with(text)
        for number, sample in self.uses(of):
            self.users[number].add(sample)

    def loss(self, number):
        """Returns what the removal of a piece costs, per byte of its length."""
        text = self.text(number)
        more = sum(sample.weight * (sample.cost_with(text) - sample.cost) for sample in self.users[number])
        return more / len(self.parts[number])

    def shrink(self, size):
        """Removes pieces until the text has at most `size` bytes, then restores the last ones that fit."""
        heap = [(self.loss(number), number) for number in range(len(self.parts))]
        heapq.heapify(heap)
        excess, removed = len(self.text()) - size, []
        while excess > 0:
            _, number = heapq.heappop(heap)
            # Other removals may have made this piece more important since its loss was computed.
            loss = self.loss(number)
            if loss > heap[0][0]:
                heapq.heappush(heap, (loss, number))
                continue
            self.kept[number] = False
            removed.append(number)
            excess -= len(self.parts[number])
            self.update(self.users[number])
        for number in reversed(removed):
            if len(self.parts[number]) <= -excess:
                self.kept[number] = True
                excess += len(self.parts[number])

    def ordered(self, of):
        """Returns the text with the pieces that are used most, per byte, at the end."""
        use = [0] * len(self.parts)
        for number, sample in self.uses(of):
            use[number] += sample.weight
        numbers = [number for number, kept in enumerate(self.kept) if kept]
        return b"".join(self.parts[number] for number in sorted(
            numbers, key=lambda number: use[number] / len(self.parts[number])))


def dictionary(size=SIZE, without=()):
    """Returns the dictionary, built without the servers whose names begin with one of `without`."""
    servers = {name: server for name, server in SERVERS.items() if not name.startswith(tuple(without))}
    of = samples(servers)
    selection = Selection(pieces(servers), of)
    selection.shrink(size)
    return selection.ordered(of)
