//! Invented societies for the tests: a few towns, counties and fronts, every role, hardship enough for something to happen.
//! All numbers are made up, and vary from world to world within wide bounds.

pub mod rows;

use engine::calendar::{Calendar, Day};
use engine::digest::Digest;
use engine::draw::{Draws, Purpose, Stream};
use engine::record::{Record, Values};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use society::spec::{
    Capabilities, Capability, ClassSpec, ConditionSpec, ExogenousKind, GovernmentKind, GroupSpec, Indicator,
    LeaderSpec, LinkKind, LinkSpec, N_PARTIES, PartySpec, PlaceKind, PlaceSpec, RegimeSpec, Rules, Section,
    Strategy as PartyStrategy, Switches,
};
use society::tables::TABLES;
use society::{Society, Spec};

const SHAPE: Purpose = Purpose::named("laws.shape");

/// Settings of a property test: the same cases on every run, unless `PROPTEST_RNG_SEED` asks for others.
pub fn cases(n: u32) -> ProptestConfig {
    let mut config =
        ProptestConfig { cases: n, failure_persistence: None, max_shrink_iters: 200, ..Default::default() };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(1917);
    }
    config
}

/// What a random world is made from; small enough to be printed and to shrink.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Towns, at least one: the first is the capital.
    pub towns: usize,
    /// Districts of the capital; 0 for none.
    pub districts: usize,
    pub counties: usize,
    pub fronts: usize,
    /// Parties, party 0 ("none") included.
    pub parties: usize,
    pub leaders: usize,
    /// Share of the bread that is missing at the worst.
    pub hunger: f64,
    pub war: f64,
    /// Added to everyone's disposition not to act.
    pub calm: f64,
    /// Seed of all the rest: sizes, classes, programmes, dates.
    pub shape: u64,
    pub seed: u64,
    pub scale: u32,
    pub days: i32,
}

prop_compose! {
    /// Any plan.
    pub fn plans()(
        (towns, districts, counties, fronts) in (1_usize..=4, prop_oneof![Just(0_usize), 2_usize..=4], 0_usize..=3, 0_usize..=2),
        (parties, leaders) in (3_usize..=8, 0_usize..=3),
        (hunger, war, calm) in (0.0..0.9, 0.0..1.0, -0.15..0.1),
        (shape, seed) in (0_u64..1_000_000, 0_u64..1_000_000),
        scale in prop::sample::select(vec![1_u32, 2, 5, 10, 20, 20]),
        days in 20_i32..=60,
    ) -> Plan {
        Plan { towns, districts, counties, fronts, parties, leaders, hunger, war, calm, shape, seed, scale, days }
    }
}

/// A society about to begin.
#[derive(Clone, Debug)]
pub struct World {
    pub spec: Spec,
    pub seed: u64,
    pub scale: u32,
}

impl World {
    pub fn society(&self) -> Society {
        Society::new(&self.spec, self.seed, self.scale, 1)
    }

    /// Lives to the end; `each` sees the state and the rows of every day.
    pub fn live(&self, mut each: impl FnMut(&Society, &Record)) -> Society {
        let mut society = self.society();
        let mut record = Record::new(&TABLES);
        while !society.is_over(&self.spec) {
            society.step(&self.spec, 1, &mut record);
            each(&society, &record);
            record.clear();
        }
        society
    }

    /// Digest of the state at the end and of every row written.
    pub fn digest(&self, threads: usize) -> u128 {
        let mut digest = Digest::new();
        let mut society = Society::new(&self.spec, self.seed, self.scale, threads);
        finish(&mut society, &self.spec, threads, &mut digest);
        digest.finish()
    }

    /// Digest of the state at the end and of every number written: all but the words.
    pub fn digest_without_words(&self) -> u128 {
        let mut digest = Digest::new();
        let society = self.live(|_, record| {
            for values in record.tables().iter().flat_map(|rows| &rows.columns) {
                match values {
                    Values::Day(v) => v.iter().for_each(|x| digest.bytes(&x.to_le_bytes())),
                    Values::U32(v) => v.iter().for_each(|x| digest.bytes(&x.to_le_bytes())),
                    Values::F32(v) => v.iter().for_each(|x| digest.bytes(&x.to_le_bytes())),
                    Values::Key(v) => v.iter().for_each(|x| digest.bytes(&x.to_le_bytes())),
                    Values::Text(_) => {}
                }
            }
        });
        society.digest(&mut digest, 1);
        digest.finish()
    }

