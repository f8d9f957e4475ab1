//! `demo --live` on a terminal.

use crate::plain::text;
use crate::screen::Screen;
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::fs::File;
use std::io::Read;
use std::process::{Child, Command};
use std::thread::{self, JoinHandle};

struct Running {
    child: Child,
    /// The thread that reads everything the command writes to the terminal.
    shown: JoinHandle<String>,
}

/// Starts `demo --live` on a terminal with this number of columns.
fn live(columns: u16, rate: &str, env: &[(&str, &str)]) -> Running {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    tcsetwinsize(&master, Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
    let screen = File::options().read(true).write(true).open(name).unwrap();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("tokenwire"));
    command.args(["demo", "--live", "--rate", rate]).env("TERM", "xterm-256color").env_remove("NO_COLOR");
    command.envs(env.iter().copied()).stdin(screen.try_clone().unwrap()).stdout(screen);
    let child = command.spawn().unwrap();
    // The command holds the other end of the terminal open.
    drop(command);
    Running { child, shown: thread::spawn(move || read(File::from(master))) }
}

/// Reads until every process has closed the other end, which is reported as an error here.
fn read(mut terminal: File) -> String {
    let (mut all, mut buffer) = (Vec::new(), [0; 4096]);
    while let Ok(len @ 1..) = terminal.read(&mut buffer) {
        all.extend_from_slice(&buffer[..len]);
    }
    String::from_utf8(all).unwrap()
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn the_text_is_never_garbled() {
    for columns in [34, 60, 120] {
        let mut running = live(columns, "500", &[]);
        assert!(running.child.wait().unwrap().success());
        let shown = running.shown.join().unwrap();
        assert!(shown.ends_with('\n') && shown.contains("\u{1b}[?25h"), "the cursor is shown again");
        let screen = Screen::show(&shown, columns.into());
        let all = screen.join("\n").replace('\u{200b}', "");
        let (expected, seen) = (text(), words(&all));
        let expected = words(&expected);
        assert!(seen.windows(expected.len()).any(|seen| seen == expected), "{columns}: {all}");
        let meters =
            screen.iter().filter(|line| line.contains("token stream") && !line.contains('`')).count();
        assert!((2..=3).contains(&meters), "the meter must be drawn once, beside the table: {all}");
    }
}

#[test]
fn no_color_disables_colours() {
    let mut running = live(80, "0", &[("NO_COLOR", "1")]);
    assert!(running.child.wait().unwrap().success());
    let shown = running.shown.join().unwrap();
    let colors = shown.split('\u{1b}').skip(1).filter(|sequence| {
        sequence
            .split_once('m')
            .is_some_and(|(code, _)| code[1..].bytes().all(|byte| byte.is_ascii_digit() || byte == b';'))
    });
    assert_eq!(colors.count(), 0, "{shown:?}");
}

#[test]
fn a_dumb_terminal_receives_plain_text() {
    let mut running = live(80, "0", &[("TERM", "dumb"), ("NO_COLOR", "1")]);
    assert!(running.child.wait().unwrap().success());
    assert!(!running.shown.join().unwrap().contains('\u{1b}'));
}

#[test]
fn a_signal_stops_the_command_and_restores_the_cursor() {
    let mut running = live(80, "2", &[]);
    // After two seconds, the command is in the middle of the response.
    thread::sleep(std::time::Duration::from_secs(2));
    assert!(running.child.try_wait().unwrap().is_none(), "the response takes more than a minute");
    kill_process(Pid::from_child(&running.child), Signal::INT).unwrap();
    assert_eq!(running.child.wait().unwrap().code(), Some(130));
    let shown = running.shown.join().unwrap();
    assert!(shown.ends_with("\u{1b}[?25h") && !shown.contains("error"), "{shown:?}");
}
