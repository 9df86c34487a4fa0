//! Bundled scenarios, each read and checked once: a page asks for many worlds of one scenario.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use scenario::{Loaded, load_bundled};

static READ: Mutex<BTreeMap<String, Arc<Loaded>>> = Mutex::new(BTreeMap::new());

/// A bundled scenario as it comes.
///
/// # Errors
/// When there is none of this name.
pub(crate) fn scenario(name: &str) -> Result<Arc<Loaded>, String> {
    // Whoever asks while it is being read waits, rather than read it too. A panic leaves what was there before.
    let mut read = READ.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some(loaded) = read.get(name) {
        return Ok(Arc::clone(loaded));
    }
    let loaded = Arc::new(load_bundled(name).map_err(|problems| problems.to_string())?);
    read.insert(name.to_owned(), Arc::clone(&loaded));
    Ok(loaded)
}
