//! Studies of many worlds as a user meets them.

mod common;

use std::path::{Path, PathBuf};

use common::Place;
use serde_json::Value;

impl Place {
    fn what_if(&self, name: &str, change: &str) {
        std::fs::write(self.0.join(name), format!("title = 'A change'\n[[change]]\n{change}\n")).unwrap();
    }
}

const COMPARE: [&str; 9] =
    ["compare", "one-town", "--pairs", "4", "--scale", "1:1", "--quiet", "--json", "--until=1917-03-20"];

fn without_times(text: &str) -> Value {
    let mut value: Value = serde_json::from_str(text).unwrap();
    for key in ["wall_seconds", "peak_bytes", "out", "report", "command"] {
        value.as_object_mut().unwrap().remove(key);
    }
    value
}

#[test]
fn law_a_change_of_nothing_parts_no_worlds() {
    let place = Place::new("null");
    place.what_if("null.toml", "kind = 'mechanism'\nname = 'news'\non = true");
    let (status, stdout, stderr) = place.tauride(&[&COMPARE[..], &["--with", "null.toml"]].concat());
    assert_eq!(status, 0, "{stderr}");
    let answer = without_times(&stdout);
    assert!(answer["first_difference"].is_null(), "{answer:#}");
    for odds in answer["outcomes"].as_object().unwrap().values() {
        assert_eq!(odds["difference"]["value"], 0.0);
    }
    for row in answer["dates"].as_array().unwrap().iter().chain(answer["numbers"].as_array().unwrap()) {
        assert_eq!(
            (&row["mean_difference"]["value"], &row["smaller"], &row["greater"]),
            (&0.0.into(), &0.into(), &0.into())
        );
    }
}

#[test]
fn law_a_sweep_leaves_one_table_and_its_jobs_the_same() {
    let place = Place::new("sweep");
    let asked =
        ["one-town", "--vary", "repression=on,off", "--vary", "rural.fear=0.2..0.6:3", "--runs", "2", "--scale", "1:1"];
    let asked = [&asked[..], &["--until", "1917-03-10", "--quiet"]].concat();
    let (status, stdout, stderr) = place.tauride(&[&["sweep"], &asked[..], &["--out", "whole", "--json"]].concat());
    assert_eq!(status, 0, "{stderr}");
    let answer = without_times(&stdout);
    assert_eq!((answer["points"].as_array().unwrap().len(), answer["kind"].as_str()), (6, Some("sweep")));
    assert!(place.0.join("whole/sweep.parquet").is_file() && place.0.join("whole/report.html").is_file());
    let (status, jobs, stderr) =
        place.tauride(&[&["jobs", "sweep"], &asked[..], &["--out", "parts", "--chunk", "5"]].concat());
    assert_eq!(status, 0, "{stderr}");
    let lines: Vec<Vec<&str>> = jobs.lines().map(|line| line.split(' ').skip(1).collect()).collect();
    assert_eq!(lines.len(), 3, "{jobs}");
    assert_eq!(place.tauride(&lines[0]).0, 0);
    assert_eq!(place.tauride(&lines[2]).0, 0);
    let (status, missing, stderr) = place.tauride(&["gather", "parts"]);
    assert_eq!((status, missing.trim()), (1, jobs.lines().nth(1).unwrap()), "{stderr}");
    assert_eq!(place.tauride(&lines[1]).0, 0);
    let (status, _, stderr) = place.tauride(&["gather", "parts", "--quiet"]);
    assert_eq!(status, 0, "{stderr}");
    for file in ["sweep.parquet", "sweep.json", "worlds.jsonl", "study.json"] {
        let read = |dir: &str| std::fs::read(place.0.join(dir).join(file)).unwrap();
        assert!(read("whole") == read("parts"), "{file}");
    }
    let wrong = ["sweep", "one-town", "--vary", "repressoin=on,off", "--vary", "rural.faer=1", "--set", "x=1"];
    let (status, stdout, stderr) = place.tauride(&wrong);
    assert!(status == 2 && stdout.is_empty() && stderr.contains("3 faults"), "{stderr}");
}

