//! Screening by elementary effects (Morris 1991), with the mean of their sizes (Campolongo, Cariboni and Saltelli 2007).
//!
//! An elementary effect of an input is the change of the output per unit of the input, over a step of a little more than
//! half its range, all else equal. Trajectories through the cube's grid take such a step in every input once. Over
//! trajectories the effects of an input have a mean mu, a mean size mu* (large for an input that matters, even one that
//! pushes both ways) and a standard deviation sigma (large for an input whose effect depends on itself or on others).
//! With common random numbers an input that the model never reads has effects of exactly 0.

use engine::calendar::Day;
use engine::draw::{Draws, Purpose};
use engine::math::sum_in_order;

use crate::interval::{Bootstrap, Estimate};

const START: Purpose = Purpose::named("experiment.morris.start");
const ORDER: Purpose = Purpose::named("experiment.morris.order");

/// What to screen with.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Number of inputs.
    pub inputs: usize,
    /// Number of trajectories; 10 to 50 are usual. Each costs a run for every input and one more.
    pub trajectories: usize,
    /// Levels of each input's grid, an even number; 4 is usual.
    pub levels: usize,
    /// Trajectories drawn, of which those far apart are kept (Campolongo and others 2007, one at a time); no more than
    /// `trajectories` keeps all that are drawn.
    pub candidates: usize,
    /// Whether to run each trajectory's start once more with another seed, to measure chance beside the inputs.
    pub chance: bool,
    /// Seed of the design.
    pub seed: u64,
}

/// A run that the design asks for.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// The trajectory, and the replicate too: all rows of a trajectory but the one for chance share it.
    pub trajectory: usize,
    /// Steps from the trajectory's start.
    pub step: usize,
    /// Which seed of the model to use; equal numbers, equal seeds.
    pub replicate: u64,
    /// The inputs, on the unit cube.
    pub point: Vec<f64>,
}

#[derive(Clone, Debug)]
struct Trajectory {
    /// Levels of the inputs at the start.
    start: Vec<usize>,
    /// The input that each step moves.
    order: Vec<usize>,
}

/// Trajectories through the cube.
#[derive(Clone, Debug)]
pub struct Design {
    plan: Plan,
    trajectories: Vec<Trajectory>,
}

/// Effects of an input.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Effects {
    /// Mean effect, in units of the output for the whole range of the input.
    pub mu: Estimate,
    /// Mean size of the effect, in the same units.
    pub mu_star: Estimate,
    /// Standard deviation of the effect, in the same units.
    pub sigma: Estimate,
    /// Effects that they were computed from; the others lack an output.
    pub kept: usize,
}

/// What a screening found.
#[derive(Clone, PartialEq, Debug)]
pub struct Screening {
    /// For each input its effects; none when fewer than two of them have outputs on both sides.
    pub inputs: Vec<Option<Effects>>,
    /// Mean size of the change that another seed makes, divided by the step so that it compares with mu*; when planned.
    pub chance: Option<Estimate>,
    /// Rows without an output.
    pub missing: usize,
}

impl Plan {
    /// The design.
    ///
    /// # Panics
    /// When there are no inputs, fewer than two trajectories, or levels are odd or fewer than 2.
    pub fn design(&self) -> Design {
        assert!(self.inputs > 0, "a design needs an input");
        assert!(self.trajectories >= 2, "a spread needs two trajectories, not {}", self.trajectories);
        assert!(self.levels >= 2 && self.levels.is_multiple_of(2), "levels are even, not {}", self.levels);
        let drawn: Vec<Trajectory> = (0..self.trajectories.max(self.candidates)).map(|t| self.draw(t)).collect();
        let kept = if drawn.len() > self.trajectories { self.far_apart(&drawn) } else { (0..drawn.len()).collect() };
        Design { plan: *self, trajectories: kept.into_iter().map(|t| drawn[t].clone()).collect() }
    }

