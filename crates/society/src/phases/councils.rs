//! Phase 5 of the day: councils are founded, elected, recalled; they resolve, and send delegates to congresses.

use crate::decide;
use crate::events::{Actor, Event, EventKind, EventResult, Fact};
use crate::institutions::congress;
use crate::institutions::council::{self, Ballot, Council, Resolution};
use crate::institutions::government::GovernmentKind;
use crate::mechanisms::authority;
use crate::parts::parts;
use crate::people::CENSUS_DAYS;
use crate::places::{Authority, NONE, SOLDIERS, WORKERS};
use crate::society::Society;
use crate::spec::{N_PARTIES, Role, Section, Spec};
use engine::calendar::Day;
use engine::cells::for_each_piece;
use engine::draw::Purpose;

const FOUND: Purpose = Purpose::named("council.founding");
const COOPT: Purpose = Purpose::named("council.cooption");
const ELECT: Purpose = Purpose::named("council.election");
const RECALL: Purpose = Purpose::named("council.recall");
const CALL: Purpose = Purpose::named("congress.call");

/// Organisers whom a first executive co-opts. Unit: persons. Assumed.
const FIRST_EXECUTIVE: u32 = 12;

impl Society {
    /// Councils are called for where enough has been in action, or where word of councils comes and nobody forbids them.
    pub(crate) fn found_councils(&mut self, spec: &Spec) {
        if !spec.switches.is_on("councils") {
            return;
        }
        let experience_on = spec.switches.is_on("experience");
        for s in 0..self.localities.len() {
            let seat = &mut self.localities[s];
            let acting = seat.shares[WORKERS].max(seat.shares[SOLDIERS]);
            seat.days_of_action = if acting > 0.3 { seat.days_of_action.saturating_add(1) } else { 0 };
            if seat.council != NONE {
                continue;
            }
            let chance = council::founding_chance(seat, experience_on, &spec.rules.council);
            if chance > 0.0 && self.draws.happens(chance, FOUND, s as u64, self.day, 0) {
                self.found(spec, s, chance);
            }
        }
    }

    fn found(&mut self, spec: &Spec, s: usize, chance: f64) {
        let (first, n) = (self.localities[s].first_group, self.localities[s].n_groups);
        let quota: u32 = self.constituencies.iter().filter(|c| c.seat as usize == s).map(|c| c.seats).sum();
        let represented: Vec<usize> = (first..first + n)
            .map(|g| g as usize)
            .filter(|g| spec.classes[usize::from(self.groups[*g].class)].section.is_some())
            .collect();
        let Some(largest) = represented.iter().copied().max_by_key(|g| self.groups[*g].adults) else { return };
        if quota == 0 {
            return;
        }
        // Somebody has to call the first session: organisers, by their weight among the largest class here.
        let weights = council::organisers(&spec.parties, &self.parties, usize::from(self.groups[largest].class));
        let mut stream = self.draws.stream(COOPT, s as u64, self.day, 0);
        let mut coopted = [0; N_PARTIES];
        for _ in 0..FIRST_EXECUTIVE {
            coopted[stream.choose(&weights).unwrap_or(0)] += 1;
        }
        let power = self.groups[largest].mean(2);
        self.localities[s].council = self.councils.len() as u32;
        self.councils.push(Council {
            seat: s as u32,
            founded: self.day,
            seats: [[0; N_PARTIES]; 3],
            quota,
            coopted,
            mood_of_none: f64::from(coopted[0]) * (2.0 * f64::from(power) - 1.0),
            resolution: Resolution::None,
            largest: 0,
            has_soldiers: false,
        });
        let seat = &self.localities[s];
        let importance = if s == self.capital as usize { 3 } else { u32::from(!seat.rural) };
        let size = f64::from(self.groups_of(s).iter().map(|g| g.present).sum::<u32>()) * f64::from(self.scale);
        self.tell(
            Event::new(EventKind::CouncilFounded, Actor::Organisers, seat.place, 3, importance)
                .size(size)
                .fact(Fact::WorkersOut, seat.shares[WORKERS])
                .fact(Fact::Refusing, seat.shares[SOLDIERS])
                .fact(Fact::WordOfCouncils, seat.news_councils)
                .fact(Fact::Police, seat.police)
                .fact(Fact::Memory, seat.memory)
                .fact(Fact::Organisers, seat.organisers)
                .fact(Fact::Chance, chance),
        );
    }

