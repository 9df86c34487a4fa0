//! Models whose answers are exact, against values recomputed from their published definitions.
//!
//! The values stand in `reference/exact_checks.csv`. A row that no arm of [`check`] knows fails the test.

use models::galam::Vote;
use models::global_game::Game;
use models::granovetter::NormalThresholds;
use models::model::NoWatch;
use models::{Outcome, Picture, Settings};

const ROWS: &str = include_str!("../reference/exact_checks.csv");

struct Row {
    model: String,
    setup: String,
    quantity: String,
    value: String,
    tolerance: String,
}

impl Row {
    /// The value as numbers: one, or several with spaces between them.
    fn numbers(&self) -> Vec<f64> {
        self.value.split(' ').map(|number| number.parse().expect("a number")).collect()
    }

    /// The row's tolerance; 0 for `exact`.
    fn tolerance(&self) -> f64 {
        if self.tolerance == "exact" { 0.0 } else { self.tolerance.parse().expect("a number or `exact`") }
    }

    /// What is wrong when these are the values found.
    fn compare(&self, found: &[f64]) -> Result<(), String> {
        let expected = self.numbers();
        let near = |(found, expected): (&f64, &f64)| (found - expected).abs() <= self.tolerance();
        if found.len() == expected.len() && found.iter().zip(&expected).all(near) {
            return Ok(());
        }
        Err(format!("found {found:?}, expected {expected:?} to within {}", self.tolerance))
    }
}

/// The rows of the file. Cells in double quotes may hold commas; none holds a double quote.
fn rows() -> Vec<Row> {
    let cells = |line: &str| {
        let mut cells = vec![String::new()];
        let mut is_quoted = false;
        for c in line.chars() {
            match c {
                '"' => is_quoted = !is_quoted,
                ',' if !is_quoted => cells.push(String::new()),
                c => cells.last_mut().expect("never empty").push(c),
            }
        }
        assert!(!is_quoted && cells.len() == 8, "eight cells: {line}");
        cells
    };
    let mut lines = ROWS.lines().map(cells);
    let head = lines.next().expect("a head");
    assert_eq!(head.join(","), "model,setup,quantity,value,tolerance,note,source,status");
    let row = |cells: Vec<String>| {
        let mut cells = cells.into_iter();
        let mut next = || cells.next().expect("eight cells");
        Row { model: next(), setup: next(), quantity: next(), value: next(), tolerance: next() }
    };
    lines.map(row).collect()
}

/// A run of a model with these settings and seed 1.
fn outcome(model: &str, settings: &[(&str, &str)]) -> Outcome {
    let model = models::find(model).expect("a model of this name");
    let settings = settings.iter().fold(Settings::new(model, 1), |all, (key, value)| all.with(key, value));
    (model.run)(&settings, &mut NoWatch)
}

fn figure(outcome: &Outcome, name: &str) -> f64 {
    outcome.figures.iter().find(|figure| figure.name == name).unwrap_or_else(|| panic!("no figure {name}")).value
}

#[test]
fn agrees_with_every_exact_check() {
    let rows = rows();
    assert_eq!(rows.len(), 30);
    let faults: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let fault = check(row).err()?;
            Some(format!("{} | {} | {}: {fault}", row.model, row.setup, row.quantity))
        })
        .collect();
    assert!(faults.is_empty(), "{} rows:\n{}", faults.len(), faults.join("\n"));
}

fn check(row: &Row) -> Result<(), String> {
    match row.model.as_str() {
        "Granovetter1978" => granovetter(row),
        "Kuran1991" => kuran(row),
        "Galam" => galam(row),
        "Morris-Shin/AHP global game" => global_game(row),
        _ => Err("no check for this model".to_owned()),
    }
}

