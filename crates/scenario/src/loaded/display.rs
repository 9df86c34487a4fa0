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
    /// What the browser page says of the case.
    pub page: Page,
}

impl Display {
    /// A longitude as the maps have it: counted on eastwards beyond 180 where one of them goes on there and none holds it otherwise.
    pub fn longitude(&self, lon: f64) -> f64 {
        let is_held = |lon: f64| self.frames.iter().any(|frame| (frame.marks[0]..=frame.marks[2]).contains(&lon));
        if !is_held(lon) && is_held(lon + 360.0) { lon + 360.0 } else { lon }
    }
}

/// What the browser page says of a case. Names stand in the middle of a sentence, with their article.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "display.ts"))]
pub struct Page {
    /// Title.
    pub title: String,
    /// What the page is about, in a sentence.
    pub lead: String,
    /// The map that it opens with: `country` or `capital`.
    pub view: String,
    /// What the councils are called: `the councils`.
    pub councils: String,
    /// What the other power is called: `the government`.
    pub government: String,
    /// What the capital is called in a label.
    pub capital: String,
    /// The same of all other towns.
    pub towns: String,
    /// The same of the fronts.
    pub front: String,
    /// The same of the villages.
    pub villages: String,
    /// What a council is, in a sentence.
    pub explained: String,
    /// The moments that the page leads through, in the order of the file.
    pub tour: Vec<Moment>,
}

/// A moment of a tour. Its sentence is of the record or asks; what a simulated world does on the day is its own affair.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(export_to = "display.ts"))]
pub struct Moment {
    /// The day, as days since 1 January 1970.
    pub day: i32,
    /// Title, in two or three words.
    pub title: String,
    /// What the record says, in a sentence.
    pub text: String,
    /// Keys of its sources.
    pub source: String,
    /// What a visitor is asked.
    pub question: String,
    /// The what-if that asks it of a world; null for none.
    pub what_if: Option<String>,
    /// The map that is shown: `country` or `capital`.
    pub view: String,
    /// The place whose card is opened, by its position; null for none.
    pub place: Option<usize>,
    /// What the map is coloured by.
    pub show: String,
}

impl Page {
    /// General words for a case that says nothing.
    pub(crate) fn general(title: &str, lead: &str) -> Page {
        let text = str::to_owned;
        Page {
            title: text(title),
            lead: text(lead),
            view: text("country"),
            councils: text("the councils"),
            government: text("the government"),
            capital: text("The capital"),
            towns: text("Other towns"),
            front: text("The fronts"),
            villages: text("Villages"),
            explained: text(
                "A council is an assembly of delegates whom workplaces, companies and villages elect and may recall.",
            ),
            tour: Vec::new(),
        }
    }
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
