//! Part of phase 9: who governs when the old regime is no longer obeyed, and what a new government begins with.

use crate::decide;
use crate::events::{Actor, Event, EventKind, EventResult, Fact};
use crate::institutions::council::Resolution;
use crate::institutions::government::GovernmentKind as Kind;
use crate::institutions::party::FOR_COUNCILS;
use crate::phases::parties::LEADS;
use crate::society::OutcomeKind;
use crate::society::Society;
use crate::spec::{LIBERTY, N_ISSUES, N_PARTIES, Spec, Strategy};
use engine::draw::Purpose;
use engine::math;

const SUCCESSION: Purpose = Purpose::named("government.succession");
/// How readily a government of the parliament's parties has troops fire, at first. Unit: scale of severity. Assumed, see docs/decisions/0014.
const SEVERITY_OF_PARLIAMENT: f64 = 0.25;
/// How readily a government of the councils does. Unit: scale of severity. Assumed, see docs/decisions/0014.
const SEVERITY_OF_COUNCILS: f64 = 0.3;

/// Smallest fraction of the parliament whose party takes part in a government. Unit: share of seats. Assumed.
const LEAST_FRACTION: f64 = 0.02;
/// What a government has to decide of liberty for prisoners to be released. Unit: share. Assumed.
const AMNESTY: f64 = 0.5;

impl Society {
    /// The capital obeys the old regime no longer. The leaders of the parliament decide whether to stand by the old regime, to
    /// govern, or to leave power to the council; a council to which it is left decides whether to take it. Returns whether
    /// the old regime has fallen: while nobody takes its place, it is still called the government.
    pub(crate) fn succession(&mut self, spec: &Spec, fall: Event) {
        let claims = self.capital_council().is_some_and(|c| c.resolution == Resolution::Claim);
        if claims {
            self.tell(fall);
            self.columns.clear();
            let how = EventResult::ClaimedAfterTheFall;
            self.power_to_councils(spec, OutcomeKind::CouncilTransfer, how, None, &[]);
            return;
        }
        let [government, council] = self.authority_in_capital();
        let sits = self.capital_council().is_some();
        // What the army at the front would still do for the crown, as the parliament hears it.
        let fronts = self.hold_at_the_fronts().unwrap_or(0.0);
        let left = math::sum_in_order((1..spec.parties.len()).map(|p| {
            let for_councils = self.parties[p].line.max(0.0);
            spec.regime.parliament[p] * for_councils
        }));
        let same = self.of_both(spec);
        let sits = if sits { 1.0 } else { 0.0 };
        let seen = [
            ("front", fronts),
            ("followed", government),
            ("sits", sits),
            ("council", council),
            ("left", left),
            ("same", same),
        ];
        let believed = [(Fact::Hold, fronts), (Fact::FollowGovernment, government), (Fact::FollowCouncil, council)];
        let chosen = self.settle_succession(spec, 0, Actor::Parliament, &seen, &believed);
        match chosen {
            1 => {
                self.tell(fall);
                self.parliament_governs(spec);
            }
            2 if self.council_takes_what_is_left_to_it(spec) => {
                self.tell(fall);
                self.columns.clear();
                let how = EventResult::LeftToTheCouncil;
                self.power_to_councils(spec, OutcomeKind::CouncilTransfer, how, None, &[]);
            }
            _ => {}
        }
    }

    /// How far the parliament's parties are those of the capital's council: whose parties sit in both governs either way.
    fn of_both(&self, spec: &Spec) -> f64 {
        let of = |p: usize| spec.regime.parliament[p].min(self.share_of_the_parties(p));
        math::sum_in_order((1..spec.parties.len()).map(of))
    }

