//! Charts over the days of a run, as inline SVG: fans of many worlds, stacked shares, when something happened.
//!
//! Lines and areas are drawn in a square of 1000 by 1000 that the page stretches; names, numbers and dots stand over it as
//! HTML, so that they keep their size on a narrow screen. The axis has the Old Style's months.

use std::fmt::Write as _;

use engine::calendar::{Calendar, Day};
use stats::number::readable;
use study::ensemble::observed::Observation;

use crate::drawing::{Axis, escaped};

/// Side of the square that is drawn in.
const SIDE: f64 = 1000.0;
/// Days of a column of [`happened`].
const DAYS_PER_COLUMN: i32 = 3;
/// Thickness from which on an area of [`stack`] carries its name, as a share of the height.
const NAMED: f64 = 0.13;

/// The days that a chart spans; points on it are days since 1970.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days {
    pub first: Day,
    pub last: Day,
}

impl Days {
    /// Where a day stands, 0..=1.
    fn at(&self, day: f64) -> f64 {
        (day - f64::from(self.first.0)) / f64::from(self.last.since(self.first).max(1))
    }

    fn x(&self, day: f64) -> f64 {
        self.at(day) * SIDE
    }

    /// The beginnings of months of the Old Style, or some days where the chart spans hardly one.
    fn ticks(&self) -> Vec<(f64, String)> {
        let days = || (self.first.0..=self.last.0).map(Day);
        let months: Vec<Day> = days().filter(|day| day.ymd(Calendar::OldStyle).2 == 1).collect();
        if months.len() > 1 {
            let name = |day: Day| day.short_old_style().trim_start_matches("1 ").to_owned();
            return months.into_iter().map(|day| (self.at(f64::from(day.0)), name(day))).collect();
        }
        let step = (self.last.since(self.first) / 5).max(1) as usize;
        days().step_by(step).map(|day| (self.at(f64::from(day.0)), day.short_old_style())).collect()
    }
}

/// A line with the bands around it.
pub(crate) struct Fan<'a> {
    pub title: &'a str,
    pub unit: &'a str,
    pub days: Days,
    /// Days of the values, since 1970.
    pub xs: &'a [f64],
    /// Lower and upper ends, the widest band first.
    pub bands: &'a [[&'a [f64]; 2]],
    pub line: &'a [f64],
    pub observed: &'a [Observation],
}

/// A fan as a figure; observations are dots with the range of their source, hollow where no good source confirms them.
pub(crate) fn fan(fan: &Fan<'_>) -> String {
    let ends = fan.bands.iter().map(|[_, high]| *high).chain([fan.line]);
    let of_worlds = ends.flatten().copied();
    let of_record = fan.observed.iter().map(|o| o.high.unwrap_or(o.value).max(o.value));
    let highest = of_worlds.chain(of_record).filter(|x| x.is_finite()).fold(0.0, f64::max);
    let y = Axis::over(0.0, highest, true);
    let place = |x: f64, value: f64| (fan.days.x(x), (1.0 - y.at(value)) * SIDE);
    let mut svg = String::new();
    for (i, [low, high]) in fan.bands.iter().enumerate() {
        let there = high.iter().zip(fan.xs);
        let back = low.iter().zip(fan.xs).rev();
        let edge: Vec<(f64, f64)> = there.chain(back).map(|(value, x)| place(*x, *value)).collect();
        put(&mut svg, format_args!("<path class=\"b{i}\" d=\"{}Z\"/>", path(&edge)));
    }
    let line: Vec<(f64, f64)> = fan.line.iter().zip(fan.xs).map(|(value, x)| place(*x, *value)).collect();
    put(&mut svg, format_args!("<path class=\"middle\" d=\"{}\"/>", path(&line)));
    let mut over = String::new();
    for o in fan.observed {
        dot(&mut over, o, fan, &y);
    }
    panel(fan.title, fan.unit, "", fan.days, &y, (&svg, &over))
}

