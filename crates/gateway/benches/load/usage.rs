//! What a process has used, as Linux says.

use std::fs;
use std::time::Duration;

/// What a process has used.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    /// On a processor, its threads together.
    pub(crate) cpu: Duration,
    /// Of it in the kernel, by the clock's ticks.
    pub(crate) kernel: Duration,
    /// Resident bytes.
    pub(crate) resident: u64,
    /// Open file descriptors.
    pub(crate) files: usize,
}

/// Linux counts them so for everybody.
const TICK: Duration = Duration::from_millis(10);

impl Usage {
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

/// In nanoseconds, of each thread.
fn cpu(folder: &str) -> Duration {
    let threads = fs::read_dir(format!("{folder}/task")).unwrap().flatten();
    let said = threads.filter_map(|thread| fs::read_to_string(thread.path().join("schedstat")).ok());
    Duration::from_nanos(said.map(|said| first(&said)).sum())
}

/// The fifteenth field; the second is a name in brackets, which may have blanks.
fn kernel(folder: &str) -> Duration {
    let said = fs::read_to_string(format!("{folder}/stat")).unwrap();
    let fields = said.rsplit(')').next().unwrap();
    TICK * fields.split_whitespace().nth(12).unwrap().parse().unwrap()
}

fn resident(folder: &str) -> u64 {
    let said = fs::read_to_string(format!("{folder}/status")).unwrap();
    let line = said.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    1024 * first(line)
}

fn first(numbers: &str) -> u64 {
    numbers.split_whitespace().next().unwrap().parse().unwrap()
}
