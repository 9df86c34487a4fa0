//! What the tables and definitions of a scenario mean, and what must hold between them.
//!
//! Uses `read` and the plain types of `loaded`; knows nothing of the record, of what-ifs and of claims.

pub(crate) mod check;
pub(crate) mod definitions;
pub(crate) mod header;
pub(crate) mod in_place;
pub(crate) mod network;
pub(crate) mod origin;
pub(crate) mod parameters;
pub(crate) mod parties;
pub(crate) mod rows;
pub(crate) mod series;
pub(crate) mod settings;
pub(crate) mod words;
