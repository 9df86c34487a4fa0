//! `cargo xtask page`: builds what the browser interface is made of and keeps it in `web/`.

use std::path::PathBuf;
use std::process::Command;

use crate::arguments::Arguments;
use crate::shell;

/// Sources, bundle and engine of the page.
pub const FOLDER: &str = "web";
const WASM: &str = "wasm32-unknown-unknown";
/// The package of the engine, which makes worlds, and that of the published models, which a page of their own fetches.
const WORLDS: &str = "tauride-web";
const MODELS: &str = "tauride-web-models";

/// Builds the engine, the models and the bundle.
///
/// # Errors
/// When a tool is missing or a build fails.
pub fn run(_: &Arguments) -> Result<(), String> {
    for (package, packed) in [(WORLDS, "web/engine.wasm.gz"), (MODELS, "web/models.wasm.gz")] {
        let module = module(package)?;
        let mut pack = shell::command("node");
        shell::run(pack.arg("web/tests/pack.mjs").arg(&module).arg(packed))?;
    }
    install()?;
    bundle(None)
}

/// Builds a package as WebAssembly for the page; the module.
///
/// # Errors
/// When the build fails.
fn module(package: &str) -> Result<PathBuf, String> {
    let dir = shell::target().join("page");
    let mut cargo = shell::cargo();
    cargo.args(["build", "--profile", "page", "--package", package, "--lib", "--target", WASM, "--target-dir"]);
    cargo.arg(&dir);
    // Messages of panics name source files: not where they lie on this machine.
    let sysroot = shell::output(shell::command("rustc").args(["--print", "sysroot"]))?;
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let mut flags = vec![
        format!("--remap-path-prefix={}=tauride", shell::root().display()),
        format!("--remap-path-prefix={}=rust", sysroot.trim()),
    ];
    if let Some(home) = cargo_home {
        flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
        // The later flag counts: crates lie in a folder that is named after where they were fetched from.
        for folder in std::fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten() {
            flags.push(format!("--remap-path-prefix={}=crates", folder.path().display()));
        }
    }
    shell::run(cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")))?;
    Ok(dir.join(WASM).join(format!("page/{}.wasm", package.replace('-', "_"))))
}

fn npm() -> Command {
    let mut npm = shell::command("npm");
    npm.current_dir(shell::root().join(FOLDER));
    // The browser is the system's; no package is to fetch one of its own.
    npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    npm
}

/// Installs the packages of the lock file, unless they are there.
///
/// # Errors
/// When they cannot be had.
pub fn install() -> Result<(), String> {
    let folder = shell::root().join(FOLDER);
    let changed = |file: &str| std::fs::metadata(folder.join(file)).and_then(|facts| facts.modified()).ok();
    let installed = changed("node_modules/.package-lock.json");
    if installed.is_some() && installed >= changed("package-lock.json") {
        return Ok(());
    }
    shell::run(npm().args(["ci", "--no-audit", "--no-fund"]))
}

/// Checks style and types and builds the bundles, that of the page, that of the models and that of written pages: into their place, or into
/// another folder to be compared.
///
/// # Errors
/// When a file is not formatted, a lint or a type is wrong, or a build fails.
pub fn bundle(into: Option<&std::path::Path>) -> Result<(), String> {
    shell::run(npm().args(["run", "--silent", "check"]))?;
    // The page's build empties the folder, so it comes first.
    for mode in ["production", "models", "report"] {
        let mut build = npm();
        build.args(["exec", "--", "vite", "build", "--logLevel", "warn", "--mode", mode]);
        if let Some(dir) = into {
            build.arg("--outDir").arg(dir);
        }
        shell::run(&mut build)?;
    }
    Ok(())
}
