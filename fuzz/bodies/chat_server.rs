//! Simulated servers. The fuzzer's bytes choose the events, whose shapes repeat.

use super::input::Input;
use std::fmt::Write;
use tokenwire::{Encoding, Tokenizer};

/// The answer of a server.
#[derive(Default)]
pub struct Answer {
    pub source: Vec<u8>,
    /// The end offset of each event.
    pub ends: Vec<usize>,
    /// The source without padding, or `None` if bytes were changed.
    pub bare: Option<Vec<u8>>,
}

/// The shapes of events. Values have placeholders: `~T` text, `~A` all text so far, `~K` the ids of the text or
/// other ids, `~J` numbers, `~Y` the bytes of the text, `~S` a name, `~C` a counter, `~I` an index, `~N` a number,
/// `~D` a time, `~M` a model, `~U` an identifier, `~Q` a third of the counter, `~O`, `~P` and `~B` padding.
const EVENTS: [&str; 26] = [
    r#"data: {"id":"~S","created":~C,"model":"~M","choices":[{"index":~I,"delta":{"content":"~T"}}],"obfuscation":"~O"}"#,
    r#"data: {"model":"~M","choices":[{"index":~I,"delta":{"content":"~T"},"token_ids":[~K]}]}"#,
    r#"data: {"index":0,"content":"~T","tokens":[~K],"stop":false,"id_slot":-1,"tokens_predicted":~C}"#,
    r#"data: {"request_id":"~S","choices":[{"token_ids":[~K],"index":~I,"logprobs":null}]}"#,
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":~I,\"delta\":{\"text\":\"~T\"}~B}",
    "event: ping\ndata: {\"type\":\"ping\"~B}",
    "event: x.delta\ndata: {\"type\":\"x.delta\",\"sequence_number\":~C,\"delta\":\"~T\",\"obfuscation\":\"~O\"}",
    "event: x.done\ndata: {\"type\":\"x.done\",\"sequence_number\":~C,\"text\":\"~A\"}",
    r#"data: {"token":"~T","logprob":~N,"bytes":[~Y],"top":[{"token":"~T","logprob":~N,"bytes":[~Y]}]}"#,
    r#"data: {"content": "~T", "n": ~N, "ids": [~J], "more": "~S"}"#,
    r#"data: {"choices":[{"delta":{"tool_calls":[{"index":~I,"function":{"arguments":"~T"}}]}}]}"#,
    r#"data: {"model":"~M","created_at":"~DZ","message":{"role":"assistant","content":"~T"},"done":false,"load":~N}"#,
    r#"data: {"created_at":"~D+02:00","response":"~T","context":[~J]}"#,
    r#"data: {"reasoning":"~T","content":"~T","text":"~A"}"#,
    r#"data: {"x":{"obfuscation":"~S"},"obfuscation":~N,"obfuscation":"~O","content":"~T"}"#,
    "id: ~C\nretry: ~N\ndata: \"~T\"",
    "data: {\ndata:  \"delta\": \"~T\",\ndata:  \"tokens\": [~J]\ndata: }",
    ": ~S ~N",
    "data: [DONE]",
    "data: [~J]",
    "data: ~N ~S",
    "",
    r#"data: {"item_id":"~U","delta":"~T","again":"~U"}"#,
    r#"data: {"message":{"content":"~A"},"delta":{"content":"~T"},"n":~C,"of":3,"each":~Q}"#,
    r#"data: {"choices":[{"index":~I,"delta":{"content":"~T"}}],"p":"~P"}"#,
    "0:\"~T\"",
];
const TEXTS: [&str; 20] = [
    " the",
    "Hi",
    "",
    " a",
    "\n",
    "\"q\" \\",
    "</a>&",
    "é",
    "你好",
    "🦀",
    "🧑\u{200d}🚀",
    " ",
    "{\"",
    "'+`",
    "\u{2028}\u{7f}",
    "\0\u{8}",
    "0",
    "2026-11-19T08:00:00Z",
    "\t\r\n",
    " several tokens of one delta",
];
const NUMBERS: [&str; 16] = [
    "0",
    "-0",
    "1",
    "-1.5",
    "0.25",
    "-0.000012345",
    "1e5",
    "1E-7",
    "9999999999999999999",
    "999999999999999999",
    "01",
    "10",
    "1.0",
    "-12.50",
    "0.1234567890123456789",
    "18446744073709551616",
];
const MODELS: [&str; 5] = ["gpt-4o", "gpt-4", "openai/gpt-oss-20b", "m", ""];
const NAMES: [&str; 5] = ["chatcmpl-9", "", "a b", "2026-02-29T00:00:00", "\\u00e9\\/\\\""];
const LINE_ENDS: [&str; 3] = ["\n", "\r\n", "\r"];
const MAX_EVENTS: usize = 24;

