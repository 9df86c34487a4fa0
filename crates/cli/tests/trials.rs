//! Small inputs as a user gives them, for which the right answer is known: what a cut, a seed or a size does.

mod common;

use std::collections::BTreeSet;

use common::Place;

impl Place {
    fn done(&self, words: &str) -> String {
        let (status, stdout, stderr) = self.tauride(&words.split(' ').collect::<Vec<_>>());
        assert_eq!(status, 0, "{words}: {stderr}");
        stdout
    }

    /// The values of a column of a table, which is written as CSV beside it.
    fn column(&self, dir: &str, table: &str, column: &str) -> Vec<String> {
        self.done(&format!("csv {dir} {table}"));
        let text = std::fs::read_to_string(self.0.join(dir).join(format!("{table}.csv"))).unwrap();
        let mut rows = text.lines().map(|row| row.split(',').map(str::to_owned).collect::<Vec<_>>());
        let at = rows.next().unwrap().iter().position(|name| name == column).unwrap_or_else(|| panic!("no {column}"));
        rows.map(|row| row[at].clone()).collect()
    }
}

/// A pattern that does not hold by the day on which worlds were cut off may still come to hold: that is not the same as no.
#[test]
fn law_what_could_not_have_happened_yet_is_missing_and_no_failure() {
    let place = Place::new("cut");
    let study = "ensemble one-town --runs 2 --scale 1:40 --quiet --out";
    place.done(&format!("{study} cut --until 1917-02-26"));
    place.done(&format!("{study} whole"));
    let of =
        |dir: &str| -> Vec<String> { (1..=8).flat_map(|n| place.column(dir, "worlds", &format!("p{n}"))).collect() };
    let (cut, whole) = (of("cut"), of("whole"));
    assert!(cut.iter().all(|holds| holds == "true" || holds.is_empty()), "{cut:?}");
    assert!(whole.iter().all(|holds| holds == "true" || holds == "false"), "{whole:?}");
    assert!(cut.iter().any(String::is_empty) && whole.iter().any(|holds| holds == "false"));
}

/// Two parts of a study made on two machines: no row of one can be taken for a row of the other.
#[test]
fn law_tables_of_two_ensembles_can_be_put_together() {
    let place = Place::new("parts");
    let study = "ensemble one-town --runs 3 --scale 1:10 --quiet";
    place.done(&format!("{study} --seed 1 --out a"));
    place.done(&format!("{study} --seed 4 --out b"));
    for table in ["national", "councils", "worlds"] {
        let of = |dir: &str, column: &str| place.column(dir, table, column).into_iter().collect::<BTreeSet<_>>();
        for column in ["seed", "world_name"] {
            let (a, b) = (of("a", column), of("b", column));
            assert_eq!((a.len(), b.len(), a.intersection(&b).count()), (3, 3, 0), "{table}.{column}");
        }
    }
}

/// The scale of a study goes by the size of its society: all of a town, few of an empire.
#[test]
fn law_a_town_is_studied_whole() {
    let place = Place::new("town");
    let study = |words: &str| {
        let answer = place.done(&format!("{words} --until 1917-02-20 --quiet --json --out study"));
        std::fs::remove_dir_all(place.0.join("study")).unwrap();
        serde_json::from_str::<serde_json::Value>(&answer).unwrap()["head"]["scale"].as_u64()
    };
    assert_eq!(study("ensemble one-town --runs 1"), Some(1));
    assert_eq!(study("compare one-town --set recall=off --pairs 2"), Some(1));
}
