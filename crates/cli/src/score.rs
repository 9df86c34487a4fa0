//! `tauride score DIR`.

use std::path::Path;
use std::time::Instant;

use engine::calendar::Calendar;
use observables::patterns::{DEFINITIONS, Definition};
use run::Error;
use serde_json::Value;
use stats::number::readable;
use stats::score::summary::Summary;
use study::score::schema::{Counted, FamilyDiscrepancy};
use study::score::sharpness::{Width, families, widths};
use study::score::{self, Answer, Judged, World, Worlds};

use crate::args::ScoreOptions;
use crate::output;
use crate::status::DONE;

/// Scores worlds against the record, writes the answer beside them and says what it is.
///
/// # Errors
/// When a directory holds no worlds of this scenario, or a file cannot be written.
pub fn run(dir: &Path, options: &ScoreOptions) -> Result<u8, Error> {
    let began = Instant::now();
    let mut worlds = score::open(dir)?;
    worlds.score_command = score::command(dir, &options.against, &options.evidence);
    let mut against: Vec<(String, Vec<World>)> = Vec::new();
    for given in &options.against {
        let Some((name, other)) = given.split_once('=') else {
            return Err(Error::Request(format!("--against {given} is not NAME=DIR")));
        };
        let other = score::open(Path::new(other))?;
        if other.loaded.content_hash != worlds.loaded.content_hash {
            return Err(Error::Request(format!("--against {given}: worlds of another scenario")));
        }
        against.push((name.to_owned(), other.worlds));
    }
    let mut answer = score::score(worlds.subject(), &against)?;
    let mut faults = Vec::new();
    for path in &options.evidence {
        let label = path.display().to_string();
        let bytes =
            std::fs::read(path).map_err(|e| Error::Request(format!("cannot read the evidence in {label}: {e}")))?;
        match scenario::read_own_evidence(&worlds.loaded, &label, &bytes) {
            Ok(rows) => answer.own.extend(score::own(&worlds, &label, &rows)?),
            Err(problems) => faults.extend(problems.0),
        }
    }
    if !faults.is_empty() {
        return Err(scenario::Problems(faults).into());
    }
    score::write(dir, &worlds, &answer)?;
    report::answer::write_score(dir)?;
    let (json, html) = score::paths(dir);
    if options.json {
        let mut value = answer.json(&worlds);
        value["wall_seconds"] = Value::from(began.elapsed().as_secs_f64());
        value["out"] = Value::from(json.display().to_string());
        value["report"] = Value::from(html.display().to_string());
        output::json(&value);
    } else {
        output::line(&format!("worlds     {}", worlds.about));
        print(&answer, &worlds);
        output::line(&format!("answer     {}", json.display()));
        output::line(&format!("report     {}", html.display()));
        output::line(&format!("took       {:.1} s", began.elapsed().as_secs_f64()));
    }
    Ok(DONE)
}

fn print(answer: &Answer, worlds: &Worlds) {
    let (calendar, last_day) = (worlds.loaded.calendar, worlds.loaded.spec.end.short(worlds.loaded.calendar));
    for (name, summary, training) in [("test rows", &answer.test, false), ("training rows", &answer.training, true)] {
        let rows = answer.rows_of(training);
        part(name, summary, &rows);
        by_family(&rows);
        over(summary);
        if let Some(wide) = answer.with_discrepancy.as_ref().filter(|_| !training) {
            part(
                "  with the discrepancy that the training rows show",
                &wide.summary,
                &wide.rows.iter().collect::<Vec<_>>(),
            );
            wide.families.iter().for_each(discrepancy);
            over(&wide.summary);
        }
    }
    let not_asked = answer.unmatched.len();
    if not_asked > 0 || !answer.unresolved.is_empty() {
        let coarse = answer.unresolved.len();
        output::line(&format!(
            "not scored: {not_asked} rows that no world can be asked, {coarse} counts of fewer persons than one simulated person stands for at 1:{}",
            worlds.scale
        ));
    }
    for own in &answer.own {
        let rows: Vec<&Judged> = own.rows.iter().collect();
        part(&format!("your rows, {} ({})", own.part.word(), own.file), &own.summary, &rows);
        by_family(&rows);
        own.rows.iter().for_each(|judged| row(judged, calendar, &format!("{}: ", judged.verdict())));
        for row in own.not_scored(worlds.scale) {
            output::line(&format!("  not scored: {}, {}: {} ({})", row.series, row.place, row.why, row.at));
        }
    }
    let n = answer.worlds.len();
    for c in &answer.categories {
        output::line(&format!(
            "{}: {} came, in {} of {n} worlds; log score {:.2}, all alike {:.2}",
            c.title, c.came, c.worlds, c.log_score.0, c.even.0
        ));
    }
    let held = |(i, d): (usize, &Definition)| match answer.worlds.iter().any(|w| w.measured[i]) {
        true => format!("{} {}", d.id, answer.worlds.iter().filter(|w| w.patterns[i]).count()),
        false => format!("{} not measured", d.id),
    };
    let patterns: Vec<String> = DEFINITIONS.iter().enumerate().map(held).collect();
    let all = answer.worlds.iter().filter(|w| w.patterns.iter().all(|held| *held)).count();
    output::line(&format!("patterns   {} of {n}; all eight in {all}; by {last_day}", patterns.join(", ")));
    output::line("test rows that were missed");
    for judged in answer.rows_of(false).into_iter().filter(|judged| judged.verdict() == "missed") {
        row(judged, calendar, "");
    }
}

