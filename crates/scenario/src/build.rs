//! Reads all files, has them checked, and makes the society's specification of them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use society::spec::{GroupSpec, PlaceKind, PlaceSpec, Rules, Spec};

use crate::claims;
use crate::display;
use crate::evidence::posterior;
use crate::evidence::{self, split};
use crate::loaded::{FileCount, Loaded, SourceEntry};
use crate::names::{BUILT_IN_SOURCES, DEFINITIONS, KINDS_FILE};
use crate::patterns;
use crate::problem::{Problem, Problems};
use crate::read::bundle::bundled_files;
use crate::read::csv_table::parse_csv;
use crate::read::files::Files;
use crate::read::layers::{Provider, SourceLayers};
use crate::read::raw::{Columns, Node, Table, Value, inline_table, parse_toml};
use crate::read::source::{Log, Source};
use crate::tables::check::{self, Group, Tree};
use crate::tables::definitions;
use crate::tables::header::{self, Header};
use crate::tables::in_place;
use crate::tables::network;
use crate::tables::origin::{self, Context};
use crate::tables::parameters;
use crate::tables::parties;
use crate::tables::rows::{self, PlaceRow};
use crate::tables::series;
use crate::what_if;

/// Reads and checks a scenario.
///
/// # Errors
/// Every fault of every file, in the order of file, line and column.
pub fn read(files: &Files) -> Result<Loaded, Problems> {
    let log = Log::default();
    let layers = SourceLayers::open(files, &log);
    let loaded = load(&layers, &log);
    log.finish().map_err(|problems| with_its_society(problems, &layers))?;
    // Every way to `None` has told the log why; this message is for the one that was forgotten.
    loaded.ok_or_else(|| Problem::of_file(files.id.clone(), "the scenario could not be built").into())
}

/// Says of faults in a society that was taken over that the scenario has no definitions of its own.
fn with_its_society(mut problems: Problems, layers: &SourceLayers) -> Problems {
    let taken = layers.layers.get(layers.n_own).filter(|_| layers.n_own + 1 < layers.layers.len());
    let Some(society) = taken.map(|layer| layer.label.as_str()) else { return problems };
    for name in DEFINITIONS {
        let file = format!("{society}/{name}");
        if problems.0.iter().any(|problem| problem.file == file) {
            let own = layers.layers.first().map_or("", |layer| layer.label.as_str());
            let problem = Problem::of_file(format!("{own}/{name}"), "the scenario has no such file, nor has its base");
            let help = format!("that of {society} counts; write your own, or name another `society` in scenario.toml");
            problems.0.push(problem.help(help));
        }
    }
    problems
}

/// Reads and checks a bundled scenario.
///
/// # Errors
/// When there is no such scenario.
pub fn load_bundled(name: &str) -> Result<Loaded, Problems> {
    read(&bundled_files(name)?)
}

/// Source lists of all layers as tables.
fn source_tables<'a>(layers: &'a SourceLayers, log: &Log) -> (Vec<Table<'a>>, bool) {
    let mut is_whole = !layers.broken.contains("sources.csv");
    let mut tables = Vec::new();
    for layer in &layers.layers {
        let inline = layer.header.as_ref().and_then(|(source, value)| match &value.node {
            Node::Table(map) => map.get("sources").map(|(_, v)| inline_table(source, v, origin::SOURCES, log)),
            _ => None,
        });
        let lists = layer.sources.iter().map(|source| parse_csv(source, origin::SOURCES, log));
        for table in inline.into_iter().chain(lists) {
            is_whole &= table.is_some();
            tables.extend(table);
        }
    }
    (tables, is_whole)
}

/// The tables of rows that a scenario may have, but for its bibliography, and how many of the first columns of each say which
/// row is which.
pub(crate) const TABLES_OF_ROWS: [(Columns, usize); 8] = [
    (rows::PLACES, 1),
    (rows::POPULATION, 2),
    (rows::CELLS, 1),
    (rows::LINKS, 3),
    (rows::CONDITIONS, 3),
    (rows::NATIONS, 2),
    (rows::ROOTS, 2),
    (rows::MEMORY, 2),
];

