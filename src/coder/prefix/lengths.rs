//! Computes the length of each rank's code word. `docs/format.md` ("Prefix code") is normative.
//!
//! The algorithm is package-merge. It finds the lengths with the least total of weight times length, where no
//! length exceeds a limit L (24 here):
//!
//! 1. List 1 is the *leaves*: the weights in ascending order.
//! 2. Each next list merges the leaves with the *packages* of the list before, in ascending order. A package is
//!    the sum of two neighboring items: the first and second, the third and fourth, and so on. On a tie, the leaf
//!    comes first.
//! 3. Take the first 2n - 2 items of list L, for n weights. Each package taken also takes its two items in the
//!    list before, and so on down to list 1.
//! 4. The length of a word is the number of lists in which its leaf is taken.
//!
//! An example with the weights 5, 3, 1, 1 and L = 3. Packages are in brackets. Everything left of the bar is taken,
//! and in list 3 that is the first 2 * 4 - 2 items:
//!
//! ```text
//! list 1    1  1 | 3  5               packages [2] [8]         2 leaves taken
//! list 2    1  1 [2] 3 | 5 [8]        packages [2] [5] [13]    3 leaves taken, and 1 package
//! list 3    1  1 [2] 3  5 [5] | [13]                           4 leaves taken, and 2 packages
//! ```
//!
//! The leaf of weight 5 is taken once, that of weight 3 twice, and those of weight 1 three times. So the lengths
//! are 1, 2, 3 and 3, and the words are `0`, `10`, `110` and `111`. The code never stores the lists: items are
//! always taken from the front, so one bit per item that tells leaves from packages is enough.
//!
//! Words are assigned in ascending order of length, and within a length in the order of ranks. Therefore the
//! number of words of each length describes the whole code.
//!
//! The last byte of a document is padded with ones, so a word of ones must not be shorter than 8 bits. Otherwise a
//! reader could mistake padding for that word. If the longest word has fewer than 8 bits, an extra symbol of
//! weight 0 is added. It gets the last word, which is all ones and stays reserved. This applies to the example,
//! whose words become `0`, `10`, `110` and `1110`, with `1111` reserved.
//!
//! `build.rs` compiles this file too.

/// The number of bits of the longest word.
pub(crate) const MAX_LEN: usize = 24;
/// The number of leading bits that the lookup table is indexed by.
pub(crate) const LOOKUP_BITS: usize = 12;
/// The number of entries in a table indexed by length: a power of two, so that a mask can replace a bounds check.
pub(crate) const LENGTHS: usize = 32;
/// The minimum length of a word of ones that is not reserved. Padding is shorter than this.
const MIN_ONES: usize = 8;

/// Returns the number of words of each length. Weights are in the order of ranks, which is descending. A weight
/// of 0 counts as 1.
///
/// If the code needs a reserved word, there is one more word than there are weights.
pub(crate) fn word_counts(weights_by_rank: &[u64]) -> [u32; MAX_LEN + 1] {
    word_counts_of(weights_by_rank.len(), weights_by_rank.iter().copied())
}

/// Like [`word_counts`], but takes the weights from an iterator. `count` is their number.
pub(crate) fn word_counts_of(count: usize, weights_by_rank: impl Iterator<Item = u64>) -> [u32; MAX_LEN + 1] {
    let mut leaves = Vec::with_capacity(count);
    leaves.extend(weights_by_rank.map(|weight| u128::from(weight.max(1))));
    leaves.reverse();
    let counts = package_merge(&leaves);
    let longest = counts.iter().rposition(|&count| count > 0);
    if leaves.is_empty() || longest.is_some_and(|longest| longest >= MIN_ONES) {
        return counts;
    }
    leaves.insert(0, 0);
    package_merge(&leaves)
}

/// Returns the length of each rank's word, in the order of ranks.
pub(crate) fn by_rank(counts: &[u32; MAX_LEN + 1]) -> impl Iterator<Item = u8> {
    (0..).zip(counts).flat_map(|(length, &count)| std::iter::repeat_n(length, count as usize))
}

