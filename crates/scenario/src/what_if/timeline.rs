//! From changes to specifications: the society at the start, and what holds from each later day on.

use std::collections::BTreeSet;

use engine::calendar::{Calendar, Day};
use society::decide::DECISIONS;
use society::spec::{DecisionConstraint, N_ISSUES, Spec};

use super::change::{Amount, Change, Edit, PartyEdit, What};
use super::{inputs, people};
use crate::problem::Problem;
use crate::read::source::Log;
use crate::tables::parameters::declared;

/// How far weights may sum above one: three decimals of six.
const SUM_TOLERANCE: f64 = 0.005;

/// The specification with all changes made, in their order.
pub(super) fn build(spec: &Spec, changes: &[Change], log: &Log) -> Spec {
    // What holds today and from each day on, as it was.
    let mut eras: Vec<(Day, Spec)> = vec![(spec.start, spec.clone())];
    let later = std::mem::take(&mut eras[0].1.later);
    eras.extend(later);
    for (_, era) in &mut eras {
        changes.iter().for_each(|change| at_start(era, change, log));
    }
    let dated: Vec<&Change> = changes.iter().filter(|c| is_dated(&c.what)).collect();
    let mut days: BTreeSet<Day> = eras.iter().map(|(day, _)| *day).collect();
    days.extend(dated.iter().filter_map(|c| c.from));
    days.extend(dated.iter().filter_map(|c| c.until).map(|day| day.plus(1)));
    let mut made: Vec<(Day, Spec)> = Vec::new();
    for day in days.range(spec.start..=spec.end) {
        let (_, era) = eras.iter().rev().find(|(from, _)| from <= day).unwrap_or(&eras[0]);
        let mut now = era.clone();
        for change in dated.iter().filter(|c| c.holds(*day)) {
            from_a_day(&mut now, change, log);
        }
        closed_decisions(&now, &dated, *day, log);
        made.push((*day, now));
    }
    let mut first = made.remove(0).1;
    first.later = made;
    first
}

/// Whether a change makes another specification from its first day on. What is dated in itself does not.
fn is_dated(what: &What) -> bool {
    match what {
        What::Input { .. }
        | What::Persons(_)
        | What::Memory { .. }
        | What::Representation { .. }
        | What::Regime { .. } => false,
        What::Leader { edit, .. } => edit.authority_factor.is_some(),
        _ => true,
    }
}

/// Makes the part of a change that holds from the start, or carries its dates with it.
fn at_start(spec: &mut Spec, change: &Change, log: &Log) {
    match &change.what {
        What::Input { indicator, place, edit } => {
            let from = match (edit, change.from) {
                // A course that comes later begins to do so at the start, where no day is given.
                (Edit::Shift(_), None) => Some(spec.start),
                (_, from) => from,
            };
            inputs::change(spec, *indicator, *place, *edit, (from, change.until));
        }
        What::Leader { leader, edit } => {
            let leader = &mut spec.leaders[*leader];
            leader.available = edit.available.unwrap_or(leader.available);
            leader.until = edit.until.or(leader.until);
        }
        What::Persons(persons) => people::change(spec, persons, &change.at, log),
        What::Memory { class, factor } => {
            for row in spec.memory.iter_mut().filter(|row| class.is_none_or(|class| class == row.class)) {
                row.share = (row.share * factor).min(1.0);
            }
            for (_, c) in spec.classes.iter_mut().enumerate().filter(|(i, _)| class.is_none_or(|class| class == *i)) {
                c.experienced *= factor;
                if c.experienced > 1.0 {
                    let what = format!("the share of class `{}` with experience would be {:.3}", c.id, c.experienced);
                    log.push(change.at.fault(what).expected("1 at most"));
                    c.experienced = 1.0;
                }
            }
        }
        What::Regime { severity } => spec.regime.severity = *severity,
        What::Representation { class, section, quota } => {
            let class = &mut spec.classes[*class];
            class.section = section.unwrap_or(class.section);
            class.quota_persons = quota.unwrap_or(class.quota_persons);
        }
        _ => {}
    }
}

