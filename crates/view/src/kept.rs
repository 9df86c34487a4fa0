//! Scenarios, each read and checked once: a page asks for many worlds of one scenario. Those that come with the program are
//! read when they are asked for; those of the user's own are offered before.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use scenario::{Loaded, load_bundled, main_scenario};

static READ: Mutex<BTreeMap<String, Arc<Loaded>>> = Mutex::new(BTreeMap::new());
/// Names of the scenarios that were offered, in their order.
static OFFERED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// A panic leaves what was there before.
fn held<T>(kept: &'static Mutex<T>) -> MutexGuard<'static, T> {
    kept.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Has pages show a scenario of the user's own, under its name. What is offered first is what a page opens with.
pub fn offer(loaded: Loaded) {
    let name = loaded.id.clone();
    held(&READ).insert(name.clone(), Arc::new(loaded));
    let mut offered = held(&OFFERED);
    if !offered.contains(&name) {
        offered.push(name);
    }
}

/// Names and titles of the scenarios that were offered, in their order.
pub fn offered() -> Vec<(String, String)> {
    let names = held(&OFFERED).clone();
    let read = held(&READ);
    names.into_iter().filter_map(|name| Some((name.clone(), read.get(&name)?.title.clone()))).collect()
}

/// Name of the scenario that a page opens with where none is named.
pub fn first() -> String {
    held(&OFFERED).first().cloned().unwrap_or_else(|| main_scenario().to_owned())
}

/// A scenario as it comes.
///
/// # Errors
/// When there is none of this name.
pub(crate) fn scenario(name: &str) -> Result<Arc<Loaded>, String> {
    // Whoever asks while it is being read waits, rather than read it too.
    let mut read = held(&READ);
    if let Some(loaded) = read.get(name) {
        return Ok(Arc::clone(loaded));
    }
    let loaded = Arc::new(load_bundled(name).map_err(|problems| problems.to_string())?);
    read.insert(name.to_owned(), Arc::clone(&loaded));
    Ok(loaded)
}
