//! Published models as a reader meets them: declared, set, run and answered, without files.
//!
//! - [`case`]: a model with chosen values of its parameters, and the command that repeats its run.
//! - [`answer`]: what a run came to, as a page is drawn from it.
//! - [`mod@play`]: one run, with the digest that the program gives it.
//! - [`declared`]: every model as it is declared, for a page that offers them.
//! - [`standing`]: what a page asks for, how the parameters then stand, and what is wrong with them.
//!
//! The program writes such a run into a directory and the page shows it at once; both use what stands here, so that a
//! quantity has one definition.

pub mod answer;
pub mod case;
pub mod declared;
pub mod play;
pub mod standing;

pub use case::Case;
