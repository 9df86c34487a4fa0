//! Civil violence (Epstein 2002): grievance, risk and cops on a lattice.
//!
//! Agents differ in hardship and in risk aversion. Each rebels openly when his grievance exceeds the risk he sees: the cops
//! in view, shared among the rebels in view. Because every rebel makes rebellion safer for those who see him, small chance
//! gatherings can set off large outbursts, and because cops arrest, outbursts end. Model I sets a population against a
//! regime; in Model II two groups kill each other, clone themselves and die.
//!
//! What the paper claims: long calm broken by outbursts (run 2); many small losses of legitimacy are met by arrests one by
//! one, while one jump brings an explosion (runs 3 and 4); withdrawing cops tips a society over (run 5); two groups live
//! together where legitimacy is high (run 6), one exterminates the other where it is low (run 7), and cops keep both alive
//! (run 8). Not all of this follows from the rules as printed: see [`runs`], which measures all eight.
//!
//! J. M. Epstein (2002), "Modeling civil violence: an agent-based computational approach", PNAS 99, supplement 3,
//! 7243-7250. The paper leaves points open, and two programs that are much used settle them otherwise than its text: U.
//! Wilensky's Rebellion in NetLogo's library (2004) and the example in Mesa. Every such point is a parameter, and
//! `variant` sets them together. With `variant=epstein` these are read so: vision is a Euclidean radius; a tick gives each
//! free agent and each cop one turn in random order; a term from U(0, J) is served to the end of its last tick; the jailed
//! are off the lattice and come back to an empty site in view of their arrest; a cop stays where he stands after an arrest;
//! "movement: none" (run 1) holds for agents, while cops walk. What Model II leaves open stands at the head of its file.

pub mod marks;
pub mod outbursts;
pub mod rules;
pub mod runs;
pub mod view;

mod asynchronous;
mod crowd;
mod declared;
mod groups;
mod reach;
mod synchronous;
mod world;

pub use world::{Counts, KINDS, World};

use engine::record::{Cell, Record};

use crate::{Figure, Line, Model, Outcome, Picture, Settings, Watch};
use outbursts::Outbursts;

/// Model I: generalised rebellion against a central authority.
pub static MODEL_1: Model = Model {
    name: "epstein-1",
    title: "Civil violence I: rebellion against a central authority",
    paper: PAPER,
    explains: "Why a calm population breaks out in rebellion from time to time: each open rebel lowers the risk of those \
               who see him. With the arrest probability as printed there is no outburst at all; with the ratio of cops to \
               actives rounded down (ratio=floor, as in NetLogo) there are many.",
    equations: &[
        "G = H (1 - L), with H from U(0, 1)",
        "P = 1 - exp(-k C / A), with C cops and A actives in view, himself among them; `ratio` rounds C/A",
        "N = R P, with R from U(0, 1)",
        "active when G - N > T",
        "a cop arrests a random active agent in view for a term from U(0, J)",
    ],
    params: declared::PARAMS_1,
    reported: declared::REPORTED_1,
    needs: declared::NEEDS_1,
    fits: declared::fits,
    tables: declared::TABLES_1,
    run,
};

/// Model II: violence between two groups.
pub static MODEL_2: Model = Model {
    name: "epstein-2",
    title: "Civil violence II: two groups",
    paper: PAPER,
    explains: "When two groups that grant each other little right to exist live side by side, chance gatherings turn into \
               the extermination of one. The paper says that cops can keep both alive for good; here they delay the end.",
    equations: &[
        "G = H (1 - L), P = 1 - exp(-k C / A), active when G - R P > T, as in Model I",
        "an active agent kills a random free agent of the other group in view",
        "a free agent clones himself onto an empty neighbouring site with probability p a tick",
        "an agent dies at an age from U(0, max age)",
    ],
    params: declared::PARAMS_2,
    reported: declared::REPORTED_2,
    needs: declared::NEEDS_2,
    fits: declared::fits,
    tables: declared::TABLES_2,
    run,
};

const PAPER: &str = "Epstein, J. M. (2002). Modeling civil violence: an agent-based computational approach. PNAS 99 (suppl. 3), \
     7243-7250.";

/// Ticks between two reports to the watch.
const STRIDE: u64 = 64;
/// About how many points a line has at most.
const POINTS: u64 = 4000;

/// What a run leaves behind besides its rows.
struct Course {
    counts: Counts,
    outbursts: Outbursts,
    ticks_done: u64,
    /// The first tick at whose end a group was gone.
    extinction: Option<u64>,
    at_peak: (u64, Vec<u8>),
    active: Line,
    jailed: Line,
}

