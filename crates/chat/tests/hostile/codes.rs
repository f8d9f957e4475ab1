//! Misplaced symbols, and styles.

use super::script::{EVENT, Script, content};
use tokenwire::{Control, Error};

const TEXT: &str = "a text";
const NO_TEXT: &str = "an event without text";
const LANE: &str = "an existing lane";

/// A control code that this version does not define.
#[test]
fn the_reserved_code_is_refused() {
    let known = "codes 0 to 14";
    Script::with_lane()
        .bytes(&[15])
        .fails(1, &Error::Unsupported { what: "control code", number: 15, known });
}

#[test]
fn symbols_are_in_their_shortest_form() {
    let script = Script::with_lane();
    let offset = script.offset();
    let reason = "a varint is written in its shortest form";
    script.bytes(&[0x90, 0]).fails(1, &Error::NotCanonical { offset, reason });
}

#[test]
fn a_rank_is_one_of_the_tables() {
    let script = Script::with_lane();
    let rank = Error::UnknownRank { position: 1, rank: 200_019, size: 200_019 };
    script.number(200_019 + 16).fails(1, &rank);
}

#[test]
fn only_a_text_may_stand_for_a_text() {
    for control in [Control::End, Control::Ping, Control::Literal, Control::Lane, Control::Change] {
        Script::new().literal(EVENT, &[(0, 2)]).control(control).refuses(0, TEXT);
    }
}

#[test]
fn only_tokens_may_follow_a_group() {
    for group in [Control::Group2, Control::Group3, Control::Group4] {
        let script = Script::with_lane().control(group).tokens(&[2375]).control(Control::Event);
        script.refuses(1, "a token of a group");
    }
    let script =
        Script::with_lane().control(Control::Group).number(5).tokens(&[1, 2, 3, 4]).control(Control::Ping);
    script.refuses(1, "a token of a group");
    let (events, end) = Script::with_lane().control(Control::Group).number(0).read();
    assert_eq!((events, end), (vec![content("Hello"), content("")], Ok(())));
}

#[test]
fn an_event_without_text_has_none() {
    Script::new().literal(EVENT, &[]).tokens(&[13225]).refuses(1, NO_TEXT);
    Script::new().literal(EVENT, &[]).control(Control::Group2).refuses(1, NO_TEXT);
    Script::new().literal(EVENT, &[]).control(Control::String).refuses(1, NO_TEXT);
}

#[test]
fn nothing_stands_between_a_lane_and_its_event() {
    for control in [Control::Ping, Control::Literal] {
        let script = Script::with_lane().literal("x\n", &[]).control(Control::Lane1).control(control);
        script.refuses(2, TEXT);
        Script::new()
            .literal("{}\n", &[])
            .control(Control::Change)
            .numbers(&[1, 1])
            .control(control)
            .refuses(1, NO_TEXT);
    }
    // Nor the end.
    let script = Script::with_lane().literal("x\n", &[]).control(Control::Lane1).control(Control::End);
    let (events, end) = script.read();
    assert!(events.len() == 2 && matches!(end, Err(Error::Invalid { reason: TEXT, .. })), "{end:?}");
}

#[test]
fn without_a_lane_there_are_no_events() {
    Script::new().control(Control::Event).refuses(0, LANE);
    Script::new().tokens(&[1]).refuses(0, LANE);
    // Pieces and events with too many slots begin no lane.
    Script::new()
        .control(Control::Literal)
        .number(2 << 2 | 3)
        .bytes(b"{}")
        .control(Control::Event)
        .refuses(1, LANE);
    let numbers = "1 ".repeat(251);
    Script::new().literal(&numbers, &[]).control(Control::Event).refuses(1, LANE);
}

#[test]
fn a_style_is_of_known_habits() {
    let (events, end) =
        Script::with_lane().control(Control::Change).numbers(&[0, 0xfff]).tokens(&[49]).read();
    assert_eq!((events.len(), end), (2, Ok(())));
    for habits in [0x1000, 0xffff, 1 << 16, u64::MAX] {
        Script::with_lane().control(Control::Change).numbers(&[0, habits]).refuses(1, "known habits");
    }
}

#[test]
fn a_style_changes_between_events() {
    let lane = |script: Script| script.literal("x\n", &[]).control(Control::Lane1);
    lane(Script::with_lane())
        .control(Control::Change)
        .number(0)
        .refuses(2, "a change of style between events");
}
