//! The kinds of change: the keys of each, and how it is read.

use engine::calendar::Day;
use society::decide::DECISIONS;
use society::spec::{DecisionConstraint, INDICATORS, ISSUES, MECHANISMS, N_ISSUES, Ruling, SECTIONS};

use crate::problem::Problem;
use crate::read::field::Field;
use crate::read::raw::short;
use crate::tables::parameters::{declared, not_a_group, not_a_parameter};

use super::block::Block;
use super::change::{Action, Amount, Edit, LeaderEdit, PartyEdit, Persons, What};

/// A kind of change, for readers and documents.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The word in `kind =`.
    pub name: &'static str,
    /// Its keys beside `kind`, `from` and `until`.
    pub keys: &'static [&'static str],
    /// Whether it can only be made at the start.
    pub at_start_only: bool,
    /// What it does, in a line.
    pub about: &'static str,
}

/// Every kind of change.
pub const KINDS: [Kind; 12] = [
    Kind {
        name: "input",
        keys: &["indicator", "place", "value", "add", "factor", "hold", "shift_days"],
        at_start_only: false,
        about: "another course of a dated input",
    },
    Kind {
        name: "leader",
        keys: &["id", "available", "removed", "authority_factor"],
        at_start_only: false,
        about: "a leader comes sooner or later, goes, or weighs more or less",
    },
    Kind {
        name: "close",
        keys: &["decision", "option", "party"],
        at_start_only: false,
        about: "an option that cannot be chosen",
    },
    Kind {
        name: "impose",
        keys: &["decision", "option", "party"],
        at_start_only: false,
        about: "an option beside which none can be chosen",
    },
    Kind { name: "mechanism", keys: &["name", "on"], at_start_only: false, about: "a mechanism on or off" },
    Kind {
        name: "parameter",
        keys: &["key", "value", "factor"],
        at_start_only: false,
        about: "another value of a parameter",
    },
    Kind {
        name: "party",
        keys: &["id", "cadres_factor", "press_factor", "openness", "power_line", "position"],
        at_start_only: false,
        about: "a party's cadres, press, openness, line on power, or positions",
    },
    Kind { name: "class", keys: &["id", "weights_factor"], at_start_only: false, about: "what weighs with a class" },
    Kind {
        name: "persons",
        keys: &["class", "place", "unit", "factor", "share", "becomes", "to"],
        at_start_only: true,
        about: "more or fewer persons of a class, or persons of another class or elsewhere",
    },
    Kind {
        name: "memory",
        keys: &["class", "factor"],
        at_start_only: true,
        about: "the share with experience of struggle",
    },
    Kind {
        name: "representation",
        keys: &["class", "section", "quota_persons"],
        at_start_only: true,
        about: "the section of a council that a class elects to, and persons for a delegate",
    },
    Kind {
        name: "regime",
        keys: &["severity"],
        at_start_only: true,
        about: "how readily the regime of the start has troops fire",
    },
];

/// Reads what a block of this kind asks for; a fault is in the log.
pub(super) fn what(kind: &str, b: &Block<'_>, from: Option<Day>) -> Option<What> {
    match kind {
        "input" => input(b, from),
        "leader" => leader(b, from),
        "close" => ruling(b, DecisionConstraint::Forbidden),
        "impose" => ruling(b, DecisionConstraint::Forced),
        "mechanism" => mechanism(b),
        "parameter" => parameter(b),
        "party" => party(b),
        "class" => class(b),
        "persons" => persons(b),
        "memory" => memory(b),
        "representation" => representation(b),
        "regime" => regime(b),
        _ => unreachable!("the word was found in KINDS"),
    }
}

fn input(b: &Block<'_>, from: Option<Day>) -> Option<What> {
    let names = INDICATORS.map(|i| (i.0, i));
    let found = b.e.need("indicator").and_then(|f| f.word(&names));
    let place = b.e.need("place").and_then(|f| b.place(f));
    let how = b.one_of("input", &["value", "add", "factor", "hold", "shift_days"]);
    let (_, indicator, _, low, high) = found?;
    let edit = match how? {
        "value" => Edit::Value(b.number("value", low..=high)?),
        "add" => Edit::Add(b.number("add", low - high..=high - low)?),
        "factor" => Edit::Factor(b.factor("factor")?),
        "shift_days" => {
            let field = b.e.get("shift_days")?;
            // Further than the longest scenario is a slip of the pen.
            let days = field.number(-20_000.0..=20_000.0)?;
            if days.fract() != 0.0 {
                b.e.log.push(field.fault("`shift_days` is not a whole number").found(field.text));
                return None;
            }
            Edit::Shift(days as i32)
        }
        _ => {
            let holds = b.e.switch("hold")?;
            if from.is_none() || !holds {
                let what = "`hold` keeps the value of a day";
                let expected = "`hold = true`, with the day as `from`";
                b.e.log.push(Problem::at(b.e.key_spot("hold"), what).expected(expected));
                return None;
            }
            Edit::Hold
        }
    };
    Some(What::Input { indicator, place: place?, edit })
}

