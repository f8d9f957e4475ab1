//! Passes over all messages, timed in turns, so that what the machine does meanwhile falls on all alike.

use super::{Message, Method};
use std::hint::black_box;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// One direction of a method, over all messages.
pub(crate) struct Pass {
    pub(crate) method: &'static str,
    pub(crate) direction: &'static str,
    pub(crate) messages: usize,
    pub(crate) tokens: usize,
    /// Bytes sent for all of them.
    pub(crate) bytes: usize,
    pub(crate) run: Box<dyn FnMut()>,
}

/// Nanoseconds of a pass.
pub(crate) struct Timing {
    pub(crate) pass: Pass,
    pub(crate) median: f64,
    pub(crate) least: f64,
}

impl Pass {
    /// Both directions, after a check that all comes back.
    pub(crate) fn both(mut method: Method, messages: &Rc<[Message]>) -> [Self; 2] {
        let sent = method.sent(messages);
        let bytes = sent.iter().map(Vec::len).sum();
        let pass = |direction, run| Self {
            method: method.name,
            direction,
            messages: messages.len(),
            tokens: messages.iter().map(|message| message.ids.len()).sum(),
            bytes,
            run,
        };
        let encode = encoding(method.encode, messages.clone());
        [pass("encode", encode), pass("decode", decoding(method.decode, sent))]
    }
}

fn encoding(
    mut encode: impl FnMut(&Message, &mut Vec<u8>) + 'static,
    all: Rc<[Message]>,
) -> Box<dyn FnMut()> {
    let mut sent = Vec::new();
    Box::new(move || {
        for message in all.iter() {
            encode(black_box(message), &mut sent);
            black_box(&sent);
        }
    })
}

fn decoding(mut decode: impl FnMut(&[u8], &mut Message) + 'static, all: Vec<Vec<u8>>) -> Box<dyn FnMut()> {
    let mut got = Message::default();
    Box::new(move || {
        for sent in &all {
            decode(black_box(sent), &mut got);
            black_box(&got);
        }
    })
}

/// A timing takes this long at least, by repeating the pass.
const LONG_ENOUGH: Duration = Duration::from_millis(2);

/// Times each pass once a round, beginning with another one each round.
pub(crate) fn in_turns(mut passes: Vec<Pass>, rounds: usize) -> Vec<Timing> {
    let repeats: Vec<_> = passes.iter_mut().map(|pass| repeats(&mut pass.run)).collect();
    let mut times = vec![Vec::new(); passes.len()];
    for round in 0..rounds {
        for turn in round..round + passes.len() {
            let index = turn % passes.len();
            times[index].push(nanoseconds(&mut passes[index].run, repeats[index]));
        }
    }
    passes.into_iter().zip(times).map(|(pass, times)| Timing::of(pass, times)).collect()
}

/// How many passes are long enough, when caches are warm and buffers have grown.
fn repeats(run: &mut dyn FnMut()) -> usize {
    run();
    let begin = Instant::now();
    let mut repeats = 0;
    while begin.elapsed() < LONG_ENOUGH {
        run();
        repeats += 1;
    }
    repeats
}

/// Of one pass, with its own tables in the caches, not those of the one whose turn was before.
fn nanoseconds(run: &mut dyn FnMut(), repeats: usize) -> f64 {
    run();
    let begin = Instant::now();
    (0..repeats).for_each(|_| run());
    begin.elapsed().as_secs_f64() * 1e9 / repeats as f64
}

impl Timing {
    /// Nanoseconds a token.
    pub(crate) fn per_token(&self) -> f64 {
        self.median / self.pass.tokens as f64
    }

    pub(crate) fn tokens_per_second(&self) -> f64 {
        1e9 / self.per_token()
    }

    fn of(pass: Pass, mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        Self { pass, median: times[times.len() / 2], least: times[0] }
    }
}
