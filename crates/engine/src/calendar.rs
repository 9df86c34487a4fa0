//! Days, and the two calendars of 1917.
//!
//! A [`Day`] is a count of days since 1 January 1970 of the Gregorian (New Style) calendar, as in Parquet.
//! Russia kept the Julian (Old Style) calendar until 1 February 1918; it ran thirteen days behind in the twentieth
//! century. Both are computed from the same day number, so neither is ever stored beside the other.

use std::fmt;

/// A day, counted from 1 January 1970 (Gregorian).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Day(pub i32);

/// Which calendar a written date uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Calendar {
    /// Julian, in force in Russia until 31 January 1918.
    OldStyle,
    /// Gregorian.
    NewStyle,
}

/// Names of the months, in either calendar.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Day number of 1 January 1970 in the Julian day count (noon based, integer part).
const JULIAN_DAY_OF_1970: i64 = 2_440_588;

impl Calendar {
    /// Its name: `Old Style` or `New Style`.
    pub fn style(self) -> &'static str {
        match self {
            Calendar::OldStyle => "Old Style",
            Calendar::NewStyle => "New Style",
        }
    }
}

impl Day {
    /// The day of a written date, or `None` when no such date exists in that calendar.
    pub fn from_ymd(calendar: Calendar, year: i32, month: u32, day: u32) -> Option<Day> {
        if !(1..=12).contains(&month) || day < 1 || !(1..=9999).contains(&year) {
            return None;
        }
        let (y, m, d) = (i64::from(year), i64::from(month), i64::from(day));
        // Months are counted from March, so that the leap day is the last of its year.
        let a = (14 - m) / 12;
        let years = y + 4800 - a;
        let months = m + 12 * a - 3;
        let days = d + (153 * months + 2) / 5 + 365 * years + years / 4;
        let julian_day = match calendar {
            Calendar::OldStyle => days - 32_083,
            Calendar::NewStyle => days - years / 100 + years / 400 - 32_045,
        };
        let found = Day((julian_day - JULIAN_DAY_OF_1970) as i32);
        (found.ymd(calendar) == (year, month, day)).then_some(found)
    }

    /// Year, month and day in the given calendar.
    pub fn ymd(self, calendar: Calendar) -> (i32, u32, u32) {
        let julian_day = i64::from(self.0) + JULIAN_DAY_OF_1970;
        let (c, centuries) = match calendar {
            Calendar::OldStyle => (julian_day + 32_082, 0),
            Calendar::NewStyle => {
                let a = julian_day + 32_044;
                let b = (4 * a + 3) / 146_097;
                (a - 146_097 * b / 4, b)
            }
        };
        let d = (4 * c + 3) / 1461;
        let e = c - 1461 * d / 4;
        let m = (5 * e + 2) / 153;
        let day = e - (153 * m + 2) / 5 + 1;
        let month = m + 3 - 12 * (m / 10);
        let year = 100 * centuries + d - 4800 + m / 10;
        (year as i32, month as u32, day as u32)
    }

    /// Reads `1917-02-23` in the given calendar.
    pub fn parse(calendar: Calendar, text: &str) -> Option<Day> {
        let mut parts = text.trim().split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok()?;
        let day = parts.next()?.parse().ok()?;
        if parts.next().is_some() {
            return None;
        }
        Day::from_ymd(calendar, year, month, day)
    }

    /// `1917-02-23` in the given calendar.
    pub fn iso(self, calendar: Calendar) -> String {
        let (y, m, d) = self.ymd(calendar);
        format!("{y:04}-{m:02}-{d:02}")
    }

    /// `23 Feb Old Style`: in the given calendar, with its name.
    pub fn short_with_style(self, calendar: Calendar) -> String {
        format!("{} {}", self.short(calendar), calendar.style())
    }

    /// `23 Feb` in the given calendar.
    pub fn short(self, calendar: Calendar) -> String {
        let (_, m, d) = self.ymd(calendar);
        format!("{d} {}", &MONTHS[m as usize - 1][..3])
    }

    /// `23 February` in the given calendar.
    pub fn day_and_month(self, calendar: Calendar) -> String {
        let (_, m, d) = self.ymd(calendar);
        format!("{d} {}", MONTHS[m as usize - 1])
    }

    /// Day of the week, 0 = Monday ... 6 = Sunday (the same in both calendars).
    pub fn weekday(self) -> u32 {
        // 1 January 1970 was a Thursday.
        (i64::from(self.0) + 3).rem_euclid(7) as u32
    }

    /// The day `n` days later.
    pub fn plus(self, n: i32) -> Day {
        Day(self.0 + n)
    }

    /// Days from `earlier` to `self`.
    pub fn since(self, earlier: Day) -> i32 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso(Calendar::NewStyle))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_dates_of_1917() {
        for (old, new) in [
            ("1917-02-23", "1917-03-08"),
            ("1917-04-18", "1917-05-01"),
            ("1917-10-25", "1917-11-07"),
            ("1900-02-29", "1900-03-13"),
        ] {
            let day = Day::parse(Calendar::OldStyle, old).expect("a Julian date");
            assert_eq!(day.iso(Calendar::NewStyle), new);
            assert_eq!(day.iso(Calendar::OldStyle), old);
        }
        assert_eq!(Day::parse(Calendar::NewStyle, "1970-01-01"), Some(Day(0)));
        // 23 February 1917 (Old Style) was a Thursday.
        assert_eq!(Day::parse(Calendar::OldStyle, "1917-02-23").expect("a date").weekday(), 3);
    }

    #[test]
    fn law_short_names_of_months_are_the_first_letters_of_the_long_ones() {
        for month in 1..=12 {
            let day = Day::from_ymd(Calendar::OldStyle, 1917, month, 9).expect("a date");
            assert!(day.day_and_month(Calendar::OldStyle).starts_with(&day.short(Calendar::OldStyle)));
        }
        let day = Day::parse(Calendar::OldStyle, "1917-02-23").expect("a date");
        assert_eq!(day.short(Calendar::OldStyle), "23 Feb");
        assert_eq!(day.short(Calendar::NewStyle), "8 Mar");
        assert_eq!(day.day_and_month(Calendar::OldStyle), "23 February");
        assert_eq!(day.day_and_month(Calendar::NewStyle), "8 March");
    }

    #[test]
    fn law_impossible_dates_are_refused() {
        for bad in ["1917-02-29", "1917-13-01", "1917-00-10", "1917-04-31", "1917-1", "x", "1917-01-01-01"] {
            assert_eq!(Day::parse(Calendar::OldStyle, bad), None, "{bad}");
        }
        assert_eq!(Day::parse(Calendar::NewStyle, "1900-02-29"), None);
    }

    #[test]
    fn law_every_day_survives_both_calendars() {
        for n in -30_000..30_000 {
            for calendar in [Calendar::OldStyle, Calendar::NewStyle] {
                let (y, m, d) = Day(n).ymd(calendar);
                assert_eq!(Day::from_ymd(calendar, y, m, d), Some(Day(n)));
            }
        }
    }
}
