//! Bounds the memory that hostile input can make a reader allocate. A false length allocates almost nothing, and a
//! decompression bomb at most the limit, in payloads, documents and streams.
//!
//! This is a single test, since the allocator counts for the whole process.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::checksum::with_checksum;
use flate2::{
    Compression,
    write::{DeflateEncoder, GzEncoder},
};
use peakmem_alloc::{INSTRUMENTED_SYSTEM, PeakMemAlloc, PeakMemAllocTrait};
use std::alloc::System;
use std::io::Write;
use tokenwire::limits::{MAX_SIZE, MAX_VOCABULARY};
use tokenwire::{
    Codec, Coder, Document, DocumentWriter, Error, StreamCoder, StreamReader, StreamWriter, Symbol, Table,
};

#[global_allocator]
static MEMORY: &PeakMemAlloc<System> = &INSTRUMENTED_SYSTEM;

const MIB: usize = 1 << 20;
/// The first bytes of documents of ids, by coder: stored, thrift, gzip, prefix, hybrid.
const FIRST: &[u8] = &[
    0x83,
    0x85,
    GZIP,
    0x89,
    #[cfg(feature = "zstd")]
    HYBRID,
];
const GZIP: u8 = 0x86;
#[cfg(feature = "zstd")]
const HYBRID: u8 = 0x8c;

/// Returns the peak number of bytes that `work` allocates. This is the minimum of a few runs, since other threads
/// of the test process allocate too.
fn peak<T>(work: impl Fn() -> T) -> usize {
    let measure = |_| {
        MEMORY.reset_peak_memory();
        drop(work());
        MEMORY.get_peak_memory()
    };
    (0..5).map(measure).min().unwrap()
}

fn codec() -> Codec {
    common::plain_codec(1000)
}

#[test]
fn hostile_input_cannot_allocate_much_more_than_its_own_size_or_the_limit() {
    the_measurement_works();
    false_counts_allocate_almost_nothing();
    a_stated_vocabulary_size_allocates_as_documented();
    a_payload_allocates_four_bytes_per_item();
    a_gzip_bomb_allocates_at_most_the_limit();
    #[cfg(feature = "o200k")]
    a_bomb_of_long_tokens_allocates_at_most_the_limit();
    a_false_gzip_length_allocates_almost_nothing();
    an_unknown_id_allocates_only_for_the_ids_before_it();
    malformed_bodies_allocate_almost_nothing();
    documents_allocate_four_bytes_per_id();
    a_deflate_bomb_allocates_at_most_the_limit();
    #[cfg(feature = "zstd")]
    a_zstd_bomb_allocates_at_most_the_limit();
    #[cfg(feature = "zstd")]
    a_false_zstd_size_allocates_at_most_what_the_blocks_can_hold();
    #[cfg(feature = "o200k")]
    long_tokens_in_a_document_allocate_at_most_the_limit();
    a_long_stream_allocates_almost_nothing();
    false_lengths_in_a_stream_allocate_almost_nothing();
}

/// Checks that the measurement works. Otherwise, the other checks would pass for any code.
fn the_measurement_works() {
    let measured = peak(|| vec![1u8; MIB]);
    assert!((MIB..MIB + 4096).contains(&measured), "{measured}");
}

fn false_counts_allocate_almost_nothing() {
    let codec = codec();
    for count in
        [[0xff, 0xff, 0xff, 0xff, 0x07], [0xff, 0xff, 0xff, 0xff, 0x0f], [0x80, 0x80, 0x80, 0x80, 0x04]]
    {
        let payload = [&[0x19, 0xf5][..], &count, &[0]].concat();
        assert_eq!(payload.len(), 8);
        assert!(codec.decode(&payload).is_err());
        let costs = [
            peak(|| codec.decode(&payload)),
            peak(|| codec.decode_mapped(&payload)),
            peak(|| codec.decode_raw(&payload)),
        ];
        assert!(costs.iter().all(|&cost| cost < 1024), "{payload:02x?}: {costs:?}");
    }
}

