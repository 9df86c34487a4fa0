//! What must hold between the tables: names that point somewhere, persons that add up, places that hang together.

use std::collections::BTreeMap;

use society::spec::PlaceKind;

use crate::problem::Problem;
use crate::read::field::Field;
use crate::read::raw::short;
use crate::read::source::{Log, Spot};
use crate::tables::rows::{CellRow, PlaceRow, PopulationRow, is_id};

/// Share by which sums of persons may miss what is declared: rows are rounded one by one.
const PERSONS_TOLERANCE: f64 = 0.001;
/// Most persons of one scenario.
const MOST_PERSONS: u64 = 2_000_000_000;

/// The places with their parents, by position.
pub(crate) struct Tree<'a> {
    pub rows: &'a [PlaceRow<'a>],
    pub ids: BTreeMap<&'a str, usize>,
    pub parents: Vec<Option<usize>>,
    /// Whether a place holds no other: persons live only there.
    pub is_leaf: Vec<bool>,
    /// Whether every row of places could be read.
    pub is_whole: bool,
}

impl<'a> Tree<'a> {
    /// Resolves the parents and checks that they make a tree.
    pub fn grow(rows: &'a [PlaceRow<'a>], is_whole: bool, log: &Log) -> Tree<'a> {
        let mut ids = BTreeMap::new();
        for (i, row) in rows.iter().enumerate() {
            ids.entry(row.id).or_insert(i);
        }
        let mut tree = Tree { rows, ids, parents: Vec::new(), is_leaf: vec![true; rows.len()], is_whole };
        tree.parents = rows.iter().map(|row| row.parent.and_then(|f| tree.find(f))).collect();
        cut_cycles(rows, &mut tree.parents, log);
        tree.cut_wrong_parents(log);
        for parent in tree.parents.iter().flatten() {
            tree.is_leaf[*parent] = false;
        }
        tree
    }

    /// The place that a value names. When a row of places could not be read, a name that points nowhere may be right.
    pub fn find(&self, field: Field<'_>) -> Option<usize> {
        match self.ids.get(field.text) {
            Some(place) => Some(*place),
            None if self.is_whole => field.id_in(&self.ids, "place"),
            None => None,
        }
    }

    /// Whether this row is the one that its id stands for, and not a second of the same id.
    pub fn is_first(&self, place: usize) -> bool {
        self.ids.get(self.rows[place].id) == Some(&place)
    }

    /// The place and all that hold it.
    pub fn with_holders(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(place), |&p| self.parents[p])
    }

    /// Tells of places that lie in one of a wrong kind, and takes them out of it, lest every person there be a fault too.
    fn cut_wrong_parents(&mut self, log: &Log) {
        use PlaceKind::{Base, County, District, Front, Province, Town};
        for (place, row) in self.rows.iter().enumerate() {
            let Some(kind) = row.kind else { continue };
            let Some(field) = row.parent else {
                if kind == District {
                    log.push(Problem::at(row.spot, format!("district `{}` has no parent", row.id)).expected("a town"));
                }
                continue;
            };
            let Some(holder) = self.parents[place].and_then(|p| self.rows[p].kind) else {
                continue;
            };
            let (is_right, expected) = match kind {
                Province => (false, "nothing: a province lies in no other place"),
                County | Town | Base => (holder == Province, "a province"),
                District => (matches!(holder, Town | Base), "a town"),
                Front => (holder == Front, "a front, or nothing"),
            };
            if !is_right {
                let what = format!("`{}` cannot lie in `{}`", row.id, short(field.text));
                log.push(field.fault(what).expected(expected));
                self.parents[place] = None;
            }
        }
    }

    /// The latitude and longitude of a place: its own, or those of the nearest that holds it.
    pub fn position(&self, place: usize) -> Option<(f64, f64)> {
        self.with_holders(place).find_map(|p| self.rows[p].at)
    }
}

