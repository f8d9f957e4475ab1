"""The symbols, numbers and bytes of a stream."""

import zlib

from .errors import StreamError
from .tables import CONTROLS, TABLE_S, Table, built_in_table, vocabulary

END, ABORT, FLUSH, PING, EVENT, GROUP, GROUP2, GROUP3, GROUP4, LANE, LANE1, LANE2, CHANGE, LITERAL, STRING = range(15)


class Symbols:
    """The symbols, numbers and bytes of a stream."""

    def __init__(self, stream):
        self.stream = stream
        self.bit = 0
        self.tokens = 0
        self.header()

    def header(self):
        first = self.take(1)[0]
        if first < 0xC0 or first.bit_count() % 2 == 0:
            raise StreamError("Invalid at byte 0")
        if first >= 0xE0:
            raise StreamError("Unsupported version")
        if first not in (0xC1, 0xC2, 0xC4, 0xC8):
            raise StreamError("Unsupported coder or content")
        self.is_prefix = first in (0xC4, 0xC8)
        number = self.take(1)[0]
        if number > 12:
            raise StreamError("Unsupported table")
        if number == 0:
            if self.take(8) != TABLE_S[1]:
                raise StreamError("WrongTable")
            self.table, self.vocabulary = Table(TABLE_S[0]), {}
        else:
            self.table, self.vocabulary = built_in_table(number), vocabulary(number)
        if first in (0xC1, 0xC4):
            raise StreamError("Invalid at byte 0")
        if self.take(1)[0] != 1:
            raise StreamError("Unsupported dictionary")

    def offset(self):
        return (self.bit + 7) // 8

    def truncated(self):
        return StreamError(f"Truncated at byte {len(self.stream)}")

    def invalid(self):
        return StreamError(f"Invalid at byte {self.offset()}")

    def take(self, count):
        start, shift = divmod(self.bit, 8)
        if self.bit + 8 * count > 8 * len(self.stream):
            raise self.truncated()
        self.bit += 8 * count
        if shift == 0:
            return self.stream[start : start + count]
        bits = int.from_bytes(self.stream[start : start + count + 1]) >> (8 - shift)
        return (bits & (1 << 8 * count) - 1).to_bytes(count)

    def varint(self, max_bits):
        start = self.bit // 8
        not_canonical = StreamError(f"NotCanonical at byte {start}")
        number, shift = 0, 0
        while True:
            byte = self.take(1)[0]
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                if number >> max_bits or byte == 0 and shift > 7:
                    raise not_canonical
                return number
            if shift >= max_bits:
                raise not_canonical

    def number(self):
        return self.varint(64)

    def word(self):
        start, word = self.bit, 0
        for length in range(1, 26):
            at = start + length - 1
            if at >= 8 * len(self.stream):
                raise self.truncated()
            word = word << 1 | self.stream[at // 8] >> 7 - at % 8 & 1
            if (length, word) in self.table.words:
                self.bit = start + length
                symbol = self.table.words[length, word]
                if symbol is not None:
                    return symbol
                break
        raise StreamError(f"Invalid at byte {start // 8}")

    def symbol(self):
        """Returns a control code below 16, or the id of a token as `(id,)`. FLUSH is skipped."""
        while True:
            start = self.bit // 8
            symbol = self.word() if self.is_prefix else self.varint(32)
            if symbol == 15:
                raise StreamError("Unsupported control code")
            if self.is_prefix and symbol in (FLUSH, END, ABORT):
                ones = -self.bit % 8
                if ones and self.stream[self.bit // 8] & (1 << ones) - 1 != (1 << ones) - 1:
                    raise StreamError(f"NotCanonical at byte {self.bit // 8}")
                self.bit += ones
            if symbol == ABORT:
                raise StreamError(f"Aborted at byte {start}")
            if symbol == END:
                self.check_end()
            if symbol >= CONTROLS:
                rank = symbol - CONTROLS
                if rank >= self.table.size:
                    raise StreamError(f"UnknownRank, item {self.tokens}")
                self.tokens += 1
                return (self.id_of(rank),)
            if symbol != FLUSH:
                return symbol

    def id_of(self, rank):
        return self.table.by_rank[rank]

    def check_end(self):
        """Checks the checksum after END."""
        end = self.bit // 8
        if self.take(4) != zlib.crc32(self.stream[:end]).to_bytes(4, "little"):
            raise StreamError(f"Checksum at byte {end}")

    def finish(self):
        """Checks that nothing follows the checksum."""
        if self.offset() < len(self.stream):
            raise StreamError(f"TrailingBytes at byte {self.offset()}")
