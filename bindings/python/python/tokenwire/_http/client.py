"""Wraps the transports of an SDK's httpx client in tokenwire's transports."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

from .exchange import Exchange, Options, subclass_of
from .transport import AsyncTransport, Transport


def client(sdk: str, name: str, options: Options, client_options: dict[str, Any]) -> Any:
    """Creates and wraps the SDK's httpx client of this name, with its timeouts, limits and socket options."""
    return wrap(_client_class(sdk, name)(**client_options), options)


def wrap(client: Any, options: Options) -> Any:
    """Wraps the client's transports so that requests offer token streams, and returns the client."""
    httpx = httpx_of(client)
    exchange = Exchange(httpx, options)
    is_async = isinstance(client, httpx.AsyncClient)
    transport: Any = (
        subclass_of(AsyncTransport, httpx.AsyncBaseTransport)
        if is_async
        else subclass_of(Transport, httpx.BaseTransport)
    )
    # A client that is created with a transport ignores the environment's proxies and the SDK's socket options. So the
    # client creates its transports itself, and this code replaces the attributes that hold them. Instrumentation
    # libraries replace the same attributes.
    client._transport = transport(client._transport, exchange)
    mounts = client._mounts.items()
    client._mounts = {pattern: inner and transport(inner, exchange) for pattern, inner in mounts}
    return client


def httpx_of(client: object) -> ModuleType:
    """Returns the module that defines the client's base class: httpx or httpx2."""
    for kind in type(client).__mro__:
        root = sys.modules[kind.__module__.partition(".")[0]]
        if kind.__name__ in ("Client", "AsyncClient") and hasattr(root, "RemoteProtocolError"):
            return root
    raise TypeError(f"expected a client of httpx or httpx2, not {type(client).__name__}")


def _client_class(sdk: str, name: str) -> Any:
    install = f"pip install --upgrade 'tokenwire[{sdk}]'"
    try:
        return getattr(importlib.import_module(sdk), name)
    except ModuleNotFoundError as error:
        if error.name != sdk:
            raise
        raise ImportError(f"the package {sdk} is not installed: {install}", name=sdk) from error
    except AttributeError as error:
        raise ImportError(f"this release of {sdk} is too old and has no {name}: {install}", name=sdk) from error
