//! Epstein's civil violence beside what the paper, a public replication and Mesa's example report.
//!
//! Where a claim of the paper does not follow from its rules, the test says so: it holds our own figures to those of the
//! replications, and fails if the claim should come true one day.

use models::epstein::outbursts::Spread;
use models::epstein::runs::{Course, courses, mean, settings};
use models::epstein::{MODEL_1, World};
use models::{MODELS, Outcome, Range, Settings, model::NoWatch};

/// Rows of a reference file as fields; a field in quotation marks may hold commas.
fn rows(text: &str) -> Vec<Vec<String>> {
    let fields = |line: &str| {
        let mut fields = vec![String::new()];
        let mut is_quoted = false;
        for c in line.chars() {
            match c {
                '"' => is_quoted = !is_quoted,
                ',' if !is_quoted => fields.push(String::new()),
                c => fields.last_mut().expect("it begins with one").push(c),
            }
        }
        fields
    };
    text.lines().map(fields).collect()
}

/// A column of a row of the results, e.g. `101-122` as its two ends.
fn range(quantity: &str, column: &str) -> (f64, f64) {
    let rows = rows(include_str!("../reference/epstein2002_results.csv"));
    let at = rows[0].iter().position(|name| name == column).expect("the column is there");
    let row = rows.iter().find(|row| row[0] == quantity).unwrap_or_else(|| panic!("no row {quantity}"));
    let (low, high) = row[at].split_once('-').expect("a range");
    (low.parse().expect("a number"), high.parse().expect("a number"))
}

fn share(courses: &[Course], is: impl Fn(&Course) -> bool) -> f64 {
    courses.iter().filter(|course| is(course)).count() as f64 / courses.len() as f64
}

fn means(courses: &[Course], spread: impl Fn(&Course) -> Spread) -> f64 {
    mean(&courses.iter().filter_map(|course| spread(course).mean()).collect::<Vec<_>>())
}

#[test]
fn agrees_with_table_2() {
    for row in rows(include_str!("../reference/epstein2002_runs.csv")).iter().skip(1) {
        for run in row[0].split('-') {
            let settings = settings(run, "literal", 1);
            let number = |at: usize| row[at].parse::<f64>().expect("a number");
            let keys = ["cop_vision", "agent_vision", "legitimacy"];
            keys.iter().zip(2..).for_each(|(key, at)| assert_eq!(settings.real(key), number(at), "run {run}: {key}"));
            match row[5].as_str() {
                "infinite" => assert_eq!(settings.word("term"), "life", "run {run}"),
                _ => assert_eq!(settings.whole("max_jail_term") as f64, number(5), "run {run}"),
            }
            // "None" is read as: agents stand still, cops walk, since the paper has them come and go in run 1.
            let movement = if row[6] == "none" { "cops" } else { "everyone" };
            assert_eq!(settings.word("movement"), movement, "run {run}");
            assert_eq!(settings.real("cop_density"), number(7));
            assert_eq!((settings.whole("width"), settings.whole("height")), (40, 40));
            let keys = ["population_density", "k", "threshold"];
            keys.iter().zip(9..).for_each(|(key, at)| assert_eq!(settings.real(key), number(at), "run {run}: {key}"));
            if row[1] == "II" {
                assert_eq!(settings.real("clone_probability"), number(12));
                assert_eq!(settings.whole("max_age") as f64, number(13));
            }
        }
    }
}

#[test]
fn agrees_with_replications_that_run_2_as_printed_has_no_outburst() {
    let courses = courses("2", "literal", 6);
    let none = range("run2_outbursts_per_3000_ticks_literal_ratio", "replication_A_range");
    assert_eq!(none, (0.0, 0.0));
    for course in &courses {
        // Both replications saw peaks of 13 to 35; ours over 20 seeds are 12 to 31.
        assert!(course.outbursts.ended() == 0 && (8..=50).contains(&course.outbursts.peak()), "{course:?}");
    }
}

#[test]
fn agrees_with_replications_of_run_2_rounded_down() {
    let courses = courses("2", "floor", 10);
    let n = mean(&courses.iter().map(|course| course.outbursts.ended() as f64).collect::<Vec<_>>());
    let activation = means(&courses, |course| course.outbursts.activation());
    let wait = means(&courses, |course| course.outbursts.wait());
    // The bounds are the lowest and highest of 20 seeds of a replication; a mean of ten must lie well inside.
    for (value, quantity) in [
        (n, "run2_outbursts_per_3000_ticks_floor_ratio"),
        (activation, "run2_mean_total_activation"),
        (wait, "run2_mean_wait"),
    ] {
        let (low, high) = range(quantity, "replication_A_range");
        assert!((low..=high).contains(&value), "{quantity}: {value} is not in {low} to {high}");
    }
    // What the paper reports and these rules do not give: waits of 60 +- 55, and a spread of activation of 230.
    let wait_sd = mean(&courses.iter().filter_map(|course| course.outbursts.wait().sd()).collect::<Vec<_>>());
    let activation_sd =
        mean(&courses.iter().filter_map(|course| course.outbursts.activation().sd()).collect::<Vec<_>>());
    assert!(wait < 30.0 && (5.0..=10.0).contains(&wait_sd), "waits {wait} +- {wait_sd}");
    assert!((380.0..=520.0).contains(&activation_sd), "spread of activation {activation_sd}");
    // What it reports and they do give: 708 +- 230 in the mean.
    assert!((activation - 708.0).abs() < 230.0);
}

