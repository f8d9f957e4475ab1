//! The checks of all fuzz targets, of tokenwire and of tokenwire-chat.

#[path = "bodies/chat.rs"]
mod chat;
#[path = "bodies/lib.rs"]
mod codec;

pub use chat::{chat_damage, chat_decoder, chat_round_trip};
pub use codec::*;
