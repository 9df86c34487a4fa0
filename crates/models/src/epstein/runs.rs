//! The paper's eight runs (Table 2), measured: what it reports, what its rules give here, and whether the two agree.
//!
//! Under the printed ratio C/A no crowd grows in runs 2 and 5. Runs 1, 2, 5 and 8 are measured with it and with the ratio
//! rounded down, runs 3 and 4 rounded down alone, as other replications do, and runs 6 and 7, without cops, as printed. The
//! slow loss of legitimacy in run 3 is read as a hundredth a tick from tick 77. How fast cops are withdrawn in run 5 is not
//! said, and is read as a straight line from tick 50 to 550.

use super::outbursts::Outbursts;
use super::{MODEL_1, MODEL_2, World};
use crate::Settings;

/// One claim of the paper, with what comes out here.
#[derive(Clone, PartialEq, Debug)]
pub struct Measured {
    /// The run, and the rounding of C/A.
    pub run: &'static str,
    /// What is measured.
    pub quantity: &'static str,
    /// What the paper reports.
    pub published: &'static str,
    /// Mean over the seeds that have a value; for a share, the share of seeds.
    pub mean: f64,
    /// Lowest value of a seed.
    pub lowest: f64,
    /// Highest value of a seed.
    pub highest: f64,
    /// Seeds that have a value.
    pub n: usize,
    /// What is asked of the values to say that the claim holds.
    pub asked: &'static str,
    /// Whether it does.
    pub holds: bool,
}

/// What one seed of one run came to.
#[derive(Clone, Debug)]
pub struct Course {
    /// Outbursts, waits and the peak.
    pub outbursts: Outbursts,
    /// Agents in jail at the end.
    pub jailed: u32,
    /// Agents killed.
    pub killed: u64,
    /// The tick in which a group was gone, in Model II.
    pub extinction: Option<u64>,
    /// The group that is left, 0 or 1, when one is gone.
    pub victor: Option<usize>,
    /// Lowest and highest number of actives after the first 100 ticks, at the end of a tick.
    pub after_100: (u32, u32),
}

/// Runs the world of these settings for its ticks, or until a group is gone.
///
/// # Panics
/// When the settings are those of another model: a bug.
pub fn course(settings: &Settings) -> Course {
    let has_groups = settings.model().name == MODEL_2.name;
    let mut world = World::new(settings);
    let mut course = Course {
        outbursts: Outbursts::new(settings.whole("outburst_threshold") as u32),
        jailed: 0,
        killed: 0,
        extinction: None,
        victor: None,
        after_100: (u32::MAX, 0),
    };
    for tick in 1..=settings.whole("ticks") {
        world.tick();
        let counts = world.counts();
        let actives = counts.actives();
        course.outbursts.add(actives);
        course.jailed = counts.in_jail();
        if tick > 100 {
            course.after_100 = (course.after_100.0.min(actives), course.after_100.1.max(actives));
        }
        if has_groups && (counts.group(0) == 0 || counts.group(1) == 0) {
            course.extinction = Some(tick);
            course.victor = (0..2).find(|group| counts.group(*group) > 0);
            break;
        }
    }
    course.killed = world.killed();
    course
}

/// The settings of one of the eight runs; 1 to 5 are of Model I, 6 to 8 of Model II.
///
/// # Panics
/// When there is no such run.
pub fn settings(run: &str, ratio: &str, seed: u64) -> Settings {
    let model = if matches!(run, "6" | "7" | "8") { &MODEL_2 } else { &MODEL_1 };
    Settings::new(model, seed).with("run", run).with("ratio", ratio)
}

/// The courses of one run for seeds 1 to `seeds`.
pub fn courses(run: &str, ratio: &str, seeds: u64) -> Vec<Course> {
    (1..=seeds).map(|seed| course(&settings(run, ratio, seed))).collect()
}