    /// The same world with a mechanism switched off.
    pub fn without(&self, mechanism: &str) -> World {
        let mut world = self.clone();
        assert!(world.spec.switches.set(mechanism, false), "`{mechanism}` is a mechanism");
        world
    }
}

/// Steps a society to its last day, and folds rows and final state into a digest.
pub fn finish(society: &mut Society, spec: &Spec, threads: usize, digest: &mut Digest) {
    let mut record = Record::new(&TABLES);
    while !society.is_over(spec) {
        society.step(spec, threads, &mut record);
        record.digest(digest);
        record.clear();
    }
    society.digest(digest, threads);
}

/// What there is in these worlds, one class each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Worker,
    Rail,
    Town,
    Office,
    Student,
    Propertied,
    Peasant,
    Landed,
    Soldier,
    Front,
    Sailor,
    Mounted,
    Police,
    Cadet,
}

impl Role {
    /// What its people can do.
    pub fn does(self) -> Capabilities {
        use Capability::*;
        Capabilities::of(match self {
            Role::Worker => &[Strike],
            Role::Rail => &[Strike, StopTrains],
            Role::Town | Role::Propertied => &[],
            Role::Office | Role::Student => &[JoinCommittees],
            Role::Peasant => &[LiveInVillages, TakeLand, JoinCommittees],
            Role::Landed => &[LiveInVillages],
            Role::Soldier => &[BearArms, Garrison, Drafted],
            Role::Front => &[BearArms, HoldFront, BeSent, Drafted],
            Role::Sailor => &[BearArms, Garrison],
            Role::Mounted => &[BearArms, KeepOrder, BeSent],
            Role::Police => &[BearArms, KeepOrder, Police],
            Role::Cadet => &[BearArms, KeepOrder],
        })
    }
}

/// Role, section, persons of a cell, share of children, threshold, weights of the demands (bread, peace, land, hours,
/// liberty, nation).
type Sketch = (Role, Option<Section>, f64, f64, f64, [f64; 6]);
const W: Option<Section> = Some(Section::Workers);
const S: Option<Section> = Some(Section::Soldiers);
const P: Option<Section> = Some(Section::Peasants);
const SKETCHES: [Sketch; 14] = [
    (Role::Worker, W, 250.0, 0.0, 0.52, [0.40, 0.15, 0.0, 0.20, 0.20, 0.05]),
    (Role::Rail, W, 200.0, 0.0, 0.55, [0.35, 0.15, 0.05, 0.20, 0.20, 0.05]),
    (Role::Town, None, 400.0, 0.5, 0.65, [0.50, 0.20, 0.0, 0.05, 0.15, 0.05]),
    (Role::Office, W, 150.0, 0.0, 0.65, [0.30, 0.15, 0.0, 0.10, 0.30, 0.10]),
    (Role::Student, None, 150.0, 0.0, 0.55, [0.15, 0.15, 0.0, 0.0, 0.50, 0.15]),
    (Role::Propertied, None, 100.0, 0.3, 0.75, [0.15, 0.10, 0.0, 0.0, 0.35, 0.10]),
    (Role::Peasant, P, 700.0, 0.47, 0.50, [0.10, 0.20, 0.50, 0.0, 0.10, 0.10]),
    (Role::Landed, None, 100.0, 0.3, 0.65, [0.10, 0.10, 0.0, 0.0, 0.20, 0.05]),
    (Role::Soldier, S, 200.0, 0.0, 0.47, [0.15, 0.45, 0.20, 0.0, 0.15, 0.05]),
    (Role::Front, S, 200.0, 0.0, 0.52, [0.10, 0.60, 0.20, 0.0, 0.05, 0.05]),
    (Role::Sailor, S, 200.0, 0.0, 0.45, [0.10, 0.35, 0.10, 0.05, 0.35, 0.05]),
    (Role::Mounted, S, 150.0, 0.0, 0.56, [0.10, 0.35, 0.05, 0.0, 0.10, 0.05]),
    (Role::Police, None, 60.0, 0.0, 0.78, [0.10, 0.05, 0.0, 0.0, 0.0, 0.0]),
    (Role::Cadet, None, 150.0, 0.0, 0.62, [0.05, 0.10, 0.0, 0.0, 0.25, 0.05]),
];

