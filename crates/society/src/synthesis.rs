//! From a scenario to persons: groups into units, units into cells, cells into columns.
//!
//! At scale 1:N every group keeps one person in N (the fractions are carried from group to group of the same class within
//! one province, so that the totals of each agree to within one person), and units and cells keep their real size divided by N, but never fewer persons than
//! [`LEAST_CELL`] (works: [`LEAST_SHOP`]): small ones are then seen as one.

use std::collections::BTreeMap;

use crate::demand::Demand;
use crate::derived::Derived;
use crate::institutions::army;
use crate::institutions::congress::Congress;
use crate::institutions::council::{self, Constituency};
use crate::institutions::government::Government;
use crate::institutions::party;
use crate::mechanisms::{grievance, persuasion, roots, settlement};
use crate::people::{LANES, Margin, People, Run, Start, StartOfGroup, WON, census};
use crate::places::{Cell, Group, Link, Locality, NONE, Unit};
use crate::society::Society;
use crate::spec::{
    Capabilities, Capability, GroupSpec, Indicator, LinkKind, N_ISSUES, N_PARTIES, PlaceKind, Section, Spec,
};
use engine::cells::for_each_piece;
use engine::draw::{self, Draws, Keys, Purpose};
use engine::math;

const SIZE: Purpose = Purpose::named("synthesis.unit_size");
const WAGE: Purpose = Purpose::named("synthesis.wages");
const FRACTION: Purpose = Purpose::named("synthesis.fraction");
const FILL: Purpose = Purpose::named("synthesis.persons");

/// Fewest adults of a cell in the model, by convention: two runs of [`LANES`], so that the loop over persons has little padding.
pub const LEAST_CELL: u32 = 64;
/// The same for shops of works and of the railway, in adults, by convention: strikes are counted work by work, so their sizes are kept finer.
pub const LEAST_SHOP: u32 = 24;
/// Most persons that one unit could have. A convention; unit: persons.
const MOST_PERSONS: f64 = 1e9;
/// Delegates that neighbours elect together at least, so that what they send follows their votes in proportion at any
/// scale. Unit: times the quota. Assumed.
const TOGETHER: f64 = 4.0;
/// Part of a quota for which the last shops of a group still send a delegate. Unit: share. Assumed.
const LEFT_OVER: f64 = 0.5;
/// Most adults of a cell: a convention of the model.
pub const MOST_CELL: u32 = 1000;

struct Builder<'a> {
    spec: &'a Spec,
    scale: f64,
    draws: Draws,
    /// Fractions of persons carried from group to group, by province and class: of all, and of adults.
    carried: BTreeMap<(usize, usize), [f64; 2]>,
    at: usize,
    cells: Vec<Cell>,
    units: Vec<Unit>,
    groups: Vec<Group>,
    localities: Vec<Locality>,
}

