//! The methods on toys whose posterior is known.

use engine::draw::Purpose;
use engine::math;

use super::calibration::{self, Amortised, Known};
use super::design::DesignSettings;
use super::history::{HistoryEnd, HistorySettings};
use super::linear::{Matrix, dot};
use super::moves::{MovesEnd, MovesSettings};
use super::posterior::{Least, Posterior};
use super::prior::{Parameter, Space};
use super::statistics::{mean, normal, normalised, stream, variance, weighted_covariance, weighted_mean};
use super::target::{Observation, Schedule, Target};
use super::weighted::Weighted;
use super::*;

const NOISE: Purpose = Purpose::named("fit.test.noise");
const SHUFFLE: Purpose = Purpose::named("fit.test.shuffle");

/// Summaries A θ + e, with e and θ normal: θ is the parameter's standard deviation times its probit coordinate.
const A: [[f64; 2]; 3] = [[1.0, 0.5], [1.0, -1.0], [0.3, 0.0]];
const PRIOR_SD: [f64; 2] = [1.0, 2.0];
const NOISE_SD: f64 = 0.5;
const ERROR_SD: f64 = 0.3;
const OBSERVED: [f64; 3] = [1.8, -1.5, 0.9];

fn parameter(name: &str, low: f64, high: f64) -> Parameter {
    Parameter { name: name.into(), low, high }
}

fn toy_space() -> Space {
    Space::new(vec![parameter("a", 0.0, 1.0), parameter("b", 0.0, 1.0)]).unwrap()
}

fn toy_target(observed: [f64; 3]) -> Target {
    let observations = (0..3)
        .map(|k| Observation { name: format!("s{k}"), value: observed[k], error_sd: ERROR_SD, discrepancy_sd: 0.0 })
        .collect();
    Target { observations, coarse_sd: Vec::new() }
}

fn toy(job: &Job) -> Option<Vec<f64>> {
    let mut draws = stream(job.seed, NOISE, 0, 0);
    let theta: Vec<f64> = job.params.iter().zip(PRIOR_SD).map(|(u, sd)| sd * math::normal_quantile(*u)).collect();
    Some(A.iter().map(|row| dot(row, &theta) + NOISE_SD * normal(&mut draws)).collect())
}

/// The posterior's mean and covariance in probit coordinates, where the prior is a standard normal.
fn exact(observed: &[f64]) -> (Vec<f64>, [[f64; 2]; 2]) {
    let noise = NOISE_SD * NOISE_SD + ERROR_SD * ERROR_SD;
    let mut precision = [[1.0, 0.0], [0.0, 1.0]];
    let mut pull = [0.0, 0.0];
    for (row, y) in A.iter().zip(observed) {
        let row = [row[0] * PRIOR_SD[0], row[1] * PRIOR_SD[1]];
        for i in 0..2 {
            pull[i] += row[i] * y / noise;
            for j in 0..2 {
                precision[i][j] += row[i] * row[j] / noise;
            }
        }
    }
    let [[p, q], [_, r]] = precision;
    let det = p * r - q * q;
    let covariance = [[r / det, -q / det], [-q / det, p / det]];
    (covariance.iter().map(|row| dot(row, &pull)).collect(), covariance)
}

/// A sample of the exact posterior, its standard deviations times `factor`.
fn exact_sample(observed: &[f64], factor: f64, count: u64, seed: u64, case: u64) -> Weighted {
    let (centre, c) = exact(observed);
    let mut matrix = Matrix::zeros(2, 2);
    (0..2).for_each(|i| (0..2).for_each(|j| *matrix.at_mut(i, j) = c[i][j]));
    let factor_of = matrix.cholesky().unwrap();
    let points = (0..count)
        .map(|i| {
            let mut draws = stream(seed, NOISE, 1, case * count + i);
            let white = [factor * normal(&mut draws), factor * normal(&mut draws)];
            factor_of.times(&white).iter().zip(&centre).map(|(d, m)| m + d).collect()
        })
        .collect();
    Weighted { points, weights: normalised(&vec![1.0; count as usize]) }
}

fn fitted(plan: Plan) -> Fit {
    fitted_to(plan, toy)
}

