//! What lies in a scenario's directory and is not read is told, where it is a slip.

use std::fs;
use std::path::{Path, PathBuf};

/// A scenario's directory of the test's own.
struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Dir {
        let path = std::env::temp_dir().join(format!("tauride-directory-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("it can be made");
        fs::write(path.join("scenario.toml"), "title = 'A town'\nbase = 'one-town'\n").expect("it can be written");
        Dir(path)
    }

    /// The messages that reading it gives, without the path of the directory.
    fn told(&self) -> Vec<String> {
        let files = scenario::from_dir(&self.0).expect("the directory itself can be read");
        let of = |problem: &scenario::Problem| problem.to_string().replace(&format!("{}/", self.0.display()), "");
        scenario::read(&files).map_or_else(|problems| problems.iter().map(of).collect(), |_| Vec::new())
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn put(path: &Path) {
    fs::write(path, "x\n").expect("it can be written");
}

#[test]
fn law_what_is_not_read_and_looks_like_a_slip_is_told() {
    let not_read =
        |meant: &str| format!("this is not read; rename it to `{meant}`, or move it out of the scenario's directory");
    for (name, meant) in [
        ("CELLS.CSV", "cells.csv"),
        ("Scenario.TOML", "scenario.toml"),
        ("cells.txt", "cells.csv"),
        ("cells.csv.txt", "cells.csv"),
        ("conditions.xlsx", "conditions.csv"),
        ("evidnce/", "evidence/"),
        ("Interventions/", "interventions/"),
        ("evidence", "evidence/"),
    ] {
        let dir = Dir::new(&name.replace('/', "-folder"));
        match name.strip_suffix('/') {
            Some(folder) => fs::create_dir(dir.0.join(folder)).expect("it can be made"),
            None => put(&dir.0.join(name)),
        }
        assert_eq!(dir.told(), [format!("{name}: {}", not_read(meant))], "{name}");
    }
}

#[test]
fn law_what_is_somebody_elses_is_left_alone() {
    let dir = Dir::new("others");
    for name in ["README.md", "derive.py", "notes.txt", ".hidden.csv", "map.png"] {
        put(&dir.0.join(name));
    }
    for folder in ["facts", "figures", "evidence"] {
        fs::create_dir(dir.0.join(folder)).expect("it can be made");
    }
    // Beside the table itself, the spreadsheet that it was written in is nobody's slip.
    fs::write(dir.0.join("cells.csv"), "id,name,place,class,persons,source,kind,share_women,confidence\n")
        .expect("it can");
    put(&dir.0.join("cells.xlsx"));
    assert_eq!(dir.told(), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn law_what_has_the_name_of_a_file_and_is_none_is_told() {
    let dir = Dir::new("none");
    fs::create_dir(dir.0.join("cells.csv")).expect("it can be made");
    std::os::unix::fs::symlink(dir.0.join("nowhere"), dir.0.join("links.csv")).expect("it can be made");
    let made = std::process::Command::new("mkfifo").arg(dir.0.join("roots.csv")).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo makes a pipe");
    assert_eq!(
        dir.told(),
        [
            "cells.csv: this is a directory; expected a file",
            "links.csv: this is a link that leads nowhere; expected a file",
            "roots.csv: this is a pipe, a socket or a device; expected a file",
        ]
    );
}

#[test]
fn law_every_key_of_a_scenario_has_a_meaning() {
    let (mut faults, mut n) = (Vec::new(), 0);
    for file in scenario::declared_files() {
        // Kinds of change and measures have a line of their own for the whole block.
        for block in file.blocks.iter().filter(|block| block.about.is_empty()) {
            n += block.keys.len();
            let bare = block.keys.iter().filter(|key| key.meaning.is_empty());
            faults.extend(bare.map(|key| format!("{} {}: `{}`", file.file, block.block, key.key)));
        }
    }
    assert!(n > 100, "only {n} keys were looked at");
    assert!(faults.is_empty(), "no meaning in MEANINGS:\n{}", faults.join("\n"));
}

/// The town that comes with the program, at another time.
fn town_of(year: &str, start: &str, end: &str, society: &str) -> scenario::Files {
    let bundled = scenario::bundled_files("one-town").expect("it is bundled");
    let header = bundled.own().get("scenario.toml").expect("it has a header");
    let header = String::from_utf8(header.to_vec()).expect("a header is text");
    let header = header.replace("1917-02-18", start).replace("1917-06-30", end);
    let header = header.replace("1917-", &format!("{year}-")).replace("russia-1917", society);
    let mut files = scenario::Files::new("mine");
    files.insert("scenario.toml", header.into_bytes());
    files
}

#[test]
fn law_a_day_that_no_column_of_dates_can_hold_is_refused() {
    let told = scenario::read(&town_of("1900", "1900-02-27", "1900-03-02", "russia-1905")).expect_err("it has faults");
    let wanted = "the scenario contains 29 February 1900 of the Old Style, which no column of dates can hold; expected dates \
                  without it, or `calendar = \"new\"`";
    assert!(told.to_string().contains(wanted), "{told}");
    let other = scenario::read(&town_of("1900", "1900-03-01", "1900-03-20", "russia-1905")).expect_err("it has faults");
    assert!(!other.to_string().contains("29 February"), "{other}");
}

/// Whose leaders were not there yet is told; a society of the time serves.
#[test]
fn law_a_town_of_another_year_needs_a_society_of_its_time() {
    let told = scenario::read(&town_of("1905", "1905-01-05", "1905-02-20", "russia-1917")).expect_err("it has faults");
    let told = told.to_string();
    assert!(
        told.contains("a leader's only date") && told.contains("name another `society` in scenario.toml"),
        "{told}"
    );
    let loaded = scenario::read(&town_of("1905", "1905-01-05", "1905-02-20", "russia-1905"));
    let loaded = loaded.unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(loaded.spec.end.since(loaded.spec.start), 46);
}
