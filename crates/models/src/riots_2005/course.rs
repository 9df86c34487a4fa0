//! The course of the riots: the equations integrated over all sites, and what is read out of it.

use engine::calendar::Day;
use engine::draw::Purpose;
use engine::math;
use engine::record::{Cell, ColumnDecl, ColumnKind, Record, TableDecl};

use crate::model::{Figure, Line, Picture, Settings, Watch};

/// Position of the table of sites by day.
const SITES: usize = 0;
/// Position of the table of places.
const PLACES: usize = 1;

/// The tables of a run.
pub(super) static TABLES: [TableDecl; 2] = [
    TableDecl {
        name: "sites",
        row: "day, site",
        columns: &[
            ColumnDecl { name: "day", unit: "days", kind: ColumnKind::U32, meaning: "days since the start" },
            ColumnDecl { name: "site", unit: "", kind: ColumnKind::U32, meaning: "number of the site, from 1" },
            ColumnDecl { name: "susceptible", unit: "persons", kind: ColumnKind::F32, meaning: "who may still join" },
            ColumnDecl { name: "rioters", unit: "persons", kind: ColumnKind::F32, meaning: "who riot" },
            ColumnDecl {
                name: "withdrawn",
                unit: "persons",
                kind: ColumnKind::F32,
                meaning: "who rioted and do no more",
            },
        ],
    },
    TableDecl {
        name: "places",
        row: "site",
        columns: &[
            ColumnDecl { name: "site", unit: "", kind: ColumnKind::U32, meaning: "number of the site, from 1" },
            ColumnDecl { name: "distance", unit: "km", kind: ColumnKind::F32, meaning: "distance from the first site" },
            ColumnDecl {
                name: "reservoir",
                unit: "persons",
                kind: ColumnKind::F32,
                meaning: "who may join, at the start",
            },
            ColumnDecl {
                name: "joined",
                unit: "share",
                kind: ColumnKind::F32,
                meaning: "share of the reservoir that joined in the end",
            },
            ColumnDecl { name: "peak_day", unit: "days", kind: ColumnKind::F32, meaning: "time of the most rioters" },
            ColumnDecl {
                name: "peak_rioters",
                unit: "persons",
                kind: ColumnKind::F32,
                meaning: "most rioters at once",
            },
        ],
    },
];

const RESERVOIR: Purpose = Purpose::named("riots_2005.reservoir");

/// A site counts as reached when this share of its reservoir has joined. A judgement: far above what the kernel's tail
/// brings about at once, far below what an outbreak does.
const REACHED_SHARE: f64 = 0.1;
/// Sites whose curves are drawn.
const MOST_LINES: usize = 7;

/// Kinds of site in the picture of when rioting was highest.
static WHEN: [&str; 11] = [
    "not reached",
    "first tenth of the days",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "last tenth",
];

/// How joining answers to rioting.
#[derive(Clone, Copy)]
enum Response {
    Sigmoid,
    Threshold,
    Linear,
}

/// The rates, and who learns how much of whom.
struct Rules {
    response: Response,
    join_per_day: f64,
    half_activity: f64,
    least_activity: f64,
    recovery_per_day: f64,
    /// Row by row: the weight of site j's rioters at site k.
    weights: Vec<f64>,
}

/// Every site's persons.
#[derive(Clone)]
pub(super) struct State {
    pub(super) susceptible: Vec<f64>,
    pub(super) rioters: Vec<f64>,
    pub(super) withdrawn: Vec<f64>,
}

impl Rules {
    fn new(settings: &Settings, places: &[(f64, f64)]) -> Rules {
        let (range, power, media) = (settings.real("range_km"), settings.real("power"), settings.real("media_share"));
        let is_power = settings.word("kernel") == "power";
        let weight = |a: (f64, f64), b: (f64, f64)| {
            let x = distance(a, b) / range;
            media + (1.0 - media) * if is_power { math::pow(1.0 + x, -power) } else { math::exp(-x) }
        };
        Rules {
            response: match settings.word("response") {
                "sigmoid" => Response::Sigmoid,
                "threshold" => Response::Threshold,
                _ => Response::Linear,
            },
            join_per_day: settings.real("join_per_day"),
            half_activity: settings.real("half_activity"),
            least_activity: settings.real("least_activity"),
            recovery_per_day: settings.real("recovery_per_day"),
            weights: places.iter().flat_map(|&a| places.iter().map(move |&b| weight(a, b))).collect(),
        }
    }