fn fitted_to(plan: Plan, simulate: impl Fn(&Job) -> Option<Vec<f64>>) -> Fit {
    let mut fit = Fit::new(plan).unwrap();
    while !fit.is_done() {
        let outcome = |job: &Job| Outcome { id: job.id, summaries: simulate(job) };
        fit.absorb(fit.next_batch().iter().map(outcome).collect()).unwrap();
    }
    fit
}

fn moves(population: usize, budget: u64) -> MovesSettings {
    MovesSettings {
        population,
        budget,
        quantile: 0.8,
        least_acceptance: 0.12,
        settles_below: 0.0,
        scales: vec![1.0; 3],
        fidelity: Schedule::default(),
    }
}

#[test]
fn moves_recover_the_exact_posterior() {
    // A tolerance that falls slowly and far. What is left of it widens the sample a little, and may not narrow it.
    let far = MovesSettings { quantile: 0.9, least_acceptance: 0.03, ..moves(2000, 400_000) };
    let (centre, covariance) = exact(&OBSERVED);
    let seeds = 12;
    let (mut means, mut sds) = (vec![Vec::new(); 2], vec![Vec::new(); 2]);
    for seed in 0..seeds {
        let stages = vec![StagePlan::Moves(far.clone())];
        let fit = fitted(Plan { space: toy_space(), target: toy_target(OBSERVED), seed, stages });
        let sample = fit.sample().unwrap();
        let found = weighted_covariance(&sample.points, &sample.weights);
        for (k, mean) in weighted_mean(&sample.points, &sample.weights).into_iter().enumerate() {
            means[k].push(mean);
            sds[k].push(found.at(k, k).sqrt());
        }
    }
    for k in 0..2 {
        let sd = covariance[k][k].sqrt();
        let off = (mean(&means[k]) - centre[k]) / sd;
        let standard_error = (variance(&means[k]) / seeds as f64).sqrt() / sd;
        let width = mean(&sds[k]) / sd;
        println!("moves, parameter {k}: mean off by {off:.4} sd, standard error {standard_error:.4}; width {width:.4}");
        assert!(standard_error < 0.1 && off.abs() < 4.0 * standard_error, "parameter {k} is off by {off} sd");
        assert!((0.97..1.15).contains(&width), "parameter {k} is {width} times as wide");
    }
}

#[test]
fn moves_keep_the_prior_where_nothing_is_learned() {
    // Twelve parameters and one summary that none of them moves: after twenty generations the prior is still there, and no
    // particle has taken over.
    let space = Space::new((0..12).map(|k| parameter(&format!("p{k}"), 0.0, 1.0)).collect());
    let space = space.unwrap();
    let observations = vec![Observation { name: "s".into(), value: 0.0, error_sd: 1.0, discrepancy_sd: 0.0 }];
    let target = Target { observations, coarse_sd: Vec::new() };
    let stage = StagePlan::Moves(MovesSettings { scales: vec![1.0], least_acceptance: 0.25, ..moves(500, 10_000) });
    let fit = fitted_to(Plan { space: space.clone(), target, seed: 5, stages: vec![stage] }, |job| {
        Some(vec![normal(&mut stream(job.seed, NOISE, 4, 0))])
    });
    let Some(Stage::Moves(moves)) = fit.stages().last() else { panic!("moves") };
    assert!(moves.generations.len() > 5, "{:?}", moves.end);
    let sample = fit.sample().unwrap();
    assert!(sample.effective_size() > 200.0, "{}", sample.effective_size());
    let posterior = Posterior::of(&space, &sample, &[0.5], Least { contraction: 0.2, effective_size: 0.0 });
    for m in &posterior.marginals {
        // Standard errors, with 200 effective particles: 0.02 of the mean, 0.1 of the contraction.
        assert!((m.mean - 0.5).abs() < 0.09 && m.contraction.abs() < 0.4, "{m:?}");
    }
}

