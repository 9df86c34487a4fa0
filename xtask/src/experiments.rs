//! `cargo xtask experiments`: what the model must show when one thing is changed, and that scale does not matter.

use engine::calendar::{Calendar, Day};
use engine::digest::hex;
use scenario::Loaded;
use society::OutcomeKind;
use society::spec::{ExogenousKind, Indicator, N_PARTIES, Spec};

use crate::statistics::{deviation, mean, mean_interval, median, median_interval, quantile, wilson};
use crate::study::{self, DATES, World, day_after, day_text, grouped};
use crate::{Arguments, shell};

/// Days by which the shortage is moved.
const SHIFT: i32 = 30;

/// Runs the worlds and writes the page.
///
/// # Errors
/// When a scenario has faults, a null intervention changes something, or the page cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    let (peaceful, paired) = (arguments.number("seeds", 100), arguments.number("seeds", 50));
    let big = arguments.number("big-seeds", 3);
    let loaded = study::load("russia-1917")?;
    let spec = &loaded.spec;
    let mut page = String::from("# Experiments\n\n");
    page.push_str("What the model must show when one thing is changed, and that the scale of a run changes little.\n");
    page.push_str("This page is written by a command, figures and words alike; do not edit it by hand:\n\n");
    page.push_str(&format!(
        "    cargo xtask experiments --seeds {} --big-seeds {big}\n\n",
        arguments.number("seeds", 100)
    ));
    page.push_str("(Without `--seeds`: 100 worlds of peace, 50 pairs elsewhere.) ");
    page.push_str("All worlds have the values set by hand. Paired worlds share every random draw but for the one change. Intervals are at 95 per cent.\n\n");
    page.push_str(&format!("Version {}; content of `russia-1917` `{}`.\n\n", run::VERSION, loaded.content_hash));

    page.push_str(&peace(peaceful)?);
    let base = study::run_many("as it was", spec, first_seeds(paired), 100);
    page.push_str(&shortage(&loaded, &base, paired));
    page.push_str(&repression(spec, &base, paired));
    page.push_str(&nothing(spec, &base)?);
    page.push_str(&scales(&loaded, &base, big));
    shell::write("docs/experiments.md", &page)
}

/// Seeds from 1 on.
fn first_seeds(n: u32) -> std::ops::Range<u64> {
    1..u64::from(n) + 1
}

fn peace(seeds: u32) -> Result<String, String> {
    let loaded = study::load("peace-1913")?;
    let worlds = study::run_many("peace-1913", &loaded.spec, first_seeds(seeds), 100);
    let (n, stands) = (worlds.len(), |w: &&World| w.outcome.kind == OutcomeKind::RegimeHolds);
    let k = worlds.iter().filter(stands).count();
    let [low, high] = wilson(k, n);
    let falls = worlds.iter().filter(|w| w.dates.fall.is_some()).count();
    let strikers: Vec<f64> = worlds.iter().map(|w| w.totals.strikers_peak).collect();
    Ok(format!(
        "## A good year of peace\n\n\
         The same society with the hardship of 1913 (`peace-1913`, 1:100). Wanted: the regime stands at the end in at least 95 \
         of 100 worlds.\n\n\
         It stands in **{k} of {n}** ({:.0} to {:.0} %); it fell in {falls}. {} Most strikers of a day in the country: median {}, \
         10 to 90 % {} to {}.\n\n",
        low * 100.0,
        high * 100.0,
        verdict(k * 100 >= 95 * n),
        grouped(median(&strikers)),
        grouped(quantile(&strikers, 0.1)),
        grouped(quantile(&strikers, 0.9)),
    ))
}

fn verdict(holds: bool) -> &'static str {
    if holds { "This is as wanted." } else { "This is **not** as wanted." }
}

