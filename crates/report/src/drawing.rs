//! Pictures as inline SVG, drawn in a square of 1000 by 1000 that the page stretches; names and numbers stand beside it
//! as text, so that they keep their size on a narrow screen.

use std::fmt::Write as _;

use models::{Line, Picture};
use stats::number::readable;

/// Side of the square that lines are drawn in.
const SIDE: f64 = 1000.0;
/// Points of a line beyond which it is thinned: more than two for every pixel of a wide screen show nothing more.
const MOST_POINTS: usize = 3000;
/// Intervals between the numbers of an axis, at most.
const MOST_INTERVALS: f64 = 5.0;
/// Colours of lines and of kinds of site before they repeat; `model.css` has as many.
const COLOURS: usize = 7;

/// A text as HTML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A picture as a figure of the page.
pub(crate) fn figure(picture: &Picture) -> String {
    match picture {
        Picture::Lines { title, x, y, lines } => {
            let mut html = format!("<figure class=\"chart\"><h3>{}</h3>", escaped(title));
            match Frame::around(lines) {
                Some(frame) => chart(&mut html, &frame, title, (x, y), lines),
                None => html.push_str("<p class=\"empty\">The run gave nothing to draw here.</p>"),
            }
            html + "</figure>"
        }
        Picture::Grid { title, width, kinds, sites } => grid(title, *width, kinds, sites),
    }
}

/// One axis: what it spans and where its numbers stand.
pub(crate) struct Axis {
    pub low: f64,
    pub high: f64,
    pub ticks: Vec<f64>,
    decimals: usize,
}

impl Axis {
    /// Spans these values. With `is_rounded` it ends at round numbers, otherwise at the values themselves.
    pub(crate) fn over(mut low: f64, mut high: f64, is_rounded: bool) -> Axis {
        if is_rounded && low > 0.0 && low < 0.6 * high {
            low = 0.0;
        }
        if high <= low {
            let room = if low == 0.0 { 1.0 } else { low.abs() / 2.0 };
            (low, high) = (low - if low == 0.0 { 0.0 } else { room }, high + room);
        }
        let (step, decimals) = round_step((high - low) / MOST_INTERVALS);
        if is_rounded {
            (low, high) = ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step);
        }
        let (first, last) = ((low / step - 1e-9).ceil() as i64, (high / step + 1e-9).floor() as i64);
        Axis { low, high, ticks: (first..=last).map(|i| i as f64 * step).collect(), decimals }
    }

    /// Where a value stands, 0..=1.
    pub(crate) fn at(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }

    pub(crate) fn label(&self, value: f64) -> String {
        let size = self.low.abs().max(self.high.abs());
        if size >= 1e7 || (size < 1e-4 && size > 0.0) {
            return if value == 0.0 { "0".into() } else { format!("{value:.1e}") };
        }
        let text = format!("{:.*}", self.decimals, value.abs());
        let text = if self.decimals == 0 { readable(value.abs().round()) } else { text };
        if value < 0.0 { format!("\u{2212}{text}") } else { text }
    }
}

/// The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below `least`, with the decimals that it needs.
fn round_step(least: f64) -> (f64, usize) {
    let (mut power, mut decimals) = (1.0, 0i32);
    while power > least {
        power /= 10.0;
        decimals += 1;
    }
    while power * 10.0 <= least {
        power *= 10.0;
        decimals -= 1;
    }
    let (factor, more) =
        [(1.0, 0), (2.0, 0), (2.5, 1), (5.0, 0)].into_iter().find(|(f, _)| f * power >= least).unwrap_or((10.0, -1));
    (factor * power, usize::try_from(decimals + more).unwrap_or(0))
}

/// Both axes of a chart.
struct Frame {
    x: Axis,
    y: Axis,
}

impl Frame {
    /// A frame around every point that is a number; `None` where there is none.
    fn around(lines: &[Line]) -> Option<Frame> {
        let points = || lines.iter().flat_map(|line| &line.points).filter(|p| p.0.is_finite() && p.1.is_finite());
        let span = |value: fn(&(f64, f64)) -> f64| {
            points().map(value).fold(None, |span: Option<(f64, f64)>, v| {
                Some(span.map_or((v, v), |(low, high)| (low.min(v), high.max(v))))
            })
        };
        let ((x_low, x_high), (y_low, y_high)) = (span(|p| p.0)?, span(|p| p.1)?);
        Some(Frame { x: Axis::over(x_low, x_high, false), y: Axis::over(y_low, y_high, true) })
    }

    fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.x.at(x) * SIDE, (1.0 - self.y.at(y)) * SIDE)
    }
}

