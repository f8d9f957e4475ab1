//! One method of encoding and decoding a message.

use crate::Message;

/// A codec under its name in the figures.
pub struct Method {
    /// The name in tables and CSV files.
    pub name: &'static str,
    /// Replaces the buffer's content with the encoded message.
    pub encode: Encode,
    /// Decodes into the message's ids, text or raw ids.
    pub decode: Decode,
}

type Encode = Box<dyn FnMut(&Message, &mut Vec<u8>)>;
type Decode = Box<dyn FnMut(&[u8], &mut Message)>;

impl Method {
    /// Boxes both directions of a codec.
    pub fn new(
        name: &'static str,
        encode: impl FnMut(&Message, &mut Vec<u8>) + 'static,
        decode: impl FnMut(&[u8], &mut Message) + 'static,
    ) -> Self {
        Self { name, encode: Box::new(encode), decode: Box::new(decode) }
    }

    /// Returns the encoded messages.
    ///
    /// # Panics
    /// If a message does not round-trip.
    pub fn encoded(&mut self, messages: &[Message]) -> Vec<Vec<u8>> {
        messages.iter().map(|message| self.encode_checked(message)).collect()
    }

    fn encode_checked(&mut self, message: &Message) -> Vec<u8> {
        let (mut encoded, mut decoded) = (Vec::new(), Message::default());
        (self.encode)(message, &mut encoded);
        (self.decode)(&encoded, &mut decoded);
        let same = decoded.ids == message.ids || decoded.text == message.text || decoded.raw == message.raw;
        assert!(same, "{} does not round-trip", self.name);
        encoded
    }
}
