//! The project's own commands: tests, measurements, and the documents made from many runs.

pub mod analysis;
pub mod arguments;
pub mod audit_constants;
pub mod bench;
pub mod chain;
pub mod circles;
pub mod constants;
pub mod endurance;
pub mod golden;
pub mod mutate;
pub mod odds;
pub mod page;
pub mod peers;
pub mod python;
pub mod sections;
pub mod shell;
pub mod site;
pub mod size;
pub mod statistics;
pub mod test;
pub mod tokens;
pub mod tree;
pub mod wheel;
pub mod words_rule;
pub mod world;