/// Moves every point of the bread supply dated from 1 February to 31 March 1917 (Old Style), transport and harvest alike, so
/// many days later. Later points that a moved one overtakes are left out.
fn shortage_later(spec: &Spec) -> (Spec, usize) {
    let old_style = |month, day| Day::from_ymd(Calendar::OldStyle, 1917, month, day).expect("a date of 1917");
    let window = old_style(2, 1)..=old_style(3, 31);
    let mut changed = spec.clone();
    let mut moved = 0;
    for series in &mut changed.conditions {
        let is_supply = matches!(series.kind, ExogenousKind::Transport | ExogenousKind::Harvest);
        if series.indicator != Indicator::Food || !is_supply {
            continue;
        }
        let (inside, outside): (Vec<_>, Vec<_>) = series.points.iter().copied().partition(|(d, _)| window.contains(d));
        moved += inside.len();
        let last = inside.last().map(|(d, _)| d.plus(SHIFT));
        let overtaken = |d: Day| last.is_some_and(|last| d > *window.end() && d <= last);
        series.points = outside.into_iter().filter(|(d, _)| !overtaken(*d)).collect();
        series.points.extend(inside.into_iter().map(|(d, value)| (d.plus(SHIFT), value)));
        series.points.sort_by_key(|(d, _)| *d);
    }
    (changed, moved)
}

/// Differences, second less first, of a date in pairs of worlds that both have it; and how many have it: both, the first
/// alone, the second alone, neither.
fn paired(first: &[World], second: &[World], date: fn(&World) -> Option<Day>) -> (Vec<f64>, [usize; 4]) {
    let (mut differences, mut have) = (Vec::new(), [0; 4]);
    for (a, b) in first.iter().zip(second) {
        match (date(a), date(b)) {
            (Some(a), Some(b)) => {
                differences.push(f64::from(b.since(a)));
                have[0] += 1;
            }
            (Some(_), None) => have[1] += 1,
            (None, Some(_)) => have[2] += 1,
            (None, None) => have[3] += 1,
        }
    }
    (differences, have)
}

fn dates_of(worlds: &[World], start: Day, date: fn(&World) -> Option<Day>) -> Vec<f64> {
    worlds.iter().filter_map(date).map(|d| f64::from(d.since(start))).collect()
}

fn shortage(loaded: &Loaded, base: &[World], seeds: u32) -> String {
    let spec = &loaded.spec;
    let (changed, moved) = shortage_later(spec);
    let worlds = study::run_many("shortage moved", &changed, first_seeds(seeds), 100);
    let date = |w: &World| w.dates.general_strike;
    let (differences, [both, first, second, neither]) = paired(base, &worlds, date);
    let (middle, [low, high]) = median_interval(&differences);
    let [was, is] = [base, &worlds].map(|w| median(&dates_of(w, spec.start, date)));
    format!(
        "## Bread runs short {SHIFT} days later\n\n\
         The {moved} points of the bread supply (transport and harvest) dated from 1 February to 31 March 1917 Old Style are \
         moved {SHIFT} days later, in every place. Wanted: the first day on which half of the capital's workers are out comes \
         15 to 45 days later in the median.\n\n\
         | | |\n|---|---|\n\
         | pairs of worlds | {} |\n\
         | pairs in which both have such a day | {both} |\n\
         | only the world as it was; only the other; neither | {first}; {second}; {neither} |\n\
         | median day as it was, over the worlds that have one | {} |\n\
         | median day with the shortage moved | {} |\n\
         | difference of the two medians | {:.0} days |\n\
         | **median of the paired differences** | **{middle:.0} days** ({}) |\n\n\
         {} {}\n\n",
        base.len(),
        day_after(spec.start, was),
        day_after(spec.start, is),
        is - was,
        if low.is_finite() { format!("{low:.0} to {high:.0}") } else { "too few pairs for an interval".into() },
        verdict((15.0..=45.0).contains(&middle)),
        left_out(first + second + neither, both),
    )
}

fn left_out(missing: usize, measured: usize) -> String {
    match missing {
        0 => "No pair had to be left out.".into(),
        _ => format!(
            "{missing} of {} pairs are left out of the differences because at least one of the two worlds has no such day; the \
             median says nothing of them.",
            missing + measured
        ),
    }
}

