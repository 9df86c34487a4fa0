//! Phases 1 to 4 of the day: conditions, news, persons, and the rounds in which crowds meet force.

use crate::institutions::army;
use crate::institutions::council::{Council, Resolution};
use crate::institutions::government::{Government, GovernmentKind};
use crate::institutions::party::PartyState;
use crate::mechanisms::action::{self, Mood};
use crate::mechanisms::repression::{self, Meeting};
use crate::mechanisms::{
    experience, fatigue, grievance, news, persuasion, power, rural, settlement, social_proof, trust,
};
use crate::people::{self, People, Pull, Run, Tally};
use crate::places::{Cell, Group, NONE, PEASANTS, SOLDIERS, STREET, Seat, Unit, WORKERS};
use crate::society::{Derived, Event, Piece, Society};
use crate::spec::{Indicator, N_PARTIES, PEACE, Role, Spec};
use crate::synthesis::VOTES_FROM;
use engine::cells::{cut, for_each_piece};
use engine::draw::{Draws, Keys, Purpose};

const PASS: Purpose = Purpose::named("persons.pass");
const AGITATOR: Purpose = Purpose::named("persuasion.agitator");
const MEETING: Purpose = Purpose::named("repression.meeting");
const VICTIM: Purpose = Purpose::named("repression.victim");
const TALKS: Purpose = Purpose::named("settlement.talks");
const LEARN: Purpose = Purpose::named("experience.learn");
const DESERT: Purpose = Purpose::named("army.desertion");

/// Days between two counts of a cell's leanings.
pub const CENSUS_DAYS: i32 = 7;
/// Share of a garrison that can be set against a crowd at once: training detachments and pickets.
const PICKETS: f64 = 0.05;
/// Share of a unit that must act for its spell to begin, and below which it ends.
const SPELL: (f64, f64) = (0.35, 0.12);
/// Smallest strike that is written to the event log, real persons.
const LOGGED_STRIKE: f64 = 500.0;

impl Society {
    /// Phase 1. The day's inputs are read; they become hardship group by group, when its persons' turn comes.
    pub(crate) fn conditions(&mut self, spec: &Spec) {
        self.derived.look(spec, self.day);
    }

    /// Phase 2. News travels along the links.
    pub(crate) fn news(&mut self, spec: &Spec) {
        if spec.switches.is_on("news") {
            news::spread(&mut self.seats, &self.links, &self.derived.weight, &spec.rules.news);
        }
    }

    /// Phases 3 and 4. Persons change and act; in places with open unrest the day has four rounds.
    pub(crate) fn rounds(&mut self, spec: &Spec, threads: usize) {
        for round in 0..4 {
            if round > 0 && !self.seats.iter().any(|s| s.unrest) {
                break;
            }
            self.persons(spec, threads, round);
            if spec.switches.is_on("repression") {
                self.meetings(spec, round);
            }
        }
    }

