"""OpenAI's Responses API, and the servers that share it: Azure, GitHub Copilot, xAI, OpenRouter, vLLM."""
from .registry import server

NULLS = r'"error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,"max_tool_calls":null,'
REST = r''',"safety_identifier":null,"service_tier":"auto","store":true,"temperature":1.0,
    "text":{"format":{"type":"text"},"verbosity":"medium"},"tool_choice":"auto","tools":[],"top_logprobs":0,
    "top_p":1.0,"truncation":"disabled","usage":null,"user":null,"metadata":{}}}'''
USED = r'''"usage":{"input_tokens":~,"input_tokens_details":{"cached_tokens":0},"output_tokens":~,
    "output_tokens_details":{"reasoning_tokens":0},"total_tokens":~},"user":null,"metadata":{}}}'''
PLACE = r'"item_id":"msg_~","output_index":0,"content_index":0,'
PART = r'{"type":"output_text","annotations":[],"logprobs":[],"text":""}'
PARTS = {"NULLS": NULLS, "REST": REST, "USED": USED, "PLACE": PLACE, "PART": PART}

server("responses", 20, r'''
event: response.created
data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_0~","object":"response","created_at":17~,
    "status":"in_progress","background":false,<NULLS>"model":"gpt-4.1-2025-04-14","output":[],
    "parallel_tool_calls":true,"previous_response_id":null,"prompt_cache_key":null,
    "reasoning":{"effort":null,"summary":null}<REST>

event: response.in_progress
data: {"type":"response.in_progress","sequence_number":1,"response":{"id":"resp_0~","object":"response",
    "created_at":17~,"status":"in_progress","background":false,<NULLS>"model":"gpt-4.1-2025-04-14","output":[],
    "parallel_tool_calls":true,"previous_response_id":null,"prompt_cache_key":null,
    "reasoning":{"effort":null,"summary":null}<REST>

event: response.output_item.added
data: {"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"msg_0~",
    "type":"message","status":"in_progress","content":[],"role":"assistant"}}

event: response.content_part.added
data: {"type":"response.content_part.added","sequence_number":3,<PLACE>"part":<PART>}

event: response.output_text.delta
data: {"type":"response.output_text.delta","sequence_number":4,<PLACE>"delta":"","logprobs":[],"obfuscation":""}

event: response.output_text.done
data: {"type":"response.output_text.done","sequence_number":~,<PLACE>"text":"","logprobs":[]}

event: response.content_part.done
data: {"type":"response.content_part.done","sequence_number":~,<PLACE>"part":<PART>}

event: response.output_item.done
data: {"type":"response.output_item.done","sequence_number":~,"output_index":0,"item":{"id":"msg_0~",
    "type":"message","status":"completed","content":[<PART>],"role":"assistant"}}

event: response.completed
data: {"type":"response.completed","sequence_number":~,"response":{"id":"resp_0~","object":"response",
    "created_at":17~,"status":"completed","background":false,<NULLS>"model":"gpt-4.1-2025-04-14",
    "output":[{"id":"msg_0~","type":"message","status":"completed","content":[<PART>],"role":"assistant"}],
    "parallel_tool_calls":true,"previous_response_id":null,"prompt_cache_key":null,
    "reasoning":{"effort":null,"summary":null},"safety_identifier":null,"service_tier":"default","store":true,
    "temperature":1.0,"text":{"format":{"type":"text"},"verbosity":"medium"},"tool_choice":"auto","tools":[],
    "top_logprobs":0,"top_p":1.0,"truncation":"disabled",<USED>

''', PARTS)