fn leader(b: &Block<'_>, from: Option<Day>) -> Option<What> {
    let leader = b.e.need("id").and_then(|f| f.id_in(&b.known.leaders, "leader"));
    b.some_of("leader", &["available", "until", "removed", "authority_factor"])?;
    let mut edit = LeaderEdit {
        // A day before the start stands for one who is there already.
        available: b.e.get("available").and_then(|f| {
            let day = f.date(b.calendar)?;
            if day <= b.known.spec.end { Some(day) } else { b.day(f) }
        }),
        until: b.e.get("until").and_then(|f| b.day(f)),
        authority_factor: b.factor("authority_factor"),
    };
    if b.e.value("removed").is_some() {
        let removed = b.e.switch("removed")?;
        let clash = ["available", "until"].into_iter().find(|key| b.e.value(key).is_some());
        if let (true, Some(clash)) = (removed, clash) {
            let what = format!("a leader who is removed has no `{clash}`");
            b.e.log.push(Problem::at(b.e.key_spot(clash), what));
        }
        if removed {
            edit.until = Some(from.unwrap_or(b.known.spec.start).plus(-1));
        }
    }
    Some(What::Leader { leader: leader?, edit })
}

fn ruling(b: &Block<'_>, limit: DecisionConstraint) -> Option<What> {
    let decision = b.e.need("decision").and_then(|f| f.word(&DECISIONS.map(|d| (d.key, d))));
    let option = b.e.need("option");
    let party = match b.e.get("party") {
        Some(field) => Some(field.id_in(&b.known.parties, "party")?),
        None => None,
    };
    let decision = decision?;
    let option = option?.word(&decision.options.iter().map(|o| (*o, *o)).collect::<Vec<_>>())?;
    if let (Some(field), false) = (b.e.get("party"), decision.key.starts_with("party.")) {
        let parties: Vec<&str> = DECISIONS.iter().map(|d| d.key).filter(|key| key.starts_with("party.")).collect();
        let problem = field.fault(format!("`{}` is not a decision of parties", decision.key));
        b.e.log.push(problem.expected(format!("no `party`, or one of {}", parties.join(", "))));
        return None;
    }
    Some(What::Ruling(Ruling { decision: decision.key.into(), option: option.into(), party, limit }))
}

fn mechanism(b: &Block<'_>) -> Option<What> {
    let name = b.e.need("name").and_then(|f| f.word(&MECHANISMS.map(|(name, _)| (name, name))));
    b.e.need_value("on")?;
    Some(What::Mechanism { on: b.e.switch("on")?, name: name? })
}

fn parameter(b: &Block<'_>) -> Option<What> {
    let key = b.e.need("key");
    let how = b.one_of("parameter", &["value", "factor"]);
    let key = key?;
    let rules = &b.known.spec.rules;
    let Some(found) = declared(rules, key.text) else {
        let fault = key.fault("");
        let groups: Vec<&str> = rules.declared().iter().filter_map(|d| d.key.split_once('.')).map(|(g, _)| g).collect();
        b.e.log.push(match key.text.split_once('.') {
            Some((group, name)) if groups.contains(&group) => not_a_parameter(fault, group, name, rules),
            Some((group, _)) => not_a_group(fault, group, rules),
            None => key.fault(format!("`{}` is not a parameter", short(key.text))).expected("group.name"),
        });
        return None;
    };
    let amount = match how? {
        "value" => Amount::Value(b.number("value", found.low..=found.high)?),
        _ => Amount::Factor(b.factor("factor")?),
    };
    Some(What::Parameter { key: found.key, amount })
}

fn party(b: &Block<'_>) -> Option<What> {
    let party = b.e.need("id").and_then(|f| f.id_in(&b.known.parties, "party"));
    b.some_of("party", &["cadres_factor", "press_factor", "openness", "power_line", "position"])?;
    let edit = PartyEdit {
        cadres_factor: b.factor("cadres_factor"),
        press_factor: b.factor("press_factor"),
        openness: b.number("openness", 0.0..=1.0),
        power_line: b.number("power_line", -1.0..=1.0),
        position: issues(b, "position", -1.0..=1.0),
    };
    Some(What::Party { party: party?, edit })
}

