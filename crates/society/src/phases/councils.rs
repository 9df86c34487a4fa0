//! Phase 5 of the day: councils are founded, elected, recalled; they resolve, and send delegates to congresses.

use crate::decide;
use crate::events::{Actor, Event, EventKind, EventResult, Fact};
use crate::institutions::congress;
use crate::institutions::council::{self, Ballot, Council, Resolution};
use crate::institutions::government::GovernmentKind;
use crate::mechanisms::allegiance::Rule;
use crate::people::CENSUS_DAYS;
use crate::places::{Cell, NONE, SOLDIERS, WORKERS, signed};
use crate::society::Society;
use crate::spec::{LIBERTY, N_PARTIES, Section, Spec};
use engine::draw::Purpose;

const FOUND: Purpose = Purpose::named("council.founding");
const COOPT: Purpose = Purpose::named("council.cooption");
const ELECT: Purpose = Purpose::named("council.election");
const RECALL: Purpose = Purpose::named("council.recall");
const CALL: Purpose = Purpose::named("congress.call");
const ASSEMBLY: Purpose = Purpose::named("congress.assembly");
const JOIN: Purpose = Purpose::named("council.fraction");
/// How far officers who are obeyed hinder an election. Unit: share of the chance. Assumed.
const OFFICERS_HINDER: f64 = 0.9;
/// How far liberty takes away from that. Unit: share. Assumed.
const ALLOWED: f64 = 0.5;
/// Chance of an election in a village on a day, next to one at a works: villages meet by custom. Unit: share. Assumed.
const VILLAGES_TAKE_TIME: f64 = 0.15;
/// Change of the electors' attitude to power that costs a delegate of no party his seat. Unit: scale of attitudes. Assumed.
const DRIFTED: f32 = 0.15;
/// Strength of public committees where councils govern, where there is a council beside a government, and where there is
/// none; and the share of the way there in a day. Unit: share; share per day. Assumed.
const COMMITTEES: [f32; 4] = [0.1, 0.45, 0.8, 0.08];
/// Standing of a council that represents nobody, and of one of which only the news has come; and the share of the way there
/// in a day. Unit: share; share per day. Assumed.
const STANDING: [f32; 3] = [0.55, 0.35, 0.10];

/// Position of a congress in [`crate::tables::ELECTION_KINDS`]. A convention; unit: place on that scale of words.
const CONGRESS: u16 = 2;
/// The same of joining a fraction. A convention; unit: place on that scale of words.
const FRACTION: u16 = 3;
/// Importance of what a council of the capital does; other towns' have 1, villages' none. A convention of the log; unit: scale of importance.
const OF_THE_CAPITAL: u32 = 3;
/// Organisers whom a first executive co-opts. Unit: persons. Assumed.
const FIRST_EXECUTIVE: u32 = 12;

