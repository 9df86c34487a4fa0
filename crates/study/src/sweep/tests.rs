use std::sync::atomic::{AtomicBool, Ordering};

use run::case::{Case, Changes};
use run::store::read::{Column, Table};

use super::factors::Level;
use super::*;
use crate::frame::Ended;
use crate::frame::testing::{Dir, done, run};

fn asked(vary: &[&str], design: Design, runs: u64) -> Asked {
    Asked { vary: vary.iter().map(|given| (*given).to_owned()).collect(), design, runs }
}

fn changes() -> Changes {
    Changes { seed: 3, until: Some("1917-03-20".into()), ..Changes::default() }
}

const VARY: [&str; 2] = ["grievance.rise_per_day=0.02..0.1:3", "repression=on,off"];

fn plan(runs: u64) -> Plan {
    Plan::open("one-town", &changes(), &asked(&VARY, Design::Factorial, runs)).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn same_bytes_after_three_interruptions() {
    let (whole, cut) = (Dir::new("sweep-whole"), Dir::new("sweep-cut"));
    done(&plan(4), &whole.0, false, 1);
    for (turn, until) in [5, 11, 20].into_iter().enumerate() {
        let stop = AtomicBool::new(false);
        let ended = run(&plan(4), &cut.0, turn > 0, 1, &stop, &|done, _| stop.store(done >= until, Ordering::Relaxed));
        assert!(matches!(ended, Ok(Ended::Interrupted(n)) if n as u64 == until), "turn {turn}");
        assert!(!cut.0.join("sweep.json").exists() && !cut.0.join("sweep.parquet").exists());
    }
    done(&plan(4), &cut.0, true, 2);
    assert!(whole.files() == cut.files());
    // More worlds at every point can be asked for later.
    let grown = Dir::new("sweep-grown");
    done(&plan(2), &grown.0, false, 2);
    done(&plan(4), &grown.0, true, 2);
    assert!(whole.files() == grown.files());
}

#[test]
fn same_bytes_when_parts_are_gathered() {
    use crate::frame::Resources;
    use crate::parts::{self, Gathered, Parted};
    let (whole, cut) = (Dir::new("sweep-one-go"), Dir::new("sweep-parts"));
    let plan = plan(4);
    assert_eq!(plan.pieces(), 24);
    done(&plan, &whole.0, false, 2);
    let stop = AtomicBool::new(false);
    let resources = Resources { dir: &cut.0, resume: true, threads: 1, stop: &stop, say: &|_, _, _| () };
    let chunks = parts::chunks(1..=plan.pieces(), 7);
    assert_eq!(chunks, [1..=7, 8..=14, 15..=21, 22..=24]);
    let make = |at: usize| parts::run_part(&plan, chunks[at].clone(), &resources).map(|_| ());
    assert!(parts::command_of(&cut.0).is_err());
    std::thread::scope(|scope| {
        let both: Vec<_> =
            [0, 3].into_iter().map(|at| scope.spawn(move || make(at).expect("it can be made"))).collect();
        both.into_iter().for_each(|thread| thread.join().expect("nobody panics"));
    });
    assert_eq!(parts::command_of(&cut.0).expect("there are parts"), plan.command());
    let Ok(Gathered::Missing(missing)) = parts::gather(&plan, &resources) else { panic!("not all are there") };
    assert_eq!(missing, chunks[1..3], "as large as the largest part that is there");
    [1, 2].into_iter().for_each(|at| make(at).expect("it can be made"));
    let Ok(Gathered::Done(_)) = parts::gather(&plan, &resources) else { panic!("all are there") };
    let mut gathered = cut.files();
    gathered.retain(|path, _| !path.starts_with("parts"));
    assert!(whole.files() == gathered);
    assert!(parts::run_part(&plan, 24..=25, &resources).is_err_and(|e| e.is_request()));
}

#[test]
fn same_worlds_as_runs_with_the_same_changes() {
    let dir = Dir::new("sweep-table");
    let plan = plan(2);
    let answer = done(&plan, &dir.0, false, 2);
    assert_eq!(plan.points.points.len(), 6);
    let table = Table::read(&dir.0.join("sweep.parquet"), &[]).expect("it is whole");
    assert_eq!(table.len(), 12);
    assert_eq!(table.counts("point"), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]);
    assert_eq!(table.facts()["run.seeds"], "3 to 4");
    let Some(Column::Double(rise)) = table.column("grievance.rise_per_day") else { panic!("a number is a number") };
    assert_eq!((rise[0], rise[4], rise[11]), (Some(0.02), Some(0.06), Some(0.1)));
    assert_eq!(table.texts("repression").get(2), "off");
    let settings = vec!["grievance.rise_per_day=0.06".to_owned(), "repression=off".to_owned()];
    let mut case = Case::open("one-town", &Changes { settings, ..changes() }).expect("it can be opened");
    case.end_there();
    let alone = worlds::run(case.job(4), &AtomicBool::new(false)).expect("nobody stops it");
    assert_eq!(table.days("outcome_date")[7], alone.outcome_day);
    let Some(Column::Double(days)) = table.column("striker_days") else { panic!("a sum is a number") };
    assert_eq!(days[7], Some(alone.sums[0]));
    let of_point = &answer.written.points[3];
    assert_eq!(of_point.levels, [Level::Number(0.06), Level::Word("off".into())]);
    assert_eq!(of_point.outcomes.values().map(|share| share.worlds).sum::<u64>(), 2);
    assert_eq!(answer.written.curves.len(), 2);
}

