//! Phases 1 to 4 of the day: conditions, news, persons, and the rounds in which crowds meet force.

use crate::institutions::army;
use crate::mechanisms::action::{self, Mood};
use crate::mechanisms::repression::{self, Meeting};
use crate::mechanisms::{experience, fatigue, grievance, news, persuasion, power, rural, settlement, social_proof, trust};
use crate::people::{self, Pull, Run, Tally};
use crate::places::{Cell, Group, NONE, PEASANTS, SOLDIERS, STREET, Seat, Unit, WORKERS};
use crate::society::{Event, Society};
use crate::spec::{Indicator, N_INDICATORS, PEACE, Role, Spec};
use crate::synthesis::VOTES_FROM;
use engine::cells::for_each_piece;
use engine::draw::{Draws, Purpose};

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
    /// Phase 1. The day's inputs become hardship.
    pub(crate) fn conditions(&mut self, spec: &Spec) {
        self.derived.look(spec, self.day);
        let offensive = self.government.is_on_offensive(self.day);
        for group in &mut self.groups {
            let conditions = self.derived.conditions(group.place);
            group.need = grievance::need(group.role, &conditions, &spec.rules.grievance);
            if offensive && matches!(group.role, Role::Front | Role::Soldier) {
                // An offensive is paid for at the front, and by those in the rear who are drafted to fill its gaps: the
                // burden of the war is doubled for both while it lasts.
                group.need[PEACE] = (group.need[PEACE] * 2.0).min(1.0);
            }
            grievance::weigh(group, &spec.classes[usize::from(group.class)].weights, &self.government.delivers);
        }
    }

    /// Phase 2. News travels along the links.
    pub(crate) fn news(&mut self, spec: &Spec) {
        if spec.switches.is_on("news") {
            news::spread(&mut self.seats, &self.links, &self.derived.weight, &spec.rules.news);
        }
    }

    /// Phase 3 prepares: what the parties are to each group (a fourth of the groups each day, all after a change).
    pub(crate) fn agitation(&mut self, spec: &Spec) {
        let cadres = spec.switches.is_on("cadres");
        let fresh = self.day == self.start || self.government.since == self.day;
        let turn = self.day.0.rem_euclid(4) as usize;
        for (i, group) in self.groups.iter_mut().enumerate() {
            if fresh || i % 4 == turn {
                let round_robin = self.day.since(self.start) as usize / 4 + i;
                persuasion::refresh(group, &self.seats[group.seat as usize], round_robin, spec, &self.parties, &self.government, cadres);
            }
        }
    }

    /// Phases 3 and 4. Persons change and act; in places with open unrest the day has four rounds.
    pub(crate) fn rounds(&mut self, spec: &Spec, threads: usize) {
        for round in 0..4 {
            if round > 0 && !self.seats.iter().any(|s| s.unrest) {
                break;
            }
            self.persons(spec, threads, round);
            self.sum_up(Some(round));
            if spec.switches.is_on("repression") {
                self.meetings(spec, round);
            }
        }
    }

    fn mood(&self, group: &Group, seat: &Seat, conditions: &[f64; N_INDICATORS], spec: &Spec) -> Mood {
        let rules = &spec.rules;
        let repression_on = spec.switches.is_on("repression");
        let street_day = rules.action.street_day
            * (conditions[Indicator::StreetDay as usize] - 0.5 * (1.0 - conditions[Indicator::Weather as usize]));
        let (force, crowd) = (self.force_against_crowds(seat), f64::from(seat.crowd));
        let upper_hand = repression::prevails(force, crowd, &rules.repression);
        let police = f64::from(seat.police);
        let (fear, street_fear) = if repression_on {
            let street = rules.repression.street_fear
                * (upper_hand * (0.5 + 0.5 * f64::from(seat.order)) + f64::from(seat.fear) * upper_hand);
            // The more are out, the less can be done to each.
            let many = f64::from(seat.shares[WORKERS]);
            (rules.repression.strike_fear * police * (1.0 - many), street)
        } else {
            (0.0, 0.0)
        };
        let once = rules.action.reconsider_per_round;
        let quiet_day = 1.0 - (1.0 - once) * (1.0 - once) * (1.0 - once) * (1.0 - once);
        let (fear, reconsider) = match group.role {
            Role::Peasant | Role::Landed => (
                if spec.switches.is_on("rural") {
                    f64::from(rural::held_back(seat, conditions, &rules.rural))
                } else {
                    2.0
                },
                rules.rural.reconsider_per_day,
            ),
            // A villager in a grey coat: the front reconsiders by days, a garrison by hours.
            Role::Front => (0.0, once),
            _ if seat.unrest => (fear, once),
            _ => (fear, quiet_day),
        };
        let council = if seat.council == NONE { None } else { self.councils.get(seat.council as usize) };
        let council_call = match council {
            Some(c) if c.resolution == crate::institutions::council::Resolution::Claim => rules.action.call * 0.6,
            // A council that supports the government asks its own to stay at work.
            Some(c) if c.resolution == crate::institutions::council::Resolution::Support => -rules.action.call * 0.3,
            _ => 0.0,
        };
        let arms = if seat.mutiny { 0.5 * f64::from(seat.shares[SOLDIERS]) + 0.4 } else { 0.4 * f64::from(seat.shares[SOLDIERS]) };
        Mood {
            fear: fear as f32,
            street_fear: street_fear as f32,
            street_day: street_day as f32,
            arms_at_hand: arms.min(0.9) as f32,
            council_call: council_call as f32,
            call_party: 255,
            party_call: 0.0,
            reconsider: reconsider as f32,
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

    fn persons(&mut self, spec: &Spec, threads: usize, round: u32) {
        let moods: Vec<Mood> = self
            .groups
            .iter()
            .map(|g| {
                let seat = &self.seats[g.seat as usize];
                if round > 0 && !seat.unrest {
                    return Mood::default();
                }
                self.mood(g, seat, &self.derived.conditions(g.place), spec)
            })
            .collect();
        let today = Today {
            spec,
            draws: self.draws,
            day: self.day,
            round,
            moods: &moods,
            groups: &self.groups,
            units: &self.units,
            seats: &self.seats,
            lines: self.parties.iter().map(|p| p.line as f32).collect(),
            proof_on: spec.switches.is_on("social_proof"),
            experience_on: spec.switches.is_on("experience"),
            fatigue_on: spec.switches.is_on("fatigue"),
        };
        let wanted = |seat: u32| round == 0 || today.seats[seat as usize].unrest;
        let pieces = &self.derived.pieces;
        let mut rooms = Vec::with_capacity(pieces.len());
        for (first, n, _) in pieces {
            rooms.push(self.cells[*first as usize..(*first + *n) as usize].iter().map(Cell::room).sum());
        }
        let cells = engine::cells::cut(&mut self.cells, pieces.iter().map(|p| p.1 as usize));
        let runs = self.people.cut(&rooms);
        let work: Vec<_> =
            pieces.iter().zip(cells).zip(runs).filter(|((p, _), _)| wanted(p.2)).map(|((p, c), r)| (p.0, c, r)).collect();
        for_each_piece(work, threads, |_, (first_cell, cells, run)| {
            engine::cells::with_widest_lanes(
                #[inline(always)]
                || today.piece(first_cell as usize, cells, run),
            );
        });
    }

    /// Sums cells into units, groups and seats; after a round, only where it was held.
    pub(crate) fn sum_up(&mut self, round: Option<u32>) {
        for seat_index in 0..self.seats.len() {
            if matches!(round, Some(r) if r > 0) && !self.seats[seat_index].unrest {
                continue;
            }
            let census = round.is_none_or(|r| r == 0);
            let (first, n) = (self.seats[seat_index].first_group as usize, self.seats[seat_index].n_groups as usize);
            for group in &mut self.groups[first..first + n] {
                sum_group(group, &self.cells, &mut self.units, census);
            }
            let groups = &self.groups[first..first + n];
            self.seats[seat_index].sum(groups);
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
            if meeting.killed + meeting.wounded + meeting.arrested == 0 {
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
                self.tell(Event { round, place, kind, actor: "troops and police".into(), cause, size: crowd, importance });
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
        let (first, last) = (groups[0].first_cell, groups[groups.len() - 1].first_cell + groups[groups.len() - 1].n_cells);
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

    /// Phase 5 begins: spells of strikes end with a result; cells tire and rest; soldiers whom nobody holds go home.
    pub(crate) fn settle(&mut self, spec: &Spec) {
        let fatigue_on = spec.switches.is_on("fatigue");
        if fatigue_on {
            self.cells.iter_mut().for_each(|c| fatigue::update(c, &spec.rules.fatigue));
        }
        let settlement_on = spec.switches.is_on("settlement");
        for u in 0..self.units.len() {
            let unit = &mut self.units[u];
            let share = f64::from(unit.acting) / f64::from(unit.adults.max(1));
            let on = if unit.spell_days > 0 { share >= SPELL.1 } else { share >= SPELL.0 };
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
            } else if !on && self.units[u].spell_days > 0 {
                self.spell_ends(spec, u, "exhaustion", String::new());
            }
        }
        self.desertions(spec);
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
        self.units[u].won = settlement::won_after(&self.units[u], ending, &spec.rules.settlement);
        let words = crate::decide::in_words(&options, chosen, "the length and breadth of the strike");
        self.spell_ends(spec, u, settlement::ENDINGS[ending as usize], words);
        let unit = &self.units[u];
        let tired = spec.rules.settlement.return_to_work as f32;
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
        let chance = spec.rules.experience.learned;
        for c in unit.first_cell..unit.first_cell + unit.n_cells {
            let cell = &self.cells[c as usize];
            let key = self.draws.key(LEARN, u64::from(c), self.day, 0);
            let (start, adults) = (cell.start as usize, usize::from(cell.adults));
            experience::learn(self.people.run(start, start + adults), key, chance);
        }
        if role.is_worker() && peak >= 100.0 {
            let cause = if words.is_empty() { format!("{ending} after {days} days") } else { format!("{ending} after {days} days: {words}") };
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

    fn desertions(&mut self, spec: &Spec) {
        let rate = spec.rules.army.deserts_per_day;
        for g in 0..self.groups.len() {
            let group = &self.groups[g];
            if group.role != Role::Front && group.role != Role::Soldier {
                continue;
            }
            let hold = f64::from(self.seats[group.seat as usize].discipline);
            let (first, n) = (group.first_cell, group.n_cells);
            for c in first..first + n {
                let cell = &self.cells[c as usize];
                let restless = f64::from(cell.present()) * (0.3 + f64::from(cell.acting_share())) * (1.0 - hold);
                if restless <= 0.0 {
                    continue;
                }
                let mut stream = self.draws.stream(DESERT, u64::from(c), self.day, 0);
                let leave = stream.round(restless * rate).min(u64::from(cell.present().saturating_sub(1)));
                let (start, adults) = (cell.start as usize, usize::from(cell.adults));
                let run = self.people.run(start, start + adults);
                let left = army_leavers(run, adults, leave, &mut stream);
                self.cells[c as usize].moved += left;
                self.desertions += u32::from(left);
            }
        }
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

fn sum_group(group: &mut Group, cells: &[Cell], units: &mut [Unit], census: bool) {
    group.acting = [0; 3];
    group.sums = [0; 3];
    (group.present, group.dead, group.moved, group.custody) = (0, 0, 0, 0);
    if census {
        group.leaning = [0; crate::spec::N_PARTIES];
        group.voters = [0; crate::spec::N_PARTIES];
    }
    let mut unit = u32::MAX;
    for cell in &cells[group.first_cell as usize..(group.first_cell + group.n_cells) as usize] {
        if cell.unit != unit {
            unit = cell.unit;
            units[unit as usize].acting = 0;
        }
        units[unit as usize].acting += cell.acting_total();
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
            for party in 0..crate::spec::N_PARTIES {
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
    round: u32,
    moods: &'a [Mood],
    groups: &'a [Group],
    units: &'a [Unit],
    seats: &'a [Seat],
    lines: Vec<f32>,
    proof_on: bool,
    experience_on: bool,
    fatigue_on: bool,
}

impl Today<'_> {
    /// One piece: every cell gets its pull, then the loop runs over its members.
    #[inline(always)]
    fn piece(&self, first_cell: usize, cells: &mut [Cell], mut run: Run<'_>) {
        let base = cells.first().map_or(0, |c| c.start as usize);
        for (i, cell) in cells.iter_mut().enumerate() {
            let index = first_cell + i;
            let from = cell.start as usize - base;
            let (adults, room) = (usize::from(cell.adult_room), cell.room());
            let pull = self.pull(index, cell);
            let key = self.draws.key(PASS, index as u64, self.day, self.round);
            let members = run.part(from, from + adults);
            let tally = if self.round == 0 {
                people::pass::<true>(members, key, &pull)
            } else {
                people::pass::<false>(members, key, &pull)
            };
            if self.round == 0 {
                if room > adults {
                    people::pass_children(run.part(from + adults, from + room), key, &pull);
                }
                if (self.day.0 + index as i32) % CENSUS_DAYS == 0 {
                    let n = usize::from(cell.adults);
                    let r = run.part(from, from + n);
                    cell.census = people::census(r.leaning, r.status, n, VOTES_FROM);
                }
            }
            // What was smaller than one step of the byte scale waits for the next pass.
            cell.shock -= f32::from(pull.shock) / 255.0;
            if self.round == 0 {
                cell.trust_shock -= f32::from(pull.trust_shock) / 255.0;
            }
            cell.note(tally);
        }
    }

    #[inline(always)]
    fn pull(&self, index: usize, cell: &Cell) -> Pull {
        let rules = &self.spec.rules;
        let group = &self.groups[cell.group as usize];
        let unit = &self.units[cell.unit as usize];
        let seat = &self.seats[group.seat as usize];
        let mut pull = Pull::default();
        let mut mood = self.moods[cell.group as usize];
        grievance::pull(cell, group, unit.won, &rules.grievance, &mut pull);
        experience::pull(&rules.experience, self.experience_on, &mut pull);
        if group.role.is_armed() {
            mood.fear = action::court_martial(cell, unit, seat, rules.army.court_martial as f32);
        }
        let proof =
            if self.proof_on { social_proof::felt(cell, unit, group, seat, &rules.social_proof) } else { 0.0 };
        let tired = if self.fatigue_on { cell.fatigue } else { 0.0 };
        action::pull(group, tired, &mood, proof, &rules.action, &mut pull);
        if self.round == 0 {
            trust::pull(cell, group, &rules.trust, &mut pull);
            let mut stream = self.draws.stream(AGITATOR, index as u64, self.day, 0);
            let party = persuasion::pull(cell, group, &rules.persuasion, &mut stream, &mut pull);
            power::pull(seat, self.lines.get(party).copied().unwrap_or(0.0), &rules.power, &mut pull);
        }
        pull
    }
}

impl Cell {
    #[inline(always)]
    fn note(&mut self, tally: Tally) {
        self.acting = tally.acting.map(|n| n as u16);
        self.grievance = tally.grievance;
        self.trust = tally.trust;
        self.power = tally.power;
    }
}