/// Generates an answer from the input's bytes.
pub fn answer(input: &mut Input<'_>) -> Answer {
    let mut server = Server {
        lines: input.byte().is_multiple_of(4),
        line_end: LINE_ENDS[usize::from(input.byte()) % 3],
        ..Server::default()
    };
    let mut bare = Some(Vec::new());
    let mut answer = Answer::default();
    while !input.is_empty() && answer.ends.len() < MAX_EVENTS {
        let (mut event, stripped) = server.event(input);
        let changed = input.byte().is_multiple_of(16);
        if changed {
            change(&mut event, input);
        }
        bare = bare.filter(|_| !changed).map(|bare| [bare, stripped].concat());
        answer.source.extend(event);
        answer.ends.push(answer.source.len());
    }
    Answer { bare, ..answer }
}

/// Replaces, inserts, removes or repeats bytes.
fn change(event: &mut Vec<u8>, input: &mut Input<'_>) {
    let (kind, at, byte) = (input.byte(), usize::from(input.byte()) % event.len().max(1), input.byte());
    let end = (at + usize::from(byte % 32)).min(event.len());
    let (range, with) = match kind % 4 {
        0 => (at..end.min(at + 1), vec![byte]),
        1 => (at..at, vec![byte]),
        2 => (at..end, vec![]),
        _ => (at..at, event[at..end].to_vec()),
    };
    event.splice(range, with);
}

#[derive(Default)]
struct Server {
    lines: bool,
    line_end: &'static str,
    /// The habits of escaping, one bit each.
    habits: u8,
    shape: usize,
    counter: i64,
    millis: u64,
    name: &'static str,
    number: &'static str,
    text: String,
    all: String,
    /// The ids that are sent with the next event, after their text.
    delayed: Vec<u32>,
}

impl Server {
    /// Returns the next event, with and without its padding.
    fn event(&mut self, input: &mut Input<'_>) -> (Vec<u8>, Vec<u8>) {
        self.choose(input);
        let shape = self.shape();
        let mut pieces = shape.split('~');
        let mut event = pieces.next().unwrap_or_default().to_owned();
        let mut bare = event.clone();
        for piece in pieces {
            let (kind, after) = piece.split_at(1);
            let value = self.value(kind, input);
            let padding = matches!(kind, "O" | "P") || kind == "B" && !self.lines;
            bare.push_str(if padding { "" } else { &value });
            event.push_str(&value);
            event.push_str(after);
            bare.push_str(after);
        }
        (event.into(), bare.into())
    }

    /// Returns the shape of the event. A server of JSON lines only sends events with an object.
    fn shape(&self) -> String {
        let (_, data) = EVENTS[self.shape].rsplit_once("data: ").unwrap_or_default();
        match (self.lines, data.starts_with('{')) {
            (false, _) => format!("{}\n\n", EVENTS[self.shape]).replace('\n', self.line_end),
            (true, true) => format!("{data}\n"),
            (true, false) => "{\"response\":\"~T\",\"n\":~N}\n".into(),
        }
    }

    /// Changes some values for the next event. Most stay the same.
    fn choose(&mut self, input: &mut Input<'_>) {
        let what = input.byte();
        if what & 1 > 0 {
            self.shape = usize::from(input.byte()) % EVENTS.len();
        }
        match what >> 1 & 7 {
            0 => self.habits = input.byte(),
            1 => self.name = *input.choose(&NAMES),
            2 => self.number = *input.choose(&NUMBERS),
            3 => self.counter = self.counter.wrapping_add(i64::from(input.byte()) - 99),
            _ => self.counter += 1,
        }
        self.millis += u64::from(what);
    }

