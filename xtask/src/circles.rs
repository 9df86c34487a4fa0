//! Circles of files: files of a crate that use one another, directly or by way of others.
//!
//! A file uses another when it names something of it, in a `use` or by a path. A name that is handed on by `use` belongs to
//! the file that declares it, and handing it on with `pub use` is no use of it. Declaring a module is no use of it either.
//! Comments, texts and unit tests do not count.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::tokens::{Kind, Language, Token, tokens, without_tests};
use crate::tree;

/// Files that use one another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Circle {
    /// The files, by name.
    pub files: Vec<String>,
    /// For each use between them: who, whom, and which names.
    pub uses: Vec<(String, String, Vec<String>)>,
}

impl std::fmt::Display for Circle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} files use one another", self.files.len())?;
        self.uses.iter().try_for_each(|(who, whom, names)| write!(f, "\n  {who} uses {whom}: {}", names.join(", ")))
    }
}

/// The circles of a folder of sources.
///
/// # Errors
/// When a file cannot be read.
pub fn of_folder(src: &Path) -> Result<Vec<Circle>, String> {
    let mut files = Vec::new();
    for path in tree::files(src).into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs")) {
        let text = std::fs::read_to_string(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
        let name = path.strip_prefix(src).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        files.push((name, text));
    }
    Ok(of_files(&files))
}

/// The circles of files, each with its name below the folder of sources, such as `store/read.rs`.
pub fn of_files(files: &[(String, String)]) -> Vec<Circle> {
    let has_library = files.iter().any(|(name, _)| name == "lib.rs");
    // Nothing can name what a program's own file declares beside a library.
    let files: Vec<&(String, String)> = files.iter().filter(|(name, _)| !has_library || name != "main.rs").collect();
    let owns: Vec<_> = files.iter().map(|(_, text)| without_tests(tokens(text, Language::Rust))).collect();
    let mut tests: Vec<Vec<String>> = Vec::new();
    for ((name, _), own) in files.iter().zip(&owns) {
        tests.extend(own.test_modules.iter().map(|module| [module_of(name), vec![module.clone()]].concat()));
    }
    let mut modules = Modules::default();
    for (i, ((name, _), own)) in files.iter().zip(&owns).enumerate() {
        let module = module_of(name);
        if !tests.iter().any(|test| module.starts_with(test)) {
            modules.read(i, module, &own.tokens);
        }
    }
    let mut uses: BTreeMap<(usize, usize), BTreeSet<String>> = BTreeMap::new();
    for (module, of) in &modules.all {
        for path in &of.uses {
            let Some(target) = modules.follow(module, path, 0).map(|target| modules.all[&target].file) else {
                continue;
            };
            if target != of.file {
                uses.entry((of.file, target)).or_default().insert(path.last().cloned().unwrap_or_default());
            }
        }
    }
    let name = |file: usize| files[file].0.clone();
    let found = knots(files.len(), &uses.keys().copied().collect::<Vec<_>>()).into_iter().map(|knot| Circle {
        files: knot.iter().map(|file| name(*file)).collect::<BTreeSet<_>>().into_iter().collect(),
        uses: uses
            .iter()
            .filter(|((who, whom), _)| knot.contains(who) && knot.contains(whom))
            .map(|((who, whom), names)| (name(*who), name(*whom), names.iter().cloned().collect()))
            .collect(),
    });
    found.collect()
}

/// The path of a module by the name of its file.
fn module_of(name: &str) -> Vec<String> {
    let mut path: Vec<String> = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if path.last().is_some_and(|last| last == "mod") || ["lib.rs", "main.rs"].contains(&name) {
        path.pop();
    }
    path
}

type ModulePath = Vec<String>;

/// What a module declares and names.
#[derive(Default)]
struct Module {
    file: usize,
    declared: BTreeSet<String>,
    /// Names that a `use` brings in, with what they stand for.
    imports: BTreeMap<String, ModulePath>,
    /// Modules all of whose names a `use` brings in.
    globs: Vec<ModulePath>,
    uses: Vec<ModulePath>,
}

#[derive(Default)]
struct Modules {
    all: BTreeMap<ModulePath, Module>,
}

