//! To be written.
use crate::{Model, Outcome};
/// The model.
pub static MODEL: Model = Model {
    name: "kuran",
    title: "",
    paper: "",
    explains: "",
    equations: &[],
    params: &[],
    reported: &[],
    tables: &[],
    run: |_, _| Outcome::default(),
};
