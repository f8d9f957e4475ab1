"""Streams whose events repeat all earlier text or a search's results, and tool results that occur twice."""
import itertools
import json

from samples.text import DONE, base62, compact, data, hexes, spaced, uuid

from .registry import stream
from .text import created, encrypted, phrase, sentences, text, url

# Words per event, in random order, and bytes of the signatures of events 13, 26 and 39.
GEMINI_WORDS = (2, 3, 3, 4, 7, 7, 10, 10, 10, 11, 12, 12, 13, 14, 15, 15, 15, 18, 19, 20, 20, 21, 23, 24, 26, 27, 27, 28,
                28, 29, 30, 30, 30, 32, 33, 34, 35, 37, 38, 40)
GEMINI_SIGNATURES = (654, 1852, 1849)


@stream("dashscope-cumulative.sse")
def dashscope(chance):
    prompt, id = chance.randrange(15, 25), uuid(chance)
    for count, content in enumerate(itertools.accumulate(text(chance, 200, 11, 1049)), 1):
        part = {"message": {"content": content, "role": "assistant"}, "finish_reason": "null"}
        usage = {"total_tokens": prompt + count, "output_tokens": count, "input_tokens": prompt}
        event = {"output": {"choices": [part]}, "usage": usage, "request_id": id}
        yield f"id:{count}\nevent:result\n:HTTP_STATUS/200\ndata:{compact(event)}\n\n"


@stream("sglang-generate-cumulative.sse")
def sglang(chance):
    prompt, id = chance.randrange(3, 10), hexes(chance)
    for count, content in enumerate(itertools.accumulate(text(chance, 200, 11, 1036)), 1):
        seconds = 0.1 + 0.0131 * count + chance.random() / 1000
        yield data({"text": content, "meta_info": {
            "id": id, "finish_reason": None, "prompt_tokens": prompt, "completion_tokens": count, "cached_tokens": 0,
            "e2e_latency": seconds}})
    yield DONE


@stream("perplexity-reasoning.sse")
def perplexity(chance):
    id, start, prompt = uuid(chance), created(chance), chance.randrange(40, 50)
    urls = [url(chance) for _ in range(5)]
    results = [{"title": phrase(chance, 6), "url": page, "date": f"2026-{chance.randrange(1, 10):02}-11",
                "last_updated": "2026-09-02", "snippet": phrase(chance, 24), "source": "web"} for page in urls]
    whole = ""
    for count, token in enumerate(text(chance, 220, 13, 1180), 1):
        whole += token
        usage = {"prompt_tokens": prompt, "completion_tokens": count, "total_tokens": prompt + count,
                 "search_context_size": "low",
                 "cost": {"input_tokens_cost": 0.0, "output_tokens_cost": 0.0, "total_cost": 0.0}}
        part = {"index": 0, "message": {"role": "assistant", "content": whole},
                "delta": {"role": "assistant", "content": token}}
        yield data({"id": id, "model": "sonar-reasoning-pro", "created": start + count // 90, "usage": usage,
                    "citations": urls, "search_results": results, "object": "chat.completion.chunk",
                    "choices": [part]}, spaced, "\r\n\r\n")


@stream("gemini-signatures.sse")
def gemini(chance):
    """The count of tokens is the number of characters divided by five, at least one, summed over the events."""
    prompt, id, tokens = chance.randrange(10, 20), base62(chance, 23), 0
    sizes = chance.sample(GEMINI_WORDS, len(GEMINI_WORDS))
    for index, size in enumerate(sizes):
        part = {"text": "".join(sentences(chance, size))}
        tokens += max(len(part["text"]) // 5, 1)
        if index % 13 == 12:
            part["thoughtSignature"] = encrypted(chance, GEMINI_SIGNATURES[index // 13])
        candidate = {"content": {"parts": [part], "role": "model"}, "index": 0}
        if index == len(sizes) - 1:
            candidate["finishReason"] = "STOP"
        usage = {"promptTokenCount": prompt, "candidatesTokenCount": tokens, "totalTokenCount": prompt + tokens,
                 "promptTokensDetails": [{"modality": "TEXT", "tokenCount": prompt}]}
        yield data({"candidates": [candidate], "usageMetadata": usage, "modelVersion": "gemini-3-pro-preview",
                    "responseId": id}, spaced, "\r\n\r\n")


@stream("tool-result-twice.sse")
def tool_result_twice(chance):
    for id in range(3):
        rows = [{"name": phrase(chance, 3), "count": chance.randrange(100, 10_000), "note": phrase(chance, 9)}
                for _ in range(12)]
        content = [{"type": "text", "text": json.dumps(rows)}]
        result = {"content": content, "structuredContent": {"result": rows}, "isError": False}
        yield f"event: message\n{data({'jsonrpc': '2.0', 'id': id, 'result': result})}"
