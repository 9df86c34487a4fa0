//! The rows together: by series, and over all series.
//!
//! Within a series the blocks of the bootstrap are places, over all series they are series; see [`super::bootstrap`]. A
//! baseline is compared on the targets that both can predict, and their number is told. Scores of different series add up only
//! because each was divided by its divisor.

use super::Which;
use super::bootstrap::{Estimate, Plan, mean, mean_skill, skill_of_sums};
use super::ensemble::LEVELS;
use super::pit::{Histogram, bins_for, histogram};
use super::row::ScoreRow;

/// How to sum up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Options {
    /// Which score.
    pub which: Which,
    /// Resampling.
    pub plan: Plan,
}

/// Rows summed up.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// For each series, in order of name.
    pub series: Vec<Part>,
    /// Over all series; `None` without rows.
    pub all: Option<Part>,
}

/// Rows of one series or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The series; `None` for all.
    pub series: Option<String>,
    /// Targets with a score. One world has no fair one.
    pub targets: usize,
    /// Mean score over targets.
    pub score: Option<Estimate>,
    /// Mean of the part of the score that the record's doubt makes and no forecast can lower.
    pub floor: f64,
    /// Coverage at each level.
    pub coverage: [Coverage; 4],
    /// PIT histogram; `None` with fewer than ten targets.
    pub pit: Option<Histogram>,
    /// Against each baseline.
    pub baselines: Vec<Against>,
}

/// Coverage at one level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coverage {
    /// Share that central intervals are to hold.
    pub level: f64,
    /// Targets.
    pub targets: usize,
    /// Targets whose value was inside.
    pub value: usize,
    /// Targets whose range the interval met.
    pub range: usize,
}

/// Worlds against a baseline, on the targets both predict.
#[derive(Clone, Debug, PartialEq)]
pub struct Against {
    /// The baseline.
    pub name: String,
    /// Targets that both predict.
    pub targets: usize,
    /// 1 less the ratio of summed scores.
    pub skill: Option<Estimate>,
    /// Mean of skill target by target.
    pub mean_skill: Option<f64>,
    /// Targets on which the worlds score lower, which is better.
    pub won: usize,
    /// Targets on which the baseline does.
    pub lost: usize,
}

/// Sums up rows.
pub fn summarise(rows: &[ScoreRow], options: &Options) -> Summary {
    let mut order: Vec<&ScoreRow> = rows.iter().collect();
    order.sort_by(|a, b| (&a.series, &a.place, a.number).cmp(&(&b.series, &b.place, b.number)));
    let same_series = |a: &&ScoreRow, b: &&ScoreRow| a.series == b.series;
    let of_series = |rows: &[&ScoreRow]| part(Some(rows[0].series.clone()), rows, |row| &row.place, options);
    let series = order.chunk_by(same_series).map(of_series).collect();
    let all = (!order.is_empty()).then(|| part(None, &order, |row| &row.series, options));
    Summary { series, all }
}

/// Numbers of blocks, from their names in order.
fn blocks_of(rows: &[&ScoreRow], name: impl Fn(&ScoreRow) -> &String) -> Vec<usize> {
    let mut block = 0;
    let number = |i: usize| {
        if i > 0 && name(rows[i]) != name(rows[i - 1]) {
            block += 1;
        }
        block
    };
    (0..rows.len()).map(number).collect()
}

fn part(
    series: Option<String>,
    rows: &[&ScoreRow],
    block: impl Fn(&ScoreRow) -> &String + Copy,
    options: &Options,
) -> Part {
    let scored: Vec<&ScoreRow> = rows.iter().copied().filter(|r| r.score.get(options.which).is_some()).collect();
    let scores: Vec<f64> = scored.iter().filter_map(|row| row.score.get(options.which)).collect();
    let coverage = core::array::from_fn(|i| Coverage {
        level: LEVELS[i],
        targets: rows.len(),
        value: rows.iter().filter(|row| row.among.covered[i].value).count(),
        range: rows.iter().filter(|row| row.among.covered[i].range).count(),
    });
    let pits: Vec<f64> = rows.iter().map(|row| row.among.pit).collect();
    let mut names: Vec<&str> = Vec::new();
    for baseline in rows.iter().flat_map(|row| &row.baselines) {
        if !names.contains(&baseline.name.as_str()) {
            names.push(&baseline.name);
        }
    }
    Part {
        series,
        targets: scored.len(),
        score: mean(&scores, &blocks_of(&scored, block), &options.plan),
        floor: scored.iter().map(|row| row.score.floor).sum::<f64>() / scored.len().max(1) as f64,
        coverage,
        pit: histogram(&pits, bins_for(pits.len())),
        baselines: names.iter().map(|name| against(name, &scored, block, options)).collect(),
    }
}

