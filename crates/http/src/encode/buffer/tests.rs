//! Tests with a simulated clock.

use super::*;
use std::time::Duration;
use tokenwire::{Error, StreamCoder};
use tokenwire_chat::{Decoder, Event};

const OPENING: &[u8] = b"data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n";
const TOKEN: &[u8] = b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" ship\"}}]}\n\n";

fn buffer(flush: FlushPolicy) -> EncodeBuffer {
    EncodeBuffer::new(Encoder::new().with_coder(StreamCoder::Varint), flush)
}

#[test]
fn writes_the_first_token_at_once_and_the_next_after_the_window() {
    let (start, window) = (Instant::now(), Duration::from_millis(20));
    let mut buffer = buffer(FlushPolicy { window, ..FlushPolicy::default() });
    for event in [OPENING, TOKEN] {
        buffer.push(event, start).unwrap();
        assert_eq!(buffer.due(), Some(start));
        assert!(buffer.take(start).is_some() && buffer.due().is_none());
    }
    buffer.push(TOKEN, start).unwrap();
    assert_eq!(buffer.due(), Some(start + window));
    let late = start + 2 * window;
    assert_eq!(buffer.take(late).map(|write| (write.tokens, write.first_arrival)), Some((1, start)));
    assert!(buffer.take(late).is_none());
}

#[test]
fn writes_enough_tokens_or_bytes_at_once() {
    let start = Instant::now();
    let window = Duration::from_secs(9);
    let mut buffer = buffer(FlushPolicy { window, tokens: Some(3), ..FlushPolicy::default() });
    buffer.push(TOKEN, start).unwrap();
    buffer.take(start);
    buffer.push(&TOKEN.repeat(2), start).unwrap();
    assert!(buffer.due() > Some(start));
    buffer.push(TOKEN, start).unwrap();
    assert_eq!(buffer.due(), Some(start));
    buffer.take(start);
    // Deflate cannot compress the digits of a linear congruential generator to less than `MAX_BUFFERED` bytes.
    let states = std::iter::successors(Some(1_u64), |state| {
        Some(state.wrapping_mul(6364136223846793005).wrapping_add(1))
    });
    let digits: String = states.take(999).map(|state| format!("{state:016x}")).collect();
    buffer.push(format!(": {digits}\n\n").as_bytes(), start).unwrap();
    assert_eq!(buffer.due(), Some(start));
}

const fn ms(number: u64) -> Duration {
    Duration::from_millis(number)
}

fn next_event(decoder: &mut Decoder) -> Option<Event<'_>> {
    match decoder.next_event() {
        Err(Error::Aborted { .. }) => None,
        event => event.unwrap(),
    }
}

/// A source and a client with a simulated clock.
struct Simulation {
    buffer: EncodeBuffer,
    start: Instant,
    now: Instant,
    writes: Vec<(Duration, Bytes)>,
}

impl Simulation {
    fn new() -> Self {
        let (buffer, start) = (buffer(FlushPolicy::default()), Instant::now());
        Self { buffer, start, now: start, writes: Vec::new() }
    }

    /// Lets time pass, and writes what is due, as the body does.
    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some(due) = self.buffer.next_due().filter(|due| *due <= end) {
            self.now = due.max(self.now);
            self.buffer.flush_partial(self.now).unwrap();
            if self.buffer.due().is_some_and(|due| due <= self.now) {
                self.write();
            }
        }
        self.now = end;
    }

    fn write(&mut self) {
        let write = self.buffer.take(self.now).unwrap();
        self.writes.push((self.now - self.start, write.bytes));
    }

    fn push(&mut self, bytes: &[u8]) {
        self.buffer.push(bytes, self.now).unwrap();
        self.pass(Duration::ZERO);
    }

    /// Returns the events that were written so far, with the times of their writes.
    fn events(&self) -> Vec<(Duration, String)> {
        let mut decoder = Decoder::new();
        let mut events = Vec::new();
        for (time, bytes) in &self.writes {
            decoder.push(bytes);
            while let Some(event) = next_event(&mut decoder) {
                events.push((*time, String::from_utf8_lossy(event.bytes).into_owned()));
            }
        }
        events
    }

    /// Ends the stream, and returns its size.
    fn end(mut self) -> usize {
        self.buffer.end(self.now).unwrap();
        self.write();
        self.writes.iter().map(|(_, bytes)| bytes.len()).sum()
    }
}

#[test]
fn a_line_and_raw_text_wait_for_the_window_and_the_beginning_of_an_event_for_longer() {
    for (bytes, wait) in [(": ping\n", 20), ("once upon", 20), ("data: {", 250), ("data: {}\n\n", 0)] {
        let mut simulation = Simulation::new();
        simulation.push(bytes.as_bytes());
        simulation.pass(ms(1000));
        assert_eq!(simulation.events(), [(ms(wait), bytes.to_owned())], "{bytes}");
    }
}

#[test]
fn raw_text_is_written_steadily() {
    let mut simulation = Simulation::new();
    for _ in 0..100 {
        simulation.push(b" ship");
        simulation.pass(ms(10));
    }
    let events = simulation.events();
    let times: Vec<_> = events.iter().map(|(time, _)| *time).collect();
    assert_eq!(times[0], ms(20));
    assert!(times.windows(2).all(|pair| pair[1] <= pair[0] + ms(30)), "{times:?}");
    assert!(times.last() >= Some(&ms(970)), "{times:?}");
    let text: String = events.into_iter().map(|(_, text)| text).collect();
    assert!(text.len() >= 97 * 5 && " ship".repeat(100).starts_with(&text), "{text}");
}

/// A slow client may poll the body only after the source has ended and the unfinished event was due.
#[test]
fn nothing_is_due_after_the_end() {
    for abort in [false, true] {
        let mut simulation = Simulation::new();
        simulation.push(b"data: {");
        let late = simulation.now + ms(1000);
        let ended = if abort { simulation.buffer.abort(late) } else { simulation.buffer.end(late) };
        ended.unwrap();
        simulation.buffer.flush_partial(late).unwrap();
        simulation.now = late;
        simulation.write();
        assert_eq!(simulation.buffer.next_due(), None);
        assert_eq!(simulation.events(), [(ms(1000), "data: {".to_owned())]);
    }
}

/// The longest window disables writes between the first one and the end.
#[test]
fn a_window_may_be_endless() {
    let start = Instant::now();
    let mut buffer = buffer(FlushPolicy { window: Duration::MAX, ..FlushPolicy::default() });
    buffer.push(TOKEN, start).unwrap();
    assert_eq!(buffer.due(), Some(start));
    buffer.take(start).unwrap();
    buffer.push(TOKEN, start).unwrap();
    assert_eq!(buffer.due(), None);
    buffer.end(start).unwrap();
    assert!(buffer.take(start).is_some());
}

/// The pauses are shorter than `partial`, so all events stay whole.
#[test]
fn pauses_inside_events_hardly_enlarge_a_stream() {
    let word = |n: usize| String::from_utf8_lossy(TOKEN).replace("ship", &format!("ship number{n}"));
    let size = |pause: Duration| {
        let mut simulation = Simulation::new();
        for event in (0..200).map(word) {
            let (first, second) = event.as_bytes().split_at(event.len() / 2);
            simulation.push(first);
            simulation.pass(pause);
            simulation.push(second);
            simulation.pass(ms(30));
        }
        simulation.end()
    };
    let (whole, cut) = (size(Duration::ZERO), size(ms(30)));
    assert!(cut * 100 <= whole * 105, "{cut} {whole}");
}
