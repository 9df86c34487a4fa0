//! The global game of regime change.
//!
//! Claim (Morris and Shin 1998; Angeletos, Hellwig and Pavan 2007): an attack on a regime succeeds when enough take part, so
//! each wants to do what he expects of the others. If everybody knew the regime's strength, both calm and revolt could come
//! true over a wide range. If each sees it a little blurred, and nothing public is known too well, only one outcome is left:
//! the regime falls below one critical strength. Public knowledge brings the many outcomes back.
//!
//! Known limits: one attack, everybody at once, all alike but for what they see; the stage game of the 2007 paper, without
//! what is learnt from attacks that failed.

use engine::calendar::Day;
use engine::draw::Purpose;
use engine::math;
use engine::record::{Cell, ColumnKind, Record, TableDecl};

use crate::curve::{diagonal, guide, line, picture, root};
use crate::declare::{RECOMPUTED, column, figure, hand_over, param, reported};
use crate::{Figure, Model, Outcome, Picture, Range, Settings, Watch};

/// What each player sees.
const SIGNALS: Purpose = Purpose::named("global_game.signals");

/// Rounds of best answers, at most; they crawl where two equilibria nearly meet.
const MOST_ROUNDS: u32 = 10_000;
/// Change of the critical strength at which best answers count as settled.
const SETTLED: f64 = 1e-12;
/// Points of a curve.
const POINTS: u32 = 400;

/// The model.
pub static MODEL: Model = Model {
    name: "global-game",
    title: "A global game of regime change",
    paper: "Morris, S. and Shin, H. S. (1998). Unique equilibrium in a model of self-fulfilling currency attacks. American \
        Economic Review 88(3), 587-597; Angeletos, G.-M., Hellwig, C. and Pavan, A. (2007). Dynamic global games of regime \
        change: learning, multiplicity, and the timing of attacks. Econometrica 75(3), 711-756",
    explains: "When a revolt can come from expectations alone. People attack a regime if they think that enough others will. \
        What each knows in private decides the outcome by the regime's strength; what all know in public lets calm and \
        revolt both be right for the same strength.",
    equations: &[
        "strength theta ~ Normal(z, 1/alpha); player i sees x(i) = theta + e / sqrt(beta), e ~ Normal(0, 1)",
        "attacking costs c and pays 1 if the regime falls; A = share who attack; the regime falls when A >= theta",
        "cut-off x*: i attacks when x(i) <= x*;  A(theta) = Phi(sqrt(beta) (x* - theta))",
        "theta* = A(theta*), so x* = theta* + Q(theta*) / sqrt(beta), Q the normal quantile",
        "a player who sees x* is indifferent: Phi(sqrt(alpha+beta) (theta* - (beta x* + alpha z) / (alpha+beta))) = c",
        "one equilibrium for every z when beta >= alpha^2 / (2 pi); alpha = 0: theta* = 1 - c",
    ],
    params: &[
        param("cost", "share of the gain", Range::Real(0.5, 0.001, 0.999), "Cost of attacking, c."),
        param("prior_precision", "1 / variance", Range::Real(4.0, 0.0, 1e4), "Precision of public knowledge, alpha."),
        param("private_precision", "1 / variance", Range::Real(2.0, 1e-3, 1e6), "Precision of what each sees, beta."),
        param("prior_mean", "strength", Range::Real(0.5, -5.0, 5.0), "Strength that the public expects, z."),
        param("strength", "share", Range::Real(0.5, -2.0, 3.0), "True strength: the share that must attack, theta."),
        param("agents", "players", Range::Whole(0, 0, 1_000_000), "Players drawn beside the exact shares; 0 for none."),
    ],
    reported: &[
        reported("theta_star, cost=0.3, prior_precision=0", "0.7", RECOMPUTED)
            .with(&[("cost", "0.3"), ("prior_precision", "0")]),
        reported("critical_private_precision, prior_precision=4, prior_mean=cost=0.5", "2.5465", RECOMPUTED).with(&[
            ("prior_precision", "4"),
            ("prior_mean", "0.5"),
            ("cost", "0.5"),
        ]),
        reported("theta_star, the same with private_precision=2", "0.192 0.5 0.809", "recomputed, to within 0.001")
            .with(&[("prior_precision", "4"), ("prior_mean", "0.5"), ("cost", "0.5"), ("private_precision", "2")]),
        reported("theta_star, the same with private_precision=2.6", "0.5", RECOMPUTED).with(&[
            ("prior_precision", "4"),
            ("prior_mean", "0.5"),
            ("cost", "0.5"),
            ("private_precision", "2.6"),
        ]),
    ],
    needs: &[],
    fits: |_| None,
    tables: TABLES,
    run,
};