    fn draw(&self, trajectory: usize) -> Trajectory {
        let draws = Draws::new(self.seed);
        let mut starts = draws.stream(START, trajectory as u64, Day(0), 0);
        let mut orders = draws.stream(ORDER, trajectory as u64, Day(0), 0);
        let mut order: Vec<usize> = (0..self.inputs).collect();
        for i in (1..self.inputs).rev() {
            order.swap(i, orders.below(i as u64 + 1) as usize);
        }
        let start = (0..self.inputs).map(|_| starts.below(self.levels as u64) as usize).collect();
        Trajectory { start, order }
    }

    /// The trajectories kept: first the two farthest apart, then in turn the one farthest from those already kept.
    fn far_apart(&self, drawn: &[Trajectory]) -> Vec<usize> {
        let paths: Vec<Vec<Vec<usize>>> = drawn.iter().map(|t| self.path(t)).collect();
        let mut distance = vec![vec![0.0; drawn.len()]; drawn.len()];
        for a in 0..drawn.len() {
            for b in 0..a {
                distance[a][b] = apart(&paths[a], &paths[b]);
                distance[b][a] = distance[a][b];
            }
        }
        let mut kept = vec![0, 1];
        for a in 0..drawn.len() {
            for b in 0..a {
                if distance[a][b] > distance[kept[0]][kept[1]] {
                    kept = vec![a, b];
                }
            }
        }
        while kept.len() < self.trajectories {
            let from_kept = |t: usize| sum_in_order(kept.iter().map(|k| distance[t][*k]));
            let next = (0..drawn.len())
                .filter(|t| !kept.contains(t))
                .max_by(|a, b| from_kept(*a).total_cmp(&from_kept(*b)))
                .expect("more are drawn than kept");
            kept.push(next);
        }
        kept.sort_unstable();
        kept
    }

    /// Levels moved by a step: half of them, so that a step from a low level ends on a high one and every level is as likely.
    fn jump(&self) -> usize {
        self.levels / 2
    }

    /// The length of a step as a share of the input's range.
    pub fn step(&self) -> f64 {
        self.jump() as f64 / (self.levels - 1) as f64
    }

    /// Levels of the inputs at each point of a trajectory.
    fn path(&self, trajectory: &Trajectory) -> Vec<Vec<usize>> {
        let mut path = vec![trajectory.start.clone()];
        for moved in &trajectory.order {
            let mut next = path.last().expect("a path has a start").clone();
            let level = next[*moved];
            next[*moved] = if level < self.jump() { level + self.jump() } else { level - self.jump() };
            path.push(next);
        }
        path
    }
}

/// Distance of two paths: the sum over pairs of their points.
fn apart(a: &[Vec<usize>], b: &[Vec<usize>]) -> f64 {
    let squares = |p: &[usize], q: &[usize]| p.iter().zip(q).map(|(x, y)| x.abs_diff(*y).pow(2)).sum::<usize>() as f64;
    sum_in_order(a.iter().flat_map(|p| b.iter().map(move |q| squares(p, q).sqrt())))
}

impl Design {
    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Rows of a trajectory.
    fn span(&self) -> usize {
        self.plan.inputs + 1 + usize::from(self.plan.chance)
    }

    /// All rows, in the order in which their outputs are wanted.
    pub fn rows(&self) -> Vec<Row> {
        let top = (self.plan.levels - 1) as f64;
        let mut rows = Vec::with_capacity(self.trajectories.len() * self.span());
        for (t, trajectory) in self.trajectories.iter().enumerate() {
            let mut path = self.plan.path(trajectory);
            if self.plan.chance {
                path.push(trajectory.start.clone());
            }
            for (step, levels) in path.into_iter().enumerate() {
                let again = step > self.plan.inputs;
                rows.push(Row {
                    trajectory: t,
                    step,
                    replicate: 2 * t as u64 + u64::from(again),
                    point: levels.into_iter().map(|l| l as f64 / top).collect(),
                });
            }
        }
        rows
    }

