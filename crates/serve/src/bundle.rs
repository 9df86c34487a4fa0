//! The files of the page, as they are kept in the repository, and packed as they are sent.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use engine::digest::{Digest, hex};
use include_dir::{Dir, include_dir};
use serde_json::{Value, json};

static PAGE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../web/dist");
static ODDS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../web/odds");
/// The engine in WebAssembly, packed.
pub(crate) const ENGINE: &[u8] = include_bytes!("../../../web/engine.wasm.gz");
/// The published models in WebAssembly, packed.
const MODELS: &[u8] = include_bytes!("../../../web/models.wasm.gz");
/// The scenarios that this engine carries.
const CARRIED: &str = include_str!("../../../scenarios/browser.txt");
/// Pages of the bundle, each with the names by which it calls what belongs to it.
const CALLED: [(&str, &[&str]); 2] = [
    ("index.html", &["./assets/index.js", "./assets/index.css"]),
    ("models.html", &["./assets/models.js", "./assets/models.css", "./assets/index.css"]),
];

/// Every file of the pages: its path and its bytes. The engine and the models are among them; what written pages are made of
/// is not.
pub(crate) fn files() -> Vec<(String, &'static [u8])> {
    let mut found = vec![("engine.wasm.gz".to_owned(), ENGINE), ("models.wasm.gz".to_owned(), MODELS)];
    gather(&PAGE, &mut found);
    found.sort();
    found
}

fn gather(dir: &Dir<'static>, found: &mut Vec<(String, &'static [u8])>) {
    for file in dir.files() {
        if let Some(path) = file.path().to_str().filter(|path| !path.starts_with("report.")) {
            found.push((path.to_owned(), file.contents()));
        }
    }
    dir.dirs().for_each(|dir| gather(dir, found));
}

/// A file of the page as text.
pub(crate) fn text(path: &str) -> &'static str {
    PAGE.get_file(path).and_then(|file| file.contents_utf8()).unwrap_or_default()
}

/// What `cargo xtask odds` found of the worlds of a case, as JSON, if it was asked.
pub(crate) fn odds(scenario: &str) -> Option<&'static [u8]> {
    ODDS.get_file(format!("{scenario}.json")).map(|file| file.contents())
}

/// The seed of the typical world of a case, which its page opens with; 1 where none was chosen.
pub(crate) fn typical(scenario: &str) -> u64 {
    let odds: Option<Value> = odds(scenario).and_then(|bytes| serde_json::from_slice(bytes).ok());
    odds.and_then(|odds| odds["typical"].as_u64()).unwrap_or(1)
}

/// The cases that a page of the server, or of a folder with these, may show; `carried` where the browser's engine has it.
pub(crate) fn cases(wanted: &dyn Fn(&str) -> bool) -> Value {
    let own = view::kept::offered();
    let mut cases: Vec<Value> = own
        .into_iter()
        .chain(scenario::bundled())
        .filter(|(name, _)| wanted(name))
        .map(|(name, title)| json!({ "carried": is_carried(&name), "name": name, "title": title }))
        .collect();
    // What the page opens with comes first.
    let first = view::kept::first();
    cases.sort_by_key(|case| case["name"] != first.as_str());
    Value::Array(cases)
}

/// Whether the browser's engine carries a scenario.
pub(crate) fn is_carried(scenario: &str) -> bool {
    CARRIED.split_whitespace().any(|name| name == scenario)
}

/// A file as it is sent: packed where that makes it smaller, with a tag that is another when its bytes are.
pub(crate) struct Sent {
    pub plain: Vec<u8>,
    pub packed: Option<Vec<u8>>,
    pub tag: String,
}

impl Sent {
    pub(crate) fn of(path: &str, plain: Vec<u8>) -> Sent {
        let packed = (!path.ends_with(".gz")).then(|| crate::packed(&plain));
        let packed = packed.filter(|packed| packed.len() < plain.len());
        let tag = format!("\"{}\"", tag(&plain));
        Sent { plain, packed, tag }
    }
}