static TABLES: &[TableDecl] = &[
    TableDecl {
        name: "equilibria",
        row: "one equilibrium, from the calmest",
        columns: &[
            column("equilibrium", "", ColumnKind::U32, "number, from 0"),
            column("theta_star", "strength", ColumnKind::F32, "strength below which the regime falls"),
            column("signal", "strength", ColumnKind::F32, "what a player sees who is indifferent"),
        ],
    },
    TableDecl {
        name: "attacks",
        row: "one strength in one equilibrium",
        columns: &[
            column("equilibrium", "", ColumnKind::U32, "number, from 0"),
            column("strength", "strength", ColumnKind::F32, "of the regime"),
            column("attack", "share", ColumnKind::F32, "of players who attack"),
            column("falls", "", ColumnKind::U32, "1 when the regime falls"),
        ],
    },
    TableDecl {
        name: "rounds",
        row: "one round of best answers",
        columns: &[
            column("start", "", ColumnKind::U32, "0 when nobody attacked at first, 1 when everybody did"),
            column("round", "rounds", ColumnKind::U32, "rounds since then"),
            column("theta", "strength", ColumnKind::F32, "strength below which the regime would fall"),
        ],
    },
];

const EQUILIBRIA: usize = 0;
const ATTACKS: usize = 1;
const ROUNDS: usize = 2;

/// What players know and what attacking costs.
#[derive(Clone, Copy, Debug)]
pub struct Game {
    /// Cost of attacking as a share of the gain, above 0 and below 1.
    pub cost: f64,
    /// Precision of public knowledge, 1 / variance; 0 when nothing is known in public.
    pub prior_precision: f64,
    /// Precision of private signals, 1 / variance, above 0.
    pub private_precision: f64,
    /// Strength that the public expects.
    pub prior_mean: f64,
}

impl Game {
    /// The critical strengths of all equilibria in cut-offs, in ascending order: one or three, or two where they touch.
    ///
    /// In q = Q(theta*) the condition reads q - k Phi(q) = constant, with k = alpha / sqrt(beta). Its left side turns only
    /// where the density of q is 1/k, so there is at most one root between turns and none is missed.
    pub fn critical_strengths(self) -> Vec<f64> {
        let k = self.prior_precision / self.private_precision.sqrt();
        let noise = (1.0 + self.prior_precision / self.private_precision).sqrt();
        let constant = -k * self.prior_mean - noise * math::normal_quantile(self.cost);
        let gap = |q: f64| q - k * math::normal_cdf(q) - constant;
        let (low, high) = (constant - 1.0, constant + k + 1.0);
        let steepest = k * math::normal_density(0.0);
        let roots = if steepest <= 1.0 {
            vec![root(low, high, |q| -gap(q))]
        } else {
            let turn = (2.0 * math::ln(steepest)).sqrt();
            let mut roots = Vec::new();
            if gap(-turn) >= 0.0 {
                roots.push(root(low.min(-turn), -turn, |q| -gap(q)));
            }
            if gap(-turn) > 0.0 && gap(turn) < 0.0 {
                roots.push(root(-turn, turn, gap));
            }
            if gap(turn) <= 0.0 {
                roots.push(root(turn, high.max(turn), |q| -gap(q)));
            }
            roots
        };
        roots.into_iter().map(math::normal_cdf).collect()
    }

