//! Texts, numbers and arrays that are invalid or too long.

use super::script::{EVENT, Script, content};
use tokenwire::{Control, Encoding, Error, Vocabulary};
use tokenwire_chat::MAX_EVENT;

const TOO_MANY: u64 = MAX_EVENT as u64 + 1;
const BACK: &str = "a back-reference to earlier text";
const KIND: &str = "a value of the slot's kind";

/// Appends a back-reference with this length and distance.
fn back(len: u64, distance: u64) -> impl Fn(Script) -> Script {
    move |script| script.control(Control::String).numbers(&[len << 4 | 0xa, distance])
}

#[test]
fn rejects_back_references_beyond_the_text() {
    // So far the text is `Hello`.
    for (len, distance) in [(1, 6), (6, 5), (2, 1), (1, 0), (MAX_EVENT as u64, MAX_EVENT as u64)] {
        back(len, distance)(Script::with_lane()).rejects(1, BACK);
    }
    back(1, 1)(Script::new().literal(EVENT, &[(0, 2)])).rejects(0, BACK);
    let (events, end) = back(4, 4)(Script::with_lane()).read();
    assert_eq!((events, end), (vec![content("Hello"), content("ello")], Ok(())));
}

#[test]
fn rejects_back_references_that_split_a_character() {
    let text = |script: Script| script.literal(EVENT, &[(0, 2)]).raw("a🦀".as_bytes());
    for (len, distance) in [(4, 5), (1, 2), (3, 3)] {
        back(len, distance)(text(Script::new())).rejects(1, BACK);
    }
    let (events, end) = back(4, 4)(text(Script::new())).read();
    assert_eq!((&events[1], end), (&content("🦀"), Ok(())));
}

#[test]
fn the_text_window_is_24_kib() {
    let text = |script: Script, len: usize| script.literal(EVENT, &[(0, 2)]).raw(&vec![b'x'; len]);
    for len in [24 << 10, 40_000, 200_000] {
        let (events, end) = back(10, 24 << 10)(text(Script::new(), len)).read();
        assert_eq!((&events[1], end), (&content("xxxxxxxxxx"), Ok(())));
        back(10, (24 << 10) + 1)(text(Script::new(), len)).rejects(1, BACK);
    }
}

/// Appends the first `len` bytes of the last content, before tokens.
fn kept(len: u64) -> impl Fn(Script) -> Script {
    move |script| script.control(Control::String).number(len << 4 | 0xb)
}

#[test]
fn rejects_other_texts_after_the_last_content() {
    let (events, end) = kept(4)(Script::with_lane()).control(Control::Group2).tokens(&[2375, 0]).read();
    assert_eq!((&events[1], end), (&content("Hell world!"), Ok(())));
    let (events, end) = kept(5)(Script::with_lane()).control(Control::Event).tokens(&[2375]).read();
    assert_eq!((&events[2], end), (&content("Hello world"), Ok(())));
    kept(4)(Script::with_lane())
        .control(Control::String)
        .rejects(1, "tokens or EVENT after the last content");
    kept(6)(Script::with_lane()).tokens(&[2375]).rejects(1, "a length within the last content");
}

#[test]
fn rejects_lengths_and_counts_above_the_limit() {
    for len in [TOO_MANY, 1 << 40, u64::MAX >> 4] {
        Script::with_lane().control(Control::String).number(len << 4).exceeds(1, "bytes in a string");
        Script::with_lane().control(Control::String).number(len << 4 | 0xa).exceeds(1, "bytes in a string");
        Script::with_lane().control(Control::String).numbers(&[16 | 0xa, len]).rejects(1, BACK);
        Script::with_lane().control(Control::Group).number(len).exceeds(1, "tokens in an event");
        let list = || Script::new().literal("{\"l\":[]}\n", &[(0, 4)]);
        list().number(len).exceeds(0, "numbers in an array");
        list().number(0).control(Control::Event).numbers(&[0, len]).exceeds(1, "numbers in an array");
        number("5").number(0).number(len).exceeds(1, "bytes in a number");
    }
}

/// Returns a script with an event that contains this number, and the beginning of a correction of the number.
fn number(number: &str) -> Script {
    Script::new().literal(&format!("{{\"n\":{number}}}\n"), &[]).control(Control::Change).number(1)
}

#[test]
fn rejects_events_above_the_limit() {
    let spaces = Vocabulary::new(Encoding::O200kBase).ordinary_id(&[b' '; 128]).unwrap();
    let group = |count: usize| {
        Script::with_lane().control(Control::Group).number(count as u64).tokens(&vec![spaces; count])
    };
    let most = (MAX_EVENT - content("").len()) / 128;
    let (events, end) = group(most).read();
    assert_eq!((events[1].len(), end), (most * 128 + content("").len(), Ok(())));
    group(most + 1).exceeds(1, "bytes in an event");
    Script::with_lane().raw(&vec![b'x'; MAX_EVENT]).exceeds(1, "bytes in an event");
    // Slot 1 is the spaces before the brace. Its value is a code.
    let blanks = |count: u64| Script::with_lane().control(Control::Change).numbers(&[2, 2 * count + 1]);
    let (events, end) = blanks(9).tokens(&[49]).read();
    assert_eq!((&events[1][..], end), ("{\"content\":\"R\"         }\n", Ok(())));
    blanks(MAX_EVENT as u64).tokens(&[49]).exceeds(1, "bytes in an event");
    blanks(TOO_MANY).tokens(&[49]).rejects(1, KIND);
}