/// A file of 60 bytes may state any size up to the largest. `limits` documents the memory for that.
fn a_stated_vocabulary_size_allocates_as_documented() {
    let size = MAX_VOCABULARY as usize;
    let claim = format!("# vocabulary size {size}; ids not listed have count 0\n");
    let cost = peak(|| Table::from_counts(claim.as_bytes()).unwrap());
    assert!((16 * size..100 * size).contains(&cost), "{} bytes an id", cost / size);
}

fn a_payload_allocates_four_bytes_per_item() {
    let (codec, ids) = (codec(), vec![0; 100_000]);
    let payload = codec.encode(&ids).unwrap();
    let cost = peak(|| codec.decode(&payload).unwrap());
    assert!((400_000..410_000).contains(&cost), "{cost}");
    // A malformed last item does not allocate more.
    let cut = &payload[..payload.len() - 1];
    let cost = peak(|| codec.decode(cut).unwrap_err());
    assert!(cost < 410_000, "{cost}");
}

fn a_gzip_bomb_allocates_at_most_the_limit() {
    let bomb = gzip(&vec![0; 48 * MIB]);
    assert!((40_000..56_000).contains(&bomb.len()), "{}", bomb.len());
    for limit in [0, 1000, MIB, 4 * MIB, 16 * MIB] {
        let codec = codec().with_max_size(limit);
        assert!(matches!(codec.decode(&bomb), Err(Error::LimitExceeded { .. })));
        let cost = peak(|| codec.decode(&bomb));
        assert!(cost < limit + MIB, "{cost} bytes at a limit of {limit}");
    }
}

/// A token of 128 spaces takes three bytes of payload, so text needs a limit too.
#[cfg(feature = "o200k")]
fn a_bomb_of_long_tokens_allocates_at_most_the_limit() {
    use tokenwire::{Encoding, Vocabulary};
    let encoding = Encoding::O200kBase;
    let id = Vocabulary::new(encoding).ordinary_id(&[b' '; 128]).unwrap();
    let limit = 4 * MIB;
    let codec = Codec::new(encoding).with_max_size(limit);
    let expected = Error::LimitExceeded { what: "bytes of text in a gzip payload", limit };
    for ids in [MIB, limit / 7, limit / 128 + 1] {
        let bomb = Codec::new(encoding).with_gzip(true).encode(&vec![id; ids]).unwrap();
        assert!(bomb.len() < 20_000, "{}", bomb.len());
        assert_eq!(codec.decode_bytes(&bomb), Err(expected.clone()));
        // This covers the inflated payload and four bytes per id.
        let cost = peak(|| codec.decode_bytes(&bomb));
        assert!(cost < 3 * ids + 4 * ids + MIB / 2, "{cost} bytes for {ids} ids");
    }
    let most = Codec::new(encoding).with_gzip(true).encode(&vec![id; limit / 128]).unwrap();
    let cost = peak(|| codec.decode_bytes(&most).unwrap());
    assert!(cost < limit + MIB, "{cost} bytes at a limit of {limit}");
}

/// The last four bytes of a gzip member state its length, which may be false.
fn a_false_gzip_length_allocates_almost_nothing() {
    let codec = codec();
    let mut member = codec.clone().with_gzip(true).encode(&[1, 2, 3]).unwrap();
    let end = member.len() - 4;
    member[end..].copy_from_slice(&u32::try_from(MAX_SIZE).unwrap().to_le_bytes());
    assert!(matches!(codec.decode(&member), Err(Error::Gzip { .. })));
    let cost = peak(|| codec.decode(&member));
    assert!(cost < MIB, "{cost}");
}

fn an_unknown_id_allocates_only_for_the_ids_before_it() {
    let codec = codec();
    let mut ids = vec![0; 100_000];
    ids.push(1000);
    let cost = peak(|| codec.encode(&ids).unwrap_err());
    assert!(cost < 300_000, "{cost}");
}

