"""The calls of the real SDKs that are compared, by name, and their outcomes."""
import asyncio

import anthropic
import openai

MESSAGES = [{"role": "user", "content": "Tell me something."}]
TOOLS = [{"type": "function", "function": {"name": "search_trains", "parameters": {}}}]
FAULTS = [
    "status=429", "status=500", "status=503", "error-event=5", "cut=5", "half-utf8=5", "wrong-type", "redirect", "gzip",
    "big=300000",
]
CHATS = [
    "openai-chat", "openai-chat-obfuscated", "openai-chat-crlf", "openai-chat-python-json", "openai-3-choices",
    "openai-logprobs", "openai-tools", "azure-chat", "vllm-chat", "vllm-chat-token-ids", "vllm-chat-foreign-ids",
    "sglang-chat", "tgi-chat", "llamacpp-chat", "ollama-chat",
]
OF_GPT = {"model": "gpt-4o", "messages": MESSAGES}
OF_CLAUDE = {"model": "claude", "max_tokens": 99, "messages": MESSAGES}


def plain(value):
    """Returns the content of an SDK object as plain values, without padding."""
    if hasattr(value, "model_dump"):
        value = value.model_dump(warnings=False)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key != "obfuscation"}
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def outcome(objects):
    """Returns the objects of a call and the error that ends them."""
    outcomes = []
    try:
        for value in objects():
            outcomes.append(plain(value))
    except Exception as error:  # any error of the SDK
        outcomes.append(error_fields(error))
    return outcomes


async def async_outcome(objects):
    """Returns the objects of an async generator and the error that ends them."""
    outcomes = []
    try:
        async for value in objects():
            outcomes.append(plain(value))
    except Exception as error:  # any error of the SDK
        outcomes.append(error_fields(error))
    return outcomes


def error_fields(error):
    return [type(error).__name__, getattr(error, "status_code", None), getattr(error, "body", None)]


def lacking():
    """Returns the names of calls that this release of the SDK does not have."""
    client = openai.OpenAI(api_key="k")
    has_chat_stream = hasattr(client.chat.completions, "stream")
    available = {"responses": hasattr(client, "responses"), "chat, .stream()": has_chat_stream}
    return [name for name, is_available in available.items() if not is_available]


def opened(manager, final):
    """Yields the events of an SDK's `.stream()` and then its final result."""
    with manager as stream:
        yield from stream
        yield getattr(stream, final)()