/// Over 200 seeds: peaks above 50 in 0.215 (run 3) and 0.34 (run 4) of them, the jump's peak is higher in 0.81, its jail
/// fuller in 0.255. The bounds are three standard errors of a share of 60 seeds round these.
#[test]
fn agrees_with_replications_that_salami_and_jump_differ_less_than_published() {
    let (slow, jump) = (courses("3", "floor", 60), courses("4", "floor", 60));
    let near = |value: f64, expected: f64| (value - expected).abs() < 3.0 * (expected * (1.0 - expected) / 60.0).sqrt();
    let explodes = |course: &Course| course.outbursts.peak() > 50;
    let (in_slow, in_jump) = (share(&slow, explodes), share(&jump, explodes));
    assert!(near(in_slow, 0.215), "run 3 should have no spike; it has in {in_slow} of the seeds");
    assert!(near(in_jump, 0.34), "run 4 should explode; it does in {in_jump} of the seeds");
    let pairs = || slow.iter().zip(&jump);
    let higher = pairs().filter(|(s, j)| j.outbursts.peak() > s.outbursts.peak()).count() as f64 / 60.0;
    let fuller = pairs().filter(|(s, j)| j.jailed > s.jailed).count() as f64 / 60.0;
    assert!(near(higher, 0.81), "the jump's peak is higher in {higher} of the seeds");
    assert!(near(fuller, 0.255), "the jump jails more in {fuller} of the seeds; published: always");
}

#[test]
fn agrees_with_epstein_that_withdrawing_cops_tips_run_5() {
    let peaks: Vec<u32> = courses("5", "floor", 10).iter().map(|course| course.outbursts.peak()).collect();
    // 0.99 of 200 seeds; 1.0 and 0.9 in the replications.
    assert!(peaks.iter().filter(|peak| **peak > 50).count() >= 9, "{peaks:?}");
    let literal = courses("5", "literal", 4);
    assert!(literal.iter().all(|course| course.outbursts.peak() <= 50), "as printed it never tips");
}

#[test]
fn agrees_with_epstein_on_coexistence_and_genocide() {
    for course in courses("6", "literal", 5) {
        assert!(course.killed == 0 && course.extinction.is_none(), "{course:?}");
    }
    let seven = courses("7", "literal", 60);
    assert!(seven.iter().all(|course| course.extinction.is_some_and(|tick| tick <= 1000)));
    // Over 400 seeds: tick 95 on average, s.d. 42; a replication has 94 and 42. Three standard errors of 60 seeds.
    let when = mean(&seven.iter().filter_map(|course| course.extinction.map(|tick| tick as f64)).collect::<Vec<_>>());
    assert!((when - 94.8).abs() < 3.0 * 41.9 / 60_f64.sqrt(), "a group is gone after {when} ticks");
    let first = share(&seven, |course| course.victor == Some(0));
    assert!((first - 0.5).abs() < 3.0 * 0.5 / 60_f64.sqrt(), "the first group wins {first}");
}

#[test]
fn agrees_with_a_replication_that_cops_do_not_keep_both_groups_alive_in_run_8() {
    let eight = courses("8", "literal", 20);
    assert!(eight.iter().all(|course| course.extinction.is_some()), "published: a stable regime");
    let when = mean(&eight.iter().filter_map(|course| course.extinction.map(|tick| tick as f64)).collect::<Vec<_>>());
    // Over 200 seeds: tick 152, s.d. 86. A replication has 180 with 20 seeds, so its mean is 1.4 standard errors off.
    assert!((when - 152.5).abs() < 3.0 * 86.5 / 20_f64.sqrt(), "a group is gone after {when} ticks");
}

/// NetLogo's rules: a replication of them reports 93 to 109 outbursts, an activation of 1107 and waits of 23.1.
#[test]
fn agrees_with_a_replication_of_netlogos_rebellion() {
    let runs: Vec<Course> = (1..=6)
        .map(|seed| models::epstein::runs::course(&Settings::new(&MODEL_1, seed).with("variant", "netlogo")))
        .collect();
    let n = mean(&runs.iter().map(|course| course.outbursts.ended() as f64).collect::<Vec<_>>());
    let activation = means(&runs, |course| course.outbursts.activation());
    let wait = means(&runs, |course| course.outbursts.wait());
    assert!((93.0..=109.0).contains(&n), "{n} outbursts");
    // Means of seeds spread by about 70 and 0.8 here: four standard errors of a mean of six.
    assert!((activation - 1107.0).abs() < 115.0, "activation {activation}");
    assert!((wait - 23.1).abs() < 1.4, "wait {wait}");
}

