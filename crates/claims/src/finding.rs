//! One test of a claim: the estimate, its interval, what it says of the claim, and why.

use engine::math::sum_in_order;
use run::worlds::WorldSummary;
use scenario::{Expects, Measure, Test};
use serde::Serialize;
use stats::binomial::{student_deviate, wilson};
use stats::interval::{Bootstrap, Estimate, Interval, quantile};
use stats::paired::Pairs;
use stats::paired::causes::{Causation, causation};
use stats::paired::numbers::compare_numbers;
use stats::paired::verdict::{Claim as Claimed, Verdict, verdict};

use crate::plan::{LEAST, LEVEL};
use crate::reading::{self, Span};

/// Resamples of a bootstrap; the seed is fixed, so that a page can be made again.
const BOOTSTRAP: Bootstrap = Bootstrap { resamples: 2000, level: LEVEL, seed: 1 };
/// Numbers of pairs of which it is asked whether they would have been enough.
const STEPS: [usize; 12] = [5, 10, 15, 20, 30, 40, 50, 70, 100, 150, 200, 300];

/// What a test came to.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Pairs, or worlds of a level, in which there was something to measure.
    pub used: usize,
    /// Mean of the arm compared with; none for a level.
    pub base: Option<f64>,
    /// Mean of the arm that is looked at.
    pub with: Option<f64>,
    /// The difference, or the level, with its interval.
    pub estimate: Option<Estimate>,
    /// Necessity and sufficiency, for differences of shares of worlds.
    pub causes: Option<Causation>,
    /// Whether the what-ifs changed anything that is kept, in any pair.
    pub is_reached: bool,
    /// Whether the base arm leaves room for a change that matters; a share of nothing cannot become smaller.
    pub has_room: bool,
    /// None for a test that only reports.
    pub verdict: Option<Verdict>,
    /// Pairs or worlds that would decide, if the estimate stood; only where it is undetermined and a number can be told.
    pub needed: Option<u64>,
    /// Where it is decided: the first pairs or worlds that would have given this verdict, as would all further ones.
    pub settled: Option<usize>,
}

/// Why the verdict on a test is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The test only tells a difference; the verdict does not rest on it.
    OnlyTold,
    /// In no world or pair is there anything to measure.
    NothingToMeasure,
    /// In too few is there.
    TooFew,
    /// The what-ifs change nothing that is kept in any pair: no test of the claim.
    NotReached,
    /// The arm compared with leaves no room for a change that matters: no test of the claim.
    NoRoom,
    /// The arm compared with has none of it, so that no relative change can be told.
    BaseHasNone,
    /// Nothing in the interval speaks against the claim.
    NothingAgainst,
    /// Nothing in the interval agrees with the claim.
    NothingFor,
    /// It goes the claimed way, but all of the interval is less than what matters.
    TooSmall,
    /// The interval has room for the claim and for its opposite.
    RoomForBoth,
}

/// The words of a verdict.
pub fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Contradicted => "contradicted",
        Verdict::NotContradicted => "not contradicted",
        Verdict::Undetermined => "undetermined",
    }
}

/// Compares two arms of the same seeds, or looks at the second alone, and says how many pairs it took.
pub fn find(test: &Test, base: &[WorldSummary], with: &[WorldSummary], span: Span) -> Finding {
    let mut found = find_in(test, base, with, span);
    if matches!(found.verdict, Some(Verdict::Contradicted | Verdict::NotContradicted)) {
        let verdict = found.verdict;
        let all = with.len();
        let fewer: Vec<usize> = STEPS.into_iter().filter(|n| *n < all).collect();
        // A level has no base arm.
        let holds = |n: &&usize| find_in(test, &base[..base.len().min(**n)], &with[..**n], span).verdict == verdict;
        found.settled = Some(fewer.iter().rev().take_while(holds).last().copied().unwrap_or(all));
    }
    found
}

fn find_in(test: &Test, base: &[WorldSummary], with: &[WorldSummary], span: Span) -> Finding {
    // Every seed of an arm has its pair; a level looks at one arm alone.
    let is_reached = !test.expects.is_difference() || base.iter().zip(with).any(|(b, w)| b != w);
    let mut found = if !test.expects.is_difference() {
        level(&test.measure, with, span)
    } else if test.measure.is_share_of_worlds() {
        shares(test, base, with)
    } else {
        numbers(test, base, with, span)
    };
    found.is_reached = is_reached;
    found.has_room = found.base.is_none_or(|base| has_room(test, base));
    judge(test.expects, &mut found);
    found
}

fn none(used: usize) -> Finding {
    Finding {
        used,
        base: None,
        with: None,
        estimate: None,
        causes: None,
        is_reached: true,
        has_room: true,
        verdict: None,
        needed: None,
        settled: None,
    }
}