    /// The rate at which a susceptible person joins, a day.
    fn joining(&self, activity: f64) -> f64 {
        let x = activity / self.half_activity;
        self.join_per_day
            * match self.response {
                Response::Sigmoid => x * x / (1.0 + x * x),
                Response::Threshold if activity <= self.least_activity => 0.0,
                Response::Threshold => 1.0 - math::exp((self.least_activity - activity) / self.half_activity),
                Response::Linear => x,
            }
    }

    /// What changes a day.
    fn change(&self, state: &State, change: &mut State) {
        let n = state.rioters.len();
        for k in 0..n {
            let weights = &self.weights[k * n..(k + 1) * n];
            let activity =
                math::sum_in_order(weights.iter().zip(&state.rioters).map(|(weight, rioters)| weight * rioters));
            let joining = state.susceptible[k] * self.joining(activity);
            let leaving = self.recovery_per_day * state.rioters[k];
            change.susceptible[k] = -joining;
            change.rioters[k] = joining - leaving;
            change.withdrawn[k] = leaving;
        }
    }

    /// One step of the classical Runge-Kutta method; `slopes` is scratch.
    fn step(&self, state: &mut State, days: f64, slopes: &mut [State; 4]) {
        let [first, second, third, fourth] = slopes;
        self.change(state, first);
        self.change(&state.along(first, days / 2.0), second);
        self.change(&state.along(second, days / 2.0), third);
        self.change(&state.along(third, days), fourth);
        let slopes = [(first, days / 6.0), (second, days / 3.0), (third, days / 3.0), (fourth, days / 6.0)];
        for (slope, days) in slopes {
            *state = state.along(slope, days);
        }
    }
}

impl State {
    fn new(reservoirs: &[f64], first: usize, first_rioters: f64) -> State {
        let n = reservoirs.len();
        let mut state = State { susceptible: reservoirs.to_vec(), rioters: vec![0.0; n], withdrawn: vec![0.0; n] };
        state.rioters[first] = first_rioters.min(reservoirs[first]);
        state.susceptible[first] -= state.rioters[first];
        state
    }

    fn empty(n: usize) -> State {
        State { susceptible: vec![0.0; n], rioters: vec![0.0; n], withdrawn: vec![0.0; n] }
    }

    /// The state after so many days in this direction.
    fn along(&self, slope: &State, days: f64) -> State {
        let moved = |from: &[f64], slope: &[f64]| from.iter().zip(slope).map(|(x, dx)| x + days * dx).collect();
        State {
            susceptible: moved(&self.susceptible, &slope.susceptible),
            rioters: moved(&self.rioters, &slope.rioters),
            withdrawn: moved(&self.withdrawn, &slope.withdrawn),
        }
    }

    fn write(&self, day: u64, record: &mut Record) {
        for k in 0..self.rioters.len() {
            let person = |x: f64| Cell::F32(x as f32);
            record.table(SITES).push([
                Cell::U32(day as u32),
                Cell::U32(k as u32 + 1),
                person(self.susceptible[k]),
                person(self.rioters[k]),
                person(self.withdrawn[k]),
            ]);
        }
    }
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    ((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)).sqrt()
}

/// Where the sites are, how many stand in a row, and which is the first to riot.
fn layout(settings: &Settings) -> (Vec<(f64, f64)>, usize, usize) {
    let (n, spacing) = (settings.whole("sites") as usize, settings.real("spacing_km"));
    if settings.word("layout") == "line" {
        return ((0..n).map(|i| (i as f64 * spacing, 0.0)).collect(), n, 0);
    }
    let width = n.isqrt();
    let place = |i: usize| ((i % width) as f64 * spacing, (i / width) as f64 * spacing);
    ((0..width * width).map(place).collect(), width, width / 2 * width + width / 2)
}

