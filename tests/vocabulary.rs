//! Every id of every vocabulary has one rank and round-trips, has the same token as in tiktoken-rs, and its token
//! round-trips too.
#![cfg(any(feature = "cl100k", feature = "o200k", feature = "p50k", feature = "r50k"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::collections::HashMap;
use std::path::PathBuf;
use tokenwire::{Codec, Encoding, Error, Table, Vocabulary};

fn all_ids(encoding: Encoding) -> Vec<u32> {
    (0..encoding.vocab_size()).collect()
}

/// Returns each id that has a token, with the token's bytes.
fn all_tokens(encoding: Encoding) -> Vec<(u32, &'static [u8])> {
    let vocabulary = Vocabulary::new(encoding);
    all_ids(encoding).into_iter().filter_map(|id| Some((id, vocabulary.token(id)?))).collect()
}

/// Returns the ids that have no token.
fn gaps(encoding: Encoding) -> Vec<u32> {
    match encoding.name() {
        "cl100k_base" => [100_256].into_iter().chain(100_261..=100_275).collect(),
        "o200k_base" => [199_998].into_iter().chain(200_000..=200_017).collect(),
        _ => vec![],
    }
}

#[test]
fn ids_and_ranks_are_a_bijection() {
    for &encoding in Encoding::ALL {
        let (table, size) = (Table::tacc_0_1_0(encoding), encoding.vocab_size());
        assert_eq!(table.size(), size);
        let mut hit = vec![false; size as usize];
        for id in 0..size {
            let rank = table.rank(id).unwrap();
            assert!(!std::mem::replace(&mut hit[rank as usize], true), "{encoding}: rank {rank} twice");
            assert_eq!(table.id(rank), Some(id), "{encoding}");
        }
        assert!(hit.into_iter().all(|hit| hit));
        assert_eq!((table.rank(size), table.id(size), table.weight(size)), (None, None, None), "{encoding}");
    }
}

#[test]
fn all_ids_round_trip_in_one_payload() {
    for &encoding in Encoding::ALL {
        let ids = all_ids(encoding);
        for codec in [Codec::new(encoding), Codec::new(encoding).with_gzip(true)] {
            let payload = codec.encode(&ids).unwrap();
            assert!(payload.len() <= codec.max_encoded_len(ids.len()));
            assert!(codec.decode(&payload).unwrap() == ids, "{codec:?}");
            assert!(codec.decode_raw(&codec.encode_raw(&ids).unwrap()).unwrap() == ids, "{codec:?}");
        }
    }
}

#[test]
fn mapped_ids_round_trip() {
    for &encoding in Encoding::ALL {
        let (codec, ids) = (Codec::new(encoding), all_ids(encoding));
        let mapped: Vec<i32> = ids.iter().map(|&id| codec.mapped_id(id).unwrap()).collect();
        assert!(mapped.iter().zip(&ids).all(|(&mapped, &id)| codec.token_id(mapped) == Some(id)));
        let payload = codec.encode_mapped(&mapped).unwrap();
        assert!(payload == codec.encode(&ids).unwrap(), "{encoding}");
        assert!(codec.decode_mapped(&payload).unwrap() == mapped, "{encoding}");
    }
}

/// Reads the count of each listed id from a counts file, by an implementation other than the library's.
fn counts(file: &str) -> HashMap<u32, u64> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("mappings/tacc-0.1.0").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let entries = text.lines().skip(1).map(|line| line.split_once('\t').unwrap());
    entries.map(|(id, count)| (id.parse().unwrap(), count.parse().unwrap())).collect()
}

fn counts_file(encoding: Encoding) -> &'static str {
    match encoding.name() {
        "cl100k_base" => "cl100k.tsv",
        "o200k_base" | "o200k_harmony" => "o200k.tsv",
        "p50k_base" | "p50k_edit" => "p50k.tsv",
        "gpt2" | "r50k_base" => "r50k.tsv",
        other => panic!("no counts for {other}"),
    }
}

#[test]
fn ranks_are_in_the_order_of_counts_then_ids() {
    for &encoding in Encoding::ALL {
        let (table, counts) = (Table::tacc_0_1_0(encoding), counts(counts_file(encoding)));
        let count = |id: u32| counts.get(&id).copied().unwrap_or(0);
        let mut expected = all_ids(encoding);
        expected.sort_by(|&a, &b| count(b).cmp(&count(a)).then(a.cmp(&b)));
        let found: Vec<u32> = (0..table.size()).map(|rank| table.id(rank).unwrap()).collect();
        assert!(found == expected, "{encoding}");
        let weights = (0..table.size()).map(|rank| table.weight(rank).unwrap());
        assert!(weights.eq(expected.into_iter().map(count)), "{encoding}");
    }
}