server("responses-reasoning", 14, r'''
event: response.created
data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_0~","object":"response","created_at":17~,
    "status":"in_progress","background":false,"completed_at":null,"error":null,"frequency_penalty":0.0,
    "incomplete_details":null,"instructions":null,"max_output_tokens":null,"max_tool_calls":null,
    "model":"gpt-5-2025-08-07","output":[],"parallel_tool_calls":true,"presence_penalty":0.0,
    "previous_response_id":null,"prompt_cache_key":null,"prompt_cache_retention":null,
    "reasoning":{"effort":"medium","summary":"detailed"}<REST>

event: response.output_item.added
data: {"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"rs_0~",
    "type":"reasoning","encrypted_content":"gAAAAAB~","summary":[]}}

event: response.reasoning_summary_part.added
data: {"type":"response.reasoning_summary_part.added","sequence_number":3,"item_id":"rs_0~","output_index":0,
    "summary_index":0,"part":{"type":"summary_text","text":""}}

event: response.reasoning_summary_text.delta
data: {"type":"response.reasoning_summary_text.delta","sequence_number":4,"item_id":"rs_0~","output_index":0,
    "summary_index":0,"delta":"","obfuscation":""}

event: response.reasoning_summary_text.done
data: {"type":"response.reasoning_summary_text.done","sequence_number":~,"item_id":"rs_0~","output_index":0,
    "summary_index":0,"text":""}

event: response.reasoning_summary_part.done
data: {"type":"response.reasoning_summary_part.done","sequence_number":~,"item_id":"rs_0~","output_index":0,
    "summary_index":0,"part":{"type":"summary_text","text":""}}

event: response.output_item.done
data: {"type":"response.output_item.done","sequence_number":~,"output_index":0,"item":{"id":"rs_0~",
    "type":"reasoning","encrypted_content":"gAAAAAB~","summary":[{"type":"summary_text","text":""}]}}

event: response.output_item.added
data: {"type":"response.output_item.added","sequence_number":~,"output_index":1,"item":{"id":"fc_0~",
    "type":"function_call","status":"in_progress","arguments":"","call_id":"call_~","name":"get_~"}}

event: response.function_call_arguments.delta
data: {"type":"response.function_call_arguments.delta","sequence_number":~,"item_id":"fc_0~","output_index":1,
    "delta":"","obfuscation":""}

event: response.function_call_arguments.done
data: {"type":"response.function_call_arguments.done","sequence_number":~,"item_id":"fc_0~","output_index":1,
    "arguments":""}

event: response.output_item.done
data: {"type":"response.output_item.done","sequence_number":~,"output_index":1,"item":{"id":"fc_0~",
    "type":"function_call","status":"completed","arguments":"","call_id":"call_~","name":"get_~"}}

event: response.completed
data: {"type":"response.completed","sequence_number":~,"response":{"id":"resp_0~","object":"response",
    "created_at":17~,"status":"completed","background":false,"completed_at":17~,"error":null,"frequency_penalty":0.0,
    "incomplete_details":null,"instructions":null,"max_output_tokens":null,"max_tool_calls":null,
    "model":"gpt-5-2025-08-07","output":[{"id":"rs_0~","type":"reasoning","encrypted_content":"gAAAAAB~",
    "summary":[]},{"id":"fc_0~","type":"function_call","status":"completed","arguments":"","call_id":"call_~",
    "name":"get_~"}],"parallel_tool_calls":true,"presence_penalty":0.0}}

''', PARTS)

server("responses-agent", 10, r'''
event: response.created
data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_0~","object":"response","created_at":17~,
    "status":"in_progress","background":false,"error":null,"incomplete_details":null,"instructions":"~",
    "max_output_tokens":null,"max_tool_calls":null,"model":"gpt-5-codex","output":[],"parallel_tool_calls":true,
    "previous_response_id":null,"prompt_cache_key":"~","prompt_cache_retention":null,
    "reasoning":{"effort":"medium","summary":"auto"},"safety_identifier":null,"service_tier":"auto","store":false,
    "temperature":1.0,"text":{"format":{"type":"text"},"verbosity":"medium"},"tool_choice":"auto",
    "tools":[{"type":"function","description":"~","name":"~","parameters":{"type":"object","properties":{"~":
    {"type":"string","description":"~"},"~":{"type":"number","description":"~"},
    "~":{"type":"integer","description":"~"},
    "~":{"type":"boolean","description":"~"},"~":{"type":"array","items":{"type":"string"},"description":"~"},
    "~":{"type":"string","enum":["~"]}},"required":["~"],"additionalProperties":false},"strict":true},
    {"type":"function","description":"~","name":"~","parameters":{"type":"object","properties":{"~":
    {"anyOf":[{"type":"string"},{"type":"null"}],"default":null,"title":"~"}},"required":["~"],
    "additionalProperties":false},"strict":false},{"type":"web_search","filters":null,"search_context_size":"medium",
    "user_location":{"type":"approximate","city":null,"country":"US","region":null,"timezone":null}}],
    "top_logprobs":0,"top_p":1.0,"truncation":"disabled","usage":null,"user":null,"metadata":{}}}

event: response.output_item.added
data: {"type":"response.output_item.added","sequence_number":~,"output_index":1,"item":{"id":"ctc_0~",
    "type":"custom_tool_call","status":"in_progress","call_id":"call_~","input":"","name":"apply_patch"}}

event: response.custom_tool_call_input.delta
data: {"type":"response.custom_tool_call_input.delta","sequence_number":~,"item_id":"ctc_0~","output_index":1,
    "delta":"","obfuscation":""}

event: response.custom_tool_call_input.done
data: {"type":"response.custom_tool_call_input.done","sequence_number":~,"item_id":"ctc_0~","output_index":1,
    "input":""}

''', PARTS)

