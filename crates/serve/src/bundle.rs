//! The files of the page, as they are kept in the repository.

use include_dir::{Dir, include_dir};

static PAGE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../web/dist");
/// The engine in WebAssembly, packed.
pub(crate) const ENGINE: &[u8] = include_bytes!("../../../web/engine.wasm.gz");

/// Every file of the page: its path and its bytes. The engine is one of them; what written pages are made of is not.
pub(crate) fn files() -> Vec<(String, &'static [u8])> {
    let mut found = vec![("engine.wasm.gz".to_owned(), ENGINE)];
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
        let files = files();
        let has = |path: &str| files.iter().any(|(name, _)| name == path);
        for path in ["index.html", "engine.wasm.gz", "assets/index.js", "assets/index.css", "assets/worker.js"] {
            assert!(has(path), "{path}");
        }
        let bytes: usize = files
            .iter()
            .map(|(path, bytes)| match path.ends_with(".gz") {
                true => bytes.len(),
                false => crate::packed(bytes).len(),
            })
            .sum();
        assert!(bytes <= 1_500_000, "the bundle has {bytes} bytes, packed");
        for (path, bytes) in &files {
            assert_ne!(kind(path), "application/octet-stream", "{path}");
            assert!(!bytes.is_empty(), "{path}");
        }
    }
}
