//! What is wrong with a scenario: where, what, what was expected, and what to try.

use std::fmt;

/// One fault in the user's input.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Problem {
    /// File as the user knows it, such as `mine/scenario.toml`, or the setting on the command line.
    pub file: String,
    /// Line, from 1; 0 when the fault is the whole file.
    pub line: usize,
    /// Column in characters, from 1; 0 when the fault is the whole file.
    pub column: usize,
    /// What is wrong, as a sentence without a full stop.
    pub what: String,
    /// What would be right, or empty.
    pub expected: String,
    /// What stands there, or empty.
    pub found: String,
    /// What to try, or empty.
    pub help: String,
}

impl Problem {
    /// A fault of a whole file, or of something that is not a file.
    pub fn of_file(file: impl Into<String>, what: impl Into<String>) -> Problem {
        Problem {
            file: file.into(),
            line: 0,
            column: 0,
            what: what.into(),
            expected: String::new(),
            found: String::new(),
            help: String::new(),
        }
    }

    /// Says what would be right.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Problem {
        self.expected = expected.into();
        self
    }

    /// Quotes what was found, shortened: a broken file can hold one value of many megabytes.
    #[must_use]
    pub fn found(mut self, found: &str) -> Problem {
        const LONGEST: usize = 60;
        self.found = if found.chars().count() > LONGEST {
            format!("`{}...`", found.chars().take(LONGEST).collect::<String>().escape_debug())
        } else {
            format!("`{}`", found.escape_debug())
        };
        self
    }

    /// Says what to try.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = help.into();
        self
    }

    /// Adds "did you mean" when one of the valid names is near.
    #[must_use]
    pub fn nearest<'n>(self, name: &str, valid: impl IntoIterator<Item = &'n str>) -> Problem {
        match nearest(name, valid) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if self.line > 0 {
            write!(f, "{}:{}:", self.line, self.column)?;
        }
        write!(f, " {}", self.what)?;
        if !self.expected.is_empty() {
            write!(f, "; expected {}", self.expected)?;
        }
        if !self.found.is_empty() {
            write!(f, "{} found {}", if self.expected.is_empty() { ";" } else { "," }, self.found)?;
        }
        if !self.help.is_empty() {
            write!(f, "; {}", self.help)?;
        }
        Ok(())
    }
}

/// Every fault of a scenario, in the order of file, line and column.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In order.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Problems {
        Problems(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
impl std::error::Error for Problems {}

/// The valid name that is nearest to a misspelt one, when it is near enough to be meant.
pub fn nearest<'n>(name: &str, valid: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    const LONGEST_NAME: usize = 80;
    if name.len() > LONGEST_NAME {
        return None;
    }
    // One slip in a short word, about one in four letters in a long one: more is another word.
    let allowed = 1 + name.chars().count() / 4;
    valid
        .into_iter()
        .map(|v| (strsim::damerau_levenshtein(name, v), v))
        .filter(|&(slips, v)| slips <= allowed && slips < v.chars().count())
        .min()
        .map(|(_, v)| v)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_the_nearest_name_is_offered_only_when_it_is_near() {
        let valid = ["shock_prob_per_day", "decay_per_day", "a"];
        assert_eq!(nearest("shock_prob_per_dey", valid), Some("shock_prob_per_day"));
        assert_eq!(nearest("b", valid), None);
        assert_eq!(nearest("telegraph", valid), None);
    }

    #[test]
    fn law_a_message_says_where_what_and_what_to_try() {
        let mut problem =
            Problem::of_file("kronstadt/scenario.toml", "`shock_prob_per_dey` is not a parameter of grievance");
        (problem.line, problem.column) = (6, 1);
        let problem = problem.nearest("shock_prob_per_dey", ["shock_prob_per_day"]);
        assert_eq!(
            problem.to_string(),
            "kronstadt/scenario.toml:6:1: `shock_prob_per_dey` is not a parameter of grievance; \
             did you mean `shock_prob_per_day`?"
        );
    }
}
