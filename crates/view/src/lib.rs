//! A world as a page shows it.
//!
//! - [`film`]: the year as typed columns, day by day, made while a world runs.
//! - [`ending`]: what a world comes to, without its year.
//! - [`stage`]: what is the same for every world of a scenario: places, parties, the record and its sources, what-ifs.
//! - [`request`]: which world is wanted.
//! - [`pack`]: named columns of numbers in one piece of memory, which a page reads without decoding.
//! - [`parts`]: a film in two parts, of which the first is what a page shows at first.

pub mod ending;
pub mod film;
pub mod kept;
pub mod pack;
pub mod parts;
pub mod request;
pub mod stage;
