"""Streams of self-hosted servers: vLLM, SGLang, llama.cpp, Ollama, TGI and others."""

from .openai import choice, usage
from .registry import stream
from .text import DONE, compact, data, hexes, instant, pieces, shown, spaced, tokens, uuid

MODEL = "Qwen/Qwen3-8B"


def head(chance, model=MODEL, prefix="chatcmpl-"):
    return {"id": prefix + hexes(chance), "object": "chat.completion.chunk", "created": 1788000123, "model": model}


def counts(prompt, completion):
    """Returns token counts in vLLM's order."""
    return {"prompt_tokens": prompt, "total_tokens": prompt + completion, "completion_tokens": completion}


def vllm(chance, rows, model, prompt=None):
    """Yields the events of a vLLM chat, one per row of (ids, text)."""
    fields = head(chance, model)
    first = choice({"role": "assistant", "content": ""})
    yield data({**fields, "choices": [first], "prompt_token_ids": prompt})
    size = 0
    for size, (ids, text) in enumerate(rows, 1):
        part = choice({"content": text}) | {"token_ids": ids}
        yield data({**fields, "choices": [part], "kv_transfer_params": None})
    last = choice({"content": ""}, "stop") | {"stop_reason": None, "token_ids": None}
    yield data({**fields, "choices": [last]})
    yield data({**fields, "choices": [], "usage": counts(23, size)}) + DONE


@stream("vllm-chat.sse", "vLLM: only text")
def vllm_chat(chance):
    yield from vllm(chance, [(None, text) for text in pieces("english", "code", most=40)], MODEL)


@stream("vllm-chat-token-ids.sse",
        "vLLM with ids of o200k_base; a character of several tokens is in the event of the last one")
def vllm_token_ids(chance):
    text = "".join(pieces("english", "emoji", "thai", most=44))
    yield from vllm(chance, shown(tokens(text)[:50]), "openai/gpt-oss-20b", [3, 14, 159])


@stream("vllm-chat-foreign-ids.sse", "vLLM with made-up ids of an unknown vocabulary")
def vllm_foreign_ids(chance):
    ids = {text: chance.randrange(151000) for text in pieces("english", "chinese")}
    rows = [([ids[text]], text) for text in pieces("english", "chinese", most=44)]
    yield from vllm(chance, rows, MODEL, [3, 14, 159])


@stream("vllm-several-ids.sse",
        "vLLM with speculative decoding: several ids per event, reasoning first, growing usage in each event")
def vllm_several_ids(chance):
    fields, done = head(chance, "openai/gpt-oss-120b"), 0
    rows = list(shown(tokens("".join(pieces("english", "emoji")))))[:60]
    while rows:
        group, rows = rows[:4 - done % 3], rows[4 - done % 3:]
        ids, text = [id for row, _ in group for id in row], "".join(text for _, text in group)
        done += len(ids)
        delta = {"reasoning": text, "reasoning_content": text} if done < 25 else {"content": text}
        yield data({**fields, "choices": [choice(delta) | {"token_ids": ids}], "usage": counts(23, done)})
    yield DONE


@stream("vllm-tools.sse", "vLLM: a tool call")
def vllm_tools(chance):
    fields = head(chance)
    start = {"id": "chatcmpl-tool-" + hexes(chance), "type": "function", "index": 0,
             "function": {"name": "get_weather", "arguments": ""}}
    yield data({**fields, "choices": [choice({"role": "assistant", "content": ""})]})
    yield data({**fields, "choices": [choice({"tool_calls": [start]})]})
    for part in pieces("markup"):
        call = {"index": 0, "function": {"arguments": compact(part)[1:-1]}}
        yield data({**fields, "choices": [choice({"tool_calls": [call]})]})
    yield data({**fields, "choices": [choice({}, "tool_calls") | {"stop_reason": None}]}) + DONE


