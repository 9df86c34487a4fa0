//! A world of either kind, ready to run tick by tick, for the model's run, for timing and for docking.

use super::crowd::{self, Crowd};
use super::rules::{Jailed, Rules};
use super::synchronous::Sheet;
use crate::Settings;

/// What can stand on a site, in the codes of [`World::sites`].
pub const KINDS: &[&str] =
    &["empty", "quiet", "active", "cop", "jailed", "quiet, second group", "active, second group"];

/// A lattice with its agents and cops.
#[derive(Clone, Debug)]
pub struct World {
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    OneByOne(Box<Crowd>),
    AtOnce(Box<Sheet>),
}

/// Agents by state, and cops. In Model I everybody is of the first group.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Free and quiet, by group.
    pub quiet: [u32; 2],
    /// Free and active, by group.
    pub active: [u32; 2],
    /// In jail, by group.
    pub jailed: [u32; 2],
    /// Cops.
    pub cops: u32,
}

impl Counts {
    /// All active agents.
    pub fn actives(&self) -> u32 {
        self.active[0] + self.active[1]
    }

    /// All jailed agents.
    pub fn in_jail(&self) -> u32 {
        self.jailed[0] + self.jailed[1]
    }

    /// All agents of a group, 0 or 1.
    pub fn group(&self, group: usize) -> u32 {
        self.quiet[group] + self.active[group] + self.jailed[group]
    }

    /// All agents.
    pub fn agents(&self) -> u32 {
        self.group(0) + self.group(1)
    }
}

impl World {
    /// A world at tick 0, with the settings of `epstein-1` or `epstein-2`.
    ///
    /// # Panics
    /// When the settings are those of another model: a bug.
    pub fn new(settings: &Settings) -> World {
        let rules = Rules::new(settings);
        let draws = settings.draws();
        let is_synchronous = rules.groups.is_none() && settings.word("update") == "synchronous";
        let kind = if is_synchronous {
            Kind::AtOnce(Box::new(Sheet::new(rules, draws)))
        } else {
            Kind::OneByOne(Box::new(Crowd::new(rules, draws)))
        };
        World { kind }
    }

    /// Runs one tick.
    pub fn tick(&mut self) {
        match &mut self.kind {
            Kind::OneByOne(crowd) => crowd.run_tick(),
            Kind::AtOnce(sheet) => sheet.run_tick(),
        }
    }

    /// Agents and cops, those in jail included.
    pub fn agents(&self) -> usize {
        match &self.kind {
            Kind::OneByOne(crowd) => crowd.state.iter().filter(|state| **state != crowd::GONE).count(),
            Kind::AtOnce(sheet) => sheet.n_actors(),
        }
    }

    /// Turns that free agents and cops have taken since tick 0.
    pub fn activations(&self) -> u64 {
        match &self.kind {
            Kind::OneByOne(crowd) => crowd.activations,
            Kind::AtOnce(sheet) => sheet.activations(),
        }
    }

    /// Agents killed since tick 0; always 0 in Model I.
    pub fn killed(&self) -> u64 {
        match &self.kind {
            Kind::OneByOne(crowd) => crowd.killed,
            Kind::AtOnce(_) => 0,
        }
    }

    /// Legitimacy in the last tick.
    pub fn legitimacy(&self) -> f64 {
        match &self.kind {
            Kind::OneByOne(crowd) => crowd.rules.legitimacy.at(crowd.tick),
            Kind::AtOnce(sheet) => sheet.legitimacy(),
        }
    }

    /// Agents by state, and cops.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        match &self.kind {
            Kind::OneByOne(crowd) => {
                for (actor, state) in crowd.state.iter().enumerate() {
                    let group = usize::from(crowd.group.get(actor).copied().unwrap_or(0));
                    match *state {
                        crowd::QUIET => counts.quiet[group] += 1,
                        crowd::ACTIVE => counts.active[group] += 1,
                        crowd::JAILED => counts.jailed[group] += 1,
                        crowd::COP => counts.cops += 1,
                        _ => (),
                    }
                }
            }
            Kind::AtOnce(sheet) => {
                let [quiet, active, jailed, cops] = sheet.tally();
                counts = Counts { quiet: [quiet, 0], active: [active, 0], jailed: [jailed, 0], cops };
            }
        }
        counts
    }

    /// What stands on every site, row by row, in the codes of [`KINDS`]. Where several stand, it is one of them.
    pub fn sites(&self) -> Vec<u8> {
        let crowd = match &self.kind {
            Kind::AtOnce(sheet) => return sheet.sites(),
            Kind::OneByOne(crowd) => crowd,
        };
        let mut sites = vec![0; crowd.torus.n_sites()];
        let is_on_site = crowd.rules.jailed != Jailed::Removed;
        // Those in jail first: a free agent or a cop on the same site is drawn over them.
        for wants_jailed in [true, false] {
            for (actor, state) in crowd.state.iter().enumerate() {
                let second = crowd.group.get(actor).is_some_and(|group| *group == 1);
                let code = match *state {
                    crowd::JAILED if is_on_site => 4,
                    crowd::QUIET => 1 + 4 * u8::from(second),
                    crowd::ACTIVE => 2 + 4 * u8::from(second),
                    crowd::COP => 3,
                    _ => continue,
                };
                if (code == 4) == wants_jailed {
                    sites[crowd.torus.index(crowd.site[actor])] = code;
                }
            }
        }
        sites
    }

    /// Memory of actors, lattice and tables, in bytes.
    pub fn bytes(&self) -> usize {
        match &self.kind {
            Kind::OneByOne(crowd) => crowd.bytes(),
            Kind::AtOnce(sheet) => sheet.bytes(),
        }
    }
}
