//! A way of sending one message.

use super::{Message, codecs, documents, plain, tacc, texts, words};
use std::path::Path;
use tokenwire::Encoding;

/// A name, a way there and a way back.
pub(crate) struct Method {
    pub(crate) name: &'static str,
    pub(crate) encode: Encode,
    pub(crate) decode: Decode,
}

/// What is sent replaces what is in the buffer.
type Encode = Box<dyn FnMut(&Message, &mut Vec<u8>)>;
/// Fills in the ids, the text or the raw ids.
type Decode = Box<dyn FnMut(&[u8], &mut Message)>;

impl Method {
    pub(crate) fn new(
        name: &'static str,
        encode: impl FnMut(&Message, &mut Vec<u8>) + 'static,
        decode: impl FnMut(&[u8], &mut Message) + 'static,
    ) -> Self {
        Self { name, encode: Box::new(encode), decode: Box::new(decode) }
    }

    /// What is sent for each message; each has to come back as it was.
    pub(crate) fn sent(&mut self, messages: &[Message]) -> Vec<Vec<u8>> {
        messages.iter().map(|message| self.send(message)).collect()
    }

    fn send(&mut self, message: &Message) -> Vec<u8> {
        let (mut sent, mut got) = (Vec::new(), Message::default());
        (self.encode)(message, &mut sent);
        (self.decode)(&sent, &mut got);
        let whole = got.ids == message.ids || got.text == message.text || got.raw == message.raw;
        assert!(whole, "{} does not give a message back", self.name);
        sent
    }
}

/// All methods; those of text compressors last.
pub(crate) fn all(encoding: Encoding, corpus: &Path) -> Vec<Method> {
    let mut all = of_ids(encoding);
    all.extend(texts(corpus));
    all
}

/// Methods that take ids and give ids.
pub(crate) fn of_ids(encoding: Encoding) -> Vec<Method> {
    let mut all = tacc(encoding);
    all.extend(codecs(encoding));
    all.extend(documents(encoding));
    all.extend(words(encoding));
    all.extend(plain(encoding));
    all
}

/// Those of them that deflate nothing, not even to see what it would give.
pub(crate) fn fast(encoding: Encoding) -> Vec<Method> {
    let slow = |method: &Method| method.name.contains("gzip") || method.name.contains("auto");
    of_ids(encoding).into_iter().filter(|method| !slow(method)).collect()
}