    fn value(&mut self, kind: &str, input: &mut Input<'_>) -> String {
        match kind {
            "T" => {
                self.text = self.new_text(input);
                self.all.push_str(&self.text);
                self.escaped(&self.text)
            }
            "A" => self.escaped(&self.all),
            "K" => join(&self.ids(input), ","),
            "J" => join(&[self.counter.unsigned_abs().try_into().unwrap_or(7), 7, 50_000, 300_000], ", "),
            "Y" => join(&self.text.bytes().map(u32::from).collect::<Vec<_>>(), ","),
            "S" if self.name.is_empty() => format!("{:x}", u32::from(input.byte()).wrapping_mul(0x0765_4321)),
            "S" => self.name.into(),
            "C" => self.counter.to_string(),
            "I" => (input.byte() % 3).to_string(),
            "N" if self.number.is_empty() => {
                format!("-{}.{:05}", input.byte() % 4, u32::from(input.byte()) * 391)
            }
            "N" => self.number.into(),
            "D" => format!(
                "2026-11-19T{:02}:00:{:02}.{:03}",
                self.millis / 60_000 % 24,
                self.millis / 1000 % 60,
                self.millis % 1000
            ),
            "M" => MODELS[usize::from(self.habits) % MODELS.len()].into(),
            "U" => self.identifier(),
            "Q" => format!("{:?}", self.counter as f64 / 3.0),
            "P" => "abcdefgh"[..usize::from(input.byte() % 9)].into(),
            "O" => "xY9-z+a/"[..usize::from(input.byte() % 8)].into(),
            _ => " ".repeat((input.byte() % 8).into()),
        }
    }

    /// Returns an identifier of random characters that depend on the counter.
    fn identifier(&self) -> String {
        let word = |factor: u64| self.counter.unsigned_abs().wrapping_add(1).wrapping_mul(factor);
        let hex = format!("{:016x}{:016x}", word(0x9e37_79b9_7f4a_7c15), word(0xd1b5_4a32_d192_ed03));
        match self.habits % 6 {
            0 => format!("msg_{hex}"),
            1 => format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]),
            2 => hex.replace('a', "/").replace('b', "+").replace('c', "Z") + "Q==",
            3 => format!("chat.id.{}", self.counter),
            4 => hex.to_uppercase(),
            _ => hex.replace('d', "_").replace('e', "-") + "=",
        }
    }

    fn new_text(&self, input: &mut Input<'_>) -> String {
        match input.byte() {
            byte @ 0..180 => TEXTS[usize::from(byte) % TEXTS.len()].into(),
            180..200 => self.all.chars().skip(input.byte().into()).take(9).collect(),
            byte => String::from_utf8_lossy(input.take((byte % 16).into())).into(),
        }
    }

    /// Returns the ids of the text, possibly with some delayed or added ids, or different ids.
    fn ids(&mut self, input: &mut Input<'_>) -> Vec<u32> {
        let mut ids =
            [std::mem::take(&mut self.delayed), Tokenizer::new(Encoding::O200kBase).encode(&self.text)]
                .concat();
        match input.byte() % 8 {
            0 => ids.push(u32::from(input.byte()) * 1009),
            1 => self.delayed = ids.pop().into_iter().collect(),
            2 => ids = vec![u32::from(input.byte()); 3],
            _ => {}
        }
        ids
    }

    fn escaped(&self, text: &str) -> String {
        text.chars().map(|character| self.escape(character)).collect()
    }

    fn escape(&self, character: char) -> String {
        let has = |habit: u8| self.habits >> habit & 1 > 0;
        match character {
            '"' if !has(0) => "\\\"".into(),
            '\\' => "\\\\".into(),
            '\n' if !has(1) => "\\n".into(),
            '\t' if !has(1) => "\\t".into(),
            '/' if has(2) => "\\/".into(),
            '"' | '\0'..' ' => long(character, has(7)),
            '<' | '>' | '&' if has(3) => long(character, has(7)),
            '\'' | '+' | '`' if has(4) => long(character, has(7)),
            '\u{80}'.. if has(5) => long(character, has(7)),
            '\u{7f}' if has(6) => long(character, has(7)),
            other => other.into(),
        }
    }
}

fn long(character: char, capitals: bool) -> String {
    let mut out = String::new();
    for unit in character.encode_utf16(&mut [0; 2]) {
        let _ = if capitals { write!(out, "\\u{unit:04X}") } else { write!(out, "\\u{unit:04x}") };
    }
    out
}

fn join(numbers: &[u32], between: &str) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(between)
}
