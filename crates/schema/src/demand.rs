//! What a strike may be for.

engine::words! {
    /// What a strike is for.
    pub enum Demand {
        /// Pay that buys bread.
        Wages = "wages",
        /// Hours and conditions.
        Hours = "hours",
        /// A say in how the works are run.
        Control = "control",
        /// Peace, freedom, or solidarity with those who are out already.
        Political = "political",
    }
}
engine::snapshot!(words Demand);

/// Words of [`Demand`].
pub const DEMANDS: [&str; Demand::ALL.len()] = Demand::WORDS;
