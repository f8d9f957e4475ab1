//! Misplaced symbols and unknown styles.

use super::script::{EVENT, Script, content};
use tokenwire::{Control, Error};

const TEXT: &str = "a text (a token, a group, STRING or EVENT)";
const NO_TEXT: &str = "EVENT in a lane without text";
const LANE: &str = "an existing lane";

/// This version does not define control code 15.
#[test]
fn rejects_the_reserved_control_code() {
    let known = "codes 0 to 14";
    Script::with_lane()
        .bytes(&[15])
        .fails(1, &Error::Unsupported { what: "control code", number: 15, known });
}

#[test]
fn rejects_a_symbol_that_is_not_in_its_shortest_form() {
    let script = Script::with_lane();
    let offset = script.offset();
    let reason = "a varint must be in its shortest form";
    script.bytes(&[0x90, 0]).fails(1, &Error::NotCanonical { offset, reason });
}

#[test]
fn rejects_a_rank_outside_the_table() {
    let script = Script::with_lane();
    let rank = Error::UnknownRank { position: 1, rank: 200_019, size: 200_019 };
    script.number(200_019 + 16).fails(1, &rank);
}

#[test]
fn rejects_other_control_codes_in_place_of_a_text() {
    for control in [Control::End, Control::Ping, Control::Literal, Control::Lane, Control::Change] {
        Script::new().literal(EVENT, &[(0, 2)]).control(control).rejects(0, TEXT);
    }
}

#[test]
fn rejects_control_codes_in_a_group() {
    for group in [Control::Group2, Control::Group3, Control::Group4] {
        let script = Script::with_lane().control(group).tokens(&[2375]).control(Control::Event);
        script.rejects(1, "another token of the group");
    }
    let script =
        Script::with_lane().control(Control::Group).number(5).tokens(&[1, 2, 3, 4]).control(Control::Ping);
    script.rejects(1, "another token of the group");
    let (events, end) = Script::with_lane().control(Control::Group).number(0).read();
    assert_eq!((events, end), (vec![content("Hello"), content("")], Ok(())));
}

#[test]
fn rejects_text_in_a_lane_without_text() {
    Script::new().literal(EVENT, &[]).tokens(&[13225]).rejects(1, NO_TEXT);
    Script::new().literal(EVENT, &[]).control(Control::Group2).rejects(1, NO_TEXT);
    Script::new().literal(EVENT, &[]).control(Control::String).rejects(1, NO_TEXT);
}

#[test]
fn rejects_other_records_between_a_lane_and_its_event() {
    for control in [Control::Ping, Control::Literal] {
        let script = Script::with_lane().literal("x\n", &[]).control(Control::Lane1).control(control);
        script.rejects(2, TEXT);
        Script::new()
            .literal("{}\n", &[])
            .control(Control::Change)
            .numbers(&[1, 1])
            .control(control)
            .rejects(1, NO_TEXT);
    }
    // The end is rejected too.
    let script = Script::with_lane().literal("x\n", &[]).control(Control::Lane1).control(Control::End);
    let (events, end) = script.read();
    assert!(events.len() == 2 && matches!(end, Err(Error::Invalid { reason: TEXT, .. })), "{end:?}");
}

#[test]
fn rejects_an_event_before_the_first_lane() {
    Script::new().control(Control::Event).rejects(0, LANE);
    Script::new().tokens(&[1]).rejects(0, LANE);
    // A piece begins no lane, and neither does an event with too many slots.
    Script::new()
        .control(Control::Literal)
        .numbers(&[2 << 2 | 2, 5])
        .bytes(b"{}")
        .control(Control::Event)
        .rejects(1, LANE);
    let numbers = "1 ".repeat(251);
    Script::new().literal(&numbers, &[]).control(Control::Event).rejects(1, LANE);
}

#[test]
fn rejects_a_style_of_unknown_habits() {
    let (events, end) =
        Script::with_lane().control(Control::Change).numbers(&[0, 0xfff]).tokens(&[49]).read();
    assert_eq!((events.len(), end), (2, Ok(())));
    for habits in [0x1000, 0xffff, 1 << 16, u64::MAX] {
        Script::with_lane()
            .control(Control::Change)
            .numbers(&[0, habits])
            .rejects(1, "a style of known habits (bits 0 to 11)");
    }
}

#[test]
fn rejects_a_change_of_style_within_an_event() {
    let lane = |script: Script| script.literal("x\n", &[]).control(Control::Lane1);
    lane(Script::with_lane())
        .control(Control::Change)
        .number(0)
        .rejects(2, "a slot number (the style changes only between events)");
}
