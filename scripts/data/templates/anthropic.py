"""Anthropic's Messages API, directly and through Bedrock and LiteLLM."""
from .registry import server

DELTA = 'event: content_block_delta\ndata: {"type":"content_block_delta","index":'
START = 'event: content_block_start\ndata: {"type":"content_block_start","index":'
CACHE = r'''"cache_creation_input_tokens":0,"cache_read_input_tokens":0,
    "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},'''
REASON = r'"content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":~,'
PARTS = {"DELTA": DELTA, "START": START, "CACHE": CACHE, "REASON": REASON}

server("anthropic", 30, r'''
event: message_start
data: {"type":"message_start","message":{"model":"claude-sonnet-4-5-20250929","id":"msg_01~","type":"message",
    "role":"assistant",<REASON><CACHE>"output_tokens":~,"service_tier":"standard","inference_geo":"not_available"}}}

<START>0,"content_block":{"type":"text","text":""}}

event: ping
data: {"type": "ping"}

<DELTA>0,"delta":{"type":"text_delta","text":""}}

event: content_block_stop
data: {"type":"content_block_stop","index":0}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":~,
    "cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":~}}

event: message_stop
data: {"type":"message_stop"}

''', PARTS)

server("anthropic-tools", 80, r'''
event: message_start
data: {"type":"message_start","message":{"model":"claude-sonnet-4-5-20250929","id":"msg_01~","type":"message",
    "role":"assistant",<REASON><CACHE>"output_tokens":~,"service_tier":"standard"}}}

<START>0,"content_block":{"type":"thinking","thinking":"","signature":""}}

event: ping
data: {"type":"ping"}

<DELTA>0,"delta":{"type":"thinking_delta","thinking":""}}

<DELTA>0,"delta":{"type":"signature_delta","signature":"E~"}}

<START>1,"content_block":{"type":"text","text":""}}

<DELTA>1,"delta":{"type":"text_delta","text":""}}

<START>2,"content_block":{"type":"tool_use","id":"toolu_01~","name":"get_weather","input":{}}}

<DELTA>2,"delta":{"type":"input_json_delta","partial_json":""}}

event: content_block_stop
data: {"type":"content_block_stop","index":1}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":~}}

event: message_stop
data: {"type":"message_stop"}

''', PARTS)

server("anthropic-short", 30, r'''
event: message_start
data: {"type":"message_start","message":{"id":"msg_01~","type":"message","role":"assistant",
    "model":"claude-sonnet-4-5-20250929",<REASON>"output_tokens":~}}}

<START>0,"content_block":{"type":"text","text":""}}

event: message_start
data: {"type":"message_start","message":{"id":"msg_01~","type":"message","role":"assistant",
    "model":"claude-haiku-4-5-20251001",<REASON><CACHE>"output_tokens":~,"service_tier":"standard"}}}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":~}}

''', PARTS)

server("anthropic-search", 10, r'''
<START>1,"content_block":{"type":"server_tool_use","id":"srvtoolu_01~","name":"web_search","input":{}}}

<START>2,"content_block":{"type":"web_search_tool_result","tool_use_id":"srvtoolu_01~","content":
    [{"type":"web_search_result","title":"~","url":"https://www.~","encrypted_content":"E~","page_age":null},
    {"type":"web_search_result","title":"~","url":"https://~","encrypted_content":"E~","page_age":"~"}]}}

<START>3,"content_block":{"citations":[],"type":"text","text":""}}

<DELTA>3,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","cited_text":"~",
    "url":"https://~","title":"~","encrypted_index":"E~"}}}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":~,
    "cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":~,
    "server_tool_use":{"web_search_requests":1,"web_fetch_requests":0}}}

''', PARTS)

server("anthropic-errors", 4, r'''
event: error
data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}

event: error
data: {"type":"error","error":{"details":null,"type":"overloaded_error","message":"Overloaded"},"request_id":"req_01~"}

''', PARTS)

