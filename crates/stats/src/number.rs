//! Numbers as readers see them.

/// A number for readers: up to six digits that matter, thousands set apart.
pub fn readable(x: f64) -> String {
    if !x.is_finite() {
        return x.to_string();
    }
    let size = x.abs();
    if size != 0.0 && !(1e-5..1e15).contains(&size) {
        return format!("{x:.3e}");
    }
    // Digits before the point, counted by dividing: a logarithm could be off by one at a power of ten.
    let (mut before, mut left) = (0, size);
    while left >= 1.0 {
        left /= 10.0;
        before += 1;
    }
    let decimals = if before > 0 { 6usize.saturating_sub(before) } else { 6 };
    let text = format!("{size:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if x < 0.0 && text != "0" { "\u{2212}" } else { "" };
    format!("{sign}{grouped}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_numbers_are_readable() {
        for (x, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (0.25, "0.25"),
            (12.2221, "12.2221"),
            (1234.5, "1,234.5"),
            (1_000_000.0, "1,000,000"),
            (-3.5, "\u{2212}3.5"),
            (0.000_123_4, "0.000123"),
            (1e-9, "1.000e-9"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(readable(x), text);
        }
    }
}
