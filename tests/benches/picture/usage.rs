//! What processes use, as the system counts it (proc(5)): processor time of a whole family, memory.

use std::collections::HashSet;
use std::fs;
use std::time::Duration;

/// Length of the system's tick for programs, whatever the kernel's own is.
const TICK: Duration = Duration::from_millis(10);

/// Processor time that processes and all their children have used so far.
pub(crate) fn processor_time(roots: &[u32]) -> Duration {
    family(roots).iter().filter_map(|pid| ticks(*pid)).sum::<u32>() * TICK
}

/// The same of one process alone.
pub(crate) fn own_time(pid: u32) -> Duration {
    ticks(pid).unwrap_or_default() * TICK
}

/// The memory of one process in bytes, shared pages by their share (PSS).
pub(crate) fn memory_bytes(pid: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? * 1024)
}

/// Processes and their descendants.
fn family(roots: &[u32]) -> HashSet<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let all = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let all: Vec<_> =
        all.filter_map(|pid| Some((pid, fields(pid)?.get(1)?.parse::<u32>().ok()?))).collect();
    let mut family: HashSet<u32> = roots.iter().copied().collect();
    loop {
        let known = family.len();
        let children = all.iter().filter(|(_, parent)| family.contains(parent));
        let children: Vec<u32> = children.map(|(pid, _)| *pid).collect();
        family.extend(children);
        if family.len() == known {
            return family;
        }
    }
}

/// Time in the program and in the kernel for it.
fn ticks(pid: u32) -> Option<u32> {
    let fields = fields(pid)?;
    Some(fields.get(11)?.parse::<u32>().ok()? + fields.get(12)?.parse::<u32>().ok()?)
}

/// The fields after the name, which is in parentheses and may hold anything.
fn fields(pid: u32) -> Option<Vec<String>> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    Some(stat.rsplit_once(") ")?.1.split(' ').map(str::to_owned).collect())
}
