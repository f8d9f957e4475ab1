"""Chats in OpenAI's and similar shapes, with one event per token."""
from samples.text import BASE62, DONE, base62, compact, data, hexes, named, random_text, uuid

from .registry import stream
from .text import LOWER, created, text

CHUNK = "chat.completion.chunk"


def choice(delta, finish=None):
    return {"index": 0, "delta": delta, "finish_reason": finish}


def counts(prompt, completion):
    return {"prompt_tokens": prompt, "total_tokens": prompt + completion, "completion_tokens": completion}


@stream("mistral-padding.sse")
def mistral(chance):
    fields = {"id": hexes(chance), "object": CHUNK, "created": created(chance), "model": "mistral-small-latest"}

    def filler():
        return (LOWER + BASE62[52:])[:chance.randrange(1, 37)]
    yield data({**fields, "choices": [choice({"role": "assistant", "content": ""})]})
    for token in text(chance, 200, 11, 1048):
        yield data({**fields, "choices": [choice({"content": token})], "p": filler()})
    usage = counts(chance.randrange(10, 20), 200)
    yield data({**fields, "choices": [choice({"content": ""}, "stop")], "usage": usage, "p": filler()}) + DONE


@stream("counting-ids.sse")
def counting(chance):
    """The id, the index and the time grow by one per event. After 100 events the day changes, but not the hour."""
    start, id = created(chance), chance.randrange(1000, 9800)
    hour, minute = chance.randrange(10, 24), chance.randrange(10, 50)
    for index, token in enumerate(text(chance, 120, 7, 645)):
        message = {"role": "assistant", "content": token, "name": None, "tool_call_id": None, "function_call": None,
                   "tool_calls": []}
        part = {"delta": message, "message": message, "index": index, "finish_reason": None, "finish_details": None,
                "logprobs": None}
        time = f"2026-09-{index // 100 + 1:02}T{hour}:{minute + index // 60}:{index % 60:02}+00:00"
        yield data({"model": None, "choices": [part], "usage": None, "system_fingerprint": None,
                    "created": start + index // 30, "CreatedAt": time, "id": f"chat.id.{id + index}",
                    "StreamEvent": None, "IsDelta": True, "Successful": True, "error": None, "HttpStatusCode": 0,
                    "object": CHUNK})


@stream("new-id-each-event.sse")
def new_id(chance):
    start = created(chance)
    for token in text(chance, 150, 8, 795):
        first, second, third, fourth, fifth = uuid(chance).split("-")
        id = f"{first}-{second}-4{third[1:]}-{chance.choice('89ab')}{fourth[1:]}-{fifth}"
        part = {"index": 0, "delta": {"content": token}, "logprobs": None, "finish_reason": None}
        yield data({"id": "chatcmpl-" + id, "object": CHUNK, "created": start, "model": "groq/compound",
                    "system_fingerprint": None, "choices": [part]})
    yield DONE


@stream("llamacpp-timings.sse")
def llamacpp(chance):
    """Times are whole microseconds, and the other timings are computed from them as in llama.cpp."""
    start, prompt, micros = created(chance), chance.randrange(50_000, 100_000) / 1000, 0
    id, build = "chatcmpl-" + base62(chance, 32), f"b{chance.randrange(8000, 9999)}-{hexes(chance, 8)}"
    cached = chance.randrange(10, 90)
    for count, token in enumerate(text(chance, 120, 7, 636), 1):
        micros += chance.randrange(20_000, 29_000)
        millis = micros / 1000
        timings = {"cache_n": cached, "prompt_n": 1, "prompt_ms": prompt, "prompt_per_token_ms": prompt,
                   "prompt_per_second": 1e3 / prompt, "predicted_n": count, "predicted_ms": millis,
                   "predicted_per_token_ms": millis / count, "predicted_per_second": 1e3 / millis * count}
        part = {"finish_reason": None, "index": 0, "delta": {"content": token}}
        yield data({"choices": [part], "created": start + micros // 1_000_000, "id": id,
                    "model": "SmolLM2-135M-Instruct.Q4_1.gguf", "system_fingerprint": build, "object": CHUNK,
                    "timings": timings})
    yield DONE


