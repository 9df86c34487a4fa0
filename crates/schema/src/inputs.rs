//! What a scenario gives: places, persons, links, conditions, classes, parties, leaders, a regime, switches; as plain
//! numbers and indices. Everything dated in it is exogenous: the kinds a dated input may have are [`ExogenousKind`], and
//! there is no other.

use engine::calendar::Day;

use crate::powers::GovernmentKind;

/// Number of demands a person may feel.
pub const N_ISSUES: usize = 6;
/// Names of the demands, in order.
pub const ISSUES: [&str; N_ISSUES] = ["bread", "peace", "land", "hours", "liberty", "nation"];
/// Positions in [`ISSUES`].
pub const BREAD: usize = 0;
/// See [`ISSUES`].
pub const PEACE: usize = 1;
/// See [`ISSUES`].
pub const LAND: usize = 2;
/// Wages, the eight-hour day, control over the works. See [`ISSUES`].
pub const HOURS: usize = 3;
/// See [`ISSUES`].
pub const LIBERTY: usize = 4;
/// See [`ISSUES`].
pub const NATION: usize = 5;
/// Most parties that four bits of a person's leaning can name; party 0 is "none".
pub const N_PARTIES: usize = 16;

engine::words! {
    /// What kind of place.
    pub enum PlaceKind {
        /// A province; holds no persons of its own.
        Province = "province",
        /// A rural county (uezd).
        County = "county",
        /// A town.
        Town = "town",
        /// A district of a town.
        District = "district",
        /// A front, or a sector of one.
        Front = "front",
        /// A naval or garrison base.
        Base = "base",
    }
}

/// Names of [`PlaceKind`] as written in files.
pub const PLACE_KINDS: [(&str, PlaceKind); PlaceKind::ALL.len()] = PlaceKind::NAMED;

/// A place as given.
#[derive(Clone, Debug)]
pub struct PlaceSpec {
    /// Identifier, lower-case ASCII.
    pub id: String,
    /// Name in English.
    pub name: String,
    /// Name in Russian, or empty.
    pub name_ru: String,
    /// Kind.
    pub kind: PlaceKind,
    /// Index of the place that holds this one.
    pub parent: Option<usize>,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// Whether any number of the place is unverified.
    pub unverified: bool,
}

/// Persons of one class in one leaf place. Named workplaces, regiments and ships are groups of their own.
#[derive(Clone, Debug)]
pub struct GroupSpec {
    /// Index into [`Spec::places`].
    pub place: usize,
    /// Index into [`Spec::classes`].
    pub class: usize,
    /// Persons, children included.
    pub persons: u32,
    /// Share of women, 0..=1.
    pub share_women: f64,
    /// Name of the works, regiment or ship; `None` for all those not named.
    pub name: Option<String>,
    /// Wage of a named works at the start, next to that of its place (1); `None` where it is drawn.
    pub wage: Option<f64>,
    /// Number of the owner whom a named works shares with others; `None` for one with an owner of its own.
    pub owner: Option<u32>,
}

engine::words! {
    /// How people, trains and telegrams go between two places.
    pub enum LinkKind {
        /// Between districts of a town.
        Street = "street",
        /// Railway with its telegraph.
        Rail = "rail",
        /// Cart road.
        Road = "road",
        /// River steamer.
        River = "river",
        /// Sea.
        Sea = "sea",
        /// Telegraph alone.
        Telegraph = "telegraph",
    }
}

/// Names of [`LinkKind`] as written in files.
pub const LINK_KINDS: [(&str, LinkKind); LinkKind::ALL.len()] = LinkKind::NAMED;

/// A link, open both ways.
#[derive(Clone, Copy, Debug)]
pub struct LinkSpec {
    /// Index of a leaf place.
    pub from: usize,
    /// Index of a leaf place.
    pub to: usize,
    /// Kind.
    pub kind: LinkKind,
    /// Hours on the way.
    pub hours: f64,
}

/// What a party is in a place, and in all places within it.
#[derive(Clone, Copy, Debug)]
pub struct PartyInPlace {
    /// Index into [`Spec::places`].
    pub place: usize,
    /// Index into [`Spec::parties`].
    pub party: usize,
    /// Of [`Spec::roots`] times the country's mean; of [`Spec::peoples`] a share, 0..=1.
    pub value: f64,
}

