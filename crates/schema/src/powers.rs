//! Who governs, and what councils say of it.

engine::words! {
    /// What kind of government.
    pub enum GovernmentKind {
        /// A regime at the start that depends on no parliament and allows neither strikes nor councils.
        OldRegime = "old_regime",
        /// A government of parties that has come after the regime of the start, or after one before the start.
        Provisional = "provisional",
        /// The councils'.
        Council = "council",
        /// A commander's.
        Dictatorship = "dictatorship",
        /// None.
        None = "none",
        /// A government at the start that depends on an elected parliament: strikes are allowed, councils are not known, and police
        /// and courts-martial serve it.
        Parliament = "parliament",
    }
}
engine::snapshot!(words GovernmentKind);

impl GovernmentKind {
    /// Kinds that a scenario can begin with, as written in files.
    pub const AT_START: [(&'static str, GovernmentKind); 3] = [
        ("old_regime", GovernmentKind::OldRegime),
        ("parliament", GovernmentKind::Parliament),
        ("provisional", GovernmentKind::Provisional),
    ];

    /// Whether the regime of the start stands, with its police and its courts-martial.
    pub fn stands(self) -> bool {
        matches!(self, GovernmentKind::OldRegime | GovernmentKind::Parliament)
    }

    /// Whether it depends on a parliament.
    pub fn is_of_parliament(self) -> bool {
        matches!(self, GovernmentKind::Provisional | GovernmentKind::Parliament)
    }
}

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