    /// Men who can be set against a crowd here, in model persons: police, Cossacks, cadets, pickets of the garrison, and
    /// columns that have arrived.
    fn force_against_crowds(&self, seat: &Seat) -> f64 {
        let mut force = 0.0;
        for group in &self.groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize] {
            let obeying = f64::from(group.present) * f64::from(1.0 - group.share_from(1));
            force += match group.role {
                Role::Police => obeying * f64::from(seat.police),
                Role::Cossack | Role::Junker => obeying,
                Role::Soldier | Role::Sailor => obeying * PICKETS,
                _ => 0.0,
            };
        }
        let here = |c: &&army::Column| c.days_there >= 0 && self.seats[c.to as usize].place == seat.place;
        force + self.columns.iter().filter(here).map(|c| c.men * c.obeying).sum::<f64>()
    }

    /// One round: everyone in the places concerned changes and acts, then units, groups and seats are summed.
    fn persons(&mut self, spec: &Spec, threads: usize, round: u32) {
        let concerned: Vec<bool> = self.seats.iter().map(|s| round == 0 || s.unrest).collect();
        let forces = (self.seats.iter().zip(&concerned))
            .map(|(seat, concerned)| if *concerned { self.force_against_crowds(seat) } else { 0.0 })
            .collect();
        let today = Today {
            spec,
            draws: self.draws,
            day: self.day,
            days: self.day.since(self.start),
            round,
            seats: &self.seats,
            forces,
            councils: &self.councils,
            parties: &self.parties,
            government: &self.government,
            derived: &self.derived,
            agitators: self.draws.keys(AGITATOR, self.day, 0),
            heard_lines: std::array::from_fn(|p| {
                self.parties.get(p).map_or(0, |party| power::heard_line(party.line, &spec.rules.power))
            }),
            peers: spec.rules.persuasion.peers as f32 * 65_536.0,
            court_martial: spec.rules.army.court_martial as f32,
            capital: self.capital,
            call: loudest_call(&self.parties, spec.rules.action.call),
            repression_on: spec.switches.is_on("repression"),
            rural_on: spec.switches.is_on("rural"),
            cadres_on: spec.switches.is_on("cadres"),
            proof_on: spec.switches.is_on("social_proof"),
            experience_on: spec.switches.is_on("experience"),
            fatigue_on: spec.switches.is_on("fatigue"),
        };
        let mut parts =
            parts(&self.derived.pieces, &mut self.groups, &mut self.units, &mut self.cells, &mut self.people);
        parts.retain(|p| concerned[p.seat as usize]);
        let left = for_each_piece(parts, threads, |_, part| {
            engine::cells::with_widest_lanes(
                #[inline(always)]
                || today.part(part),
            )
        });
        self.desertions += left.iter().sum::<u32>();
        for seat in self.seats.iter_mut().filter(|s| round == 0 || s.unrest) {
            seat.sum(&self.groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize]);
        }
    }

    /// Sums cells into units, groups and seats.
    pub(crate) fn sum_up(&mut self) {
        for part in parts(&self.derived.pieces, &mut self.groups, &mut self.units, &mut self.cells, &mut self.people) {
            part.for_each_group(|_, group, units, cells, _| sum_group(group, units, cells, true));
        }
        for seat in &mut self.seats {
            seat.sum(&self.groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize]);
        }
    }

    fn meetings(&mut self, spec: &Spec, round: u32) {
        let scale = f64::from(self.scale);
        for s in 0..self.seats.len() {
            let seat = &self.seats[s];
            if !seat.unrest || seat.order < 0.4 || seat.crowd == 0 {
                continue;
            }
            let force = self.force_against_crowds(seat);
            let mut stream = self.draws.stream(MEETING, s as u64, self.day, round);
            let rules = &spec.rules.repression;
            let meeting = repression::meet(seat, force, scale, rules, &mut stream);
            self.load_the_garrison(spec, s);
            if !meeting.shots && meeting.arrested == 0 {
                continue;
            }
            self.take_victims(s, meeting, round);
            let (place, crowd) = (self.seats[s].place, f64::from(self.seats[s].crowd) * scale);
            let importance = if s == self.capital as usize { 2 } else { 1 };
            let kind = if meeting.shots { "shots" } else { "arrests" };
            let cause = format!(
                "order {:.1}; force {:.0}, crowd {:.0}; killed {:.0}, wounded {:.0}, arrested {:.0}",
                self.seats[s].order,
                force * scale,
                crowd,
                meeting.killed as f64 * scale,
                meeting.wounded as f64 * scale,
                meeting.arrested as f64 * scale
            );
            if meeting.shots {
                self.outrage(s, rules.shot_grievance as f32);
                self.seats[s].fear = (self.seats[s].fear + 0.5).min(1.0);
            }
            if importance == 2 || meeting.shots {
                self.tell(Event {
                    round,
                    place,
                    kind,
                    actor: "troops and police".into(),
                    cause,
                    size: crowd,
                    importance,
                });
            }
        }
    }

    /// Everyone in a town where shots fell is outraged, soldiers too.
    fn outrage(&mut self, seat: usize, shock: f32) {
        for cell in cells_of(&self.seats[seat], &self.groups, &mut self.cells) {
            cell.shock += shock;
        }
    }

    /// Being ordered against people like oneself accumulates in those who are ordered.
    fn load_the_garrison(&mut self, spec: &Spec, s: usize) {
        let seat = &self.seats[s];
        let workers: u32 = self.groups_of(s).iter().filter(|g| g.role.is_worker()).map(|g| g.present).sum();
        let crowd_share = (f64::from(seat.crowd) / f64::from(workers.max(1))).min(1.0);
        let load = (spec.rules.army.order_load * crowd_share * f64::from(seat.order)) as f32;
        let (first, n) = (seat.first_group as usize, seat.n_groups as usize);
        for group in &self.groups[first..first + n] {
            // Police and cadets are picked for it; Cossacks are used to it.
            let weight = match group.role {
                Role::Soldier | Role::Sailor => 1.0,
                Role::Cossack => 0.6,
                _ => continue,
            };
            let range = group.first_cell as usize..(group.first_cell + group.n_cells) as usize;
            self.cells[range].iter_mut().for_each(|c| c.shock += load * weight);
        }
    }

    fn take_victims(&mut self, s: usize, meeting: Meeting, round: u32) {
        let seat = &self.seats[s];
        let groups = &self.groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize];
        let (first, last) =
            (groups[0].first_cell, groups[groups.len() - 1].first_cell + groups[groups.len() - 1].n_cells);
        let weights: Vec<f64> = (first..last)
            .map(|c| {
                let cell = &self.cells[c as usize];
                f64::from(cell.acting[1] + cell.acting[2])
            })
            .collect();
        let mut stream = self.draws.stream(VICTIM, s as u64, self.day, round);
        for n in 0..meeting.killed + meeting.arrested {
            let Some(chosen) = stream.choose(&weights) else { break };
            let index = first as usize + chosen;
            let (start, adults) = (self.cells[index].start as usize, usize::from(self.cells[index].adults));
            let kill = n < meeting.killed;
            let found = repression::strike_one(self.people.run(start, start + adults), adults, kill, &mut stream);
            let cell = &mut self.cells[index];
            if found && kill {
                cell.dead += 1;
            } else if found {
                cell.custody += 1;
            }
            if found {
                let level = if cell.acting[1] > 0 { 1 } else { 2 };
                cell.acting[level] = cell.acting[level].saturating_sub(1);
                self.seats[s].killed += u32::from(kill);
            }
        }
        self.seats[s].wounded += meeting.wounded as u32;
    }

    /// Phase 5 begins: cells in places with unrest have their evening; spells of strikes end with a result.
    pub(crate) fn settle(&mut self, spec: &Spec, threads: usize) {
        let evening = Evening::of(spec, self.draws, self.day);
        let mut parts =
            parts(&self.derived.pieces, &mut self.groups, &mut self.units, &mut self.cells, &mut self.people);
        parts.retain(|p| self.seats[p.seat as usize].unrest);
        let left = for_each_piece(parts, threads, |_, part| {
            let seat = &self.seats[part.seat as usize];
            let mut left = 0;
            part.for_each_group(|_, group, _, cells, run| left += evening.group(group, seat, cells, run));
            left
        });
        self.desertions += left.iter().sum::<u32>();
        let settlement_on = spec.switches.is_on("settlement");
        for u in 0..self.units.len() {
            let unit = &mut self.units[u];
            if unit.acting == 0 && unit.spell_days == 0 {
                continue;
            }
            let share = f64::from(unit.acting) / f64::from(unit.adults.max(1));
            let on = if unit.spell_days > 0 { share >= SPELL.1 } else { share >= SPELL.0 };
            if !on && unit.spell_days == 0 {
                continue;
            }
            if on {
                unit.spell_days += 1;
                unit.spell_peak = unit.spell_peak.max(unit.acting);
                unit.spell_person_days += unit.acting;
                if unit.spell_days == 1 {
                    self.spell_begins(spec, u);
                }
            }
            let role = self.groups[self.cells[self.units[u].first_cell as usize].group as usize].role;
            let talks = on
                && settlement_on
                && role.is_worker()
                && self.draws.happens(spec.rules.settlement.talks_per_day, TALKS, u as u64, self.day, 0);
            if talks {
                self.talks(spec, u);
            } else if !on {
                self.spell_ends(spec, u, "exhaustion", String::new());
            }
        }
    }

    fn talks(&mut self, spec: &Spec, u: usize) {
        let seat = &self.seats[self.groups[self.cells[self.units[u].first_cell as usize].group as usize].seat as usize];
        let mut stream = self.draws.stream(TALKS, u as u64, self.day, 1);
        let (ending, options, chosen) =
            settlement::employer(&self.units[u], seat, spec.rules.party.rationality, &mut stream);
        if ending == settlement::Ending::Lost && self.units[u].spell_days < 5 {
            // Holding out ends nothing by itself while the strike is young.
            return;
        }
        self.units[u].won = settlement::won_after(&self.units[u], ending);
        let words = crate::decide::in_words(&options, chosen, "the length and breadth of the strike");
        self.spell_ends(spec, u, settlement::ENDINGS[ending as usize], words);
        let unit = &self.units[u];
        let tired = settlement::RETURN_TO_WORK as f32;
        for cell in &mut self.cells[unit.first_cell as usize..(unit.first_cell + unit.n_cells) as usize] {
            cell.fatigue = (cell.fatigue + tired).min(1.0);
        }
    }

    fn spell_begins(&mut self, spec: &Spec, u: usize) {
        let (place, size, actor, role) = self.unit_in_words(spec, u);
        if size >= LOGGED_STRIKE {
            let kind = kind_of_spell(role);
            let group = &self.groups[self.cells[self.units[u].first_cell as usize].group as usize];
            let cause = format!(
                "grievance {:.2}, trust {:.2}, hardship {:.2}; of the same kind acting here {:.0} %, heard of elsewhere {:.0} %",
                group.mean(0),
                group.mean(1),
                group.hardship,
                100.0 * self.seats[group.seat as usize].shares[social_proof::alike(role)],
                100.0 * self.seats[group.seat as usize].news[social_proof::alike(role)],
            );
            let importance = u32::from(size >= 5000.0);
            self.tell(Event { round: 0, place, kind, actor, cause, size, importance });
        }
    }

    fn spell_ends(&mut self, spec: &Spec, u: usize, ending: &str, words: String) {
        let (place, _, actor, role) = self.unit_in_words(spec, u);
        let unit = &mut self.units[u];
        let (days, peak) = (unit.spell_days, f64::from(unit.spell_peak) * f64::from(self.scale));
        unit.spell_days = 0;
        unit.spell_peak = 0;
        unit.spell_person_days = 0;
        let chance = experience::LEARNED;
        for c in unit.first_cell..unit.first_cell + unit.n_cells {
            let cell = &self.cells[c as usize];
            let key = self.draws.key(LEARN, u64::from(c), self.day, 0);
            let (start, adults) = (cell.start as usize, usize::from(cell.adults));
            experience::learn(self.people.run(start, start + adults), key, chance);
        }
        if role.is_worker() && peak >= 100.0 {
            let cause = if words.is_empty() {
                format!("{ending} after {days} days")
            } else {
                format!("{ending} after {days} days: {words}")
            };
            self.tell(Event { round: 3, place, kind: "strike_end", actor, cause, size: peak, importance: 0 });
        }
    }

    fn unit_in_words(&self, spec: &Spec, u: usize) -> (u32, f64, String, Role) {
        let unit = &self.units[u];
        let group = &self.groups[self.cells[unit.first_cell as usize].group as usize];
        let name = spec.groups.get(unit.named as usize).and_then(|g| g.name.clone());
        let class = &spec.classes[usize::from(group.class)];
        let size = f64::from(unit.acting.max(unit.spell_peak)) * f64::from(self.scale);
        (group.place, size, name.unwrap_or_else(|| class.name.clone()), group.role)
    }
}

