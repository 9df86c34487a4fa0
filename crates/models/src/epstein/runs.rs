//! What a seed of one of the paper's eight runs (Table 2) comes to. `analysis/models.py` runs all of them and sets them beside
//! what the paper reports.

use super::outbursts::Outbursts;
use super::{MODEL_1, MODEL_2, World};
use crate::Settings;

/// What one seed of one run came to.
#[derive(Clone, Debug)]
pub struct Course {
    /// Outbursts, waits and the peak.
    pub outbursts: Outbursts,
    /// Agents in jail at the end.
    pub jailed: u32,
    /// Agents killed.
    pub killed: u64,
    /// The tick in which a group was gone, in Model II.
    pub extinction: Option<u64>,
    /// The group that is left, 0 or 1, when one is gone.
    pub victor: Option<usize>,
    /// Lowest and highest number of actives after the first 100 ticks, at the end of a tick.
    pub after_100: (u32, u32),
}

/// Runs the world of these settings for its ticks, or until a group is gone.
///
/// # Panics
/// When the settings are those of another model: a bug.
pub fn course(settings: &Settings) -> Course {
    let has_groups = settings.model().name == MODEL_2.name;
    let mut world = World::new(settings);
    let mut course = Course {
        outbursts: Outbursts::new(settings.whole("outburst_threshold") as u32),
        jailed: 0,
        killed: 0,
        extinction: None,
        victor: None,
        after_100: (u32::MAX, 0),
    };
    for tick in 1..=settings.whole("ticks") {
        world.tick();
        let counts = world.counts();
        let actives = counts.actives();
        course.outbursts.add(actives);
        course.jailed = counts.in_jail();
        if tick > 100 {
            course.after_100 = (course.after_100.0.min(actives), course.after_100.1.max(actives));
        }
        if has_groups && (counts.group(0) == 0 || counts.group(1) == 0) {
            course.extinction = Some(tick);
            course.victor = (0..2).find(|group| counts.group(*group) > 0);
            break;
        }
    }
    course.killed = world.killed();
    course
}

/// The settings of one of the eight runs; 1 to 5 are of Model I, 6 to 8 of Model II.
///
/// # Panics
/// When there is no such run.
pub fn settings(run: &str, ratio: &str, seed: u64) -> Settings {
    let model = if matches!(run, "6" | "7" | "8") { &MODEL_2 } else { &MODEL_1 };
    Settings::new(model, seed).with("run", run).with("ratio", ratio)
}

/// The courses of one run for seeds 1 to `seeds`.
pub fn courses(run: &str, ratio: &str, seeds: u64) -> Vec<Course> {
    (1..=seeds).map(|seed| course(&settings(run, ratio, seed))).collect()
}

/// The mean, or not a number when there is no value.
pub fn mean(values: &[f64]) -> f64 {
    engine::math::sum_in_order(values.iter().copied()) / values.len() as f64
}
