//! Part of phase 6: marches. Those who lead call people into the street for a day, or do not.
//!
//! Claim: between risings the street is called. A committee calls a march to show how many follow it; the council's
//! executive forbids it, joins it or lets it pass; who is called in vain goes all the same when anger outweighs the party's
//! discipline (Rabinowitch 1968 on June and July 1917). A march is for one day: in the morning after it those who came for
//! a caller go back for the caller, unless by then they are out on their own account. Where there is no council, a party or a
//! society that may work openly calls its own. Known limits: a town has one march at a time; owners and officers call none.

use crate::decide::{self, Chosen};
use crate::events::{Actor, Event, EventKind, EventResult, Fact};
use crate::institutions::council::Resolution;
use crate::mechanisms::clash::{self, Force};
use crate::places::{Authority, March, SOLDIERS, WORKERS};
use crate::society::Society;
use crate::spec::{Capability, Indicator, N_PARTIES, Spec};
use engine::draw::Purpose;

const MEETS: Purpose = Purpose::named("march.meets");
const CALLS: Purpose = Purpose::named("march.calls");

/// Chance that a town's committees take the question up on a day. Assumed, see docs/decisions/0014.
const MEETS_PER_DAY: f64 = 0.05;
/// Share of workers acting above which there is nothing left to call. Assumed, see docs/decisions/0014.
const OUT_ALREADY: f32 = 0.3;
/// Smallest following of a party that thinks of a march: a share of the town's workers and soldiers. Assumed, see
/// docs/decisions/0014.
const LEAST_FOLLOWING: f64 = 0.05;
/// [`March::call`] on the day after. A convention.
const OVER: f32 = -1.0;
/// Importance of a decision on a march, and of a march, in the capital. A convention of the log; unit: scale of importance.
const IN_CAPITAL: [u32; 2] = [2, 3];
/// Smallest march that is written to the event log, real persons: a convention of the log.
const LOGGED: f64 = 500.0;

/// How a town's workers and soldiers stand to the parties.
struct Following {
    /// Share who lean to each party.
    share: [f64; N_PARTIES],
    /// Their felt grievance, that trust does not soothe, 0..=1.
    anger: [f64; N_PARTIES],
    /// Workers and soldiers, model persons.
    people: f64,
}

impl Society {
    /// Phase 6. Marches of today are over, and those of tomorrow are called.
    pub(crate) fn marches(&mut self, spec: &Spec) {
        if !spec.switches.is_on("marches") {
            return;
        }
        for s in 0..self.localities.len() {
            let march = self.localities[s].march;
            if march.call > 0.0 {
                self.tell_march(s);
                self.localities[s].march.call = OVER;
                continue;
            }
            self.localities[s].march = March::default();
            let seat = &self.localities[s];
            let quiet = !seat.rural && !seat.front && seat.shares[WORKERS] < OUT_ALREADY;
            if quiet && self.draws.happens(MEETS_PER_DAY, MEETS, self.localities[s].entity, self.day, 0) {
                self.think_of_a_march(spec, s);
            }
        }
    }

    fn following(&self, s: usize) -> Following {
        let mut following = Following { share: [0.0; N_PARTIES], anger: [0.0; N_PARTIES], people: 0.0 };
        for group in self.groups_of(s).iter().filter(|g| g.does.strike() || g.does.has(Capability::Garrison)) {
            let felt = f64::from(group.mean(0)) * (1.0 - f64::from(group.mean(1)));
            for party in 0..N_PARTIES {
                let n = f64::from(group.leaning[party]);
                following.share[party] += n;
                following.anger[party] += n * felt;
                following.people += n;
            }
        }
        for (anger, share) in following.anger.iter_mut().zip(&mut following.share) {
            *anger = if *share > 0.0 { *anger / *share } else { 0.0 };
            *share /= following.people.max(1.0);
        }
        following
    }

    /// The strongest party outside the government thinks of a march, and so does the council's majority.
    fn think_of_a_march(&mut self, spec: &Spec, s: usize) {
        let council = self.councils.get(self.localities[s].council as usize);
        let (majority, resolution) = council.map_or((0, Resolution::None), |c| (usize::from(c.largest), c.resolution));
        let following = self.following(s);
        let may = |p: &usize| {
            self.parties[*p].legal
                && following.share[*p] >= LEAST_FOLLOWING
                && !self.government.coalition.contains(&(*p as u8))
        };
        let outside = (1..self.parties.len())
            .filter(may)
            .max_by(|a, b| following.share[*a].total_cmp(&following.share[*b]).then(b.cmp(a)));
        let ours = (majority > 0 && outside != Some(majority)).then_some(majority);
        for party in outside.into_iter().chain(ours) {
            if self.calls_a_march(spec, s, party, &following) {
                let led = party == majority;
                self.the_executive_answers(spec, s, party, led, resolution, &following);
                return;
            }
        }
    }

