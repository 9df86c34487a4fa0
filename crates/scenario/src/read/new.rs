//! The first files of a user's own scenario.

use crate::names::is_plain_name;
use crate::problem::{Problem, Problems};
use crate::read::bundle::bundled;

/// The files of a new scenario that is based on a bundled one: path and text of each.
///
/// # Errors
/// When the name is not one for a directory, or when there is no scenario to start from.
pub fn new_scenario_files(name: &str, from: &str) -> Result<Vec<(String, String)>, Problems> {
    let mut faults = Vec::new();
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    if !is_plain_name(last) {
        let problem = Problem::of_file(name, "this is no name for a scenario");
        faults.push(problem.expected("letters, digits, - and _"));
    }
    let known = bundled();
    let Some((_, title)) = known.iter().find(|(n, _)| n == from) else {
        let problem = Problem::of_file(from, "there is no bundled scenario of this name to start from");
        faults.push(problem.nearest(from, known.iter().map(|(n, _)| n.as_str())));
        return Err(Problems(faults));
    };
    if !faults.is_empty() {
        return Err(Problems(faults));
    }
    Ok(vec![("scenario.toml".into(), scenario_toml(last, from, title))])
}

fn scenario_toml(name: &str, from: &str, title: &str) -> String {
    format!(
        r#"# A scenario of your own. What this directory lacks is taken from `base`: write only what differs.
title = "{name}"
summary = "Like {from} ({quoted}), but ..."
base = "{from}"

# Dates are in the calendar of the base. Take the # away to change them.
# calendar = "old"
# start = "1917-02-18"
# end = "1917-10-31"

# Mechanisms are on unless switched off here.
[mechanisms]
# councils = false
# social_proof = false

# Parameters of behaviour; `tauride check` prints a misspelt name's nearest neighbour.
[parameters]
# grievance.rise_per_day = 0.05

# A table of your own replaces the base's whole table. Small ones can stand here, large ones in a file of the same columns
# (places.csv, population.csv, links.csv, cells.csv, conditions.csv, sources.csv). Each row names a source; `assumed` is one.
# [[conditions]]
# indicator = "food"
# date = "1917-02-01"
# place = "all"
# value = 0.7
# unit = "share"
# kind = "harvest"
# interpolation = "linear"
# source = "assumed"
"#,
        quoted = title.replace(['"', '\\'], "'"),
    )
}