/// The course of a run: what its pictures and figures are made of.
pub(super) struct Course {
    places: Vec<(f64, f64)>,
    pub(super) width: usize,
    pub(super) first: usize,
    pub(super) reservoirs: Vec<f64>,
    /// Rioters of every site after every step.
    pub(super) rioters: Vec<Vec<f64>>,
    days_per_step: f64,
    pub(super) last: State,
}

impl Course {
    /// Integrates; `None` when the watch broke.
    pub(super) fn run(settings: &Settings, watch: &mut dyn Watch) -> Option<Course> {
        let (places, width, first) = layout(settings);
        let n = places.len();
        let draws = settings.draws();
        let (mean, spread) = (settings.real("reservoir"), settings.real("reservoir_spread"));
        let drawn = |k: usize| 2.0 * draws.uniform(RESERVOIR, k as u64, Day(0), 0) - 1.0;
        let reservoirs: Vec<f64> = (0..n).map(|k| mean * (1.0 + spread * drawn(k))).collect();
        let rules = Rules::new(settings, &places);
        let mut state = State::new(&reservoirs, first, settings.real("first_rioters"));
        let (days, steps_per_day) = (settings.whole("days"), settings.whole("steps_per_day"));
        let days_per_step = 1.0 / steps_per_day as f64;
        let mut slopes = [(); 4].map(|()| State::empty(n));
        let mut record = Record::new(&TABLES);
        let mut rioters: Vec<Vec<f64>> = state.rioters.iter().map(|&i| vec![i]).collect();
        state.write(0, &mut record);
        for day in 1..=days {
            for _ in 0..steps_per_day {
                rules.step(&mut state, days_per_step, &mut slopes);
                rioters.iter_mut().zip(&state.rioters).for_each(|(course, &now)| course.push(now));
            }
            state.write(day, &mut record);
            watch.rows(&mut record);
            record.clear();
            if watch.progress(day, days).is_break() {
                return None;
            }
        }
        let course = Course { places, width, first, reservoirs, rioters, days_per_step, last: state };
        course.write_places(&mut record);
        watch.rows(&mut record);
        Some(course)
    }

    pub(super) fn n(&self) -> usize {
        self.places.len()
    }

    fn distance(&self, k: usize) -> f64 {
        distance(self.places[self.first], self.places[k])
    }

    /// Time and size of the most rioting at a site, the time by the parabola through the three highest points.
    pub(super) fn peak(&self, k: usize) -> (f64, f64) {
        let course = &self.rioters[k];
        let at = (0..course.len()).rev().max_by(|&a, &b| course[a].total_cmp(&course[b])).unwrap_or(0);
        let mut time = at as f64;
        if at > 0 && at + 1 < course.len() {
            let (before, top, after) = (course[at - 1], course[at], course[at + 1]);
            let bend = before - 2.0 * top + after;
            if bend < 0.0 {
                time += (before - after) / (2.0 * bend);
            }
        }
        (time * self.days_per_step, course[at])
    }

    pub(super) fn joined_share(&self, k: usize) -> f64 {
        1.0 - self.last.susceptible[k] / self.reservoirs[k]
    }

    pub(super) fn is_reached(&self, k: usize) -> bool {
        self.joined_share(k) >= REACHED_SHARE
    }

    /// Kilometres a day between the reached sites in the middle of the way, away from the start and from the edge; NaN
    /// where too few are reached.
    pub(super) fn speed(&self) -> f64 {
        let mut reached: Vec<(f64, f64)> =
            (0..self.n()).filter(|&k| self.is_reached(k)).map(|k| (self.distance(k), self.peak(k).0)).collect();
        reached.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let (from, to) = (reached.len() / 4, reached.len() * 3 / 4);
        match (reached.get(from), reached.get(to)) {
            (Some(from), Some(to)) if to.0 > from.0 && to.1 > from.1 => (to.0 - from.0) / (to.1 - from.1),
            _ => f64::NAN,
        }
    }

