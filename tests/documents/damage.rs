//! Documents that were changed or cut on the way.

use crate::common::{random, random_ids, sample_texts, weighted_table};
use tokenwire::{Coder, Document, DocumentWriter, Encoding, Table};

fn own() -> Table {
    weighted_table(&(0..300).map(|id| 100_000 / (1 + id * 7 % 300)).collect::<Vec<_>>())
}

/// One hundred documents and more: ids of two tables and text, by every coder, with short and with long checksums.
fn samples() -> Vec<Vec<u8>> {
    let text = sample_texts().concat().into_bytes();
    let built_in = |coder| DocumentWriter::new(Encoding::O200kBase).with_coder(coder);
    let sample = |index: usize, coder| match index % 5 {
        0 => built_in(coder).encode_text(&text[..60 * index]),
        1 => built_in(coder).encode(&random_ids(index as u64, 10 * index, 200_019)),
        2 => DocumentWriter::from_table(own()).with_coder(coder).encode(&random_ids(7, index * index, 300)),
        3 => built_in(coder).encode(&random_ids(index as u64, 20 * index, 600)),
        _ => built_in(coder).encode_text(&text[7 * index..8 * index]),
    };
    let indexes = (0..25).flat_map(|index| Coder::ALL.iter().map(move |coder| (index, coder)));
    indexes.map(|(index, coder)| sample(index, *coder).unwrap()).collect()
}

fn is_refused(bytes: &[u8], table: &Table) -> bool {
    Document::open(bytes).is_err() && Document::open_with(bytes, table).is_err()
}

#[test]
fn every_flipped_bit_is_seen() {
    let (own, samples) = (own(), samples());
    assert_eq!(samples.len(), 25 * Coder::ALL.len());
    let long = samples.iter().filter(|sample| sample.len() > 1024).count();
    assert!((5..samples.len() / 2).contains(&long), "{long} with long checksums");
    for sample in samples {
        let mut changed = sample.clone();
        for bit in 0..8 * sample.len() {
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(is_refused(&changed, &own), "bit {bit} of {} bytes", sample.len());
            changed[bit / 8] ^= 1 << (bit % 8);
        }
        assert!(Document::open_with(&changed, &own).unwrap().decode().is_ok());
    }
}

/// Up to 1,024 bytes CRC-16/GENIBUS sees any three flipped bits, and any damage within 16.
#[test]
fn two_flipped_bits_and_bursts_are_seen() {
    let own = own();
    for sample in samples().into_iter().filter(|sample| sample.len() <= 1024) {
        let mut numbers = random(sample.len() as u64);
        for _ in 0..200 {
            let mut changed = sample.clone();
            let [first, second] = [(); 2].map(|()| numbers.next().unwrap() as usize % (8 * sample.len()));
            changed[first / 8] ^= 1 << (first % 8);
            changed[second / 8] ^= 1 << (second % 8);
            assert!(changed == sample || is_refused(&changed, &own), "bits {first} and {second}");
            let mut burst = sample.clone();
            burst[first / 8] ^= numbers.next().unwrap() as u8 | 1;
            assert!(is_refused(&burst, &own), "byte {}", first / 8);
        }
    }
}

/// Of short checksums one in 65,536 is right by chance: of all these cuts, a few.
#[test]
fn cuts_are_seen() {
    let own = own();
    let mut unseen = 0;
    for sample in samples() {
        for cut in 0..sample.len() {
            let refused = is_refused(&sample[..cut], &own);
            assert!(refused || cut <= 1024, "{cut} of {} bytes", sample.len());
            unseen += usize::from(!refused);
        }
    }
    assert!(unseen <= 3, "{unseen}");
}

#[test]
fn bytes_behind_are_seen() {
    let own = own();
    for sample in samples() {
        for tail in
            [&[0][..], &[0, 0], &[0; 3], &[0; 4], &[0; 100], &[0xff], &[0xff; 2], &[0xff; 4], b"\n", b"\r\n"]
        {
            let longer = [&sample[..], tail].concat();
            assert!(is_refused(&longer, &own), "{tail:02x?} behind {} bytes", sample.len());
        }
        assert!(is_refused(&[&sample[..], &sample].concat(), &own), "{} bytes twice", sample.len());
    }
}
