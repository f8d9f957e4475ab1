//! Streaming chat completions as token streams of about two bytes a token, and back to the byte.
//!
//! The encoder takes a server's answer, server-sent events or NDJSON, as it arrives; its output can be sent at once. The decoder
//! returns the same bytes, the events' text, or their token ids.
//!
//! ```
//! use tokenwire_chat::{Decoder, Encoder};
//!
//! let (mut encoder, mut decoder) = (Encoder::new(), Decoder::new());
//! let mut text = String::new();
//! for word in ["Two", " ships", "."] {
//!     let event = format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{word}\"}}}}]}}\n\n");
//!     let mut write = Vec::new();
//!     encoder.push(event.as_bytes(), &mut write)?;
//!     // ... over the network ...
//!     decoder.push(&write);
//!     while let Some(back) = decoder.next_event()? {
//!         assert_eq!(back.bytes, event.as_bytes());
//!         text.push_str(back.text);
//!     }
//! }
//! assert_eq!(text, "Two ships.");
//! # Ok::<(), tokenwire::Error>(())
//! ```
//!
//! | part | what |
//! |---|---|
//! | `split` | the source's bytes -> events |
//! | `event`, `json` | the parts of an event: shape, slots, strings, numbers, times |
//! | `record` | what is encoded for an event |
//! | `lane`, `window`, `deflate` | the state from which both sides predict the next event |
//! | `session`, `render` | the state of a stream; a record -> the event's bytes |
//! | `wire` | records <-> the symbols of a [`tokenwire::StreamWriter`] |
//! | [`Encoder`]; `event_reader`, [`Decoder`], [`Tracer`] | the two ends |
//!
//! There is no I/O, no async and no clock; the same code runs on wasm32. `docs/streams.md` explains how it works, and
//! `docs/format.md` ("Events") is normative.

// Some parts serve both directions, and only the encoder uses all of them.
#![cfg_attr(not(feature = "encoder"), allow(dead_code))]

mod decoder;
mod deflate;
#[cfg(feature = "encoder")]
mod encoder;
mod event;
mod event_reader;
mod json;
mod lane;
mod limits;
mod record;
mod render;
mod session;
mod split;
mod trace;
mod window;
mod wire;

pub use decoder::{Decoder, Event, Source};
pub use deflate::DICTIONARY;
#[cfg(feature = "encoder")]
pub use encoder::Encoder;
pub use limits::MAX_EVENT;
pub use trace::{Trace, Tracer};