/// Returns, for each length, where its words end: how many strings of [`MAX_LEN`] bits begin with a word of at most
/// this length. As binary numbers, these strings are exactly the ones below the end.
///
/// For the words `0`, `10`, `110` and `1110`, the words of length 1 end at `1000...`, those of length 2 at
/// `1100...`, and so on. A length without words has the same end as the length before it.
pub(crate) fn ends(counts: &[u32; MAX_LEN + 1]) -> [u32; MAX_LEN + 1] {
    let mut end = 0;
    let mut length = 0;
    counts.map(|count| {
        end += count << (MAX_LEN - length);
        length += 1;
        end
    })
}

/// Returns, for each length, the difference between a word and its rank, modulo 2^32. It is the same for all words
/// of one length, since both count upwards together.
///
/// For example, the words `0`, `10`, `110` and `1110` of the ranks 0 to 3 are the numbers 0, 2, 6 and 14. So the
/// differences for the lengths 1 to 4 are 0 - 0, 2 - 1, 6 - 2 and 14 - 3.
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

/// Runs package-merge. `leaves` are the weights in ascending order.
fn package_merge(leaves: &[u128]) -> [u32; MAX_LEN + 1] {
    if leaves.len() < 2 {
        let mut counts = [0; MAX_LEN + 1];
        counts[1] = leaves.iter().map(|_| 1).sum();
        return counts;
    }
    let is_leaf = merge_lists(leaves);
    counts_of(count_taken_leaves(&is_leaf, 2 * leaves.len() - 2))
}

/// Builds all lists. Bit k of entry i in the result is set if item i of list k + 1 is a leaf, with items counted from
/// 0. Only the first 2n - 2 items of a list can be taken, so the others are left out.
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

/// Returns the number of leaves taken in each list, if `items` items of the last list are taken.
fn count_taken_leaves(is_leaf: &[u32], mut items: usize) -> [u32; MAX_LEN] {
    let mut taken = [0; MAX_LEN];
    for (level, taken) in taken.iter_mut().enumerate().rev() {
        *taken = is_leaf.iter().take(items).map(|flags| flags >> level & 1).sum();
        items = 2 * (items - *taken as usize);
    }
    taken
}

/// Converts the number of leaves taken in each list to the number of words of each length.
///
/// The length of a word is the number of lists in which its leaf is taken, and each list takes the lightest
/// leaves. So the largest number of leaves taken is the number of words of at least 1 bit, the second largest is the
/// number of words of at least 2 bits, and so on. In the example, 4, 3 and 2 leaves are taken: 4 words have at least
/// 1 bit, 3 have at least 2, and 2 have at least 3.
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
    fn codes_of_short_words_reserve_the_word_of_ones() {
        assert_eq!(word_counts(&[]), counts(&[]));
        assert_eq!(word_counts(&[7]), counts(&[(1, 2)]));
        assert_eq!(word_counts(&[7, 3]), counts(&[(1, 1), (2, 2)]));
        assert_eq!(word_counts(&[5, 3, 1, 1]), counts(&[(1, 1), (2, 1), (3, 1), (4, 2)]));
    }

    #[test]
    fn equal_weights_give_equal_lengths_and_a_weight_of_zero_counts_as_one() {
        assert_eq!(word_counts(&[1; 256]), counts(&[(8, 256)]));
        assert_eq!(word_counts(&vec![0; 1 << 12]), counts(&[(12, 1 << 12)]));
        // 256 words of 8 bits use up all strings. With one word fewer, another word needs only 7 bits.
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

    /// Compares with Huffman's construction, which is optimal without a limit. No word here reaches the limit.
    #[test]
    fn the_total_cost_equals_that_of_a_huffman_code() {
        for step in 1..40u64 {
            let weights: Vec<u64> = (0..300).rev().map(|i| i * i * step % 1009 + i).collect();
            let mut weights: Vec<u64> = weights.into_iter().map(|weight| weight.max(1)).collect();
            weights.sort_unstable_by(|a, b| b.cmp(a));
            let counts = word_counts(&weights);
            let lengths = by_rank(&counts).map(u64::from);
            let cost: u64 = lengths.zip(&weights).map(|(length, weight)| length * weight).sum();
            let mut heap: std::collections::BinaryHeap<_> =
                weights.iter().map(|&weight| std::cmp::Reverse(weight)).collect();
            let mut huffman_cost = 0;
            while let (Some(a), Some(b)) = (heap.pop(), heap.pop()) {
                huffman_cost += a.0 + b.0;
                heap.push(std::cmp::Reverse(a.0 + b.0));
            }
            assert_eq!(cost, huffman_cost, "{step}");
        }
    }
}
