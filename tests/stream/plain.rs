//! A simple writer that implements only `docs/format.md` writes the same bytes as the library.

use super::item::Item;
use super::items::{some_items, write, writers};
use super::plain_code::words;
use crate::common::{checksum, weighted_table};
use tokenwire::{StreamCoder, StreamWriter};

/// The weight of each control code, as the number of times that the total weight is halved.
const HALVINGS: [u32; 16] = [12, 14, 3, 14, 8, 9, 7, 7, 7, 10, 8, 8, 9, 9, 9, 24];

/// Returns the word of each symbol.
fn symbol_code(weights: &[u64]) -> Vec<String> {
    let mut by_rank: Vec<u64> = weights.iter().map(|weight| *weight.max(&1)).collect();
    by_rank.sort_unstable_by(|a, b| b.cmp(a));
    let sum: u64 = by_rank.iter().sum();
    let control = |halvings: u32| (sum / 2u64.pow(halvings)).max(1);
    let mut symbols: Vec<(u64, usize)> = HALVINGS.into_iter().map(control).chain(by_rank).zip(0..).collect();
    symbols.sort_by_key(|&(weight, symbol)| (u64::MAX - weight, symbol));
    let in_order: Vec<u64> = symbols.iter().map(|(weight, _)| *weight).collect();
    let mut by_symbol = vec![String::new(); symbols.len()];
    for ((_, symbol), word) in symbols.into_iter().zip(words(&in_order)) {
        by_symbol[symbol] = word;
    }
    by_symbol
}

fn leb128(number: u64) -> Vec<u8> {
    let low = (number & 0x7f) as u8;
    if number < 0x80 { vec![low] } else { [vec![low | 0x80], leb128(number >> 7)].concat() }
}

/// The writer. It collects the bits of the stream as text.
struct Plain {
    /// The words of the prefix coder, or `None` for varints.
    words: Option<Vec<String>>,
    ranks: Vec<usize>,
    bits: String,
}

impl Plain {
    fn symbol(&mut self, symbol: usize) {
        match &self.words {
            Some(words) => self.bits.push_str(&words[symbol]),
            None => self.bytes(&leb128(symbol as u64)),
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.bits.extend(bytes.iter().map(|byte| format!("{byte:08b}")));
    }

    /// Writes a symbol and pads the last byte with ones.
    fn padded(&mut self, symbol: usize) {
        self.symbol(symbol);
        while !self.bits.len().is_multiple_of(8) {
            self.bits.push('1');
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Token(id) => self.symbol(16 + self.ranks[*id as usize]),
            Item::Code(code) => {
                self.symbol(code.number().into());
                // A flush follows PING.
                if code.number() == 3 {
                    self.item(&Item::Flush);
                }
            }
            Item::Flush => {
                if !self.bits.len().is_multiple_of(8) {
                    self.padded(2);
                }
            }
            Item::Group(number) => {
                self.symbol(5);
                self.bytes(&leb128(*number));
            }
            Item::Literal(bytes) => {
                self.symbol(13);
                self.bytes(&leb128(bytes.len() as u64));
                self.bytes(bytes);
            }
        }
    }
}

/// Writes a whole stream with a custom table.
fn plain(writer: &StreamWriter, weights: &[u64], items: &[Item]) -> Vec<u8> {
    let mut ids: Vec<usize> = (0..weights.len()).collect();
    ids.sort_by_key(|&id| (u64::MAX - weights[id], id));
    let mut ranks = vec![0; ids.len()];
    for (rank, &id) in ids.iter().enumerate() {
        ranks[id] = rank;
    }
    let prefix = writer.header().coder() == StreamCoder::Prefix;
    let mut plain = Plain { words: prefix.then(|| symbol_code(weights)), ranks, bits: String::new() };
    let events = writer.header().dictionary();
    plain.bytes(&[match (prefix, events) {
        (false, None) => 0xc1,
        (false, Some(_)) => 0xc2,
        (true, None) => 0xc4,
        (true, Some(_)) => 0xc8,
    }]);
    plain.bytes(&[0]);
    plain.bytes(&writer.header().table().fingerprint().0);
    plain.bytes(&Vec::from_iter(events));
    for item in items {
        plain.item(item);
    }
    plain.padded(0);
    let bytes = plain.bits.as_bytes().chunks(8);
    let byte = |bits: &[u8]| u8::from_str_radix(std::str::from_utf8(bits).unwrap(), 2).unwrap();
    let before: Vec<u8> = bytes.map(byte).collect();
    let sum = checksum::long(&before).to_le_bytes();
    [before, sum.to_vec()].concat()
}

#[test]
fn the_simple_writer_writes_the_same_bytes() {
    let wavy = |size: u64| (0..size).map(|id| id * 7919 % 1000 / 3).collect();
    let usual = |size: u64| (0..size).map(|id| 100_000 / (1 + id * 7 % size)).collect();
    let steep = (0..40).map(|id| 1 << id).collect();
    let tables: [Vec<u64>; 9] = [
        vec![0],
        vec![9],
        vec![3, 4],
        vec![2, 2, 1],
        wavy(300),
        usual(300),
        vec![1; 239],
        vec![1; 240],
        steep,
    ];
    for weights in tables {
        let table = weighted_table(&weights);
        for writer in writers(&table) {
            for count in [0, 1, 5, 60, 1000] {
                let events = writer.header().dictionary().is_some();
                let items = some_items(count, count as usize, table.size(), events);
                let case = format!("{} {events} {count} {weights:?}", writer.header().coder());
                assert!(write(writer.clone(), &items) == plain(&writer, &weights, &items), "{case}");
            }
        }
    }
}

#[test]
fn the_symbol_code_is_complete() {
    for weights in [vec![1], vec![1; 500], (1..2000).map(|rank| 1_000_000 / rank).collect()] {
        let words = symbol_code(&weights);
        let longest = words.iter().map(String::len).max().unwrap();
        let filled: u64 = words.iter().map(|word| 1 << (24 - word.len())).sum();
        // One word is reserved if the word of ones has fewer than 8 bits.
        let reserved = if longest < 8 { 1 << (24 - longest) } else { 0 };
        assert_eq!(filled + reserved, 1 << 24, "{longest}");
    }
}
