//! The fields of a decoded event other than its bytes: the text, the ids and their source.

use crate::common::{committed_stream, decode, encode, events, joined, round_trip};
use serde_json::Value;
use tokenwire::{Encoding, Error, StreamCoder, Table, Tokenizer};
use tokenwire_chat::{Decoder, Encoder, Source};

/// Returns the JSON objects in a source.
fn objects(source: &[u8]) -> Vec<Value> {
    let lines = std::str::from_utf8(source).unwrap().lines();
    lines.filter_map(|line| serde_json::from_str(line.strip_prefix("data: ").unwrap_or(line)).ok()).collect()
}

/// Returns the joined strings at the first of these pointers that exists in each object.
fn strings(source: &[u8], pointers: &[&str]) -> String {
    let found = |object: &Value| {
        pointers.iter().find_map(|pointer| Some(object.pointer(pointer)?.as_str()?.to_owned()))
    };
    objects(source).iter().filter_map(found).collect()
}

#[test]
fn event_texts_join_to_the_text_of_the_answer() {
    let chat: &[&str] = &["/choices/0/delta/content"];
    let files: [(&str, &[&str]); 16] = [
        ("openai-chat.sse", chat),
        ("openai-chat-crlf.sse", chat),
        ("openai-chat-python-json.sse", chat),
        ("openai-3-choices.sse", chat),
        ("openai-completion.sse", &["/choices/0/text"]),
        ("openai-refusal.sse", &["/choices/0/delta/content", "/choices/0/delta/refusal"]),
        ("openai-tools.sse", &["/choices/0/delta/tool_calls/0/function/arguments"]),
        ("openai-responses.sse", &["/delta"]),
        ("anthropic-messages.sse", &["/delta/text", "/delta/thinking", "/delta/partial_json"]),
        ("deepseek.sse", &["/choices/0/delta/reasoning_content", "/choices/0/delta/content"]),
        ("gemini.sse", &["/candidates/0/content/parts/0/text"]),
        ("llamacpp-completion.sse", &["/content"]),
        ("ollama-native.ndjson", &["/message/content"]),
        ("ollama-generate.ndjson", &["/response"]),
        ("vllm-chat-token-ids.sse", chat),
        ("vllm-chat-foreign-ids.sse", chat),
    ];
    for (name, pointers) in files {
        let source = committed_stream(name);
        let text: String = round_trip(&source).into_iter().map(|event| event.text).collect();
        assert_eq!(text, strings(&source, pointers), "{name}");
        assert!(text.len() > 50, "{name}");
    }
}

#[test]
fn derived_ids_are_the_tokens_of_each_text() {
    let tokenizer = Tokenizer::new(Encoding::O200kBase);
    let mut ids = 0;
    for event in round_trip(&committed_stream("openai-chat.sse")) {
        assert_eq!((event.source, &event.foreign_ids[..]), (Source::Derived, &[][..]));
        assert_eq!(event.ids, tokenizer.encode(&event.text), "{:?}", event.text);
        ids += event.ids.len();
    }
    assert!(ids > 30, "{ids}");
}

/// Returns the ids that the server sent in each event, read with a JSON parser.
fn server_ids(source: &[u8], pointer: &str) -> Vec<Vec<u32>> {
    let ids = |object: &Value| serde_json::from_value(object.pointer(pointer)?.clone()).ok();
    objects(source).iter().filter_map(ids).collect()
}

#[test]
fn ids_that_the_server_sends_are_exact() {
    for (name, pointer) in [
        ("vllm-chat-token-ids.sse", "/choices/0/token_ids"),
        ("vllm-several-ids.sse", "/choices/0/token_ids"),
        ("vllm-generate.sse", "/choices/0/token_ids"),
        ("llamacpp-completion.sse", "/tokens"),
    ] {
        let source = committed_stream(name);
        let events = round_trip(&source);
        let exact = events.iter().filter(|event| event.source == Source::Exact && !event.ids.is_empty());
        let ids: Vec<_> = exact.map(|event| event.ids.clone()).collect();
        let sent: Vec<_> = server_ids(&source, pointer).into_iter().filter(|ids| !ids.is_empty()).collect();
        assert_eq!(ids, sent, "{name}");
        assert!(ids.len() > 15 && events.iter().all(|event| event.foreign_ids.is_empty()), "{name}");
    }
}

