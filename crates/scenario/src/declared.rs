//! What the files of a scenario hold, for readers: every file, block and key, from the lists that the checks use.
//!
//! The lists say which keys there are; [`MEANINGS`] says what each means, and a test holds the two in step.

use crate::claims::{read as claims, rule};
use crate::display;
use crate::evidence::measures::MEASURES as MEASURE_COLUMNS;
use crate::evidence::{EVENTS, SERIES, posterior, split};
use crate::loaded::measure::MEASURES;
use crate::loaded::what_if::FIELDS;
use crate::names::KINDS_FILE;
use crate::patterns;
use crate::read::raw::Columns;
use crate::tables::definitions::{CLASS_KEYS, KIND_KEYS, ORIGIN, REGIME_KEYS};
use crate::tables::header;
use crate::tables::origin::SOURCES;
use crate::tables::parties::{LEADER_KEYS, PARTY_KEYS, ROOT_KEYS};
use crate::tables::rows::{CELLS, CONDITIONS, LINKS, MEMORY, NATIONS, PLACES, POPULATION, ROOTS};
use crate::what_if::{KINDS, read as what_if};

/// A file of a scenario.
#[derive(Clone, Debug)]
pub struct FileDeclared {
    /// Its path in the scenario's directory.
    pub file: &'static str,
    /// What it holds, in a line.
    pub about: &'static str,
    /// Its blocks; a table has one without a name.
    pub blocks: Vec<BlockDeclared>,
}

/// A block of a file, or the columns of a table.
#[derive(Clone, Debug)]
pub struct BlockDeclared {
    /// As it is written: `[[class]]`, `[regime]`; empty at the top of a file and for a table.
    pub block: String,
    /// What it is, where its keys do not tell.
    pub about: &'static str,
    /// Its keys or columns.
    pub keys: Vec<KeyDeclared>,
}