/// What happens to a cell after the last round of the day. It concerns nobody else, so that where the day has one round it
/// follows at once.
struct Evening<'a> {
    spec: &'a Spec,
    draws: Draws,
    day: engine::calendar::Day,
    fatigue_on: bool,
}

impl Evening<'_> {
    fn of(spec: &Spec, draws: Draws, day: engine::calendar::Day) -> Evening<'_> {
        Evening { spec, draws, day, fatigue_on: spec.switches.is_on("fatigue") }
    }

    /// Cells tire and rest; soldiers whom nobody holds go home. Returns how many went.
    #[inline(always)]
    fn group(&self, group: &Group, seat: &Seat, cells: &mut [Cell], mut run: Run<'_>) -> u32 {
        if self.fatigue_on {
            cells.iter_mut().for_each(|c| fatigue::update(c, &self.spec.rules.fatigue));
        }
        if group.role != Role::Front && group.role != Role::Soldier {
            return 0;
        }
        let rate = army::DESERTS_PER_DAY;
        let hold = f64::from(seat.discipline);
        let first = cells[0].start as usize;
        let mut gone = 0;
        for (i, cell) in cells.iter_mut().enumerate() {
            let restless = f64::from(cell.present()) * (0.3 + f64::from(cell.acting_share())) * (1.0 - hold);
            if restless <= 0.0 {
                continue;
            }
            let mut stream = self.draws.stream(DESERT, u64::from(group.first_cell) + i as u64, self.day, 0);
            let leave = stream.round(restless * rate).min(u64::from(cell.present().saturating_sub(1)));
            let (start, adults) = (cell.start as usize - first, usize::from(cell.adults));
            let left = army_leavers(run.part(start, start + adults), adults, leave, &mut stream);
            cell.moved += left;
            gone += u32::from(left);
        }
        gone
    }
}

