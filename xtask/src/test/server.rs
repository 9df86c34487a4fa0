//! The server against its own description: requests made up from it, right and wrong ones, and none may be answered otherwise
//! than it says.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::step::Said;
use crate::{python, shell};

const CONFIGURATION: &str = "tests-python/schemathesis.toml";
/// Seconds that requests are made up for; those of sequences have what is left after the others.
const SECONDS: &str = "30";
/// Seconds that a request may take: a busy machine is no fault of the server's.
const PATIENCE: &str = "60";

pub(super) fn check() -> Said {
    let python = python::environment(&python::TESTS)?;
    let runs = shell::fresh_dir("server")?;
    let mut server = Server::start(&runs)?;
    let mut st = shell::command(python.with_file_name("st"));
    // It leaves notes where it is run.
    st.current_dir(shell::fresh_dir("schemathesis")?).arg("--config-file").arg(shell::root().join(CONFIGURATION));
    st.args(["--no-color", "run", "--max-time", SECONDS, "--request-timeout", PATIENCE, "--no-shrink"]);
    st.args(["--header", &format!("Authorization: Bearer {}", server.token)]);
    let said = shell::output(st.arg(format!("{}api/openapi.json", server.address)));
    let alive = server.child.try_wait().is_ok_and(|ended| ended.is_none());
    drop(server);
    let said = said?;
    print!("{said}");
    if !alive {
        return Err("the server ended".into());
    }
    let made = said.lines().rev().find(|line| line.contains("generated")).unwrap_or_default().trim().to_owned();
    Ok(format!("{made}; {}", left_in(&runs)?))
}

/// A server of the program, which ends with this value.
struct Server {
    child: Child,
    address: String,
    /// What lets a client start and end runs.
    token: String,
}

impl Server {
    fn start(runs: &Path) -> Result<Server, String> {
        let mut command = Command::new(shell::target().join("release/tauride"));
        command
            .args(["serve", "--port", "0", "--always-token", "--out"])
            .arg(runs)
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().map_err(|e| format!("`tauride serve` cannot be started: {e}"))?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("the server says nothing")?).lines();
        let address = lines.find_map(|line| {
            let line = line.ok()?;
            let at = line.find("http://")?;
            line[at..].split_whitespace().next().map(str::to_owned)
        });
        let parts = address.as_deref().and_then(|address| address.split_once("?token="));
        match parts {
            Some((address, token)) => Ok(Server { child, address: address.to_owned(), token: token.to_owned() }),
            None => Err("the server names no address".into()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which the step has noticed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What lies in the run directory: films and nothing else, but for one that was being written.
fn left_in(runs: &Path) -> Said {
    let entries = std::fs::read_dir(runs).map_err(|e| format!("cannot read {}: {e}", runs.display()))?;
    let names: Vec<String> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let is_film = |name: &String| {
        let stem = name.trim_end_matches(".new").strip_suffix(".film.gz").unwrap_or_default();
        stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit())
    };
    match names.iter().find(|name| !is_film(name)) {
        Some(stranger) => Err(format!("the server left `{stranger}` among its runs")),
        None => Ok(format!("films kept: {}, and nothing else", names.len())),
    }
}
