//! Encodes streamed chat completions as token streams of about two bytes a token, and decodes them to the same bytes.
//!
//! The encoder takes a server's response (server-sent events or NDJSON) as it arrives. Its output can be sent at once.
//! The decoder returns each event with its original bytes, its text and its token ids.
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
//! | module | contents |
//! |---|---|
//! | `split` | splits the source's bytes into events |
//! | `event`, `json` | the parts of an event: shape, slots, strings, numbers, times |
//! | `record` | the records that a stream consists of: one for each event |
//! | `lane`, `window`, `deflate` | the state from which both sides predict the next event |
//! | `session`, `render` | the state of a stream, and the rendering of a record to its event's bytes |
//! | `wire` | writes records as the symbols of a [`tokenwire::StreamWriter`], and reads them |
//! | [`Encoder`] | the sending end |
//! | `event_reader`, [`Decoder`], [`Tracer`] | the receiving end |
//!
//! The crate performs no I/O, is not async and reads no clock, so it also runs on wasm32. `docs/streams.md` explains
//! the design, and `docs/format.md` ("Events") is normative.

// Some modules serve both directions, and only the encoder uses all of their items.
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
mod spelling;
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
