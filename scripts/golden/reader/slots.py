"""Finds the slots of an event (rules 7 to 20)."""

import re

from .errors import MAX_SLOTS

I64 = range(-(1 << 63), 1 << 63)


TIME = re.compile(rb"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?")
OFFSET = re.compile(rb"(?:Z|[+-]\d\d:\d\d)?")
INTS = re.compile(rb"(?: ?\d{1,10}(?:, ?\d{1,10})*)?")
WORD = re.compile(rb"[0-9A-Za-z_.+\x80-\xff-]+")
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
STRING_CONTENT = re.compile(rb'(?:[^"\\\n\r]|\\[^\n\r])*')


def days_of(year, month, day):
    """Returns the days since 1970-01-01, or `None` if there is no such date."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    months = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if not 1 <= month <= 12 or not 1 <= day <= months[month - 1]:
        return None
    before = year - 1
    days = 365 * year + before // 4 - before // 100 + before // 400
    return days + sum(months[: month - 1]) + day - 1 - 719527


def time_number(text):
    """Returns the number of a time without its offset, and its scale."""
    match = TIME.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second = map(int, match.groups()[:6])
    days = days_of(year, month, day)
    if days is None or hour > 23 or minute > 59 or second > 59:
        return None
    fraction = match[7] or b""
    number = (days * 86400 + hour * 3600 + minute * 60 + second) * 10 ** len(fraction) + int(fraction or b"0")
    return (number, len(fraction)) if number in I64 else None


def find_slots(event):
    """Returns the kind, start and end of each slot, or `None` if there are more than 250."""
    slots, at, open_line = [], 0, -1
    while at < len(event):
        byte = event[at]
        if byte == 0x22:
            content = STRING_CONTENT.match(event, at + 1).end()
            if at < open_line or content >= len(event) or event[content] != 0x22:
                if at >= open_line:
                    ends = [end for end in (event.find(b"\n", at), event.find(b"\r", at)) if end >= 0]
                    open_line = min(ends, default=len(event))
                at += 1
                continue
            text = event[at + 1 : content]
            if not event[content + 1 :].lstrip(b" ").startswith(b":"):
                time = TIME.match(text)
                # A fraction of ten digits or more is not a part of the time.
                if time and OFFSET.fullmatch(text, time.end()) and time_number(time[0]):
                    slots.append(("time", at + 1, at + 1 + time.end()))
                else:
                    slots.append(("string", at + 1, content))
            at = content + 1
        elif byte == 0x5B:
            end = INTS.match(event, at + 1).end()
            if event[end : end + 1] == b"]":
                slots.append(("ints", at + 1, end))
                at = end
            at += 1
        elif word := WORD.match(event, at):
            if NUMBER.fullmatch(word[0]):
                slots.append(("number", at, word.end()))
            at = word.end()
        else:
            at += 1
    trimmed = event.rstrip(b"\t\n\x0c\r ")
    if trimmed.endswith(b"}"):
        end = len(trimmed) - 1
        slots.append(("blanks", len(trimmed[:-1].rstrip(b" ")), end))
    return slots if len(slots) <= MAX_SLOTS else None


def shape_of(event, slots):
    """Returns the constant bytes before each slot and after the last one, and the kinds."""
    ends = [0, *(end for _, _, end in slots)]
    starts = [*(start for _, start, _ in slots), len(event)]
    return [event[end:start] for end, start in zip(ends, starts)], [kind for kind, _, _ in slots]
