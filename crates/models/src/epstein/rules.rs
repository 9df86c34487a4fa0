//! The rules as chosen: every point on which the paper, NetLogo's Rebellion and Mesa's example differ is a word, and every
//! number a parameter.

use engine::math;

use super::view::{Shape, View};
use crate::Settings;

/// How the ratio of cops to actives becomes the argument of the arrest probability.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ratio {
    /// C/A as it is: what the paper prints.
    Literal,
    /// Rounded down: NetLogo's Rebellion.
    Floor,
    /// To the nearest whole, halves up.
    RoundHalfUp,
    /// To the nearest whole, halves to the even one: Mesa, by Python's `round`.
    RoundHalfEven,
}

/// Who moves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Movement {
    /// Agents and cops.
    Everyone,
    /// Cops alone.
    Cops,
    /// Nobody.
    Nobody,
}

/// How a jail term is drawn, in ticks, with J the longest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term {
    /// U(0, J), served to the end of its last tick: 1 to J with equal chances.
    Real,
    /// A whole number from 0 to J - 1.
    WholeBelow,
    /// A whole number from 0 to J.
    WholeUpTo,
    /// For ever.
    Life,
}

/// Where the jailed are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Jailed {
    /// Off the lattice; they return to an empty site in view of where they were arrested.
    Removed,
    /// On their site, which counts as empty; on release they may share it.
    StayEmpty,
    /// On their site, which stays occupied.
    StayOccupied,
}

/// A number that changes at known ticks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Path {
    /// Its value before.
    pub start: f64,
    /// Its value after; the same as `start` for a constant.
    pub end: f64,
    /// The tick at which the change begins.
    pub from: u32,
    /// Over how many ticks it changes in a straight line; 0 is a jump.
    pub over: u32,
}

impl Path {
    /// Its value in a tick.
    pub fn at(&self, tick: u32) -> f64 {
        if tick < self.from {
            return self.start;
        }
        let passed = tick - self.from;
        if passed >= self.over {
            return self.end;
        }
        self.start + (self.end - self.start) * (f64::from(passed) / f64::from(self.over))
    }
}

/// The rules of one run.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Sites in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Agents a site.
    pub population_density: f64,
    /// Cops a site.
    pub cop_density: Path,
    /// What agents see.
    pub agent_view: View,
    /// What cops see.
    pub cop_view: View,
    /// Legitimacy of the regime, 0..=1; in Model II, the other group's right to exist.
    pub legitimacy: Path,
    /// By how much grievance must exceed net risk.
    pub threshold: f64,
    /// Constant of the arrest probability.
    pub k: f64,
    /// Rounding of C/A.
    pub ratio: Ratio,
    /// Whether an agent who is already active counts himself twice.
    pub counts_twice: bool,
    /// Who moves.
    pub movement: Movement,
    /// Whether actors move before they act.
    pub moves_first: bool,
    /// Whether actors are drawn with replacement; otherwise each acts once a tick, in random order.
    pub with_replacement: bool,
    /// How terms are drawn.
    pub term: Term,
    /// J, in ticks.
    pub max_jail_term: u32,
    /// Where the jailed are.
    pub jailed: Jailed,
    /// Whether the jailed count a tick at their own turn; otherwise all do at the end of a tick.
    pub counts_at_turn: bool,
    /// Whether a cop steps onto the site of his arrest.
    pub cop_steps_in: bool,
    /// Whether every site is filled by chance; otherwise the numbers of agents and cops are fixed.
    pub fills_by_chance: bool,
    /// Model II, when the model has two groups.
    pub groups: Option<Groups>,
    /// Actives above which an outburst is under way.
    pub outburst: u32,
}

/// What Model II adds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Groups {
    /// Probability a tick that an agent clones himself.
    pub clone_probability: f64,
    /// The longest life, in ticks.
    pub max_age: u32,
    /// Whether a run ends when a group is gone.
    pub stops_at_extinction: bool,
}