#[test]
fn ids_of_another_vocabulary_are_foreign() {
    let source = committed_stream("vllm-chat-foreign-ids.sse");
    let events = round_trip(&source);
    let foreign: Vec<_> = events.iter().filter(|event| event.source == Source::Foreign).collect();
    let ids: Vec<_> = foreign.iter().map(|event| event.foreign_ids.clone()).collect();
    assert_eq!(ids, server_ids(&source, "/choices/0/token_ids"));
    let tokenizer = Tokenizer::new(Encoding::O200kBase);
    assert!(foreign.iter().all(|event| event.ids == tokenizer.encode(&event.text)) && foreign.len() > 30);
}

fn llama(content: &str, ids: &[u32]) -> String {
    format!("data: {{\"index\":0,\"content\":\"{content}\",\"tokens\":{ids:?},\"stop\":false}}\n\n")
        .replace(", ", ",")
}

/// llama.cpp buffers text until its characters are complete, but sends the ids immediately.
#[test]
fn ids_of_split_characters_are_exact() {
    let crab = [llama("", &[4103]), llama("", &[99]), llama("🦀", &[222])].concat();
    let face = [llama(" ", &[9552]), llama("", &[104]), llama("🫠", &[254])].concat();
    for source in [llama("Hello", &[13225]) + &crab + &face + &crab, crab.clone() + &face, face + &crab] {
        let back = round_trip(source.as_bytes());
        assert_eq!(joined(&back), source.as_bytes());
        let sent = server_ids(source.as_bytes(), "/tokens");
        assert!(back.iter().map(|event| &event.ids).eq(&sent));
        assert!(back.iter().all(|event| event.source == Source::Exact && event.foreign_ids.is_empty()));
        let text: String = back.iter().map(|event| &event.text[..]).collect();
        assert_eq!(text, strings(source.as_bytes(), &["/content"]));
    }
}

/// Covers an incomplete character that is never completed, and ids that do not decode to the text.
#[test]
fn ids_that_do_not_decode_to_the_text_are_foreign() {
    let events =
        [("Hello", 13225), ("", 4103), ("x", 87), ("y", 88), (" the", 290), (" the", 17), (" a", 261)];
    let source: String = events.iter().map(|(text, id)| llama(text, &[*id])).collect();
    let back = round_trip(source.as_bytes());
    assert_eq!(joined(&back), source.as_bytes());
    assert_eq!(
        (back[0].source, back[1].source, back[4].source),
        (Source::Exact, Source::Exact, Source::Exact)
    );
    assert_eq!((back[2].source, back[5].source), (Source::Foreign, Source::Foreign));
    assert_eq!((&back[2].foreign_ids[..], &back[5].foreign_ids[..]), (&[87][..], &[17][..]));
    assert!(back.iter().map(|event| &event.text[..]).eq(events.map(|(text, _)| text)));
}

#[test]
fn ids_without_text_are_exact() {
    let source = committed_stream("vllm-generate.sse");
    let back = round_trip(&source);
    let ids: Vec<_> = back.iter().flat_map(|event| event.ids.clone()).collect();
    assert_eq!(ids, server_ids(&source, "/choices/0/token_ids").concat());
    assert!(back.iter().all(|event| event.text.is_empty()));
}

fn encoding_of(encoder: Encoder, source: &str) -> Option<Encoding> {
    let stream = encode(encoder, [source.as_bytes()]);
    let mut decoder = Decoder::new();
    decoder.push(&stream);
    assert_eq!(joined(&events(&stream)), source.as_bytes());
    decoder.header().unwrap().unwrap().table().encoding()
}

