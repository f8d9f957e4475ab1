"""Reads the files that rank tokens by frequency."""

from __future__ import annotations

import json
import os
from operator import index

from .._native import Table
from ..errors import CountsError


def read_mapping(path: str | os.PathLike[str], encoding: str) -> Table:
    """Reads a table from a counts file or a mapping file in tacc's format.

    A mapping file has lines of JSON with ``token_id`` and ``mapped_id``.
    """
    with open(path, "rb") as file:
        data = file.read()
    return Table.from_counts(_to_counts_file(data) if data.lstrip()[:1] == b"{" else data, encoding)


def _to_counts_file(lines: bytes) -> bytes:
    """Converts a mapping file to a counts file with the same ranks; the last rank has count 1."""
    ranks = dict(_entry(number, line) for number, line in enumerate(lines.splitlines(), 1) if line.strip())
    size = max(ranks, default=0) + 1
    if sorted(ranks.values()) != list(range(len(ranks))):
        raise CountsError("mapping file: the mapped ids must be 0, 1, -1, 2, -2 and so on, without gaps or duplicates")
    weights = "".join(f"{token_id}\t{len(ranks) - rank}\n" for token_id, rank in ranks.items())
    return f"# a mapping: vocabulary size {size}; ids not listed have count 0\n{weights}".encode()


def _entry(number: int, line: bytes) -> tuple[int, int]:
    """Returns the token id and the rank of a line. Mapped ids 0, 1, -1, 2, -2 have the ranks 0, 1, 2, 3, 4."""
    try:
        entry = json.loads(line)
        token_id, mapped_id = index(entry["token_id"]), index(entry["mapped_id"])
        return token_id, 2 * mapped_id - 1 if mapped_id > 0 else -2 * mapped_id
    except (ValueError, KeyError, TypeError) as error:
        message = f"mapping file, line {number}: expected JSON with integers token_id and mapped_id ({error})"
        raise CountsError(message, line=number) from None
