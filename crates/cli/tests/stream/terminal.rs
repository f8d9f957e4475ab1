//! Standard input and standard output that are terminals.

use crate::common::{run, stderr};
use crate::samples::{HI, sample, stream};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::fs::File;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

/// Opens a pseudoterminal. Returns the end of the test and the end for a program.
fn terminal() -> (File, File) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
    (File::from(master), File::options().read(true).write(true).open(name).unwrap())
}

fn tokenwire(args: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("tokenwire"));
    command.arg("stream").args(args);
    command
}

#[test]
fn a_terminal_receives_no_stream() {
    let (_master, screen) = terminal();
    let mut encode = tokenwire(&["encode", &sample("azure-chat.sse")]);
    let output = encode.stdout(screen).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("cannot be shown on a terminal; use --output FILE or a pipe"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn one_ctrl_d_ends_the_input() {
    let (mut master, keyboard) = terminal();
    master.write_all(&[4]).unwrap();
    let mut decode = Command::new(assert_cmd::cargo::cargo_bin("tokenwire"));
    let child = decode.args(["decode", "--quiet"]).stdin(keyboard).stderr(Stdio::piped()).spawn().unwrap();
    let (sender, ended) = channel();
    thread::spawn(move || sender.send(child.wait_with_output()));
    let output = ended.recv_timeout(Duration::from_secs(60)).unwrap().unwrap();
    assert!(stderr(&output).contains("empty"), "{}", stderr(&output));
}

/// Only the master end of a terminal reports a read error when the other end is closed, so the command reads the master
/// end.
#[test]
#[cfg(target_os = "linux")]
fn input_before_a_read_error_is_encoded_before_the_abort() {
    let (master, mut slave) = terminal();
    slave.write_all(HI.as_bytes()).unwrap();
    let mut encode = tokenwire(&["encode", "--quiet"]);
    let mut child = encode.stdin(master).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut begin = [0; 20];
    child.stdout.as_mut().unwrap().read_exact(&mut begin).unwrap();
    drop(slave);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("standard input: "), "{}", stderr(&output));
    let decoded = run(&["stream", "decode"], &[&begin[..], &output.stdout].concat());
    assert_eq!(decoded.status.code(), Some(1));
    assert!(stderr(&decoded).contains("the source broke off"), "{}", stderr(&decoded));
    // A terminal converts LF to CR LF.
    assert_eq!(String::from_utf8(decoded.stdout).unwrap(), HI.replace('\n', "\r\n"));
}

#[test]
fn lines_are_cut_to_the_width_of_the_terminal() {
    let encoded = stream(&["encode", &sample("openai-tools.sse")], b"");
    for columns in [40, 100] {
        let (mut master, screen) = terminal();
        tcsetwinsize(&master, Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
        let mut child = tokenwire(&["inspect"]).stdin(Stdio::piped()).stdout(screen).spawn().unwrap();
        child.stdin.take().unwrap().write_all(&encoded[..100]).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1));
        // One read may return only a part. After the last part, Linux reports an error and other systems an end.
        let (mut shown, mut buffer) = (Vec::new(), [0; 4096]);
        while let Ok(len @ 1..) = master.read(&mut buffer) {
            shown.extend_from_slice(&buffer[..len]);
        }
        let shown = String::from_utf8(shown).unwrap();
        let longest = shown.lines().map(|line| line.trim_end().chars().count()).max();
        assert_eq!(longest, Some(columns.into()), "{shown}");
    }
}
