//! `tauride run`, and the bare `tauride`.

use std::path::Path;

use engine::calendar::Calendar;
use report::Written;
use run::Error;
use run::case::{Case, Changes};
use run::manifest::Manifest;
use run::write::{self, Ended, Options};
use serde_json::json;

use crate::args::RunOptions;
use crate::interrupt::stop_on_interrupt;
use crate::output;
use crate::progress::Shown;
use crate::status::{DONE, INTERRUPTED};

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
    let stop = stop_on_interrupt("finishing the day; once more to stop at once");
    let mut shown = Shown::new(options.quiet, case.loaded.calendar);
    let ended = write::run(
        &case,
        &Options {
            out: out.clone(),
            resume: options.resume,
            force: options.force,
            checkpoint_days: options.checkpoint_days,
        },
        threads,
        &stop,
        &mut |said| shown.say(&said),
    );
    shown.finish();
    match ended? {
        Ended::Interrupted { day } => {
            output::note(&format!(
                "interrupted after {day}; what was finished is kept in {}; go on with\n  {} --out {} --resume",
                out.display(),
                case.command(),
                run::case::quoted(&out.display().to_string())
            ));
            Ok(INTERRUPTED)
        }
        Ended::Done(manifest) => {
            let written = report::world::write(&out, &manifest, &case.loaded)?;
            if options.json {
                print_json(&manifest, &out, &written);
            } else {
                print_summary(&manifest, &out, &written);
            }
            Ok(DONE)
        }
    }
}

fn print_json(manifest: &Manifest, out: &Path, written: &Written) {
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
        "report": written.path.display().to_string(),
    }));
}

fn print_summary(manifest: &Manifest, out: &Path, written: &Written) {
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
    output::line(&format!("tables     {}", out.display()));
    output::line(&format!("report     {}", written.path.display()));
}
