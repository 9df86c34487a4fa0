//! Answers the record's questions while a world runs.

use std::sync::atomic::AtomicBool;

use engine::calendar::{Calendar, Day};
use engine::record::{Record, Rows, Values};
use society::Society;
use society::spec::{Role, Spec};
use society::tables::{COUNCILS, DAILY, EVENT_KINDS, EVENTS, LEANINGS, NATIONAL};

use super::question::{Kind, Question, Questions, Scope, town_of, upwards};
use crate::Error;
use crate::patterns::{at, f32s, keys, texts, u32s};
use crate::worlds::{Job, Kept, Onlooker, run_before};

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
    /// Last congress: its shares in words.
    congress: Option<String>,
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
        self.national(day, &record.tables()[NATIONAL]);
        if self.place_days.iter().any(|(from, to)| (*from..=*to).contains(&day)) {
            self.places(day, &record.tables()[DAILY]);
        }
        self.events(day, &record.tables()[EVENTS]);
        self.councils(day, &record.tables()[COUNCILS]);
        let leanings = &record.tables()[LEANINGS];
        if !leanings.is_empty() {
            self.votes(day, leanings);
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

    fn national(&mut self, day: Day, rows: &Rows) {
        let column = |name: &str| u32s(rows, at(rows, name));
        let actions = f64::from(column("peasant_actions")[0]);
        self.months[day.ymd(Calendar::OldStyle).1 as usize - 1] += actions;
        for (i, q) in self.questions.iter().enumerate() {
            let scope = match q.scope {
                Scope::Country => 0,
                Scope::Place(place) if place == self.spec.capital => 1,
                Scope::Place(_) => continue,
            };
            let name = match q.kind {
                Kind::Strikers => "strikers",
                Kind::InStreet => "in_street",
                Kind::Armed => "armed",
                Kind::Refusing => "soldiers_refusing",
                Kind::Dead => "dead",
                Kind::Wounded => "wounded",
                Kind::Desertions => "desertions",
                Kind::Councils => "councils",
                _ => continue,
            };
            let mut now = f64::from(column(name)[scope]);
            if q.kind == Kind::InStreet {
                now += f64::from(column("armed")[scope]);
            }
            take(q, day, now, &mut self.before[i], &mut self.answers[i]);
        }
    }

    fn places(&mut self, day: Day, rows: &Rows) {
        let mut sums = vec![PlaceDay::default(); self.spec.places.len()];
        let of = |name: &str| u32s(rows, at(rows, name));
        let (places, classes) = (keys(rows, at(rows, "place")), keys(rows, at(rows, "class")));
        let (on_strike, in_street, armed, dead) = (of("on_strike"), of("in_street"), of("armed"), of("dead"));
        for row in 0..rows.len() {
            let asked = &self.asked_places[usize::from(places[row])];
            if asked.is_empty() {
                continue;
            }
            let role = self.spec.classes[usize::from(classes[row])].role;
            let out = f64::from(in_street[row] + armed[row]);
            for place in asked {
                let sum = &mut sums[*place];
                sum.dead += f64::from(dead[row]);
                if role.is_worker() {
                    sum.strikers += f64::from(on_strike[row]) + out;
                } else if matches!(role, Role::Soldier | Role::Sailor | Role::Front | Role::Cossack) {
                    sum.refusing += f64::from(on_strike[row]) + out;
                }
                if !role.is_armed() {
                    sum.in_street += out;
                    sum.armed += f64::from(armed[row]);
                }
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

    fn events(&mut self, day: Day, rows: &Rows) {
        if rows.is_empty() {
            return;
        }
        let (kinds, places, sizes) = (keys(rows, at(rows, "kind")), keys(rows, at(rows, "place")), at(rows, "size"));
        let (sizes, causes) = (f32s(rows, sizes), texts(rows, at(rows, "cause")));
        for row in 0..rows.len() {
            let kind = EVENT_KINDS[usize::from(kinds[row])];
            let place = usize::from(places[row]);
            if kind == "congress" {
                self.congress = Some(causes[row].clone());
            }
            for (i, q) in self.questions.iter().enumerate() {
                let answer = &mut self.answers[i];
                let is_here = || match q.scope {
                    Scope::Country => true,
                    Scope::Place(wanted) => upwards(self.spec, place).any(|p| p == wanted),
                };
                let is_now = (q.from..=q.to).contains(&day);
                match (q.kind, kind) {
                    (Kind::StrikersSum, "strike_end") if is_now && is_here() => {
                        *answer = Some(answer.unwrap_or(0.0) + f64::from(sizes[row]));
                    }
                    (Kind::PeasantEvents, "peasant_unrest") if is_now && is_here() => {
                        *answer = Some(answer.unwrap_or(0.0) + 1.0);
                    }
                    (Kind::CouncilFounded, "council_founded") if answer.is_none() && is_here() => {
                        *answer = Some(f64::from(day.0));
                    }
                    _ => {}
                }
            }
        }
        for (q, answer) in self.questions.iter().zip(&mut self.answers) {
            match (q.kind, q.party, &self.congress) {
                (Kind::CongressShare, Some(party), Some(words)) if day <= q.to => {
                    let parties = &self.spec.parties;
                    *answer = Some(share_in_words(words, &parties[party].id, &parties[0].id));
                }
                (Kind::StrikersSum | Kind::PeasantEvents, ..) if (q.from..=q.to).contains(&day) => {
                    *answer = answer.or(Some(0.0));
                }
                _ => {}
            }
        }
    }

    fn councils(&mut self, day: Day, rows: &Rows) {
        if rows.is_empty() {
            return;
        }
        let (places, parties) = (keys(rows, at(rows, "place")), keys(rows, at(rows, "party")));
        let seats = ["seats_workers", "seats_soldiers", "seats_peasants"].map(|name| u32s(rows, at(rows, name)));
        for (q, answer) in self.questions.iter().zip(&mut self.answers) {
            let (Scope::Place(place), Some(party)) = (q.scope, q.party) else { continue };
            if !matches!(q.kind, Kind::CouncilSeats | Kind::CouncilShare) || day > q.to {
                continue;
            }
            let (mut own, mut all) = (0.0, 0.0);
            for row in 0..rows.len() {
                if town_of(self.spec, usize::from(places[row])) != place {
                    continue;
                }
                let n: f64 = seats.iter().map(|column| f64::from(column[row])).sum();
                all += n;
                if usize::from(parties[row]) == party {
                    own += n;
                }
            }
            if all > 0.0 {
                *answer = Some(if q.kind == Kind::CouncilSeats { own } else { own / all });
            }
        }
    }

    fn votes(&mut self, day: Day, rows: &Rows) {
        let parties = self.spec.parties.len();
        let mut voters = vec![0.0; (self.spec.places.len() + 1) * parties];
        let country = self.spec.places.len() * parties;
        let (places, party) = (keys(rows, at(rows, "place")), keys(rows, at(rows, "party")));
        let n = u32s(rows, at(rows, "voters"));
        for row in 0..rows.len() {
            let (count, party) = (f64::from(n[row]), usize::from(party[row]));
            voters[country + party] += count;
            for place in &self.vote_places[usize::from(places[row])] {
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

impl Onlooker for Measurer<'_> {
    fn begins(&mut self, _society: &Society) -> Result<(), Error> {
        Ok(())
    }

    fn day(&mut self, record: &mut Record) -> Result<(), Error> {
        let national = &record.tables()[NATIONAL];
        let Values::Day(days) = &national.columns[at(national, "date")] else { panic!("a date is a day") };
        let day = Day(days[0]);
        self.read(day, record);
        Ok(())
    }
}

/// Runs a world and asks it; `None` when the flag was raised before its end.
pub fn ask(job: Job<'_>, questions: &Questions, stop: &AtomicBool) -> Option<(Kept, Vec<Answer>)> {
    let mut measurer = Measurer::new(job.spec, questions);
    let kept = run_before(job, stop, &mut measurer).expect("a measurer has nothing to complain of")?;
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

/// A party's share of the delegates who declared a party, from `none 40.1 %, sr 12.7 %, menshevik 1.6 %; resolution support`.
fn share_in_words(words: &str, party: &str, none: &str) -> f64 {
    let shares = words.split(';').next().unwrap_or_default();
    let percent = |wanted: &str| {
        let of = |share: &str| {
            let (id, percent) = share.strip_suffix(" %")?.split_once(' ')?;
            (id == wanted).then(|| percent.parse::<f64>().ok())?
        };
        shares.split(", ").find_map(of).unwrap_or(0.0)
    };
    let declared = 100.0 - percent(none);
    if declared > 0.0 { percent(party) / declared } else { 0.0 }
}