#[test]
fn law_points_are_drawn_within_their_ranges_and_read_from_files() {
    let vary = ["grievance.rise_per_day=0.02..0.1", "news=on,off", "conditions.food=0.5..1.5:3"];
    for design in [Design::Sobol(8), Design::Latin(8)] {
        let plan = Plan::open("one-town", &changes(), &asked(&vary, design, 1)).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(plan.points.points.len(), 8);
        for point in &plan.points.points {
            let [Level::Number(rise), Level::Word(news), Level::Number(food)] = &point[..] else { panic!("{point:?}") };
            assert!((0.02..=0.1).contains(rise) && ["on", "off"].contains(&news.as_str()));
            assert!([0.5, 1.0, 1.5].contains(food));
        }
    }
    let dir = Dir::new("sweep-file");
    std::fs::create_dir_all(&dir.0).expect("it can be made");
    let file = dir.0.join("points.csv").display().to_string();
    std::fs::write(&file, "# mine\nnews,grievance.rise_per_day\non,0.03\noff, 0.05\n").expect("it can be written");
    let plan = Plan::open("one-town", &changes(), &asked(&[], Design::of(&file, None).expect("a file"), 2));
    let plan = plan.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(plan.points.points[1], [Level::Word("off".into()), Level::Number(0.05)]);
    std::fs::write(&file, "news,grievance.rise_per_day\non,0.03\nof,7\n").expect("it can be written");
    let wrong =
        Plan::open("one-town", &changes(), &asked(&[], Design::File(file.clone()), 2)).err().expect("it is wrong");
    let told = wrong.to_string();
    assert!(told.contains("points.csv:3:1") && told.contains("points.csv:3:2"), "{told}");
}

#[test]
fn law_every_fault_is_told_at_once_before_anything_is_run() {
    let vary = ["grievance.rise_per_dey=1..2:3", "repression=on,of", "news", "rural.fear=0.1..0.5", "with=no-wra,none"];
    let wrong =
        Plan::open("russia-1917", &changes(), &asked(&vary, Design::Factorial, 2)).err().expect("all are wrong");
    let told = wrong.to_string();
    for what in ["`grievance.rise_per_day`", "on or off", "KEY=A,B", "a number of levels", "did you mean `no-war`?"] {
        assert!(told.contains(what), "{what}: {told}");
    }
    let many = Plan::open("one-town", &changes(), &asked(&["rural.fear=0..1:5000"], Design::Factorial, 50));
    assert!(many.is_err_and(|e| e.is_request() && e.to_string().contains("250000 worlds")));
    let set = Changes { settings: vec!["news=off".into()], ..changes() };
    let twice = Plan::open("one-town", &set, &asked(&["news=on,off"], Design::Factorial, 2));
    assert!(twice.is_err_and(|e| e.to_string().contains("--set")));
}

#[test]
fn law_what_ifs_can_be_varied() {
    let plan = Plan::open("russia-1917", &changes(), &asked(&["with=none,no-war"], Design::Factorial, 1));
    let plan = plan.unwrap_or_else(|e| panic!("{e}"));
    let hashes = plan.identity()["varied_what_ifs"].clone();
    assert_eq!(
        (hashes["none"].as_array().map(Vec::len), hashes["no-war"].as_array().map(Vec::len)),
        (Some(0), Some(1))
    );
    assert!(plan.command_of(1).is_some_and(|command| command.ends_with("--with no-war")));
}
