//! Streaming chat completions as token streams of about two bytes a token, and back to the byte.
//!
//! A server's answer, server-sent events or NDJSON, goes in as it comes; what comes out can be sent at once. The other side gets
//! the same bytes back, or the events' text, or their token ids.
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
//! | `split` | bytes -> events |
//! | `event`, `json` | what an event is made of: shape, slots, strings, numbers, times |
//! | `lane`, `history`, `deflate` | what both sides remember, and what they expect next |
//! | `code`, `session` | what is said of an event, and the event that is made of it |
//! | `wire` | what is said <-> symbols of a [`tokenwire::StreamWriter`] |
//! | [`Encoder`], [`Decoder`] | the two ends |
//!
//! There is no I/O, no async and no clock; the same build serves wasm32. `docs/streams.md` explains how it works, `docs/format.md`
//! ("Events") is normative.

// Some parts know both directions, and only the encoder needs both.
#![cfg_attr(not(feature = "encoder"), allow(dead_code))]

mod code;
mod decoder;
mod deflate;
#[cfg(feature = "encoder")]
mod encoder;
mod event;
mod history;
mod json;
mod lane;
mod limits;
mod session;
mod split;
mod trace;
mod wire;

pub use decoder::{Decoder, Event, Source};
#[cfg(feature = "encoder")]
pub use encoder::Encoder;
pub use limits::MAX_EVENT;
pub use trace::Trace;