fn against(name: &str, rows: &[&ScoreRow], block: impl Fn(&ScoreRow) -> &String, options: &Options) -> Against {
    let (mut common, mut scores, mut references) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let baseline = row.baselines.iter().find(|b| b.name == name).and_then(|b| b.score);
        let reference = baseline.and_then(|score| score.get(options.which));
        if let (Some(score), Some(reference)) = (row.score.get(options.which), reference) {
            common.push(*row);
            scores.push(score);
            references.push(reference);
        }
    }
    let count = |is: fn(&f64, &f64) -> bool| scores.iter().zip(&references).filter(|(s, r)| is(s, r)).count();
    Against {
        name: name.to_owned(),
        targets: common.len(),
        skill: skill_of_sums(&scores, &references, &blocks_of(&common, block), &options.plan),
        mean_skill: mean_skill(&scores, &references),
        won: count(f64::lt),
        lost: count(f64::gt),
    }
}

#[cfg(test)]
mod tests {
    use super::super::ensemble::Ensemble;
    use super::super::observation::{Axis, Observation};
    use super::super::row::Target;
    use super::*;

    fn target(number: u64, series: &str, place: &str, value: f64) -> Target {
        Target {
            number,
            series: series.into(),
            place: place.into(),
            observed: Observation::exact(value).unwrap(),
            axis: Axis::Plain,
            divisor: 2.0,
        }
    }

    /// Worlds at 0 and 2: the plain score of 1 is 1/2, of 5 it is 7/2; over the divisor 1/4 and 7/4. The baseline, one world
    /// at 1, has 0 and 2.
    fn rows() -> Vec<ScoreRow> {
        let worlds = Ensemble::new(vec![0.0, 2.0]).unwrap();
        let one = Ensemble::new(vec![1.0]).unwrap();
        let score = |number, series, place, value, predicts: bool| {
            target(number, series, place, value).score(&worlds, &[("one", predicts.then_some(&one))], 1)
        };
        vec![
            score(0, "strikes", "north", 5.0, true),
            score(1, "bread", "north", 1.0, true),
            score(2, "strikes", "north", 1.0, false),
            score(3, "strikes", "south", 5.0, true),
        ]
    }

    #[test]
    fn law_sums_by_hand() {
        let options = Options { which: Which::Plain, ..Options::default() };
        let summary = summarise(&rows(), &options);
        let names: Vec<_> = summary.series.iter().map(|p| p.series.clone().unwrap()).collect();
        assert_eq!(names, ["bread", "strikes"]);
        let all = summary.all.unwrap();
        assert_eq!((all.targets, all.score.unwrap().value), (4, 1.0), "(7/4 + 1/4 + 1/4 + 7/4) / 4");
        let against = &all.baselines[0];
        // On the three common targets: worlds 3.75, the baseline 4.
        assert_eq!((against.targets, against.skill.unwrap().value), (3, 1.0 - 3.75 / 4.0));
        assert_eq!(against.mean_skill, Some(0.125), "none where the baseline is exactly right");
        assert_eq!((against.won, against.lost), (2, 1));
        let strikes = &summary.series[1];
        assert_eq!((strikes.targets, strikes.baselines[0].targets), (3, 2));
        assert_eq!((all.coverage[0].targets, all.coverage[0].value), (4, 2));
        assert!(all.pit.is_none());
    }

    #[test]
    fn law_one_world_has_no_fair_score() {
        let all = summarise(&rows(), &Options::default()).all.unwrap();
        assert_eq!((all.targets, all.baselines[0].targets, all.baselines[0].skill), (4, 0, None));
        let alone = Ensemble::new(vec![1.0]).unwrap();
        let all = summarise(&[target(0, "a", "b", 1.0).score(&alone, &[], 1)], &Options::default()).all.unwrap();
        assert_eq!((all.targets, all.score), (0, None));
    }

    #[test]
    fn same_summary_whatever_the_order_of_rows() {
        let mut turned = rows();
        turned.reverse();
        let options = Options { which: Which::Plain, ..Options::default() };
        assert_eq!(summarise(&rows(), &options), summarise(&turned, &options));
        assert_eq!(summarise(&[], &options), Summary { series: Vec::new(), all: None });
    }
}
