"""OpenAI's Responses API, and servers with the same API."""
from .registry import stream
from .text import base62, compact, hexes, named, pieces


def response(id, model, status, output, used=None, short=False):
    """Returns the response object of `response.created` and similar events."""
    start = {"id": id, "object": "response", "created_at": 1788000123, "status": status}
    if short:
        return {**start, "model": model, "output": output}
    return {**start, "background": False, "completed_at": None, "error": None, "frequency_penalty": 0.0,
            "incomplete_details": None, "instructions": "Answer briefly.", "max_output_tokens": None,
            "max_tool_calls": None, "model": model, "output": output, "parallel_tool_calls": True,
            "presence_penalty": 0.0, "previous_response_id": None, "prompt_cache_key": None,
            "prompt_cache_retention": None, "reasoning": {"effort": "medium", "summary": "detailed"},
            "safety_identifier": None, "service_tier": "auto", "store": True, "temperature": 1.0,
            "text": {"format": {"type": "text"}, "verbosity": "medium"}, "tool_choice": "auto", "tools": [],
            "top_logprobs": 0, "top_p": 1.0, "truncation": "disabled", "usage": used, "user": None, "metadata": {}}


class Events:
    """Writes events and numbers them."""

    def __init__(self):
        self.number = -1

    def __call__(self, kind, **fields):
        self.number += 1
        return named({"type": "response." + kind, "sequence_number": self.number, **fields})


def message(event, chance, id, at, texts):
    """Writes one message item: its start, its text in pieces, and its three closing events."""
    place = {"item_id": id, "output_index": at, "content_index": 0}
    item = {"id": id, "type": "message", "status": "in_progress", "content": [], "role": "assistant"}
    yield event("output_item.added", output_index=at, item=item)
    part = {"type": "output_text", "annotations": [], "logprobs": [], "text": ""}
    yield event("content_part.added", **place, part=part)
    for text in texts:
        padding = base62(chance, chance.randrange(1, 15))
        yield event("output_text.delta", **place, delta=text, logprobs=[], obfuscation=padding)
    part = part | {"text": "".join(texts)}
    yield event("output_text.done", **place, text=part["text"], logprobs=[])
    yield event("content_part.done", **place, part=part)
    item |= {"status": "completed", "content": [part]}
    yield event("output_item.done", output_index=at, item=item)
    return item


def reasoning(event, chance, id, texts):
    place = {"item_id": id, "output_index": 0, "summary_index": 0}
    yield event("output_item.added", output_index=0, item={"id": id, "type": "reasoning", "summary": []})
    yield event("reasoning_summary_part.added", **place, part={"type": "summary_text", "text": ""})
    for text in texts:
        yield event("reasoning_summary_text.delta", **place, delta=text, obfuscation=base62(chance, 9))
    part = {"type": "summary_text", "text": "".join(texts)}
    yield event("reasoning_summary_text.done", **place, text=part["text"])
    yield event("reasoning_summary_part.done", **place, part=part)
    item = {"id": id, "type": "reasoning", "summary": [part]}
    yield event("output_item.done", output_index=0, item=item)
    return item


def function_call(event, chance, id, at):
    place = {"item_id": id, "output_index": at}
    arguments = compact({"query": "tide tables \"north\"", "limit": 5})
    item = {"id": id, "type": "function_call", "status": "in_progress", "arguments": "",
            "call_id": "call_" + base62(chance, 24), "name": "search_documents"}
    yield event("output_item.added", output_index=at, item=item)
    for part in (arguments[at:at + 5] for at in range(0, len(arguments), 5)):
        yield event("function_call_arguments.delta", **place, delta=part, obfuscation=base62(chance, 3))
    yield event("function_call_arguments.done", **place, arguments=arguments)
    item |= {"status": "completed", "arguments": arguments}
    yield event("output_item.done", output_index=at, item=item)
    return item