impl Society {
    /// The society at the start of a scenario.
    ///
    /// # Panics
    /// When the scale is 0 or the capital holds nobody: the scenario's checks refuse both.
    pub fn new(spec: &Spec, seed: u64, scale: u32, threads: usize) -> Society {
        assert!(
            spec.draws.as_ref().is_none_or(|draws| draws.is_empty()),
            "a world has one parameter set: choose it with `Spec::for_seed` first"
        );
        assert!(scale >= 1, "a scale is 1:N with N of at least 1");
        let mut b = Builder {
            spec,
            scale: f64::from(scale),
            draws: Draws::new(seed),
            carried: BTreeMap::new(),
            at: 0,
            cells: Vec::new(),
            units: Vec::new(),
            groups: Vec::new(),
            localities: Vec::new(),
        };
        let seat_of = seat_places(spec);
        let mut by_place: Vec<Vec<usize>> = vec![Vec::new(); spec.places.len()];
        for (i, group) in spec.groups.iter().enumerate() {
            by_place[group.place].push(i);
        }
        let mut order: Vec<usize> = (0..spec.places.len()).filter(|p| !by_place[*p].is_empty()).collect();
        order.sort_by_key(|p| (seat_of[*p], *p));
        for place in order {
            b.place(place, seat_of[place], &mut by_place[place]);
        }
        assert!(b.at <= u32::MAX as usize, "columns are indexed by 32 bits");
        let (constituencies, links) = (b.constituencies(), b.links(&seat_of));
        let capital = b.localities.iter().position(|s| s.place as usize == seat_of[spec.capital]);
        let Builder { draws, at, mut cells, mut units, groups, mut localities, .. } = b;
        roots::at_start(&spec.told_of_parties(), &groups, &mut localities);
        describe_seats(spec, &groups, &mut localities);
        let mut people = People::zeroed(at);
        let mut derived = Derived::of(spec, &cells, &groups, &localities, scale);
        let felt = felt_before(spec, &mut derived, &groups);
        fill(spec, &draws, &mut people, &mut cells, (&groups, &localities, &felt), threads);
        derived.look(spec, spec.start);
        pay(spec, &draws, &derived, &mut units, &cells, &groups, &mut localities);
        for (i, c) in constituencies.iter().enumerate() {
            for cell in &mut cells[c.cells()] {
                cell.constituency = i as u32;
            }
        }
        let mut society = Society {
            draws,
            seed,
            scale,
            start: spec.start,
            day: spec.start,
            people,
            cells,
            units,
            groups,
            localities,
            links,
            constituencies,
            councils: Vec::new(),
            parties: party::at_start(&spec.parties, derived.adults, &draws, spec.start),
            government: Government::at_start(&spec.regime, spec.start),
            congress: Congress::none(spec.start),
            columns: Vec::new(),
            capital: capital.expect("the capital holds persons") as u32,
            settled: None,
            risings_failed: 0,
            armed_demonstration: false,
            coup_failed: false,
            kept_in_towns: 0.0,
            returned: [0.0; N_PARTIES],
            councils_observed: 0.0,
            assembly: None,
            derived,
            events: Vec::new(),
            ballots: Vec::new(),
        };
        let hours = society.hours_to_capital();
        for ((seat, hours), weight) in society.localities.iter_mut().zip(&hours).zip(&society.derived.weight) {
            seat.access = persuasion::access(seat, *weight, *hours);
        }
        society.sum_up();
        society
    }
}

/// The place that names the seat of each place: a district's is its town.
fn seat_places(spec: &Spec) -> Vec<usize> {
    let districts: Vec<Option<usize>> =
        spec.places.iter().map(|p| if p.kind == PlaceKind::District { p.parent } else { None }).collect();
    (0..spec.places.len()).map(|p| districts[p].unwrap_or(p)).collect()
}

/// Fewest adults of a cell of those who do this.
fn least_cell(does: Capabilities) -> u32 {
    if does.strike() { LEAST_SHOP } else { LEAST_CELL }
}

