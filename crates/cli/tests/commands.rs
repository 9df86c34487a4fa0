//! The program as a user meets it: exit status, what is printed where, what is written.

mod common;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::Place;

impl Place {
    fn is_empty(&self) -> bool {
        std::fs::read_dir(&self.0).unwrap().next().is_none()
    }
}

const SHORT: [&str; 4] = ["run", "one-town", "--until", "1917-03-05"];

#[test]
fn law_a_run_is_done_with_status_0_and_says_where_it_is() {
    let place = Place::new("run");
    let (status, stdout, stderr) = place.tauride(&SHORT);
    assert_eq!(status, 0, "{stderr}");
    let out = Path::new("runs/one-town-seed1-1to1-until1917-03-05");
    assert!(stdout.contains(&out.join("report.html").display().to_string()), "{stdout}");
    assert!(place.0.join(out).join("manifest.json").is_file());
    assert!(stderr.contains("Old Style"), "progress: {stderr}");
}

#[test]
fn law_what_ifs_are_listed_and_applied() {
    let place = Place::new("what-ifs");
    let (status, stdout, _) = place.tauride(&["list", "--json"]);
    assert_eq!(status, 0);
    let value: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let listed = value["interventions"].as_array().unwrap();
    let is_of = |name: &str| {
        listed.iter().any(|i| i["name"] == name && i["scenario"] == "russia-1917" && i["title"].is_string())
    };
    assert!(["no-war", "no-memory-of-1905", "lenin-stopped", "july-let-loose", "peace-in-may"].into_iter().all(is_of));
    // What is not there, or not right, is refused before anything is written.
    std::fs::write(place.0.join("wrong.toml"), "title = 'x'\n[[change]]\nkind = 'mechanism'\nname = 'recal'\n")
        .unwrap();
    for (with, said) in
        [("no-wra", "no what-if of this name"), ("wrong.toml", "wrong.toml:4:8"), ("./none.toml", "none")]
    {
        let (status, stdout, stderr) = place.tauride(&[&SHORT[..], &["--with", with]].concat());
        assert_eq!((status, stdout.as_str()), (2, ""), "{with}");
        assert!(stderr.contains(said), "{stderr}");
        assert!(!place.0.join("runs").exists());
    }
    std::fs::write(
        place.0.join("mine.toml"),
        "title = 'Nobody learns of it'\n[[change]]\nkind = 'mechanism'\nname = 'news'\non = false\n",
    )
    .unwrap();
    let (status, stdout, stderr) = place.tauride(&[&SHORT[..], &["--with", "mine.toml", "--json"]].concat());
    assert_eq!(status, 0, "{stderr}");
    let value: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(value["interventions"][0]["title"], "Nobody learns of it");
    assert_eq!(value["out"], "runs/one-town-mine-seed1-1to1-until1917-03-05");
}