#[test]
fn law_a_setting_can_be_the_change_of_the_second_arm() {
    let place = Place::new("setting");
    let words = ["--set", "repression=off", "--set-both", "recall=off"];
    let (status, stdout, stderr) = place.tauride(&[&COMPARE[..], &words].concat());
    assert_eq!(status, 0, "{stderr}");
    let answer = without_times(&stdout);
    let keys = |list: &Value| list.as_array().unwrap().iter().map(|s| s["key"].clone()).collect::<Vec<_>>();
    assert_eq!(keys(&answer["changed_settings"]), ["repression"]);
    assert_eq!(keys(&answer["head"]["settings"]), ["recall"]);
    let command = answer["head"]["command"].as_str().unwrap();
    assert!(command.contains(" --set-both recall=off --set repression=off"), "{command}");
    assert!(!answer["first_difference"].is_null(), "repression reaches the first pair");
}

#[test]
fn same_answer_on_one_and_many_threads_and_after_resume() {
    let place = Place::new("threads");
    place.what_if("calm.toml", "kind = 'parameter'\nkey = 'grievance.rise_per_day'\nvalue = 0.0");
    let with = |more: &[&'static str]| {
        let words = [&COMPARE[..], &["--with", "calm.toml"], more].concat();
        let (status, stdout, stderr) = place.tauride(&words);
        assert_eq!(status, 0, "{stderr}");
        without_times(&stdout)
    };
    let one = with(&["--threads", "1", "--out", "one"]);
    assert_eq!(with(&["--threads", "3", "--out", "three"]), one);
    assert!(one["first_difference"]["date"].is_string(), "grievance matters: {one:#}");
    // Half of the worlds are lost in a crash, of which no list of files says anything; the answer comes back to what it was.
    let lines = place.0.join("one/worlds.jsonl");
    let text = std::fs::read_to_string(&lines).unwrap();
    std::fs::write(&lines, &text[..text.len() / 2]).unwrap();
    let refused = place.tauride(&[&COMPARE[..], &["--with", "calm.toml", "--out", "one", "--resume"]].concat());
    assert!(refused.0 == 1 && refused.2.contains("worlds.jsonl has"), "{}", refused.2);
    std::fs::remove_file(place.0.join("one/files.json")).unwrap();
    assert_eq!(with(&["--out", "one", "--resume"]), one);
    let page = std::fs::read_to_string(place.0.join("one/report.html")).unwrap();
    assert!(page.contains("A change") && page.contains(r#""kind":"compare""#));
    // Other worlds than those of the directory are refused.
    let words = [&COMPARE[..], &["--with", "calm.toml", "--out", "one", "--resume", "--set", "recall=off"]].concat();
    let (status, _, stderr) = place.tauride(&words);
    assert_eq!(status, 2);
    assert!(stderr.contains("another study"), "{stderr}");
}

#[test]
fn law_a_wrong_comparison_is_status_2_with_nothing_written() {
    let place = Place::new("wrong");
    for (words, message) in [
        (&["compare", "one-town"][..], "`--with NAME`, `--set KEY=VALUE` or both"),
        (&["compare", "one-town", "--set-both", "recall=off"], "`--with NAME`, `--set KEY=VALUE` or both"),
        (&["compare", "one-town", "--set", "repressoin=off"], "did you mean `repression`?"),
        (&["compare", "russia-1917", "--set", "repressoin=off", "--with", "no-wra"], "2 faults"),
        (&["compare", "russia-1917", "--with", "no-wra"], "no-war"),
        (&["compare", "one-town", "--with", "none.toml"], "none.toml"),
        (&["compare", "russia-1917", "--with", "no-war", "--pairs", "1"], "--pairs is a number from 2"),
    ] {
        let (status, stdout, stderr) = place.tauride(words);
        assert_eq!(status, 2, "{words:?}: {stderr}");
        assert!(stderr.contains(message), "{words:?}: {stderr}");
        assert_eq!(stdout, "", "{words:?}");
        assert!(std::fs::read_dir(&place.0).unwrap().next().is_none(), "{words:?} wrote something");
    }
}

const CLAIM: &str = "[[claim]]\nid = 'H1'\nstatement = 'It is hunger.'\nwho = 'somebody'\nsource = 'assumed'\nschool = 'rival'\n\
    cause = 'structure'\ncontradicted_if = 'as many strike where nobody is hungry'\n[[claim.test]]\nasks = 'Do fewer strike?'\n\
    with = ['calm']\nmeasure = 'sum'\nsum = 'striker_days'\nexpects = 'smaller'\nsmallest = 1\n\
    [[claim]]\nid = 'H2'\nstatement = 'It would have lasted.'\nwho = 'nobody'\nsource = 'assumed'\nschool = 'essay'\n\
    cause = 'leaders'\ncontradicted_if = 'it did not'\nuntestable = 'The worlds end too soon.'\n";

/// A scenario with claims in the directory `town`.
fn town_with_claims(place: &Place) {
    let dir = place.0.join("town/interventions");
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(place.0.join("town/scenario.toml"), "title = 'A town'\nbase = 'one-town'\nend = '1917-03-31'\n")
        .unwrap();
    std::fs::write(place.0.join("town/claims.toml"), CLAIM).unwrap();
    place.what_if("town/interventions/calm.toml", "kind = 'parameter'\nkey = 'grievance.food_need'\nvalue = 0.0");
}

#[test]
fn law_claims_leave_their_files_and_say_what_came_out() {
    let place = Place::new("claims");
    town_with_claims(&place);
    let words = ["claims", "town", "--pairs", "4", "--scale", "1:10"];
    let (status, stdout, stderr) = place.tauride(&words);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.contains("H1   not contradicted"), "{stdout}");
    assert!(stdout.contains("H2   not yet testable") && stdout.contains("The worlds end too soon."), "{stdout}");
    let out = place.0.join("runs/claims-town-seed1-1to10");
    for file in ["report.html", "answer.json", "worlds.jsonl", "study.json"] {
        assert!(out.join(file).is_file(), "{file}");
    }
    let (status, stdout, stderr) = place.tauride(&[&words[..], &["--resume", "--json", "--quiet"]].concat());
    assert_eq!(status, 0, "{stderr}");
    let json: Value = serde_json::from_str(&stdout).unwrap();
    for key in
        ["claims", "effects", "pairs", "rival_pairs", "worlds", "scale", "command", "wall_seconds", "out", "report"]
    {
        assert!(!json[key].is_null(), "{key}: {stdout}");
    }
    assert_eq!(json["claims"][0]["verdict"], "not contradicted");
    assert_eq!(json["claims"][1]["verdict"], "untestable");
    assert!(json["claims"][0]["tests"][0]["estimate"]["value"].as_f64().unwrap() < 0.0, "{stdout}");
}

#[test]
fn law_check_and_list_know_the_claims() {
    let place = Place::new("check-claims");
    town_with_claims(&place);
    let (status, stdout, stderr) = place.tauride(&["check", "town"]);
    assert!(status == 0 && stdout.contains("; 2 claims"), "{stdout}{stderr}");
    std::fs::write(place.0.join("town/claims.toml"), CLAIM.replace("'striker_days'", "'strikr_days'")).unwrap();
    for command in ["check", "claims"] {
        let (status, _, stderr) = place.tauride(&[command, "town"]);
        assert_eq!(status, 2, "{stderr}");
        assert!(
            stderr.contains("claims.toml:13:7: `sum` is unknown") && stderr.contains("`striker_days`?"),
            "{stderr}"
        );
    }
    let (_, stdout, _) = place.tauride(&["list", "--json"]);
    let json: Value = serde_json::from_str(&stdout).unwrap();
    let claims = json["claims"].as_array().unwrap();
    assert!(claims.len() == 42 && claims[0]["id"] == "E01" && claims[0]["scenario"] == "russia-1917", "{stdout}");
    let (_, stdout, _) = place.tauride(&["list"]);
    assert!(stdout.contains("E05  February was led by no party."), "{stdout}");
}

#[test]
fn law_the_page_of_an_ensemble_is_written_again_as_it_was() {
    let place = Place::new("again");
    place.what_if("calm.toml", "kind = 'parameter'\nkey = 'grievance.rise_per_day'\nvalue = 0.0");
    let words = "ensemble one-town --runs 3 --until 1917-03-10 --seed 4 --scale 1:2 --quiet --set recall=off";
    let words: Vec<&str> = words.split(' ').chain(["--with", "calm.toml", "--out", "many"]).collect();
    assert_eq!(place.tauride(&words).0, 0);
    let page = place.0.join("many/report.html");
    let whole = std::fs::read(&page).unwrap();
    std::fs::remove_file(&page).unwrap();
    let (status, stdout, stderr) = place.tauride(&["report", "many"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.contains("report.html"), "{stdout}");
    assert!(std::fs::read(&page).unwrap() == whole, "the page is the one of before");
    // A what-if that has changed since is another matter: the page is drawn from the answer alone.
    place.what_if("calm.toml", "kind = 'parameter'\nkey = 'grievance.rise_per_day'\nvalue = 0.1");
    assert_eq!(place.tauride(&["report", "many"]).0, 0);
    assert!(std::fs::read(&page).unwrap() == whole);
    // Begun anew, the worlds of before lie aside, and the answer about them is gone.
    std::fs::write(place.0.join("many/score.json"), "{}").unwrap();
    assert_eq!(place.tauride(&words).0, 0);
    assert!(!place.0.join("many/score.json").exists() && place.0.join("many/before/worlds.jsonl").exists());
    // Studies of other kinds are written again too, and so is the page of a score.
    let words = [&COMPARE[..], &["--with", "calm.toml", "--out", "two"]].concat();
    assert_eq!(place.tauride(&words).0, 0);
    let page = place.0.join("two/report.html");
    let whole = std::fs::read(&page).unwrap();
    std::fs::remove_file(&page).unwrap();
    let (status, _, stderr) = place.tauride(&["report", "two"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(std::fs::read(&page).unwrap() == whole);
    // An answer of an earlier version says too little for a page.
    let answer = place.0.join("two/comparison.json");
    let text = std::fs::read_to_string(&answer).unwrap();
    std::fs::write(&answer, text.replace("\"kind\": \"compare\"", "\"sort\": 1")).unwrap();
    std::fs::remove_file(place.0.join("two/files.json")).unwrap();
    let (status, _, stderr) = place.tauride(&["report", "two"]);
    assert_eq!(status, 2);
    assert!(stderr.contains("earlier version") && stderr.contains("tauride compare"), "{stderr}");
}

/// Every Parquet file below a directory.
fn tables_below(dir: &Path, to: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tables_below(&path, to);
        } else if path.extension().is_some_and(|ext| ext == "parquet") {
            to.push(path);
        }
    }
}

#[test]
fn law_every_table_says_what_it_is_of() {
    let place = Place::new("metadata");
    place.what_if("calm.toml", "kind = 'parameter'\nkey = 'grievance.rise_per_day'\nvalue = 0.0");
    let case = ["--seed", "5", "--scale", "1:10", "--until", "1917-03-01", "--set", "recall=off", "--quiet"];
    let with = ["--with", "calm.toml"];
    // The command, its own options, the fewest tables that it leaves, and whether it is given the what-if.
    let kinds: [(&[&str], usize, bool); 6] = [
        (&["run", "one-town"], 15, true),
        (&["ensemble", "one-town", "--runs", "2", "--tables", "all"], 26, true),
        (&["compare", "one-town", "--pairs", "2"], 0, true),
        (&["branch", "one-town", "--branches", "2", "--days", "2"], 1, true),
        (
            &["sensitivity", "one-town", "--screen-only", "--trajectories", "2", "--inputs", "grievance.rise_per_day"],
            0,
            false,
        ),
        (&["model", "granovetter", "--seed", "5", "--quiet"], 1, false),
    ];
    for (words, fewest, is_changed) in kinds {
        let is_model = words[0] == "model";
        let mut asked = words.to_vec();
        asked.extend(if is_model { &[][..] } else { &case[..] });
        asked.extend(if is_changed { &with[..] } else { &[][..] });
        let out = format!("out-{}", words[0]);
        let (status, _, stderr) = place.tauride(&[&asked[..], &["--out", &out]].concat());
        assert_eq!(status, 0, "{asked:?}: {stderr}");
        let mut tables = Vec::new();
        tables_below(&place.0.join(&out), &mut tables);
        assert!(tables.len() >= fewest, "{}: {} tables", words[0], tables.len());
        for path in tables {
            let file = path.strip_prefix(&place.0).unwrap().display().to_string();
            let table = run::store::read::Table::read(&path, &[]).unwrap_or_else(|error| panic!("{error}"));
            let said = |key: &str| table.facts().get(key).map(String::as_str);
            assert!(said("run.version").is_some_and(|told| told.starts_with(env!("CARGO_PKG_VERSION"))), "{file}");
            let is_of_all = said("run.seeds").is_some();
            // Worlds of an ensemble have each a seed of its own.
            let seeds = if is_of_all { ["5 to 6", "5 to 6"] } else { ["5", "6"] };
            let seed = said(if is_of_all { "run.seeds" } else { "run.seed" });
            assert!(seed.is_some_and(|seed| seeds.contains(&seed)), "{file}: seed {seed:?}");
            if is_model {
                assert!(said("run.model") == Some("granovetter") && said("run.settings").is_some(), "{file}");
            } else {
                assert_eq!(said("run.scenario"), Some("one-town"), "{file}");
                assert!(said("run.scenario_hash").is_some_and(|hash| hash.len() == 32), "{file}");
                assert_eq!(said("run.scale"), Some("1:10"), "{file}");
                assert_eq!(said("run.settings"), Some("recall=off"), "{file}");
                assert_eq!(said("run.what_ifs"), Some(if is_changed { "calm" } else { "" }), "{file}");
                assert_eq!((said("run.start"), said("run.end")), (Some("1917-03-03"), Some("1917-03-14")), "{file}");
            }
            assert!(said("row").is_some_and(|row| !row.is_empty()), "{file}");
            for column in table.names() {
                let meaning = said(&format!("column.{column}.meaning"));
                assert!(meaning.is_some_and(|meaning| !meaning.is_empty()), "{file}: {column} has no meaning");
                assert!(!column.ends_with("_os"), "{file}: {column}");
                if let Some(days) = column.strip_suffix("_local") {
                    assert!(table.names().any(|name| name == days), "{file}: {column} without {days}");
                }
            }
        }
    }
}

/// Words of Russia in 1917 that nothing of another society may say.
const RUSSIAN: [&str; 21] = [
    "petrograd",
    "bolshevik",
    "menshevik",
    "kadet",
    "duma",
    "soviet",
    "cossack",
    "tsar",
    "zemstvo",
    "lenin",
    "kerensky",
    "junker",
    "autocra",
    "old style",
    "trotsky",
    "oblast",
    "muzhik",
    "kornilov",
    "smolny",
    "uezd",
    "pravda",
];
/// Words of a bibliography: a title or an address may name what it likes.
const OF_SOURCES: [&str; 5] = ["\"title\"", "\"url\"", "\"author\"", "\"key\"", "\"source\""];

/// What a case prints, and the data of its report, have no word, place or party of another society in them.
#[test]
fn law_no_case_speaks_of_another() {
    let place = Place::new("cases-speak");
    for case in ["germany-1918", "marikana-2012", "hungary-1919", "italy-1920"] {
        let (status, stdout, stderr) = place.tauride(&["run", case, "--scale", "1:1000", "--out", case]);
        assert_eq!(status, 0, "{stderr}");
        let page = std::fs::read_to_string(place.0.join(case).join("report.html")).unwrap();
        let data = page.split("id=\"data\">").nth(1).and_then(|rest| rest.split("</script>").next()).unwrap();
        // One calendar: no date stands beside it in another.
        let sentence = data.split("\"sentence\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert!(!sentence.contains('('), "{case}: {sentence}");
        let is_of_a_source = |line: &&str| OF_SOURCES.iter().any(|key| line.starts_with(key));
        let said: Vec<&str> = data.split(&[',', '{', '}'][..]).filter(|line| !is_of_a_source(line)).collect();
        for text in [stdout, stderr, said.join("\n")] {
            let text = text.to_lowercase();
            for word in RUSSIAN {
                let around =
                    text.find(word).map(|at| text[at.saturating_sub(60)..].chars().take(140).collect::<String>());
                assert!(around.is_none(), "{case} says `{word}`: {around:?}");
            }
        }
    }
}
