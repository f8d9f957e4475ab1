//! How long each rank's code word is: package-merge, as `docs/format.md` ("Prefix code") defines it.
//!
//! `build.rs` compiles this file too.

/// Bits of the longest word.
pub(crate) const MAX_LEN: usize = 24;
/// Bits of a word by which its length is looked up.
pub(crate) const LOOKUP_BITS: usize = 12;
/// Lengths that a mask leaves possible.
pub(crate) const LENGTHS: usize = 32;
/// The last byte of a document is filled with fewer than this many ones.
const MIN_ONES: usize = 8;

/// How many words of each length the code of these weights has; each counts as 1 at least, and they never rise.
/// Where the word of ones would be too short, there is one word more than weights: the last one, which is reserved.
pub(crate) fn word_counts(weights_by_rank: &[u64]) -> [u32; MAX_LEN + 1] {
    word_counts_of(weights_by_rank.len(), weights_by_rank.iter().copied())
}

/// [`word_counts`] of so many weights, which need not lie side by side.
pub(crate) fn word_counts_of(
    count: usize,
    weights_in_order: impl Iterator<Item = u64>,
) -> [u32; MAX_LEN + 1] {
    let mut leaves = Vec::with_capacity(count);
    leaves.extend(weights_in_order.map(|weight| u128::from(weight.max(1))));
    leaves.reverse();
    let counts = package_merge(&leaves);
    let longest = counts.iter().rposition(|&count| count > 0);
    if leaves.is_empty() || longest.is_some_and(|longest| longest >= MIN_ONES) {
        return counts;
    }
    leaves.insert(0, 0);
    package_merge(&leaves)
}

/// Length of each word, in the order of ranks.
pub(crate) fn by_rank(counts: &[u32; MAX_LEN + 1]) -> impl Iterator<Item = u8> {
    (0..).zip(counts).flat_map(|(length, &count)| std::iter::repeat_n(length, count as usize))
}

/// Where the words of each length end among all strings of [`MAX_LEN`] bits; of lengths without words, where those
/// before end.
pub(crate) fn ends(counts: &[u32; MAX_LEN + 1]) -> [u32; MAX_LEN + 1] {
    let mut end = 0;
    let mut length = 0;
    counts.map(|count| {
        end += count << (MAX_LEN - length);
        length += 1;
        end
    })
}

/// By length: a word less its rank, modulo 2^32. Words of equal length are neighbours, so it is the same for all.
pub(crate) fn differences(counts: &[u32; MAX_LEN + 1]) -> [u32; MAX_LEN + 1] {
    let (mut start, mut rank, mut length) = (0u32, 0u32, 0);
    counts.map(|count| {
        let difference = (start >> (MAX_LEN - length)).wrapping_sub(rank);
        start += count << (MAX_LEN - length);
        rank += count;
        length += 1;
        difference
    })
}

/// `leaves` are weights in ascending order.
fn package_merge(leaves: &[u128]) -> [u32; MAX_LEN + 1] {
    if leaves.len() < 2 {
        let mut counts = [0; MAX_LEN + 1];
        counts[1] = leaves.iter().map(|_| 1).sum();
        return counts;
    }
    let is_leaf = merge_lists(leaves);
    counts_of(taken_leaves(&is_leaf, 2 * leaves.len() - 2))
}

/// Bit k of entry i tells whether item i of list k is a leaf. No list is needed beyond 2n - 2 items.
fn merge_lists(leaves: &[u128]) -> Vec<u32> {
    let needed = 2 * leaves.len() - 2;
    let mut is_leaf = vec![0; needed];
    let mut list: Vec<u128> = Vec::with_capacity(needed);
    for bit in (0..MAX_LEN).map(|level| 1 << level) {
        let packages: Vec<u128> = list.as_chunks::<2>().0.iter().map(|[a, b]| a + b).collect();
        let (mut leaf, mut package) = (leaves.iter().peekable(), packages.iter().peekable());
        list.clear();
        for flags in &mut is_leaf {
            let next = match (leaf.peek(), package.peek()) {
                (Some(a), Some(b)) if a > b => package.next(),
                (None, _) => package.next(),
                _ => leaf.next().inspect(|_| *flags |= bit),
            };
            list.extend(next);
        }
    }
    is_leaf
}

