//! Who governs, and what councils say of it.

engine::words! {
    /// What kind of government.
    pub enum GovernmentKind {
        /// The regime at the start.
        OldRegime = "old_regime",
        /// A government of the parliament's parties, alone or in coalition.
        Provisional = "provisional",
        /// The councils'.
        Council = "council",
        /// A commander's.
        Dictatorship = "dictatorship",
        /// None.
        None = "none",
    }
}
engine::snapshot!(words GovernmentKind);

engine::words! {
    /// A council's resolution on power.
    pub enum Resolution {
        /// None yet.
        None = "none",
        /// Support the government, on conditions.
        Support = "support",
        /// Oppose it without claiming its place.
        Oppose = "oppose",
        /// Claim power.
        Claim = "claim",
    }
}
engine::snapshot!(words Resolution);
