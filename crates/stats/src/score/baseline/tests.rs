use super::super::pit::{histogram, pit};
use super::*;
use crate::draw::normal;

const TEST: Purpose = Purpose::named("test");

fn rows(points: &[(f64, f64)]) -> Vec<TrainingRow> {
    points.iter().map(|(date, v)| TrainingRow { date: *date, observed: Observation::exact(*v).unwrap() }).collect()
}

fn predict(baseline: Baseline, points: &[(f64, f64)], date: f64, settings: &Settings) -> Option<Ensemble> {
    baseline.predict(&rows(points), date, settings, &Key::new(1, "strikes", "north"))
}

/// The p-value of the PIT of 2,000 trials: a truth and its training from `world(stream)`.
fn calibration(baseline: Baseline, world: impl Fn(&mut Stream) -> (Vec<(f64, f64)>, f64, f64)) -> f64 {
    let settings = Settings { members: 99, ..Settings::default() };
    let of_trial = |t: u64| {
        let mut stream = Draws::new(6).stream(TEST, t, Day(0), 0);
        let (points, date, truth) = world(&mut stream);
        let key = Key::new(t, "series", "place");
        let ensemble = baseline.predict(&rows(&points), date, &settings, &key).unwrap();
        pit(&ensemble, &Observation::exact(truth).unwrap(), &mut stream)
    };
    histogram(&(0..2000).map(of_trial).collect::<Vec<_>>(), 20).unwrap().p_value
}

#[test]
fn law_predictions_are_calibrated_where_their_model_holds() {
    // Normal errors: each predictive distribution is then exactly Student's t, so that the PIT is uniform.
    let walk = calibration(Baseline::LastValue, |stream| {
        let (mut x, mut date) = (100.0, 0.0);
        let mut points = vec![(date, x)];
        for gap in [1.0_f64, 4.0, 2.0, 9.0, 1.0] {
            date += gap;
            x += 3.0 * gap.sqrt() * normal(stream);
            points.push((date, x));
        }
        (points, date + 16.0, x + 12.0 * normal(stream))
    });
    let line = calibration(Baseline::LinearTrend, |stream| {
        let mut at = |d: f64| 5.0 + 2.0 * d + 4.0 * normal(stream);
        (([0.0, 1.0, 5.0, 6.0, 9.0]).map(|d| (d, at(d))).to_vec(), 15.0, at(15.0))
    });
    let flat = calibration(Baseline::Mean, |stream| {
        let mut at = || 50.0 + 4.0 * normal(stream);
        ((0..4).map(|d| (f64::from(d), at())).collect(), 9.0, at())
    });
    // One test in a thousand fails by chance; the seeds are fixed.
    for (what, p) in [("walk", walk), ("line", line), ("flat", flat)] {
        assert!(p > 0.001, "{what}: {p}");
    }
    // A test that can fail: the mean of a series that rises.
    let wrong = calibration(Baseline::Mean, |stream| {
        let mut at = |d: f64| 3.0 * d + 4.0 * normal(stream);
        ((0..4).map(|d| (f64::from(d), at(f64::from(d)))).collect(), 9.0, at(9.0))
    });
    assert!(wrong < 1e-6, "{wrong}");
}

#[test]
fn law_too_little_training_predicts_nothing() {
    let none = Settings::default();
    let prior = Settings { step_prior: Some(2.0), residual_prior: Some(2.0), ..none };
    let two = [(0.0, 1.0), (4.0, 3.0)];
    for baseline in [Baseline::LastValue, Baseline::LinearTrend, Baseline::Mean, Baseline::LogisticGrowth] {
        assert_eq!(predict(baseline, &[], 5.0, &prior), None, "{baseline:?}");
        assert_eq!(predict(baseline, &two[..1], 5.0, &none), None, "{baseline:?}");
    }
    assert!(predict(Baseline::LastValue, &two, 5.0, &none).is_some());
    assert!(predict(Baseline::Mean, &two, 5.0, &none).is_some());
    assert!(predict(Baseline::LinearTrend, &two, 5.0, &none).is_none(), "no residual");
    assert!(predict(Baseline::LinearTrend, &two, 5.0, &prior).is_some());
    assert!(predict(Baseline::LinearTrend, &[(3.0, 1.0), (3.0, 2.0)], 5.0, &prior).is_none(), "one date");
    assert!(predict(Baseline::LogisticGrowth, &two, 5.0, &prior).is_none());
    assert!(predict(Baseline::LastValue, &two[..1], 5.0, &prior).is_some());
    assert!(predict(Baseline::LastValue, &two, -1.0, &prior).is_none(), "nothing before the date");
    assert!(predict(Baseline::Mean, &two, 5.0, &Settings { members: 0, ..none }).is_none());
}

