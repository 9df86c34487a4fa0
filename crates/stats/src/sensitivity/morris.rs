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
    /// Whether to run each trajectory's start once more with another seed, to measure chance beside the inputs.
    pub chance: bool,
    /// Seed of the design.
    pub seed: u64,
}

/// A run that the design asks for.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// Which seed of the model to use; equal numbers, equal seeds. All rows of a trajectory but the one for chance share it.
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
}

/// What a screening found.
#[derive(Clone, PartialEq, Debug)]
pub struct Screening {
    /// For each input its effects.
    pub inputs: Vec<Effects>,
    /// Mean size of the change that another seed makes, divided by the step so that it compares with mu*; when planned.
    pub chance: Option<Estimate>,
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
        Design { plan: *self, trajectories: (0..self.trajectories).map(|t| self.draw(t)).collect() }
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

    /// Levels moved by a step: half of them, so that a step from a low level ends on a high one and every level is as likely.
    fn jump(&self) -> usize {
        self.levels / 2
    }

    /// The length of a step as a share of the input's range.
    fn step(&self) -> f64 {
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

impl Design {
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
                    replicate: 2 * t as u64 + u64::from(again),
                    point: levels.into_iter().map(|l| l as f64 / top).collect(),
                });
            }
        }
        rows
    }

    /// Effects from the outputs of all rows.
    ///
    /// # Panics
    /// When there is not one output for each row.
    pub fn screening(&self, outputs: &[f64], bootstrap: &Bootstrap) -> Screening {
        let runs = self.trajectories.len();
        assert_eq!(outputs.len(), runs * self.span(), "one output for each row");
        // By input, then by trajectory.
        let mut effects = vec![vec![0.0; runs]; self.plan.inputs];
        let mut changes = Vec::new();
        for (t, trajectory) in self.trajectories.iter().enumerate() {
            let here = &outputs[t * self.span()..(t + 1) * self.span()];
            for (step, moved) in trajectory.order.iter().enumerate() {
                let up = trajectory.start[*moved] < self.plan.jump();
                let run = if up { self.plan.step() } else { -self.plan.step() };
                effects[*moved][t] = (here[step + 1] - here[step]) / run;
            }
            if self.plan.chance {
                changes.push((here[self.plan.inputs + 1] - here[0]).abs() / self.plan.step());
            }
        }
        Screening {
            inputs: effects.iter().map(|e| of_input(e, bootstrap)).collect(),
            chance: self.plan.chance.then(|| of_input(&changes, bootstrap).mu),
        }
    }
}

fn of_input(effects: &[f64], bootstrap: &Bootstrap) -> Effects {
    let values = moments(effects, &vec![1.0; effects.len()]);
    let found = bootstrap.intervals(effects.len(), 3, |weights| moments(effects, weights));
    let estimate = |i: usize| Estimate { value: values[i], interval: found[i] };
    Effects { mu: estimate(0), mu_star: estimate(1), sigma: estimate(2) }
}

/// Mean, mean size and standard deviation of weighted effects.
fn moments(effects: &[f64], weights: &[f64]) -> Vec<f64> {
    let weighted = || effects.iter().zip(weights);
    let n = sum_in_order(weights.iter().copied());
    let mean = sum_in_order(weighted().map(|(e, w)| w * e)) / n;
    let size = sum_in_order(weighted().map(|(e, w)| w * e.abs())) / n;
    let squares = sum_in_order(weighted().map(|(e, w)| w * (e - mean) * (e - mean)));
    vec![mean, size, (squares / (n - 1.0)).sqrt()]
}

#[cfg(test)]
mod tests {
    use super::super::known;
    use super::*;

    const BOOTSTRAP: Bootstrap = Bootstrap { resamples: 500, level: 0.95, seed: 4 };

    fn plan(inputs: usize, trajectories: usize) -> Plan {
        Plan { inputs, trajectories, levels: 4, chance: false, seed: 1 }
    }

    fn screen(plan: Plan, model: impl Fn(&[f64]) -> f64) -> Screening {
        let design = plan.design();
        let outputs: Vec<f64> = design.rows().iter().map(|row| model(&row.point)).collect();
        design.screening(&outputs, &BOOTSTRAP)
    }

