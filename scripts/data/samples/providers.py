"""Streams of other providers, most of them close to OpenAI's shape."""
import json

from .openai import choice, usage
from .registry import stream
from .text import DONE, base62, compact, data, filler, hexes, named, pieces, uuid

CHUNK = "chat.completion.chunk"


def head(chance, model, id):
    return {"id": id, "object": CHUNK, "created": 1788000000 + chance.randrange(10**6), "model": model}


@stream("mistral.sse", "Mistral: padding under `p`, usage with the last text")
def mistral(chance):
    fields, texts = head(chance, "mistral-small-latest", hexes(chance)), pieces("spanish", "english", most=40)
    yield data({**fields, "choices": [choice({"role": "assistant", "content": ""}, None, 0, False)]})
    for text in texts:
        yield data({**fields, "choices": [choice({"content": text}, None, 0, False)],
                    "p": filler(chance)})
    counts = {"prompt_tokens": 13, "total_tokens": 53, "completion_tokens": 40}
    yield data({**fields, "choices": [choice({"content": ""}, "stop", 0, False)], "usage": counts}) + DONE


@stream("mistral-reasoning.sse", "Mistral: reasoning as a list in `content`")
def mistral_reasoning(chance):
    fields = head(chance, "magistral-medium-2509", hexes(chance))
    for text in pieces("german", most=20):
        thought = [{"type": "thinking", "thinking": [{"type": "text", "text": text}]}]
        yield data({**fields, "choices": [choice({"content": thought}, None, 0, False)]})
    for text in pieces("english", most=16):
        yield data({**fields, "choices": [choice({"content": [{"type": "text", "text": text}]}, None, 0, False)]})
    yield data({**fields, "choices": [choice({"content": ""}, "stop", 0, False)]}) + DONE


@stream("groq.sse", "Groq: reasoning, then text; times in seconds, usage twice")
def groq(chance):
    fields = head(chance, "openai/gpt-oss-120b", "chatcmpl-" + uuid(chance))
    fields |= {"system_fingerprint": "fp_" + hexes(chance, 10)}
    request = "req_01k" + base62(chance, 23).lower()
    yield data({**fields, "choices": [choice({"role": "assistant", "content": ""})],
                "x_groq": {"id": request, "seed": 7}})
    for text in pieces("english", most=16):
        yield data({**fields, "choices": [choice({"reasoning": text, "channel": "analysis"})]})
    for text in pieces("japanese"):
        yield data({**fields, "choices": [choice({"content": text})]})
    counts = {"queue_time": 0.041905864, "prompt_tokens": 45, "prompt_time": 0.003940145, "completion_tokens": 36,
              "completion_time": 0.072230333, "total_tokens": 81, "total_time": 0.076170478}
    yield data({**fields, "choices": [choice({}, "stop")], "x_groq": {"id": request, "usage": counts},
                "usage": counts}) + DONE


@stream("deepseek.sse", "DeepSeek: keep-alives, reasoning and content, one of them null")
def deepseek(chance):
    fields = head(chance, "deepseek-reasoner",
                  uuid(chance)) | {"system_fingerprint": f"fp_{hexes(chance, 10)}_prod0820_fp8_kvcache"}
    yield ": keep-alive\n\n" * 3

    def event(delta, finish=None, used=None):
        return data({**fields, "choices": [choice(delta, finish)], "usage": used})

    yield event({"role": "assistant", "content": None, "reasoning_content": ""})
    for text in pieces("chinese"):
        yield event({"content": None, "reasoning_content": text})
    for text in pieces("english", most=16):
        yield event({"content": text, "reasoning_content": None})
    used = usage(18, 40) | {"completion_tokens_details": {"reasoning_tokens": 20}, "prompt_cache_hit_tokens": 0,
                            "prompt_cache_miss_tokens": 18}
    yield event({"content": "", "reasoning_content": None}, "stop", used) + DONE


