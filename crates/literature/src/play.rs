//! One run of a model without files, with the digest that the program gives it.

use std::ops::ControlFlow;

use engine::digest::{Digest, hex};
use engine::record::Record;
use models::{Figure, Outcome, Watch};

use crate::case::Case;

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Played {
    /// Its figures and pictures.
    pub outcome: Outcome,
    /// Hash over every row and every figure; nothing where the run was ended early.
    pub digest: Option<String>,
}

/// Runs a model. `told` hears how many steps of how many are done; when it breaks, the run ends early.
pub fn play(case: &Case, told: &mut dyn FnMut(u64, u64) -> ControlFlow<()>) -> Played {
    let mut onlooker = Onlooker { digest: Digest::new(), told };
    let outcome = (case.model().run)(case.settings(), &mut onlooker);
    let mut digest = onlooker.digest;
    add_figures(&mut digest, &outcome.figures);
    let digest = (!outcome.is_cut).then(|| hex(digest.finish()));
    Played { outcome, digest }
}

/// Adds the figures of a run to the digest of its rows.
pub fn add_figures(digest: &mut Digest, figures: &[Figure]) {
    for figure in figures {
        digest.bytes(figure.name.as_bytes());
        digest.bytes(&figure.value.to_bits().to_le_bytes());
    }
}

/// Hashes the rows of a run and keeps none.
struct Onlooker<'a> {
    digest: Digest,
    told: &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>,
}

impl Watch for Onlooker<'_> {
    fn progress(&mut self, done: u64, of: u64) -> ControlFlow<()> {
        (self.told)(done, of)
    }

    fn rows(&mut self, record: &mut Record) {
        record.digest(&mut self.digest);
    }
}
