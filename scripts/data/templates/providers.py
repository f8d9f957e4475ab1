"""Gemini, Cohere, and the providers whose streams are close to OpenAI's."""
from .registry import server

CHUNK = r'"object":"chat.completion.chunk","created":17~,"model":'
HEAD = r'data: {"id":"~",' + CHUNK
COUNTS = r'"usage":{"prompt_tokens":~,"completion_tokens":~,"total_tokens":~'
TOKENS = r'"promptTokenCount":~,"candidatesTokenCount":~,"totalTokenCount":~,"promptTokensDetails":[' \
    r'{"modality":"TEXT","tokenCount":~}]'
PARTS = {"CHUNK": CHUNK, "HEAD": HEAD, "COUNTS": COUNTS, "TOKENS": TOKENS}

GEMINI = r'''
data: {"candidates":[{"content":{"parts":[{"text":"","thought":true}],"role":"model"},"index":0}],
    "usageMetadata":{<TOKENS>,"thoughtsTokenCount":~},"modelVersion":"gemini-2.5-flash","responseId":"~"}

data: {"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"index":0}],"usageMetadata":{<TOKENS>},
    "modelVersion":"gemini-2.5-pro","responseId":"~"}

data: {"candidates":[{"content":{"parts":[{"text":"","thoughtSignature":"~"}],"role":"model"},"index":0}],
    "usageMetadata":{<TOKENS>},"modelVersion":"gemini-3-pro-preview","responseId":"~"}

data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"get_~","args":{"~":"~"}},"thoughtSignature":"~"}],
    "role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{<TOKENS>,"thoughtsTokenCount":~},
    "modelVersion":"gemini-3-pro-preview","responseId":"~"}

data: {"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],
    "usageMetadata":{<TOKENS>,"thoughtsTokenCount":~},"modelVersion":"gemini-2.5-flash","responseId":"~"}

'''
server("gemini-spaced", 8, GEMINI, PARTS, spaced=True)
server("gemini", 8, GEMINI.replace("}\n\n", "}\r\n\r\n"), PARTS)

server("gemini-rare", 1, r'''
data: {"candidates": [{"content": {"parts": [{"text": ""}],"role": "model"},"finishReason": "STOP","index": 0,
    "groundingMetadata": {"searchEntryPoint": {"renderedContent": "~"},"groundingChunks": [{"web":
    {"uri": "https://vertexaisearch.cloud.google.com/grounding-api-redirect/~","title": "~"}}],"groundingSupports":
    [{"segment": {"startIndex": ~,"endIndex": ~,"text": "~"},"groundingChunkIndices": [0],"confidenceScores": [0.~]}],
    "webSearchQueries": ["~"]}}],"usageMetadata": {"promptTokenCount": ~,"candidatesTokenCount": ~,"totalTokenCount": ~,
    "cachedContentTokenCount": ~,"toolUsePromptTokenCount": ~,"cacheTokensDetails": [],
    "candidatesTokensDetails": [{"modality": "TEXT","tokenCount": ~}]},"modelVersion": "gemini-2.5-flash-lite"}

data: {"candidates":[{"content":{"role":"model","parts":[{"text":""}]},"safetyRatings":[{"category":
    "HARM_CATEGORY_HATE_SPEECH","probability":"NEGLIGIBLE","probabilityScore":0.~,"severity":"HARM_SEVERITY_NEGLIGIBLE",
    "severityScore":0.~},{"category":"HARM_CATEGORY_DANGEROUS_CONTENT","probability":"NEGLIGIBLE"},
    {"category":"HARM_CATEGORY_HARASSMENT"},{"category":"HARM_CATEGORY_SEXUALLY_EXPLICIT"}],
    "citationMetadata":{"citationSources":[{"startIndex":~,"endIndex":~,"uri":"https://~"}]}}]}

data: {"candidates":[{"content":{"role":"model","parts":[{"text":"","thought":true}]}}],
    "usageMetadata":{"trafficType":"ON_DEMAND"},"modelVersion":"gemini-3-flash-preview","createTime":"2026-~Z",
    "responseId":"~"}

data: {"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"get_~","willContinue":true},
    "thoughtSignature":"~"}]}}],"usageMetadata":{"trafficType":"ON_DEMAND"}}

data: {"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.~",
    "stringValue":"~","willContinue":true}],"willContinue":true}}]}}],"usageMetadata":{"trafficType":"ON_DEMAND"}}

data: {"candidates":[{"content":{"parts":[{"executableCode":{"language":"PYTHON","code":"~"}}],"role":"model"}}]}

data: {"candidates":[{"content":{"parts":[{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"~"}}]}}]}

data: {"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"candidates":[{"finishReason":"MAX_TOKENS"}]}

data: {"error":{"code":503,"message":"~","status":"UNAVAILABLE"}}

''')

