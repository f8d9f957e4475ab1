"""Servers that people run themselves, and the streams of applications: vLLM, llama.cpp, Ollama, the AI SDK, MCP."""
from .registry import server

CHUNK = r'"object":"chat.completion.chunk","created":17~,"model":'
HEAD = r'data: {"id":"chatcmpl-~",' + CHUNK
TIMINGS = r'''"timings":{"cache_n":0,"prompt_n":~,"prompt_ms":~,"prompt_per_token_ms":~,"prompt_per_second":~,
    "predicted_n":~,"predicted_ms":~,"predicted_per_token_ms":~,"predicted_per_second":~}}'''
PARTS = {"CHUNK": CHUNK, "HEAD": HEAD, "TIMINGS": TIMINGS}

server("vllm", 10, r'''
<HEAD>"Qwen/Qwen2.5-7B-Instruct","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,
    "finish_reason":null}],"prompt_token_ids":null}

<HEAD>"Qwen/Qwen2.5-7B-Instruct","choices":[{"index":0,"delta":{"content":""},"logprobs":null,"finish_reason":null,
    "token_ids":null}],"kv_transfer_params":null}

<HEAD>"meta-llama/Llama-3.1-8B-Instruct","choices":[{"index":0,"delta":{"role":"assistant","content":""},
    "logprobs":null,"finish_reason":null}]}

<HEAD>"meta-llama/Llama-3.1-8B-Instruct","choices":[{"index":0,"delta":{"content":""},"logprobs":null,
    "finish_reason":"stop","stop_reason":null,"token_ids":null}]}

<HEAD>"openai/gpt-oss-20b","choices":[{"index":0,"delta":{"reasoning_content":""},"logprobs":null,
    "finish_reason":null,"token_ids":[~]}],"usage":{"prompt_tokens":~,"total_tokens":~,"completion_tokens":~}}

<HEAD>"openai/gpt-oss-120b","choices":[{"index":0,"delta":{"reasoning":"","reasoning_content":""},"logprobs":null,
    "finish_reason":null,"token_ids":[~]}],"usage":{"prompt_tokens":~,"total_tokens":~,"completion_tokens":~}}

<HEAD>"Qwen/Qwen3-8B","choices":[{"index":0,"delta":{"tool_calls":[{"id":"chatcmpl-tool-~","type":"function",
    "index":0,"function":{"name":"get_~","arguments":""}}]},"logprobs":null,"finish_reason":null,"token_ids":null}]}

<HEAD>"Qwen/Qwen3-8B","choices":[{"index":0,"delta":{"content":""},"logprobs":null,"finish_reason":"tool_calls",
    "stop_reason":~,"token_ids":null}]}

<HEAD>"Qwen/Qwen2.5-7B-Instruct","choices":[],"usage":{"prompt_tokens":~,"total_tokens":~,"completion_tokens":~}}

''', PARTS)

server("vllm-token-ids", 9, r'''
<HEAD>"openai/gpt-oss-20b","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,
    "finish_reason":null}],"prompt_token_ids":[~]}

<HEAD>"openai/gpt-oss-20b","choices":[{"index":0,"delta":{"content":""},"logprobs":null,"finish_reason":null,
    "token_ids":[~]}],"kv_transfer_params":null}

<HEAD>"openai/gpt-oss-20b","choices":[{"index":0,"delta":{"content":""},"logprobs":null,"finish_reason":"stop",
    "stop_reason":null,"token_ids":null}]}

<HEAD>"openai/gpt-oss-20b","choices":[],"usage":{"prompt_tokens":~,"total_tokens":~,"completion_tokens":~}}

''', PARTS)

server("vllm-other", 4, r'''
data: {"request_id":"~","usage":null,"output_mode":"tokens","choices":[{"index":0,"finish_reason":null,
    "stop_reason":null,"token_ids":[~],"routed_experts":null,"logprobs":null}]}

data: {"id":"cmpl-~","object":"text_completion","created":17~,"model":"Qwen/Qwen3-8B","choices":[{"index":0,"text":"",
    "logprobs":null,"finish_reason":null,"stop_reason":null,"prompt_token_ids":null,"token_ids":null}],
    "usage":{"prompt_tokens":~,"total_tokens":~,"completion_tokens":~}}

data: {"error":{"message":"~","type":"BadRequestError","param":null,"code":400}}

data: {"error":{"message":"~","type":"InternalServerError","param":null,"code":500}}

''')

