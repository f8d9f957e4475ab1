//! What others make of the same events.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, Write};

/// What servers and proxies set unless told otherwise.
pub(super) const GZIP_FLUSHED: u32 = 6;
pub(super) const ZSTD_FLUSHED: i32 = 3;
pub(super) const GZIP_WHOLE: u32 = 9;

pub(crate) fn gzip_flushed(events: &[&[u8]]) -> io::Result<usize> {
    let mut member = GzEncoder::new(Vec::new(), Compression::new(GZIP_FLUSHED));
    write_flushed(&mut member, events)?;
    Ok(member.finish()?.len())
}

pub(super) fn zstd_flushed(events: &[&[u8]]) -> io::Result<usize> {
    let mut frame = zstd::Encoder::new(Vec::new(), ZSTD_FLUSHED)?;
    write_flushed(&mut frame, events)?;
    Ok(frame.finish()?.len())
}

pub(super) fn gzip_whole(source: &[u8]) -> io::Result<usize> {
    let mut member = GzEncoder::new(Vec::new(), Compression::new(GZIP_WHOLE));
    member.write_all(source)?;
    Ok(member.finish()?.len())
}

fn write_flushed(to: &mut impl Write, events: &[&[u8]]) -> io::Result<()> {
    for event in events {
        to.write_all(event)?;
        to.flush()?;
    }
    Ok(())
}
