//! TypeScript's types of the answers: written by a test, which fails when the committed file was another.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::path::Path;

use observables::summary::{OUTCOMES, outcome_title};
use society::OutcomeKind;
use ts_rs::{Config, TS, TypeVisitor};

/// The committed file.
const FILE: &str = "../../web/src/types/answers.ts";
const HEAD: &str = "// Types of the answers of studies, made from the structs of Rust that write them. Do not edit: a test of the crate writes\n\
                    // this file again and tells when it was out of date.\n";

/// The committed file of the endings.
const ENDINGS: &str = "../../web/src/types/endings.ts";
const ENDINGS_HEAD: &str = "// Titles of the endings of a world, from the registry of what is measured. Do not edit: a test of the crate that writes\n\
                            // the studies writes this file again and tells when it was out of date.\n";

/// Declarations by name, of a type and of all that it is made of.
struct Declarations {
    config: Config,
    seen: Vec<TypeId>,
    texts: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if self.seen.contains(&TypeId::of::<T>()) {
            return;
        }
        self.seen.push(TypeId::of::<T>());
        T::visit_dependencies(self);
        T::visit_generics(self);
        // Types of the standard library have no file of their own.
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let text = format!("{docs}export {}\n", T::decl(&self.config));
            let before = self.texts.insert(T::ident(&self.config), text.clone());
            assert!(before.is_none_or(|before| before == text), "two types are called {}", T::ident(&self.config));
        }
    }
}

fn types() -> String {
    let config = Config::new().with_large_int("number");
    let mut all = Declarations { config, seen: Vec::new(), texts: BTreeMap::new() };
    all.visit::<study::ensemble::schema::Written>();
    all.visit::<study::compare::schema::Written>();
    all.visit::<study::sweep::schema::Written>();
    all.visit::<claims::schema::Written>();
    all.visit::<study::score::schema::Written>();
    all.visit::<study::branch::schema::Written>();
    all.visit::<study::sensitivity::schema::Written>();
    all.visit::<fit::schema::Written>();
    all.visit::<fit::rivals::schema::Written>();
    let texts: Vec<String> = all.texts.into_values().map(|text| tidied(&text)).collect();
    format!("{HEAD}\n{}", texts.join("\n"))
}

/// Comments of one line on one line, no space at the end of any.
fn tidied(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let (mut tidy, mut at) = (String::new(), 0);
    while at < lines.len() {
        match lines[at..] {
            ["/**", comment, " */", ..] => {
                tidy += &format!("/**{} */\n", comment.trim_start_matches(" *"));
                at += 3;
            }
            _ => {
                tidy += lines[at].trim_end();
                tidy += "\n";
                at += 1;
            }
        }
    }
    tidy
}

/// The titles of the endings, for pages that bring none.
fn endings() -> String {
    let line = |kind: &OutcomeKind| {
        // As the formatter of the page has it: a key that is a name needs no marks.
        let word = kind.word();
        let key = if word.contains('-') { format!("\"{word}\"") } else { word.to_owned() };
        format!("  {key}: \"{}\",\n", outcome_title(*kind))
    };
    let lines: String = OUTCOMES.iter().map(line).collect();
    format!("{ENDINGS_HEAD}\nexport const ENDINGS: Record<string, string> = {{\n{lines}}};\n")
}

#[test]
fn same_types_in_typescript_as_in_rust() {
    same(FILE, &types());
}

#[test]
fn same_titles_of_endings_in_typescript_as_in_rust() {
    same(ENDINGS, &endings());
}

#[test]
fn law_the_page_has_an_order_of_all_endings() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src/charts/words.ts");
    let text = std::fs::read_to_string(path).expect("the page has its words");
    let order =
        text.split("OUTCOME_ORDER = [").nth(1).and_then(|rest| rest.split(']').next()).expect("it has an order");
    let mut listed: Vec<&str> = order.split(',').map(|id| id.trim().trim_matches('"')).collect();
    let mut known: Vec<&str> = OUTCOMES.iter().map(|kind| kind.word()).collect();
    listed.sort_unstable();
    known.sort_unstable();
    assert_eq!(listed, known);
}

/// Writes a committed file again and fails, when it was another.
fn same(file: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    if found != wanted {
        std::fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("the folder can be made");
        std::fs::write(&path, wanted).expect("the file can be written");
        panic!("{} was out of date and is written again", path.display());
    }
}
