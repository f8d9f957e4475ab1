//! Names of special tokens. They are ordinary text unless special tokens are enabled.

use crate::common::{ADVERSARIAL, cases, oracle, special};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tokenwire::{Encoding, Tokenizer, Vocabulary};

fn assert_like_tiktoken(text: &str) {
    for &encoding in Encoding::ALL {
        let ids = Tokenizer::new(encoding).encode(special(text));
        let expected = oracle(encoding).encode_with_special_tokens(&as_tiktoken_spells(encoding, text));
        assert_eq!(ids, expected, "{encoding} {text:?}");
        assert_eq!(Vocabulary::new(encoding).decode(&ids).unwrap(), text.as_bytes(), "{encoding} {text:?}");
    }
}

/// Replaces a name that tiktoken-rs does not know: id 200018 of `o200k_harmony` has two names in tiktoken, but one
/// in tiktoken-rs.
fn as_tiktoken_spells(encoding: Encoding, text: &str) -> String {
    match encoding.name() {
        "o200k_harmony" => text.replace("<|endofprompt|>", "<|reserved_200018|>"),
        _ => text.into(),
    }
}

const TEXTS: &[&str] = &[
    "<|endoftext|>",
    "a<|endoftext|>b",
    "a <|endoftext|> b",
    "  <|endoftext|>  ",
    "\n\n<|endoftext|>\n\n",
    "<|endoftext|><|endoftext|>",
    "<|fim_prefix|><|fim_suffix|><|fim_middle|>",
    "<|start|>user<|message|>hi<|end|><|call|><|return|>",
    "<|endoftext",
    "endoftext|>",
    "<|endoftext|",
    "<|endoftext|>|>",
    "<|<|endoftext|>|>",
    "<|<|<|endoftext|>",
    "<<|endoftext|>>",
    "<|endoftext<|endoftext|>",
    "<|endof<|endoftext|>text|>",
    "<|ENDOFTEXT|>",
    "<| endoftext |>",
    "<||>",
    "<|>",
    "<|",
    "|>",
    "<|nothing|><|endoftext|>",
    "<|endofprompt|> <|endofprompt|",
];

#[test]
fn names_and_similar_texts_match_tiktoken() {
    TEXTS.iter().chain(ADVERSARIAL).for_each(|text| assert_like_tiktoken(text));
    for (first, second) in TEXTS.iter().flat_map(|first| TEXTS.iter().map(move |second| (first, second))) {
        assert_like_tiktoken(&format!("{first}{second}"));
    }
}

#[test]
fn names_are_ordinary_text_unless_special_tokens_are_enabled() {
    for &encoding in Encoding::ALL {
        let (tokenizer, vocabulary) = (Tokenizer::new(encoding), Vocabulary::new(encoding));
        for name in oracle(encoding).special_tokens() {
            let text = format!("a {name}");
            let ids = tokenizer.encode(&text);
            assert!(ids.iter().all(|&id| vocabulary.special_name(id).is_none()), "{encoding} {name}");
            assert_eq!(vocabulary.decode(&ids).unwrap(), text.as_bytes());
            let ids = tokenizer.encode(special(name));
            assert_eq!(ids, [vocabulary.special_id(name).unwrap()], "{encoding}");
        }
    }
}

#[test]
fn finds_names_between_invalid_bytes() {
    for &encoding in Encoding::ALL {
        let end = Vocabulary::new(encoding).special_id("<|endoftext|>").unwrap();
        let text = b"\xff<|endoftext|>\xe4\xb8<|\xff|><|endoftext|>";
        let ids = Tokenizer::new(encoding).encode(special(text));
        assert_eq!(ids.iter().filter(|&&id| id == end).count(), 2);
        assert_eq!(Vocabulary::new(encoding).decode(&ids).unwrap(), text);
    }
}

const FRAGMENTS: &[&str] = &[
    "<|endoftext|>",
    "<|fim_prefix|>",
    "<|endofprompt|>",
    "<|start|>",
    "<|",
    "|>",
    "<",
    "|",
    ">",
    "endoftext",
    " ",
    "\n",
    "a",
    "é",
];

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn random_mixtures_match_tiktoken(parts in vec(select(FRAGMENTS), 0..30)) {
        assert_like_tiktoken(&parts.concat());
    }
}