/// Returns the pairs of encodings that share a table, the smaller one first.
fn families() -> Vec<[Encoding; 2]> {
    let names = [["o200k_base", "o200k_harmony"], ["p50k_base", "p50k_edit"], ["gpt2", "r50k_base"]];
    let find = |name: &str| Encoding::ALL.iter().copied().find(|encoding| encoding.name() == name);
    names.into_iter().filter_map(|[small, large]| Some([find(small)?, find(large)?])).collect()
}

#[test]
fn the_smaller_of_two_vocabularies_has_the_first_ranks_of_the_larger() {
    for [small, large] in families() {
        let [small, large] = [small, large].map(Table::tacc_0_1_0);
        assert!(small.size() <= large.size());
        for rank in 0..small.size() {
            assert_eq!(small.id(rank), large.id(rank));
            assert_eq!(small.weight(rank), large.weight(rank));
        }
    }
}

#[test]
fn tokens_match_tiktoken() {
    for &encoding in Encoding::ALL {
        let (vocabulary, oracle) = (Vocabulary::new(encoding), common::oracle(encoding));
        for id in 0..encoding.vocab_size() + 10 {
            let expected = oracle.decode_bytes(&[id]).ok().map(|token| as_python_spells(encoding, token));
            assert_eq!(vocabulary.token(id), expected.as_deref(), "{encoding} {id}");
        }
    }
}

/// Replaces a name by the one that decoding writes: id 200018 of `o200k_harmony` has two names in tiktoken, and
/// tiktoken-rs only has the other one.
fn as_python_spells(encoding: Encoding, token: Vec<u8>) -> Vec<u8> {
    if encoding.name() == "o200k_harmony" && token == b"<|reserved_200018|>" {
        return b"<|endofprompt|>".to_vec();
    }
    token
}

#[test]
fn special_tokens_match_tiktoken() {
    for &encoding in Encoding::ALL {
        let (vocabulary, oracle) = (Vocabulary::new(encoding), common::oracle(encoding));
        let mut theirs: Vec<(u32, String)> = Vec::new();
        for name in oracle.special_tokens() {
            let [id] = oracle.encode_with_special_tokens(name)[..] else { panic!("{name} is no token") };
            assert_eq!(vocabulary.special_id(name), Some(id), "{encoding} {name}");
            theirs.push((id, String::from_utf8(as_python_spells(encoding, name.into())).unwrap()));
        }
        theirs.sort();
        let name = |id| Some((id, vocabulary.special_name(id)?.to_owned()));
        let ours: Vec<_> = all_ids(encoding).into_iter().filter_map(name).collect();
        assert_eq!(ours, theirs, "{encoding}");
    }
}

#[test]
fn exactly_the_gaps_have_no_token() {
    for &encoding in Encoding::ALL {
        let vocabulary = Vocabulary::new(encoding);
        let without: Vec<u32> =
            all_ids(encoding).into_iter().filter(|&id| vocabulary.token(id).is_none()).collect();
        assert_eq!(without, gaps(encoding), "{encoding}");
    }
}

#[test]
fn the_bytes_of_every_token_have_its_id() {
    for &encoding in Encoding::ALL {
        let vocabulary = Vocabulary::new(encoding);
        for (id, token) in all_tokens(encoding) {
            let special = std::str::from_utf8(token).ok().and_then(|name| vocabulary.special_id(name));
            let expected =
                if vocabulary.special_name(id).is_some() { (None, Some(id)) } else { (Some(id), None) };
            assert_eq!((vocabulary.ordinary_id(token), special), expected, "{encoding} {id}");
        }
    }
}

#[test]
fn unknown_tokens_and_names_have_no_id() {
    for &encoding in Encoding::ALL {
        let vocabulary = Vocabulary::new(encoding);
        for token in [&b""[..], b"\xff\xff\xff\xff", b" thethethe", &[b'a'; 1000]] {
            assert_eq!(vocabulary.ordinary_id(token), None, "{encoding}");
        }
        for name in ["", "<|", "<|endoftext", "endoftext", "<|ENDOFTEXT|>", "<|endoftext|> "] {
            assert_eq!(vocabulary.special_id(name), None, "{encoding}");
        }
        assert_eq!(vocabulary.token(encoding.vocab_size()), None);
        assert_eq!((vocabulary.token(u32::MAX), vocabulary.special_name(u32::MAX)), (None, None));
    }
}