fn granovetter(row: &Row) -> Result<(), String> {
    let rioters = |settings: &[(&str, &str)]| figure(&outcome("granovetter", settings), "final_rioters");
    let normal = NormalThresholds { people: 100.0, mean: 25.0, sd: 1.0 };
    let critical = normal.critical_sd().expect("a critical spread");
    match (row.setup.as_str(), row.quantity.as_str()) {
        ("100 people, thresholds 0,1,...,99", "final rioters") => row.compare(&[rioters(&[("thresholds", "uniform")])]),
        ("same but the threshold-1 person has 2", "final rioters") => {
            row.compare(&[rioters(&[("thresholds", "perturbed")])])
        }
        ("normal CDF mean 25, N=100, continuous fixed point from 0", "critical sd") => {
            let found = figure(&outcome("granovetter", &[("thresholds", "continuous")]), "critical_sd");
            row.compare(&[found])
        }
        // The rest leaves the touching point as the square root of the distance to the critical spread.
        ("same, just below critical sd", "equilibrium rioters") => {
            row.compare(&[NormalThresholds { sd: critical - 1e-8, ..normal }.rest()])
        }
        ("same, just above critical sd", "equilibrium rioters") => {
            row.compare(&[NormalThresholds { sd: critical + 1e-8, ..normal }.rest()])
        }
        (setup, "equilibrium rioters") if setup.starts_with("same, sd=") => {
            let sd = &setup["same, sd=".len()..];
            row.compare(&[rioters(&[("thresholds", "continuous"), ("sd", sd)])])
        }
        (setup, "jump") => {
            let roundings: &[&str] = match setup {
                "100 quantile thresholds rounded to nearest integer" => &["nearest"],
                "100 quantile thresholds, real-valued or ceil" => &["real", "ceil"],
                "100 quantile thresholds, floor" => &["floor"],
                _ => return Err("no check for this rounding".to_owned()),
            };
            for rounding in roundings {
                // "sd A gives B; C gives D"
                for side in row.value.trim_start_matches("sd ").split("; ") {
                    let (sd, expected) = side.split_once(" gives ").expect("a spread and its rioters");
                    let found = rioters(&[("thresholds", "quantiles"), ("rounding", rounding), ("sd", sd)]);
                    if found != expected.parse::<f64>().expect("a number") {
                        return Err(format!("{rounding}, sd {sd}: found {found}, expected {expected}"));
                    }
                }
            }
            Ok(())
        }
        (setup, "P(final>50)") => {
            let sd = match setup {
                "100 thresholds drawn at random N(25,10)" => "10",
                "random N(25,12.2)" => "12.2",
                "random N(25,15)" => "15",
                _ => return Err("no check for this distribution".to_owned()),
            };
            // Ten times the draws of the reference: what is left between them is mostly its own error.
            let settings = [("thresholds", "random"), ("sd", sd), ("populations", "40000")];
            let drawn = outcome("granovetter", &settings);
            row.compare(&[figure(&drawn, "share_above_half")])?;
            row.compare(&[figure(&drawn, "chance_above_half")])
        }
        _ => Err("no check for this row".to_owned()),
    }
}

fn kuran(row: &Row) -> Result<(), String> {
    let (sequence, society, person) = match row.setup.as_str() {
        "A={0,20,20,30,40,50,60,70,80,100}" => ("", "a", "0"),
        "A'={0,10,20,30,40,50,60,70,80,100}" => ("'", "a", "2"),
        "B={0,20,30,30,40,50,60,70,80,100}" => ("", "b", "0"),
        "B'={0,10,30,30,40,50,60,70,80,100}" => ("'", "b", "2"),
        _ => return Err("no check for this sequence".to_owned()),
    };
    assert_eq!(row.quantity, "public opposition %");
    let found = outcome("kuran", &[("society", society), ("person", person), ("threshold", "10")]);
    let name = if sequence.is_empty() { "opposition_before" } else { "opposition_after" };
    row.compare(&[figure(&found, name)])
}

fn galam(row: &Row) -> Result<(), String> {
    let threshold = |group: &str| figure(&outcome("galam", &[("group", group), ("tie", "0")]), "threshold");
    match (row.setup.as_str(), row.quantity.as_str()) {
        ("p' = 3p^2-2p^3 (groups of 3)", "unstable fixed point") => row.compare(&[threshold("3")]),
        ("groups of 4, tie keeps incumbents", "opposition share needed at the base") => row.compare(&[threshold("4")]),
        ("groups of 6, tie keeps incumbents", "opposition share needed at the base") => row.compare(&[threshold("6")]),
        (setup, quantity) if quantity.starts_with("share at levels 0..") => {
            let group = match setup.split(", base ").next() {
                Some("groups of 3") => 3,
                Some("groups of 4 tie to incumbent") => 4,
                _ => return Err("no check for these groups".to_owned()),
            };
            let base = setup.rsplit(' ').next().and_then(|base| base.parse().ok()).expect("a share at the base");
            let levels = quantity.rsplit('.').next().and_then(|levels| levels.parse().ok()).expect("levels");
            row.compare(&Vote { group, tie: 0.0 }.climb(base, levels))
        }
        _ => Err("no check for this row".to_owned()),
    }
}

