//! Numbers as readers write them.

use crate::value::Value;

/// `66,700`: a count with its thousands apart.
pub fn grouped(n: f64) -> String {
    let digits = (n.abs().round() as u64).to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if n.round() < 0.0 { format!("\u{2212}{text}") } else { text }
}

/// `66,700 people`, `1 person`.
pub fn persons(n: f64) -> String {
    if n.round() == 1.0 { "1 person".into() } else { format!("{} people", grouped(n)) }
}

/// `34 %`, with a decimal below one in a hundred.
pub fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if percent > 0.0 && percent < 1.0 { format!("{percent:.1} %") } else { format!("{percent:.0} %") }
}

/// `+0.25`, `−0.10`.
pub(crate) fn signed(x: f64) -> String {
    if x < 0.0 { format!("\u{2212}{:.2}", -x) } else { format!("+{x:.2}") }
}

/// A number with its unit.
fn with_unit(value: f64, unit: &str) -> String {
    let counted = |one: &str, many: &str| {
        if value.round() == 1.0 { format!("1 {one}") } else { format!("{} {many}", grouped(value)) }
    };
    match unit {
        "persons" => persons(value),
        "members" => counted("member", "members"),
        "delegates" => counted("delegate", "delegates"),
        "days" => counted("day", "days"),
        "hours" => counted("hour", "hours"),
        "share" | "probability" => percent(value),
        "0 or 1" => {
            if value > 0.5 {
                "yes".into()
            } else {
                "no".into()
            }
        }
        "-1..1" => signed(value),
        "0..1" | "per 1,000 adults" => format!("{value:.2}"),
        _ => grouped(value),
    }
}

/// A number as a sentence takes it: with its unit, and as a count where it is one.
pub(crate) fn value(value: f64, unit: &str) -> Value {
    /// Units of what is counted.
    const COUNTED: [&str; 7] = ["persons", "members", "delegates", "days", "hours", "councils", "parties"];
    Value { text: with_unit(value, unit), count: COUNTED.contains(&unit).then_some(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_numbers_have_their_units() {
        assert_eq!(grouped(1_617_411.0), "1,617,411");
        assert_eq!(persons(1.0), "1 person");
        assert_eq!(with_unit(25_000.0, "persons"), "25,000 people");
        assert_eq!(with_unit(1.0, "days"), "1 day");
        assert_eq!(with_unit(0.344, "share"), "34 %");
        assert_eq!(percent(0.004), "0.4 %");
        assert_eq!(with_unit(-0.1, "-1..1"), "\u{2212}0.10");
    }
}
