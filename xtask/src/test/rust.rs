//! Steps around the Rust code: format, lints, tests, and the digests of differently built programs.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::step::{Notes, Said, compare};
use crate::shell::needs;
use crate::{golden, shell};

const WASM: &str = "wasm32-unknown-unknown";

/// Installs the parts of the Rust toolchain that a bare one lacks.
pub(super) fn tools(_: &mut Notes) -> Said {
    let mut added = Vec::new();
    let sysroot = shell::output(shell::command("rustc").args(["--print", "sysroot"]))?;
    let has_wasm = std::path::Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).is_dir();
    if !has_wasm {
        shell::run(shell::command("rustup").args(["target", "add", WASM]))
            .map_err(|e| format!("{e}; the target {WASM} of Rust is needed"))?;
        added.push(WASM);
    }
    for (component, word) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let mut version = shell::cargo();
        if !version.args([word, "--version"]).output().is_ok_and(|done| done.status.success()) {
            shell::run(shell::command("rustup").args(["component", "add", component]))?;
            added.push(component);
        }
    }
    Ok(if added.is_empty() { "all there".into() } else { format!("added {}", added.join(", ")) })
}

pub(super) fn format() -> Said {
    shell::run(shell::cargo().args(["fmt", "--all", "--check"]))?;
    Ok(String::new())
}

pub(super) fn lints() -> Said {
    shell::run(shell::cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    Ok(String::new())
}

/// All tests of the workspace, with the runner's closing lines kept for the summary.
pub(super) fn tests(notes: &mut Notes) -> Said {
    let mut command = shell::cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]).stdout(Stdio::piped());
    println!("$ cargo test --workspace --no-fail-fast");
    let mut child = command.spawn().map_err(|e| format!("cargo cannot be started: {e}"))?;
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            println!("{line}");
            if line.starts_with("test result:") {
                notes.closing_lines.push(line);
            }
        }
    }
    let status = child.wait().map_err(|e| format!("cargo was lost: {e}"))?;
    let [passed, failed, ignored] = ["passed", "failed", "ignored"]
        .map(|word| notes.closing_lines.iter().filter_map(|line| count_before(line, word)).sum::<u32>());
    let text = format!("{passed} passed, {failed} failed, {ignored} ignored");
    if status.success() { Ok(text) } else { Err(format!("{text}; cargo test ended with {status}")) }
}

/// The number before a word, as in `12 passed`.
fn count_before(line: &str, word: &str) -> Option<u32> {
    let words: Vec<&str> = line.split([' ', ';', '.']).filter(|w| !w.is_empty()).collect();
    let at = words.iter().position(|w| *w == word)?;
    words.get(at.checked_sub(1)?)?.parse().ok()
}

/// Builds the program, runs the kept results' scenarios with it, and compares the digests; later steps read the runs.
pub(super) fn program() -> Said {
    shell::run(shell::cargo().args(["build", "--release", "--package", "tauride"]))?;
    for kept in &golden::ALL {
        let out = shell::fresh_dir(&format!("run-{}", kept.scenario))?;
        let mut command = shell::command(shell::target().join("release/tauride"));
        command.args(["run", kept.scenario, "--seed", "1", "--scale", &format!("1:{}", kept.scale)]);
        command.args(["--json", "--quiet", "--out"]).arg(&out);
        let printed = shell::output(&mut command)?;
        let result: serde_json::Value =
            serde_json::from_str(&printed).map_err(|e| format!("`tauride run --json` printed no JSON: {e}"))?;
        compare(kept, result["digest"].as_str().unwrap_or("none"), "by `tauride run`")?;
    }
    Ok("as in golden/".into())
}

pub(super) fn web_assembly() -> Said {
    needs("node", "nodejs")?;
    let mut build = shell::cargo();
    build.args(["build", "--release", "--package", "tauride-web", "--lib", "--target", WASM]);
    shell::run(&mut build)?;
    let module = shell::target().join(WASM).join("release/tauride_web.wasm");
    for kept in &golden::ALL {
        let mut node = shell::command("node");
        node.arg("crates/web/digest.mjs").arg(&module).args([kept.scenario, &kept.scale.to_string()]);
        let printed = shell::output(&mut node)?;
        compare(kept, printed.split_whitespace().next().unwrap_or("none"), "in WebAssembly under Node")?;
    }
    Ok("as in golden/".into())
}

/// The small digest program, built for exactly this processor, in a build directory of its own.
pub(super) fn native() -> Said {
    let dir = shell::target().join("native");
    for kept in &golden::ALL {
        let mut cargo = shell::cargo();
        cargo.args(["run", "--quiet", "--release", "--package", "tauride-web", "--example", "digest", "--target-dir"]);
        cargo.arg(&dir).args(["--", kept.scenario, &kept.scale.to_string()]);
        cargo.env("RUSTFLAGS", "-C target-cpu=native");
        let printed = shell::output(&mut cargo)?;
        compare(kept, printed.trim(), "built with -C target-cpu=native")?;
    }
    Ok("as in golden/".into())
}

#[cfg(test)]
mod tests {
    use super::count_before;

    #[test]
    fn law_closing_lines_are_counted() {
        let line = "test result: ok. 12 passed; 0 failed; 3 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        let counts = ["passed", "failed", "ignored", "lost"].map(|word| count_before(line, word));
        assert_eq!(counts, [Some(12), Some(0), Some(3), None]);
    }
}
