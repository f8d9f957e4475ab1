//! Counts files that are malformed: the error names the line, from 1.

use tokenwire::limits::MAX_VOCABULARY;
use tokenwire::{Error, Table};

const HEADER: &str = "# vocabulary size 10; ids not listed have count 3\n";

/// The line and the reason of a file that must be refused.
fn refused(file: impl AsRef<[u8]>) -> (usize, String) {
    let file = file.as_ref();
    match Table::from_counts(file) {
        Err(Error::Counts { line, reason }) => (line, reason),
        other => panic!("{:?}: {other:?}", String::from_utf8_lossy(file)),
    }
}

fn assert_refused(file: impl AsRef<[u8]>, line: usize, about: &str) {
    let (found, reason) = refused(file);
    assert_eq!(found, line, "{reason}");
    assert!(reason.contains(about), "{reason:?} does not tell about {about:?}");
}

#[test]
fn no_header() {
    for file in ["", "\n", "1\t5\n", " # vocabulary size 10; ids not listed have count 0\n"] {
        assert_refused(file, 1, "vocabulary size N; ids not listed have count W");
    }
    let late = ["1\t5\n", HEADER].concat();
    assert_refused(late, 1, "vocabulary size N");
}

#[test]
fn a_header_of_something_else() {
    for header in ["# counts", "# vocabulary size", "# vocabulary size 10"] {
        assert_refused(header, 1, "vocabulary size N; ids not listed have count W");
    }
    for size in ["ten", "-10", "+10", "1e3", "", "4294967296"] {
        let header = format!("# vocabulary size {size}; ids not listed have count 0");
        assert_refused(header, 1, &format!("`{size}` is not a vocabulary size"));
    }
    for count in ["x", "-1", "+1", "1.5", "1abc", "", "18446744073709551616"] {
        let header = format!("# vocabulary size 10; ids not listed have count {count}");
        assert_refused(header, 1, &format!("`{count}` is not a count"));
    }
}

#[test]
fn a_header_that_says_more() {
    let file = "# own counts of 2026: vocabulary size 10; ids not listed have count 1, made by hand\n";
    assert_eq!(Table::from_counts(file.as_bytes()).unwrap().weight(9), Some(1));
}

#[test]
fn a_vocabulary_size_that_is_none() {
    for size in [0, MAX_VOCABULARY + 1, u32::MAX] {
        let file = format!("# vocabulary size {size}; ids not listed have count 0\n");
        assert_refused(file, 1, &format!("vocabulary size {size} is not in 1..={MAX_VOCABULARY}"));
    }
}

#[test]
fn ids_that_are_not_in_the_vocabulary() {
    assert_refused([HEADER, "9\t5\n10\t5\n"].concat(), 3, "id 10 is not below the vocabulary size 10");
    for id in ["x", "-1", "+1", "", " 1", "1.5", "4294967296", "99999999999999999999", "１"] {
        assert_refused([HEADER, "0\t5\n", id, "\t5\n"].concat(), 3, "is not an id");
    }
}

#[test]
fn weights_that_are_none() {
    for weight in ["x", "-5", "+5", "", " 5", "5 ", "5.5", "5\t5", "18446744073709551616"] {
        assert_refused([HEADER, "# note\n\n1\t", weight, "\n"].concat(), 4, "is not a weight");
    }
}

#[test]
fn no_tab() {
    for line in ["1 5", "1", "1,5", "x"] {
        assert_refused([HEADER, line, "\n"].concat(), 2, "expected `id<TAB>weight`");
    }
}

#[test]
fn an_id_that_is_listed_twice() {
    let file = [HEADER, "# note\n", "7\t5\n", "\n", "2\t4\n", "7\t5\n"].concat();
    assert_refused(file, 6, "id 7 is already on line 3");
}

#[test]
fn a_weight_below_the_unlisted_one() {
    assert_refused([HEADER, "1\t3\n2\t2\n"].concat(), 3, "weight 2 is below 3");
}

#[test]
fn weights_that_add_up_to_too_much() {
    let most = u64::MAX;
    let header = "# vocabulary size 10; ids not listed have count 0\n";
    assert!(Table::from_counts(format!("{header}1\t{most}\n2\t0\n").as_bytes()).is_ok());
    assert_refused(format!("{header}1\t{most}\n2\t0\n3\t1\n"), 4, "scale them down");
    // The unlisted ids alone, and with them the listed ones.
    assert_refused(format!("# vocabulary size 2; ids not listed have count {most}\n"), 1, "scale them down");
    let unlisted = format!("# vocabulary size 2; ids not listed have count {}\n", most / 2);
    assert!(Table::from_counts(format!("{unlisted}0\t{}\n", most / 2 + 1).as_bytes()).is_ok());
    assert_refused(format!("{unlisted}0\t{}\n", most / 2 + 2), 2, "scale them down");
}

#[test]
fn bytes_that_are_not_utf_8() {
    assert_refused(b"\xff", 1, "not UTF-8");
    assert_refused([HEADER.as_bytes(), b"1\t5\n# caf\xe9\n2\t5\n"].concat(), 3, "not UTF-8");
    assert_refused([HEADER.as_bytes(), b"1\t5\n\xc3"].concat(), 3, "not UTF-8");
}

#[test]
fn a_long_bad_field_is_not_repeated_at_length() {
    let (line, reason) = refused([HEADER, &"9".repeat(1 << 20), "\t5\n"].concat());
    assert_eq!(line, 2);
    assert!(reason.len() < 100, "{} bytes", reason.len());
}

#[test]
fn the_message_names_the_line() {
    let message = Table::from_counts([HEADER, "1 5\n"].concat().as_bytes()).unwrap_err().to_string();
    assert_eq!(message, "counts file, line 2: expected `id<TAB>weight`");
}
