"""OpenAI's chat completions, completions, audio and assistants, and Azure's variants of them."""
from .registry import server

HEAD = r'{"id":"chatcmpl-~","object":"chat.completion.chunk","created":17~,"model":'
TIER = r'"service_tier":"default","system_fingerprint":"fp_~","choices":[{"index":0,"delta":'
END = r',"logprobs":null,"finish_reason":null}]'
DETAILS = r''',"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},
    "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,
    "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}'''
SAFE = r'{"hate":{"filtered":false,"severity":"safe"},"self_harm":{"filtered":false,"severity":"safe"},' \
    r'"sexual":{"filtered":false,"severity":"safe"},"violence":{"filtered":false,"severity":"safe"}'
PARTS = {"HEAD": HEAD, "TIER": TIER, "END": END, "DETAILS": DETAILS, "SAFE": SAFE}

server("openai-chat", 24, r'''
data: <HEAD>"gpt-4o-2024-08-06",<TIER>{"role":"assistant","content":"","refusal":null}<END>,
    "usage":null,"obfuscation":""}

data: <HEAD>"gpt-4o-2024-08-06",<TIER>{"content":""}<END>,"usage":null,"obfuscation":""}

data: <HEAD>"gpt-4o-2024-08-06",<TIER>{},"logprobs":null,"finish_reason":"stop"}],"usage":null,"obfuscation":""}

data: <HEAD>"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_~","choices":[],
    "usage":{"prompt_tokens":~,"completion_tokens":~,"total_tokens":~<DETAILS>,"obfuscation":""}

data: [DONE]

''', PARTS)

server("openai-chat-plain", 24, r'''
data: <HEAD>"gpt-4o-mini-2024-07-18",<TIER>{"role":"assistant","content":"","refusal":null}<END>,"usage":null}

data: <HEAD>"gpt-4o-mini-2024-07-18",<TIER>{"content":""}<END>,"usage":null}

data: <HEAD>"gpt-4o-mini-2024-07-18",<TIER>{},"logprobs":null,"finish_reason":"stop"}],"usage":null}

data: <HEAD>"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_~","choices":[],
    "usage":{"prompt_tokens":~,"completion_tokens":~,"total_tokens":~<DETAILS>}

data: [DONE]

''', PARTS)

server("openai-chat-short", 16, r'''
data: <HEAD>"gpt-4.1-2025-04-14",<TIER>{"role":"assistant","content":"","refusal":null}<END>}

data: <HEAD>"gpt-4.1-2025-04-14",<TIER>{"content":""}<END>}

data: <HEAD>"gpt-4.1-2025-04-14",<TIER>{},"logprobs":null,"finish_reason":"stop"}]}

data: <HEAD>"gpt-4.1-2025-04-14",<TIER>{},"logprobs":null,"finish_reason":"length"}]}

data: [DONE]

''', PARTS)

server("openai-chat-gpt-5", 10, r'''
data: <HEAD>"gpt-5-2025-08-07","service_tier":"default","system_fingerprint":null,"choices":[{"index":0,
    "delta":{"role":"assistant","content":"","refusal":null},"finish_reason":null}],"usage":null,"obfuscation":""}

data: <HEAD>"gpt-5-2025-08-07","service_tier":"default","system_fingerprint":null,"choices":[{"index":0,
    "delta":{"content":""},"finish_reason":null}],"usage":null,"obfuscation":""}

data: <HEAD>"gpt-5-2025-08-07","service_tier":"default","system_fingerprint":null,"choices":[{"index":0,
    "delta":{},"finish_reason":"stop"}],"usage":null,"obfuscation":""}

data: [DONE]

''', PARTS)

server("openai-tools", 14, r'''
data: <HEAD>"gpt-4o-2024-08-06",<TIER>{"role":"assistant","content":null}<END>}

data: <HEAD>"gpt-4o-2024-08-06",<TIER>{"tool_calls":[{"index":0,"id":"call_~","type":"function",
    "function":{"name":"get_~","arguments":""}}]}<END>}

data: <HEAD>"gpt-4o-2024-08-06",<TIER>{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_~",
    "type":"function","function":{"name":"get_weather","arguments":""}}],"refusal":null}<END>,"usage":null}

data: <HEAD>"gpt-4o-2024-08-06",<TIER>{"tool_calls":[{"index":0,"function":{"arguments":""}}]}<END>,"usage":null}

data: <HEAD>"gpt-4o-2024-08-06",<TIER>{},"logprobs":null,"finish_reason":"tool_calls"}],"usage":null}

data: [DONE]

''', PARTS)

