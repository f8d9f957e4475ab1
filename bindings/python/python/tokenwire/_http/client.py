"""Puts tokenwire's transports around those of an SDK's own httpx client."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

from .exchange import Exchange, Options, subclass_of
from .transport import AsyncTransport, Transport


def client(sdk: str, name: str, options: Options, of_client: dict[str, Any]) -> Any:
    """Creates the SDK's client of this name, with its own timeouts, limits and socket options."""
    return wrap(_default(sdk, name)(**of_client), options)


def wrap(client: Any, options: Options) -> Any:
    """Puts tokenwire's transports around the client's own, so that it offers token streams, and returns the client."""
    httpx = httpx_of(client)
    exchange = Exchange(httpx, options)
    is_async = isinstance(client, httpx.AsyncClient)
    transport = subclass_of(AsyncTransport, httpx.AsyncBaseTransport) if is_async else subclass_of(Transport, httpx.BaseTransport)
    # A client created with a transport ignores the environment's proxies and the SDK's socket options. So the client creates
    # its own transports, and tokenwire's wrap them in the attributes that instrumentation wraps too.
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
    raise TypeError(f"{type(client).__name__} is not a client of httpx")


def _default(sdk: str, name: str) -> Any:
    install = f"pip install --upgrade 'tokenwire[{sdk}]'"
    try:
        return getattr(importlib.import_module(sdk), name)
    except ModuleNotFoundError as error:
        if error.name != sdk:
            raise
        raise ImportError(f"the package {sdk} is not installed: {install}", name=sdk) from error
    except AttributeError as error:
        raise ImportError(f"this release of {sdk} has no {name}: {install}", name=sdk) from error
