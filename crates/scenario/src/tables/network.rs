//! Links between leaf places: those that are written, those that follow by rule, and whether they hold the country together.

use std::collections::BTreeMap;

use society::spec::{LinkKind, LinkSpec, PlaceKind};

use crate::problem::Problem;
use crate::read::raw::short;
use crate::read::source::Log;
use crate::tables::check::Tree;
use crate::tables::rows::LinkRow;

/// Hours between two districts of a town that no row of links joins: assumed, an hour on foot.
const STREET_HOURS: f64 = 1.0;
/// Beyond this number of districts, they are joined to the main one only: every pair would be too many.
const MOST_PAIRED: usize = 40;

/// Resolves the written links to leaf places and adds the streets that follow by rule.
pub(crate) fn links(rows: &[LinkRow<'_>], tree: &Tree<'_>, totals: &[u64], log: &Log) -> Vec<LinkSpec> {
    let main = main_leaves(tree, totals);
    let mut found: Vec<LinkSpec> = Vec::new();
    let mut taken = BTreeMap::new();
    for row in rows {
        let from = row.from.and_then(|f| tree.find(f));
        let to = row.to.and_then(|f| tree.find(f));
        let (Some(from), Some(to)) = (from, to) else {
            continue;
        };
        let ends = (main[from], main[to]);
        if ends.0 == ends.1 {
            let what = format!("this link joins `{}` to itself", short(tree.rows[ends.0].id));
            log.push(Problem::at(row.spot, what));
            continue;
        }
        let (Some(kind), Some(hours)) = (row.kind, row.hours) else {
            continue;
        };
        if hours <= 0.0 {
            log.push(Problem::at(row.spot, "a link takes no time").expected("more than 0 hours"));
            continue;
        }
        let key = (ends.0.min(ends.1), ends.0.max(ends.1), kind as u8);
        // Two routes of one kind between two places can be real once parents are resolved; the quicker one counts.
        let written = (from.min(to), from.max(to), kind as u8);
        if let Some(&(first, at)) = taken.get(&key) {
            let (first_written, line): ((usize, usize, u8), usize) = first;
            if first_written == written {
                let what = format!("this link stands twice: `{}` to `{}`", tree.rows[from].id, tree.rows[to].id);
                log.push(Problem::at(row.spot, what).help(format!("first in line {line}")));
            } else {
                let link: &mut LinkSpec = &mut found[at];
                link.hours = link.hours.min(hours);
            }
            continue;
        }
        taken.insert(key, ((written, row.spot.line()), found.len()));
        found.push(LinkSpec { from: ends.0, to: ends.1, kind, hours });
    }
    add_streets(&mut found, tree, &main);
    found
}

/// For each place the leaf that stands for it: its most populous town or district, and where it has none its most populous
/// leaf of any kind. A leaf stands for itself.
pub(crate) fn main_leaves(tree: &Tree<'_>, totals: &[u64]) -> Vec<usize> {
    let rank = |leaf: usize| {
        let is_urban = matches!(tree.rows[leaf].kind, Some(PlaceKind::Town | PlaceKind::District));
        // Of two equals the first in the file, so that the choice does not hang on chance.
        (is_urban, totals[leaf], std::cmp::Reverse(leaf))
    };
    let mut main: Vec<usize> = (0..tree.rows.len()).collect();
    let mut best = vec![None; tree.rows.len()];
    for leaf in (0..tree.rows.len()).filter(|&p| tree.is_leaf[p]) {
        for holder in tree.with_holders(leaf).skip(1) {
            if best[holder].is_none_or(|b| rank(leaf) > rank(b)) {
                best[holder] = Some(leaf);
            }
        }
    }
    for (place, best) in best.into_iter().enumerate() {
        main[place] = best.unwrap_or(place);
    }
    main
}

/// Joins the districts of a town: all to one another when no row joins any two of them, otherwise those that no row joins to
/// another to the main district.
fn add_streets(links: &mut Vec<LinkSpec>, tree: &Tree<'_>, main: &[usize]) {
    let mut districts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for leaf in 0..tree.rows.len() {
        if tree.rows[leaf].kind == Some(PlaceKind::District)
            && let Some(town) = tree.parents[leaf]
        {
            districts.entry(town).or_default().push(leaf);
        }
    }
    let mut is_joined = vec![false; tree.rows.len()];
    let mut has_inner = vec![false; tree.rows.len()];
    for link in links.iter() {
        if let (Some(a), Some(b)) = (tree.parents[link.from], tree.parents[link.to])
            && a == b
            && districts.contains_key(&a)
        {
            (is_joined[link.from], is_joined[link.to], has_inner[a]) = (true, true, true);
        }
    }
    let street = |from, to| LinkSpec { from, to, kind: LinkKind::Street, hours: STREET_HOURS };
    for (town, parts) in districts {
        if !has_inner[town] && parts.len() <= MOST_PAIRED {
            for (i, &a) in parts.iter().enumerate() {
                links.extend(parts[i + 1..].iter().map(|&b| street(a, b)));
            }
            continue;
        }
        let centre = main[town];
        links.extend(parts.iter().filter(|&&p| p != centre && !is_joined[p]).map(|&p| street(centre, p)));
    }
}

/// Tells of every leaf place that no chain of links joins to the capital.
pub(crate) fn connected(links: &[LinkSpec], tree: &Tree<'_>, capital: usize, totals: &[u64], log: &Log) {
    let mut beside = vec![Vec::new(); tree.rows.len()];
    for link in links {
        beside[link.from].push(link.to);
        beside[link.to].push(link.from);
    }
    let mut is_reached = vec![false; tree.rows.len()];
    let start = main_leaves(tree, totals)[capital];
    is_reached[start] = true;
    let mut open = vec![start];
    while let Some(place) = open.pop() {
        for &next in &beside[place] {
            if !is_reached[next] {
                is_reached[next] = true;
                open.push(next);
            }
        }
    }
    for (place, row) in tree.rows.iter().enumerate() {
        // That nobody lives in a place is told elsewhere.
        if tree.is_leaf[place] && totals[place] > 0 && !is_reached[place] {
            let problem = Problem::at(row.spot, format!("no chain of links joins `{}` to the capital", short(row.id)));
            log.push(problem.help("add a row to links"));
        }
    }
}
