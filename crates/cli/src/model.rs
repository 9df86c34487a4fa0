//! `tauride model NAME`.

use std::io::IsTerminal;
use std::path::Path;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use run::Error;
use run::case::quoted;
use run::manifest::report_path;
use run::reference::{self, Case, Ended, Manifest};
use serde_json::json;
use stats::number::readable;

use crate::args::ModelOptions;
use crate::interrupt::stop_on_interrupt;
use crate::output;
use crate::status::{DONE, INTERRUPTED};

/// Runs a reference model, which writes its report too, and says where both are.
///
/// # Errors
/// When the name or a setting is wrong, or a file cannot be written.
pub fn run(name: &str, options: &ModelOptions) -> Result<u8, Error> {
    let case = Case::open(name, options.seed, &options.settings)?;
    let out = options.out.clone().unwrap_or_else(|| reference::default_out(&case));
    let stop = stop_on_interrupt("stopping; once more to stop at once");
    let mut shown = Shown::new(options.quiet);
    let ended = reference::run(&case, &out, &stop, &mut |done, of| shown.say(done, of));
    shown.finish();
    match ended? {
        Ended::Interrupted => {
            output::note(&format!(
                "interrupted; no table was kept; run it again with\n  {} --out {}",
                case.command(),
                quoted(&out.display().to_string())
            ));
            Ok(INTERRUPTED)
        }
        Ended::Done(manifest, outcome) => {
            report::model::write(&out, &case, &manifest, &outcome)?;
            report::answer::write(&out)?;
            if options.json {
                print_json(&manifest, &out);
            } else {
                print_summary(&case, &manifest, &out);
            }
            Ok(DONE)
        }
    }
}

fn print_json(manifest: &Manifest, out: &Path) {
    output::json(&json!({
        "model": manifest.model,
        "version": manifest.version,
        "seed": manifest.seed,
        "settings": manifest.settings,
        "figures": manifest.figures,
        "digest": manifest.digest,
        "wall_seconds": manifest.wall_seconds,
        "tables": manifest.tables,
        "out": out.display().to_string(),
        "report": report_path(out).display().to_string(),
    }));
}

fn print_summary(case: &Case, manifest: &Manifest, out: &Path) {
    output::line(&format!("model      {}, seed {}", manifest.title, manifest.seed));
    output::line(&format!("           {}", case.model().paper));
    let width = manifest.figures.keys().map(String::len).max().unwrap_or(0);
    for about in &manifest.about_figures {
        let value = match manifest.figures[&about.name] {
            Some(value) => format!("{} {}", readable(value), about.unit),
            None => "none".into(),
        };
        output::line(format!("           {:width$}  {value}", about.name).trim_end());
    }
    output::line(&format!("took       {:.1} s", manifest.wall_seconds));
    if let Some(digest) = &manifest.digest {
        output::line(&format!("digest     {digest}"));
    }
    output::line(&format!("tables     {}", out.display()));
    output::line(&format!("report     {}", report_path(out).display()));
}

/// Shows how a model's run goes on.
enum Shown {
    Quiet,
    Bar(ProgressBar),
    /// A line at most every other second, and none for a run that takes less.
    Lines(Instant),
}

impl Shown {
    fn new(quiet: bool) -> Shown {
        if quiet {
            return Shown::Quiet;
        }
        if !std::io::stderr().is_terminal() {
            return Shown::Lines(Instant::now());
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("{wide_bar}  {pos} of {len} steps, {eta}") {
            bar.set_style(style.progress_chars("━╸ "));
        }
        Shown::Bar(bar)
    }

    fn say(&mut self, done: u64, of: u64) {
        match self {
            Shown::Quiet => {}
            Shown::Bar(bar) => {
                bar.set_length(of);
                bar.set_position(done);
            }
            Shown::Lines(last) => {
                if last.elapsed() >= Duration::from_secs(2) {
                    *last = Instant::now();
                    output::note(&format!("step {done} of {of}"));
                }
            }
        }
    }

    fn finish(&self) {
        if let Shown::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}
