//! How much memory the program has used.

/// Most memory that this process has held at once, in bytes; 0 where the system does not say.
///
/// Read from `VmHWM` in `/proc/self/status`, which only Linux has.
pub fn peak_bytes() -> u64 {
    status("VmHWM:")
}

/// Memory that this process holds now, in bytes; 0 where the system does not say.
pub fn held_bytes() -> u64 {
    status("VmRSS:")
}

/// A line of `/proc/self/status`, in bytes.
fn status(name: &str) -> u64 {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return 0 };
    status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .and_then(|rest| rest.trim().strip_suffix("kB"))
        .and_then(|kib| kib.trim().parse::<u64>().ok())
        .map_or(0, |kib| kib * 1024)
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn law_a_running_program_has_used_memory() {
        assert!(super::peak_bytes() > 1 << 16);
    }
}