/// All eight runs, each for seeds 1 to `seeds`; about a second of computation a seed.
pub fn table(seeds: u64) -> Vec<Measured> {
    let mut rows = Vec::new();
    let asked = "every seed";
    let any = |values: &[f64]| !values.is_empty();
    let is_always = |values: &[f64]| values.iter().all(|value| *value == 1.0);
    let share = |is: bool| f64::from(u8::from(is));

    for (run, ratio) in [("1, literal", "literal"), ("1, floor", "floor")] {
        let one = courses("1", ratio, seeds);
        let of_run = Of { run, courses: &one };
        let (least, most) = (|c: &Course| Some(f64::from(c.after_100.0)), |c: &Course| Some(f64::from(c.after_100.1)));
        rows.push(of_run.row("fewest actives after tick 100", "local outbursts", least, "", any));
        rows.push(of_run.row("most actives after tick 100", "local outbursts", most, "", any));
    }

    let n = |c: &Course| Some(c.outbursts.ended() as f64);
    let literal = courses("2", "literal", seeds);
    let of_run = Of { run: "2, literal", courses: &literal };
    let recurs = |values: &[f64]| values.iter().all(|n| *n >= 2.0);
    rows.push(of_run.row("outbursts in 3,000 ticks", "they recur", n, "2 or more in every seed", recurs));
    let peak = |c: &Course| Some(f64::from(c.outbursts.peak()));
    let explodes = |values: &[f64]| values.iter().all(|peak| *peak > 50.0);
    rows.push(of_run.row("most actives", "bursts", peak, "above 50 in every seed", explodes));
    let floor = courses("2", "floor", seeds);
    let of_run = Of { run: "2, floor", courses: &floor };
    rows.push(of_run.row("outbursts in 3,000 ticks", "they recur", n, "2 or more in every seed", recurs));
    let within = |low: f64, high: f64| move |values: &[f64]| (low..=high).contains(&mean(values));
    let wait = |c: &Course| c.outbursts.wait().mean();
    rows.push(of_run.row("mean wait, ticks", "60", wait, "mean within a quarter", within(45.0, 75.0)));
    let wait_sd = |c: &Course| c.outbursts.wait().sd();
    rows.push(of_run.row("s.d. of waits", "55", wait_sd, "mean within a quarter", within(41.25, 68.75)));
    let activation = |c: &Course| c.outbursts.activation().mean();
    rows.push(of_run.row("mean total activation", "708", activation, "mean within a quarter", within(531.0, 885.0)));
    let spread = |c: &Course| c.outbursts.activation().sd();
    rows.push(of_run.row("s.d. of total activation", "230", spread, "mean within a quarter", within(172.5, 287.5)));

    let (slow, jump) = (courses("3", "floor", seeds), courses("4", "floor", seeds));
    let bursts = |c: &Course| Some(share(c.outbursts.peak() > 50));
    let is_none = |values: &[f64]| values.iter().all(|value| *value == 0.0);
    let of_run = Of { run: "3, floor", courses: &slow };
    rows.push(of_run.row("share of seeds with a peak above 50", "0", bursts, "no seed", is_none));
    let of_run = Of { run: "4, floor", courses: &jump };
    rows.push(of_run.row("share of seeds with a peak above 50", "1", bursts, "every seed", is_always));
    let pairs: Vec<(&Course, &Course)> = slow.iter().zip(&jump).collect();
    let higher: Vec<f64> = pairs.iter().map(|(s, j)| share(j.outbursts.peak() > s.outbursts.peak())).collect();
    rows.push(row("4 and 3, floor", "share of seeds where the jump's peak is higher", "1", &higher, asked, is_always));
    let fuller: Vec<f64> = pairs.iter().map(|(s, j)| share(j.jailed > s.jailed)).collect();
    rows.push(row("4 and 3, floor", "share of seeds where the jump jails more", "1", &fuller, asked, is_always));

    let fewer = courses("5", "floor", seeds);
    let of_run = Of { run: "5, floor", courses: &fewer };
    rows.push(of_run.row("share of seeds with a peak above 50", "1", bursts, asked, is_always));
    let literal = courses("5", "literal", seeds);
    let of_run = Of { run: "5, literal", courses: &literal };
    rows.push(of_run.row("share of seeds with a peak above 50", "1", bursts, asked, is_always));

    let six = courses("6", "literal", seeds);
    let peaceful = |c: &Course| Some(share(c.killed == 0 && c.extinction.is_none()));
    let of_run = Of { run: "6, literal", courses: &six };
    rows.push(of_run.row("share of seeds without a killing", "1", peaceful, asked, is_always));
    let dies = |c: &Course| Some(share(c.extinction.is_some()));
    let lasts = |c: &Course| Some(share(c.extinction.is_none()));
    let when = |c: &Course| c.extinction.map(|tick| tick as f64);
    let seven = courses("7", "literal", seeds);
    let of_run = Of { run: "7, literal", courses: &seven };
    rows.push(of_run.row("share of seeds in which a group dies out", "1 (30 runs)", dies, asked, is_always));
    let first = |c: &Course| c.victor.map(|victor| share(victor == 0));
    let either = |values: &[f64]| (0.25..=0.75).contains(&mean(values));
    rows.push(of_run.row("share won by the first group", "either", first, "a quarter to three quarters", either));
    rows.push(of_run.row("tick in which a group is gone", "not stated", when, "", any));
    for (run, ratio) in [("8, literal", "literal"), ("8, floor", "floor")] {
        let eight = courses("8", ratio, seeds);
        let of_run = Of { run, courses: &eight };
        rows.push(of_run.row("share of seeds in which both groups last 3,000 ticks", "1", lasts, asked, is_always));
        rows.push(of_run.row("tick in which a group is gone", "not stated", when, "", any));
    }
    rows
}