@stream("vllm-generate.sse", "vLLM: ids of o200k_base without text")
def vllm_generate(chance):
    start = {"request_id": hexes(chance), "usage": None, "output_mode": "tokens"}
    for id, _ in tokens("".join(pieces("korean", "english", most=50))):
        part = {"index": 0, "finish_reason": None, "stop_reason": None, "token_ids": [id], "routed_experts": None,
                "logprobs": None}
        yield data({**start, "choices": [part]})
    yield DONE


@stream("vllm-completion.sse", "vLLM's legacy completions: usage in each event")
def vllm_completion(chance):
    fields = {"id": "cmpl-" + hexes(chance), "object": "text_completion", "created": 1788000123, "model": MODEL}
    texts = pieces("code", "english", most=40)
    for done, text in enumerate(texts, 1):
        last = done == len(texts)
        part = {"index": 0, "text": text, "logprobs": None, "finish_reason": "length" if last else None,
                "stop_reason": None, "prompt_token_ids": None, "token_ids": None}
        yield data({**fields, "choices": [part], "usage": counts(7, done)})
    yield data({**fields, "choices": [], "usage": counts(7, len(texts))}) + DONE


@stream("vllm-error.sse", "vLLM: an error in mid-stream, with spaces")
def vllm_error(chance):
    fields = head(chance)
    for text in pieces("english", most=12):
        yield data({**fields, "choices": [choice({"content": text})]})
    yield data({"error": {"message": "engine died", "type": "InternalServerError", "param": None, "code": 500}}, spaced)
    yield DONE


@stream("sglang-chat.sse", "SGLang: reasoning in its own field, `matched_stop`")
def sglang_chat(chance):
    fields = head(chance, prefix="")
    for text in pieces("english", most=20):
        yield data({**fields,
                    "choices": [choice({"reasoning_content": text, "content": None}) | {"matched_stop": None}]})
    for text in pieces("japanese"):
        yield data({**fields,
                    "choices": [choice({"reasoning_content": None, "content": text}) | {"matched_stop": None}]})
    yield data({**fields,
                "choices": [choice({"reasoning_content": None, "content": None}, "stop") | {"matched_stop": 151645}]})
    yield DONE


@stream("sglang-generate.sse", "SGLang's own API: the whole text so far and its ids in each event")
def sglang_generate(chance):
    id, whole, ids = uuid(chance).replace("-", ""), "", []
    for done, text in enumerate(pieces("spanish", "english", most=24), 1):
        whole, ids = whole + text, ids + [chance.randrange(150000)]
        meta = {"id": id, "finish_reason": None, "prompt_tokens": 9, "completion_tokens": done, "cached_tokens": 0,
                "e2e_latency": round(0.04 + done * 0.0131 + chance.random() / 1000, 6)}
        yield data({"text": whole, "output_ids": ids, "meta_info": meta}, spaced)
    yield DONE


def timings(chance, count):
    return {"cache_n": 0, "prompt_n": 19, "prompt_ms": 98.7, "prompt_per_token_ms": 5.194736842105263,
            "prompt_per_second": 192.50253292806485, "predicted_n": count, "predicted_ms": round(33 * count, 3),
            "predicted_per_token_ms": 33.0, "predicted_per_second": round(30 + chance.random(), 14)}


@stream("llamacpp-chat.sse", "llama.cpp: pings as bare comments, timings at the end")
def llamacpp_chat(chance):
    rest = {"created": 1788000123, "id": "chatcmpl-" + hexes(chance), "model": "qwen2.5-7b-instruct-q4_k_m.gguf",
            "system_fingerprint": "b7100-3f6a2c1d9", "object": "chat.completion.chunk"}

    def event(delta, finish=None, **more):
        return data({"choices": [{"finish_reason": finish, "index": 0, "delta": delta}], **rest, **more})

    yield event({"role": "assistant", "content": None})
    for number, text in enumerate(pieces("code", "hindi", most=44), 1):
        yield event({"content": text}) + (":\n\n" if number % 15 == 0 else "")
    yield event({}, "stop", timings=timings(chance, 44)) + DONE