/// Whether a share can change by what matters in the direction that the test is about.
fn has_room(test: &Test, base: f64) -> bool {
    if test.is_relative || !test.measure.is_share() || test.measure.is_change() {
        return true;
    }
    match test.expects {
        Expects::Smaller(s) | Expects::NotSmaller(s) => base > 0.0 && base >= s,
        Expects::Greater(s) | Expects::NotGreater(s) => base < 1.0 && 1.0 - base >= s,
        _ => true,
    }
}

fn shares(test: &Test, base: &[WorldSummary], with: &[WorldSummary]) -> Finding {
    let so = |world: &WorldSummary| reading::happens(&test.measure, world);
    let pairs = Pairs::count(base.iter().zip(with).map(|(b, w)| (so(b), so(w))));
    let n = pairs.all();
    if n == 0 {
        return none(0);
    }
    // The base arm has the cause, unless the what-ifs bring it.
    let causes = causation(&if test.adds { pairs.swapped() } else { pairs }, LEVEL);
    Finding {
        base: Some(pairs.in_base() as f64 / n as f64),
        with: Some(pairs.in_changed() as f64 / n as f64),
        estimate: pairs.difference(LEVEL).filter(|_| n as usize >= LEAST),
        causes: Some(causes),
        ..none(n as usize)
    }
}

fn numbers(test: &Test, base: &[WorldSummary], with: &[WorldSummary], span: Span) -> Finding {
    let of = |world: &WorldSummary| reading::number(&test.measure, world, span);
    let pairs: Vec<(f64, f64)> = base.iter().zip(with).filter_map(|(b, w)| Some((of(b)?, of(w)?))).collect();
    let (b, w): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let Some(compared) = compare_numbers(&b, &w, LEVEL) else { return none(pairs.len()) };
    let (base, with) = (mean(&b), mean(&w));
    let estimate = if test.is_relative { relative(&pairs) } else { Some(compared.mean_difference) };
    Finding { base: Some(base), with: Some(with), estimate, ..none(pairs.len()) }
}

/// Change of the mean in shares of the base arm's mean, by resampling pairs. None when the base arm has nothing.
fn relative(pairs: &[(f64, f64)]) -> Option<Estimate> {
    let change = |weights: &[f64]| {
        let sum = |of: fn(&(f64, f64)) -> f64| sum_in_order(weights.iter().zip(pairs).map(|(w, pair)| w * of(pair)));
        let base = sum(|p| p.0);
        // The difference first: equal arms then give exactly no change.
        sum(|p| p.1 - p.0) / base
    };
    let value = change(&vec![1.0; pairs.len()]);
    let interval = BOOTSTRAP.intervals(pairs.len(), 1, |weights| vec![change(weights)])[0];
    value.is_finite().then_some(Estimate { value, interval })
}

fn level(measure: &Measure, worlds: &[WorldSummary], span: Span) -> Finding {
    if measure.is_share_of_worlds() {
        let n = worlds.len() as u64;
        let so = worlds.iter().filter(|world| reading::happens(measure, world)).count() as u64;
        let share = so as f64 / n.max(1) as f64;
        let estimate = Estimate { value: share, interval: wilson(so, n, LEVEL) };
        let estimate = (worlds.len() >= LEAST).then_some(estimate);
        return Finding { with: estimate.map(|e| e.value), estimate, ..none(worlds.len()) };
    }
    if let Measure::Spread(event) = measure {
        let dates: Vec<f64> = worlds.iter().map(|world| reading::days(world, *event, span)).collect();
        let estimate = (dates.len() >= LEAST).then(|| spread(&dates));
        return Finding { with: estimate.map(|e| e.value), estimate, ..none(dates.len()) };
    }
    let values: Vec<f64> = worlds.iter().filter_map(|world| reading::number(measure, world, span)).collect();
    if values.len() < LEAST {
        return none(values.len());
    }
    let (n, value) = (values.len() as f64, mean(&values));
    let variance = sum_in_order(values.iter().map(|x| (x - value) * (x - value))) / (n - 1.0);
    let reach = student_deviate(LEVEL, n - 1.0) * (variance / n).sqrt();
    let interval = Interval { low: value - reach, high: value + reach };
    Finding { with: Some(value), estimate: Some(Estimate { value, interval }), ..none(values.len()) }
}

fn mean(values: &[f64]) -> f64 {
    sum_in_order(values.iter().copied()) / values.len() as f64
}

