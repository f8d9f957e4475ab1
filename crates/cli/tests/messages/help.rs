//! The help of every subcommand.

use std::process::Command;

/// Returns the output of `--help` for the command, its subcommands and their subcommands.
pub(crate) fn of_all_subcommands() -> String {
    let mut text = String::new();
    append_help(&[], &mut text);
    text
}

fn append_help(subcommand: &[&str], text: &mut String) {
    let help = help(subcommand);
    let arguments: String = subcommand.iter().map(|name| format!(" {name}")).collect();
    *text += &format!("$ tokenwire{arguments} --help\n{help}\n");
    for name in subcommands(&help) {
        append_help(&[subcommand, &[name]].concat(), text);
    }
}

/// Runs `tokenwire SUBCOMMAND --help`. The environment is empty, because help shows the values of some variables.
fn help(subcommand: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokenwire"));
    command.args(subcommand).arg("--help").env_clear().env("COLUMNS", "100");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{subcommand:?}: {}", String::from_utf8_lossy(&output.stderr));
    let help = String::from_utf8(output.stdout).unwrap().replace("tokenwire.exe", "tokenwire");
    help.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Returns the names under the heading `Commands:`, which each begin a line after two blanks.
fn subcommands(help: &str) -> Vec<&str> {
    let list = help.split_once("\nCommands:\n").map_or("", |(_, list)| list);
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != "help").collect()
}
