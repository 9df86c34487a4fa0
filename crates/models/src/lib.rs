//! Published models of collective action, on the same engine as Tauride's own: one file each, with what it explains, its
//! equations, its parameters, and what its paper reports.
//!
//! Each is a [`Model`]: a name, declarations, and a function that runs it with [`Settings`] while a [`Watch`] takes its
//! rows and its progress. Drawing pictures, files and command lines are for the layers above.

pub mod model;

pub mod centola_macy;
pub mod epstein;
pub mod galam;
pub mod global_game;
pub mod granovetter;
pub mod kuran;
pub mod riots_2005;

mod curve;
mod declare;

pub use model::{
    Figure, Line, Misfit, Model, Needs, Outcome, Param, Picture, Preset, Range, Reported, SetError, Settings, Watch,
};

/// Every model, in the order of its paper's year.
pub static MODELS: &[&Model] = &[
    &granovetter::MODEL,
    &kuran::MODEL,
    &galam::MODEL,
    &epstein::MODEL_1,
    &epstein::MODEL_2,
    &global_game::MODEL,
    &centola_macy::MODEL,
    &riots_2005::MODEL,
];

/// The model of this name.
pub fn find(name: &str) -> Option<&'static Model> {
    MODELS.iter().copied().find(|model| model.name == name)
}
