//! What measurements were made on.

use crate::arguments::threads;
use crate::shell;

/// What the figures were measured on.
pub(crate) fn machine() -> String {
    let first = |path: &str, key: &str| {
        let text = std::fs::read_to_string(path).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix(key))?;
        Some(line.trim_start_matches([' ', '\t', ':']).trim().to_owned())
    };
    let model = first("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".into());
    let memory =
        first("/proc/meminfo", "MemTotal").and_then(|text| text.trim_end_matches("kB").trim().parse::<f64>().ok());
    let memory = memory.map_or("unknown".into(), |kib| format!("{:.0} GiB", kib / 1_048_576.0));
    let rustc = shell::quietly("rustc", &["--version"]).unwrap_or_else(|| "unknown rustc".into());
    let load = first("/proc/loadavg", "").and_then(|text| text.split(' ').next().map(str::to_owned));
    format!(
        "Machine: {model}, {} cores, {memory} of memory, {}; {rustc}; version {}. Load of the machine at the start: {} (0 is a \
         machine left alone; with other work beside it every figure below is worse than it need be).\n\n",
        threads(),
        std::env::consts::OS,
        run::VERSION,
        load.unwrap_or_else(|| "unknown".into()),
    )
}
