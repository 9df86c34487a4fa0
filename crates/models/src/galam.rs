//! Galam's pyramid of delegates.
//!
//! Claim (Galam 2005): voting upward through levels of small groups is no neutral scale. Each group of a level sends one
//! delegate, chosen by majority, to the level above, and so on to the top. Where a tie keeps those who rule, an opposition
//! of three quarters at the base holds nothing at the top; one point more, and it takes all of it at once.
//!
//! Known limits: groups are filled at random, everybody votes as he is, and the ruling side wins ties in every group.

use engine::calendar::Day;
use engine::draw::{Draws, Purpose};
use engine::record::{Cell, ColumnKind, Record, TableDecl};

use crate::curve::{cobweb, diagonal, guide, line, picture, root};
use crate::declare::{RECOMPUTED, column, figure, hand_over, param, reported};
use crate::{Line, Model, Outcome, Range, Settings, Watch};

/// What people at the base favour.
const BASE: Purpose = Purpose::named("galam.base");
/// Who wins a tied group, where that is left to chance.
const TIES: Purpose = Purpose::named("galam.ties");

/// People at the base of a pyramid that is built from single persons, at most.
const MOST_PEOPLE: u64 = 1 << 20;

/// The model.
pub static MODEL: Model = Model {
    name: "galam",
    title: "A pyramid of delegates",
    paper: "Galam, S. (2005). Stability of leadership in bottom-up hierarchical organizations. arXiv physics/0703081",
    explains: "Why councils of councils can shut out a majority, and then fall to it overnight. Groups send delegates upward \
        by majority. Each level widens the lead of whoever is above a threshold, and a rule that keeps the incumbents in a \
        tie moves this threshold far above one half.",
    equations: &[
        "p(n) = share of the opposition among delegates of level n; p(0) at the base; groups of r",
        "p(n+1) = sum over m > r/2 of C(r,m) p^m (1-p)^(r-m)  +  k C(r,r/2) p^(r/2) (1-p)^(r/2), r even",
        "k = chance that a tie goes to the opposition; 0 where a tie keeps the incumbents",
        "threshold: the p between 0 and 1 that stays as it is",
        "r = 3: p' = 3p^2 - 2p^3, threshold 1/2;  r = 4, k = 0: p' = p^4 + 4p^3(1-p), threshold (1 + sqrt 13) / 6",
    ],
    params: &[
        param("group", "delegates", Range::Whole(4, 3, 51), "Delegates who send one upward."),
        param("tie", "chance", Range::Real(0.0, 0.0, 1.0), "Chance that the opposition wins a tied group."),
        param("base", "share", Range::Real(0.76, 0.0, 1.0), "Share of the opposition among people at the base."),
        param("levels", "levels", Range::Whole(12, 1, 100), "Levels above the base."),
        param(
            "agents",
            "pyramids",
            Range::Whole(0, 0, 1000),
            "Pyramids built from single persons beside the exact shares; 0 for none.",
        ),
    ],
    reported: &[
        reported("threshold, group=3", "0.5", RECOMPUTED).with(&[("group", "3")]),
        reported("threshold, group=4, tie=0", "0.767592", "recomputed; the abstract says seventy-seven percent")
            .with(&[("group", "4"), ("tie", "0")]),
        reported("threshold, group=6, tie=0", "0.652871", RECOMPUTED).with(&[("group", "6"), ("tie", "0")]),
        reported(
            "share at levels 0 to 8, group=3, base=0.45",
            "0.45 0.4253 0.3887 0.3358 0.2626 0.1706 0.0774 0.0171 0.0009",
            RECOMPUTED,
        )
        .with(&[("group", "3"), ("base", "0.45")]),
        reported(
            "share at levels 0 to 10, group=4, tie=0, base=0.76",
            "0.76 0.755 0.7468 0.7328 0.7089 0.6674 0.5939 0.4648 0.2616 0.0576 0.0007",
            RECOMPUTED,
        )
        .with(&[("group", "4"), ("tie", "0"), ("base", "0.76")]),
        reported(
            "share at levels 0 to 12, group=4, tie=0, base=0.77",
            "0.77 0.7715 0.7741 0.7782 0.7848 0.7954 0.8121 0.8375 0.8738 0.9198 0.9654 0.9931 0.9997",
            RECOMPUTED,
        )
        .with(&[("group", "4"), ("tie", "0"), ("base", "0.77")]),
    ],
    needs: &[],
    fits: |_| None,
    tables: TABLES,
    run,
};

static TABLES: &[TableDecl] = &[
    TableDecl {
        name: "levels",
        row: "one level of the pyramid",
        columns: &[
            column("level", "levels", ColumnKind::U32, "levels above the base"),
            column("share", "share", ColumnKind::F32, "of the opposition among its delegates"),
        ],
    },
    TableDecl {
        name: "built",
        row: "one level of one pyramid built from single persons",
        columns: &[
            column("pyramid", "", ColumnKind::U32, "number of the pyramid, from 0"),
            column("level", "levels", ColumnKind::U32, "levels above the base"),
            column("delegates", "persons", ColumnKind::U32, "of this level"),
            column("opposition", "persons", ColumnKind::U32, "among them"),
        ],
    },
];

