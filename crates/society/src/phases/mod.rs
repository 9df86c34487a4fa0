//! The phases of the day, as [`crate::step`] calls them: each file says which.

pub(crate) mod councils;
pub(crate) mod evening;
mod government;
pub(crate) mod marches;
pub(crate) mod orders;
pub(crate) mod parties;
mod record;
mod resolution;
pub(crate) mod rounds;
mod succession;
