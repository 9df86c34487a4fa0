//! How pages show a case.

use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// How pages show a case.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "display.ts"))]
pub struct Display {
    /// What the country is called in a label.
    pub country: String,
    /// The language of the places' own names, as in `lang` of HTML; empty where none is said.
    pub language: String,
    /// The day on which the page opens, as days since 1 January 1970; null for the first.
    pub opens_on: Option<i32>,
    /// Beginnings and parts of the names of what a reader may follow first.
    pub follow: Vec<String>,
    /// Parties, in the order of their table.
    pub parties: Vec<PartyDisplay>,
    /// Maps of the country: the main one, and one beside it where the country is wide.
    pub frames: Vec<MapFrame>,
}

/// How a party is shown.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "display.ts"))]
pub struct PartyDisplay {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Name where there is little room.
    pub short: String,
    /// Its place in every stack and half-circle, from the councils' side to the old order.
    pub rank: usize,
    /// Its colour on light and on dark paper.
    pub colour: [String; 2],
    /// Whose colour its area is striped with: a party's, or `paper`; null for a plain area.
    pub stripes: Option<String>,
}

/// A map of the country: an equal-area projection, and what is drawn in it. Places on it are longitude and latitude.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "display.ts"))]
pub struct MapFrame {
    /// Name.
    pub name: String,
    /// Name where there is little room.
    pub brief: String,
    /// Albers' projection: middle longitude and latitude, and the two parallels that keep their length.
    pub projection: [f64; 4],
    /// Places that must be seen.
    pub corners: Vec<[f64; 2]>,
    /// West, south, east and north end of what is marked in it.
    pub marks: [f64; 4],
    /// The same of the land that takes its colour from places.
    pub land: [f64; 4],
}