/// A table from wherever it is; `None` when it is absent or unusable.
pub(crate) fn table<'a>(layers: &'a SourceLayers, columns: Columns, log: &Log) -> Option<Table<'a>> {
    match layers.providers.get(columns.table)? {
        Provider::File => parse_csv(layers.texts.get(&format!("{}.csv", columns.table))?, columns, log),
        Provider::Inline(layer) => {
            let (source, value) = layers.layers.get(*layer)?.header.as_ref()?;
            match &value.node {
                Node::Table(map) => inline_table(source, &map.get(columns.table)?.1, columns, log),
                _ => None,
            }
        }
    }
}

fn toml_file<'a>(layers: &'a SourceLayers, name: &str, log: &Log) -> Option<(&'a Source, Value)> {
    let Some(source) = layers.texts.get(name) else {
        if !layers.broken.contains(name) {
            let id = layers.layers.first().map_or("", |l| l.label.as_str());
            log.push(Problem::of_file(
                format!("{id}/{name}"),
                "the scenario has no such file, nor has what it is based on",
            ));
        }
        return None;
    };
    Some((source, parse_toml(source, log)?))
}

/// Tells of a table that a scenario cannot do without.
fn require(layers: &SourceLayers, name: &'static str, log: &Log) {
    let is_unknown = layers.broken.contains("scenario.toml");
    if !is_unknown && !layers.providers.contains_key(name) && !layers.broken.contains(&format!("{name}.csv")) {
        let id = layers.layers.first().map_or("", |l| l.label.as_str());
        let problem = Problem::of_file(format!("{id}/{name}.csv"), format!("the scenario has no {name}"));
        log.push(problem.help(format!("write {name}.csv, or [[{name}]] in scenario.toml, or name a `base`")));
    }
}