impl Rules {
    /// The rules that these settings of `epstein-1` or `epstein-2` choose.
    ///
    /// # Panics
    /// When the settings are those of another model: a bug.
    pub fn new(settings: &Settings) -> Rules {
        let (width, height) = (settings.whole("width") as usize, settings.whole("height") as usize);
        let shape = match settings.word("view") {
            "euclid" => Shape::Euclid,
            "von_neumann" => Shape::VonNeumann,
            _ => Shape::Square,
        };
        let view = |key| View::new(shape, settings.real(key), width.min(height));
        let path = |key, change, end, from, over| {
            let start = settings.real(key);
            match settings.word(change) {
                "none" => Path { start, end: start, from: 0, over: 0 },
                _ => Path {
                    start,
                    end: settings.real(end),
                    from: settings.whole(from) as u32,
                    over: settings.whole(over) as u32,
                },
            }
        };
        let is_second = settings.model().name == "epstein-2";
        Rules {
            width,
            height,
            population_density: settings.real("population_density"),
            cop_density: path("cop_density", "cop_change", "cop_density_end", "cop_change_from", "cop_change_over"),
            agent_view: view("agent_vision"),
            cop_view: view("cop_vision"),
            legitimacy: path(
                "legitimacy",
                "legitimacy_change",
                "legitimacy_end",
                "legitimacy_change_from",
                "legitimacy_change_over",
            ),
            threshold: settings.real("threshold"),
            k: settings.real("k"),
            ratio: match settings.word("ratio") {
                "literal" => Ratio::Literal,
                "floor" => Ratio::Floor,
                "round_half_up" => Ratio::RoundHalfUp,
                _ => Ratio::RoundHalfEven,
            },
            counts_twice: settings.word("own_count") == "twice_when_active",
            movement: match settings.word("movement") {
                "everyone" => Movement::Everyone,
                "cops" => Movement::Cops,
                _ => Movement::Nobody,
            },
            moves_first: settings.word("turn") == "move_first",
            with_replacement: settings.word("activation") == "with_replacement",
            term: match settings.word("term") {
                "real" => Term::Real,
                "whole_below" => Term::WholeBelow,
                "whole_up_to" => Term::WholeUpTo,
                _ => Term::Life,
            },
            max_jail_term: settings.whole("max_jail_term") as u32,
            jailed: match settings.word("jailed") {
                "removed" => Jailed::Removed,
                "stay_empty" => Jailed::StayEmpty,
                _ => Jailed::StayOccupied,
            },
            counts_at_turn: settings.word("term_counts") == "own_turn",
            cop_steps_in: settings.word("after_arrest") == "steps_in",
            fills_by_chance: settings.word("filling") == "chance",
            groups: is_second.then(|| Groups {
                clone_probability: settings.real("clone_probability"),
                max_age: settings.whole("max_age") as u32,
                stops_at_extinction: settings.word("at_extinction") == "stop",
            }),
            outburst: settings.whole("outburst_threshold") as u32,
        }
    }

    /// Cops there should be in a tick.
    pub fn n_cops(&self, tick: u32) -> usize {
        (self.cop_density.at(tick) * (self.width * self.height) as f64).round() as usize
    }
}

/// The arrest probability as an agent reckons it, by what he sees, turned into whole numbers.
///
/// An agent is active when G - R·P > T. The right-hand side does not depend on who is asked, and G - R·P never rises with
/// P, so for every agent there is a number of distinct values of P, from the lowest up, at which he is active: his nerve.
/// Each pair (C, A) has the rank of its P among the distinct values, and the rule is rank < nerve: exactly the rule in real
/// numbers, without an exponential, a product or a division.
#[derive(Clone, Debug)]
pub struct Risk {
    /// Distinct values of P, rising.
    levels: Vec<f64>,
    /// Rank of P by C and A.
    ranks: Vec<u32>,
    /// Highest C and highest A in the table; more than these count as these.
    most: u32,
    threshold: f64,
}

impl Risk {
    /// The table for the view of agents.
    pub fn new(rules: &Rules) -> Risk {
        let most = rules.agent_view.n_sites() as u32 + 1;
        let mut p = Vec::with_capacity((most as usize + 1) * (most as usize + 1));
        for cops in 0..=most {
            for actives in 0..=most {
                // Nobody asks for A = 0; it stands in the table so that a row is as long as a column.
                p.push(arrest_probability(rules.ratio, rules.k, cops, actives.max(1)));
            }
        }
        let mut levels = p.clone();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        let ranks = p.iter().map(|p| levels.partition_point(|level| level < p) as u32).collect();
        Risk { levels, ranks, most, threshold: rules.threshold }
    }