const URBAN: [Role; 11] = [
    Role::Worker,
    Role::Town,
    Role::Soldier,
    Role::Police,
    Role::Rail,
    Role::Office,
    Role::Student,
    Role::Propertied,
    Role::Sailor,
    Role::Mounted,
    Role::Cadet,
];

/// Position of a role among the classes of these worlds, which have one class for each.
pub fn class_of(role: Role) -> usize {
    SKETCHES.iter().position(|s| s.0 == role).expect("every role has a class")
}

pub fn start() -> Day {
    Day::from_ymd(Calendar::OldStyle, 1917, 2, 18).expect("a date of that year")
}

fn between(stream: &mut Stream, low: f64, high: f64) -> f64 {
    low + (high - low) * stream.uniform()
}

fn class(sketch: &Sketch, plan: &Plan, stream: &mut Stream) -> ClassSpec {
    let (role, section, cell_persons, share_children, threshold, weights) = *sketch;
    // In some classes nearly all follow a party, in most few do.
    let aligned = between(stream, 0.1, 1.2).min(1.0);
    let mut leaning: [f64; N_PARTIES] =
        std::array::from_fn(|p| if (1..plan.parties).contains(&p) { between(stream, 0.02, 1.0) } else { 0.0 });
    let sum: f64 = leaning.iter().sum();
    leaning.iter_mut().for_each(|share| *share *= aligned / sum);
    leaning[0] = 1.0 - aligned;
    let trusts = if role == Role::Police { 0.5 } else { 0.0 };
    ClassSpec {
        id: format!("class-{role:?}").to_lowercase(),
        name: format!("{role:?}"),
        role: format!("{role:?}").to_lowercase(),
        does: role.does(),
        section,
        cell_persons: cell_persons * between(stream, 0.5, 1.4),
        group_median: between(stream, 60.0, 600.0),
        group_spread: between(stream, 0.2, 1.2),
        quota_persons: between(stream, 150.0, 1500.0),
        share_children,
        grievance: [between(stream, 0.0, 0.05), between(stream, 0.02, 0.08)],
        trust: [between(stream, 0.1, 0.4) + trusts, between(stream, 0.02, 0.12)],
        threshold: [(threshold + plan.calm).max(0.2), between(stream, 0.05, 0.14)],
        power: [between(stream, 0.2, 0.7), between(stream, 0.05, 0.2)],
        experienced: between(stream, 0.0, 0.3),
        weights,
        leaning,
        conviction: between(stream, 0.0, 15.0),
    }
}

fn party(index: usize, stream: &mut Stream) -> PartySpec {
    // From those who want no councils to those who want nothing else.
    let lines = [0.0, -1.0, -0.8, 0.0, 0.4, 0.1, 0.8, -0.6];
    let strategies = [
        PartyStrategy::Oppose,
        PartyStrategy::Govern,
        PartyStrategy::Govern,
        PartyStrategy::Coalition,
        PartyStrategy::Press,
        PartyStrategy::Coalition,
        PartyStrategy::Oppose,
        PartyStrategy::Govern,
    ];
    let against = lines[index] < -0.5;
    let mut position: [f64; 6] =
        std::array::from_fn(|_| if against { between(stream, -1.0, 0.3) } else { between(stream, 0.0, 1.0) });
    position[4] = if index == 1 { -1.0 } else { 0.8 };
    let none = index == 0;
    PartySpec {
        id: format!("party-{index}"),
        name: format!("Party {index}"),
        short: format!("P{index}"),
        position: if none { [0.0; 6] } else { position },
        power_line: lines[index],
        strategy: strategies[index],
        openness: between(stream, 0.0, 1.0),
        cadres: (0..SKETCHES.len()).map(|_| if none { 0.0 } else { between(stream, 0.0, 6.0) }).collect(),
        press: if none { 0.0 } else { between(stream, 0.0, 3000.0) },
        members: if none { 0.0 } else { between(stream, 10.0, 2000.0).floor() },
        legal: against || stream.uniform() < 0.3,
        nations: Vec::new(),
        is_challenger: lines[index] > 0.3,
    }
}

