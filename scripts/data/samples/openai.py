"""Streams of OpenAI and Azure."""
from .registry import stream
from .text import DONE, base62, compact, data, hexes, pieces, spaced

TEXT = ("english", "code", "emoji", "chinese")
DETAILS = {
    "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
    "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0, "accepted_prediction_tokens": 0,
                                  "rejected_prediction_tokens": 0},
}


def head(chance, model="gpt-4o-mini-2024-07-18", tier=True):
    """Returns the fields before `choices`."""
    fields = {"id": "chatcmpl-" + base62(chance, 29), "object": "chat.completion.chunk",
              "created": 1788000000 + chance.randrange(10**6), "model": model}
    if tier:
        fields |= {"service_tier": "default", "system_fingerprint": "fp_" + hexes(chance, 10)}
    return fields


def choice(delta, finish=None, index=0, logprobs=True):
    return {"index": index, "delta": delta, **({"logprobs": None} if logprobs else {}), "finish_reason": finish}


def usage(prompt, completion):
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def deltas(texts, finish="stop"):
    """Yields the role, the texts and the finish reason as OpenAI sends them."""
    yield {"role": "assistant", "content": "", "refusal": None}, None
    for text in texts:
        yield {"content": text}, None
    yield {}, finish


def chat(fields, texts, write=compact, end="\n\n", tail=lambda: {}):
    for delta, finish in deltas(texts):
        yield data({**fields, "choices": [choice(delta, finish)], **tail()}, write, end)


@stream("openai-chat.sse", "OpenAI with `usage`")
def openai_chat(chance):
    fields = head(chance)
    yield from chat(fields, pieces(*TEXT, most=36), tail=lambda: {"usage": None})
    yield data({**fields, "choices": [], "usage": usage(23, 36) | DETAILS}) + DONE


@stream("openai-chat-obfuscated.sse", "OpenAI with padding that hides the lengths")
def openai_chat_obfuscated(chance):
    fields = head(chance)
    yield from chat(fields, pieces("russian", "english", most=36),
                    tail=lambda: {"usage": None, "obfuscation": base62(chance, chance.randrange(1, 15))})
    yield data({**fields, "choices": [], "usage": usage(23, 36) | DETAILS, "obfuscation": ""}) + DONE


@stream("openai-chat-crlf.sse", "OpenAI through a proxy that writes CR LF")
def openai_chat_crlf(chance):
    yield from chat(head(chance), pieces("spanish", "emoji", "english", most=40), end="\r\n\r\n")
    yield DONE.replace("\n", "\r\n")


@stream("openai-chat-python-json.sse", "OpenAI's shape from Python's `json.dumps`: spaces, ASCII escapes")
def openai_chat_python(chance):
    yield from chat(head(chance), pieces("german", "chinese", "emoji", "controls", most=48), write=spaced)
    yield DONE


@stream("openai-broken-off.sse", "OpenAI: an error in mid-stream")
def openai_broken_off(chance):
    yield from list(chat(head(chance), pieces("english", most=30)))[:-1]
    yield data({"error": {"message": "The server had an error while processing your request. Sorry about that!",
                          "type": "server_error", "param": None, "code": None}})


@stream("openai-error-only.sse", "OpenAI: only an error")
def openai_error_only(_):
    yield data({"error": {"message": "Rate limit reached for gpt-4o-mini on tokens per min (TPM).",
                          "type": "tokens", "param": None, "code": "rate_limit_exceeded"}})


@stream("openai-logprobs.sse", "OpenAI with five log probabilities per token")
def openai_logprobs(chance):
    fields, texts = head(chance, tier=False), pieces("english", "emoji", most=30)

    def row(text, **more):
        return {"token": text, "logprob": -round(chance.expovariate(2), 8), "bytes": list(text.encode()), **more}

    for text in texts:
        top = [row(text)] + [row(chance.choice(texts)) for _ in range(4)]
        logprobs = {"content": [row(text, top_logprobs=top)], "refusal": None}
        yield data({**fields, "choices": [{"index": 0, "delta": {"content": text}, "logprobs": logprobs,
                                           "finish_reason": None}]})
    yield DONE


@stream("openai-3-choices.sse", "OpenAI: n = 3, alternating choices")
def openai_choices(chance):
    fields = head(chance, tier=False)
    lanes = [pieces(name, most=16) for name in ("english", "code", "japanese")]
    for index in range(3):
        yield data({**fields, "choices": [choice({"role": "assistant", "content": ""}, None, index, False)]})
    for texts in zip(*lanes):
        for index, text in enumerate(texts):
            yield data({**fields, "choices": [choice({"content": text}, None, index, False)]})
    for index in range(3):
        yield data({**fields, "choices": [choice({}, "stop", index, False)]})
    yield DONE


def calls(chance, names, size=4):
    """Returns tool calls, each as its start and its arguments in pieces."""
    for index, name in enumerate(names):
        arguments = compact({"city": "Ærøskøbing", "unit": "celsius", "why": "she said \"now\"", "hours": [1, 2.5]})
        start = {"index": index, "id": "call_" + base62(chance, 24), "type": "function",
                 "function": {"name": name, "arguments": ""}}
        yield start, [arguments[at:at + size] for at in range(0, len(arguments), size)]


@stream("openai-tools.sse", "OpenAI: two parallel tool calls")
def openai_tools(chance):
    fields = head(chance)
    yield data({**fields, "choices": [choice({"role": "assistant", "content": None})]})
    for start, arguments in calls(chance, ("get_weather", "search_documents")):
        yield data({**fields, "choices": [choice({"tool_calls": [start]})]})
        for part in arguments:
            call = {"index": start["index"], "function": {"arguments": part}}
            yield data({**fields, "choices": [choice({"tool_calls": [call]})]})
    yield data({**fields, "choices": [choice({}, "tool_calls")]}) + DONE


