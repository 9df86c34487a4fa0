//! Sentences made from facts.
//!
//! The model leaves codes and numbers; every surface (program, report, page, WebAssembly) takes its words from the one table
//! `english.toml`, filled in here. Nothing is ever read out of a sentence: whoever needs a number reads the fact.

mod numbers;
mod pattern;
mod table;
mod value;

use std::collections::BTreeMap;

use engine::calendar::Calendar;
use society::demand::DEMANDS;
use society::events::{Actor, Event, EventKind, FACTS, Fact};
use society::spec::Spec;
use society::{CapitalToday, OutcomeKind, Society};

pub use numbers::{grouped, percent, persons};
pub use table::Words;
use value::Value;

/// Display names of what the codes in an event stand for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    places: Vec<String>,
    classes: Vec<String>,
    parties: Vec<String>,
    leaders: Vec<String>,
    /// Names of works, regiments and ships by their first cell.
    units: BTreeMap<u32, String>,
}

impl Names {
    /// The names of a scenario and of the units of a society made from it.
    pub fn of(spec: &Spec, society: &Society) -> Names {
        let mut units = BTreeMap::new();
        for (cell, row) in society.cell_rows(spec).enumerate() {
            if let Some(name) = row.name {
                units.insert(cell as u32, name.to_owned());
            }
        }
        Names {
            places: spec.places.iter().map(|place| place.name.clone()).collect(),
            classes: spec.classes.iter().map(|class| class.name.clone()).collect(),
            parties: spec.parties.iter().map(|party| party.name.clone()).collect(),
            leaders: spec.leaders.iter().map(|leader| leader.name.clone()).collect(),
            units,
        }
    }

    /// The name of the place where it happened.
    pub fn place(&self, event: &Event) -> &str {
        self.places.get(event.place as usize).map_or("", String::as_str)
    }

    /// The name of the unit whose members act: its own, or that of its class.
    pub fn unit(&self, event: &Event) -> Option<&str> {
        let named = event.cell.and_then(|cell| self.units.get(&cell)).map(String::as_str);
        named.or_else(|| event.class.and_then(|class| self.classes.get(usize::from(class))).map(String::as_str))
    }
}

/// An event in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Who.
    pub actor: String,
    /// What happened, a sentence without its full stop.
    pub what: String,
    /// Why, with the numbers; and, of a choice, how each option was rated.
    pub why: String,
    /// The same without the ratings, for where they are asked for.
    pub because: String,
    /// How each option of a choice was rated; empty of everything else.
    pub ratings: String,
}

impl Words {
    /// An event in words.
    pub fn event(&self, event: &Event, names: &Names) -> Told {
        let actor = self.fill(self.actor(event.actor), event, names, "");
        let pattern = self.pattern(event);
        let what = capital(&self.fill(pattern, event, names, &actor));
        let (because, ratings) = (self.because(event), ratings(event));
        let why = match ratings.as_str() {
            "" => because.clone(),
            listed => format!("{} ({listed}).", because.trim_end_matches('.')),
        };
        Told { actor, what, why, because, ratings }
    }

    /// How a world ended, or stands, in a sentence. The date and the name of the capital are filled in as they are given.
    pub fn outcome(&self, kind: OutcomeKind, date: &str, capital: &str) -> String {
        pattern::fill(self.outcome_pattern(kind.word()), &|name| match name {
            "date" => Some(Value::text(date)),
            "capital" => Some(Value::text(capital)),
            _ => None,
        })
    }

    /// How the capital stands, for a line of progress. The date is written in this calendar.
    pub fn today(&self, today: CapitalToday, capital: &str, calendar: Calendar) -> String {
        /// Soldiers from whom on their refusal is the news. A choice of presentation.
        const NEWS: f64 = 1000.0;
        let (refusing, strikers) = (rounded(today.refusing), rounded(today.strikers));
        let (key, n) = if refusing >= NEWS { ("refusing", refusing) } else { ("strikers", strikers) };
        let pattern = self.today_pattern(key);
        pattern::fill(pattern, &|name| match name {
            "date" => Some(Value::text(today.day.short(calendar))),
            "capital" => Some(Value::text(capital)),
            "n" => Some(Value { text: grouped(n), count: Some(n) }),
            _ => None,
        })
    }

