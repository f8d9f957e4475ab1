//! Malformed literals.

use super::script::{EVENT, Script, deflate};
use tokenwire::{Control, Error};
use tokenwire_chat::MAX_EVENT;

const DEFLATE: &str = "one deflate stream";
const SLOT: &str = "a slot and its role";
const KIND: &str = "a value of the slot's kind";

/// A literal of these deflated bytes.
fn deflated(bytes: &[u8]) -> Script {
    Script::new().control(Control::Literal).number((bytes.len() as u64) << 2).bytes(bytes)
}

#[test]
fn deflate_that_is_corrupt_or_cut_is_refused() {
    let whole = deflate(&EVENT.repeat(9).into_bytes());
    let (events, end) = deflated(&whole).number(0).read();
    assert_eq!((events, end), (vec![EVENT.repeat(9)], Ok(())));
    for cut in 0..whole.len() {
        deflated(&whole[..cut]).refuses(0, DEFLATE);
    }
    deflated(&[&whole[..], b"x"].concat()).refuses(0, DEFLATE);
    for byte in [0x06, 0x07, 0xfe, 0xff] {
        deflated(&[byte, 0xff, 0xff, 0x80]).refuses(0, DEFLATE);
    }
    // A distance beyond the window.
    let mut far = deflate(&[&b"abcdefgh".repeat(4000)[..], b"abcdefgh"].concat());
    far.drain(..1);
    deflated(&far).refuses(0, DEFLATE);
}

#[test]
fn a_bomb_is_refused() {
    let longest = deflate(&vec![b'x'; MAX_EVENT]);
    assert!(longest.len() < 1100, "{}", longest.len());
    let (events, end) = deflated(&longest).number(0).read();
    assert_eq!((events[0].len(), end), (MAX_EVENT, Ok(())));
    for len in [MAX_EVENT + 1, 2 * MAX_EVENT, 64 * MAX_EVENT] {
        deflated(&deflate(&vec![b'x'; len])).exceeds(0, "bytes in a literal");
    }
}

#[test]
fn lengths_are_limited() {
    let over = MAX_EVENT as u64 + 1;
    for len in [over, 1 << 40, u64::MAX >> 2] {
        for flags in 0..4 {
            Script::with_lane()
                .control(Control::Literal)
                .number(len << 2 | flags)
                .exceeds(1, "bytes in a literal");
        }
    }
    for count in [251, 1 << 40, u64::MAX] {
        let values = Error::LimitExceeded { what: "values in a literal", limit: 250 };
        Script::new().control(Control::Literal).number(1).number(count).fails(0, &values);
    }
}

#[test]
fn slots_have_known_roles() {
    for role in 5..8 {
        Script::new().literal(EVENT, &[(0, role)]).refuses(0, SLOT);
    }
    for slot in [250, 1 << 20, u64::MAX >> 3] {
        Script::new().literal(EVENT, &[(slot, 2)]).refuses(0, SLOT);
    }
}

#[test]
fn values_belong_to_existing_slots() {
    let existing = "an existing slot";
    Script::new().literal(EVENT, &[(2, 1)]).tokens(&[49]).refuses(0, existing);
    Script::new().literal("no slots\n", &[(0, 1)]).tokens(&[49]).refuses(0, existing);
    // Slots go upward, each once.
    let two = "{\"a\":\"\",\"b\":\"\"}\n";
    Script::new().literal(two, &[(1, 1), (0, 1)]).tokens(&[49, 50]).refuses(0, existing);
    Script::new().literal(two, &[(0, 1), (0, 1)]).tokens(&[49, 50]).refuses(0, existing);
    // An event with 251 slots has none.
    let full = "\"\" ".repeat(251) + "\n";
    Script::new().literal(&full, &[(0, 1)]).tokens(&[49]).refuses(0, existing);
    Script::new().literal("{\"a\":\"x\"}\n", &[(0, 1)]).tokens(&[49]).refuses(0, "an empty slot");
}

#[test]
fn values_have_their_slots_kind() {
    // Tokens and back-references are strings, numbers are arrays.
    Script::new().literal("{\"a\":[]}\n", &[(0, 1)]).tokens(&[49]).refuses(0, KIND);
    Script::new()
        .literal("{\"a\":[]}\n", &[(0, 1)])
        .control(Control::String)
        .numbers(&[1, 0])
        .refuses(0, KIND);
    Script::new().literal(EVENT, &[(0, 4)]).numbers(&[2, 7, 8]).refuses(0, KIND);
    // The ids of the event's tokens, but not in an array.
    Script::new().literal("{\"a\":\"\",\"b\":\"\"}\n", &[(0, 2), (1, 3)]).tokens(&[49]).refuses(0, KIND);
    let (events, end) =
        Script::new().literal("{\"a\":\"\",\"b\":[]}\n", &[(0, 2), (1, 3)]).tokens(&[49]).read();
    assert_eq!((&events[0][..], end), ("{\"a\":\"R\",\"b\":[49]}\n", Ok(())));
    let (events, end) = Script::new()
        .literal("{\"a\":[],\"b\":[]}\n", &[(0, 3), (1, 4)])
        .tokens(&[49])
        .numbers(&[1, 9])
        .read();
    assert_eq!((&events[0][..], end), ("{\"a\":[49],\"b\":[9]}\n", Ok(())));
}

#[test]
fn a_piece_has_no_values() {
    let piece = |bytes: &[u8]| {
        Script::new().control(Control::Literal).number((bytes.len() as u64) << 2 | 3).bytes(bytes)
    };
    let (events, end) = piece(EVENT.as_bytes()).control(Control::Ping).read();
    assert_eq!((events, end), (vec![EVENT.to_owned()], Ok(())));
}
