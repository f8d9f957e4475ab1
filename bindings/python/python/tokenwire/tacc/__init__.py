"""A drop-in replacement for the package tacc 0.1.0: change ``from tacc import`` to ``from tokenwire.tacc import``.

Names and payloads are the same. The differences:

* ``mapping_path`` works: it names a mapping file in tacc's format or a counts file, instead of the published counts.
* ``decode_raw_token_ids`` decodes the payloads of ``encode_raw_token_ids``.
* Payloads that are truncated, modified or followed by other bytes raise ``tokenwire.errors.CorruptError``.
* Mapped and raw ids outside the vocabulary raise ``KeyError`` when they are encoded, not when they are decoded.

Tokens are strings in tacc, but several hundred tokens of each vocabulary are not UTF-8. Here each byte that is not part
of a character becomes a lone surrogate, as with Python's ``surrogateescape``: ``"\\udcff"`` is the byte ff. So every
token has its own string.
"""

from .codec import Codec, compress_token_ids, decompress_token_ids, list_available_tokenizers
from .errors import UnknownKeyError

__all__ = [
    "Codec",
    "UnknownKeyError",
    "compress_token_ids",
    "decompress_token_ids",
    "list_available_tokenizers",
]