fn dot(html: &mut String, o: &Observation, fan: &Fan<'_>, y: &Axis) {
    let left = 100.0 * fan.days.at(f64::from(o.day.0));
    let at = |value: f64| 100.0 * y.at(value);
    if let (Some(low), Some(high)) = (o.low, o.high) {
        let (low, high) = (at(low), at(high));
        put(
            html,
            format_args!(
                "<i class=\"reach\" style=\"left:{left:.2}%;bottom:{low:.2}%;height:{:.2}%\"></i>",
                high - low
            ),
        );
    }
    let (class, doubt) = if o.is_verified { ("dot", "") } else { ("dot hollow", ", unverified") };
    put(
        html,
        format_args!(
            "<i class=\"{class}\" style=\"left:{left:.2}%;bottom:{:.2}%\" title=\"the record, {}: {} ({}{doubt})\"></i>",
            at(o.value),
            o.day.short_old_style(),
            readable(o.value),
            escaped(&o.source)
        ),
    );
}

/// When something happened in many worlds, as columns of a few days each, with the median and the record's day.
pub(crate) fn happened(title: &str, days: Days, found: &[i32], median: Option<Day>, record: Option<Day>) -> String {
    let column = |day: i32| (day - days.first.0).div_euclid(DAYS_PER_COLUMN);
    let n = column(days.last.0) + 1;
    let mut counts = vec![0u32; usize::try_from(n).unwrap_or(0)];
    for day in found {
        if let Some(count) = usize::try_from(column(*day)).ok().and_then(|i| counts.get_mut(i)) {
            *count += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let y = Axis::over(0.0, f64::from(most), true);
    let mut columns = String::new();
    for (i, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let from = f64::from(days.first.0) + i as f64 * f64::from(DAYS_PER_COLUMN);
        // A column is centred on its days, as a day of the axis is.
        let (from, to) = (days.x(from - 0.5).max(0.0), days.x(from - 0.5 + f64::from(DAYS_PER_COLUMN)).min(SIDE));
        let top = (1.0 - y.at(f64::from(*count))) * SIDE;
        put(&mut columns, format_args!("M{from:.1} 1000V{top:.1}H{to:.1}V1000Z"));
    }
    let mut svg = format!("<path class=\"column\" d=\"{columns}\"/>");
    let mut over = String::new();
    let mut mark = |day: Option<Day>, class: &str, word: &str| {
        let Some(day) = day.filter(|day| (days.first..=days.last).contains(day)) else { return };
        let at = days.at(f64::from(day.0));
        put(&mut svg, format_args!("<path class=\"{class}\" d=\"M{:.1} 0V1000\"/>", at * SIDE));
        let side = if at > 0.6 { "before" } else { "after" };
        put(
            &mut over,
            format_args!(
                "<span class=\"{class} {side}\" style=\"left:{:.2}%\">{word} {}</span>",
                at * 100.0,
                day.short_old_style()
            ),
        );
    };
    mark(median, "median", "median");
    mark(record, "record", "the record");
    let unit = format!("worlds in {DAYS_PER_COLUMN} days");
    panel(title, &unit, " low", days, &y, (&svg, &over))
}

/// A layer of [`stack`].
pub(crate) struct Layer<'a> {
    /// Its name, of which its class is made: `o-` and the name.
    pub name: &'a str,
    /// Shares, one for each day.
    pub shares: Vec<f64>,
}

/// Shares that add up to one, stacked, over the days; with marks at some of them.
pub(crate) fn stack(title: &str, days: Days, xs: &[f64], layers: &[Layer<'_>], marks: &[(Day, String)]) -> String {
    let y = Axis::over(0.0, 1.0, true);
    let mut below = vec![0.0; xs.len()];
    let (mut svg, mut over) = (String::new(), String::new());
    for layer in layers {
        let above: Vec<f64> = below.iter().zip(&layer.shares).map(|(low, share)| low + share).collect();
        let place = |(x, value): (&f64, &f64)| (days.x(*x), (1.0 - value) * SIDE);
        let edge = xs.iter().zip(&above).map(place).chain(xs.iter().zip(&below).rev().map(place));
        put(
            &mut svg,
            format_args!("<path class=\"layer o-{}\" d=\"{}Z\"/>", layer.name, path(&edge.collect::<Vec<_>>())),
        );
        let widest = (0..xs.len()).max_by(|a, b| layer.shares[*a].total_cmp(&layer.shares[*b]).then(b.cmp(a)));
        if let Some(i) = widest.filter(|i| layer.shares[*i] >= NAMED) {
            // Away from the edges, where a name would be cut.
            let left = (100.0 * days.at(xs[i])).clamp(12.0, 84.0);
            let bottom = 50.0 * (below[i] + above[i]);
            put(
                &mut over,
                format_args!(
                    "<span class=\"area\" style=\"left:{left:.1}%;bottom:{bottom:.1}%\">{}</span>",
                    layer.name
                ),
            );
        }
        below = above;
    }
    for (day, letter) in marks.iter().filter(|(day, _)| (days.first..=days.last).contains(day)) {
        let at = days.at(f64::from(day.0));
        put(&mut svg, format_args!("<path class=\"mile\" d=\"M{:.1} 0V1000\"/>", at * SIDE));
        put(&mut over, format_args!("<span class=\"letter\" style=\"left:{:.2}%\">{letter}</span>", at * 100.0));
    }
    panel(title, "share of the branches", " tall", days, &y, (&svg, &over))
}

/// Hatches that layers are filled with; once on a page that has a [`stack`].
pub(crate) const HATCHES: &str = "<svg class=\"visually-hidden\" aria-hidden=\"true\"><defs>\
    <pattern id=\"h-council\" patternUnits=\"userSpaceOnUse\" width=\"16\" height=\"34\"><rect class=\"h-ground\" width=\"16\" \
    height=\"34\"/><path class=\"h-council\" d=\"M0 34L16 0M-4 8.5L4 -8.5M12 42.5L20 25.5\"/></pattern>\
    <pattern id=\"h-government\" patternUnits=\"userSpaceOnUse\" width=\"16\" height=\"34\"><rect class=\"h-ground\" width=\"16\" \
    height=\"34\"/><path class=\"h-government\" d=\"M0 34L16 0M-4 8.5L4 -8.5M12 42.5L20 25.5\"/></pattern></defs></svg>";

/// The key of a [`stack`].
pub(crate) fn stack_key(names: &[&str]) -> String {
    let items: String = names
        .iter()
        .map(|name| {
            format!(
                "<li><svg width=\"16\" height=\"14\" viewBox=\"0 0 48 84\" preserveAspectRatio=\"none\" \
                 aria-hidden=\"true\"><rect class=\"o-{name}\" width=\"48\" height=\"84\"/></svg><code>{name}</code></li>"
            )
        })
        .collect();
    format!("<ul class=\"key layers\">{items}</ul>")
}

fn put(html: &mut String, text: std::fmt::Arguments<'_>) {
    html.write_fmt(text).expect("writing to a string never fails");
}

/// A path through points; it breaks where one is no number.
fn path(points: &[(f64, f64)]) -> String {
    let mut text = String::new();
    let mut is_open = false;
    for (x, y) in points {
        if !(x.is_finite() && y.is_finite()) {
            is_open = false;
            continue;
        }
        put(&mut text, format_args!("{}{x:.1} {y:.1}", if is_open { "L" } else { "M" }));
        is_open = true;
    }
    text
}

/// A figure with its axes around what is drawn in it and what stands over it.
fn panel(title: &str, unit: &str, class: &str, days: Days, y: &Axis, (svg, over): (&str, &str)) -> String {
    let labels: Vec<String> = y.ticks.iter().map(|&tick| y.label(tick)).collect();
    let widest = labels.iter().map(|label| label.chars().count()).max().unwrap_or(1);
    let mut html = format!(
        "<figure class=\"chart days\"><h3>{}</h3><p class=\"axis-name\">{}</p><div class=\"plot{class}\" \
         style=\"--gutter:{}ch\"><svg viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" role=\"img\" \
         aria-label=\"{}\"><path class=\"grid\" d=\"",
        escaped(title),
        escaped(unit),
        widest + 1,
        escaped(title)
    );
    for &tick in &y.ticks {
        put(&mut html, format_args!("M0 {:.1}H1000", (1.0 - y.at(tick)) * SIDE));
    }
    put(&mut html, format_args!("\"/>{svg}<path class=\"axis\" d=\"M0 1000H1000\"/></svg>{over}"));
    for (tick, label) in y.ticks.iter().zip(&labels) {
        put(&mut html, format_args!("<span class=\"yt\" style=\"bottom:{:.2}%\">{label}</span>", y.at(*tick) * 100.0));
    }
    for (at, label) in days.ticks() {
        let class = if at > 0.97 { "xt end" } else { "xt" };
        put(&mut html, format_args!("<span class=\"{class}\" style=\"left:{:.2}%\">{label}</span>", at * 100.0));
    }
    html + "</div></figure>"
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: Days = Days { first: Day(-19_299), last: Day(-19_040) };

    #[test]
    fn law_the_axis_has_the_months_of_the_old_style() {
        let names: Vec<String> = YEAR.ticks().into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]);
        let week = Days { first: Day(-19_299), last: Day(-19_292) };
        assert!((2..=8).contains(&week.ticks().len()), "{:?}", week.ticks());
        assert!(YEAR.ticks().iter().chain(&week.ticks()).all(|(at, _)| (0.0..=1.0).contains(at)));
    }

    #[test]
    fn law_a_chart_is_whole_whatever_its_data() {
        let xs = [-19_299.0, -19_200.0, -19_100.0];
        let (low, high, line) = ([0.0, f64::NAN, 1.0], [4.0, 5.0, 6.0], [2.0, 3.0, f64::INFINITY]);
        let observed = [Observation {
            day: Day(-19_250),
            value: 9.0,
            low: Some(8.0),
            high: None,
            source: "a <source>".into(),
            is_verified: false,
        }];
        let drawn = Fan {
            title: "a <b>",
            unit: "persons",
            days: YEAR,
            xs: &xs,
            bands: &[[&low, &high]],
            line: &line,
            observed: &observed,
        };
        let html = fan(&drawn);
        assert!(!html.contains("NaN") && !html.contains("inf") && html.contains("a &lt;b&gt;"), "{html}");
        assert!(html.contains("dot hollow") && html.contains("a &lt;source&gt;") && !html.contains("reach"));
        // The record's value counts for the axis: it is inside.
        assert!(html.contains(">10</span>"), "{html}");
        assert_eq!(happened("x", YEAR, &[], None, None).matches("<path class=\"column\" d=\"\"/>").count(), 1);
        let columns = happened("x", YEAR, &[-19_299, -19_298, -19_040], Some(Day(-19_298)), Some(Day(0)));
        assert_eq!(columns.matches('Z').count(), 2, "two columns: {columns}");
        assert!(columns.contains("median after") && !columns.contains("the record"), "{columns}");
    }

    #[test]
    fn law_layers_fill_the_height() {
        let layers = [
            Layer { name: "council-transfer", shares: vec![0.25, 1.0] },
            Layer { name: "coup", shares: vec![0.75, 0.0] },
        ];
        let html = stack("x", YEAR, &[-19_299.0, -19_040.0], &layers, &[(Day(-19_200), "a".into())]);
        assert!(html.contains("o-council-transfer\" d=\"M0.0 750.0L1000.0 0.0L1000.0 1000.0L0.0 1000.0Z\""), "{html}");
        assert!(html.contains("o-coup\" d=\"M0.0 0.0L1000.0 0.0L1000.0 0.0L0.0 750.0Z\""), "{html}");
        assert!(html.contains(">a</span>") && html.contains(">coup</span>"));
    }
}
