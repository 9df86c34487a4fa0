//! Answers the record's questions while a world runs.

use std::convert::Infallible;
use std::sync::atomic::AtomicBool;

use engine::calendar::{Calendar, Day};
use engine::record::Record;
use society::events::{Event, EventKind};
use society::spec::Spec;
use society::tables::{Congresses, Councils, Daily, Leanings, National};

use super::question::{Kind, Question, Questions, Scope, town_of, upwards};
use crate::worlds::{self, Job, Kept};

/// What a world says to a question: a number in the question's unit, or a day as days since 1970; `None` where the world has
/// nothing to say (no congress sat) or the thing never came.
pub type Answer = Option<f64>;

/// Sums of the table `daily` that questions about one place need.
#[derive(Clone, Copy, Default)]
struct PlaceDay {
    strikers: f64,
    in_street: f64,
    armed: f64,
    refusing: f64,
    dead: f64,
}

/// Watches one world.
pub struct Measurer<'a> {
    spec: &'a Spec,
    questions: &'a [Question],
    answers: Vec<Answer>,
    /// For counts since the start: the count on the day before the question's first.
    before: Vec<f64>,
    /// Person-days of villagers who act, by month.
    months: [f64; 12],
    /// For each leaf, the places whose daily sums are asked for, outer ones too.
    asked_places: Vec<Vec<usize>>,
    /// Days on which the sums of places are asked for.
    place_days: Vec<(Day, Day)>,
    /// For each leaf, the places whose votes are asked for.
    vote_places: Vec<Vec<usize>>,
    /// Last congress: shares of the delegates by party.
    congress: Option<Vec<f64>>,
}