/// Marks up to `n` members of a cell as gone away; returns how many were found.
fn army_leavers(run: Run<'_>, adults: usize, n: u64, stream: &mut engine::draw::Stream) -> u16 {
    let mut left = 0;
    for _ in 0..n {
        let from = stream.below(adults as u64) as usize;
        let free = |i: &usize| run.status[*i] & (people::GONE | people::CUSTODY) == 0;
        if let Some(i) = (0..adults).map(|k| (from + k) % adults).find(free) {
            run.status[i] = people::GONE | people::CUSTODY;
            run.grievance[i] = 0;
            run.trust[i] = 0;
            run.power[i] = 0;
            run.leaning[i] = 0;
            left += 1;
        }
    }
    left
}

fn kind_of_spell(role: Role) -> &'static str {
    match role {
        _ if role.is_worker() => "strike",
        Role::Peasant | Role::Landed => "peasant_unrest",
        _ if role.is_armed() => "refusal",
        _ => "demonstration",
    }
}

pub(crate) fn cells_of<'a>(seat: &Seat, groups: &[Group], cells: &'a mut [Cell]) -> &'a mut [Cell] {
    let groups = &groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize];
    match (groups.first(), groups.last()) {
        (Some(a), Some(b)) => &mut cells[a.first_cell as usize..(b.first_cell + b.n_cells) as usize],
        _ => &mut [],
    }
}