    fn write_places(&self, record: &mut Record) {
        for k in 0..self.n() {
            let (day, most) = self.peak(k);
            let numbers = [self.distance(k), self.reservoirs[k], self.joined_share(k), day, most];
            let [distance, reservoir, joined, day, most] = numbers.map(|x| Cell::F32(x as f32));
            record.table(PLACES).push([Cell::U32(k as u32 + 1), distance, reservoir, joined, day, most]);
        }
    }

    pub(super) fn total(&self) -> Vec<(f64, f64)> {
        let n_steps = self.rioters.first().map_or(0, Vec::len);
        let at = |step: usize| math::sum_in_order(self.rioters.iter().map(|course| course[step]));
        (0..n_steps).map(|step| (step as f64 * self.days_per_step, at(step))).collect()
    }

    pub(super) fn figures(&self) -> Vec<Figure> {
        let total = self.total();
        let (peak_day, peak) = total.iter().copied().fold((0.0, 0.0), |top, now| if now.1 > top.1 { now } else { top });
        let sum = |values: &[f64]| math::sum_in_order(values.iter().copied());
        let reservoir = sum(&self.reservoirs);
        let reached = (0..self.n()).filter(|&k| self.is_reached(k)).count();
        vec![
            Figure {
                name: "joined_share",
                value: 1.0 - sum(&self.last.susceptible) / reservoir,
                unit: "share",
                meaning: "Share of all reservoirs that joined.",
            },
            Figure {
                name: "sites_reached",
                value: reached as f64,
                unit: "sites",
                meaning: "Sites where at least a tenth of the reservoir joined.",
            },
            Figure {
                name: "peak_day",
                value: peak_day,
                unit: "days",
                meaning: "Days from the start to the most rioters, all sites together.",
            },
            Figure {
                name: "peak_rioters",
                value: peak,
                unit: "persons",
                meaning: "Most rioters at once, all sites together.",
            },
            Figure {
                name: "wave_speed",
                value: self.speed(),
                unit: "km per day",
                meaning: "Speed at which the peak passes over the middle half of the way.",
            },
        ]
    }

    pub(super) fn pictures(&self) -> Vec<Picture> {
        let line = |name: String, points| Line { name, points, is_guide: false, is_steps: false };
        let mut by_distance: Vec<usize> = (0..self.n()).collect();
        by_distance.sort_by(|&a, &b| self.distance(a).total_cmp(&self.distance(b)).then(a.cmp(&b)));
        let n_lines = MOST_LINES.min(self.n());
        let shown = (0..n_lines).map(|i| by_distance[i * (self.n() - 1) / (n_lines - 1).max(1)]);
        let course = |k: usize| {
            let points = self.rioters[k].iter().enumerate();
            points.map(|(step, &rioters)| (step as f64 * self.days_per_step, rioters)).collect::<Vec<_>>()
        };
        let name = |k: usize| format!("{:.0} km from the start", self.distance(k));
        let mut pictures = vec![Picture::Lines {
            title: "Rioters at sites near and far".into(),
            x: "days",
            y: "rioters",
            lines: shown.map(|k| line(name(k), course(k))).collect(),
        }];
        if self.n() > 1 {
            let reached = by_distance.iter().filter(|&&k| self.is_reached(k));
            let peaks = reached.map(|&k| (self.distance(k), self.peak(k).0)).collect();
            pictures.push(Picture::Lines {
                title: "Rioters at all sites".into(),
                x: "days",
                y: "rioters",
                lines: vec![line("all sites".into(), self.total())],
            });
            pictures.push(Picture::Lines {
                title: "Day of the most rioters, by distance from the start".into(),
                x: "distance (km)",
                y: "day",
                lines: vec![line("sites that were reached".into(), peaks)],
            });
        }
        if self.width < self.n() {
            let days = (self.total().len() - 1) as f64 * self.days_per_step;
            let tenth =
                |k: usize| if self.is_reached(k) { 1 + (self.peak(k).0 / days * 10.0).min(9.0) as u8 } else { 0 };
            pictures.push(Picture::Grid {
                title: "When rioting was highest".into(),
                width: self.width,
                kinds: &WHEN,
                sites: (0..self.n()).map(tenth).collect(),
            });
        }
        pictures
    }
}
