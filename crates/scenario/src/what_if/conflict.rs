//! Two changes that set one thing to different values at once.

use society::spec::{DecisionConstraint, ISSUES, Spec};

use super::change::{Amount, Change, Edit, What};
use super::people::lies_in;
use crate::read::source::Log;

/// One thing that a change sets, and to what.
struct Setting<'c> {
    change: &'c Change,
    slot: Slot<'c>,
    value: String,
}

#[derive(PartialEq)]
enum Slot<'c> {
    Input(usize, Option<usize>),
    Leader(usize, &'static str),
    /// Whether an option is closed or imposed.
    Option(&'c str, &'c str, Option<usize>),
    /// Which option is imposed.
    Imposed(&'c str, Option<usize>),
    Mechanism(&'c str),
    Parameter(&'c str),
    Party(usize, String),
    Representation(usize, &'static str),
    Severity,
}

impl Slot<'_> {
    /// Whether two changes of one file (or of two) set the same thing.
    fn is_same(&self, other: &Slot<'_>, spec: &Spec, one_file: bool) -> bool {
        let to_one = |a: &Option<usize>, b: &Option<usize>| a.is_none() || b.is_none() || a == b;
        match (self, other) {
            // Within one file a place may stand out from what holds it; two files do not know of each other.
            (Slot::Input(a, p), Slot::Input(b, q)) => {
                let touches = match (p, q) {
                    (Some(p), Some(q)) => lies_in(spec, *p, *q) || lies_in(spec, *q, *p),
                    _ => true,
                };
                a == b && if one_file { p == q } else { touches }
            }
            (Slot::Leader(a, x), Slot::Leader(b, y)) => a == b && (x == y || !one_file),
            (Slot::Option(d, o, p), Slot::Option(e, n, q)) => d == e && o == n && to_one(p, q),
            (Slot::Imposed(d, p), Slot::Imposed(e, q)) => d == e && to_one(p, q),
            _ => self == other,
        }
    }

    fn words(&self, spec: &Spec) -> String {
        match self {
            Slot::Input(indicator, place) => {
                let place = place.map_or("all", |p| spec.places[p].id.as_str());
                format!("`{}` in `{place}`", society::spec::INDICATORS[*indicator].0)
            }
            Slot::Leader(leader, _) => format!("leader `{}`", spec.leaders[*leader].id),
            Slot::Option(decision, option, _) => format!("option `{option}` of `{decision}`"),
            Slot::Imposed(decision, _) => format!("`{decision}`"),
            Slot::Mechanism(name) => format!("`{name}`"),
            Slot::Parameter(key) => format!("`{key}`"),
            Slot::Party(party, what) => format!("`{what}` of party `{}`", spec.parties[*party].id),
            Slot::Severity => "`severity` of the regime".to_owned(),
            Slot::Representation(class, what) => format!("`{what}` of class `{}`", spec.classes[*class].id),
        }
    }
}

/// Tells of every pair, at the later of the two.
pub(super) fn check(changes: &[Change], spec: &Spec, log: &Log) {
    let settings: Vec<Setting<'_>> = changes.iter().flat_map(settings).collect();
    for (i, later) in settings.iter().enumerate() {
        let clash = settings[..i].iter().find(|earlier| {
            let one_file = earlier.change.at.file == later.change.at.file;
            earlier.change.at != later.change.at
                && earlier.change.meets(later.change)
                && earlier.slot.is_same(&later.slot, spec, one_file)
                && earlier.value != later.value
        });
        if let Some(earlier) = clash {
            let there = &earlier.change.at;
            let what = format!("{} is {} here", later.slot.words(spec), later.value);
            let what = format!("{what}, and {} in {}:{}:{}", earlier.value, there.file, there.line, there.column);
            log.push(later.change.at.fault(what).help("take one of the two, or dates that do not meet"));
        }
    }
}

fn settings(change: &Change) -> Vec<Setting<'_>> {
    let mut found = Vec::new();
    let mut put = |slot, value: String| found.push(Setting { change, slot, value });
    let iso = |day: engine::calendar::Day| day.iso(engine::calendar::Calendar::OldStyle);
    match &change.what {
        What::Input { indicator, place, edit } => match edit {
            Edit::Value(value) => put(Slot::Input(*indicator as usize, *place), value.to_string()),
            Edit::Hold => put(
                Slot::Input(*indicator as usize, *place),
                format!("held from {} on", change.from.map_or(String::new(), iso)),
            ),
            _ => {}
        },
        What::Leader { leader, edit } => {
            if let Some(day) = edit.available {
                put(Slot::Leader(*leader, "available"), format!("there from {}", iso(day)));
            }
            if let Some(day) = edit.until {
                put(Slot::Leader(*leader, "until"), format!("there until {}", iso(day)));
            }
        }
        What::Ruling(r) => {
            let word = if r.limit == DecisionConstraint::Forbidden { "closed" } else { "imposed" };
            put(Slot::Option(&r.decision, &r.option, r.party), word.to_owned());
            if r.limit == DecisionConstraint::Forced {
                put(Slot::Imposed(&r.decision, r.party), format!("`{}`", r.option));
            }
        }
        What::Mechanism { name, on } => put(Slot::Mechanism(name), if *on { "on" } else { "off" }.to_owned()),
        What::Parameter { key, amount: Amount::Value(value) } => put(Slot::Parameter(key), value.to_string()),
        What::Party { party, edit } => {
            let mut field = |what: &str, value: Option<f64>| {
                if let Some(value) = value {
                    put(Slot::Party(*party, what.to_owned()), value.to_string());
                }
            };
            field("openness", edit.openness);
            field("power_line", edit.power_line);
            for (issue, value) in &edit.position {
                field(&format!("position on {}", ISSUES[*issue]), Some(*value));
            }
        }
        What::Regime { severity } => put(Slot::Severity, severity.to_string()),
        What::Representation { class, section, quota } => {
            if let Some(section) = section {
                put(Slot::Representation(*class, "section"), format!("{section:?}"));
            }
            if let Some(quota) = quota {
                put(Slot::Representation(*class, "quota_persons"), quota.to_string());
            }
        }
        What::Parameter { .. } | What::Persons(_) | What::Memory { .. } | What::Class { .. } => {}
    }
    found
}