    /// The precision of private signals from which on there is one equilibrium, whatever the public expects.
    pub fn critical_private_precision(self) -> f64 {
        self.prior_precision * self.prior_precision / (2.0 * core::f64::consts::PI)
    }

    /// What a player sees who is indifferent, when the regime falls below `theta`.
    pub fn cut_off(self, theta: f64) -> f64 {
        let precision = self.prior_precision + self.private_precision;
        let sure = precision * theta - precision.sqrt() * math::normal_quantile(self.cost);
        (sure - self.prior_precision * self.prior_mean) / self.private_precision
    }

    /// The share who attack a regime of this strength, when those attack who see `cut_off` or less.
    pub fn attack(self, cut_off: f64, strength: f64) -> f64 {
        math::normal_cdf(self.private_precision.sqrt() * (cut_off - strength))
    }

    /// The strength below which the regime falls to those who see `cut_off` or less.
    pub fn falls_below(self, cut_off: f64) -> f64 {
        root(0.0, 1.0, |theta| self.attack(cut_off, theta) - theta)
    }

    /// The chance of a fall, in the eyes of a player whose signal makes the regime fall below `theta` exactly when all act
    /// on signals up to his. In equilibrium it equals the cost.
    pub fn belief(self, theta: f64) -> f64 {
        let precision = self.prior_precision + self.private_precision;
        let signal = theta + math::normal_quantile(theta) / self.private_precision.sqrt();
        let expected = (self.private_precision * signal + self.prior_precision * self.prior_mean) / precision;
        math::normal_cdf(precision.sqrt() * (theta - expected))
    }

    /// Critical strengths when all answer best to the last round, from a regime that nobody attacks (0) or everybody (1).
    pub fn answers(self, start: f64) -> Vec<f64> {
        let mut path = vec![start];
        for round in 0..MOST_ROUNDS as usize {
            let next = self.falls_below(self.cut_off(path[round]));
            path.push(next);
            if (next - path[round]).abs() < SETTLED {
                break;
            }
        }
        path
    }
}

fn run(settings: &Settings, watch: &mut dyn Watch) -> Outcome {
    let game = Game {
        cost: settings.real("cost"),
        prior_precision: settings.real("prior_precision"),
        private_precision: settings.real("private_precision"),
        prior_mean: settings.real("prior_mean"),
    };
    let strength = settings.real("strength");
    let roots = game.critical_strengths();
    let mut record = Record::new(TABLES);
    for (number, theta) in roots.iter().enumerate() {
        let signal = game.cut_off(*theta);
        record.table(EQUILIBRIA).push([Cell::U32(number as u32), Cell::F32(*theta as f32), Cell::F32(signal as f32)]);
        for i in 0..=POINTS {
            let strength = strength_at(i);
            let attack = Cell::F32(game.attack(signal, strength) as f32);
            let falls = Cell::U32(u32::from(strength <= *theta));
            record.table(ATTACKS).push([Cell::U32(number as u32), Cell::F32(strength as f32), attack, falls]);
        }
    }
    let mut outcome = Outcome { figures: figures(game, &roots, strength), ..Outcome::default() };
    outcome.pictures = vec![condition(game), attacks(game, &roots)];
    outcome.is_cut = hand_over(watch, &mut record, 1, 4).is_break();
    let ends = ["theta_from_calm", "theta_from_revolt"];
    for (start, name) in ends.into_iter().enumerate() {
        if outcome.is_cut {
            return outcome;
        }
        let path = game.answers(start as f64);
        for (round, theta) in path.iter().enumerate() {
            record.table(ROUNDS).push([Cell::U32(start as u32), Cell::U32(round as u32), Cell::F32(*theta as f32)]);
        }
        let meaning = "where best answers settle, when nobody attacked at first (calm) or everybody did (revolt)";
        outcome.figures.push(figure(name, path[path.len() - 1], "strength", meaning));
        outcome.is_cut = hand_over(watch, &mut record, start as u64 + 2, 4).is_break();
    }
    let agents = settings.whole("agents");
    if agents > 0 && !outcome.is_cut {
        let mut stream = settings.draws().stream(SIGNALS, 0, Day(0), 0);
        let mut attackers = vec![0_u64; roots.len()];
        let noise = 1.0 / game.private_precision.sqrt();
        let cut_offs: Vec<f64> = roots.iter().map(|theta| game.cut_off(*theta)).collect();
        for _ in 0..agents {
            let signal = strength + noise * math::normal_quantile(stream.uniform());
            for (count, cut_off) in attackers.iter_mut().zip(&cut_offs) {
                *count += u64::from(signal <= *cut_off);
            }
        }
        for (name, count) in ["drawn_attack", "drawn_attack_2", "drawn_attack_3"].into_iter().zip(attackers) {
            let share = count as f64 / agents as f64;
            outcome.figures.push(figure(name, share, "share", "of the players drawn who attack, in this equilibrium"));
        }
    }
    outcome.is_cut |= hand_over(watch, &mut record, 4, 4).is_break();
    outcome
}

