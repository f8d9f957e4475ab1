//! Every check has an example, and every example names its check.

use super::outcome::Outcome;
use super::page::{Table, tables};
use std::collections::{BTreeMap, BTreeSet};

/// Returns the outcome of each check by its name, such as `P1`.
fn checks() -> BTreeMap<&'static str, &'static str> {
    let mut checks = BTreeMap::new();
    for table in tables().iter().filter(|table| table.header.contains(&"fails if")) {
        for row in &table.rows {
            let (name, outcome) = (table.cell(row, "check").unwrap(), table.cell(row, "outcome").unwrap());
            assert!(checks.insert(name, outcome).is_none(), "two checks are named {name}");
        }
    }
    checks
}

/// Returns the tables of examples.
fn examples() -> impl Iterator<Item = Table> {
    let is_example =
        |table: &Table| table.header.last() == Some(&"check") && table.header.contains(&"outcome");
    tables().into_iter().filter(is_example)
}

/// Returns the checks that an example names, such as `B10, V1: a reason`; none if the example is valid.
fn named_checks(row: &[&'static str]) -> Vec<&'static str> {
    let names = row.last().unwrap().split(':').next().unwrap();
    if names == "valid" { Vec::new() } else { names.split(", ").collect() }
}

#[test]
fn every_check_has_an_example() {
    let named: BTreeSet<&str> =
        examples().flat_map(|table| table.rows).flat_map(|row| named_checks(&row)).collect();
    let checks = checks();
    assert!(checks.len() > 60, "{}", checks.len());
    assert!(checks.keys().eq(&named), "{:?} and {named:?}", checks.keys());
}

#[test]
fn every_example_fails_as_its_check_says() {
    let checks = checks();
    for table in examples() {
        for row in &table.rows {
            let names = named_checks(row);
            let outcome = Outcome::parse(table.cell(row, "outcome").unwrap());
            let (Outcome::Ids(_, Some(error)) | Outcome::Events(_, Some(error))) = outcome else {
                assert!(names.is_empty(), "{row:?}");
                continue;
            };
            let kind = error.split([',', ' ']).next().unwrap();
            // A check may refer to another one, which the example names after it.
            let says_so = |name: &&str| checks[*name].contains(kind);
            assert!(names.iter().any(says_so), "{row:?}");
        }
    }
}
