//! Commands that are killed at moments drawn at random, and go on: no finished work is lost, and the last bytes are those of one
//! go. `TAURIDE_KILLS=20` kills each command more often.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use engine::calendar::Day;
use engine::draw::{Draws, Purpose};

const MOMENT: Purpose = Purpose::named("interrupted.moment");
/// How often each command is killed.
const KILLS: u64 = 4;
/// Latest moment at which a command is killed, in milliseconds: a little more than it takes.
const LATEST: u64 = 1500;

fn tauride(dir: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tauride"));
    command.current_dir(dir).args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Every file below a folder with its bytes, but for what lies aside from another time.
fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if path.is_dir() && !name.starts_with("before") {
                folders.push(path);
            } else if path.is_file() && name != ".lock" {
                found.insert(path.strip_prefix(dir).unwrap().to_owned(), std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn same_bytes_when_a_study_is_killed_at_any_moment_and_goes_on() {
    let place = std::env::temp_dir().join(format!("tauride-interrupted-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&place);
    std::fs::create_dir_all(&place).unwrap();
    let kills = std::env::var("TAURIDE_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let until = ["--scale", "1:4", "--until", "1917-04-15", "--quiet", "--out"];
    let commands: [&[&str]; 3] = [
        &["ensemble", "one-town", "--runs", "5"],
        &["sweep", "one-town", "--vary", "news=on,off", "--runs", "3"],
        &["branch", "one-town", "--branches", "3", "--days", "3"],
    ];
    for (at, words) in commands.iter().enumerate() {
        let whole = format!("{}-whole", words[0]);
        let run = |out: &str, more: &[&str]| tauride(&place, &[*words, &until, &[out], more].concat());
        assert!(run(&whole, &[]).status().unwrap().success());
        let whole = files(&place.join(whole));
        for round in 0..kills {
            let out = format!("{}-{round}", words[0]);
            let mut moments = Draws::new(1917).stream(MOMENT, at as u64 * 1000 + round, Day(0), 0);
            // Every other time `--resume` is forgotten once, and that command is killed too.
            for _ in 0..=round % 2 {
                let mut child = run(&out, &[]).spawn().unwrap();
                std::thread::sleep(Duration::from_millis(moments.below(LATEST)));
                let _ = child.kill();
                child.wait().unwrap();
            }
            let threads = (1 + round % 3).to_string();
            let ended = run(&out, &["--resume", "--threads", &threads]).status().unwrap();
            assert!(ended.success(), "{out}: it does not go on");
            assert!(files(&place.join(&out)) == whole, "{out}: other bytes");
            assert!(tauride(&place, &["verify", &out]).status().unwrap().success(), "{out}");
        }
    }
    std::fs::remove_dir_all(&place).unwrap();
}