/// Strengths of the curves, from -0.5 to 1.5.
fn strength_at(i: u32) -> f64 {
    -0.5 + 2.0 * f64::from(i) / f64::from(POINTS)
}

fn figures(game: Game, roots: &[f64], strength: f64) -> Vec<Figure> {
    let bound = game.critical_private_precision();
    let mut figures = vec![
        figure("equilibria", roots.len() as f64, "equilibria", "in cut-offs, for these settings"),
        figure(
            "critical_private_precision",
            bound,
            "1 / variance",
            "from which on there is one equilibrium whatever the public expects",
        ),
    ];
    const NAMES: [[&str; 3]; 3] = [
        ["theta_star", "attack", "chance_of_fall"],
        ["theta_star_2", "attack_2", "chance_of_fall_2"],
        ["theta_star_3", "attack_3", "chance_of_fall_3"],
    ];
    for (theta, [critical, attack, fall]) in roots.iter().zip(NAMES) {
        let share = game.attack(game.cut_off(*theta), strength);
        figures.push(figure(critical, *theta, "strength", "below which the regime falls, in this equilibrium"));
        figures.push(figure(attack, share, "share", "who attack a regime of the given strength, in this equilibrium"));
        if game.prior_precision > 0.0 {
            let chance = math::normal_cdf(game.prior_precision.sqrt() * (theta - game.prior_mean));
            figures.push(figure(fall, chance, "chance", "of a fall by public knowledge alone, in this equilibrium"));
        }
    }
    figures
}

/// The belief of the marginal player against the critical strength: equilibria where it crosses the cost.
fn condition(game: Game) -> Picture {
    let thetas = (1..POINTS).map(|i| f64::from(i) / f64::from(POINTS));
    picture(
        "Equilibria lie where the marginal player's belief in a fall equals the cost",
        "critical strength theta*, share",
        "chance of a fall in his eyes",
        vec![
            guide("cost", vec![(0.0, game.cost), (1.0, game.cost)]),
            line("belief", thetas.map(|theta| (theta, game.belief(theta))).collect()),
        ],
    )
}

