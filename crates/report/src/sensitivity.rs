//! A study of sensitivities for readers: its document in Markdown. Its page is drawn from its answer.

pub mod document;
