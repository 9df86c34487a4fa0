//! The work of a run, day by day, for as long as somebody wants it.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use view::ending::Reckoning;
use view::film::Filming;
use view::request::Request;

use crate::job::{Run, State};

/// A run that takes longer is given up.
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// How a run ended without what was to be kept, and what is said of it.
pub(crate) type Ended = (State, String);

/// A day of a world's work: how many are done, or `None` after the last; and the latest thing worth a line.
type Day<'a> = &'a mut dyn FnMut() -> Option<(u32, String)>;

/// The film of a run.
pub(crate) fn film(run: &Run, request: Request, threads: usize, unasked: Duration) -> Result<Vec<u8>, Ended> {
    let mut filming = Filming::begin(request, threads).map_err(|text| (State::Failed, text))?;
    let days = filming.n_days();
    carry_on(run, days, unasked, &mut || filming.step().then(|| (filming.done(), filming.headline())))?;
    Ok(filming.finish())
}

/// What the world of a run came to.
pub(crate) fn ending(run: &Run, request: &Request, threads: usize, unasked: Duration) -> Result<Value, Ended> {
    let mut reckoning = Reckoning::begin(request, threads).map_err(|text| (State::Failed, text))?;
    let days = reckoning.n_days();
    carry_on(run, days, unasked, &mut || reckoning.step().then(|| (reckoning.done(), String::new())))?;
    Ok(json!(reckoning.finish()))
}

/// Does all days, unless the run is given up, nobody asks for it, or it takes too long.
fn carry_on(run: &Run, days: u32, unasked: Duration, day: Day<'_>) -> Result<(), Ended> {
    let began = Instant::now();
    run.days.store(days, Ordering::Relaxed);
    while let Some((done, headline)) = day() {
        run.done.store(done, Ordering::Relaxed);
        if run.stop.load(Ordering::Relaxed) {
            return Err((State::Cancelled, "the run was given up".into()));
        }
        if run.is_unasked(unasked) {
            return Err((State::Cancelled, "the run was given up, since nobody asked for it any more".into()));
        }
        if began.elapsed() > LONGEST {
            return Err((State::Failed, format!("the run took longer than {} minutes", LONGEST.as_secs() / 60)));
        }
        run.told().headline = headline;
    }
    Ok(())
}