/// Builds a spec place by place.
struct Maker<'a> {
    plan: &'a Plan,
    stream: Stream,
    places: Vec<PlaceSpec>,
    groups: Vec<GroupSpec>,
    links: Vec<LinkSpec>,
}

impl Maker<'_> {
    fn place(&mut self, kind: PlaceKind, parent: Option<usize>) -> usize {
        let n = self.places.len();
        let (lat, lon) = (between(&mut self.stream, 45.0, 65.0), between(&mut self.stream, 20.0, 60.0));
        let (id, name) = (format!("place-{n}"), format!("Place {n}"));
        self.places.push(PlaceSpec { id, name, name_ru: String::new(), kind, parent, lat, lon, unverified: false });
        n
    }

    /// 500 to 20,000 persons of a role, sometimes one named workplace besides.
    fn people(&mut self, place: usize, role: Role) {
        let size = 500.0 * engine::math::exp(between(&mut self.stream, 0.0, 3.688));
        let size = if matches!(role, Role::Police | Role::Cadet | Role::Mounted) { size * 0.2 } else { size };
        let mut add = |persons: f64, name: Option<String>| {
            let group = GroupSpec {
                place,
                class: class_of(role),
                persons: persons as u32,
                share_women: 0.4,
                name,
                wage: None,
                owner: None,
            };
            self.groups.push(group);
        };
        add(size, None);
        if self.stream.uniform() < 0.2 {
            add(size * 0.5, Some(format!("Works of {role:?} {place}")));
        }
    }

    fn link(&mut self, from: usize, to: usize, kind: LinkKind, hours: f64) {
        self.links.push(LinkSpec { from, to, kind, hours });
    }

    fn settle_all(&mut self) {
        let mut hubs = Vec::new();
        for t in 0..self.plan.towns {
            let town = self.place(PlaceKind::Town, None);
            let districts = if t == 0 { self.plan.districts } else { 0 };
            let parts: Vec<usize> = (0..districts).map(|_| self.place(PlaceKind::District, Some(town))).collect();
            let leaves = if parts.is_empty() { vec![town] } else { parts };
            for leaf in &leaves {
                for (i, role) in URBAN.into_iter().enumerate() {
                    // Workers live in every place; of the other roles some are missing here and there.
                    if i == 0 || self.stream.uniform() < 0.75 {
                        self.people(*leaf, role);
                    }
                }
            }
            for pair in leaves.windows(2) {
                self.link(pair[0], pair[1], LinkKind::Street, 1.0);
            }
            if let Some(hub) = hubs.last() {
                let hours = between(&mut self.stream, 3.0, 40.0);
                self.link(*hub, leaves[0], LinkKind::Rail, hours);
            }
            hubs.push(leaves[0]);
        }
        let villages = (PlaceKind::County, self.plan.counties, &[Role::Peasant, Role::Landed, Role::Police][..]);
        let army = (PlaceKind::Front, self.plan.fronts, &[Role::Front, Role::Mounted][..]);
        for (kind, n, roles) in [villages, army] {
            for i in 0..n {
                let leaf = self.place(kind, None);
                roles.iter().for_each(|role| self.people(leaf, *role));
                let (link, hours) =
                    (if i % 2 == 0 { LinkKind::Rail } else { LinkKind::Road }, between(&mut self.stream, 5.0, 60.0));
                self.link(hubs[i % hubs.len()], leaf, link, hours);
            }
        }
    }
}

fn series(indicator: Indicator, place: Option<usize>, kind: ExogenousKind, points: &[(i32, f64)]) -> ConditionSpec {
    let linear = indicator != Indicator::StreetDay;
    let points = points.iter().map(|(day, value)| (start().plus(*day), *value)).collect();
    ConditionSpec { indicator, place, kind, linear, points }
}