fn global_game(row: &Row) -> Result<(), String> {
    let even = Game { cost: 0.5, prior_precision: 4.0, private_precision: 2.0, prior_mean: 0.5 };
    match (row.setup.as_str(), row.quantity.as_str()) {
        ("cost c=0.3, diffuse prior", "theta*") => {
            // The limit and its neighbourhood: a prior that says next to nothing, wherever it is centred.
            for (precision, mean) in [("0", "0.5"), ("0.000001", "0"), ("0.000001", "1")] {
                let settings = [("cost", "0.3"), ("prior_precision", precision), ("prior_mean", mean)];
                row.compare(&[figure(&outcome("global-game", &settings), "theta_star")])?;
            }
            Ok(())
        }
        ("prior precision alpha=4, z=c=0.5", "critical private precision") => {
            row.compare(&[figure(&outcome("global-game", &[]), "critical_private_precision")])?;
            // By the number of equilibria, too.
            let count = |private_precision: f64| Game { private_precision, ..even }.critical_strengths().len();
            let (mut many, mut one) = (1.0, 5.0);
            while one - many > 1e-6 {
                let middle = 0.5 * (many + one);
                if count(middle) > 1 { many = middle } else { one = middle }
            }
            row.compare(&[one])
        }
        ("alpha=4 beta=2.0 z=c=0.5", "equilibria theta*") => row.compare(&even.critical_strengths()),
        ("alpha=4 beta=2.6 z=c=0.5", "equilibria theta*") => {
            row.compare(&Game { private_precision: 2.6, ..even }.critical_strengths())
        }
        _ => Err("no check for this row".to_owned()),
    }
}

/// Every model here draws something, says something, and ends when the watch says so.
#[test]
fn law_models_with_exact_answers_give_figures_and_pictures() {
    struct Impatient;
    impl models::Watch for Impatient {
        fn progress(&mut self, _: u64, _: u64) -> std::ops::ControlFlow<()> {
            std::ops::ControlFlow::Break(())
        }
        fn rows(&mut self, _: &mut engine::record::Record) {}
    }
    let cases: [(&str, &[(&str, &str)]); 9] = [
        ("granovetter", &[]),
        ("granovetter", &[("thresholds", "quantiles")]),
        ("granovetter", &[("thresholds", "continuous")]),
        ("granovetter", &[("thresholds", "random")]),
        ("kuran", &[]),
        ("kuran", &[("society", "preferences")]),
        ("galam", &[]),
        ("galam", &[("agents", "2"), ("levels", "5")]),
        ("global-game", &[("agents", "100")]),
    ];
    for (name, set) in cases {
        let whole = outcome(name, set);
        assert!(!whole.is_cut && !whole.figures.is_empty() && !whole.pictures.is_empty(), "{name} {set:?}");
        assert!(whole.figures.iter().all(|figure| figure.value.is_finite()), "{name} {set:?}: {:?}", whole.figures);
        for picture in &whole.pictures {
            let Picture::Lines { title, lines, .. } = picture else { panic!("{name}: a picture of lines") };
            let is_finite = |(x, y): &(f64, f64)| x.is_finite() && y.is_finite();
            for line in lines {
                assert!(!line.points.is_empty() && line.points.iter().all(is_finite), "{name}, {title}: {}", line.name);
            }
        }
        let model = models::find(name).expect("a model of this name");
        let settings = set.iter().fold(Settings::new(model, 1), |all, (key, value)| all.with(key, value));
        assert!((model.run)(&settings, &mut Impatient).is_cut, "{name} {set:?} goes on");
    }
}
