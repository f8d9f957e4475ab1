//! Runs each check on input with a known outcome. This shows that both outcomes are reachable.

use crate::bodies::{self, Outcome::*};
use tokenwire_chat::Encoder;

/// Returns random bytes.
fn noise(seed: u32, len: usize) -> Vec<u8> {
    let step = |state: &mut u32| {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Some(state.to_be_bytes()[0])
    };
    std::iter::repeat_n((), len).scan(seed, |state, ()| step(state)).collect()
}

#[test]
fn accepts_streams_and_rejects_other_bytes() {
    let check =
        |kind: u8, stream: &[u8]| bodies::chat_decoder::check(&[&[kind, 0, 0, 9, 1, 40], stream].concat());
    let (mut encoder, mut stream) = (Encoder::new(), Vec::new());
    encoder
        .push(b"data: {\"content\":\"Hi\"}\n\ndata: {\"content\":\" there\"}\n\ndata: [DO", &mut stream)
        .unwrap();
    encoder.end(&mut stream).unwrap();
    assert_eq!(check(0, &stream), Accepted);
    assert_eq!(check(0, &stream[1..]), Refused);
    assert_eq!(check(0, &[&stream[..], &[0]].concat()), Refused);
    // The input is a literal. The check adds END and its checksum.
    let literal = [&[13, 3 << 2 | 2, 4][..], b"{}\n"].concat();
    assert_eq!((check(3, &literal), check(1, &literal), check(2, &literal)), (Accepted, Refused, Refused));
}

#[test]
fn the_beginning_of_a_stream_provides_lanes_for_the_input() {
    let check =
        |begun: u8, rest: &[u8]| bodies::chat_decoder::check(&[&[3, begun, 0, 9, 1, 40], rest].concat());
    // The input is a token in the lane of the first event. Without that event there is no lane.
    assert_eq!((check(1, &[99]), check(0, &[99])), (Accepted, Refused));
    // Lane 1 exists from the second event on.
    assert_eq!((check(3, &[10, 99]), check(1, &[10, 99])), (Accepted, Refused));
}

#[test]
fn random_bytes_round_trip() {
    for seed in 0..24 {
        for kind in (0..64).chain([160, 240]) {
            let input = [&[kind], &noise(seed, 150 * (1 + seed as usize % 8))[..]].concat();
            assert_eq!(bodies::chat_round_trip::check(&input), Accepted);
        }
    }
}

#[test]
fn damage_is_detected() {
    let outcomes = (0..100).map(|seed| bodies::chat_damage::check(&noise(seed, 400))).collect::<Vec<_>>();
    let count = |outcome| outcomes.iter().filter(|other| **other == outcome).count();
    // Three random changes rarely leave a stream as it was.
    assert!(count(Refused) > 75 && count(Accepted) > 0, "{outcomes:?}");
}
