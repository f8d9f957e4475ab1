//! The overhead of a stream over its tokens stays within a limit for each shape.

use crate::common::{OwnedEvent, committed, decode, shared};
use tokenwire::{Encoding, Table, Tokenizer};
use tokenwire_chat::{Decoder, Encoder, Source};

/// The sizes of a stream and of its tokens, in bytes.
struct Cost {
    events: usize,
    /// The number of events with more than one token.
    multi_token_events: usize,
    /// The size of the ranks of all events' tokens in LEB128.
    ids: usize,
    /// The size of the ids that the server sent, of any vocabulary, in LEB128.
    server_ids: usize,
    stream: usize,
}

impl Cost {
    /// Measures a source without its padding, with one write for each event.
    fn of(source: &[u8]) -> Self {
        let (mut encoder, mut stream) = (Encoder::new(), Vec::new());
        encoder.push(source, &mut stream).unwrap();
        encoder.end(&mut stream).unwrap();
        let mut decoder = Decoder::new();
        decoder.push(&stream);
        let header = decoder.header().unwrap().unwrap();
        let (table, encoding) = (header.table().clone(), header.table().encoding().unwrap());
        let (events, end) = decode(decoder, [&[][..]]);
        assert_eq!(end, Ok(()));
        let mut cost =
            Self { events: events.len(), multi_token_events: 0, ids: 0, server_ids: 0, stream: stream.len() };
        for event in &events {
            cost.add(event, &table, encoding);
        }
        cost
    }

    fn add(&mut self, event: &OwnedEvent, table: &Table, encoding: Encoding) {
        let ids = match event.source {
            Source::Exact => event.ids.clone(),
            _ => Tokenizer::new(encoding).encode(&event.text),
        };
        self.multi_token_events += usize::from(ids.len() > 1);
        self.ids += ids.iter().map(|id| leb128(table.rank(*id).unwrap())).sum::<usize>();
        let sent = if event.source == Source::Exact { &event.ids } else { &event.foreign_ids };
        self.server_ids += sent.iter().map(|id| leb128(*id)).sum::<usize>();
    }

    fn overhead(&self) -> usize {
        self.stream.saturating_sub(self.ids)
    }
}

fn leb128(number: u32) -> usize {
    (u32::BITS - number.leading_zeros()).max(1).div_ceil(7) as usize
}

#[test]
fn leb128_takes_one_byte_for_seven_bits() {
    let numbers = [0, 127, 128, 16_383, 16_384, u32::MAX];
    assert_eq!(numbers.map(leb128), [1, 1, 2, 2, 3, 5]);
}

const PLAIN: [&str; 13] = [
    "azure-chat",
    "llamacpp-chat",
    "ollama-chat",
    "openai-broken-off",
    "openai-chat",
    "openai-chat-crlf",
    "openai-chat-obfuscated",
    "openai-chat-python-json",
    "sglang-chat",
    "tgi-chat",
    "vllm-chat",
    "vllm-chat-token-ids",
    "vllm-generate",
];

/// Returns the largest allowed overhead in bytes, by the stream's name. Log probabilities are random and cannot be
/// compressed.
fn limit(name: &str, cost: &Cost) -> Option<usize> {
    Some(match name.split('.').next()? {
        "openai-responses" => 600,
        "openai-tools" => 700,
        "anthropic-messages" => 400 + cost.multi_token_events,
        "openai-3-choices" => 300 + cost.events,
        "llamacpp-completion" => 300 + cost.events / 5,
        "ollama-native" => 300 + 6 * cost.events,
        "vllm-chat-foreign-ids" => 400 + cost.server_ids,
        "openai-logprobs" => 19 * cost.events,
        name => PLAIN.contains(&name).then_some(300)?,
    })
}

fn check_limit(name: &str, source: &[u8]) -> bool {
    let cost = Cost::of(source);
    let Some(limit) = limit(name, &cost) else { return false };
    assert!(cost.overhead() <= limit, "{name}: {} bytes of overhead, limit {limit}", cost.overhead());
    true
}

#[test]
fn real_shapes_stay_within_their_limits() {
    let shared = shared();
    let limited = shared.iter().filter(|(name, source)| check_limit(name, source));
    assert!(limited.count() == 21 || shared.is_empty());
}

/// The committed streams have the same shapes, but are shorter and contain made-up text.
#[test]
fn committed_shapes_stay_within_the_same_limits() {
    let committed = committed();
    // In a short stream, most log probabilities are encoded before the lanes exist.
    let limited = committed.iter().filter(|(name, _)| name != "openai-logprobs.sse");
    assert_eq!(limited.filter(|(name, source)| check_limit(name, source)).count(), 20);
}

/// An event of one token in an existing lane is encoded as that token's symbol alone.
#[test]
fn an_event_of_one_token_is_one_symbol() {
    let event = |word: &str| {
        format!(
            "data: {{\"id\":\"x\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{word}\"}}}}]}}\n\n"
        )
    };
    let (mut encoder, mut stream) = (Encoder::new(), Vec::new());
    encoder.push(event("Hello").as_bytes(), &mut stream).unwrap();
    let table = Table::chat_2026(Encoding::O200kBase);
    for word in [" world", "!", " the", "\\n", "é", " a"] {
        let before = stream.len();
        encoder.push(event(word).as_bytes(), &mut stream).unwrap();
        let text = word.replace("\\n", "\n");
        let [id] = Tokenizer::new(Encoding::O200kBase).encode(&text)[..] else { panic!("{word}") };
        assert_eq!(stream.len() - before, leb128(table.rank(id).unwrap() + 16), "{word}");
    }
}

/// The text that OpenAI's Responses API repeats at the end is encoded as a back-reference.
#[test]
fn repeated_text_is_a_back_reference() {
    let delta = |word: usize| format!("data: {{\"type\":\"x.delta\",\"delta\":\" w{word}\"}}\n\n");
    let text: String = (0..800).map(|word| format!(" w{word}")).collect();
    let source: String = (0..800).map(delta).collect();
    let once = Cost::of(source.as_bytes()).stream;
    let done = format!("data: {{\"type\":\"x.done\",\"text\":\"{text}\"}}\n\n");
    for (times, limit) in [(1, 60), (3, 90)] {
        let cost = Cost::of((source.clone() + &done.repeat(times)).as_bytes()).stream;
        assert!(cost < once + limit, "{times}: {}", cost - once);
    }
}
