"""The errors of a reader, and the limits that most of its modules check."""

MAX_EVENT = 1 << 20
MAX_PARTS = 1024
MAX_SLOTS = 250


class StreamError(Exception):
    """An error in the page's words, such as `Invalid at byte 3`."""


def limit_exceeded():
    return StreamError("LimitExceeded")
