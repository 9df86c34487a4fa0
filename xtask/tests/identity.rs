//! What a place, a class and a works are called decides their luck: neither the order of rows nor what else there is does.

use std::fs;
use std::path::{Path, PathBuf};

use run::case::{Case, Changes};
use run::scale::Scale;
use run::world::World;
use society::Society;

const SCALE: u32 = 1000;
/// People of a place that is added.
const ISLANDERS: u64 = 90_000;

/// A copy of russia-1917, each of whose tables of rows, and whose header, is changed line by line.
struct Copied(PathBuf);

impl Copied {
    fn new(name: &str, change: impl Fn(&str, &mut Vec<String>)) -> Copied {
        let dir = std::env::temp_dir().join(format!("tauride-identity-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/russia-1917");
        fs::create_dir(&dir).expect("a directory for the copy");
        for entry in fs::read_dir(from).expect("the scenario's directory").map(|entry| entry.expect("a file")) {
            let name = entry.file_name().into_string().expect("a plain name");
            let is_table = name.ends_with(".csv") && name != "sources.csv" || name == "scenario.toml";
            if is_table {
                let text = fs::read_to_string(entry.path()).expect("a table");
                let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
                change(&name, &mut rows);
                fs::write(dir.join(&name), rows.join("\n") + "\n").expect("a table is written");
            } else if entry.path().is_file() && !["claims.toml", "display.toml"].contains(&name.as_str()) {
                fs::copy(entry.path(), dir.join(&name)).expect("a file is copied");
            }
        }
        Copied(dir)
    }

    fn case(&self) -> Case {
        let changes = Changes { scale: Scale::OneTo(SCALE), until: Some("1917-02-28".into()), ..Changes::default() };
        Case::open(self.0.to_str().expect("a plain path"), &changes).expect("no faults")
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn same_digest_with_all_rows_in_another_order() {
    let of = |copied: &Copied| {
        let case = copied.case();
        let mut spec = case.loaded.spec.for_seed(1).into_owned();
        spec.end = case.end;
        let mut world = World::new(&spec, 1, SCALE, 1);
        while world.step().is_some() {}
        world.digest()
    };
    let same = Copied::new("same", |_, _| ());
    let reversed = Copied::new("reversed", |name, rows| {
        if name != "scenario.toml" {
            rows[1..].reverse();
        }
    });
    assert_eq!(of(&same), of(&reversed));
}

#[test]
fn law_a_place_added_far_away_leaves_the_luck_of_others_as_it_was() {
    let without = Copied::new("without", |_, _| ()).case();
    let with = Copied::new("with", |name, rows| match name {
        "places.csv" => rows.push(row(
            &rows[0],
            &[("id", "aaa_island"), ("name", "Island"), ("kind", "county"), ("lat", "70"), ("lon", "170")],
        )),
        "population.csv" => rows
            .push(row(&rows[0], &[("place", "aaa_island"), ("class", "peasant"), ("persons", &ISLANDERS.to_string())])),
        "links.csv" => rows
            .push(row(&rows[0], &[("from", "aaa_island"), ("to", "petrograd"), ("kind", "road"), ("hours", "1000")])),
        "scenario.toml" => rows.iter_mut().filter(|line| line.starts_with("persons = ")).for_each(|line| {
            let persons: u64 = line["persons = ".len()..].parse().expect("the sum of all");
            *line = format!("persons = {}", persons + ISLANDERS);
        }),
        _ => (),
    })
    .case();
    let described = |case: &Case| {
        let spec = &case.loaded.spec;
        let society = Society::new(spec, 1, SCALE, 1);
        let mut units: Vec<String> = (0..society.n_units())
            .map(|u| {
                let unit = society.unit(u);
                let names = (&spec.places[unit.place].id, &spec.classes[unit.class].id);
                format!("{names:?} {} {} {:?} {}", unit.n_cells, unit.adults, unit.leaning, unit.trust)
            })
            .collect();
        units.sort_unstable();
        units
    };
    let [before, mut after] = [&without, &with].map(described);
    assert_ne!(before, after, "the island has people");
    after.retain(|unit| !unit.contains("aaa_island"));
    assert!(
        before == after,
        "{} of {} units are as they were",
        before.iter().filter(|u| after.contains(u)).count(),
        before.len()
    );
}

/// A row of a table with this header: these values, and what every row needs.
fn row(header: &str, values: &[(&str, &str)]) -> String {
    let all = [values, &[("source", "assumed"), ("confidence", "C")]].concat();
    let value = |column: &str| all.iter().find(|(name, _)| *name == column).map_or("", |(_, value)| value);
    header.split(',').map(value).collect::<Vec<_>>().join(",")
}
