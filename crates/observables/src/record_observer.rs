//! Answers the record's questions while a world runs.

use engine::calendar::{Calendar, Day};
use society::events::EventKind;
use society::spec::Spec;
use society::tables::{Congresses, Councils, Daily, Leanings, National};

use crate::dates::DATES;
use crate::quantity::{Course, QUANTITIES};
use crate::question::{Kind, Question, Questions, Reduction, Scope, town_of, upwards};
use crate::today::Today;

/// What a world says to a question: a number in the question's unit, or a day as days since 1970; `None` where the world has
/// nothing to say (no congress sat) or the thing never came.
pub type Answer = Option<f64>;

/// Where a place lies.
struct Holder {
    parent: Option<usize>,
    /// The town that a district belongs to; any other place itself.
    town: usize,
}

/// Answers questions from one world's days.
pub struct RecordObserver {
    places: Vec<Holder>,
    capital: usize,
    n_parties: usize,
    questions: Vec<Question>,
    answers: Vec<Answer>,
    /// For counts since the start: the count on the day before the question's first.
    before: Vec<f64>,
    /// Person-days of villagers who act, by month.
    months: [f64; 12],
    /// The calendar of these months.
    calendar: Calendar,
    /// For each leaf, the places whose daily sums are asked for, outer ones too.
    asked_places: Vec<Vec<usize>>,
    /// Days on which the sums of places are asked for.
    place_days: Vec<(Day, Day)>,
    /// The quantities that are asked for by place.
    asked_quantities: Vec<usize>,
    /// For each leaf, the places whose votes are asked for.
    vote_places: Vec<Vec<usize>>,
    /// Last congress: shares of the delegates by party.
    congress: Option<Vec<f64>>,
}

impl RecordObserver {
    /// An observer of a world of this scenario.
    pub fn new(spec: &Spec, questions: &Questions) -> RecordObserver {
        let (calendar, questions) = (questions.calendar(), questions.list());
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
        let by_place = |q: &Question| by_place(q.kind).filter(|_| here(q).is_some_and(|place| place != spec.capital));
        let is_daily = |q: &Question| by_place(q).is_some();
        let mut asked_quantities: Vec<usize> = questions.iter().filter_map(by_place).collect();
        asked_quantities.sort_unstable();
        asked_quantities.dedup();
        RecordObserver {
            places: spec
                .places
                .iter()
                .enumerate()
                .map(|(at, place)| Holder { parent: place.parent, town: town_of(spec, at) })
                .collect(),
            capital: spec.capital,
            n_parties: spec.parties.len(),
            questions: questions.to_vec(),
            answers: vec![None; questions.len()],
            before: vec![0.0; questions.len()],
            months: [0.0; 12],
            calendar,
            asked_places: holders(&is_daily),
            asked_quantities,
            place_days: questions.iter().filter(|q| is_daily(q)).map(|q| (q.from.plus(-1), q.to)).collect(),
            vote_places: holders(&|q| q.kind == Kind::VoteShare),
            congress: None,
        }
    }

    /// Reads a day.
    pub fn day(&mut self, today: &Today<'_>) {
        let (day, record) = (today.day, today.record);
        self.national(day, &record.of());
        if self.place_days.iter().any(|(from, to)| (*from..=*to).contains(&day)) {
            self.places(day, &record.of());
        }
        self.congress(&record.of());
        self.events(today);
        self.councils(day, &record.of());
        let leanings: Leanings<'_> = record.of();
        if !leanings.is_empty() {
            self.votes(day, &leanings);
        }
    }

    /// The answers, by the position of the question; `dates` are those of the world, days since 1970.
    pub fn finish(mut self, dates: &[Option<i32>; DATES.len()]) -> Vec<Answer> {
        let spring: f64 = self.months[2..6].iter().sum();
        for (q, answer) in self.questions.iter().zip(&mut self.answers) {
            match q.kind {
                Kind::PeasantRatio => {
                    let month = q.from.ymd(self.calendar).1 as usize - 1;
                    *answer = (spring > 0.0).then(|| self.months[month] / spring);
                }
                Kind::Date(date) => *answer = dates[date as usize].map(f64::from),
                _ => {}
            }
        }
        self.answers
    }

    fn national(&mut self, day: Day, rows: &National<'_>) {
        let actions = f64::from(rows.peasant_actions[0]);
        self.months[day.ymd(self.calendar).1 as usize - 1] += actions;
        for (i, q) in self.questions.iter().enumerate() {
            let scope = match q.scope {
                Scope::Country => 0,
                Scope::Place(place) if place == self.capital => 1,
                Scope::Place(_) => continue,
            };
            let Some(quantity) = q.kind.quantity() else { continue };
            let now = (quantity.national)(rows, scope);
            take(q, day, now, &mut self.before[i], &mut self.answers[i]);
        }
    }

    fn places(&mut self, day: Day, rows: &Daily<'_>) {
        for at in &self.asked_quantities {
            let Some(value) = QUANTITIES[*at].daily else { continue };
            let mut sums = vec![0.0; self.places.len()];
            for row in 0..rows.len() {
                let asked = &self.asked_places[usize::from(rows.place[row])];
                if !asked.is_empty() {
                    let n = value(rows, row);
                    asked.iter().for_each(|place| sums[*place] += n);
                }
            }
            for (i, q) in self.questions.iter().enumerate() {
                let Scope::Place(place) = q.scope else { continue };
                if place != self.capital && by_place(q.kind) == Some(*at) {
                    take(q, day, sums[place], &mut self.before[i], &mut self.answers[i]);
                }
            }
        }
    }

    fn congress(&mut self, congress: &Congresses<'_>) {
        if !congress.is_empty() {
            let mut shares = vec![0.0; self.n_parties];
            congress.party.iter().zip(congress.share).for_each(|(party, share)| {
                shares[usize::from(*party)] = f64::from(*share);
            });
            self.congress = Some(shares);
        }
    }

    fn events(&mut self, today: &Today<'_>) {
        let day = today.day;
        for event in &today.events {
            let place = event.place as usize;
            for (i, q) in self.questions.iter().enumerate() {
                let answer = &mut self.answers[i];
                let is_here = || match q.scope {
                    Scope::Country => true,
                    Scope::Place(wanted) => {
                        std::iter::successors(Some(place), |at| self.places[*at].parent).any(|p| p == wanted)
                    }
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
                if self.places[usize::from(rows.place[row])].town != place {
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
        let parties = self.n_parties;
        let mut voters = vec![0.0; (self.places.len() + 1) * parties];
        let country = self.places.len() * parties;
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

/// The quantity of which the table `daily` has sums by place, where a kind is one.
fn by_place(kind: Kind) -> Option<usize> {
    kind.asked()?.quantity.filter(|at| QUANTITIES[*at].daily.is_some())
}

/// Takes the value of a day: the highest within the days, what a count since the start adds, or the last value.
fn take(q: &Question, day: Day, now: f64, before: &mut f64, answer: &mut Answer) {
    let is_within = (q.from..=q.to).contains(&day);
    let Some(asked) = q.kind.asked() else { return };
    match asked.over {
        Reduction::Gain => {
            debug_assert!(
                asked.quantity.is_some_and(|at| QUANTITIES[at].course == Course::SinceTheStart),
                "only a count since the start has an increase"
            );
            if day < q.from {
                *before = now;
            } else if is_within {
                *answer = Some(now - *before);
            }
        }
        Reduction::Last if day <= q.to => *answer = Some(now),
        Reduction::Highest if is_within => *answer = Some(answer.map_or(now, |most| most.max(now))),
        _ => {}
    }
}
