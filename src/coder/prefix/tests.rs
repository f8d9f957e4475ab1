use super::*;
use crate::counts::Counts;
use crate::error::{Error, Result};
use crate::image::Image;

fn image(weights: &[u64]) -> Image {
    let listed = (0..).zip(weights.iter().copied()).collect();
    Image::of(&Counts { size: u32::try_from(weights.len()).unwrap(), unlisted: 0, listed })
}

/// Returns the code words in the order of ranks, so that ranks can serve as keys.
fn by_rank(image: &Image) -> Vec<[u8; 4]> {
    image.ids().iter().map(|id| image.code_words()[u32::from_le_bytes(*id) as usize]).collect()
}

/// Returns the ranks themselves as values.
fn ranks(image: &Image) -> Vec<[u8; 4]> {
    (0..).take(image.ids().len()).map(u32::to_le_bytes).collect()
}

fn encode(image: &Image, ranks: &[u32]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new();
    encoder.push(ranks, &by_rank(image), &mut out).unwrap();
    encoder.finish(&mut out);
    out
}

fn decode(image: &Image, bytes: &[u8]) -> Result<Vec<u32>> {
    let mut out = Vec::new();
    let mut decoder = Decoder::at(0);
    decoder.push(&image.rank_code(), bytes, &ranks(image), &mut out)?;
    decoder.finish().map(|()| out)
}

/// Constructs all words as text from their lengths, rank by rank, as `docs/format.md` defines them.
fn words(image: &Image) -> Vec<String> {
    let (mut word, mut length) = (0u32, 0);
    let mut words = Vec::new();
    for (rank, &[next, ..]) in by_rank(image).iter().enumerate() {
        word = (word + u32::from(rank > 0)) << (u32::from(next) - length);
        length = next.into();
        words.push(format!("{word:0width$b}", width = length as usize));
    }
    words
}

/// Concatenates words as text and pads the last byte.
fn plain(words: &[String], ranks: &[u32]) -> Vec<u8> {
    let bits: String = ranks.iter().map(|&rank| words[rank as usize].as_str()).collect();
    let bytes = bits.as_bytes().chunks(8);
    bytes
        .map(|byte| {
            byte.iter().enumerate().fold(0xff, |all, (i, bit)| all & !(u8::from(*bit == b'0') << (7 - i)))
        })
        .collect()
}

fn zipf(size: u64) -> Image {
    image(&(1..=size).map(|rank| 10_000_000 / rank).collect::<Vec<_>>())
}

/// Returns numbers below `size`; small ones are more frequent.
fn skewed(count: usize, size: u32) -> Vec<u32> {
    let mut state = 7u64;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        u32::try_from(state >> 33).unwrap()
    };
    (0..count).map(|_| (next() % size) >> (next() % 17)).collect()
}

#[test]
fn the_worked_example_of_the_format_is_correct() {
    let image = image(&[5, 3, 1, 1]);
    assert_eq!(words(&image), ["0", "10", "110", "1110"]);
    assert_eq!(encode(&image, &[0, 2, 1]), [0x6b]);
}

#[test]
fn encoding_concatenates_the_words() {
    for size in [1, 2, 3, 5, 255, 256, 257, 5000, 200_019] {
        let image = zipf(size);
        let words = words(&image);
        for count in [0, 1, 2, 7, 255, 256, 257, 1000] {
            let ranks = skewed(count, u32::try_from(size).unwrap());
            let bytes = encode(&image, &ranks);
            assert!(bytes == plain(&words, &ranks), "{size} {count}");
            assert!(bytes.len() <= max_len(count));
            assert_eq!(decode(&image, &bytes), Ok(ranks), "{size} {count}");
        }
    }
}

#[test]
fn every_word_round_trips() {
    let image = zipf(201_088);
    let all: Vec<u32> = (0..201_088).collect();
    assert!(decode(&image, &encode(&image, &all)) == Ok(all));
}

#[test]
fn splitting_the_input_does_not_change_the_result() {
    let image = zipf(5000);
    let ranks = skewed(3000, 5000);
    let (bytes, all) = (encode(&image, &ranks), super::tests::ranks(&image));
    for size in [1, 2, 3, 7, 8, 9, 63, 784, 785, 1000] {
        let code = image.rank_code();
        let (mut decoder, mut out) = (Decoder::at(0), Vec::new());
        for part in bytes.chunks(size) {
            decoder.push(&code, part, &all, &mut out).unwrap();
        }
        assert_eq!(decoder.finish(), Ok(()));
        assert!(out == ranks, "{size}");
        let (mut encoder, mut again) = (Encoder::new(), Vec::new());
        for part in ranks.chunks(size) {
            encoder.push(part, &by_rank(&image), &mut again).unwrap();
        }
        encoder.finish(&mut again);
        assert!(again == bytes, "{size}");
    }
}

#[test]
fn rejects_truncated_words_and_wrong_padding() {
    let image = zipf(200_019);
    let ranks = [0, 200_018, 5];
    let bytes = encode(&image, &ranks);
    let (last, rest) = bytes.split_last().unwrap();
    for len in 1..bytes.len() {
        let cut = decode(&image, &bytes[..len]);
        assert!(!matches!(&cut, Ok(read) if read.len() == 3), "{len}");
    }
    assert!(matches!(decode(&image, &bytes[..2]), Err(Error::Truncated { offset: 2 })));
    let zero_filled = [rest, &[last & 0xfe]].concat();
    assert!(matches!(decode(&image, &zero_filled), Err(Error::NotCanonical { .. })));
    // A whole byte of ones is not padding, but an incomplete word.
    assert!(matches!(decode(&image, &[bytes.as_slice(), &[0xff]].concat()), Err(Error::Truncated { .. })));
}

#[test]
fn the_reserved_word_is_reported_at_its_first_byte_however_the_input_is_split() {
    let image = image(&[5, 3, 1, 1]);
    for zeros in 0..30 {
        let bytes = [vec![0; zeros], vec![0xff; 40]].concat();
        for size in [1, 2, 3, 5, 8, 100] {
            let (mut decoder, mut out) = (Decoder::at(0), Vec::new());
            let mut parts = bytes
                .chunks(size)
                .map(|part| decoder.push(&image.rank_code(), part, &ranks(&image), &mut out));
            let offset = parts.find_map(|part| match part {
                Err(Error::Invalid { offset, .. }) => Some(offset),
                _ => None,
            });
            assert_eq!(offset, Some(zeros), "{size}");
        }
    }
}

#[test]
fn rejects_the_reserved_word() {
    let image = image(&[5, 3, 1, 1]);
    assert_eq!(decode(&image, &[]), Ok(vec![]));
    assert_eq!(decode(&image, &[0b1101_1111]), Ok(vec![2]));
    assert!(decode(&image, &[0xff]).is_err());
    assert!(matches!(decode(&image, &[0xff; 3]), Err(Error::Invalid { .. })));
    assert!(matches!(decode(&image, &[0xff; 5000]), Err(Error::Invalid { .. })));
    let mut long = encode(&image, &[3; 2000]);
    long.extend([0xff; 2000]);
    assert!(matches!(decode(&image, &long), Err(Error::Invalid { .. })));
}

#[test]
fn a_key_without_a_word_is_reported_by_position() {
    let image = zipf(300);
    let mut keys = vec![0; 700];
    keys[599] = 300;
    let result = Encoder::new().push(&keys, &by_rank(&image), &mut Vec::new());
    assert_eq!(result, Err(599));
}
