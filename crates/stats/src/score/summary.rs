//! The rows together: by series, and over all series.
//!
//! Within a series the blocks of the bootstrap are places, over all series they are series; see [`super::bootstrap`]. A
//! baseline is compared on the targets that both can predict, and their number is told. Scores of different series add up only
//! because each was divided by its divisor; scores by different rules are never added.

use super::Which;
use super::bootstrap::{Blocks, Comparison, Estimate, Plan, compare, mean_skill, skill_of_sums};
use super::ensemble::LEVELS;
use super::pit::{Histogram, bins_for, histogram};
use super::row::{Rule, ScoreRow};

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
    /// For each series and rule, in order of name.
    pub series: Vec<Part>,
    /// For each rule over all series.
    pub all: Vec<Part>,
}

/// Rows of one rule, of one series or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The series; `None` for all.
    pub series: Option<String>,
    /// Rule.
    pub rule: Rule,
    /// Targets with a score.
    pub targets: usize,
    /// Targets without: the fair score of one world.
    pub left_out: usize,
    /// Mean score over targets.
    pub score: Option<Estimate>,
    /// Mean over blocks of their mean scores: every series (or place) alike, however many targets it has.
    pub score_of_blocks: Option<Estimate>,
    /// Mean of the part of the score that the record's doubt makes and no forecast can lower.
    pub floor: f64,
    /// Coverage at each level, of targets that are numbers.
    pub coverage: [Coverage; 4],
    /// PIT histogram of targets that are numbers; `None` with fewer than ten.
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
    /// Targets on which there were worlds enough for the level.
    pub supported: usize,
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
    /// Mean of skill target by target, with the number of targets that have one.
    pub mean_skill: Option<(f64, usize)>,
    /// The worlds' score less the baseline's.
    pub comparison: Option<Comparison>,
}

/// Sums up rows.
pub fn summarise(rows: &[ScoreRow], options: &Options) -> Summary {
    let mut order: Vec<&ScoreRow> = rows.iter().collect();
    order.sort_by(|a, b| (a.rule, &a.series, &a.place, a.number).cmp(&(b.rule, &b.series, &b.place, b.number)));
    let same_series = |a: &&ScoreRow, b: &&ScoreRow| a.rule == b.rule && a.series == b.series;
    let same_rule = |a: &&ScoreRow, b: &&ScoreRow| a.rule == b.rule;
    let mut series: Vec<Part> = order
        .chunk_by(same_series)
        .map(|rows| part(Some(rows[0].series.clone()), rows, |row| &row.place, options))
        .collect();
    series.sort_by(|a, b| (&a.series, a.rule).cmp(&(&b.series, b.rule)));
    let all = order.chunk_by(same_rule).map(|rows| part(None, rows, |row| &row.series, options)).collect();
    Summary { series, all }
}

/// Numbers of blocks, from their names in order.
fn blocks_of<'a>(rows: &[&'a ScoreRow], name: impl Fn(&'a ScoreRow) -> &'a String) -> Vec<usize> {
    let mut block = 0;
    let number = |i: usize| {
        if i > 0 && name(rows[i]) != name(rows[i - 1]) {
            block += 1;
        }
        block
    };
    (0..rows.len()).map(number).collect()
}

