//! Prints the digest of a bundled scenario's run: a small program, quick to build, for comparing builds.
//!
//!     cargo run --release -p tauride-web --example digest -- one-town 1 [SEED]

use std::process::ExitCode;

use tauride_web::course::{Way, run};

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
    let way = Way { seed: u64::from(seed), scale: scale.max(1), most_days: None, threads: 2 };
    Ok(engine::digest::hex(run(&spec, way, &mut |_, _| {}).digest))
}
