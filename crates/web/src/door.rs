//! The functions that a page or a script calls.
//!
//! Text goes in and bytes come out as the crate [`door`] says: a function returns 0, or 2 with what is wrong as output.

#![allow(unsafe_code, reason = "an exported name is an unsafe attribute")]

use std::sync::Mutex;

use door::{answer, input, locked};
use engine::calendar::Calendar;
use engine::digest::hex;
use run::world::World;
use view::film::Filming;
use view::request::Request;

/// The world that is being filmed.
static WORLD: Mutex<Option<Filming>> = Mutex::new(None);

/// Runs the bundled scenario whose name is the input, for `most_days` days (0: to its end), on this one thread.
///
/// The output is `<digest> <outcome> <date>` (the date in the Old Style).
#[unsafe(no_mangle)]
pub extern "C" fn tauride_run(seed: u64, scale: u32, most_days: u32) -> u32 {
    answer(digest_of(seed, scale, most_days).map(String::into_bytes))
}

fn digest_of(seed: u64, scale: u32, most_days: u32) -> Result<String, String> {
    if scale == 0 {
        return Err("a scale is 1:N with N of at least 1".into());
    }
    let spec = scenario::load_bundled(&input()?).map_err(|problems| problems.to_string())?.spec;
    let mut world = World::new(&spec, seed, scale, 1);
    let mut days = 0;
    while (most_days == 0 || days < most_days) && world.step().is_some() {
        days += 1;
    }
    let outcome = world.outcome();
    Ok(format!("{} {} {}", hex(world.digest()), outcome.kind.word(), outcome.date.iso(Calendar::OldStyle)))
}

/// The stage of the bundled scenario whose name is the input: what is the same for all its worlds, as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn tauride_stage() -> u32 {
    answer(input().and_then(|name| view::stage::of(&name)).map(|stage| stage.to_string().into_bytes()))
}

/// Begins the world that the input asks for (see [`view::request`]); the output is how many days it has, as text.
#[unsafe(no_mangle)]
pub extern "C" fn tauride_begin() -> u32 {
    let begun = input().and_then(|text| Filming::begin(Request::read(&text)?, 1));
    answer(begun.map(|filming| {
        let days = filming.n_days().to_string();
        *locked(&WORLD) = Some(filming);
        days.into_bytes()
    }))
}

/// Simulates up to so many days of the world begun; the output is how many are done, then the latest headline.
#[unsafe(no_mangle)]
pub extern "C" fn tauride_go(days: u32) -> u32 {
    let mut world = locked(&WORLD);
    answer(match world.as_mut() {
        None => Err("no world was begun".into()),
        Some(filming) => {
            for _ in 0..days {
                if !filming.step() {
                    break;
                }
            }
            Ok(format!("{} {}", filming.done(), filming.headline()).into_bytes())
        }
    })
}

/// Ends the world begun; the output is its film (see [`view::film`]).
#[unsafe(no_mangle)]
pub extern "C" fn tauride_film() -> u32 {
    answer(locked(&WORLD).take().map(Filming::finish).ok_or_else(|| "no world was begun".into()))
}

#[cfg(test)]
mod tests {
    use door::{output, put, tauride_output_length};

    use super::*;

    #[test]
    fn law_the_door_answers_and_refuses() {
        put(b"one-town");
        assert_eq!(tauride_run(1, 10, 3), 0);
        assert_eq!(tauride_output_length(), output().len());
        assert_eq!(output().iter().position(|b| *b == b' '), Some(32));
        assert_eq!(tauride_run(1, 0, 3), 2);
        assert_eq!(tauride_stage(), 0);
        put(b"one");
        assert_eq!((tauride_run(1, 10, 3), tauride_stage(), tauride_begin()), (2, 2, 2));
        assert_eq!((tauride_go(1), tauride_film()), (2, 2), "no world was begun");

        put(br#"{"scenario":"one-town","scale":10}"#);
        assert_eq!(tauride_begin(), 0);
        let days: u32 = String::from_utf8(output()).expect("a text").parse().expect("a number");
        assert_eq!(tauride_go(days + 1), 0);
        assert!(String::from_utf8(output()).expect("a text").starts_with(&format!("{days} ")));
        assert_eq!(tauride_film(), 0);
        let film = output();
        put(b"one-town");
        assert_eq!(tauride_run(1, 10, 0), 0);
        let digest = String::from_utf8(output()[..32].to_vec()).expect("hexadecimal digits");
        assert!(
            String::from_utf8_lossy(&film).contains(&digest),
            "a filmed world has the digest of one that is only run"
        );
    }
}
