//! Granovetter's threshold model of collective behaviour.
//!
//! Claim (Granovetter 1978): the size of a riot says little about the wishes of those in the crowd. Each acts when enough
//! others act already, and two crowds that differ in one person can end at one rioter and at a hundred. With normally spread
//! thresholds a small change of the spread moves the outcome from a handful to nearly everybody.
//!
//! Known limits: everybody sees everybody, nobody goes home, thresholds are fixed. Granovetter's friends, who count for more
//! than strangers, are left out.

mod normal;

use engine::calendar::Day;
use engine::draw::{Draws, Purpose};
use engine::math;
use engine::record::{Cell, ColumnKind, Record, TableDecl};

use crate::curve::{Crowd, cobweb, diagonal, line, picture};
use crate::declare::{RECOMPUTED, column, figure, hand_over, param, reported};
use crate::{Model, Needs, Outcome, Picture, Range, Settings, Watch};

pub use normal::{NormalThresholds, chances_of_rest};

/// Thresholds of a drawn crowd.
const THRESHOLDS: Purpose = Purpose::named("granovetter.thresholds");

/// Crowds up to this size have their exact chances worked out beside the drawn ones; the work grows with the cube.
const EXACT_PEOPLE: usize = 200;

/// Rounds after which the smooth curve is no longer followed; its rest is solved for in any case.
const SMOOTH_ROUNDS: u64 = 10_000;

/// Spreads tried for the picture of outcome against spread.
const SPREADS: u32 = 200;
/// Steps of progress of a run that tries them: one for the crowd as it is given, one for each spread.
const WITH_SPREADS: u64 = 1 + SPREADS as u64;