fn repression(spec: &Spec, base: &[World], seeds: u32) -> String {
    let mut changed = spec.clone();
    assert!(changed.switches.set("repression", false), "repression is a mechanism");
    let worlds = study::run_many("no repression", &changed, first_seeds(seeds), 100);
    let date = |w: &World| w.dates.fall;
    let (differences, [both, first, second, neither]) = paired(base, &worlds, date);
    let (average, [low, high]) = mean_interval(&differences);
    // A regime that stands at the end is counted as falling on the day after it: the least that can be said.
    let end = spec.end.plus(1);
    let all: Vec<f64> = base
        .iter()
        .zip(&worlds)
        .map(|(a, b)| f64::from(b.dates.fall.unwrap_or(end).since(a.dates.fall.unwrap_or(end))))
        .collect();
    let (average_all, [low_all, high_all]) = mean_interval(&all);
    format!(
        "## Nobody disperses, arrests or shoots\n\n\
         The mechanism `repression` is switched off. Wanted: the old regime's fall is not later on average.\n\n\
         | | |\n|---|---|\n\
         | pairs of worlds | {} |\n\
         | pairs in which the regime falls in both | {both} |\n\
         | only with repression; only without; in neither | {first}; {second}; {neither} |\n\
         | **mean difference where it falls in both** (without less with) | **{average:.1} days** ({low:.1} to {high:.1}) |\n\
         | mean difference in all pairs, a regime that stands counted as falling the day after the end | {average_all:.1} \
         days ({low_all:.1} to {high_all:.1}) |\n\n\
         {}\n\n",
        base.len(),
        verdict(average_all <= 0.0 && (differences.is_empty() || average <= 0.0)),
    )
}

/// Sets every parameter and every switch to what it is already, and asks for the same digests.
fn nothing(spec: &Spec, base: &[World]) -> Result<String, String> {
    let mut settings: Vec<String> = Vec::new();
    for declared in spec.rules.declared() {
        let value = spec.rules.get(declared.key).ok_or(format!("`{}` is declared and has no value", declared.key))?;
        settings.push(format!("{}={value}", declared.key));
    }
    for (name, _) in society::spec::MECHANISMS {
        settings.push(format!("{name}={}", if spec.switches.is_on(name) { "on" } else { "off" }));
    }
    let mut same = spec.clone();
    scenario::apply_settings(&mut same, &settings).map_err(|problems| problems.to_string())?;
    let n = base.len().min(10);
    let worlds = study::run_many("nothing changed", &same, first_seeds(n as u32), 100);
    let differ: Vec<u64> =
        base.iter().zip(&worlds).filter(|(a, b)| a.digest != b.digest).map(|(a, _)| a.seed).collect();
    if !differ.is_empty() {
        return Err(format!("a change of nothing changed the worlds of seeds {differ:?}"));
    }
    Ok(format!(
        "## A change of nothing\n\n\
         Every parameter and every switch is set to the value that it has already. The digests of {n} of {n} worlds are \
         identical to those of the worlds as they were (seed 1: `{}`).\n\n",
        hex(worlds[0].digest)
    ))
}

struct Scale<'a> {
    name: String,
    worlds: &'a [World],
}

