//! What a measure of `claims.toml` is in one world.

use engine::calendar::Day;
use observables::summary::outcome_title;
use run::worlds::{OUTCOMES, WEEK, WorldSummary};
use scenario::{BODIES, DEMANDS, DESERTIONS, EVENTS, Event, LEVELS, LINE, Loaded, Measure, SUMS};
use society::spec::{N_PARTIES, Spec};

use study::schema::government_name;

/// First and last day of the worlds: every measure counts from one of them.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// First day.
    pub start: Day,
    /// Last day.
    pub end: Day,
}

/// Days at which a lag is cut off. Only worlds that go on for as long after it began have one: where the end of the world
/// cut it off sooner, delegates who never turn would look as quick as those who turn on the last day.
const LONGEST_LAG: f64 = 56.0;

impl Span {
    /// The days of a scenario.
    pub fn of(spec: &Spec) -> Span {
        Span { start: spec.start, end: spec.end }
    }

    /// Days from the start that stand for "not by the end": the day after the last.
    pub fn never(self) -> f64 {
        f64::from(self.end.since(self.start)) + 1.0
    }

    /// Position of the last weekly count up to a day, or of the last of all.
    fn week(self, on: Option<Day>, counts: usize) -> Option<usize> {
        let last = counts.checked_sub(1)?;
        Some(on.map_or(last, |day| last.min((day.since(self.start).max(0) / WEEK) as usize)))
    }
}

/// Whether it is so in this world, for measures that are shares of worlds.
///
/// # Panics
/// For a measure that is a number.
pub fn happens(measure: &Measure, world: &WorldSummary) -> bool {
    match measure {
        Measure::Outcome(kinds) => kinds.contains(&OUTCOMES[world.outcome]),
        Measure::Government(kinds) => kinds.contains(&world.claims.government),
        Measure::Pattern(pattern) => world.patterns[*pattern],
        Measure::By(event, day) => date(world, *event).is_some_and(|came| came <= day.0),
        Measure::Within(event, since, days) => match (date(world, *event), date(world, *since)) {
            (Some(came), Some(began)) => i64::from(came) - i64::from(began) <= i64::from(*days),
            _ => false,
        },
        _ => panic!("{measure:?} is a number"),
    }
}

/// The number in this world; `None` where there is nothing to measure.
///
/// # Panics
/// For a measure that is so or not, and for a spread, which is of many worlds.
pub fn number(measure: &Measure, world: &WorldSummary, span: Span) -> Option<f64> {
    match measure {
        Measure::Date(event, None) => Some(days(world, *event, span)),
        Measure::Date(event, Some(since)) => Some(days(world, *event, span) - days(world, *since, span)),
        Measure::Sum(DESERTIONS) => Some(world.claims.desertions),
        Measure::Sum(sum) => Some(world.sums[*sum]),
        Measure::Series(series, from, until) => {
            let at = |day: &Day| day.since(span.start).max(0) as usize;
            let days = world.series[*series].get(at(from)..=at(until))?;
            Some(engine::math::sum_in_order(days.iter().map(|x| f64::from(*x))) / days.len() as f64)
        }
        Measure::Delegates { parties, of, on, less } => {
            let share = |on| delegates(world, parties, BODIES[*of].0, on, span);
            let later = share(*on)?;
            if less.is_some() { Some(later - share(*less)?) } else { Some(later) }
        }
        Measure::Strikes { demands, during, less } => {
            Some(strikes(world, demands, *during, span)? - strikes(world, demands, *less, span)?)
        }
        Measure::Votes(parties) => share_of(&world.claims.votes, parties, 1),
        Measure::Lag(parties) => {
            let turn = |weeks: &[[f32; N_PARTIES]]| {
                let first = weeks.iter().position(|week| of_week(week, parties).is_some_and(|share| share >= 0.5))?;
                Some(f64::from(first as i32 * WEEK))
            };
            let works = turn(&world.claims.leanings).filter(|day| day + LONGEST_LAG < span.never())?;
            Some((turn(&world.capital_seats).unwrap_or(span.never()) - works).min(LONGEST_LAG))
        }
        Measure::Level(level) => match LEVELS[*level].0 {
            "garrison_after_30_days" => world.claims.garrison_after,
            "garrison_at_end" => world.claims.garrison_at_end,
            _ => world.claims.first_of_no_party,
        },
        _ => panic!("{measure:?} is no number of one world"),
    }
}

/// Day of an event, since 1970.
pub fn date(world: &WorldSummary, event: Event) -> Option<i32> {
    match event.index {
        LINE => event.party.and_then(|party| *world.claims.lines.get(party)?),
        date => world.dates[date],
    }
}

/// Days from the start to an event.
pub fn days(world: &WorldSummary, event: Event, span: Span) -> f64 {
    date(world, event).map_or(span.never(), |day| f64::from(day - span.start.0))
}

