//! Ordinary text has the same ids as in tiktoken-rs.

use crate::common::{ADVERSARIAL, cases, oracle, sample_texts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tokenwire::{Encoding, Tokenizer, Vocabulary};

fn assert_like_tiktoken(text: &str) {
    for &encoding in Encoding::ALL {
        let ids = Tokenizer::new(encoding).encode(text);
        assert_eq!(ids, oracle(encoding).encode_ordinary(text), "{encoding} {text:?}");
        assert_eq!(Vocabulary::new(encoding).decode(&ids).unwrap(), text.as_bytes(), "{encoding} {text:?}");
    }
}

#[test]
fn sample_texts_match_one_by_one_and_together() {
    let texts = sample_texts();
    assert!(texts.len() >= 30, "{}", texts.len());
    for text in &texts {
        assert_like_tiktoken(text);
    }
    assert_like_tiktoken(&texts.concat());
}

#[test]
fn adversarial_texts_match() {
    for text in ADVERSARIAL {
        assert_like_tiktoken(text);
    }
    assert_like_tiktoken(&ADVERSARIAL.concat());
    assert_like_tiktoken(&ADVERSARIAL.join("\n"));
}

#[test]
fn pairs_of_adversarial_texts_match() {
    for (first, second) in
        ADVERSARIAL.iter().flat_map(|first| ADVERSARIAL.iter().map(move |second| (first, second)))
    {
        assert_like_tiktoken(&format!("{first}{second}"));
    }
}

/// Returns all strings of up to `longest` characters of an alphabet.
fn strings(alphabet: &'static [char], longest: usize) -> impl Iterator<Item = String> {
    let count = |len| alphabet.len().pow(u32::try_from(len).unwrap());
    (0..=longest).flat_map(move |len| {
        (0..count(len)).map(move |number| {
            (0..len).map(|place| alphabet[number / count(place) % alphabet.len()]).collect()
        })
    })
}

#[test]
fn every_short_string_of_letters_whitespace_and_punctuation_matches() {
    let all: Vec<String> = strings(&['a', 'A', ' ', '\n', '1', '\'', '.'], 5).collect();
    assert_eq!(all.len(), 1 + 7 + 49 + 343 + 2401 + 16_807);
    for text in &all {
        assert_like_tiktoken(text);
    }
}

#[test]
fn every_short_string_of_whitespace_matches() {
    strings(&[' ', '\n', '\r', '\t', '\u{a0}', 'x'], 5).for_each(|text| assert_like_tiktoken(&text));
}

#[test]
fn every_short_string_of_contractions_matches() {
    strings(&['\'', 's', 'S', 'l', 'L', 'ſ', ' '], 5).for_each(|text| assert_like_tiktoken(&text));
}

#[test]
fn every_short_string_of_different_categories_matches() {
    // Upper case, lower case, title case, modifier, other letter, mark, number, slash, space.
    strings(&['É', 'é', 'ǅ', 'ʰ', '中', '\u{301}', '½', '/', ' '], 4)
        .for_each(|text| assert_like_tiktoken(&text));
}

#[test]
fn every_character_matches_alone_and_next_to_others() {
    for character in '\0'..='\u{ffff}' {
        assert_like_tiktoken(&format!("a{character}b {character}{character} 1{character}\n{character}"));
    }
}

/// The example in `src/vocab/tokenizer/merge.rs`.
#[test]
fn merges_the_pair_with_the_lowest_id_first() {
    assert_eq!(Tokenizer::new(Encoding::O200kBase).encode("helloo"), [10844, 3782]);
}

/// This runs with o200k, whose pattern distinguishes the most classes. Many characters share a text, since the oracle
/// takes most of the time.
#[test]
fn every_character_beyond_the_basic_plane_matches() {
    let characters: Vec<char> = ('\u{10000}'..=char::MAX).collect();
    for characters in characters.chunks(512) {
        let around = |c: &char| format!("a{c}b {c}{c} 1{c}\n{c}");
        let text: String = characters.iter().map(around).collect();
        let ids = Tokenizer::new(Encoding::O200kBase).encode(&text);
        let expected = oracle(Encoding::O200kBase).encode_ordinary(&text);
        assert_eq!(ids, expected, "from {:?}", characters[0]);
    }
}

const FRAGMENTS: &[&str] = &[
    "a",
    "B",
    "the",
    " The",
    "HTTP",
    "é",
    "e\u{301}",
    "\u{301}",
    "ß",
    "ſ",
    "ǅ",
    "ʰ",
    "中文",
    "の",
    "한국",
    "ا",
    "ש",
    "न",
    "1",
    "22",
    "333",
    "4444",
    "½",
    "٣",
    "'",
    "'s",
    "'S",
    "'ll",
    "'RE",
    "\u{2019}s",
    ".",
    ",",
    "!?",
    "/",
    "//",
    "...",
    "-",
    "(",
    ")",
    "\"",
    "$",
    "€",
    "<|endoftext|>",
    "👍",
    "👍🏽",
    "👩‍💻",
    "\u{200d}",
    "\u{fe0f}",
    " ",
    "  ",
    "   ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u{a0}",
    "\u{85}",
    "\u{3000}",
    "\u{200b}",
    "\u{2028}",
    "\0",
    "\u{b}",
    "\u{7f}",
    "\u{feff}",
    "\u{fffd}",
    "\u{10ffff}",
];

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn random_mixtures_match(parts in vec(select(FRAGMENTS), 0..60)) {
        assert_like_tiktoken(&parts.concat());
    }

    #[test]
    fn random_whitespace_matches(parts in vec(select(&[" ", "\n", "\r", "\t", "\u{a0}", "\u{3000}", "x", "."][..]), 0..40)) {
        assert_like_tiktoken(&parts.concat());
    }

    #[test]
    fn random_characters_match(text in any::<String>()) {
        assert_like_tiktoken(&text);
    }

    #[test]
    fn one_long_word_matches(letters in vec(select(&["a", "b", "e", "t", "th", "E", "é"][..]), 0..300)) {
        assert_like_tiktoken(&letters.concat());
    }
}
