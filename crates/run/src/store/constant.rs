//! Columns that say of every row of a file which world it is of.

/// A column of a file that has one value in all its rows, at the end of the others: of which world the file is.
#[derive(Clone, Debug)]
pub struct Constant {
    /// Name in the file.
    pub name: &'static str,
    /// One line of meaning.
    pub meaning: &'static str,
    /// The value.
    pub value: ConstantValue,
}

/// The value of a [`Constant`].
#[derive(Clone, Debug)]
pub enum ConstantValue {
    /// A seed, UINT_64.
    Seed(u64),
    /// A text, STRING.
    Text(String),
}

/// The columns of a world in a table of many: by its seed and its name, worlds of several studies can be told apart.
pub fn of_world(seed: u64, name: String) -> Vec<Constant> {
    vec![
        Constant { name: "seed", meaning: "seed of all draws of the world", value: ConstantValue::Seed(seed) },
        Constant {
            name: "world_name",
            meaning: "name of the world, which holds the whole question and the seed",
            value: ConstantValue::Text(name),
        },
    ]
}
