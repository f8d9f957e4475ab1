"""Token ids, prompts and chat streams in a fraction of their bytes."""

from ._native import (
    ChatDecoder,
    ChatEncoder,
    Codec,
    Detokenizer,
    Document,
    DocumentWriter,
    Event,
    StreamDecoder,
    StreamEncoder,
    Table,
    Tokenizer,
    __version__,
    coders,
    encoding_for_model,
    encodings,
    form_of,
)
from .errors import Error
from .prompts import compress, decompress, decompress_bytes, method_of
from .statistics import stats
from .store import PromptStore

__all__ = [
    "ChatDecoder",
    "ChatEncoder",
    "Codec",
    "Detokenizer",
    "Document",
    "DocumentWriter",
    "Error",
    "Event",
    "PromptStore",
    "StreamDecoder",
    "StreamEncoder",
    "Table",
    "Tokenizer",
    "__version__",
    "coders",
    "compress",
    "decompress",
    "decompress_bytes",
    "encoding_for_model",
    "encodings",
    "form_of",
    "method_of",
    "stats",
]
