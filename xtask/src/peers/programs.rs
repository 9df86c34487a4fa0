//! The programs that are compared, one for each framework, and two of ours.

/// One program.
pub struct Peer {
    /// What it calls itself.
    pub name: &'static str,
    pub program: Program,
    /// Words behind the four numbers.
    pub extra: &'static [&'static str],
    pub update: Update,
    pub pace: Pace,
}

/// How a program comes to be.
#[derive(Clone, Copy)]
pub enum Program {
    /// A cargo project in `peers/`.
    Cargo(&'static str),
    /// A file in `peers/python/`.
    Python(&'static str),
}

/// How long a program takes, and so how often it runs: the position in [`Size::runs`].
#[derive(Clone, Copy)]
pub enum Pace {
    Fast,
    Slow,
    Slowest,
}

/// When actors see what others did.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Update {
    /// One after another, in random order.
    OneByOne,
    /// All at once.
    AtOnce,
}

pub const TAURIDE: Peer = Peer {
    name: "Tauride",
    program: Program::Cargo("tauride"),
    extra: &[],
    update: Update::OneByOne,
    pace: Pace::Fast,
};
pub const TAURIDE_AT_ONCE: Peer =
    Peer { name: "Tauride, synchronous", extra: &["synchronous"], update: Update::AtOnce, ..TAURIDE };
pub const PLAIN: Peer = Peer { name: "plain loop", program: Program::Cargo("plain"), ..TAURIDE };
pub const KRABMAGA: Peer = Peer { name: "krABMaga", program: Program::Cargo("krabmaga"), ..TAURIDE };
pub const IXA: Peer = Peer { name: "ixa", program: Program::Cargo("ixa"), ..TAURIDE };
pub const MESA: Peer =
    Peer { name: "Mesa, cells", program: Program::Python("mesa_cells.py"), pace: Pace::Slowest, ..TAURIDE };
pub const MESA_LAYER: Peer =
    Peer { name: "Mesa, property layer", program: Program::Python("mesa_layer.py"), pace: Pace::Slow, ..TAURIDE };
pub const AGENTPY: Peer =
    Peer { name: "AgentPy", program: Program::Python("agentpy_field.py"), pace: Pace::Slow, ..TAURIDE };
pub const MESA_FRAMES: Peer = Peer {
    name: "mesa-frames",
    program: Program::Python("mesa_frames_sets.py"),
    update: Update::AtOnce,
    pace: Pace::Slow,
    ..TAURIDE
};

pub const PEERS: [Peer; 9] = [TAURIDE, PLAIN, IXA, KRABMAGA, MESA, MESA_LAYER, AGENTPY, TAURIDE_AT_ONCE, MESA_FRAMES];
