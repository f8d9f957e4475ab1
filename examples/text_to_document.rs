//! Encodes text as a document with every coder and decodes it. A modified document is rejected.

use tokenwire::{CoderChoice, Document, DocumentWriter, Encoding, Error};

const PROMPT: &str = "You are a helpful assistant. Answer in one sentence, and say so if you do not know.";

fn main() -> Result<(), Error> {
    for coder in CoderChoice::all() {
        let writer = DocumentWriter::new(Encoding::O200kBase).with_coder(coder);
        let bytes = writer.encode_text(PROMPT)?;
        let document = Document::open(&bytes)?;
        assert_eq!(document.decode_text()?, PROMPT);
        println!(
            "{coder:<8} {:>3} bytes instead of {} (coder: {})",
            bytes.len(),
            PROMPT.len(),
            document.coder()
        );
    }

    let mut modified = DocumentWriter::new(Encoding::O200kBase).encode_text(PROMPT)?;
    if let Some(byte) = modified.get_mut(20) {
        *byte ^= 1;
    }
    match Document::open(&modified) {
        Err(error) => println!("{error}"),
        Ok(_) => unreachable!("the checksum detects every flipped bit"),
    }
    Ok(())
}
