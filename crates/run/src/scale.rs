//! How many persons one simulated person stands for.

use scenario::Loaded;

/// How many persons one simulated person stands for: as asked for, or by the size of the society.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// One for so many.
    OneTo(u32),
    /// The finest of 1:1, 1:2, 1:5, 1:10 ... at which at most so many persons are simulated.
    AtMost(u64),
}

/// The coarsest scale that is chosen by the size of a society. A convention.
pub const COARSEST: u32 = 10_000;

impl Scale {
    /// That of the worlds of a study, where none is asked for. A convention; unit: persons simulated in a world.
    pub const OF_A_STUDY: Scale = Scale::AtMost(2_000_000);
    /// That of studies of thousands of worlds, where none is asked for.
    pub const OF_THOUSANDS: Scale = Scale::AtMost(200_000);

    /// The N of 1:N for a society of so many persons.
    pub fn of(self, persons: u64) -> u32 {
        let most = match self {
            Scale::OneTo(scale) => return scale,
            Scale::AtMost(most) => most,
        };
        let series = (0..).flat_map(|power| [1, 2, 5].map(|step| step * 10_u64.pow(power)));
        let fits = |scale: &u64| persons / scale <= most || *scale >= u64::from(COARSEST);
        series.take_while(|scale| *scale <= u64::from(COARSEST)).find(fits).map_or(COARSEST, |scale| scale as u32)
    }
}

impl From<u32> for Scale {
    fn from(scale: u32) -> Scale {
        Scale::OneTo(scale)
    }
}

/// Persons of a scenario.
pub fn persons(loaded: &Loaded) -> u64 {
    loaded.spec.groups.iter().map(|group| u64::from(group.persons)).sum()
}

/// The N of a scale that is written `1:N`, `1/N` or `N`; nothing when the text is none.
pub fn scale_of(text: &str) -> Option<u32> {
    let number = text.strip_prefix("1:").or_else(|| text.strip_prefix("1/")).unwrap_or(text);
    number.parse().ok().filter(|n| *n >= 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_scale_by_size_is_the_finest_that_keeps_to_its_most() {
        assert_eq!([1_600_000, 2_100_000, 66_000_000, 155_000_000].map(|n| Scale::OF_A_STUDY.of(n)), [1, 2, 50, 100]);
        assert_eq!(Scale::OF_A_STUDY.of(40_000), 1, "a town is studied whole");
        assert_eq!(Scale::AtMost(1000).of(u64::MAX / 8), COARSEST);
        for persons in [1, 999_999, 155_000_000] {
            for scale in [Scale::OF_A_STUDY, Scale::OF_THOUSANDS] {
                let Scale::AtMost(most) = scale else { panic!("both go by size") };
                let n = u64::from(scale.of(persons));
                assert!(persons / n <= most && (n == 1 || persons * 5 / n > 2 * most), "{persons} at 1:{n}");
            }
        }
    }
}