#[test]
fn moves_spend_their_budget_and_go_on_at_another_fidelity() {
    let settings = MovesSettings { fidelity: Schedule(vec![0, 0, 1]), least_acceptance: 0.0, ..moves(100, 1050) };
    let plan =
        Plan { space: toy_space(), target: toy_target(OBSERVED), seed: 3, stages: vec![StagePlan::Moves(settings)] };
    let fit = fitted(plan);
    assert_eq!(fit.runs().len(), 1000, "whole generations");
    let Some(Stage::Moves(moves)) = fit.stages().last() else { panic!("moves") };
    assert_eq!(moves.end, Some(MovesEnd::Budget));
    let fidelity: Vec<u32> = moves.generations.iter().map(|g| g.fidelity).collect();
    assert_eq!(fidelity[..4], [0, 0, 1, 1]);
    let falls = moves.generations.windows(2).all(|pair| pair[1].tolerance <= pair[0].tolerance);
    assert!(falls, "tolerances never rise");
}

/// A bank of runs over the prior, as observed.
fn bank(points: usize) -> Vec<Known> {
    let design = DesignSettings { points, batch: 500, fidelity: 0 };
    let plan =
        Plan { space: toy_space(), target: toy_target(OBSERVED), seed: 11, stages: vec![StagePlan::Design(design)] };
    let fit = fitted(plan);
    let bank = fit.from_prior(0);
    assert_eq!(bank.len(), points);
    calibration::as_observed(&bank, &fit.plan().target, 0, 12)
}

#[test]
fn ranks_are_uniform_for_a_right_posterior_and_not_for_a_wrong_one() {
    let bank = bank(3000);
    let scales = calibration::scales_of(&bank);
    let method = Amortised { keep: 300, adjust: true };
    let test = |label: &str, posterior: &dyn Fn(usize, &[f64]) -> Weighted| {
        let ranks = calibration::leave_one_out(&bank, 1000, 99, 13, |i, s| Some(posterior(i, s)));
        assert_eq!(ranks.len(), 1000);
        let found = calibration::uniformity(&ranks, 99, 20);
        for (k, u) in found.iter().enumerate() {
            println!("{label}, parameter {k}: p {:.2e}", u.p_value);
        }
        found
    };
    let amortised = |i: usize, s: &[f64]| method.posterior(&bank, Some(i), s, &scales).unwrap();
    for u in test("exact", &|i, s| exact_sample(s, 1.0, 200, 14, i as u64)) {
        assert!(u.p_value > 0.01, "{u:?}");
    }
    for u in test("amortised", &amortised) {
        assert!(u.p_value > 0.01, "{u:?}");
    }
    // The same posteriors with half the standard deviation, and the exact ones shifted by half of it.
    let halved = |i: usize, s: &[f64]| {
        let mut sample = amortised(i, s);
        let centre = weighted_mean(&sample.points, &sample.weights);
        sample.points.iter_mut().for_each(|p| p.iter_mut().zip(&centre).for_each(|(z, c)| *z = c + 0.5 * (*z - c)));
        sample
    };
    let shifted = |i: usize, s: &[f64]| {
        let mut sample = exact_sample(s, 1.0, 200, 14, i as u64);
        let (_, c) = exact(s);
        sample.points.iter_mut().for_each(|p| (0..2).for_each(|k| p[k] += 0.5 * c[k][k].sqrt()));
        sample
    };
    for found in [test("halved", &halved), test("shifted", &shifted)] {
        for u in found {
            assert!(u.p_value < 0.001, "{u:?}");
        }
    }
    // Half the prior for a posterior is too wide: told by the smaller p of the two parameters, which counts twice.
    let wide = Amortised { keep: 1500, adjust: false };
    let found = test("rejection of half", &|i, s| wide.posterior(&bank, Some(i), s, &scales).unwrap());
    assert!(2.0 * found[0].p_value.min(found[1].p_value) < 0.001, "{found:?}");
    // The check is blind to a method that learns nothing: the prior itself passes. Contraction tells it.
    let blind = Amortised { keep: 3000, adjust: false };
    for u in test("prior", &|i, s| blind.posterior(&bank, Some(i), s, &scales).unwrap()) {
        assert!(u.p_value > 0.01, "{u:?}");
    }
}