@stream("llamacpp-timings.sse", "llama.cpp with timings in each event")
def llamacpp_timings(chance):
    rest = {"created": 1788000123, "id": "chatcmpl-" + hexes(chance), "model": "gemma-3-4b-it-q8_0.gguf",
            "system_fingerprint": "b7100-3f6a2c1d9", "object": "chat.completion.chunk"}
    for count, text in enumerate(pieces("english", most=24), 1):
        part = {"finish_reason": None, "index": 0, "delta": {"reasoning_content" if count < 8 else "content": text}}
        yield data({"choices": [part], **rest, "timings": timings(chance, count)})
    yield data({"choices": [], **rest, "usage": usage(19, 24), "timings": timings(chance, 24)}) + DONE


@stream("llamacpp-completion.sse", "llama.cpp's own completions: ids of o200k_base, a counter")
def llamacpp_completion(_):
    rows = list(shown(tokens("".join(pieces("english", "emoji", "code", most=56)))))
    for done, (ids, text) in enumerate(rows, 1):
        yield data({"index": 0, "content": text, "tokens": ids, "stop": False, "id_slot": -1, "tokens_predicted": done,
                    "tokens_evaluated": 19})
    yield data({"index": 0, "content": "", "tokens": [], "id_slot": 0, "stop": True, "model": "qwen2.5",
                "tokens_predicted": len(rows), "stop_type": "eos", "stopping_word": ""})


@stream("llamacpp-completion-settings.sse",
        "llama.cpp's completions with settings at the end: floats in long spellings")
def llamacpp_settings(chance):
    texts = pieces("german")
    for done, text in enumerate(texts, 1):
        yield data({"index": 0, "content": text, "tokens": [chance.randrange(99999)], "stop": False, "id_slot": -1,
                    "tokens_predicted": done, "tokens_evaluated": 7})
    settings = {"seed": 4294967295, "temperature": 0.800000011920929, "dynatemp_exponent": 1.0, "top_k": 40,
                "top_p": 0.949999988079071, "min_p": 0.05000000074505806, "stop": [], "n_predict": -1,
                "dry_sequence_breakers": ["\n", ":", "\"", "*"], "samplers": ["top_k", "top_p", "temperature"]}
    yield data({"index": 0, "content": "", "tokens": [], "id_slot": 0, "stop": True, "model": "gpt-oss-20b.gguf",
                "tokens_predicted": len(texts), "tokens_evaluated": 7, "generation_settings": settings,
                "prompt": "Es war",
                "has_new_line": True, "truncated": False, "stop_type": "eos", "stopping_word": "", "tokens_cached": 44,
                "timings": timings(chance, len(texts))})


@stream("ollama-chat.sse", "Ollama in OpenAI's shape")
def ollama_chat(chance):
    fields = {"id": "chatcmpl-871", "object": "chat.completion.chunk", "created": 1788000123, "model": "qwen2.5:7b",
              "system_fingerprint": "fp_ollama"}
    for text in pieces("english", "markup", most=44):
        yield data({**fields, "choices": [choice({"role": "assistant", "content": text}, None, 0, False)]}, go)
    yield data({**fields, "choices": [choice({"role": "assistant", "content": ""}, "stop", 0, False)]}) + DONE


def go(value):
    """Writes JSON like Go's encoding/json, which escapes <, > and &."""
    text = compact(value)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def ollama(chance, texts, zone="Z", digits=9, model="qwen2.5:7b"):
    """Yields rows of Ollama with times a fraction of a second apart."""
    for tick, text in enumerate(texts):
        digit = str(chance.randrange(10 ** digits)).zfill(digits).rstrip("0")
        yield {"model": model, "created_at": instant(tick, "." + digit if digit else "", zone)}, text


ENDS = {"total_duration": 4883583458, "load_duration": 1334875, "prompt_eval_count": 26,
        "prompt_eval_duration": 342546000,
        "eval_count": 40, "eval_duration": 4535599000}


