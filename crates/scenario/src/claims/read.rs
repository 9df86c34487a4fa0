//! Reads `claims.toml`; every fault goes to the log, and a claim with a fault is left out.

use std::collections::BTreeMap;

use engine::calendar::Day;
use society::OutcomeKind;
use society::tables::GOVERNMENT_KINDS;

use crate::loaded::Loaded;
use crate::loaded::claim::{CAUSES, Claim, ClaimsText, EXPECTATIONS, Expects, Needs, PersonRule, SCHOOLS, Test};
use crate::loaded::measure::{BODIES, DEMANDS, EVENTS, Event, LEVELS, MEASURES, Measure, PATTERNS, SERIES, SUMS};
use crate::names::{BUILT_IN_SOURCES, CLAIMS};
use crate::problem::Problem;
use crate::read::field::{Entries, Field};
use crate::read::raw::{Node, parse_toml, short};
use crate::read::source::{Log, Source};

use super::known::Known;
use super::rule;

pub(crate) const KEYS: [&str; 11] =
    ["id", "statement", "who", "source", "school", "cause", "contradicted_if", "note", "untestable", "needs", "test"];
pub(crate) const TEST_KEYS: [&str; 9] =
    ["asks", "base", "with", "adds", "cause", "measure", "expects", "smallest", "bound"];

const OUTCOMES: [OutcomeKind; 8] = [
    OutcomeKind::RegimeHolds,
    OutcomeKind::GovernmentHolds,
    OutcomeKind::CouncilTransfer,
    OutcomeKind::CouncilSeizure,
    OutcomeKind::Crushed,
    OutcomeKind::Coup,
    OutcomeKind::Assembly,
    OutcomeKind::Unresolved,
];

/// The claims of a file, and its rival rules of the person.
pub(super) fn claims(loaded: &Loaded, text: &ClaimsText, log: &Log) -> (Vec<Claim>, Vec<PersonRule>) {
    let source = Source::new(text.label.clone(), CLAIMS.to_owned(), text.text.clone(), text.calendar);
    let Some(value) = parse_toml(&source, log) else { return Default::default() };
    let Some(root) = Entries::of(&source, "the file of claims", &value, log) else { return Default::default() };
    root.only(&["claim", "rule"]);
    let known = Known {
        spec: &loaded.spec,
        calendar: text.calendar,
        what_ifs: loaded.interventions.iter().map(|text| text.name.as_str()).zip(0..).collect(),
        parties: loaded.spec.parties.iter().map(|p| p.id.as_str()).zip(0..).collect(),
        sources: loaded
            .sources
            .iter()
            .map(|s| s.key.as_str())
            .chain(BUILT_IN_SOURCES.iter().map(|(key, _)| *key))
            .collect(),
    };
    let rules = rule::rules(&root, &known);
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for value in root.list("claim") {
        let before = log.len();
        let Some(e) = Entries::of(&source, "claim", value, log) else { continue };
        if let Some(id) = e.get("id")
            && let Some(line) = taken.insert(id.text, id.spot.line())
        {
            let what = format!("claim `{}` stands twice", short(id.text));
            log.push(id.fault(what).help(format!("first in line {line}")));
        }
        let claim = claim(e, &known);
        found.extend(claim.filter(|_| log.len() == before));
    }
    (found, rules)
}