/// The share of a class with experience of struggle in a place, and in all places within it.
#[derive(Clone, Copy, Debug)]
pub struct MemoryInPlace {
    /// Index into [`Spec::places`].
    pub place: usize,
    /// Index into [`Spec::classes`].
    pub class: usize,
    /// Share, 0..=1, in place of that of the class.
    pub share: f64,
}

/// What a dated input measures. See `docs/odd.md` for the scale of each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Indicator {
    /// Share of the need for bread that is covered.
    Food,
    /// Cost of living.
    Prices,
    /// Wage at the start; read then only.
    Wage,
    /// Share of the need for fuel and raw material that is covered.
    Fuel,
    /// War burden, 0..=1.
    War,
    /// Land hunger, 0..=1.
    Land,
    /// Share for whom autonomy is a live demand.
    Nation,
    /// How free the village is from field work, 0..=1.
    Season,
    /// How far people expect one another in the street on this date, 0..=1.
    StreetDay,
    /// How easily people go into the street, 0..=1.
    Weather,
    /// Hours added on the railways.
    ReinforcementDelay,
}

impl Indicator {
    /// Unit and meaning.
    pub fn about(self) -> [&'static str; 2] {
        match self {
            Indicator::Food => ["share of need", "Need for bread that is covered; 1 is enough."],
            Indicator::Prices => ["mid-1914 = 1", "Cost of living."],
            Indicator::Wage => ["mid-1914 = 1", "Wage at the start; what it becomes is the outcome of strikes."],
            Indicator::Fuel => ["share of need", "Need for fuel and raw material that is covered; 1 is enough."],
            Indicator::War => ["0..1", "Burden of the war."],
            Indicator::Land => ["0..1", "Land hunger."],
            Indicator::Nation => ["share of persons", "Those for whom autonomy is a live demand."],
            Indicator::Season => ["0..1", "How free the village is from field work."],
            Indicator::StreetDay => ["0..1", "How far people expect one another in the street on this date."],
            Indicator::Weather => ["0..1", "How easily people go into the street."],
            Indicator::ReinforcementDelay => ["hours", "Hours added on the railways."],
        }
    }
}

/// Number of indicators.
pub const N_INDICATORS: usize = 11;

/// Names of [`Indicator`] as written in files, with the value where no row says otherwise, and the allowed range.
pub const INDICATORS: [(&str, Indicator, f64, f64, f64); N_INDICATORS] = [
    ("food", Indicator::Food, 1.0, 0.0, 2.0),
    ("prices", Indicator::Prices, 1.0, 0.01, 1e6),
    ("wage", Indicator::Wage, 1.0, 0.01, 1e6),
    ("fuel", Indicator::Fuel, 1.0, 0.0, 2.0),
    ("war", Indicator::War, 0.0, 0.0, 1.0),
    ("land", Indicator::Land, 0.0, 0.0, 1.0),
    ("nation", Indicator::Nation, 0.0, 0.0, 1.0),
    ("season", Indicator::Season, 1.0, 0.0, 1.0),
    ("street_day", Indicator::StreetDay, 0.0, 0.0, 1.0),
    ("weather", Indicator::Weather, 1.0, 0.0, 1.0),
    ("reinforcement_delay", Indicator::ReinforcementDelay, 0.0, 0.0, 1000.0),
];

engine::words! {
    /// The only kinds a dated input may have: what the actors of the model could not decide.
    pub enum ExogenousKind {
        /// Prices and wages on the market.
        Price = "price",
        /// Harvest and deliveries.
        Harvest = "harvest",
        /// Fuel and raw material.
        Fuel = "fuel",
        /// Railways and rivers.
        Transport = "transport",
        /// The enemy's moves.
        Enemy = "enemy",
        /// Weather.
        Weather = "weather",
        /// Holidays, paydays, anniversaries.
        Calendar = "calendar",
        /// Field work.
        Season = "season",
        /// The society at the start.
        Society = "society",
        /// The date at which an exile can travel.
        Travel = "travel",
    }
}

