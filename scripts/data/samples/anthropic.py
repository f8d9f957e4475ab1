"""Streams of Anthropic, directly and through cloud providers."""
import json

from .registry import stream
from .text import base62, compact, filler, groups, named, pieces


def padded(chance, value):
    """Writes an event with spaces before its last brace, as Anthropic does."""
    line = compact(value)
    return f"event: {value['type']}\ndata: {line[:-1]}{' ' * chance.randrange(0, 16)}}}\n\n"


def started(chance, model, **more):
    usage = {"input_tokens": chance.randrange(9, 900), **more, "output_tokens": chance.randrange(1, 9)}
    return named({"type": "message_start", "message": {
        "id": "msg_01" + base62(chance, 22), "type": "message", "role": "assistant", "model": model, "content": [],
        "stop_reason": None, "stop_sequence": None, "usage": usage}})


def block(chance, index, start, deltas):
    yield named({"type": "content_block_start", "index": index, "content_block": start})
    if index == 0:
        yield named({"type": "ping"})
    for delta in deltas:
        yield padded(chance, {"type": "content_block_delta", "index": index, "delta": delta})
    yield named({"type": "content_block_stop", "index": index})


def text(parts):
    return [{"type": "text_delta", "text": part} for part in parts]


def thinking(parts):
    return [{"type": "thinking_delta", "thinking": part} for part in parts]


def arguments(value, size=7):
    line = compact(value)
    return [{"type": "input_json_delta", "partial_json": line[at:at + size]} for at in [0, *range(0, len(line), size)]]


def stopped(reason, usage):
    yield named({"type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": None}, "usage": usage})
    yield named({"type": "message_stop"})


@stream("anthropic-messages.sse", "Anthropic: reasoning, text, a tool call; several tokens per event, padding of spaces")
def anthropic_messages(chance):
    yield started(chance, "claude-sonnet-4-5-20250929")
    thoughts = groups(pieces("english", most=30), chance)
    yield from block(chance, 0, {"type": "thinking", "thinking": "", "signature": ""}, thinking(thoughts))
    yield from block(chance, 1, {"type": "text", "text": ""}, text(groups(pieces("emoji", "code"), chance)))
    tool = {"type": "tool_use", "id": "toolu_01" + base62(chance, 22), "name": "get_weather", "input": {}}
    yield from block(chance, 2, tool, arguments({"city": "Åbo", "unit": "celsius"}))
    yield from stopped("tool_use", {"output_tokens": 89})


@stream("anthropic-signed.sse", "Anthropic: cache counts, a signature, hidden reasoning")
def anthropic_signed(chance):
    cache = {"cache_creation_input_tokens": 0, "cache_read_input_tokens": 2048,
             "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0}}
    yield started(chance, "claude-opus-4-5-20251101", **cache)
    deltas = thinking(groups(pieces("russian"), chance)) + [{"type": "signature_delta",
                                                             "signature": base62(chance, 300)}]
    yield from block(chance, 0, {"type": "thinking", "thinking": "", "signature": ""}, deltas)
    yield from block(chance, 1, {"type": "redacted_thinking", "data": base62(chance, 200)}, [])
    yield from block(chance, 2, {"type": "text", "text": ""}, text(groups(pieces("russian", "english"), chance)))
    yield from stopped("end_turn", {"input_tokens": 12, **cache, "output_tokens": 77})


@stream("anthropic-citations.sse", "Anthropic: a web search with citations, pings between deltas")
def anthropic_citations(chance):
    yield started(chance, "claude-sonnet-4-20250514", service_tier="standard")
    search = "srvtoolu_01" + base62(chance, 22)
    tool = {"type": "server_tool_use", "id": search, "name": "web_search", "input": {}}
    yield from block(chance, 0, tool, arguments({"query": "tide tables"}))
    found = {"type": "web_search_result", "title": "Tides", "url": "https://example.org/tides",
             "encrypted_content": base62(chance, 120), "page_age": None}
    yield from block(chance, 1, {"type": "web_search_tool_result", "tool_use_id": search, "content": [found]}, [])
    cite = {"type": "web_search_result_location", "cited_text": "High water at 6:12.", "url": found["url"],
            "title": "Tides", "encrypted_index": base62(chance, 60)}
    for index, part in enumerate(groups(pieces("english", most=40), chance), 2):
        deltas = [{"type": "citations_delta", "citation": cite}] if index % 3 == 0 else []
        yield from block(chance, index, {"citations": [], "type": "text", "text": ""}, deltas + text([part]))
        if index % 4 == 0:
            yield named({"type": "ping"})
    yield from stopped("end_turn", {"output_tokens": 90, "server_tool_use": {"web_search_requests": 1}})


@stream("anthropic-overloaded.sse", "Anthropic: an error in mid-stream")
def anthropic_overloaded(chance):
    yield started(chance, "claude-haiku-4-5-20251001")
    yield from list(block(chance, 0, {"type": "text", "text": ""}, text(pieces("english", most=9))))[:-1]
    yield named({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}})


@stream("anthropic-litellm.sse", "Anthropic's shape from Python's `json.dumps`")
def anthropic_litellm(chance):
    parts = block(chance, 0, {"type": "text", "text": ""}, text(pieces("german", "emoji", most=30)))
    for part in [started(chance, "claude-sonnet-4-5"), *parts, *stopped("end_turn", {"output_tokens": 30})]:
        name, line = part.rstrip("\n").split("\n")
        yield f"{name}\ndata: {json.dumps(json.loads(line[6:]))}\n\n"


@stream("bedrock-anthropic.ndjson", "Anthropic's events from Bedrock, one per line, with its counts at the end")
def bedrock_anthropic(chance):
    parts = [started(chance, "claude-sonnet-4-5-20250929"),
             *block(chance, 0, {"type": "text", "text": ""}, text(groups(pieces("english"), chance)))]
    for part in parts:
        yield part.split("data: ")[1].rstrip("\n") + "\n"
    counts = {"inputTokenCount": 19, "outputTokenCount": 60, "invocationLatency": 1409, "firstByteLatency": 377}
    yield compact({"type": "message_stop", "amazon-bedrock-invocationMetrics": counts}) + "\n"


@stream("bedrock-converse.ndjson", "Bedrock's Converse events, one per line")
def bedrock_converse(chance):
    yield compact({"messageStart": {"role": "assistant"}}) + "\n"
    for part in groups(pieces("spanish", "english"), chance):
        delta = {"contentBlockIndex": 0, "delta": {"text": part}, "p": filler(chance)}
        yield compact({"contentBlockDelta": delta}) + "\n"
    yield compact({"contentBlockStop": {"contentBlockIndex": 0}}) + "\n"
    yield compact({"messageStop": {"stopReason": "end_turn"}}) + "\n"
    usage = {"inputTokens": 12, "outputTokens": 60, "totalTokens": 72}
    yield compact({"metadata": {"metrics": {"latencyMs": 1234}, "usage": usage}}) + "\n"
