//! Lanes and slots that do not exist.

use super::script::{Script, content};
use tokenwire::Control;

const LANE: &str = "a lane that there is";
const SLOT: &str = "a slot that may change";

/// An event of a number, a string, a list, and blanks: slots 0 to 3.
const QUIET: &str = "{\"n\":5,\"s\":\"x\",\"l\":[1,2]}\n";

fn quiet() -> Script {
    Script::new().literal(QUIET, &[])
}

#[test]
fn only_lanes_that_exist_are_used() {
    for number in [2, 3, 1 << 32, u64::MAX] {
        Script::with_lane().control(Control::Lane).number(number).refuses(1, LANE);
    }
    Script::new().control(Control::Lane).number(0).refuses(0, LANE);
    Script::with_lane().control(Control::Lane1).refuses(1, LANE);
    Script::with_lane().control(Control::Lane2).refuses(1, LANE);
    let two = || Script::with_lane().literal("x\n", &[]);
    two().control(Control::Lane2).refuses(2, LANE);
    let (events, end) = two().control(Control::Lane1).tokens(&[2375]).read();
    assert_eq!((&events[2], end), (&content(" world"), Ok(())));
}

#[test]
fn one_event_has_one_lane() {
    let two = || Script::with_lane().literal("x\n", &[]);
    for lanes in [[Control::Lane1, Control::Lane1], [Control::Lane1, Control::Lane2]] {
        two().control(lanes[0]).control(lanes[1]).refuses(2, LANE);
    }
    two().control(Control::Lane).number(0).control(Control::Lane).number(1).refuses(2, LANE);
    // A copy of the lane that was picked, but not a copy of that.
    two()
        .control(Control::Lane1)
        .control(Control::Lane)
        .number(2)
        .control(Control::Lane)
        .number(2)
        .refuses(2, LANE);
    // And it comes first.
    let changed = || quiet().control(Control::Change).numbers(&[1, 3]);
    changed().control(Control::Lane).number(0).refuses(1, LANE);
    changed().control(Control::Lane).number(1).refuses(1, LANE);
    changed().control(Control::Lane1).refuses(1, LANE);
}

#[test]
fn a_copy_is_a_lane_of_its_own() {
    let copy = quiet()
        .control(Control::Lane)
        .number(1)
        .control(Control::Change)
        .numbers(&[1, 3])
        .control(Control::Event);
    let (events, end) = copy.control(Control::Lane1).control(Control::Event).read();
    let changed = QUIET.replace('5', "6");
    assert_eq!((events, end), (vec![QUIET.to_owned(), changed, QUIET.to_owned()], Ok(())));
}

#[test]
fn only_slots_that_are_expected_change() {
    for slot in [5, 6, 250, u64::MAX] {
        quiet().control(Control::Change).number(slot).refuses(1, SLOT);
    }
    // The main slot and a loud one are always told.
    let loud =
        Script::new().literal("{\"content\":\"\",\"loud\":\"\"}\n", &[(0, 2), (1, 1)]).tokens(&[13225, 2375]);
    loud.control(Control::Change).number(1).refuses(1, SLOT);
    let loud =
        Script::new().literal("{\"content\":\"\",\"loud\":\"\"}\n", &[(0, 2), (1, 1)]).tokens(&[13225, 2375]);
    loud.control(Control::Change).number(2).refuses(1, SLOT);
    Script::new().control(Control::Change).number(1).refuses(0, SLOT);
}

#[test]
fn slots_change_upward() {
    let changed = || quiet().control(Control::Change).number(2).raw(b"y");
    for slot in [1, 2] {
        changed().control(Control::Change).number(slot).refuses(1, SLOT);
    }
    let list = changed().control(Control::Change).numbers(&[3, 8, 9]).control(Control::Event);
    let (events, end) = list.read();
    assert_eq!((&events[1][..], end), ("{\"n\":5,\"s\":\"y\",\"l\":[7,9]}\n", Ok(())));
}

/// Lanes are dropped when there are too many, the one that was used longest ago first.
#[test]
fn lanes_that_were_forgotten_do_not_exist() {
    let long = |letter: &str| format!("{{\"{}\":1}}\n", letter.repeat(6000));
    let script =
        ["a", "b", "c", "d"].iter().fold(Script::new(), |script, letter| script.literal(&long(letter), &[]));
    // Three of some 6,300 bytes are within 24 KiB. The number counts on by itself.
    let (events, end) = script.control(Control::Lane2).control(Control::Event).read();
    assert_eq!((&events[4], end), (&long("b"), Ok(())));
    let script =
        ["a", "b", "c", "d"].iter().fold(Script::new(), |script, letter| script.literal(&long(letter), &[]));
    // Number 3 is a copy, number 4 is none.
    script.control(Control::Lane).number(4).refuses(4, LANE);
}
