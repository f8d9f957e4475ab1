//! Terminals, at either side.

use crate::common::{run, stderr};
use crate::samples::{HI, ours, stream};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::fs::File;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

/// Both ends of a terminal: ours, and the one that programs have.
fn terminal() -> (File, File) {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    let name = ptsname(&ours, Vec::new()).unwrap().into_string().unwrap();
    (File::from(ours), File::options().read(true).write(true).open(name).unwrap())
}

fn tokenwire(args: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("tokenwire"));
    command.arg("stream").args(args);
    command
}

#[test]
fn a_stream_is_kept_from_a_terminal() {
    let (_kept, screen) = terminal();
    let mut encode = tokenwire(&["encode", &ours("azure-chat.sse")]);
    let output = encode.stdout(screen).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("not for a terminal: use --output FILE or a pipe"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn one_ctrl_d_ends_the_input() {
    let (mut ours, keyboard) = terminal();
    ours.write_all(&[4]).unwrap();
    let mut decode = Command::new(assert_cmd::cargo::cargo_bin("tokenwire"));
    let child = decode.args(["decode", "--quiet"]).stdin(keyboard).stderr(Stdio::piped()).spawn().unwrap();
    let (sender, ended) = channel();
    thread::spawn(move || sender.send(child.wait_with_output()));
    let output = ended.recv_timeout(Duration::from_secs(60)).unwrap().unwrap();
    assert!(stderr(&output).contains("empty"), "{}", stderr(&output));
}

/// Of a terminal only our side tells that the other was closed, so ours is what is read here.
#[test]
#[cfg(target_os = "linux")]
fn what_came_before_a_read_error_is_written_and_then_abort() {
    let (ours, mut theirs) = terminal();
    theirs.write_all(HI.as_bytes()).unwrap();
    let mut encode = tokenwire(&["encode", "--quiet"]);
    let mut child = encode.stdin(ours).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut begin = [0; 20];
    child.stdout.as_mut().unwrap().read_exact(&mut begin).unwrap();
    drop(theirs);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("standard input: "), "{}", stderr(&output));
    let decoded = run(&["stream", "decode"], &[&begin[..], &output.stdout].concat());
    assert_eq!(decoded.status.code(), Some(1));
    assert!(stderr(&decoded).contains("the source broke off"), "{}", stderr(&decoded));
    // Terminals write CR LF.
    assert_eq!(String::from_utf8(decoded.stdout).unwrap(), HI.replace('\n', "\r\n"));
}

#[test]
fn lines_are_cut_to_the_terminals_width() {
    let encoded = stream(&["encode", &ours("openai-tools.sse")], b"");
    for columns in [40, 100] {
        let (mut ours, screen) = terminal();
        tcsetwinsize(&ours, Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
        let mut child = tokenwire(&["inspect"]).stdin(Stdio::piped()).stdout(screen).spawn().unwrap();
        child.stdin.take().unwrap().write_all(&encoded[..100]).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1));
        let mut shown = vec![0; 1 << 16];
        let len = ours.read(&mut shown).unwrap();
        let shown = String::from_utf8(shown[..len].to_vec()).unwrap();
        let longest = shown.lines().map(|line| line.trim_end().chars().count()).max();
        assert_eq!(longest, Some(columns.into()), "{shown}");
    }
}
