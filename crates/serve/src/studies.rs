//! Finished studies and runs that a server shows: their written pages, which are only read.

use std::path::PathBuf;

use engine::digest::{Digest, hex};
use serde_json::{Value, json};
use study::finished::{Finished, finished_in};

/// What a written page may do: its own scripts and styles and no other. It is an origin of its own, which cannot ask this server
/// for anything, whatever lies in the directory.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; \
                                 img-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox \
                                 allow-scripts allow-downloads";
/// Studies that are listed.
const MOST: usize = 500;

/// Where a server looks for studies.
pub(crate) struct Studies {
    dirs: Vec<PathBuf>,
}

impl Studies {
    /// Those of these directories, and of the directories directly within them.
    pub(crate) fn of(dirs: Vec<PathBuf>) -> Studies {
        Studies { dirs }
    }

    /// By the name that an address calls each by, which tells nothing of where it lies.
    fn all(&self) -> Vec<(String, PathBuf, Finished)> {
        let found = finished_in(&self.dirs).into_iter().take(MOST);
        found.map(|(path, finished)| (name_of(&path), path, finished)).collect()
    }

    /// All of them as they are told.
    pub(crate) fn list(&self) -> Value {
        let told = self.all().into_iter().map(|(id, path, Finished { kind, of, scale, pages })| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            json!({ "id": id, "name": name, "kind": kind, "of": of, "scale": scale, "pages": pages })
        });
        json!({ "studies": told.collect::<Vec<_>>() })
    }

    /// A page of a study; `None` where there is none of these names.
    pub(crate) fn page(&self, id: &str, page: &str) -> Option<Vec<u8>> {
        let (_, path, finished) = self.all().into_iter().find(|(name, ..)| name == id)?;
        let name = finished.pages.iter().find(|name| *name == page)?;
        std::fs::read(path.join(name)).ok()
    }
}

fn name_of(path: &std::path::Path) -> String {
    let mut digest = Digest::new();
    digest.bytes(path.as_os_str().as_encoded_bytes());
    hex(digest.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_only_pages_of_finished_studies_are_handed_out() {
        let dir = std::env::temp_dir().join(format!("tauride-studies-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        let study = dir.join("many");
        std::fs::create_dir_all(&study).expect("it can be made");
        for (name, text) in
            [("study.json", r#"{"kind":"ensemble"}"#), ("report.html", "<p>page"), ("key.pem", "no page")]
        {
            std::fs::write(study.join(name), text).expect("it can be written");
        }
        let studies = Studies::of(vec![dir.clone()]);
        assert_eq!(studies.list()["studies"], json!([]), "it is not finished");
        let files = ["study.json", "report.html", "key.pem"].map(str::to_owned);
        run::index::seal(&study, files, &[]).expect("it can be written");
        let list = studies.list();
        let id = list["studies"][0]["id"].as_str().expect("it is listed");
        assert_eq!(list["studies"][0]["name"], "many");
        assert!(!list.to_string().contains("tauride-studies"), "where it lies is nobody's affair: {list}");
        assert_eq!(studies.page(id, "report.html").as_deref(), Some(&b"<p>page"[..]));
        for (other, page) in [(id, "key.pem"), (id, "../many/report.html"), (id, ""), ("many", "report.html")] {
            assert!(studies.page(other, page).is_none(), "{other} {page}");
        }
        std::fs::remove_dir_all(&dir).expect("it is there");
    }
}
