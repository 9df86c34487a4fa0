//! Commands that end at a step of their work on the disk, or find it full from a step on. After each, what was finished is whole,
//! what has the name of something finished is that, and the same command goes on to the bytes of one go.
//!
//! `cargo xtask interrupted` tries every step; the tests here one in some, with the figures under `--nocapture`.

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;

use common::{Place, files};

/// So many steps of a command are tried, evenly spread; `TAURIDE_STRIDE=1` tries all.
const TRIED: usize = 8;
/// Short worlds of a small society.
const SMALL: [&str; 5] = ["--scale", "1:40", "--until", "1917-02-26", "--quiet"];

struct Asked {
    words: &'static [&'static str],
    /// Options that the command takes beside those.
    more: &'static [&'static str],
    /// What it is asked for when it is to write over a finished directory.
    again: &'static [&'static str],
}

const COMMANDS: [Asked; 6] = [
    Asked { words: &["run", "one-town", "--checkpoint-days", "4", "--no-report"], more: &SMALL, again: &["--force"] },
    Asked { words: &["ensemble", "one-town", "--runs", "2"], more: &SMALL, again: &[] },
    Asked { words: &["compare", "one-town", "--set", "recall=off", "--pairs", "2"], more: &SMALL, again: &[] },
    Asked { words: &["sweep", "one-town", "--vary", "news=on,off", "--runs", "1"], more: &SMALL, again: &[] },
    Asked {
        words: &["bank", "one-town", "--vary", "grievance.rise_per_day=0.02..0.1", "--runs", "2"],
        more: &SMALL,
        again: &[],
    },
    Asked { words: &["model", "granovetter"], more: &["--quiet"], again: &[] },
];

impl Place {
    /// Runs a command into a directory, with `steps` in its environment.
    fn asked(&self, asked: &Asked, seed: &str, out: &str, steps: &str, more: &[&str]) -> Output {
        let mut command = self.command(asked.words);
        command.args(asked.more).args(["--seed", seed, "--out", out]).args(more);
        command.env("TAURIDE_STEPS", steps).output().unwrap()
    }

    fn is_verified(&self, out: &str) -> bool {
        self.command(&["verify", out]).output().unwrap().status.success()
    }
}

/// What a finished directory holds, without what the clock and the machine wrote into it. Tables of a run that went on from a
/// checkpoint are cut into other groups of rows, so their digests count.
fn substance(asked: &Asked, dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = files(dir);
    if !matches!(asked.words[0], "run" | "model") {
        return found;
    }
    for (name, bytes) in &mut found {
        match name.to_str().unwrap() {
            "manifest.json" => {
                let manifest: serde_json::Value = serde_json::from_slice(bytes).unwrap();
                let tables = manifest["tables"].as_array().unwrap().iter();
                let tables: Vec<_> = tables.map(|table| (table["name"].clone(), table["rows"].clone())).collect();
                *bytes = format!("{:?} {:?}", manifest["digest"], tables).into_bytes();
            }
            _ => bytes.clear(),
        }
    }
    found
}

/// The steps that a command makes, by name.
fn steps_of(output: &Output) -> BTreeMap<String, usize> {
    let mut steps = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        if let Some((_, what)) = line.strip_prefix("step ").and_then(|line| line.split_once(": ")) {
            *steps.entry(what.to_owned()).or_default() += 1;
        }
    }
    steps
}

/// The steps that are tried: each in so many, others for each command.
fn tried(steps: usize, at: usize) -> impl Iterator<Item = usize> {
    let asked = std::env::var("TAURIDE_STRIDE").ok().and_then(|text| text.parse().ok());
    let stride = asked.unwrap_or(steps.div_ceil(TRIED)).max(1);
    (1 + (at * 5) % stride..=steps).step_by(stride)
}

/// What has the name of something finished is that, whatever else lies there.
fn nothing_looks_whole_that_is_not(asked: &Asked, dir: &Path, whole: &BTreeMap<PathBuf, Vec<u8>>, told: &str) {
    for (name, bytes) in files(dir) {
        if name.iter().any(|folder| folder.to_string_lossy().ends_with(".part")) {
            continue;
        }
        let is_table = name.extension().is_some_and(|extension| extension == "parquet");
        let is_answer = name.to_str().is_some_and(|name| name.ends_with(".json") && name != "files.json");
        if (is_table || is_answer && asked.words[0] != "run") && asked.words[0] != "model" {
            assert!(whole.get(&name) == Some(&bytes), "{told}: {} looks whole and is not", name.display());
        }
    }
}