fn tag(bytes: &[u8]) -> String {
    let mut digest = Digest::new();
    digest.bytes(bytes);
    hex(digest.finish())[..16].to_owned()
}

/// The files as they are sent. A page calls its script and its style by their digest too, so that a browser may keep them for
/// good.
pub(crate) fn sent() -> &'static BTreeMap<String, Sent> {
    static SENT: OnceLock<BTreeMap<String, Sent>> = OnceLock::new();
    SENT.get_or_init(|| {
        let dressed = |path: &str, bytes: &[u8]| match CALLED.iter().find(|(page, _)| *page == path) {
            Some((page, called)) => versioned(text(page), called).into_bytes(),
            None => bytes.to_vec(),
        };
        files().into_iter().map(|(path, bytes)| (path.clone(), Sent::of(&path, dressed(&path, bytes)))).collect()
    })
}

/// A page, with the digest of all files behind the names of its script and its style: a worker and an engine that the script
/// asks for are asked for by the same digest.
fn versioned(page: &str, called: &[&str]) -> String {
    let mut digest = Digest::new();
    files().iter().for_each(|(_, bytes)| digest.bytes(bytes));
    let version = &hex(digest.finish())[..16];
    called.iter().fold(page.to_owned(), |page, name| page.replace(name, &format!("{name}?v={version}")))
}

/// The type of a file by its ending.
pub(crate) fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("gz") => "application/gzip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_the_bundle_is_whole_and_small() {
        /// What the page of the models alone fetches.
        const OF_MODELS: [&str; 5] =
            ["models.html", "models.wasm.gz", "assets/models.js", "assets/models.css", "assets/player.js"];
        let files = files();
        let has = |path: &str| files.iter().any(|(name, _)| name == path);
        for path in ["index.html", "engine.wasm.gz", "assets/index.js", "assets/index.css", "assets/worker.js"] {
            assert!(has(path), "{path}");
        }
        OF_MODELS.iter().for_each(|path| assert!(has(path), "{path}"));
        let is_of_models = |path: &str| OF_MODELS.contains(&path);
        let packed = |of_models: bool| -> usize {
            let those = files.iter().filter(|(path, _)| is_of_models(path) == of_models);
            let length = |(path, bytes): &(String, &[u8])| match path.ends_with(".gz") {
                true => bytes.len(),
                false => crate::packed(bytes).len(),
            };
            those.map(length).sum()
        };
        assert!(packed(false) <= 1_500_000, "the page of the cases has {} bytes, packed", packed(false));
        assert!(packed(true) <= 250_000, "the page of the models adds {} bytes, packed", packed(true));
        for (path, bytes) in &files {
            assert_ne!(kind(path), "application/octet-stream", "{path}");
            assert!(!bytes.is_empty(), "{path}");
        }
    }

    #[test]
    fn law_the_page_calls_its_files_by_their_digest() {
        for (page, called) in CALLED {
            let text = String::from_utf8(sent()[page].plain.clone()).expect("it is text");
            for name in called {
                assert!(text.contains(&format!("{name}?v=")), "{page}: {name}");
            }
        }
    }

    #[test]
    fn law_the_engine_carries_cases_that_there_are() {
        let all = cases(&|_| true);
        let all = all.as_array().expect("a list");
        assert_eq!(all[0]["name"], scenario::main_scenario());
        let carried = all.iter().filter(|case| case["carried"] == true).count();
        assert_eq!(carried, CARRIED.split_whitespace().count());
    }

    #[test]
    fn law_odds_are_of_cases_that_there_are_and_of_the_scale_of_the_page() {
        for file in ODDS.files().filter(|file| file.path().extension().is_some_and(|end| end == "json")) {
            let name = file.path().file_stem().and_then(|name| name.to_str()).expect("a name");
            let odds: Value = serde_json::from_slice(file.contents()).expect("it is JSON");
            let opening = view::request::Request::opening(name, typical(name)).expect("there is such a case");
            assert_eq!(odds["scale"], opening.scale, "{name}");
            assert!(odds["seeds"].as_array().is_some_and(|seeds| seeds.contains(&odds["typical"])), "{name}");
        }
    }
}