server("openai-logprobs", 8, r'''
data: <HEAD>"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{"content":""},"logprobs":{"content":[{"token":"~",
    "logprob":-0.~,"bytes":[~],"top_logprobs":[{"token":" ~","logprob":-0.~,"bytes":[32,~]},{"token":"~","logprob":-1.~,
    "bytes":[~]}]}],"refusal":null},"finish_reason":null}]}

data: <HEAD>"gpt-4o-2024-08-06",<TIER>{"role":"assistant","content":"","refusal":null},
    "logprobs":{"content":[],"refusal":null},"finish_reason":null}]}

data: <HEAD>"gpt-4o-2024-08-06",<TIER>{"content":""},"logprobs":{"content":[{"token":"~","logprob":-0.~,"bytes":[~],
    "top_logprobs":[]}],"refusal":null},"finish_reason":null}]}

''', PARTS)

server("openai-choices", 8, r'''
data: <HEAD>"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

data: <HEAD>"gpt-4o-2024-08-06","choices":[{"index":1,"delta":{"content":""},"finish_reason":null}]}

data: <HEAD>"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

data: [DONE]

''', PARTS)

server("openai-python", 8, r'''
data: <HEAD>"gpt-4o-2024-08-06",<TIER>{"role":"assistant","content":"","refusal":null}<END>}

data: <HEAD>"gpt-4o-2024-08-06",<TIER>{"content":""}<END>}

data: <HEAD>"gpt-4o-2024-08-06",<TIER>{},"logprobs":null,"finish_reason":"stop"}]}

data: <HEAD>"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_~",
    "type":"function","function":{"name":"get_~","arguments":""}}]},"finish_reason":null}],"usage":null}

data: <HEAD>"gpt-4o-2024-08-06","choices":[],"usage":{"prompt_tokens":~,"completion_tokens":~,"total_tokens":~<DETAILS>}

''', PARTS, spaced=True)

server("openai-rare", 1, r'''
data: <HEAD>"gpt-4.1-2025-04-14",<TIER>{"role":"assistant","content":null,"refusal":""}<END>}

data: <HEAD>"gpt-4.1-2025-04-14",<TIER>{"refusal":""}<END>}

data: <HEAD>"gpt-4o-search-preview-2025-03-11","system_fingerprint":"","choices":[{"index":0,
    "delta":{"annotations":[{"type":"url_citation","url_citation":{"end_index":~,"start_index":~,"title":"~",
    "url":"https://~?utm_source=openai"}}]},"finish_reason":null}]}

data: <HEAD>"gpt-4o-audio-preview-2025-06-03",<TIER>{"role":"assistant","refusal":null,
    "audio":{"id":"audio_~","data":"","transcript":""}}<END>}

data: <HEAD>"gpt-4o-audio-preview-2025-06-03",<TIER>{"audio":{"transcript":""}}<END>}

data: <HEAD>"gpt-4o-audio-preview-2025-06-03",<TIER>{"audio":{"data":"~=="}}<END>}

data: <HEAD>"gpt-4o-audio-preview-2025-06-03",<TIER>{"audio":{"expires_at":17~}}<END>}

data: <HEAD>"gpt-4o-2024-11-20",<TIER>{"function_call":{"name":"get_~","arguments":""}},
    "logprobs":null,"finish_reason":"function_call"}]}

data: <HEAD>"o4-mini-2025-04-16",<TIER>{},"logprobs":null,"finish_reason":"content_filter"}]}

''', PARTS)

server("openai-errors", 10, r'''
data: {"error":{"message":"The server had an error while processing your request. Sorry about that!",
    "type":"server_error","param":null,"code":null}}

data: {"error":{"message":"~","type":"tokens","param":null,"code":"rate_limit_exceeded"}}

data: {"error":{"message":"~","type":"invalid_request_error","param":"~","code":"context_length_exceeded"}}

''')

server("openai-completion", 4, r'''
data: {"id":"cmpl-~","object":"text_completion","created":17~,"choices":[{"text":"","index":0,"logprobs":null,
    "finish_reason":null}],"model":"gpt-3.5-turbo-instruct:20230824-v2","usage":null}

data: {"id":"cmpl-~","object":"text_completion","created":17~,"choices":[{"text":"","index":0,"logprobs":null,
    "finish_reason":"length"}],"model":"gpt-3.5-turbo-instruct:20230824-v2","usage":null}

data: {"id":"cmpl-~","object":"text_completion","created":17~,"model":"gpt-3.5-turbo-instruct:20230824-v2",
    "usage":{"prompt_tokens":~,"completion_tokens":~,"total_tokens":~},"choices":[]}

''')