@stream("openai-responses.sse", "Responses: the whole text three times at the end")
def openai_responses(chance):
    event, id = Events(), "resp_" + hexes(chance, 50)
    for kind in ("created", "in_progress"):
        yield event(kind, response=response(id, "gpt-4.1-2025-04-14", "in_progress", [], short=True))
    item = yield from message(event, chance, "msg_" + hexes(chance, 50), 0, pieces("english", "chinese", most=44))
    yield event("completed", response=response(id, "gpt-4.1-2025-04-14", "completed", [item], short=True))


@stream("openai-responses-reasoning.sse",
        "Responses: a reasoning summary, a function call, the whole response object")
def openai_responses_reasoning(chance):
    event, id, model = Events(), "resp_0" + hexes(chance, 49), "gpt-5-mini-2025-08-07"
    for kind in ("created", "in_progress"):
        yield event(kind, response=response(id, model, "in_progress", []))
    items = [(yield from reasoning(event, chance, "rs_0" + hexes(chance, 49), pieces("english", most=12)))]
    items += [(yield from function_call(event, chance, "fc_0" + hexes(chance, 49), 1))]
    items += [(yield from message(event, chance, "msg_0" + hexes(chance, 49), 2, pieces("german", most=8)))]
    used = {"input_tokens": 75, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 129,
            "output_tokens_details": {"reasoning_tokens": 64}, "total_tokens": 204}
    yield event("completed", response=response(id, model, "completed", items, used))


@stream("openai-responses-search.sse", "Responses: a web search with citations, keys in alphabetical order")
def openai_responses_search(chance):
    number, item, search = 0, "msg_" + hexes(chance, 50), "ws_" + hexes(chance, 50)

    def event(kind, **fields):
        nonlocal number
        number += 1
        fields["sequence_number"] = number - 1
        return named({"type": "response." + kind, **dict(sorted(fields.items()))})

    call = {"id": search, "type": "web_search_call", "status": "in_progress"}
    yield event("output_item.added", item=call, output_index=0)
    for step in ("in_progress", "searching", "completed"):
        yield event("web_search_call." + step, item_id=search, output_index=0)
    action = {"type": "search", "query": "tide tables",
              "sources": [{"type": "url", "url": "https://example.org/tides"}]}
    yield event("output_item.done", item=call | {"status": "completed", "action": action}, output_index=0)
    place = {"content_index": 0, "item_id": item, "output_index": 1}
    for text in pieces("english", most=24):
        yield event("output_text.delta", delta=text, logprobs=[], obfuscation=base62(chance, 6), **place)
    cite = {"type": "url_citation", "end_index": 40, "start_index": 12, "title": "Tides",
            "url": "https://example.org/tides"}
    yield event("output_text.annotation.added", annotation=cite, annotation_index=0, **place)
    yield event("output_text.done", text="".join(pieces("english", most=24)), logprobs=[], **place)


@stream("openai-responses-failed.sse", "Responses: a failure in mid-stream")
def openai_responses_failed(chance):
    event, id = Events(), "resp_" + hexes(chance, 50)
    yield event("created", response=response(id, "gpt-5-2025-08-07", "in_progress", []))
    yield from list(message(event, chance, "msg_" + hexes(chance, 50), 0, pieces("english", most=10)))[:-3]
    failed = response(id, "gpt-5-2025-08-07", "failed", [])
    failed["error"] = {"code": "server_error", "message": "The model failed to answer."}
    yield event("failed", response=failed)


@stream("xai-responses.sse", "Responses of xAI: the sequence number first")
def xai_responses(chance):
    item = "msg_" + "-".join(hexes(chance, size) for size in (8, 4, 4, 4, 12))
    for number, text in enumerate(pieces("english", "russian", most=30)):
        yield "event: response.output_text.delta\ndata: " + compact(
            {"sequence_number": number, "type": "response.output_text.delta", "content_index": 0, "delta": text,
             "item_id": item, "output_index": 1, "logprobs": []}) + "\n\n"
    yield "event: response.output_text.done\ndata: " + compact(
        {"sequence_number": 30, "type": "response.output_text.done", "content_index": 0, "item_id": item,
         "output_index": 1, "text": "".join(pieces("english", "russian", most=30))}) + "\n\n"