/// A document states no count, so only a malformed body could cause an allocation. An incomplete item is detected
/// first.
fn malformed_bodies_allocate_almost_nothing() {
    let table = common::plain_table(1000);
    for &first in FIRST {
        let before = [&[first, 0], &table.fingerprint().0[..], &[0xff; 6]].concat();
        let bytes = with_checksum(&before);
        let document = Document::open_with(&bytes, &table).unwrap();
        assert!(document.decode().is_err(), "{first:x}");
        let cost = peak(|| document.decode());
        // Inflating allocates a window.
        assert!(cost < if first == GZIP { 64 << 10 } else { 1024 }, "{first:x}: {cost}");
    }
}

fn documents_allocate_four_bytes_per_id() {
    let table = common::plain_table(1);
    let ids = vec![0; 1_100_000];
    for coder in [Coder::Stored, Coder::Thrift, Coder::Prefix] {
        let bytes = DocumentWriter::from_table(table.clone()).with_coder(coder).encode(&ids).unwrap();
        let document = Document::open_with(&bytes, &table).unwrap();
        let cost = peak(|| document.decode().unwrap());
        // Code words are not counted in advance, so their buffer grows by doubling.
        let most = if coder == Coder::Prefix { 8_800_000 } else { 4_410_000 };
        assert!((4_400_000..most).contains(&cost), "{coder}: {cost}");
    }
}

fn a_deflate_bomb_allocates_at_most_the_limit() {
    let table = common::plain_table(1000);
    let before = [&[GZIP, 0], &table.fingerprint().0[..], &deflate(&vec![0x80; 48 * MIB])].concat();
    let bytes = with_checksum(&before);
    assert!((40_000..56_000).contains(&bytes.len()), "{}", bytes.len());
    for limit in [0, 1000, MIB, 4 * MIB, 16 * MIB] {
        let document = Document::open_with(&bytes, &table).unwrap().with_max_size(limit);
        assert!(matches!(document.decode(), Err(Error::LimitExceeded { .. })));
        let cost = peak(|| document.decode());
        assert!(cost < limit + MIB, "{cost} bytes at a limit of {limit}");
    }
}

#[cfg(feature = "zstd")]
/// Returns a document whose body is this zstd frame.
fn document_of_frame(first: u8, table: &Table, frame: &[u8]) -> Vec<u8> {
    with_checksum(&[&[first, 0], &table.fingerprint().0[..], frame].concat())
}

/// A frame of two kilobytes, of varints and of text.
#[cfg(feature = "zstd")]
fn a_zstd_bomb_allocates_at_most_the_limit() {
    let table = common::plain_table(1000);
    let frame = zstd::bulk::compress(&vec![0x80; 48 * MIB], 19).unwrap();
    for first in [0x8a, HYBRID] {
        let bytes = document_of_frame(first, &table, &frame[4..]);
        assert!(bytes.len() < 8_000, "{}", bytes.len());
        for limit in [0, 1000, MIB, 4 * MIB, 16 * MIB] {
            let document = Document::open_with(&bytes, &table).unwrap().with_max_size(limit);
            let expected = Error::LimitExceeded { what: "bytes inside zstd", limit };
            assert_eq!(document.decode_bytes().err() == Some(expected), first == 0x8a);
            assert!(document.decode().is_err());
            // The size is checked before anything is allocated.
            let cost = peak(|| (document.decode(), document.decode_bytes()));
            assert!(cost < 32 << 10, "{cost} bytes at a limit of {limit}");
        }
        let document = Document::open_with(&bytes, &table).unwrap().with_max_size(48 * MIB);
        let cost = peak(|| document.decode_bytes());
        assert!(cost < 49 * MIB, "{cost}");
    }
}

