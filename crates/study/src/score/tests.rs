//! Evidence asked of worlds that are on the disk: the record, corrected rows, and rows of one's own.

use std::path::Path;

use observables::question::Questions;
use run::case::Changes;
use run::record::rows::Record;
use scenario::{OwnRow, read_own_evidence};

use super::*;
use crate::ensemble;
use crate::ensemble::tables::Tables;
use crate::frame::testing::{Dir, TOWN, done};

const MEASURES: &str = "series,place,measure,scale,label,unit,note
strikers,milltown,strikers,1,,workers,
votes:sr,milltown,vote_share:sr,1,,share,
killed,milltown,dead,1,,persons,
";
const HEADER: &str = "series,date_start,date_end,place,value,low,high,unit,kind,source,locator,confidence,note\n";

/// A town whose record holds so many strikers.
fn town(name: &str, strikers: u32) -> Dir {
    let dir = Dir::new(name);
    std::fs::create_dir_all(dir.0.join("evidence")).expect("a directory of the system's own");
    write(&dir.0, strikers, "");
    dir
}

fn write(dir: &Path, strikers: u32, more: &str) {
    let rows = format!(
        "{HEADER}strikers,1917-03-10,1917-03-10,milltown,{strikers},,,workers,count,register,,A,\n\
         strikers,1917-03-10,1917-03-10,milltown,{},,,workers,count,register,,A,another source of the same day\n\
         votes:sr,1917-04-12,1917-04-12,milltown,0.4,,,share,share,register,,A,\n\
         killed,1917-04-12,1917-04-12,milltown,4,,,people,count,register,,A,\n{more}",
        strikers + 200
    );
    for (file, text) in [("scenario.toml", TOWN), ("evidence/measures.csv", MEASURES), ("evidence/rows.csv", &rows)] {
        std::fs::write(dir.join(file), text).expect("it can be written");
    }
}

fn ensemble(town: &Path, tables: Tables) -> std::path::PathBuf {
    let out = town.join(format!("worlds-{}", tables.word()));
    let changes = Changes { until: Some("1917-05-01".into()), ..Changes::default() };
    let plan = ensemble::Plan::open(&town.display().to_string(), &changes, 3, tables).unwrap_or_else(|e| panic!("{e}"));
    done(&plan, &out, false, 2);
    out
}

fn opened(dir: &Path) -> Worlds {
    open(dir).unwrap_or_else(|e| panic!("{e}"))
}

