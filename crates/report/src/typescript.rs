//! TypeScript's types of what pages read: written by tests, which fail when the committed file was another.

mod answers;

use std::path::Path;

use ts_rs::{Config, ExportError};

/// Has the types of a file of `web/src/types` made, writes the committed file again when it was another, and tells.
pub(crate) fn same(file: &str, export: impl Fn(&Config) -> Result<(), ExportError>) {
    let dir = std::env::temp_dir().join(format!("tauride-types-{file}-{}", std::process::id()));
    export(&Config::new().with_large_int("number").with_out_dir(&dir)).expect("the types can be written");
    let made = std::fs::read_to_string(dir.join(file)).expect("they were written");
    std::fs::remove_dir_all(&dir).expect("they can be removed");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src/types").join(file);
    if made != std::fs::read_to_string(&path).unwrap_or_default() {
        std::fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("the folder can be made");
        std::fs::write(&path, &made).expect("the file can be written");
        panic!("{} was out of date and is written again", path.display());
    }
}