#[test]
fn a_parameter_without_effect_is_reported() {
    let mut parameters = toy_space().parameters().to_vec();
    parameters.push(parameter("idle", 10.0, 20.0));
    let space = Space::new(parameters).unwrap();
    let stages = vec![StagePlan::Moves(moves(2000, 60_000))];
    let fit = fitted(Plan { space: space.clone(), target: toy_target(OBSERVED), seed: 21, stages });
    let posterior = Posterior::of(
        &space,
        &fit.sample().unwrap(),
        &[0.05, 0.5, 0.95],
        Least { contraction: 0.2, effective_size: 0.0 },
    );
    assert_eq!(posterior.unidentified, ["idle"], "{:?}", posterior.marginals);
    let idle = &posterior.marginals[2];
    // A uniform over 10..20 has mean 15 and sd 2.89; four standard errors at an effective size of 300.
    assert!((idle.mean - 15.0).abs() < 0.67 && idle.contraction.abs() < 0.2, "{idle:?}");
    assert!(posterior.marginals[0].contraction > 0.3 && posterior.marginals[1].contraction > 0.5);
}

fn matching(waves: u32) -> HistorySettings {
    HistorySettings {
        waves,
        points: 40,
        replicated: 8,
        replicates: 5,
        cutoff: 3.0,
        ignored: 0,
        candidates: 4000,
        fidelity: Schedule::default(),
    }
}

#[test]
fn history_matching_keeps_the_posterior_and_rules_out_the_impossible() {
    let plan = |observed, s| Plan {
        space: toy_space(),
        target: toy_target(observed),
        seed: 31,
        stages: vec![StagePlan::HistoryMatching(s)],
    };
    let fit = fitted(plan(OBSERVED, matching(3)));
    let Some(Stage::HistoryMatching(m)) = fit.stages().last() else { panic!("history matching") };
    assert_eq!((m.waves.len(), m.end), (3, Some(HistoryEnd::Waves)));
    let shares: Vec<f64> = m.waves.iter().map(|w| w.share_left).collect();
    assert!(shares[0] < 0.7 && shares[2] <= shares[0] && shares[2] > 0.0);
    for variance in &m.region.screens[0].stochastic {
        // 32 degrees of freedom: relative standard error of the root 1 / sqrt(64) = 0.125.
        assert!((variance.sqrt() / NOISE_SD - 1.0).abs() < 0.5, "{variance}");
    }
    let kept = |observed: &[f64]| {
        let sample = exact_sample(observed, 1.0, 1000, 32, 0);
        sample.points.iter().filter(|p| fit.region.contains(p)).count()
    };
    assert!(kept(&OBSERVED) >= 990, "{} of 1000 posterior draws are left", kept(&OBSERVED));
    assert!(kept(&[-6.0, 6.0, -2.0]) <= 10, "{}", kept(&[-6.0, 6.0, -2.0]));

    // The third summary is a third of the first parameter, give or take 0.5: it cannot be 30.
    let fit = fitted(plan([0.0, 0.0, 30.0], matching(3)));
    assert!(fit.is_ruled_out() && fit.is_done());
    // One summary may be ignored.
    let fit = fitted(plan([0.0, 0.0, 30.0], HistorySettings { ignored: 1, ..matching(1) }));
    assert!(!fit.is_ruled_out());
}

/// All three methods, at growing fidelity, on a simulator that is curved, bounded, and fails in a corner.
fn long_plan() -> Plan {
    let space =
        Space::new(vec![parameter("p", 0.0, 1.0), parameter("q", -1.0, 1.0), parameter("r", -1.0, 3.0)]).unwrap();
    let of = |name: &str, value: f64| Observation { name: name.into(), value, error_sd: 0.1, discrepancy_sd: 0.05 };
    let target = Target { observations: vec![of("x", 0.9), of("y", 1.2)], coarse_sd: vec![vec![0.2, 0.2]] };
    let stages = vec![
        StagePlan::Design(DesignSettings { points: 50, batch: 20, fidelity: 0 }),
        StagePlan::HistoryMatching(HistorySettings { fidelity: Schedule(vec![0, 1]), ..matching(2) }),
        StagePlan::Moves(MovesSettings {
            scales: vec![1.0; 2],
            least_acceptance: 0.0,
            fidelity: Schedule(vec![1, 2]),
            ..moves(80, 900)
        }),
    ];
    Plan { space, target, seed: 41, stages }
}

