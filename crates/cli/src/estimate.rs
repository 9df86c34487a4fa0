//! What a long command will cost, in a line on standard error before it begins.

use run::cost::{self, Ahead, Cost};

use crate::output;

/// Seconds from which a cost is worth a line.
const WORTH_TELLING: f64 = 3.0;

/// Says what is ahead, where it is more than a moment's work.
pub fn tell(ahead: &Ahead<'_>, threads: usize) {
    let Some(cost) = cost::of(ahead, threads).filter(|cost| cost.seconds >= WORTH_TELLING) else { return };
    output::note(&line(&cost, ahead, threads));
}

fn line(cost: &Cost, ahead: &Ahead<'_>, threads: usize) -> String {
    let worlds = match ahead.worlds {
        n if n <= 1.0 => "a world".to_owned(),
        n => format!("{} worlds", output::people(n.ceil())),
    };
    let memory = if cost.memory > 0.0 { format!("{} of memory, ", bytes(cost.memory)) } else { String::new() };
    let threads = if threads == 1 { "1 thread".to_owned() } else { format!("{threads} threads") };
    let days = if cost.days_tried == 1 { "1 day".to_owned() } else { format!("{} days", cost.days_tried) };
    format!(
        "estimate   {worlds} at 1:{}: about {} on {threads}, {memory}{} on the disk (from a trial of {days})",
        ahead.scale,
        time(cost.seconds),
        bytes(cost.disk)
    )
}

/// `40 s`, `12 min`, `3.5 h`: no more digits than an estimate has.
fn time(seconds: f64) -> String {
    match seconds {
        s if s < 90.0 => format!("{} s", digits(s)),
        s if s < 90.0 * 60.0 => format!("{} min", digits(s / 60.0)),
        s if s < 48.0 * 3600.0 => format!("{} h", digits(s / 3600.0)),
        s => format!("{} days", digits(s / 86_400.0)),
    }
}

/// `300 MB`, `1.2 GB`.
fn bytes(n: f64) -> String {
    match n {
        n if n < 1e6 => format!("{} kB", digits((n / 1e3).max(1.0))),
        n if n < 1e9 => format!("{} MB", digits(n / 1e6)),
        n => format!("{} GB", digits(n / 1e9)),
    }
}

/// Two digits that matter.
fn digits(x: f64) -> String {
    match x {
        x if x < 9.95 => format!("{x:.1}"),
        x if x < 99.5 => format!("{x:.0}"),
        x => output::people((x / 10.0).round() * 10.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_an_estimate_has_two_digits() {
        assert_eq!([4.26, 41.4, 734.0, 20_000.0].map(time), ["4.3 s", "41 s", "12 min", "5.6 h"]);
        assert_eq!([120.0, 41_234.0, 1.13e9, 3.276e8].map(bytes), ["1.0 kB", "41 kB", "1.1 GB", "330 MB"]);
    }
}
