//! The published models in WebAssembly, for the page that offers them: a small module beside that of the worlds.
//!
//! Text goes in and JSON comes out as [`door`] says. While a run is under way, the module tells its caller how far it has
//! come through the one function that it imports, `page.told(done, of)`; whoever wants no more of it ends the thread.

#![allow(unsafe_code, reason = "an exported name is an unsafe attribute")]

use door::{answer, input};
use literature::declared;
use literature::standing::Asked;
use serde::Serialize;

#[cfg(target_arch = "wasm32")]
mod page {
    #[link(wasm_import_module = "page")]
    unsafe extern "C" {
        /// Hears how many steps of how many are done.
        pub(super) safe fn told(done: f64, of: f64);
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod page {
    /// Hears how many steps of how many are done; without a page nobody does.
    pub(super) fn told(_: f64, _: f64) {}
}

fn json(of: &impl Serialize) -> Result<Vec<u8>, String> {
    serde_json::to_vec(of).map_err(|e| format!("the answer cannot be written: {e}"))
}

/// Every model as it is declared, as JSON ([`declared::DeclaredModel`]).
#[unsafe(no_mangle)]
pub extern "C" fn tauride_models() -> u32 {
    answer(json(&declared::all()))
}

/// How the parameters stand with the settings that the input asks for ([`Asked`]), as JSON
/// ([`literature::standing::Reply`]).
#[unsafe(no_mangle)]
pub extern "C" fn tauride_standing() -> u32 {
    answer(input().and_then(|text| json(&Asked::read(&text)?.standing()?)))
}

/// Makes the run that the input asks for ([`Asked`]); what it came to, as JSON ([`literature::answer::Answer`]).
#[unsafe(no_mangle)]
pub extern "C" fn tauride_model() -> u32 {
    let mut told = |done: u64, of: u64| page::told(done as f64, of as f64);
    answer(input().and_then(|text| json(&Asked::read(&text)?.run(&mut told)?)))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use serde_json::Value;

    use super::*;

    fn said(call: extern "C" fn() -> u32, text: &str) -> Result<Value, String> {
        door::put(text.as_bytes());
        let status = call();
        let output = door::output();
        match status {
            0 => Ok(serde_json::from_slice(&output).expect("it answers in JSON")),
            _ => Err(String::from_utf8(output).expect("it refuses in words")),
        }
    }

    #[test]
    fn law_the_door_answers_as_the_program_does_and_refuses() {
        let models = said(tauride_models, "").expect("there are models");
        let names: Vec<&str> =
            models.as_array().expect("a list").iter().map(|model| model["name"].as_str().expect("a name")).collect();
        assert!(names.contains(&"granovetter") && names.contains(&"riots-2005"), "{names:?}");

        let asked = r#"{"model":"granovetter","seed":3,"set":{"thresholds":"quantiles","sd":"12.5"}}"#;
        let run = said(tauride_model, asked).expect("it runs");
        let given = ["thresholds=quantiles".to_owned(), "sd=12.5".to_owned()];
        let case = run::reference::Case::open("granovetter", 3, &given).expect("the settings are right");
        let dir = std::env::temp_dir().join(format!("tauride-door-{}", std::process::id()));
        let ended = run::reference::run(&case, &dir, &AtomicBool::new(false), &mut |_, _| {}).expect("it can be kept");
        std::fs::remove_dir_all(&dir).expect("it was made");
        let run::reference::Ended::Done(manifest, _) = ended else { panic!("nobody interrupted it") };
        assert_eq!(run["digest"].as_str(), manifest.digest.as_deref());
        assert_eq!(run["command"].as_str(), Some(manifest.command.as_str()));
        for figure in run["figures"].as_array().expect("a list") {
            let name = figure["name"].as_str().expect("a name");
            assert_eq!(figure["value"].as_f64(), manifest.figures[name], "{name}");
        }

        let standing = said(tauride_standing, asked).expect("there is such a model");
        assert_eq!(standing["faults"].as_array().map(Vec::len), Some(0));
        for (text, why) in [
            ("{", "cannot be read"),
            (r#"{"model":"granoveter","seed":1}"#, "did you mean `granovetter`?"),
            (r#"{"model":"granovetter","seed":1,"set":{"people":"1"}}"#, "a whole number from 2 to 10000"),
            (r#"{"model":"granovetter","seed":1,"sets":{}}"#, "unknown field"),
        ] {
            assert!(said(tauride_model, text).is_err_and(|said| said.contains(why)), "{text}");
        }
    }
}