/// Makes a change that holds on the day of this specification.
fn from_a_day(spec: &mut Spec, change: &Change, log: &Log) {
    match &change.what {
        What::Ruling(ruling) => spec.rulings.push(ruling.clone()),
        What::Mechanism { name, on } => {
            spec.switches.set(name, *on);
        }
        What::Parameter { key, amount } => {
            let now = spec.rules.get(key).unwrap_or_default();
            let value = match amount {
                Amount::Value(value) => *value,
                Amount::Factor(factor) => now * factor,
            };
            match declared(&spec.rules, key) {
                Some(d) if !(d.low..=d.high).contains(&value) => {
                    let problem = change.at.fault(format!("`{key}` would be {value}"));
                    log.push(problem.expected(format!("a number from {} to {}", d.low, d.high)));
                }
                _ => {
                    spec.rules.set(key, value);
                    spec.pin(key);
                }
            }
        }
        What::Party { party, edit } => party_changes(&mut spec.parties[*party], edit),
        What::Leader { leader, edit } => {
            let leader = &mut spec.leaders[*leader];
            leader.authority *= edit.authority_factor.unwrap_or(1.0);
            if leader.authority > 1.0 {
                let what = format!("the authority of `{}` would be {:.3}", leader.id, leader.authority);
                log.push(change.at.fault(what).expected("1 at most"));
            }
        }
        What::Class { class, weights } => {
            for (_, c) in spec.classes.iter_mut().enumerate().filter(|(i, _)| class.is_none_or(|class| class == *i)) {
                for issue in 0..N_ISSUES {
                    c.weights[issue] *= weights[issue];
                }
                let sum: f64 = c.weights.iter().sum();
                if sum > 1.0 + SUM_TOLERANCE {
                    let what = format!("the weights of class `{}` would sum to {sum:.3}", c.id);
                    log.push(change.at.fault(what).expected("1 at most"));
                }
            }
        }
        What::Input { .. }
        | What::Persons(_)
        | What::Memory { .. }
        | What::Representation { .. }
        | What::Regime { .. } => {}
    }
}

fn party_changes(party: &mut society::spec::PartySpec, edit: &PartyEdit) {
    let factor = edit.cadres_factor.unwrap_or(1.0);
    party.cadres.iter_mut().for_each(|density| *density *= factor);
    party.press *= edit.press_factor.unwrap_or(1.0);
    party.openness = edit.openness.unwrap_or(party.openness);
    party.power_line = edit.power_line.unwrap_or(party.power_line);
    for (issue, position) in &edit.position {
        party.position[*issue] = *position;
    }
}

/// Tells of a decision all of whose options are closed to an actor.
fn closed_decisions(spec: &Spec, dated: &[&Change], day: Day, log: &Log) {
    for decision in &DECISIONS {
        let parties = if decision.key.starts_with("party.") { spec.parties.len() } else { 0 };
        let actors = std::iter::once(None).chain((0..parties).map(Some));
        let is_shut = |party: Option<usize>| {
            decision.options.iter().all(|o| spec.limit(decision.key, o, party) == Some(DecisionConstraint::Forbidden))
        };
        let Some(actor) = actors.into_iter().find(|party| is_shut(*party)) else { continue };
        let closes = |c: &&&Change| match &c.what {
            What::Ruling(r) => r.decision == decision.key && c.holds(day) && (r.party.is_none() || r.party == actor),
            _ => false,
        };
        let Some(last) = dated.iter().rev().find(closes) else { continue };
        let others: Vec<String> = dated
            .iter()
            .filter(closes)
            .filter(|c| c.at != last.at)
            .map(|c| format!("{}:{}", c.at.file, c.at.line))
            .collect();
        let problem: Problem = last.at.fault(format!(
            "every option of `{}` is closed on {} (Old Style)",
            decision.key,
            day.iso(Calendar::OldStyle)
        ));
        log.push(problem.expected("at least one open option").help(format!("see also {}", others.join(", "))));
    }
}