server("vllm-python", 1, r'''
data: {"error":{"message":"~","type":"InternalServerError","param":null,"code":500}}

''', spaced=True)

server("sglang-plain", 6, r'''
data: {"id":"~",<CHUNK>"Qwen/Qwen2.5-7B-Instruct","choices":[{"index":0,"delta":{"reasoning_content":null,
    "content":""},"logprobs":null,"finish_reason":null,"matched_stop":null}]}

data: {"id":"~",<CHUNK>"Qwen/Qwen2.5-7B-Instruct","choices":[{"index":0,"delta":{"reasoning_content":null,
    "content":null},"logprobs":null,"finish_reason":"stop","matched_stop":151645}]}

''', PARTS)

server("sglang", 6, r'''
data: {"id":"~",<CHUNK>"Qwen/Qwen2.5-7B-Instruct","choices":[{"index":0,"delta":{"role":"assistant","content":"",
    "reasoning_content":null,"tool_calls":null},"logprobs":null,"finish_reason":null,"matched_stop":null}],
    "usage":null}

data: {"id":"~",<CHUNK>"Qwen/Qwen2.5-7B-Instruct","choices":[{"index":0,"delta":{"reasoning_content":null,
    "content":""},"logprobs":null,"finish_reason":null,"matched_stop":null}]}

data: {"id":"~",<CHUNK>"Qwen/Qwen3-8B","choices":[{"index":0,"delta":{"reasoning_content":"","content":null},
    "logprobs":null,"finish_reason":null,"matched_stop":null}]}

data: {"id":"~",<CHUNK>"deepseek-ai/DeepSeek-R1","choices":[{"index":0,"delta":{"role":null,"content":null,
    "reasoning_content":null,"tool_calls":null},"logprobs":null,"finish_reason":"stop","matched_stop":151645}]}

data: {"text":"","meta_info":{"id":"~","finish_reason":null,"prompt_tokens":~,"completion_tokens":1,"cached_tokens":0,
    "e2e_latency":0.~}}

data: {"text":"","output_ids":[~],"meta_info":{"id":"~","finish_reason":{"type":"stop","matched":~},
    "prompt_tokens":~,"weight_version":"default","completion_tokens":~,"cached_tokens":0,"e2e_latency":1.~}}

''', PARTS)

server("sglang-python", 2, r'''
data: {"text":"","output_ids":[~],"meta_info":{"id":"~","finish_reason":null,"prompt_tokens":~,
    "weight_version":"default","completion_tokens":1,"cached_tokens":0,"e2e_latency":0.~}}

''', spaced=True)

server("llamacpp", 8, r'''
data: {"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":17~,
    "id":"chatcmpl-~","model":"gpt-oss-20b.gguf","system_fingerprint":"b7~-~","object":"chat.completion.chunk"}

data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":""}}],"created":17~,"id":"chatcmpl-~",
    "model":"qwen2.5-7b-instruct-q4_k_m.gguf","system_fingerprint":"b6~-~","object":"chat.completion.chunk",<TIMINGS>

data: {"choices":[{"finish_reason":null,"index":0,"delta":{"reasoning_content":""}}],"created":17~,"id":"chatcmpl-~",
    "model":"gpt-3.5-turbo","system_fingerprint":"b8~-~","object":"chat.completion.chunk"}

data: {"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"created":17~,"id":"chatcmpl-~",
    "model":"gemma-3-4b-it-Q8_0.gguf","system_fingerprint":"b7~-~","object":"chat.completion.chunk",<TIMINGS>

data: {"choices":[],"created":17~,"id":"chatcmpl-~","model":"Qwen3-8B-Q4_K_M.gguf","system_fingerprint":"b7~-~",
    "object":"chat.completion.chunk","usage":{"completion_tokens":~,"prompt_tokens":~,"total_tokens":~},<TIMINGS>

:

''', PARTS)

server("llamacpp-completion", 5, r'''
data: {"index":0,"content":"","tokens":[~],"stop":false,"id_slot":-1,"tokens_predicted":1,"tokens_evaluated":~}

data: {"index":0,"content":"","tokens":[],"id_slot":0,"stop":true,"model":"~","tokens_predicted":~,
    "stop_type":"eos","stopping_word":""}

''')