impl Builder<'_> {
    fn place(&mut self, place: usize, seat_place: usize, members: &mut [usize]) {
        let spec = self.spec;
        if self.localities.last().is_none_or(|s| s.place as usize != seat_place) {
            let kind = spec.places[seat_place].kind;
            self.localities.push(Locality {
                entity: draw::entity([spec.places[seat_place].id.as_str()]),
                place: seat_place as u32,
                first_group: self.groups.len() as u32,
                rural: kind == PlaceKind::County,
                front: kind == PlaceKind::Front,
                police: 1.0,
                council: NONE,
                ..Locality::default()
            });
        }
        // Class by class; named workplaces first, as they stand in the file.
        members.sort_by_key(|g| (spec.groups[*g].class, spec.groups[*g].name.is_none(), *g));
        for run in members.chunk_by(|a, b| spec.groups[*a].class == spec.groups[*b].class) {
            self.group(place, run);
        }
    }

    fn group(&mut self, place: usize, members: &[usize]) {
        let spec = self.spec;
        let class = spec.groups[members[0]].class;
        let first_cell = self.cells.len();
        let index = self.groups.len() as u32;
        let entity = draw::entity([spec.places[place].id.as_str(), spec.classes[class].id.as_str()]);
        let (mut adults, mut children) = (0, 0);
        let of_all = members.iter().map(|m| &spec.groups[*m]);
        let (women, persons) = of_all.fold((0.0, 0.0), |(women, persons), g| {
            (women + f64::from(g.persons) * g.share_women, persons + f64::from(g.persons))
        });
        let women = women / f64::max(persons, 1.0);
        for member in members {
            let (a, c) = self.thin(&spec.groups[*member]);
            if a == 0 {
                // Too few for this scale: the fraction stays in the carry, the rounded persons go to the next group.
                self.carried_in(place, class)[0] += f64::from(c);
                continue;
            }
            adults += a;
            children += c;
            let named = if spec.groups[*member].name.is_some() { *member as u32 } else { NONE };
            self.units_of((index, entity, first_cell), class, a, c, named);
        }
        if adults == 0 {
            return;
        }
        let seat = self.localities.last_mut().expect("the seat was pushed before its groups");
        seat.n_groups += 1;
        self.groups.push(Group {
            entity,
            place: place as u32,
            seat: self.localities.len() as u32 - 1,
            class: class as u8,
            does: spec.classes[class].does,
            first_cell: first_cell as u32,
            n_cells: (self.cells.len() - first_cell) as u32,
            adults,
            children,
            need: [0.0; N_ISSUES],
            unmet: [0.0; N_ISSUES],
            hardship: 0.0,
            delivered: 0.0,
            kept: 0.0,
            women: women as f32,
            wage: 1.0,
            wage_need: [0.0; 2],
            exposure: [0; N_PARTIES],
            contact: 0.0,
            persuasion: [0; N_PARTIES],
            line: [0; N_PARTIES],
            blamed: 255,
            blame: 0,
            acting: [0; 3],
            sums: [0; 3],
            present: adults,
            dead: 0,
            moved: 0,
            home: 0,
            custody: 0,
            follow: [0; 4],
            arms: [0; 4],
            margins: [Margin::default(); 2],
            week: 0,
            leaning: [0; N_PARTIES],
            voters: [0; N_PARTIES],
        });
    }

    /// The fractions of persons of a class that wait in the province of a place. They begin somewhere between nobody and one,
    /// by what province and class are called, so that small classes are kept in some provinces and not in others.
    fn carried_in(&mut self, place: usize, class: usize) -> &mut [f64; 2] {
        let spec = self.spec;
        let province = std::iter::successors(Some(place), |p| spec.places[*p].parent).last().unwrap_or(place);
        self.carried.entry((province, class)).or_insert_with(|| {
            let entity = draw::entity([spec.places[province].id.as_str(), spec.classes[class].id.as_str()]);
            let mut begins = Draws::new(0).stream(FRACTION, entity, spec.start, 0);
            [begins.uniform(), begins.uniform()]
        })
    }

    /// Adults and children in the model for a group as given.
    fn thin(&mut self, group: &GroupSpec) -> (u32, u32) {
        let share = self.spec.classes[group.class].share_children;
        let persons = f64::from(group.persons) / self.scale;
        let carried = self.carried_in(group.place, group.class);
        let mut take = |i: usize, x: f64| {
            carried[i] += x;
            let n = carried[i].floor();
            carried[i] -= n;
            n as u32
        };
        let all = take(0, persons);
        let adults = take(1, f64::from(all) * (1.0 - share)).min(all);
        (adults, all - adults)
    }

    /// Cuts adults and children of a group into units of the class's size.
    fn units_of(
        &mut self,
        (group, entity, first_cell): (u32, u64, usize),
        class: usize,
        adults: u32,
        children: u32,
        named: u32,
    ) {
        let spec = &self.spec.classes[class];
        let (mut left, mut left_children) = (adults, children);
        while left > 0 {
            let n = if named != NONE {
                left
            } else {
                let mut stream =
                    self.draws.stream(SIZE, entity + (self.cells.len() - first_cell) as u64, self.spec.start, 0);
                let size = spec.group_median * math::exp(spec.group_spread * stream.normal());
                let n = (size * (1.0 - spec.share_children) / self.scale + 0.5).min(MOST_PERSONS) as u32;
                let least = least_cell(spec.does);
                let n = n.clamp(least, left.max(least));
                // A remainder too small to be a unit of its own joins the last one.
                if left < n + least { left } else { n }
            };
            let kids = (u64::from(left_children) * u64::from(n) / u64::from(left)) as u32;
            left -= n;
            let kids = if left == 0 { left_children } else { kids };
            left_children -= kids;
            self.unit(group, class, n, kids, named);
        }
    }

    fn unit(&mut self, group: u32, class: usize, adults: u32, children: u32, named: u32) {
        let spec = &self.spec.classes[class];
        let target = (spec.cell_persons * (1.0 - spec.share_children) / self.scale)
            .clamp(f64::from(least_cell(spec.does)), f64::from(MOST_CELL));
        let least = adults.div_ceil(MOST_CELL).max(children.div_ceil(MOST_CELL));
        let n = ((f64::from(adults) / target + 0.5) as u32).max(least).max(1);
        let unit = self.units.len() as u32;
        self.units.push(Unit {
            first_cell: self.cells.len() as u32,
            n_cells: n,
            named,
            adults,
            acting: 0,
            spell_days: 0,
            spell_peak: 0,
            demand: Demand::Wages,
            won: 0.0,
            wage: 1.0,
            quarrel: 0.0,
            owner: self.spec.groups.get(named as usize).and_then(|g| g.owner).unwrap_or(NONE),
            is_closed: false,
            settled: crate::places::UNSETTLED,
        });
        for i in 0..n {
            let upto = |total: u32, i: u32| u64::from(total) * u64::from(i) / u64::from(n);
            let part = |total: u32| (upto(total, i + 1) - upto(total, i)) as u16;
            let (a, c) = (part(adults), part(children));
            let room = |n: u16| n.div_ceil(LANES as u16) * LANES as u16;
            let cell = Cell {
                start: self.at as u32,
                adults: a,
                adult_room: room(a),
                children: c,
                group,
                unit,
                constituency: NONE,
                obeying: [1.0, 0.0, 0.0, 0.0],
                passed: -1,
                rested: -1,
                ..Cell::default()
            };
            self.at += cell.room();
            self.cells.push(cell);
        }
    }

    /// Cells that elect together, section by section: neighbours of one group join until they send some delegates; a works is
    /// never divided.
    fn constituencies(&self) -> Vec<Constituency> {
        let mut all = Vec::new();
        let mut workers = vec![0.0; self.localities.len()];
        for group in &self.groups {
            if group.does.strike() && !group.does.has(Capability::StopTrains) {
                workers[group.seat as usize] += f64::from(group.adults) * self.scale;
            }
        }
        for group in &self.groups {
            let class = &self.spec.classes[usize::from(group.class)];
            let Some(section) = class.section else { continue };
            let quota = match section {
                Section::Workers => council::quota(class.quota_persons, workers[group.seat as usize]),
                Section::Soldiers | Section::Peasants => class.quota_persons,
            };
            let mut open: Option<Constituency> = None;
            let mut electors = 0.0;
            let cells = group.cells();
            for (i, cell) in cells.clone().zip(&self.cells[cells]) {
                electors += f64::from(cell.adults) * self.scale;
                let c = open.get_or_insert(Constituency {
                    seat: group.seat,
                    section,
                    first_cell: i as u32,
                    n_cells: 0,
                    seats: 0,
                    sent: [0; N_PARTIES],
                    is_seated: false,
                    mood: 0.0,
                });
                c.n_cells += 1;
                // Shops and companies side by side elect together; a works is never divided.
                let is_last = self.cells.get(i + 1).is_none_or(|next| next.unit != cell.unit);
                if electors >= TOGETHER * quota && is_last {
                    c.seats = (electors / quota) as u32;
                    electors -= f64::from(c.seats) * quota;
                    all.extend(open.take());
                }
            }
            // The last shops of a group send their delegates too, when they are at least half of a quota.
            if let Some(mut last) = open
                && electors >= LEFT_OVER * quota
            {
                last.seats = (electors / quota + 0.5) as u32;
                all.push(last);
            }
        }
        all
    }

    fn links(&self, seat_of: &[usize]) -> Vec<Link> {
        let seat_index = |place: usize| self.localities.iter().position(|s| s.place as usize == seat_of[place]);
        let mut links: Vec<Link> = Vec::new();
        for link in &self.spec.links {
            let (Some(a), Some(b)) = (seat_index(link.from), seat_index(link.to)) else { continue };
            if a != b {
                let rail = link.kind == LinkKind::Rail;
                links.push(Link { a: a as u32, b: b as u32, hours: link.hours as f32, rail });
            }
        }
        links
    }
}