fn own_rows(worlds: &Worlds, text: &str) -> Vec<OwnRow> {
    read_own_evidence(&worlds.loaded, "mine.csv", text.as_bytes()).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn same_answers_from_the_tables_as_while_the_worlds_ran() {
    let town = town("score-ask", 900);
    let out = ensemble(&town.0, Tables::All);
    let worlds = opened(&out);
    let record = Record::of(&worlds.loaded);
    assert_eq!(record.questions.list().len(), 3, "two sources tell one day");
    let kept: Vec<_> = worlds.worlds.iter().map(|world| world.answers.clone()).collect();
    assert!(kept.iter().flatten().any(|answer| answer.is_some_and(|x| x > 0.0)), "somebody is out");
    // Without what was kept, the tables alone are asked.
    std::fs::write(
        out.join(crate::asked::FILE),
        format!(r#"{{"society_hash":"{}","questions":["a","b","c"]}}"#, worlds.loaded.society_hash),
    )
    .expect("it can be written");
    run::index::note(&out, &[crate::asked::FILE]).unwrap_or_else(|e| panic!("{e}"));
    let again = opened(&out);
    assert!(again.silent.is_empty());
    assert_eq!(again.worlds.iter().map(|world| world.answers.clone()).collect::<Vec<_>>(), kept);
}

#[test]
fn law_a_corrected_or_new_row_needs_no_world_again() {
    let town = town("score-correct", 900);
    let (all, few) = (ensemble(&town.0, Tables::All), ensemble(&town.0, Tables::Few));
    let before = score(opened(&few).subject(), &[]).unwrap_or_else(|e| panic!("{e}"));
    // Sources of one day are one target: their median with the range of both.
    let strikers = before.rows.iter().find(|judged| judged.row.series == "strikers").expect("it is scored");
    assert_eq!(
        (strikers.row.observed.value(), strikers.row.observed.low(), strikers.row.observed.high()),
        (1000.0, 900.0, 1100.0)
    );
    assert_eq!(before.rows.len(), 3);
    write(&town.0, 700, "votes:sr,1917-03-20,1917-03-20,milltown,0.3,,,share,share,register,,A,\n");
    let corrected = score(opened(&few).subject(), &[]).unwrap_or_else(|e| panic!("{e}"));
    let strikers = corrected.rows.iter().find(|judged| judged.row.series == "strikers").expect("it is scored");
    assert_eq!(strikers.row.observed.low(), 700.0);
    // The new row asks the weekly counts, which the few tables do not hold; it is said so, and no miss.
    assert_eq!((corrected.rows.len(), corrected.unmatched.len()), (3, 1));
    assert!(corrected.unmatched[0].why.contains("`leanings`") && corrected.unmatched[0].why.contains("--tables all"));
    let whole = score(opened(&all).subject(), &[]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((whole.rows.len(), whole.unmatched.len()), (4, 0));
    // Another society is another matter.
    std::fs::write(town.0.join("scenario.toml"), format!("{TOWN}[mechanisms]\nnews = false\n"))
        .expect("it can be written");
    assert!(open(&few).is_err_and(|e| e.is_request()));
}

#[test]
fn law_evidence_of_ones_own_has_its_parts_and_what_cannot_be_asked_is_said() {
    let town = town("score-own", 900);
    let worlds = opened(&ensemble(&town.0, Tables::All));
    let parties: Vec<&str> = worlds.loaded.spec.parties.iter().skip(1).map(|party| party.id.as_str()).collect();
    let classes: Vec<&str> = worlds.loaded.spec.classes.iter().map(|class| class.id.as_str()).collect();
    let all = |list: &[&str]| list.join("+");
    let text = format!(
        "date_start,date_end,place,measure,party,among,class,value,part,source\n\
         1917-04-12,,milltown,vote_share,{},,,1,,N. N.\n\
         1917-04-12,,milltown,vote_share,{},{},,0.5,,N. N.\n\
         1917-04-12,,milltown,turnout,,,,0.5,test,N. N.\n\
         1917-04-12,,milltown,votes_cast,,,,500,test,N. N.\n\
         1917-03-10,,milltown,strikers,,,{},900,test,N. N.\n\
         1917-03-10,,milltown,strikers,,,,900,test,N. N.\n\
         1917-02-18,1917-04-30,milltown,events:council_founded,,,,1,test,N. N.\n\
         1917-02-23,1917-02-24,milltown,events:congress,,,,0,test,N. N.\n\
         1917-04-12,,milltown,vote_share,{},,,0.5,,memory\n\
         1917-04-12,,all,council_seats,{},,,5,,N. N.\n",
        all(&parties),
        parties[0],
        all(&parties),
        all(&classes),
        parties[0],
        parties[0],
    );
    let found = own(&worlds, "mine.csv", &own_rows(&worlds, &text)).unwrap_or_else(|e| panic!("{e}"));
    let of = |part: Part| found.iter().find(|own| own.part == part).expect("it has rows");
    let (test, held_out) = (of(Part::Test), of(Part::HeldOut));
    assert_eq!(found.len(), 2);
    assert_eq!((held_out.rows.len(), held_out.remembered.len(), held_out.unmatched.len()), (2, 1, 1));
    // All parties together have every vote.
    assert_eq!(held_out.rows[0].score.among.median, 1.0);
    // Strikers of all classes, by name, are those of the town; nothing was called together in these two days.
    let medians: Vec<f64> = test.rows.iter().map(|judged| judged.score.among.median).collect();
    assert_eq!(medians[2], medians[3]);
    assert!(medians[4] > 0.0 && medians[5] == 0.0, "{medians:?}");
    // A turnout is the votes cast over all adults.
    assert!((0.0..=1.0).contains(&medians[0]) && medians[1] > 0.0);
    // Nothing of it counts among the record's own rows.
    assert_eq!(score(worlds.subject(), &[]).unwrap_or_else(|e| panic!("{e}")).rows.len(), 3);
    let faulty = "date_start,place,measure,value,source\n1917-04-12,miltown,vote_shar:sr,2,N. N.\n";
    let problems = read_own_evidence(&worlds.loaded, "mine.csv", faulty.as_bytes()).expect_err("two names are wrong").0;
    let told: Vec<(usize, usize, &str)> = problems.iter().map(|p| (p.line, p.column, p.what.as_str())).collect();
    assert_eq!(told, [(2, 12, "there is no place `miltown`"), (2, 20, "there is no measure `vote_shar`")]);
    assert_eq!(worlds.ask(&Questions::of(worlds.loaded.calendar)).map(|answers| answers.of_worlds.len()).ok(), Some(3));
}

#[test]
fn law_the_discrepancy_is_of_the_training_rows_alone_and_widens_the_worlds() {
    let town = town("score-discrepancy", 900);
    std::fs::write(
        town.0.join("evidence/split.toml"),
        "until = \"1917-03-20\"\n[aside]\nstrikes = [\"killed\"]\n[fit]\nparameters = [\"grievance.food_need\"]\n",
    )
    .expect("it can be written");
    let days: Vec<String> = (2..9)
        .map(|day| format!("strikers,1917-03-{day:02},1917-03-{day:02},milltown,40,,,workers,count,register,,A,\n"))
        .collect();
    let late = |value: u32| format!("strikers,1917-04-20,1917-04-20,milltown,{value},,,workers,count,register,,A,\n");
    write(&town.0, 900, &format!("{}{}", days.concat(), late(5)));
    let out = ensemble(&town.0, Tables::All);
    let first = score(opened(&out).subject(), &[]).unwrap_or_else(|e| panic!("{e}"));
    write(&town.0, 900, &format!("{}{}", days.concat(), late(50_000)));
    let poisoned = score(opened(&out).subject(), &[]).unwrap_or_else(|e| panic!("{e}"));
    let families = |answer: &Answer| {
        let wide = answer.with_discrepancy.as_ref().expect("seven training rows of one scale");
        wide.families.iter().map(|of| (of.scale.clone(), of.sd.map(|sd| sd.0), of.training_rows)).collect::<Vec<_>>()
    };
    assert_eq!(families(&first), families(&poisoned), "no test row has a say");
    assert!(families(&first).iter().any(|(scale, sd, rows)| scale == "ratio" && sd.is_some() && *rows >= 7));
    let wide = first.with_discrepancy.as_ref().expect("as above");
    assert_eq!(wide.rows.len(), first.rows_of(false).len());
    for (wide, bare) in wide.rows.iter().zip(first.rows_of(false)) {
        let (wide, bare) = (wide.score.among.intervals[3], bare.score.among.intervals[3]);
        assert!(wide.0 <= bare.0 + 1e-9 && wide.1 >= bare.1 - 1e-9, "{wide:?} {bare:?}");
    }
}
