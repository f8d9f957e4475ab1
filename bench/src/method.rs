//! A method of encoding and decoding messages.

use crate::Message;

/// A codec and its name in the results.
pub struct Method {
    /// The name in tables and CSV files.
    pub name: &'static str,
    /// The encoder. It replaces the content of the buffer with the encoded message.
    pub encode: Encode,
    /// The decoder. It writes to the ids, the text or the raw ids of the message.
    pub decode: Decode,
}

type Encode = Box<dyn FnMut(&Message, &mut Vec<u8>)>;
type Decode = Box<dyn FnMut(&[u8], &mut Message)>;

impl Method {
    /// Returns a method with this encoder and decoder.
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

    /// Encodes a message, and checks that it round-trips.
    fn encode_checked(&mut self, message: &Message) -> Vec<u8> {
        let (mut encoded, mut decoded) = (Vec::new(), Message::default());
        (self.encode)(message, &mut encoded);
        (self.decode)(&encoded, &mut decoded);
        let same = decoded.ids == message.ids || decoded.text == message.text || decoded.raw == message.raw;
        assert!(same, "{} does not round-trip", self.name);
        encoded
    }
}