/// A key or a column.
#[derive(Clone, Copy, Debug)]
pub struct KeyDeclared {
    /// Its name.
    pub key: &'static str,
    /// Of a column: whether it and its value must be there; empty for a key of a TOML file.
    pub need: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// Of a column that must be there with a value in every row.
const REQUIRED: &str = "required";
/// Of a column that must stand in the header of a CSV file.
const EXPECTED: &str = "column required, value may be empty";
/// Of a column that may be left out.
const OPTIONAL: &str = "optional";

/// Meanings of keys by block, and of those that mean the same in every block under an empty name.
const MEANINGS: [(&str, &[(&str, &str)]); 31] = [
    (
        "",
        &[
            ("source", "keys of `sources.csv`, or `assumed`, `computed`, `recalled`, `memory`"),
            ("confidence", "A: read in the source; B: secondary, rounded or converted; C: weak, contested or judged"),
            ("note", "what a reader should know of the row"),
        ],
    ),
    (
        "scenario.toml",
        &[
            ("title", "the title"),
            ("summary", "a sentence or two about the case"),
            ("base", "the scenario whose files are used where this one has none"),
            (
                "society",
                "the scenario whose classes, parties and regime are used where this one and its base have none",
            ),
            ("calendar", "calendar of the dates: `old` or `new`"),
            ("start", "first day"),
            ("end", "last day"),
            ("capital", "the place whose armed people decide who governs"),
            ("country", "what the record calls the whole country, beside `all`"),
            ("persons", "persons in all; the tables must add up to it"),
            ("mechanisms", "switches: a mechanism's name and `true` or `false`"),
            ("parameters", "changed parameters: `group.name` and a value"),
            ("places", "the rows of `places.csv`, written here"),
            ("population", "the rows of `population.csv`, written here"),
            ("links", "the rows of `links.csv`, written here"),
            ("cells", "the rows of `cells.csv`, written here"),
            ("conditions", "the rows of `conditions.csv`, written here"),
            ("nations", "the rows of `nations.csv`, written here"),
            ("roots", "the rows of `roots.csv`, written here"),
            ("memory", "the rows of `memory.csv`, written here"),
            ("sources", "the rows of `sources.csv`, written here"),
        ],
    ),
    (
        "places",
        &[
            ("id", "identifier: lower-case Latin letters, digits, `_` and `-`"),
            ("kind", "kind of place: one of the words that `tauride check` names"),
            ("name", "name for readers; the identifier where it is empty"),
            ("parent", "the place that contains it"),
            ("lat", "latitude, degrees"),
            ("lon", "longitude, degrees"),
            ("population", "persons, checked against `population.csv`"),
            ("name_ru", "name in the language of the place"),
            ("area_km2", "area, square kilometres"),
        ],
    ),
    (
        "population",
        &[
            ("place", "a place without places in it"),
            ("class", "a class of `classes.toml`"),
            ("persons", "persons, children included"),
            ("share_women", "share of women, 0..1"),
        ],
    ),
    (
        "cells",
        &[
            ("id", "identifier"),
            ("name", "name for readers"),
            ("place", "where it is"),
            ("class", "the class of its people"),
            ("persons", "persons; they are part of those of the class in the place"),
            ("kind", "what it is: works, regiment, ship"),
            ("share_women", "share of women, 0..1"),
            ("wage", "wage at the start next to that of its place, 0..100; drawn where none is given"),
            ("owner", "identifier of the owner, the same for all works of one; each has its own where none is given"),
            ("name_ru", "name in the language of the place"),
        ],
    ),
    (
        "links",
        &[
            ("from", "a place"),
            ("to", "another place; a link goes both ways"),
            ("kind", "kind of way: one of the words that `tauride check` names"),
            ("hours", "travelling time, hours, 0..1,000"),
        ],
    ),
    (
        "nations",
        &[
            ("place", "a place; what holds of a province holds in all its places without rows of their own"),
            ("nation", "a people, as `nations` of a party in `parties.toml` names it"),
            ("share", "share of the people of the place, 0..1"),
        ],
    ),
    (
        "roots",
        &[
            ("place", "a place; what holds of a province holds in all its places without rows of their own"),
            ("party", "a party of `parties.toml`"),
            ("times", "its strength before the start, next to the country's mean, 0..100; 1 where no row says"),
        ],
    ),
    (
        "memory",
        &[
            ("place", "a place; what holds of a province holds in all its places without rows of their own"),
            ("class", "a class of `classes.toml`"),
            (
                "share",
                "share of the class there with experience of struggle, 0..1; that of the class where no row says",
            ),
        ],
    ),
    (
        "conditions",
        &[
            ("indicator", "what is measured: one of the indicators that `tauride check` names"),
            ("date", "first day on which the value holds, in the calendar of the scenario"),
            ("place", "a place with all that it contains, or `all`"),
            ("value", "the value, within the range of the indicator"),
            ("kind", "the kind of exogenous fact; what an actor of the model could decide is refused"),
            ("interpolation", "`linear` to the next date, or `step`: unchanged until then"),
            ("unit", "the unit, for readers"),
        ],
    ),
    (
        "sources",
        &[
            ("key", "the key that other files name"),
            ("title", "title"),
            ("author", "author"),
            ("year", "year"),
            ("url", "address"),
            ("kind", "kind of source"),
        ],
    ),
    (
        "[[kind]]",
        &[
            ("id", "identifier"),
            ("name", "name for readers"),
            ("role", "a word for its people, by which readers may put classes together; no rule reads it"),
            ("does", "what its people can do; the words are those of `tauride check`"),
            ("section", "section of a council that it elects to; optional"),
            ("cell_persons", "persons in a cell, 50..1,000"),
            ("group_median", "median size of a works, company or village that has no name, persons"),
            ("group_spread", "spread of that size, standard deviation of its logarithm"),
            ("quota_persons", "persons for a delegate"),
            ("share_children", "share of children, 0..1"),
            ("grievance", "grievance at the start beyond what conditions give: mean and standard deviation"),
            ("trust", "trust in the government at the start: mean and standard deviation"),
            ("threshold", "threshold for acting: mean and standard deviation"),
            ("power", "attitude to power, 0 government, 1 councils: mean and standard deviation"),
            ("weights", "weight of each demand; they sum to 1 at most"),
            ("conviction", "mean conviction of those whom a party has won, 0..15"),
        ],
    ),
    (
        "[[class]]",
        &[
            ("id", "identifier"),
            ("name", "name for readers, where it is not that of the kind"),
            ("kind", "a kind of `kinds.toml`, whose behaviour its people have"),
            ("section", "section of a council that it elects to, where it is not that of the kind; `none` for none"),
            (
                "group_median",
                "median size of a works, company or village that has no name, persons; else that of the kind",
            ),
            ("group_spread", "spread of that size, standard deviation of its logarithm; else that of the kind"),
            ("quota_persons", "persons for a delegate; else as for the kind"),
            ("share_children", "share of children, 0..1; else that of the kind"),
            ("experienced", "share with experience of struggle, 0..1; 0 where it is not said"),
            ("leaning", "share of each party; they sum to 1"),
        ],
    ),
    (
        "parties.toml",
        &[
            ("party", "the parties, in blocks; the first stands for those of no party"),
            ("leader", "the leaders, in blocks"),
            ("calendar", "calendar of the dates in this file, where it is not the scenario's"),
        ],
    ),
    (
        "[[party]]",
        &[
            ("id", "identifier"),
            ("name", "name for readers"),
            ("short", "short name; optional"),
            ("position", "how far the programme meets each demand, -1..1"),
            ("power_line", "who should hold power: -1 the government alone, 1 the councils"),
            ("strategy", "how it acts: one of the words that `tauride check` names"),
            ("openness", "how closely the committee follows its rank and file, 0..1"),
            ("cadres", "cadres for a thousand adults of each class"),
            ("press", "copies a day when it is legal"),
            ("members", "members"),
            ("legal", "whether it is legal at the start; optional"),
            ("nations", "peoples of `nations.csv` for whom it speaks, as a list; optional"),
        ],
    ),
    (
        "[[leader]]",
        &[
            ("id", "identifier"),
            ("name", "name for readers"),
            ("party", "the party whose committee the leader moves"),
            ("power_line", "the leader's line on power, -1..1"),
            ("authority", "share of the committee's judgement that the leader can move at most, 0..1"),
            ("available", "day of arrival, or the first day"),
            ("kind", "the kind of exogenous fact that the arrival is"),
        ],
    ),
    (
        "[regime]",
        &[
            ("name", "name of the regime at the start"),
            ("kind", "`old_regime`, `parliament` or `provisional`; `old_regime` where it is not said"),
            ("coalition", "the parties that carry it"),
            ("delivers", "share of each demand that it delivers, 0..1"),
            ("parliament", "share of each party in the parliament; they sum to 1"),
            ("severity", "how readily it orders troops to fire, 0..1"),
        ],
    ),
    (
        "interventions/*.toml",
        &[
            ("title", "the title, one line"),
            ("considered", "key of the source of a document that shows that contemporaries considered it"),
            ("document", "which document"),
            ("calendar", "`old` or `new`, where it is not the scenario's"),
            ("from", "first day of all changes; without it they hold from the start"),
            ("change", "what is changed, in blocks"),
            ("antecedent", "what is changed, in words"),
            ("consequent", "what is asked of the result"),
            ("held_fixed", "what stays as it was, and why it can"),
            ("rewritten", "how many facts are rewritten"),
            ("regularity", "which regularity the answer relies on"),
            ("predicts", "what else should be seen if it is right"),
        ],
    ),
    (
        "[[claim]]",
        &[
            ("id", "identifier"),
            ("statement", "the claim in a sentence"),
            ("who", "who makes it"),
            ("school", "the school that it belongs to"),
            ("cause", "the kind of cause that it names"),
            ("contradicted_if", "what would contradict it, in words"),
            ("untestable", "why the model cannot test it, in place of tests"),
            ("needs", "`all` or `any` of its tests; optional"),
            ("test", "its tests, in blocks"),
        ],
    ),
    (
        "[[claim.test]]",
        &[
            ("asks", "the question in a sentence"),
            ("base", "what-ifs of the arm that is compared with; optional"),
            ("with", "what-ifs of the arm that is asked about"),
            ("adds", "whether the what-ifs add the cause; by default they take it away"),
            ("cause", "the kind of cause, where it is not the claim's"),
            ("measure", "what is measured: one of the measures below"),
            ("expects", "the direction of the effect, or of a level against `bound`"),
            ("smallest", "the smallest size that matters"),
            ("bound", "the bound of a level"),
        ],
    ),
    (
        "[[rule]]",
        &[
            ("id", "identifier"),
            ("title", "the rule in a line"),
            ("about", "what it changes, and after whom"),
            ("settings", "settings as `--set` takes them"),
        ],
    ),
    (
        "evidence/*.csv",
        &[
            ("series", "what was observed, by an identifier"),
            ("date_start", "first day of the observation, in the calendar of the scenario"),
            ("date_end", "last day of it"),
            ("place", "where"),
            ("value", "the value as the source has it"),
            ("low", "lowest value that the sources allow"),
            ("high", "highest value"),
            ("unit", "the unit; a series has one unit at each place"),
            ("kind", "kind of observation"),
            ("locator", "page or section of the source"),
            ("coverage", "what the count covers"),
        ],
    ),
    (
        "evidence/events.csv",
        &[
            ("date", "the day"),
            ("place", "where"),
            ("event", "what happened, in words"),
            ("kind", "kind of event"),
            ("observable", "the date of the model that it is compared with; optional"),
            ("locator", "page or section of the source"),
        ],
    ),
    (
        "evidence/measures.csv",
        &[
            ("series", "a series of the record"),
            ("place", "its place"),
            ("measure", "the measure of the model that it is compared with, or `none`"),
            ("scale", "what the observation is multiplied by to have the unit of the model"),
            ("label", "words for readers, where the measure's own do not fit"),
            ("unit", "the unit after scaling"),
            ("places", "places that `place` is made of, where it is none itself, with `+` between them"),
            ("among", "parties that a share is of, with `+` between them; all where empty"),
            ("class", "classes that it is of, with `+` between them; all where empty"),
        ],
    ),
    (
        "evidence/split.toml",
        &[
            ("until", "last day of the training rows"),
            (
                "seed",
                "where it is given, what is measured in a place is drawn to one side by it, over the whole time; optional",
            ),
            ("aside", "series of any day that no calibration reads, by theme"),
            ("fit", "`parameters`: what a calibration may move"),
            ("outcome", "`kind` and `source`: how the case ended"),
        ],
    ),
    (
        "patterns.toml",
        &[("challengers", "parties that count as challengers"), ("record", "what the record says of each pattern")],
    ),
    (
        "display.toml",
        &[
            ("country", "what the country is called in a label"),
            ("language", "language of the places' own names"),
            ("opens_on", "day on which the page opens"),
            ("follow", "parts of the names of works, regiments and villages that a reader may follow first"),
            ("order", "parties in every stack, from the councils' side to the old order"),
            ("colours", "two colours for each party, on light and on dark paper"),
            ("stripes", "parties that are striped, each with the other's colour"),
            ("frame", "maps of the country, in blocks"),
            ("page", "what the browser page says of the case, in a table"),
            ("tour", "moments that the browser page leads through, in blocks; none is inherited"),
        ],
    ),
    (
        "[page]",
        &[
            ("title", "title of the page; otherwise that of the scenario"),
            ("lead", "what the page is about, in a sentence; otherwise the summary"),
            ("view", "the map that it opens with: `country` or `capital`"),
            ("councils", "what the councils are called in a sentence, with the article"),
            ("government", "what the other power is called in a sentence, with the article"),
            ("capital", "what the capital is called in a label"),
            ("towns", "the same of all other towns"),
            ("front", "the same of the fronts"),
            ("villages", "the same of the villages"),
            ("explained", "what a council is, in a sentence"),
        ],
    ),
    (
        "[[tour]]",
        &[
            ("date", "the day"),
            ("title", "title, in two or three words"),
            ("text", "what the record says, in a sentence"),
            ("source", "keys of its sources"),
            ("question", "what a visitor is asked"),
            ("what_if", "the what-if that asks it of a world; optional"),
            ("view", "the map that is shown: `country` or `capital`; optional"),
            ("place", "the place whose card is opened; optional"),
            ("show", "what the map is coloured by; optional"),
        ],
    ),
    (
        "[[frame]]",
        &[
            ("name", "name of the map"),
            ("brief", "short name; optional"),
            (
                "projection",
                "Albers' projection: middle longitude and latitude, and the two parallels that keep their length",
            ),
            ("corners", "points that must be seen, longitude and latitude; at least three"),
            ("marks", "west, south, east and north end of what is marked; optional"),
            ("land", "the same of the land that takes its colour from places; optional"),
        ],
    ),
    (
        "posterior.toml",
        &[
            ("command", "the command that wrote it"),
            ("version", "version of the program"),
            ("society", "digest of what was fitted"),
            ("split", "digest of the division of the record"),
            ("training", "digest of the observations that were seen"),
            ("seed", "seed of the calibration"),
            ("digest", "digest of the calibration"),
            ("parameters", "keys of the parameters"),
            ("draws", "sets of values, in the order of the parameters"),
        ],
    ),
];

/// Every file that a scenario may hold. `parameters.toml` has the parameters by group, and `basemap.json` is written by a
/// script: neither has keys of its own here.
pub fn declared_files() -> Vec<FileDeclared> {
    let one = |file, about, block| FileDeclared { file, about, blocks: vec![block] };
    let table = |file, about, columns: &Columns, of: &'static str| one(file, about, columns_of(columns, of));
    vec![
        one(
            "scenario.toml",
            "title, dates, switches and changed parameters",
            keys("", "scenario.toml", header::KEYS.iter().chain(&crate::names::TABLES)),
        ),
        table("places.csv", "the places", &PLACES, "places"),
        table("population.csv", "persons by place and class", &POPULATION, "population"),
        table("cells.csv", "works, regiments and ships that have a name", &CELLS, "cells"),
        table("links.csv", "ways between places", &LINKS, "links"),
        table("nations.csv", "peoples by place", &NATIONS, "nations"),
        table("roots.csv", "where parties are stronger or weaker than in the country", &ROOTS, "roots"),
        table("memory.csv", "where a class has fought before", &MEMORY, "memory"),
        table("conditions.csv", "the dated inputs", &CONDITIONS, "conditions"),
        table("sources.csv", "the bibliography", &SOURCES, "sources"),
        one(
            KINDS_FILE,
            "kinds of people: what they can do and how they feel, the same in every society",
            block("[[kind]]", &KIND_KEYS),
        ),
        one("classes.toml", "the classes of the society, each of a kind", block("[[class]]", &CLASS_KEYS)),
        FileDeclared {
            file: "parties.toml",
            about: "parties and leaders",
            blocks: vec![
                keys("", "parties.toml", ROOT_KEYS.iter()),
                block("[[party]]", &PARTY_KEYS),
                block("[[leader]]", &LEADER_KEYS),
            ],
        },
        one("government.toml", "the regime at the start", block("[regime]", &REGIME_KEYS)),
        FileDeclared {
            file: "parameters.toml",
            about: "behaviour: parameters by group, as `tauride params` lists them",
            blocks: Vec::new(),
        },
        FileDeclared { file: "interventions/*.toml", about: "what-ifs", blocks: what_ifs() },
        FileDeclared {
            file: "claims.toml",
            about: "claims, their tests, and rival rules of the person",
            blocks: all_claims(),
        },
        table("evidence/*.csv", "the record: what was observed; no world reads it", &SERIES, "evidence/*.csv"),
        table("evidence/events.csv", "the record: what happened", &EVENTS, "evidence/events.csv"),
        table("evidence/measures.csv", "what each series is compared with", &MEASURE_COLUMNS, "evidence/measures.csv"),
        one(
            "evidence/split.toml",
            "what of the record a calibration may read",
            keys("", "evidence/split.toml", split::KEYS.iter()),
        ),
        one("patterns.toml", "what patterns are compared with", keys("", "patterns.toml", patterns::KEYS.iter())),
        FileDeclared {
            file: "display.toml",
            about: "how pages show the case",
            blocks: vec![
                keys("", "display.toml", display::KEYS.iter()),
                keys("[[frame]]", "[[frame]]", display::FRAME_KEYS.iter()),
                keys("[page]", "[page]", display::page::PAGE_KEYS.iter()),
                keys("[[tour]]", "[[tour]]", display::page::TOUR_KEYS.iter()),
            ],
        },
        one(
            "posterior.toml",
            "what a calibration found; `tauride fit` writes it",
            keys("", "posterior.toml", posterior::KEYS.iter()),
        ),
    ]
}

fn what_ifs() -> Vec<BlockDeclared> {
    let head = what_if::KEYS.into_iter().chain(FIELDS.map(|(key, _)| key)).collect::<Vec<_>>();
    let mut blocks = vec![keys("", "interventions/*.toml", head.iter())];
    blocks.extend(KINDS.iter().map(|kind| BlockDeclared {
        block: format!("[[change]] kind = \"{}\"", kind.name),
        about: kind.about,
        keys: kind.keys.iter().map(|key| KeyDeclared { key, need: "", meaning: "" }).collect(),
    }));
    blocks
}

fn all_claims() -> Vec<BlockDeclared> {
    let mut blocks = vec![
        keys("[[claim]]", "[[claim]]", claims::KEYS.iter()),
        keys("[[claim.test]]", "[[claim.test]]", claims::TEST_KEYS.iter()),
    ];
    blocks.extend(MEASURES.iter().map(|measure| BlockDeclared {
        block: format!("[[claim.test]] measure = \"{}\"", measure.name),
        about: measure.about,
        keys: measure.keys.iter().map(|key| KeyDeclared { key, need: "", meaning: "" }).collect(),
    }));
    blocks.push(keys("[[rule]]", "[[rule]]", rule::KEYS.iter()));
    blocks
}

/// The meaning of a key of a block.
fn meaning(of: &str, key: &str) -> &'static str {
    let listed = |block: &str| {
        let (_, meanings) = MEANINGS.iter().find(|(name, _)| *name == block)?;
        meanings.iter().find(|(name, _)| *name == key).map(|(_, meaning)| *meaning)
    };
    listed(of).or_else(|| listed("")).unwrap_or_default()
}

