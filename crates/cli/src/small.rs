//! The commands that simulate nothing: `check`, `list`, `report`, `verify`.

use std::collections::BTreeMap;
use std::path::Path;

use run::Error;
use run::case;
use run::index::{self, Index};
use run::record::rows::Record;
use serde_json::json;

use crate::output;
use crate::status::{DONE, FAILED, WRONG_INPUT};

/// Reads a scenario and says what is in it, or what is wrong with it.
///
/// # Errors
/// Every fault of the scenario, where they are not printed as JSON.
pub fn check(scenario: &str, as_json: bool) -> Result<u8, Error> {
    let read = case::load(scenario).and_then(|(loaded, _)| {
        scenario::check_interventions(&loaded)?;
        scenario::check_claims(&loaded)?;
        Ok(loaded)
    });
    let loaded = match read {
        Ok(loaded) => loaded,
        Err(Error::Scenario(problems)) if as_json => {
            let faults: Vec<_> = problems
                .0
                .iter()
                .map(|problem| {
                    json!({
                        "file": problem.file,
                        "line": problem.line,
                        "column": problem.column,
                        "what": problem.what,
                        "expected": problem.expected,
                        "found": problem.found,
                        "help": problem.help,
                        "message": problem.to_string(),
                    })
                })
                .collect();
            output::json(&json!({ "scenario": scenario, "valid": false, "faults": faults }));
            return Ok(WRONG_INPUT);
        }
        Err(error) => return Err(error),
    };
    let replaced: Vec<String> = loaded.measures.iter().filter_map(scenario::MeasureRow::replacement).collect();
    let spec = &loaded.spec;
    let persons: u64 = spec.groups.iter().map(|group| u64::from(group.persons)).sum();
    let named = spec.groups.iter().filter(|group| group.name.is_some()).count();
    let days = spec.end.since(spec.start) + 1;
    let record = Record::of(&loaded);
    let mut not_asked: BTreeMap<&str, u64> = BTreeMap::new();
    record.unmatched.iter().for_each(|row| *not_asked.entry(&row.why).or_default() += 1);
    if as_json {
        output::json(&json!({
            "scenario": loaded.id,
            "title": loaded.title,
            "valid": true,
            "faults": [],
            "replaced_measures": replaced,
            "hash": loaded.content_hash,
            "persons": persons,
            "places": spec.places.len(),
            "named_cells": named,
            "links": spec.links.len(),
            "days": days,
            "unverified": loaded.unverified.len(),
            "sources": loaded.sources.len(),
            "evidence": loaded.evidence.len(),
            "observations_asked": record.rows.len(),
            "observations_not_asked": not_asked.iter().map(|(why, n)| json!({ "why": why, "rows": n })).collect::<Vec<_>>(),
            "interventions": loaded.interventions.len(),
            "claims": loaded.claims.len(),
        }));
        return Ok(DONE);
    }
    output::line(&format!("{}: no faults", loaded.id));
    output::line(&format!(
        "{} persons; places: {}; links: {}; named works, regiments and ships: {named}",
        output::people(persons as f64),
        spec.places.len(),
        spec.links.len()
    ));
    let calendar = loaded.calendar;
    let [first, last] = [spec.start, spec.end].map(|day| day.iso(calendar));
    output::line(&format!(
        "{days} days, {first} to {last}; dates of its files are {} (`calendar` in scenario.toml)",
        calendar.style()
    ));
    output::line(&format!(
        "{} sources; {} values that no source confirms; {} rows of the record; {} what-ifs; {} claims",
        loaded.sources.len(),
        loaded.unverified.len(),
        loaded.evidence.len(),
        loaded.interventions.len(),
        loaded.claims.len()
    ));
    replaced.iter().for_each(|told| output::line(told));
    if !record.rows.is_empty() || !not_asked.is_empty() {
        output::line(&format!(
            "{} observations, dates among them, are asked of a world; not asked are",
            record.rows.len()
        ));
        let mut by_number: Vec<_> = not_asked.into_iter().collect();
        by_number.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        by_number.iter().for_each(|(why, n)| output::line(&format!("  {n}: {why}")));
    }
    Ok(DONE)
}

