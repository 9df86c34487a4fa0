//! The common model in Tauride, by its crate `models`. A fifth word, `synchronous`, chooses that update.

#[path = "../../common/measure.rs"]
mod measure;

use measure::{CITIZENS, COPS, Model, Task};
use models::Settings;
use models::epstein::{MODEL_1, World};

struct Run(World);

impl Run {
    fn new(task: Task, update: &str) -> Run {
        let size = task.size.to_string();
        let settings = Settings::new(&MODEL_1, task.seed)
            .with("width", &size)
            .with("height", &size)
            .with("population_density", &CITIZENS.to_string())
            .with("cop_density", &COPS.to_string())
            .with("legitimacy", "0.82")
            .with("max_jail_term", "30")
            .with("ratio", "floor")
            .with("term_counts", "own_turn")
            .with("update", update);
        Run(World::new(&settings))
    }
}

impl Model for Run {
    fn tick(&mut self) {
        self.0.tick();
    }

    fn active(&self) -> usize {
        self.0.counts().actives() as usize
    }
}

fn main() {
    let is_synchronous = std::env::args().any(|word| word == "synchronous");
    let (name, update) =
        if is_synchronous { ("Tauride, synchronous", "synchronous") } else { ("Tauride", "asynchronous") };
    measure::run(name, env!("CARGO_PKG_VERSION"), |task| Run::new(task, update));
}