    /// Constituencies elect and recall; a constituency is looked at once in [`CENSUS_DAYS`] days, after its leanings were
    /// counted, with the week's chance.
    pub(crate) fn elect_and_recall(&mut self, spec: &Spec) {
        let rules = &spec.rules.council;
        let recall_on = spec.switches.is_on("recall");
        let stands = council::standing_parties(&spec.parties);
        let in_a_week = |chance: f64| 1.0 - engine::math::pow(1.0 - chance.min(1.0), f64::from(CENSUS_DAYS));
        let recall_chance = in_a_week(rules.recall_per_day);
        let (elections, recalls) = (self.draws.keys(ELECT, self.day, 0), self.draws.keys(RECALL, self.day, 0));
        for c in 0..self.constituencies.len() {
            let constituency = &self.constituencies[c];
            let seat = &self.localities[constituency.seat as usize];
            if seat.council == NONE {
                continue;
            }
            let cells = &self.cells
                [constituency.first_cell as usize..(constituency.first_cell + constituency.n_cells) as usize];
            match constituency.delegate {
                None => {
                    // Soldiers send delegates when they no longer only obey: their officers' hold is loosened.
                    let ready = match constituency.section {
                        Section::Soldiers => 1.0 - f64::from(seat.discipline) * 0.9,
                        Section::Workers => 1.0,
                        // Villages meet by custom, and take their time.
                        Section::Peasants => 0.15,
                    };
                    let chance = rules.elects_per_day * ready;
                    if elections.happens(chance, c as u64) {
                        self.hold_election(spec, c, 0);
                    }
                }
                Some(sitting) if recall_on && (self.day.0 + c as i32) % CENSUS_DAYS == 0 => {
                    let (ballot, electors, mood) = council::ballot(cells, &stands);
                    let lost = council::winner(&ballot, electors, Some(sitting)) != sitting;
                    // A non-party delegate carries the electors' mood, and is replaced when that has moved far.
                    let drifted = sitting == 0 && (mood - constituency.mood).abs() > 0.15;
                    if (lost || drifted) && recalls.happens(recall_chance, c as u64) {
                        self.hold_election(spec, c, 1);
                    }
                }
                Some(_) => {}
            }
        }
    }

    fn hold_election(&mut self, spec: &Spec, c: usize, kind: u16) {
        let constituency = &mut self.constituencies[c];
        let range = constituency.first_cell as usize..(constituency.first_cell + constituency.n_cells) as usize;
        let (ballot, electors, mood) = council::ballot(&self.cells[range], &council::standing_parties(&spec.parties));
        let before = constituency.delegate;
        let delegate = council::winner(&ballot, electors, before);
        let council = &mut self.councils[self.localities[constituency.seat as usize].council as usize];
        let section = usize::from(constituency.section.code());
        if let Some(party) = before {
            council.seats[section][usize::from(party)] -= constituency.seats;
            if party == 0 {
                council.mood_of_none -= f64::from(constituency.seats) * (2.0 * f64::from(constituency.mood) - 1.0);
            }
        } else if council.delegates() == 0 {
            // The first elected delegates take the place of the mood of the co-opted.
            council.mood_of_none = 0.0;
        }
        council.seats[section][usize::from(delegate)] += constituency.seats;
        if delegate == 0 {
            council.mood_of_none += f64::from(constituency.seats) * (2.0 * f64::from(mood) - 1.0);
        }
        council.has_soldiers |= constituency.section == Section::Soldiers;
        constituency.delegate = Some(delegate);
        constituency.mood = mood;
        let seats = constituency.seats;
        self.ballots.push(Ballot { constituency: c as u32, kind, electors, votes: ballot.voters, delegate, seats });
    }