/// Memory of 1905 and organisers of each seat.
fn describe_seats(spec: &Spec, groups: &[Group], localities: &mut [Locality]) {
    for seat in localities {
        let (mut workers, mut memory, mut adults, mut cadres) = (0.0, 0.0, 0.0, 0.0);
        for group in &groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize] {
            let class = &spec.classes[usize::from(group.class)];
            let n = f64::from(group.adults);
            adults += n;
            // Organisers of councils: parties that do not set the government above everything.
            let parties = spec.parties.iter().enumerate();
            for (number, party) in parties.filter(|(_, p)| p.power_line > council::AGAINST_COUNCILS) {
                cadres += n
                    * party.cadres.get(usize::from(group.class)).copied().unwrap_or(0.0)
                    * roots::strength(seat, group.does, number);
            }
            if class.does.strike() {
                workers += n;
                memory += n * spec.experienced(group.place as usize, usize::from(group.class));
            }
        }
        seat.memory = if workers > 0.0 { (memory / workers) as f32 } else { 0.0 };
        seat.organisers = if adults > 0.0 { (cadres / adults) as f32 } else { 0.0 };
    }
}

/// Days before the start over which conditions have formed what is felt at the start. Assumed.
const DAYS_BEFORE: i32 = 60;

/// Grievance of each group at the start: what the mechanism itself makes of the conditions of the weeks before, so that a
/// society begins in step with its hardship, whatever the scenario.
fn felt_before(spec: &Spec, derived: &mut Derived, groups: &[Group]) -> Vec<f64> {
    let mut felt = vec![0.0; groups.len()];
    let rise = spec.rules.grievance.rise_per_day;
    for days in (1..=DAYS_BEFORE).rev() {
        derived.look(spec, spec.start.plus(-days));
        for (felt, group) in felt.iter_mut().zip(groups) {
            let mut group = group.clone();
            let conditions = &derived.conditions_of(&group);
            let real = conditions[Indicator::Wage as usize] / conditions[Indicator::Prices as usize];
            let wage_need = if grievance::is_on_wages(group.does) { grievance::wage_need(real, real) } else { 0.0 };
            group.need = grievance::need((group.does, group.women), conditions, wage_need, &spec.rules.grievance);
            let weights = &spec.classes[usize::from(group.class)].weights;
            grievance::weigh(&mut group, weights, &spec.regime.delivers, &spec.regime.delivers);
            let hardship = f64::from(group.hardship);
            *felt = if days == DAYS_BEFORE { hardship } else { *felt + (hardship - *felt) * rise };
        }
    }
    felt
}

