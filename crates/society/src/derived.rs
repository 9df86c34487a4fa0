//! What follows from the scenario alone, made again after loading.

use crate::inputs::{INDICATORS, Indicator, N_INDICATORS};
use crate::parts::{Piece, pieces};
use crate::places::{Cell, Group, Locality, NONE};
use crate::spec::Spec;
use engine::calendar::Day;
use std::collections::BTreeMap;

/// Adults of a seat whose events carry half as far as those of the greatest city. Unit: adults. Assumed.
const HALF_HEARD: f64 = 60_000.0;

/// What follows from the scenario alone.
#[derive(Default)]
pub(crate) struct Derived {
    /// For each place, the series of each indicator, or [`NONE`].
    pub series: Vec<[u32; N_INDICATORS]>,
    /// Today's conditions of each place.
    pub today: Vec<[f64; N_INDICATORS]>,
    /// For each indicator the series for everywhere, or [`NONE`]; and what it is today.
    everywhere: ([u32; N_INDICATORS], [f64; N_INDICATORS]),
    /// Men at each front's place, and what the war is to them today, 0..=1: what awaits those who are sent there.
    fronts: (Vec<(u32, f64)>, f64),
    /// Pieces of the parallel loops, in order.
    pub pieces: Vec<Piece>,
    /// How far each seat's events carry, 0..=1.
    pub weight: Vec<f32>,
    /// Real adults.
    pub adults: f64,
}

impl Derived {
    pub(crate) fn of(spec: &Spec, cells: &[Cell], groups: &[Group], localities: &[Locality], scale: u32) -> Derived {
        let mut listed = BTreeMap::new();
        for (i, c) in spec.conditions.iter().enumerate() {
            listed.entry((c.indicator as usize, c.place)).or_insert(i as u32);
        }
        // The series of the place itself, or of the nearest place that holds it, or the one for everywhere.
        let find = |place: usize, indicator: usize| {
            let mut at = Some(place);
            loop {
                match (listed.get(&(indicator, at)), at) {
                    (Some(i), _) => return *i,
                    (None, Some(p)) => at = spec.places[p].parent,
                    (None, None) => return NONE,
                }
            }
        };
        let series = (0..spec.places.len()).map(|p| std::array::from_fn(|i| find(p, i))).collect();
        let everywhere = std::array::from_fn(|i| listed.get(&(i, None)).copied().unwrap_or(NONE));
        let at_fronts = groups.iter().filter(|g| g.does.hold_front());
        let fronts = (at_fronts.map(|g| (g.place, f64::from(g.adults))).collect(), 0.0);
        let weight = localities
            .iter()
            .map(|s| {
                let first = s.first_group as usize;
                let adults: u32 = groups[first..first + s.n_groups as usize].iter().map(|g| g.adults).sum();
                let real = f64::from(adults) * f64::from(scale);
                (real / (real + HALF_HEARD)) as f32
            })
            .collect();
        let adults = groups.iter().map(|g| f64::from(g.adults)).sum::<f64>() * f64::from(scale);
        let today = vec![[0.0; N_INDICATORS]; spec.places.len()];
        let everywhere = (everywhere, [0.0; N_INDICATORS]);
        Derived { series, today, everywhere, fronts, pieces: pieces(cells, groups), weight, adults }
    }

    /// Reads the day's inputs.
    pub(crate) fn look(&mut self, spec: &Spec, day: Day) {
        let values: Vec<f64> = spec.conditions.iter().map(|series| series.at(day)).collect();
        let of = |series: u32, i: usize| if series == NONE { INDICATORS[i].2 } else { values[series as usize] };
        for (today, series) in self.today.iter_mut().zip(&self.series) {
            for (i, value) in today.iter_mut().enumerate() {
                *value = of(series[i], i);
            }
        }
        let (men, burden) = &mut self.fronts;
        let all = engine::math::sum_in_order(men.iter().map(|(_, men)| *men));
        let borne = men.iter().map(|(place, men)| men * self.today[*place as usize][Indicator::War as usize]);
        *burden = if all > 0.0 { engine::math::sum_in_order(borne) / all } else { 0.0 };
        let (series, today) = &mut self.everywhere;
        *today = std::array::from_fn(|i| of(series[i], i));
    }

    /// Today's conditions of a group: of its place. But who serves under arms comes from all the country, so that land and
    /// nation are as they are there; and who serves in the rear is sent to the fronts, in marching companies.
    pub(crate) fn conditions_of(&self, group: &Group) -> [f64; N_INDICATORS] {
        let mut of = *self.conditions(group.place);
        if group.does.bear_arms() {
            for i in [Indicator::Land as usize, Indicator::Nation as usize] {
                of[i] = self.everywhere.1[i];
            }
        }
        // Who serves in the rear waits to be sent.
        if group.does.wait_to_be_sent() {
            let war = &mut of[Indicator::War as usize];
            *war = war.max(self.fronts.1);
        }
        of
    }

    /// Today's conditions of a place.
    pub(crate) fn conditions(&self, place: u32) -> &[f64; N_INDICATORS] {
        &self.today[place as usize]
    }
}
