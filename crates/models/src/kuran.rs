//! Kuran's model of preference falsification and sudden revolution.
//!
//! Claim (Kuran 1989, 1991): people hide what they think of a government as long as few oppose it openly. Open opposition
//! says little about private opposition, so a revolution surprises even those who make it: one person's courage is lost in
//! one society and topples the order in another that looks the same from outside.
//!
//! Two forms of it. The sequences of thresholds are those of 1991, ten persons each. The form with preferences follows 1989:
//! open opposition has a price that falls as others join, silence has a price that grows with private discontent. The
//! papers leave the functions general; here both prices are straight lines and private preferences are normal, which is our
//! choice and not theirs.
//!
//! Known limits: one society without places or networks; no costs of change; opposition expected is opposition last seen.

use engine::math;
use engine::record::{Cell, ColumnKind, Record, TableDecl};

use crate::curve::{Crowd, cobweb, diagonal, guide, line, picture};
use crate::declare::{column, figure, hand_over, param, reported};
use crate::{Line, Model, Needs, Outcome, Range, Settings, Watch};

/// Thresholds of ten persons, percent of the society.
const SEQUENCE_A: [f64; 10] = [0.0, 20.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 100.0];
/// A society that differs from [`SEQUENCE_A`] in one person.
const SEQUENCE_B: [f64; 10] = [0.0, 20.0, 30.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 100.0];

/// Shifts of private opinion tried for the picture of opposition against the shift.
const SHIFTS: u32 = 200;
/// Steps of progress of a run that tries them, from the lowest to the highest, after the spark itself.
const WITH_SHIFTS: u64 = 2 + SHIFTS as u64;

/// The model.
pub static MODEL: Model = Model {
    name: "kuran",
    title: "Sparks and prairie fires: hidden preferences and revolution",
    paper: "Kuran, T. (1989). Sparks and prairie fires: a theory of unanticipated political revolution. Public Choice 61, \
        41-74; Kuran, T. (1991). Now out of never: the element of surprise in the East European revolution of 1989. World \
        Politics 44(1), 7-48",
    explains: "Why revolutions surprise. Everybody weighs what he privately thinks against the price of saying it, and that \
        price falls as others speak. Public opposition therefore can stay near nothing while private opposition grows, \
        until a small shock makes each who speaks bring out the next.",
    equations: &[
        "S = public opposition, percent of the society; person i opposes when S >= T(i)",
        "S(t+1) = share of people with T <= S(t), from rest to rest; the spark changes T in between",
        "a: T = 0, 20, 20, 30, 40, 50, 60, 70, 80, 100;  b: the third has 30",
        "preferences: x(i) = mean + sd * Q((i - 1/2) / N), private opposition, 0..1, Q the normal quantile",
        "opposing pays S + w * x, supporting pays (1 - S) + w * (1 - x), S as a share, w = integrity",
        "so T(i) = 1/2 + w * (1/2 - x(i)) as a share; the spark adds its shift to every x",
    ],
    params: &[
        param("society", "", Range::Word(&["a", "b", "preferences"]), "Where the thresholds come from."),
        param(
            "person",
            "",
            Range::Whole(2, 0, 10),
            "Who changes his threshold, counted from the boldest, in society a or b; 0 for nobody.",
        ),
        param("threshold", "percent", Range::Real(10.0, 0.0, 101.0), "That person's threshold after the change."),
        param("people", "persons", Range::Whole(1000, 2, 10_000), "Size of the society with preferences."),
        param("mean", "share", Range::Real(0.62, -1.0, 2.0), "Mean of private opposition: 0 content, 1 opposed."),
        param("sd", "share", Range::Real(0.2, 0.001, 2.0), "Standard deviation of private opposition."),
        param(
            "integrity",
            "ratio",
            Range::Real(1.0, 0.0, 10.0),
            "Weight of being true to oneself against being with the many.",
        ),
        param("shift", "share", Range::Real(0.03, -1.0, 1.0), "What the spark adds to everybody's private opposition."),
    ],
    reported: &[
        reported("opposition_before, society=a", "10", FROM_1991).with(&[("society", "a")]),
        reported("opposition_after, society=a, person=2, threshold=10", "90", FROM_1991).with(&[
            ("society", "a"),
            ("person", "2"),
            ("threshold", "10"),
        ]),
        reported("opposition_before, society=b", "10", FROM_1991).with(&[("society", "b")]),
        reported("opposition_after, society=b, person=2, threshold=10", "20", FROM_1991).with(&[
            ("society", "b"),
            ("person", "2"),
            ("threshold", "10"),
        ]),
    ],
    needs: &[
        Needs { keys: &["person", "threshold"], of: "society", words: &["a", "b"] },
        Needs { keys: &["people", "mean", "sd", "integrity", "shift"], of: "society", words: &["preferences"] },
    ],
    fits: |_| None,
    tables: TABLES,
    run,
};

