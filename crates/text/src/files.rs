//! The files of a scenario as bytes, from wherever they came. Nothing here reads a disk; a reader of directories is in the crate `scenario`.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Largest file that is read, in bytes: far above any scenario of the whole empire, far below what fills a memory or an hour.
pub const LARGEST_FILE: u64 = 16 * 1024 * 1024;
/// The same of a TOML file, which is read value by value and holds no long table.
const LARGEST_TOML: u64 = 2 * 1024 * 1024;

/// Most bytes that are read of a file of this name.
pub fn largest(path: &str) -> u64 {
    if path.ends_with(".toml") { LARGEST_TOML } else { LARGEST_FILE }
}

/// The files of one directory, by their path within it (`places.csv`, `evidence/strikes.csv`).
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// Each by its path.
    pub files: BTreeMap<String, Content>,
    /// What lies beside them and is not read; a folder's name ends in `/`.
    pub others: Vec<String>,
}

/// What was found of a file.
#[derive(Clone, Debug)]
pub enum Content {
    /// Its bytes.
    Bytes(Cow<'static, [u8]>),
    /// Seen, but not read because of its size in bytes.
    TooLarge(u64),
    /// Seen, and no file that could be read: what it is.
    Unreadable(String),
}

impl Folder {
    /// An empty folder.
    pub fn new() -> Folder {
        Folder::default()
    }

    /// Adds a file; one that is too large, at most over [`LARGEST_FILE`], is noted and not kept.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Cow<'static, [u8]>>) {
        let (path, bytes) = (path.into(), bytes.into());
        let content = match bytes.len() as u64 {
            size if size > largest(&path) => Content::TooLarge(size),
            _ => Content::Bytes(bytes),
        };
        self.files.insert(path, content);
    }

    /// Notes a file that was not read because it has this many bytes.
    pub fn insert_too_large(&mut self, path: impl Into<String>, size: u64) {
        self.files.insert(path.into(), Content::TooLarge(size));
    }

    /// Notes something that has the name of a file and is none, with what it is.
    pub fn insert_unreadable(&mut self, path: impl Into<String>, what: impl Into<String>) {
        self.files.insert(path.into(), Content::Unreadable(what.into()));
    }

    /// Notes the name of something that is not read, so that a slip in it can be told; a folder's name ends in `/`.
    pub fn insert_other(&mut self, path: impl Into<String>) {
        self.others.push(path.into());
    }

    /// Paths of the files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The bytes of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        match self.files.get(path) {
            Some(Content::Bytes(bytes)) => Some(bytes),
            _ => None,
        }
    }
}

/// A scenario's own files, and those of the scenarios beside it that it may be based on.
///
/// ```
/// let mut files = text::files::Files::new("my-town");
/// files.insert("scenario.toml", b"title = 'My town'\nbase = 'one-town'\n".to_vec());
/// # let _ = files;
/// ```
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// Name of the scenario.
    pub id: String,
    /// What messages begin with.
    pub label: String,
    /// Its own files.
    pub own: Folder,
    /// Folders of scenarios beside it, by name.
    pub siblings: BTreeMap<String, Folder>,
}

impl Files {
    /// No files yet, of a scenario with this name.
    pub fn new(id: impl Into<String>) -> Files {
        let id = id.into();
        Files { label: id.clone(), id, ..Files::default() }
    }

    /// Has messages begin with this instead of the name: the directory as the user wrote it.
    pub fn labelled(mut self, label: impl Into<String>) -> Files {
        self.label = label.into();
        self
    }

    /// Name of the scenario.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The scenario's own files.
    pub fn own(&self) -> &Folder {
        &self.own
    }

    /// Adds one of the scenario's own files.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Cow<'static, [u8]>>) {
        self.own.insert(path, bytes);
    }

    /// Notes one of the scenario's own files that was not read because of its size in bytes.
    pub fn insert_too_large(&mut self, path: impl Into<String>, size: u64) {
        self.own.insert_too_large(path, size);
    }

    /// Adds the folder of a scenario that this one may be based on; it goes before a bundled one of the same name.
    pub fn insert_sibling(&mut self, name: impl Into<String>, folder: Folder) {
        self.siblings.insert(name.into(), folder);
    }
}
