//! Lines on standard output and standard error. A closed pipe ends the talking, not the program.

use std::error::Error as _;
use std::io::Write;

use run::Error;
use serde_json::Value;

use crate::status::FAILED;

/// A line on standard output.
pub fn line(text: &str) {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            note(&format!("error: cannot write to standard output: {e}"));
            std::process::exit(i32::from(FAILED));
        }
        _ => {}
    }
}

/// A line on standard error.
pub fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// One JSON object on standard output.
pub fn json(value: &Value) {
    line(&format!("{value:#}"));
}

/// An error with its causes, once, on standard error.
pub fn error(error: &Error) {
    if let Error::Scenario(problems) = error {
        for problem in &problems.0 {
            note(&format!("error: {problem}"));
        }
        if problems.0.len() > 1 {
            note(&format!("{} faults; nothing was written", problems.0.len()));
        }
        return;
    }
    let mut text = format!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    note(&text);
}

/// `155.7 million`, `40,000`.
pub fn people(n: f64) -> String {
    if n >= 1e9 {
        return format!("{:.1} billion", n / 1e9);
    }
    if n >= 1e6 {
        return format!("{:.1} million", n / 1e6);
    }
    let digits = format!("{n:.0}");
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::people;

    #[test]
    fn law_numbers_are_readable() {
        assert_eq!(people(155_719_679.0), "155.7 million");
        assert_eq!(people(40_000.0), "40,000");
        assert_eq!(people(7.0), "7");
    }
}
