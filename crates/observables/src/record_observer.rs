//! Answers the record's questions while a world runs.

use std::collections::BTreeMap;

use engine::calendar::{Calendar, Day};
use engine::math::sum_in_order;
use society::events::EventKind;
use society::spec::{PlaceKind, Spec};
use society::tables::{Congresses, Councils, Daily, ELECTION_KINDS, Elections, Leanings, National};

use crate::dates::DATES;
use crate::quantity::{Course, QUANTITIES};
use crate::question::{Kind, Question, Questions, Reduction, Scope, hour_of, town_of, upwards};
use crate::today::Today;

/// What a world says to a question: a number in the question's unit, or a day as days since 1970; `None` where the world has
/// nothing to say (no congress sat) or the thing never came.
pub type Answer = Option<f64>;

/// Where a place lies.
struct Holder {
    parent: Option<usize>,
    /// The town that a district belongs to; any other place itself.
    town: usize,
    /// Whether a row of it in `daily` stands for a week.
    is_weekly: bool,
}

/// Days for which a row of a county in `daily` stands.
const ROW_OF_COUNTY: i32 = 7;

/// Places and classes that some questions share, each combination once.
struct Groups {
    /// Classes of each; all where none is named.
    classes: Vec<Vec<usize>>,
    /// For each leaf, the groups that it lies in.
    of_leaf: Vec<Vec<usize>>,
    /// For each question its group, where it is asked of one.
    of_question: Vec<Option<usize>>,
}

impl Groups {
    fn of(spec: &Spec, questions: &[Question], is_asked: &dyn Fn(&Question) -> bool) -> Groups {
        let mut list: Vec<(&Scope, &[usize])> = Vec::new();
        let mut of_question = Vec::with_capacity(questions.len());
        for q in questions {
            let group = (&q.scope, q.classes.as_slice());
            of_question.push(is_asked(q).then(|| {
                list.iter().position(|known| *known == group).unwrap_or_else(|| {
                    list.push(group);
                    list.len() - 1
                })
            }));
        }
        let of_leaf = (0..spec.places.len())
            .map(|leaf| (0..list.len()).filter(|at| list[*at].0.holds(upwards(spec, leaf))).collect())
            .collect();
        Groups { classes: list.iter().map(|(_, classes)| classes.to_vec()).collect(), of_leaf, of_question }
    }

    fn len(&self) -> usize {
        self.classes.len()
    }

    /// The groups that a row of a place and a class counts in.
    fn of_row(&self, place: usize, class: usize) -> impl Iterator<Item = usize> + '_ {
        let has = move |at: &usize| self.classes[*at].is_empty() || self.classes[*at].contains(&class);
        self.of_leaf[place].iter().copied().filter(has)
    }
}

/// Answers questions from one world's days.
pub struct RecordObserver {
    places: Vec<Holder>,
    capital: usize,
    n_parties: usize,
    questions: Vec<Question>,
    answers: Vec<Answer>,
    /// For counts since the start: the count on the day before the question's first. For a turnout: those who could vote.
    before: Vec<f64>,
    /// For a turnout: those who did.
    voted: Vec<f64>,
    /// Person-days of villagers who act, by month.
    months: [f64; 12],
    /// The calendar of these months.
    calendar: Calendar,
    /// What is asked of the rows of `daily`.
    daily: Groups,
    /// Days on which these are asked for.
    daily_days: Vec<(Day, Day)>,
    /// The quantities that are asked for there.
    asked_quantities: Vec<usize>,
    /// For each of these and each group, what its counties had when they last had rows.
    in_counties: Vec<Vec<f64>>,
    /// What is asked of the weekly counts of leanings.
    leanings: Groups,
    /// Delegates of councils by party, at the last day of each town's that has rows.
    seats: BTreeMap<usize, Vec<f64>>,
    /// Last congress: shares of the delegates by party.
    congress: Option<Vec<f64>>,
}

