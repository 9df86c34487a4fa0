//! `tauride cases`: all cases with one set of numbers, each scored against its record, in one table.

use std::path::{Path, PathBuf};

use run::Error;
use study::cases::{self, Row};
use study::score;

use crate::args::CasesOptions;
use crate::ensemble::share;
use crate::status::{DONE, INTERRUPTED};
use crate::{many, output};

/// Makes an ensemble of each case, scores it, and writes and prints the table.
///
/// # Errors
/// When a case or an option is wrong, or a file cannot be written.
pub fn run(asked: &[String], options: &CasesOptions) -> Result<u8, Error> {
    let names = if asked.is_empty() { cases::names()? } else { asked.to_vec() };
    let out = options.out.clone().unwrap_or_else(|| PathBuf::from("runs/cases"));
    let plans: Vec<_> =
        names.iter().map(|name| cases::plan(name, options.runs, options.scale)).collect::<Result<_, Error>>()?;
    let mut rows = Vec::new();
    for plan in &plans {
        let dir = out.join(&plan.case.loaded.id);
        let resume = options.resume || dir.join(study::ensemble::ANSWER).exists();
        let Some(answer) = many::of_many(&options.study(dir.clone(), resume), plan, &dir)? else {
            return Ok(INTERRUPTED);
        };
        let worlds = score::open(&dir)?;
        let scored = score::score(worlds.subject(), &[])?;
        score::write(&dir, &worlds, &scored)?;
        report::answer::write_score(&dir)?;
        let row = cases::row(plan, &answer, Some(&scored));
        if !options.json {
            print(&row);
        }
        rows.push(row);
    }
    let table = cases::table(&plans, rows)?;
    cases::write(&out, &table)?;
    if options.json {
        output::json(&serde_json::to_value(&table).expect("a table has only text keys"));
    } else {
        told(&out);
    }
    Ok(DONE)
}

fn told(out: &Path) {
    output::line(&format!("table      {}", out.join(cases::ANSWER).display()));
    output::line("one set of parameters in all cases; the pages of each stand in its directory");
}

/// Says what came of a case.
fn print(row: &Row) {
    output::line(&format!(
        "{}: {}, {} worlds at {}, to {}",
        row.name, row.title, row.worlds, row.scale, row.end.date_local
    ));
    for (outcome, found) in &row.outcomes {
        output::line(&format!("  {outcome:18} {}", share(found.share)));
    }
    for date in row.dates.iter().filter(|date| date.happens.worlds > 0 || date.record.is_some()) {
        let local =
            |day: &Option<study::schema::Date>| day.as_ref().map_or("none".into(), |day| day.date_local.clone());
        output::line(&format!(
            "  {}: {} of {} worlds, median {}; the record {}",
            date.name,
            date.happens.worlds,
            row.worlds,
            local(&date.median),
            local(&date.record)
        ));
    }
    if let Some(score) = &row.score {
        let [half, most] = score.inside;
        output::line(&format!(
            "  record     {} rows: {half} inside 50 %, {most} inside 95 %; {} rows cannot be asked",
            score.rows, score.unasked
        ));
        if let Some((name, skill, rows)) = &score.strongest {
            output::line(&format!("  skill over {name}: {:+.2} on {rows} rows", skill.value.0));
        }
    }
}