@stream("openai-tools-in-turn.sse", "OpenAI's shape: three tool calls with alternating arguments")
def openai_tools_in_turn(chance):
    fields = head(chance)
    started = list(calls(chance, ("get_weather", "get_tide", "get_moon"), 7))
    yield data({**fields, "choices": [choice({"role": "assistant", "content": None,
                                              "tool_calls": [start for start, _ in started]})]})
    for parts in zip(*(arguments for _, arguments in started)):
        for index, part in enumerate(parts):
            call = {"index": index, "function": {"arguments": part}}
            yield data({**fields, "choices": [choice({"tool_calls": [call]})]})
    yield data({**fields, "choices": [choice({}, "tool_calls")]}) + DONE


@stream("openai-refusal.sse", "OpenAI: a refusal in its own field")
def openai_refusal(chance):
    fields = head(chance, "gpt-4.1-2025-04-14")
    yield data({**fields, "choices": [choice({"role": "assistant", "content": None, "refusal": ""})]})
    for text in pieces("english", most=20):
        yield data({**fields, "choices": [choice({"refusal": text})]})
    yield data({**fields, "choices": [choice({}, "stop")]}) + DONE


@stream("openai-audio.sse", "OpenAI: speech with its transcript")
def openai_audio(chance):
    fields = head(chance, "gpt-4o-audio-preview-2025-06-03")
    sound = {"id": "audio_" + hexes(chance), "data": "", "transcript": ""}
    yield data({**fields, "choices": [choice({"role": "assistant", "refusal": None, "audio": sound})]})
    for text in pieces("english", most=16):
        yield data({**fields, "choices": [choice({"audio": {"transcript": text}})]})
        yield data({**fields, "choices": [choice({"audio": {"data": base62(chance, 160) + "=="}})]})
    yield data({**fields, "choices": [choice({"audio": {"expires_at": 1788003600}})]})
    yield data({**fields, "choices": [choice({}, "stop")]}) + DONE


@stream("openai-completion.sse", "OpenAI's legacy completions")
def openai_completion(chance):
    start = {"id": "cmpl-" + base62(chance, 29), "object": "text_completion", "created": 1788000123}
    rest = {"model": "gpt-3.5-turbo-instruct:20230824-v2", "usage": None}
    for text in pieces("english", "markup", most=40):
        yield data({**start, "choices": [{"text": text, "index": 0, "logprobs": None, "finish_reason": None}], **rest})
    yield data({**start, "choices": [{"text": "", "index": 0, "logprobs": None, "finish_reason": "length"}], **rest})
    yield data({**start, "model": rest["model"], "usage": usage(8, 40), "choices": []}) + DONE


@stream("openai-assistants.sse", "OpenAI's assistants: events of threads and runs")
def openai_assistants(chance):
    message = "msg_" + base62(chance, 24)

    def event(name, value):
        return f"event: {name}\n" + data(value)

    run = {"id": "run_" + base62(chance, 24), "object": "thread.run", "created_at": 1788000123, "status": "queued",
           "model": "gpt-4o", "instructions": None, "tools": [], "metadata": {}, "usage": None}
    yield event("thread.run.created", run)
    yield event("thread.run.in_progress", run | {"status": "in_progress"})
    yield event("thread.message.created",
                {"id": message, "object": "thread.message", "role": "assistant", "content": []})
    for text in pieces("spanish", "english", most=30):
        part = {"index": 0, "type": "text", "text": {"value": text}}
        yield event("thread.message.delta",
                    {"id": message, "object": "thread.message.delta", "delta": {"content": [part]}})
    yield event("thread.run.completed", run | {"status": "completed", "usage": usage(20, 30)})
    yield "event: done\n" + DONE


SAFE = {"filtered": False, "severity": "safe"}
FILTERS = {name: SAFE for name in ("hate", "self_harm", "sexual", "violence")}


@stream("azure-chat.sse", "Azure: content filter results in each event, keys in alphabetical order")
def azure_chat(chance):
    filters = FILTERS | {"jailbreak": {"filtered": False, "detected": False}}
    yield data({"choices": [], "created": 0, "id": "", "model": "", "object": "",
                "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": filters}]})
    rest = {"created": 1788000123, "id": "chatcmpl-" + base62(chance, 29), "model": "gpt-4o-2024-11-20",
            "object": "chat.completion.chunk", "system_fingerprint": "fp_" + hexes(chance, 10)}
    for delta, finish in deltas(pieces("chinese", "english", most=28)):
        filters = FILTERS if "content" in delta and delta["content"] else {}
        yield data({"choices": [{"content_filter_results": filters, "delta": delta, "finish_reason": finish, "index": 0,
                                 "logprobs": None}], **rest})
    yield DONE


@stream("azure-filtered.sse", "Azure: stopped by the content filter")
def azure_filtered(chance):
    rest = {"created": 1788000123, "id": "chatcmpl-" + base62(chance, 29), "model": "gpt-5-mini-2025-08-07",
            "obfuscation": "", "object": "chat.completion.chunk", "system_fingerprint": None, "usage": None}
    filters = FILTERS | {"violence": {"filtered": True, "severity": "medium"}}
    for text in pieces("german", most=14):
        yield data({"choices": [{"content_filter_offsets": {"check_offset": 0, "start_offset": 0, "end_offset": 60},
                                 "content_filter_results": FILTERS, "delta": {"content": text}, "finish_reason": None,
                                 "index": 0, "logprobs": None}], **rest, "obfuscation": base62(chance, 5)})
    yield data({"choices": [{"content_filter_results": filters, "delta": {}, "finish_reason": "content_filter",
                             "index": 0, "logprobs": None}], **rest}) + DONE
