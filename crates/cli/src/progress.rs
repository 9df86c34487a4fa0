//! Progress on standard error: a bar on a terminal, a line a month elsewhere.

use std::io::IsTerminal;
use std::time::Duration;

use engine::calendar::Calendar;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use run::write::{Progress, Said};

use crate::output;

/// Shows how a run goes on.
pub enum Shown {
    /// Nothing.
    Quiet,
    /// A bar with the day's headline.
    Bar {
        /// The bar itself.
        bar: ProgressBar,
        /// Calendar of its date.
        calendar: Calendar,
    },
    /// A line at the end of every month of the calendar.
    Lines {
        /// Calendar that the months are of.
        calendar: Calendar,
        /// Month of the last line.
        month: u32,
    },
}

impl Shown {
    /// What fits the place where standard error goes.
    pub fn new(quiet: bool, calendar: Calendar) -> Shown {
        if quiet {
            return Shown::Quiet;
        }
        if !std::io::stderr().is_terminal() {
            return Shown::Lines { calendar, month: 0 };
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("{prefix}  {wide_bar}  {pos} of {len} days, {eta}\n{wide_msg}")
        {
            bar.set_style(style.progress_chars("━╸ "));
        }
        bar.enable_steady_tick(Duration::from_millis(250));
        bar.set_message("peopling the country");
        Shown::Bar { bar, calendar }
    }

    /// Shows what the run says.
    pub fn say(&mut self, said: &Said) {
        match (self, said) {
            (Shown::Quiet, _) => {}
            (Shown::Bar { bar, .. }, Said::Note(note)) => bar.suspend(|| output::note(note)),
            (_, Said::Note(note)) => output::note(note),
            (Shown::Bar { bar, calendar }, Said::Day(progress)) => {
                bar.set_length(u64::from(progress.days_total));
                bar.set_position(u64::from(progress.days_done));
                bar.set_prefix(dated(progress, *calendar));
                bar.set_message(format!("{}  ·  {}", speed(progress), progress.headline));
            }
            (Shown::Lines { calendar, month }, Said::Day(progress)) => {
                let (_, this_month, _) = progress.day.ymd(*calendar);
                let (_, next_month, _) = progress.day.plus(1).ymd(*calendar);
                let is_last = progress.days_done == progress.days_total;
                if (next_month != this_month && *month != this_month) || is_last {
                    *month = this_month;
                    output::note(&format!(
                        "{}, day {} of {}, {}: {}",
                        dated(progress, *calendar),
                        progress.days_done,
                        progress.days_total,
                        speed(progress),
                        progress.headline
                    ));
                }
            }
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Shown::Bar { bar, .. } = self {
            bar.finish_and_clear();
        }
    }
}

/// The day in the calendar of the case; in both where that is the Old Style.
fn dated(progress: &Progress, calendar: Calendar) -> String {
    let date = progress.day.iso(Calendar::NewStyle);
    match calendar {
        Calendar::OldStyle => format!("{} Old Style ({date})", progress.day.iso(calendar)),
        Calendar::NewStyle => date,
    }
}

fn speed(progress: &Progress) -> String {
    format!("{} persons a second", output::people(progress.persons_per_second))
}