/// Wages of the start, unit by unit, and the arms in the stores of each seat.
fn pay(
    spec: &Spec,
    draws: &Draws,
    derived: &Derived,
    units: &mut [Unit],
    cells: &[Cell],
    groups: &[Group],
    localities: &mut [Locality],
) {
    let keys = draws.keys(WAGE, spec.start, 0);
    for unit in units {
        let group = &groups[cells[unit.first_cell as usize].group as usize];
        let entity = group.entity_of_unit(unit);
        let told = spec.groups.get(unit.named as usize).and_then(|g| g.wage);
        let spread = told.unwrap_or_else(|| math::exp(settlement::WAGE_SPREAD * keys.stream(entity).normal()));
        unit.wage = (derived.conditions(group.place)[Indicator::Wage as usize] * spread) as f32;
    }
    for seat in localities {
        seat.wage = derived.conditions(seat.place)[Indicator::Wage as usize] as f32;
        seat.compared = seat.wage;
        let here = &groups[seat.first_group as usize..(seat.first_group + seat.n_groups) as usize];
        let soldiers = here.iter().filter(|g| g.does.has(Capability::Garrison));
        seat.arsenal = army::stored(soldiers.map(|g| g.adults).sum());
    }
}

fn fill(
    spec: &Spec,
    draws: &Draws,
    people: &mut People,
    cells: &mut [Cell],
    (groups, seats, felt): (&[Group], &[Locality], &[f64]),
    threads: usize,
) {
    let starts = spec.classes.iter().map(Start::of).collect();
    let governs = spec.regime.coalition.iter().fold(0, |set, party| set | 1 << party);
    let keys = draws.keys(FILL, spec.start, 0);
    let filler = Filler { keys, starts, spec, groups, seats, felt, governs };
    /// Cells that one thread fills at a time. A convention; unit: cells, of some hundred persons.
    const CELLS: usize = 256;
    let rooms: Vec<usize> = cells.chunks(CELLS).map(|c| c.iter().map(Cell::room).sum()).collect();
    let runs = people.cut(&rooms);
    let pieces: Vec<_> = cells.chunks_mut(CELLS).zip(runs).collect();
    for_each_piece(pieces, threads, |piece, (cells, run)| {
        engine::cells::with_widest_lanes(
            #[inline(always)]
            || filler.fill(piece * CELLS, cells, run),
        );
    });
}