server("responses-search", 6, r'''
event: response.output_item.added
data: {"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"ws_0~",
    "type":"web_search_call","status":"in_progress"}}

event: response.web_search_call.in_progress
data: {"type":"response.web_search_call.in_progress","sequence_number":3,"output_index":0,"item_id":"ws_0~"}

event: response.web_search_call.searching
data: {"type":"response.web_search_call.searching","sequence_number":4,"output_index":0,"item_id":"ws_0~"}

event: response.web_search_call.completed
data: {"type":"response.web_search_call.completed","sequence_number":5,"output_index":0,"item_id":"ws_0~"}

event: response.output_item.done
data: {"type":"response.output_item.done","sequence_number":6,"output_index":0,"item":{"id":"ws_0~",
    "type":"web_search_call","status":"completed","action":{"type":"search","query":"~","sources":[{"type":"url",
    "url":"https://www.~"}]}}}

event: response.output_text.annotation.added
data: {"type":"response.output_text.annotation.added","sequence_number":~,<PLACE>"annotation_index":0,
    "annotation":{"type":"url_citation","end_index":~,"start_index":~,"title":"~","url":"https://~?utm_source=openai"}}

''', PARTS)

server("responses-sorted", 5, r'''
event: response.output_item.added
data: {"type":"response.output_item.added","item":{"id":"ws_~","status":"in_progress","type":"web_search_call"},
    "output_index":0,"sequence_number":2}

event: response.web_search_call.in_progress
data: {"type":"response.web_search_call.in_progress","item_id":"ws_~","output_index":0,"sequence_number":3}

event: response.output_item.added
data: {"type":"response.output_item.added","item":{"id":"rs_~","encrypted_content":"gAAAAAB~","summary":[],
    "type":"reasoning"},"output_index":0,"sequence_number":2}

event: response.content_part.added
data: {"type":"response.content_part.added","content_index":0,"item_id":"msg_~","output_index":1,
    "part":{"type":"output_text","annotations":[],"logprobs":[],"text":""},"sequence_number":3}

event: response.output_text.delta
data: {"type":"response.output_text.delta","content_index":0,"delta":"","item_id":"msg_~","logprobs":[],
    "obfuscation":"","output_index":0,"sequence_number":4}

event: response.output_text.done
data: {"type":"response.output_text.done","content_index":0,"item_id":"msg_~","logprobs":[],"output_index":0,
    "sequence_number":~,"text":""}

event: response.output_text.annotation.added
data: {"type":"response.output_text.annotation.added","annotation":{"type":"url_citation","end_index":~,
    "start_index":~,"title":"~","url":"https://~"},"annotation_index":0,"content_index":0,"item_id":"msg_~",
    "output_index":1,"sequence_number":~}

event: response.function_call_arguments.delta
data: {"type":"response.function_call_arguments.delta","delta":"","item_id":"fc_~","obfuscation":"","output_index":1,
    "sequence_number":~}

''', PARTS)

server("responses-short", 8, r'''
event: response.created
data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_~","object":"response","created_at":17~,
    "status":"in_progress","model":"gpt-4.1-2025-04-14","output":[]}}

event: response.created
data: {"type":"response.created","response":{"id":"resp_~","object":"response","created_at":17~,
    "status":"in_progress","error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,
    "model":"gpt-4o-2024-08-06","output":[],"parallel_tool_calls":true,"previous_response_id":null,
    "reasoning":{"effort":null,"summary":null},"store":true,"temperature":1.0,"text":{"format":{"type":"text"}},
    "tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","usage":null,"user":null,"metadata":{}}}

event: response.output_item.added
data: {"type":"response.output_item.added","output_index":0,"item":{"id":"msg_~","type":"message",
    "status":"in_progress","role":"assistant","content":[]}}

event: response.content_part.added
data: {"type":"response.content_part.added",<PLACE>"part":{"type":"output_text","text":"","annotations":[]}}

event: response.output_text.delta
data: {"type":"response.output_text.delta",<PLACE>"delta":""}

event: response.output_text.done
data: {"type":"response.output_text.done",<PLACE>"text":""}

event: response.completed
data: {"type":"response.completed","sequence_number":~,"response":{"id":"resp_~","object":"response","created_at":17~,
    "status":"completed","model":"gpt-4.1-2025-04-14","output":[{"id":"msg_~","type":"message","status":"completed",
    "content":[<PART>],"role":"assistant"}]}}

''', PARTS)