/// Days between the first and the ninth tenth, by resampling worlds.
fn spread(dates: &[f64]) -> Estimate {
    let width = |mut dates: Vec<f64>| {
        dates.sort_by(f64::total_cmp);
        quantile(&dates, 0.9) - quantile(&dates, 0.1)
    };
    let interval = BOOTSTRAP.intervals(dates.len(), 1, |weights| {
        let drawn = dates.iter().zip(weights).flat_map(|(date, times)| std::iter::repeat_n(*date, *times as usize));
        vec![width(drawn.collect())]
    })[0];
    Estimate { value: width(dates.to_vec()), interval }
}

/// The claim about a difference that an expectation is, the smallest that matters, and what is added to the interval before.
fn claimed(expects: Expects) -> Option<(Claimed, f64, f64)> {
    Some(match expects {
        Expects::Greater(smallest) => (Claimed::Greater, smallest, 0.0),
        Expects::Smaller(smallest) => (Claimed::Smaller, smallest, 0.0),
        Expects::Same(most) => (Claimed::NoDifference, most, 0.0),
        // No greater than this: what is left after it is taken away goes down.
        Expects::NotGreater(most) => (Claimed::Smaller, 0.0, -most),
        Expects::NotSmaller(most) => (Claimed::Greater, 0.0, most),
        Expects::Above(bound) => (Claimed::Greater, 0.0, -bound),
        Expects::Below(bound) => (Claimed::Smaller, 0.0, -bound),
        Expects::Report => return None,
    })
}

/// Ends of intervals at which a verdict changes: below or above each the claim is decided.
fn turning_points(expects: Expects) -> Vec<f64> {
    match expects {
        Expects::Greater(s) => vec![0.0, s],
        Expects::Smaller(s) => vec![0.0, -s],
        Expects::Same(s) => vec![-s, s],
        Expects::NotGreater(s) | Expects::Above(s) | Expects::Below(s) => vec![s],
        Expects::NotSmaller(s) => vec![-s],
        Expects::Report => Vec::new(),
    }
}

fn judge(expects: Expects, found: &mut Finding) {
    let Some((claim, smallest, shift)) = claimed(expects) else { return };
    let Some(estimate) = found.estimate.filter(|_| found.is_reached && found.has_room) else {
        // Nothing measured, worlds that the what-ifs do not reach at all, or no room for a change: no test of the claim.
        found.verdict = Some(Verdict::Undetermined);
        return;
    };
    let Interval { low, high } = estimate.interval;
    let said = verdict(claim, smallest, Interval { low: low + shift, high: high + shift });
    found.verdict = Some(said);
    if said == Verdict::Undetermined {
        found.needed = needed(expects, estimate, found.used);
    }
}

/// Pairs after which the interval, half as wide with four times the pairs, would lie on one side of a turning point.
fn needed(expects: Expects, estimate: Estimate, used: usize) -> Option<u64> {
    /// Beyond this nobody runs them.
    const MOST: f64 = 1e6;
    let points = turning_points(expects);
    let away: Vec<f64> = points.iter().map(|point| (estimate.value - point).abs()).collect();
    // A change that must stay between two bounds is decided by the nearer; a direction by whichever end comes first.
    let is_between = matches!(expects, Expects::Same(_));
    let distance = if is_between {
        away.iter().copied().fold(f64::INFINITY, f64::min)
    } else {
        away.iter().copied().fold(0.0, f64::max)
    };
    let half = estimate.interval.half_width();
    if distance <= 0.0 || !distance.is_finite() || !half.is_finite() {
        return None;
    }
    let pairs = used as f64 * (half / distance) * (half / distance);
    (pairs < MOST).then(|| (pairs.ceil() as u64).max(used as u64 + 1))
}

/// A size in the measure's own unit, for readers.
pub fn size(test: &Test, x: f64, is_signed: bool) -> String {
    let (text, unit) = parts_of_size(test, x, is_signed);
    text + unit
}

/// A size, and its unit with the space before it.
fn parts_of_size(test: &Test, x: f64, is_signed: bool) -> (String, &'static str) {
    let sign = match (x, is_signed) {
        (x, _) if x < 0.0 => "\u{2212}",
        (_, true) => "+",
        _ => "",
    };
    let (x, unit) = if test.is_relative {
        (100.0 * x.abs(), " %")
    } else if test.measure.is_share() {
        let is_change = test.expects.is_difference() && is_signed || test.measure.is_change();
        (100.0 * x.abs(), if is_change { " points" } else { " %" })
    } else {
        (x.abs(), if test.measure.unit() == "days" { " days" } else { "" })
    };
    let text = if x >= 1000.0 {
        stats::number::readable(x.round())
    } else if x >= 10.0 || x.fract() == 0.0 || unit == " %" || unit == " points" {
        format!("{x:.0}")
    } else {
        format!("{x:.1}")
    };
    // What rounds to nothing has no sign.
    let sign = if text.chars().all(|c| matches!(c, '0' | '.')) { "" } else { sign };
    let unit = match (text.as_str(), unit) {
        ("1", " days") => " day",
        ("1", " points") => " point",
        _ => unit,
    };
    (format!("{sign}{text}"), unit)
}