    fn calls_a_march(&mut self, spec: &Spec, s: usize, party: usize, following: &Following) -> bool {
        let seat = &self.localities[s];
        let (share, anger) = (following.share[party], following.anger[party]);
        let expected = self.derived.conditions(self.groups_of(s)[0].place)[Indicator::StreetDay as usize];
        // What the committee expects of a meeting with troops is what the world would make of it.
        let marchers = Force { armed: 0.0, crowd: share * following.people };
        let force = Force { armed: self.force_against_crowds(seat), crowd: 0.0 };
        let scattered = clash::prevails(force, marchers, &spec.rules.clash);
        let risk = self.government.severity * scattered;
        let governs = if self.government.coalition.contains(&(party as u8)) { 1.0 } else { 0.0 };
        let seen = [
            ("following", share),
            ("anger", anger),
            ("expected", expected),
            ("risk", risk),
            ("governs", governs),
            ("defeat", f64::from(seat.defeat)),
        ];
        let chosen = self.choose(spec, "party.march", Some(party), s, &seen);
        let marches = chosen.taken == 0;
        if marches {
            let facts = [(Fact::Following, share), (Fact::Anger, anger), (Fact::Risk, risk)];
            self.tell_choice(s, Actor::PartyCommittee, Some(party), chosen, &facts);
        }
        marches
    }

    /// The executive of the council is asked; the party may go against it.
    fn the_executive_answers(
        &mut self,
        spec: &Spec,
        s: usize,
        party: usize,
        led: bool,
        resolution: Resolution,
        following: &Following,
    ) {
        self.localities[s].march = March { caller: party as u8, by_council: led, call: 1.0 };
        if led || resolution == Resolution::None {
            return;
        }
        let (share, anger) = (following.share[party], following.anger[party]);
        let seat = &self.localities[s];
        let nobodys = f64::from(seat.arms[Authority::Nobody as usize]) / f64::from(seat.armed().max(1));
        let supports = if resolution == Resolution::Support { 1.0 } else { 0.0 };
        let seen = [("following", share), ("anger", anger), ("refusing", nobodys), ("supports", supports)];
        let chosen = self.choose(spec, "council.march", None, s, &seen);
        let taken = chosen.taken;
        let facts = [(Fact::Following, share), (Fact::Anger, anger)];
        self.tell_choice(s, Actor::CouncilExecutive, Some(party), chosen, &facts);
        self.localities[s].march.by_council = taken == 0;
        if taken != 1 {
            return;
        }
        let chosen = self.choose(spec, "party.defiance", Some(party), s, &[("following", share), ("anger", anger)]);
        if chosen.taken == 0 {
            self.localities[s].march.call = 0.0;
        }
        self.tell_choice(s, Actor::PartyCommittee, Some(party), chosen, &[(Fact::Anger, anger)]);
    }

    fn choose(
        &self,
        spec: &Spec,
        decision: &'static str,
        party: Option<usize>,
        s: usize,
        seen: &[(&str, f64)],
    ) -> Chosen {
        // Draws of the executive and of a defiant committee are others than those of any party.
        let round = match decision {
            "party.march" => party.unwrap_or(0) as u32,
            "council.march" => 0x100,
            _ => 0x101,
        };
        let mut stream = self.draws.stream(CALLS, self.localities[s].entity, self.day, round);
        let rationality = spec.rules.party.rationality;
        decide::Actor { rulings: &spec.rulings, decision, party, rationality }.weigh(seen, &mut stream)
    }

    fn tell_choice(&mut self, s: usize, actor: Actor, party: Option<usize>, chosen: Chosen, facts: &[(Fact, f64)]) {
        let importance = if s == self.capital as usize { IN_CAPITAL[0] } else { 0 };
        let mut event = Event::decision(chosen, actor, self.localities[s].place, 3, importance);
        event.party = party.map(|party| party as u8);
        event.facts.extend_from_slice(facts);
        self.tell(event);
    }

    /// How many came.
    fn tell_march(&mut self, s: usize) {
        let seat = &self.localities[s];
        let size = f64::from(seat.crowd) * f64::from(self.scale);
        if size < LOGGED {
            return;
        }
        let how = if seat.march.by_council { EventResult::CalledWithTheCouncil } else { EventResult::CalledByAParty };
        let importance = if s == self.capital as usize { IN_CAPITAL[1] } else { 1 };
        let event = Event::new(EventKind::March, Actor::PartyCommittee, seat.place, 3, importance);
        let event = event
            .party(usize::from(seat.march.caller))
            .result(how)
            .size(size)
            .fact(Fact::WorkersOut, seat.shares[WORKERS])
            .fact(Fact::Refusing, seat.shares[SOLDIERS]);
        self.tell(event);
    }
}