fn scales(loaded: &Loaded, base: &[World], big: u32) -> String {
    let spec = &loaded.spec;
    // The largest worlds share both threads, one world after another: two at once would not fit a small machine's memory.
    let whole: Vec<World> = (1..=u64::from(big))
        .map(|seed| {
            let world = study::run_one(spec, seed, 1, crate::threads());
            println!("1:1, seed {seed}: {} {}", world.outcome.kind.word(), world.outcome.date.short_old_style());
            world
        })
        .collect();
    let tenth = study::run_many("1:10", spec, first_seeds((big * 3).max(4)), 10);
    let scales = [
        Scale { name: "1:1".into(), worlds: &whole },
        Scale { name: "1:10".into(), worlds: &tenth },
        Scale { name: "1:100".into(), worlds: base },
    ];
    let mut text = String::from(
        "## Scale\n\n\
         The same seeds' worlds at 1:1, 1:10 and 1:100. At 1:N a simulated person stands for N, and units and cells are smaller \
         by as much, but for a least size (64 adults, in works 24): small shops are then seen as one. Mean over the worlds, and the standard \
         deviation between worlds of one scale. *z* is the difference of 1:100 (or 1:10) from 1:1 in standard errors of that \
         difference; with few worlds it is rough, and a |z| over 3 is called a disagreement. The last column says what that is worth: a smaller difference of \
         1:100 from 1:1 than this, in per cent of the value at 1:1, would have passed unnoticed with so few worlds.\n\n",
    );
    let heads: Vec<String> = scales.iter().map(|s| format!("{} ({} worlds)", s.name, s.worlds.len())).collect();
    text +=
        &format!("| | {} | z 1:10 | z 1:100 | unnoticed below |\n|---|---|---|---|---|---|---|\n", heads.join(" | "));
    let mut disagree: Vec<String> = Vec::new();
    let mut compared = 0;
    for row in rows(loaded, &scales) {
        let values: Vec<Vec<f64>> = scales.iter().map(|s| s.worlds.iter().map(|w| (row.of)(w)).collect()).collect();
        let z: Vec<f64> = values[1..].iter().map(|v| z_score(v, &values[0])).collect();
        compared += z.iter().filter(|z| !z.is_nan()).count();
        for (scale, z) in scales[1..].iter().zip(&z).filter(|(_, z)| z.abs() > 3.0) {
            disagree.push(format!("{} at {} (z {z:.1})", row.name, scale.name));
        }
        let cells: Vec<String> = values.iter().map(|v| summary(v, row.is_share)).collect();
        let z: Vec<String> = z.iter().map(|z| if z.is_nan() { "—".into() } else { format!("{z:.1}") }).collect();
        let unnoticed = 300.0 * standard_error(&values[2], &values[0]) / mean(&values[0]).abs();
        let unnoticed = if unnoticed.is_finite() { format!("{unnoticed:.0} %") } else { "—".into() };
        text += &format!("| {} | {} | {} | {unnoticed} |\n", row.name, cells.join(" | "), z.join(" | "));
    }
    text += "\n| date, median (Old Style) and worlds that have it | 1:1 | 1:10 | 1:100 |\n|---|---|---|---|\n";
    for date in &DATES {
        let cells = scales.iter().map(|s| {
            let days: Vec<f64> =
                s.worlds.iter().filter_map(|w| date.of(&w.dates)).map(|d| f64::from(d.since(spec.start))).collect();
            format!("{} ({})", day_after(spec.start, median(&days)), days.len())
        });
        text += &format!("| {} | {} |\n", date.name, cells.collect::<Vec<_>>().join(" | "));
    }
    text += &format!("\n{compared} comparisons were made; of so many, a few stand out by chance alone.\n");
    text += &match disagree.len() {
        0 => "\nNo measure has a |z| over 3. That is agreement only down to the differences of the last column.\n"
            .to_owned(),
        _ => format!(
            "\nThe scales disagree on: {}. A likely reason is given in [decision 9](decisions/0009-scale-thinning-and-least-cell.md).\n",
            disagree.join("; ")
        ),
    };
    text += &format!(
        "\nThe record's first day with half of the capital's workers out is {}.\n",
        day_text(DATES[0].record(loaded))
    );
    text
}

struct Row {
    name: String,
    of: Box<dyn Fn(&World) -> f64>,
    is_share: bool,
}

