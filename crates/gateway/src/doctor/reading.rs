//! Bodies of answers, and when each event of them came.

use crate::fault::causes;
use crate::unpack::{Coding, Unpacked};
use bytes::Bytes;
use http::HeaderMap;
use std::future::poll_fn;
use std::time::{Duration, Instant};
use tokenwire_chat::{Decoder, Encoder};

/// What was read of an answer.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) events: Vec<Vec<u8>>,
    /// When each event was there.
    pub(super) times: Vec<Duration>,
    /// Of the token stream.
    pub(super) bytes: usize,
    pub(super) tokens: usize,
    pub(super) table: Option<&'static str>,
    pub(super) wrong: Option<String>,
}

/// More than any probe has.
const MOST: usize = 1 << 20;

/// A token stream.
pub(super) async fn stream(headers: &HeaderMap, body: reqwest::Body) -> Read {
    let (mut read, mut decoder) = (Read::default(), Decoder::new());
    let came = chunks(headers, body, |bytes, time| {
        decoder.push(bytes);
        read.bytes += bytes.len();
        read.take(&mut decoder, time)
    });
    let ended = came.await.and_then(|()| decoder.finish().map_err(|error| error.to_string()));
    read.table = decoder.header().ok().flatten().map(|header| header.table().name());
    read.wrong = ended.err();
    read
}

/// Events that were a token stream for a part of the way.
pub(super) async fn events(headers: &HeaderMap, body: reqwest::Body) -> Read {
    let (mut read, mut rest) = (Read::default(), Vec::new());
    let came = chunks(headers, body, |bytes, time| {
        rest.extend_from_slice(bytes);
        while let Some(end) = rest.windows(2).position(|two| two == b"\n\n") {
            read.add(rest.drain(..end + 2).collect(), time);
        }
        Ok(())
    });
    read.wrong = came.await.err();
    // An event that is not finished is one too few, which is told.
    if let Ok((bytes, tokens)) = encoded(&read.events) {
        (read.bytes, read.tokens) = (bytes, tokens);
    }
    read
}

impl Read {
    fn add(&mut self, event: Vec<u8>, time: Duration) {
        self.events.push(event);
        self.times.push(time);
    }

    fn take(&mut self, decoder: &mut Decoder, time: Duration) -> Result<(), String> {
        while let Some(event) = decoder.next_event().map_err(|error| error.to_string())? {
            self.tokens += event.ids.len();
            self.add(event.bytes.to_vec(), time);
        }
        Ok(())
    }
}

/// Gives each part of a body, without its content coding, and when it came.
async fn chunks(
    headers: &HeaderMap,
    body: reqwest::Body,
    mut take: impl FnMut(&Bytes, Duration) -> Result<(), String>,
) -> Result<(), String> {
    let coding = Coding::of(headers).ok_or("it is packed in a way that is not known here")?;
    let (mut body, begin, mut size) = (Box::pin(Unpacked::new(body, coding)), Instant::now(), 0);
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let Ok(bytes) = frame.map_err(|error| causes(&*error))?.into_data() else { continue };
        size += bytes.len();
        if size > MOST {
            return Err("it does not end".into());
        }
        take(&bytes, begin.elapsed())?;
    }
    Ok(())
}

/// The size that a token stream of these has, flushed after each, and its tokens.
fn encoded(events: &[Vec<u8>]) -> tokenwire::Result<(usize, usize)> {
    let (mut encoder, mut out) = (Encoder::new(), Vec::new());
    for event in events {
        encoder.push(event, &mut out)?;
        encoder.flush(&mut out);
    }
    encoder.end(&mut out)?;
    Ok((out.len(), encoder.token_count()))
}