/// Tells of places that lie within themselves, each circle once, and dissolves it.
fn cut_cycles(rows: &[PlaceRow<'_>], parents: &mut [Option<usize>], log: &Log) {
    // 0 = not seen, otherwise the walk on which the place was met first.
    let mut met = vec![0; rows.len()];
    for start in 0..rows.len() {
        let walk = start + 1;
        let mut place = start;
        while met[place] == 0 {
            met[place] = walk;
            let Some(parent) = parents[place] else { break };
            if met[parent] == walk {
                let field = rows[place].parent;
                let spot = field.map_or(rows[place].spot, |f| f.spot);
                log.push(Problem::at(spot, format!("place `{}` lies within itself", short(rows[parent].id))));
                let mut next = Some(parent);
                while let Some(place) = next {
                    next = parents[place].take();
                }
                break;
            }
            place = parent;
        }
    }
}

/// Persons of one class in one place.
#[derive(Clone, Debug)]
pub(crate) struct Group<'a> {
    pub place: usize,
    pub class: usize,
    pub persons: u32,
    pub share_women: Option<f64>,
    pub name: Option<&'a str>,
    pub wage: Option<f64>,
    pub owner: Option<u32>,
    pub unverified: bool,
}

/// Resolves the rows of population.csv; a second answer says whether all of them could be.
pub(crate) fn population<'a>(
    rows: &[PopulationRow<'a>],
    tree: &Tree<'_>,
    classes: Option<&BTreeMap<&str, usize>>,
    log: &Log,
) -> (Vec<Group<'a>>, bool) {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut taken: BTreeMap<(usize, usize), Spot<'a>> = BTreeMap::new();
    let mut is_whole = true;
    for row in rows {
        if log.is_full(&row.spot.source.label) {
            return (groups, false);
        }
        let place = row.place.and_then(|f| leaf(f, tree));
        let class = row.class.zip(classes).and_then(|(f, classes)| f.id_in(classes, "class"));
        let (Some(place), Some(class), Some((persons, _))) = (place, class, row.persons) else {
            is_whole = false;
            continue;
        };
        if let Some(first) = taken.insert((place, class), row.spot) {
            let names = (row.class.map_or("", |f| f.text), tree.rows[place].id);
            let problem = Problem::at(row.spot, format!("class `{}` in `{}` stands twice", names.0, names.1));
            log.push(problem.help(format!("first in line {}", first.line())));
            is_whole = false;
            continue;
        }
        let (share_women, unverified) = (row.share_women, row.unverified);
        groups.push(Group { place, class, persons, share_women, name: None, wage: None, owner: None, unverified });
    }
    (groups, is_whole)
}

/// The leaf place that a value names.
fn leaf(field: Field<'_>, tree: &Tree<'_>) -> Option<usize> {
    let place = tree.find(field)?;
    if tree.is_leaf[place] {
        // The kind itself is another fault when it is unknown.
        if tree.rows[place].kind != Some(PlaceKind::Province) {
            return Some(place);
        }
        let what = format!("persons cannot live in the province `{}` itself", field.text);
        field.log.push(field.fault(what).expected("one of its counties or towns"));
        return None;
    }
    let within: Vec<&str> =
        (0..tree.rows.len()).filter(|&p| tree.parents[p] == Some(place)).map(|p| tree.rows[p].id).take(3).collect();
    let problem = field.fault(format!("persons cannot live in `{}` itself, for it holds other places", field.text));
    field.log.push(problem.expected(format!("a place within it, such as `{}`", within.join("`, `"))));
    None
}

