//! Baselines: a plain copy, plain varints, and stream-vbyte.

use crate::Method;
use std::rc::Rc;
use svb::u32::U32Classic;
use tokenwire::{Encoding, Table};

/// Returns the baselines.
pub(crate) fn plain(encoding: Encoding) -> Vec<Method> {
    let mut plain = vec![memcpy(), varints()];
    plain.extend(stream_vbyte(&Table::chat_2026(encoding)));
    plain
}

/// Returns a plain copy of the ids, the upper bound of speed.
fn memcpy() -> Method {
    let copy = |from: &[u8], to: &mut Vec<u8>| {
        to.clear();
        to.extend_from_slice(from);
    };
    Method::new(
        "memcpy",
        move |message, encoded| copy(&message.raw, encoded),
        move |encoded, decoded| {
            copy(encoded, &mut decoded.raw);
        },
    )
}

/// Returns the method of ids as LEB128, without a table, processed byte by byte.
fn varints() -> Method {
    Method::new(
        "varints of ids",
        |message, encoded| {
            encoded.clear();
            message.ids.iter().for_each(|&id| write(id, encoded));
        },
        |encoded, decoded| {
            decoded.ids.clear();
            let mut rest = encoded;
            while !rest.is_empty() {
                decoded.ids.push(read(&mut rest).unwrap());
            }
        },
    )
}

// The truncated bits are written to the next byte.
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

/// Returns the methods of ranks and of ids by stream-vbyte, after a count.
fn stream_vbyte(table: &Table) -> [Method; 2] {
    let size = 0..table.size();
    let ranks: Vec<u32> = size.clone().map(|id| table.rank(id).unwrap()).collect();
    let ids: Rc<[u32]> = size.map(|rank| table.id(rank).unwrap()).collect();
    let (mut outgoing, mut incoming) = (Vec::new(), Vec::new());
    [
        Method::new(
            "stream-vbyte of ranks",
            move |message, encoded| {
                outgoing.clear();
                outgoing.extend(message.ids.iter().map(|&id| ranks[id as usize]));
                vbyte(&outgoing, encoded);
            },
            move |encoded, decoded| {
                unvbyte(encoded, &mut incoming);
                decoded.ids.clear();
                decoded.ids.extend(incoming.iter().map(|&rank| ids[rank as usize]));
            },
        ),
        Method::new(
            "stream-vbyte of ids",
            |message, encoded| vbyte(&message.ids, encoded),
            |encoded, decoded| {
                unvbyte(encoded, &mut decoded.ids);
            },
        ),
    ]
}

fn vbyte(numbers: &[u32], encoded: &mut Vec<u8>) {
    encoded.clear();
    encoded.extend(u32::try_from(numbers.len()).unwrap().to_le_bytes());
    U32Classic.encode_into(numbers, encoded);
}

fn unvbyte(encoded: &[u8], numbers: &mut Vec<u32>) {
    let (count, bytes) = encoded.split_first_chunk().unwrap();
    numbers.clear();
    U32Classic.decode_into(bytes, u32::from_le_bytes(*count) as usize, numbers).unwrap();
}
