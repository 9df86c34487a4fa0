//! What is kept of a world for questions about the garrison, committees, elections and what people lean to.

use engine::calendar::Day;
use engine::record::{Record, Rows, Values};
use serde::{Deserialize, Serialize};
use society::mechanisms::settlement::DEMANDS;
use society::spec::{N_PARTIES, PlaceKind, Role, Section, Spec};
use society::tables::{COUNCILS, DAILY, ELECTION_KINDS, ELECTIONS, EVENT_KINDS, EVENTS, LEANINGS, NATIONAL};

use super::{WEEK, position, value};

/// Days after which the garrison is looked at. Fixed with claim E03.
pub const GARRISON_DAYS: i32 = 30;
/// Line from which a committee stands for power to the councils, as the events have it.
const FOR_COUNCILS: f64 = 0.5;

/// More of a world.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Closer {
    /// First day with 30 % of the capital's workers out; days since 1970.
    pub wave: Option<i32>,
    /// First day of shots in the capital.
    pub shots: Option<i32>,
    /// First day on which half of the capital's soldiers and sailors refuse orders.
    pub refusal: Option<i32>,
    /// By party, the first day on which its committee stands for power to the councils.
    pub lines: Vec<Option<i32>>,
    /// Share of the capital's soldiers and sailors who follow a council [`GARRISON_DAYS`] after the capital's is founded;
    /// none when there is no such day.
    pub garrison_after: Option<f64>,
    /// The same on the last day.
    pub garrison_at_end: Option<f64>,
    /// Delegates of no party among those elected for the first time by works and units; none when there was no election.
    pub first_of_no_party: Option<f64>,
    /// Soldiers who have left by the end.
    pub desertions: f64,
    /// Kind of government at the end, a position in [`society::tables::GOVERNMENT_KINDS`].
    pub government: usize,
    /// Every [`WEEK`] days, delegates by party in the soldiers' section of the capital's council.
    pub soldier_seats: Vec<[f32; N_PARTIES]>,
    /// Every [`WEEK`] days, persons by party leaned to in the capital's works and units that elect.
    pub leanings: Vec<[f32; N_PARTIES]>,
    /// Every [`WEEK`] days, strikes that ended in the days from there on, by demand.
    pub strikes: Vec<[u32; DEMANDS.len()]>,
    /// At the last count, adults of the country convinced enough to vote, by party.
    pub votes: Vec<f64>,
}

/// Whether its members are soldiers or sailors: the police are not.
fn is_soldier(role: Role) -> bool {
    role.is_armed() && role != Role::Police
}

/// Fills a [`Closer`] day by day.
pub(super) struct Watcher {
    kept: Closer,
    start: Day,
    capital: usize,
    in_capital: Vec<bool>,
    /// Classes that elect to the sections of workers and soldiers; soldiers and sailors, whether they elect or not.
    elects: Vec<bool>,
    armed: Vec<bool>,
    names: Vec<String>,
    council: Option<Day>,
    first_delegates: [f64; 2],
}

impl Watcher {
    pub fn new(spec: &Spec) -> Watcher {
        let inside = |place: usize| {
            let up = std::iter::successors(Some(place), |at| spec.places[*at].parent).take(8);
            up.into_iter().any(|at| at == spec.capital) && spec.places[place].kind != PlaceKind::County
        };
        let section = |s: Option<Section>| matches!(s, Some(Section::Workers | Section::Soldiers));
        let line = |line: f64| (line >= FOR_COUNCILS).then_some(spec.start.0);
        Watcher {
            kept: Closer {
                lines: spec.parties.iter().map(|party| line(party.power_line)).collect(),
                votes: vec![0.0; N_PARTIES],
                ..Closer::default()
            },
            start: spec.start,
            capital: spec.capital,
            in_capital: (0..spec.places.len()).map(inside).collect(),
            elects: spec.classes.iter().map(|class| section(class.section)).collect(),
            armed: spec.classes.iter().map(|class| is_soldier(class.role)).collect(),
            names: spec.parties.iter().map(|party| party.name.clone()).collect(),
            council: None,
            first_delegates: [0.0; 2],
        }
    }

    pub fn day(&mut self, day: Day, record: &Record) {
        let tables = record.tables();
        let is_count = day.since(self.start) % WEEK == 0;
        if is_count {
            self.kept.strikes.push([0; DEMANDS.len()]);
        }
        self.events(day, &tables[EVENTS]);
        self.garrison(day, &tables[DAILY], &tables[NATIONAL]);
        self.elections(&tables[ELECTIONS]);
        let national = |name| value(&tables[NATIONAL], position(NATIONAL, name), 0);
        self.kept.desertions = national("desertions");
        self.kept.government = national("government") as usize;
        self.count_leanings(&tables[LEANINGS]);
        if is_count {
            self.count_soldiers(&tables[COUNCILS]);
        }
    }

