"""Tables, their symbol codes, and vocabularies."""

import base64
import functools
import pathlib
import re

MAPPINGS = pathlib.Path(__file__).resolve().parents[3] / "mappings"
CONTROLS = 16
SHIFTS = [12, 14, 3, 14, 8, 9, 7, 7, 7, 10, 8, 8, 9, 9, 9, 24]
ENCODINGS = ["cl100k_base", "o200k_base", "o200k_harmony", "p50k_base", "p50k_edit", "r50k_base"]
TABLE_S = ("# table S: vocabulary size 4; ids not listed have count 1\n0\t5\n1\t3\n", bytes.fromhex("ac9959c0c1b668a4"))


@functools.cache
def encodings():
    """Returns the properties of each encoding, and the names of its special tokens by id."""
    found = {}
    for line in (MAPPINGS / "encodings.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            encoding, key, value = line.split("\t")
            found.setdefault(encoding, {}).setdefault(key, value)
    return found


class Table:
    """The ids of a table by rank, and its symbol code."""

    def __init__(self, counts, size=None):
        first, *lines = counts.splitlines()
        file_size, rest = re.search(r"vocabulary size (\d+); ids not listed have count (\d+)", first).groups()
        self.weights = [int(rest)] * int(file_size)
        for line in lines:
            if line and not line.startswith("#"):
                id, weight = line.split("\t")
                self.weights[int(id)] = int(weight)
        self.by_rank = sorted(range(len(self.weights)), key=lambda id: -self.weights[id])
        self.size = size or len(self.weights)

    @functools.cached_property
    def words(self):
        """Returns the symbol of each word of the symbol code, by its length and bits. The reserved word has `None`."""
        weights = [max(self.weights[id], 1) for id in self.by_rank]
        total = sum(weights)
        symbols = [(-max(total >> shift, 1), symbol) for symbol, shift in enumerate(SHIFTS)]
        symbols += [(-weight, rank + CONTROLS) for rank, weight in enumerate(weights)]
        symbols.sort()
        ordered = [-weight for weight, _ in symbols]
        lengths = word_lengths(ordered)
        names = [symbol for _, symbol in symbols]
        if lengths[-1] < 8:
            lengths = word_lengths([*ordered, 0])
            names.append(None)
        words, word, last = {}, -1, lengths[0]
        for length, name in zip(lengths, names):
            word = (word + 1) << (length - last)
            last = length
            words[length, word] = name
        return words


def word_lengths(weights):
    """Returns the lengths of the words of weights in descending order, by package-merge."""
    leaves = [weight * 2 for weight in reversed(weights)]  # Packages are odd, so that leaves come first.
    lists = [leaves]
    for _ in range(23):
        before = lists[-1]
        packages = [(before[i] // 2 + before[i + 1] // 2) * 2 + 1 for i in range(0, len(before) - 1, 2)]
        lists.append(sorted(leaves + packages))
    lengths = [0] * len(leaves)
    taken = 2 * len(leaves) - 2
    for items in reversed(lists):
        packages = sum(item & 1 for item in items[:taken])
        for leaf in range(taken - packages):
            lengths[leaf] += 1
        taken = 2 * packages
    return lengths[::-1]


@functools.cache
def built_in_table(number):
    release = "chat-2026" if number <= 6 else "tacc-0.1.0"
    properties = encodings()[ENCODINGS[(number - 1) % 6]]
    file = {"p50k_edit": "p50k"}.get(properties["vocabulary"], properties["vocabulary"])
    return Table((MAPPINGS / release / f"{file}.tsv").read_text(), int(properties["size"]))


@functools.cache
def vocabulary(number):
    """Returns the bytes of each token of a registered table."""
    encoding = ENCODINGS[(number - 1) % 6]
    files = {"cl100k_base": ["cl100k_base"], "r50k_base": ["r50k_base"]}.get(encoding, ["o200k_base"])
    if encoding.startswith("p50k"):
        files = ["r50k_base", "p50k_base.extra"]
    tokens = {int(id): name.encode() for id, name in encodings()[encoding].items() if id.isdigit()}
    for file in files:
        for line in (MAPPINGS / "vocab" / f"{file}.tiktoken").read_text().splitlines():
            token, id = line.split()
            tokens[int(id)] = base64.b64decode(token)
    return tokens
