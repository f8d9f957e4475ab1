"""What the package tacc 0.1.0 offers, under the same names: change ``from tacc import`` to ``from tokenwire.tacc import``.

Payloads are the same bytes. What tacc does not do is done here:

* ``mapping_path`` names a mapping file of tacc's kind or a counts file, which replaces the published counts;
* ``decode_raw_token_ids`` reads what ``encode_raw_token_ids`` wrote;
* payloads that are cut, changed or followed by something raise ``tokenwire.errors.CorruptError``;
* mapped and raw ids that the vocabulary does not have raise ``KeyError`` when they are written, not when they are read.

Tokens are strings in tacc, but some hundreds of each vocabulary are not UTF-8. Here a byte that belongs to no character stands in
the string as a lone surrogate, as in Python's ``surrogateescape``: ``"\\udcff"`` is the byte ff. So every token has a string of its own.
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
