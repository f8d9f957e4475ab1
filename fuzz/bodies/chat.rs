//! The checks of tokenwire-chat's fuzz targets. crates/chat/tests/fuzz.rs calls them too.

pub mod chat_damage;
pub mod chat_decoder;
mod chat_reading;
pub mod chat_round_trip;
mod chat_server;
#[path = "../../tests/common/checksum.rs"]
#[allow(dead_code)]
mod checksum;
mod input;
mod outcome;
#[path = "../../crates/chat/tests/common/padding.rs"]
mod padding;

pub use outcome::Outcome;