fn claim(e: Entries<'_>, known: &Known<'_>) -> Option<Claim> {
    e.only(&KEYS);
    let text = |key| {
        let field = e.need(key)?;
        if field.text.trim().is_empty() {
            e.log.push(field.fault(format!("`{key}` is empty")));
            return None;
        }
        Some(field.text.trim().to_owned())
    };
    let (id, statement, who) = (text("id"), text("statement"), text("who"));
    let contradicted_if = text("contradicted_if");
    let source = e.need("source");
    known.sources_exist(source);
    let school = e.need("school").and_then(|f| f.word(&SCHOOLS));
    let cause = e.need("cause").and_then(|f| f.word(&CAUSES));
    let needs = match e.get("needs") {
        // A fault is in the log, and the claim is left out.
        Some(field) => field.word(&[("all", Needs::All), ("any", Needs::Any)]).unwrap_or(Needs::All),
        None => Needs::All,
    };
    let untestable = e.get("untestable");
    let list = e.list("test");
    match (untestable, list.is_empty()) {
        (None, true) => {
            let problem = Problem::at(e.spot(), "this claim has no test");
            e.log.push(problem.expected("at least one block [[claim.test]], or `untestable` with the reason"));
        }
        (Some(field), false) => {
            let problem = field.fault("a claim that cannot be tested has tests");
            e.log.push(problem.expected("`untestable` or [[claim.test]]"));
        }
        (Some(field), true) if field.text.trim().is_empty() => {
            e.log.push(field.fault("`untestable` is empty").expected("the reason"));
        }
        _ => {}
    }
    let tests: Vec<Option<Test>> = list
        .iter()
        .map(|value| Entries::of(e.source, "test", value, e.log).and_then(|e| test(&Reader { e, known })))
        .collect();
    Some(Claim {
        id: id?,
        statement: statement?,
        who: who?,
        source: source?.text.to_owned(),
        school: school?,
        cause: cause?,
        contradicted_if: contradicted_if?,
        note: e.text("note").trim().to_owned(),
        untestable: untestable.map(|f| f.text.trim().to_owned()),
        needs,
        tests: tests.into_iter().collect::<Option<_>>()?,
    })
}

/// A block `[[claim.test]]`.
struct Reader<'a> {
    e: Entries<'a>,
    known: &'a Known<'a>,
}

fn test(r: &Reader<'_>) -> Option<Test> {
    let e = r.e;
    let kind = e.need("measure").and_then(|f| f.word(&MEASURES.map(|m| (m.name, m))));
    if let Some(kind) = kind {
        let allowed: Vec<&str> = TEST_KEYS.iter().chain(kind.keys).copied().collect();
        for key in e.map.keys().filter(|key| !allowed.contains(&key.as_str())) {
            let what = format!("`{}` is not a key of a test that measures `{}`", short(key), kind.name);
            e.log.push(Problem::at(e.key_spot(key), what).nearest(key, allowed.iter().copied()));
        }
    }
    let asks = e.need("asks").map(|f| f.text.trim().to_owned());
    let (base, with) = (r.what_ifs("base"), r.what_ifs("with"));
    let measure = kind.and_then(|kind| r.measure(kind.name));
    let expects = r.expects(measure.as_ref());
    let (base, with, expects) = (base?, with?, expects?);
    if expects.is_difference() && base == with {
        let problem = Problem::at(e.spot(), "both arms of this test are the same");
        e.log.push(problem.expected("`with`, and `base` where it is not the world as it was"));
    }
    if !expects.is_difference() && !base.is_empty() {
        let problem = Problem::at(e.key_spot("base"), "a level has no arm to be compared with");
        e.log.push(problem.expected("`with` alone"));
    }
    let is_spread = matches!(measure, Some(Measure::Spread(_)));
    if is_spread && expects.is_difference() {
        let field = e.get("expects")?;
        e.log.push(field.fault("a spread over worlds has no pairs").expected("above or below").found(field.text));
    }
    let is_relative = e.value("relative").is_some() && e.switch("relative")?;
    if is_relative && !expects.is_difference() {
        let problem = Problem::at(e.key_spot("relative"), "a level is relative to nothing");
        e.log.push(problem.expected("no `relative`"));
    }
    let adds = e.value("adds").is_some() && e.switch("adds")?;
    let cause = match e.get("cause") {
        Some(field) => Some(field.word(&CAUSES)?),
        None => None,
    };
    Some(Test { asks: asks?, base, with, adds, cause, measure: measure?, is_relative, expects })
}

