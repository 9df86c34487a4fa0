//! What the command line promises of the machine that it runs on.

mod common;

use std::fs::File;
use std::process::Stdio;
use std::time::Duration;

use common::Place;

/// Every command that prints says so when what it printed is lost, and ends with an error.
#[cfg(target_os = "linux")]
#[test]
fn law_a_lost_standard_output_is_an_error() {
    let place = Place::new("lost");
    let short = ["--until", "1917-02-20", "--scale", "1:40", "--quiet", "--out"];
    let commands: [Vec<&str>; 10] = [
        vec!["list"],
        vec!["list", "files", "--json"],
        vec!["check", "one-town"],
        vec!["params", "one-town"],
        vec!["--help"],
        vec!["completions", "bash"],
        vec!["manual"],
        [&["run", "one-town"], &short[..], &["run"]].concat(),
        [&["ensemble", "one-town", "--runs", "2"], &short[..], &["ensemble"]].concat(),
        vec!["model", "granovetter", "--quiet", "--json", "--out", "model"],
    ];
    for words in commands {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let lost = place.command(&words).stdout(full).output().unwrap();
        let said = String::from_utf8_lossy(&lost.stderr);
        assert_eq!(lost.status.code(), Some(1), "{words:?}: {said}");
        assert!(said.contains("cannot write to standard output"), "{words:?}: {said}");
    }
}

/// The greatest memory of a run with its report is what the estimate says, within a third.
#[cfg(target_os = "linux")]
#[test]
fn law_an_estimate_of_memory_holds_for_a_run_with_its_report() {
    let place = Place::new("memory");
    let words = ["run", "russia-1917", "--scale", "1:50", "--threads", "1", "--out", "run"];
    let mut child = place.command(&words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0.0_f64;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        most = most.max(peak.unwrap_or(0.0) * 1024.0);
        std::thread::sleep(Duration::from_millis(2));
    }
    let said = child.wait_with_output().unwrap();
    assert!(said.status.success());
    let said = String::from_utf8_lossy(&said.stderr);
    let before = said.split(" of memory").next().unwrap_or_default();
    let mut words = before.rsplit(' ');
    let unit = words.next().unwrap_or_default();
    let number: f64 = words.next().and_then(|word| word.parse().ok()).unwrap_or_else(|| panic!("no estimate: {said}"));
    let foretold = number * if unit == "GB" { 1e9 } else { 1e6 };
    println!("foretold {:.0} MB, held {:.0} MB", foretold / 1e6, most / 1e6);
    assert!((0.67..1.5).contains(&(foretold / most)), "foretold {foretold}, held {most}");
}
