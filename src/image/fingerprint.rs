//! Computes the fingerprint of a table from its image.

use super::{Image, run_end, run_weight};
use crate::fingerprint::Fingerprint;
use crate::varint;
use sha2::{Digest, Sha256};

impl Image {
    /// Returns the fingerprint of the table that has the first `size` ids of this image.
    pub(crate) fn fingerprint(&self, size: u32) -> Fingerprint {
        let mut by_id = vec![0; size as usize];
        let mut ids = self.ids().iter();
        let mut start = 0;
        for run in self.runs() {
            for id in ids.by_ref().take((run_end(run) - start) as usize) {
                // A shared image may have ids outside the table.
                if let Some(slot) = by_id.get_mut(u32::from_le_bytes(*id) as usize) {
                    *slot = run_weight(run);
                }
            }
            start = run_end(run);
        }
        hash(size, &by_id)
    }
}

fn hash(size: u32, weights_by_id: &[u64]) -> Fingerprint {
    let mut sha256 = Sha256::new();
    let mut number = Vec::with_capacity(10);
    for value in std::iter::once(u64::from(size)).chain(weights_by_id.iter().copied()) {
        number.clear();
        varint::write_u64(value, &mut number);
        sha256.update(&number);
    }
    let digest: [u8; 32] = sha256.finalize().into();
    Fingerprint(digest.first_chunk().copied().unwrap_or_default())
}