/// Names of [`ExogenousKind`] as written in files.
pub const EXOGENOUS_KINDS: [(&str, ExogenousKind); ExogenousKind::ALL.len()] = ExogenousKind::NAMED;

/// A series of one indicator for one place (and everything in it) or for all.
#[derive(Clone, Debug)]
pub struct ConditionSpec {
    /// What it measures.
    pub indicator: Indicator,
    /// Index of the place it holds for, with all that place contains; `None` for everywhere.
    pub place: Option<usize>,
    /// What kind of exogenous fact it is.
    pub kind: ExogenousKind,
    /// Whether values between two dates lie on a line (`true`) or stay until the next date (`false`).
    pub linear: bool,
    /// Dates and values, dates rising strictly.
    pub points: Vec<(Day, f64)>,
}

impl ConditionSpec {
    /// The value on a day: the first point's before it, the last point's after it.
    pub fn at(&self, day: Day) -> f64 {
        let after = self.points.partition_point(|(d, _)| *d <= day);
        if after == 0 {
            return self.points.first().map_or(0.0, |p| p.1);
        }
        let (d0, v0) = self.points[after - 1];
        match self.points.get(after) {
            Some(&(d1, v1)) if self.linear => v0 + (v1 - v0) * f64::from(day.since(d0)) / f64::from(d1.since(d0)),
            _ => v0,
        }
    }
}

engine::words! {
    /// Something that members of a class can do, or that is done with them.
    pub enum Capability {
        /// They strike at works of their own.
        Strike = "strike",
        /// They can stop trains; of those who strike.
        StopTrains = "stop_trains",
        /// They bear arms under command.
        BearArms = "bear_arms",
        /// They live in villages, where who acts withholds rent and goes against the estates.
        LiveInVillages = "live_in_villages",
        /// They take land; of those who live in villages. The others there own it.
        TakeLand = "take_land",
        /// They are police with posts of their own; of those who keep order.
        Police = "police",
        /// They are used against crowds, and stand whole for it; of those who bear arms.
        KeepOrder = "keep_order",
        /// They are quartered in a town, with an arsenal, and stand pickets; of those who bear arms.
        Garrison = "garrison",
        /// They were drafted from elsewhere, pay for an offensive and go home when nothing holds them; of those who bear arms.
        Drafted = "drafted",
        /// They hold a front; of those who bear arms.
        HoldFront = "hold_front",
        /// A commander can send them by rail; of those who bear arms.
        BeSent = "be_sent",
        /// They are at home in public committees of all classes.
        JoinCommittees = "join_committees",
    }
}

impl Capability {
    /// What it needs beside itself.
    pub fn needs(self) -> Option<Capability> {
        match self {
            Capability::StopTrains => Some(Capability::Strike),
            Capability::TakeLand => Some(Capability::LiveInVillages),
            Capability::Police => Some(Capability::KeepOrder),
            Capability::KeepOrder
            | Capability::Garrison
            | Capability::Drafted
            | Capability::HoldFront
            | Capability::BeSent => Some(Capability::BearArms),
            _ => None,
        }
    }
}

/// What members of a class can do. Nobody has two of these: strike, bear arms, live in villages; who has none of them is of the
/// street.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Capabilities {
    bits: u16,
}
engine::snapshot!(struct Capabilities { bits });