fn delegates(world: &WorldSummary, parties: &[usize], body: &str, on: Option<Day>, span: Span) -> Option<f64> {
    let all = if body == "others" { &world.other_seats } else { &world.capital_seats };
    let soldiers = &world.claims.soldier_seats;
    let week = span.week(on, all.len().min(soldiers.len()))?;
    let mut seats = all[week];
    match body {
        "capital-soldiers" => seats = soldiers[week],
        "capital-workers" => seats.iter_mut().zip(soldiers[week]).for_each(|(all, theirs)| *all -= theirs),
        _ => {}
    }
    of_week(&seats, parties)
}

/// Share of the strikes of the weeks that begin in a window; none when no strike ended in them.
fn strikes(world: &WorldSummary, demands: &[usize], (from, until): (Day, Day), span: Span) -> Option<f64> {
    let weeks = world.claims.strikes.iter().zip(0..).filter(|(_, week)| {
        let first = span.start.plus(week * WEEK);
        (from..=until).contains(&first)
    });
    let counts = weeks.fold([0u64; DEMANDS.len()], |mut sum, (week, _)| {
        sum.iter_mut().zip(week).for_each(|(sum, n)| *sum += u64::from(*n));
        sum
    });
    let (theirs, all) = (demands.iter().map(|demand| counts[*demand]).sum::<u64>(), counts.iter().sum::<u64>());
    (all > 0).then(|| theirs as f64 / all as f64)
}

fn of_week(counts: &[f32; N_PARTIES], parties: &[usize]) -> Option<f64> {
    share_of(&counts.map(f64::from), parties, 0)
}

/// Share of these parties among all from `first` on; none when nobody is counted.
fn share_of(counts: &[f64], parties: &[usize], first: usize) -> Option<f64> {
    let all = engine::math::sum_in_order(counts.iter().skip(first).copied());
    let theirs = engine::math::sum_in_order(parties.iter().map(|party| counts[*party]));
    (all > 0.0).then(|| theirs / all)
}

/// The measure in words, for readers.
pub fn in_words(measure: &Measure, loaded: &Loaded) -> String {
    let (spec, calendar) = (&loaded.spec, loaded.calendar);
    let short = |day: &Day| day.short(calendar);
    let style = |day: &Day| day.short_with_style(calendar);
    let event = |event: &Event| match event.party {
        Some(party) => EVENTS[event.index]
            .1
            .replace("the party", &format!("the party \u{201c}{}\u{201d}", spec.parties[party].name)),
        None => EVENTS[event.index].1.to_owned(),
    };
    let names = |parties: &[usize]| {
        parties.iter().map(|party| spec.parties[*party].name.as_str()).collect::<Vec<_>>().join(", ")
    };
    match measure {
        Measure::Outcome(kinds) => {
            let words: Vec<String> =
                kinds.iter().map(|kind| format!("\u{201c}{}\u{201d}", outcome_title(*kind))).collect();
            format!("share of worlds that end with {}", words.join(" or "))
        }
        Measure::Government(kinds) => {
            let words: Vec<&str> =
                kinds.iter().map(|kind| government_name(society::tables::GOVERNMENT_KINDS[*kind])).collect();
            format!("share of worlds whose government at the end is {}", words.join(" or "))
        }
        Measure::Pattern(pattern) => format!("share of worlds that show pattern P{}", pattern + 1),
        Measure::By(e, day) => format!("share of worlds in which, by {}, {}", style(day), event(e)),
        Measure::Within(e, since, days) => {
            format!("share of worlds in which, within {days} days of \u{201c}{}\u{201d}, {}", event(since), event(e))
        }
        Measure::Date(e, None) => format!("days from the start until {}", event(e)),
        Measure::Date(e, Some(since)) => format!("days from \u{201c}{}\u{201d} until {}", event(since), event(e)),
        Measure::Spread(e) => format!("days between the first and the ninth tenth of the dates on which {}", event(e)),
        Measure::Sum(sum) => SUMS[*sum].1.to_owned(),
        Measure::Series(series, from, until) => {
            format!("{}, mean of {} to {}", scenario::SERIES[*series].1, short(from), style(until))
        }
        Measure::Delegates { parties, of, on, less } => {
            let on = on.as_ref().map_or("at the end".to_owned(), |day| format!("on {}", style(day)));
            let less = less.as_ref().map_or(String::new(), |day| format!(", less their share on {}", style(day)));
            format!("share of delegates of {} {}, {on}{less}", names(parties), BODIES[*of].1)
        }
        Measure::Strikes { demands, during, less } => {
            let names: Vec<&str> = demands.iter().map(|demand| DEMANDS[*demand]).collect();
            let window = |(from, until): &(Day, Day)| format!("{} to {}", short(from), style(until));
            format!(
                "share of strikes with a demand of {} among those that ended in the weeks from {}, less that of {}",
                names.join(" or "),
                window(during),
                window(less)
            )
        }
        Measure::Votes(parties) => {
            format!("share of {} among those convinced enough to vote for a party, at the end", names(parties))
        }
        Measure::Lag(parties) => format!(
            "days from the week in which half of the leanings of the capital's works and units are with {} to the week in which half of its \
             delegates are, at most {LONGEST_LAG}, in worlds that go on for as long after the former (a cut chosen after a first result was seen)",
            names(parties)
        ),
        Measure::Level(level) => format!("share of {}", LEVELS[*level].1),
    }
}