const DECLARES: [&str; 9] = ["fn", "struct", "enum", "union", "trait", "const", "static", "type", "macro_rules"];

impl Modules {
    fn read(&mut self, file: usize, module: ModulePath, tokens: &[Token]) {
        self.all.entry(module.clone()).or_default().file = file;
        // The module that is being read, and the depth of braces within it.
        let mut within = vec![(module, 0)];
        let (mut depth, mut at) = (0, 0);
        let word = |at: usize| tokens.get(at).filter(|token| token.kind == Kind::Word).map(|token| token.text.clone());
        let is = |at: usize, mark: &str| tokens.get(at).is_some_and(|token| token.is(mark));
        while at < tokens.len() {
            let token = &tokens[at];
            let (here, floor) = within.last().expect("a file is a module").clone();
            if token.is("{") {
                depth += 1;
            } else if token.is("}") {
                depth -= 1;
                if depth < floor {
                    within.pop();
                }
            } else if token.is("mod")
                && let Some(name) = word(at + 1)
            {
                if is(at + 2, "{") {
                    depth += 1;
                    let inner = [here, vec![name]].concat();
                    self.all.entry(inner.clone()).or_default().file = file;
                    within.push((inner, depth));
                }
                at += 3;
                continue;
            } else if token.is("use") && !is(at + 1, "<") {
                let is_handed_on = at > 0 && (is(at - 1, "pub") || is(at - 1, ")"));
                let mut found = Vec::new();
                at += 1;
                brought_in(tokens, &mut at, &Vec::new(), &mut found);
                let own = self.all.entry(here).or_default();
                for (path, name) in found {
                    if !is_handed_on {
                        own.uses.push(path.clone());
                    }
                    match name.as_str() {
                        "*" => own.globs.push(path),
                        _ => drop(own.imports.insert(name, path)),
                    }
                }
                continue;
            } else if token.kind == Kind::Word && is(at + 1, "::") && !(at > 0 && is(at - 1, "::")) {
                let is_bound = at > 2 && is(at - 1, "in") && is(at - 2, "(") && is(at - 3, "pub");
                let mut path = vec![token.text.clone()];
                while is(at + 1, "::")
                    && let Some(next) = word(at + 2)
                {
                    path.push(next);
                    at += 2;
                }
                if path.len() > 1 && !is_bound {
                    self.all.entry(here).or_default().uses.push(path);
                }
            } else if depth == floor
                // `*const T` points and declares nothing.
                && !(at > 0 && is(at - 1, "*"))
                && DECLARES.iter().any(|word| token.is(word))
                && let Some(name) = word(if is(at + 1, "!") { at + 2 } else { at + 1 })
            {
                self.all.entry(here).or_default().declared.insert(name);
            }
            at += 1;
        }
    }

    /// The module that declares what a path, written in a module, names; none for what is not of this crate.
    fn follow(&self, from: &[String], path: &[String], turns: usize) -> Option<ModulePath> {
        /// More hands than this a name does not go through.
        const MOST_TURNS: usize = 16;
        if turns > MOST_TURNS {
            return None;
        }
        let (mut here, rest) = match path.first()?.as_str() {
            "crate" => (Vec::new(), &path[1..]),
            "self" => (from.to_vec(), &path[1..]),
            "super" => {
                let ups = path.iter().take_while(|part| *part == "super").count();
                (from[..from.len().checked_sub(ups)?].to_vec(), &path[ups..])
            }
            first => {
                let is_below = self.all.contains_key(&[from, &[first.to_owned()]].concat());
                // The name of another crate stands for itself.
                let known = self.all.get(from)?.imports.get(first).filter(|known| *known != path);
                match known {
                    _ if is_below => (from.to_vec(), path),
                    Some(known) => {
                        return self.follow(from, &[known.as_slice(), &path[1..]].concat(), turns + 1);
                    }
                    None => return None,
                }
            }
        };
        for (i, part) in rest.iter().enumerate() {
            let below = [here.as_slice(), std::slice::from_ref(part)].concat();
            if self.all.contains_key(&below) {
                here = below;
                continue;
            }
            let module = self.all.get(&here)?;
            if module.declared.contains(part) {
                break;
            }
            if let Some(known) = module.imports.get(part) {
                return self.follow(&here, &[known.as_slice(), &rest[i + 1..]].concat(), turns + 1);
            }
            let of_all = module.globs.iter().filter_map(|glob| self.follow(&here, glob, turns + 1));
            let declares = |at: &ModulePath| {
                let other = &self.all[at];
                let below = [at.as_slice(), std::slice::from_ref(part)].concat();
                *at != here
                    && (other.declared.contains(part)
                        || other.imports.contains_key(part)
                        || self.all.contains_key(&below))
            };
            if let Some(other) = of_all.into_iter().find(declares) {
                let path = [&["crate".to_owned()], other.as_slice(), &rest[i..]].concat();
                return self.follow(&[], &path, turns + 1);
            }
            break;
        }
        Some(here)
    }
}