/// Lists what comes with the program.
///
/// # Errors
/// None so far.
pub fn list(as_json: bool) -> Result<u8, Error> {
    let scenarios = scenario::bundled();
    let models = models::MODELS.iter().map(|model| (model.name, model.title));
    let claims = scenarios.iter().map(|(name, _)| (name, scenario::bundled_claims(name)));
    let claims: Vec<(&String, Vec<(String, String)>)> = claims.filter(|(_, found)| !found.is_empty()).collect();
    if as_json {
        let interventions: Vec<_> = scenarios
            .iter()
            .flat_map(|(scenario, _)| {
                let found = scenario::bundled_interventions(scenario).into_iter();
                found.map(move |(name, title)| json!({ "name": name, "title": title, "scenario": scenario }))
            })
            .collect();
        let claims: Vec<_> = claims
            .iter()
            .flat_map(|(scenario, found)| {
                found
                    .iter()
                    .map(move |(id, statement)| json!({ "id": id, "statement": statement, "scenario": scenario }))
            })
            .collect();
        let scenarios: Vec<_> = scenarios.iter().map(|(name, title)| json!({ "name": name, "title": title })).collect();
        let models: Vec<_> = models.map(|(name, title)| json!({ "name": name, "title": title })).collect();
        output::json(
            &json!({ "scenarios": scenarios, "interventions": interventions, "models": models, "claims": claims }),
        );
        return Ok(DONE);
    }
    print_names("scenarios", &scenarios);
    // A scenario has the what-ifs of the one it is based on: each list is printed once.
    let mut lists: Vec<(Vec<&str>, _)> = Vec::new();
    for (scenario, _) in &scenarios {
        let found = scenario::bundled_interventions(scenario);
        match lists.iter_mut().find(|(_, list)| *list == found) {
            Some((names, _)) => names.push(scenario),
            None if found.is_empty() => {}
            None => lists.push((vec![scenario], found)),
        }
    }
    for (names, found) in lists {
        print_names(&format!("what-ifs of {}, for --with", names.join(" and ")), &found);
    }
    let models: Vec<_> = models.map(|(name, title)| (name.to_owned(), title.to_owned())).collect();
    print_names("models", &models);
    for (scenario, found) in &claims {
        print_names(&format!("claims about {scenario}, for tauride claims"), found);
    }
    Ok(DONE)
}

fn print_names(heading: &str, rows: &[(String, String)]) {
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    output::line(heading);
    for (name, title) in rows {
        output::line(&format!("  {name:width$}  {title}"));
    }
}

/// Says whether the files of a directory are as they were written.
///
/// # Errors
/// When the directory holds nothing of ours, or a file cannot be read.
pub fn verify(dir: &Path, as_json: bool) -> Result<u8, Error> {
    let Some(written) = Index::read(dir)? else {
        let what = "has no files.json: it holds nothing that is finished, or what an earlier version made";
        return Err(Error::Request(format!("{} {what}", dir.display())));
    };
    let faults: Vec<String> = index::faults(dir)?.unwrap_or_default().iter().map(ToString::to_string).collect();
    if as_json {
        let (files, out) = (written.files.len(), dir.display().to_string());
        output::json(&json!({ "out": out, "version": written.version, "files": files, "faults": faults }));
    } else {
        faults.iter().for_each(|fault| output::line(fault));
        let (files, bad) = (written.files.len(), faults.len());
        output::line(&match bad {
            0 => format!("{files} files as they were written, by version {}", written.version),
            _ => format!("{bad} of {files} files are not as they were written, by version {}", written.version),
        });
    }
    Ok(if faults.is_empty() { DONE } else { FAILED })
}

/// Writes the report of a finished run or ensemble again.
///
/// # Errors
/// When there is neither in the directory, or its scenario is gone.
pub fn report(run: &Path, as_json: bool) -> Result<u8, Error> {
    let written = report::write_again(run)?;
    if let Some(note) = &written.note {
        output::note(note);
    }
    let path = written.path.display().to_string();
    let score = written.score.map(|score| score.display().to_string());
    if as_json {
        let out = run.display().to_string();
        output::json(&json!({ "out": out, "report": path, "score": score, "note": written.note }));
    } else {
        output::line(&format!("report     {path}"));
        score.iter().for_each(|score| output::line(&format!("score      {score}")));
    }
    Ok(DONE)
}
