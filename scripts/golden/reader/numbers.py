"""The numbers of contents, ints, counters and quotients (rules 86 to 95 and 103 to 111)."""

import bisect
import re

from .errors import MAX_EVENT
from .slots import days_of, time_number

YEARS = [days_of(year, 1, 1) for year in range(10001)]
NORMAL = re.compile(rb"(-?)(0|[1-9]\d*)(?:\.(\d{1,18}))?")


def number_of(kind, content):
    """Returns the number of a content and its scale, or `None`."""
    if kind == "blanks":
        return len(content), 0
    if kind == "time":
        return time_number(content)
    match = NORMAL.fullmatch(content)
    if not match:
        return None
    fraction = match[3] or b""
    number = int(match[2] + fraction)
    if number >= 10**18 or match[1] and number == 0:
        return None
    return (-number if match[1] else number), len(fraction)


def write_number(kind, number, scale, trimmed):
    """Returns the content of an integer of units, or `None`."""
    while trimmed and scale > 0 and number % 10 == 0:
        number, scale = number // 10, scale - 1
    if kind == "blanks":
        return b" " * number if 0 <= number <= MAX_EVENT else None
    if kind == "time":
        seconds, fraction = divmod(number, 10**scale)
        days, seconds = divmod(seconds, 86400)
        if not YEARS[0] <= days < YEARS[10000]:
            return None
        year = bisect.bisect(YEARS, days) - 1
        month = max(month for month in range(1, 13) if days_of(year, month, 1) <= days)
        day = days - days_of(year, month, 1) + 1
        time = b"%04d-%02d-%02dT" % (year, month, day)
        time += b"%02d:%02d:%02d" % (seconds // 3600, seconds // 60 % 60, seconds % 60)
        return time + (b".%0*d" % (scale, fraction) if scale else b"")
    if abs(number) >= 10**18:
        return None
    digits = b"%0*d" % (scale + 1, abs(number))
    content = digits[: len(digits) - scale] + (b"." + digits[len(digits) - scale :] if scale else b"")
    return (b"-" if number < 0 else b"") + content


def read_ints(content):
    """Returns the numbers of ints, or `None` (rule 103)."""
    if not content:
        return []
    items = [item.removeprefix(b" ") for item in content.split(b",")]
    if any(not re.fullmatch(rb"0|[1-9]\d{0,9}", item) or int(item) >> 32 for item in items):
        return None
    return [int(item) for item in items]


def counter(content):
    """Returns the bytes before a content's counter, and its digits."""
    digits = re.search(rb"\d{0,19}\Z", content)[0]
    return content[: len(content) - len(digits)], digits


def count_on(content, step):
    prefix, digits = counter(content)
    if not digits or int(digits) + step >= 10**19:
        return None
    width = len(digits) if digits.startswith(b"0") else 0
    return prefix + b"%0*d" % (width, int(digits) + step)


FORMULAS = [("ratio", 0)] + [(order, power) for order in ("inverse first", "product first") for power in (0, 2, 3, 6, 9)]


def quotient(formula, a, b):
    """Returns the number of a formula as its content, or `None`."""
    order, power = formula
    try:
        result = a / b if order == "ratio" else 10.0**power / a * b if order == "inverse first" else 10.0**power * b / a
    except ZeroDivisionError:
        return None
    return repr(result).encode() if 1e-4 <= abs(result) < 1e15 else None