/// The model.
pub static MODEL: Model = Model {
    name: "granovetter",
    title: "Thresholds of collective behaviour",
    paper: "Granovetter, M. (1978). Threshold models of collective behavior. American Journal of Sociology 83(6), 1420-1443",
    explains: "Why crowds that are nearly alike behave quite differently. Each person joins a riot when the number of those \
        who riot already reaches his threshold, so the outcome depends on how thresholds are spread and not on their mean \
        alone: one person more or less in the middle of the chain makes or breaks it.",
    equations: &[
        "F(x) = number of people whose threshold is x or less",
        "r(0) = 0;  r(t+1) = F(r(t))",
        "rest: the lowest r with F(r) = r",
        "uniform: thresholds 0, 1, ..., N-1;  perturbed: the same, but the one with threshold 1 has 2",
        "quantiles: threshold i = round(mean + sd * Q((i - 1/2) / N)), Q the normal quantile",
        "continuous: F(x) = N * Phi((x - mean) / sd);  random: thresholds drawn from that distribution",
    ],
    params: &[
        param(
            "thresholds",
            "",
            Range::Word(&["uniform", "perturbed", "quantiles", "continuous", "random"]),
            "How thresholds are spread over the crowd.",
        ),
        param("people", "persons", Range::Whole(100, 2, 10_000), "Size of the crowd."),
        param(
            "mean",
            "persons",
            Range::Real(25.0, -10_000.0, 10_000.0),
            "Mean threshold, where thresholds are normal.",
        ),
        param(
            "sd",
            "persons",
            Range::Real(12.2, 0.001, 10_000.0),
            "Standard deviation of thresholds, where they are normal.",
        ),
        param(
            "rounding",
            "",
            Range::Word(&["real", "nearest", "ceil", "floor"]),
            "How normal thresholds of single persons are rounded to persons, if at all.",
        ),
        param("populations", "crowds", Range::Whole(1000, 1, 100_000), "Crowds drawn, with random thresholds."),
    ],
    reported: &[
        reported("final_rioters, thresholds=uniform", "100", RECOMPUTED).with(&[("thresholds", "uniform")]),
        reported("final_rioters, thresholds=perturbed", "1", RECOMPUTED).with(&[("thresholds", "perturbed")]),
        reported("critical_sd, thresholds=continuous", "12.2221", "recomputed; the paper prints 12.2")
            .with(&[("thresholds", "continuous")]),
        reported("final_rioters just below the critical sd", "6.20", "recomputed; the paper prints 6")
            .with(&[("thresholds", "continuous"), ("sd", "12.222")]),
        reported("final_rioters just above the critical sd", "100.00", "recomputed; the paper prints nearly 100")
            .with(&[("thresholds", "continuous"), ("sd", "12.223")]),
        reported("final_rioters, thresholds=continuous, sd=10", "0.770", RECOMPUTED)
            .with(&[("thresholds", "continuous"), ("sd", "10")]),
        reported("final_rioters, thresholds=continuous, sd=12", "4.021", RECOMPUTED)
            .with(&[("thresholds", "continuous"), ("sd", "12")]),
        reported("final_rioters, thresholds=continuous, sd=30", "99.339", RECOMPUTED)
            .with(&[("thresholds", "continuous"), ("sd", "30")]),
        reported("final_rioters, thresholds=continuous, sd=50", "90.485", RECOMPUTED)
            .with(&[("thresholds", "continuous"), ("sd", "50")]),
        reported("final_rioters, thresholds=continuous, sd=100", "65.857", RECOMPUTED)
            .with(&[("thresholds", "continuous"), ("sd", "100")]),
        reported("final_rioters, thresholds=quantiles, rounding=nearest", "5 at sd 12.2, 100 at sd 12.3", RECOMPUTED)
            .with(&[("thresholds", "quantiles"), ("rounding", "nearest"), ("sd", "12.2")]),
        reported("final_rioters, thresholds=quantiles, rounding=real", "5 at sd 12.5, 100 at sd 12.6", RECOMPUTED)
            .with(&[("thresholds", "quantiles"), ("rounding", "real"), ("sd", "12.5")]),
        reported("final_rioters, thresholds=quantiles, rounding=floor", "5 at sd 11.8, 100 at sd 11.9", RECOMPUTED)
            .with(&[("thresholds", "quantiles"), ("rounding", "floor"), ("sd", "11.8")]),
        reported(
            "share_above_half, thresholds=random, sd=10",
            "0.004",
            "recomputed, 4000 draws, to within 0.002; exactly 0.0032",
        )
        .with(&[("thresholds", "random"), ("sd", "10"), ("populations", "4000")]),
        reported(
            "share_above_half, thresholds=random, sd=12.2",
            "0.204",
            "recomputed, 4000 draws, to within 0.013; exactly 0.1995",
        )
        .with(&[("thresholds", "random"), ("sd", "12.2"), ("populations", "4000")]),
        reported(
            "share_above_half, thresholds=random, sd=15",
            "0.804",
            "recomputed, 4000 draws, to within 0.013; exactly 0.8001",
        )
        .with(&[("thresholds", "random"), ("sd", "15"), ("populations", "4000")]),
    ],
    needs: &[
        Needs { keys: &["mean", "sd"], of: "thresholds", words: &["quantiles", "continuous", "random"] },
        Needs { keys: &["rounding"], of: "thresholds", words: &["quantiles", "random"] },
        Needs { keys: &["populations"], of: "thresholds", words: &["random"] },
    ],
    fits: |_| None,
    tables: TABLES,
    run,
};

static TABLES: &[TableDecl] = &[
    TableDecl {
        name: "rounds",
        row: "one round of the crowd, or of the first crowd drawn",
        columns: &[
            column("round", "rounds", ColumnKind::U32, "rounds since nobody rioted"),
            column("rioters", "persons", ColumnKind::F32, "who riot in this round"),
        ],
    },
    TableDecl {
        name: "spreads",
        row: "one spread of normal thresholds, the other settings as given",
        columns: &[
            column("sd", "persons", ColumnKind::F32, "standard deviation of thresholds"),
            column("rioters", "persons", ColumnKind::F32, "who riot in the end"),
        ],
    },
    TableDecl {
        name: "crowds",
        row: "one crowd with thresholds drawn at random",
        columns: &[
            column("crowd", "", ColumnKind::U32, "number of the crowd, from 0"),
            column("rioters", "persons", ColumnKind::U32, "who riot in the end"),
        ],
    },
];

const ROUNDS: usize = 0;
const SPREAD_TABLE: usize = 1;
const CROWDS: usize = 2;

