"""Agents: reasoning with signatures, searches and calls of tools."""
from samples.text import base62, compact, hexes, named

from .registry import stream
from .text import created, drawn, encrypted, padding, phrase, split, text, url, words

# Each round of the Anthropic agent: full stops and characters of the thinking, bytes of the signature, pieces of the
# query, and bytes of the encrypted content of each result.
ANTHROPIC_ROUNDS = (
    (3, 316, 908, 6, (2294, 2226, 2545, 2062, 1566)),
    (3, 298, 1261, 5, (1305, 1544, 2280, 2339, 1892)),
    (3, 305, 685, 6, (1840, 1200, 1547, 2551, 2222)),
)
# Each round of the Responses agent: bytes of the encrypted reasoning, and pieces of the arguments.
RESPONSES_ROUNDS = ((1668, 40), (1115, 43), (2953, 43), (1059, 41))


def block(index, start, deltas):
    """Yields the events of a content block of Anthropic's API."""
    yield named({"type": "content_block_start", "index": index, "content_block": start})
    for delta in deltas:
        yield named({"type": "content_block_delta", "index": index, "delta": delta})
    yield named({"type": "content_block_stop", "index": index})


def deltas(kind, field, pieces):
    return [{"type": kind, field: piece} for piece in pieces]


def search_result(chance, size):
    return {"type": "web_search_result", "title": phrase(chance, 6), "url": url(chance),
            "encrypted_content": encrypted(chance, size), "page_age": f"March {chance.randrange(1, 29)}, 2026"}


def anthropic_round(chance, index, ends, size, signature, pieces, results):
    """Yields three blocks: thinking, a search and its results."""
    thinking = split("".join(text(chance, 60, ends, size)), 24)
    yield from block(index, {"type": "thinking", "thinking": "", "signature": ""}, [
        *deltas("thinking_delta", "thinking", thinking),
        {"type": "signature_delta", "signature": encrypted(chance, signature)}])
    yield named({"type": "ping"})
    id = "srvtoolu_01" + base62(chance, 22)
    query = drawn(lambda: compact({"query": phrase(chance, 7)}), 9, pieces)
    yield from block(index + 1, {"type": "server_tool_use", "id": id, "name": "web_search", "input": {}},
                     deltas("input_json_delta", "partial_json", ["", *split(query, 9)]))
    content = [search_result(chance, size) for size in results]
    yield from block(index + 2, {"type": "web_search_tool_result", "tool_use_id": id, "content": content}, [])


