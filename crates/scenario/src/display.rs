//! `display.toml` and `basemap.json`: how pages show a case. No world reads them, and they are no part of its digests.
//!
//! Both may be absent. Parties then stand in the order of their lines on power, in the colours of a fixed palette; the one
//! map is as large as the places are; nothing lies under it.

pub(crate) mod page;

use std::collections::BTreeMap;
use std::sync::Arc;

use society::spec::Spec;

use crate::loaded::display::{Display, MapFrame, Page, PartyDisplay};
use crate::names::{BASEMAP, DISPLAY};
use crate::problem::{Problem, nearest};
use crate::read::field::{Entries, Field};
use crate::read::layers::SourceLayers;
use crate::read::raw::{Node, ScalarKind, Value, parse_toml, short};
use crate::read::source::{Log, Source};

pub(crate) const KEYS: [&str; 10] =
    ["country", "language", "opens_on", "follow", "order", "colours", "stripes", "frame", "page", "tour"];
pub(crate) const FRAME_KEYS: [&str; 6] = ["name", "brief", "projection", "corners", "marks", "land"];
pub(crate) const BASEMAP_KEYS: [&str; 9] =
    ["source", "land", "country", "border", "occupied", "rivers", "lakes", "labels", "insets"];
/// What stands in `stripes` for stripes in the colour of the page's paper.
const PAPER: &str = "paper";
/// Most maps of a country: the main one and one beside it.
const MOST_FRAMES: usize = 2;
/// Colours of parties in a case that names none, on light and on dark paper; the first is of those of no party.
const PALETTE: [[&str; 2]; 14] = [
    ["#d6cebe", "#54565b"],
    ["#5d3a52", "#94638a"],
    ["#8d9c48", "#93a550"],
    ["#dcab96", "#dcae9a"],
    ["#6f9a9e", "#56868b"],
    ["#dcbc52", "#c2a341"],
    ["#5f9a78", "#55926f"],
    ["#a796ba", "#9384ab"],
    ["#9a8b74", "#6b6353"],
    ["#a8705b", "#a5705c"],
    ["#5d6b24", "#5f6f2b"],
    ["#c9c98d", "#8c8d5e"],
    ["#574c40", "#857a6c"],
    ["#262322", "#d8d2c6"],
];

/// The file as written, before the parties and places of the scenario are known.
#[derive(Default)]
pub(crate) struct Written {
    country: Option<String>,
    language: String,
    opens_on: Option<i32>,
    follow: Vec<String>,
    order: Vec<String>,
    colours: BTreeMap<String, [String; 2]>,
    stripes: BTreeMap<String, String>,
    frames: Vec<MapFrame>,
}

/// Reads the file, if there is one; every fault goes to the log. What an inherited file says of parties that the scenario does
/// not have is left out.
pub(crate) fn read(layers: &SourceLayers, parties: Option<&BTreeMap<&str, usize>>, log: &Log) -> Option<Written> {
    let Some(source) = layers.texts.get(DISPLAY) else { return Some(Written::default()) };
    let value = parse_toml(source, log)?;
    let root = Entries::of(source, DISPLAY, &value, log)?;
    root.only(&KEYS);
    let is_own = layers.layer_of(source) == Some(0);
    let is_party = |field: Field<'_>| match parties {
        Some(ids) if is_own => field.id_in(ids, "party").is_some(),
        Some(ids) => ids.contains_key(field.text),
        None => false,
    };
    let mut colours = BTreeMap::new();
    for (name, value) in table(&root, "colours") {
        let known = is_party(Field { name: "colours", text: name, spot: root.source.spot(value.at), log });
        if let (true, Some(colour)) = (known, colour(&root, name, value)) {
            colours.insert(name.to_owned(), colour);
        }
    }
    let mut stripes = BTreeMap::new();
    for (name, value) in table(&root, "stripes") {
        let is_known = is_party(Field { name: "stripes", text: name, spot: root.source.spot(value.at), log });
        let Some(with) = root.written_as(ScalarKind::Text, name, value).filter(|_| is_known) else { continue };
        let ids = || parties.into_iter().flat_map(|ids| ids.keys().copied());
        if with.text == PAPER || ids().any(|id| id == with.text) {
            stripes.insert(name.to_owned(), with.text.to_owned());
        } else if is_own {
            let problem = with.fault(format!("there is no party `{}`", short(with.text)));
            let problem = problem.expected(format!("a party, or `{PAPER}`"));
            log.push(problem.nearest(with.text, ids().chain([PAPER])));
        }
    }
    let order = wordings(&root, "order").into_iter().filter(|field| is_party(*field));
    let frames = root.list("frame");
    if frames.len() > MOST_FRAMES {
        let problem = Problem::at(root.key_spot("frame"), format!("there are {} blocks [[frame]]", frames.len()));
        log.push(problem.expected(format!("{MOST_FRAMES} at most")));
    }
    Some(Written {
        country: root.wording("country").map(|field| field.text.to_owned()),
        language: root.wording("language").map_or(String::new(), |field| field.text.to_owned()),
        opens_on: root.get("opens_on").and_then(|field| field.date(source.calendar)).map(|day| day.0),
        follow: wordings(&root, "follow").into_iter().map(|field| field.text.to_owned()).collect(),
        order: order.map(|field| field.text.to_owned()).collect(),
        colours,
        stripes,
        frames: frames.iter().filter_map(|value| frame(source, value, log)).collect(),
    })
}

