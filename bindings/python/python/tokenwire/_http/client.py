"""An SDK's own client of httpx, around whose transports ours are put."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

from .exchange import Exchange, Options, subclass_of
from .transport import AsyncTransport, Transport


def client(sdk: str, name: str, options: Options, of_client: dict[str, Any]) -> Any:
    """The SDK's client of this name, with its own time-outs, limits and socket options."""
    return wrap(_default(sdk, name)(**of_client), options)


def wrap(client: Any, options: Options) -> Any:
    """Puts tokenwire's transports around the client's own; it then asks for token streams."""
    httpx = httpx_of(client)
    exchange = Exchange(httpx, options)
    is_async = isinstance(client, httpx.AsyncClient)
    transport = subclass_of(AsyncTransport, httpx.AsyncBaseTransport) if is_async else subclass_of(Transport, httpx.BaseTransport)
    # A client that is given a transport forgets the environment's proxies, and the SDK its socket options. So the client
    # makes its transports by itself, and ours come around them where instrumentation puts itself too.
    client._transport = transport(client._transport, exchange)
    mounts = client._mounts.items()
    client._mounts = {pattern: inner and transport(inner, exchange) for pattern, inner in mounts}
    return client


def httpx_of(client: object) -> ModuleType:
    """Returns the module that the client's class is from: httpx or httpx2."""
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