/// What the worlds say of the rows of a part.
fn part(name: &str, summary: &Summary, rows: &[&Judged]) {
    let Some(part) = &summary.all else { return };
    let inside: Vec<String> =
        part.coverage.iter().map(|c| format!("{} in the {:.0} % interval", c.range, 100.0 * c.level)).collect();
    output::line(&format!("{name}: {}; {}", part.targets, inside.join(", ")));
    let width = |width: Width| match width.counted {
        Counted::Count if width.median.0 < 100.0 => {
            format!("counts a factor of {:.1} ({} rows)", width.median.0, width.targets)
        }
        Counted::Count => format!("counts a factor of {} ({} rows)", readable(width.median.0.round()), width.targets),
        Counted::Share => format!("shares {:.0} points ({})", 100.0 * width.median.0, width.targets),
        Counted::Date => format!("dates {:.0} days ({})", width.median.0, width.targets),
    };
    let widths: Vec<String> = widths(rows).into_iter().map(width).collect();
    output::line(&format!("  median width of the 95 % interval: {}", widths.join(", ")));
    if let Some(pit) = &part.pit {
        let counts: Vec<String> = pit.counts.iter().map(ToString::to_string).collect();
        output::line(&format!(
            "  place of the rows among the worlds (PIT), from below all to above all: {}; even with p = {:.3}",
            counts.join(" "),
            pit.p_value
        ));
    }
}

/// The discrepancy of a family.
fn discrepancy(of: &FamilyDiscrepancy) {
    let sd = of.sd.as_ref().map_or("none, too few training rows".to_owned(), |sd| match of.scale.as_str() {
        "ratio" => format!("a factor of {:.1}", engine::math::exp(sd.0)),
        "odds" => format!("a factor of {:.1} of the odds", engine::math::exp(sd.0)),
        _ => format!("{:.0} days", sd.0),
    });
    let from = if of.is_pooled { "with the other families of its scale" } else { "alone" };
    output::line(&format!("    {:28} {sd}, from {} training rows {from}", of.title, of.training_rows));
}

/// What each family of observables came to.
fn by_family(rows: &[&Judged]) {
    for family in families(rows) {
        output::line(&format!(
            "  {:28} {:2} of {:2} in the 95 % interval, mean score {:.2}; hangs on {}",
            family.title,
            family.inside_95,
            family.targets,
            family.score.0,
            family.mechanisms.join(", ")
        ));
    }
}

/// Skill over each opponent.
fn over(summary: &Summary) {
    for b in summary.all.iter().flat_map(|part| &part.baselines) {
        if let Some(skill) = &b.skill {
            let interval = skill.interval.map_or(String::new(), |(low, high)| format!(" ({low:+.2} to {high:+.2})"));
            output::line(&format!("  skill over {:16} {:+.2}{interval} on {} rows", b.name, skill.value, b.targets));
        }
    }
}

/// An observation beside the worlds.
fn row(judged: &Judged, calendar: Calendar, verdict: &str) {
    let (row, among) = (&judged.row, &judged.score.among);
    let (median, (low, high)) = (among.median, among.intervals[3]);
    output::line(&format!(
        "  {verdict}{}, {}, {}: observed {}, worlds {} ({} to {})",
        row.title,
        row.place,
        row.to.short(calendar),
        judged.shown(row.observed.value(), calendar),
        judged.shown(median, calendar),
        judged.shown(low, calendar),
        judged.shown(high, calendar)
    ));
}
