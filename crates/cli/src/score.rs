//! `tauride score DIR`.

use std::path::Path;
use std::time::Instant;

use observables::patterns::DEFINITIONS;
use run::Error;
use scenario::Loaded;
use serde_json::Value;
use study::score::{self, Answer, World};

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
    worlds.score_command = score::command(dir, &options.against);
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
    let answer = score::score(&worlds.loaded, &worlds.worlds, &against)?;
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
        print(&answer, &worlds.loaded);
        output::line(&format!("answer     {}", json.display()));
        output::line(&format!("report     {}", html.display()));
        output::line(&format!("took       {:.1} s", began.elapsed().as_secs_f64()));
    }
    Ok(DONE)
}

fn print(answer: &Answer, loaded: &Loaded) {
    let (calendar, last_day) = (loaded.calendar, loaded.spec.end.short(loaded.calendar));
    for (name, summary) in [("test rows", &answer.test), ("training rows", &answer.training)] {
        let Some(part) = &summary.all else { continue };
        let inside: Vec<String> =
            part.coverage.iter().map(|c| format!("{} in the {:.0} % interval", c.range, 100.0 * c.level)).collect();
        output::line(&format!("{name}: {}; {}", part.targets, inside.join(", ")));
        for b in &part.baselines {
            if let Some(skill) = &b.skill {
                let interval =
                    skill.interval.map_or(String::new(), |(low, high)| format!(" ({low:+.2} to {high:+.2})"));
                output::line(&format!(
                    "  skill over {:16} {:+.2}{interval} on {} rows",
                    b.name, skill.value, b.targets
                ));
            }
        }
    }
    let n = answer.worlds.len();
    for c in &answer.categories {
        output::line(&format!(
            "{}: {} came, in {} of {n} worlds; log score {:.2}, all alike {:.2}",
            c.title, c.came, c.worlds, c.log_score.0, c.even.0
        ));
    }
    let held = |i: usize| answer.worlds.iter().filter(|w| w.patterns[i]).count();
    let patterns: Vec<String> = DEFINITIONS.iter().enumerate().map(|(i, d)| format!("{} {}", d.id, held(i))).collect();
    let all = answer.worlds.iter().filter(|w| w.patterns.iter().all(|held| *held)).count();
    output::line(&format!("patterns   {} of {n}; all eight in {all}; by {last_day}", patterns.join(", ")));
    output::line("test rows that were missed");
    for judged in answer.rows.iter().filter(|j| !j.row.is_training && j.verdict() == "missed") {
        let (row, among) = (&judged.row, &judged.score.among);
        let (median, (low, high)) = (among.median, among.intervals[3]);
        output::line(&format!(
            "  {}, {}, {}: observed {}, worlds {} ({} to {})",
            row.title,
            row.place,
            row.to.short(calendar),
            judged.shown(row.observed.value(), calendar),
            judged.shown(median, calendar),
            judged.shown(low, calendar),
            judged.shown(high, calendar)
        ));
    }
}
