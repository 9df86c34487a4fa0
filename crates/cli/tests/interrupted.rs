//! Commands that are interrupted, ended, killed, or stopped and continued at moments drawn at random, and go on: no finished work is
//! lost, and the last bytes are those of one go. `TAURIDE_KILLS=20` does it to each command more often.

mod common;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::files;
use engine::calendar::Day;
use engine::draw::{Draws, Purpose};

const MOMENT: Purpose = Purpose::named("interrupted.moment");
/// How often it is done to each command: once with each signal.
const KILLS: u64 = 5;
/// What is done, one after another. A command that was stopped is continued and goes on by itself.
const SIGNALS: [&[&str]; 5] = [&["INT"], &["TERM"], &["HUP"], &["KILL"], &["STOP", "CONT"]];

fn tauride(dir: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tauride"));
    command.current_dir(dir).args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn send(signal: &str, child: &Child) {
    // A command that has ended already is no fault.
    let _ = Command::new("kill").args(["-s", signal, &child.id().to_string()]).stderr(Stdio::null()).status();
}

#[cfg(unix)]
#[test]
fn same_bytes_when_a_study_is_interrupted_at_any_moment_and_goes_on() {
    let place = std::env::temp_dir().join(format!("tauride-interrupted-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&place);
    std::fs::create_dir_all(&place).unwrap();
    let kills = std::env::var("TAURIDE_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let until = ["--scale", "1:1", "--until", "1917-04-15", "--quiet", "--out"];
    let commands: [&[&str]; 3] = [
        &["ensemble", "one-town", "--runs", "8"],
        &["sweep", "one-town", "--vary", "news=on,off", "--runs", "4"],
        &["branch", "one-town", "--branches", "3", "--days", "3"],
    ];
    for (at, words) in commands.iter().enumerate() {
        let whole = format!("{}-whole", words[0]);
        let run = |out: &str, more: &[&str]| tauride(&place, &[*words, &until, &[out], more].concat());
        let began = Instant::now();
        assert!(run(&whole, &[]).status().unwrap().success());
        let latest = began.elapsed().as_millis() as u64;
        let whole = files(&place.join(whole));
        let mut early = [0; SIGNALS.len()];
        for round in 0..kills {
            let out = format!("{}-{round}", words[0]);
            let mut moments = Draws::new(1917).stream(MOMENT, at as u64 * 1000 + round, Day(0), 0);
            let which = (round as usize) % SIGNALS.len();
            // Every other time `--resume` is forgotten once, and that command is interrupted too.
            for _ in 0..=round % 2 {
                let mut child = run(&out, &[]).spawn().unwrap();
                std::thread::sleep(Duration::from_millis(moments.below(latest)));
                early[which] += usize::from(child.try_wait().unwrap().is_none());
                for signal in SIGNALS[which] {
                    send(signal, &child);
                    std::thread::sleep(Duration::from_millis(20));
                }
                child.wait().unwrap();
            }
            let threads = (1 + round % 3).to_string();
            let ended = run(&out, &["--resume", "--threads", &threads]).status().unwrap();
            assert!(ended.success(), "{out}: it does not go on");
            assert!(files(&place.join(&out)) == whole, "{out}: other bytes");
            assert!(tauride(&place, &["verify", &out]).status().unwrap().success(), "{out}");
        }
        assert!(early.iter().sum::<usize>() > 0, "{}: each had ended before", words[0]);
        let told: Vec<String> =
            SIGNALS.iter().zip(early).map(|(signal, n)| format!("{} {n}", signal.join(" and "))).collect();
        println!(
            "{}: {kills} interruptions, before its end {}; each went on to the same bytes",
            words[0],
            told.join(", ")
        );
    }
    std::fs::remove_dir_all(&place).unwrap();
}