/// Keys and values of a table under a key; otherwise a fault.
fn table<'a>(root: &Entries<'a>, key: &'a str) -> Vec<(&'a str, &'a Value)> {
    let inner = root.value(key).and_then(|value| Entries::of(root.source, key, value, root.log));
    inner.map_or(Vec::new(), |inner| inner.map.iter().map(|(name, (_, value))| (name.as_str(), value)).collect())
}

/// The texts of a list under a key; otherwise faults.
fn wordings<'a>(root: &Entries<'a>, key: &'a str) -> Vec<Field<'a>> {
    root.list(key).iter().filter_map(|value| root.written_as(ScalarKind::Text, key, value)).collect()
}

/// A colour on light and on dark paper.
fn colour<'a>(root: &Entries<'a>, name: &'a str, value: &'a Value) -> Option<[String; 2]> {
    let is_colour = |text: &str| {
        text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|digit| digit.is_ascii_hexdigit())
    };
    let Node::Array(items) = &value.node else {
        return two_colours(root, value, format!("`{}` is {}", short(name), value.node.word()));
    };
    if items.len() != 2 {
        let n = items.len();
        return two_colours(
            root,
            value,
            format!("`{}` has {n} {}", short(name), if n == 1 { "colour" } else { "colours" }),
        );
    }
    let read = |item: &'a Value| {
        let field = root.written_as(ScalarKind::Text, name, item)?;
        if is_colour(field.text) {
            return Some(field.text.to_owned());
        }
        let problem = field.fault(format!("a colour of `{}` is no colour", short(name)));
        root.log.push(problem.expected("`#` and six hexadecimal digits, as in `#8d9c48`").found(field.text));
        None
    };
    let [light, dark] = [&items[0], &items[1]].map(read);
    Some([light?, dark?])
}

fn two_colours(root: &Entries<'_>, value: &Value, what: String) -> Option<[String; 2]> {
    let problem = Problem::at(root.source.spot(value.at), what);
    root.log.push(problem.expected("two colours, for light and for dark paper, as in [\"#8d9c48\", \"#93a550\"]"));
    None
}

fn frame(source: &Source, value: &Value, log: &Log) -> Option<MapFrame> {
    let entries = Entries::of(source, "frame", value, log)?;
    entries.only(&FRAME_KEYS);
    entries.need_value("name");
    let name = entries.wording("name").map(|field| field.text.to_owned());
    let projection = numbers(&entries, "projection", entries.need_value("projection"));
    let marks = entries.value("marks").map(|value| numbers(&entries, "marks", Some(value)));
    let land = entries.value("land").map(|value| numbers(&entries, "land", Some(value)));
    entries.need_value("corners");
    let corners: Vec<_> =
        entries.list("corners").iter().map(|corner| numbers(&entries, "corners", Some(corner))).collect();
    if (1..3).contains(&corners.len()) {
        let problem = Problem::at(entries.key_spot("corners"), format!("a frame has {} corners", corners.len()));
        log.push(problem.expected("at least three"));
    }
    let name = name?;
    Some(MapFrame {
        brief: entries.wording("brief").map_or(name.clone(), |field| field.text.to_owned()),
        name,
        projection: projection?,
        corners: corners.into_iter().collect::<Option<_>>()?,
        marks: marks.unwrap_or(Some(EVERYWHERE))?,
        land: land.unwrap_or(Some(EVERYWHERE))?,
    })
}

/// West, south, east and north end of everything; longitudes may run on eastwards beyond 180.
const EVERYWHERE: [f64; 4] = [-180.0, -90.0, 360.0, 90.0];

/// So many numbers of degrees; otherwise a fault.
fn numbers<'a, const N: usize>(entries: &Entries<'a>, name: &'a str, value: Option<&'a Value>) -> Option<[f64; N]> {
    let value = value?;
    let Node::Array(items) = &value.node else {
        let problem = Problem::at(entries.source.spot(value.at), format!("`{name}` is {}", value.node.word()));
        entries.log.push(problem.expected(format!("a list of {N} numbers")));
        return None;
    };
    if items.len() != N {
        let problem = Problem::at(entries.source.spot(value.at), format!("`{name}` has {} numbers", items.len()));
        entries.log.push(problem.expected(N.to_string()));
        return None;
    }
    let read = |item: &'a Value| entries.written_as(ScalarKind::Number, name, item)?.number(-360.0..=360.0);
    let found: Vec<f64> = items.iter().filter_map(read).collect();
    found.try_into().ok()
}