class Calls:
    """Calls of the SDKs at a base URL, by name. Each call is a function that returns an iterable of objects.

    `clients` is None or the package `tokenwire`, whose clients make the SDKs request token streams themselves.
    """

    def __init__(self, base, clients=None):
        self.base = base
        # One client for all calls, as in real programs, so that connections are reused.
        self.clients = {name: getattr(clients, name).http_client() for name in ("openai", "anthropic") if clients}

    def openai(self, path=""):
        http = self.clients.get("openai")
        return openai.OpenAI(base_url=f"{self.base}{path}/v1", api_key="k", max_retries=0, http_client=http)

    def anthropic(self, path=""):
        http = self.clients.get("anthropic")
        return anthropic.Anthropic(base_url=f"{self.base}{path}", api_key="k", max_retries=0, http_client=http)

    def chat(self, path="", **more):
        return lambda: self.openai(path).chat.completions.create(**OF_GPT, stream=True, **more)

    def responses(self, **more):
        return lambda: self.openai().responses.create(model="gpt-4o", input="x", stream=True, **more)

    def messages(self, path="", **more):
        return lambda: self.anthropic(path).messages.create(**OF_CLAUDE, stream=True, **more)

    def available(self, calls):
        """Yields the calls that this release of the SDKs has."""
        absent = tuple(lacking())
        return ((name, call) for name, call in calls if not absent or not name.startswith(absent))

    def samples(self):
        """Yields the calls on the built-in samples."""
        return self.available(self.all_samples())

    def all_samples(self):
        chat = lambda: self.openai().chat.completions  # noqa: E731
        yield "chat, streamed", self.chat()
        yield "chat, not streamed", lambda: [chat().create(**OF_GPT)]
        yield "chat, .stream()", lambda: opened(chat().stream(**OF_GPT), "get_final_completion")
        yield "tools, streamed", self.chat(tools=TOOLS)
        yield "tools, not streamed", lambda: [chat().create(**OF_GPT, tools=TOOLS)]
        yield "chat, .stream() with tools", lambda: opened(chat().stream(**OF_GPT, tools=TOOLS), "get_final_completion")
        responses = lambda: self.openai().responses  # noqa: E731
        yield "responses, streamed", self.responses()
        yield "responses, not streamed", lambda: [responses().create(model="gpt-4o", input="x")]
        yield "responses, .stream()", lambda: opened(responses().stream(model="gpt-4o", input="x"), "get_final_response")
        messages = lambda: self.anthropic().messages  # noqa: E731
        yield "messages, streamed", self.messages()
        yield "messages, not streamed", lambda: [messages().create(**OF_CLAUDE)]
        yield "messages, .stream()", lambda: opened(messages().stream(**OF_CLAUDE), "get_final_message")
        yield "a long request", lambda: [chat().create(model="gpt-4o", messages=MESSAGES * 200)]
        yield "models, not found", lambda: [self.openai().models.list()]

    def faults(self):
        return self.available(self.all_faults())

    def all_faults(self):
        for fault in FAULTS:
            header = {"extra_headers": {"x-replay-fault": fault}}
            yield f"chat, {fault}", self.chat(**header)
            yield f"responses, {fault}", self.responses(**header)
            yield f"messages, {fault}", self.messages(**header)

    def shared(self):
        return self.available(self.all_shared())

    def all_shared(self):
        for stem in CHATS:
            yield stem, self.chat(f"/{stem}")
        yield "responses of OpenAI", self.responses()
        yield "anthropic-messages", self.messages("/anthropic-messages")


class AsyncCalls:
    """The same for async clients. Each call returns an async generator of objects."""

    def __init__(self, base, clients=None):
        http = lambda sdk: {"http_client": getattr(clients, sdk).async_http_client()} if clients else {}  # noqa: E731
        self.openai = openai.AsyncOpenAI(base_url=f"{base}/v1", api_key="k", max_retries=0, **http("openai"))
        self.anthropic = anthropic.AsyncAnthropic(base_url=base, api_key="k", max_retries=0, **http("anthropic"))

    async def chat(self, **more):
        async for chunk in await self.openai.chat.completions.create(**OF_GPT, stream=True, **more):
            yield chunk

    async def messages(self, **more):
        async for event in await self.anthropic.messages.create(**OF_CLAUDE, stream=True, **more):
            yield event

    async def responses(self, **more):
        async for event in await self.openai.responses.create(model="gpt-4o", input="x", stream=True, **more):
            yield event

    async def whole(self):
        yield await self.openai.chat.completions.create(**OF_GPT)
        yield await self.anthropic.messages.create(**OF_CLAUDE)

    async def opened(self):
        async with self.anthropic.messages.stream(**OF_CLAUDE) as stream:
            async for event in stream:
                yield event
            yield await stream.get_final_message()

    def all(self):
        streams = [self.chat, self.messages, *([self.responses] if "responses" not in lacking() else [])]
        names = ("cut=5", "status=500", "error-event=5", "gzip")
        faults = [{"extra_headers": {"x-replay-fault": name}} for name in names]
        broken = [lambda call=call, fault=fault: call(**fault) for call in streams for fault in faults]
        return [*streams, self.whole, self.opened, *broken] * 3

    async def outcomes(self):
        """Makes all calls at the same time and returns their outcomes."""
        async with self.openai, self.anthropic:
            return await asyncio.gather(*[async_outcome(call) for call in self.all()])