    /// Share of a party among the delegates of the capital's council who are of any; among those who were asked in, while
    /// nobody is elected.
    fn share_of_the_parties(&self, party: usize) -> f64 {
        let Some(council) = self.capital_council() else { return 0.0 };
        let of: [u32; N_PARTIES] = std::array::from_fn(|p| council.of_party(p));
        let of = if of[1..].iter().sum::<u32>() > 0 { of } else { council.coopted };
        f64::from(of[party]) / f64::from(of[1..].iter().sum::<u32>().max(1))
    }

    /// The executive decides by its delegates' mind on power, and by who would obey.
    fn council_takes_what_is_left_to_it(&mut self, spec: &Spec) -> bool {
        let [_, obeyed] = self.authority_in_capital();
        let Some(council) = self.capital_council() else { return false };
        let seats = f64::from(council.delegates().max(1));
        let line = math::sum_in_order(
            (1..spec.parties.len()).map(|p| self.parties[p].line * f64::from(council.of_party(p)) / seats),
        );
        let seen = [("line", line), ("obeyed", obeyed), ("same", self.of_both(spec))];
        let believed = [(Fact::Line, line), (Fact::FollowCouncil, obeyed)];
        self.settle_succession(spec, 1, Actor::CouncilExecutive, &seen, &believed) == 0
    }

    fn settle_succession(
        &mut self,
        spec: &Spec,
        who: u64,
        actor: Actor,
        seen: &[(&str, f64)],
        believed: &[(Fact, f64)],
    ) -> usize {
        let mut stream = self.draws.stream(SUCCESSION, who, self.day, 0);
        let decision = ["parliament.succession", "council.succession"][who as usize];
        let rationality = spec.rules.party.rationality;
        let decider = decide::Actor { rulings: &spec.rulings, decision, party: None, rationality };
        let chosen = decider.weigh(seen, &mut stream);
        let taken = chosen.taken;
        let place = self.localities[self.capital as usize].place;
        let mut told = Event::decision(chosen, actor, place, 3, 3);
        told.facts.extend_from_slice(believed);
        self.tell(told);
        taken
    }

    /// The parliament's parties form a government, and decide at once on what needs no more than a decree.
    fn parliament_governs(&mut self, spec: &Spec) {
        self.columns.clear();
        let governs = |p: usize| spec.parties[p].strategy == Strategy::Govern;
        self.parties_of_a_house_govern(spec, |p| spec.regime.parliament[p], governs);
        self.new_government(spec);
        self.announce_government(EventResult::FormedByParliament, &[]);
    }

    /// A government of the parties that have more than a fraction in a house, are for political liberty, and would govern.
    fn parties_of_a_house_govern(
        &mut self,
        spec: &Spec,
        share: impl Fn(usize) -> f64,
        governs: impl Fn(usize) -> bool,
    ) {
        self.government.kind = Kind::Provisional;
        let sits = |p: &usize| share(*p) > LEAST_FRACTION && spec.parties[*p].position[LIBERTY] > 0.0 && governs(*p);
        self.government.coalition = (1..spec.parties.len()).filter(sits).map(|p| p as u8).collect();
        (self.government.severity, self.government.usual_severity) = (SEVERITY_OF_PARLIAMENT, SEVERITY_OF_PARLIAMENT);
    }

    /// An assembly that all adults have elected takes power from the councils: its parties that are for no rule of councils
    /// govern. Who leans to no party votes for none.
    pub(crate) fn power_to_an_assembly(&mut self, spec: &Spec) {
        if self.government.kind != Kind::Council {
            return;
        }
        let votes: Vec<f64> = (0..spec.parties.len())
            .map(|p| math::sum_in_order(self.groups.iter().map(|g| f64::from(g.voters[p]))))
            .collect();
        let all = math::sum_in_order(votes.iter().skip(1).copied()).max(1.0);
        let lines: Vec<f64> = self.parties.iter().map(|p| p.line).collect();
        let governs = |p: usize| {
            matches!(spec.parties[p].strategy, Strategy::Govern | Strategy::Coalition) && lines[p] <= FOR_COUNCILS
        };
        self.parties_of_a_house_govern(spec, |p| votes[p] / all, governs);
        self.settled = Some((OutcomeKind::Assembly, self.day));
        self.exchange_beliefs();
        self.new_government(spec);
        let place = self.localities[self.capital as usize].place;
        let how = EventResult::FormedByTheAssembly;
        self.tell(Event::new(EventKind::PowerChanges, Actor::Parliament, place, 3, 3).result(how));
        self.announce_government(how, &[]);
    }

