//! What every method of fitting has in common: it proposes runs and takes their results, a batch at a time.

/// A run that a method asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Proposal {
    /// The parameters, in probit coordinates.
    pub point: Vec<f64>,
    /// How fine the run is.
    pub fidelity: u32,
    /// Whether the point was drawn from the whole prior, whatever earlier runs said.
    pub from_prior: bool,
}

/// A method of fitting. `propose` changes nothing: asked again, it gives the same runs.
pub(crate) trait Method {
    /// The runs of the next batch; empty exactly when the method is done.
    fn propose(&self) -> Vec<Proposal>;
    /// Takes the results of a whole batch, in the order of the proposals; `None` for a run that failed.
    fn take(&mut self, proposals: &[Proposal], results: &[Option<Vec<f64>>]);
    /// Whether it has finished.
    fn is_done(&self) -> bool;
}
