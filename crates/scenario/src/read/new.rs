//! The first files of a user's own scenario.

use crate::names::is_plain_name;
use crate::problem::{Problem, Problems};

/// Whether a new scenario may have this name, or a path that ends in it.
///
/// # Errors
/// When the name is none for a directory.
pub fn check_name(name: &str) -> Result<(), Problems> {
    if is_plain_name(last(name)) {
        return Ok(());
    }
    let problem = Problem::of_file(name, "this is no name for a scenario");
    Err(problem.expected("letters, digits, - and _").into())
}

fn last(name: &str) -> &str {
    name.trim_end_matches('/').rsplit(['/', '\\']).next().unwrap_or_default()
}

/// The first file of a new scenario that is based on another, whose name and title these are: `scenario.toml`.
pub fn scenario_toml(name: &str, from: &str, title: &str) -> String {
    let name = last(name);
    format!(
        r#"# A scenario of your own. What this directory lacks is taken from `base`: write only what differs.
title = "{name}"
summary = "Like {from} ({quoted}), but ..."
base = "{from}"

# The days are those of the base, in its calendar (`old` or `new`). Take the # away to change them.
# calendar = "new"
# start = "YYYY-MM-DD"
# end = "YYYY-MM-DD"

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
# date = "YYYY-MM-DD"
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