fn long_simulator(job: &Job) -> Option<Vec<f64>> {
    let mut draws = stream(job.seed, NOISE, 2, 0);
    let (p, q, r) = (job.params[0], job.params[1], job.params[2]);
    assert!((0.0..=1.0).contains(&p) && (-1.0..=1.0).contains(&q) && (-1.0..=3.0).contains(&r), "{job:?}");
    if p > 0.9 && r > 0.0 {
        return None;
    }
    let noise = 0.2 / f64::from(job.fidelity + 1);
    Some(vec![p + 0.7 * q + noise * normal(&mut draws), r * r + p + noise * normal(&mut draws)])
}

fn outcome(job: &Job) -> Outcome {
    Outcome { id: job.id, summaries: long_simulator(job) }
}

#[test]
fn same_fit_whatever_the_order_of_results_and_the_parts_in_which_they_come() {
    let whole = fitted_to(long_plan(), long_simulator);
    let fidelities: Vec<u32> = whole.runs().iter().map(|r| r.fidelity).collect();
    assert!((0..3).all(|f| fidelities.contains(&f)) && whole.stages().len() == 3);
    assert!(whole.runs().iter().any(|r| r.summaries.is_none()), "some runs fail");
    let mut shuffled = Fit::new(long_plan()).unwrap();
    let mut draws = stream(1, SHUFFLE, 0, 0);
    while !shuffled.is_done() {
        let mut outcomes: Vec<Outcome> = shuffled.next_batch().iter().map(outcome).collect();
        for i in (1..outcomes.len()).rev() {
            outcomes.swap(i, draws.below(i as u64 + 1) as usize);
        }
        let rest = outcomes.split_off(outcomes.len() / 2);
        shuffled.absorb(outcomes).unwrap();
        assert_eq!(shuffled.next_batch().len(), rest.len(), "the others are still awaited");
        shuffled.absorb(rest).unwrap();
    }
    assert!(shuffled == whole && shuffled.sample().is_some(), "another order gives another result");
}

#[test]
fn what_is_not_awaited_or_not_a_summary_is_refused() {
    let plan = || Plan {
        space: toy_space(),
        target: toy_target(OBSERVED),
        seed: 1,
        stages: vec![StagePlan::Design(DesignSettings { points: 3, batch: 2, fidelity: 0 })],
    };
    let of = |id, summaries| Outcome { id, summaries };
    let mut fit = Fit::new(plan()).unwrap();
    assert_eq!(fit.next_batch().len(), 2);
    assert!(fit.absorb(vec![of(2, None)]).is_err(), "of a later batch");
    assert!(fit.absorb(vec![of(0, Some(vec![1.0]))]).is_err(), "too few summaries");
    fit.absorb(vec![of(1, Some(vec![1.0, 2.0, f64::NAN]))]).unwrap();
    assert!(fit.absorb(vec![of(1, None)]).is_err(), "taken already");
    assert_eq!(fit.next_batch().iter().map(|j| j.id).collect::<Vec<u64>>(), [0]);
    fit.absorb(vec![of(0, Some(vec![1.0, 2.0, 3.0]))]).unwrap();
    assert!(fit.runs()[1].summaries.is_none() && fit.runs()[0].summaries.is_some());
    fit.absorb(vec![of(2, None)]).unwrap();
    assert!(fit.is_done() && fit.next_batch().is_empty() && fit.from_prior(0).len() == 1 && fit.sample().is_none());

    let mut faulty = plan();
    faulty.stages = vec![StagePlan::Moves(MovesSettings { scales: vec![1.0], ..moves(200, 1000) })];
    assert!(Fit::new(faulty.clone()).is_err(), "a scale for each summary");
    faulty.stages = vec![StagePlan::Moves(moves(200, 1000))];
    assert!(Fit::new(faulty.clone()).is_ok());
    faulty.target.coarse_sd = vec![vec![0.1]];
    assert!(Fit::new(faulty).is_err());
}

#[test]
fn runs_that_all_fail_end_every_method() {
    let fit = fitted_to(long_plan(), |_| None);
    assert!(fit.is_done() && fit.sample().is_none() && fit.stages().len() == 3);
    let Stage::HistoryMatching(m) = &fit.stages()[1] else { panic!("history matching") };
    assert_eq!(m.end, Some(HistoryEnd::TooFewRuns));
}
