//! Written pages, opened in a browser.

use std::path::PathBuf;

use super::step::{Said, run_of};
use crate::page::FOLDER;
use crate::shell::{install, needs};
use crate::{golden, page, shell};

pub(super) fn check() -> Said {
    needs("node", "nodejs")?;
    needs("npm", "npm")?;
    let chromium = chromium()?;
    page::install()?;
    let mut node = shell::command("node");
    node.arg(shell::root().join(FOLDER).join("tests/report.mjs")).env("CHROMIUM", &chromium);
    for kept in &golden::ALL {
        node.arg(run_of(kept)?.join("report.html"));
    }
    let studies = studies()?;
    let pages = STUDIES.iter().map(|study| studies.join(study.page));
    pages.for_each(|page| {
        node.arg(page);
    });
    shell::run(&mut node)?;
    let mut promises = shell::command("node");
    promises.arg(shell::root().join(FOLDER).join("tests/studies.mjs")).arg(&studies).env("CHROMIUM", &chromium);
    let said = shell::output(&mut promises)?;
    let pages = golden::ALL.len() + STUDIES.len();
    Ok(format!("{pages} pages, each at desktop and phone width, light and dark; of studies {}", said.trim()))
}

/// A small study whose page is opened.
struct Study {
    /// Its command.
    command: &'static str,
    /// What is asked of the town, or of the directory of an earlier study.
    options: &'static [&'static str],
    /// Its page, below the folder of all studies.
    page: &'static str,
}

/// One study of every kind; the town of the tests stands for `TOWN`.
const STUDIES: [Study; 10] = [
    Study {
        command: "ensemble",
        options: &["TOWN", "--runs", "6", "--scale", "1:1", "--out", "ensemble"],
        page: "ensemble/report.html",
    },
    Study { command: "score", options: &["ensemble"], page: "ensemble/score.html" },
    Study {
        command: "compare",
        options: &["TOWN", "--with", "calm", "--pairs", "4", "--scale", "1:1", "--out", "compare"],
        page: "compare/report.html",
    },
    Study {
        command: "sweep",
        options: &[
            "TOWN",
            "--vary",
            "grievance.rise_per_day=0.02..0.1:3",
            "--vary",
            "repression=on,off",
            "--runs",
            "4",
            "--scale",
            "1:1",
            "--out",
            "sweep",
        ],
        page: "sweep/report.html",
    },
    Study {
        command: "branch",
        options: &["TOWN", "--branches", "4", "--days", "5", "--scale", "1:1", "--out", "branch"],
        page: "branch/report.html",
    },
    Study {
        command: "sensitivity",
        options: &["TOWN", "--trajectories", "2", "--scale", "1:1", "--out", "sensitivity"],
        page: "sensitivity/report.html",
    },
    Study {
        command: "claims",
        options: &["TOWN", "--pairs", "2", "--scale", "1:1", "--out", "claims"],
        page: "claims/report.html",
    },
    Study { command: "fit", options: &["TOWN", "--runs", "200", "--out", "fit"], page: "fit/report.html" },
    Study {
        command: "rivals",
        options: &["TOWN", "--runs", "200", "--worlds", "4", "--only", "no-news", "--out", "rivals"],
        page: "rivals/report.html",
    },
    Study { command: "model", options: &["granovetter", "--out", "model"], page: "model/report.html" },
];

/// Makes every study anew and gives the folder that holds them.
fn studies() -> Result<PathBuf, String> {
    let folder = shell::fresh_dir("studies")?;
    let town = shell::root().join(FOLDER).join("tests/town");
    for study in &STUDIES {
        let mut tauride = shell::command(shell::target().join("release/tauride"));
        tauride.arg(study.command).current_dir(&folder);
        for option in study.options {
            if *option == "TOWN" {
                tauride.arg(&town);
            } else {
                tauride.arg(option);
            }
        }
        shell::output(&mut tauride)?;
    }
    Ok(folder)
}

pub(crate) fn chromium() -> Result<PathBuf, String> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from).filter(|file| file.is_file());
    let found = || ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(shell::find);
    if let Some(file) = named.or_else(found) {
        return Ok(file);
    }
    install("chromium", "Chromium (or its path in CHROMIUM)")?;
    found().ok_or_else(|| "Chromium was installed and is still not to be found".into())
}
