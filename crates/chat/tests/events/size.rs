//! What streams cost beyond their tokens: never more than the limits that were set for each shape.

use crate::common::{Seen, committed, decode, shared};
use tokenwire::{Encoding, Table, Tokenizer};
use tokenwire_chat::{Decoder, Encoder, Source};

/// What there is to say of a stream.
struct Cost {
    events: usize,
    /// Events of more than one token.
    several: usize,
    /// LEB128 of the ranks of each event's tokens.
    ids: usize,
    /// LEB128 of the ids that the server sent, whatever their vocabulary.
    sent: usize,
    stream: usize,
}

impl Cost {
    /// At one write an event, without padding.
    fn of(source: &[u8]) -> Self {
        let (mut encoder, mut stream) = (Encoder::new(), Vec::new());
        encoder.push(source, &mut stream).unwrap();
        encoder.end(&mut stream).unwrap();
        let mut decoder = Decoder::new();
        decoder.push(&stream);
        let header = decoder.header().unwrap().unwrap();
        let (table, encoding) = (header.table().clone(), header.encoding().unwrap());
        let (events, end) = decode(decoder, [&[][..]]);
        assert_eq!(end, Ok(()));
        let mut cost = Self { events: events.len(), several: 0, ids: 0, sent: 0, stream: stream.len() };
        for event in &events {
            cost.add(event, &table, encoding);
        }
        cost
    }

    fn add(&mut self, event: &Seen, table: &Table, encoding: Encoding) {
        let ids = match event.source {
            Source::Exact => event.ids.clone(),
            _ => Tokenizer::of(encoding).encode(&event.text),
        };
        self.several += usize::from(ids.len() > 1);
        self.ids += ids.iter().map(|id| leb128(table.rank(*id).unwrap())).sum::<usize>();
        let sent = if event.source == Source::Exact { &event.ids } else { &event.foreign_ids };
        self.sent += sent.iter().map(|id| leb128(*id)).sum::<usize>();
    }

    fn beyond(&self) -> usize {
        self.stream.saturating_sub(self.ids)
    }
}

fn leb128(number: u32) -> usize {
    (u32::BITS - number.leading_zeros()).max(1).div_ceil(7) as usize
}

#[test]
fn leb128_has_seven_bits_a_byte() {
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

/// Most bytes beyond the tokens, by the stream's name. Log probabilities are random: they cost what they cost.
fn limit(name: &str, cost: &Cost) -> Option<usize> {
    Some(match name.split('.').next()? {
        "openai-responses" => 600,
        "openai-tools" => 700,
        "anthropic-messages" => 400 + cost.several,
        "openai-3-choices" => 300 + cost.events,
        "llamacpp-completion" => 300 + cost.events / 5,
        "ollama-native" => 300 + 6 * cost.events,
        "vllm-chat-foreign-ids" => 400 + cost.sent,
        "openai-logprobs" => 19 * cost.events,
        name => PLAIN.contains(&name).then_some(300)?,
    })
}

fn keeps_its_limit(name: &str, source: &[u8]) -> bool {
    let cost = Cost::of(source);
    let Some(limit) = limit(name, &cost) else { return false };
    assert!(cost.beyond() <= limit, "{name}: {} bytes beyond its tokens, of {limit}", cost.beyond());
    true
}

#[test]
fn real_shapes_keep_their_limits() {
    let shared = shared();
    let limited = shared.iter().filter(|(name, source)| keeps_its_limit(name, source));
    assert!(limited.count() == 21 || shared.is_empty());
}

/// The same shapes are committed, shorter, with text of our own.
#[test]
fn committed_shapes_keep_the_same_limits() {
    let committed = committed();
    // The log probabilities of a short stream are mostly its beginning.
    let limited = committed.iter().filter(|(name, _)| name != "openai-logprobs.sse");
    assert_eq!(limited.filter(|(name, source)| keeps_its_limit(name, source)).count(), 20);
}

/// An event of one token costs that token's symbol and nothing else, once its lane is there.
#[test]
fn one_token_an_event_is_one_symbol() {
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
        let [id] = Tokenizer::of(Encoding::O200kBase).encode(&text)[..] else { panic!("{word}") };
        assert_eq!(stream.len() - before, leb128(table.rank(id).unwrap() + 16), "{word}");
    }
}

/// The text that Responses repeats at its end is told by where it was.
#[test]
fn what_was_said_before_is_not_said_again() {
    let delta = |word: usize| format!("data: {{\"type\":\"x.delta\",\"delta\":\" w{word}\"}}\n\n");
    let text: String = (0..800).map(|word| format!(" w{word}")).collect();
    let source: String = (0..800).map(delta).collect();
    let once = Cost::of(source.as_bytes()).stream;
    let done = format!("data: {{\"type\":\"x.done\",\"text\":\"{text}\"}}\n\n");
    for (times, most) in [(1, 60), (3, 90)] {
        let cost = Cost::of((source.clone() + &done.repeat(times)).as_bytes()).stream;
        assert!(cost < once + most, "{times}: {}", cost - once);
    }
}