impl Capabilities {
    /// These, and no others.
    pub fn of(all: &[Capability]) -> Capabilities {
        Capabilities { bits: all.iter().fold(0, |bits, one| bits | 1 << one.code()) }
    }
    /// Whether this is one of them.
    #[inline(always)]
    pub fn has(self, one: Capability) -> bool {
        self.bits & 1 << one as u16 != 0
    }
    /// Whether members strike.
    #[inline(always)]
    pub fn strike(self) -> bool {
        self.has(Capability::Strike)
    }
    /// Whether members bear arms under command.
    #[inline(always)]
    pub fn bear_arms(self) -> bool {
        self.has(Capability::BearArms)
    }
    /// Whether members live in villages.
    #[inline(always)]
    pub fn live_in_villages(self) -> bool {
        self.has(Capability::LiveInVillages)
    }
    /// Whether members take land.
    #[inline(always)]
    pub fn take_land(self) -> bool {
        self.has(Capability::TakeLand)
    }
    /// Whether members hold a front.
    #[inline(always)]
    pub fn hold_front(self) -> bool {
        self.has(Capability::HoldFront)
    }
    /// Whether members serve in the rear and wait to be sent to a front.
    pub fn wait_to_be_sent(self) -> bool {
        self.has(Capability::Drafted) && !self.hold_front()
    }
    /// Whether members neither strike nor bear arms nor live in villages: their first step is the street.
    #[inline(always)]
    pub fn are_of_the_street(self) -> bool {
        !self.strike() && !self.bear_arms() && !self.live_in_villages()
    }
    /// Whether members are soldiers or sailors: of those under arms neither police with posts nor cadets.
    #[inline(always)]
    pub fn are_soldiers(self) -> bool {
        self.has(Capability::Garrison) || self.has(Capability::BeSent)
    }
}

engine::words! {
    /// Section of a council that a class elects to.
    pub enum Section {
        /// Workers' section.
        Workers = "workers",
        /// Soldiers' section.
        Soldiers = "soldiers",
        /// Peasants' councils.
        Peasants = "peasants",
    }
}

engine::snapshot!(words Section);

/// Names of [`Section`] as written in files; "none" stands for a class without a vote in councils.
pub const SECTIONS: [(&str, Section); Section::ALL.len()] = Section::NAMED;

/// A kind of cell and how its persons start.
#[derive(Clone, Debug, Default)]
pub struct ClassSpec {
    /// Identifier.
    pub id: String,
    /// Name in English.
    pub name: String,
    /// A word by which readers may put classes together; no rule reads it.
    pub role: String,
    /// What its members can do.
    pub does: Capabilities,
    /// Section of the council it elects to, if any.
    pub section: Option<Section>,
    /// Persons in an ordinary cell, 50..=1000.
    pub cell_persons: f64,
    /// Median persons of a workplace, company or village that is not named.
    pub group_median: f64,
    /// Standard deviation of the logarithm of that size.
    pub group_spread: f64,
    /// Persons for one delegate.
    pub quota_persons: f64,
    /// Share of children among its persons, 0..=1.
    pub share_children: f64,
    /// Grievance at the start: what is felt beyond what the conditions of the weeks before explain (added), and the
    /// standard deviation between persons, 0..=1.
    pub grievance: [f64; 2],
    /// Mean and standard deviation of trust in the regime at the start, 0..=1.
    pub trust: [f64; 2],
    /// Mean and standard deviation of the disposition not to act, 0..=1.
    pub threshold: [f64; 2],
    /// Mean and standard deviation of the attitude to power (0 government, 1 councils), 0..=1.
    pub power: [f64; 2],
    /// Share with experience of struggle at the start (the memory of 1905).
    pub experienced: f64,
    /// Weight of each demand in hardship, in the order of [`ISSUES`]; the sum is at most 1.
    pub weights: [f64; N_ISSUES],
    /// Share leaning to each party at the start; sums to 1.
    pub leaning: [f64; N_PARTIES],
    /// Mean conviction at the start, 0..=15.
    pub conviction: f64,
}

engine::words! {
    /// What a party does by default.
    pub enum Strategy {
        /// Holds government or wants it alone.
        Govern = "govern",
        /// Enters or supports a coalition.
        Coalition = "coalition",
        /// Presses the government from outside.
        Press = "press",
        /// Opposes and explains.
        Oppose = "oppose",
    }
}

/// Names of [`Strategy`] as written in files.
pub const STRATEGIES: [(&str, Strategy); Strategy::ALL.len()] = Strategy::NAMED;