/// A frame may state a false size. The allocation is bounded by the number of its blocks.
#[cfg(feature = "zstd")]
fn a_false_zstd_size_allocates_at_most_what_the_blocks_can_hold() {
    let table = common::plain_table(1000);
    for (stated, block) in [(60 * MIB as u64, MIB), (1 << 60, 1024), (u64::MAX, 1024)] {
        // The frame has one raw block of one byte, which is the last block.
        let frame = [&[0xe0], &stated.to_le_bytes()[..], &[9, 0, 0, 7]].concat();
        for first in [0x8a, HYBRID] {
            let bytes = document_of_frame(first, &table, &frame);
            let document = Document::open_with(&bytes, &table).unwrap();
            assert!(document.decode().is_err());
            let cost = peak(|| (document.decode(), document.decode_bytes()));
            assert!(cost < block, "{stated}: {cost}");
        }
    }
}

/// Decoded text is limited with every coder.
#[cfg(feature = "o200k")]
fn long_tokens_in_a_document_allocate_at_most_the_limit() {
    use tokenwire::{Encoding, Vocabulary};
    let id = Vocabulary::new(Encoding::O200kBase).ordinary_id(&[b' '; 128]).unwrap();
    let limit = 4 * MIB;
    for (coder, ids) in
        Coder::ALL.iter().copied().flat_map(|coder| [(coder, limit / 7), (coder, limit / 128 + 1)])
    {
        let writer = DocumentWriter::new(Encoding::O200kBase).with_coder(coder);
        let bytes = writer.encode(&vec![id; ids]).unwrap();
        let document = Document::open(&bytes).unwrap().with_max_size(limit);
        assert!(matches!(document.decode_bytes(), Err(Error::LimitExceeded { .. })), "{coder}");
        // This covers decompressed bytes and four bytes per id.
        let cost = peak(|| document.decode_bytes());
        assert!(cost < 3 * ids + 4 * ids + MIB / 2, "{coder}: {cost} bytes for {ids} ids");
    }
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// This holds for long streams of tokens and for long streams of FLUSH.
fn a_long_stream_allocates_almost_nothing() {
    let table = common::plain_table(1000);
    let ids: Vec<u32> = (0..1000).collect();
    for &coder in StreamCoder::ALL {
        let writer = StreamWriter::from_table(table.clone()).with_coder(coder);
        let cost = peak(|| {
            let (mut writer, mut reader) = (writer.clone(), StreamReader::new().with_table(table.clone()));
            let (mut bytes, mut read) = (Vec::new(), Vec::new());
            for _ in 0..2000 {
                bytes.clear();
                read.clear();
                writer.tokens(&ids, &mut bytes).unwrap();
                writer.ping(&mut bytes);
                reader.push(&bytes);
                reader.tokens(&mut read).unwrap();
                assert_eq!(read, ids);
            }
            assert!(reader.offset() > 2 * MIB);
        });
        assert!(cost < 32 << 10, "{coder}: {cost}");
    }
    let header = [&[0xc2, 0][..], &table.fingerprint().0, &[0]].concat();
    let flushes = vec![2; 1000];
    let cost = peak(|| {
        let mut reader = StreamReader::new().with_table(table.clone());
        reader.push(&header);
        for _ in 0..2000 {
            reader.push(&flushes);
            assert_eq!(reader.symbol(), Ok(None));
        }
    });
    assert!(cost < 32 << 10, "{cost}");
}

/// The length of a literal is not trusted: nothing is allocated in advance.
fn false_lengths_in_a_stream_allocate_almost_nothing() {
    let cost = peak(|| {
        let mut reader = StreamReader::new().with_table(common::plain_table(3));
        reader.push(&[&[0xc2, 0][..], &common::plain_table(3).fingerprint().0, &[0, 13]].concat());
        assert!(matches!(reader.symbol(), Ok(Some(Symbol::Control(_)))));
        for _ in 0..1000 {
            reader.push(&[7]);
            assert_eq!(reader.bytes(usize::MAX), Ok(None));
        }
    });
    // This includes two tables of three ids.
    assert!(cost < 64 << 10, "{cost}");
}