const LEVELS: usize = 0;
const BUILT: usize = 1;

/// How a group chooses its delegate.
#[derive(Clone, Copy, Debug)]
pub struct Vote {
    /// Members of a group, three or more.
    pub group: u64,
    /// Chance that the opposition wins a tie.
    pub tie: f64,
}

impl Vote {
    /// The chance that a group sends an opponent, when each member is one with chance `p`.
    pub fn upward(self, p: f64) -> f64 {
        let mut ways = 1.0;
        let mut chance = 0.0;
        for m in 0..=self.group {
            let weight = match (2 * m).cmp(&self.group) {
                core::cmp::Ordering::Less => 0.0,
                core::cmp::Ordering::Equal => self.tie,
                core::cmp::Ordering::Greater => 1.0,
            };
            if weight > 0.0 {
                chance += weight * ways * power(p, m) * power(1.0 - p, self.group - m);
            }
            ways = ways * (self.group - m) as f64 / (m + 1) as f64;
        }
        chance
    }

    /// The share at the base below which the opposition vanishes upward, and above which it takes the top. The curve has one
    /// such point, as it is flat at both ends and bends once.
    pub fn threshold(self) -> f64 {
        root(0.0, 1.0, |p| p - self.upward(p))
    }

    /// The shares at the base and at every level above it.
    pub fn climb(self, base: f64, levels: u64) -> Vec<f64> {
        let mut shares = vec![base];
        for level in 0..levels as usize {
            shares.push(self.upward(shares[level]));
        }
        shares
    }
}

fn power(base: f64, exponent: u64) -> f64 {
    (0..exponent).fold(1.0, |product, _| product * base)
}

fn run(settings: &Settings, watch: &mut dyn Watch) -> Outcome {
    let vote = Vote { group: settings.whole("group"), tie: settings.real("tie") };
    let base = settings.real("base");
    let pyramids = settings.whole("agents");
    let mut record = Record::new(TABLES);
    let shares = vote.climb(base, settings.whole("levels"));
    for (level, share) in shares.iter().enumerate() {
        record.table(LEVELS).push([Cell::U32(level as u32), Cell::F32(*share as f32)]);
    }
    let is_cut = hand_over(watch, &mut record, 1, pyramids + 1).is_break();
    let threshold = vote.threshold();
    let mut figures = vec![
        figure(
            "threshold",
            threshold,
            "share",
            "of the opposition at the base, above which it gains from level to level",
        ),
        figure("share_at_top", shares[shares.len() - 1], "share", "chance that the opposition holds the top"),
    ];
    // A hundredth, as nobody can tell such a chance from certainty in one pyramid.
    if let Some(level) = shares.iter().position(|share| !(0.01..=0.99).contains(share)) {
        figures.push(figure(
            "levels_to_certainty",
            level as f64,
            "levels",
            "above the base, after which one side has 99 of 100 delegates",
        ));
    }
    let points = shares.iter().enumerate().map(|(level, share)| (level as f64, *share)).collect();
    let across = |share: f64| vec![(0.0, share), ((shares.len() - 1) as f64, share)];
    let mut lines = vec![guide("threshold", across(threshold)), line("exact", points)];
    let mut outcome = Outcome { figures, pictures: Vec::new(), is_cut };
    if pyramids > 0 && !outcome.is_cut {
        let built = Pyramids { vote, base, draws: settings.draws() };
        lines.push(built.run(pyramids, shares.len() as u64 - 1, &mut outcome, watch, &mut record));
    }
    outcome.pictures = vec![
        picture("Share of the opposition by level", "levels above the base", "share of delegates", lines),
        picture(
            "From one level to the next",
            "share of the opposition on a level, share",
            "share on the next, share",
            vec![
                diagonal(1.0),
                line(
                    "majority of a group",
                    (0..=200).map(|i| f64::from(i) / 200.0).map(|p| (p, vote.upward(p))).collect(),
                ),
                cobweb("levels", shares.iter().copied()),
            ],
        ),
    ];
    outcome
}

/// Pyramids built from single persons.
struct Pyramids {
    vote: Vote,
    base: f64,
    draws: Draws,
}