@stream("anthropic-agent.sse")
def anthropic_agent(chance):
    no_cache = {"cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}
    usage = {"input_tokens": chance.randrange(1000, 10_000), **no_cache,
             "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
             "output_tokens": chance.randrange(1, 10), "service_tier": "standard"}
    yield named({"type": "message_start", "message": {
        "model": "claude-sonnet-4-5-20250929", "id": "msg_01" + base62(chance, 22), "type": "message",
        "role": "assistant", "content": [], "stop_reason": None, "stop_sequence": None, "usage": usage}})
    for number, shape in enumerate(ANTHROPIC_ROUNDS):
        yield from anthropic_round(chance, 3 * number, *shape)
    answer = split("".join(text(chance, 120, 6, 638)), 21)
    yield from block(9, {"type": "text", "text": ""}, deltas("text_delta", "text", answer))
    edit = drawn(lambda: compact({"path": f"src/{phrase(chance, 1)}.py", "old": "".join(text(chance, 20, 1, 104)),
                                  "new": "".join(text(chance, 25, 1, 120))}), 12, 23)
    yield from block(10, {"type": "tool_use", "id": "toolu_01" + base62(chance, 22), "name": "edit_file", "input": {}},
                     deltas("input_json_delta", "partial_json", ["", *split(edit, 12)]))
    usage = {"input_tokens": chance.randrange(10_000, 90_000), **no_cache, "output_tokens": chance.randrange(500, 1000),
             "server_tool_use": {"web_search_requests": len(ANTHROPIC_ROUNDS)}}
    yield named({"type": "message_delta", "delta": {"stop_reason": "tool_use", "stop_sequence": None}, "usage": usage})
    yield named({"type": "message_stop"})


class Events:
    """Writes the events of a response and numbers them."""

    def __init__(self, number=0):
        self.number = number

    def __call__(self, kind, **fields):
        self.number += 1
        return named({"type": "response." + kind, "sequence_number": self.number - 1, **fields})


def tool(chance, number):
    names = [f"{word}_{at}" for at, word in enumerate(words(chance, 6))]
    properties = {name: {"type": chance.choice(("string", "integer", "boolean")), "description": phrase(chance, 14)}
                  for name in names}
    parameters = {"type": "object", "properties": properties, "required": names[:3], "additionalProperties": False}
    return {"type": "function", "description": phrase(chance, 60),
            "name": f"{'_'.join(words(chance, 2))}_{number}", "parameters": parameters, "strict": True}


def response(start, request, status, output, usage=None):
    """Returns the response object, which contains the instructions and the tools of the request."""
    instructions, key, tools = request
    return {**start, "status": status, "background": False, "error": None, "incomplete_details": None,
            "instructions": instructions, "max_output_tokens": None, "max_tool_calls": None,
            "model": "gpt-5-2025-08-07", "output": output, "parallel_tool_calls": True, "previous_response_id": None,
            "prompt_cache_key": key, "reasoning": {"effort": "medium", "summary": None}, "safety_identifier": None,
            "service_tier": "auto", "store": False, "temperature": 1.0,
            "text": {"format": {"type": "text"}, "verbosity": "medium"}, "tool_choice": "auto", "tools": tools,
            "top_logprobs": 0, "top_p": 1.0, "truncation": "disabled", "usage": usage, "user": None, "metadata": {}}


def reasoning(chance, event, at, size, output):
    """Yields the events of a reasoning item, and appends it to the output."""
    item = {"id": "rs_" + hexes(chance, 50), "type": "reasoning"}
    yield event("output_item.added", output_index=at,
                item={**item, "encrypted_content": encrypted(chance, 600), "summary": []})
    output.append({**item, "encrypted_content": encrypted(chance, size), "summary": []})
    yield event("output_item.done", output_index=at, item=output[-1])


def call(chance, event, at, name, pieces, output):
    """Yields the events of a function call and of a search with the same id, and appends the call to the output."""
    def arguments():
        path = "/".join(words(chance, 3))
        return compact({"path": f"src/{path}.rs", "command": phrase(chance, 20),
                        "timeout": chance.randrange(10_000, 100_000)})
    id, line, call_id = hexes(chance, 50), drawn(arguments, 4, pieces), "call_" + base62(chance, 24)

    def item(status, line):
        return {"id": "fc_" + id, "type": "function_call", "status": status, "arguments": line, "call_id": call_id,
                "name": name}
    yield event("output_item.added", output_index=at, item=item("in_progress", ""))
    for piece in split(line, 4):
        yield event("function_call_arguments.delta", item_id="fc_" + id, output_index=at, delta=piece,
                    obfuscation=padding(chance))
    yield event("function_call_arguments.done", item_id="fc_" + id, output_index=at, arguments=line)
    output.append(item("completed", line))
    yield event("output_item.done", output_index=at, item=output[-1])
    for status in "in_progress", "searching", "completed":
        yield event("web_search_call." + status, output_index=at, item_id="ws_" + id)


def message(chance, event, at, output):
    """Yields the events of a message, and appends it to the output."""
    id, tokens = "msg_" + hexes(chance, 50), text(chance, 160, 9, 777)
    place = {"item_id": id, "output_index": at, "content_index": 0}

    def item(status, content):
        return {"id": id, "type": "message", "status": status, "content": content, "role": "assistant"}

    def part(content):
        return {"type": "output_text", "annotations": [], "logprobs": [], "text": content}
    yield event("output_item.added", output_index=at, item=item("in_progress", []))
    yield event("content_part.added", **place, part=part(""))
    for token in tokens:
        yield event("output_text.delta", **place, delta=token, logprobs=[], obfuscation=padding(chance))
    whole = "".join(tokens)
    yield event("output_text.done", **place, text=whole, logprobs=[])
    yield event("content_part.done", **place, part=part(whole))
    output.append(item("completed", [part(whole)]))
    yield event("output_item.done", output_index=at, item=output[-1])


@stream("responses-agent.sse")
def responses_agent(chance):
    event, output = Events(), []
    start = {"id": "resp_" + hexes(chance, 48), "object": "response", "created_at": created(chance)}
    instructions = "".join(text(chance, 900, 53, 4705))
    request = instructions, hexes(chance, 36), [tool(chance, number) for number in range(24)]
    for kind in "created", "in_progress":
        yield event(kind, response=response(start, request, "in_progress", []))
    for number, (size, pieces) in enumerate(RESPONSES_ROUNDS):
        yield from reasoning(chance, event, 2 * number, size, output)
        yield from call(chance, event, 2 * number + 1, request[2][number]["name"], pieces, output)
    yield from message(chance, event, len(output), output)
    prompt, cached = chance.randrange(9000, 9999), 128 * chance.randrange(60, 70)
    written, thought = chance.randrange(700, 999), 64 * chance.randrange(4, 10)
    usage = {"input_tokens": prompt, "input_tokens_details": {"cached_tokens": cached}, "output_tokens": written,
             "output_tokens_details": {"reasoning_tokens": thought}, "total_tokens": prompt + written}
    yield event("completed", response=response(start, request, "completed", output, usage))


@stream("copilot-item-ids.sse")
def copilot(chance):
    """Each event has another id, as if its item was encrypted again."""
    event = Events(4)
    for token in text(chance, 80, 4, 417):
        yield event("output_text.delta", item_id=encrypted(chance, 300), output_index=0, content_index=0, delta=token,
                    logprobs=[], obfuscation=padding(chance))