/// Courses of one run, for several rows.
struct Of<'a> {
    run: &'static str,
    courses: &'a [Course],
}

impl Of<'_> {
    fn row(
        &self,
        quantity: &'static str,
        published: &'static str,
        value: impl Fn(&Course) -> Option<f64>,
        asked: &'static str,
        holds: impl Fn(&[f64]) -> bool,
    ) -> Measured {
        let values: Vec<f64> = self.courses.iter().filter_map(value).collect();
        row(self.run, quantity, published, &values, asked, holds)
    }
}

fn row(
    run: &'static str,
    quantity: &'static str,
    published: &'static str,
    values: &[f64],
    asked: &'static str,
    holds: impl Fn(&[f64]) -> bool,
) -> Measured {
    let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let holds = !values.is_empty() && holds(values);
    Measured { run, quantity, published, mean: mean(values), lowest, highest, n: values.len(), asked, holds }
}

/// The mean, or not a number when there is no value.
pub fn mean(values: &[f64]) -> f64 {
    engine::math::sum_in_order(values.iter().copied()) / values.len() as f64
}

/// The rows as a table in Markdown.
pub fn markdown(rows: &[Measured]) -> String {
    let mut text =
        String::from("| Run, ratio | Quantity | Paper | Here: mean | Lowest to highest | Seeds | Asked | Holds |\n");
    text.push_str("|---|---|---|---|---|---|---|---|\n");
    for row in rows {
        let Measured { run, quantity, published, mean, lowest, highest, n, asked, .. } = row;
        let (range, mean) = if *n == 0 {
            ("none".to_owned(), "none".to_owned())
        } else {
            (format!("{} to {}", short(*lowest), short(*highest)), short(*mean))
        };
        let holds = match (asked.is_empty(), row.holds) {
            (true, _) => "",
            (false, true) => "yes",
            (false, false) => "no",
        };
        text.push_str(&format!("| {run} | {quantity} | {published} | {mean} | {range} | {n} | {asked} | {holds} |\n"));
    }
    text
}

fn short(x: f64) -> String {
    if x.abs() >= 100.0 || x == x.round() { format!("{x:.0}") } else { format!("{x:.2}") }
}
