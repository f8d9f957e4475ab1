//! The resources that a process uses, read from Linux's `/proc`.

use std::fs;
use std::time::Duration;

/// The resources that a process has used.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    /// CPU time of all threads.
    pub(crate) cpu: Duration,
    /// The part of `cpu` that was spent in the kernel, in whole clock ticks.
    pub(crate) kernel: Duration,
    /// Resident memory in bytes.
    pub(crate) resident: u64,
    /// Open file descriptors.
    pub(crate) files: usize,
}

/// A clock tick. Linux reports 100 ticks per second to user space on all machines.
const TICK: Duration = Duration::from_millis(10);

impl Usage {
    /// Reads the usage of the process with this id.
    pub(crate) fn of(process: u32) -> Self {
        let folder = format!("/proc/{process}");
        Self {
            cpu: cpu(&folder),
            kernel: kernel(&folder),
            resident: resident(&folder),
            files: fs::read_dir(format!("{folder}/fd")).unwrap().count(),
        }
    }
}

/// Returns the CPU time of all threads. `schedstat` has it in nanoseconds.
fn cpu(folder: &str) -> Duration {
    let threads = fs::read_dir(format!("{folder}/task")).unwrap().flatten();
    let stats = threads.filter_map(|thread| fs::read_to_string(thread.path().join("schedstat")).ok());
    Duration::from_nanos(stats.map(|stat| first_number(&stat)).sum())
}

/// Returns the CPU time in the kernel, the fifteenth field of `stat`. Fields are counted from the end of the second
/// one, a name in parentheses that may contain spaces.
fn kernel(folder: &str) -> Duration {
    let stat = fs::read_to_string(format!("{folder}/stat")).unwrap();
    let fields = stat.rsplit(')').next().unwrap();
    TICK * fields.split_whitespace().nth(12).unwrap().parse().unwrap()
}

/// Returns the resident memory in bytes. `status` has it in KiB.
fn resident(folder: &str) -> u64 {
    let status = fs::read_to_string(format!("{folder}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    1024 * first_number(line)
}

fn first_number(text: &str) -> u64 {
    text.split_whitespace().next().unwrap().parse().unwrap()
}