server("llamacpp-settings", 1, r'''
data: {"index":0,"content":"","tokens":[],"id_slot":0,"stop":true,"model":"~.gguf","tokens_predicted":~,
    "tokens_evaluated":~,"generation_settings":{"seed":4294967295,"temperature":0.800000011920929,
    "dynatemp_range":0.0,"dynatemp_exponent":1.0,"top_k":40,"top_p":0.949999988079071,"min_p":0.05000000074505806,
    "top_n_sigma":-1.0,"xtc_probability":0.0,"xtc_threshold":0.10000000149011612,"typical_p":1.0,"repeat_last_n":64,
    "repeat_penalty":1.0,"presence_penalty":0.0,"frequency_penalty":0.0,"dry_multiplier":0.0,"dry_base":1.75,
    "dry_allowed_length":2,"dry_penalty_last_n":4096,"dry_sequence_breakers":["\n",":","\"","*"],"mirostat":0,
    "mirostat_tau":5.0,"mirostat_eta":0.10000000149011612,"stop":[],"max_tokens":-1,"n_predict":-1,"n_keep":0,
    "n_discard":0,"ignore_eos":false,"stream":true,"logit_bias":[],"n_probs":0,"min_keep":0,"grammar":"",
    "grammar_lazy":false,"grammar_triggers":[],"preserved_tokens":[],"chat_format":"Content-only",
    "reasoning_format":"none","reasoning_in_content":false,"thinking_forced_open":false,"samplers":["penalties","dry",
    "top_n_sigma","top_k","typ_p","top_p","min_p","xtc","temperature"],"speculative.n_max":16,"speculative.n_min":0,
    "speculative.p_min":0.75,"timings_per_token":false,"post_sampling_probs":false,"lora":[]},"prompt":"~",
    "has_new_line":true,"truncated":false,"stop_type":"eos","stopping_word":"","tokens_cached":~,<TIMINGS>

''', PARTS)

server("ollama", 12, r'''
{"model":"qwen2.5:7b","created_at":"2026-~T~Z","message":{"role":"assistant","content":""},"done":false}
{"model":"qwen2.5:7b","created_at":"2026-~T~Z","message":{"role":"assistant","content":""},"done":true,
    "done_reason":"stop","total_duration":~,"load_duration":~,"prompt_eval_count":~,"prompt_eval_duration":~,
    "eval_count":~,"eval_duration":~}
''')

server("ollama-other", 6, r'''
{"model":"llama3.2:latest","created_at":"2026-~T~Z","message":{"role":"assistant","content":""},"done":false}
{"model":"qwen3:8b","created_at":"2026-~T~Z","message":{"role":"assistant","content":"","thinking":""},"done":false}
{"model":"gpt-oss:20b","created_at":"2025-~T~Z","message":{"role":"assistant","content":"","tool_calls":[{"function":
    {"name":"get_~","arguments":{"~":"~"}}}]},"done":false}
{"model":"qwen2.5:7b","created_at":"2026-~T~Z","message":{"role":"assistant","content":""},"done":true,
    "done_reason":"stop","total_duration":~,"load_duration":~,"prompt_eval_count":~,"prompt_eval_duration":~,
    "eval_count":~,"eval_duration":~}
{"model":"qwen2.5:7b","created_at":"2026-~T~Z","message":{"role":"assistant","content":""},"done":true,
    "done_reason":"stop","eval_count":~}
{"model":"gemma3:4b","created_at":"2026-~T~Z","response":"","done":false}
{"model":"gemma3:4b","created_at":"2026-~T~Z","response":"","done":true,"done_reason":"stop","context":[~],
    "total_duration":~,"load_duration":~}
''')

server("ollama-openai", 8, r'''
data: {"id":"chatcmpl-~","object":"chat.completion.chunk","created":17~,"model":"qwen2.5:7b",
    "system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":""},
    "finish_reason":null}]}

data: {"id":"chatcmpl-~","object":"chat.completion.chunk","created":17~,"model":"llama3.1:8b",
    "system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":""},
    "finish_reason":null}]}

data: {"id":"chatcmpl-~","object":"chat.completion.chunk","created":17~,"model":"qwen3:8b",
    "system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":""},
    "finish_reason":"stop"}]}

''')