    /// What was believed of who contends is now belief in who rules, and the other way round.
    fn exchange_beliefs(&mut self) {
        std::mem::swap(&mut self.people.ruler, &mut self.people.contender);
        self.cells.iter_mut().for_each(|cell| std::mem::swap(&mut cell.ruler, &mut cell.contender));
        self.groups.iter_mut().for_each(|group| {
            let [grievance, ruler, contender] = group.sums;
            group.sums = [grievance, contender, ruler];
        });
    }

    pub(crate) fn power_to_councils(
        &mut self,
        spec: &Spec,
        kind: OutcomeKind,
        how: EventResult,
        leader: Option<usize>,
        facts: &[(Fact, f64)],
    ) {
        self.government.kind = Kind::Council;
        // Those govern who would have the councils rule; where none would, those who lead the council to which power is left.
        let is_for = |p: &usize| self.parties[*p].line > FOR_COUNCILS;
        let leads = |p: &usize| self.share_of_the_parties(*p) >= LEADS;
        let governs = |p: &usize| is_for(p) || how == EventResult::LeftToTheCouncil && leads(p);
        self.government.coalition = (1..spec.parties.len()).filter(governs).map(|p| p as u8).collect();
        (self.government.severity, self.government.usual_severity) = (SEVERITY_OF_COUNCILS, SEVERITY_OF_COUNCILS);
        self.settled = Some((kind, self.day));
        // What was believed of the councils is now belief in who rules; the deposed government is who contends.
        self.exchange_beliefs();
        self.new_government(spec);
        let place = self.localities[self.capital as usize].place;
        let mut change = Event::new(EventKind::PowerChanges, Actor::Councils, place, 3, 3).result(how);
        change.party = leader.map(|party| party as u8);
        change.facts.extend_from_slice(facts);
        self.tell(change);
        self.announce_government(how, facts);
    }

    /// A new government has credit, no decision of its predecessor's but what was delivered, and answers the demands.
    fn new_government(&mut self, spec: &Spec) {
        self.government.since = self.day;
        self.government.observed = 0.0;
        self.government.prepared = 0.0;
        self.government.is_attacking = false;
        self.government.decided = [0.0; N_ISSUES];
        self.answer_demands(spec);
        self.greet(spec.rules.belief.newcomer);
        if self.government.decided[LIBERTY] >= AMNESTY {
            self.release_prisoners();
        }
    }

    /// People meet a new government with the first belief in it, as far as its coming relieves them.
    fn greet(&mut self, newcomer: f64) {
        for group in &self.groups {
            let missing = (newcomer - f64::from(group.mean(1))) as f32;
            let relieved = crate::phases::government::relieved(group.does) as f32;
            let range = group.cells();
            self.cells[range].iter_mut().for_each(|c| c.belief_shock += missing * relieved);
        }
    }

    fn release_prisoners(&mut self) {
        for cell in self.cells.iter_mut().filter(|c| c.custody > 0) {
            let range = cell.start as usize..cell.start as usize + usize::from(cell.adults);
            for status in &mut self.people.status[range] {
                if *status & crate::people::GONE == 0 {
                    *status &= !crate::people::CUSTODY;
                }
            }
            cell.custody = 0;
            cell.margin = crate::people::Margin::NEAR;
            self.groups[cell.group as usize].margins[1] = crate::people::Margin::NEAR;
        }
        self.sum_up();
    }
}