impl Society {
    /// Councils are called for where enough has been in action, or where word of councils comes and nobody forbids them.
    pub(crate) fn found_councils(&mut self, spec: &Spec) {
        if !spec.switches.is_on("councils") {
            return;
        }
        let experience_on = spec.switches.is_on("experience");
        let liberty = self.government.delivers[LIBERTY];
        for s in 0..self.localities.len() {
            let seat = &self.localities[s];
            if seat.council != NONE {
                continue;
            }
            let chance = council::founding_chance(seat, liberty, experience_on, &spec.rules.council);
            if chance > 0.0 && self.draws.happens(chance, FOUND, self.localities[s].entity, self.day, 0) {
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
        let weights = council::organisers(&spec.parties, &self.parties, &self.groups[largest], &self.localities[s]);
        let mut stream = self.draws.stream(COOPT, self.localities[s].entity, self.day, 0);
        let mut coopted = [0; N_PARTIES];
        for _ in 0..FIRST_EXECUTIVE {
            coopted[stream.choose(&weights).unwrap_or(0)] += 1;
        }
        let power = self.groups[largest].attitude(self.rule() == Rule::Councils);
        self.localities[s].council = self.councils.len() as u32;
        self.councils.push(Council {
            seat: s as u32,
            founded: self.day,
            seats: [[0; N_PARTIES]; 3],
            quota,
            coopted,
            mood_of_none: f64::from(coopted[0]) * signed(power.into()),
            resolution: Resolution::None,
            largest: 0,
        });
        let seat = &self.localities[s];
        let importance = self.importance_of(s);
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
    /// counted, with the week's chance. Delegates of no party join fractions once there are any.
    pub(crate) fn elect_and_recall(&mut self, spec: &Spec) {
        let rules = &spec.rules.council;
        let recall_on = spec.switches.is_on("recall");
        let stands = council::standing_parties(&spec.parties);
        let in_a_week = |chance: f64| 1.0 - engine::math::pow(1.0 - chance.min(1.0), f64::from(CENSUS_DAYS));
        let recall_chance = in_a_week(rules.recall_per_day);
        let join_chance = in_a_week(council::JOINS_FRACTION_PER_DAY);
        let keys = [ELECT, RECALL, JOIN].map(|purpose| self.draws.keys(purpose, self.day, 0));
        let councils_rule = self.rule() == Rule::Councils;
        let liberty = self.government.delivers[crate::spec::LIBERTY];
        for c in 0..self.constituencies.len() {
            let constituency = &self.constituencies[c];
            let seat = &self.localities[constituency.seat as usize];
            if seat.council == NONE {
                continue;
            }
            let entity = self.entity_of_cell(constituency.first_cell as usize);
            let cells = &self.cells[constituency.cells()];
            if !constituency.is_seated {
                // Soldiers send delegates when they no longer only obey, or where committees are allowed.
                let ready = match constituency.section {
                    Section::Soldiers => 1.0 - OFFICERS_HINDER * f64::from(seat.hold()) * (1.0 - liberty * ALLOWED),
                    Section::Workers => 1.0,
                    Section::Peasants => VILLAGES_TAKE_TIME,
                };
                if keys[0].happens(rules.elects_per_day * ready, entity) {
                    self.hold_election(spec, c, 0);
                }
            } else if (self.day.0 + (entity % CENSUS_DAYS as u64) as i32) % CENSUS_DAYS == 0 {
                let votes = council::votes(cells, &stands, councils_rule);
                let would_sit = council::after_recall(&votes, constituency.seats, &constituency.sent);
                // A non-party delegate carries the electors' mood, and is replaced when that has moved far.
                let drifted = constituency.sent[0] > 0 && (votes.mood - constituency.mood).abs() > DRIFTED;
                if recall_on && (would_sit != constituency.sent || drifted) && keys[1].happens(recall_chance, entity) {
                    self.hold_election(spec, c, 1);
                } else if constituency.sent[0] > 0 && keys[2].happens(join_chance, entity) {
                    self.join_a_fraction(c, &votes, &stands);
                }
            }
        }
    }

    /// The delegates of a constituency who are of no party declare one, each by chance in proportion to their electors' leaning,
    /// once those of parties sit in the council.
    fn join_a_fraction(&mut self, c: usize, votes: &council::Votes, stands: &[bool; N_PARTIES]) {
        let council = self.localities[self.constituencies[c].seat as usize].council as usize;
        let fractions: u32 = (1..N_PARTIES).map(|p| self.councils[council].of_party(p)).sum();
        let weights: [f64; N_PARTIES] =
            std::array::from_fn(|p| if p > 0 && stands[p] { f64::from(votes.leaning[p]) } else { 0.0 });
        let mut stream =
            self.draws.stream(JOIN, self.entity_of_cell(self.constituencies[c].first_cell as usize), self.day, 1);
        if fractions == 0 {
            return;
        }
        let Some(party) = stream.choose(&weights) else { return };
        let mut sent = self.constituencies[c].sent;
        sent[party] += sent[0];
        sent[0] = 0;
        self.seat(c, sent);
        self.write_down(c, FRACTION, votes.electors, [0; N_PARTIES]);
    }

    fn hold_election(&mut self, spec: &Spec, c: usize, kind: u16) {
        let constituency = &self.constituencies[c];
        let range = constituency.cells();
        let councils_rule = self.rule() == Rule::Councils;
        let votes = council::votes(&self.cells[range], &council::standing_parties(&spec.parties), councils_rule);
        let sent = if kind == 0 {
            council::elect(&votes.by_party, constituency.seats, &constituency.sent)
        } else {
            council::after_recall(&votes, constituency.seats, &constituency.sent)
        };
        let council = &mut self.councils[self.localities[constituency.seat as usize].council as usize];
        if council.delegates() == 0 {
            // The first elected delegates take the place of the mood of the co-opted.
            council.mood_of_none = 0.0;
        }
        let none = f64::from(constituency.sent[0]);
        council.mood_of_none -= none * signed(constituency.mood.into());
        council.mood_of_none += none * signed(votes.mood.into());
        self.constituencies[c].mood = votes.mood;
        self.seat(c, sent);
        self.write_down(c, kind, votes.electors, votes.by_party);
    }

    /// Writes down whom a constituency has sent from now on.
    fn write_down(&mut self, c: usize, kind: u16, electors: u32, votes: [u32; N_PARTIES]) {
        let constituency = &self.constituencies[c];
        let delegate = constituency.delegate().unwrap_or(0);
        let seats = constituency.sent.map(u32::from);
        self.ballots.push(Ballot { constituency: c as u32, kind, electors, votes, delegate, seats });
    }

    /// Seats these delegates of a constituency in the place of those whom it had sent.
    fn seat(&mut self, c: usize, sent: [u16; N_PARTIES]) {
        let constituency = &mut self.constituencies[c];
        let council = &mut self.councils[self.localities[constituency.seat as usize].council as usize];
        let section = &mut council.seats[usize::from(constituency.section.code())];
        for (seats, (now, before)) in section.iter_mut().zip(sent.iter().zip(&constituency.sent)) {
            *seats = *seats + u32::from(*now) - u32::from(*before);
        }
        let more = f64::from(sent[0]) - f64::from(constituency.sent[0]);
        council.mood_of_none += more * signed(constituency.mood.into());
        constituency.sent = sent;
        constituency.is_seated = true;
    }

    /// Each council resolves on power; a change is told.
    pub(crate) fn resolve(&mut self, spec: &Spec) {
        let old_regime = self.government.kind == GovernmentKind::OldRegime;
        for i in 0..self.councils.len() {
            let council = &self.councils[i];
            let lines = council.lines(&self.parties);
            let now = council.resolves(lines, old_regime);
            let elected = council.delegates();
            let largest =
                (0..spec.parties.len()).max_by_key(|p| (council.of_party(*p), N_PARTIES - p)).unwrap_or(0) as u8;
            let (before, before_largest, s) = (council.resolution, council.largest, council.seat as usize);
            let place = self.localities[s].place;
            let importance = self.importance_of(s);
            let council = &mut self.councils[i];
            council.resolution = now;
            council.largest = largest;
            // While it is being elected a council's majority means little.
            let settled = elected > council.quota - elected.min(council.quota);
            if now != before && (before != Resolution::None || settled || s == self.capital as usize) {
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
        if self.assembly == Some(self.day) {
            self.assembly = None;
            self.power_to_an_assembly(spec);
        }
        if self.congress.called_for == Some(self.day) {
            let lines = self.hold_congress();
            if self.government.kind == GovernmentKind::Council && self.assembly.is_none() {
                self.question_of_an_assembly(spec, lines);
            }
            return;
        }
        let asked = self.draws.happens(congress::ASKS_PER_DAY, CALL, 1, self.day, 0);
        if self.congress.called_for.is_some() || !asked {
            return;
        }
        let councils = self.urban_councils();
        let urban = councils.len();
        if urban < congress::LEAST_COUNCILS {
            return;
        }
        let shares = congress::shares(&councils);
        let seen = self.congress.seen(self.day, &shares);
        let mut stream = self.draws.stream(CALL, 0, self.day, 0);
        let rationality = spec.rules.party.rationality;
        let decider = decide::Actor { rulings: &spec.rulings, decision: "council.congress", party: None, rationality };
        let chosen = decider.weigh(&seen, &mut stream);
        if chosen.taken == 0 {
            let opens = self.day.plus(congress::NOTICE_DAYS);
            self.congress.called_for = Some(opens);
            let place = self.localities[self.capital as usize].place;
            let mut event =
                Event::decision(chosen, Actor::CouncilExecutive, place, 3, 2).fact(Fact::Councils, urban as f64);
            if self.congress.held > 0 {
                event = event.fact(Fact::DaysSinceCongress, self.day.since(self.congress.last));
            }
            self.tell(event);
        }
    }

    /// Councils that send to the congress of workers' and soldiers' councils: all but the villages'.
    /// Each with the electors who have sent somebody, real persons.
    fn urban_councils(&self) -> Vec<(&Council, f64)> {
        let mut electors = vec![0.0; self.localities.len()];
        for constituency in self.constituencies.iter().filter(|c| c.is_seated) {
            let first = constituency.first_cell as usize;
            let cells = &self.cells[first..first + constituency.n_cells as usize];
            electors[constituency.seat as usize] += f64::from(cells.iter().map(Cell::present).sum::<u32>());
        }
        let scale = f64::from(self.scale);
        let urban = self.councils.iter().filter(|c| !self.localities[c.seat as usize].rural);
        urban.map(|c| (c, electors[c.seat as usize] * scale)).collect()
    }

    /// A congress of the councils that rule decides whether they keep power, or hand it to an assembly that all elect.
    fn question_of_an_assembly(&mut self, spec: &Spec, [assembly, between, councils]: [f64; 3]) {
        let seen = [("councils", councils), ("between", between), ("assembly", assembly)];
        let mut stream = self.draws.stream(ASSEMBLY, 0, self.day, 0);
        let rationality = spec.rules.party.rationality;
        let decider = decide::Actor { rulings: &spec.rulings, decision: "congress.assembly", party: None, rationality };
        let chosen = decider.weigh(&seen, &mut stream);
        if chosen.taken == 1 {
            self.assembly = Some(self.day.plus(congress::ELECTION_DAYS));
        }
        let place = self.localities[self.capital as usize].place;
        self.tell(
            Event::decision(chosen, Actor::Congress, place, 3, 3)
                .fact(Fact::ForTheGovernment, assembly)
                .fact(Fact::Between, between)
                .fact(Fact::ForTheCouncils, councils),
        );
    }

    /// Holds a congress; returns the shares of delegates for the government, between, and for the councils.
    fn hold_congress(&mut self) -> [f64; 3] {
        let councils = self.urban_councils();
        let shares = congress::shares(&councils);
        let mut lines = [0.0; 3];
        let mut total = 0.0;
        for (council, electors) in &councils {
            let weight = congress::sends(*electors);
            for (sum, x) in lines.iter_mut().zip(council.lines(&self.parties)) {
                *sum += weight * x;
            }
            total += weight;
        }
        let lines = lines.map(|x: f64| if total > 0.0 { x / total } else { 0.0 });
        let old_regime = self.government.kind == GovernmentKind::OldRegime;
        let resolution = councils.first().map_or(Resolution::None, |(c, _)| c.resolves(lines, old_regime));
        let mut votes: [u32; N_PARTIES] = std::array::from_fn(|p| (shares[p] * congress::SIZE) as u32);
        let delegate = (0..N_PARTIES).max_by_key(|p| (votes[*p], N_PARTIES - p)).unwrap_or(0) as u8;
        // Fractions of delegates sit with the largest party, so that the congress is full.
        votes[usize::from(delegate)] += congress::SIZE as u32 - votes.iter().sum::<u32>();
        self.ballots.push(Ballot {
            constituency: NONE,
            kind: CONGRESS,
            electors: congress::SIZE as u32,
            votes,
            delegate,
            seats: votes,
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
        lines
    }

    /// Phase 8. What each authority is here, when cells ask themselves next whom to obey: see
    /// [`crate::mechanisms::allegiance`].
    pub(crate) fn authorities(&mut self, spec: &Spec) {
        let rule = self.rule();
        let committees_on = spec.switches.is_on("committees");
        for seat in &mut self.localities {
            let has_council = seat.council != NONE;
            // Committees of all classes arise when the regime of the start falls, and fade as councils take their place.
            let aim = match rule {
                Rule::Old | Rule::Elected => 0.0,
                Rule::Councils => COMMITTEES[0],
                Rule::New if has_council => COMMITTEES[1],
                Rule::New => COMMITTEES[2],
            };
            if committees_on {
                seat.committee += (aim - seat.committee) * COMMITTEES[3];
            }
            // A council's standing grows with its being there and with how many it represents.
            let standing_aim = if has_council {
                let c = &self.councils[seat.council as usize];
                STANDING[0] + (1.0 - STANDING[0]) * (c.delegates() as f32 / c.quota.max(1) as f32)
            } else {
                STANDING[1] * seat.news_councils
            };
            seat.standing += (standing_aim - seat.standing) * STANDING[2];
        }
        if !self.councils.is_empty() {
            self.councils_observed += 1.0;
        }
        self.government.observed += 1.0;
    }

    fn importance_of(&self, s: usize) -> u32 {
        if s == self.capital as usize { OF_THE_CAPITAL } else { u32::from(!self.localities[s].rural) }
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
