//! What the map shows of each place on each day. Places that hold others are the sum of what they hold.

use std::collections::BTreeSet;

use engine::record::Record;
use scenario::Loaded;
use society::spec::{N_PARTIES, PlaceKind, Spec};
use society::tables::{Councils, Daily, Leanings};

use crate::pack::{Pack, byte};

/// No party, no resolution.
const NONE: u8 = 255;

/// The sums of a place; of a leaf those of its last rows.
#[derive(Clone, Default)]
struct Sums {
    adults: f64,
    follow: [f64; 4],
    acting: [u32; 3],
    grievance: f64,
    trust: f64,
    leaning: [f64; N_PARTIES],
    voters: [f64; N_PARTIES],
}

impl Sums {
    fn add(&mut self, other: &Sums) {
        self.adults += other.adults;
        self.grievance += other.grievance;
        self.trust += other.trust;
        self.follow.iter_mut().zip(other.follow).for_each(|(a, b)| *a += b);
        self.acting.iter_mut().zip(other.acting).for_each(|(a, b)| *a += b);
        self.leaning.iter_mut().zip(other.leaning).for_each(|(a, b)| *a += b);
        self.voters.iter_mut().zip(other.voters).for_each(|(a, b)| *a += b);
    }
}

/// The columns of the map.
pub(super) struct Map {
    /// Places in an order in which each stands before the one that holds it.
    inside_out: Vec<usize>,
    leaves: Vec<Sums>,
    /// Largest party and resolution of each council.
    councils: Vec<[u8; 2]>,
    /// Government, council, committee, nobody; grievance, trust, turnout; party, its share; council's party, resolution.
    bytes: [Vec<u8>; BYTES.len()],
    acting: [Vec<u32>; ACTING.len()],
    /// Places whose votes are shown by party; `None` for the whole country.
    polled: Vec<Option<usize>>,
    /// Shares of votes, by polled place, day, party.
    votes: Vec<Vec<f32>>,
}

const BYTES: [&str; 11] = [
    "government",
    "council",
    "committee",
    "nobody",
    "grievance",
    "trust",
    "turnout",
    "party",
    "party_share",
    "seats",
    "resolution",
];
const ACTING: [&str; 3] = ["strikers", "soldiers", "villagers"];

impl Map {
    pub(super) fn new(loaded: &Loaded) -> Map {
        let spec = &loaded.spec;
        let n = spec.places.len();
        let depth = |place: usize| std::iter::successors(Some(place), |p| spec.places[*p].parent).take(n).count();
        let mut inside_out: Vec<usize> = (0..n).collect();
        inside_out.sort_by_key(|place| std::cmp::Reverse(depth(*place)));
        let votes = loaded.measures.iter().filter(|row| row.measure.starts_with("vote_share"));
        let asked: BTreeSet<&str> = votes.map(|row| row.place.as_str()).collect();
        let mut polled = vec![None];
        polled.extend((0..n).filter(|i| *i == spec.capital || asked.contains(spec.places[*i].id.as_str())).map(Some));
        Map {
            inside_out,
            leaves: vec![Sums::default(); n],
            councils: vec![[NONE; 2]; n],
            bytes: Default::default(),
            acting: Default::default(),
            votes: vec![Vec::new(); polled.len()],
            polled,
        }
    }

    pub(super) fn take(&mut self, spec: &Spec, record: &Record) {
        self.daily(record);
        self.leanings(record);
        self.council_rows(record);
        let mut sums = self.leaves.clone();
        for &place in &self.inside_out {
            if let Some(parent) = spec.places[place].parent {
                let own = std::mem::take(&mut sums[place]);
                sums[parent].add(&own);
                sums[place] = own;
            }
        }
        let country = spec.places.iter().zip(&sums).filter(|(place, _)| place.parent.is_none());
        let mut all = Sums::default();
        country.for_each(|(_, sum)| all.add(sum));
        for (place, shares) in self.polled.iter().zip(&mut self.votes) {
            let votes = place.map_or(&all, |place| &sums[place]).voters;
            // Who would vote for nobody's list does not vote.
            let total: f64 = votes[1..].iter().sum();
            shares.extend(votes.iter().take(spec.parties.len()).enumerate().map(|(party, n)| match party {
                0 => 0.0,
                _ => (n / total.max(1.0)) as f32,
            }));
        }
        for (place, sum) in sums.iter().enumerate() {
            self.show(sum, self.councils[self.seat(spec, place)]);
        }
    }

