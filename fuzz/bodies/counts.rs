//! Any bytes as a counts file, and any bytes as weights. The table ranks all ids, and every coder works with it.

use super::input::Input;
use super::{Outcome, tables};
use tokenwire::{Coder, Document, DocumentWriter, PrefixDecoder, PrefixEncoder, Table};

/// The largest vocabulary that is checked. Larger ones would take too long.
const LARGEST: u32 = 20_000;

pub fn check(data: &[u8]) -> Outcome {
    if !data.starts_with(b"#") {
        return check_weights(data);
    }
    if stated_size(data).is_some_and(|size| size > LARGEST) {
        return Outcome::Skipped;
    }
    let table = Table::from_counts(data).ok();
    let weights = table.as_ref().map(check_order);
    if let (Some(table), Some(weights)) = (&table, weights) {
        check_coders(table);
        let rewritten = Table::from_counts(tables::file(&weights).as_bytes()).unwrap();
        assert_eq!(rewritten.fingerprint(), table.fingerprint());
    }
    Outcome::of(table.is_some())
}

/// Returns the size in the first line, or `None` if it is not a number.
fn stated_size(file: &[u8]) -> Option<u32> {
    let line = file.split(|&byte| byte == b'\n').next()?;
    let line = String::from_utf8_lossy(line);
    let (_, size) =
        line.split_once("; ids").map_or(&*line, |(before, _)| before).rsplit_once("vocabulary size ")?;
    size.parse().ok()
}

/// Checks a table whose weights come from the data, two bytes each, with any magnitude.
fn check_weights(data: &[u8]) -> Outcome {
    let mut input = Input::new(data);
    let mut weights = vec![u64::from(input.byte())];
    let pairs = input.rest().as_chunks::<2>().0.iter();
    weights.extend(pairs.take(LARGEST as usize).map(|[bits, shift]| u64::from(*bits) << (shift % 40)));
    let table = tables::of_weights(&weights);
    assert_eq!(check_order(&table), weights);
    check_coders(&table);
    Outcome::Accepted
}

/// Checks that ranks are in descending order of weight, then in ascending order of ids. Returns the weights in the
/// order of ids.
fn check_order(table: &Table) -> Vec<u64> {
    let ids: Vec<u32> = (0..table.size()).map(|rank| table.id(rank).unwrap()).collect();
    let keys: Vec<_> = (0..).zip(&ids).map(|(rank, id)| (!table.weight(rank).unwrap(), *id)).collect();
    assert!(keys.is_sorted());
    assert!((0..).zip(&ids).all(|(rank, id)| table.rank(*id) == Some(rank)));
    assert_eq!(
        (table.id(table.size()), table.rank(table.size()), table.weight(table.size())),
        (None, None, None)
    );
    let rank = |id| table.rank(id).unwrap();
    (0..table.size()).map(|id| table.weight(rank(id)).unwrap()).collect()
}

/// Checks that some ids round-trip with every coder, including the last ids and repeated ones.
fn check_coders(table: &Table) {
    let size = table.size();
    let sample = (0..size).step_by(1 + size as usize / 50).chain(size.saturating_sub(3)..size).chain([0; 9]);
    let ids: Vec<u32> = sample.collect();
    for &coder in Coder::ALL {
        let bytes = DocumentWriter::from_table(table.clone()).with_coder(coder).encode(&ids).unwrap();
        assert_eq!(Document::open_with(&bytes, table).unwrap().decode().unwrap(), ids, "{coder}");
    }
    let (mut encoder, mut bytes) = (PrefixEncoder::from_table(table.clone()), Vec::new());
    encoder.push(&ids, &mut bytes).unwrap();
    encoder.finish(&mut bytes);
    let (mut decoder, mut read) = (PrefixDecoder::from_table(table.clone()), Vec::new());
    for byte in bytes {
        decoder.push(&[byte], &mut read).unwrap();
    }
    assert_eq!((decoder.finish(), read), (Ok(()), ids));
}