server("responses-tools", 1, r'''
event: response.created
data: {"type":"response.created","sequence_number":0,"response":{"tools":[{"type":"file_search","filters":null,
    "max_num_results":20,"ranking_options":{"ranker":"auto","score_threshold":0.0},"vector_store_ids":["vs_~"]},
    {"type":"code_interpreter","container":{"type":"auto","file_ids":[]}},
    {"type":"image_generation","background":"auto","moderation":"auto","n":1,"output_compression":100,
    "output_format":"png","quality":"auto","size":"auto"},
    {"type":"mcp","allowed_tools":null,"headers":null,"require_approval":"never","server_description":null,
    "server_label":"~","server_url":"https://~/mcp"},
    {"type":"custom","description":"~","format":{"type":"grammar","definition":"~","syntax":"lark"},"name":"~"}]}}

event: response.output_item.done
data: {"type":"response.output_item.done","sequence_number":~,"output_index":0,"item":{"id":"fs_~",
    "type":"file_search_call","status":"completed","queries":["~"],"results":[{"attributes":{},"file_id":"file-~",
    "filename":"~.pdf","score":0.~,"text":"~","vector_store_id":"vs_~"}]}}

event: response.file_search_call.searching
data: {"type":"response.file_search_call.searching","sequence_number":~,"output_index":0,"item_id":"fs_~"}

event: response.output_item.added
data: {"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"ci_~",
    "type":"code_interpreter_call","status":"in_progress","code":"","container_id":"cntr_~","outputs":null}}

event: response.code_interpreter_call.in_progress
data: {"type":"response.code_interpreter_call.in_progress","sequence_number":~,"output_index":0,"item_id":"ci_~"}

event: response.code_interpreter_call_code.delta
data: {"type":"response.code_interpreter_call_code.delta","sequence_number":~,"output_index":0,"item_id":"ci_~",
    "delta":"","obfuscation":""}

event: response.code_interpreter_call_code.done
data: {"type":"response.code_interpreter_call_code.done","sequence_number":~,"output_index":0,"item_id":"ci_~",
    "code":"~"}

event: response.code_interpreter_call.interpreting
data: {"type":"response.code_interpreter_call.interpreting","sequence_number":~,"output_index":0,"item_id":"ci_~"}

event: response.output_item.done
data: {"type":"response.output_item.done","sequence_number":~,"output_index":0,"item":{"id":"ci_~",
    "type":"code_interpreter_call","status":"completed","code":"~","container_id":"cntr_~",
    "outputs":[{"type":"logs","logs":"~"}]}}

event: response.output_item.done
data: {"type":"response.output_item.done","sequence_number":~,"output_index":0,"item":{"id":"mcpl_~",
    "type":"mcp_list_tools","server_label":"~","tools":[{"annotations":{"read_only":true},"description":"~",
    "input_schema":{"type":"object","properties":{"~":{"type":"string","description":"~"}},"required":["~"],
    "additionalProperties":false,"$schema":"http://json-schema.org/draft-07/schema#"},"name":"~"}]}}

event: response.mcp_list_tools.in_progress
data: {"type":"response.mcp_list_tools.in_progress","sequence_number":~,"output_index":0,"item_id":"mcpl_~"}

event: response.output_item.added
data: {"type":"response.output_item.added","sequence_number":~,"output_index":1,"item":{"id":"mcp_~",
    "type":"mcp_call","status":"in_progress","approval_request_id":null,"arguments":"","error":null,"name":"~",
    "output":null,"server_label":"~"}}

event: response.mcp_call_arguments.delta
data: {"type":"response.mcp_call_arguments.delta","sequence_number":~,"output_index":1,"item_id":"mcp_~","delta":"",
    "obfuscation":""}

event: response.mcp_call.completed
data: {"type":"response.mcp_call.completed","sequence_number":~,"output_index":1,"item_id":"mcp_~"}

event: response.image_generation_call.partial_image
data: {"type":"response.image_generation_call.partial_image","sequence_number":~,"output_index":0,"item_id":"ig_~",
    "background":"opaque","output_format":"png","partial_image_b64":"~","partial_image_index":0,"quality":"medium",
    "size":"1024x1024"}

event: response.output_item.added
data: {"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"ig_~",
    "type":"image_generation_call","status":"in_progress"}}

event: response.output_text.annotation.added
data: {"type":"response.output_text.annotation.added","sequence_number":~,<PLACE>"annotation_index":0,
    "annotation":{"type":"container_file_citation","container_id":"cntr_~","end_index":0,"file_id":"cfile_~",
    "filename":"~","start_index":0}}

event: response.output_text.annotation.added
data: {"type":"response.output_text.annotation.added","sequence_number":~,<PLACE>"annotation_index":0,
    "annotation":{"type":"file_citation","file_id":"file-~","filename":"~.pdf","index":~}}

event: response.content_part.added
data: {"type":"response.content_part.added","sequence_number":~,<PLACE>"part":{"type":"refusal","refusal":""}}

event: response.refusal.delta
data: {"type":"response.refusal.delta","sequence_number":~,<PLACE>"delta":"","obfuscation":""}

event: response.reasoning_text.delta
data: {"type":"response.reasoning_text.delta","sequence_number":~,"item_id":"rs_~","output_index":0,"content_index":0,
    "delta":""}

event: response.failed
data: {"type":"response.failed","sequence_number":~,"response":{"id":"resp_~","object":"response","created_at":17~,
    "status":"failed","background":false,"error":{"code":"server_error","message":"~"},"incomplete_details":null}}

event: response.incomplete
data: {"type":"response.incomplete","sequence_number":~,"response":{"id":"resp_~","object":"response","created_at":17~,
    "status":"incomplete","error":null,"incomplete_details":{"reason":"max_output_tokens"},"instructions":null}}

event: error
data: {"type":"error","sequence_number":~,"error":{"type":"invalid_request_error","code":null,"message":"~",
    "param":null}}

''', PARTS)