/// The values are buffered until all have arrived, so their total size is limited before the event is rendered.
#[test]
fn rejects_values_whose_total_size_is_above_the_limit() {
    let text = vec![b'x'; MAX_EVENT / 2 + 1];
    let slots: Vec<_> = (0..3).map(|slot| (slot, 1)).collect();
    let literal = || Script::new().literal("{\"a\":\"\",\"b\":\"\",\"c\":\"\"}\n", &slots);
    literal().raw(&text).raw(&text).exceeds(0, "bytes and ids in the values of an event");
    let tokens =
        || Script::new().literal("{\"a\":\"\",\"b\":\"\",\"c\":\"\"}\n", &slots).tokens(&[49, 50, 51]);
    let event = tokens().control(Control::Event).raw(&text);
    event.raw(&text).exceeds(1, "bytes and ids in the values of an event");
}

#[test]
fn rejects_tokens_that_are_not_utf_8() {
    // The bytes of these tokens continue a character and begin one.
    let (middle, first) = (99, 4103);
    Script::with_lane().tokens(&[middle]).rejects(1, "tokens that form UTF-8 text");
    Script::with_lane()
        .control(Control::Group2)
        .tokens(&[first, 49])
        .rejects(1, "tokens that form UTF-8 text");
    // Only the main slot may end in an incomplete character.
    let (events, end) =
        Script::with_lane().tokens(&[first]).control(Control::Group2).tokens(&[middle, 222]).read();
    assert_eq!((events, end), (vec![content("Hello"), content(""), content("🦀")], Ok(())));
    Script::with_lane().tokens(&[first, 49]).rejects(2, "tokens that form UTF-8 text");
    Script::new().literal(EVENT, &[(0, 1)]).tokens(&[first]).rejects(0, "tokens that form UTF-8 text");
    let gap =
        (0..200_019).rev().find(|id| Vocabulary::new(Encoding::O200kBase).token(*id).is_none()).unwrap();
    Script::with_lane().tokens(&[gap]).rejects(1, "a token that has bytes in the vocabulary");
}

#[test]
fn rejects_numbers_that_are_not_canonical() {
    let not_canonical = |bytes: &[u8], reason| {
        let script = number("5");
        let offset = script.offset();
        script.bytes(bytes).fails(1, &Error::NotCanonical { offset, reason });
    };
    not_canonical(&[0x80, 0], "a varint must be in its shortest form");
    not_canonical(&[0xff; 10], "a number must have at most 64 bits");
}

#[test]
fn rejects_codes_of_numbers_and_times_out_of_range() {
    let most = 999_999_999_999_999_999;
    let (events, end) = number("0").number(2 * most + 1).control(Control::Event).read();
    assert_eq!((&events[1], end), (&format!("{{\"n\":{most}}}\n"), Ok(())));
    for code in [2 * most + 3, 2 * most + 14, u64::MAX, u64::MAX - 1] {
        number("0").number(code).control(Control::Event).rejects(1, KIND);
        number("5").number(code).control(Control::Event).rejects(1, KIND);
    }
    // The year of a time has four digits.
    let time = || {
        Script::new().literal("{\"t\":\"9999-12-31T23:59:59Z\"}\n", &[]).control(Control::Change).number(1)
    };
    time().number(3).control(Control::Event).rejects(1, KIND);
    let (events, end) = time().number(2).control(Control::Event).read();
    assert_eq!((&events[1][..], end), ("{\"t\":\"9999-12-31T23:59:58Z\"}\n", Ok(())));
}

/// Verbatim bytes are bytes of the source, so they are not checked.
#[test]
fn accepts_any_bytes_as_a_verbatim_number() {
    let (events, end) = number("5").number(0).number(3).bytes(b"x}y").control(Control::Event).read();
    assert_eq!((&events[1][..], end), ("{\"n\":x}y}\n", Ok(())));
}

#[test]
fn rejects_array_items_of_more_than_32_bits() {
    let list = |list: &str| {
        Script::new().literal(&format!("{{\"l\":[{list}]}}\n"), &[]).control(Control::Change).number(1)
    };
    let below = "a number below 2^32";
    list("1").number((1 << 32) + 1).rejects(1, below);
    list("1,2").numbers(&[1, 1 << 32]).rejects(1, below);
    list("1,2").numbers(&[0, 1, u64::MAX]).rejects(1, below);
    // The last array was empty, so a first number is not possible.
    list("").number(1).rejects(1, "0 and a count (the last array was empty)");
    let (events, end) = list("1").number(1 << 32).control(Control::Event).read();
    assert_eq!((&events[1][..], end), ("{\"l\":[4294967295]}\n", Ok(())));
}
