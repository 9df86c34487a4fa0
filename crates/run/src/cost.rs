//! What a run or a study will cost, told before it begins: from a trial of a few days of the case.
//!
//! Nothing of the trial is kept, and no result depends on it. Where the case has more persons than can be tried in a second,
//! the trial has fewer, and what persons add to time and memory is taken to be linear.

use std::time::Instant;

use engine::record::Record;
use society::spec::Spec;

use crate::memory;
use crate::world::World;
use crate::write::Tables;

/// Persons held in memory at most in a trial.
const MOST_TRIED: f64 = 4_000_000.0;
/// Seconds of simulated days after which a trial ends.
const LONGEST: f64 = 0.4;
/// Simulated days of a trial at most: from one to the next the villages are written down.
const MOST_DAYS: i32 = 14;
/// Person-days below which a world needs no trial: it takes a fraction of a second.
const FEW_PERSON_DAYS: f64 = 2e7;
/// Bytes that each person held in memory adds, as `cargo xtask bench` measures (docs/benchmarks.md).
const BYTES_A_PERSON: f64 = 5.6;
/// What a value of a table takes on the disk, in bytes: runs of `russia-1917` have 0.95 at 1:1,000 and 1.08 at 1:20, one of
/// `one-town`, whose tables are small, 1.8.
const BYTES_A_VALUE: f64 = 1.0;
/// What of all that stands in the few tables: 0.08 of `russia-1917` at 1:1,000, 0.06 at 1:20.
const SHARE_OF_FEW: f64 = 0.08;
/// What a value of a table adds to memory while it waits to be written, and when a run with all tables is looked at again at its
/// end, for its record and its report: runs of `russia-1917` with a report hold 10.3 at 1:1,000 and 11.0 at 1:60 beside their world,
/// one with the few tables 6.
const HELD_A_VALUE: f64 = 10.5;
/// Days from one on which villages have rows to the next.
const WEEK: f64 = 7.0;
/// What a day without rows of villages has of the rows of the first, where no other day was tried.
const WITHOUT_VILLAGES: f64 = 0.3;
/// What is kept of a world by day, in a journal: eight series and the seats, as text.
const BYTES_OF_A_DAY: f64 = 110.0;
/// What is kept of a world as a row: about 300 bytes in a journal, 130 in a table.
const BYTES_OF_A_ROW: f64 = 450.0;

/// What a study keeps of each world.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// A row.
    Row,
    /// What [`crate::worlds`] keeps of a world.
    Summary,
    /// That and these tables.
    Tables(Tables),
}

/// Worlds that are ahead.
#[derive(Clone, Copy, Debug)]
pub struct Ahead<'a> {
    /// What they are made from; its last day is theirs.
    pub spec: &'a Spec,
    /// Persons that one simulated person stands for.
    pub scale: u32,
    /// How many; a part of a world counts as a part.
    pub worlds: f64,
    /// What is kept of each.
    pub kept: Kept,
}

/// What it will cost.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Cost {
    /// Seconds.
    pub seconds: f64,
    /// Most memory held at once, in bytes; 0 where the system does not say.
    pub memory: f64,
    /// Bytes on the disk.
    pub disk: f64,
    /// Simulated days that were tried.
    pub days_tried: i32,
}

/// A world that was tried.
struct Trial {
    persons: f64,
    built: f64,
    a_day: f64,
    values_a_day: f64,
    days: i32,
    held: f64,
}