    /// The place whose council speaks for this one.
    fn seat(&self, spec: &Spec, place: usize) -> usize {
        match spec.places[place].parent {
            Some(parent) if spec.places[place].kind == PlaceKind::District => parent,
            _ => place,
        }
    }

    fn daily(&mut self, record: &Record) {
        let rows: Daily<'_> = record.of();
        let follow = [rows.follow_government, rows.follow_council, rows.follow_committee, rows.follow_nobody];
        let acting = [rows.strikers, rows.refusing, rows.peasant_actions];
        let mut last = None;
        for row in 0..rows.len() {
            let place = usize::from(rows.place[row]);
            let sum = &mut self.leaves[place];
            if last != Some(place) {
                // Rows of a place stand together: with its first, those of an earlier day are done with.
                let (leaning, voters) = (sum.leaning, sum.voters);
                *sum = Sums { leaning, voters, ..Sums::default() };
                last = Some(place);
            }
            let follow = follow.map(|column| f64::from(column[row]));
            let adults: f64 = follow.iter().sum();
            sum.follow.iter_mut().zip(follow).for_each(|(a, b)| *a += b);
            sum.adults += adults;
            sum.grievance += adults * f64::from(rows.grievance[row]);
            sum.trust += adults * f64::from(rows.trust[row]);
            sum.acting.iter_mut().zip(acting).for_each(|(sum, column)| *sum += column[row]);
        }
    }

    fn leanings(&mut self, record: &Record) {
        let rows: Leanings<'_> = record.of();
        let mut last = None;
        for row in 0..rows.len() {
            let place = usize::from(rows.place[row]);
            let sum = &mut self.leaves[place];
            if last != Some(place) {
                sum.leaning = [0.0; N_PARTIES];
                sum.voters = [0.0; N_PARTIES];
                last = Some(place);
            }
            sum.leaning[usize::from(rows.party[row])] += f64::from(rows.persons[row]);
            sum.voters[usize::from(rows.party[row])] += f64::from(rows.voters[row]);
        }
    }

    fn council_rows(&mut self, record: &Record) {
        let rows: Councils<'_> = record.of();
        let mut most = (usize::MAX, 0);
        for row in 0..rows.len() {
            let place = usize::from(rows.place[row]);
            let seats = rows.seats_workers[row] + rows.seats_soldiers[row] + rows.seats_peasants[row];
            if most.0 != place {
                most = (place, 0);
                self.councils[place] = [NONE, rows.resolution[row] as u8];
            }
            if seats > most.1 {
                most.1 = seats;
                self.councils[place][0] = rows.party[row] as u8;
            }
        }
    }

    fn show(&mut self, sum: &Sums, council: [u8; 2]) {
        let share = |x: f64| byte(x / sum.adults.max(1.0));
        let leaning: f64 = sum.leaning.iter().sum();
        let mut first = 0;
        for party in 1..N_PARTIES {
            if sum.leaning[party] > sum.leaning[first] {
                first = party;
            }
        }
        let party = if leaning > 0.0 { first as u8 } else { NONE };
        let values = [
            share(sum.follow[0]),
            share(sum.follow[1]),
            share(sum.follow[2]),
            share(sum.follow[3]),
            share(sum.grievance),
            share(sum.trust),
            byte(sum.voters.iter().sum::<f64>() / leaning.max(1.0)),
            party,
            byte(sum.leaning[first] / leaning.max(1.0)),
            council[0],
            council[1],
        ];
        self.bytes.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
        self.acting.iter_mut().zip(sum.acting).for_each(|(column, value)| column.push(value));
    }

    /// Packs the columns; which places the votes are of.
    pub(super) fn pack(self, pack: &mut Pack) -> Vec<Option<usize>> {
        for (name, column) in BYTES.iter().zip(&self.bytes) {
            pack.u8(&format!("map.{name}"), column);
        }
        for (name, column) in ACTING.iter().zip(&self.acting) {
            pack.u32(&format!("map.{name}"), column);
        }
        pack.f32("votes.share", &self.votes.concat());
        self.polled
    }
}