    /// Effects from the outputs of all rows, `None` where a row has none.
    ///
    /// # Panics
    /// When there is not one output for each row.
    pub fn screening(&self, outputs: &[Option<f64>], bootstrap: &Bootstrap) -> Screening {
        let runs = self.trajectories.len();
        assert_eq!(outputs.len(), runs * self.span(), "one output for each row");
        // By input, then by trajectory.
        let mut effects = vec![vec![None; runs]; self.plan.inputs];
        let mut changes = Vec::new();
        for (t, trajectory) in self.trajectories.iter().enumerate() {
            let here = &outputs[t * self.span()..(t + 1) * self.span()];
            for (step, moved) in trajectory.order.iter().enumerate() {
                let up = trajectory.start[*moved] < self.plan.jump();
                let run = if up { self.plan.step() } else { -self.plan.step() };
                effects[*moved][t] = here[step].zip(here[step + 1]).map(|(before, after)| (after - before) / run);
            }
            if self.plan.chance {
                changes.push(
                    here[0].zip(here[self.plan.inputs + 1]).map(|(one, other)| (other - one).abs() / self.plan.step()),
                );
            }
        }
        let even = vec![1.0; runs];
        Screening {
            inputs: effects.iter().map(|e| of_input(e, &even, bootstrap)).collect(),
            chance: of_input(&changes, &even, bootstrap).map(|c| c.mu),
            missing: outputs.iter().filter(|y| y.is_none()).count(),
        }
    }
}

fn of_input(effects: &[Option<f64>], even: &[f64], bootstrap: &Bootstrap) -> Option<Effects> {
    let kept = effects.iter().flatten().count();
    if kept < 2 {
        return None;
    }
    let values = moments(effects, &even[..effects.len()]);
    let found = bootstrap.intervals(effects.len(), 3, |weights| moments(effects, weights));
    let estimate = |i: usize| Estimate { value: values[i], interval: found[i] };
    Some(Effects { mu: estimate(0), mu_star: estimate(1), sigma: estimate(2), kept })
}

/// Mean, mean size and standard deviation of weighted effects; not numbers when fewer than two are there.
fn moments(effects: &[Option<f64>], weights: &[f64]) -> Vec<f64> {
    let there = || effects.iter().zip(weights).filter_map(|(e, w)| e.map(|e| (e, *w)));
    let n = sum_in_order(there().map(|(_, w)| w));
    if n < 2.0 {
        return vec![f64::NAN; 3];
    }
    let mean = sum_in_order(there().map(|(e, w)| w * e)) / n;
    let size = sum_in_order(there().map(|(e, w)| w * e.abs())) / n;
    let squares = sum_in_order(there().map(|(e, w)| w * (e - mean) * (e - mean)));
    vec![mean, size, (squares / (n - 1.0)).sqrt()]
}

#[cfg(test)]
mod tests {
    use super::super::known;
    use super::*;

    const BOOTSTRAP: Bootstrap = Bootstrap { resamples: 500, level: 0.95, seed: 4 };

    fn plan(inputs: usize, trajectories: usize) -> Plan {
        Plan { inputs, trajectories, levels: 4, candidates: 0, chance: false, seed: 1 }
    }

    fn screen(plan: Plan, model: impl Fn(&[f64]) -> f64) -> Screening {
        let design = plan.design();
        let outputs: Vec<Option<f64>> = design.rows().iter().map(|row| Some(model(&row.point))).collect();
        design.screening(&outputs, &BOOTSTRAP)
    }

