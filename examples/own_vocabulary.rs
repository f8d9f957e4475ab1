//! Builds a table for a custom vocabulary, here for a model that tiktoken does not support.

use tokenwire::{Codec, Error, Table};

const COUNTS: &[u8] = b"# a model of 128,256 ids: vocabulary size 128256; ids not listed have count 0
11\t7000
262\t5000
279\t4000
";

fn main() -> Result<(), Error> {
    let table = Table::from_counts(COUNTS)?;
    println!("table {} of {} ids", table.fingerprint(), table.size());
    let codec = Codec::from_table(table);
    let ids = [279, 11, 262, 11, 128_255];
    let payload = codec.encode(&ids)?;
    assert_eq!(codec.decode(&payload)?, ids);
    println!("{ids:?} -> {payload:02x?}");
    Ok(())
}
