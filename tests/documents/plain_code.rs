//! A simple implementation of the prefix code as `docs/format.md` defines it. It builds all lists, so it is slow,
//! and it shares nothing with the library's implementation.

/// Returns the code words as text, without the reserved word. Weights are in the order of ranks.
pub(super) fn words(weights_by_rank: &[u64]) -> Vec<String> {
    let mut lengths = lengths(weights_by_rank);
    // The last word is all ones. If it is too short, an extra symbol takes it.
    if lengths.last().is_some_and(|&longest| longest < 8) {
        lengths = self::lengths(&[weights_by_rank, &[0]].concat());
    }
    let mut words = canonical(&lengths);
    words.truncate(weights_by_rank.len());
    words
}

/// An item of a list: its weight, and the symbols that it consists of.
type Item = (u64, Vec<usize>);

/// Computes the length of each word by package-merge.
fn lengths(weights: &[u64]) -> Vec<usize> {
    if weights.len() < 2 {
        return vec![1; weights.len()];
    }
    let leaf = |(symbol, &weight): (usize, &u64)| (weight, vec![symbol]);
    let leaves: Vec<Item> = weights.iter().enumerate().rev().map(leaf).collect();
    let list = (1..24).fold(leaves.clone(), |list, _| next_list(&leaves, &list));
    let mut lengths = vec![0; weights.len()];
    let taken = list.iter().take(2 * weights.len() - 2).flat_map(|(_, symbols)| symbols);
    taken.for_each(|&symbol| lengths[symbol] += 1);
    lengths
}

/// Merges the leaves with the packages of a list. The sort is stable, so a leaf comes before a package of equal weight.
fn next_list(leaves: &[Item], list: &[Item]) -> Vec<Item> {
    let package = |[a, b]: &[Item; 2]| (a.0 + b.0, [&a.1[..], &b.1].concat());
    let mut next = leaves.to_vec();
    next.extend(list.as_chunks().0.iter().map(package));
    next.sort_by_key(|(weight, _)| *weight);
    next
}

/// Assigns words to lengths. The first word is all zeros. Each next word is the word before plus 1, extended with
/// zeros to its length.
fn canonical(lengths: &[usize]) -> Vec<String> {
    let mut words = Vec::new();
    let mut next = 0u32;
    let mut last = lengths.first().copied().unwrap_or_default();
    for &length in lengths {
        next <<= length - last;
        last = length;
        words.push(format!("{next:0length$b}"));
        next += 1;
    }
    words
}

#[test]
fn the_worked_examples_are_correct() {
    assert_eq!(words(&[5, 3, 1, 1]), ["0", "10", "110", "1110"]);
    assert_eq!(words(&[7]), ["0"]);
    assert_eq!(words(&[7, 3]), ["0", "10"]);
    assert!(words(&[]).is_empty());
}

#[test]
fn codes_are_complete_and_optimal() {
    for size in [3usize, 40, 255, 256, 300] {
        let weights: Vec<u64> = (1..=size as u64).map(|rank| 100_000 / rank).collect();
        let lengths = lengths(&weights);
        assert!(lengths.is_sorted(), "{size}");
        let filled: u64 = lengths.iter().map(|length| 1 << (24 - length)).sum();
        assert_eq!(filled, 1 << 24, "{size}");
        let cost: u64 = lengths.iter().zip(&weights).map(|(length, weight)| *length as u64 * weight).sum();
        assert_eq!(cost, huffman_cost(weights), "{size}");
    }
}

/// Returns the total cost of a Huffman code, which repeatedly merges the two lightest nodes.
fn huffman_cost(mut weights: Vec<u64>) -> u64 {
    let mut cost = 0;
    while weights.len() > 1 {
        weights.sort_unstable_by(|a, b| b.cmp(a));
        let both = weights.pop().unwrap_or_default() + weights.pop().unwrap_or_default();
        cost += both;
        weights.push(both);
    }
    cost
}