fn chart(html: &mut String, frame: &Frame, title: &str, (x, y): (&str, &str), lines: &[Line]) {
    let put = |html: &mut String, text: std::fmt::Arguments<'_>| {
        html.write_fmt(text).expect("writing to a string never fails");
    };
    let labels: Vec<String> = frame.y.ticks.iter().map(|&tick| frame.y.label(tick)).collect();
    let widest = labels.iter().map(|label| label.chars().count()).max().unwrap_or(1);
    // A square where both axes measure the same: a diagonal is then a diagonal.
    let same = |a: f64, b: f64| (a - b).abs() <= 0.02 * (frame.x.high - frame.x.low);
    let is_square = same(frame.x.low, frame.y.low) && same(frame.x.high, frame.y.high);
    put(html, format_args!("<p class=\"axis-name\">{}</p>", escaped(y)));
    put(
        html,
        format_args!(
            "<div class=\"plot{}\" style=\"--gutter:{}ch\"><svg viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" \
             role=\"img\" aria-label=\"{}\"><path class=\"grid\" d=\"",
            if is_square { " square" } else { "" },
            widest + 1,
            escaped(title)
        ),
    );
    for &tick in &frame.y.ticks {
        put(html, format_args!("M0 {:.1}H1000", (1.0 - frame.y.at(tick)) * SIDE));
    }
    html.push_str("\"/><path class=\"axis\" d=\"M0 1000H1000\"/>");
    // Guides first, so that results lie over them.
    let mut n_results = 0;
    let classes: Vec<String> = lines
        .iter()
        .map(|line| {
            n_results += usize::from(!line.is_guide);
            let dense = if line.points.len() > MOST_POINTS / 2 { " dense" } else { "" };
            if line.is_guide { "guide".into() } else { colour('l', n_results - 1) + dense }
        })
        .collect();
    for guides in [true, false] {
        for (line, class) in lines.iter().zip(&classes).filter(|(line, _)| line.is_guide == guides) {
            put(html, format_args!("<path class=\"{class}\" d=\"{}\"/>", path(frame, line)));
        }
    }
    html.push_str("</svg>");
    for (tick, label) in frame.y.ticks.iter().zip(&labels) {
        put(html, format_args!("<span class=\"yt\" style=\"bottom:{:.2}%\">{label}</span>", frame.y.at(*tick) * 100.0));
    }
    for &tick in &frame.x.ticks {
        let at = frame.x.at(tick) * 100.0;
        let class = if at > 97.0 { "xt end" } else { "xt" };
        put(html, format_args!("<span class=\"{class}\" style=\"left:{at:.2}%\">{}</span>", frame.x.label(tick)));
    }
    put(html, format_args!("</div><p class=\"axis-name x\">{}</p>", escaped(x)));
    if lines.len() > 1 {
        html.push_str("<ul class=\"key\">");
        for (line, class) in lines.iter().zip(&classes) {
            put(
                html,
                format_args!(
                    "<li><svg width=\"28\" height=\"10\" aria-hidden=\"true\"><path class=\"{class}\" d=\"M0 5H28\"/></svg>{}</li>",
                    escaped(&line.name)
                ),
            );
        }
        html.push_str("</ul>");
    }
}

/// Class of the `i`-th line (`l`) or kind of site (`k`): a colour, and for lines beyond the first few a dash.
fn colour(of: char, i: usize) -> String {
    let dash = if of == 'l' && i >= 4 { format!(" dash{}", i % 3) } else { String::new() };
    format!("{of}{}{dash}", i % COLOURS)
}

/// The line's path; it breaks where a value is no number.
fn path(frame: &Frame, line: &Line) -> String {
    let mut text = String::new();
    let mut before: Option<(f64, f64)> = None;
    for point in thinned(&line.points) {
        if !(point.0.is_finite() && point.1.is_finite()) {
            before = None;
            continue;
        }
        let (x, y) = frame.place(point);
        let written = match before {
            None => write!(text, "M{x:.1} {y:.1}"),
            Some(_) if line.is_steps => write!(text, "H{x:.1}V{y:.1}"),
            Some(_) => write!(text, "L{x:.1} {y:.1}"),
        };
        written.expect("writing to a string never fails");
        before = Some((x, y));
    }
    text
}

/// The points of a line, thinned where there are very many: of each stretch the first, the lowest, the highest and the
/// last are kept, so that no outburst is lost.
fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    if points.len() <= MOST_POINTS {
        return points.to_vec();
    }
    let stretch = points.len().div_ceil(MOST_POINTS / 4);
    let mut kept = Vec::with_capacity(MOST_POINTS + 4);
    for points in points.chunks(stretch) {
        let by_value = |a: &usize, b: &usize| points[*a].1.total_cmp(&points[*b].1);
        let least = (0..points.len()).min_by(by_value).unwrap_or(0);
        let most = (0..points.len()).max_by(by_value).unwrap_or(0);
        let mut indices = vec![0, least, most, points.len() - 1];
        indices.sort_unstable();
        indices.dedup();
        kept.extend(indices.into_iter().map(|i| points[i]));
    }
    kept
}