server("cohere", 20, r'''
event: message-start
data: {"id":"~","type":"message-start","delta":{"message":{"role":"assistant","content":[],"tool_plan":"",
    "tool_calls":[],"citations":[]}}}

event: content-start
data: {"type":"content-start","index":0,"delta":{"message":{"content":{"type":"text","text":""}}}}

event: content-start
data: {"type":"content-start","index":0,"delta":{"message":{"content":{"type":"thinking","thinking":""}}}}

event: content-delta
data: {"type":"content-delta","index":0,"delta":{"message":{"content":{"text":""}}}}

event: content-end
data: {"type":"content-end","index":0}

event: tool-plan-delta
data: {"type":"tool-plan-delta","delta":{"message":{"tool_plan":""}}}

event: tool-call-start
data: {"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"~","type":"function",
    "function":{"name":"~","arguments":""}}}}}

event: tool-call-delta
data: {"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":""}}}}}

event: citation-start
data: {"type":"citation-start","index":0,"delta":{"message":{"citations":{"start":~,"end":~,"text":"~",
    "sources":[{"type":"document","id":"doc:0","document":{"id":"doc:0","snippet":"~","title":"~"}}],
    "type":"TEXT_CONTENT"}}}}

event: message-end
data: {"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":~,
    "output_tokens":~},"tokens":{"input_tokens":~,"output_tokens":~},"cached_tokens":0}}}

''')

server("mistral-reasoning", 3, r'''
<HEAD>"magistral-medium-2509","choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text",
    "text":""}]}]},"finish_reason":null}]}

<HEAD>"magistral-small-2509","choices":[{"index":0,"delta":{"content":[{"type":"text","text":""}]},
    "finish_reason":null}]}

''', PARTS)

server("mistral", 6, r'''
<HEAD>"mistral-small-latest","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],
    "p":"abcdefghijklmnopqrstuvwxyz0123456789"}

<HEAD>"mistral-large-latest","choices":[{"index":0,"delta":{"content":""},"finish_reason":null}],"p":"abcdefg"}

<HEAD>"mistral-medium-latest","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}],
    "usage":{"prompt_tokens":~,"total_tokens":~,"completion_tokens":~},"p":"abc"}

<HEAD>"mistral-large-latest","choices":[{"index":0,"delta":{"content":"","tool_calls":[{"id":"~","function":
    {"name":"~","arguments":""},"index":0}]},"finish_reason":"tool_calls"}]}

''', PARTS)

server("groq", 6, r'''
data: {"id":"chatcmpl-~",<CHUNK>"openai/gpt-oss-120b","system_fingerprint":"fp_~","choices":[{"index":0,
    "delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"x_groq":{"id":"req_01k~",
    "seed":~}}

data: {"id":"chatcmpl-~",<CHUNK>"openai/gpt-oss-120b","system_fingerprint":"fp_~","choices":[{"index":0,
    "delta":{"reasoning":"","channel":"analysis"},"logprobs":null,"finish_reason":null}]}

data: {"id":"chatcmpl-~",<CHUNK>"llama-3.3-70b-versatile","system_fingerprint":"fp_~","choices":[{"index":0,
    "delta":{},"logprobs":null,"finish_reason":"stop"}],"x_groq":{"id":"req_01k~","usage":{"queue_time":0.~,
    "prompt_tokens":~,"prompt_time":0.~,"completion_tokens":~,"completion_time":0.~,"total_tokens":~,"total_time":0.~,
    "completion_tokens_details":{"reasoning_tokens":~}}},"usage":{"queue_time":0.~}}

data: {"id":"chatcmpl-~",<CHUNK>"groq/compound","system_fingerprint":null,"choices":[{"index":0,
    "delta":{"content":""},"logprobs":null,"finish_reason":null}]}

''', PARTS)

