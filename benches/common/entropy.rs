//! What a table's weights promise: the length of the best code that looks at one token at a time.

use tokenwire::{Encoding, PrefixEncoder, Table};

pub(crate) struct Entropy {
    table: Table,
    /// Bits of the code of a token, by id, if it need not be a whole number.
    bits: Vec<f64>,
}

impl Entropy {
    /// Of the table chat-2026. A code is of all ids of its table's file, which those of one encoding may not be; the
    /// difference is nothing that can be seen.
    pub(crate) fn of(encoding: Encoding) -> Self {
        let table = Table::chat_2026(encoding);
        let weights: Vec<f64> = (0..table.size()).map(|id| weight(&table, id)).collect();
        let total: f64 = weights.iter().sum();
        let bits = weights.iter().map(|weight| (total / weight).log2()).collect();
        Self { table, bits }
    }

    pub(crate) fn bits(&self, ids: &[u32]) -> f64 {
        ids.iter().map(|&id| self.bits[id as usize]).sum()
    }

    /// Bits a token by the weights themselves: of the best code, and of the prefix code.
    pub(crate) fn expected(&self) -> (f64, f64) {
        let mut encoder = PrefixEncoder::new(self.table.clone());
        self.bits.iter().zip(0..).fold((0.0, 0.0), |(best, ours), (bits, id)| {
            let share = (-bits).exp2();
            (best + share * bits, ours + share * word(&mut encoder, id))
        })
    }

    /// Bits of the prefix code's words, padding left out.
    pub(crate) fn words(&self, ids: &[u32]) -> f64 {
        let mut encoder = PrefixEncoder::new(self.table.clone());
        ids.iter().map(|&id| word(&mut encoder, id)).sum()
    }
}

/// Bits of one word: eight of them fill as many bytes.
fn word(encoder: &mut PrefixEncoder, id: u32) -> f64 {
    let mut bytes = Vec::new();
    encoder.push(&[id; 8], &mut bytes).unwrap();
    bytes.len() as f64
}

/// The code takes each weight for 1 at least.
fn weight(table: &Table, id: u32) -> f64 {
    table.rank(id).and_then(|rank| table.weight(rank)).unwrap().max(1) as f64
}