const FROM_1991: &str = "Kuran 1991; recomputed, the sequence recalled";

static TABLES: &[TableDecl] = &[
    TableDecl {
        name: "rounds",
        row: "one round of one phase",
        columns: &[
            column("phase", "", ColumnKind::U32, "0 before the spark, from silence; 1 after it, from the rest before"),
            column("round", "rounds", ColumnKind::U32, "rounds since the phase began"),
            column("opposition", "percent", ColumnKind::F32, "public opposition"),
        ],
    },
    TableDecl {
        name: "shifts",
        row: "one shift of private opinion, with preferences",
        columns: &[
            column("shift", "share", ColumnKind::F32, "added to everybody's private opposition"),
            column("private", "percent", ColumnKind::F32, "who privately oppose"),
            column("public", "percent", ColumnKind::F32, "who oppose in the open, after rising from silence"),
            column("public_from_revolt", "percent", ColumnKind::F32, "who do so when everybody did at first"),
        ],
    },
];

const ROUNDS: usize = 0;
const SHIFT_TABLE: usize = 1;

fn run(settings: &Settings, watch: &mut dyn Watch) -> Outcome {
    let mut record = Record::new(TABLES);
    if settings.word("society") == "preferences" {
        let society = Society::new(settings);
        let shift = settings.real("shift");
        let mut outcome = spark(&society.crowd(0.0), &society.crowd(shift), WITH_SHIFTS, watch, &mut record);
        outcome.figures.push(figure(
            "private_before",
            society.private(0.0),
            "percent",
            "who oppose in private, at first",
        ));
        outcome.figures.push(figure("private_after", society.private(shift), "percent", "who do so after the spark"));
        if !outcome.is_cut {
            society.sweep(&mut outcome, watch, &mut record);
        }
        return outcome;
    }
    let before = if settings.word("society") == "a" { SEQUENCE_A } else { SEQUENCE_B };
    let mut after = before;
    if let Some(person) = (settings.whole("person") as usize).checked_sub(1) {
        after[person] = settings.real("threshold");
    }
    // Ten persons: ten percent each, so a threshold in percent is ten times one in persons.
    let crowd = |percent: [f64; 10]| Crowd::new(percent.iter().map(|t| t / 10.0).collect());
    spark(&crowd(before), &crowd(after), 1, watch, &mut record)
}

/// Opposition comes to rest from silence, thresholds change, and it goes on from there. The first of so
/// many steps.
fn spark(before: &Crowd, after: &Crowd, steps: u64, watch: &mut dyn Watch, record: &mut Record) -> Outcome {
    let percent = 100.0 / before.len() as f64;
    let first = before.path(0);
    let calm = first[first.len() - 1];
    let second = after.path(calm);
    let end = second[second.len() - 1];
    for (phase, path) in [(0, &first), (1, &second)] {
        for (round, opponents) in path.iter().enumerate() {
            let share = (*opponents as f64 * percent) as f32;
            record.table(ROUNDS).push([Cell::U32(phase), Cell::U32(round as u32), Cell::F32(share)]);
        }
    }
    let is_cut = hand_over(watch, record, 1, steps).is_break();
    let figures = vec![
        figure("opposition_before", calm as f64 * percent, "percent", "public opposition at rest, before the spark"),
        figure("opposition_after", end as f64 * percent, "percent", "public opposition at rest, after it"),
        figure("rounds_after", (second.len() - 1) as f64, "rounds", "from the spark until it rests"),
    ];
    let was = Line { is_guide: true, ..before.curve("would oppose, before", percent) };
    let path = cobweb("rounds after the spark", second.iter().map(|n| *n as f64 * percent));
    let lines = vec![diagonal(100.0), was, after.curve("would oppose, after", percent), path];
    let curve = picture(
        "Who would oppose in the open, expecting so many to",
        "opposition expected, percent",
        "opposition shown, percent",
        lines,
    );
    Outcome { figures, pictures: vec![curve], is_cut }
}

/// People with private preferences.
struct Society {
    people: usize,
    mean: f64,
    sd: f64,
    integrity: f64,
}

impl Society {
    fn new(settings: &Settings) -> Society {
        Society {
            people: settings.whole("people") as usize,
            mean: settings.real("mean"),
            sd: settings.real("sd"),
            integrity: settings.real("integrity"),
        }
    }