/// The definitions as TOML values, each with its text.
struct Definitions<'a> {
    kinds: Option<(&'a Source, Value)>,
    classes: Option<(&'a Source, Value)>,
    parties: Option<(&'a Source, Value)>,
    government: Option<(&'a Source, Value)>,
}

fn load(layers: &SourceLayers, log: &Log) -> Option<Loaded> {
    let mut rules = Rules::default();
    let mut set = Vec::new();
    if let Some(source) = layers.texts.get("parameters.toml")
        && let Some(value) = parse_toml(source, log)
        && let Some(layer) = layers.layer_of(source)
    {
        set.extend(parameters::apply_table(source, &value, &mut rules, log).into_iter().map(|key| (layer, key)));
    }
    let header = header::read(layers, &mut rules, log);
    set.extend(header.set.iter().cloned());
    let (lists, is_whole) = source_tables(layers, log);
    let sources = origin::sources(&lists, log);
    let mut keys: BTreeMap<&str, usize> = sources.keys().copied().zip(0..).collect();
    keys.extend(BUILT_IN_SOURCES.iter().map(|(key, _)| *key).zip(0..));
    let context = Context { log, keys: is_whole.then_some(keys), doubts: RefCell::default(), used: RefCell::default() };
    let definitions = Definitions {
        kinds: toml_file(layers, KINDS_FILE, log),
        classes: toml_file(layers, "classes.toml", log),
        parties: toml_file(layers, "parties.toml", log),
        government: toml_file(layers, "government.toml", log),
    };
    ["places", "population"].into_iter().for_each(|t| require(layers, t, log));
    let tables = TABLES_OF_ROWS.map(|(columns, names)| table(layers, columns, log).map(|table| table.in_order(names)));
    let party_ids = definitions.parties.as_ref().map(|(_, v)| definitions::ids(v, "party"));
    let record = evidence::read(layers, party_ids.as_ref(), &context);
    let mut files = counts(&tables, &definitions);
    files.extend(record.files.iter().cloned());
    files.extend(lists.iter().map(|t| FileCount { file: t.source.label.clone(), rows: t.rows.len() }));
    let sources: Vec<SourceEntry> = sources.into_values().collect();
    let known = split::Known { record: &record, rules: &rules, span: header.start.zip(header.end) };
    let split = split::read(layers, &known, &context);
    let posterior = posterior::read(layers, &rules, log);
    let display = display::read(layers, party_ids.as_ref(), log);
    let patterns = patterns::read(layers, party_ids.as_ref(), log);
    let basemap = display::basemap(layers, log);
    let (mut spec, dated_inputs) = specification(&header, &tables, &definitions, rules, &context)?;
    if let Some((posterior, layer)) = &posterior {
        spec.draws = Some(Arc::new(posterior.draws()));
        // What a scenario says for itself counts before what was fitted for the one that it is based on.
        set.iter().filter(|(own, _)| own < layer).for_each(|(_, key)| spec.pin(key));
    }
    let patterns = patterns?;
    patterns.mark(&mut spec.parties);
    let mut loaded = Loaded {
        id: layers.id.clone(),
        title: header.title.to_string(),
        summary: header.summary.to_string(),
        display: display?.resolve(&spec),
        basemap,
        pattern_record: patterns.record,
        base: header.base.map(String::from),
        calendar: layers.layers.first()?.header.as_ref()?.0.calendar,
        spec,
        files,
        sources: in_use(sources, &lists, layers, &context),
        unverified: context.doubts.into_inner(),
        dated_inputs,
        evidence: record.rows,
        events: record.events,
        measures: record.measures,
        split,
        posterior: posterior.map(|(posterior, _)| posterior),
        content_hash: engine::digest::hex(layers.digest()),
        society_hash: engine::digest::hex(layers.society_digest()),
        claims: Vec::new(),
        person_rules: Vec::new(),
        interventions: layers.interventions(),
        settings: Vec::new(),
        applied: Vec::new(),
    };
    loaded.display.page = display::page::read(layers, &loaded, log);
    what_if::check_texts(&loaded, log);
    if let Some(text) = layers.claims() {
        (loaded.claims, loaded.person_rules) = claims::claims(&loaded, &text, log);
    }
    Some(loaded)
}

/// The bibliography without what other scenarios share with this one and it does not use: the sources of another society's
/// parties are none of this one's.
fn in_use(
    sources: Vec<SourceEntry>,
    lists: &[Table<'_>],
    layers: &SourceLayers,
    context: &Context<'_>,
) -> Vec<SourceEntry> {
    let is_shared = |list: &Table<'_>| layers.layer_of(list.source).is_some_and(|layer| layer >= layers.n_own);
    // What others share stands in the last layers, and so do its lists.
    let first = lists.iter().position(is_shared).unwrap_or(lists.len());
    let shared = origin::sources(&lists[first..], context.log);
    let used = context.used.borrow();
    sources.into_iter().filter(|s| used.contains(&s.key) || !shared.contains_key(s.key.as_str())).collect()
}

fn counts(tables: &[Option<Table<'_>>; 8], definitions: &Definitions<'_>) -> Vec<FileCount> {
    let blocks = |value: &Value| match &value.node {
        Node::Table(map) => map
            .values()
            .map(|(_, v)| match &v.node {
                Node::Array(items) => items.len(),
                _ => 1,
            })
            .sum(),
        _ => 0,
    };
    let of_tables = tables.iter().flatten().map(|t| FileCount { file: t.source.label.clone(), rows: t.rows.len() });
    let of_definitions = [&definitions.kinds, &definitions.classes, &definitions.parties, &definitions.government]
        .into_iter()
        .flatten()
        .map(|(source, value)| FileCount { file: source.label.clone(), rows: blocks(value) });
    of_tables.chain(of_definitions).collect()
}

type Inputs = Vec<crate::loaded::DatedInput>;

/// Reads the rows, checks them against each other, and puts them together when nothing is missing.
fn specification<'a>(
    header: &Header<'a>,
    tables: &'a [Option<Table<'a>>; 8],
    definitions: &'a Definitions<'a>,
    rules: Rules,
    context: &Context<'a>,
) -> Option<(Spec, Inputs)> {
    let log = context.log;
    let [places, population, cells, links, conditions, nations, roots, memory] = tables.each_ref().map(Option::as_ref);
    let party_ids = definitions.parties.as_ref().map(|(_, v)| definitions::ids(v, "party"));
    let class_ids = definitions.classes.as_ref().map(|(_, v)| definitions::ids(v, "class"));
    let no_parties = BTreeMap::new();
    let known_parties = party_ids.as_ref().unwrap_or(&no_parties);
    let kinds = definitions.kinds.as_ref().map(|(source, value)| definitions::kinds(source, value, context));
    let kinds = kinds.unwrap_or_default();
    let classes = definitions
        .classes
        .as_ref()
        .filter(|_| party_ids.is_some() && !kinds.is_empty())
        .map(|(source, value)| definitions::classes(source, value, &kinds, known_parties, context));
    let parties = definitions
        .parties
        .as_ref()
        .map(|(source, value)| parties::parties(source, value, class_ids.as_ref(), context));
    let (leaders, mut inputs) = definitions
        .parties
        .as_ref()
        .map(|(source, value)| parties::leaders(source, value, known_parties, header.start, context))
        .unwrap_or_default();
    let regime = definitions
        .government
        .as_ref()
        .filter(|_| party_ids.is_some())
        .and_then(|(source, value)| definitions::regime(source, value, known_parties, context));

    let faults_before = log.len();
    let place_rows = places.map(|t| rows::places(t, context));
    let link_rows = links.map(|t| rows::links(t, context)).unwrap_or_default();
    // Without places, nothing that names one can be judged.
    let place_rows = place_rows?;
    let tree = Tree::grow(&place_rows, places.is_some_and(|t| t.is_whole), log);
    // A place that a faulty row would have joined is not a second fault.
    let can_judge_links = log.len() == faults_before && links.is_none_or(|t| t.is_whole);
    let population_rows = population.map(|t| rows::population(t, context)).unwrap_or_default();
    let cell_rows = cells.map(|t| rows::cells(t, context)).unwrap_or_default();
    let nation_rows = nations.map(|t| rows::nations(t, context)).unwrap_or_default();
    let root_rows = roots.map(|t| rows::roots(t, context)).unwrap_or_default();
    let memory_rows = memory.map(|t| rows::memory(t, context)).unwrap_or_default();
    let condition_rows = conditions.map(|t| rows::conditions(t, context)).unwrap_or_default();

    let (groups, is_whole) = check::population(&population_rows, &tree, class_ids.as_ref(), log);
    let is_whole = is_whole && population.is_some_and(|t| t.is_whole);
    let named = check::cells(&cell_rows, (&groups, is_whole), &tree, class_ids.as_ref(), log);
    let totals = check::totals(&groups, &tree);
    if is_whole {
        check::sums(&tree, &totals, header.persons, log);
    }
    let capital = header.capital.and_then(|f| check::capital(f, &tree));
    let faults_before = log.len();
    let links = network::links(&link_rows, &tree, &totals, log);
    if let Some(capital) = capital
        && can_judge_links
        && is_whole
        && log.len() == faults_before
    {
        network::connected(&links, &tree, capital, &totals, log);
    }
    let span = header.start.zip(header.end);
    let (conditions, dated) = series::gather(&condition_rows, &tree, span, log);
    inputs.extend(dated);
    let roots = in_place::roots(&root_rows, &tree, party_ids.as_ref(), log);
    let memory = in_place::memory(&memory_rows, &tree, class_ids.as_ref(), log);
    let peoples = in_place::peoples(&nation_rows, &tree, parties.as_deref(), log);
    let places = place_specs(&tree, &groups, &named, log);
    if !log.is_empty() {
        return None;
    }
    let spec = Spec {
        start: header.start?,
        end: header.end?,
        capital: capital?,
        country: header.country.to_string(),
        places,
        groups: group_specs(groups, named),
        links,
        roots,
        peoples,
        memory,
        conditions,
        classes: classes?,
        parties: parties?,
        leaders,
        regime: regime?,
        rules,
        switches: header.switches.clone(),
        rulings: Vec::new(),
        later: Vec::new(),
        draws: None,
    };
    Some((spec_with_women(spec), inputs))
}

fn place_specs(tree: &Tree<'_>, groups: &[Group<'_>], named: &[Group<'_>], log: &Log) -> Vec<PlaceSpec> {
    let mut unverified: Vec<bool> = tree.rows.iter().map(|r| r.unverified).collect();
    for group in groups.iter().chain(named).filter(|g| g.unverified) {
        unverified[group.place] = true;
    }
    let spec = |(i, row): (usize, &PlaceRow<'_>)| {
        let position = tree.position(i);
        // A place within another, or with a coordinate that is wrong, has its fault there.
        if position.is_none() && row.parent.is_none() && !row.has_coordinate {
            let problem = Problem::at(
                row.spot,
                format!("place `{}` has no latitude and longitude", crate::read::raw::short(row.id)),
            );
            log.push(problem.expected("them, or a parent that has them"));
        }
        let (lat, lon) = position.unwrap_or_default();
        PlaceSpec {
            id: row.id.to_string(),
            name: row.name.to_string(),
            name_ru: row.name_ru.to_string(),
            kind: row.kind.unwrap_or(PlaceKind::Town),
            parent: tree.parents[i],
            lat,
            lon,
            unverified: unverified[i],
        }
    };
    tree.rows.iter().enumerate().map(spec).collect()
}

/// Share of women where no row says: unknown until the class is known, see [`spec_with_women`].
const UNKNOWN_SHARE: f64 = -1.0;

/// Named cells as groups of their own, each place's and class's rest after them.
fn group_specs(groups: Vec<Group<'_>>, named: Vec<Group<'_>>) -> Vec<GroupSpec> {
    let mut within: BTreeMap<(usize, usize), Vec<Group<'_>>> = BTreeMap::new();
    for cell in named {
        within.entry((cell.place, cell.class)).or_default().push(cell);
    }
    let mut found = Vec::new();
    for group in groups {
        let share = group.share_women.unwrap_or(UNKNOWN_SHARE);
        let cells = within.remove(&(group.place, group.class)).unwrap_or_default();
        let mut rest = group.persons;
        let mut women_left = share * f64::from(group.persons);
        for cell in cells.iter().filter(|c| c.persons > 0) {
            let share = cell.share_women.unwrap_or(share);
            rest = rest.saturating_sub(cell.persons);
            women_left -= share * f64::from(cell.persons);
            found.push(GroupSpec {
                place: group.place,
                class: group.class,
                persons: cell.persons,
                share_women: share,
                name: cell.name.map(String::from),
                wage: cell.wage,
                owner: cell.owner,
            });
        }
        if rest > 0 {
            // The rest has the women that the named cells leave; rows rounded apart may leave a little too many.
            let left = (women_left / f64::from(rest)).clamp(0.0, 1.0);
            let share_women = if share == UNKNOWN_SHARE { share } else { left };
            let (place, class) = (group.place, group.class);
            found.push(GroupSpec { place, class, persons: rest, share_women, name: None, wage: None, owner: None });
        }
    }
    found
}

/// Fills in the share of women by rule: none under arms, half elsewhere (assumed).
fn spec_with_women(mut spec: Spec) -> Spec {
    const HALF: f64 = 0.5;
    for group in &mut spec.groups {
        if group.share_women < 0.0 {
            let is_armed = spec.classes.get(group.class).is_some_and(|c| c.does.bear_arms());
            group.share_women = if is_armed { 0.0 } else { HALF };
        }
    }
    spec
}