server("deepseek", 9, r'''
: keep-alive

<HEAD>"deepseek-reasoner","system_fingerprint":"fp_~_prod0820_fp8_kvcache","choices":[{"index":0,
    "delta":{"role":"assistant","content":null,"reasoning_content":""},"logprobs":null,"finish_reason":null}],
    "usage":null}

<HEAD>"deepseek-chat","system_fingerprint":"fp_~_prod0820_fp8_kvcache","choices":[{"index":0,
    "delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}

<HEAD>"deepseek-reasoner","system_fingerprint":"fp_~_prod0820_fp8_kvcache","choices":[{"index":0,
    "delta":{"content":null,"reasoning_content":""},"logprobs":null,"finish_reason":null}]}

<HEAD>"deepseek-reasoner","system_fingerprint":"fp_~_prod0820_fp8_kvcache","choices":[{"index":0,
    "delta":{"content":"","reasoning_content":null},"logprobs":null,"finish_reason":"stop"}],<COUNTS>,
    "prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":~},
    "prompt_cache_hit_tokens":0,"prompt_cache_miss_tokens":~}}

''', PARTS)

server("openrouter", 8, r'''
: OPENROUTER PROCESSING

data: {"id":"gen-17~","provider":"Amazon Bedrock","model":"anthropic/claude-sonnet-4.5",
    "object":"chat.completion.chunk","created":17~,"choices":[{"index":0,"delta":{"role":"assistant","content":"",
    "reasoning":"","reasoning_details":[{"type":"reasoning.text","text":"","format":"anthropic-claude-v1","index":0}]},
    "finish_reason":null,"native_finish_reason":null,"logprobs":null}]}

data: {"id":"gen-17~",<CHUNK>"anthropic/claude-sonnet-4.5","provider":"Anthropic","choices":[{"index":0,
    "delta":{"content":"","role":"assistant"},"finish_reason":null,"native_finish_reason":null}]}

data: {"id":"gen-17~",<CHUNK>"openai/gpt-4o-mini","provider":"Google","choices":[{"index":0,
    "delta":{"role":"assistant","content":"","reasoning":null,"reasoning_details":[]},"finish_reason":null,
    "native_finish_reason":null}]}

data: {"id":"gen-17~","provider":"OpenAI","model":"openai/gpt-5","object":"chat.completion.chunk","created":17~,
    "choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null,"native_finish_reason":null,
    "logprobs":null}]}

data: {"id":"gen-17~","provider":"Novita","model":"google/gemini-2.5-flash","object":"chat.completion.chunk",
    "created":17~,"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop",
    "native_finish_reason":"STOP","logprobs":null}],<COUNTS>,"cost":0.~,"is_byok":false,"prompt_tokens_details":
    {"cached_tokens":0,"audio_tokens":0,"video_tokens":0},"cost_details":{"upstream_inference_cost":null,
    "upstream_inference_prompt_cost":0,"upstream_inference_completions_cost":0},"completion_tokens_details":
    {"reasoning_tokens":0,"image_tokens":0}}}

data: {"id":"gen-17~","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning_details":[{"type":
    "reasoning.encrypted","data":"~","id":"rs_~","format":"openai-responses-v1","index":0},{"type":"reasoning.summary",
    "summary":"","format":"google-gemini-v1"}]},"native_finish_reason":"completed","error":{"code":502,"message":"~",
    "metadata":{"provider_name":"~"}}}]}

''', PARTS)

server("together", 5, r'''
data: {"id":"~","object":"chat.completion.chunk","created":17~,"choices":[{"index":0,"text":"","logprobs":null,
    "finish_reason":null,"seed":null,"delta":{"token_id":~,"role":"assistant","content":"","tool_calls":null}}],
    "model":"meta-llama/Llama-3.3-70B-Instruct-Turbo","usage":null}

data: {"id":"~","object":"chat.completion.chunk","created":17~,"choices":[{"index":0,"text":"","logprobs":null,
    "finish_reason":"stop","seed":~,"delta":{"token_id":~,"role":"assistant","content":"","reasoning":"",
    "tool_calls":[]}}],"model":"deepseek-ai/DeepSeek-V3.1",<COUNTS>,"cached_tokens":0},"warnings":null}

''', PARTS)

