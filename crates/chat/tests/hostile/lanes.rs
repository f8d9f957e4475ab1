//! Lanes and slots that do not exist.

use super::script::{Script, content};
use tokenwire::Control;

const LANE: &str = "an existing lane";
const SLOT: &str = "predicted slots in ascending order";

/// An event with a number, a string, an array and blanks, which are slots 0 to 3.
const PREDICTED: &str = "{\"n\":5,\"s\":\"x\",\"l\":[1,2]}\n";

fn predicted() -> Script {
    Script::new().literal(PREDICTED, &[])
}

#[test]
fn rejects_a_lane_that_does_not_exist() {
    for number in [2, 3, 1 << 32, u64::MAX] {
        Script::with_lane().control(Control::Lane).number(number).rejects(1, LANE);
    }
    Script::new().control(Control::Lane).number(0).rejects(0, LANE);
    Script::with_lane().control(Control::Lane1).rejects(1, LANE);
    Script::with_lane().control(Control::Lane2).rejects(1, LANE);
    let two = || Script::with_lane().literal("x\n", &[]);
    two().control(Control::Lane2).rejects(2, LANE);
    let (events, end) = two().control(Control::Lane1).tokens(&[2375]).read();
    assert_eq!((&events[2], end), (&content(" world"), Ok(())));
}

#[test]
fn rejects_a_second_lane_for_one_event() {
    let two = || Script::with_lane().literal("x\n", &[]);
    for lanes in [[Control::Lane1, Control::Lane1], [Control::Lane1, Control::Lane2]] {
        two().control(lanes[0]).control(lanes[1]).rejects(2, LANE);
    }
    two().control(Control::Lane).number(0).control(Control::Lane).number(1).rejects(2, LANE);
    // A copy of the encoded lane is allowed, but not a copy of the copy.
    two()
        .control(Control::Lane1)
        .control(Control::Lane)
        .number(2)
        .control(Control::Lane)
        .number(2)
        .rejects(2, LANE);
    // The lane must precede corrections.
    let changed = || predicted().control(Control::Change).numbers(&[1, 3]);
    changed().control(Control::Lane).number(0).rejects(1, LANE);
    changed().control(Control::Lane).number(1).rejects(1, LANE);
    changed().control(Control::Lane1).rejects(1, LANE);
}

#[test]
fn a_copy_is_a_separate_lane() {
    let copy = predicted()
        .control(Control::Lane)
        .number(1)
        .control(Control::Change)
        .numbers(&[1, 3])
        .control(Control::Event);
    let (events, end) = copy.control(Control::Lane1).control(Control::Event).read();
    let changed = PREDICTED.replace('5', "6");
    assert_eq!((events, end), (vec![PREDICTED.to_owned(), changed, PREDICTED.to_owned()], Ok(())));
}

#[test]
fn rejects_corrections_of_other_than_predicted_slots() {
    for slot in [5, 6, 250, u64::MAX] {
        predicted().control(Control::Change).number(slot).rejects(1, SLOT);
    }
    // The main slot and explicit slots are always encoded.
    let explicit = Script::new()
        .literal("{\"content\":\"\",\"explicit\":\"\"}\n", &[(0, 2), (1, 1)])
        .tokens(&[13225, 2375]);
    explicit.control(Control::Change).number(1).rejects(1, SLOT);
    let explicit = Script::new()
        .literal("{\"content\":\"\",\"explicit\":\"\"}\n", &[(0, 2), (1, 1)])
        .tokens(&[13225, 2375]);
    explicit.control(Control::Change).number(2).rejects(1, SLOT);
    Script::new().control(Control::Change).number(1).rejects(0, SLOT);
}

#[test]
fn rejects_corrections_that_are_not_in_ascending_order() {
    let changed = || predicted().control(Control::Change).number(2).raw(b"y");
    for slot in [1, 2] {
        changed().control(Control::Change).number(slot).rejects(1, SLOT);
    }
    let list = changed().control(Control::Change).numbers(&[3, 8, 9]).control(Control::Event);
    let (events, end) = list.read();
    assert_eq!((&events[1][..], end), ("{\"n\":5,\"s\":\"y\",\"l\":[7,9]}\n", Ok(())));
}

/// The least recently used lane is dropped when the lanes exceed their limit.
#[test]
fn rejects_a_dropped_lane() {
    let long = |letter: &str| format!("{{\"{}\":1}}\n", letter.repeat(6000));
    let letters = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let script = || letters.iter().fold(Script::new(), |script, letter| script.literal(&long(letter), &[]));
    // Eight lanes of some 6,400 bytes fit into 56 KiB. Lanes `a` and `b` were dropped, so lane 7 is `c`.
    let (events, end) = script().control(Control::Lane).number(7).control(Control::Event).read();
    assert_eq!((&events[10], end), (&long("c"), Ok(())));
    // Number 8 would mean a copy. Number 9 has no meaning.
    script().control(Control::Lane).number(9).rejects(10, LANE);
}