#[test]
fn law_json_is_one_object_with_the_promised_keys() {
    let place = Place::new("json");
    let (status, stdout, _) = place.tauride(&[&SHORT[..], &["--json", "--quiet", "--out", "x"]].concat());
    assert_eq!(status, 0);
    let value: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    for key in [
        "scenario",
        "seed",
        "scale",
        "start",
        "end",
        "persons",
        "cells",
        "places",
        "outcome",
        "digest",
        "wall_seconds",
        "peak_bytes",
        "person_days_per_second",
        "out",
        "report",
    ] {
        assert!(!value[key].is_null(), "{key}: {stdout}");
    }
    assert!(value["outcome"]["kind"].is_string() && value["outcome"]["date"].is_string());
    assert_eq!(value["scale"], "1:1");
    // Old Style in, New Style out.
    assert_eq!((&value["end"], &value["end_local"]), (&"1917-03-18".into(), &"1917-03-05".into()));
    let (_, list, _) = place.tauride(&["list", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    for key in ["scenarios", "interventions", "models", "claims"] {
        assert!(list[key].is_array(), "{key}");
    }
}

#[test]
fn law_wrong_input_is_status_2_with_nothing_written() {
    let place = Place::new("wrong");
    for (words, message) in [
        (&["run", "one-towm"][..], "one-town"),
        (&["run", "one-town", "--scale", "1:0"], "1:N"),
        (&["run", "one-town", "--until", "1918-01-01"], "outside the scenario"),
        (&["run", "one-town", "--until", "yesterday"], "no date"),
        (&["run", "one-town", "--set", "no.such=1"], "no"),
        (&["run", "one-town", "--set", "repression"], "KEY=VALUE"),
        (&["run", "one-town", "--colour"], "--colour"),
        (&["run"], "SCENARIO"),
        (&["check", "nowhere"], "nowhere"),
        (&["new", "x", "--from", "nowhere"], "nowhere"),
        (&["report", "."], "no run"),
        (&["simulate"], "simulate"),
        (&["model", "granoveter"], "did you mean `granovetter`?"),
        (&["model", "granovetter", "--set", "no_such=1"], "is not a parameter of granovetter"),
        (&["model", "granovetter", "--set", "no_such"], "KEY=VALUE"),
        (&["model", "centola-macy", "--set", "rewire_p=1.5"], "expected a number from 0 to 1, found `1.5`"),
        (&["model", "centola-macy", "--set", "treshold=2", "--set", "width=2"], "2 faults; nothing was written"),
        (&["model"], "NAME"),
        (&["model", "granovetter", "--set", "sd=12"], "`sd` changes nothing with thresholds=uniform"),
        (&["model", "epstein-1", "--set", "legitimacy_end=0.1"], "`legitimacy_end` changes nothing"),
        (&["model", "epstein-1", "--set", "population_density=1", "--set", "cop_density=1"], "do not fit on the sites"),
        (&["model", "epstein-1", "--set", "population_density=1"], "do not fit on the sites: 1 and 0.04"),
        (&["model", "galam", "--set", "levels=2", "--set", "levels=3"], "`levels` is set twice"),
        (&["run", "one-town", "--set", "news=off", "--set", "mechanisms.news=on"], "`news` is set twice"),
        (&["run", "russia-1917", "--with", "no-war", "--with", "no-war"], "this what-if is given twice"),
        (&["run", "one-town", "--scale", "1:40001"], "fewer than 10 of its 40000 persons"),
        (&["run", "one-town", "--threads", "100000"], "threads are a number from 1 to 1024"),
        (
            &["compare", "russia-1917", "--with", "no-war", "--seed", "18446744073709551614", "--pairs", "3"],
            "there are no 3 seeds from 18446744073709551614 on",
        ),
        (&["compare", "russia-1917", "--with", "no-war", "--pairs", "18446744073709551615"], "--pairs is a number"),
        (&["branch", "one-town", "--branches", "18446744073709551615"], "--branches is a number from 2 to 99999"),
        (&["ensemble", "one-town", "--runs", "18446744073709551615"], "--runs is a number from 1 to 99999"),
        (&["sensitivity", "one-town", "--trajectories", "18446744073709551615"], "--trajectories is a number"),
        (&["verify", "."], "has no files.json"),
        (&["claims"], "SCENARIO"),
        (&["claims", "russia-1917", "--only", "E05,R77"], "did you mean `R07`?"),
        (&["claims", "russia-1917", "--pairs", "1"], "--pairs is a number from 2 to 99999, not 1"),
        (&["claims", "one-town"], "it has no claims.toml that fits it"),
        (&["sensitivity"], "SCENARIO"),
        (&["sensitivity", "one-town", "--inputs", "conditions.fod,rurall"], "did you mean `conditions.food`?"),
        (&["sensitivity", "one-town", "--inputs", "conditions.fod,rurall"], "2 faults; nothing was written"),
        (&["sensitivity", "one-town", "--base", "48"], "a power of two"),
        (&["sensitivity", "one-town", "--trajectories", "1"], "--trajectories is a number from 2 to 10000, not 1"),
    ] {
        let (status, stdout, stderr) = place.tauride(words);
        assert_eq!(status, 2, "{words:?}: {stderr}");
        assert!(stderr.contains(message), "{words:?}: {stderr}");
        assert_eq!(stdout, "", "{words:?}");
        assert!(place.is_empty(), "{words:?} wrote something");
    }
}

#[test]
fn law_a_change_that_comes_too_late_or_twice_is_refused() {
    let place = Place::new("late");
    let what_if = |name: &str, from: &str| {
        let change = "[[change]]\nkind = \"input\"\nindicator = \"food\"\nplace = \"all\"\nfactor = 0.9\n";
        std::fs::write(place.0.join(name), format!("title = \"bread\"\n{from}{change}")).unwrap();
    };
    what_if("late.toml", "from = \"1917-06-05\"\n");
    what_if("now.toml", "");
    let run = ["run", "one-town", "--until", "1917-05-15", "--quiet"];
    for command in [&run[..], &["compare", "one-town", "--until", "1917-05-15", "--pairs", "2"]] {
        let (status, _, stderr) = place.tauride(&[command, &["--with", "./late.toml"]].concat());
        assert_eq!(status, 2, "{stderr}");
        assert!(
            stderr.contains("late.toml:3:1: this change begins on 1917-06-05, after the last day simulated"),
            "{stderr}"
        );
    }
    let (status, _, stderr) = place.tauride(&[&run[..], &["--with", "./now.toml", "--with", "now.toml"]].concat());
    assert_eq!(status, 2, "{stderr}");
    assert!(stderr.contains("its changes are those of `--with ./now.toml`"), "{stderr}");
    assert!(!place.0.join("runs").exists());
    let once = [&["run", "one-town", "--until", "1917-02-20", "--quiet"][..], &["--with", "./now.toml"]].concat();
    assert_eq!(place.tauride(&once).0, 0);
}

/// A terminal that is closed ends a run cleanly, unless whoever started the program has that ignored.
#[cfg(target_os = "linux")]
#[test]
fn law_a_hangup_that_is_ignored_stays_ignored() {
    let place = Place::new("nohup");
    let tauride = env!("CARGO_BIN_EXE_tauride");
    let run = format!("'{tauride}' run one-town --scale 1:1 --quiet --no-report --out");
    let ended = |script: &str| {
        let mut shell = Command::new("sh");
        shell.current_dir(&place.0).args(["-c", script]).stdin(Stdio::null()).output().unwrap().status.code()
    };
    let ignored =
        format!("trap '' HUP; {run} a & p=$!; for i in 1 2 3 4 5; do sleep 0.05; kill -HUP $p; done; wait $p");
    assert_eq!(ended(&ignored), Some(0));
    assert!(place.0.join("a/manifest.json").exists(), "it ran to its end");
    // The run is long enough to be met: without the trap it is interrupted, and what was finished is kept.
    let heard = format!("{run} b & p=$!; sleep 0.05; kill -HUP $p; wait $p");
    let status = ended(&heard);
    assert!(status == Some(130) || place.0.join("b/manifest.json").exists(), "{status:?}");
}

#[test]
fn law_a_directory_is_known_by_its_files_and_nothing_of_others_is_touched() {
    let place = Place::new("directory");
    let ensemble =
        ["ensemble", "one-town", "--runs", "3", "--scale", "1:10", "--until", "1917-03-01", "--quiet", "--out", "e"];
    assert_eq!(place.tauride(&ensemble).0, 0);
    let files = |folder: &str| {
        let mut found: Vec<(String, Vec<u8>)> = Vec::new();
        let mut folders = vec![place.0.join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).unwrap().flatten() {
                let name = entry.path().strip_prefix(&place.0).unwrap().display().to_string();
                match entry.path().is_dir() {
                    true => folders.push(entry.path()),
                    false => found.push((name, std::fs::read(entry.path()).unwrap())),
                }
            }
        }
        found.sort();
        found
    };
    let (status, stdout, _) = place.tauride(&["verify", "e"]);
    assert_eq!(status, 0, "{stdout}");
    // A table that somebody changed is neither scored nor drawn, and verify names it.
    let table = place.0.join("e/national/world-00002.parquet");
    let whole = std::fs::read(&table).unwrap();
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    std::fs::write(&table, &changed).unwrap();
    let said = "national/world-00002.parquet has changed since it was written";
    let (status, stdout, _) = place.tauride(&["verify", "e"]);
    assert!(status == 1 && stdout.contains(said), "{stdout}");
    for command in [&["report", "e"][..], &["score", "e"], &[&ensemble[..], &["--resume"]].concat()] {
        let (status, _, stderr) = place.tauride(command);
        assert!(status != 0 && stderr.contains(said), "{command:?}: {stderr}");
    }
    std::fs::write(&table, &whole).unwrap();
    // Begun again three times without `--resume`: all that was finished is kept, and what is not ours stays where it is.
    std::fs::write(place.0.join("e/notes.csv"), "mine").unwrap();
    std::fs::write(place.0.join("e/national/mine.csv"), "mine").unwrap();
    let first = files("e/national");
    for _ in 0..3 {
        assert_eq!(place.tauride(&ensemble).0, 0);
    }
    for folder in ["e/before", "e/before-2", "e/before-3"] {
        let kept = files(&format!("{folder}/national"));
        let same = first.iter().filter(|(name, _)| name.ends_with("parquet")).zip(&kept).all(|(a, b)| a.1 == b.1);
        assert!(kept.len() == 3 && same && place.0.join(folder).join("ensemble.json").exists(), "{folder}");
    }
    for mine in ["e/notes.csv", "e/national/mine.csv"] {
        assert_eq!(std::fs::read_to_string(place.0.join(mine)).unwrap(), "mine", "{mine}");
    }
    assert_eq!(place.tauride(&["verify", "e"]).0, 0);
    // A folder in which somebody keeps a study of another sort is none of ours.
    std::fs::create_dir_all(place.0.join("f/daily")).unwrap();
    std::fs::write(place.0.join("f/study.json"), "{\"patients\": 12}").unwrap();
    std::fs::write(place.0.join("f/daily/1.csv"), "mine").unwrap();
    let (status, _, stderr) = place.tauride(&[&ensemble[..10], &["f"]].concat());
    assert!(status == 2 && stderr.contains("no study of many worlds of Tauride's"), "{stderr}");
    assert_eq!(files("f").len(), 2);
}

#[test]
fn law_files_are_listed_with_every_column() {
    let place = Place::new("files");
    let (status, list, _) = place.tauride(&["list", "files", "--json"]);
    assert_eq!(status, 0);
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let files = list["files"].as_array().unwrap();
    let places = files.iter().find(|file| file["file"] == "places.csv").unwrap();
    let keys = places["blocks"][0]["keys"].as_array().unwrap();
    let id = keys.iter().find(|key| key["key"] == "id").unwrap();
    assert_eq!(id["need"], "required");
    assert!(keys.iter().all(|key| key["meaning"].as_str().is_some_and(|meaning| !meaning.is_empty())));
    let (_, text, _) = place.tauride(&["list", "files"]);
    assert!(text.contains("places.csv") && text.contains("[[class]]") && text.contains("kind = \"input\""));
}

#[test]
fn law_models_are_listed_by_name_and_title() {
    let place = Place::new("models");
    let (_, list, _) = place.tauride(&["list", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let (_, text, _) = place.tauride(&["list"]);
    let models = list["models"].as_array().unwrap();
    for name in ["granovetter", "kuran", "galam", "epstein-1", "epstein-2", "centola-macy", "riots-2005"] {
        assert!(models.iter().any(|model| model["name"] == name && model["title"].is_string()), "{name}");
        assert!(text.contains(name), "{name}: {text}");
    }
}

#[test]
fn law_a_model_leaves_its_files_and_says_what_came_out() {
    let place = Place::new("model");
    let (status, stdout, stderr) = place.tauride(&["model", "centola-macy", "--quiet"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    let out = Path::new("runs/model-centola-macy-seed1");
    assert!(stdout.contains(&out.join("report.html").display().to_string()), "{stdout}");
    assert!(place.0.join(out).join("report.html").is_file());
    let json = |out: &str, seed: &str| {
        let (_, stdout, _) = place.tauride(&["model", "centola-macy", "--json", "--seed", seed, "--out", out]);
        serde_json::from_str::<serde_json::Value>(&stdout).unwrap()
    };
    let (one, again) = (json("a", "1"), json("b", "1"));
    for key in ["model", "seed", "settings", "figures", "digest", "wall_seconds", "out"] {
        assert!(!one[key].is_null(), "{key}: {one}");
    }
    assert_eq!(one["digest"], again["digest"]);
    let manifest = std::fs::read_to_string(place.0.join("a/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    for key in ["version", "model", "seed", "settings", "digest", "figures"] {
        assert!(!manifest[key].is_null(), "{key}");
    }
    assert_ne!(one["digest"], json("c", "2")["digest"]);
    assert!(one["figures"]["mean_final_share"].is_number() && manifest["figures"] == one["figures"]);
    assert!(!manifest["tables"].as_array().unwrap().is_empty());
    for table in manifest["tables"].as_array().unwrap() {
        let file = format!("a/{}.parquet", table["name"].as_str().unwrap());
        assert!(place.0.join(&file).is_file(), "{file}");
    }
    // A run of the other sort does not take the directory; its page is written again from its answer.
    assert_eq!(place.tauride(&[&SHORT[..], &["--out", "a"]].concat()).0, 2);
    let page = place.0.join("a/report.html");
    let before = std::fs::read(&page).unwrap();
    std::fs::remove_file(&page).unwrap();
    let (status, _, stderr) = place.tauride(&["report", "a"]);
    assert_eq!(status, 0, "{stderr}");
    assert_eq!(std::fs::read(&page).unwrap(), before);
}

#[test]
fn law_a_survey_leaves_its_files_and_says_what_came_out() {
    let place = Place::new("survey");
    let words = [
        &["sensitivity", "one-town", "--until", "1917-03-10", "--scale", "1:20"][..],
        &["--inputs", "classes,conditions.war", "--trajectories", "2", "--base", "2"],
    ]
    .concat();
    let (status, stdout, stderr) = place.tauride(&words);
    assert_eq!(status, 0, "{stderr}");
    let out = Path::new("runs/sensitivity-one-town-seed1-1to20-until1917-03-10");
    assert!(stdout.contains(&out.join("report.html").display().to_string()), "{stdout}");
    assert!(stdout.contains("classes.threshold") && stdout.contains("another seed"), "{stdout}");
    for file in ["report.html", "sensitivity.json", "worlds.jsonl", "study.json"] {
        assert!(place.0.join(out).join(file).is_file(), "{file}");
    }
    let (status, stdout, _) = place.tauride(&[&words[..], &["--json", "--quiet", "--resume"]].concat());
    assert_eq!(status, 0);
    let json: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    for key in ["scenario", "scale", "trajectories", "base", "worlds", "factors", "outputs", "chosen", "command", "out"]
    {
        assert!(!json[key].is_null(), "{key}: {stdout}");
    }
    assert_eq!(json["worlds"], 2 * (3 + 2) + 2 * (2 + 3 + 1));
    assert_eq!(json["outputs"].as_array().unwrap().len(), 5, "a case without a record has no party to compare");
}

#[test]
fn law_a_directory_of_others_is_left_alone() {
    let place = Place::new("others");
    std::fs::create_dir(place.0.join("thesis")).unwrap();
    std::fs::write(place.0.join("thesis/chapter.txt"), "text").unwrap();
    let (status, _, stderr) = place.tauride(&[&SHORT[..], &["--out", "thesis"]].concat());
    assert_eq!(status, 2);
    assert!(stderr.contains("no run of Tauride's"), "{stderr}");
    assert_eq!(std::fs::read_dir(place.0.join("thesis")).unwrap().count(), 1);
}

#[test]
fn law_a_new_scenario_checks_and_runs() {
    let place = Place::new("new");
    assert_eq!(place.tauride(&["new", "mytown", "--from", "one-town"]).0, 0);
    assert_eq!(place.tauride(&["new", "mytown", "--from", "one-town"]).0, 2, "it is already there");
    let (status, _, stderr) = place.tauride(&["check", "mytown"]);
    assert_eq!(status, 0, "{stderr}");
    let (status, _, stderr) = place.tauride(&["run", "mytown", "--until", "1917-02-25", "--quiet"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    let (status, stdout, stderr) = place.tauride(&["report", "runs/mytown-seed1-1to1-until1917-02-25"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.contains("report.html"));
}

#[test]
fn same_digest_of_a_scenario_and_of_its_copies() {
    let place = Place::new("copies");
    let digest = |scenario: &str| {
        let words = ["run", scenario, "--until", "1917-03-10", "--tables", "none", "--json", "--quiet", "--out"];
        let out = format!("out-{}", scenario.replace('/', "-"));
        let (status, stdout, stderr) = place.tauride(&[&words[..], &[out.as_str()]].concat());
        assert_eq!(status, 0, "{scenario}: {stderr}");
        assert_eq!(std::fs::read_dir(place.0.join(&out)).unwrap().count(), 1, "manifest.json alone");
        serde_json::from_str::<serde_json::Value>(&stdout).unwrap()["digest"].as_str().unwrap().to_owned()
    };
    let make = |words: &[&str]| {
        let (status, _, stderr) = place.tauride(&[&["new"], words].concat());
        assert_eq!(status, 0, "{words:?}: {stderr}");
        let (status, stdout, stderr) = place.tauride(&["check", words[0]]);
        assert_eq!(status, 0, "{words:?}: {stdout}{stderr}");
    };
    make(&["whole", "--from", "one-town", "--whole"]);
    assert!(place.0.join("whole/places.csv").is_file() && place.0.join("whole/parties.toml").is_file());
    make(&["beside", "--from", "whole"]);
    make(&["elsewhere/copy", "--from", "whole"]);
    make(&["elsewhere/second", "--from", "elsewhere/copy", "--whole"]);
    let town = digest("one-town");
    for copy in ["whole", "beside", "elsewhere/copy", "elsewhere/second"] {
        assert_eq!(digest(copy), town, "{copy}");
    }
    let (status, _, stderr) = place.tauride(&["run", "besid"]);
    assert!(status == 2 && stderr.contains("did you mean `beside`?"), "{stderr}");
    let (status, _, stderr) = place.tauride(&["report", "out-whole"]);
    assert!(status == 2 && stderr.contains("without all its tables"), "{stderr}");
}

#[test]
fn law_tables_are_written_as_csv() {
    let place = Place::new("csv");
    let words = ["run", "one-town", "--until", "1917-02-25", "--quiet", "--no-report", "--out", "out"];
    assert_eq!(place.tauride(&words).0, 0);
    assert!(!place.0.join("out/report.html").exists());
    let (status, stdout, stderr) = place.tauride(&["csv", "out", "national", "--out", "tables"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.contains("national.csv"), "{stdout}");
    let text = std::fs::read_to_string(place.0.join("tables/national.csv")).unwrap();
    assert!(
        text.starts_with("date,date_local,") && text.lines().nth(1).unwrap().starts_with("1917-03-03,1917-02-18,"),
        "{text}"
    );
    let (status, _, stderr) = place.tauride(&["csv", "out", "natonal"]);
    assert!(status == 2 && stderr.contains("did you mean `national`?"), "{stderr}");
    assert_eq!(place.tauride(&["csv", "nowhere"]).0, 2);
}

#[test]
#[cfg(unix)]
fn same_digest_after_an_interrupt_and_resume() {
    let place = Place::new("interrupt");
    let words = |out| ["run", "one-town", "--json", "--quiet", "--out", out];
    let digest = |stdout: &str| {
        let value: serde_json::Value = serde_json::from_str(stdout).unwrap();
        value["digest"].as_str().unwrap().to_owned()
    };
    let (status, uncut, _) = place.tauride(&words("uncut"));
    assert_eq!(status, 0);
    // A checkpoint after every day makes the run slow enough to be caught on its way.
    let mut child = place
        .command(&words("cut"))
        .args(["--checkpoint-days", "1"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while !place.0.join("cut/checkpoint.bin").exists() {
        assert!(began.elapsed() < Duration::from_secs(60), "the run never began");
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(!place.0.join("cut/manifest.json").exists());
    let (status, resumed, stderr) = place.tauride(&[&words("cut")[..], &["--resume"]].concat());
    assert_eq!(status, 0, "{stderr}");
    assert_eq!(digest(&resumed), digest(&uncut));
}

#[test]
fn law_what_params_lists_can_be_set_and_a_filter_narrows_it() {
    let place = Place::new("params");
    let (status, stdout, stderr) = place.tauride(&["params", "one-town", "--json"]);
    assert_eq!(status, 0, "{stderr}");
    let listed: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let rows = listed["params"].as_array().unwrap();
    let mut words = vec!["run".to_owned(), "one-town".into(), "--until".into(), "1917-02-25".into(), "--quiet".into()];
    for row in rows.iter().filter(|row| row["kind"] != "input") {
        let value = row["value"].as_str().map_or_else(|| row["value"].to_string(), str::to_owned);
        words.extend(["--set".to_owned(), format!("{}={value}", row["key"].as_str().unwrap())]);
        assert!(!row["meaning"].as_str().unwrap().is_empty() && !row["unit"].as_str().unwrap().is_empty(), "{row}");
    }
    words.extend(["--out".to_owned(), "here".into()]);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (status, _, stderr) = place.tauride(&words);
    assert_eq!(status, 0, "{stderr}");
    // One word that is no scenario is a filter.
    let (_, all, _) = place.tauride(&["params"]);
    let (status, few, _) = place.tauride(&["params", "grievance"]);
    assert!(status == 0 && few.lines().count() * 4 < all.lines().count(), "{few}");
    assert!(few.contains("grievance.rise_per_day = ") && !few.contains("council.founding ="), "{few}");
    let (status, _, stderr) = place.tauride(&["params", "grievance.rise_per_dya"]);
    assert_eq!(status, 2, "{stderr}");
    assert!(stderr.contains("did you mean `grievance.rise_per_day`?"), "{stderr}");
}

#[test]
fn law_completions_and_the_manual_page_name_every_command() {
    let place = Place::new("manual");
    let commands = ["run", "ensemble", "compare", "claims", "score", "fit", "sensitivity", "model", "params", "list"];
    for words in [&["completions", "bash"][..], &["completions", "zsh"], &["completions", "fish"], &["manual"]] {
        let (status, stdout, stderr) = place.tauride(words);
        assert_eq!(status, 0, "{stderr}");
        assert!(commands.iter().all(|command| stdout.contains(command)), "{words:?}");
    }
    assert!(place.is_empty(), "they are written on standard output alone");
}