/// Reads what stands behind `use`: every path in it with the name that it brings in, `*` for all names.
fn brought_in(tokens: &[Token], at: &mut usize, before: &ModulePath, found: &mut Vec<(ModulePath, String)>) {
    let mut path = before.clone();
    while let Some(token) = tokens.get(*at) {
        *at += 1;
        if token.is("{") {
            while tokens.get(*at).is_some_and(|token| !token.is("}")) {
                brought_in(tokens, at, &path, found);
                *at += usize::from(tokens.get(*at).is_some_and(|token| token.is(",")));
            }
            *at += 1;
            return;
        }
        if token.is("*") {
            found.push((path, "*".to_owned()));
            return;
        }
        if token.is("::") {
            // `::name` is another crate, whatever this one calls its modules.
            if path.is_empty() {
                path.push("::".to_owned());
            }
            continue;
        }
        if token.kind != Kind::Word {
            return;
        }
        if !token.is("self") || path.is_empty() {
            path.push(token.text.clone());
        }
        if tokens.get(*at).is_some_and(|token| token.is("::")) {
            continue;
        }
        let mut name = path.last().cloned().unwrap_or_default();
        if tokens.get(*at).is_some_and(|token| token.is("as")) {
            name = tokens.get(*at + 1).map_or(name, |token| token.text.clone());
            *at += 2;
        }
        found.push((path, name));
        return;
    }
}