/// Tries worlds of these and says what all will cost on so many threads: worlds of a study a thread each, a single one on all
/// of them. Nothing where it is too little to be told.
pub fn of(ahead: &Ahead<'_>, threads: usize) -> Option<Cost> {
    let spec = ahead.spec;
    let days = f64::from(spec.end.since(spec.start) + 1);
    let persons: f64 = spec.groups.iter().map(|group| f64::from(group.persons)).sum::<f64>() / f64::from(ahead.scale);
    // Where places are few a world takes little else than its persons do.
    if persons * days * ahead.worlds < FEW_PERSON_DAYS && spec.places.len() < 100 {
        return None;
    }
    let is_one = ahead.worlds <= 1.0;
    let coarser = (persons / MOST_TRIED).ceil().max(1.0);
    let threads_of_one = if is_one { threads } else { 1 };
    let tried = try_out(spec, ahead.scale.saturating_mul(coarser as u32), threads_of_one);
    // What a world takes beside its persons is seen at a scale where there are few.
    let (built, a_day) = if coarser > 1.0 {
        let fewer = try_out(spec, ahead.scale.saturating_mul(4 * coarser as u32), threads_of_one);
        let span = (tried.persons - fewer.persons).max(1.0);
        let at = |more: f64, less: f64| {
            let a_person = ((more - less) / span).max(0.0);
            more + a_person * (persons - tried.persons).max(0.0)
        };
        (at(tried.built, fewer.built), at(tried.a_day, fewer.a_day))
    } else {
        (tried.built, tried.a_day)
    };
    let side_by_side = if is_one { 1.0 } else { ahead.worlds.min(threads as f64) };
    let values = tried.values_a_day * days;
    let values = match ahead.kept {
        Kept::Row | Kept::Summary | Kept::Tables(Tables::None) => 0.0,
        Kept::Tables(Tables::Few) => SHARE_OF_FEW * values,
        Kept::Tables(Tables::All) => values,
    };
    // A study keeps its worlds in memory as in its journal, for the answer and its page.
    let noted = match ahead.kept {
        Kept::Row => BYTES_OF_A_ROW,
        Kept::Tables(_) if is_one => 0.0,
        Kept::Summary | Kept::Tables(_) => BYTES_OF_A_DAY * days,
    };
    let disk = BYTES_A_VALUE * values + noted;
    let more = BYTES_A_PERSON * (persons - tried.persons).max(0.0);
    let now = memory::held_bytes() as f64;
    let held = side_by_side * (tried.held + more + HELD_A_VALUE * values) + noted * ahead.worlds;
    let memory = if now > 0.0 { now + held } else { 0.0 };
    let seconds = (built + a_day * days) * ahead.worlds / side_by_side;
    Some(Cost { seconds, memory, disk: disk * ahead.worlds, days_tried: tried.days })
}

fn try_out(spec: &Spec, scale: u32, threads: usize) -> Trial {
    let before = memory::held_bytes();
    let began = Instant::now();
    let mut world = World::new(spec, 1, scale, threads);
    let built = began.elapsed().as_secs_f64();
    let held = memory::held_bytes().saturating_sub(before) as f64;
    let (began, mut days, mut first, mut others) = (Instant::now(), 0, 0.0, 0.0);
    while days < MOST_DAYS && (days == 0 || began.elapsed().as_secs_f64() < LONGEST) && world.step().is_some() {
        days += 1;
        let values = values_of(world.record_mut());
        match days {
            1 => first = values,
            // The first day of a week counts once a week, whether or not the trial saw another.
            8 => {}
            _ => others += values,
        }
    }
    let n = f64::from(days.max(1));
    let n_others = f64::from(if days > 7 { days - 2 } else { days - 1 });
    let other = if n_others > 0.0 { others / n_others } else { WITHOUT_VILLAGES * first };
    let values_a_day = (first + (WEEK - 1.0) * other) / WEEK;
    let persons = world.society().counts().modelled as f64;
    Trial { persons, built, a_day: began.elapsed().as_secs_f64() / n, values_a_day, days, held }
}

/// Values in the rows of a day.
fn values_of(record: &mut Record) -> f64 {
    (0..record.tables().len())
        .map(|at| {
            let rows = record.table(at);
            rows.len() as f64 * rows.table.columns.len() as f64
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_cost_is_told_where_there_is_much_to_do_and_grows_with_the_worlds() {
        let town = scenario::load_bundled("one-town").expect("it comes with the program").spec;
        let one = Ahead { spec: &town, scale: 1, worlds: 1.0, kept: Kept::Tables(Tables::All) };
        assert_eq!(of(&one, 1), None, "a town takes a moment");
        let many = Ahead { worlds: 1000.0, kept: Kept::Row, ..one };
        let cost = of(&many, 2).expect("a thousand are many");
        assert!(cost.seconds > 0.0 && cost.days_tried >= 1, "{cost:?}");
        assert_eq!(cost.disk, 1000.0 * BYTES_OF_A_ROW);
        let tables = of(&Ahead { kept: Kept::Tables(Tables::All), ..many }, 2).expect("a thousand are many");
        assert!(tables.disk > cost.disk && tables.memory > cost.memory, "tables are held before they are written");
    }
}