impl RecordObserver {
    /// An observer of a world of this scenario.
    pub fn new(spec: &Spec, questions: &Questions) -> RecordObserver {
        let (calendar, questions) = (questions.calendar(), questions.list());
        let quantity = |q: &Question| q.daily_quantity(spec.capital);
        let mut asked_quantities: Vec<usize> = questions.iter().filter_map(quantity).collect();
        asked_quantities.sort_unstable();
        asked_quantities.dedup();
        let daily = Groups::of(spec, questions, &|q| quantity(q).is_some());
        let is_of_leanings = |q: &Question| matches!(q.kind, Kind::VoteShare | Kind::VotesCast | Kind::Turnout);
        RecordObserver {
            places: spec
                .places
                .iter()
                .enumerate()
                .map(|(at, place)| Holder {
                    parent: place.parent,
                    town: town_of(spec, at),
                    is_weekly: place.kind == PlaceKind::County,
                })
                .collect(),
            capital: spec.capital,
            n_parties: spec.parties.len(),
            questions: questions.to_vec(),
            answers: vec![None; questions.len()],
            before: vec![0.0; questions.len()],
            voted: vec![0.0; questions.len()],
            months: [0.0; 12],
            calendar,
            in_counties: vec![vec![0.0; daily.len()]; asked_quantities.len()],
            daily,
            daily_days: questions
                .iter()
                .filter(|q| quantity(q).is_some())
                .map(|q| (q.from.plus(-ROW_OF_COUNTY), q.to))
                .collect(),
            asked_quantities,
            leanings: Groups::of(spec, questions, &is_of_leanings),
            seats: BTreeMap::new(),
            congress: None,
        }
    }

    /// Reads a day. A table without rows says nothing: whoever looks at kept tables hands out those alone that are asked for.
    pub fn day(&mut self, today: &Today<'_>) {
        let (day, record) = (today.day, today.record);
        let national: National<'_> = record.of();
        if !national.is_empty() {
            self.national(day, &national);
        }
        if self.daily_days.iter().any(|(from, to)| (*from..=*to).contains(&day)) {
            self.daily(day, &record.of());
        }
        self.congress(&record.of());
        self.events(today);
        self.councils(day, &record.of());
        self.elections(day, &record.of());
        let leanings: Leanings<'_> = record.of();
        if !leanings.is_empty() {
            self.leanings(day, &leanings);
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
            let scope = match &q.scope {
                Scope::Country => 0,
                scope if scope.place() == Some(self.capital) => 1,
                Scope::Places(_) => continue,
            };
            let Some(quantity) = q.kind.quantity().filter(|_| self.daily.of_question[i].is_none()) else { continue };
            let now = (quantity.national)(rows, scope);
            take(q, day, now, &mut self.before[i], &mut self.answers[i]);
        }
    }

