//! Parts of a document that a command writes, between two comments, in a document that is otherwise written elsewhere.

use crate::shell;

fn marks(name: &str) -> [String; 2] {
    [format!("<!-- {name}: written by a command -->"), format!("<!-- end of {name} -->")]
}

/// The part of this name with its marks, when the text has one.
fn find(text: &str, name: &str) -> Option<std::ops::Range<usize>> {
    let [first, last] = marks(name);
    let start = text.find(&first)?;
    let length = text[start..].find(&last)?;
    Some(start..start + length + last.len())
}

/// The text with the part of this name put in the place of the old one, or at the end.
fn with_section(text: &str, name: &str, section: &str) -> String {
    let [first, last] = marks(name);
    let section = format!("{first}\n\n{}\n\n{last}", section.trim());
    match find(text, name) {
        Some(old) => format!("{}{section}{}", &text[..old.start], &text[old.end..]),
        None => format!("{}\n\n{section}\n", text.trim_end()),
    }
}

/// Writes a part of a document, and leaves all else as it is.
///
/// # Errors
/// When the document cannot be read or written.
pub fn write(path: &str, name: &str, section: &str) -> Result<(), String> {
    let text = std::fs::read_to_string(shell::root().join(path)).map_err(|e| format!("cannot read {path}: {e}"))?;
    shell::write(path, &with_section(&text, name, section))
}

/// Whether a document has this part as it is given.
pub fn is_kept(path: &str, name: &str, section: &str) -> bool {
    let text = std::fs::read_to_string(shell::root().join(path)).unwrap_or_default();
    find(&text, name).is_some() && with_section(&text, name, section) == text
}

/// A page that a command makes anew, with the parts of these names taken over from the document as it is.
pub fn keep(path: &str, page: &str, names: &[&str]) -> String {
    let old = std::fs::read_to_string(shell::root().join(path)).unwrap_or_default();
    let kept = names.iter().filter_map(|name| find(&old, name)).map(|range| &old[range]);
    kept.fold(page.to_owned(), |page, section| format!("{}\n\n{section}\n", page.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_section_leaves_the_rest_alone() {
        let page = "# Page\n\nWords.\n";
        let once = with_section(page, "peers", "## Peers\n\nOld.");
        assert!(once.starts_with("# Page\n\nWords.\n\n<!-- peers"), "{once}");
        let twice = with_section(&(once + "\nAfter.\n"), "peers", "## Peers\n\nNew.");
        assert!(twice.contains("New.") && !twice.contains("Old.") && twice.ends_with("\nAfter.\n"), "{twice}");
        assert_eq!(find(&twice, "docking"), None);
    }
}
