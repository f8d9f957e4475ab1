//! The order-0 entropy of a table: the least length of a code that looks at one token at a time.

use tokenwire::{Encoding, PrefixEncoder, Table};

/// The bits of each token of an encoding under the weights of chat-2026.
pub struct Entropy {
    table: Table,
    /// Bits of each id, not rounded to whole bits.
    bits: Vec<f64>,
}

impl Entropy {
    /// Computes the bits of each id of an encoding.
    ///
    /// The prefix code covers all ids of the table's file, of which an encoding may have fewer; the difference is below
    /// what the figures show.
    pub fn new(encoding: Encoding) -> Self {
        let table = Table::chat_2026(encoding);
        let weights: Vec<f64> = (0..table.size()).map(|id| weight(&table, id)).collect();
        let total: f64 = weights.iter().sum();
        let bits = weights.iter().map(|weight| (total / weight).log2()).collect();
        Self { table, bits }
    }

    /// Returns the bits of these ids.
    pub fn bits(&self, ids: &[u32]) -> f64 {
        ids.iter().map(|&id| self.bits[id as usize]).sum()
    }

    /// Returns the expected bits of a token under the weights: those of the best code, and those of the prefix code.
    pub fn expected(&self) -> (f64, f64) {
        let mut encoder = PrefixEncoder::from_table(self.table.clone());
        self.bits.iter().zip(0..).fold((0.0, 0.0), |(best, prefix), (bits, id)| {
            let share = (-bits).exp2();
            (best + share * bits, prefix + share * word(&mut encoder, id))
        })
    }

    /// Returns the bits of these ids' code words, without padding.
    pub fn words(&self, ids: &[u32]) -> f64 {
        let mut encoder = PrefixEncoder::from_table(self.table.clone());
        ids.iter().map(|&id| word(&mut encoder, id)).sum()
    }
}

/// Returns the bits of one code word: eight words fill as many bytes as one word has bits.
fn word(encoder: &mut PrefixEncoder, id: u32) -> f64 {
    let mut bytes = Vec::new();
    encoder.push(&[id; 8], &mut bytes).unwrap();
    bytes.len() as f64
}

/// Returns the weight of an id; the prefix code counts each weight as at least 1.
fn weight(table: &Table, id: u32) -> f64 {
    table.rank(id).and_then(|rank| table.weight(rank)).unwrap().max(1) as f64
}