server("xai-responses", 3, r'''
event: response.created
data: {"sequence_number":0,"type":"response.created","response":{"created_at":17~,"completed_at":null,"id":"~",
    "max_output_tokens":null,"model":"grok-4-0709","object":"response","output":[],"parallel_tool_calls":true,
    "previous_response_id":null,"reasoning":{"effort":null,"summary":null},"temperature":null,
    "text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":null,"usage":null,"user":null,
    "incomplete_details":null,"status":"in_progress","store":true,"metadata":{}}}

event: response.output_item.added
data: {"sequence_number":2,"type":"response.output_item.added","item":{"content":[],"id":"msg_~","role":"assistant",
    "type":"message","status":"in_progress"},"output_index":0}

event: response.output_text.delta
data: {"sequence_number":4,"type":"response.output_text.delta","content_index":0,"delta":"","item_id":"msg_~",
    "logprobs":[],"output_index":0}

event: response.output_text.done
data: {"sequence_number":~,"type":"response.output_text.done","content_index":0,"item_id":"msg_~","output_index":0,
    "text":""}

event: response.completed
data: {"sequence_number":~,"type":"response.completed","response":{"usage":{"input_tokens":~,
    "input_tokens_details":{"cached_tokens":0},"output_tokens":~,"output_tokens_details":{"reasoning_tokens":0},
    "total_tokens":~,"num_sources_used":0,"num_server_side_tools_used":0,"cost_in_usd_ticks":~}}}

''', PARTS)

server("copilot-responses", 8, r'''
event: response.created
data: {"type":"response.created","sequence_number":0,"response":{"id":"~","object":"response","created_at":17~,
    "status":"in_progress","background":false,"completed_at":null,"content_filters":null,"error":null,
    "frequency_penalty":0.0,"incomplete_details":null,"instructions":"~","max_output_tokens":~,"max_tool_calls":null,
    "model":"gpt-5.1-codex","output":[],"parallel_tool_calls":true,"presence_penalty":0.0,"previous_response_id":null,
    "prompt_cache_key":null,"prompt_cache_retention":null,"reasoning":{"effort":"medium","summary":"detailed"},
    "safety_identifier":null,"service_tier":"auto","store":false,"temperature":1.0,"text":{"format":{"type":"text"},
    "verbosity":"medium"},"tool_choice":"auto","tools":[],"top_logprobs":0,"top_p":0.98,"truncation":"disabled",
    "usage":null,"user":null,"metadata":{}}}

event: response.output_text.delta
data: {"type":"response.output_text.delta","sequence_number":4,"item_id":"~","output_index":0,"content_index":0,
    "delta":"","logprobs":[],"obfuscation":""}

''', PARTS)