fn rows(loaded: &Loaded, scales: &[Scale]) -> Vec<Row> {
    let count = |name: &str, of: fn(&World) -> f64| Row { name: name.into(), of: Box::new(of), is_share: false };
    let mut rows = vec![
        count("person-days on strike", |w| w.totals.striker_days),
        count("most strikers of a day", |w| w.totals.strikers_peak),
        count("person-days of refusing soldiers", |w| w.totals.refusing_days),
        count("person-days of acting villagers", |w| w.totals.village_days),
        count("killed", |w| w.totals.killed),
        count("councils at the end", |w| w.totals.councils),
    ];
    const POWERS: [&str; 4] = ["the government", "a council", "a committee", "nobody"];
    for (i, power) in POWERS.into_iter().enumerate() {
        let capital = move |w: &World| w.totals.authority_capital[i];
        rows.push(Row { name: format!("capital: share following {power}"), of: Box::new(capital), is_share: true });
        let country = move |w: &World| w.totals.authority_country[i];
        rows.push(Row { name: format!("country: share following {power}"), of: Box::new(country), is_share: true });
    }
    // Parties that somewhere have a seat in fifty.
    let share = |s: &Scale, p: usize| mean(&s.worlds.iter().map(|w| w.totals.seat_shares()[p]).collect::<Vec<_>>());
    for p in (0..loaded.spec.parties.len().min(N_PARTIES)).filter(|p| scales.iter().any(|s| share(s, *p) >= 0.02)) {
        let name = format!("seats at the end: `{}`", loaded.spec.parties[p].id);
        rows.push(Row { name, of: Box::new(move |w: &World| w.totals.seat_shares()[p]), is_share: true });
    }
    rows
}

fn z_score(values: &[f64], reference: &[f64]) -> f64 {
    let difference = mean(values) - mean(reference);
    if difference == 0.0 { 0.0 } else { difference / standard_error(values, reference) }
}

/// Standard error of the difference of two means; not a number where one of them is of a single world.
fn standard_error(values: &[f64], reference: &[f64]) -> f64 {
    if values.len() < 2 || reference.len() < 2 {
        return f64::NAN;
    }
    // One variance for both, so that three worlds that happen to be alike do not make every difference a great one.
    let (a, b) = (values.len() as f64, reference.len() as f64);
    let [s, t] = [values, reference].map(|v| deviation(v) * deviation(v));
    (((a - 1.0) * s + (b - 1.0) * t) / (a + b - 2.0) * (1.0 / a + 1.0 / b)).sqrt()
}

fn summary(values: &[f64], is_share: bool) -> String {
    let (m, s) = (mean(values), if values.len() > 1 { deviation(values) } else { f64::NAN });
    match is_share {
        true => format!("{m:.3} ± {s:.3}"),
        false => format!("{} ± {}", grouped(m), grouped(s)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_the_shortage_moves_and_every_series_still_rises() {
        let loaded = study::load("russia-1917").unwrap_or_else(|what| panic!("{what}"));
        let (changed, moved) = shortage_later(&loaded.spec);
        assert!(moved > 100, "{moved} points of bread supply lie in the window");
        // The capital has more bread in the days of February that the record's strike fell on.
        let day = Day::from_ymd(Calendar::OldStyle, 1917, 2, 24).expect("a date of 1917");
        let bread = |spec: &Spec| {
            let of_capital =
                |c: &&society::spec::ConditionSpec| c.indicator == Indicator::Food && c.place == Some(spec.capital);
            spec.conditions.iter().find(of_capital).expect("the capital has a series of its own").at(day)
        };
        let [was, is] = [&loaded.spec, &changed].map(bread);
        println!("bread in the capital on 24 February: {was:.2} as it was, {is:.2} with the shortage moved");
        assert!(is > was + 0.1, "{was} {is}");
        for (before, after) in loaded.spec.conditions.iter().zip(&changed.conditions) {
            assert!(after.points.is_sorted_by(|a, b| a.0 < b.0));
            assert!(after.points.len() <= before.points.len());
            if before.indicator != Indicator::Food {
                assert_eq!(before.points, after.points);
            }
        }
    }
}