/// Whole groups of one seat, to be worked on by one thread.
pub(crate) struct Part<'a> {
    pub seat: u32,
    first_group: usize,
    groups: &'a mut [Group],
    units: &'a mut [Unit],
    cells: &'a mut [Cell],
    run: Run<'a>,
}

/// Cuts a society into parts.
pub(crate) fn parts<'a>(
    pieces: &[Piece],
    groups: &'a mut [Group],
    units: &'a mut [Unit],
    cells: &'a mut [Cell],
    people: &'a mut People,
) -> Vec<Part<'a>> {
    let groups = cut(groups, pieces.iter().map(|p| p.n_groups));
    let units = cut(units, pieces.iter().map(|p| p.n_units));
    let cells = cut(cells, pieces.iter().map(|p| p.n_cells));
    let rooms: Vec<usize> = pieces.iter().map(|p| p.room).collect();
    let runs = people.cut(&rooms);
    let mut first_group = 0;
    let mut parts = Vec::with_capacity(pieces.len());
    for ((((piece, groups), units), cells), run) in pieces.iter().zip(groups).zip(units).zip(cells).zip(runs) {
        parts.push(Part { seat: piece.seat, first_group, groups, units, cells, run });
        first_group += piece.n_groups;
    }
    parts
}

impl Part<'_> {
    /// Hands out each group with its position, its units, its cells and their places in the columns.
    #[inline(always)]
    pub fn for_each_group(mut self, mut work: impl FnMut(usize, &mut Group, &mut [Unit], &mut [Cell], Run<'_>)) {
        let (first_cell, first_unit, start) = (self.groups[0].first_cell, self.cells[0].unit, self.cells[0].start);
        for (i, group) in self.groups.iter_mut().enumerate() {
            let from = (group.first_cell - first_cell) as usize;
            let cells = &mut self.cells[from..from + group.n_cells as usize];
            let last = &cells[cells.len() - 1];
            let units = (cells[0].unit - first_unit) as usize..(last.unit + 1 - first_unit) as usize;
            let places = (cells[0].start - start) as usize..(last.start - start) as usize + last.room();
            work(self.first_group + i, group, &mut self.units[units], cells, self.run.part(places.start, places.end));
        }
    }
}