#[cfg(all(feature = "p50k", feature = "r50k"))]
#[test]
fn r50k_base_has_none_of_the_later_tokens_in_the_shared_vocabulary() {
    let [p50k, r50k] = [Encoding::P50kBase, Encoding::R50kBase].map(Vocabulary::new);
    for id in 50_257..50_281 {
        let token = p50k.token(id).unwrap();
        assert_eq!(
            (p50k.ordinary_id(token), r50k.ordinary_id(token), r50k.token(id)),
            (Some(id), None, None)
        );
    }
}

#[test]
fn ids_in_gaps_round_trip_but_have_no_text() {
    for &encoding in Encoding::ALL {
        let (codec, vocabulary) = (Codec::new(encoding), Vocabulary::new(encoding));
        for id in gaps(encoding) {
            let ids = [0, 1, id, id];
            let payload = codec.encode(&ids).unwrap();
            assert_eq!(codec.decode(&payload).unwrap(), ids);
            let expected = Error::NoBytes { position: 2, id };
            assert_eq!(vocabulary.decode(&ids), Err(expected.clone()));
            assert_eq!(codec.decode_bytes(&payload), Err(expected.clone()));
            assert_eq!(codec.decode_text(&payload), Err(expected.clone()));
            assert_eq!(codec.decode_tokens(&payload), Err(expected));
        }
    }
}

#[test]
fn decoding_rejects_ids_outside_the_vocabulary() {
    for &encoding in Encoding::ALL {
        let size = encoding.vocab_size();
        let expected = Error::UnknownId { position: 1, id: size.into(), size };
        assert_eq!(Vocabulary::new(encoding).decode(&[0, size]), Err(expected));
    }
}

#[test]
fn every_ordinary_token_round_trips() {
    for &encoding in Encoding::ALL {
        let (codec, vocabulary) = (Codec::new(encoding), Vocabulary::new(encoding));
        let mut all = all_tokens(encoding);
        all.retain(|&(id, _)| vocabulary.special_name(id).is_none());
        let (ids, tokens): (Vec<u32>, Vec<&[u8]>) = all.into_iter().unzip();
        assert!(
            tokens.iter().filter(|token| std::str::from_utf8(token).is_err()).count() > 300,
            "{encoding}"
        );
        let payload = codec.encode_tokens(&tokens).unwrap();
        assert!(payload == codec.encode(&ids).unwrap(), "{encoding}");
        assert!(codec.decode_tokens(&payload).unwrap() == tokens, "{encoding}");
        assert!(codec.decode_bytes(&payload).unwrap() == tokens.concat(), "{encoding}");
    }
}

#[test]
fn every_token_decodes_including_special_ones() {
    for &encoding in Encoding::ALL {
        let codec = Codec::new(encoding).with_gzip(true);
        let (ids, tokens): (Vec<u32>, Vec<&[u8]>) = all_tokens(encoding).into_iter().unzip();
        let payload = codec.encode(&ids).unwrap();
        assert!(codec.decode(&payload).unwrap() == ids, "{encoding}");
        assert!(codec.decode_tokens(&payload).unwrap() == tokens, "{encoding}");
    }
}

#[test]
fn names_of_special_tokens_are_not_ordinary_tokens() {
    for &encoding in Encoding::ALL {
        let codec = Codec::new(encoding);
        for name in common::oracle(encoding).special_tokens() {
            let expected = Error::UnknownToken { position: 1, token: name.into() };
            assert_eq!(codec.encode_tokens(&["a", name]), Err(expected), "{encoding}");
        }
    }
}

#[cfg(feature = "o200k")]
#[test]
fn id_200018_of_harmony_has_two_names() {
    let vocabulary = Vocabulary::new(Encoding::O200kHarmony);
    assert_eq!(vocabulary.special_id("<|endofprompt|>"), Some(200_018));
    assert_eq!(vocabulary.special_id("<|reserved_200018|>"), Some(200_018));
    assert_eq!(vocabulary.special_name(200_018), Some("<|endofprompt|>"));
    assert_eq!(vocabulary.decode(&[200_018]).unwrap(), b"<|endofprompt|>");
    let codec = Codec::new(Encoding::O200kHarmony);
    let payload = codec.encode(&[200_018; 2]).unwrap();
    assert_eq!(codec.decode_tokens(&payload).unwrap(), [b"<|endofprompt|>"; 2]);
}

#[test]
fn the_last_id_has_a_token() {
    for &encoding in Encoding::ALL {
        let last = Vocabulary::new(encoding).token(encoding.vocab_size() - 1).unwrap();
        // The last tokens of p50k_base are ordinary tokens of spaces.
        let special = last.starts_with(b"<|") && last.ends_with(b"|>");
        assert_eq!(special, encoding.name() != "p50k_base", "{encoding}");
    }
}