@stream("ollama-native.ndjson", "Ollama's chat: one object per line, nanoseconds")
def ollama_native(chance):
    for fields, text in ollama(chance, pieces("english", "markup", most=44)):
        yield go({**fields, "message": {"role": "assistant", "content": text}, "done": False}) + "\n"
    yield go({**fields, "message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop",
              "eval_count": 44}) + "\n"


@stream("ollama-thinking.ndjson", "Ollama's chat: reasoning, a tool call, microseconds with an offset, durations")
def ollama_thinking(chance):
    for fields, text in ollama(chance, pieces("german", most=20), "+01:00", 6, "qwen3:8b"):
        yield go({**fields, "message": {"role": "assistant", "content": "", "thinking": text}, "done": False}) + "\n"
    call = {"function": {"name": "get_weather", "arguments": {"city": "Århus", "days": 2}}}
    yield go({**fields, "message": {"role": "assistant", "content": "", "tool_calls": [call]}, "done": False}) + "\n"
    yield go({**fields, "message": {"role": "assistant", "content": ""}, "done_reason": "stop", "done": True,
              **ENDS}) + "\n"


@stream("ollama-generate.ndjson", "Ollama's generate: `response`, and the ids of the context at the end")
def ollama_generate(chance):
    for fields, text in ollama(chance, pieces("chinese", "english", most=40), "-03:30", 9, "llama3.2"):
        yield go({**fields, "response": text, "done": False}) + "\n"
    context = [chance.randrange(128000) for _ in range(80)]
    yield go({**fields, "response": "", "done": True, "done_reason": "stop", "context": context, **ENDS}) + "\n"


@stream("tgi-chat.sse", "TGI in OpenAI's shape: an empty id")
def tgi_chat(_):
    fields = {"object": "chat.completion.chunk", "id": "", "created": 1788000123, "model": "HuggingFaceTB/SmolLM3-3B",
              "system_fingerprint": "3.3.6-native"}
    for text in pieces("english", "russian", most=44):
        yield data({**fields, "choices": [choice({"role": "assistant", "content": text})], "usage": None})
    yield DONE


@stream("tgi-generate.sse", "TGI's own API: no space after `data:`, floats, the whole text at the end")
def tgi_generate(chance):
    texts = pieces("german", "emoji")
    for index, text in enumerate(texts, 1):
        last = index == len(texts)
        token = {"id": chance.randrange(32000), "text": text, "logprob": -round(chance.expovariate(1), 7),
                 "special": last}
        details = {"finish_reason": "eos_token", "generated_tokens": index, "seed": None, "input_length": 9}
        yield "data:" + compact({"index": index, "token": token,
                                 "generated_text": "".join(texts[:-1]) if last else None,
                                 "details": details if last else None}) + "\n\n"


@stream("mlx-chat.sse", "MLX: Python's spaces, empty log probabilities, a keep-alive")
def mlx_chat(chance):
    empty = {"token_logprobs": [], "top_logprobs": [], "tokens": []}
    yield ": keepalive 0/19\n\n"
    id = "chatcmpl-" + uuid(chance)
    for text in pieces("english", "thai", most=30):
        part = {"index": 0, "finish_reason": None, "logprobs": empty, "delta": {"role": "assistant", "content": text}}
        yield data({"id": id, "system_fingerprint": "0.28.3-0.29.3-macOS-15.6", "object": "chat.completion.chunk",
                    "model": "mlx-community/Qwen3-4B-4bit", "created": 1788000123,
                    "choices": [part]}, spaced)
    yield DONE


@stream("lmstudio-chat.sse", "LM Studio: reasoning, then text")
def lmstudio_chat(chance):
    fields = head(chance, "openai/gpt-oss-20b") | {"system_fingerprint": "openai/gpt-oss-20b"}
    for key, name in (("reasoning", "spanish"), ("content", "english")):
        for text in pieces(name, most=20):
            yield data({**fields, "choices": [choice({key: text})]})
    yield data({**fields, "choices": [choice({}, "stop")]}) + DONE
