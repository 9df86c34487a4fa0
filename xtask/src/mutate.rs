//! Damaged scenarios: files of every case with a slip of a known kind, which must be told, or with random damage, which may be
//! read or refused and must never end the program.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use engine::calendar::Day;
use engine::draw::{Draws, Purpose};
use scenario::Files;

use crate::arguments::Arguments;
use crate::shell::root;

/// Longest that reading a damaged scenario may take, in seconds.
const LONGEST: f64 = 3.0;
const CHOICE: Purpose = Purpose::named("mutate.choice");

/// A slip that must not be taken in silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// The first two names of a header are exchanged.
    Exchanged,
    /// Fields are divided by semicolons.
    Semicolons,
    /// A number has a decimal comma.
    DecimalComma,
    /// A column's name is misspelt.
    Column,
    /// A word of the column `kind` means nothing.
    Kind,
    /// A word of the column `unit` means nothing.
    Unit,
    /// A row stands twice.
    Twice,
    /// An address is no address.
    Address,
    /// A key of a TOML file is misspelt.
    Key,
    /// A key of a TOML file stands twice.
    KeyTwice,
}

/// All of them.
pub const SLIPS: [Slip; 10] = [
    Slip::Exchanged,
    Slip::Semicolons,
    Slip::DecimalComma,
    Slip::Column,
    Slip::Kind,
    Slip::Unit,
    Slip::Twice,
    Slip::Address,
    Slip::Key,
    Slip::KeyTwice,
];

/// What came of many damaged files.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Files that were damaged, what-ifs among them.
    pub files: usize,
    /// Those that were refused.
    pub refused: usize,
    /// Those that ended in a panic.
    pub panics: Vec<String>,
    /// Slips that were taken in silence.
    pub silent: Vec<String>,
    /// The slowest, in seconds, and which it was.
    pub slowest: (f64, String),
}

/// The cases: folders of `scenarios/` with a header.
fn cases() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("scenarios")).expect("the scenarios are there");
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().join("scenario.toml").is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

/// Damages so many tables and definitions, and so many what-ifs, of all cases in turn. What is damaged how follows from the seed.
pub fn run(seed: u64, files: usize, what_ifs: usize) -> Found {
    let cases: Vec<(String, Files)> = cases()
        .into_iter()
        .map(|name| {
            let read = scenario::from_dir(&root().join("scenarios").join(&name)).expect("a case can be read");
            (name, read)
        })
        .collect();
    let mut found = Found::default();
    let draws = Draws::new(seed);
    for number in 0..files + what_ifs {
        let mut chosen = draws.stream(CHOICE, number as u64, Day(0), 0);
        let mut below = |n: usize| if n == 0 { 0 } else { chosen.below(n as u64) as usize };
        let is_what_if = number >= files;
        let (name, case) = &cases[number % cases.len()];
        let paths: Vec<&str> = case
            .own()
            .paths()
            .filter(|path| path.starts_with("interventions/") == is_what_if && !path.ends_with(".json"))
            .collect();
        let Some(path) = paths.get(below(paths.len())) else { continue };
        let Some(text) = case.own().get(path).and_then(|bytes| String::from_utf8(bytes.to_vec()).ok()) else {
            continue;
        };
        let slip = (number % 2 == 0).then(|| SLIPS[below(SLIPS.len())]);
        let damaged = match slip {
            Some(slip) => made(slip, path, &text, &mut below).map(String::into_bytes),
            None => Some(random(text.into_bytes(), &mut below)),
        };
        let Some(damaged) = damaged else { continue };
        let told =
            format!("{name}/{path}, {} (number {number})", slip.map_or("random".into(), |slip| format!("{slip:?}")));
        found.try_one(case, path, damaged, slip.is_some(), told);
    }
    found
}