fn run(settings: &Settings, watch: &mut dyn Watch) -> Outcome {
    let normal =
        NormalThresholds { people: settings.real("people"), mean: settings.real("mean"), sd: settings.real("sd") };
    let n = settings.whole("people") as usize;
    let rounding = settings.word("rounding");
    let mut record = Record::new(TABLES);
    match settings.word("thresholds") {
        "uniform" => run_crowd(&Crowd::new(staircase(n)), 1, watch, &mut record),
        "perturbed" => {
            let mut thresholds = staircase(n);
            thresholds[1] = 2.0;
            run_crowd(&Crowd::new(thresholds), 1, watch, &mut record)
        }
        "quantiles" => {
            let crowd = |sd: f64| quantile_crowd(n, NormalThresholds { sd, ..normal }, rounding);
            let mut outcome = run_crowd(&crowd(normal.sd), WITH_SPREADS, watch, &mut record);
            sweep(&mut outcome, normal, |sd| crowd(sd).rest() as f64, watch, &mut record);
            outcome
        }
        "continuous" => {
            let mut outcome = run_smooth(normal, watch, &mut record);
            sweep(&mut outcome, normal, |sd| NormalThresholds { sd, ..normal }.rest(), watch, &mut record);
            outcome
        }
        _ => {
            let drawn = Drawn { draws: settings.draws(), n, normal, rounding };
            run_drawn(&drawn, settings.whole("populations"), watch, &mut record)
        }
    }
}

/// Thresholds 0, 1, ..., n-1.
fn staircase(n: usize) -> Vec<f64> {
    (0..n).map(|i| i as f64).collect()
}

/// People whose thresholds are the middles of n equal slices of the distribution.
fn quantile_crowd(n: usize, normal: NormalThresholds, rounding: &str) -> Crowd {
    let threshold = |i: usize| normal.mean + normal.sd * math::normal_quantile((i as f64 + 0.5) / n as f64);
    Crowd::new((0..n).map(|i| rounded(threshold(i), rounding)).collect())
}

fn rounded(threshold: f64, rounding: &str) -> f64 {
    match rounding {
        "nearest" => (threshold + 0.5).floor(),
        "ceil" => threshold.ceil(),
        "floor" => threshold.floor(),
        _ => threshold,
    }
}

/// Follows a crowd of single persons, as the first of so many steps.
fn run_crowd(crowd: &Crowd, steps: u64, watch: &mut dyn Watch, record: &mut Record) -> Outcome {
    let path = crowd.path(0);
    write_rounds(record, path.iter().map(|r| *r as f32));
    let is_cut = hand_over(watch, record, 1, steps).is_break();
    let from_all = crowd.path(crowd.len());
    let figures = vec![
        figure("final_rioters", crowd.rest() as f64, "persons", "who riot in the end, when nobody did at first"),
        figure("rounds", (path.len() - 1) as f64, "rounds", "until the number no longer changes"),
        figure(
            "rioters_if_all_began",
            from_all[from_all.len() - 1] as f64,
            "persons",
            "who riot in the end, when everybody did at first",
        ),
    ];
    let web = cobweb("rounds", path.iter().map(|r| *r as f64));
    let lines = vec![diagonal(crowd.len() as f64), crowd.curve("would riot", 1.0), web];
    Outcome { figures, pictures: vec![chain_picture(lines)], is_cut }
}

/// Follows the smooth curve.
fn run_smooth(normal: NormalThresholds, watch: &mut dyn Watch, record: &mut Record) -> Outcome {
    let rest = normal.rest();
    let mut path = vec![0.0];
    let mut is_cut = false;
    while path.len() as u64 <= SMOOTH_ROUNDS && !is_cut {
        let now = path[path.len() - 1];
        if rest - now < 0.005 {
            break;
        }
        path.push(normal.acting(now));
        is_cut = path.len() % 1000 == 0 && watch.progress(0, WITH_SPREADS).is_break();
    }
    write_rounds(record, path.iter().map(|r| *r as f32));
    is_cut |= hand_over(watch, record, 1, WITH_SPREADS).is_break();
    let mut figures = vec![
        figure("final_rioters", rest, "persons", "the lowest crowd that reproduces itself"),
        figure(
            "rounds",
            (path.len() - 1) as f64,
            "rounds",
            "until the crowd is within 0.005 persons of its rest, 10,000 at most",
        ),
    ];
    if let Some(sd) = normal.critical_sd() {
        figures.push(figure("critical_sd", sd, "persons", "the spread of thresholds at which the outcome jumps"));
    }
    let step = normal.people / 400.0;
    let points = (0..=400).map(|i| f64::from(i) * step).map(|x| (x, normal.acting(x))).collect();
    let web = cobweb("rounds", path.iter().copied());
    let lines = vec![diagonal(normal.people), line("would riot", points), web];
    Outcome { figures, pictures: vec![chain_picture(lines)], is_cut }
}