#[test]
fn the_first_events_model_selects_the_encoding() {
    let source =
        |model: &str| format!("data: {{\"id\":\"model\",\"model\":\"{model}\",\"content\":\"Hi\"}}\n\n");
    for (model, encoding) in [
        ("gpt-4o-2024-08-06", Encoding::O200kBase),
        ("gpt-4-0613", Encoding::Cl100kBase),
        ("gpt-3.5-turbo-instruct", Encoding::Cl100kBase),
        ("openai/gpt-oss-20b", Encoding::O200kHarmony),
        ("text-davinci-003", Encoding::P50kBase),
        ("qwen2.5", Encoding::O200kBase),
        ("", Encoding::O200kBase),
    ] {
        assert_eq!(encoding_of(Encoder::new(), &source(model)), Some(encoding), "{model}");
        // A single table is always used.
        let single = Encoder::new().with_tables([Table::chat_2026(Encoding::R50kBase)]);
        assert_eq!(encoding_of(single, &source(model)), Some(Encoding::R50kBase), "{model}");
    }
    let later = "data: {\"content\":\"Hi\"}\n\n".to_owned() + &source("gpt-4");
    assert_eq!(encoding_of(Encoder::new(), &later), Some(Encoding::O200kBase));
    assert_eq!(encoding_of(Encoder::new(), ""), Some(Encoding::O200kBase));
    assert_eq!(encoding_of(Encoder::new(), "{\"model\":\"gpt-4\",\"resp"), Some(Encoding::Cl100kBase));
}

/// The order of preference is the table of the model, then that of `o200k_base`, then the first one.
#[test]
fn the_encoder_uses_an_allowed_table() {
    use Encoding::{Cl100kBase, O200kBase, P50kBase, R50kBase};
    let allowed =
        |encodings: &[Encoding]| Encoder::new().with_tables(encodings.iter().copied().map(Table::chat_2026));
    for (encodings, model, encoding) in [
        (&[R50kBase, Cl100kBase][..], "gpt-4", Cl100kBase),
        (&[R50kBase, Cl100kBase], "unknown", R50kBase),
        (&[R50kBase, O200kBase], "gpt-4", O200kBase),
        (&[P50kBase], "gpt-4o", P50kBase),
        (&[], "gpt-4", Cl100kBase),
    ] {
        let source = format!("data: {{\"model\":\"{model}\",\"content\":\"Hi\"}}\n\n");
        assert_eq!(encoding_of(allowed(encodings), &source), Some(encoding), "{encodings:?} {model}");
    }
}

#[test]
fn the_header_names_coder_dictionary_and_table() {
    for &coder in StreamCoder::ALL {
        let stream = encode(Encoder::new().with_coder(coder), [&b"data: x\n\n"[..]]);
        let mut decoder = Decoder::new();
        assert!(decoder.header().unwrap().is_none());
        decoder.push(&stream);
        let header = decoder.header().unwrap().unwrap();
        assert_eq!((header.coder(), header.dictionary(), header.table().size()), (coder, Some(1), 200_019));
    }
}

/// With a custom table without a vocabulary, the server's ids are encoded as tokens and texts as bytes.
#[test]
fn a_table_without_a_vocabulary_encodes_ids_as_tokens() {
    let table = Table::from_counts(b"# vocabulary size 300; ids not listed have count 1\n").unwrap();
    let event = |ids: &str, text: &str| format!("data: {{\"token_ids\":[{ids}],\"more\":\"{text}\"}}\n\n");
    let source = [event("7", "Hi"), event("299,0", "Hi"), event("300", "Hi"), event("", "Hi")].concat();
    let stream = encode(Encoder::new().with_tables([table.clone()]), [source.as_bytes()]);
    let (events, end) = decode(Decoder::new().with_table(table), [&stream[..]]);
    assert_eq!((joined(&events), end), (source.into_bytes(), Ok(())));
    let ids: Vec<_> =
        events.iter().map(|event| (event.source, &event.ids[..], &event.foreign_ids[..])).collect();
    let (none, exact): (&[u32], _) = (&[], Source::Exact);
    assert_eq!(
        ids,
        [
            (exact, &[7][..], none),
            (exact, &[299, 0], none),
            (Source::Foreign, none, &[300]),
            (exact, none, none)
        ]
    );
    assert!(matches!(decode(Decoder::new(), [&stream[..]]).1, Err(Error::WrongTable { given: None, .. })));
}