fn sum_group(group: &mut Group, units: &mut [Unit], cells: &[Cell], census: bool) {
    group.acting = [0; 3];
    group.sums = [0; 3];
    (group.present, group.dead, group.moved, group.custody) = (0, 0, 0, 0);
    if census {
        group.leaning = [0; N_PARTIES];
        group.voters = [0; N_PARTIES];
    }
    let first_unit = cells[0].unit;
    units.iter_mut().for_each(|u| u.acting = 0);
    for cell in cells {
        units[(cell.unit - first_unit) as usize].acting += cell.acting_total();
        for (sum, n) in group.acting.iter_mut().zip(&cell.acting) {
            *sum += u32::from(*n);
        }
        group.sums[0] += u64::from(cell.grievance);
        group.sums[1] += u64::from(cell.trust);
        group.sums[2] += u64::from(cell.power);
        group.present += cell.present();
        group.dead += u32::from(cell.dead);
        group.moved += u32::from(cell.moved);
        group.custody += u32::from(cell.custody);
        if census {
            for party in 0..N_PARTIES {
                group.leaning[party] += u32::from(cell.census.leaning[party]);
                group.voters[party] += u32::from(cell.census.voters[party]);
            }
        }
    }
}

impl Seat {
    fn sum(&mut self, groups: &[Group]) {
        let mut totals = [[0.0_f32; 2]; 4];
        let (mut crowd, mut loyal, mut armed) = (0, 0.0_f64, 0.0_f64);
        for group in groups {
            let n = group.present as f32;
            let acts = group.acting.iter().sum::<u32>() as f32;
            let out = (group.acting[1] + group.acting[2]) as f32;
            if group.role.is_armed() {
                let at_post = if group.role == Role::Police { f64::from(self.police) } else { 1.0 };
                armed += f64::from(n) * at_post;
                loyal += f64::from(n - acts) * at_post;
                // Police and cadets are not what soldiers look at when they ask who refuses.
                if !matches!(group.role, Role::Police | Role::Junker) {
                    totals[SOLDIERS][0] += acts;
                    totals[SOLDIERS][1] += n;
                }
                continue;
            }
            crowd += if group.role.is_rural() { 0 } else { out as u32 };
            if group.role.is_worker() {
                totals[WORKERS][0] += acts;
                totals[WORKERS][1] += n;
            } else if group.role == Role::Peasant {
                totals[PEASANTS][0] += acts;
                totals[PEASANTS][1] += n;
            }
            if !group.role.is_rural() {
                totals[STREET][0] += out;
                totals[STREET][1] += n;
            }
        }
        for (share, [acts, n]) in self.shares.iter_mut().zip(totals) {
            *share = if n > 0.0 { acts / n } else { 0.0 };
        }
        self.crowd = crowd;
        self.loyal = loyal as u32;
        self.armed = armed as u32;
    }
}

/// What all pieces share in one round.
struct Today<'a> {
    spec: &'a Spec,
    draws: Draws,
    day: engine::calendar::Day,
    /// Days since the start.
    days: i32,
    round: u32,
    seats: &'a [Seat],
    /// Men who can be set against a crowd in each seat.
    forces: Vec<f64>,
    councils: &'a [Council],
    parties: &'a [PartyState],
    government: &'a Government,
    derived: &'a Derived,
    agitators: Keys,
    /// What an agitator of each party adds to the attitude to power.
    heard_lines: [i16; N_PARTIES],
    peers: f32,
    court_martial: f32,
    capital: u32,
    /// The party that calls loudest today, and how strongly.
    call: (usize, f32),
    repression_on: bool,
    rural_on: bool,
    cadres_on: bool,
    proof_on: bool,
    experience_on: bool,
    fatigue_on: bool,
}