impl<'a> Measurer<'a> {
    /// A watch over a world of this scenario.
    pub fn new(spec: &'a Spec, questions: &'a Questions) -> Measurer<'a> {
        let questions = questions.list();
        let here = |q: &Question| match q.scope {
            Scope::Place(place) => Some(place),
            Scope::Country => None,
        };
        let holders = |wanted: &dyn Fn(&Question) -> bool| -> Vec<Vec<usize>> {
            let mut places: Vec<usize> = questions.iter().filter(|q| wanted(q)).filter_map(here).collect();
            places.sort_unstable();
            places.dedup();
            let of_leaf = |leaf: usize| upwards(spec, leaf).filter(|p| places.binary_search(p).is_ok()).collect();
            (0..spec.places.len()).map(of_leaf).collect()
        };
        let is_daily = |q: &Question| here(q).is_some_and(|place| place != spec.capital) && is_sum_of_places(q.kind);
        Measurer {
            spec,
            questions,
            answers: vec![None; questions.len()],
            before: vec![0.0; questions.len()],
            months: [0.0; 12],
            asked_places: holders(&is_daily),
            place_days: questions.iter().filter(|q| is_daily(q)).map(|q| (q.from.plus(-1), q.to)).collect(),
            vote_places: holders(&|q| q.kind == Kind::VoteShare),
            congress: None,
        }
    }

    /// Reads the rows of a day.
    pub fn read(&mut self, day: Day, record: &Record) {
        self.national(day, &record.of());
        if self.place_days.iter().any(|(from, to)| (*from..=*to).contains(&day)) {
            self.places(day, &record.of());
        }
        self.events(day, record);
        self.councils(day, &record.of());
        let leanings: Leanings<'_> = record.of();
        if !leanings.is_empty() {
            self.votes(day, &leanings);
        }
    }

    /// The answers, by the position of the question.
    pub fn finish(mut self, dates: &[Option<i32>]) -> Vec<Answer> {
        let spring: f64 = self.months[2..6].iter().sum();
        for (q, answer) in self.questions.iter().zip(&mut self.answers) {
            match q.kind {
                Kind::PeasantRatio => {
                    let month = q.from.ymd(Calendar::OldStyle).1 as usize - 1;
                    *answer = (spring > 0.0).then(|| self.months[month] / spring);
                }
                Kind::Date(i) => *answer = dates[i].map(f64::from),
                _ => {}
            }
        }
        self.answers
    }

    fn national(&mut self, day: Day, rows: &National<'_>) {
        let actions = f64::from(rows.peasant_actions[0]);
        self.months[day.ymd(Calendar::OldStyle).1 as usize - 1] += actions;
        for (i, q) in self.questions.iter().enumerate() {
            let scope = match q.scope {
                Scope::Country => 0,
                Scope::Place(place) if place == self.spec.capital => 1,
                Scope::Place(_) => continue,
            };
            let now = match q.kind {
                Kind::Strikers => rows.strikers[scope],
                Kind::InStreet => rows.demonstrating[scope] + rows.under_arms[scope],
                Kind::Armed => rows.under_arms[scope],
                Kind::Refusing => rows.refusing[scope],
                Kind::Dead => rows.dead[scope],
                Kind::Wounded => rows.wounded[scope],
                Kind::Desertions => rows.desertions[scope],
                Kind::Councils => rows.councils[scope],
                _ => continue,
            };
            take(q, day, f64::from(now), &mut self.before[i], &mut self.answers[i]);
        }
    }

    fn places(&mut self, day: Day, rows: &Daily<'_>) {
        let mut sums = vec![PlaceDay::default(); self.spec.places.len()];
        for row in 0..rows.len() {
            for place in &self.asked_places[usize::from(rows.place[row])] {
                let sum = &mut sums[*place];
                sum.dead += f64::from(rows.dead[row]);
                sum.strikers += f64::from(rows.strikers[row]);
                sum.refusing += f64::from(rows.refusing[row]);
                sum.in_street += f64::from(rows.demonstrating[row] + rows.under_arms[row]);
                sum.armed += f64::from(rows.under_arms[row]);
            }
        }
        for (i, q) in self.questions.iter().enumerate() {
            let Scope::Place(place) = q.scope else { continue };
            if place == self.spec.capital || !is_sum_of_places(q.kind) {
                continue;
            }
            let sum = &sums[place];
            let now = match q.kind {
                Kind::Strikers => sum.strikers,
                Kind::InStreet => sum.in_street,
                Kind::Armed => sum.armed,
                Kind::Refusing => sum.refusing,
                _ => sum.dead,
            };
            take(q, day, now, &mut self.before[i], &mut self.answers[i]);
        }
    }

    fn events(&mut self, day: Day, record: &Record) {
        let congress: Congresses<'_> = record.of();
        if !congress.is_empty() {
            let mut shares = vec![0.0; self.spec.parties.len()];
            congress.party.iter().zip(congress.share).for_each(|(party, share)| {
                shares[usize::from(*party)] = f64::from(*share);
            });
            self.congress = Some(shares);
        }
        for event in Event::of_day(record) {
            let place = event.place as usize;
            for (i, q) in self.questions.iter().enumerate() {
                let answer = &mut self.answers[i];
                let is_here = || match q.scope {
                    Scope::Country => true,
                    Scope::Place(wanted) => upwards(self.spec, place).any(|p| p == wanted),
                };
                let is_now = (q.from..=q.to).contains(&day);
                match (q.kind, event.kind) {
                    (Kind::StrikersSum, EventKind::StrikeEnd) if is_now && is_here() => {
                        *answer = Some(answer.unwrap_or(0.0) + event.size.unwrap_or(0.0));
                    }
                    (Kind::PeasantEvents, EventKind::PeasantUnrest) if is_now && is_here() => {
                        *answer = Some(answer.unwrap_or(0.0) + 1.0);
                    }
                    (Kind::CouncilFounded, EventKind::CouncilFounded) if answer.is_none() && is_here() => {
                        *answer = Some(f64::from(day.0));
                    }
                    _ => {}
                }
            }
        }
        for (q, answer) in self.questions.iter().zip(&mut self.answers) {
            match (q.kind, q.party, &self.congress) {
                (Kind::CongressShare, Some(party), Some(shares)) if day <= q.to => {
                    // Of those who declared a party: party 0 is none.
                    let declared = 1.0 - shares[0];
                    *answer = Some(if declared > 0.0 { shares[party] / declared } else { 0.0 });
                }
                (Kind::StrikersSum | Kind::PeasantEvents, ..) if (q.from..=q.to).contains(&day) => {
                    *answer = answer.or(Some(0.0));
                }
                _ => {}
            }
        }
    }

    fn councils(&mut self, day: Day, rows: &Councils<'_>) {
        if rows.is_empty() {
            return;
        }
        for (q, answer) in self.questions.iter().zip(&mut self.answers) {
            let (Scope::Place(place), Some(party)) = (q.scope, q.party) else { continue };
            if !matches!(q.kind, Kind::CouncilSeats | Kind::CouncilShare) || day > q.to {
                continue;
            }
            let (mut own, mut all) = (0.0, 0.0);
            for row in 0..rows.len() {
                if town_of(self.spec, usize::from(rows.place[row])) != place {
                    continue;
                }
                let n = f64::from(rows.seats_workers[row] + rows.seats_soldiers[row] + rows.seats_peasants[row]);
                all += n;
                if usize::from(rows.party[row]) == party {
                    own += n;
                }
            }
            if all > 0.0 {
                *answer = Some(if q.kind == Kind::CouncilSeats { own } else { own / all });
            }
        }
    }

    fn votes(&mut self, day: Day, rows: &Leanings<'_>) {
        let parties = self.spec.parties.len();
        let mut voters = vec![0.0; (self.spec.places.len() + 1) * parties];
        let country = self.spec.places.len() * parties;
        for row in 0..rows.len() {
            let (count, party) = (f64::from(rows.voters[row]), usize::from(rows.party[row]));
            voters[country + party] += count;
            for place in &self.vote_places[usize::from(rows.place[row])] {
                voters[place * parties + party] += count;
            }
        }
        for (q, answer) in self.questions.iter().zip(&mut self.answers) {
            let (Kind::VoteShare, Some(party)) = (q.kind, q.party) else { continue };
            if day > q.to {
                continue;
            }
            let first = match q.scope {
                Scope::Country => country,
                Scope::Place(place) => place * parties,
            };
            // Who leans to no party votes for none.
            let all: f64 = voters[first + 1..first + parties].iter().sum();
            if all > 0.0 {
                *answer = Some(voters[first + party] / all);
            }
        }
    }
}

