//! Prints the digest of a bundled scenario's run: a small program, quick to build, for comparing builds.
//!
//!     cargo run --release -p tauride-web --example digest -- one-town 1 [SEED]

use std::process::ExitCode;

use run::world::World;

fn main() -> ExitCode {
    match digest(std::env::args().skip(1)) {
        Ok(digest) => {
            println!("{digest}");
            ExitCode::SUCCESS
        }
        Err(what) => {
            eprintln!("error: {what}\nusage: digest SCENARIO SCALE [SEED]");
            ExitCode::from(2)
        }
    }
}

fn digest(mut arguments: impl Iterator<Item = String>) -> Result<String, String> {
    let name = arguments.next().ok_or("the scenario is missing")?;
    let mut number = |what: &str, default: &str| -> Result<u32, String> {
        let text = arguments.next().unwrap_or_else(|| default.into());
        text.parse().map_err(|_| format!("the {what} is a whole number, not `{text}`"))
    };
    let (scale, seed) = (number("scale", "")?, number("seed", "1")?);
    let spec = scenario::load_bundled(&name).map_err(|problems| problems.to_string())?.spec;
    let mut world = World::new(&spec, u64::from(seed), scale.max(1), 2);
    while world.step().is_some() {}
    Ok(engine::digest::hex(world.digest()))
}