@stream("cohere-chat.sse")
def cohere(chance):
    def event(kind, **fields):
        return named({"type": kind, **fields})
    message = {"role": "assistant", "content": [], "tool_plan": "", "tool_calls": [], "citations": []}
    yield named({"id": uuid(chance), "type": "message-start", "delta": {"message": message}})
    yield event("content-start", index=0, delta={"message": {"content": {"type": "text", "text": ""}}})
    for token in text(chance, 150, 8, 788):
        yield event("content-delta", index=0, delta={"message": {"content": {"text": token}}})
    yield event("content-end", index=0)
    prompt = chance.randrange(3, 10)
    usage = {"billed_units": {"input_tokens": prompt, "output_tokens": 150},
             "tokens": {"input_tokens": prompt + 62, "output_tokens": 151}}
    yield event("message-end", delta={"finish_reason": "COMPLETE", "usage": usage}) + DONE


@stream("deepseek-reasoning.sse")
def deepseek(chance):
    fields = {"id": uuid(chance), "object": CHUNK, "created": created(chance), "model": "deepseek-reasoner",
              "system_fingerprint": f"fp_{hexes(chance, 10)}_prod0820_fp8_kvcache"}

    def event(delta, finish=None):
        part = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return data({**fields, "choices": [part]})
    yield event({"role": "assistant", "content": None, "reasoning_content": ""})
    for token in text(chance, 200, 11, 1027):
        yield event({"content": None, "reasoning_content": token})
    for token in text(chance, 200, 12, 1032):
        yield event({"content": token, "reasoning_content": None})
    yield event({"content": "", "reasoning_content": None}, "stop") + DONE


@stream("openrouter-reasoning.sse")
def openrouter(chance):
    start = created(chance)
    fields = {"id": f"gen-{start}-{base62(chance, 20)}", "object": CHUNK, "created": start,
              "model": "anthropic/claude-sonnet-4.5", "provider": "Amazon Bedrock"}

    def event(content, **more):
        delta = {"role": "assistant", "content": content, **more}
        return data({**fields, "choices": [choice(delta) | {"native_finish_reason": None}]})
    yield ": OPENROUTER PROCESSING\n\n" * 3
    for token in text(chance, 150, 8, 774):
        detail = {"type": "reasoning.text", "text": token, "format": "anthropic-claude-v1", "index": 0}
        yield event("", reasoning=token, reasoning_details=[detail])
    for token in text(chance, 150, 8, 805):
        yield event(token)
    yield DONE


@stream("together-token-id.sse")
def together(chance):
    """Most token ids are among six; the others occur once. They do not depend on the token's text."""
    id = f"o{base62(chance, 7)}-{base62(chance, 6)}-{hexes(chance, 16)}"
    start, tokens = created(chance), text(chance, 200, 11, 1065)
    common = [*chance.sample(range(11, 99), 2), *chance.sample(range(200, 400), 4)]
    ids = [chance.randrange(5_000, 128_000) for _ in range(36)]
    ids += [chance.choice(common) for _ in range(len(tokens) - len(ids))]
    chance.shuffle(ids)
    for token, token_id in zip(tokens, ids):
        part = {"index": 0, "text": token, "logprobs": None, "finish_reason": None, "seed": None,
                "delta": {"token_id": token_id, "role": "assistant", "content": token}}
        yield data({"id": id, "object": CHUNK, "created": start, "choices": [part],
                    "model": "deepseek-ai/DeepSeek-R1", "usage": None})
    yield DONE


# Streams without blank lines between events.

@stream("live-one-newline.sse")
def one_newline(chance):
    for token in text(chance, 40, 2, 199):
        yield data({"id": "c1", "object": CHUNK, "created": 1, "model": "glm-4.7",
                    "choices": [choice({"content": token})]}, end="\n")


@stream("live-ping-lines.sse")
def ping_lines(chance):
    first, second = ({"choices": [{"index": 0, "delta": {"content": content}}]} for content in ("We", " found"))
    yield data(first) + ": ping\n" * 12 + data(second) + DONE


@stream("live-raw-text.txt")
def raw_text(chance):
    yield from text(chance, 40, 2, 210)


@stream("live-vercel-lines.txt")
def vercel_lines(chance):
    for token in text(chance, 40, 2, 215):
        yield f"0:{compact(token)}\n"