fn grid(title: &str, width: usize, kinds: &[&str], sites: &[u8]) -> String {
    let height = sites.len().div_ceil(width.max(1));
    let classes = kind_classes(kinds.len());
    let mut html = format!(
        "<figure class=\"sites\"><h3>{}</h3><svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\" \
         shape-rendering=\"crispEdges\"><rect class=\"{}\" width=\"{width}\" height=\"{height}\"/>",
        escaped(title),
        escaped(title),
        classes.first().map_or("", |class| class)
    );
    // One path a kind, of runs along the rows; the first kind is the ground.
    let mut paths = vec![String::new(); kinds.len()];
    for (y, row) in sites.chunks(width.max(1)).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] > 0
                && let Some(path) = paths.get_mut(usize::from(run[0]))
            {
                write!(path, "M{x} {y}h{n}v1h-{n}z", n = run.len()).expect("writing to a string never fails");
            }
            x += run.len();
        }
    }
    for (path, class) in paths.iter().zip(&classes).filter(|(path, _)| !path.is_empty()) {
        html.push_str(&format!("<path class=\"{class}\" d=\"{path}\"/>"));
    }
    html.push_str("</svg><ul class=\"key\">");
    for (i, (kind, class)) in kinds.iter().zip(&classes).enumerate() {
        let n = sites.iter().filter(|&&site| usize::from(site) == i).count();
        html.push_str(&format!(
            "<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><rect class=\"swatch {class}\" width=\"14\" \
             height=\"14\"/></svg>{} <span>{}</span></li>",
            escaped(kind),
            readable(n as f64)
        ));
    }
    html + "</ul></figure>"
}

/// Classes of the kinds of site: colours of their own for few, light to dark where there are many, which are then steps
/// of one quantity.
fn kind_classes(n: usize) -> Vec<String> {
    match n {
        // Two kinds are told apart best by the strongest contrast.
        0..=2 => [colour('k', 0), colour('k', 2)].into_iter().take(n).collect(),
        3..=COLOURS => (0..n).map(|i| colour('k', i)).collect(),
        _ => (0..n).map(|i| if i == 0 { colour('k', 0) } else { format!("ramp{}", (i - 1) * 9 / (n - 2)) }).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: Vec<(f64, f64)>) -> Line {
        Line { name: "a <line>".into(), points, is_guide: false, is_steps: false }
    }

    #[test]
    fn law_axes_have_round_numbers_and_hold_every_point() {
        for (low, high) in [(0.0, 1.0), (0.0, 0.37), (3.0, 4900.0), (-2.0, 7.0), (5.0, 5.0), (0.0, 0.0), (1e-6, 2e-6)] {
            let axis = Axis::over(low, high, true);
            // A point may stand over the edge by a billionth of the step.
            assert!(axis.at(low) > -1e-8 && axis.at(high) < 1.0 + 1e-8 && axis.high > axis.low, "{low} to {high}");
            assert!((2..=7).contains(&axis.ticks.len()), "{low} to {high}: {:?}", axis.ticks);
            assert!(axis.ticks.iter().all(|&tick| (-1e-9..=1.0 + 1e-9).contains(&axis.at(tick))));
            let labels: std::collections::BTreeSet<String> = axis.ticks.iter().map(|&t| axis.label(t)).collect();
            assert_eq!(labels.len(), axis.ticks.len(), "no two numbers of an axis look the same: {labels:?}");
        }
    }

    #[test]
    fn law_a_thinned_line_keeps_its_peaks() {
        let mut points: Vec<(f64, f64)> = (0..100_000).map(|i| (f64::from(i), 0.0)).collect();
        points[77_777].1 = 9.0;
        let kept = thinned(&points);
        assert!(kept.len() <= MOST_POINTS + 4 && kept.contains(&points[77_777]));
        assert_eq!((kept.first(), kept.last()), (points.first(), points.last()));
    }

    #[test]
    fn law_a_picture_is_whole_whatever_its_data() {
        let html = figure(&Picture::Lines {
            title: "a <b> & c".into(),
            x: "time (days)",
            y: "share",
            lines: vec![line(vec![(0.0, 0.5), (1.0, f64::NAN), (2.0, 0.7)]), line(Vec::new())],
        });
        assert!(html.contains("a &lt;b&gt; &amp; c") && html.contains("a &lt;line&gt;"));
        assert!(!html.contains("NaN"), "{html}");
        assert_eq!(
            html.matches('M').count(),
            2 + 6 + 2,
            "two pieces, rules at five numbers and the axis, two in the key"
        );
        let empty = figure(&Picture::Lines { title: String::new(), x: "", y: "", lines: Vec::new() });
        assert!(empty.contains("nothing to draw"));
        // A last row that is not full, a code without a word.
        let grid =
            figure(&Picture::Grid { title: String::new(), width: 3, kinds: &["off", "on"], sites: vec![0, 1, 1, 9] });
        assert!(grid.contains("viewBox=\"0 0 3 2\"") && grid.contains("M1 0h2v1h-2z"), "{grid}");
    }
}