    fn because(&self, event: &Event) -> String {
        let fact = |(fact, value): &(Fact, f64)| {
            let unit = FACTS[*fact as usize].unit;
            pattern::fill(self.fact(fact.word()), &|_| Some(numbers::value(*value, unit)))
        };
        let parts: Vec<String> = event.facts.iter().map(fact).filter(|text| !text.is_empty()).collect();
        let facts = capital(&parts.join("; "));
        let choice = self.choice(event);
        [facts, choice]
            .iter()
            .filter(|text| !text.is_empty())
            .map(|text| format!("{text}."))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// What a choice was among, in a sentence without its full stop.
    fn choice(&self, event: &Event) -> String {
        let Some(chosen) = &event.chosen else { return String::new() };
        let Some((taken, rating)) = chosen.options.get(chosen.taken) else { return String::new() };
        let others: Vec<&(&str, f64)> =
            chosen.options.iter().enumerate().filter(|(at, _)| *at != chosen.taken).map(|(_, option)| option).collect();
        let best = others.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let key = match best {
            None => "alone",
            Some((_, most)) if most > rating => "though",
            Some(_) => "above",
        };
        let quoted = |name: &str| pattern::fill(self.options("other"), &|_| Some(Value::text(name)));
        let listed: Vec<String> = others.iter().map(|(name, _)| quoted(name)).collect();
        let listed = match listed.split_last() {
            Some((last, before)) if !before.is_empty() => format!("{}{}{last}", before.join(", "), self.options("and")),
            _ => listed.concat(),
        };
        pattern::fill(self.options(key), &|name| match name {
            "taken" => Some(Value::text(*taken)),
            "best" => best.map(|(name, _)| Value::text(*name)),
            "others" => Some(Value::text(listed.as_str())),
            _ => None,
        })
    }

    fn fill(&self, pattern: &str, event: &Event, names: &Names, actor: &str) -> String {
        pattern::fill(pattern, &|name| self.value(name, event, names, actor))
    }

    fn value(&self, name: &str, event: &Event, names: &Names, actor: &str) -> Option<Value> {
        let of = |list: &[String], at: usize| list.get(at).map(Value::text);
        match name {
            "actor" => Some(Value::text(actor)),
            "place" => of(&names.places, event.place as usize),
            "unit" => names.unit(event).map(Value::text),
            "party" => of(&names.parties, usize::from(event.party?)),
            "leader" => match event.leader {
                Some(leader) => of(&names.leaders, usize::from(leader)),
                None => Some(Value::text(self.actor_pattern("leaders_back"))),
            },
            "parties" => {
                let all = 0..names.parties.len();
                let inside: Vec<&str> = all
                    .filter(|party| event.parties & (1 << party) != 0)
                    .map(|party| names.parties[party].as_str())
                    .collect();
                Some(Value::text(inside.join("; ")))
            }
            "size" => event.size.map(|size| numbers::value(size, event.kind.size_unit())),
            "demand" => event.demand.map(|demand| Value::text(self.demand(DEMANDS[demand as usize]))),
            "issue" => {
                let decision = event.chosen.as_ref()?.decision;
                Some(Value::text(self.issue(decision.rsplit('.').next().unwrap_or_default())))
            }
            fact => {
                let (fact, value) = event.facts.iter().find(|(known, _)| known.word() == fact)?;
                Some(numbers::value(*value, FACTS[*fact as usize].unit))
            }
        }
    }

    /// The sentence for an event, not yet filled in.
    fn pattern(&self, event: &Event) -> &str {
        let option = event.chosen.as_ref().map(|chosen| chosen.options[chosen.taken].0);
        let decision = event.chosen.as_ref().map(|chosen| chosen.decision);
        let key = match (event.kind, event.result) {
            (EventKind::Decision, _) => option.unwrap_or_default(),
            (EventKind::Leader, _) => {
                if event.leader.is_some() {
                    "leader"
                } else {
                    "nobody"
                }
            }
            (_, Some(result)) => result.word(),
            (_, None) => "",
        };
        match (event.kind, decision, option) {
            (EventKind::Policy, _, Some(option)) => self.policy(option),
            (EventKind::Decision, Some("army.march"), _) => self.decision_march("army.march"),
            _ => self.sentence(event.kind.word(), key),
        }
    }

    fn actor(&self, actor: Actor) -> &str {
        self.actor_pattern(actor.word())
    }
}

/// How each option of a choice was rated, in the order of the options.
fn ratings(event: &Event) -> String {
    let options = event.chosen.iter().flat_map(|chosen| &chosen.options);
    options.map(|(name, rating)| format!("{name} {}", numbers::signed(*rating))).collect::<Vec<_>>().join(", ")
}

/// A count rounded, halves up, to what a newspaper would print: 66,000.
fn rounded(n: f64) -> f64 {
    /// From here on whole thousands are told. A choice of presentation.
    const LARGE: f64 = 10_000.0;
    if n >= LARGE { (n / 1000.0).round() * 1000.0 } else { n.round() }
}

/// The text with a capital letter at its head.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use engine::calendar::Day;

    use super::*;

    #[test]
    fn law_a_choice_is_told_in_a_sentence_and_its_ratings_beside_it() {
        let told = |options: &[(&'static str, f64)], taken| {
            let mut event = Event::new(EventKind::Decision, Actor::Government, 0, 0, 1);
            event.chosen =
                Some(society::decide::Chosen { decision: "government.resist", options: options.to_vec(), taken });
            Words::english().event(&event, &Names::default())
        };
        let three = [("hold", -0.03), ("disperse", 0.32), ("fire", -0.25)];
        let best = told(&three, 1);
        assert_eq!(best.because, "The choice, “disperse”, was rated above “hold” and “fire”.");
        assert_eq!(best.ratings, "hold −0.03, disperse +0.32, fire −0.25");
        assert_eq!(
            best.why,
            "The choice, “disperse”, was rated above “hold” and “fire” (hold −0.03, disperse +0.32, fire −0.25)."
        );
        assert_eq!(told(&three, 0).because, "The choice was “hold”, though “disperse” was rated higher.");
        assert_eq!(told(&three[..1], 0).because, "Nothing but “hold” was open.");
        let two = told(&three[..2], 1);
        assert_eq!(two.because, "The choice, “disperse”, was rated above “hold”.");
    }

    #[test]
    fn law_a_line_of_progress_names_the_capital_and_rounds_halves_up() {
        let day = Day::from_ymd(Calendar::OldStyle, 1917, 2, 27).expect("a date");
        let told = |refusing, strikers, calendar| {
            Words::english().today(CapitalToday { day, refusing, strikers }, "Petrograd", calendar)
        };
        let [old, new] = [Calendar::OldStyle, Calendar::NewStyle];
        assert_eq!(told(1999.5, 0.0, old), "27 Feb: 2,000 soldiers in Petrograd no longer obey");
        assert_eq!(told(999.4, 12_500.0, new), "12 Mar: 13,000 on strike in Petrograd");
        assert_eq!(told(999.5, 0.0, old), "27 Feb: 1,000 soldiers in Petrograd no longer obey");
        assert_eq!(told(0.0, 0.4, old), "27 Feb: nobody on strike in Petrograd");
    }
}
