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

__all__ = [
    "ChatDecoder",
    "ChatEncoder",
    "Codec",
    "Detokenizer",
    "Document",
    "DocumentWriter",
    "Error",
    "Event",
    "StreamDecoder",
    "StreamEncoder",
    "Table",
    "Tokenizer",
    "__version__",
    "coders",
    "encoding_for_model",
    "encodings",
    "form_of",
]
