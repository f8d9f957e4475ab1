//! Encodes token ids as payloads and decodes them, with a reused buffer.

use tokenwire::{Codec, Encoding, Error};

fn main() -> Result<(), Error> {
    let codec = Codec::new(Encoding::for_model("gpt-4o")?);
    let mut payload = Vec::new();
    for ids in [&[13225, 2375, 0][..], &[290, 11], &[]] {
        payload.clear();
        codec.encode_into(ids, &mut payload)?;
        assert_eq!(codec.decode(&payload)?, ids);
        println!("{ids:?} -> {payload:02x?}");
    }

    // Errors have the position of the unknown id.
    if let Err(error) = codec.encode(&[13225, 300_000]) {
        println!("{error}");
    }
    Ok(())
}
