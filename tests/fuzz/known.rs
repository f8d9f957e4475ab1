//! Runs each check on input whose outcome is known. This detects checks that are never reached.

use crate::bodies::{self, Outcome::*, checksum};
use tokenwire::{Codec, Coder, DocumentWriter, Encoding, StreamCoder, StreamWriter, Table};

const CODEC: Codec = Codec::new(Encoding::O200kBase);
const IDS: [u32; 3] = [13225, 2375, 0];

fn noise(len: u32) -> Vec<u8> {
    (0..len).map(|i| (i * i / 7).to_le_bytes()[0]).collect()
}

#[test]
fn the_checksums_have_the_published_check_values() {
    // The check values of the catalogue of CRCs.
    assert_eq!(checksum::short(b"123456789"), 0xd64e);
    assert_eq!(checksum::long(b"123456789"), 0xcbf4_3926);
    for len in [0, 7, 1022, 1023, 3000] {
        let text = vec![b'x'; len];
        let document =
            DocumentWriter::new(Encoding::O200kBase).with_coder(Coder::Stored).encode_text(&text).unwrap();
        assert_eq!(checksum::with_checksum(&[&[0x80, 2], &text[..]].concat()), document);
    }
}

#[test]
fn payloads_have_the_expected_outcomes() {
    let payload = CODEC.encode(&IDS).unwrap();
    assert_eq!(bodies::payload::check(&payload), Accepted);
    assert_eq!(bodies::payload::check(&CODEC.encode_raw(&IDS).unwrap()), Accepted);
    assert_eq!(bodies::payload::check(&CODEC.with_gzip(true).encode(&IDS).unwrap()), Accepted);
    for cut in 0..payload.len() {
        assert_eq!(bodies::payload::check(&payload[..cut]), Refused);
    }
    // No table has this mapped id. The codecs reject it, but the inspection does not.
    assert_eq!(bodies::payload::check(&[0x19, 0x15, 0xff, 0xff, 0xff, 0xff, 0x0f, 0]), Refused);
}

#[test]
fn gzip_payloads_have_the_expected_outcomes() {
    // The first byte selects the third table, which the codec uses too.
    let check = |bytes: &[u8]| bodies::gzip_payload::check(&[&[2], bytes].concat());
    let payload = CODEC.encode(&IDS).unwrap();
    let member = CODEC.with_gzip(true).encode(&IDS).unwrap();
    assert_eq!((check(&payload), check(&member)), (Accepted, Accepted));
    // The deflate stream of the member is between a header of 10 bytes and a trailer of 8.
    assert_eq!(check(&member[10..member.len() - 8]), Accepted);
    assert_eq!(check(&payload[1..]), Refused);
    assert_eq!(check(&CODEC.encode(&vec![0; 5000]).unwrap()), Refused);
    // The text exceeds the limit, but the ids do not.
    let spaces = CODEC.encode_text(&vec![b' '; 100_000]).unwrap();
    assert_eq!((check(&spaces), spaces.len() < 4096), (Accepted, true));
}

#[test]
fn documents_have_the_expected_outcomes() {
    let custom = Table::from_counts(b"# vocabulary size 9; ids not listed have count 0\n").unwrap();
    for &coder in Coder::ALL {
        let document = DocumentWriter::new(Encoding::O200kBase).with_coder(coder).encode(&IDS).unwrap();
        assert_eq!(bodies::document::check(&document), Accepted, "{coder}");
        assert_eq!(bodies::document::check(&document[1..]), Refused);
        let document = DocumentWriter::from_table(custom.clone()).with_coder(coder).encode(&[8, 3]).unwrap();
        assert_eq!(bodies::document::check(&document), Refused, "{coder}");
    }
    let document = DocumentWriter::new(Encoding::O200kBase).encode_text("\u{1}").unwrap();
    assert_eq!(bodies::document::check(&document), Accepted);
}

#[test]
fn document_bodies_have_the_expected_outcomes() {
    // Each case has a coder, an accepted body and a rejected body, with the table of 300 ids.
    let cases: [(u8, &[u8], &[u8]); 5] = [
        (1, &[7, 0, 0, 0, 43, 1, 0, 0], &[44, 1, 0, 0]),
        (2, &[0, 0x80, 1], &[0x80]),
        (3, &[3, 0], &[3, 0, 0]),
        (4, &[], &[0; 2]),
        (5, &[0, 0x80, 1], &[0x80]),
    ];
    for (coder, accepted, rejected) in cases {
        let check = |body: &[u8]| bodies::document_body::check(&[&[coder, 7], body].concat());
        assert_eq!((check(accepted), check(rejected)), (Accepted, Refused), "{coder}");
    }
    #[cfg(feature = "zstd")]
    document_bodies_of_zstd();
    // The ids of text are only known if the vocabulary is.
    assert_eq!(bodies::document_body::check(&[&[0, 0], &b"\xff text"[..]].concat()), Accepted);
    assert_eq!(bodies::document_body::check(&[&[0, 7], &b"\xff text"[..]].concat()), Refused);
    // Bodies of all lengths around the change of the checksum's length.
    for len in 1000..1030 {
        assert_eq!(bodies::document_body::check(&[&[2, 0], &vec![5; len][..]].concat()), Accepted);
    }
}