    /// Private opposition of each, 0 content, 1 opposed; with normal tails beyond both.
    fn preferences(&self, shift: f64) -> impl Iterator<Item = f64> + '_ {
        let middle = |i: usize| math::normal_quantile((i as f64 + 0.5) / self.people as f64);
        (0..self.people).map(move |i| self.mean + shift + self.sd * middle(i))
    }

    /// Their thresholds. A negative one is a dissident's, who speaks alone; one above the society is a loyalist's.
    fn crowd(&self, shift: f64) -> Crowd {
        let threshold = |x: f64| self.people as f64 * (0.5 + self.integrity * (0.5 - x));
        Crowd::new(self.preferences(shift).map(threshold).collect())
    }

    /// Percent who are nearer to opposition than to support in private.
    fn private(&self, shift: f64) -> f64 {
        100.0 * self.preferences(shift).filter(|x| *x > 0.5).count() as f64 / self.people as f64
    }

    /// Opposition against a shift of opinion. The two branches differ where a society can be calm or in revolt with the
    /// same private opinion.
    fn sweep(&self, outcome: &mut Outcome, watch: &mut dyn Watch, record: &mut Record) {
        let percent = 100.0 / self.people as f64;
        let (mut private, mut calm, mut revolt) = (Vec::new(), Vec::new(), Vec::new());
        for i in 0..=SHIFTS {
            let shift = (f64::from(i) * 2.0 / f64::from(SHIFTS) - 1.0) * 0.5;
            let crowd = self.crowd(shift);
            let falling = crowd.path(self.people);
            let (hidden, shown) = (self.private(shift), crowd.rest() as f64 * percent);
            let from_revolt = falling[falling.len() - 1] as f64 * percent;
            private.push((shift, hidden));
            calm.push((shift, shown));
            revolt.push((shift, from_revolt));
            let [hidden, shown, from_revolt] = [hidden, shown, from_revolt].map(|x| Cell::F32(x as f32));
            record.table(SHIFT_TABLE).push([Cell::F32(shift as f32), hidden, shown, from_revolt]);
            if hand_over(watch, record, 2 + u64::from(i), WITH_SHIFTS).is_break() {
                outcome.is_cut = true;
                return;
            }
        }
        outcome.pictures.push(picture(
            "Private and public opposition as opinion shifts",
            "shift of private opposition, share",
            "opposition, percent",
            vec![guide("private", private), line("public, from silence", calm), line("public, from revolt", revolt)],
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NoWatch;

    fn figures(settings: &Settings, names: [&str; 2]) -> [f64; 2] {
        let outcome = run(settings, &mut NoWatch);
        names.map(|name| outcome.figures.iter().find(|f| f.name == name).expect("a figure").value)
    }

    fn opposition(settings: &Settings) -> [f64; 2] {
        figures(settings, ["opposition_before", "opposition_after"])
    }

    #[test]
    fn law_without_a_spark_nothing_moves() {
        let settings = Settings::new(&MODEL, 1).with("person", "0");
        assert_eq!(opposition(&settings), [10.0, 10.0]);
        let settings = settings.with("society", "preferences").with("shift", "0");
        let [before, after] = opposition(&settings);
        assert_eq!(before, after);
    }

    #[test]
    fn more_private_opposition_never_lowers_the_public_one() {
        let settings =
            Settings::new(&MODEL, 1).with("society", "preferences").with("sd", "0.4").with("integrity", "0.9");
        let mut last = 0.0;
        for shift in ["-0.3", "-0.1", "0", "0.05", "0.1", "0.2", "0.4"] {
            let [_, after] = opposition(&settings.clone().with("shift", shift));
            assert!(after >= last, "shift {shift}: {after} after {last}");
            last = after;
        }
        assert!(last > 99.0, "{last}");
    }

    #[test]
    fn small_sparks_light_only_dry_prairies() {
        // With integrity 1 whoever prefers 1 or more speaks alone: with mean 0.5 and sd 0.2 that is 0.6 percent.
        let settings = Settings::new(&MODEL, 1).with("society", "preferences").with("mean", "0.5");
        let [before, after] = opposition(&settings.with("shift", "0.03"));
        assert!(before < 2.0 && after < 2.0, "{before}, {after}");
        // The same spark where discontent has grown unseen: the open opposition before it is hardly larger.
        let settings = Settings::new(&MODEL, 1).with("society", "preferences");
        let [before, after] = opposition(&settings);
        assert!(before < 5.0 && after > 98.0, "{before}, {after}");
        let [before, after] = figures(&settings, ["private_before", "private_after"]);
        assert!(after - before < 6.0, "private opinion hardly moved: {before}, {after}");
    }
}