impl<'a> Reader<'a> {
    /// The single values of a list; a single value is a list of one.
    fn fields(&self, key: &'a str) -> Vec<Field<'a>> {
        match self.e.value(key) {
            None => Vec::new(),
            Some(value) => match &value.node {
                Node::Array(items) => items.iter().filter_map(|item| self.e.single(key, item)).collect(),
                _ => self.e.single(key, value).into_iter().collect(),
            },
        }
    }

    /// A list that must name something.
    fn need_fields(&self, key: &'a str) -> Option<Vec<Field<'a>>> {
        let value = self.e.need_value(key)?;
        let found = self.fields(key);
        if matches!(&value.node, Node::Array(items) if items.is_empty()) {
            self.e.log.push(Problem::at(self.e.key_spot(key), format!("`{key}` is empty")));
        }
        (!found.is_empty()).then_some(found)
    }

    fn what_ifs(&self, key: &'a str) -> Option<Vec<String>> {
        let fields = self.fields(key);
        let names = fields.iter().map(|f| f.id_in(&self.known.what_ifs, "what-if").map(|_| f.text.to_owned()));
        // All of them are looked up before one that is not there ends it.
        names.collect::<Vec<_>>().into_iter().collect()
    }

    fn parties(&self) -> Option<Vec<usize>> {
        let found: Vec<Option<usize>> =
            self.need_fields("parties")?.iter().map(|f| f.id_in(&self.known.parties, "party")).collect();
        found.into_iter().collect()
    }

    fn day(&self, key: &'a str) -> Option<Day> {
        let field = self.e.get(key)?;
        let day = field.date(self.known.calendar)?;
        let (start, end) = (self.known.spec.start, self.known.spec.end);
        if (start..=end).contains(&day) {
            return Some(day);
        }
        let problem = field.fault(format!("`{key}` lies outside the scenario"));
        let calendar = self.known.calendar;
        let expected = format!("a date from {} to {}", start.iso(calendar), end.iso(calendar));
        self.e.log.push(problem.expected(expected).found(field.text));
        None
    }

    fn need_day(&self, key: &'a str) -> Option<Day> {
        self.e.need_value(key)?;
        self.day(key)
    }

    /// A first and a last day.
    fn window(&self, first: &'a str, last: &'a str) -> Option<(Day, Day)> {
        let (from, until) = (self.need_day(first), self.need_day(last));
        let (from, until) = (from?, until?);
        if until < from {
            let field = self.e.get(last)?;
            let expected = format!("a date from {} on", from.iso(self.known.calendar));
            self.e.log.push(field.fault("the window ends before it begins").expected(expected).found(field.text));
        }
        Some((from, until))
    }

    /// An optional day: `None` for a fault.
    fn maybe_day(&self, key: &'a str) -> Option<Option<Day>> {
        if self.e.value(key).is_none() { Some(None) } else { self.day(key).map(Some) }
    }

    fn position<const N: usize>(&self, key: &'a str, words: &[(&'static str, &'static str); N]) -> Option<usize> {
        let at: Vec<(&str, usize)> = words.iter().map(|(word, _)| *word).zip(0..).collect();
        self.e.need(key).and_then(|f| f.word(&at))
    }

    fn event(&self, key: &'a str) -> Option<Event> {
        let index = self.position(key, &EVENTS)?;
        let is_line = EVENTS[index].0 == "line";
        let party = match self.e.get("party").filter(|_| is_line) {
            Some(field) => Some(field.id_in(&self.known.parties, "party")?),
            None => None,
        };
        if is_line && party.is_none() {
            self.e.log.push(Problem::at(self.e.key_spot(key), "`line` is the line of a party").expected("`party`"));
            return None;
        }
        Some(Event { index, party })
    }

    fn measure(&self, name: &str) -> Option<Measure> {
        let e = self.e;
        Some(match name {
            "outcome" => {
                let words = OUTCOMES.map(|kind| (kind.word(), kind));
                let found: Vec<Option<OutcomeKind>> =
                    self.need_fields("outcomes")?.iter().map(|f| f.word(&words)).collect();
                Measure::Outcome(found.into_iter().collect::<Option<_>>()?)
            }
            "government" => {
                let words: Vec<(&str, usize)> = GOVERNMENT_KINDS.into_iter().zip(0..).collect();
                let found: Vec<Option<usize>> = self.need_fields("kinds")?.iter().map(|f| f.word(&words)).collect();
                Measure::Government(found.into_iter().collect::<Option<_>>()?)
            }
            "pattern" => {
                let words: Vec<(&str, usize)> = PATTERNS.into_iter().zip(0..).collect();
                Measure::Pattern(e.need("pattern").and_then(|f| f.word(&words))?)
            }
            "by" => {
                let (event, day) = (self.event("event"), self.need_day("day"));
                Measure::By(event?, day?)
            }
            "within" => {
                let (event, since) = (self.event("event"), self.event("since"));
                let days = e.need("days").and_then(|f| f.count());
                Measure::Within(event?, since?, days?)
            }
            "date" => {
                let event = self.event("event");
                let since = if e.value("since").is_some() { Some(self.event("since")?) } else { None };
                Measure::Date(event?, since)
            }
            "spread" => Measure::Spread(self.event("event")?),
            "sum" => Measure::Sum(self.position("sum", &SUMS)?),
            "series" => {
                let series = self.position("series", &SERIES);
                let (from, until) = self.window("from", "until")?;
                Measure::Series(series?, from, until)
            }
            "strikes" => {
                let words: Vec<(&str, usize)> = DEMANDS.into_iter().zip(0..).collect();
                let demands: Vec<Option<usize>> = self.need_fields("demands")?.iter().map(|f| f.word(&words)).collect();
                let (during, less) = (self.window("from", "until"), self.window("less_from", "less_until"));
                Measure::Strikes { demands: demands.into_iter().collect::<Option<_>>()?, during: during?, less: less? }
            }
            "delegates" => {
                let (parties, of) = (self.parties(), self.position("of", &BODIES));
                let (on, less) = (self.maybe_day("on"), self.maybe_day("less"));
                Measure::Delegates { parties: parties?, of: of?, on: on?, less: less? }
            }
            "votes" => Measure::Votes(self.parties()?),
            "lag" => Measure::Lag(self.parties()?),
            "level" => Measure::Level(self.position("level", &LEVELS)?),
            _ => unreachable!("the word was found in MEASURES"),
        })
    }

    fn expects(&self, measure: Option<&Measure>) -> Option<Expects> {
        let e = self.e;
        let words = EXPECTATIONS.map(|(word, is_difference)| (word, (word, is_difference)));
        let (word, is_difference) = e.need("expects")?.word(&words)?;
        let (key, other) = if is_difference { ("smallest", "bound") } else { ("bound", "smallest") };
        let wrong: &[&str] = if word == "report" { &["smallest", "bound"] } else { &[other] };
        for wrong in wrong.iter().filter(|key| e.value(key).is_some()) {
            let problem = Problem::at(e.key_spot(wrong), format!("`{wrong}` does not go with `expects = \"{word}\"`"));
            e.log.push(if word == "report" { problem } else { problem.expected(format!("`{key}`")) });
        }
        if word == "report" {
            return Some(Expects::Report);
        }
        // A change of a share of the base, and a share, are at most 1; a level may be a change and so negative.
        let is_share = measure.is_some_and(Measure::is_share) || e.value("relative").is_some();
        let most = if is_share { 1.0 } else { f64::MAX };
        let least = if is_difference { 0.0 } else { -most };
        let size = e.need(key)?.number(least..=most)?;
        Some(match word {
            "greater" => Expects::Greater(size),
            "smaller" => Expects::Smaller(size),
            "same" => Expects::Same(size),
            "not greater" => Expects::NotGreater(size),
            "not smaller" => Expects::NotSmaller(size),
            "above" => Expects::Above(size),
            _ => Expects::Below(size),
        })
    }
}
