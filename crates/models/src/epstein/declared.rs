//! Parameters, presets, tables and reported figures of both models.

use engine::record::{ColumnDecl, ColumnKind, TableDecl};

use super::view::MAX_REACH;
use crate::declare::reported;
use crate::{Misfit, Needs, Param, Preset, Range, Reported, Settings};

const fn real(key: &'static str, unit: &'static str, range: (f64, f64, f64), meaning: &'static str) -> Param {
    Param { key, unit, range: Range::Real(range.0, range.1, range.2), meaning }
}

const fn whole(key: &'static str, unit: &'static str, range: (u64, u64, u64), meaning: &'static str) -> Param {
    Param { key, unit, range: Range::Whole(range.0, range.1, range.2), meaning }
}

const fn word(key: &'static str, words: &'static [&'static str], meaning: &'static str) -> Param {
    Param { key, unit: "word", range: Range::Word(words), meaning }
}

/// The rules of the paper, and of two programs that are much used.
const VARIANTS: &[Preset] = &[
    Preset { word: "epstein", meaning: "As printed: C/A is not rounded, and run 2 has no outburst.", gives: &[] },
    Preset {
        word: "netlogo",
        meaning: "Rebellion of NetLogo's models library (Wilensky 2004), with its default numbers.",
        gives: &[
            ("ratio", "floor"),
            ("own_count", "twice_when_active"),
            ("term", "whole_below"),
            ("jailed", "stay_empty"),
            ("after_arrest", "steps_in"),
        ],
    },
    Preset {
        word: "mesa",
        meaning: "Mesa's example epstein_civil_violence (Mesa 3.1.5), with its default numbers.",
        gives: &[
            ("ratio", "round_half_even"),
            ("view", "von_neumann"),
            ("turn", "act_first"),
            ("term", "whole_up_to"),
            ("term_counts", "own_turn"),
            ("jailed", "stay_occupied"),
            ("filling", "chance"),
            ("legitimacy", "0.8"),
            ("cop_density", "0.074"),
            ("max_jail_term", "1000"),
            ("ticks", "1000"),
        ],
    },
];

/// Model I's columns of Table 2. What the table gives to all runs are the defaults of the parameters.
const RUNS_1: &[Preset] = &[
    Preset {
        word: "1",
        meaning: "Local outbursts without movement (figures 1 and 2).",
        gives: &[
            ("agent_vision", "1.7"),
            ("cop_vision", "1.7"),
            ("legitimacy", "0.89"),
            ("max_jail_term", "15"),
            ("movement", "cops"),
            ("ticks", "700"),
        ],
    },
    Preset { word: "2", meaning: "Punctuated equilibrium (figures 3 to 8).", gives: &[] },
    Preset {
        word: "3",
        meaning: "Legitimacy falls from 0.9 to 0.2, a hundredth a tick (figure 9).",
        gives: &[
            ("legitimacy", "0.9"),
            ("legitimacy_change", "line"),
            ("legitimacy_end", "0.2"),
            ("legitimacy_change_from", "77"),
            ("legitimacy_change_over", "70"),
            ("cop_density", "0.074"),
            ("term", "life"),
            ("ticks", "300"),
        ],
    },
    Preset {
        word: "4",
        meaning: "Legitimacy jumps from 0.9 to 0.7 (figure 10).",
        gives: &[
            ("legitimacy", "0.9"),
            ("legitimacy_change", "line"),
            ("legitimacy_end", "0.7"),
            ("legitimacy_change_from", "77"),
            ("legitimacy_change_over", "0"),
            ("cop_density", "0.074"),
            ("term", "life"),
            ("ticks", "300"),
        ],
    },
    Preset {
        word: "5",
        meaning: "Cops are withdrawn one by one (figure 11).",
        gives: &[
            ("legitimacy", "0.8"),
            ("cop_density", "0.074"),
            ("cop_change", "line"),
            ("cop_density_end", "0"),
            ("cop_change_from", "50"),
            ("cop_change_over", "500"),
            ("term", "life"),
            ("ticks", "700"),
        ],
    },
];

/// Model II's columns of Table 2.
const RUNS_2: &[Preset] = &[
    Preset {
        word: "6",
        meaning: "Peaceful coexistence (figure 12).",
        gives: &[("legitimacy", "0.9"), ("cop_density", "0"), ("ticks", "1000")],
    },
    Preset { word: "7", meaning: "Ethnic cleansing (figure 13).", gives: &[("cop_density", "0")] },
    Preset { word: "8", meaning: "Cops from the start (figures 15 to 17).", gives: &[("cop_density", "0.04")] },
];

const WIDTH: Param = whole("width", "sites", (40, 5, 4000), "Sites in a row of the torus.");
const HEIGHT: Param = whole("height", "sites", (40, 5, 4000), "Rows of the torus.");
const POPULATION: Param = real("population_density", "agents a site", (0.7, 0.0, 1.0), "Agents at the start.");
const COPS: Param = real("cop_density", "cops a site", (0.04, 0.0, 1.0), "Cops at the start.");
const COPS_CHANGE: Param = word("cop_change", &["none", "line"], "Whether the density of cops changes during the run.");
const COPS_END: Param = real("cop_density_end", "cops a site", (0.0, 0.0, 1.0), "Cops after the change.");
const COPS_FROM: Param = whole("cop_change_from", "ticks", (50, 0, 1_000_000), "Tick at which the change begins.");
const COPS_OVER: Param = whole(
    "cop_change_over",
    "ticks",
    (0, 0, 1_000_000),
    "Ticks that the change takes, in a straight line; 0 is a jump.",
);
const LEGITIMACY_CHANGE: Param =
    word("legitimacy_change", &["none", "line"], "Whether legitimacy changes during the run.");
const LEGITIMACY_END: Param = real("legitimacy_end", "share", (0.7, 0.0, 1.0), "Legitimacy after the change.");
const LEGITIMACY_FROM: Param =
    whole("legitimacy_change_from", "ticks", (77, 0, 1_000_000), "Tick at which the change begins.");
const LEGITIMACY_OVER: Param = whole(
    "legitimacy_change_over",
    "ticks",
    (0, 0, 1_000_000),
    "Ticks that the change takes, in a straight line; 0 is a jump.",
);
const THRESHOLD: Param = real("threshold", "grievance", (0.1, -1.0, 1.0), "T: grievance less net risk must exceed it.");
const K: Param =
    real("k", "1", (2.3, 0.0, 100.0), "Makes the arrest probability about 0.9 for one cop and one active.");
const RATIO: Param = word(
    "ratio",
    &["literal", "floor", "round_half_up", "round_half_even"],
    "Rounding of C/A: none as printed, down (NetLogo), to the nearest with halves up or to the even number (Mesa).",
);
const VIEW: Param = word(
    "view",
    &["euclid", "von_neumann", "square"],
    "Shape of the view: a disc (paper, NetLogo), a diamond (Mesa), a square.",
);
const OWN_COUNT: Param = word(
    "own_count",
    &["once", "twice_when_active"],
    "Whether an agent who is active already counts himself a second time among the actives (NetLogo).",
);
const MOVEMENT: Param = word("movement", &["everyone", "cops", "nobody"], "Who moves to a random empty site in view.");
const TURN: Param =
    word("turn", &["move_first", "act_first"], "Order within a turn: move, then act (paper, NetLogo), or the reverse.");
const ACTIVATION: Param = word(
    "activation",
    &["shuffled", "with_replacement"],
    "Whether each actor has one turn a tick in random order, or actors are drawn with replacement.",
);
const TERM: Param = word(
    "term",
    &["real", "whole_below", "whole_up_to", "life"],
    "Jail term: U(0, J), a whole number from 0 to J - 1 (NetLogo), from 0 to J (Mesa), or no end.",
);
const TERM_COUNTS: Param = word(
    "term_counts",
    &["end_of_tick", "own_turn"],
    "When the jailed serve a tick: all at its end, or each at his turn (Mesa).",
);
const JAILED: Param = word(
    "jailed",
    &["removed", "stay_empty", "stay_occupied"],
    "Where the jailed are: off the lattice, on a site that counts as empty (NetLogo), or on one that stays taken (Mesa).",
);
const AFTER_ARREST: Param =
    word("after_arrest", &["stays", "steps_in"], "Whether a cop steps onto the site of his arrest (NetLogo).");
const FILLING: Param = word(
    "filling",
    &["counts", "chance"],
    "Whether the numbers at the start are fixed, or every site is filled by chance (Mesa).",
);
const OUTBURST: Param =
    whole("outburst_threshold", "agents", (50, 1, 10_000_000), "Actives above which an outburst is under way.");

const fn vision(key: &'static str, default: f64, meaning: &'static str) -> Param {
    real(key, "sites", (default, 1.0, MAX_REACH as f64), meaning)
}

const fn jail(default: u64) -> Param {
    whole("max_jail_term", "ticks", (default, 1, 10_000), "J: the longest jail term.")
}

const AGENT_VISION: &str = "Radius of what agents see; cut where a view would meet itself round the torus.";
const COP_VISION: &str = "Radius of what cops see; cut where a view would meet itself round the torus.";

/// Parameters of Model I.
pub const PARAMS_1: &[Param] = &[
    Param {
        key: "variant",
        unit: "preset",
        range: Range::Preset(0, VARIANTS),
        meaning: "Whose rules: those of the paper, of NetLogo's Rebellion or of Mesa's example.",
    },
    Param {
        key: "run",
        unit: "preset",
        range: Range::Preset(1, RUNS_1),
        meaning: "The column of the paper's Table 2 whose numbers are taken.",
    },
    word(
        "update",
        &["asynchronous", "synchronous"],
        "One actor after another, or all on the state of the last tick; then turn, activation and term_counts mean nothing.",
    ),
    whole("ticks", "ticks", (3000, 1, 1_000_000), "Length of the run."),
    WIDTH,
    HEIGHT,
    POPULATION,
    COPS,
    vision("agent_vision", 7.0, AGENT_VISION),
    vision("cop_vision", 7.0, COP_VISION),
    real("legitimacy", "share", (0.82, 0.0, 1.0), "L: perceived legitimacy of the regime."),
    THRESHOLD,
    K,
    jail(30),
    LEGITIMACY_CHANGE,
    LEGITIMACY_END,
    LEGITIMACY_FROM,
    LEGITIMACY_OVER,
    COPS_CHANGE,
    COPS_END,
    COPS_FROM,
    COPS_OVER,
    RATIO,
    VIEW,
    OWN_COUNT,
    MOVEMENT,
    TURN,
    ACTIVATION,
    TERM,
    TERM_COUNTS,
    JAILED,
    AFTER_ARREST,
    FILLING,
    OUTBURST,
];

/// Parameters of Model II.
pub const PARAMS_2: &[Param] = &[
    Param {
        key: "run",
        unit: "preset",
        range: Range::Preset(1, RUNS_2),
        meaning: "The column of the paper's Table 2 whose numbers are taken.",
    },
    whole("ticks", "ticks", (3000, 1, 1_000_000), "Length of the run, at most."),
    word("at_extinction", &["stop", "go_on"], "Whether the run ends when a group is gone."),
    WIDTH,
    HEIGHT,
    POPULATION,
    COPS,
    vision("agent_vision", 1.7, AGENT_VISION),
    vision("cop_vision", 1.7, COP_VISION),
    real("legitimacy", "share", (0.8, 0.0, 1.0), "L: how far a group grants the other the right to exist."),
    THRESHOLD,
    K,
    jail(15),
    real(
        "clone_probability",
        "a tick",
        (0.05, 0.0, 1.0),
        "Chance that a free agent clones himself, if a neighbouring site is empty.",
    ),
    whole("max_age", "ticks", (200, 1, 60_000), "The longest life; the age of death is drawn between 1 and this."),
    LEGITIMACY_CHANGE,
    LEGITIMACY_END,
    LEGITIMACY_FROM,
    LEGITIMACY_OVER,
    COPS_CHANGE,
    COPS_END,
    COPS_FROM,
    COPS_OVER,
    RATIO,
    VIEW,
    OWN_COUNT,
    MOVEMENT,
    TURN,
    ACTIVATION,
    TERM,
    TERM_COUNTS,
    JAILED,
    AFTER_ARREST,
    FILLING,
    OUTBURST,
];

const OF_LEGITIMACY: Needs = Needs {
    keys: &["legitimacy_end", "legitimacy_change_from", "legitimacy_change_over"],
    of: "legitimacy_change",
    words: &["line"],
};
const OF_COPS: Needs =
    Needs { keys: &["cop_density_end", "cop_change_from", "cop_change_over"], of: "cop_change", words: &["line"] };
const OF_TERM: Needs = Needs { keys: &["max_jail_term"], of: "term", words: &["real", "whole_below", "whole_up_to"] };

/// What counts only with a word of another parameter of Model I.
pub const NEEDS_1: &[Needs] = &[
    OF_LEGITIMACY,
    OF_COPS,
    OF_TERM,
    Needs { keys: &["turn", "activation", "term_counts"], of: "update", words: &["asynchronous"] },
];

/// The same of Model II.
pub const NEEDS_2: &[Needs] = &[OF_LEGITIMACY, OF_COPS, OF_TERM];

/// Agents and cops each stand on a site of their own.
pub fn fits(settings: &Settings) -> Option<Misfit> {
    let (agents, start) = (settings.real("population_density"), settings.real("cop_density"));
    let end = if settings.word("cop_change") == "line" { settings.real("cop_density_end") } else { 0.0 };
    let (key, cops) = if end > start { ("cop_density_end", end) } else { ("cop_density", start) };
    // Densities are written with a few decimals, whose sum may miss one in the last bit.
    const ROUNDING: f64 = 1e-9;
    (agents + cops > 1.0 + ROUNDING).then(|| Misfit {
        key,
        what: format!("agents and cops do not fit on the sites: {agents} and {cops} of them"),
        expected: "population_density and this together 1 at most".to_owned(),
    })
}

const fn count(name: &'static str, meaning: &'static str) -> ColumnDecl {
    ColumnDecl { name, unit: "agents", kind: ColumnKind::U32, meaning }
}

const TICK: ColumnDecl =
    ColumnDecl { name: "tick", unit: "ticks", kind: ColumnKind::U32, meaning: "The tick, from 1." };
const COP_COUNT: ColumnDecl =
    ColumnDecl { name: "cops", unit: "cops", kind: ColumnKind::U32, meaning: "Cops on the lattice." };
const LEGITIMACY_NOW: ColumnDecl =
    ColumnDecl { name: "legitimacy", unit: "share", kind: ColumnKind::F32, meaning: "L in this tick." };

/// The table of Model I.
pub const TABLES_1: &[TableDecl] = &[TableDecl {
    name: "ticks",
    row: "one tick",
    columns: &[
        TICK,
        count("quiet", "Free and quiet at the end of the tick."),
        count("active", "Free and active at the end of the tick."),
        count("jailed", "In jail at the end of the tick."),
        COP_COUNT,
        LEGITIMACY_NOW,
    ],
}];

/// The table of Model II.
pub const TABLES_2: &[TableDecl] = &[TableDecl {
    name: "ticks",
    row: "one tick",
    columns: &[
        TICK,
        count("quiet_first", "First group: free and quiet at the end of the tick."),
        count("active_first", "First group: free and active."),
        count("jailed_first", "First group: in jail."),
        count("quiet_second", "Second group: free and quiet at the end of the tick."),
        count("active_second", "Second group: free and active."),
        count("jailed_second", "Second group: in jail."),
        count("killed", "Killed in this tick."),
        COP_COUNT,
        LEGITIMACY_NOW,
    ],
}];

const PAPER: &str = "Epstein 2002, as quoted in a public replication's description: seen";
const A: &str = "public Rust replication, 20 seeds: seen; and an own computation: recomputed";
const A_ALONE: &str = "public Rust replication, 20 seeds: seen";

/// What is reported of Model I.
pub const REPORTED_1: &[Reported] = &[
    reported("run 2, literal: outbursts", "bursts in figures 3 and 4", PAPER)
        .with(&[("run", "2"), ("ratio", "literal")]),
    reported("run 2, literal: outbursts in 3,000 ticks", "0; peaks 13 to 35", A)
        .with(&[("run", "2"), ("ratio", "literal")]),
    reported("run 2, floor: outbursts in 3,000 ticks", "101 to 122, mean 111", A)
        .with(&[("run", "2"), ("ratio", "floor")]),
    reported("run 2: mean total activation", "708, s.d. 230", PAPER).with(&[("run", "2")]),
    reported("run 2, floor: mean total activation", "679 to 929, mean 779", A)
        .with(&[("run", "2"), ("ratio", "floor")]),
    reported("run 2: mean wait", "60, s.d. 55", PAPER).with(&[("run", "2")]),
    reported("run 2, floor: mean wait", "18.7 to 24.2, mean 21.8", A).with(&[("run", "2"), ("ratio", "floor")]),
    reported("run 3: actives never exceed 50", "always", PAPER).with(&[("run", "3")]),
    reported("run 3, floor: share of seeds with a peak above 50", "0.15 and 0.45", A)
        .with(&[("run", "3"), ("ratio", "floor")]),
    reported("run 4: an explosion of actives", "always", PAPER).with(&[("run", "4")]),
    reported("run 4, floor: share of seeds with a peak above 50", "0.45 and 0.25", A)
        .with(&[("run", "4"), ("ratio", "floor")]),
    reported("run 4 jails more than run 3", "always", PAPER).with(&[("run", "4")]),
    reported("run 4 jails more than run 3, floor: share of seeds", "0.35 and 0.20", A)
        .with(&[("run", "4"), ("ratio", "floor")]),
    reported("run 5: withdrawing cops tips into rebellion", "always", PAPER).with(&[("run", "5")]),
    reported("run 5, floor: share of seeds with a peak above 50", "1.0 and 0.9", A)
        .with(&[("run", "5"), ("ratio", "floor")]),
    reported("netlogo: outbursts in 3,000 ticks, total activation, wait", "93 to 109; 1107; 23.1", A_ALONE)
        .with(&[("variant", "netlogo")]),
];

/// What is reported of Model II.
pub const REPORTED_2: &[Reported] = &[
    reported("run 6: no killing", "always", PAPER).with(&[("run", "6")]),
    reported("run 6: share of seeds without a killing", "1.0", A_ALONE).with(&[("run", "6")]),
    reported("run 7: genocide", "30 of 30 runs, either victor", PAPER).with(&[("run", "7")]),
    reported("run 7: share of seeds in which a group dies out, and when", "1.0; tick 30 to 190, mean 94", A_ALONE)
        .with(&[("run", "7")]),
    reported("run 8: both groups last", "a stable regime", PAPER).with(&[("run", "8")]),
    reported(
        "run 8: share of seeds in which both groups last, and when one is gone",
        "0.0; tick 75 to 882, mean 180",
        A_ALONE,
    )
    .with(&[("run", "8")]),
];
