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
