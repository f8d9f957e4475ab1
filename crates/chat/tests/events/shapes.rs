//! Streams of generated shapes: any JSON, with other lines in between.

use crate::common::{decode, encode, exact_encoder, joined, padding, pieces, random};
use proptest::prelude::*;
use tokenwire::StreamCoder;
use tokenwire_chat::{Decoder, Encoder};

const KEYS: [&str; 16] = [
    "content",
    "text",
    "delta",
    "index",
    "id",
    "n",
    "token_ids",
    "tokens",
    "bytes",
    "created",
    "at",
    "type",
    "obfuscation",
    "",
    "é",
    "a b",
];
const CHARACTERS: [&str; 24] = [
    "a", "e", " the", " ", "Z", "0", "\n", "\t", "\r", "\"", "\\", "/", "<", "&", "'", "+", "é", "你", "🦀",
    "\u{200d}", "\u{2028}", "\u{7f}", "\0", "\u{ffff}",
];
const NUMBERS: [&str; 18] = [
    "0",
    "-0",
    "7",
    "-12",
    "3.25",
    "-0.5",
    "0.10",
    "1e9",
    "-1.5E-7",
    "999999999999999999",
    "18446744073709551616",
    "01",
    "1.",
    "true",
    "null",
    "1.0",
    "100",
    "-0.0000123",
];
const BETWEEN: [&str; 9] =
    ["", ": ping", ":", "id: 7", "event: x", "retry: 100", "data: [DONE]", "data: not JSON {", "\u{feff}"];

/// A server that is generated from a seed. Its escaping habits rarely change.
struct Server {
    numbers: Box<dyn Iterator<Item = usize>>,
    colon: &'static str,
    comma: &'static str,
    habits: usize,
    counter: usize,
}

impl Server {
    fn new(seed: u64) -> Self {
        let mut numbers = Box::new(random(seed));
        let spaced = numbers.next().unwrap().is_multiple_of(3);
        let (colon, comma) = if spaced { (": ", ", ") } else { (":", ",") };
        let habits = numbers.next().unwrap();
        Self { numbers, colon, comma, habits, counter: 0 }
    }

    fn below(&mut self, most: usize) -> usize {
        self.numbers.next().unwrap() % most
    }

    fn choose(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }

    /// Returns an object whose shape is generated from a seed. Its values differ each time.
    fn object(&mut self, shape: u64) -> String {
        let mut shape = random(shape);
        let mut fields: Vec<_> = (0..=shape.next().unwrap() % 5)
            .map(|_| (KEYS[shape.next().unwrap() % KEYS.len()], shape.next().unwrap()))
            .collect();
        // Sometimes the order is reversed.
        if self.below(12) == 0 {
            fields.reverse();
        }
        let colon = self.colon;
        // Padding is always a string.
        let kind = |key, kind| if key == "obfuscation" { 0 } else { kind };
        let field = |(key, of)| format!("\"{key}\"{colon}{}", self.value(kind(key, of), 0));
        let fields: Vec<_> = fields.into_iter().map(field).collect();
        format!("{{{}}}", fields.join(self.comma))
    }

    fn value(&mut self, kind: usize, depth: usize) -> String {
        // Sometimes the type differs.
        let kind = if kind > 0 && self.below(12) == 0 { self.below(100) } else { kind };
        let (below, deeper, colon) = (kind / 10, depth + 1, self.colon);
        match kind % 10 {
            0..=3 => format!("\"{}\"", self.string()),
            4 => self.choose(&NUMBERS).into(),
            5 => self.count().to_string(),
            6 => format!("\"2026-11-19T08:00:{:02}.{}Z\"", self.count() % 60, self.below(1000)),
            7 => self.list(|server, _| server.below(250_000).to_string()),
            8 if depth < 3 => self.list(|server, item| server.value(below + item, deeper)),
            9 if depth < 3 => format!("{{\"content\"{colon}{}}}", self.value(below, deeper)),
            _ => "{}".into(),
        }
    }

    fn count(&mut self) -> usize {
        self.counter += 1;
        self.counter
    }