/// What all threads share while they fill the columns.
struct Filler<'a> {
    keys: Keys,
    starts: Vec<Start>,
    spec: &'a Spec,
    groups: &'a [Group],
    seats: &'a [Locality],
    felt: &'a [f64],
    /// Parties of the regime of the start, bit by bit.
    governs: u32,
}

impl Filler<'_> {
    #[inline(always)]
    fn fill(&self, first_cell: usize, cells: &mut [Cell], mut run: Run<'_>) {
        let first = cells[0].start as usize;
        let (mut group, mut grieved, mut party, mut experienced) = (NONE, Vec::new(), Vec::new(), 0.0);
        for (i, cell) in cells.iter_mut().enumerate() {
            let from = cell.start as usize - first;
            let mut members = run.part(from, from + cell.room());
            let of = &self.groups[cell.group as usize];
            let start = &self.starts[usize::from(of.class)];
            if cell.group != group {
                group = cell.group;
                grieved = start.grievance(self.felt[group as usize]);
                let leaning = roots::leaning(&self.spec.classes[usize::from(of.class)], &self.seats[of.seat as usize]);
                party = Start::parties(&leaning);
                experienced = self.spec.experienced(of.place as usize, usize::from(of.class));
            }
            let key = self.keys.of(of.entity_of(first_cell + i - of.first_cell as usize));
            let adults = usize::from(cell.adults);
            let begins = StartOfGroup { grieved: &grieved, parties: &party, governs: self.governs, experienced };
            start.fill(members.all(), key, &begins, adults);
            cell.census = census(members.leaning, members.status, adults, WON);
            let sum = |column: &[u8]| column[..adults].iter().map(|x| u32::from(*x)).sum();
            cell.grievance = sum(members.grievance);
            cell.ruler = sum(members.ruler);
            cell.contender = sum(members.contender);
        }
    }
}
