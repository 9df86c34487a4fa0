//! What is drawn on the map: authority, strikers and the leading party of the council, by place and week.

use scenario::Loaded;
use serde_json::{Map, Value, json};
use society::spec::Role;

use super::councils::Councils;
use super::series::roles_of;
use run::Error;
use run::run_data::RunData;

/// Sums by day and place; a day without rows for a place is empty.
pub(super) struct ByPlace {
    /// By day, then place: government, council, committee, nobody.
    authority: Vec<Vec<[u32; 4]>>,
    /// By day, then place: workers on strike, in the street or armed.
    pub strikers: Vec<Vec<u32>>,
    /// By day, then place: civilians in the street.
    pub in_street: Vec<Vec<u32>>,
    /// By day, then place: civilians under arms.
    pub armed: Vec<Vec<u32>>,
    /// By day, then place: killed since the start.
    pub dead: Vec<Vec<u32>>,
    /// By day, then place: soldiers and sailors who refuse.
    pub refusing: Vec<Vec<u32>>,
}

/// The table of places, as the page has it.
pub(super) fn list(run: &RunData) -> Value {
    run.places
        .iter()
        .map(|place| {
            json!({
                "id": place.id,
                "name": place.name,
                "name_ru": place.name_ru,
                "kind": place.kind,
                "parent": place.parent.map_or("", |parent| &run.places[parent].id),
                "lat": super::number(f64::from(place.lat)),
                "lon": super::number(f64::from(place.lon)),
                "population": place.population,
                "unverified": place.unverified,
            })
        })
        .collect()
}

/// Positions of the days for which every place is known: every seventh, from the first.
pub(super) fn weeks(run: &RunData) -> Vec<usize> {
    (0..run.n_days()).step_by(7).collect()
}

/// Weeks to be shown side by side: first and last, and those of the milestones.
pub(super) fn map_weeks(weeks: &[usize], milestones: &Value, run: &RunData) -> Value {
    let mut chosen = vec![0, weeks.len().saturating_sub(1)];
    for milestone in milestones.as_array().into_iter().flatten() {
        let day = milestone["date"]
            .as_str()
            .and_then(|text| engine::calendar::Day::parse(engine::calendar::Calendar::NewStyle, text));
        if let Some(index) = day.and_then(|day| run.index(day.0)) {
            // The first week after it, in which the map shows what it changed.
            chosen.push(weeks.partition_point(|&week| week <= index).min(weeks.len().saturating_sub(1)));
        }
    }
    chosen.sort_unstable();
    chosen.dedup();
    json!(chosen)
}

/// Reads the table `daily`.
pub(super) fn read(run: &RunData, loaded: &Loaded) -> Result<ByPlace, Error> {
    let follow = ["follow_government", "follow_council", "follow_committee", "follow_nobody"];
    let mut columns = vec!["date", "place", "class", "on_strike", "in_street", "armed", "dead"];
    columns.extend(follow);
    let table = run.table("daily", &columns)?;
    let places = run.places_of(table.texts("place"));
    let roles = roles_of(&table.texts("class").words, loaded);
    let empty = || vec![vec![0; run.places.len()]; run.n_days()];
    let mut sums = ByPlace {
        authority: vec![vec![[0; 4]; run.places.len()]; run.n_days()],
        strikers: empty(),
        in_street: empty(),
        armed: empty(),
        dead: empty(),
        refusing: empty(),
    };
    let followed = follow.map(|name| table.counts(name));
    let (on_strike, in_street, armed, dead) =
        (table.counts("on_strike"), table.counts("in_street"), table.counts("armed"), table.counts("dead"));
    for row in 0..table.len() {
        let Some(day) = run.index(table.days("date")[row]) else { continue };
        let leaf = places[table.texts("place").codes[row] as usize];
        let role = roles[table.texts("class").codes[row] as usize];
        let acting = in_street[row] + armed[row];
        for place in run.upwards(leaf) {
            for (sum, column) in sums.authority[day][place].iter_mut().zip(followed) {
                *sum += column[row];
            }
            sums.dead[day][place] += dead[row];
            match role {
                Some(role) if role.is_worker() => sums.strikers[day][place] += on_strike[row] + acting,
                Some(Role::Soldier | Role::Sailor | Role::Front | Role::Cossack) => {
                    sums.refusing[day][place] += on_strike[row] + acting;
                }
                _ => {}
            }
            if !role.is_some_and(Role::is_armed) {
                sums.in_street[day][place] += acting;
                sums.armed[day][place] += armed[row];
            }
        }
    }
    Ok(sums)
}

impl ByPlace {
    /// For every place with rows, its weeks.
    pub fn json(&self, run: &RunData, weeks: &[usize], councils: &Councils) -> Value {
        let mut object = Map::new();
        for (index, place) in run.places.iter().enumerate() {
            let authority: Vec<Value> = weeks.iter().map(|&day| shares(self.authority[day][index])).collect();
            if authority.iter().all(Value::is_null) {
                continue;
            }
            let strikers: Vec<u32> = weeks.iter().map(|&day| self.strikers[day][index]).collect();
            let mut entry = json!({ "authority": authority });
            if strikers.iter().any(|&n| n > 0) {
                entry["strikers"] = json!(strikers);
            }
            if let Some(council) = councils.of(run.town_of(index)) {
                let leading = weeks.iter().map(|&day| council.leading(day).map_or(-1, |party| party as i64));
                entry["seats"] = leading.collect();
            }
            object.insert(place.id.clone(), entry);
        }
        Value::Object(object)
    }
}

/// Shares of 255, so that a week of a place is four short numbers.
fn shares(persons: [u32; 4]) -> Value {
    let total: f64 = persons.iter().copied().map(f64::from).sum();
    if total == 0.0 {
        return Value::Null;
    }
    json!(persons.map(|n| (255.0 * f64::from(n) / total).round() as u8))
}
