//! A long text is cut into batches for the threads, which does not change its counts.

use crate::corpus::{Corpus, counted, weights};
use tokenwire::{Encoding, Tokenizer, Vocabulary};

/// Returns lines with everything that a token can continue over: blanks, blank lines, slashes, quotes, digits, other
/// scripts.
fn long_text() -> String {
    let lines = [
        "A word.\n\nThen 12\n34 and\r\n\r\nIt's fine ;\n/path\n//\n- point\n",
        "    indented {\n\t\n\n}\n   \nno blank before\n\n\n\u{3000}wide\u{a0}\n\u{a0}\n",
        "!?\n?!\n'll\n’\n漢字\n\nЯ же.\n\u{2028}\né\u{301}\n\u{301}x \n 7\n0",
    ];
    let mut random: u64 = 7;
    std::iter::repeat_with(|| {
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let line = lines[(random >> 33) as usize % lines.len()];
        let start = (random >> 40) as usize % line.len();
        line.get(start..).unwrap_or(line)
    })
    .take(150_000)
    .collect()
}

#[test]
fn a_long_text_has_the_counts_of_the_whole() {
    let corpus = Corpus::new();
    // Each text is cut once per MiB. A short repeated pattern leaves little choice of where.
    let texts = ["word.\n\n", "word \n", "\u{3000}\n\u{a0}\nWort\n", "/path;\n", "{\n\t\n!\n"]
        .map(|line| line.repeat((5 << 18) / line.len()));
    for text in texts.into_iter().chain([long_text()]) {
        assert!(text.len() > 1 << 20);
        corpus.put("long.txt", text.as_bytes());
        for encoding in [Encoding::R50kBase, Encoding::Cl100kBase, Encoding::O200kBase] {
            let part = corpus.train(&["counts", "--encoding", encoding.name(), "long.txt", "--partial"]);
            assert!(part.contains(": token counts of 1 messages, "), "{encoding}: {:?}", &text[..12]);
            assert_eq!(weights(&part), counted(encoding, &[(&text, 1)]), "{encoding}: {:?}", &text[..12]);
        }
    }
}

#[test]
fn every_line_end_where_a_text_may_be_cut_ends_a_token() {
    // Checks the condition for a cut at every line end, and not only once per MiB.
    let text: String = long_text().chars().take(80_000).collect();
    for &encoding in Encoding::ALL {
        let mut ends = vec![0];
        for id in Tokenizer::new(encoding).encode(&text) {
            ends.push(ends[ends.len() - 1] + Vocabulary::new(encoding).token(id).unwrap().len());
        }
        for (end, _) in text.match_indices('\n') {
            let rest = &text[end + 1..];
            if rest.starts_with(|next: char| !next.is_whitespace() && next != '/') {
                assert!(ends.binary_search(&(end + 1)).is_ok(), "{encoding}: {:?}", rest.lines().next());
            }
        }
    }
}
