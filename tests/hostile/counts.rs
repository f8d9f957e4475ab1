//! Malformed counts files. The error has the line, counted from 1.

use tokenwire::limits::MAX_VOCABULARY;
use tokenwire::{Error, Table};

const HEADER: &str = "# vocabulary size 10; ids not listed have count 3\n";

/// Returns the line and the reason of the error for a malformed file.
fn rejected(file: impl AsRef<[u8]>) -> (usize, String) {
    let file = file.as_ref();
    match Table::from_counts(file) {
        Err(Error::Counts { line, reason }) => (line, reason),
        other => panic!("{:?}: {other:?}", String::from_utf8_lossy(file)),
    }
}

/// Asserts that a file is rejected because of this line, and that the reason contains `expected`.
fn assert_rejected(file: impl AsRef<[u8]>, line: usize, expected: &str) {
    let (actual, reason) = rejected(file);
    assert_eq!(actual, line, "{reason}");
    assert!(reason.contains(expected), "{reason:?} does not contain {expected:?}");
}

#[test]
fn rejects_a_file_without_a_header() {
    for file in ["", "\n", "1\t5\n", " # vocabulary size 10; ids not listed have count 0\n"] {
        assert_rejected(file, 1, "vocabulary size N; ids not listed have count W");
    }
    let late = ["1\t5\n", HEADER].concat();
    assert_rejected(late, 1, "vocabulary size N");
}

#[test]
fn rejects_a_malformed_header() {
    for header in ["# counts", "# vocabulary size", "# vocabulary size 10"] {
        assert_rejected(header, 1, "vocabulary size N; ids not listed have count W");
    }
    for size in ["ten", "-10", "+10", "1e3", "", "4294967296"] {
        let header = format!("# vocabulary size {size}; ids not listed have count 0");
        assert_rejected(header, 1, &format!("`{size}` is not a vocabulary size"));
    }
    for count in ["x", "-1", "+1", "1.5", "1abc", "", "18446744073709551616"] {
        let header = format!("# vocabulary size 10; ids not listed have count {count}");
        assert_rejected(header, 1, &format!("`{count}` is not a count"));
    }
}

#[test]
fn accepts_other_text_in_the_header() {
    let file = "# own counts of 2026: vocabulary size 10; ids not listed have count 1, made by hand\n";
    assert_eq!(Table::from_counts(file.as_bytes()).unwrap().weight(9), Some(1));
}

#[test]
fn rejects_an_impossible_vocabulary_size() {
    for size in [0, MAX_VOCABULARY + 1, u32::MAX] {
        let file = format!("# vocabulary size {size}; ids not listed have count 0\n");
        assert_rejected(
            file,
            1,
            &format!("vocabulary size {size} is not in the range 1 to {MAX_VOCABULARY}"),
        );
    }
}

#[test]
fn rejects_ids_outside_the_vocabulary() {
    assert_rejected([HEADER, "9\t5\n10\t5\n"].concat(), 3, "id 10 is not below the vocabulary size 10");
    for id in ["x", "-1", "+1", "", " 1", "1.5", "4294967296", "99999999999999999999", "１"] {
        assert_rejected([HEADER, "0\t5\n", id, "\t5\n"].concat(), 3, "is not an id");
    }
}

#[test]
fn rejects_malformed_weights() {
    for weight in ["x", "-5", "+5", "", " 5", "5 ", "5.5", "5\t5", "18446744073709551616"] {
        assert_rejected([HEADER, "# note\n\n1\t", weight, "\n"].concat(), 4, "is not a weight");
    }
}

#[test]
fn rejects_lines_without_a_tab() {
    for line in ["1 5", "1", "1,5", "x"] {
        assert_rejected([HEADER, line, "\n"].concat(), 2, "expected `id<TAB>weight`");
    }
}

#[test]
fn rejects_a_duplicate_id() {
    let file = [HEADER, "# note\n", "7\t5\n", "\n", "2\t4\n", "7\t5\n"].concat();
    assert_rejected(file, 6, "id 7 is already on line 3");
}

#[test]
fn rejects_a_weight_below_that_of_unlisted_ids() {
    assert_rejected([HEADER, "1\t3\n2\t2\n"].concat(), 3, "weight 2 is below 3");
}

#[test]
fn rejects_weights_whose_sum_overflows() {
    let max = u64::MAX;
    let header = "# vocabulary size 10; ids not listed have count 0\n";
    assert!(Table::from_counts(format!("{header}1\t{max}\n2\t0\n").as_bytes()).is_ok());
    assert_rejected(format!("{header}1\t{max}\n2\t0\n3\t1\n"), 4, "scale them down");
    // The weights of unlisted ids count too, alone and together with the listed ones.
    assert_rejected(format!("# vocabulary size 2; ids not listed have count {max}\n"), 1, "scale them down");
    let unlisted = format!("# vocabulary size 2; ids not listed have count {}\n", max / 2);
    assert!(Table::from_counts(format!("{unlisted}0\t{}\n", max / 2 + 1).as_bytes()).is_ok());
    assert_rejected(format!("{unlisted}0\t{}\n", max / 2 + 2), 2, "scale them down");
}

#[test]
fn rejects_bytes_that_are_not_utf_8() {
    assert_rejected(b"\xff", 1, "not UTF-8");
    assert_rejected([HEADER.as_bytes(), b"1\t5\n# caf\xe9\n2\t5\n"].concat(), 3, "not UTF-8");
    assert_rejected([HEADER.as_bytes(), b"1\t5\n\xc3"].concat(), 3, "not UTF-8");
}

#[test]
fn the_message_shortens_a_long_malformed_field() {
    let (line, reason) = rejected([HEADER, &"9".repeat(1 << 20), "\t5\n"].concat());
    assert_eq!(line, 2);
    assert!(reason.len() < 100, "{} bytes", reason.len());
}

#[test]
fn the_message_has_the_line() {
    let message = Table::from_counts([HEADER, "1 5\n"].concat().as_bytes()).unwrap_err().to_string();
    assert_eq!(message, "counts file, line 2: expected `id<TAB>weight`");
}
