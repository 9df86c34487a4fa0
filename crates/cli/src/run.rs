//! `tauride run`, and the bare `tauride`.

use std::path::Path;

use engine::calendar::Calendar;
use report::Written;
use run::Error;
use run::case::{Case, Changes};
use run::cost::{Ahead, Kept};
use run::manifest::Manifest;
use run::write::{self, Ended, Options, Tables};
use serde_json::json;

use crate::args::RunOptions;
use crate::interrupt::stop_on_interrupt;
use crate::progress::Shown;
use crate::status::{DONE, INTERRUPTED};
use crate::{estimate, output};

/// Runs a scenario, writes its report and says where both are.
///
/// # Errors
/// When the scenario or an option is wrong, or a file cannot be written.
pub fn run(scenario: &str, options: &RunOptions) -> Result<u8, Error> {
    let case = Case::open(
        scenario,
        &Changes {
            seed: options.seed,
            scale: options.scale,
            until: options.until.clone(),
            settings: options.settings.clone(),
            with: options.with.clone(),
        },
    )?;
    let out = options.out.clone().unwrap_or_else(|| case.default_out());
    let threads = crate::many::threads(options.threads);
    if !options.quiet && !options.resume {
        let spec = case.spec_until_its_end();
        estimate::tell(
            &Ahead { spec: &spec, scale: case.scale, worlds: 1.0, kept: Kept::Tables(options.tables) },
            threads,
        );
    }
    let stop = stop_on_interrupt("finishing the day; once more to stop at once");
    let mut shown = Shown::new(options.quiet, case.loaded.calendar);
    let ended = write::run(
        &case,
        &Options {
            out: out.clone(),
            resume: options.resume,
            force: options.force,
            checkpoint_days: options.checkpoint_days,
            tables: options.tables,
        },
        threads,
        &stop,
        &mut |said| shown.say(&said),
    );
    shown.finish();
    match ended? {
        Ended::Interrupted { day } => {
            if options.tables != Tables::All {
                output::note(&format!(
                    "interrupted after {day}; without all tables nothing is kept to go on from; begin again with\n  {}",
                    case.command()
                ));
                return Ok(INTERRUPTED);
            }
            output::note(&format!(
                "interrupted after {day}; what was finished is kept in {}; go on with\n  {} --out {} --resume",
                out.display(),
                case.command(),
                run::case::quoted(&out.display().to_string())
            ));
            Ok(INTERRUPTED)
        }
        Ended::Done(manifest) => {
            let report = match options.no_report || options.tables != Tables::All {
                true => None,
                false => Some(report::world::write(&out, &manifest, &case.loaded)?),
            };
            let (report, none) = (report.as_ref(), why_no_report(options));
            if options.json {
                print_json(&manifest, &out, report);
                none.filter(|_| !options.quiet).iter().for_each(|why| output::note(&format!("no report: {why}")));
            } else {
                print_summary(&manifest, &out, report, none);
            }
            Ok(DONE)
        }
    }
}

/// Why a run with these options has no report; nothing where it has one.
fn why_no_report(options: &RunOptions) -> Option<&'static str> {
    match (options.no_report, options.tables) {
        (true, _) => Some("none was asked for; `tauride report` makes one of a run with all tables"),
        (false, Tables::All) => None,
        (false, _) => Some("it needs all tables (`--tables all`)"),
    }
}

fn print_json(manifest: &Manifest, out: &Path, written: Option<&Written>) {
    let identity = &manifest.identity;
    output::json(&json!({
        "scenario": identity.scenario,
        "scenario_hash": identity.scenario_hash,
        "version": identity.version,
        "seed": identity.seed,
        "scale": identity.scale,
        "interventions": identity.interventions,
        "start": identity.start,
        "start_local": manifest.start_local,
        "end": identity.end,
        "end_local": manifest.end_local,
        "persons": manifest.persons,
        "adults": manifest.adults,
        "cells": manifest.cells,
        "places": manifest.places,
        "outcome": manifest.outcome,
        "digest": manifest.digest,
        "wall_seconds": manifest.wall_seconds,
        "peak_bytes": manifest.peak_bytes,
        "person_days_per_second": manifest.person_days_per_second,
        "tables": manifest.tables,
        "out": out.display().to_string(),
        "report": written.map(|written| written.path.display().to_string()),
    }));
}

fn print_summary(manifest: &Manifest, out: &Path, written: Option<&Written>, none: Option<&str>) {
    let identity = &manifest.identity;
    if let Some(outcome) = &manifest.outcome {
        let day = match manifest.calendar() {
            Calendar::OldStyle => format!("{} Old Style ({})", outcome.date_local, outcome.date),
            Calendar::NewStyle => outcome.date.clone(),
        };
        output::line(&format!("outcome    {} on {day}", outcome.kind));
    }
    for what_if in &identity.interventions {
        output::line(&format!("what if    {} ({})", what_if.title, what_if.name));
    }
    output::line(&format!(
        "world      {}, seed {}, scale {}: {} persons in {} cells and {} places where people live, {} to {}{}",
        identity.scenario,
        identity.seed,
        identity.scale,
        output::people(manifest.persons as f64),
        output::people(manifest.cells as f64),
        manifest.places,
        manifest.start_local,
        manifest.end_local,
        if manifest.calendar() == Calendar::OldStyle { " Old Style" } else { "" }
    ));
    output::line(&format!(
        "took       {:.1} s, {} person-days a second, {:.0} MiB at most",
        manifest.wall_seconds,
        output::people(manifest.person_days_per_second),
        manifest.peak_bytes as f64 / f64::from(1 << 20)
    ));
    if let Some(digest) = &manifest.digest {
        output::line(&format!("digest     {digest}"));
    }
    let (what, tables) = if manifest.tables.is_empty() { ("manifest", "manifest.json") } else { ("tables", "") };
    output::line(&format!("{what:10} {}", out.join(tables).display()));
    match written {
        Some(written) => output::line(&format!("report     {}", written.path.display())),
        None => output::line(&format!("report     none: {}", none.unwrap_or("none was asked for"))),
    }
}