    fn list(&mut self, item: impl Fn(&mut Self, usize) -> String) -> String {
        let items: Vec<_> = (0..self.below(4)).map(|index| item(self, index)).collect();
        format!("[{}]", items.join(self.comma))
    }

    fn string(&mut self) -> String {
        if self.below(30) == 0 {
            self.habits = self.below(256);
        }
        let text: String = (0..self.below(5)).map(|_| self.choose(&CHARACTERS)).collect();
        self.escaped(&text)
    }

    fn escaped(&self, text: &str) -> String {
        let has = |habit: usize| self.habits >> habit & 1 > 0;
        let escape = |character: char| match character {
            '"' | '\\' => format!("\\{character}"),
            '\n' if !has(0) => "\\n".into(),
            '/' if has(1) => "\\/".into(),
            '<' | '&' | '\'' | '+' if has(2) => format!("\\u{:04x}", u32::from(character)),
            '\0'..' ' => format!("\\u{:04x}", u32::from(character)),
            '\u{7f}'.. if has(3) => {
                character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
            }
            other => other.to_string(),
        };
        text.chars().map(escape).collect()
    }

    /// Returns an event, or lines between events.
    fn event(&mut self, shape: u64, lines: bool, end: &str) -> String {
        let object = self.object(shape);
        let between = self.choose(&BETWEEN);
        match self.below(10) {
            _ if lines => format!("{object}{end}"),
            0 => format!("{between}{end}{end}"),
            1 => format!("{between}{end}data: {object}{end}{end}"),
            2 => format!("data: {}{end}{end}", object.replace(self.comma, &format!(",{end}data:  "))),
            _ => format!("data: {object}{end}{end}"),
        }
    }
}

/// Returns a source whose events have a few shapes in random order.
fn source(seed: u64, events: usize, shapes: u64, lines: bool, end: &str) -> Vec<u8> {
    let mut server = Server::new(seed);
    let all = (0..events).map(|_| {
        let shape = seed ^ server.below(usize::try_from(shapes).unwrap()) as u64;
        server.event(shape, lines, end)
    });
    all.collect::<String>().into_bytes()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_shape_round_trips(seed: u64, events in 1usize..60, shapes in 1u64..6, lines in prop::bool::weighted(0.2), end in 0usize..3) {
        let source = source(seed, events, shapes, lines, ["\n", "\r\n", "\r"][if lines { end % 2 } else { end }]);
        for &coder in StreamCoder::ALL {
            let stream = encode(exact_encoder().with_coder(coder), [&source[..]]);
            prop_assert!(encode(exact_encoder().with_coder(coder), pieces(&source, seed, 90)) == stream);
            let (events, end) = decode(Decoder::new(), pieces(&stream, seed, 40));
            prop_assert_eq!(end, Ok(()));
            prop_assert!(joined(&events) == source, "{}", source.escape_ascii());
        }
        let (bare, _) = decode(Decoder::new(), [&encode(Encoder::new(), [&source[..]])[..]]);
        prop_assert!(joined(&bare) == padding::without(&source), "{}", source.escape_ascii());
    }

    /// The bytes need not be JSON.
    #[test]
    fn any_bytes_round_trip(bytes in prop::collection::vec(any::<u8>(), 0..400), text in "[\\x{0}-\\x{80}é\"{}:,\\[\\]\\\\\n]{0,200}") {
        for source in [bytes, text.into_bytes()] {
            let (events, end) = decode(Decoder::new(), [&encode(exact_encoder(), [&source[..]])[..]]);
            prop_assert_eq!(end, Ok(()));
            prop_assert!(joined(&events) == source, "{}", source.escape_ascii());
        }
    }
}

/// If the generated streams had no lanes, the properties above would test little.
#[test]
fn generated_streams_use_lanes() {
    let source = source(5, 400, 3, false, "\n");
    let stream = encode(exact_encoder(), [&source[..]]);
    assert!(stream.len() * 2 < source.len(), "{} of {}", stream.len(), source.len());
}
