//! The points of a sweep: all combinations of levels, points drawn evenly, or the rows of a file.

use std::path::Path;

use run::Error;
use scenario::{Loaded, Problem, Problems, nearest};
use stats::fit::design::latin_hypercube;
use stats::sensitivity::sequence::{DIMENSIONS, Sequence};

use super::factors::{Factor, Level, Span, tidy};

/// Worlds at most: their rows are held in memory until the table is written.
pub const MOST_WORLDS: u64 = 100_000;
/// Points of a drawn design where the user says nothing.
pub const POINTS: u64 = 64;
/// Names of the designs that are no file.
const NAMES: [&str; 3] = ["factorial", "sobol", "lhs"];

/// How the points are chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Design {
    /// All combinations of the levels, the last factor varying fastest.
    Factorial,
    /// So many points of a scrambled Sobol' sequence.
    Sobol(u64),
    /// So many points of a Latin hypercube.
    Latin(u64),
    /// The rows of a file.
    File(String),
}

impl Design {
    /// The design of a word of the command line, with the number of points that was asked for.
    ///
    /// # Errors
    /// When there is no such design, or it has no number of points to choose.
    pub fn of(word: &str, points: Option<u64>) -> Result<Design, Error> {
        let wanted = points.unwrap_or(POINTS);
        let design = match word {
            "factorial" => Design::Factorial,
            "sobol" => Design::Sobol(wanted),
            "lhs" => Design::Latin(wanted),
            file if file.ends_with(".csv") || Path::new(file).is_file() => Design::File(file.to_owned()),
            other => {
                let near = nearest(other, NAMES).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                return Err(Error::Request(format!(
                    "--design {other} is none: designs are factorial, sobol, lhs, or a file of points that ends in .csv{near}"
                )));
            }
        };
        match (&design, points) {
            (Design::Sobol(_) | Design::Latin(_), Some(0)) => Err(Error::Request("--points is at least 1".into())),
            (Design::Factorial | Design::File(_), Some(_)) => Err(Error::Request(
                "--points belongs to the designs sobol and lhs; a factorial has all combinations, a file its rows"
                    .into(),
            )),
            _ => Ok(design),
        }
    }

    /// The word of the command line.
    pub fn word(&self) -> &str {
        match self {
            Design::Factorial => NAMES[0],
            Design::Sobol(_) => NAMES[1],
            Design::Latin(_) => NAMES[2],
            Design::File(path) => path,
        }
    }

    /// The number of points that a command has to say.
    pub fn n_points(&self) -> Option<u64> {
        match self {
            Design::Sobol(n) | Design::Latin(n) => Some(*n),
            Design::Factorial | Design::File(_) => None,
        }
    }
}

/// Factors, and the points at which worlds are run: a level of each factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// The factors.
    pub factors: Vec<Factor>,
    /// The points, from the first on.
    pub points: Vec<Vec<Level>>,
}

impl Points {
    /// The points that are asked for with `--vary` and a design; `set` are the keys that have a setting of their own.
    ///
    /// # Errors
    /// Every key and level that is none, all at once; a range where levels are needed; more worlds than can be run.
    pub fn of(
        loaded: &Loaded,
        vary: &[String],
        set: &[String],
        design: &Design,
        (runs, seed): (u64, u64),
    ) -> Result<Points, Error> {
        if let Design::File(path) = design {
            if !vary.is_empty() {
                let what = "the factors are those of the file; leave `--vary` out, or the file";
                return Err(Error::Request(format!("--design {path}: {what}")));
            }
            let points = read(loaded, path, set)?;
            few_enough(Some(points.points.len() as u64), runs)?;
            return Ok(points);
        }
        if vary.is_empty() {
            let what =
                "a sweep varies something: `--vary KEY=LOW..HIGH:LEVELS`, `--vary KEY=A,B` or `--design FILE.csv`";
            return Err(Error::Request(format!("{what}; `tauride params` has the keys")));
        }
        let mut faults = Vec::new();
        let mut found: Vec<(Factor, Span)> = Vec::new();
        for given in vary {
            let at = format!("--vary {given}");
            let Some((key, span)) = given.split_once('=') else {
                let fault = Problem::of_file(at, "what is varied needs a key and its levels");
                faults.push(fault.expected("KEY=LOW..HIGH:LEVELS, KEY=LOW..HIGH or KEY=A,B"));
                continue;
            };
            let factor = match Factor::of(loaded, key.trim(), &at) {
                Ok(factor) => factor,
                Err(problems) => {
                    faults.extend(problems.0);
                    continue;
                }
            };
            if let Some(fault) = is_taken(&factor, found.iter().map(|(other, _)| other), set, &at) {
                faults.push(fault);
            }
            match factor.span(loaded, span, &at) {
                Ok(Span::Range(..)) if *design == Design::Factorial => {
                    let fault = Problem::of_file(at, "a factorial needs a number of levels");
                    faults.push(fault.expected("LOW..HIGH:LEVELS").help("or draw points with `--design sobol`"));
                }
                Ok(span) => found.push((factor, span)),
                Err(problems) => faults.extend(problems.0),
            }
        }
        if !faults.is_empty() {
            return Err(Problems(faults).into());
        }
        let levels = |span: &Span| match span {
            Span::Levels(levels) => levels.len() as u64,
            Span::Range(..) => 1,
        };
        let n = match design.n_points() {
            Some(n) => Some(n),
            None => found.iter().try_fold(1_u64, |n, (_, span)| n.checked_mul(levels(span))),
        };
        few_enough(n, runs)?;
        let (factors, spans): (Vec<Factor>, Vec<Span>) = found.into_iter().unzip();
        let points = match design {
            Design::Sobol(n) => {
                if factors.len() > DIMENSIONS {
                    return Err(Error::Request(format!("--design sobol has at most {DIMENSIONS} factors")));
                }
                let sequence = Sequence::new(factors.len(), seed);
                (0..*n as usize).map(|i| drawn(&spans, &sequence.point(i))).collect()
            }
            Design::Latin(n) => {
                latin_hypercube(*n as usize, factors.len(), seed).iter().map(|at| drawn(&spans, at)).collect()
            }
            Design::Factorial | Design::File(_) => combinations(&spans),
        };
        Ok(Points { factors, points })
    }
}

