//! Another course of a dated input: what was before the first day of a change stays as it was, to the last bit.

use engine::calendar::Day;
use society::spec::{ConditionSpec, ExogenousKind, INDICATORS, Indicator, Spec};

use super::change::Edit;
use super::people::lies_in;
use crate::tables::series::last_one_day;

/// Changes the series of an indicator in a place and all that it contains, or everywhere.
pub(super) fn change(
    spec: &mut Spec,
    indicator: Indicator,
    place: Option<usize>,
    edit: Edit,
    span: (Option<Day>, Option<Day>),
) {
    own_series(spec, indicator, place);
    let mut conditions = std::mem::take(&mut spec.conditions);
    let is_meant = |series: &ConditionSpec| match (place, series.place) {
        (None, _) => true,
        (Some(p), Some(of)) => lies_in(spec, of, p),
        (Some(_), None) => false,
    };
    for series in conditions.iter_mut().filter(|series| series.indicator == indicator && is_meant(series)) {
        match edit {
            Edit::Shift(days) if indicator == Indicator::StreetDay => shift_days(series, days, span, spec.end),
            Edit::Shift(days) => shift(series, days, span, (spec.start, spec.end)),
            _ => set(series, edit, span),
        }
    }
    spec.conditions = conditions;
}

/// A place that has no series of its own gets a copy of the one that holds for it.
fn own_series(spec: &mut Spec, indicator: Indicator, place: Option<usize>) {
    let find = |at: Option<usize>| spec.conditions.iter().find(|c| c.indicator == indicator && c.place == at);
    let mut at = place;
    let found = loop {
        match (find(at), at) {
            (Some(found), _) => break Some(found),
            (None, Some(p)) => at = spec.places[p].parent,
            (None, None) => break None,
        }
    };
    let own = match found {
        Some(found) if found.place == place => return,
        Some(found) => ConditionSpec { place, ..found.clone() },
        None => {
            let usual = INDICATORS[indicator as usize].2;
            let points = vec![(spec.start, usual)];
            ConditionSpec { indicator, place, kind: kind_of(indicator), linear: false, points }
        }
    };
    spec.conditions.push(own);
}

/// What kind of exogenous fact an indicator is, where no row says it.
fn kind_of(indicator: Indicator) -> ExogenousKind {
    match indicator {
        Indicator::Food => ExogenousKind::Harvest,
        Indicator::Prices => ExogenousKind::Price,
        Indicator::Fuel => ExogenousKind::Fuel,
        Indicator::War => ExogenousKind::Enemy,
        Indicator::Wage | Indicator::Land | Indicator::Nation => ExogenousKind::Society,
        Indicator::Season => ExogenousKind::Season,
        Indicator::StreetDay => ExogenousKind::Calendar,
        Indicator::Weather => ExogenousKind::Weather,
        Indicator::ReinforcementDelay => ExogenousKind::Transport,
    }
}

/// Puts points on a day and on the day before it, so that one side can change without the other. A line is written out day
/// by day between its two points: interpolating anew would change the last bits.
fn cut(series: &mut ConditionSpec, day: Day) {
    let (Some(&(first, _)), Some(&(last, _))) = (series.points.first(), series.points.last()) else { return };
    let before = day.plus(-1);
    let is_written = |d: Day| series.points.iter().any(|p| p.0 == d);
    let mut days = Vec::new();
    if day <= first || before >= last {
        days.extend([before, day]);
    } else if series.linear {
        let after = series.points.partition_point(|p| p.0 <= before);
        let (from, to) = (series.points[after - 1].0, series.points[after].0);
        days.extend((1..to.since(from)).map(|n| from.plus(n)));
    } else {
        days.extend([before, day]);
    }
    let new: Vec<(Day, f64)> = days.into_iter().filter(|d| !is_written(*d)).map(|d| (d, series.at(d))).collect();
    series.points.extend(new);
    series.points.sort_by_key(|p| p.0);
}

fn set(series: &mut ConditionSpec, edit: Edit, (from, until): (Option<Day>, Option<Day>)) {
    let (_, _, _, low, high) = INDICATORS[series.indicator as usize];
    let kept = from.map_or(0.0, |day| series.at(day));
    if let Some(from) = from {
        cut(series, from);
    }
    if let Some(until) = until {
        cut(series, until.plus(1));
    }
    let is_within = |day: Day| from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until);
    for (_, value) in series.points.iter_mut().filter(|p| is_within(p.0)) {
        let new = match edit {
            Edit::Value(new) => new,
            Edit::Add(more) => *value + more,
            Edit::Factor(times) => *value * times,
            Edit::Hold => kept,
            Edit::Shift(_) => *value,
        };
        *value = new.clamp(low, high);
    }
}

