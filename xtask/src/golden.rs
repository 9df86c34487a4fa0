//! The results that are kept, so that no change of them goes unnoticed.

use engine::calendar::{Calendar, Day};
use engine::digest::hex;
use observables::dates::Date;
use run::world::World as Running;

use crate::arguments::{Arguments, threads};
use crate::shell;
use crate::world::{self, World};

/// A kept result: its file, and the run it is of.
pub struct Golden {
    /// File of the repository.
    pub path: &'static str,
    /// Scenario.
    pub scenario: &'static str,
    /// One simulated person stands for so many.
    pub scale: u32,
}

/// The kept results.
pub const ALL: [Golden; 2] = [
    Golden { path: "golden/one-town.txt", scenario: "one-town", scale: 1 },
    Golden { path: "golden/russia-1917-1000.txt", scenario: "russia-1917", scale: 1000 },
];

impl Golden {
    /// The text of the file, from a run of the code as it is.
    ///
    /// # Errors
    /// When the scenario has faults.
    pub fn made_anew(&self, threads: usize) -> Result<String, String> {
        let loaded = world::load(self.scenario)?;
        let world = world::run_one(&loaded.spec, 1, self.scale, threads);
        Ok(text(self, &world))
    }

    /// The text as it is kept.
    ///
    /// # Errors
    /// When there is no such file.
    pub fn kept(&self) -> Result<String, String> {
        std::fs::read_to_string(shell::root().join(self.path))
            .map_err(|e| format!("cannot read {}: {e}; `cargo xtask golden` makes it", self.path))
    }

    /// The digest as it is kept.
    ///
    /// # Errors
    /// When there is no such file, or no digest in it.
    pub fn kept_digest(&self) -> Result<String, String> {
        let kept = self.kept()?;
        let line = kept.lines().find_map(|line| line.strip_prefix("digest ")).map(str::trim);
        line.map(str::to_owned).ok_or(format!("{} has no digest; `cargo xtask golden` makes it anew", self.path))
    }
}

fn text(golden: &Golden, world: &World) -> String {
    let kept = &world.kept;
    let day = |date: Date| kept.dates[date as usize].map_or("never".into(), |day| Day(day).iso(Calendar::OldStyle));
    let peak = kept.series[0].iter().copied().fold(0.0, f32::max);
    let shares = world.authority_capital.map(|share| format!("{share:.3}"));
    let lines = [
        "# Kept results of a run with seed 1. `cargo xtask golden` makes them anew; dates are in the Old Style.".into(),
        format!("scenario {}", golden.scenario),
        format!("scale 1:{}", golden.scale),
        format!("digest {}", hex(world.digest)),
        format!("state {}", hex(world.state)),
        format!("outcome {} {}", world.outcome.kind.word(), world.outcome.date.iso(Calendar::OldStyle)),
        format!("general_strike {}", day(Date::GeneralStrike)),
        format!("fall {}", day(Date::Fall)),
        format!("council {}", day(Date::Council)),
        format!("transfer {}", day(Date::Transfer)),
        format!("striker_days {:.0}", kept.sums[0]),
        format!("strikers_peak {peak:.0}"),
        format!("refusing_days {:.0}", kept.sums[1]),
        format!("village_days {:.0}", kept.sums[2]),
        format!("killed {:.0}", kept.sums[3]),
        format!("councils {:.0}", kept.sums[5]),
        format!("authority_capital {}", shares.join(" ")),
    ];
    lines.join("\n") + "\n"
}

/// Makes every kept result anew.
///
/// # Errors
/// When a scenario has faults or a file cannot be written.
pub fn run(_: &Arguments) -> Result<(), String> {
    for golden in &ALL {
        let text = golden.made_anew(threads())?;
        if golden.kept().is_ok_and(|kept| kept == text) {
            println!("{}: as before", golden.path);
        } else {
            shell::write(golden.path, &text)?;
        }
    }
    Ok(())
}

/// Prints the digest of one run.
///
/// # Errors
/// When the scenario is missing or has faults.
pub fn digest(arguments: &Arguments) -> Result<(), String> {
    let name = arguments.word().ok_or("which scenario? For example: cargo xtask digest one-town")?;
    let spec = world::load(name)?.spec;
    let threads = arguments.number("threads", threads() as u32) as usize;
    let (seed, scale) = (u64::from(arguments.number("seed", 1)), arguments.number("scale", 1));
    let mut world = Running::new(&spec, seed, scale, threads);
    while world.step().is_some() {}
    println!("{} state {}", hex(world.digest()), hex(world.state()));
    Ok(())
}
