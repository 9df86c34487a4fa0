//! Which directories hold something finished, and the pages that lie in them.

use std::path::{Path, PathBuf};

use run::index::{INDEX, Index};
use run::manifest::{Manifest, REPORT};
use run::write::directory::SCORE;
use serde::Serialize;

use crate::journal;

/// Something finished that has a page: a study, a run, or a run of a published model.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Finished {
    /// What it is, by the command that makes such ones.
    pub kind: String,
    /// Name of its scenario or model; null where it is of several.
    pub of: Option<String>,
    /// Scale of its worlds, such as `1:100`; null where it has none.
    pub scale: Option<String>,
    /// Names of its pages: its own, then that of its score.
    pub pages: Vec<String>,
}

/// What a directory holds, where it is finished and has a page. The index of its files is written when all of them are safe, and
/// names no other.
pub fn finished(dir: &Path) -> Option<Finished> {
    let index = Index::read(dir).ok()??;
    let pages = [REPORT, SCORE[1]].map(str::to_owned);
    let pages: Vec<String> =
        pages.into_iter().filter(|name| index.files.contains_key(name) && dir.join(name).is_file()).collect();
    if pages.is_empty() {
        return None;
    }
    if let Some([Some(kind), of, scale]) = journal::facts(dir, ["kind", "scenario", "scale"]) {
        return Some(Finished { kind, of, scale, pages });
    }
    if let Some(model) = run::reference::Manifest::of(dir) {
        return Some(Finished { kind: "model".into(), of: Some(model.model), scale: None, pages });
    }
    let run = Manifest::read(dir).ok()?.identity;
    Some(Finished { kind: "run".into(), of: Some(run.scenario), scale: Some(run.scale), pages })
}

/// The finished directories among these and those directly within them, each once, in the order of their paths.
pub fn finished_in(dirs: &[PathBuf]) -> Vec<(PathBuf, Finished)> {
    let within = |dir: &PathBuf| {
        let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).filter(|path| path.join(INDEX).is_file()).collect::<Vec<_>>()
    };
    let mut paths: Vec<PathBuf> = dirs.iter().flat_map(within).chain(dirs.iter().cloned()).collect();
    paths.sort();
    paths.dedup();
    paths.into_iter().filter_map(|path| finished(&path).map(|found| (path, found))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_only_what_is_finished_and_has_a_page_is_found() {
        let top = std::env::temp_dir().join(format!("tauride-finished-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&top);
        let put = |dir: &str, name: &str, text: &str| {
            std::fs::create_dir_all(top.join(dir)).expect("it can be made");
            std::fs::write(top.join(dir).join(name), text).expect("it can be written");
        };
        for dir in ["whole", "cut-off", "without-page"] {
            put(dir, "study.json", r#"{"kind":"ensemble","scenario":"one-town","scale":"1:10"}"#);
        }
        put("whole", REPORT, "a page");
        put("whole", "notes.html", "somebody else's");
        put("cut-off", REPORT, "a page");
        run::index::seal(&top.join("whole"), ["study.json".to_owned(), REPORT.to_owned()], &[]).expect("it can");
        run::index::seal(&top.join("without-page"), ["study.json".to_owned()], &[]).expect("it can");
        let found = finished_in(std::slice::from_ref(&top));
        let [(path, study)] = &found[..] else { panic!("{found:?}") };
        assert_eq!(path, &top.join("whole"));
        assert_eq!((study.kind.as_str(), study.of.as_deref()), ("ensemble", Some("one-town")));
        assert_eq!((study.scale.as_deref(), &study.pages[..]), (Some("1:10"), &[REPORT.to_owned()][..]));
        assert_eq!(finished_in(&[path.clone(), top.clone()]).len(), 1);
        std::fs::remove_dir_all(&top).expect("it was there");
    }
}
