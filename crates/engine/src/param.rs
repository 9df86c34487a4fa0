//! Parameters, declared once: key, unit, default, range, prior, meaning, source.
//!
//! A mechanism declares its own with [`params!`](crate::params); scenario files, the command line, the documents and the
//! manifest all read the same declaration.

/// What is known of a parameter before any run.
#[derive(Clone, Copy, Debug)]
pub struct ParamDecl {
    /// `group.name`, as written in `parameters.toml`.
    pub key: &'static str,
    /// Unit, in words.
    pub unit: &'static str,
    /// Value used when nothing else is said.
    pub default: f64,
    /// Smallest allowed value.
    pub low: f64,
    /// Largest allowed value.
    pub high: f64,
    /// One line of meaning.
    pub meaning: &'static str,
    /// Where the value comes from, or "assumed" with the reason.
    pub source: &'static str,
}

/// A group of parameters that can be read and set by key.
pub trait ParamGroup {
    /// The declarations, in order.
    fn declared(&self) -> &'static [ParamDecl];
    /// The value under this full key.
    fn get(&self, key: &str) -> Option<f64>;
    /// Sets a value; `false` when the key is not of this group. The range is checked by the caller, who knows where the
    /// number was written.
    fn set(&mut self, key: &str, value: f64) -> bool;
}

/// Declares a struct of `f64` parameters.
///
/// ```
/// engine::params! {
///     /// Rules of a toy.
///     pub struct ToyRules in "toy" {
///         decay_per_day: "share per day" = 0.02 in 0.0..=1.0, "Share forgotten each day.", "assumed";
///     }
/// }
/// use engine::param::ParamGroup;
/// let mut rules = ToyRules::default();
/// assert!(rules.set("toy.decay_per_day", 0.5));
/// assert_eq!(rules.decay_per_day, 0.5);
/// assert!(!rules.set("toy.unknown", 0.5));
/// ```
#[macro_export]
macro_rules! params {
    ($(#[$doc:meta])* pub struct $name:ident in $group:literal {
        $($field:ident: $unit:literal = $default:literal in $low:literal ..= $high:literal, $meaning:literal, $source:literal;)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $(#[doc = $meaning] #[doc = concat!("Unit: ", $unit, ".")] pub $field: f64,)*
        }
        impl Default for $name {
            fn default() -> Self {
                $name { $($field: $default,)* }
            }
        }
        impl $crate::param::ParamGroup for $name {
            fn declared(&self) -> &'static [$crate::param::ParamDecl] {
                &[$($crate::param::ParamDecl {
                    key: concat!($group, ".", stringify!($field)),
                    unit: $unit,
                    default: $default,
                    low: $low,
                    high: $high,
                    meaning: $meaning,
                    source: $source,
                },)*]
            }
            fn get(&self, key: &str) -> Option<f64> {
                match key {
                    $(concat!($group, ".", stringify!($field)) => Some(self.$field),)*
                    _ => None,
                }
            }
            fn set(&mut self, key: &str, value: f64) -> bool {
                match key {
                    $(concat!($group, ".", stringify!($field)) => { self.$field = value; true })*
                    _ => false,
                }
            }
        }
    };
}
