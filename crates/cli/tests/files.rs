//! Output: files are written completely or not at all, terminals receive no binary data, and closed pipes are no error.
#![cfg(unix)]
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

mod common;

use common::{HELLO, O200K, fails, o200k};
use std::fs::{self, File, Permissions};
use std::io::{Read, Write};
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

fn entries(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn path(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

#[test]
fn a_file_is_written_with_ordinary_permissions() {
    let folder = tempfile::tempdir().unwrap();
    let out = path(&folder, "hello.tw");
    assert_eq!(o200k(&["encode", "--output", &out], b"Hello world!"), b"");
    assert_eq!(fs::read(&out).unwrap(), HELLO);
    assert_eq!(entries(&folder), ["hello.tw"]);
    let plain = path(&folder, "plain");
    File::create(&plain).unwrap();
    let mode = |path: &str| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&out), mode(&plain));
}

#[test]
fn a_failed_run_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let out = path(&folder, "text");
    fs::write(&out, "old").unwrap();
    fails(&[&["decode", "-o", &out][..], &O200K].concat(), &HELLO[..7], 1, "ends at byte 7");
    assert_eq!(fs::read(&out).unwrap(), b"old");
    assert_eq!(entries(&folder), ["text"]);
}

#[test]
fn a_link_keeps_its_target_and_the_file_its_permissions() {
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (path(&folder, "file"), path(&folder, "link"));
    fs::write(&file, "old").unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
    symlink("file", &link).unwrap();
    // A file may be both input and output.
    fs::write(&file, HELLO).unwrap();
    o200k(&["decode", &link, "-o", &link], b"");
    assert_eq!(fs::read(&file).unwrap(), b"Hello world!");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}

#[test]
fn a_link_to_a_missing_file_creates_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (path(&folder, "file"), path(&folder, "link"));
    symlink("file", &link).unwrap();
    o200k(&["decode", "-o", &link], HELLO);
    assert_eq!(fs::read(&file).unwrap(), b"Hello world!");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    symlink("circle", path(&folder, "circle")).unwrap();
    fails(&[&["decode", "-o", &path(&folder, "circle")][..], &O200K].concat(), HELLO, 1, "circle: ");
}

#[test]
fn a_read_only_file_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let out = path(&folder, "text");
    fs::write(&out, "old").unwrap();
    fs::set_permissions(&out, Permissions::from_mode(0o444)).unwrap();
    fails(&[&["decode", "-o", &out][..], &O200K].concat(), HELLO, 1, "text: the file is read-only");
    assert_eq!(fs::read(&out).unwrap(), b"old");
}

#[test]
fn an_error_sets_the_exit_code_even_if_standard_error_is_full() {
    if let Ok(full) = File::options().write(true).open("/dev/full") {
        let status = tokenwire(&["decode", "/no/such/file"]).stderr(full).status().unwrap();
        assert_eq!(status.code(), Some(1));
    } else {
        println!("skipped: this system has no /dev/full");
    }
}

#[test]
fn a_device_is_written_to_and_not_replaced() {
    o200k(&["encode", "-o", "/dev/null"], b"Hello");
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn a_missing_folder_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let out = path(&folder, "no/such/file");
    fails(&[&["encode", "-o", &out][..], &O200K].concat(), b"x", 1, "no/such/file: ");
    assert!(!Path::new(&out).exists());
}

#[test]
fn a_full_disk_is_an_error() {
    if Path::new("/dev/full").exists() {
        fails(&[&["encode", "-o", "/dev/full"][..], &O200K].concat(), b"x", 1, "/dev/full: ");
    } else {
        println!("skipped: this system has no /dev/full");
    }
}

fn tokenwire(args: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("tokenwire"));
    command.args(args).args(O200K);
    command
}

#[test]
fn a_closed_pipe_ends_the_run_without_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = path(&folder, "long.tw");
    o200k(&["encode", "-o", &file], "many words ".repeat(100_000).as_bytes());
    let mut child =
        tokenwire(&["decode", &file]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdout.take().unwrap().read_exact(&mut [0; 10]).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(output.stderr, b"");
    let mut child =
        tokenwire(&["decode", &file, "-o", "/dev/stdout"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn an_open_file_is_appended_to_and_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (file, log) = (path(&folder, "hello.tw"), path(&folder, "log"));
    fs::write(&file, HELLO).unwrap();
    for out in ["-", "/dev/stdout", "/dev/fd/1"] {
        let mut shared = File::create(&log).unwrap();
        shared.write_all(b"before ").unwrap();
        let stdout = shared.try_clone().unwrap();
        assert!(tokenwire(&["decode", &file, "-o", out]).stdout(stdout).status().unwrap().success());
        shared.write_all(b" after").unwrap();
        assert_eq!(fs::read(&log).unwrap(), b"before Hello world! after", "{out}");
    }
    fs::write(&log, "before ").unwrap();
    let stderr = File::options().append(true).open(&log).unwrap();
    assert!(tokenwire(&["decode", &file, "-o", "/dev/fd/2"]).stderr(stderr).status().unwrap().success());
    assert_eq!(fs::read(&log).unwrap(), b"before Hello world!");
}

#[test]
fn a_terminal_receives_text_but_no_binary_data() {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
    let screen = || File::options().read(true).write(true).open(&name).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = path(&folder, "hello.tw");
    fs::write(&file, HELLO).unwrap();

    let binary = tokenwire(&["encode", &file]).stdout(screen()).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(binary.status.code(), Some(2));
    assert!(
        String::from_utf8(binary.stderr)
            .unwrap()
            .contains("cannot be shown on a terminal; use --output FILE or a pipe")
    );

    let text = tokenwire(&["decode", &file]).stdout(screen()).status().unwrap();
    assert!(text.success());
    let mut shown = [0; 12];
    File::from(terminal).read_exact(&mut shown).unwrap();
    assert_eq!(&shown, b"Hello world!");
}