server("tgi", 8, r'''
data: {"object":"chat.completion.chunk","id":"","created":17~,"model":"Qwen/Qwen2.5-7B-Instruct",
    "system_fingerprint":"3.3.6-native","choices":[{"index":0,"delta":{"role":"assistant","content":""},
    "logprobs":null,"finish_reason":null}],"usage":null}

data: {"object":"chat.completion.chunk","id":"","created":17~,"model":"HuggingFaceTB/SmolLM3-3B",
    "system_fingerprint":"3.3.4-sha-~","choices":[{"index":0,"delta":{"role":"assistant","content":""},
    "logprobs":null,"finish_reason":"stop"}],"usage":null}

data:{"index":1,"token":{"id":~,"text":"~","logprob":-0.~,"special":false},"generated_text":null,"details":null}

data:{"index":~,"token":{"id":~,"text":"~","logprob":-0.~,"special":true},"generated_text":"~","details":
    {"finish_reason":"eos_token","generated_tokens":~,"seed":null,"input_length":~}}

''')

server("mlx", 1, r'''
: keepalive 0/~

data: {"id":"chatcmpl-~","system_fingerprint":"0.28.~-macOS-15.~-arm64-arm-64bit-applegpu_~",
    "object":"chat.completion.chunk","model":"mlx-community/Qwen3-4B-4bit","created":17~,"choices":[{"index":0,
    "finish_reason":null,"logprobs":{"token_logprobs":[],"top_logprobs":[],"tokens":[]},"delta":{"role":"assistant",
    "content":""}}]}

''', spaced=True)

server("lmstudio", 3, r'''
<HEAD>"openai/gpt-oss-20b","system_fingerprint":"openai/gpt-oss-20b","choices":[{"index":0,"delta":{"reasoning":""},
    "logprobs":null,"finish_reason":null}]}

<HEAD>"google/gemma-3-12b","system_fingerprint":"google/gemma-3-12b","choices":[{"index":0,
    "delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}

<HEAD>"qwen/qwen3-4b-2507","system_fingerprint":"qwen/qwen3-4b-2507","choices":[{"index":0,"delta":{},
    "logprobs":null,"finish_reason":"stop"}]}

''', PARTS)

server("ai-sdk", 2, r'''
data: {"type":"start","messageId":"~"}

data: {"type":"start-step"}

data: {"type":"reasoning-start","id":"0"}

data: {"type":"reasoning-delta","id":"0","delta":""}

data: {"type":"text-start","id":"0"}

data: {"type":"text-delta","id":"0","delta":""}

data: {"type":"tool-input-start","toolCallId":"call_~","toolName":"~"}

data: {"type":"tool-input-delta","toolCallId":"call_~","inputTextDelta":""}

data: {"type":"tool-input-available","toolCallId":"call_~","toolName":"~","input":{"~":"~"}}

data: {"type":"tool-output-available","toolCallId":"call_~","output":{"~":"~"}}

data: {"type":"text-end","id":"0","providerMetadata":{"openai":{"itemId":"msg_~"}}}

data: {"type":"source-url","sourceId":"~","url":"https://~","title":"~"}

data: {"type":"finish-step"}

data: {"type":"finish","finishReason":"stop","messageMetadata":{}}

data: [DONE]

''')

server("ai-sdk-lines", 1, r'''
f:{"messageId":"msg-~"}
0:"~"
g:"~"
9:{"toolCallId":"call_~","toolName":"~","args":{}}
a:{"toolCallId":"call_~","result":{}}
e:{"finishReason":"stop","usage":{"promptTokens":~,"completionTokens":~},"isContinued":false}
d:{"finishReason":"stop","usage":{"promptTokens":~,"completionTokens":~}}
'''.replace("\n", "\n\n"))

server("mcp", 3, r'''
event: message
data: {"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"~"}],"structuredContent":{"result":[{"~":"~",
    "name":"~","count":~}]},"isError":false}}

event: message
data: {"result":{"content":[{"type":"text","text":"~"}],"isError":false},"jsonrpc":"2.0","id":1}

event: message
data: {"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{"listChanged":true},
    "resources":{"subscribe":false},"prompts":{},"logging":{}},"serverInfo":{"name":"~","version":"1.0.0"},
    "instructions":"~"}}

event: message
data: {"method":"notifications/message","params":{"level":"info","data":"~"},"jsonrpc":"2.0"}

event: message
data: {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":~,"total":~,
    "message":"~"}}

event: message
data: {"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"~","title":"~","description":"~","inputSchema":
    {"type":"object","properties":{"~":{"type":"string","description":"~"}},"required":["~"],
    "$schema":"http://json-schema.org/draft-07/schema#"},"annotations":{"readOnlyHint":true}}]}}

event: message
data: {"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"~"}}

''')

server("lines", 2, r'''
: ping

: ping - 2026-~

: heartbeat

retry: 3000

id: 1
event: message
data: {"type":"heartbeat"}

event: done
data: [DONE]

''')