/// Numbers by demand, for those that are named.
fn issues<'a>(b: &Block<'a>, key: &'a str, range: std::ops::RangeInclusive<f64>) -> Vec<(usize, f64)> {
    let names = ISSUES.iter().copied().zip(0..).collect();
    let read = |field: Field<'a>| {
        let at = Field { text: field.name, name: key, ..field };
        Some((at.id_in(&names, "demand")?, field.number(range.clone())?))
    };
    b.e.fields(key).into_iter().filter_map(read).collect()
}

fn class(b: &Block<'_>) -> Option<What> {
    let class = b.e.need("id").and_then(|f| b.class_or_all(f));
    b.e.need_value("weights_factor")?;
    let mut weights = [1.0; N_ISSUES];
    for (issue, factor) in issues(b, "weights_factor", 0.0..=1000.0) {
        weights[issue] = factor;
    }
    Some(What::Class { class: class?, weights })
}

fn persons(b: &Block<'_>) -> Option<What> {
    let known = b.known;
    let class = b.e.need("class").and_then(|f| f.id_in(&known.classes, "class"));
    let place = match b.e.get("place") {
        Some(field) => b.place(field)?,
        None => None,
    };
    b.some_of("persons", &["factor", "becomes", "to"])?;
    let becomes = match b.e.get("becomes") {
        Some(field) => Some(field.id_in(&known.classes, "class")?),
        None => None,
    };
    let to = match b.e.get("to") {
        Some(field) => b.place(field)?.map(|place| (place, field)),
        None => None,
    };
    let class = class?;
    let action = if b.e.value("factor").is_some() {
        if let Some(clash) = ["becomes", "to", "share"].into_iter().find(|key| b.e.value(key).is_some()) {
            let what = format!("`factor` and `{clash}` stand in one change");
            b.e.log.push(Problem::at(b.e.key_spot(clash), what).help("write two changes"));
        }
        Action::Factor(b.number("factor", 0.0..=10.0)?)
    } else {
        let share = match b.e.get("share") {
            Some(field) => field.share()?,
            None => 1.0,
        };
        if becomes == Some(class) {
            b.e.log.push(Problem::at(b.e.key_spot("becomes"), "they are of this class already"));
        }
        if let (None, Some((place, field))) = (becomes, to)
            && !known.is_leaf(place)
        {
            let problem = field.fault(format!("`{}` holds other places", field.text));
            b.e.log.push(problem.expected("a county, a district, or a town without districts"));
        }
        if becomes.is_none() && to.is_none() {
            b.e.log.push(Problem::at(b.e.key_spot("to"), "they live everywhere already").expected("one place"));
        }
        Action::Move { share, becomes, to: to.map(|(place, _)| place) }
    };
    let unit = b.e.get("unit");
    let within = |g: usize| place.is_none_or(|p| super::people::lies_in(known.spec, g, p));
    let here = known.spec.groups.iter().filter(|g| g.class == class && within(g.place));
    match unit {
        Some(field) => {
            let names: Vec<&str> = here.filter_map(|g| g.name.as_deref()).collect();
            if !names.contains(&field.text) {
                let what = format!("no works, regiment or ship of this class is called `{}`", short(field.text));
                b.e.log.push(field.fault(what).nearest(field.text, names));
            }
        }
        None if here.count() == 0 => {
            let id = &known.spec.classes[class].id;
            b.e.log.push(Problem::at(b.e.spot(), format!("nobody of class `{id}` lives there")));
        }
        None => {}
    }
    let unit = unit.map(|f| f.text.to_owned());
    Some(What::Persons(Persons { class, place, unit, action }))
}

fn memory(b: &Block<'_>) -> Option<What> {
    let class = b.e.need("class").and_then(|f| b.class_or_all(f));
    b.e.need_value("factor")?;
    Some(What::Memory { factor: b.factor("factor")?, class: class? })
}

fn regime(b: &Block<'_>) -> Option<What> {
    b.e.need_value("severity")?;
    Some(What::Regime { severity: b.number("severity", 0.0..=1.0)? })
}

fn representation(b: &Block<'_>) -> Option<What> {
    let class = b.e.need("class").and_then(|f| f.id_in(&b.known.classes, "class"));
    b.some_of("representation", &["section", "quota_persons"])?;
    let words: Vec<_> = SECTIONS.map(|(word, s)| (word, Some(s))).into_iter().chain([("none", None)]).collect();
    let section = b.e.get("section").map(|f| f.word(&words));
    let quota = b.number("quota_persons", 1.0..=1e7);
    Some(What::Representation { class: class?, section: section.flatten(), quota })
}