/// The outcome against the spread of thresholds, from a two-hundredth of the crowd to all of it.
fn sweep(
    outcome: &mut Outcome,
    normal: NormalThresholds,
    rest: impl Fn(f64) -> f64,
    watch: &mut dyn Watch,
    record: &mut Record,
) {
    let mut points = Vec::new();
    for i in 1..=SPREADS {
        if outcome.is_cut {
            return;
        }
        let sd = normal.people * f64::from(i) / f64::from(SPREADS);
        let rioters = rest(sd);
        points.push((sd, rioters));
        record.table(SPREAD_TABLE).push([Cell::F32(sd as f32), Cell::F32(rioters as f32)]);
        outcome.is_cut = hand_over(watch, record, 1 + u64::from(i), WITH_SPREADS).is_break();
    }
    outcome.pictures.push(picture(
        "Rioters in the end against the spread of thresholds",
        "standard deviation of thresholds, persons",
        "rioters in the end, persons",
        vec![line("rioters", points)],
    ));
}

/// Crowds whose thresholds are drawn one by one.
struct Drawn {
    draws: Draws,
    n: usize,
    normal: NormalThresholds,
    rounding: &'static str,
}

impl Drawn {
    fn crowd(&self, number: u64) -> Crowd {
        let mut stream = self.draws.stream(THRESHOLDS, number, Day(0), 0);
        let mut threshold = || {
            // A uniform number of exactly 0, one in 2^53, would give a threshold of minus infinity.
            let share = stream.uniform().max(f64::EPSILON / 4.0);
            rounded(self.normal.mean + self.normal.sd * math::normal_quantile(share), self.rounding)
        };
        Crowd::new((0..self.n).map(|_| threshold()).collect())
    }

    /// The share of thresholds, once rounded, at or below a whole number of persons.
    fn below(&self, crowd: f64) -> f64 {
        let reach = match self.rounding {
            "nearest" => crowd + 0.5,
            "floor" => crowd + 1.0,
            _ => crowd,
        };
        self.normal.acting(reach) / self.normal.people
    }
}

fn run_drawn(drawn: &Drawn, crowds: u64, watch: &mut dyn Watch, record: &mut Record) -> Outcome {
    let n = drawn.n;
    let first = drawn.crowd(0);
    let path = first.path(0);
    write_rounds(record, path.iter().map(|r| *r as f32));
    let mut ended_at = vec![0_u64; n + 1];
    let mut done = 0;
    let mut is_cut = false;
    while done < crowds && !is_cut {
        let rioters = drawn.crowd(done).rest();
        ended_at[rioters] += 1;
        record.table(CROWDS).push([Cell::U32(done as u32), Cell::U32(rioters as u32)]);
        done += 1;
        if done % 100 == 0 || done == crowds {
            is_cut = hand_over(watch, record, done, crowds).is_break();
        }
    }
    let shares: Vec<f64> = ended_at.iter().map(|count| *count as f64 / done as f64).collect();
    let above_half = share_above_half(&shares);
    let mean = math::sum_in_order(shares.iter().enumerate().map(|(rioters, share)| rioters as f64 * share));
    let mut figures = vec![
        figure("crowds", done as f64, "crowds", "drawn"),
        figure("share_above_half", above_half, "share", "of the crowds in which more than half riot in the end"),
        figure(
            "standard_error",
            (above_half * (1.0 - above_half) / done as f64).sqrt(),
            "share",
            "of share_above_half, from the number of crowds",
        ),
        figure("mean_rioters", mean, "persons", "who riot in the end, mean over the crowds"),
    ];
    let mut lines = vec![line("crowds drawn", cumulated(&shares))];
    if n <= EXACT_PEOPLE && !is_cut {
        let chances = chances_of_rest(n, |crowd| drawn.below(crowd));
        figures.push(figure(
            "chance_above_half",
            share_above_half(&chances),
            "chance",
            "that more than half riot in the end, exactly",
        ));
        lines.push(line("exact", cumulated(&chances)));
    }
    let web = cobweb("rounds", path.iter().map(|r| *r as f64));
    let chain = chain_picture(vec![diagonal(n as f64), first.curve("would riot, first crowd", 1.0), web]);
    let ends =
        picture("Crowds that end at so many rioters or fewer", "rioters in the end, persons", "share of crowds", lines);
    Outcome { figures, pictures: vec![chain, ends], is_cut }
}