fn keys<'a>(block: &str, of: &str, names: impl Iterator<Item = &'a &'static str>) -> BlockDeclared {
    let keys = names.map(|key| KeyDeclared { key, need: "", meaning: meaning(of, key) }).collect();
    BlockDeclared { block: block.to_owned(), about: "", keys }
}

/// A block with the keys that say where it is from.
fn block(name: &str, names: &[&'static str]) -> BlockDeclared {
    keys(name, name, names.iter().chain(&ORIGIN))
}

fn columns_of(columns: &Columns, of: &str) -> BlockDeclared {
    let declared = [(columns.required, REQUIRED), (columns.expected, EXPECTED), (columns.optional, OPTIONAL)];
    let keys = declared.into_iter().flat_map(|(names, need)| names.iter().map(move |key| (*key, need)));
    let keys = keys.map(|(key, need)| KeyDeclared { key, need, meaning: meaning(of, key) }).collect();
    BlockDeclared { block: String::new(), about: "", keys }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_every_meaning_is_that_of_a_key() {
        let mut said: Vec<&str> =
            MEANINGS.iter().flat_map(|(_, keys)| keys.iter().map(|(_, meaning)| *meaning)).collect();
        let told: Vec<&str> =
            declared_files().iter().flat_map(|f| &f.blocks).flat_map(|b| &b.keys).map(|k| k.meaning).collect();
        said.retain(|meaning| !told.contains(meaning));
        assert!(said.is_empty(), "no key has {said:?}");
    }

    #[test]
    fn law_every_file_that_is_read_is_declared() {
        let declared: Vec<&str> = declared_files().iter().map(|file| file.file).collect();
        let known = crate::read::layers::KNOWN_FILES;
        let missing: Vec<&&str> =
            known.iter().filter(|file| !declared.contains(file) && **file != crate::names::BASEMAP).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