@stream("gemini.sse", "Gemini: counts in each event, several tokens at once, CR LF")
def gemini(chance):
    rest = {"modelVersion": "gemini-2.5-flash", "responseId": base62(chance, 22)}
    texts = pieces("english", "hindi", "code")
    for done in range(0, len(texts), 5):
        part = {"content": {"parts": [{"text": "".join(texts[done:done + 5])}], "role": "model"},
                **({"finishReason": "STOP"} if done + 5 >= len(texts) else {}), "index": 0}
        counts = {"promptTokenCount": 9, "candidatesTokenCount": done + 5, "totalTokenCount": done + 314,
                  "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 9}], "thoughtsTokenCount": 300}
        yield data({"candidates": [part], "usageMetadata": counts, **rest}, end="\r\n\r\n")


@stream("gemini-vertex.sse", "Gemini on Vertex: role first, flagged reasoning, a call in parts, a signature")
def gemini_vertex(chance):
    rest = {"modelVersion": "gemini-3-flash-preview", "createTime": "2026-03-09T20:01:02.264968Z",
            "responseId": "_" + base62(chance, 22)}

    def event(part, **more):
        return data({"candidates": [{"content": {"role": "model", "parts": [part]}}],
                     "usageMetadata": {"trafficType": "ON_DEMAND"}, **rest, **more})

    for text in pieces("english", most=12):
        yield event({"text": text, "thought": True})
    yield event({"functionCall": {"name": "get_weather", "willContinue": True},
                 "thoughtSignature": base62(chance, 200)})
    for text in ("År", "hu", "s"):
        args = [{"jsonPath": "$.city", "stringValue": text, "willContinue": True}]
        yield event({"functionCall": {"partialArgs": args, "willContinue": True}})
    yield event({"functionCall": {}})


@stream("gemini-array.ndjson", "Gemini without `alt=sse`: one array on several lines")
def gemini_array(_):
    rows = [{"candidates": [{"content": {"parts": [{"text": text}], "role": "model"}}],
             "usageMetadata": {"promptTokenCount": 9},
             "modelVersion": "gemini-2.0-flash"} for text in pieces("english", most=14)]
    yield "[" + ",\r\n".join(json.dumps(row, indent=2, ensure_ascii=False) for row in rows) + "]"


@stream("cohere.sse", "Cohere's second API: reasoning, text, a citation")
def cohere(chance):
    def delta(kind, message, index=0):
        return named({"type": kind, "index": index, "delta": {"message": message}})

    empty = {"role": "assistant", "content": [], "tool_plan": "", "tool_calls": [], "citations": []}
    yield "event: message-start\n" + data({"id": uuid(chance), "type": "message-start", "delta": {"message": empty}})
    for index, (key, name) in enumerate((("thinking", "spanish"), ("text", "english"))):
        yield delta("content-start", {"content": {"type": key, key: ""}}, index)
        for text in pieces(name, most=24):
            yield delta("content-delta", {"content": {key: text}}, index)
        yield named({"type": "content-end", "index": index})
    source = {"type": "document", "id": "doc:0", "document": {"id": "doc:0", "snippet": "365 lines a year"}}
    yield delta("citation-start", {"citations": {"start": 3, "end": 13, "text": "lighthouse", "sources": [source]}})
    yield named({"type": "citation-end", "index": 0})
    units = {"input_tokens": 8, "output_tokens": 50}
    yield named({"type": "message-end",
                 "delta": {"finish_reason": "COMPLETE", "usage": {"billed_units": units, "tokens": units}}})


@stream("openrouter.sse", "OpenRouter: comments while waiting, reasoning in two fields, the cost")
def openrouter(chance):
    fields = {"id": f"gen-1788000123-{base62(chance, 20)}", "provider": "Novita", "model": "z-ai/glm-4.6",
              "object": CHUNK,
              "created": 1788000123}

    def event(delta, finish=None, **more):
        part = {"index": 0, "delta": {"role": "assistant", "content": "", **delta}, "finish_reason": finish,
                "native_finish_reason": finish, "logprobs": None}
        return data({**fields, "choices": [part], **more})

    yield ": OPENROUTER PROCESSING\n\n" * 4
    for text in pieces("greek", "english", most=16):
        details = [{"type": "reasoning.text", "text": text, "format": "unknown", "index": 0}]
        yield event({"reasoning": text, "reasoning_details": details})
    for text in pieces("english", most=16):
        yield event({"content": text})
    yield event({}, "stop")
    cost = usage(14, 32) | {"cost": 0.0000713, "is_byok": False, "cost_details": {"upstream_inference_cost": None}}
    yield event({}, usage=cost) + DONE


@stream("together.sse", "Together: the text twice in an event, with an id")
def together(chance):
    fields = {"id": base62(chance, 7) + "-4Yz4kd-" + hexes(chance, 16), "object": CHUNK, "created": 1788000123}
    for text in pieces("english", "russian", most=34):
        part = {"index": 0, "text": text, "logprobs": None, "finish_reason": None, "seed": None,
                "delta": {"token_id": chance.randrange(128000), "role": "assistant", "content": text,
                          "tool_calls": None}}
        yield data({**fields, "choices": [part], "model": "meta-llama/Llama-3.3-70B-Instruct-Turbo", "usage": None})
    yield DONE


@stream("fireworks.sse", "Fireworks: a role without text first")
def fireworks(chance):
    fields = head(chance, "accounts/fireworks/models/llama-v3p1-8b-instruct", uuid(chance))
    yield data({**fields, "choices": [choice({"role": "assistant"}, None, 0, False)], "usage": None})
    for text in pieces("english", "korean", most=40):
        yield data({**fields, "choices": [choice({"content": text}, None, 0, False)], "usage": None})
    yield data({**fields, "choices": [choice({}, "stop", 0, False)], "usage": usage(9, 40)}) + DONE


@stream("xai.sse", "xAI: the fingerprint after the choices, a running time")
def xai(chance):
    fields = head(chance, "grok-3-mini", uuid(chance))
    rest = {"system_fingerprint": "fp_" + hexes(chance, 10)}
    for tick, (key, text) in enumerate([("reasoning_content", text) for text in pieces("english", most=16)]
                                       + [("content", text) for text in pieces("arabic", "english", most=28)]):
        fields["created"] += tick % 5 == 4
        delta = {key: text} | ({"role": "assistant"} if tick == 0 else {})
        yield data({**fields, "choices": [{"index": 0, "delta": delta}], **rest})
    counts = usage(12, 44) | {"prompt_tokens_details": {"text_tokens": 12, "image_tokens": 0}, "num_sources_used": 0}
    yield data({**fields, "choices": [], "usage": counts, **rest}) + DONE


@stream("perplexity.sse", "Perplexity: citations, growing counts and the whole text in each event")
def perplexity(chance):
    whole, id = "", uuid(chance)
    for done, text in enumerate(pieces("english", most=22), 1):
        whole += text
        part = {"index": 0, "finish_reason": None, "message": {"role": "assistant", "content": whole},
                "delta": {"role": "assistant", "content": text}}
        yield data({"id": id, "model": "sonar", "created": 1788000123, "usage": usage(9, done),
                    "citations": ["https://example.org/tides", "https://example.org/lamps?id=7"],
                    "object": CHUNK, "choices": [part]}, end="\r\n\r\n")


@stream("cerebras.sse", "Cerebras: choices as the second field, times in seconds")
def cerebras(chance):
    fields, rest = {"id": "chatcmpl-" + uuid(chance)}, {"created": 1788000123, "model": "llama-3.3-70b",
                                                        "system_fingerprint": "fp_" + hexes(chance, 20),
                                                        "object": CHUNK}
    for text in pieces("english", most=32):
        yield data({**fields, "choices": [{"delta": {"content": text}, "index": 0}], **rest})
    times = {"queue_time": 0.000178, "prompt_time": 0.0021, "completion_time": 0.0158, "total_time": 0.0193,
             "created": 1788000123}
    yield data({**fields, "choices": [{"delta": {}, "finish_reason": "stop", "index": 0}], **rest,
                "usage": usage(40, 32),
                "time_info": times}) + DONE


@stream("litellm.sse", "LiteLLM: few fields")
def litellm(chance):
    fields = {"id": "chatcmpl-" + uuid(chance), "created": 1788000123, "model": "gpt-5-mini", "object": CHUNK}
    for number, text in enumerate(pieces("english", "thai", most=40)):
        delta = {"content": text} | ({"role": "assistant"} if number == 0 else {})
        yield data({**fields, "choices": [{"index": 0, "delta": delta}]})
    yield data({**fields, "choices": [{"finish_reason": "stop", "index": 0, "delta": {}}]}) + DONE


@stream("dashscope.sse", "DashScope's own API: id, event and a comment in each event")
def dashscope(chance):
    request = uuid(chance)
    for done, text in enumerate(pieces("chinese", "english", most=40), 1):
        part = {"message": {"content": text, "role": "assistant"}, "finish_reason": "null"}
        value = {"output": {"choices": [part]},
                 "usage": {"total_tokens": 9 + done, "output_tokens": done, "input_tokens": 9},
                 "request_id": request}
        yield f"id:{done}\nevent:result\n:HTTP_STATUS/200\ndata:{compact(value)}\n\n"


@stream("alibaba.sse", "Qwen in OpenAI's shape: choices first, two orders of keys")
def alibaba(chance):
    rest = {"object": CHUNK, "usage": None, "created": 1788000123, "system_fingerprint": None, "model": "qwen3-max",
            "id": "chatcmpl-" + uuid(chance)}
    for number, text in enumerate(pieces("chinese", "english", most=40)):
        part = {"delta": {"content": text, "reasoning_content": None}, "finish_reason": None, "index": 0,
                "logprobs": None}
        if number % 7 == 1:
            part = {"finish_reason": None, "logprobs": None, "delta": part["delta"], "index": 0}
        yield data({"choices": [part], **rest})
    yield DONE


@stream("cloudflare.sse", "Cloudflare: a response and padding")
def cloudflare(chance):
    for text in pieces("english", "emoji"):
        yield data({"response": text, "p": filler(chance)})
    yield data({"response": "", "usage": usage(9, 60)}) + DONE


@stream("ai-sdk.sse", "the AI SDK's stream for browsers")
def ai_sdk(chance):
    yield data({"type": "start", "messageId": base62(chance, 16)}) + data({"type": "start-step"})
    yield data({"type": "text-start", "id": "0"})
    for text in pieces("english", "arabic"):
        yield data({"type": "text-delta", "id": "0", "delta": text})
    for kind in ("text-end", "finish-step", "finish"):
        yield data({"type": kind} | ({"id": "0"} if kind == "text-end" else {}))
    yield DONE
