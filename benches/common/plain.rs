//! What there is without us: a copy, plain varints, and stream-vbyte.

use super::Method;
use std::rc::Rc;
use svb::u32::U32Classic;
use tokenwire::{Encoding, Table};

pub(crate) fn plain(encoding: Encoding) -> Vec<Method> {
    let mut plain = vec![memcpy(), varints()];
    plain.extend(stream_vbyte(&Table::chat_2026(encoding)));
    plain
}

/// The limit: the ids copied as they are.
fn memcpy() -> Method {
    let copy = |from: &[u8], to: &mut Vec<u8>| {
        to.clear();
        to.extend_from_slice(from);
    };
    Method::new(
        "memcpy",
        move |message, sent| copy(&message.raw, sent),
        move |sent, got| {
            copy(sent, &mut got.raw);
        },
    )
}

/// Ids as LEB128, a byte at a time, without a table.
fn varints() -> Method {
    Method::new(
        "varints of ids",
        |message, sent| {
            sent.clear();
            message.ids.iter().for_each(|&id| write(id, sent));
        },
        |sent, got| {
            got.ids.clear();
            let mut rest = sent;
            while !rest.is_empty() {
                got.ids.push(read(&mut rest).unwrap());
            }
        },
    )
}

// What is cut off follows.
#[allow(clippy::cast_possible_truncation)]
fn write(mut number: u32, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn read(rest: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Ranks by stream-vbyte behind a count, and the ids as they are.
fn stream_vbyte(table: &Table) -> [Method; 2] {
    let size = 0..table.size();
    let ranks: Vec<u32> = size.clone().map(|id| table.rank(id).unwrap()).collect();
    let ids: Rc<[u32]> = size.map(|rank| table.id(rank).unwrap()).collect();
    let (mut there, mut back) = (Vec::new(), Vec::new());
    [
        Method::new(
            "stream-vbyte of ranks",
            move |message, sent| {
                there.clear();
                there.extend(message.ids.iter().map(|&id| ranks[id as usize]));
                vbyte(&there, sent);
            },
            move |sent, got| {
                unvbyte(sent, &mut back);
                got.ids.clear();
                got.ids.extend(back.iter().map(|&rank| ids[rank as usize]));
            },
        ),
        Method::new(
            "stream-vbyte of ids",
            |message, sent| vbyte(&message.ids, sent),
            |sent, got| {
                unvbyte(sent, &mut got.ids);
            },
        ),
    ]
}

fn vbyte(numbers: &[u32], sent: &mut Vec<u8>) {
    sent.clear();
    sent.extend(u32::try_from(numbers.len()).unwrap().to_le_bytes());
    U32Classic.encode_into(numbers, sent);
}

fn unvbyte(sent: &[u8], numbers: &mut Vec<u32>) {
    let (count, bytes) = sent.split_first_chunk().unwrap();
    numbers.clear();
    U32Classic.decode_into(bytes, u32::from_le_bytes(*count) as usize, numbers).unwrap();
}