/// How many leaves of each list are taken, from the last list, of which `items` are, down to the first.
fn taken_leaves(is_leaf: &[u32], mut items: usize) -> [u32; MAX_LEN] {
    let mut taken = [0; MAX_LEN];
    for (level, taken) in taken.iter_mut().enumerate().rev() {
        *taken = is_leaf.iter().take(items).map(|flags| flags >> level & 1).sum();
        items = 2 * (items - *taken as usize);
    }
    taken
}

/// A word's length is the number of lists from which its leaf is taken, and the lightest leaves are taken first: so many
/// leaves have at least k bits as are taken from the list of the k-th most.
fn counts_of(mut taken: [u32; MAX_LEN]) -> [u32; MAX_LEN + 1] {
    taken.sort_unstable();
    let mut counts = [0; MAX_LEN + 1];
    let mut longer = 0;
    for (count, &at_least) in counts.iter_mut().rev().zip(&taken) {
        *count = at_least - longer;
        longer = at_least;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(expected: &[(usize, u32)]) -> [u32; MAX_LEN + 1] {
        let mut counts = [0; MAX_LEN + 1];
        for &(length, count) in expected {
            counts[length] = count;
        }
        counts
    }

    #[test]
    fn small_tables_reserve_the_word_of_ones() {
        assert_eq!(word_counts(&[]), counts(&[]));
        assert_eq!(word_counts(&[7]), counts(&[(1, 2)]));
        assert_eq!(word_counts(&[7, 3]), counts(&[(1, 1), (2, 2)]));
        assert_eq!(word_counts(&[5, 3, 1, 1]), counts(&[(1, 1), (2, 1), (3, 1), (4, 2)]));
    }

    #[test]
    fn equal_weights_give_equal_lengths_and_zero_counts_as_one() {
        assert_eq!(word_counts(&[1; 256]), counts(&[(8, 256)]));
        assert_eq!(word_counts(&vec![0; 1 << 12]), counts(&[(12, 1 << 12)]));
        // 255 are a leaf short of a full tree of 8 bits.
        assert_eq!(word_counts(&[1; 255]), counts(&[(7, 1), (8, 254)]));
    }

    #[test]
    fn no_word_is_longer_than_the_limit() {
        let weights: Vec<u64> = (0..60).rev().map(|power| 1 << power).collect();
        let counts = word_counts(&weights);
        assert!(counts[MAX_LEN] > 0);
        assert_eq!(counts.iter().sum::<u32>(), 60);
        assert_eq!(ends(&counts)[MAX_LEN], 1 << MAX_LEN, "the code is complete");
    }

    /// The two-queue construction of an unlimited code, which is optimal too.
    #[test]
    fn it_costs_what_a_plain_huffman_code_costs() {
        for step in 1..40u64 {
            let weights: Vec<u64> = (0..300).rev().map(|i| i * i * step % 1009 + i).collect();
            let mut weights: Vec<u64> = weights.into_iter().map(|weight| weight.max(1)).collect();
            weights.sort_unstable_by(|a, b| b.cmp(a));
            let counts = word_counts(&weights);
            let lengths = by_rank(&counts).map(u64::from);
            let cost: u64 = lengths.zip(&weights).map(|(length, weight)| length * weight).sum();
            let mut heap: std::collections::BinaryHeap<_> =
                weights.iter().map(|&weight| std::cmp::Reverse(weight)).collect();
            let mut plain = 0;
            while let (Some(a), Some(b)) = (heap.pop(), heap.pop()) {
                plain += a.0 + b.0;
                heap.push(std::cmp::Reverse(a.0 + b.0));
            }
            assert_eq!(cost, plain, "{step}");
        }
    }
}