fn conditions(plan: &Plan, stream: &mut Stream) -> Vec<ConditionSpec> {
    use ExogenousKind as K;
    let worst = stream.below(plan.days as u64) as i32;
    let bread = 1.0 - plan.hunger;
    let (holiday, delay) = (stream.below(30) as i32, between(stream, 0.0, 60.0));
    vec![
        series(Indicator::Food, None, K::Harvest, &[(-90, 1.0), (worst, bread), (worst + 40, 0.5 + 0.5 * bread)]),
        series(Indicator::Food, Some(0), K::Transport, &[(-60, 0.9), (worst, bread * 0.9), (worst + 60, 1.0)]),
        series(Indicator::Prices, None, K::Price, &[(-90, 1.0), (plan.days, between(stream, 0.8, 2.5))]),
        series(Indicator::Wage, None, K::Society, &[(-90, between(stream, 0.7, 1.1))]),
        series(Indicator::Fuel, None, K::Fuel, &[(-90, between(stream, 0.5, 1.1))]),
        series(Indicator::War, None, K::Enemy, &[(-90, plan.war), (plan.days, plan.war * 0.8)]),
        series(Indicator::Land, None, K::Society, &[(-90, between(stream, 0.2, 1.0))]),
        series(Indicator::Nation, None, K::Society, &[(-90, between(stream, 0.0, 1.0))]),
        series(Indicator::Season, None, K::Season, &[(-90, 1.0), (30, 0.5), (90, 0.8)]),
        series(Indicator::StreetDay, None, K::Calendar, &[(-90, 0.0), (holiday, 1.0), (holiday + 1, 0.0)]),
        series(Indicator::Weather, None, K::Weather, &[(-90, 0.3), (40, 1.0)]),
        series(Indicator::ReinforcementDelay, None, K::Transport, &[(-90, delay)]),
    ]
}

impl Plan {
    /// The world of this plan.
    pub fn world(&self) -> World {
        let mut stream = Draws::new(self.shape).stream(SHAPE, 0, start(), 0);
        let classes = SKETCHES.iter().map(|s| class(s, self, &mut stream)).collect();
        let parties: Vec<PartySpec> = (0..self.parties).map(|p| party(p, &mut stream)).collect();
        let leaders = (0..self.leaders).map(|i| LeaderSpec {
            id: format!("leader-{i}"),
            name: format!("Leader {i}"),
            party: 1 + stream.below(self.parties as u64 - 1) as usize,
            power_line: between(&mut stream, -1.0, 1.0),
            authority: between(&mut stream, 0.1, 0.9),
            available: start().plus(stream.below(40) as i32 - 5),
            until: None,
            unverified: false,
        });
        let leaders = leaders.collect();
        let mut parliament = [0.0; N_PARTIES];
        (1..self.parties).for_each(|p| parliament[p] = 1.0 / (self.parties - 1) as f64);
        let regime = RegimeSpec {
            kind: GovernmentKind::OldRegime,
            coalition: vec![1],
            delivers: [0.0; 6],
            parliament,
            severity: between(&mut stream, 0.2, 1.0),
        };
        let conditions = conditions(self, &mut stream);
        let (places, groups, links) = (Vec::new(), Vec::new(), Vec::new());
        let mut maker = Maker { plan: self, stream, places, groups, links };
        maker.settle_all();
        let Maker { places, groups, links, .. } = maker;
        let (rules, switches) = (Rules::default(), Switches::default());
        let (start, end) = (start(), start().plus(self.days - 1));
        let spec = Spec {
            start,
            end,
            capital: 0,
            places,
            groups,
            links,
            roots: Vec::new(),
            peoples: Vec::new(),
            memory: Vec::new(),
            country: String::new(),
            conditions,
            classes,
            parties,
            leaders,
            regime,
            rules,
            switches,
            rulings: Vec::new(),
            later: Vec::new(),
            draws: None,
        };
        World { spec, seed: self.seed, scale: self.scale }
    }
}
