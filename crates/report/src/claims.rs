//! The claims of a scenario for readers: their document in Markdown. Their page is drawn from their answer.

pub mod document;
