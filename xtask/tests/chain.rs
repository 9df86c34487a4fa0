//! What the program is made of, and under which terms.

use std::path::Path;

use xtask::chain;
use xtask::shell::root;
use xtask::tree::{files, shown};

#[test]
fn law_every_package_is_under_an_allowed_licence_and_from_the_registry() {
    let metadata = chain::metadata().unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(chain::faults(&metadata), Vec::<String>::new());
    // The same packages with one fault each.
    let spoilt = |key: &str, value: &str| {
        let mut spoilt = metadata.clone();
        let serde = |package: &&mut serde_json::Value| package["name"] == "serde";
        spoilt["packages"].as_array_mut().unwrap().iter_mut().find(serde).unwrap()[key] = value.into();
        chain::faults(&spoilt)
    };
    assert!(spoilt("license", "GPL-3.0-only")[0].contains("GPL-3.0-only"));
    assert!(spoilt("source", "git+https://example.org/serde")[0].contains("example.org"));
    let two = spoilt("name", "libm");
    assert!(two.len() == 1 && two[0].contains("libm has 2 versions"), "{two:?}");
}

#[test]
fn law_a_choice_of_licences_needs_one_that_is_allowed() {
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-2.0 OR MIT",
        "(MIT OR GPL-2.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(chain::is_allowed(good), "{good}");
    }
    for bad in ["", "GPL-2.0", "MIT AND GPL-2.0", "(MIT", "Apache-2.0 WITH other", "MIT Apache-2.0"] {
        assert!(!chain::is_allowed(bad), "{bad}");
    }
}

#[test]
fn law_the_bill_of_materials_names_every_part_of_the_program() {
    let metadata = chain::metadata().unwrap_or_else(|e| panic!("{e}"));
    let bill = chain::bill(&metadata).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((&bill["bomFormat"], &bill["specVersion"]), (&"CycloneDX".into(), &"1.5".into()));
    assert_eq!(bill["metadata"]["component"]["name"], "tauride");
    let components = bill["components"].as_array().unwrap();
    let named = |name: &str| components.iter().find(|component| component["name"] == name);
    for part in ["engine", "society", "parquet", "axum", "clap"] {
        assert!(named(part).is_some(), "{part}");
    }
    assert!(named("ts-rs").is_none() && named("xtask").is_none(), "what only tests need is no part");
    let own = |name: &str| root().join("crates").join(name).is_dir() || name.starts_with("tauride");
    for component in components {
        let is_ours = own(component["name"].as_str().unwrap());
        assert!(
            is_ours || component["hashes"][0]["content"].as_str().is_some_and(|hash| hash.len() == 64),
            "{component}"
        );
    }
    let references: Vec<_> = bill["dependencies"].as_array().unwrap().iter().map(|one| &one["ref"]).collect();
    for dependency in bill["dependencies"].as_array().unwrap() {
        assert!(dependency["dependsOn"].as_array().unwrap().iter().all(|on| references.contains(&on)), "{dependency}");
    }
}

/// Crates whose arithmetic is that of the loop over persons, or of WebAssembly, or is bound to Python's.
const UNCHECKED: [&str; 9] =
    ["door", "engine", "schema", "people", "society", "models", "python", "tauride-web", "tauride-web-models"];

#[test]
fn law_a_number_that_would_turn_over_stops_the_program_outside_the_loop() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the workspace has a manifest");
    let is_checked =
        |name: &str| manifest.contains(&format!("[profile.release.package.{name}]\noverflow-checks = true\n"));
    let metadata = chain::metadata().unwrap_or_else(|e| panic!("{e}"));
    let own = metadata["packages"].as_array().unwrap().iter().filter(|package| package["source"].is_null());
    let names: Vec<&str> = own.map(|package| package["name"].as_str().unwrap()).collect();
    assert!(names.len() > 15, "{names:?}");
    for name in names {
        assert_ne!(is_checked(name), UNCHECKED.contains(&name), "{name}");
    }
}

/// Functions that change files or folders.
const CHANGES: [&str; 9] = [
    "fs::write",
    "fs::rename",
    "fs::copy",
    "fs::create_dir",
    "fs::remove_",
    "File::create",
    "File::options",
    "OpenOptions",
    "fs::hard_link",
];

#[test]
fn law_commands_change_files_in_one_place() {
    let (mut faults, mut n) = (Vec::new(), 0);
    for name in ["run", "study", "fit", "claims", "report"] {
        for path in files(&root().join("crates").join(name).join("src")) {
            let text = std::fs::read_to_string(&path).expect("a file of the repository");
            let is_of_tests = path.ends_with("tests.rs") || shown(&path).contains("/typescript");
            let is_the_place = path.ends_with("crates/run/src/disk.rs");
            let own = text.split("#[cfg(test)]").next().unwrap_or_default().split("pub mod testing").next();
            for line in own.unwrap_or_default().lines().filter(|_| !is_of_tests) {
                if CHANGES.iter().any(|change| line.contains(change)) {
                    n += usize::from(is_the_place);
                    if !is_the_place {
                        faults.push(format!("{}: {}", shown(&path), line.trim()));
                    }
                }
            }
        }
    }
    assert!(n > 5, "the place itself changes files");
    assert!(faults.is_empty(), "files are changed beside run::disk, where no test sees it:\n{}", faults.join("\n"));
}

/// Data under terms of its own lies beside a notice, and the document of sources says the terms of each source that has some.
#[test]
fn law_data_under_other_terms_have_a_notice() {
    let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let document = read(&root().join("docs/sources.md"));
    let table = document.split("## Licences").nth(1).expect("the document has the terms");
    let mut n = 0;
    for case in std::fs::read_dir(root().join("scenarios")).unwrap().flatten() {
        let sources = std::fs::read_to_string(case.path().join("sources.csv")).unwrap_or_default();
        for row in sources.lines().filter(|row| row.contains("CC BY")) {
            let key = row.split(',').next().unwrap_or_default();
            assert!(table.contains(&format!("`{key}`")), "{key} of {} has terms of its own", case.path().display());
            n += 1;
        }
    }
    assert!(n > 0, "no source has terms of its own");
    let row = table.lines().find(|row| row.contains("CC BY-NC-SA")).expect("there are such data");
    let files = row.split('`').filter(|word| word.starts_with("facts/"));
    let folder = root().join("scenarios/russia-1917");
    let notice = read(&folder.join("facts/NOTICE.md"));
    assert!(notice.contains("CC BY-NC-SA 4.0"));
    let mut named = 0;
    for file in files {
        assert!(folder.join(file).is_file(), "{file} is not there");
        assert!(
            notice.contains(&format!("`{}`", file.trim_start_matches("facts/"))),
            "the notice does not name {file}"
        );
        named += 1;
    }
    assert!(named >= 3, "only {named} files");
}
