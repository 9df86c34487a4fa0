//! What a name in a pattern stands for.

/// What stands for a name in a pattern.
pub(crate) struct Value {
    /// As it is written, with its unit.
    pub text: String,
    /// How many, where it is a count.
    pub count: Option<f64>,
}

impl Value {
    /// A text that is no count.
    pub fn text(text: impl Into<String>) -> Value {
        Value { text: text.into(), count: None }
    }
}
