//! What is drawn over the days: the sums by scope, the governments, the leanings.

use std::collections::BTreeMap;

use engine::calendar::Calendar;
use scenario::Loaded;
use serde_json::{Map, Value, json};
use society::spec::Role;

use super::number;
use run::Error;
use run::run_data::RunData;
use run::store::read::Column;

const COUNTS: [&str; 10] = [
    "strikers",
    "in_street",
    "armed",
    "soldiers",
    "soldiers_refusing",
    "dead",
    "wounded",
    "in_custody",
    "councils",
    "peasant_actions",
];
const REALS: [&str; 9] = [
    "authority_government",
    "authority_council",
    "authority_committee",
    "authority_nobody",
    "dual_power_people",
    "dual_power_arms",
    "trust",
    "grievance",
    "power",
];

/// The daily sums of one scope.
pub(super) struct Scope {
    values: BTreeMap<&'static str, Vec<Option<f64>>>,
    governments: Vec<Value>,
}

/// The table `national`, by scope.
pub(super) fn scopes(run: &RunData) -> Result<BTreeMap<String, Scope>, Error> {
    let mut columns = vec!["date", "scope", "government", "coalition", "policy"];
    columns.extend(COUNTS);
    columns.extend(REALS);
    let table = run.table("national", &columns)?;
    let mut scopes: BTreeMap<String, Scope> = BTreeMap::new();
    for row in 0..table.len() {
        let Some(day) = run.index(table.days("date")[row]) else { continue };
        let scope = scopes.entry(table.texts("scope").get(row).to_owned()).or_insert_with(|| Scope {
            values: COUNTS.into_iter().chain(REALS).map(|name| (name, vec![None; run.n_days()])).collect(),
            governments: Vec::new(),
        });
        for (name, values) in &mut scope.values {
            values[day] = match table.column(name) {
                Some(Column::Count(counts)) => Some(f64::from(counts[row])),
                Some(Column::Real(reals)) => Some(f64::from(reals[row])),
                _ => None,
            };
        }
        let kind = table.texts("government").get(row);
        let coalition: Vec<&str> =
            table.texts("coalition").get(row).split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
        let is_new =
            scope.governments.last().is_none_or(|last| last["kind"] != kind || last["coalition"] != json!(coalition));
        if is_new {
            let policy = table.texts("policy").get(row).split([' ', ',', ';']).filter(|word| !word.is_empty());
            let policies: Map<String, Value> = society::spec::ISSUES
                .iter()
                .zip(policy)
                .filter_map(|(issue, text)| Some(((*issue).to_owned(), number(text.parse().ok()?))))
                .collect();
            scope.governments.push(json!({
                "from": run.day(day).iso(Calendar::NewStyle),
                "kind": kind,
                "coalition": coalition,
                "policies": policies,
            }));
        }
    }
    Ok(scopes)
}

impl Scope {
    /// One array per quantity.
    pub fn json(&self) -> Value {
        let object: Map<String, Value> = self
            .values
            .iter()
            .map(|(name, values)| {
                let values = values.iter().map(|x| x.map_or(Value::Null, number)).collect();
                ((*name).to_owned(), Value::Array(values))
            })
            .collect();
        Value::Object(object)
    }

    /// Every government from its first day.
    pub fn governments(&self) -> Value {
        Value::Array(self.governments.clone())
    }
}

/// Persons leaning to each party, by group, and voters by place, on the days of the table `leanings`.
pub(super) struct Leanings {
    days: Vec<usize>,
    groups: [(&'static str, Vec<Vec<f64>>); 4],
    /// By day, place and party.
    voters: Vec<Vec<Vec<f64>>>,
}

/// Reads the table `leanings`.
pub(super) fn leanings(run: &RunData, loaded: &Loaded) -> Result<Leanings, Error> {
    let table = run.table("leanings", &["date", "place", "class", "party", "persons", "voters"])?;
    let places = run.places_of(table.texts("place"));
    let parties = run.parties_of(table.texts("party"));
    let roles = roles_of(&table.texts("class").words, loaded);
    let mut all = Leanings {
        days: Vec::new(),
        groups: ["capital_workers", "garrison", "front", "villages"].map(|name| (name, Vec::new())),
        voters: Vec::new(),
    };
    for row in 0..table.len() {
        let Some(day) = run.index(table.days("date")[row]) else { continue };
        if all.days.last() != Some(&day) {
            all.days.push(day);
            all.groups.iter_mut().for_each(|(_, weeks)| weeks.push(vec![0.0; run.parties.len()]));
            all.voters.push(vec![vec![0.0; run.parties.len()]; run.places.len()]);
        }
        let place = places[table.texts("place").codes[row] as usize];
        let party = parties[table.texts("party").codes[row] as usize];
        let role = roles[table.texts("class").codes[row] as usize];
        let persons = f64::from(table.counts("persons")[row]);
        let in_capital = run.is_in(place, run.capital);
        let belongs = [
            in_capital && role.is_some_and(Role::is_worker),
            in_capital && role == Some(Role::Soldier),
            role == Some(Role::Front),
            role == Some(Role::Peasant),
        ];
        for ((_, weeks), belongs) in all.groups.iter_mut().zip(belongs) {
            if belongs && let Some(week) = weeks.last_mut() {
                week[party] += persons;
            }
        }
        if let Some(week) = all.voters.last_mut() {
            week[place][party] += f64::from(table.counts("voters")[row]);
        }
    }
    Ok(all)
}

/// The role of each class that a column names.
pub(super) fn roles_of(classes: &[String], loaded: &Loaded) -> Vec<Option<Role>> {
    let role = |id: &String| loaded.spec.classes.iter().find(|class| class.id == *id).map(|class| class.role);
    classes.iter().map(role).collect()
}

impl Leanings {
    /// For each group and party, its share on every day: that of the last day on which it was counted.
    pub fn groups(&self, run: &RunData) -> Value {
        let mut object = Map::new();
        for (name, weeks) in &self.groups {
            if weeks.iter().flatten().sum::<f64>() == 0.0 {
                continue;
            }
            let mut shares = Map::new();
            for (party, id) in run.parties.iter().enumerate() {
                if weeks.iter().all(|week| week[party] == 0.0) {
                    continue;
                }
                let values: Vec<Value> = (0..run.n_days())
                    .map(|day| match self.days.partition_point(|&counted| counted <= day) {
                        0 => Value::Null,
                        after => {
                            let week = &weeks[after - 1];
                            let total: f64 = week.iter().sum();
                            if total > 0.0 { number(week[party] / total) } else { Value::Null }
                        }
                    })
                    .collect();
                shares.insert(id.clone(), Value::Array(values));
            }
            object.insert((*name).to_owned(), Value::Object(shares));
        }
        Value::Object(object)
    }

    /// The share of votes that a party would have had in a place (everywhere when `None`) on a day.
    pub fn vote_share(&self, run: &RunData, place: Option<usize>, party: usize, day: usize) -> Option<f64> {
        let week = self.voters.get(self.days.partition_point(|&counted| counted <= day).checked_sub(1)?)?;
        let (mut own, mut total) = (0.0, 0.0);
        for (leaf, parties) in week.iter().enumerate() {
            if place.is_none_or(|outer| run.is_in(leaf, outer)) {
                own += parties[party];
                // Those who lean to no party do not vote for one.
                total += parties.iter().skip(1).sum::<f64>();
            }
        }
        (total > 0.0).then(|| own / total)
    }
}
