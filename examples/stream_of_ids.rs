//! Door 2, as far as it stands: ids one by one into text, never half a character.

use std::io::{self, Write};
use tokenwire::{Detokenizer, Encoding, Tokenizer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let encoding = Encoding::O200kBase;
    let mut text = Detokenizer::new(encoding);
    let mut stdout = io::stdout().lock();
    // The crab takes three tokens; it is written when the last one is here.
    for id in Tokenizer::new(encoding).encode("Ids come, text goes: 🦀\n") {
        stdout.write_all(text.push(id)?)?;
        stdout.flush()?;
    }
    stdout.write_all(&text.finish())?;
    Ok(())
}