/// Resolves the named cells and checks that none is larger than the group it is part of; `groups` come with whether all of
/// them could be read.
pub(crate) fn cells<'a>(
    rows: &[CellRow<'a>],
    (groups, is_whole): (&[Group<'a>], bool),
    tree: &Tree<'_>,
    classes: Option<&BTreeMap<&str, usize>>,
    log: &Log,
) -> Vec<Group<'a>> {
    let held: BTreeMap<(usize, usize), u64> =
        groups.iter().map(|g| ((g.place, g.class), u64::from(g.persons))).collect();
    let mut used: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    let mut owners: BTreeMap<&str, u32> = BTreeMap::new();
    let mut found = Vec::new();
    for row in rows {
        let owner = row.owner.and_then(|field| owner_number(field, &mut owners));
        let place = row.place.and_then(|f| leaf(f, tree));
        let class = row.class.zip(classes).and_then(|(f, classes)| f.id_in(classes, "class"));
        let (Some(place), Some(class), Some((persons, field))) = (place, class, row.persons) else {
            continue;
        };
        let used = used.entry((place, class)).or_default();
        let before = *used;
        *used += u64::from(persons);
        match held.get(&(place, class)) {
            // Of groups that could not all be read, one that seems to be missing may have been in a row that is a fault of its own.
            None if !is_whole => {}
            None => {
                let names = (row.class.map_or("", |f| f.text), tree.rows[place].id);
                let what = format!(
                    "population has no class `{}` in `{}`, of which `{}` would be part",
                    names.0,
                    names.1,
                    short(row.name)
                );
                log.push(Problem::at(row.spot, what));
            }
            Some(&all) if before <= all && *used > all => {
                let what = format!("the named cells of this class and place have {used} persons, all of them together");
                log.push(field.fault(what).expected(format!("{all} at most, as population says")).found(field.text));
            }
            Some(_) => {}
        }
        found.push(Group {
            place,
            class,
            persons,
            share_women: row.share_women,
            name: Some(row.name),
            wage: row.wage,
            owner,
            unverified: row.unverified,
        });
    }
    found
}

/// Number of the owner whom a works names: the same for the same identifier.
fn owner_number<'a>(field: Field<'a>, owners: &mut BTreeMap<&'a str, u32>) -> Option<u32> {
    if !is_id(field.text) {
        let problem = field.fault("this is no identifier of an owner");
        field.log.push(problem.expected("lower-case Latin letters, digits and _").found(field.text));
        return None;
    }
    let next = owners.len() as u32;
    Some(*owners.entry(field.text).or_insert(next))
}

/// Persons of each place, with all that it contains.
pub(crate) fn totals(groups: &[Group<'_>], tree: &Tree<'_>) -> Vec<u64> {
    let mut totals = vec![0; tree.rows.len()];
    for group in groups {
        for place in tree.with_holders(group.place) {
            totals[place] += u64::from(group.persons);
        }
    }
    totals
}

/// Checks the sums of persons against what places and the scenario declare.
pub(crate) fn sums(tree: &Tree<'_>, totals: &[u64], declared: Option<(f64, Field<'_>)>, log: &Log) {
    for (i, row) in tree.rows.iter().enumerate().filter(|&(i, _)| tree.is_first(i)) {
        if totals[i] == 0 {
            if tree.is_leaf[i] {
                let problem = Problem::at(row.spot, format!("nobody lives in `{}`", short(row.id)));
                log.push(problem.help("give it a row of population, or take it out"));
            }
        } else if let Some((population, field)) = row.population {
            let what = format!("the population of `{}` does not add up", short(row.id));
            compare(population, totals[i], field, &what, log);
        }
    }
    let all: u64 = (0..tree.rows.len()).filter(|&p| tree.parents[p].is_none()).map(|p| totals[p]).sum();
    if let Some((persons, field)) = declared {
        if all > MOST_PERSONS {
            log.push(field.fault(format!("there are {all} persons")).expected(format!("{MOST_PERSONS} at most")));
        }
        compare(persons, all, field, "the persons of the scenario do not add up", log);
    }
}

fn compare(declared: f64, sum: u64, field: Field<'_>, what: &str, log: &Log) {
    // A place of a few hundred may miss by a person for each class that was rounded.
    const LEAST: f64 = 20.0;
    let sum_of_rows = sum as f64;
    let allowed = (declared.max(sum_of_rows) * PERSONS_TOLERANCE).max(LEAST.min(declared * 0.05));
    if (declared - sum_of_rows).abs() > allowed {
        log.push(field.fault(what).expected(format!("{sum}, the sum of its rows of population")).found(field.text));
    }
}

/// The capital: a town, which may have districts, or a base.
pub(crate) fn capital(field: Field<'_>, tree: &Tree<'_>) -> Option<usize> {
    let place = tree.find(field)?;
    match tree.rows[place].kind {
        None | Some(PlaceKind::Town | PlaceKind::Base) => Some(place),
        Some(_) => {
            field.log.push(field.fault(format!("the capital `{}` is not a town", field.text)));
            None
        }
    }
}
