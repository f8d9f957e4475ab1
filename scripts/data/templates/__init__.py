"""Templates of the events of servers, one module per group of servers."""
from . import anthropic, local, openai, providers, responses  # noqa: F401
from .registry import SERVERS  # noqa: F401
