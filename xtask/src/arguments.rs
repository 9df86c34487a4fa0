//! What stands behind a command on its line.

use std::collections::BTreeMap;

/// What stands behind a command: words, and `--name value` or `--name` alone.
#[derive(Debug, Default)]
pub struct Arguments {
    words: Vec<String>,
    options: BTreeMap<String, String>,
}

/// Options that take a number.
const NUMBERS: [&str; 9] = ["runs", "scale", "threads", "seed", "files", "what-ifs", "minutes", "kills", "stride"];
/// Options that stand alone.
const FLAGS: [&str; 3] = ["list", "quick", "write"];

impl Arguments {
    /// Reads the arguments of a command.
    ///
    /// # Errors
    /// When an option is unknown, or its number is missing or none.
    pub fn read(words: impl Iterator<Item = String>) -> Result<Arguments, String> {
        let mut found = Arguments::default();
        let mut words = words;
        while let Some(word) = words.next() {
            match word.strip_prefix("--") {
                None => found.words.push(word),
                Some(flag) if FLAGS.contains(&flag) => drop(found.options.insert(flag.into(), String::new())),
                Some(name) if NUMBERS.contains(&name) => {
                    let value = words.next().ok_or(format!("{word} needs a number"))?;
                    let value = value.strip_prefix("1:").unwrap_or(&value).to_owned();
                    value.parse::<u32>().map_err(|_| format!("{word} needs a whole number, not `{value}`"))?;
                    found.options.insert(name.into(), value);
                }
                Some(_) => return Err(format!("there is no option {word}")),
            }
        }
        Ok(found)
    }

    /// The number of an option, at least 1, or its default.
    pub fn number(&self, name: &str, default: u32) -> u32 {
        self.options.get(name).and_then(|value| value.parse().ok()).unwrap_or(default).max(1)
    }

    /// Whether a flag was given.
    pub fn has(&self, name: &str) -> bool {
        self.options.contains_key(name)
    }

    /// The first word that is no option.
    pub fn word(&self) -> Option<&str> {
        self.words.first().map(String::as_str)
    }
}

/// Threads that this machine runs at once.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