    /// The rank of the arrest probability with C cops and A actives in view.
    #[inline(always)]
    pub fn rank(&self, cops: u32, actives: u32) -> u32 {
        let at = cops.min(self.most) * (self.most + 1) + actives.min(self.most);
        self.ranks[at as usize]
    }

    /// At how many distinct arrest probabilities, from the lowest up, an agent is active.
    pub fn nerve(&self, hardship: f32, risk_aversion: f32, legitimacy: f64) -> u32 {
        let grievance = f64::from(hardship) * (1.0 - legitimacy);
        let is_active = |p: &f64| grievance - f64::from(risk_aversion) * p > self.threshold;
        self.levels.partition_point(is_active) as u32
    }

    /// Memory, in bytes.
    pub fn bytes(&self) -> usize {
        self.levels.len() * 8 + self.ranks.len() * 4
    }
}

/// P = 1 - exp(-k·ratio).
fn arrest_probability(rule: Ratio, k: f64, cops: u32, actives: u32) -> f64 {
    let ratio = match rule {
        Ratio::Literal => f64::from(cops) / f64::from(actives),
        Ratio::Floor => f64::from(cops / actives),
        Ratio::RoundHalfUp => f64::from((2 * cops + actives) / (2 * actives)),
        Ratio::RoundHalfEven => {
            let (whole, rest) = (cops / actives, cops % actives);
            let is_up = 2 * rest > actives || (2 * rest == actives && whole % 2 == 1);
            f64::from(whole + u32::from(is_up))
        }
    };
    1.0 - math::exp(-k * ratio)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::epstein;

    #[test]
    fn law_ranks_decide_as_real_numbers_do() {
        for ratio in ["literal", "floor", "round_half_up", "round_half_even"] {
            let rules = Rules::new(&Settings::new(&epstein::MODEL_1, 1).with("ratio", ratio));
            let risk = Risk::new(&rules);
            let grid = (0..=40).map(|i| i as f32 / 40.0);
            for (h, r) in grid.clone().flat_map(|h| grid.clone().map(move |r| (h, r))) {
                for legitimacy in [0.3, 0.82] {
                    let nerve = risk.nerve(h, r, legitimacy);
                    for (c, a) in (0..=30).flat_map(|c| (1..=40).map(move |a| (c, a))) {
                        let p = arrest_probability(rules.ratio, rules.k, c, a);
                        let is_active = f64::from(h) * (1.0 - legitimacy) - f64::from(r) * p > rules.threshold;
                        assert_eq!(risk.rank(c, a) < nerve, is_active, "{ratio} h={h} r={r} c={c} a={a}");
                    }
                }
            }
        }
    }

    #[test]
    fn ratios_are_rounded_as_their_names_say() {
        let rounded = |rule, c, a| {
            let p = arrest_probability(rule, 1.0, c, a);
            (-math::ln(1.0 - p) * 1000.0).round() / 1000.0
        };
        assert_eq!(rounded(Ratio::Literal, 1, 2), 0.5);
        assert_eq!([1, 3, 5, 7].map(|c| rounded(Ratio::Floor, c, 2)), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!([1, 3, 5, 7].map(|c| rounded(Ratio::RoundHalfUp, c, 2)), [1.0, 2.0, 3.0, 4.0]);
        assert_eq!([1, 3, 5, 7].map(|c| rounded(Ratio::RoundHalfEven, c, 2)), [0.0, 2.0, 2.0, 4.0]);
    }

    #[test]
    fn paths_jump_or_go_in_a_line() {
        let line = Path { start: 0.9, end: 0.2, from: 77, over: 70 };
        assert_eq!((line.at(76), line.at(77), line.at(147), line.at(500)), (0.9, 0.9, 0.2, 0.2));
        assert!((line.at(112) - 0.55).abs() < 1e-12);
        let jump = Path { start: 0.9, end: 0.7, from: 77, over: 0 };
        assert_eq!((jump.at(76), jump.at(77)), (0.9, 0.7));
    }
}