    fn daily(&mut self, day: Day, rows: &Daily<'_>) {
        if rows.is_empty() {
            return;
        }
        let is_of_county = |row: &usize| self.places[usize::from(rows.place[*row])].is_weekly;
        let have_counties = (0..rows.len()).any(|row| is_of_county(&row));
        for (at, in_counties) in self.asked_quantities.iter().zip(&mut self.in_counties) {
            let Some(value) = QUANTITIES[*at].daily else { continue };
            let mut sums = vec![0.0; self.daily.len()];
            if have_counties {
                in_counties.fill(0.0);
            }
            for row in 0..rows.len() {
                let mut groups =
                    self.daily.of_row(usize::from(rows.place[row]), usize::from(rows.class[row])).peekable();
                if groups.peek().is_some() {
                    let n = value(rows, row);
                    let to = if is_of_county(&row) { &mut *in_counties } else { &mut sums };
                    groups.for_each(|group| to[group] += n);
                }
            }
            for (i, q) in self.questions.iter().enumerate() {
                let Some(group) = self.daily.of_question[i] else { continue };
                if q.daily_quantity(self.capital) == Some(*at) {
                    let now = sums[group] + in_counties[group];
                    take(q, day, now, &mut self.before[i], &mut self.answers[i]);
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
                let is_here = || q.scope.holds(std::iter::successors(Some(place), |at| self.places[*at].parent));
                let is_now = (q.from..=q.to).contains(&day);
                match (q.kind, event.kind) {
                    (Kind::StrikersSum, EventKind::StrikeEnd) if is_now && is_here() => {
                        *answer = Some(answer.unwrap_or(0.0) + event.size.unwrap_or(0.0));
                    }
                    (Kind::PeasantEvents, EventKind::PeasantUnrest) if is_now && is_here() => {
                        *answer = Some(answer.unwrap_or(0.0) + 1.0);
                    }
                    (Kind::Events(wanted), kind) if wanted == kind && is_now && is_here() => {
                        *answer = Some(answer.unwrap_or(0.0) + 1.0);
                    }
                    (Kind::FirstEvent(wanted), kind) if wanted == kind && answer.is_none() && is_now && is_here() => {
                        *answer = Some(f64::from(day.0) + hour_of(event.round) / 24.0);
                    }
                    (Kind::CouncilFounded, EventKind::CouncilFounded) if answer.is_none() && is_here() => {
                        *answer = Some(f64::from(day.0));
                    }
                    _ => {}
                }
            }
        }
        for (q, answer) in self.questions.iter().zip(&mut self.answers) {
            match (q.kind, &self.congress) {
                (Kind::CongressShare, Some(shares)) if day <= q.to => {
                    let sum = |parties: &[usize]| sum_in_order(parties.iter().map(|party| shares[*party]));
                    // Of those who declared a party: party 0 is none.
                    let declared = if q.among.is_empty() { 1.0 - shares[0] } else { sum(&q.among) };
                    *answer = Some(if declared > 0.0 { sum(&q.parties) / declared } else { 0.0 });
                }
                (Kind::StrikersSum | Kind::PeasantEvents | Kind::Events(_), _) if (q.from..=q.to).contains(&day) => {
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
        // Of a council that has no rows today, its last day with some stands.
        let mut today: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for row in 0..rows.len() {
            let town = self.places[usize::from(rows.place[row])].town;
            let seats = today.entry(town).or_insert_with(|| vec![0.0; self.n_parties]);
            let n = f64::from(rows.seats_workers[row] + rows.seats_soldiers[row] + rows.seats_peasants[row]);
            seats[usize::from(rows.party[row])] += n;
        }
        today.retain(|_, seats| seats.iter().any(|n| *n > 0.0));
        self.seats.append(&mut today);
        for (q, answer) in self.questions.iter().zip(&mut self.answers) {
            let Scope::Places(places) = &q.scope else { continue };
            if !matches!(q.kind, Kind::CouncilSeats | Kind::CouncilShare) || day > q.to {
                continue;
            }
            let here = || places.iter().filter_map(|place| self.seats.get(place));
            let of = |parties: &[usize]| -> f64 {
                here().map(|seats| parties.iter().map(|party| seats[*party]).sum::<f64>()).sum()
            };
            let all = if q.among.is_empty() { here().flatten().sum() } else { of(&q.among) };
            if all > 0.0 {
                let own = of(&q.parties);
                *answer = Some(if q.kind == Kind::CouncilSeats { own } else { own / all });
            }
        }
    }

    fn elections(&mut self, day: Day, rows: &Elections<'_>) {
        for row in 0..rows.len() {
            // A congress is sent to by councils, and a fraction is joined without a vote.
            if !ELECTED.contains(&ELECTION_KINDS[usize::from(rows.kind[row])]) {
                continue;
            }
            let (place, class) = (usize::from(rows.place[row]), usize::from(rows.class[row]));
            for (i, q) in self.questions.iter().enumerate() {
                let is_it = q.kind == Kind::CouncilTurnout
                    && (q.from..=q.to).contains(&day)
                    && (q.classes.is_empty() || q.classes.contains(&class))
                    && q.scope.holds(std::iter::successors(Some(place), |at| self.places[*at].parent));
                if is_it {
                    self.before[i] += f64::from(rows.electors[row]);
                    self.voted[i] += f64::from(rows.votes[row]);
                    self.answers[i] = (self.before[i] > 0.0).then(|| self.voted[i] / self.before[i]);
                }
            }
        }
    }

    fn leanings(&mut self, day: Day, rows: &Leanings<'_>) {
        let parties = self.n_parties;
        let mut voters = vec![0.0; self.leanings.len() * parties];
        let mut adults = vec![0.0; self.leanings.len()];
        for row in 0..rows.len() {
            let (place, class) = (usize::from(rows.place[row]), usize::from(rows.class[row]));
            for group in self.leanings.of_row(place, class) {
                voters[group * parties + usize::from(rows.party[row])] += f64::from(rows.voters[row]);
                adults[group] += f64::from(rows.persons[row]);
            }
        }
        for (i, (q, answer)) in self.questions.iter().zip(&mut self.answers).enumerate() {
            let Some(group) = self.leanings.of_question[i].filter(|_| day <= q.to) else { continue };
            let here = &voters[group * parties..(group + 1) * parties];
            let of = |which: &[usize]| match which {
                // Who leans to no party votes for none.
                [] => sum_in_order(here[1..].iter().copied()),
                which => sum_in_order(which.iter().map(|party| here[*party])),
            };
            let share = |part: f64, all: f64| (all > 0.0).then(|| part / all);
            match q.kind {
                Kind::VotesCast => *answer = Some(of(&q.parties)),
                Kind::Turnout => *answer = share(of(&[]), adults[group]).or(*answer),
                _ => *answer = share(of(&q.parties), of(&q.among)).or(*answer),
            }
        }
    }
}

/// Kinds of election in which electors vote.
const ELECTED: [&str; 2] = ["first", "recall"];

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