impl Pyramids {
    /// Builds pyramids as high as [`MOST_PEOPLE`] at the base allow, at most `levels`; gives the mean share by level.
    fn run(
        &self,
        pyramids: u64,
        levels: u64,
        outcome: &mut Outcome,
        watch: &mut dyn Watch,
        record: &mut Record,
    ) -> Line {
        let mut people = 1;
        let mut height = 0;
        while height < levels && people * self.vote.group <= MOST_PEOPLE {
            people *= self.vote.group;
            height += 1;
        }
        let mut sums = vec![0.0; height as usize + 1];
        let mut done = 0;
        while done < pyramids && !outcome.is_cut {
            for (level, (delegates, opposition)) in self.build(done, people).into_iter().enumerate() {
                sums[level] += opposition as f64 / delegates as f64;
                let counts = [done, level as u64, delegates, opposition];
                record.table(BUILT).push(counts.map(|n| Cell::U32(n as u32)));
            }
            done += 1;
            outcome.is_cut = hand_over(watch, record, done + 1, pyramids + 1).is_break();
        }
        let means: Vec<f64> = sums.iter().map(|sum| sum / done as f64).collect();
        outcome.figures.extend([
            figure(
                "built_levels",
                height as f64,
                "levels",
                "above the base, of the pyramids built from single persons",
            ),
            figure("built_people", people as f64, "persons", "at the base of each"),
            figure("built_share_at_top", means[height as usize], "share", "of them with the opposition at the top"),
        ]);
        line("pyramids built, mean", means.iter().enumerate().map(|(level, mean)| (level as f64, *mean)).collect())
    }

    /// Delegates and opponents of every level of one pyramid, from the base to its one delegate at the top.
    fn build(&self, pyramid: u64, people: u64) -> Vec<(u64, u64)> {
        let mut base = self.draws.stream(BASE, pyramid, Day(0), 0);
        let mut is_opposed: Vec<bool> = (0..people).map(|_| base.uniform() < self.base).collect();
        let mut levels = Vec::new();
        loop {
            let opposition = is_opposed.iter().filter(|opposed| **opposed).count() as u64;
            levels.push((is_opposed.len() as u64, opposition));
            if is_opposed.len() == 1 {
                return levels;
            }
            let mut ties = self.draws.stream(TIES, pyramid, Day(0), levels.len() as u32);
            let delegate = |group: &[bool]| {
                // Drawn for every group, tied or not: a draw then belongs to a place in the pyramid.
                let wins_tie = ties.uniform() < self.vote.tie;
                let opposed = group.iter().filter(|opposed| **opposed).count();
                2 * opposed > group.len() || (2 * opposed == group.len() && wins_tie)
            };
            is_opposed = is_opposed.chunks(self.vote.group as usize).map(delegate).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NoWatch;

    #[test]
    fn agrees_with_written_out_polynomials() {
        let (three, four) = (Vote { group: 3, tie: 0.0 }, Vote { group: 4, tie: 0.0 });
        for i in 0..=100 {
            let p = f64::from(i) / 100.0;
            assert!((three.upward(p) - (3.0 * p * p - 2.0 * p * p * p)).abs() < 1e-15);
            assert!((four.upward(p) - (4.0 * p * p * p - 3.0 * p * p * p * p)).abs() < 1e-15);
        }
        assert!((four.threshold() - (1.0 + 13.0_f64.sqrt()) / 6.0).abs() < 1e-15);
    }

    #[test]
    fn law_sides_are_alike_when_ties_are_fair() {
        for group in 3..=51 {
            let vote = Vote { group, tie: 0.5 };
            for p in [0.0, 0.1, 0.37, 0.5] {
                assert!((vote.upward(p) + vote.upward(1.0 - p) - 1.0).abs() < 1e-12, "groups of {group}, {p}");
            }
            assert!((vote.threshold() - 0.5).abs() < 1e-9, "groups of {group}: {}", vote.threshold());
        }
    }

    #[test]
    fn more_favour_in_ties_lowers_the_threshold() {
        let thresholds = [0.0, 0.3, 0.5, 0.8, 1.0].map(|tie| Vote { group: 4, tie }.threshold());
        assert!(thresholds.windows(2).all(|pair| pair[1] < pair[0]), "{thresholds:?}");
        assert!(
            (thresholds[0] + thresholds[4] - 1.0).abs() < 1e-12,
            "favour for one side mirrors favour for the other"
        );
    }

    #[test]
    fn law_pyramids_of_persons_have_the_exact_shares() {
        for tie in ["0", "0.5"] {
            let settings = Settings::new(&MODEL, 1).with("tie", tie).with("base", "0.6").with("levels", "5");
            let outcome = run(&settings.with("agents", "400"), &mut NoWatch);
            let crate::Picture::Lines { lines, .. } = &outcome.pictures[0] else { panic!("a picture of lines") };
            let (exact, built) = (&lines[1].points, &lines[2].points);
            assert_eq!(built.len(), 6, "4^5 people fit");
            for (level, ((_, share), (_, mean))) in exact.iter().zip(built).enumerate() {
                let delegates = power(4.0, 5 - level as u64) * 400.0;
                let error = (share * (1.0 - share) / delegates).sqrt();
                // Four standard errors, and one delegate's weight where the share is next to nothing.
                assert!(
                    (share - mean).abs() <= 4.0 * error + 1.0 / delegates,
                    "tie {tie}, level {level}: {share}, {mean}"
                );
            }
        }
    }
}