impl Found {
    fn try_one(&mut self, case: &Files, path: &str, damaged: Vec<u8>, must_be_told: bool, told: String) {
        let mut files = case.clone();
        files.insert(path.to_owned(), damaged);
        let began = Instant::now();
        let read = catch_unwind(AssertUnwindSafe(|| {
            scenario::read(&files).is_ok_and(|loaded| {
                scenario::check_interventions(&loaded).is_ok() && scenario::check_claims(&loaded).is_ok()
            })
        }));
        let seconds = began.elapsed().as_secs_f64();
        self.files += 1;
        if seconds > self.slowest.0 {
            self.slowest = (seconds, told.clone());
        }
        match read {
            Err(_) => self.panics.push(told),
            Ok(false) => self.refused += 1,
            Ok(true) if must_be_told => self.silent.push(told),
            Ok(true) => {}
        }
    }
}

/// A text with a slip; nothing where this kind of slip cannot be made in it.
fn made(slip: Slip, path: &str, text: &str, below: &mut impl FnMut(usize) -> usize) -> Option<String> {
    let is_table = path.ends_with(".csv");
    match slip {
        Slip::Key | Slip::KeyTwice if is_table => None,
        Slip::Key => {
            let keys: Vec<usize> = lines(text).filter(|(_, line)| is_key(line)).map(|(at, _)| at).collect();
            let at = *keys.get(below(keys.len()))?;
            Some(format!("{}xq{}", &text[..at], &text[at..]))
        }
        Slip::KeyTwice => {
            let keys: Vec<&str> = lines(text).filter(|(_, line)| is_key(line)).map(|(_, line)| line).collect();
            let line = *keys.get(below(keys.len()))?;
            Some(text.replacen(line, &format!("{line}\n{line}"), 1))
        }
        _ if !is_table => None,
        _ => in_table(slip, path, text, below),
    }
}

/// Lines that set a key to a value on the same line.
fn is_key(line: &str) -> bool {
    let Some((key, value)) = line.split_once('=') else { return false };
    let is_name = !key.trim().is_empty() && key.trim().chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_name && line.starts_with(|c: char| c.is_ascii_alphabetic()) && !value.trim_end().ends_with(['[', '{', ','])
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end()))
    })
}

fn in_table(slip: Slip, path: &str, text: &str, below: &mut impl FnMut(usize) -> usize) -> Option<String> {
    let all: Vec<&str> = text.lines().collect();
    let head = all.iter().position(|line| !line.is_empty() && !line.starts_with('#'))?;
    let header: Vec<&str> = all[head].split(',').collect();
    // Rows without quotes: their fields are what stands between commas.
    let rows: Vec<usize> = (head + 1..all.len())
        .filter(|at| {
            !all[*at].starts_with('#') && !all[*at].contains('"') && all[*at].split(',').count() == header.len()
        })
        .collect();
    let row = rows.get(below(rows.len())).copied();
    let with = |at: usize, line: String| {
        let mut lines: Vec<String> = all.iter().map(|line| (*line).to_owned()).collect();
        lines[at] = line;
        lines.join("\n") + "\n"
    };
    let with_field = |column: &str, change: &dyn Fn(&str) -> Option<String>| {
        let (at, row) = (header.iter().position(|name| *name == column)?, row?);
        let mut fields: Vec<String> = all[row].split(',').map(str::to_owned).collect();
        fields[at] = change(&fields[at])?;
        Some(with(row, fields.join(",")))
    };
    match slip {
        // A link from one place to another is the same link back.
        Slip::Exchanged if path == "links.csv" => None,
        Slip::Exchanged => {
            let mut names = header.clone();
            names.swap(0, 1);
            row.map(|_| with(head, names.join(",")))
        }
        Slip::Semicolons => Some(text.replace(',', ";")),
        Slip::DecimalComma => {
            let column =
                ["share_women", "value", "lat", "share", "times", "hours"].into_iter().find(|c| header.contains(c))?;
            with_field(column, &|value| value.contains('.').then(|| format!("\"{}\"", value.replace('.', ","))))
        }
        Slip::Column => {
            let mut names: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
            let at = below(names.len());
            names[at].push_str("_x");
            Some(with(head, names.join(",")))
        }
        Slip::Kind => with_field("kind", &|_| Some("xyzzy".to_owned())),
        Slip::Unit if path == "conditions.csv" => with_field("unit", &|_| Some("xyzzy".to_owned())),
        Slip::Twice if path != "evidence/events.csv" || header.contains(&"source") => {
            row.map(|row| with(row, format!("{0}\n{0}", all[row])))
        }
        Slip::Address => with_field("url", &|_| Some("www.example.org".to_owned())),
        _ => None,
    }
}

