//! Encodes text as a payload and decodes it, plain and with gzip.

use tokenwire::{Codec, Encoding, Error};

fn main() -> Result<(), Error> {
    let text = include_str!("data/README.md");
    for gzip in [false, true] {
        let codec = Codec::new(Encoding::O200kBase).with_gzip(gzip);
        let payload = codec.encode_text(text)?;
        assert_eq!(codec.decode_text(&payload)?, text);
        println!("{} bytes of text, {} bytes of payload (gzip: {gzip})", text.len(), payload.len());
    }
    Ok(())
}