server("fireworks", 2, r'''
<HEAD>"accounts/fireworks/models/llama-v3p3-70b-instruct","choices":[{"index":0,"delta":{"role":"assistant"},
    "finish_reason":null}],"usage":null}

<HEAD>"accounts/fireworks/models/deepseek-v3p1","choices":[{"index":0,"delta":{"content":""},
    "finish_reason":null}],"usage":null}

<HEAD>"accounts/fireworks/models/gpt-oss-120b","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],<COUNTS>,
    "prompt_tokens_details":{"cached_tokens":0}}}

''', PARTS)

server("xai", 4, r'''
<HEAD>"grok-4-fast-reasoning","choices":[{"index":0,"delta":{"reasoning_content":"","role":"assistant"}}],
    "system_fingerprint":"fp_~"}

<HEAD>"grok-3-mini","choices":[{"index":0,"delta":{"content":"","role":"assistant"}}],"system_fingerprint":"fp_~"}

<HEAD>"grok-4-0709","choices":[{"index":0,"delta":{"content":""}}],"system_fingerprint":"fp_~"}

<HEAD>"grok-code-fast-1","choices":[],<COUNTS>,"prompt_tokens_details":{"text_tokens":~,"audio_tokens":0,
    "image_tokens":0,"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":~,"audio_tokens":0,
    "accepted_prediction_tokens":0,"rejected_prediction_tokens":0},"num_sources_used":0,"cost_in_usd_ticks":~},
    "system_fingerprint":"fp_~"}

''', PARTS)

PERPLEXITY = r'''
data: {"id":"~","model":"sonar-pro","created":17~,<COUNTS>,"search_context_size":"low",
    "cost":{"input_tokens_cost":0.0,"output_tokens_cost":0.0,"request_cost":0.006,"total_cost":0.~}},
    "citations":["https://www.~","https://~"],"search_results":[{"title":"~","url":"https://www.~",
    "date":"2026-~","last_updated":"2026-~","snippet":"~","source":"web"},{"title":"~","url":"https://~",
    "date":null,"last_updated":"2025-~","snippet":"~","source":"web"}],"object":"chat.completion.chunk",
    "choices":[{"index":0,"finish_reason":null,"message":{"role":"assistant","content":""},
    "delta":{"role":"assistant","content":""}}]}

data: {"id":"~","model":"sonar","created":17~,<COUNTS>},"citations":["https://en.wikipedia.org/wiki/~"],
    "search_results":[],"related_questions":["~"],"images":[],"object":"chat.completion.done"}

'''.replace("}\n\n", "}\r\n\r\n")
server("perplexity", 2, PERPLEXITY, PARTS)
server("perplexity-spaced", 6, PERPLEXITY, PARTS, spaced=True)

server("cerebras", 1, r'''
data: {"id":"chatcmpl-~","choices":[{"delta":{"role":"assistant"},"index":0}],"created":17~,"model":"llama-3.3-70b",
    "system_fingerprint":"fp_~","object":"chat.completion.chunk"}

data: {"id":"chatcmpl-~","choices":[{"delta":{"content":""},"index":0}],"created":17~,"model":"qwen-3-235b-a22b",
    "system_fingerprint":"fp_~","object":"chat.completion.chunk"}

data: {"id":"chatcmpl-~","choices":[{"delta":{},"finish_reason":"stop","index":0}],"created":17~,
    "model":"llama3.1-8b","system_fingerprint":"fp_~","object":"chat.completion.chunk",<COUNTS>},
    "time_info":{"queue_time":0.~,"prompt_time":0.~,"completion_time":0.~,"total_time":0.~,"created":17~}}

''', PARTS)

server("litellm", 4, r'''
data: {"id":"chatcmpl-~","created":17~,"model":"gpt-5-mini","object":"chat.completion.chunk","choices":[{"index":0,
    "delta":{"content":"","role":"assistant"}}]}

data: {"id":"chatcmpl-~","created":17~,"model":"claude-sonnet-4-5","object":"chat.completion.chunk","choices":[
    {"index":0,"delta":{"content":"","role":"assistant"}}],"citations":null,"provider_specific_fields":null,
    "stream_options":{"include_usage":true}}

data: {"id":"chatcmpl-~","created":17~,"model":"gpt-5-mini","object":"chat.completion.chunk","choices":[
    {"finish_reason":"stop","index":0,"delta":{}}]}

''', PARTS)