fn part<'a>(
    series: Option<String>,
    rows: &[&'a ScoreRow],
    block: impl Fn(&'a ScoreRow) -> &'a String + Copy,
    options: &Options,
) -> Part {
    let scored: Vec<&'a ScoreRow> = rows.iter().copied().filter(|r| r.score.get(options.which).is_some()).collect();
    let scores: Vec<f64> = scored.iter().filter_map(|row| row.score.get(options.which)).collect();
    let blocks = blocks_of(&scored, block);
    let facts: Vec<_> = rows.iter().filter_map(|row| row.number_facts).collect();
    let coverage = core::array::from_fn(|i| Coverage {
        level: LEVELS[i],
        targets: facts.len(),
        value: facts.iter().filter(|f| f.covered[i].value).count(),
        range: facts.iter().filter(|f| f.covered[i].range).count(),
        supported: facts.iter().filter(|f| f.supported[i]).count(),
    });
    let pits: Vec<f64> = facts.iter().map(|f| f.pit).collect();
    let mut names: Vec<&str> = Vec::new();
    for baseline in rows.iter().flat_map(|row| &row.baselines) {
        if !names.contains(&baseline.name.as_str()) {
            names.push(&baseline.name);
        }
    }
    Part {
        series,
        rule: rows[0].rule,
        targets: scored.len(),
        left_out: rows.len() - scored.len(),
        score: Blocks::mean(&scores, &blocks).estimate(&options.plan),
        score_of_blocks: Blocks::mean_of_means(&scores, &blocks).estimate(&options.plan),
        floor: scored.iter().map(|row| row.score.floor).sum::<f64>() / scored.len().max(1) as f64,
        coverage,
        pit: histogram(&pits, bins_for(pits.len())),
        baselines: names.iter().map(|name| against(name, &scored, block, options)).collect(),
    }
}

fn against<'a>(
    name: &str,
    rows: &[&'a ScoreRow],
    block: impl Fn(&'a ScoreRow) -> &'a String,
    options: &Options,
) -> Against {
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
    let blocks = blocks_of(&common, block);
    Against {
        name: name.to_owned(),
        targets: common.len(),
        skill: skill_of_sums(&scores, &references, &blocks, &options.plan),
        mean_skill: mean_skill(&scores, &references),
        comparison: compare(&scores, &references, &blocks, &options.plan),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Score;
    use super::super::ensemble::Ensemble;
    use super::super::observation::{Axis, Observation};
    use super::super::row::Target;
    use super::*;

    fn target(number: u64, series: &str, place: &str, value: f64) -> Target {
        Target {
            number,
            series: series.into(),
            place: place.into(),
            date: number as f64,
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
        let mut rows = rows();
        rows.push(target(4, "order", "north", 0.0).row(Rule::Log, 2, Score::same(0.7), &[]));
        let summary = summarise(&rows, &options);
        let names: Vec<_> = summary.series.iter().map(|p| p.series.clone().unwrap()).collect();
        assert_eq!(names, ["bread", "order", "strikes"]);
        assert_eq!(
            summary.all.iter().map(|p| (p.rule, p.targets)).collect::<Vec<_>>(),
            [(Rule::Crps, 4), (Rule::Log, 1)]
        );
        let all = &summary.all[0];
        assert_eq!(all.score.unwrap().value, 1.0, "(7/4 + 1/4 + 1/4 + 7/4) / 4");
        assert_eq!((all.score.unwrap().blocks, all.score_of_blocks.unwrap().value), (2, (1.25 + 0.25) / 2.0));
        let against = &all.baselines[0];
        // On the three common targets: worlds 3.75, the baseline 4.
        assert_eq!((against.targets, against.skill.unwrap().value), (3, 1.0 - 3.75 / 4.0));
        assert_eq!(against.mean_skill, Some((0.125, 2)), "none where the baseline is exactly right");
        assert_eq!((against.comparison.unwrap().first_better, against.comparison.unwrap().second_better), (2, 1));
        let strikes = &summary.series[2];
        assert_eq!((strikes.targets, strikes.score.unwrap().blocks, strikes.baselines[0].targets), (3, 2, 2));
        assert_eq!((all.coverage[0].targets, all.coverage[0].value, all.coverage[0].supported), (4, 2, 0));
        assert!(summary.all[1].baselines.is_empty() && all.pit.is_none());
    }

    #[test]
    fn law_one_world_has_no_fair_score() {
        let summary = summarise(&rows(), &Options::default());
        assert_eq!((summary.all[0].targets, summary.all[0].baselines[0].targets), (4, 0));
        assert_eq!(summary.all[0].baselines[0].skill, None);
        let alone = Ensemble::new(vec![1.0]).unwrap();
        let summary = summarise(&[target(0, "a", "b", 1.0).score(&alone, &[], 1)], &Options::default());
        assert_eq!((summary.all[0].targets, summary.all[0].left_out, summary.all[0].score), (0, 1, None));
    }

    #[test]
    fn same_summary_whatever_the_order_of_rows() {
        let mut turned = rows();
        turned.reverse();
        let options = Options { which: Which::Plain, ..Options::default() };
        assert_eq!(summarise(&rows(), &options), summarise(&turned, &options));
        assert_eq!(summarise(&[], &options), Summary { series: Vec::new(), all: Vec::new() });
    }
}