/// What the test expects, in words.
pub fn expected(test: &Test) -> String {
    let plain = |x: f64| {
        let text = size(test, x, false);
        if !test.is_relative && test.measure.is_share() {
            text.replace(" %", if text == "1 %" { " point" } else { " points" })
        } else {
            text
        }
    };
    let bound = |x: f64| size(test, x, false);
    match test.expects {
        Expects::Greater(0.0) => "greater".into(),
        Expects::Smaller(0.0) => "smaller".into(),
        Expects::Greater(s) => format!("greater, by at least {}", plain(s)),
        Expects::Smaller(s) => format!("smaller, by at least {}", plain(s)),
        Expects::Same(s) => format!("changed by no more than {}", plain(s)),
        Expects::NotGreater(s) => format!("greater by no more than {}", plain(s)),
        Expects::NotSmaller(s) => format!("smaller by no more than {}", plain(s)),
        Expects::Above(s) => format!("above {}", bound(s)),
        Expects::Below(s) => format!("below {}", bound(s)),
        Expects::Report => "told only; the verdict does not rest on it".into(),
    }
}

impl Finding {
    /// The estimate with its interval, in words.
    pub fn told(&self, test: &Test) -> String {
        let is_difference = test.expects.is_difference();
        let end = |x: f64| if x.is_finite() { parts_of_size(test, x, is_difference).0 } else { "?".into() };
        match self.estimate {
            None => "nothing to measure".into(),
            Some(e) => {
                let [low, high] = [e.interval.low, e.interval.high].map(end);
                format!("{} ({low} to {high})", size(test, e.value, is_difference))
            }
        }
    }

    /// Why the verdict is what it is.
    pub(super) fn why(&self, test: &Test) -> Why {
        let Some(verdict) = self.verdict else { return Why::OnlyTold };
        match () {
            () if self.used == 0 => return Why::NothingToMeasure,
            () if self.used < LEAST => return Why::TooFew,
            () if !self.is_reached => return Why::NotReached,
            () if !self.has_room => return Why::NoRoom,
            () => {}
        }
        let Some(Estimate { interval: Interval { low, high }, .. }) = self.estimate else { return Why::BaseHasNone };
        match verdict {
            Verdict::NotContradicted => Why::NothingAgainst,
            Verdict::Undetermined => Why::RoomForBoth,
            Verdict::Contradicted => match test.expects {
                Expects::Greater(s) if s > 0.0 && low > 0.0 => Why::TooSmall,
                Expects::Smaller(s) if s > 0.0 && high < 0.0 => Why::TooSmall,
                _ => Why::NothingFor,
            },
        }
    }

    /// The same in a sentence.
    pub fn reason(&self, test: &Test) -> String {
        let worlds = if test.expects.is_difference() { "pairs" } else { "worlds" };
        let found = format!("Claimed: {}. Found {}", expected(test), self.told(test));
        let reason = match self.why(test) {
            Why::OnlyTold => return "Only told.".into(),
            Why::NothingToMeasure => return format!("In none of the {worlds} is there anything to measure."),
            Why::TooFew => return format!("Too few {worlds} with anything to measure: {}.", self.used),
            Why::NotReached => {
                return format!(
                    "The what-ifs change nothing that is kept in any of {} pairs: no test of the claim.",
                    self.used
                );
            }
            Why::NoRoom => {
                let base = 100.0 * self.base.unwrap_or(0.0);
                return format!(
                    "{found}: it is {base:.0} % in the arm compared with, which leaves no room for a change that matters: \
                     no test of the claim."
                );
            }
            Why::BaseHasNone => return "The arm compared with has none of it.".into(),
            Why::NothingAgainst => format!("{found}: nothing in the interval speaks against it."),
            Why::NothingFor => format!("{found}: nothing in the interval agrees with the claim."),
            Why::TooSmall => {
                format!("{found}: it goes the claimed way, but all of the interval is less than what matters.")
            }
            Why::RoomForBoth => {
                let more = self.needed.map_or(String::new(), |n| {
                    let n = stats::number::readable(n as f64);
                    format!("; if the estimate stood, about {n} {worlds} would decide")
                });
                format!("{found}: too few {worlds}, the interval has room for the claim and for its opposite{more}.")
            }
        };
        if self.estimate.is_some_and(|e| e.interval.half_width() == 0.0) {
            return format!("{reason} All {} {worlds} came out alike, so that the interval has no width.", self.used);
        }
        reason
    }
}
