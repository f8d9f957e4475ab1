//! The prefix code as `docs/format.md` defines it, with every list written out: slow, and nothing like the library's.

/// The code words of weights by rank, as text; the reserved one is not among them.
pub(super) fn words(weights_by_rank: &[u64]) -> Vec<String> {
    let mut lengths = lengths(weights_by_rank);
    // Its word of nothing but ones is the last one.
    if lengths.last().is_some_and(|&longest| longest < 8) {
        lengths = self::lengths(&[weights_by_rank, &[0]].concat());
    }
    let mut words = canonical(&lengths);
    words.truncate(weights_by_rank.len());
    words
}

/// An item of a list: its weight, and the symbols in it.
type Item = (u64, Vec<usize>);

/// By the lists of packages. The symbol behind the last rank, if there is one more, weighs nothing.
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

/// The leaves and the packages, by weight; the sort is stable, so that of equal ones the leaf comes first.
fn next_list(leaves: &[Item], list: &[Item]) -> Vec<Item> {
    let package = |[a, b]: &[Item; 2]| (a.0 + b.0, [&a.1[..], &b.1].concat());
    let mut next = leaves.to_vec();
    next.extend(list.as_chunks().0.iter().map(package));
    next.sort_by_key(|(weight, _)| *weight);
    next
}

/// The first word is zeros, the next one the last one plus 1, then zeros.
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
fn the_worked_examples() {
    assert_eq!(words(&[5, 3, 1, 1]), ["0", "10", "110", "1110"]);
    assert_eq!(words(&[7]), ["0"]);
    assert_eq!(words(&[7, 3]), ["0", "10"]);
    assert!(words(&[]).is_empty());
}

#[test]
fn codes_are_complete_and_as_short_as_can_be() {
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

/// Huffman's own construction: the two lightest become one, over and over.
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