/// Checks frames: a raw block of one byte, and data that the check itself compresses.
#[cfg(feature = "zstd")]
fn document_bodies_of_zstd() {
    let check =
        |coder: u8, table: u8, body: &[u8]| bodies::document_body::check(&[&[coder, table], body].concat());
    for (coder, table) in [(6, 0), (7, 7)] {
        assert_eq!(check(coder, table, &[0x20, 1, 9, 0, 0, b'o']), Accepted, "{coder}");
        assert_eq!(check(coder, table, &[0x20, 1, 9, 0, 0]), Refused, "{coder}");
    }
    assert_eq!([check(8, 0, b"any \xff text"), check(8, 7, b"text")], [Accepted, Refused]);
    assert_eq!([check(9, 7, &[0, 0x80, 1]), check(9, 7, &[0x80])], [Accepted, Refused]);
    // This long text takes few bytes, and exceeds the smaller limit.
    assert_eq!(check(8, 0, &[b'x'; 5000]), Accepted);
}

#[test]
fn round_trips_are_accepted() {
    let text = noise(2000);
    for table in 0..11 {
        for len in [0, 1, 3, 100, 2000] {
            let input = [&[table], &text[..len]].concat();
            assert_eq!(bodies::round_trip::check(&input), Accepted);
            assert_eq!(bodies::text::check(&input), Accepted);
        }
    }
}

#[test]
fn code_words_have_the_expected_outcomes() {
    // The words of the table with 256 equal weights are bytes. The pieces have 1, 17 and 1025 bytes.
    let bytes = noise(4000);
    assert_eq!(bodies::prefix::check(&[&[9, 0, 16, 0, 128], &bytes[..]].concat()), Accepted);
    // This is the reserved word.
    assert_eq!(bodies::prefix::check(&[6, 0, 0, 0, 0, 0xff, 0xff, 0xff]), Refused);
    // The last word but one, and padding. Only o200k_harmony has its rank, not o200k_base.
    assert_eq!(bodies::prefix::check(&[0, 9, 9, 9, 9, 0xff, 0xff, 0xff]), Refused);
}

#[test]
fn streams_have_the_expected_outcomes() {
    // The table has 300 ids. Kinds 0 and 1 are varints of ids and of events, 3 is words of events, and 4 has a
    // complete header.
    let check = |kind: u8, bytes: &[u8]| bodies::stream::check(&[&[7, kind, 1, 2, 1, 9], bytes].concat());
    assert_eq!(check(0, &[16, 2, 2, 17, 3, 0xbb, 2]), Accepted);
    assert_eq!(check(0, &[16, 0, 1, 2, 3, 4]), Accepted);
    for bytes in [&[16, 1][..], &[16, 5], &[15], &[0x90, 0], &[0xbc, 2], &[16, 0, 1, 2, 3, 4, 5]] {
        // The check corrects a wrong checksum after END, and then ignores the bytes after it.
        let expected = if bytes.contains(&0) && bytes.len() > 4 { Accepted } else { Refused };
        assert_eq!(check(0, bytes), expected, "{bytes:02x?}");
    }
    assert_eq!(check(1, &[16, 5, 0x80, 1, 2, 13, 3, 2, 2, 2, 2, 14, 17]), Accepted);
    assert_eq!(check(1, &[16, 13, 0x80, 0x80, 0x80, 1, 7]), Accepted);
    // Any bytes are valid words, up to an invalid control code.
    let accepted = (0..200u32).filter(|n| check(3, &n.wrapping_mul(0x9e37_79b1).to_be_bytes()) == Accepted);
    assert!((50..200).contains(&accepted.count()));
    let mut writer = StreamWriter::new(Encoding::O200kHarmony).with_coder(StreamCoder::Prefix);
    let mut stream = Vec::new();
    writer.tokens(&IDS, &mut stream).unwrap();
    writer.end(&mut stream);
    assert_eq!(check(4, &stream), Accepted);
    assert_eq!(check(4, &stream[1..]), Refused);
}

#[test]
fn counts_files_have_the_expected_outcomes() {
    let header = "# vocabulary size 3; ids not listed have count 1\n";
    assert_eq!(bodies::counts::check(format!("{header}1\t5\n").as_bytes()), Accepted);
    assert_eq!(bodies::counts::check(format!("{header}3\t5\n").as_bytes()), Refused);
    assert_eq!(bodies::counts::check(header.replace('3', "999999").as_bytes()), Skipped);
    // These inputs are weights: of one, two and three ids, and all powers of two.
    for len in [0, 1, 3, 5] {
        assert_eq!(bodies::counts::check(&[7, 3, 2, 9, 1][..len]), Accepted);
    }
    let steep: Vec<u8> = (0..40).flat_map(|shift| [1, shift]).collect();
    assert_eq!(bodies::counts::check(&[&[1], &steep[..]].concat()), Accepted);
}

#[test]
fn payloads_that_only_thrift_accepts_are_rejected() {
    let check = bodies::thrift_differential::check;
    assert_eq!(check(&CODEC.encode(&IDS).unwrap()), Accepted);
    // Thrift accepts these, but tokenwire does not: non-canonical field headers, counts, items and stop bytes, and
    // trailing data.
    let non_canonical: [&[u8]; 7] = [
        &[0x09, 0x02, 0x15, 0x02, 0x00],
        &[0x19, 0xf5, 0x01, 0x02, 0x00],
        &[0x19, 0x15, 0x82, 0x00, 0x00],
        &[0x19, 0x15, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x00],
        &[0x19, 0x15, 0x02, 0x15, 0x02, 0x00],
        &[0x19, 0x15, 0x02, 0xd0],
        &[0x19, 0x15, 0x02, 0x00, 0x00],
    ];
    assert!(
        non_canonical
            .iter()
            .all(|bytes| check(bytes) == Refused && bodies::thrift_differential::thrift_reads(bytes))
    );
    assert!(!bodies::thrift_differential::thrift_reads(&[0x19, 0x15, 0x02]));
    assert_eq!(check(&[0x1f]), Skipped);
}