fn run(settings: &Settings, watch: &mut dyn Watch) -> Outcome {
    let has_groups = settings.model().name == MODEL_2.name;
    let ticks = settings.whole("ticks");
    let stops = has_groups && settings.word("at_extinction") == "stop";
    let mut world = World::new(settings);
    let mut record = Record::new(settings.model().tables);
    let line = |name: &str| Line { name: name.to_owned(), points: Vec::new(), is_guide: false, is_steps: false };
    let mut course = Course {
        counts: world.counts(),
        outbursts: Outbursts::new(settings.whole("outburst_threshold") as u32),
        ticks_done: 0,
        extinction: None,
        at_peak: (0, world.sites()),
        active: line("active"),
        jailed: line("jailed"),
    };
    let mut is_cut = false;
    for tick in 1..=ticks {
        let killed = world.killed();
        world.tick();
        let counts = world.counts();
        if counts.actives() > course.outbursts.peak() {
            course.at_peak = (tick, world.sites());
        }
        course.outbursts.add(counts.actives());
        (course.counts, course.ticks_done) = (counts, tick);
        write_row(&mut record, tick, &counts, &world, (world.killed() - killed) as u32, has_groups);
        if tick % ticks.div_ceil(POINTS) == 0 {
            course.active.points.push((tick as f64, f64::from(counts.actives())));
            course.jailed.points.push((tick as f64, f64::from(counts.in_jail())));
        }
        if has_groups && course.extinction.is_none() && (counts.group(0) == 0 || counts.group(1) == 0) {
            course.extinction = Some(tick);
        }
        let is_over = stops && course.extinction.is_some();
        if tick % STRIDE == 0 || tick == ticks || is_over {
            watch.rows(&mut record);
            record.clear();
            is_cut = watch.progress(tick, ticks).is_break() && tick < ticks;
        }
        if is_cut || is_over {
            break;
        }
    }
    Outcome { figures: figures(&course, &world, has_groups), pictures: pictures(settings, course, &world), is_cut }
}

fn write_row(record: &mut Record, tick: u64, counts: &Counts, world: &World, killed: u32, has_groups: bool) {
    let Counts { quiet, active, jailed, cops } = *counts;
    let (tick, legitimacy) = (Cell::U32(tick as u32), Cell::F32(world.legitimacy() as f32));
    let table = record.table(0);
    let [quiet, active, jailed] = [quiet, active, jailed].map(|by_group| by_group.map(Cell::U32));
    let ([q0, q1], [a0, a1], [j0, j1]) = (quiet, active, jailed);
    if has_groups {
        table.push([tick, q0, a0, j0, q1, a1, j1, Cell::U32(killed), Cell::U32(cops), legitimacy]);
    } else {
        table.push([tick, q0, a0, j0, Cell::U32(cops), legitimacy]);
    }
}

fn figures(course: &Course, world: &World, has_groups: bool) -> Vec<Figure> {
    let Course { outbursts, counts, .. } = course;
    let mut figures = Vec::new();
    let mut add = |name, value: Option<f64>, unit, meaning| {
        figures.extend(value.map(|value| Figure { name, value, unit, meaning }));
    };
    add("ticks", Some(course.ticks_done as f64), "ticks", "Ticks that were run.");
    add("peak_active", Some(f64::from(outbursts.peak())), "agents", "Most active agents at the end of a tick.");
    add("final_jailed", Some(f64::from(counts.in_jail())), "agents", "Agents in jail at the end.");
    if has_groups {
        add("killed", Some(world.killed() as f64), "agents", "Agents killed.");
        add("final_first", Some(f64::from(counts.group(0))), "agents", "Agents of the first group at the end.");
        add("final_second", Some(f64::from(counts.group(1))), "agents", "Agents of the second group at the end.");
        add("extinction", course.extinction.map(|tick| tick as f64), "ticks", "The tick in which a group was gone.");
        return figures;
    }
    let (activation, wait) = (outbursts.activation(), outbursts.wait());
    add("outbursts", Some(outbursts.ended() as f64), "outbursts", "Outbursts that began and ended.");
    add("mean_activation", activation.mean(), "agent-ticks", "Actives summed over an outburst, on average.");
    add("sd_activation", activation.sd(), "agent-ticks", "Standard deviation of the same.");
    add("mean_wait", wait.mean(), "ticks", "From the end of one outburst to the next, on average.");
    add("sd_wait", wait.sd(), "ticks", "Standard deviation of the same.");
    figures
}

fn pictures(settings: &Settings, course: Course, world: &World) -> Vec<Picture> {
    let width = settings.whole("width") as usize;
    let grid = |title: String, sites| Picture::Grid { title, width, kinds: KINDS, sites };
    let (tick, sites) = course.at_peak;
    vec![
        Picture::Lines {
            title: "Active and jailed agents".to_owned(),
            x: "tick",
            y: "agents",
            lines: vec![course.active, course.jailed],
        },
        grid(format!("The lattice when most were active, tick {tick}"), sites),
        grid(format!("The lattice at the end, tick {}", course.ticks_done), world.sites()),
    ]
}