/// Runs a world and asks it; `None` when the flag was raised before its end.
pub fn ask(job: Job<'_>, questions: &Questions, stop: &AtomicBool) -> Option<(Kept, Vec<Answer>)> {
    let mut measurer = Measurer::new(job.spec, questions);
    let Ok(kept) = worlds::keep(job.world(), stop, |day, world| {
        measurer.read(day, world.record());
        Ok::<(), Infallible>(())
    });
    let kept = kept?;
    let answers = measurer.finish(&kept.dates);
    Some((kept, answers))
}

/// Whether the table `daily` has it by place.
fn is_sum_of_places(kind: Kind) -> bool {
    matches!(kind, Kind::Strikers | Kind::InStreet | Kind::Armed | Kind::Refusing | Kind::Dead)
}

/// Takes the value of a day: the highest within the days, what a count since the start adds, or the last value.
fn take(q: &Question, day: Day, now: f64, before: &mut f64, answer: &mut Answer) {
    let is_within = (q.from..=q.to).contains(&day);
    match q.kind {
        Kind::Dead | Kind::Wounded | Kind::Desertions => {
            if day < q.from {
                *before = now;
            } else if is_within {
                *answer = Some(now - *before);
            }
        }
        Kind::Councils if day <= q.to => *answer = Some(now),
        Kind::Councils => {}
        _ if is_within => *answer = Some(answer.map_or(now, |most| most.max(now))),
        _ => {}
    }
}