/// The size of the attack against the strength of the regime.
fn attacks(game: Game, roots: &[f64]) -> Picture {
    let curve = |(number, theta): (usize, &f64)| {
        let cut_off = game.cut_off(*theta);
        let strengths = (0..=POINTS).map(strength_at);
        let name = format!("equilibrium {}, theta* {theta:.3}", number + 1);
        line(&name, strengths.map(|strength| (strength, game.attack(cut_off, strength))).collect())
    };
    let mut lines = vec![diagonal(1.0)];
    lines[0].name = "enough to fall".to_owned();
    lines.extend(roots.iter().enumerate().map(curve));
    picture("Size of the attack against the strength of the regime", "strength, share", "share who attack", lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NoWatch;

    const EVEN: Game = Game { cost: 0.5, prior_precision: 4.0, private_precision: 2.0, prior_mean: 0.5 };

    #[test]
    fn law_roots_make_the_marginal_player_indifferent() {
        for cost in [0.1, 0.3, 0.5, 0.8] {
            for prior_precision in [0.0, 0.5, 4.0, 30.0] {
                for private_precision in [0.2, 2.0, 50.0] {
                    for prior_mean in [-0.5, 0.2, 0.5, 0.9] {
                        let game = Game { cost, prior_precision, private_precision, prior_mean };
                        let roots = game.critical_strengths();
                        assert!(roots.len() % 2 == 1, "{game:?}: {roots:?}");
                        assert!(roots.windows(2).all(|pair| pair[0] < pair[1]), "{game:?}: {roots:?}");
                        for theta in roots {
                            let cut_off = game.cut_off(theta);
                            // Near 0 and 1 a quantile loses the digits that a share has not got.
                            if (1e-6..1.0 - 1e-6).contains(&theta) {
                                assert!((game.belief(theta) - cost).abs() < 1e-6, "{game:?} at {theta}");
                            }
                            assert!((game.attack(cut_off, theta) - theta).abs() < 1e-9, "{game:?} at {theta}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn law_best_answers_settle_at_the_outer_equilibria() {
        for private_precision in [0.5, 2.0, 2.6, 10.0] {
            let game = Game { private_precision, ..EVEN };
            let roots = game.critical_strengths();
            let [calm, revolt] = [0.0, 1.0].map(|start| *game.answers(start).last().expect("a start"));
            // Steps shrink by a factor; it is 0.994 at 2.6, so what is left is 160 times the last step.
            assert!((calm - roots[0]).abs() < 1e-9, "{private_precision}: {calm}, {roots:?}");
            assert!((revolt - roots[roots.len() - 1]).abs() < 1e-9, "{private_precision}: {revolt}, {roots:?}");
        }
    }

    #[test]
    fn law_the_bound_on_private_precision_is_sharp() {
        let bound = EVEN.critical_private_precision();
        assert_eq!(Game { private_precision: bound * 0.999, ..EVEN }.critical_strengths().len(), 3);
        for i in -20..=40 {
            let game = Game { private_precision: bound * 1.000_001, prior_mean: f64::from(i) / 20.0, ..EVEN };
            assert_eq!(game.critical_strengths().len(), 1, "{game:?}");
        }
    }

    #[test]
    fn more_cost_makes_regimes_safer() {
        let critical = |cost: f64| Game { cost, private_precision: 5.0, ..EVEN }.critical_strengths()[0];
        let strengths = [0.2, 0.4, 0.6, 0.8].map(critical);
        assert!(strengths.windows(2).all(|pair| pair[1] < pair[0]), "{strengths:?}");
    }

    #[test]
    fn law_players_drawn_attack_as_often_as_the_curve_says() {
        let settings = Settings::new(&MODEL, 1).with("agents", "40000").with("strength", "0.7");
        let outcome = run(&settings, &mut NoWatch);
        let value = |name: &str| outcome.figures.iter().find(|f| f.name == name).expect("a figure").value;
        for (drawn, exact) in
            [("drawn_attack", "attack"), ("drawn_attack_2", "attack_2"), ("drawn_attack_3", "attack_3")]
        {
            let (drawn, exact) = (value(drawn), value(exact));
            let error = (exact * (1.0 - exact) / 40_000.0_f64).sqrt();
            assert!((drawn - exact).abs() < 4.0 * error, "{drawn}, {exact}");
        }
    }
}