#[test]
fn law_one_row_and_a_prior_spread_as_the_prior_says() {
    let settings = Settings { members: 20_000, step_prior: Some(2.0), ..Settings::default() };
    let e = predict(Baseline::LastValue, &[(10.0, 40.0)], 19.0, &settings).unwrap();
    // Student's t with 3 degrees has quartiles at +-0.764892; 2 * 3 times that. The error of a quartile of n draws is
    // sqrt(3/16 / n) over the density there, 0.2291 / 6: 0.080.
    for (p, x) in [(0.25, 40.0 - 6.0 * 0.764892), (0.5, 40.0), (0.75, 40.0 + 6.0 * 0.764892)] {
        assert!((e.quantile(p) - x).abs() < 0.33, "{p}: {} {x}", e.quantile(p));
    }
    let at_once = predict(Baseline::LastValue, &[(10.0, 40.0)], 10.0, &settings).unwrap();
    assert_eq!((at_once.sorted()[0], at_once.sorted()[19_999]), (40.0, 40.0), "no days, no spread");
}

#[test]
fn law_last_value_never_looks_ahead() {
    let settings = Settings::default();
    let early = [(0.0, 1.0), (2.0, 2.0), (5.0, 4.0)];
    let mut all = early.to_vec();
    all.push((90.0, 1e6));
    assert_eq!(
        predict(Baseline::LastValue, &early, 20.0, &settings),
        predict(Baseline::LastValue, &all, 20.0, &settings)
    );
    let mut shuffled = all.clone();
    shuffled.reverse();
    assert_eq!(
        predict(Baseline::LinearTrend, &all, 20.0, &settings),
        predict(Baseline::LinearTrend, &shuffled, 20.0, &settings)
    );
}

#[test]
fn law_ranges_widen_and_bounds_hold() {
    let with = |width: f64| -> Ensemble {
        let rows: Vec<_> = [(0.0, 10.0), (1.0, 11.0), (2.0, 10.0), (3.0, 11.0)]
            .map(|(date, v)| {
                let observed = Observation::new(v, Some(v - width), Some(v + width)).unwrap();
                TrainingRow { date, observed }
            })
            .to_vec();
        let settings = Settings { bounds: (0.0, 12.0), ..Settings::default() };
        Baseline::LastValue.predict(&rows, 4.0, &settings, &Key::new(3, "s", "p")).unwrap()
    };
    let width = |e: &Ensemble| e.central(0.8).high - e.central(0.8).low;
    assert!(width(&with(5.0)) > 1.5 * width(&with(0.0)));
    let wide = with(50.0);
    assert!(wide.sorted()[0] >= 0.0 && *wide.sorted().last().unwrap() <= 12.0);
}

#[test]
fn same_key_same_members_and_members_are_curves() {
    let settings = Settings { members: 5, ..Settings::default() };
    let points = [(0.0, 1.0), (1.0, 3.0), (2.0, 2.0), (3.0, 4.0)];
    let key = Key::new(1, "a", "b");
    let of = |date, key: &Key| Baseline::LastValue.predict(&rows(&points), date, &settings, key).unwrap();
    assert_eq!(of(4.0, &key), of(4.0, &key));
    assert_ne!(of(4.0, &key), of(4.0, &Key::new(1, "a", "c")));
    // Errors at four times the distance are twice as large, member by member.
    for (near, far) in of(4.0, &key).sorted().iter().zip(of(7.0, &key).sorted()) {
        assert!((2.0 * (near - 4.0) - (far - 4.0)).abs() < 1e-12);
    }
}

#[test]
fn law_pooled_spreads_by_hand() {
    let a = rows(&[(0.0, 0.0), (4.0, 6.0)]);
    let b = rows(&[(0.0, 5.0), (1.0, 6.0), (1.0, 8.0)]);
    // Squared steps over days: 36 / 4 and (7 - 5)^2 / 1.
    assert!((pooled_step_spread([&a[..], &b[..]]).unwrap() - 6.5_f64.sqrt()).abs() < 1e-15);
    // Squares about the means: 18 with one degree, 42/9 with two.
    let exact = ((18.0 + 14.0 / 3.0) / 3.0_f64).sqrt();
    assert!((pooled_deviation([&a[..], &b[..]]).unwrap() - exact).abs() < 1e-15);
    assert_eq!(pooled_step_spread([&a[..1]]), None);
}