/// Mean and its standard error.
fn with_error(values: &[f64]) -> (f64, f64) {
    let mut spread = Spread::default();
    values.iter().for_each(|value| spread.add(*value));
    let sd = spread.sd().expect("there are several");
    (mean(values), sd / (values.len() as f64).sqrt())
}

/// Mesa's example was run with the same numbers; its draws are others, so means over seeds are compared, to within three
/// standard errors of their difference.
#[test]
fn agrees_with_mesas_example() {
    let mut ours: [Vec<f64>; 8] = Default::default();
    for seed in 1..=80 {
        let mesa = Settings::new(&MODEL_1, seed).with("variant", "mesa");
        let small = [("width", "20"), ("height", "20"), ("agent_vision", "3"), ("cop_vision", "3")];
        let small = small.into_iter().chain([("legitimacy", "0.7"), ("cop_density", "0.06"), ("max_jail_term", "10")]);
        let mut world = World::new(&small.fold(mesa.clone(), |settings, (key, value)| settings.with(key, value)));
        let (mut actives, mut jailed) = (Vec::new(), Vec::new());
        for step in 1..=450 {
            world.tick();
            if step > 50 {
                actives.push(f64::from(world.counts().actives()));
                jailed.push(f64::from(world.counts().in_jail()));
            }
        }
        let (middle, error) = with_error(&actives);
        let next_to: f64 = actives.windows(2).map(|pair| (pair[0] - middle) * (pair[1] - middle)).sum();
        let squares: f64 = actives.iter().map(|x| (x - middle) * (x - middle)).sum();
        let highest = actives.iter().copied().fold(0.0, f64::max);
        let spread = error * (actives.len() as f64).sqrt();
        let mut values = vec![middle, spread, mean(&jailed), highest, next_to / squares];
        if seed <= 40 {
            let mut world = World::new(&mesa);
            let counts: Vec<_> = (0..120).map(|_| (world.tick(), world.counts()).1).collect();
            values.push(counts.iter().map(|counts| f64::from(counts.actives())).fold(0.0, f64::max));
            values.extend([9, 119].map(|at: usize| f64::from(counts[at].in_jail())));
        }
        values.iter().zip(&mut ours).for_each(|(value, values)| values.push(*value));
    }
    let rows = rows(include_str!("../reference/mesa_civil_violence.csv"));
    assert_eq!(rows.len(), ours.len() + 1);
    for (row, ours) in rows[1..].iter().zip(&ours) {
        let (theirs, their_error): (f64, f64) = (row[2].parse().expect("a mean"), row[3].parse().expect("an error"));
        let (ours, our_error) = with_error(ours);
        let error = (their_error * their_error + our_error * our_error).sqrt();
        println!("{}: {ours:.3} +- {our_error:.3}, Mesa {theirs} +- {their_error}", row[0]);
        assert!((ours - theirs).abs() < 3.0 * error, "{}: {ours} against {theirs} +- {error}", row[0]);
    }
}

#[test]
fn same_world_from_the_same_seed() {
    for update in ["asynchronous", "synchronous"] {
        let world = |seed| {
            let mut world = World::new(&Settings::new(&MODEL_1, seed).with("update", update).with("ratio", "floor"));
            (0..60).for_each(|_| world.tick());
            world.sites()
        };
        assert_eq!(world(7), world(7));
        assert_ne!(world(7), world(8));
    }
}

/// The synchronous update is another model, and yet its outbursts are much the same.
#[test]
fn agrees_with_the_asynchronous_update_in_kind() {
    let in_step = |seed| settings("2", "floor", seed).with("update", "synchronous");
    let runs: Vec<Course> = (1..=8).map(|seed| models::epstein::runs::course(&in_step(seed))).collect();
    let n = mean(&runs.iter().map(|course| course.outbursts.ended() as f64).collect::<Vec<_>>());
    // Over ten seeds 101 to 114 outbursts, 105 on average; the asynchronous update has 112.
    assert!((95.0..=120.0).contains(&n), "{n} outbursts");
}

#[test]
fn runs_give_rows_figures_and_pictures() {
    for model in MODELS.iter().filter(|model| model.name.starts_with("epstein")) {
        let presets = model.params.iter().filter_map(|param| match param.range {
            Range::Preset(_, presets) => Some((param.key, presets)),
            _ => None,
        });
        for (key, presets) in presets {
            for preset in presets {
                let settings = Settings::new(model, 1).with(key, preset.word).with("ticks", "70");
                let Outcome { figures, pictures, is_cut } = (model.run)(&settings, &mut NoWatch);
                assert!(!is_cut && pictures.len() == 3 && figures.len() >= 4, "{key}={}", preset.word);
            }
        }
    }
}
