//! `tokenwire stream encode`: encodes events as a stream while they arrive.
//!
//! A source may pause inside an event, or end its events with one line end instead of two. What has arrived must not
//! wait for more bytes, so a thread reads the input, and the main thread waits for its chunks only until the unfinished
//! event is due:
//!
//! ```text
//! reader   reads `data: {"a":1}\n`        blocks in read()
//! main     encodes nothing, and waits     20 ms later: encodes the line, and waits without a limit
//! ```
//!
//! A regular file never pauses. It is read without a thread, so that its stream does not depend on time.

use crate::args::stream::Encode;
use crate::error::CliError;
use crate::shared::input::Input;
use crate::shared::output::{self, Output};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};
use tokenwire_chat::Encoder;
use tokenwire_http::{FlushPolicy, PartialFlush};

/// Encodes the input until it ends.
pub(super) fn run(args: &Encode) -> Result<(), CliError> {
    let path = args.files.output.path.as_deref();
    output::refuse_terminal(path)?;
    let encoder = args.writer.encoder()?.with_padding(args.keep_padding);
    let mut chunks = Chunks::new(Input::open(args.files.input.as_deref(), args.files.quiet)?);
    let mut output = Output::open(path)?;
    let mut source = Source { encoder, partial: PartialFlush::new(policy(args)) };
    while source.encode_next(&mut chunks, &mut output)? {}
    output.finish()
}

fn policy(args: &Encode) -> FlushPolicy {
    FlushPolicy { partial: Duration::from_millis(args.flush_partial), ..FlushPolicy::default() }
}

/// What has arrived of the source, and its encoder.
struct Source {
    encoder: Encoder,
    partial: PartialFlush,
}

impl Source {
    /// Encodes and flushes the next bytes, or the unfinished event after a pause. Returns whether more may follow.
    fn encode_next(&mut self, chunks: &mut Chunks, output: &mut Output) -> Result<bool, CliError> {
        let mut stream = Vec::new();
        let next = chunks.next(self.partial.due());
        match &next {
            Ok(Next::Bytes(bytes)) => self.push(bytes, &mut stream)?,
            Ok(Next::Pause) => self.flush_partial(&mut stream)?,
            Ok(Next::End) => self.encoder.end(&mut stream)?,
            Err(_) => self.encoder.abort(&mut stream)?,
        }
        output.append(&stream)?;
        Ok(!matches!(next?, Next::End))
    }

    fn push(&mut self, bytes: &[u8], stream: &mut Vec<u8>) -> Result<(), CliError> {
        self.encoder.push(bytes, stream)?;
        self.partial.update(bytes.len(), self.encoder.unfinished(), Instant::now());
        self.encoder.flush(stream);
        Ok(())
    }

    fn flush_partial(&mut self, stream: &mut Vec<u8>) -> Result<(), CliError> {
        self.encoder.flush_partial(stream)?;
        self.partial.update(0, self.encoder.unfinished(), Instant::now());
        self.encoder.flush(stream);
        Ok(())
    }
}

/// The chunks of an input.
enum Chunks {
    /// A regular file.
    File(Input),
    /// The chunks of a thread that reads any other input. `Ok(None)` means the end.
    Live(Receiver<Result<Option<Vec<u8>>, CliError>>),
}

enum Next {
    Bytes(Vec<u8>),
    /// Nothing arrived in time.
    Pause,
    End,
}

impl Chunks {
    fn new(mut input: Input) -> Self {
        if input.is_file() {
            return Self::File(input);
        }
        let (sender, chunks) = sync_channel(1);
        thread::spawn(move || {
            loop {
                let chunk = input.next();
                let is_last = !matches!(chunk, Ok(Some(_)));
                if sender.send(chunk).is_err() || is_last {
                    return;
                }
            }
        });
        Self::Live(chunks)
    }

    /// Waits for the next chunk, but not longer than until `due`.
    fn next(&mut self, due: Option<Instant>) -> Result<Next, CliError> {
        let chunk = match self {
            Self::File(input) => input.next(),
            Self::Live(chunks) => match receive(chunks, due) {
                Ok(chunk) => chunk,
                Err(RecvTimeoutError::Timeout) => return Ok(Next::Pause),
                Err(RecvTimeoutError::Disconnected) => Ok(None),
            },
        };
        Ok(chunk?.map_or(Next::End, Next::Bytes))
    }
}

fn receive<T>(receiver: &Receiver<T>, due: Option<Instant>) -> Result<T, RecvTimeoutError> {
    match due {
        Some(due) => receiver.recv_timeout(due.saturating_duration_since(Instant::now())),
        None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
    }
}