    /// What is kept, and the first day of the strike wave, which another watch has seen.
    pub fn finish(mut self, wave: Option<Day>) -> Closer {
        self.kept.wave = wave.map(|day| day.0);
        let [of_no_party, all] = self.first_delegates;
        self.kept.first_of_no_party = (all > 0.0).then(|| of_no_party / all);
        self.kept
    }

    fn events(&mut self, day: Day, events: &Rows) {
        let [kind, place, actor, cause] = ["kind", "place", "actor", "cause"].map(|name| position(EVENTS, name));
        for row in 0..events.len() {
            let here = value(events, place, row) as usize;
            match EVENT_KINDS[value(events, kind, row) as usize] {
                "shots" if self.in_capital[here] => {
                    self.kept.shots.get_or_insert(day.0);
                }
                "council_founded" if here == self.capital => {
                    self.council.get_or_insert(day);
                }
                "strike_end" => {
                    let Values::Text(causes) = &events.columns[cause] else { continue };
                    let demand = DEMANDS.iter().position(|word| causes[row].contains(&format!("demand {word}")));
                    if let (Some(demand), Some(week)) = (demand, self.kept.strikes.last_mut()) {
                        week[demand] += 1;
                    }
                }
                // The event is of a line that crosses the mark; a party whose line was above it has its day already.
                "party_line" => {
                    let Values::Text(actors) = &events.columns[actor] else { continue };
                    if let Some(party) = self.names.iter().position(|name| *name == actors[row]) {
                        self.kept.lines[party].get_or_insert(day.0);
                    }
                }
                _ => {}
            }
        }
    }

    fn garrison(&mut self, day: Day, daily: &Rows, national: &Rows) {
        let of = |name: &str| value(national, position(NATIONAL, name), 1);
        if self.kept.refusal.is_none() && of("soldiers") > 0.0 && of("soldiers_refusing") >= 0.5 * of("soldiers") {
            self.kept.refusal = Some(day.0);
        }
        let [place, class] = ["place", "class"].map(|name| position(DAILY, name));
        let follow = ["follow_council", "follow_government", "follow_committee", "follow_nobody"];
        let follow = follow.map(|name| position(DAILY, name));
        let (mut council, mut all) = (0.0, 0.0);
        for row in 0..daily.len() {
            let is_ours =
                self.in_capital[value(daily, place, row) as usize] && self.armed[value(daily, class, row) as usize];
            if is_ours {
                council += value(daily, follow[0], row);
                all += follow.iter().map(|column| value(daily, *column, row)).sum::<f64>();
            }
        }
        let share = (all > 0.0).then(|| council / all);
        self.kept.garrison_at_end = share;
        if self.council.is_some_and(|founded| day.since(founded) == GARRISON_DAYS) {
            self.kept.garrison_after = share;
        }
    }

    fn elections(&mut self, elections: &Rows) {
        let [kind, class, delegate, seats] =
            ["kind", "class", "delegate", "seats"].map(|name| position(ELECTIONS, name));
        for row in 0..elections.len() {
            let is_first = ELECTION_KINDS[value(elections, kind, row) as usize] == "first";
            if !is_first || !self.elects[value(elections, class, row) as usize] {
                continue;
            }
            let n = value(elections, seats, row);
            self.first_delegates[1] += n;
            // Party 0 is none.
            if value(elections, delegate, row) == 0.0 {
                self.first_delegates[0] += n;
            }
        }
    }

    fn count_leanings(&mut self, leanings: &Rows) {
        if leanings.is_empty() {
            return;
        }
        let [place, class, party] = ["place", "class", "party"].map(|name| position(LEANINGS, name));
        let [persons, voters] = ["persons", "voters"].map(|name| position(LEANINGS, name));
        let mut here = [0.0; N_PARTIES];
        let mut votes = vec![0.0; N_PARTIES];
        for row in 0..leanings.len() {
            let of = value(leanings, party, row) as usize;
            votes[of] += value(leanings, voters, row);
            let is_ours = self.in_capital[value(leanings, place, row) as usize]
                && self.elects[value(leanings, class, row) as usize];
            if is_ours {
                here[of] += value(leanings, persons, row) as f32;
            }
        }
        self.kept.leanings.push(here);
        self.kept.votes = votes;
    }

    fn count_soldiers(&mut self, councils: &Rows) {
        let [place, party, seats] = ["place", "party", "seats_soldiers"].map(|name| position(COUNCILS, name));
        let mut count = [0.0; N_PARTIES];
        for row in 0..councils.len() {
            if value(councils, place, row) as usize == self.capital {
                count[value(councils, party, row) as usize] += value(councils, seats, row) as f32;
            }
        }
        self.kept.soldier_seats.push(count);
    }
}
