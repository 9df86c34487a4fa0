//! Closed lists of things that a model tells apart, each with the word that stands for it in files.

/// Declares an enumeration whose values have words: `Word` is the code in a column of keys, `"word"` what stands in a file.
///
/// ```
/// engine::words! {
///     /// A colour.
///     pub enum Colour {
///         /// Like blood.
///         Red = "red",
///         /// Like the sky.
///         Blue = "blue",
///     }
/// }
/// assert_eq!(Colour::WORDS, ["red", "blue"]);
/// assert_eq!(Colour::Blue.code(), 1);
/// assert_eq!(Colour::from_word("blue"), Some(Colour::Blue));
/// assert_eq!(Colour::from_code(7), None);
/// ```
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* pub enum $name:ident {
        $($(#[$about:meta])* $value:ident = $word:literal,)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum $name {
            $($(#[$about])* $value,)*
        }
        impl $name {
            /// Every value, in order.
            pub const ALL: [$name; [$($word,)*].len()] = [$($name::$value,)*];
            /// The words of all values, in order.
            pub const WORDS: [&'static str; [$($word,)*].len()] = [$($word,)*];
            /// Each word with its value, in order.
            pub const NAMED: [(&'static str, $name); [$($word,)*].len()] = [$(($word, $name::$value),)*];
            /// The word that stands for it in files.
            pub fn word(self) -> &'static str {
                $name::WORDS[self as usize]
            }
            /// Its code in a column of keys.
            pub fn code(self) -> u16 {
                self as u16
            }
            /// The value of a code; `None` when no value has it.
            pub fn from_code(code: u16) -> Option<$name> {
                $name::ALL.get(usize::from(code)).copied()
            }
            /// The value of a word; `None` when no value has it.
            pub fn from_word(word: &str) -> Option<$name> {
                $name::WORDS.iter().position(|known| *known == word).map(|at| $name::ALL[at])
            }
        }
    };
}
