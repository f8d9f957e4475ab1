//! The order-0 entropy of a table: the lower bound of any code that encodes each token independently.

use tokenwire::{Encoding, PrefixEncoder, Table};

/// The information content of each token of an encoding under the weights of chat-2026, in bits.
pub struct Entropy {
    table: Table,
    /// The bits of each id, not rounded.
    bits: Vec<f64>,
}

impl Entropy {
    /// Computes the bits of each id of an encoding.
    ///
    /// The prefix code also covers ids of the counts file that the encoding does not have. The difference is below
    /// the precision of the results.
    pub fn new(encoding: Encoding) -> Self {
        let table = Table::chat_2026(encoding);
        let weights: Vec<f64> = (0..table.size()).map(|id| weight(&table, id)).collect();
        let total: f64 = weights.iter().sum();
        let bits = weights.iter().map(|weight| (total / weight).log2()).collect();
        Self { table, bits }
    }

    /// Returns the total bits of these ids.
    pub fn bits(&self, ids: &[u32]) -> f64 {
        ids.iter().map(|&id| self.bits[id as usize]).sum()
    }

    /// Returns the expected bits per token under the weights: the entropy, and the bits of the prefix code.
    pub fn expected(&self) -> (f64, f64) {
        let mut encoder = PrefixEncoder::from_table(self.table.clone());
        self.bits.iter().zip(0..).fold((0.0, 0.0), |(bound, prefix), (bits, id)| {
            let share = (-bits).exp2();
            (bound + share * bits, prefix + share * word(&mut encoder, id))
        })
    }

    /// Returns the total bits of the ids' code words, without padding.
    pub fn words(&self, ids: &[u32]) -> f64 {
        let mut encoder = PrefixEncoder::from_table(self.table.clone());
        ids.iter().map(|&id| word(&mut encoder, id)).sum()
    }
}

/// Returns the number of bits of a code word, which equals the number of bytes of eight such words.
fn word(encoder: &mut PrefixEncoder, id: u32) -> f64 {
    let mut bytes = Vec::new();
    encoder.push(&[id; 8], &mut bytes).unwrap();
    bytes.len() as f64
}

/// Returns the weight of an id, but at least 1, as the prefix code does.
fn weight(table: &Table, id: u32) -> f64 {
    table.rank(id).and_then(|rank| table.weight(rank)).unwrap().max(1) as f64
}
