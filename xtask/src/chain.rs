//! What the program is made of: the licences and sources of its packages, and a bill of materials.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::arguments::Arguments;
use crate::shell::{self, root};

/// Licences, by their SPDX names, under which others may pass the program on as they like.
const ALLOWED: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];
/// Packages of which there are several versions, and who asks for the older ones.
const SEVERAL: [(&str, &str); 2] = [
    ("getrandom", "three generations, asked for by const-random, by ahash, and by rand and tempfile"),
    ("syn", "derives that have not moved to version 3"),
];
/// Where packages may come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";
/// The packages that are passed on.
const PASSED_ON: [&str; 3] = ["tauride", "tauride-web", "tauride-web-models"];

/// What cargo says of all packages that a build on this machine uses.
///
/// # Errors
/// When cargo cannot say it, or a package has not been fetched.
pub fn metadata() -> Result<Value, String> {
    let version = shell::quietly("rustc", &["-vV"]).ok_or("rustc does not say what it is")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
    let mut cargo = shell::cargo();
    cargo.args(["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", host]);
    let done = cargo.output().map_err(|e| format!("cargo cannot be started: {e}"))?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned());
    }
    serde_json::from_slice(&done.stdout).map_err(|e| format!("cargo metadata is no JSON: {e}"))
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Whether an expression of licences leaves a choice among those that are allowed.
pub fn is_allowed(expression: &str) -> bool {
    // An older way to write a choice.
    let words = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<&str> = words.split_whitespace().rev().collect();
    let allowed = any(&mut words);
    allowed && words.is_empty()
}

fn any(words: &mut Vec<&str>) -> bool {
    let mut allowed = all(words);
    while words.last() == Some(&"OR") {
        words.pop();
        allowed |= all(words);
    }
    allowed
}

fn all(words: &mut Vec<&str>) -> bool {
    let mut allowed = one(words);
    while words.last() == Some(&"AND") {
        words.pop();
        allowed &= one(words);
    }
    allowed
}

fn one(words: &mut Vec<&str>) -> bool {
    match words.pop() {
        Some("(") => {
            let allowed = any(words);
            words.pop() == Some(")") && allowed
        }
        Some(name) if words.last() == Some(&"WITH") => {
            words.pop();
            let exception = words.pop().unwrap_or_default();
            ALLOWED.contains(&format!("{name} WITH {exception}").as_str())
        }
        Some(name) => ALLOWED.contains(&name),
        None => false,
    }
}

/// What is wrong with the packages: a licence that is none of the allowed ones, a source that is not the registry, several
/// versions where one is expected.
pub fn faults(metadata: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in packages(metadata) {
        let (name, version, licence) = (text(package, "name"), text(package, "version"), text(package, "license"));
        if !is_allowed(licence) {
            faults.push(format!("{name} {version} is under `{licence}`"));
        }
        if package["source"].as_str().is_some_and(|source| source != REGISTRY) {
            faults.push(format!("{name} {version} comes from {}", package["source"]));
        }
        versions.entry(name).or_default().insert(version);
    }
    for (name, versions) in &versions {
        let is_known = SEVERAL.iter().any(|(known, _)| known == name);
        match versions.len() {
            1 if is_known => faults.push(format!("{name} has one version now: take it out of SEVERAL")),
            n if n > 1 && !is_known => faults.push(format!("{name} has {n} versions: {versions:?}")),
            _ => {}
        }
    }
    faults
}

/// SHA-256 of each package of the registry, by name and version, as the lock file has them.
fn checksums() -> Result<BTreeMap<(String, String), String>, String> {
    let lock =
        std::fs::read_to_string(root().join("Cargo.lock")).map_err(|e| format!("cannot read Cargo.lock: {e}"))?;
    let value = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
        line.and_then(|rest| rest.strip_suffix('"')).map(str::to_owned)
    };
    let blocks = lock.split("[[package]]").skip(1);
    Ok(blocks
        .filter_map(|block| Some(((value(block, "name")?, value(block, "version")?), value(block, "checksum")?)))
        .collect())
}

