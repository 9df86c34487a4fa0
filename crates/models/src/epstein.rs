//! To be written.
use crate::{Model, Outcome};
/// The model.
pub static MODEL_1: Model = Model {
    name: "epstein-1",
    title: "",
    paper: "",
    explains: "",
    equations: &[],
    params: &[],
    reported: &[],
    tables: &[],
    run: |_, _| Outcome::default(),
};
/// The model.
pub static MODEL_2: Model = Model {
    name: "epstein-2",
    title: "",
    paper: "",
    explains: "",
    equations: &[],
    params: &[],
    reported: &[],
    tables: &[],
    run: |_, _| Outcome::default(),
};