    #[test]
    fn law_each_step_moves_one_input_once() {
        for candidates in [0, 30] {
            let design = Plan { candidates, ..plan(5, 8) }.design();
            let rows = design.rows();
            assert_eq!(rows.len(), 8 * 6);
            for path in rows.chunks(6) {
                let mut moved = [0; 5];
                for pair in path.windows(2) {
                    for i in 0..5 {
                        let by = (pair[1].point[i] - pair[0].point[i]).abs();
                        assert!(by == 0.0 || (by - 2.0 / 3.0).abs() < 1e-15);
                        moved[i] += usize::from(by > 0.0);
                    }
                    assert_eq!(pair[0].replicate, pair[1].replicate);
                }
                assert_eq!(moved, [1; 5]);
                assert!(path.iter().flat_map(|r| &r.point).all(|x| (0.0..=1.0).contains(x)));
            }
        }
    }

    #[test]
    fn law_effects_of_a_straight_line_are_its_slopes() {
        let found = screen(plan(4, 6), |x| 2.0 * x[0] - 3.0 * x[1] + 0.5 * x[2] + 7.0);
        for (effects, slope) in found.inputs.iter().zip([2.0_f64, -3.0, 0.5, 0.0]) {
            let effects = effects.expect("all outputs are there");
            assert!((effects.mu.value - slope).abs() < 1e-14);
            assert!((effects.mu_star.value - slope.abs()).abs() < 1e-14);
            assert!(effects.sigma.value < 1e-14);
        }
        assert_eq!(found.inputs[3].map(|e| e.mu_star.value), Some(0.0), "an input that is not read");
    }

    #[test]
    fn law_effects_of_a_product_have_their_moments() {
        // The effect of x in x * y is y, even over the levels 0, 1/3, 2/3, 1: mean 1/2, variance 5/36. With x * (y - 1/2) the
        // effects have mean 0 and mean size 1/3.
        let many = plan(2, 4000);
        let found = screen(many, |x| x[0] * x[1]);
        let effects = found.inputs[0].expect("all outputs are there");
        let sigma = (5.0_f64 / 36.0).sqrt();
        // Standard errors 0.373 / sqrt(4000) = 0.0059 and about 0.003; four of them.
        assert!((effects.mu.value - 0.5).abs() < 0.024 && (effects.sigma.value - sigma).abs() < 0.012, "{effects:?}");
        let both_ways = screen(many, |x| x[0] * (x[1] - 0.5)).inputs[0].expect("all outputs are there");
        assert!(both_ways.mu.value.abs() < 0.024 && (both_ways.mu_star.value - 1.0 / 3.0).abs() < 0.012);
    }

    #[test]
    fn law_intervals_cover_the_exact_effects() {
        // Of 300 designs with 30 trajectories each: a percentile interval of a mean of 30 covers a little less than its level.
        let mut covered = [0; 2];
        for seed in 0..300 {
            let effects = screen(Plan { seed, ..plan(2, 30) }, |x| x[0] * x[1]).inputs[0].expect("all there");
            covered[0] += usize::from(effects.mu.interval.contains(0.5));
            covered[1] += usize::from(effects.sigma.interval.contains((5.0_f64 / 36.0).sqrt()));
        }
        println!("covered of 300: mu {}, sigma {}", covered[0], covered[1]);
        // 95% less four standard errors of 1.3% is 90%.
        assert!(covered[0] >= 270 && covered[1] >= 255, "{covered:?}");
    }

    /// The function of Morris (1991), with the coefficients that he drew at random set to (-1)^i and (-1)^(i + j), as is usual.
    fn morris_1991(x: &[f64]) -> f64 {
        let w: Vec<f64> = (0..20)
            .map(|i| if [2, 4, 6].contains(&i) { 2.0 * (1.1 * x[i] / (x[i] + 0.1) - 0.5) } else { 2.0 * (x[i] - 0.5) })
            .collect();
        let sign = |i: usize| if i.is_multiple_of(2) { 1.0 } else { -1.0 };
        let mut y = 0.0;
        for i in 0..20 {
            y += w[i] * if i < 10 { 20.0 } else { sign(i + 1) };
            for j in 0..i {
                y += w[i] * w[j] * if i < 6 { -15.0 } else { sign(i + j) };
                for k in 0..j {
                    y += if i < 5 { -10.0 * w[i] * w[j] * w[k] } else { 0.0 };
                    for l in 0..k {
                        y += if i < 4 { 5.0 * w[i] * w[j] * w[k] * w[l] } else { 0.0 };
                    }
                }
            }
        }
        y
    }

