//! Modified and truncated documents.

use crate::common::{random, random_ids, sample_texts, weighted_table};
use tokenwire::{Coder, Document, DocumentWriter, Encoding, Table};

fn custom_table() -> Table {
    weighted_table(&(0..300).map(|id| 100_000 / (1 + id * 7 % 300)).collect::<Vec<_>>())
}

/// Returns at least one hundred documents: ids of two tables and text, with every coder, and with short and long
/// checksums.
fn samples() -> Vec<Vec<u8>> {
    let text = sample_texts().concat().into_bytes();
    let built_in = |coder| DocumentWriter::new(Encoding::O200kBase).with_coder(coder);
    let sample = |index: usize, coder| match index % 5 {
        0 => built_in(coder).encode_text(&text[..60 * index]),
        1 => built_in(coder).encode(&random_ids(index as u64, 10 * index, 200_019)),
        2 => DocumentWriter::from_table(custom_table()).with_coder(coder).encode(&random_ids(
            7,
            index * index,
            300,
        )),
        3 => built_in(coder).encode(&random_ids(index as u64, 20 * index, 600)),
        _ => built_in(coder).encode_text(&text[7 * index..8 * index]),
    };
    let indexes = (0..25).flat_map(|index| Coder::ALL.iter().map(move |coder| (index, coder)));
    indexes.map(|(index, coder)| sample(index, *coder).unwrap()).collect()
}

fn is_rejected(bytes: &[u8], table: &Table) -> bool {
    Document::open(bytes).is_err() && Document::open_with(bytes, table).is_err()
}

#[test]
fn detects_every_flipped_bit() {
    let (custom, samples) = (custom_table(), samples());
    assert_eq!(samples.len(), 25 * Coder::ALL.len());
    let long = samples.iter().filter(|sample| sample.len() > 1024).count();
    assert!((5..samples.len() / 2).contains(&long), "{long} with long checksums");
    for sample in samples {
        let mut changed = sample.clone();
        for bit in 0..8 * sample.len() {
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(is_rejected(&changed, &custom), "bit {bit} of {} bytes", sample.len());
            changed[bit / 8] ^= 1 << (bit % 8);
        }
        assert!(Document::open_with(&changed, &custom).unwrap().decode().is_ok());
    }
}

/// Up to 1,024 bytes, CRC-16/GENIBUS detects any three flipped bits, and any damage within 16 adjacent bits.
#[test]
fn detects_two_flipped_bits_and_short_bursts() {
    let custom = custom_table();
    for sample in samples().into_iter().filter(|sample| sample.len() <= 1024) {
        let mut numbers = random(sample.len() as u64);
        for _ in 0..200 {
            let mut changed = sample.clone();
            let [first, second] = [(); 2].map(|()| numbers.next().unwrap() as usize % (8 * sample.len()));
            changed[first / 8] ^= 1 << (first % 8);
            changed[second / 8] ^= 1 << (second % 8);
            assert!(changed == sample || is_rejected(&changed, &custom), "bits {first} and {second}");
            let mut burst = sample.clone();
            burst[first / 8] ^= numbers.next().unwrap() as u8 | 1;
            assert!(is_rejected(&burst, &custom), "byte {}", first / 8);
        }
    }
}

/// A short checksum matches by chance once in 65,536 cases, so a few of these truncations may go undetected.
#[test]
fn detects_truncation() {
    let custom = custom_table();
    let mut undetected = 0;
    for sample in samples() {
        for cut in 0..sample.len() {
            let rejected = is_rejected(&sample[..cut], &custom);
            assert!(rejected || cut <= 1024, "{cut} of {} bytes", sample.len());
            undetected += usize::from(!rejected);
        }
    }
    assert!(undetected <= 3, "{undetected}");
}

#[test]
fn detects_trailing_bytes() {
    let custom = custom_table();
    for sample in samples() {
        for tail in
            [&[0][..], &[0, 0], &[0; 3], &[0; 4], &[0; 100], &[0xff], &[0xff; 2], &[0xff; 4], b"\n", b"\r\n"]
        {
            let longer = [&sample[..], tail].concat();
            assert!(is_rejected(&longer, &custom), "{tail:02x?} after {} bytes", sample.len());
        }
        assert!(is_rejected(&[&sample[..], &sample].concat(), &custom), "{} bytes twice", sample.len());
    }
}
