//! The checksums of documents, implemented bit by bit from their definitions. The fuzz targets use them too.

/// Returns the CRC-16/GENIBUS.
pub(crate) fn short(bytes: &[u8]) -> u16 {
    let shift = |crc: u16| if crc & 0x8000 > 0 { crc << 1 ^ 0x1021 } else { crc << 1 };
    let add = |crc: u16, byte: &u8| (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| shift(crc));
    !bytes.iter().fold(0xffff, add)
}

/// Returns the CRC-32/ISO-HDLC.
pub(crate) fn long(bytes: &[u8]) -> u32 {
    let shift = |crc: u32| if crc & 1 > 0 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    let add = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| shift(crc));
    !bytes.iter().fold(u32::MAX, add)
}

/// Appends the checksum of a document.
pub(crate) fn with_checksum(before: &[u8]) -> Vec<u8> {
    if before.len() <= 1022 {
        [before, &short(before).to_be_bytes()].concat()
    } else {
        [before, &long(before).to_le_bytes()].concat()
    }
}