    /// Each council resolves on power; a change is told.
    pub(crate) fn resolve(&mut self, spec: &Spec) {
        let old_regime = self.government.kind == GovernmentKind::Autocracy;
        for i in 0..self.councils.len() {
            let council = &self.councils[i];
            let lines = council.lines(&self.parties);
            let now = council.resolves(lines, old_regime);
            let elected = council.delegates();
            let largest =
                (0..spec.parties.len()).max_by_key(|p| (council.of_party(*p), N_PARTIES - p)).unwrap_or(0) as u8;
            let (before, before_largest, s) = (council.resolution, council.largest, council.seat as usize);
            let place = self.localities[s].place;
            let importance = if s == self.capital as usize { 3 } else { u32::from(!self.localities[s].rural) };
            let council = &mut self.councils[i];
            council.resolution = now;
            council.largest = largest;
            // While it is being elected a council's majority means little.
            let settled = elected * 2 > council.quota;
            if now != before && (before != Resolution::None || settled || importance == 3) {
                self.tell(
                    Event::new(EventKind::Resolution, Actor::Council, place, 3, importance)
                        .result(result_of(now))
                        .size(f64::from(elected))
                        .fact(Fact::ForTheGovernment, lines[0])
                        .fact(Fact::Between, lines[1])
                        .fact(Fact::ForTheCouncils, lines[2]),
                );
            }
            if largest != before_largest && settled {
                let party = usize::from(largest);
                let share = f64::from(self.councils[i].of_party(party)) / f64::from(elected.max(1));
                self.tell(
                    Event::new(EventKind::CouncilMajority, Actor::Council, place, 3, importance)
                        .party(party)
                        .size(f64::from(elected))
                        .fact(Fact::Share, share),
                );
            }
        }
    }

    /// Congresses are called, meet, and elect the central executive.
    pub(crate) fn congresses(&mut self, spec: &Spec) {
        if !spec.switches.is_on("congress") {
            return;
        }
        if self.congress.called_for == Some(self.day) {
            self.hold_congress();
            return;
        }
        let weekly = self.day.since(self.start) % 7 == 3;
        let urban = self.councils.iter().filter(|c| !self.localities[c.seat as usize].rural).count();
        if self.congress.called_for.is_some() || !weekly || urban < congress::LEAST_COUNCILS {
            return;
        }
        let shares = congress::shares(&self.urban_councils());
        let press = self.congress.press(self.day, &shares);
        let options = [("call a congress", press), ("wait", 0.1)];
        let mut stream = self.draws.stream(CALL, 0, self.day, 0);
        let rationality = spec.rules.party.rationality;
        let decider = decide::Actor { rulings: &spec.rulings, decision: "council.congress", party: None, rationality };
        let chosen = decider.choose(&options, &mut stream);
        if chosen == 0 {
            let opens = self.day.plus(congress::NOTICE_DAYS);
            self.congress.called_for = Some(opens);
            let place = self.localities[self.capital as usize].place;
            let mut event = Event::decision(decider.chosen(&options, chosen), Actor::CouncilExecutive, place, 3, 2)
                .fact(Fact::Councils, urban as f64);
            if self.congress.held > 0 {
                event = event.fact(Fact::DaysSinceCongress, self.day.since(self.congress.last));
            }
            self.tell(event);
        }
    }

    /// Councils that send to the congress of workers' and soldiers' councils: all but the villages'.
    fn urban_councils(&self) -> Vec<Council> {
        self.councils.iter().filter(|c| !self.localities[c.seat as usize].rural).cloned().collect()
    }

    fn hold_congress(&mut self) {
        let councils = self.urban_councils();
        let shares = congress::shares(&councils);
        let mut lines = [0.0; 3];
        let mut total = 0.0;
        for council in &councils {
            let weight = f64::from(council.delegates());
            for (sum, x) in lines.iter_mut().zip(council.lines(&self.parties)) {
                *sum += weight * x;
            }
            total += weight;
        }
        let lines = lines.map(|x: f64| if total > 0.0 { x / total } else { 0.0 });
        let old_regime = self.government.kind == GovernmentKind::Autocracy;
        let resolution = councils.first().map_or(Resolution::None, |c| c.resolves(lines, old_regime));
        let mut votes: [u16; N_PARTIES] = std::array::from_fn(|p| (shares[p] * congress::SIZE) as u16);
        let delegate = (0..N_PARTIES).max_by_key(|p| (votes[*p], N_PARTIES - p)).unwrap_or(0) as u8;
        // Fractions of delegates sit with the largest party, so that the congress is full.
        votes[usize::from(delegate)] += congress::SIZE as u16 - votes.iter().sum::<u16>();
        self.ballots.push(Ballot {
            constituency: NONE,
            kind: 2,
            electors: congress::SIZE as u32,
            votes,
            delegate,
            seats: congress::SIZE as u32,
        });
        self.congress.executive = shares;
        self.congress.resolution = resolution;
        self.congress.held += 1;
        self.congress.last = self.day;
        self.congress.called_for = None;
        let place = self.localities[self.capital as usize].place;
        self.tell(
            Event::new(EventKind::Congress, Actor::Congress, place, 2, 3)
                .result(result_of(resolution))
                .size(congress::SIZE)
                .fact(Fact::Number, self.congress.held)
                .fact(Fact::ForTheGovernment, lines[0])
                .fact(Fact::Between, lines[1])
                .fact(Fact::ForTheCouncils, lines[2]),
        );
    }

