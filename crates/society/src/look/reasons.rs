//! Why the members of a unit act or stay: the terms of the person's rule on a day, and how many thresholds they reach.
//!
//! The terms are those of [`crate::mechanisms::action`], with the numbers that stand when a day has ended: who would
//! reconsider now would reckon with them. They are put together here as phase 3 of the day does it, and a test compares the
//! two: where everybody reconsiders, those who act are those whose threshold is reached.

use crate::mechanisms::action::{self, Mood};
use crate::mechanisms::{experience, fatigue, social_proof};
use crate::people::{CUSTODY, CellInputs, EXPERIENCE, GONE};
use crate::persons::{calls, loudest_call, mood_of_group, mood_of_seat, rumour};
use crate::places::{Cell, Group, Locality, Unit};
use crate::society::Society;
use crate::spec::{LIBERTY, Spec};

/// The terms of the person's rule, means over the members who could act, on the scale of the threshold (0..=1).
///
/// A person acts where the first five, less the last two, exceed the person's own threshold.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Reasons {
    /// Grievance that trust does not soothe.
    pub felt: f32,
    /// That others like them act.
    pub proof: f32,
    /// What earlier struggles have taught.
    pub experience: f32,
    /// Calls of a council to those who would have it hold power, and of a party to its own; negative: to stay at home.
    pub call: f32,
    /// Date and weather, less what the street asks, for those whose first step is the street; 0 for the others.
    pub occasion: f32,
    /// Fear of dismissal, of the court-martial, of shots, of punishment; for villages field work too.
    pub fear: f32,
    /// Tiredness of acting.
    pub fatigue: f32,
    /// Share of the members who could act whose threshold is reached.
    pub reached: f32,
}

/// Which tenths of the members are looked at, and how many there are. A convention; unit: tenths of the scale.
const TENTHS: [usize; 3] = [1, 5, 9];
/// Tenths of a whole. A convention; unit: share.
const TEN: usize = 10;

/// What a group's day says to all its cells.
struct Said {
    pull: CellInputs,
    mood: Mood,
    first_step: f32,
    /// What date, weather and the street itself come to, where the street is the first step.
    occasion: f32,
    around: [social_proof::Around; 2],
    /// What all feel of a council's call to a march.
    called: f32,
}

impl Society {
    /// Why the members of a unit act or stay, as it stands after the day simulated last.
    ///
    /// # Panics
    /// When there is no such unit.
    pub fn reasons(&self, spec: &Spec, index: usize) -> Reasons {
        let spec = spec.on(self.day.plus(-1));
        let unit = &self.units[index];
        let cells = self.cells_of(unit);
        let group = &self.groups[cells[0].group as usize];
        let seat = &self.localities[group.seat as usize];
        let said = self.said(spec, group, seat);
        let mut sums = Sums::default();
        for cell in cells {
            self.weigh(spec, cell, unit, group, seat, &said, &mut sums);
        }
        sums.means()
    }

    /// Thresholds of the members of a unit who are present: those of the tenth, the middle and the ninetieth of a hundred.
    ///
    /// # Panics
    /// When there is no such unit.
    pub fn thresholds(&self, index: usize) -> [f32; 3] {
        let mut counts = [0_usize; 256];
        for cell in self.cells_of(&self.units[index]) {
            for i in members(cell).filter(|i| self.people.status[*i] & GONE == 0) {
                counts[usize::from(self.people.threshold[i])] += 1;
            }
        }
        let all: usize = counts.iter().sum();
        TENTHS.map(|tenths| {
            let mut below = 0;
            let at = counts.iter().position(|n| {
                below += n;
                below * TEN > all * tenths
            });
            at.unwrap_or(255) as f32 / 255.0
        })
    }

    fn said(&self, spec: &Spec, group: &Group, seat: &Locality) -> Said {
        let rules = &spec.rules;
        let mood = self.mood_of(spec, group, seat);
        let mut pull = CellInputs::default();
        experience::share(&rules.experience, spec.switches.is_on("experience"), &mut pull);
        let first_step = action::share(group, &mood, &rules.action, &mut pull);
        let is_street = group.does.are_of_the_street();
        let in_capital =
            if group.seat == self.capital { loudest_call(&self.parties, rules.action.call) } else { (0, 0.0) };
        let called = calls(group, seat, rules.action.call as f32, in_capital, &mut pull);
        Said {
            pull,
            mood,
            first_step,
            occasion: if is_street { first_step + mood.street_fear } else { 0.0 },
            around: [true, false].map(|obeys| social_proof::around(group, seat, obeys, &rules.social_proof)),
            called,
        }
    }