/// Name and version of all that a build of the packages that are passed on uses, with the features that they ask for.
fn built() -> Result<BTreeSet<(String, String)>, String> {
    let mut cargo = shell::cargo();
    cargo.args(["tree", "--locked", "--offline", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"]);
    for name in PASSED_ON {
        cargo.args(["--package", name]);
    }
    let done = cargo.output().map_err(|e| format!("cargo cannot be started: {e}"))?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned());
    }
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    let package = |line: &str| {
        let mut words = line.split_whitespace();
        Some((words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned()))
    };
    Ok(text.lines().filter_map(package).collect())
}

/// What the packages that are passed on are built from, themselves included, in the format CycloneDX 1.5. What only tests need is
/// left out.
///
/// # Errors
/// When cargo does not say it, or the lock file cannot be read.
pub fn bill(metadata: &Value) -> Result<Value, String> {
    let (checksums, built) = (checksums()?, built()?);
    let is_built = |package: &&Value| built.contains(&(text(package, "name").into(), text(package, "version").into()));
    let by_id: BTreeMap<&str, &Value> =
        packages(metadata).filter(is_built).map(|package| (text(package, "id"), package)).collect();
    let nodes: BTreeMap<&str, &Value> =
        metadata["resolve"]["nodes"].as_array().into_iter().flatten().map(|node| (text(node, "id"), node)).collect();
    let uses = |id: &str| -> BTreeSet<&str> {
        let deps = nodes.get(id).and_then(|node| node["deps"].as_array()).into_iter().flatten();
        let is_built_in =
            |dep: &&Value| dep["dep_kinds"].as_array().into_iter().flatten().any(|kind| kind["kind"] != "dev");
        deps.filter(is_built_in).map(|dep| text(dep, "pkg")).filter(|id| by_id.contains_key(id)).collect()
    };
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> =
        by_id.iter().filter(|(_, package)| PASSED_ON.contains(&text(package, "name"))).map(|(id, _)| *id).collect();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(uses(id));
        }
    }
    let reference = |id: &str| {
        let package = by_id[id];
        format!("pkg:cargo/{}@{}", text(package, "name"), text(package, "version"))
    };
    let component = |id: &&str| {
        let package = by_id[id];
        let (name, version) = (text(package, "name"), text(package, "version"));
        let kind = if PASSED_ON.contains(&name) { "application" } else { "library" };
        let licence = text(package, "license").replace(" / ", " OR ").replace('/', " OR ");
        let mut component = json!({
            "type": kind, "bom-ref": reference(id), "name": name, "version": version, "purl": reference(id),
            "licenses": [{ "expression": licence }],
        });
        if let Some(checksum) = checksums.get(&(name.to_owned(), version.to_owned())) {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
        }
        component
    };
    let dependency = |id: &&str| {
        let on: Vec<String> = uses(id).into_iter().map(reference).collect();
        json!({ "ref": reference(id), "dependsOn": on })
    };
    let main = by_id.iter().find(|(_, package)| text(package, "name") == PASSED_ON[0]).ok_or("there is no program")?.0;
    Ok(json!({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": { "component": component(main) },
        "components": found.iter().filter(|id| *id != main).map(component).collect::<Vec<_>>(),
        "dependencies": found.iter().map(dependency).collect::<Vec<_>>(),
    }))
}

/// `cargo xtask sbom`: writes the bill of materials, and says what is wrong with a package.
///
/// # Errors
/// When the packages are not known, or one is not as it must be.
pub fn command(_: &Arguments) -> Result<(), String> {
    let metadata = metadata()?;
    let bill = bill(&metadata)?;
    let components = bill["components"].as_array().map_or(0, Vec::len);
    let file = shell::dir("sbom.json");
    std::fs::create_dir_all(shell::dir("")).map_err(|e| format!("cannot make a directory: {e}"))?;
    let text = serde_json::to_string_pretty(&bill).expect("it has only text keys") + "\n";
    std::fs::write(&file, text).map_err(|e| format!("cannot write {}: {e}", file.display()))?;
    println!("wrote {}: the program and {components} packages that it is built from", file.display());
    let faults = faults(&metadata);
    println!(
        "{} packages in all, tests included; {} of them not as they must be",
        packages(&metadata).count(),
        faults.len()
    );
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}