server("alibaba", 6, r'''
data: {"choices":[{"delta":{"content":"","role":"assistant"},"index":0,"logprobs":null,"finish_reason":null}],
    "object":"chat.completion.chunk","usage":null,"created":17~,"system_fingerprint":null,"model":"qwen3-max",
    "id":"chatcmpl-~"}

data: {"choices":[{"delta":{"content":null,"reasoning_content":""},"finish_reason":null,"index":0,"logprobs":null}],
    "object":"chat.completion.chunk","usage":null,"created":17~,"system_fingerprint":null,"model":"qwen-plus",
    "id":"chatcmpl-~"}

data: {"choices":[{"finish_reason":null,"logprobs":null,"delta":{"content":"","reasoning_content":null},"index":0}],
    "object":"chat.completion.chunk","usage":null,"created":17~,"system_fingerprint":null,"model":"qwen3-max"}

data: {"choices":[],"object":"chat.completion.chunk",<COUNTS>,"prompt_tokens_details":{"cached_tokens":0}}}

''', PARTS)

server("dashscope", 5, r'''
id:1
event:result
:HTTP_STATUS/200
data:{"output":{"choices":[{"message":{"content":"","role":"assistant"},"finish_reason":"null"}]},
    "usage":{"total_tokens":~,"output_tokens":~,"input_tokens":~,"prompt_tokens_details":{"cached_tokens":0}},
    "request_id":"~"}

id:1
event:result
:HTTP_STATUS/200
data:{"output":{"choices":[{"message":{"content":"","reasoning_content":"","role":"assistant"},
    "finish_reason":"null"}]},"usage":{"total_tokens":~,"output_tokens":~,"input_tokens":~,
    "output_tokens_details":{"reasoning_tokens":~,"text_tokens":~}},"request_id":"~"}

id:1
event:result
:HTTP_STATUS/200
data:{"output":{"finish_reason":"null","text":""},"usage":{"total_tokens":~,"input_tokens":~,"output_tokens":~},
    "request_id":"~"}

''')

server("glm-kimi", 3, r'''
data: {"id":"~","created":17~,"object":"chat.completion.chunk","model":"glm-4.6","choices":[{"index":0,
    "delta":{"role":"assistant","reasoning_content":""}}]}

data: {"id":"~","created":17~,"object":"chat.completion.chunk","model":"glm-4.7","choices":[{"index":0,
    "finish_reason":"stop","delta":{"role":"assistant","content":""}}],<COUNTS>,
    "prompt_tokens_details":{"cached_tokens":0}}}

data: {"id":"chatcmpl-~",<CHUNK>"kimi-k2-0905-preview","choices":[{"index":0,"delta":{"role":"assistant",
    "content":""},"finish_reason":null}],"system_fingerprint":"fpv0_~"}

data: {"id":"chatcmpl-~",<CHUNK>"kimi-k2-thinking","choices":[{"index":0,"delta":{"reasoning_content":""},
    "finish_reason":"stop","usage":{"prompt_tokens":~,"completion_tokens":~,"total_tokens":~,"cached_tokens":~}}],
    "system_fingerprint":"fpv0_~"}

data: {"id":"~","object":"chat.completion.chunk","created":17~,"model":"MiniMax-M2","choices":[{"index":0,
    "delta":{"content":"","role":"assistant","name":"MiniMax AI","audio_content":""}}],"usage":null,
    "input_sensitive":false,"output_sensitive":false,"input_sensitive_type":0,"output_sensitive_type":0}

''', PARTS)

server("cloudflare", 1, r'''
data: {"response":"","p":"abcdefghijklmnopqrstuvwxyz0123456789"}

data: {"response":"","tool_calls":[],"p":"abc","usage":{"prompt_tokens":~,"completion_tokens":~,"total_tokens":~,
    "prompt_tokens_details":{"cached_tokens":0}}}

''')

server("dotnet", 1, r'''
data: {"model":null,"choices":[{"delta":{"role":"assistant","content":"","name":null,"tool_call_id":null,
    "function_call":null,"tool_calls":[]},"message":{"role":"assistant","content":"","name":null,"tool_call_id":null,
    "function_call":null,"tool_calls":[]},"index":0,"finish_reason":null,"finish_details":null,"logprobs":null}],
    "usage":null,"system_fingerprint":null,"created":17~,"CreatedAt":"2026-~","id":"chat.id.~","StreamEvent":null,
    "IsDelta":true,"Successful":true,"error":null,"HttpStatusCode":0,"object":"chat.completion.chunk"}

''')