fn share_above_half(shares: &[f64]) -> f64 {
    let people = shares.len() - 1;
    math::sum_in_order(shares[people / 2 + 1..].iter().copied())
}

fn cumulated(shares: &[f64]) -> Vec<(f64, f64)> {
    let mut total = 0.0;
    let sum = |(rioters, share): (usize, &f64)| {
        total += share;
        (rioters as f64, total)
    };
    shares.iter().enumerate().map(sum).collect()
}

fn write_rounds(record: &mut Record, rioters: impl Iterator<Item = f32>) {
    for (round, rioters) in rioters.enumerate() {
        record.table(ROUNDS).push([Cell::U32(round as u32), Cell::F32(rioters)]);
    }
}

fn chain_picture(lines: Vec<crate::Line>) -> Picture {
    picture(
        "Who would riot, seeing so many riot",
        "rioters in one round, persons",
        "rioters in the next, persons",
        lines,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NoWatch;

    fn figure_of(settings: &Settings, name: &str) -> f64 {
        let outcome = (MODEL.run)(settings, &mut NoWatch);
        outcome.figures.iter().find(|f| f.name == name).unwrap_or_else(|| panic!("no figure {name}")).value
    }

    #[test]
    fn law_drawn_crowds_end_as_their_exact_chances_say() {
        for rounding in ["real", "nearest", "ceil", "floor"] {
            let settings = Settings::new(&MODEL, 7)
                .with("thresholds", "random")
                .with("rounding", rounding)
                .with("populations", "5000");
            let outcome = run(&settings, &mut NoWatch);
            let value = |name: &str| outcome.figures.iter().find(|f| f.name == name).expect("a figure").value;
            let off = (value("share_above_half") - value("chance_above_half")).abs();
            // Four standard errors: one seed in 16,000 would fail.
            assert!(off < 4.0 * value("standard_error"), "{rounding}: off by {off}");
        }
    }

    #[test]
    fn more_people_before_the_gap_carry_the_chain_over_it() {
        let quantiles = Settings::new(&MODEL, 1).with("thresholds", "quantiles");
        assert_eq!(figure_of(&quantiles.clone().with("sd", "12.5"), "final_rioters"), 5.0);
        assert_eq!(figure_of(&quantiles.clone().with("sd", "12.6"), "final_rioters"), 100.0);
        assert_eq!(figure_of(&quantiles.with("sd", "12.5"), "rioters_if_all_began"), 100.0);
    }

    #[test]
    fn regress_exact_chances_of_the_drawn_crowds() {
        for (sd, chance) in [("10", 0.003185), ("12.2", 0.199493), ("15", 0.800074)] {
            let settings =
                Settings::new(&MODEL, 1).with("thresholds", "random").with("populations", "1").with("sd", sd);
            let found = figure_of(&settings, "chance_above_half");
            assert!((found - chance).abs() < 1e-6, "sd {sd}: {found}");
        }
    }

    #[test]
    fn same_crowd_whatever_the_number_of_crowds() {
        let settings = Settings::new(&MODEL, 3).with("thresholds", "random");
        let few = run(&settings.clone().with("populations", "1"), &mut NoWatch);
        let many = run(&settings.with("populations", "200"), &mut NoWatch);
        let chain = |outcome: &Outcome| match &outcome.pictures[0] {
            Picture::Lines { lines, .. } => lines[1].points.clone(),
            Picture::Grid { .. } => panic!("a picture of lines"),
        };
        assert_eq!(chain(&few), chain(&many));
    }
}
