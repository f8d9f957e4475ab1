"""Files that say how frequent each token is."""

from __future__ import annotations

import json
import os
from operator import index

from .._native import Table
from ..errors import CountsError


def read_mapping(path: str | os.PathLike[str], encoding: str) -> Table:
    """The table of a counts file, or of a mapping file as tacc has them: JSON lines with ``token_id`` and ``mapped_id``."""
    with open(path, "rb") as file:
        data = file.read()
    return Table.from_counts(_counts_of(data) if data.lstrip()[:1] == b"{" else data, encoding)


def _counts_of(lines: bytes) -> bytes:
    """A counts file whose ranks are the mapping's: the last one counts 1."""
    ranks = dict(_entry(number, line) for number, line in enumerate(lines.splitlines(), 1) if line.strip())
    size = max(ranks, default=0) + 1
    if sorted(ranks.values()) != list(range(len(ranks))):
        raise CountsError("the mapped ids are not 0, 1, -1, 2, -2 and so on without a gap")
    weights = "".join(f"{token_id}\t{len(ranks) - rank}\n" for token_id, rank in ranks.items())
    return f"# a mapping: vocabulary size {size}; ids not listed have count 0\n{weights}".encode()


def _entry(number: int, line: bytes) -> tuple[int, int]:
    """Token id and rank: mapped ids 0, 1, -1, 2, -2 have the ranks 0, 1, 2, 3, 4."""
    try:
        entry = json.loads(line)
        token_id, mapped_id = index(entry["token_id"]), index(entry["mapped_id"])
        return token_id, 2 * mapped_id - 1 if mapped_id > 0 else -2 * mapped_id
    except (ValueError, KeyError, TypeError) as error:
        raise CountsError(f"mapping file, line {number}: expected token_id and mapped_id ({error})", line=number) from None