    #[test]
    fn law_each_step_moves_one_input_once() {
        let rows = plan(5, 8).design().rows();
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

    #[test]
    fn law_effects_of_a_straight_line_are_its_slopes() {
        let found = screen(plan(4, 6), |x| 2.0 * x[0] - 3.0 * x[1] + 0.5 * x[2] + 7.0);
        for (effects, slope) in found.inputs.iter().zip([2.0_f64, -3.0, 0.5, 0.0]) {
            assert!((effects.mu.value - slope).abs() < 1e-14);
            assert!((effects.mu_star.value - slope.abs()).abs() < 1e-14);
            assert!(effects.sigma.value < 1e-14);
        }
        assert_eq!(found.inputs[3].mu_star.value, 0.0, "an input that is not read");
    }

    #[test]
    fn law_effects_of_a_product_have_their_moments() {
        // The effect of x in x * y is y, even over the levels 0, 1/3, 2/3, 1: mean 1/2, variance 5/36. With x * (y - 1/2) the
        // effects have mean 0 and mean size 1/3.
        let many = plan(2, 4000);
        let found = screen(many, |x| x[0] * x[1]);
        let effects = found.inputs[0];
        let sigma = (5.0_f64 / 36.0).sqrt();
        // Standard errors 0.373 / sqrt(4000) = 0.0059 and about 0.003; four of them.
        assert!((effects.mu.value - 0.5).abs() < 0.024 && (effects.sigma.value - sigma).abs() < 0.012, "{effects:?}");
        let both_ways = screen(many, |x| x[0] * (x[1] - 0.5)).inputs[0];
        assert!(both_ways.mu.value.abs() < 0.024 && (both_ways.mu_star.value - 1.0 / 3.0).abs() < 0.012);
    }

    #[test]
    fn law_intervals_cover_the_exact_effects() {
        // Of 300 designs with 30 trajectories each: a percentile interval of a mean of 30 covers a little less than its level.
        let mut covered = [0; 2];
        for seed in 0..300 {
            let effects = screen(Plan { seed, ..plan(2, 30) }, |x| x[0] * x[1]).inputs[0];
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
        let found = screen(plan(20, 20), morris_1991).inputs;
        let weakest = found[..10].iter().map(|e| e.mu_star.value).fold(f64::INFINITY, f64::min);
        let strongest = found[10..].iter().map(|e| e.mu_star.value).fold(0.0, f64::max);
        println!("mu*: least of ten {weakest:.1}, greatest of the others {strongest:.1}");
        assert!(weakest > 2.0 * strongest, "{weakest} against {strongest}");
        let spread = |i: usize| found[i].sigma.value / found[i].mu_star.value;
        assert!((7..10).all(|i| spread(i) < 0.35) && (0..7).all(|i| spread(i) > 0.5));
    }

    #[test]
    fn law_inert_inputs_of_the_g_function_come_last() {
        let found = screen(Plan { levels: 6, ..plan(8, 60) }, known::g_function);
        let size: Vec<f64> = found.inputs.iter().map(|e| e.mu_star.value).collect();
        assert!(size[0] > size[1] && size[1] > size[2] && size[2] > size[3], "{size:?}");
        assert!(size[4..].iter().all(|s| *s < 0.25 * size[3]), "{size:?}");
    }

    #[test]
    fn law_chance_is_measured_beside_the_inputs_and_a_seed_has_one_design() {
        let design = Plan { chance: true, ..plan(3, 10) }.design();
        // Chance adds 1 where the replicate is odd.
        let outputs: Vec<f64> = design.rows().iter().map(|r| r.point[1] + (r.replicate % 2) as f64).collect();
        let found = design.screening(&outputs, &BOOTSTRAP);
        assert!((found.inputs[1].mu.value - 1.0).abs() < 1e-14);
        assert!((found.chance.expect("planned").value - 1.5).abs() < 1e-14, "a change of 1 over steps of 2/3");
        let p = plan(5, 6);
        assert_eq!(p.design().rows(), p.design().rows());
        assert_ne!(p.design().rows(), Plan { seed: 2, ..p }.design().rows());
        assert_eq!(screen(p, known::g_function), screen(p, known::g_function));
    }
}