server("anthropic-rare", 1, r'''
<START>1,"content_block":{"type":"redacted_thinking","data":"E~"}}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"max_tokens","stop_sequence":null,"container":null},
    "usage":{"input_tokens":~,<CACHE>"output_tokens":~},"context_management":{"applied_edits":[]}}

<DELTA>0,"delta":{"type":"citations_delta","citation":{"type":"char_location","cited_text":"~","document_index":0,
    "document_title":"~","start_char_index":~,"end_char_index":~,"file_id":null}}}

<DELTA>0,"delta":{"type":"citations_delta","citation":{"type":"page_location","cited_text":"~","document_index":0,
    "document_title":"~","start_page_number":~,"end_page_number":~}}}

<START>1,"content_block":{"type":"server_tool_use","id":"srvtoolu_01~","name":"web_fetch","input":{}}}

<START>2,"content_block":{"type":"web_fetch_tool_result","tool_use_id":"srvtoolu_01~","content":
    {"type":"web_fetch_result","url":"https://~","retrieved_at":"2026-~","content":{"type":"document",
    "source":{"type":"text","media_type":"text/plain","data":"~"},"title":"~"}}}}

<START>1,"content_block":{"type":"server_tool_use","id":"srvtoolu_01~","name":"bash_code_execution","input":{}}}

<START>2,"content_block":{"type":"bash_code_execution_tool_result","tool_use_id":"srvtoolu_01~",
    "content":{"type":"bash_code_execution_result","stdout":"~","stderr":"","return_code":0,"content":[]}}}

<START>2,"content_block":{"type":"code_execution_tool_result","tool_use_id":"srvtoolu_01~",
    "content":{"type":"code_execution_result","stdout":"~","stderr":"","return_code":0,"content":[]}}}

<START>1,"content_block":{"type":"mcp_tool_use","id":"mcptoolu_01~","name":"~","input":{},"server_name":"~"}}

<START>2,"content_block":{"type":"mcp_tool_result","tool_use_id":"mcptoolu_01~","is_error":false,
    "content":[{"type":"text","text":"~"}]}}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"pause_turn","stop_sequence":null,
    "container":{"id":"container_01~","expires_at":"2026-~T~Z"}},"usage":{"output_tokens":~}}

event: error
data: {"type":"error","error":{"type":"api_error","message":"~"}}

''', PARTS)

server("anthropic-python", 2, r'''
event: message_start
data: {"type":"message_start","message":{"id":"msg_~","type":"message","role":"assistant","content":[],
    "model":"claude-sonnet-4-5","stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":~,
    "cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}

<START>0,"content_block":{"type":"text","text":""}}

<DELTA>0,"delta":{"type":"text_delta","text":""}}

event: content_block_stop
data: {"type":"content_block_stop","index":0}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":~}}

event: message_stop
data: {"type":"message_stop"}

''', PARTS, spaced=True)

server("bedrock-anthropic", 4, r'''
{"type":"message_start","message":{"model":"claude-sonnet-4-5-20250929","id":"msg_bdrk_01~","type":"message",
    "role":"assistant",<REASON><CACHE>"output_tokens":~}}}
{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}
{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":""}}
{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":~,"outputTokenCount":~,
    "invocationLatency":~,"firstByteLatency":~,"cacheReadInputTokenCount":0,"cacheWriteInputTokenCount":0}}
''', PARTS)

server("bedrock-converse", 2, r'''
{"messageStart":{"p":"abcdefghijklmnopqrstuvwxyzABCD","role":"assistant"}}
{"contentBlockStart":{"contentBlockIndex":1,"start":{"toolUse":{"name":"~","toolUseId":"tooluse_~"}}}}
{"contentBlockDelta":{"contentBlockIndex":0,"delta":{"text":""},"p":"abcdefghijk"}}
{"contentBlockDelta":{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":""}},"p":"abcdefghijk"}}
{"contentBlockDelta":{"contentBlockIndex":1,"delta":{"toolUse":{"input":""}}}}
{"contentBlockStop":{"contentBlockIndex":0,"p":"abc"}}
{"messageStop":{"p":"abc","stopReason":"end_turn"}}
{"metadata":{"metrics":{"latencyMs":~},"p":"abc","usage":{"inputTokens":~,"outputTokens":~,
    "serverToolUsage":{},"totalTokens":~,"cacheReadInputTokens":0,"cacheWriteInputTokens":0}}}
''')