impl Written {
    /// What pages show, with general rules for all that is not written; what the browser page says is read afterwards.
    pub fn resolve(self, spec: &Spec) -> Display {
        let mut order: Vec<usize> = (0..spec.parties.len()).collect();
        let at = |party: &usize| self.order.iter().position(|id| *id == spec.parties[*party].id);
        // What is not named stands behind, in the order of the lines on power.
        order.sort_by(|a, b| {
            let lines = spec.parties[*b].power_line.total_cmp(&spec.parties[*a].power_line);
            at(a).unwrap_or(usize::MAX).cmp(&at(b).unwrap_or(usize::MAX)).then(lines)
        });
        let mut ranks = vec![0; order.len()];
        order.iter().enumerate().for_each(|(rank, party)| ranks[*party] = rank);
        let party = |(i, party): (usize, &society::spec::PartySpec)| PartyDisplay {
            id: party.id.clone(),
            name: party.name.clone(),
            short: party.short.clone(),
            rank: ranks[i],
            colour: match self.colours.get(&party.id) {
                Some(colour) => colour.clone(),
                None => PALETTE[i % PALETTE.len()].map(str::to_owned),
            },
            stripes: self.stripes.get(&party.id).cloned(),
        };
        Display {
            parties: spec.parties.iter().enumerate().map(party).collect(),
            country: self.country.unwrap_or_else(|| "The country".to_owned()),
            language: self.language,
            opens_on: self.opens_on,
            follow: self.follow,
            frames: if self.frames.is_empty() { vec![extent(spec)] } else { self.frames },
            page: Page::default(),
        }
    }
}

/// A map as large as the places are, with some room around them.
fn extent(spec: &Spec) -> MapFrame {
    // Places on both sides of the 180th meridian are neighbours: the map begins behind the widest gap between two.
    let mut lons: Vec<f64> = spec.places.iter().map(|place| place.lon).filter(|x| x.is_finite()).collect();
    lons.sort_by(f64::total_cmp);
    let mut gaps = lons.windows(2).filter(|pair| pair[1] - pair[0] > 180.0).map(|pair| (pair[0] + pair[1]) / 2.0);
    let begin = gaps.next_back().unwrap_or(-180.0);
    let ends = |of: &dyn Fn(&society::spec::PlaceSpec) -> f64| {
        let values = spec.places.iter().map(of).filter(|x| x.is_finite());
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
        let room = (0.04 * (high - low)).max(0.2);
        if low > high { (0.0, 1.0) } else { (low - room, high + room) }
    };
    let (west, east) = ends(&|place| if place.lon < begin { place.lon + 360.0 } else { place.lon });
    let (south, north) = ends(&|place| place.lat);
    let (middle, half) = ((west + east) / 2.0, (south + north) / 2.0);
    // Parallels a sixth from either end keep distortion small.
    let sixth = (north - south) / 6.0;
    MapFrame {
        name: "The country".to_owned(),
        brief: "The country".to_owned(),
        projection: [middle, half, south + sixth, north - sixth],
        corners: vec![[west, south], [west, north], [east, south], [east, north], [middle, north], [middle, south]],
        marks: [begin, -90.0, 360.0, 90.0],
        land: [begin, -90.0, 360.0, 90.0],
    }
}

/// The text of the base map, if there is one; that it is JSON, and which keys it has, is checked.
pub(crate) fn basemap(layers: &SourceLayers, log: &Log) -> Option<Arc<str>> {
    let source = layers.texts.get(BASEMAP)?;
    let map: BTreeMap<String, serde_json::Value> = match serde_json::from_str(&source.text) {
        Ok(map) => map,
        Err(error) => {
            let mut problem = Problem::of_file(source.label.clone(), format!("this is no JSON object: {error}"));
            (problem.line, problem.column) = (error.line(), error.column());
            log.push(problem);
            return None;
        }
    };
    let fault = |what: String| Problem::of_file(source.label.clone(), what);
    for key in map.keys().filter(|key| !BASEMAP_KEYS.contains(&key.as_str())) {
        let problem = fault(format!("`{}` is not a key of a base map", short(key)));
        log.push(match nearest(key, BASEMAP_KEYS) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem,
        });
    }
    for key in BASEMAP_KEYS.iter().filter(|key| **key != "occupied" && !map.contains_key(**key)) {
        log.push(fault(format!("the base map lacks `{key}`")));
    }
    Some(Arc::from(source.text.as_str()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use ts_rs::TS as _;

    use super::*;

    /// Writes the types again when they are others, and tells.
    #[test]
    fn same_types_in_typescript_as_in_rust() {
        let dir = std::env::temp_dir().join(format!("tauride-types-display-{}", std::process::id()));
        Display::export_all(&ts_rs::Config::new().with_large_int("number").with_out_dir(&dir)).unwrap();
        let made = std::fs::read_to_string(dir.join("display.ts")).unwrap();
        std::fs::remove_dir_all(&dir).unwrap();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src/types/display.ts");
        if made != std::fs::read_to_string(&path).unwrap_or_default() {
            std::fs::write(&path, &made).unwrap();
            panic!("{} was out of date and is written again", path.display());
        }
    }
}
