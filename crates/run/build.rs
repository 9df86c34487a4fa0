//! Gives the program a name of what it was built from: a hash of the sources that decide what a world is. A version alone says
//! too little: two builds of one version may simulate two different worlds.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Crates whose every file can change a world.
const CRATES: [&str; 7] = ["engine", "text", "schema", "people", "society", "observables", "scenario"];

fn main() {
    let crates = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("..");
    let mut files = vec![crates.join("run/src/world.rs"), crates.join("run/src/worlds.rs")];
    for name in CRATES {
        let folder = crates.join(name).join("src");
        println!("cargo::rerun-if-changed={}", folder.display());
        gather(&folder, &mut files);
    }
    println!("cargo::rerun-if-changed=src/world.rs");
    println!("cargo::rerun-if-changed=src/worlds.rs");
    files.sort();
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    for file in files {
        // The path within the repository, so that the name does not depend on where it was built.
        let name = file.strip_prefix(&crates).expect("it lies there").to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&file).expect("a source can be read").replace("\r\n", "\n");
        hash.add(name.as_bytes());
        hash.add(&[0]);
        hash.add(text.as_bytes());
        hash.add(&[0]);
    }
    println!("cargo::rustc-env=TAURIDE_BUILD={:016x}", hash.0);
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("sources can be read") {
        let path = entry.expect("sources can be read").path();
        let is_test = path.file_stem().is_some_and(|stem| stem == "tests");
        if path.is_dir() {
            gather(&path, files);
        } else if !is_test && path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

/// The hash of Fowler, Noll and Vo with 64 bits: short, and enough to tell builds apart.
struct Fnv(u64);

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