/// Ends each command at steps of its own, in an empty directory, and has it go on with three threads.
#[test]
fn same_bytes_when_a_command_ends_at_any_step_and_goes_on() {
    let place = Place::new("end");
    for (at, asked) in COMMANDS.iter().enumerate() {
        let name = asked.words[0];
        let told = place.asked(asked, "1", &format!("{name}-whole"), "tell", &["--threads", "1"][..threads(asked)]);
        assert!(told.status.success(), "{told:?}");
        let steps = steps_of(&told);
        let n_steps: usize = steps.values().sum();
        assert!(n_steps > 20 || name == "model", "{name} makes only {n_steps} steps");
        let (whole, bytes) =
            (substance(asked, &place.0.join(format!("{name}-whole"))), files(&place.0.join(format!("{name}-whole"))));
        let mut n_tried = 0;
        for step in tried(n_steps, at) {
            let out = format!("{name}-{step}");
            let ended = place.asked(asked, "1", &out, &format!("end:{step}"), &["--threads", "1"][..threads(asked)]);
            assert!(!ended.status.success(), "{out}: it has only fewer steps");
            nothing_looks_whole_that_is_not(asked, &place.0.join(&out), &bytes, &out);
            let on = [&["--resume"][..], &["--threads", "3"]].concat();
            let on = if name == "model" { &[][..] } else { &on[..] };
            let done = place.asked(asked, "1", &out, "", on);
            assert!(done.status.success(), "{out}: {}", String::from_utf8_lossy(&done.stderr));
            assert!(substance(asked, &place.0.join(&out)) == whole, "{out}: other bytes");
            assert!(place.is_verified(&out), "{out}");
            std::fs::remove_dir_all(place.0.join(&out)).unwrap();
            n_tried += 1;
        }
        assert!(n_tried > 0, "{name}");
        println!("{name}: {n_steps} steps {steps:?}; ended at {n_tried}, and each went on to the same bytes");
    }
}

/// How many of the two words `--threads 1` a command is given.
fn threads(asked: &Asked) -> usize {
    if asked.words[0] == "model" { 0 } else { 2 }
}

/// A directory holds a finished study or run of seed 5 when the same command with seed 1 ends at a step.
#[test]
fn law_what_was_finished_is_whole_when_another_command_ends_at_any_step() {
    let place = Place::new("beside");
    for (at, asked) in COMMANDS.iter().enumerate() {
        let name = asked.words[0];
        let into = |out: &str, seed: &str, steps: &str, more: &[&str]| {
            place.asked(asked, seed, out, steps, &[more, &["--threads", "1"][..threads(asked)]].concat())
        };
        for (out, seed) in [("first", "5"), ("second", "1")] {
            assert!(into(&format!("{name}-{out}"), seed, "", &[]).status.success(), "{name}");
        }
        let first = files(&place.0.join(format!("{name}-first")));
        let second = substance(asked, &place.0.join(format!("{name}-second")));
        let told = format!("{name}-told");
        assert!(into(&told, "5", "", &[]).status.success());
        let n_steps: usize = steps_of(&into(&told, "1", "tell", asked.again)).values().sum();
        let mut n_tried = 0;
        for step in tried(n_steps, at) {
            let out = format!("{name}-{step}");
            let dir = place.0.join(&out);
            copy(&place.0.join(format!("{name}-first")), &dir);
            assert!(!into(&out, "1", &format!("end:{step}"), asked.again).status.success(), "{out}");
            let done = into(&out, "1", "", asked.again);
            assert!(done.status.success(), "{out}: {}", String::from_utf8_lossy(&done.stderr));
            assert!(substance(asked, &dir) == second, "{out}: other bytes");
            assert!(place.is_verified(&out), "{out}");
            // A run or a model was to be written over; what a study had finished lies aside.
            if !matches!(name, "run" | "model") {
                assert!(files(&dir.join("before")) == first, "{out}: the study of before is not whole");
                assert!(place.is_verified(&format!("{out}/before")), "{out}");
            }
            std::fs::remove_dir_all(&dir).unwrap();
            n_tried += 1;
        }
        assert!(n_tried > 0, "{name}");
        println!("{name} over a finished one: {n_steps} steps; ended at {n_tried}, nothing lost, the same bytes");
    }
}

fn copy(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        let to = to.join(name);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, bytes).unwrap();
    }
}

/// The disk is full from a step on: the command fails in words, and goes on with three threads when there is room again.
#[test]
fn same_bytes_after_a_full_disk() {
    let place = Place::new("full");
    for (at, asked) in COMMANDS.iter().enumerate() {
        let name = asked.words[0];
        let one = &["--threads", "1"][..threads(asked)];
        let told = place.asked(asked, "1", &format!("{name}-whole"), "tell", one);
        let n_steps: usize = steps_of(&told).values().sum();
        let directory = place.0.join(format!("{name}-whole"));
        let (whole, bytes) = (substance(asked, &directory), files(&directory));
        let (mut n_tried, mut n_failed) = (0, 0);
        for step in tried(n_steps, at + 3) {
            let out = format!("{name}-{step}");
            let ended = place.asked(asked, "1", &out, &format!("full:{step}"), one);
            let said = String::from_utf8_lossy(&ended.stderr);
            assert!(!said.contains("panicked"), "{out}: {said}");
            // From some step on nothing needs room any more.
            if ended.status.code() == Some(1) {
                assert!(said.contains("cannot") || said.contains("no storage space"), "{out}: {said}");
                n_failed += 1;
            } else {
                assert!(ended.status.success(), "{out}: {ended:?}");
            }
            nothing_looks_whole_that_is_not(asked, &place.0.join(&out), &bytes, &out);
            let on = if name == "model" { &[][..] } else { &["--resume", "--threads", "3"][..] };
            let done = place.asked(asked, "1", &out, "", on);
            assert!(done.status.success(), "{out}: {}", String::from_utf8_lossy(&done.stderr));
            assert!(substance(asked, &place.0.join(&out)) == whole, "{out}: other bytes");
            std::fs::remove_dir_all(place.0.join(&out)).unwrap();
            n_tried += 1;
        }
        assert!(n_failed > 0, "{name}: no step failed");
        println!(
            "{name} on a disk that is full: {n_tried} of {n_steps} steps tried, {n_failed} failed in words, all went on to the same bytes"
        );
    }
}