impl Today<'_> {
    /// One part: every group learns what the day brings it, every cell gets its pull, then the loop runs over its members.
    /// Returns the number of deserters.
    #[inline(always)]
    fn part(&self, part: Part<'_>) -> u32 {
        let seat = &self.seats[part.seat as usize];
        let mood = self.mood_of_seat(seat, self.forces[part.seat as usize]);
        let evening = Evening { spec: self.spec, draws: self.draws, day: self.day, fatigue_on: self.fatigue_on };
        let mut deserters = 0;
        part.for_each_group(
            #[inline(always)]
            |index, group, units, cells, mut run| {
                if self.round == 0 {
                    self.hardship(group);
                    self.agitation(index, group, seat);
                }
                let mood = self.mood(mood, group, seat);
                self.cells(group, seat, units, cells, run.all(), mood);
                sum_group(group, units, cells, self.round == 0);
                if self.round == 0 && !seat.unrest {
                    deserters += evening.group(group, seat, cells, run);
                }
            },
        );
        deserters
    }

    /// The day's inputs become hardship.
    fn hardship(&self, group: &mut Group) {
        group.need = grievance::need(group.role, self.derived.conditions(group.place), &self.spec.rules.grievance);
        if self.government.is_on_offensive(self.day) && matches!(group.role, Role::Front | Role::Soldier) {
            // An offensive is paid for at the front, and by those in the rear who are drafted to fill its gaps: the
            // burden of the war is doubled for both while it lasts.
            group.need[PEACE] = (group.need[PEACE] * 2.0).min(1.0);
        }
        let weights = &self.spec.classes[usize::from(group.class)].weights;
        grievance::weigh(group, weights, &self.government.delivers);
    }

    /// What the parties are to each group (a fourth of the groups each day, all after a change).
    fn agitation(&self, index: usize, group: &mut Group, seat: &Seat) {
        // A government that was formed last night is news to all today.
        let fresh = self.days == 0 || self.government.since.plus(1) == self.day;
        if fresh || index % 4 == self.day.0.rem_euclid(4) as usize {
            let round_robin = self.days as usize / 4 + index;
            persuasion::refresh(group, seat, round_robin, self.spec, self.parties, self.government, self.cadres_on);
        }
    }

    /// What a seat says to all its groups.
    fn mood_of_seat(&self, seat: &Seat, force: f64) -> Mood {
        let rules = &self.spec.rules;
        let crowd = f64::from(seat.crowd);
        let upper_hand = repression::prevails(force, crowd, &rules.repression);
        let police = f64::from(seat.police);
        let (fear, street_fear) = if self.repression_on {
            let street = rules.repression.street_fear
                * (upper_hand * (0.5 + 0.5 * f64::from(seat.order)) + f64::from(seat.fear) * upper_hand);
            // The more are out, the less can be done to each.
            let many = f64::from(seat.shares[WORKERS]);
            (rules.repression.strike_fear * police * (1.0 - many), street)
        } else {
            (0.0, 0.0)
        };
        let council = if seat.council == NONE { None } else { self.councils.get(seat.council as usize) };
        let council_call = match council {
            Some(c) if c.resolution == Resolution::Claim => rules.action.call * 0.6,
            // A council that supports the government asks its own to stay at work.
            Some(c) if c.resolution == Resolution::Support => -rules.action.call * 0.3,
            _ => 0.0,
        };
        let arms = if seat.mutiny {
            0.5 * f64::from(seat.shares[SOLDIERS]) + 0.4
        } else {
            0.4 * f64::from(seat.shares[SOLDIERS])
        };
        Mood {
            fear: fear as f32,
            street_fear: street_fear as f32,
            arms_at_hand: arms.min(0.9) as f32,
            council_call: council_call as f32,
            ..Mood::default()
        }
    }

    /// What it says to one group.
    fn mood(&self, of_seat: Mood, group: &Group, seat: &Seat) -> Mood {
        let rules = &self.spec.rules;
        let conditions = self.derived.conditions(group.place);
        let street_day = action::STREET_DAY
            * (conditions[Indicator::StreetDay as usize] - 0.5 * (1.0 - conditions[Indicator::Weather as usize]));
        let once = rules.action.reconsider_per_round;
        let quiet_day = 1.0 - (1.0 - once) * (1.0 - once) * (1.0 - once) * (1.0 - once);
        let (fear, reconsider) = match group.role {
            Role::Peasant | Role::Landed => {
                let fear = if self.rural_on { rural::held_back(seat, conditions, &rules.rural) } else { 2.0 };
                (fear, rules.rural.reconsider_per_day)
            }
            // A villager in a grey coat: the front reconsiders by days, a garrison by hours.
            Role::Front => (0.0, once),
            _ if seat.unrest => (of_seat.fear, once),
            _ => (of_seat.fear, quiet_day),
        };
        Mood { fear, street_day: street_day as f32, reconsider: reconsider as f32, ..of_seat }
    }

    /// The cells of one group. Units and group are read as they stood after the last round.
    #[inline(always)]
    fn cells(&self, group: &Group, seat: &Seat, units: &[Unit], cells: &mut [Cell], mut run: Run<'_>, mood: Mood) {
        let (first_unit, start, slow) = (cells[0].unit, cells[0].start, self.round == 0);
        let keys = self.draws.keys(PASS, self.day, self.round);
        let shared = self.share(group, seat, mood);
        for (i, cell) in cells.iter_mut().enumerate() {
            let index = u64::from(group.first_cell) + i as u64;
            let from = (cell.start - start) as usize;
            let (adults, room) = (usize::from(cell.adult_room), cell.room());
            let pull = self.pull(&shared, index, cell, group, &units[(cell.unit - first_unit) as usize], seat);
            let key = keys.of(index);
            let tally = people::pass(run.part(from, from + adults), key, &pull, slow);
            if slow && room > adults {
                people::pass_children(run.part(from + adults, from + room), key, &pull);
            }
            if slow && (self.day.0 + index as i32) % CENSUS_DAYS == 0 {
                let n = usize::from(cell.adults);
                let r = run.part(from, from + n);
                cell.census = people::census(r.leaning, r.status, n, VOTES_FROM);
            }
            // What was smaller than one step of the byte scale waits for the next pass.
            if pull.shock != 0 {
                cell.shock -= f32::from(pull.shock) / 255.0;
            }
            if slow && pull.trust_shock != 0 {
                cell.trust_shock -= f32::from(pull.trust_shock) / 255.0;
            }
            cell.note(tally);
        }
    }

    /// What all cells of a group have in common.
    fn share(&self, group: &Group, seat: &Seat, mood: Mood) -> Shared {
        let rules = &self.spec.rules;
        let mut pull = Pull::default();
        grievance::share(&rules.grievance, &mut pull);
        experience::share(&rules.experience, self.experience_on, &mut pull);
        let first_step = action::share(group, &mood, &rules.action, &mut pull);
        if self.round == 0 {
            let old = self.government.kind == GovernmentKind::Autocracy;
            let claims = if old { trust::CLAIMS_OF_THE_OLD_REGIME } else { 1.0 };
            trust::share(group, claims, &rules.trust, &mut pull);
            persuasion::share(group, &mut pull);
            power::share(seat, &rules.power, &mut pull);
        }
        let around = social_proof::around(group, seat, &rules.social_proof);
        // A party's call is heard in the capital, by those who follow it.
        let call = if group.seat == self.capital { self.call } else { (0, 0.0) };
        Shared { pull, first_step, fear: mood.fear, around, armed: group.role.is_armed(), call }
    }

    #[inline(always)]
    fn pull(&self, shared: &Shared, index: u64, cell: &Cell, group: &Group, unit: &Unit, seat: &Seat) -> Pull {
        let mut pull = shared.pull;
        grievance::pull(cell, group, unit.won, &mut pull);
        let fear = if shared.armed { action::court_martial(cell, unit, seat, self.court_martial) } else { shared.fear };
        let proof = if self.proof_on { social_proof::felt(cell, unit, &shared.around) } else { 0.0 };
        let tired = if self.fatigue_on { cell.fatigue } else { 0.0 };
        let (caller, call) = shared.call;
        let called = if call == 0.0 {
            0.0
        } else {
            call * f32::from(cell.census.leaning[caller]) / cell.present().max(1) as f32
        };
        action::pull(shared.first_step, tired, fear, proof + called, &mut pull);
        if self.round == 0 {
            trust::pull(cell, &mut pull);
            let party = persuasion::pull(cell, group, self.peers, &mut self.agitators.stream(index), &mut pull);
            pull.heard_line = self.heard_lines[party];
        }
        pull
    }
}

/// What all cells of a group have in common in one round.
struct Shared {
    pull: Pull,
    first_step: f32,
    fear: f32,
    around: social_proof::Around,
    armed: bool,
    /// Party that calls its followers, and how strongly, on the threshold scale.
    call: (usize, f32),
}

/// The party whose call to its followers is loudest, and how strongly it is felt by a cell of its own.
fn loudest_call(parties: &[PartyState], weight: f64) -> (usize, f32) {
    let loudest = (1..parties.len()).max_by(|a, b| parties[*a].call.abs().total_cmp(&parties[*b].call.abs()));
    loudest.map_or((0, 0.0), |p| (p, (weight * parties[p].call) as f32))
}

impl Cell {
    #[inline(always)]
    fn note(&mut self, tally: Tally) {
        self.acting = tally.acting.map(|n| u16::try_from(n).expect("a cell has at most 1,000 adults"));
        self.grievance = tally.grievance;
        self.trust = tally.trust;
        self.power = tally.power;
    }
}