/// One to four changes of any sort: bits, a cut, something odd put in, a piece twice.
fn random(mut bytes: Vec<u8>, below: &mut impl FnMut(usize) -> usize) -> Vec<u8> {
    const ODD: [&[u8]; 10] =
        [b"\"", b",", b"\n", b"\r", b"\0", "é".as_bytes(), b"1e999", b"nan", b"\"\"\"", b"99999999999999999999999"];
    for _ in 0..=below(4) {
        let at = below(bytes.len() + 1);
        match below(4) {
            0 if at < bytes.len() => bytes[at] ^= 1 << below(8),
            1 => bytes.truncate(at.max(1)),
            2 => drop(bytes.splice(at..at, ODD[below(ODD.len())].iter().copied())),
            _ => {
                let piece = bytes[at..(at + 1 + below(200)).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

/// Tables that are large, or bad from end to end: that they are refused, and how long it takes.
pub fn large() -> Vec<(&'static str, bool, f64)> {
    let million = || (0..1_000_000).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
    let rows = |row: &str, bytes: usize| {
        let header = "place,class,persons,share_women,source,confidence\n";
        header.to_owned() + &row.repeat(bytes / row.len())
    };
    // As large as a file may be, or nearly; larger ones are refused by their size.
    const BYTES: usize = 16_000_000;
    let texts: [(&str, String); 5] = [
        ("a header of a million columns", million()),
        ("16 MB of rows that name no place", rows("nowhere,metal,1,0.5,assumed,C\n", BYTES)),
        ("16 MB of rows with a field too few", rows("milltown,metal\n", BYTES)),
        ("16 MB of one character", "x".repeat(BYTES)),
        ("16 MB within a quote", format!("place,class\n\"{}", "a,b\n".repeat(BYTES / 4))),
    ];
    let try_one = |(what, text): (&'static str, String)| {
        let mut files = Files::new("large");
        files.insert("scenario.toml", &b"title = 'Large'\nbase = 'one-town'\n"[..]);
        files.insert("population.csv", text.into_bytes());
        let began = Instant::now();
        let is_refused = scenario::read(&files).is_err();
        (what, is_refused, began.elapsed().as_secs_f64())
    };
    texts.into_iter().map(try_one).collect()
}

/// `cargo xtask mutate`: damages files of all cases and says what came of it.
///
/// # Errors
/// When a damaged file ended the program, was taken in silence, or took too long.
pub fn command(arguments: &Arguments) -> Result<(), String> {
    let number = |name: &str, default: u32| arguments.number(name, default) as usize;
    let (seed, files, what_ifs) = (number("seed", 1), number("files", 500), number("what-ifs", 100));
    let found = run(seed as u64, files, what_ifs);
    let (seconds, which) = &found.slowest;
    println!("{} damaged files of {} cases, seed {seed}: {} refused", found.files, cases().len(), found.refused);
    println!("panics {}, slips taken in silence {}", found.panics.len(), found.silent.len());
    println!("slowest {seconds:.2} s: {which}");
    let large = large();
    for (what, is_refused, seconds) in &large {
        println!("{what}: {} after {seconds:.2} s", if *is_refused { "refused" } else { "taken" });
    }
    found.panics.iter().chain(&found.silent).for_each(|told| println!("  {told}"));
    let is_fast = *seconds <= LONGEST && large.iter().all(|(_, _, seconds)| *seconds <= LONGEST);
    let is_told = found.panics.is_empty() && found.silent.is_empty() && large.iter().all(|(_, refused, _)| *refused);
    if is_fast && is_told { Ok(()) } else { Err("see above".into()) }
}
