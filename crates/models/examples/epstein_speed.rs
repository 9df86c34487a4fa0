//! Speed of Epstein's Model I: turns of agents and cops per second of one thread's time.
//!
//!     cargo run --release -p models --example epstein_speed -- TICKS [key=value ...]

use std::time::Instant;

use models::{Settings, epstein};

fn main() {
    let mut args = std::env::args().skip(1);
    let ticks: u32 = args.next().and_then(|text| text.parse().ok()).unwrap_or(100);
    let mut settings = Settings::new(&epstein::MODEL_1, 1);
    for arg in args {
        let (key, value) = arg.split_once('=').unwrap_or((&arg, ""));
        if let Err(error) = settings.set(key, value) {
            eprintln!("{key}={value}: {error:?}");
            std::process::exit(2);
        }
    }
    let begin = Instant::now();
    let mut world = epstein::World::new(&settings);
    println!("set up in {:.3} s; {} actors, {} bytes", begin.elapsed().as_secs_f64(), world.agents(), world.bytes());
    let begin = Instant::now();
    (0..ticks).for_each(|_| world.tick());
    let seconds = begin.elapsed().as_secs_f64();
    let (turns, counts) = (world.activations() as f64, world.counts());
    println!("{ticks} ticks in {seconds:.3} s: {:.3} million turns a second", turns / seconds / 1e6);
    println!("{:.3} million actor-ticks a second, those in jail included", {
        world.agents() as f64 * f64::from(ticks) / seconds / 1e6
    });
    println!("{counts:?}");
}
