//! What is drawn over the days: the sums by scope, the governments, the leanings.

use std::collections::BTreeMap;

use engine::record::{Columns, Row};
use observables::quantity::QUANTITIES;
use run::replay::whole;
use scenario::Loaded;
use society::spec::{Capabilities, ISSUES};
use society::tables::{GOVERNMENT_KINDS, National, NationalRow, SCOPES};

use super::data::{Course, Government, Number};
use run::Error;
use run::run_data::RunData;

/// The daily sums of one scope.
pub(super) struct Scope {
    values: BTreeMap<&'static str, Vec<Option<f64>>>,
    pub governments: Vec<Government>,
}

/// The table `national`, by scope: every quantity of the registry.
pub(super) fn scopes(run: &RunData, loaded: &Loaded) -> Result<BTreeMap<String, Scope>, Error> {
    let rows = whole(run, loaded, NationalRow::TABLE)?;
    let national = National::of(&rows);
    let policies = [
        national.policy_bread,
        national.policy_peace,
        national.policy_land,
        national.policy_hours,
        national.policy_liberty,
        national.policy_nation,
    ];
    let mut scopes: BTreeMap<String, Scope> = BTreeMap::new();
    for row in 0..national.len() {
        let Some(day) = run.index(national.date[row]) else { continue };
        let name = SCOPES[usize::from(national.scope[row])].to_owned();
        let scope = scopes.entry(name).or_insert_with(|| Scope {
            values: QUANTITIES.iter().map(|quantity| (quantity.id, vec![None; run.n_days()])).collect(),
            governments: Vec::new(),
        });
        for quantity in &QUANTITIES {
            if let Some(values) = scope.values.get_mut(quantity.id) {
                values[day] = Some((quantity.national)(&national, row));
            }
        }
        let kind = GOVERNMENT_KINDS[usize::from(national.government[row])];
        let parties = loaded.spec.parties.iter().enumerate();
        let coalition: Vec<String> = parties
            .filter(|(party, _)| national.coalition[row] & (1 << party) != 0)
            .map(|(_, party)| party.id.clone())
            .collect();
        let is_new = scope.governments.last().is_none_or(|last| last.kind != kind || last.coalition != coalition);
        if is_new {
            let policies = ISSUES
                .iter()
                .zip(policies)
                .map(|(issue, column)| ((*issue).to_owned(), Number(f64::from(column[row]))))
                .collect();
            scope.governments.push(Government { day: run.day(day).0, kind: kind.to_owned(), coalition, policies });
        }
    }
    Ok(scopes)
}

impl Scope {
    /// A course for each quantity.
    pub fn courses(&self) -> BTreeMap<&'static str, Course> {
        let course = |values: &[Option<f64>]| values.iter().map(|x| x.map(Number)).collect();
        self.values.iter().map(|(name, values)| (*name, course(values))).collect()
    }
}

/// Persons leaning to each party, by group, on the days of the table `leanings`.
pub(super) struct Leanings {
    days: Vec<usize>,
    groups: [(&'static str, Vec<Vec<f64>>); 4],
}

/// Reads the table `leanings`.
pub(super) fn leanings(run: &RunData, loaded: &Loaded) -> Result<Leanings, Error> {
    let table = run.table("leanings", &["date", "place", "class", "party", "persons"])?;
    let places = run.places_of(table.texts("place"));
    let parties = run.parties_of(table.texts("party"));
    let abilities = abilities_of(&table.texts("class").words, loaded);
    let mut all = Leanings {
        days: Vec::new(),
        groups: ["capital_workers", "garrison", "front", "villages"].map(|name| (name, Vec::new())),
    };
    for row in 0..table.len() {
        let Some(day) = run.index(table.days("date")[row]) else { continue };
        if all.days.last() != Some(&day) {
            all.days.push(day);
            all.groups.iter_mut().for_each(|(_, weeks)| weeks.push(vec![0.0; run.parties.len()]));
        }
        let place = places[table.texts("place").codes[row] as usize];
        let party = parties[table.texts("party").codes[row] as usize];
        let does = abilities[table.texts("class").codes[row] as usize];
        let persons = f64::from(table.counts("persons")[row]);
        let in_capital = run.is_in(place, run.capital);
        let belongs = [
            in_capital && does.is_some_and(Capabilities::strike),
            in_capital && does.is_some_and(Capabilities::wait_to_be_sent),
            does.is_some_and(Capabilities::hold_front),
            does.is_some_and(Capabilities::take_land),
        ];
        for ((_, weeks), belongs) in all.groups.iter_mut().zip(belongs) {
            if belongs && let Some(week) = weeks.last_mut() {
                week[party] += persons;
            }
        }
    }
    Ok(all)
}

/// What the members of each class that a column names can do.
pub(super) fn abilities_of(classes: &[String], loaded: &Loaded) -> Vec<Option<Capabilities>> {
    let does = |id: &String| loaded.spec.classes.iter().find(|class| class.id == *id).map(|class| class.does);
    classes.iter().map(does).collect()
}

impl Leanings {
    /// For each group and party, its share on every day: that of the last day on which it was counted.
    pub fn groups(&self, run: &RunData) -> BTreeMap<&'static str, BTreeMap<String, Course>> {
        let mut all = BTreeMap::new();
        for (name, weeks) in &self.groups {
            if weeks.iter().flatten().sum::<f64>() == 0.0 {
                continue;
            }
            let mut shares = BTreeMap::new();
            for (party, id) in run.parties.iter().enumerate() {
                if weeks.iter().all(|week| week[party] == 0.0) {
                    continue;
                }
                let course = (0..run.n_days())
                    .map(|day| match self.days.partition_point(|&counted| counted <= day) {
                        0 => None,
                        after => {
                            let week = &weeks[after - 1];
                            let total: f64 = week.iter().sum();
                            (total > 0.0).then(|| Number(week[party] / total))
                        }
                    })
                    .collect();
                shares.insert(id.clone(), course);
            }
            all.insert(*name, shares);
        }
        all
    }
}
