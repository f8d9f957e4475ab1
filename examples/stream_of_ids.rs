//! Decodes ids to text one by one, and never prints part of a character.

use std::io::{self, Write};
use tokenwire::{Detokenizer, Encoding, Tokenizer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let encoding = Encoding::O200kBase;
    let mut text = Detokenizer::new(encoding);
    let mut stdout = io::stdout().lock();
    // The last character has three tokens. It is printed when the third one arrives.
    for id in Tokenizer::new(encoding).encode("Text from ids: 🦀\n") {
        stdout.write_all(text.push(id)?)?;
        stdout.flush()?;
    }
    stdout.write_all(&text.finish())?;
    Ok(())
}