fn few_enough(points: Option<u64>, runs: u64) -> Result<(), Error> {
    match points.and_then(|points| points.checked_mul(runs)) {
        Some(worlds) if worlds <= MOST_WORLDS => Ok(()),
        Some(worlds) => Err(Error::Request(format!(
            "the sweep has {worlds} worlds ({} points of {runs}), more than {MOST_WORLDS}; ask for fewer levels, points or runs",
            worlds / runs
        ))),
        None => Err(Error::Request(format!("the sweep has more worlds than {MOST_WORLDS}; ask for fewer levels"))),
    }
}

/// What is wrong with a factor that has a setting of its own, or stands twice.
fn is_taken<'f>(
    factor: &Factor,
    mut others: impl Iterator<Item = &'f Factor>,
    set: &[String],
    at: &str,
) -> Option<Problem> {
    let key = &factor.key;
    if others.any(|other| other.key == *key) {
        return Some(Problem::of_file(at, format!("`{key}` is varied twice")));
    }
    let is_set = set.iter().any(|set| set.strip_prefix("mechanisms.").unwrap_or(set) == key);
    is_set.then(|| Problem::of_file(at, format!("`{key}` is varied and has a value by `--set`")))
}

/// The level of each factor at a place of the unit cube.
fn drawn(spans: &[Span], at: &[f64]) -> Vec<Level> {
    let level = |(span, share): (&Span, &f64)| match span {
        Span::Range(low, high) => Level::Number(tidy(low + share * (high - low)).clamp(*low, *high)),
        Span::Levels(levels) => levels[((share * levels.len() as f64) as usize).min(levels.len() - 1)].clone(),
    };
    spans.iter().zip(at).map(level).collect()
}

fn combinations(spans: &[Span]) -> Vec<Vec<Level>> {
    let mut points = vec![Vec::new()];
    for span in spans {
        let Span::Levels(levels) = span else { panic!("a factorial of a range was refused") };
        let longer = |point: &Vec<Level>| {
            let point = point.clone();
            levels.iter().map(move |level| [point.as_slice(), std::slice::from_ref(level)].concat())
        };
        points = points.iter().flat_map(longer).collect();
    }
    points
}

/// The points of a file: its first line has the keys, every other line a level of each. Empty lines, and lines that begin with
/// `#`, are left out.
fn read(loaded: &Loaded, path: &str, set: &[String]) -> Result<Points, Error> {
    let text =
        std::fs::read_to_string(path).map_err(|e| Error::Request(format!("cannot read the points in {path}: {e}")))?;
    let cells = |line: &str| line.split(',').map(|cell| cell.trim().trim_matches('"').to_owned()).collect::<Vec<_>>();
    let is_data = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate().filter(|(_, line)| is_data(line));
    let Some((first, head)) = lines.next() else {
        return Err(Problems::from(Problem::of_file(path, "a file of points has the keys in its first line")).into());
    };
    let mut faults = Vec::new();
    let mut factors: Vec<Factor> = Vec::new();
    for (column, key) in cells(head).iter().enumerate() {
        let at = |fault: Problem| placed(fault, path, first, column);
        match Factor::of(loaded, key, path) {
            Ok(factor) => {
                faults.extend(is_taken(&factor, factors.iter(), set, path).map(at));
                factors.push(factor);
            }
            Err(problems) => faults.extend(problems.0.into_iter().map(at)),
        }
    }
    if !faults.is_empty() {
        return Err(Problems(faults).into());
    }
    let mut points = Vec::new();
    for (row, line) in lines {
        let cells = cells(line);
        if cells.len() != factors.len() {
            let fault = Problem::of_file(path, format!("the line has {} values", cells.len()));
            faults.push(placed(fault.expected(format!("{}, one for each key", factors.len())), path, row, 0));
            continue;
        }
        let mut point = Vec::new();
        for (column, (factor, cell)) in factors.iter().zip(&cells).enumerate() {
            match factor.level(loaded, cell, path) {
                Ok(level) => point.push(level),
                Err(problems) => {
                    faults.extend(problems.0.into_iter().map(|fault| placed(fault, path, row, column)));
                }
            }
        }
        points.push(point);
    }
    if points.is_empty() && faults.is_empty() {
        faults.push(Problem::of_file(path, "there is no point below the line of the keys"));
    }
    if faults.is_empty() { Ok(Points { factors, points }) } else { Err(Problems(faults).into()) }
}

/// A fault with its line, and with the number of its column among the commas.
fn placed(fault: Problem, path: &str, line: usize, column: usize) -> Problem {
    Problem { file: path.to_owned(), line: line + 1, column: column + 1, ..fault }
}