    /// What the day and the seat say to a group.
    fn mood_of(&self, spec: &Spec, group: &Group, seat: &Locality) -> Mood {
        let on = |name| spec.switches.is_on(name);
        let force = if seat.crowd > 0 {
            self.force_against_crowds(seat)
        } else {
            f64::from(seat.arms[self.rule().ruler() as usize])
        };
        // The talk of the day that is to come.
        let talk = rumour(&self.draws, self.localities[group.seat as usize].entity, self.day);
        let mood = mood_of_seat(
            &spec.rules,
            seat,
            (force, self.government.delivers[LIBERTY]),
            &self.councils,
            on("repression"),
            talk,
        );
        mood_of_group(&spec.rules, mood, group, seat, self.derived.conditions(group.place), on("rural"), 0)
    }

    /// Adds the members of a cell.
    #[allow(clippy::too_many_arguments, reason = "the five that say who it is are the five that the day hands down")]
    fn weigh(
        &self,
        spec: &Spec,
        cell: &Cell,
        unit: &Unit,
        group: &Group,
        seat: &Locality,
        said: &Said,
        sums: &mut Sums,
    ) {
        let on = |name| spec.switches.is_on(name);
        let is_armed = group.does.bear_arms();
        let obeys = cell.is_led_by(self.rule().ruler());
        let fear = action::fear(cell, unit, seat, said.mood.fear, is_armed, obeys, &spec.rules.army);
        let around = &said.around[usize::from(is_armed && !obeys)];
        let proof = if on("social_proof") { social_proof::felt(cell, unit, around) } else { 0.0 };
        // A cell that was left alone has rested since.
        let rests = (self.day.since(self.start) - 1 - cell.rested).max(0);
        let tired = if on("fatigue") { fatigue::left(cell.fatigue, rests, &spec.rules.fatigue) } else { 0.0 };
        let mut pull = said.pull;
        action::pull(said.first_step + said.called, tired, fear, proof, cell, is_armed, &mut pull);
        let mut n = 0;
        for i in members(cell) {
            let status = self.people.status[i];
            if status & (GONE | CUSTODY) != 0 {
                continue;
            }
            let soothing = (u16::from(self.people.ruler[i]).wrapping_mul(pull.soothed)) >> 8;
            let felt = ((u16::from(self.people.grievance[i]) * (255 - soothing)) >> 8) as i16;
            let heeds_it = self.people.contender[i] > self.people.ruler[i];
            let by_council = if heeds_it { pull.council_call } else { 0 };
            let by_party = if self.people.leaning[i] >> 4 == pull.caller { pull.party_call } else { 0 };
            let heeds = by_council + by_party;
            let taught = pull.experience * i16::from((status & EXPERIENCE) >> 2);
            let urge = felt + pull.base + taught + heeds - i16::from(self.people.threshold[i]);
            let has_arms = ((i - cell.start as usize) as i16) < pull.arms_held;
            let acts = urge > 0 || urge > -pull.street || has_arms && urge > -pull.arms;
            sums.felt += i64::from(felt);
            sums.experience += i64::from(taught);
            sums.heeds += i64::from(heeds);
            sums.reached += i64::from(acts);
            n += 1;
        }
        let weight = n as f32;
        sums.n += n;
        sums.proof += weight * proof;
        sums.called += weight * said.called;
        sums.occasion += weight * said.occasion;
        sums.fear += weight * (fear + said.occasion - said.first_step);
        sums.fatigue += weight * tired;
    }
}

/// Positions of a cell's adults in the columns.
fn members(cell: &Cell) -> std::ops::Range<usize> {
    cell.start as usize..cell.start as usize + usize::from(cell.adults)
}

#[derive(Default)]
struct Sums {
    n: i64,
    felt: i64,
    experience: i64,
    heeds: i64,
    reached: i64,
    proof: f32,
    called: f32,
    occasion: f32,
    fear: f32,
    fatigue: f32,
}

impl Sums {
    fn means(&self) -> Reasons {
        let n = self.n.max(1) as f32;
        let points = |sum: i64| sum as f32 / (255.0 * n);
        Reasons {
            felt: points(self.felt),
            proof: self.proof / n,
            experience: points(self.experience),
            call: points(self.heeds) + self.called / n,
            occasion: self.occasion / n,
            fear: self.fear / n,
            fatigue: self.fatigue / n,
            reached: self.reached as f32 / n,
        }
    }
}
