//! What is kept of a world for claims about the garrison, committees, elections and what people lean to.

use engine::calendar::Day;
use serde::{Deserialize, Serialize};
use society::demand::DEMANDS;
use society::events::EventKind;
use society::spec::{Capability, N_PARTIES, Section, Spec};
use society::tables::{Councils, Daily, ELECTION_KINDS, Elections, Leanings, National};

use crate::dates::Dates;
use crate::today::{Today, WEEK, in_capital};

/// Days after which the garrison is looked at. Fixed with claim E03.
pub const GARRISON_DAYS: i32 = 30;

/// What the measures of claims need of a world beside its [`crate::summary::WorldSummary`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClaimSummary {
    /// By party, the first day on which its committee stands for power to the councils; days since 1970.
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

/// Fills a [`ClaimSummary`] day by day.
pub(crate) struct ClaimObserver {
    summary: ClaimSummary,
    start: Day,
    capital: usize,
    in_capital: Vec<bool>,
    /// Classes that elect to the sections of workers and soldiers; soldiers and sailors, whether they elect or not.
    elects: Vec<bool>,
    armed: Vec<bool>,
    council: Option<Day>,
    first_delegates: [f64; 2],
}

impl ClaimObserver {
    pub fn new(spec: &Spec) -> ClaimObserver {
        let section = |s: Option<Section>| matches!(s, Some(Section::Workers | Section::Soldiers));
        ClaimObserver {
            summary: ClaimSummary { votes: vec![0.0; N_PARTIES], ..ClaimSummary::default() },
            start: spec.start,
            capital: spec.capital,
            in_capital: in_capital(spec),
            elects: spec.classes.iter().map(|class| section(class.section)).collect(),
            armed: spec
                .classes
                .iter()
                .map(|class| class.does.bear_arms() && !class.does.has(Capability::Police))
                .collect(),
            council: None,
            first_delegates: [0.0; 2],
        }
    }

    pub fn day(&mut self, today: &Today<'_>) {
        let (day, record) = (today.day, today.record);
        let is_count = day.since(self.start) % WEEK == 0;
        if is_count {
            self.summary.strikes.push([0; DEMANDS.len()]);
        }
        for event in &today.events {
            match event.kind {
                EventKind::CouncilFounded if event.place as usize == self.capital => {
                    self.council.get_or_insert(day);
                }
                EventKind::StrikeEnd => {
                    if let (Some(demand), Some(week)) = (event.demand, self.summary.strikes.last_mut()) {
                        week[demand as usize] += 1;
                    }
                }
                _ => {}
            }
        }
        let national: National<'_> = record.of();
        self.garrison(day, &record.of());
        self.elections(&record.of());
        self.summary.desertions = f64::from(national.desertions[0]);
        self.summary.government = usize::from(national.government[0]);
        self.count_leanings(&record.of());
        if is_count {
            self.count_soldiers(&record.of());
        }
    }

    /// What is kept, with the dates that another observer has seen.
    pub fn finish(mut self, dates: &Dates) -> ClaimSummary {
        self.summary.lines = dates.lines.iter().map(|day| day.map(|day| day.0)).collect();
        let [of_no_party, all] = self.first_delegates;
        self.summary.first_of_no_party = (all > 0.0).then(|| of_no_party / all);
        self.summary
    }

    fn garrison(&mut self, day: Day, daily: &Daily<'_>) {
        let follow = [daily.follow_council, daily.follow_government, daily.follow_committee, daily.follow_nobody];
        let (mut council, mut all) = (0.0, 0.0);
        for row in 0..daily.len() {
            if self.in_capital[usize::from(daily.place[row])] && self.armed[usize::from(daily.class[row])] {
                council += f64::from(follow[0][row]);
                all += follow.iter().map(|column| f64::from(column[row])).sum::<f64>();
            }
        }
        let share = (all > 0.0).then(|| council / all);
        self.summary.garrison_at_end = share;
        if self.council.is_some_and(|founded| day.since(founded) == GARRISON_DAYS) {
            self.summary.garrison_after = share;
        }
    }

    fn elections(&mut self, elections: &Elections<'_>) {
        for row in 0..elections.len() {
            let is_first = ELECTION_KINDS[usize::from(elections.kind[row])] == "first";
            if !is_first || !self.elects[usize::from(elections.class[row])] {
                continue;
            }
            let n = f64::from(elections.seats[row]);
            self.first_delegates[1] += n;
            // Party 0 is none.
            if elections.delegate[row] == 0 {
                self.first_delegates[0] += n;
            }
        }
    }

    fn count_leanings(&mut self, leanings: &Leanings<'_>) {
        if leanings.is_empty() {
            return;
        }
        let mut here = [0.0; N_PARTIES];
        let mut votes = vec![0.0; N_PARTIES];
        for row in 0..leanings.len() {
            let of = usize::from(leanings.party[row]);
            votes[of] += f64::from(leanings.voters[row]);
            let is_ours =
                self.in_capital[usize::from(leanings.place[row])] && self.elects[usize::from(leanings.class[row])];
            if is_ours {
                here[of] += leanings.persons[row] as f32;
            }
        }
        self.summary.leanings.push(here);
        self.summary.votes = votes;
    }

    fn count_soldiers(&mut self, councils: &Councils<'_>) {
        let mut count = [0.0; N_PARTIES];
        for row in 0..councils.len() {
            if usize::from(councils.place[row]) == self.capital {
                count[usize::from(councils.party[row])] += councils.seats_soldiers[row] as f32;
            }
        }
        self.summary.soldier_seats.push(count);
    }
}
