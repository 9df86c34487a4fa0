//! Files that must fail, each with the messages it must fail with: `scenarios/faulty/*.toml`.
//!
//! A file holds a whole scenario. Lines `# expect: ...` at its head are all the messages, in order; one that begins with a
//! line number is about scenario.toml, any other names its file. A line `# file: places.csv` begins another file, whose
//! lines count from the next one; `# file: places.csv with escapes` turns `\xff` into that byte.

use std::fs;
use std::path::Path;

use scenario::Files;

/// The files within one faulty file, and the messages that it must give.
fn open(id: &str, text: &str) -> (Files, Vec<String>) {
    let mut files = Files::new(id);
    let mut expected = Vec::new();
    let mut name = String::from("scenario.toml");
    let mut escapes = false;
    let mut content = String::new();
    let mut put = |name: &str, content: &str, escapes: bool| {
        let bytes = if escapes { unescape(content) } else { content.as_bytes().to_vec() };
        files.insert(name.to_string(), bytes);
    };
    for line in text.split_inclusive('\n') {
        if let Some(message) = line.strip_prefix("# expect: ") {
            let message = message.trim_end();
            let is_of_header = message.starts_with(|c: char| c.is_ascii_digit());
            let file = if is_of_header { "scenario.toml:" } else { "" };
            // What comes from the files that all share is named as it is.
            let label = if message.starts_with("common/") { String::new() } else { format!("{id}/{file}") };
            expected.push(format!("{label}{message}"));
        }
        if let Some(next) = line.strip_prefix("# file: ") {
            put(&name, &content, escapes);
            content.clear();
            escapes = next.trim_end().ends_with(" with escapes");
            name = next.split_whitespace().next().expect("a file has a name").to_string();
            continue;
        }
        content.push_str(line);
    }
    put(&name, &content, escapes);
    (files, expected)
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("\\x") {
        bytes.extend(&rest.as_bytes()[..at]);
        bytes.push(u8::from_str_radix(&rest[at + 2..at + 4], 16).expect("two hexadecimal digits"));
        rest = &rest[at + 4..];
    }
    bytes.extend(rest.as_bytes());
    bytes
}

#[test]
fn law_every_faulty_file_gets_its_message() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/faulty");
    let mut paths: Vec<_> =
        fs::read_dir(&dir).expect("the folder of faulty files").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    let mut wrong = String::new();
    let mut n_files = 0;
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "toml")) {
        n_files += 1;
        let id = path.file_stem().and_then(|s| s.to_str()).expect("a plain name");
        let text = fs::read_to_string(path).expect("a faulty file is readable text");
        let (files, expected) = open(id, &text);
        let found: Vec<String> = match scenario::read(&files) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(ToString::to_string).collect(),
        };
        if found != expected || expected.is_empty() {
            wrong +=
                &format!("{id}:\n  expected\n    {}\n  found\n    {}\n", expected.join("\n    "), found.join("\n    "));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(n_files >= 36, "only {n_files} faulty files");
}