    /// Phase 8. Each cell follows the orders of the government, a council, a committee, or nobody.
    pub(crate) fn obey(&mut self, spec: &Spec, threads: usize) {
        use crate::institutions::government::GovernmentKind as Kind;
        let rule = match self.government.kind {
            Kind::Autocracy => authority::Rule::Old,
            Kind::Council => authority::Rule::Councils,
            _ => authority::Rule::New,
        };
        let committees_on = spec.switches.is_on("committees");
        for seat in &mut self.localities {
            let has_council = seat.council != NONE;
            // Committees of all classes arise when the old regime falls, and fade as councils take their place.
            let aim = match rule {
                authority::Rule::Old => 0.0,
                authority::Rule::Councils => 0.1,
                authority::Rule::New if has_council => 0.45,
                authority::Rule::New => 0.8,
            };
            if committees_on {
                seat.committee += (aim - seat.committee) * 0.08;
            }
            // A council's standing grows with its being there and with how many it represents.
            let standing_aim = if has_council {
                let c = &self.councils[seat.council as usize];
                0.55 + 0.45 * (c.delegates() as f32 / c.quota.max(1) as f32)
            } else {
                0.35 * seat.news_councils
            };
            seat.standing += (standing_aim - seat.standing) * 0.10;
        }
        let (seats, constituencies) = (&self.localities, &self.constituencies);
        let parts = parts(&self.derived.pieces, &mut self.groups, &mut self.units, &mut self.cells, &mut self.people);
        for_each_piece(parts, threads, |_, part| {
            let seat = &seats[part.seat as usize];
            part.for_each_group(|_, group, _, cells, _| {
                group.follow = [0; 4];
                for cell in cells {
                    let represented =
                        constituencies.get(cell.constituency as usize).is_some_and(|c| c.delegate.is_some());
                    cell.authority = authority::followed(cell, group.role, seat, represented, rule);
                    group.follow[cell.authority as usize] += cell.present();
                }
            });
        });
    }

    /// Persons under arms in a seat who follow the government, a council, and all; police count while at their posts.
    pub(crate) fn arms(&self, s: usize) -> [f64; 3] {
        let mut sums = [0.0; 3];
        for group in self.groups_of(s).iter().filter(|g| g.role.is_armed()) {
            let at_post = if group.role == Role::Police { f64::from(self.localities[s].police) } else { 1.0 };
            sums[0] += f64::from(group.follow[Authority::Government as usize]) * at_post;
            sums[1] += f64::from(group.follow[Authority::Council as usize]) * at_post;
            sums[2] += f64::from(group.present) * at_post;
        }
        sums
    }

    /// The council of the capital, if there is one.
    pub(crate) fn capital_council(&self) -> Option<&Council> {
        self.councils.get(self.localities[self.capital as usize].council as usize)
    }

    /// Share of all councils' delegates (villages apart) whose council claims power: support elsewhere.
    pub(crate) fn claim_elsewhere(&self) -> f64 {
        let (mut claim, mut total) = (0.0, 0.0);
        for council in self.councils.iter().filter(|c| c.seat != self.capital) {
            if self.localities[council.seat as usize].rural {
                continue;
            }
            let n = f64::from(council.delegates());
            claim += n * council.lines(&self.parties)[2];
            total += n;
        }
        if total > 0.0 { claim / total } else { 0.0 }
    }

    /// Days since a day, as a real number.
    pub(crate) fn days_since(&self, day: Day) -> f64 {
        f64::from(self.day.since(day))
    }
}

/// A resolution as what an event came to.
fn result_of(resolution: Resolution) -> EventResult {
    match resolution {
        Resolution::None => EventResult::NoResolution,
        Resolution::Support => EventResult::Support,
        Resolution::Oppose => EventResult::Oppose,
        Resolution::Claim => EventResult::Claim,
    }
}