/// What was from the first day on comes so many days later, and the value of the first day lasts until then; with a negative
/// number it comes earlier, and the value of the last day lasts.
fn shift(series: &mut ConditionSpec, days: i32, (from, until): (Option<Day>, Option<Day>), (start, end): (Day, Day)) {
    let Some(&(first, _)) = series.points.first() else { return };
    let from = from.unwrap_or(first.min(start));
    let last = until.unwrap_or_else(|| end.plus(days.abs()));
    let old = series.clone();
    // What comes after the last day is read by nobody.
    let end_of_change = last.max(last.plus(days)).min(end);
    cut(series, from);
    if until.is_some() {
        cut(series, end_of_change.plus(1));
    }
    series.points.retain(|p| p.0 < from || (until.is_some() && p.0 > end_of_change));
    let mut day = from;
    while day <= end_of_change {
        let value = old.at(day.plus(-days).max(from).min(last));
        series.points.push((day, value));
        day = day.plus(1);
    }
    series.points.sort_by_key(|p| p.0);
}

/// Days on which people expect one another in the street move one by one.
fn shift_days(series: &mut ConditionSpec, days: i32, (from, until): (Option<Day>, Option<Day>), end: Day) {
    let (Some(&(first, _)), Some(&(last, _))) = (series.points.first(), series.points.last()) else { return };
    let is_meant = |day: Day| from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until);
    let mut moved: std::collections::BTreeMap<Day, f64> = std::collections::BTreeMap::new();
    for day in (0..=last.max(end).since(first)).map(|n| first.plus(n)) {
        let value = series.at(day);
        if value > 0.0 {
            let to = if is_meant(day) { day.plus(days) } else { day };
            let there = moved.entry(to).or_insert(value);
            *there = there.max(value);
        }
    }
    series.points = if moved.is_empty() { vec![(first, 0.0)] } else { moved.into_iter().collect() };
    last_one_day(series);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> ConditionSpec {
        ConditionSpec {
            indicator: Indicator::Food,
            place: None,
            kind: ExogenousKind::Harvest,
            linear: true,
            points: vec![(Day(0), 0.93), (Day(17), 0.41), (Day(40), 0.77)],
        }
    }

    const DAYS: std::ops::Range<i32> = -5..60;

    #[test]
    fn law_what_was_before_a_change_stays_to_the_last_bit() {
        let old = line();
        let changes = [Edit::Value(0.2), Edit::Add(0.3), Edit::Factor(1.7), Edit::Hold];
        for linear in [true, false] {
            for from in [-3, 0, 5, 17, 23, 40, 45] {
                for edit in changes {
                    let mut new = ConditionSpec { linear, ..old.clone() };
                    let old = new.clone();
                    set(&mut new, edit, (Some(Day(from)), Some(Day(from + 8))));
                    for day in DAYS.map(Day) {
                        let is_within = (from..=from + 8).contains(&day.0);
                        let expected = match edit {
                            _ if !is_within => old.at(day),
                            Edit::Value(v) => v,
                            Edit::Add(v) => old.at(day) + v,
                            Edit::Factor(v) => old.at(day) * v,
                            Edit::Hold => old.at(Day(from)),
                            Edit::Shift(_) => unreachable!("not among them"),
                        };
                        let exact = day.0 < from || matches!(edit, Edit::Value(_) | Edit::Hold);
                        let miss = (new.at(day) - expected).abs();
                        assert!(if exact { miss == 0.0 } else { miss < 1e-12 }, "{edit:?} from {from} on {day:?}");
                    }
                    assert!(new.points.windows(2).all(|w| w[0].0 < w[1].0));
                }
            }
        }
    }

    #[test]
    fn law_a_shift_moves_the_course_and_nothing_before_it() {
        for linear in [true, false] {
            for days in [-4, 6] {
                let old = ConditionSpec { linear, ..line() };
                let mut new = old.clone();
                shift(&mut new, days, (Some(Day(10)), Some(Day(30))), (Day(0), Day(50)));
                for day in DAYS.map(Day) {
                    let expected = match day.0 {
                        10..=36 if days > 0 => old.at(Day((day.0 - days).clamp(10, 30))),
                        10..=30 => old.at(Day((day.0 - days).clamp(10, 30))),
                        _ => old.at(day),
                    };
                    assert!((new.at(day) - expected).abs() < 1e-12, "{days} on {day:?}");
                    assert!(day.0 >= 10 || new.at(day) == old.at(day));
                }
            }
        }
    }

    #[test]
    fn law_a_street_day_moves_whole() {
        let mut days = line();
        days.indicator = Indicator::StreetDay;
        days.points = vec![(Day(5), 0.8), (Day(20), 0.5)];
        last_one_day(&mut days);
        shift_days(&mut days, 3, (Some(Day(5)), Some(Day(5))), Day(50));
        let values: Vec<f64> = [5, 7, 8, 9, 20, 21].iter().map(|d| days.at(Day(*d))).collect();
        assert_eq!(values, [0.0, 0.0, 0.8, 0.0, 0.5, 0.0]);
    }
}