/// The knots of a net: greatest sets of at least two points, each of which leads to each (Tarjan 1972).
fn knots(n: usize, lines: &[(usize, usize)]) -> Vec<Vec<usize>> {
    struct Walk<'a> {
        lines: &'a [(usize, usize)],
        number: Vec<Option<usize>>,
        low: Vec<usize>,
        open: Vec<usize>,
        seen: usize,
        found: Vec<Vec<usize>>,
    }
    impl Walk<'_> {
        fn visit(&mut self, at: usize) {
            self.number[at] = Some(self.seen);
            self.low[at] = self.seen;
            self.seen += 1;
            self.open.push(at);
            for (_, to) in self.lines.iter().filter(|(from, _)| *from == at) {
                match self.number[*to] {
                    None => {
                        self.visit(*to);
                        self.low[at] = self.low[at].min(self.low[*to]);
                    }
                    Some(number) if self.open.contains(to) => self.low[at] = self.low[at].min(number),
                    Some(_) => {}
                }
            }
            if Some(self.low[at]) == self.number[at] {
                let from = self.open.iter().position(|open| *open == at).expect("it was opened above");
                let mut knot = self.open.split_off(from);
                knot.sort_unstable();
                if knot.len() > 1 {
                    self.found.push(knot);
                }
            }
        }
    }
    let (number, low) = (vec![None; n], vec![0; n]);
    let mut walk = Walk { lines, number, low, open: Vec::new(), seen: 0, found: Vec::new() };
    for at in 0..n {
        if walk.number[at].is_none() {
            walk.visit(at);
        }
    }
    walk.found.sort();
    walk.found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles(files: &[(&str, &str)]) -> Vec<Vec<String>> {
        let files: Vec<(String, String)> = files.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        of_files(&files).into_iter().map(|circle| circle.files).collect()
    }

    #[test]
    fn law_a_circle_of_two_files_is_found() {
        let found = circles(&[
            ("lib.rs", "mod a;\nmod b;\n"),
            ("a.rs", "use crate::b::{self, deep::{Two, Three as Four}, One};\npub struct A;\n"),
            ("b.rs", "pub fn b() -> super::a::A { super::a::A }\npub struct One;\npub mod deep { pub struct Two; }\n"),
        ]);
        assert_eq!(found, [["a.rs", "b.rs"]]);
    }

    #[test]
    fn law_a_circle_by_way_of_others_is_found_and_says_who_uses_what() {
        let files = [
            ("lib.rs", "mod a;\nmod b;\npub mod c;\npub use a::A;\npub fn all() -> &'static A { &c::C }\n"),
            // A name that the root hands on is one of the file that declares it.
            ("c.rs", "fn c() -> &'static crate::A { let _ = crate::A; }\npub const C: u8 = 1;\n"),
            ("a.rs", "pub struct A;\nuse super::b;\nfn a() { b::b() }\n"),
            ("b.rs", "pub fn b() { crate::c::C; }\n"),
        ];
        assert_eq!(circles(&files), [["a.rs", "b.rs", "c.rs"]]);
        let files: Vec<(String, String)> = files.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let told = of_files(&files)[0].to_string();
        assert!(told.contains("3 files use one another") && told.contains("c.rs uses a.rs: A"), "{told}");
    }

    #[test]
    fn law_a_file_and_the_folder_beside_it_can_be_a_circle() {
        let found = circles(&[
            ("main.rs", "mod a;\n"),
            ("a.rs", "mod part;\nuse part::Part;\npub const WEEK: i32 = 7;\nfn a(_: Part) {}\n"),
            ("a/part.rs", "pub struct Part;\nfn part() -> i32 { super::WEEK }\n"),
        ]);
        assert_eq!(found, [["a.rs", "a/part.rs"]]);
        // A name that came to the folder's file by `use` is not its own.
        let found = circles(&[
            ("main.rs", "mod a;\nmod week;\n"),
            ("a.rs", "mod part;\nuse part::Part;\nuse crate::week::WEEK;\nfn a(_: Part) {}\n"),
            ("a/part.rs", "pub struct Part;\nuse super::*;\nfn part() -> i32 { super::WEEK }\n"),
            ("week.rs", "pub const WEEK: i32 = 7;\n"),
        ]);
        assert_eq!(found, [["a.rs", "a/part.rs"]], "the glob alone is a use");
        let found = circles(&[
            ("main.rs", "mod a;\nmod week;\n"),
            ("a.rs", "mod part;\nuse part::Part;\nuse crate::week::WEEK;\nfn a(_: Part) {}\n"),
            ("a/part.rs", "pub struct Part;\nfn part() -> i32 { super::WEEK }\n"),
            ("week.rs", "pub const WEEK: i32 = 7;\n"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn law_comments_texts_and_tests_are_no_use() {
        let found = circles(&[
            ("lib.rs", "mod a;\nmod b;\n"),
            ("a.rs", "use crate::b::B;\n"),
            (
                "b.rs",
                "//! See [`crate::a`].\npub struct B;\n/* use crate::a::A; */\nconst TEXT: &str = \"crate::a::A\";\n\
                 const RAW: &str = r#\"use crate::a::\"A\";\"#;\nfn life<'a>(_: &'a str) -> char { '\"' }\n\
                 #[cfg(test)]\nmod tests {\n    use crate::a::A;\n}\n",
            ),
        ]);
        assert!(found.is_empty(), "{found:?}");
        let found = circles(&[
            ("lib.rs", "mod a;\n"),
            ("a.rs", "#[cfg(test)]\nmod checks;\npub struct A;\nuse checks::X;\n"),
            ("a/checks.rs", "use super::A;\n"),
        ]);
        assert!(found.is_empty(), "a file of unit tests does not count: {found:?}");
    }

    #[test]
    fn law_other_crates_are_not_modules_of_the_same_name() {
        let found = circles(&[
            ("lib.rs", "mod a;\nmod run;\n"),
            ("a.rs", "use run::Error;\nuse ::run::Case;\npub struct A;\nfn a() { ::run::go() }\n"),
            ("run.rs", "use crate::a::A;\n"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }
}
