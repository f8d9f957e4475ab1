"""Encodes token ids, prompts and chat streams in a fraction of their bytes, without loss."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from typing import Any

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

# Names that are imported on first use, because sqlite3 and similar modules make the import slow.
_LAZY = {
    "PromptStore": "store",
    "compress": "prompts",
    "decompress": "prompts",
    "decompress_bytes": "prompts",
    "method_of": "prompts",
    "stats": "statistics",
}
_MODULES = ("anthropic", "arrow", "openai", "plot", "prompts", "sql", "statistics", "store", "tacc")


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        value = getattr(importlib.import_module(f"{__name__}.{_LAZY[name]}"), name)
        globals()[name] = value
        return value
    if name in _MODULES:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_MODULES})