/// A party.
#[derive(Clone, Debug)]
pub struct PartySpec {
    /// Identifier, as in the evidence.
    pub id: String,
    /// Name in English.
    pub name: String,
    /// Short label.
    pub short: String,
    /// How far its programme meets each demand, -1..=1, in the order of [`ISSUES`].
    pub position: [f64; N_ISSUES],
    /// Who should hold power: -1 government alone ... 1 the councils.
    pub power_line: f64,
    /// What it does at the start.
    pub strategy: Strategy,
    /// How closely the committee follows its rank and file, 0..=1.
    pub openness: f64,
    /// Cadres per thousand adults of each class, in class order.
    pub cadres: Vec<f64>,
    /// Copies of its papers printed a day when legal.
    pub press: f64,
    /// Members at the start.
    pub members: f64,
    /// Whether it may work openly under the regime at the start.
    pub legal: bool,
    /// Peoples for whom it speaks, as `nations.csv` names them; of a party of no people there are none.
    pub nations: Vec<String>,
    /// Whether it stands outside the majority that councils begin with. No rule reads it: patterns are measured by it.
    pub is_challenger: bool,
}

/// A leader: moves the party's committee, never the masses.
#[derive(Clone, Debug)]
pub struct LeaderSpec {
    /// Identifier.
    pub id: String,
    /// Name in English.
    pub name: String,
    /// Index of the party.
    pub party: usize,
    /// The line the leader argues for: who should hold power, -1..=1.
    pub power_line: f64,
    /// Share of the committee's judgement that the leader can move at most, 0..=1.
    pub authority: f64,
    /// The day from which the leader can be there (the date at which an exile can travel).
    pub available: Day,
    /// The last day on which the leader is there; `None` for one who stays.
    pub until: Option<Day>,
    /// Whether that date is unverified.
    pub unverified: bool,
}

impl LeaderSpec {
    /// What the leader draws for.
    pub fn entity(&self) -> u64 {
        engine::draw::entity([self.id.as_str()])
    }
}

/// The regime at the start.
#[derive(Clone, Debug)]
pub struct RegimeSpec {
    /// What kind of rule it is; one of [`GovernmentKind::AT_START`].
    pub kind: GovernmentKind,
    /// Parties in the government.
    pub coalition: Vec<usize>,
    /// What it delivers of each demand, 0..=1, in the order of [`ISSUES`].
    pub delivers: [f64; N_ISSUES],
    /// Share of seats of each party in the parliament that could succeed it.
    pub parliament: [f64; N_PARTIES],
    /// How readily it orders troops to fire, 0..=1.
    pub severity: f64,
}

/// Switches of mechanisms; all on by default.
#[derive(Clone, Debug, PartialEq)]
pub struct Switches {
    on: [bool; MECHANISMS.len()],
}

/// Names of the switchable mechanisms with one line of meaning.
pub const MECHANISMS: [(&str, &str); 16] = [
    ("social_proof", "people act because others act"),
    ("experience", "those who have struggled before act sooner, and found councils sooner"),
    ("news", "what happens elsewhere is heard of"),
    ("repression", "police and troops disperse, arrest and shoot"),
    ("councils", "workplaces and units elect councils"),
    ("recall", "delegates who have lost their electors are replaced"),
    ("cadres", "party members persuade"),
    ("leaders", "leaders move their committees"),
    ("reinforcement", "commanders bring troops along the railways"),
    ("rural", "villages act on their own demand"),
    ("fatigue", "every day out makes the next one harder"),
    ("settlement", "strikes end with a result"),
    ("congress", "councils send delegates to a congress that elects a central executive"),
    ("committees", "public committees stand beside government and councils"),
    ("coup", "commanders may march on the capital"),
    ("marches", "parties and councils call people into the street for a day"),
];

impl Default for Switches {
    fn default() -> Self {
        Switches { on: [true; MECHANISMS.len()] }
    }
}

impl Switches {
    /// Whether the named mechanism is on.
    ///
    /// # Panics
    /// When there is no such mechanism: the caller names it in code.
    pub fn is_on(&self, name: &str) -> bool {
        self.on[mechanism_position(name).expect("a mechanism named in code is in MECHANISMS")]
    }

    /// Turns a mechanism on or off; `false` when there is no such mechanism.
    pub fn set(&mut self, name: &str, on: bool) -> bool {
        match mechanism_position(name) {
            Some(i) => {
                self.on[i] = on;
                true
            }
            None => false,
        }
    }
}

fn mechanism_position(name: &str) -> Option<usize> {
    MECHANISMS.iter().position(|(n, _)| *n == name)
}