    #[test]
    fn agrees_with_morris_on_which_inputs_matter() {
        // Ten inputs of twenty matter; the eighth to tenth act almost straight, the first seven do not.
        for candidates in [0, 60] {
            let found = screen(Plan { candidates, ..plan(20, 20) }, morris_1991);
            let size = |i: usize| found.inputs[i].expect("all there");
            let weakest = (0..10).map(|i| size(i).mu_star.value).fold(f64::INFINITY, f64::min);
            let strongest = (10..20).map(|i| size(i).mu_star.value).fold(0.0, f64::max);
            println!("mu*: least of ten {weakest:.1}, greatest of the others {strongest:.1}");
            assert!(weakest > 2.0 * strongest, "{weakest} against {strongest}");
            let spread = |i: usize| size(i).sigma.value / size(i).mu_star.value;
            assert!((7..10).all(|i| spread(i) < 0.35) && (0..7).all(|i| spread(i) > 0.5));
        }
    }

    #[test]
    fn law_inert_inputs_of_the_g_function_come_last() {
        let found = screen(Plan { levels: 6, ..plan(8, 60) }, known::g_function);
        let size: Vec<f64> = found.inputs.iter().map(|e| e.expect("all there").mu_star.value).collect();
        assert!(size[0] > size[1] && size[1] > size[2] && size[2] > size[3], "{size:?}");
        assert!(size[4..].iter().all(|s| *s < 0.25 * size[3]), "{size:?}");
    }

    #[test]
    fn more_spread_when_trajectories_are_chosen() {
        let total = |p: Plan| {
            let design = p.design();
            let paths: Vec<_> = design.trajectories.iter().map(|t| p.path(t)).collect();
            (0..paths.len()).flat_map(|a| (0..a).map(move |b| (a, b))).map(|(a, b)| apart(&paths[a], &paths[b])).sum()
        };
        let (plain, chosen): (f64, f64) = (total(plan(6, 8)), total(Plan { candidates: 80, ..plan(6, 8) }));
        assert!(chosen > 1.05 * plain, "{chosen} against {plain}");
    }

    #[test]
    fn law_missing_outputs_leave_their_effects_out() {
        let design = Plan { chance: true, ..plan(3, 10) }.design();
        let rows = design.rows();
        // A third of the runs has its event only with a high first input; chance adds 1 where the replicate is odd.
        let outputs: Vec<Option<f64>> = rows
            .iter()
            .map(|r| (r.trajectory >= 3 || r.point[0] > 0.5).then(|| r.point[1] + (r.replicate % 2) as f64))
            .collect();
        let found = design.screening(&outputs, &BOOTSTRAP);
        assert_eq!(found.inputs[0].map(|e| e.kept), Some(7), "every step of the first input crosses the middle");
        assert!(found.inputs[1].is_some_and(|e| e.kept >= 7 && (e.mu.value - 1.0).abs() < 1e-14));
        assert!((found.chance.expect("planned").value - 1.5).abs() < 1e-14, "a change of 1 over steps of 2/3");
        assert_eq!(found.missing, outputs.iter().filter(|y| y.is_none()).count());
        let nothing = design.screening(&vec![None; rows.len()], &BOOTSTRAP);
        assert!(nothing.inputs.iter().all(Option::is_none) && nothing.chance.is_none());
    }

    #[test]
    fn same_design_and_effects_for_one_seed() {
        let p = Plan { candidates: 20, ..plan(5, 6) };
        assert_eq!(p.design().rows(), p.design().rows());
        assert_ne!(p.design().rows(), Plan { seed: 2, ..p }.design().rows());
        assert_eq!(screen(p, known::g_function), screen(p, known::g_function));
    }
}