server("openai-assistants", 0.5, r'''
event: thread.run.created
data: {"id":"run_~","object":"thread.run","created_at":17~,"assistant_id":"asst_~","thread_id":"thread_~",
    "status":"queued","started_at":null,"expires_at":17~,"cancelled_at":null,"failed_at":null,"completed_at":null,
    "required_action":null,"last_error":null,"model":"gpt-4o","instructions":null,"tools":[],"tool_resources":{},
    "metadata":{},"temperature":1.0,"top_p":1.0,"max_completion_tokens":null,"max_prompt_tokens":null,
    "truncation_strategy":{"type":"auto","last_messages":null},"incomplete_details":null,"usage":null,
    "response_format":"auto","tool_choice":"auto","parallel_tool_calls":true}

event: thread.run.in_progress
data: {"id":"run_~","object":"thread.run","created_at":17~,"status":"in_progress","model":"gpt-4o"}

event: thread.run.step.created
data: {"id":"step_~","object":"thread.run.step","created_at":17~,"run_id":"run_~","assistant_id":"asst_~",
    "thread_id":"thread_~","type":"message_creation","status":"in_progress","cancelled_at":null,"completed_at":null,
    "expires_at":17~,"failed_at":null,"last_error":null,"step_details":{"type":"message_creation",
    "message_creation":{"message_id":"msg_~"}},"usage":null}

event: thread.message.created
data: {"id":"msg_~","object":"thread.message","created_at":17~,"assistant_id":"asst_~","thread_id":"thread_~",
    "run_id":"run_~","status":"in_progress","incomplete_details":null,"incomplete_at":null,"completed_at":null,
    "role":"assistant","content":[],"attachments":[],"metadata":{}}

event: thread.message.delta
data: {"id":"msg_~","object":"thread.message.delta","delta":{"content":[{"index":0,"type":"text","text":{"value":"",
    "annotations":[]}}]}}

event: thread.run.completed
data: {"id":"run_~","object":"thread.run","status":"completed","usage":{"prompt_tokens":~,"completion_tokens":~,
    "total_tokens":~,"prompt_token_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}}

event: done
data: [DONE]

''')

server("azure-chat", 10, r'''
data: {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,
    "content_filter_results":<SAFE>,"jailbreak":{"filtered":false,"detected":false}}}]}

data: {"choices":[{"content_filter_results":{},"delta":{"content":"","refusal":null,"role":"assistant"},
    "finish_reason":null,"index":0,"logprobs":null}],"created":17~,"id":"chatcmpl-~","model":"gpt-4o-2024-11-20",
    "obfuscation":"","object":"chat.completion.chunk","system_fingerprint":"fp_~","usage":null}

data: {"choices":[{"content_filter_results":<SAFE>},"delta":{"content":""},"finish_reason":null,"index":0,
    "logprobs":null}],"created":17~,"id":"chatcmpl-~","model":"gpt-4o-2024-08-06","object":"chat.completion.chunk",
    "system_fingerprint":"fp_~"}

data: {"choices":[{"content_filter_results":{},"delta":{},"finish_reason":"stop","index":0,"logprobs":null}],
    "created":17~,"id":"chatcmpl-~","model":"gpt-4o-2024-08-06","object":"chat.completion.chunk",
    "system_fingerprint":"fp_~","usage":null}

data: [DONE]

''', PARTS)

server("azure-filtered", 2, r'''
data: {"choices":[{"content_filter_offsets":{"check_offset":~,"start_offset":~,"end_offset":~},
    "content_filter_results":<SAFE>,"protected_material_code":{"filtered":false,"detected":false},
    "protected_material_text":{"filtered":false,"detected":false}},"delta":{"content":""},"finish_reason":null,
    "index":0,"logprobs":null}],"created":17~,"id":"chatcmpl-~","model":"gpt-5-mini-2025-08-07","obfuscation":"",
    "object":"chat.completion.chunk","system_fingerprint":null,"usage":null}

data: {"choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"safe"},
    "violence":{"filtered":true,"severity":"medium"}},"delta":{},"finish_reason":"content_filter","index":0,
    "logprobs":null}],"created":17~,"id":"chatcmpl-~"}

data: {"choices":[{"content_filter_results":{"error":{"code":"content_filter_error","message":"~"}},
    "severity":"low"},"delta":{}}]}

''', PARTS)
