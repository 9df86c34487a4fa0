//! `parameters.toml`, written from the declarations and read against them.

use std::fmt::Write as _;

use engine::param::ParamDecl;
use society::spec::Rules;

use crate::problem::Problem;
use crate::read::field::Field;
use crate::read::raw::{Node, ScalarKind, Value, short};
use crate::read::source::{Log, Source};

/// The text of `parameters.toml`: every declared parameter with its value in these rules, unit, range, meaning and source.
pub fn parameters_toml(rules: &Rules) -> String {
    let mut text = String::from(
        "# Behaviour. Written from the declarations in the code; a scenario's own file needs only the lines it changes.\n",
    );
    let mut group = "";
    for declared in rules.declared() {
        let (of, name) = declared.key.split_once('.').unwrap_or(("", declared.key));
        if of != group {
            group = of;
            // Writing to a string cannot fail.
            let _ = writeln!(text, "\n[{group}]");
        }
        let value = rules.get(declared.key).unwrap_or(declared.default);
        let _ = writeln!(text, "# {}", one_line(declared.meaning));
        let _ =
            writeln!(text, "# Unit: {}; range {} to {}.", declared.unit, written(declared.low), written(declared.high));
        let _ = writeln!(text, "# Source: {}.", one_line(declared.source).trim_end_matches('.'));
        let _ = writeln!(text, "{name} = {}", written(value));
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number that TOML reads as a real one.
fn written(value: f64) -> String {
    format!("{value:?}")
}

/// Sets the parameters of a table: `group.name = value`, as nested tables or quoted keys. The answer is their keys.
pub(crate) fn apply_table(source: &Source, value: &Value, rules: &mut Rules, log: &Log) -> Vec<String> {
    let mut done = Vec::new();
    let Node::Table(map) = &value.node else {
        log.push(
            Problem::at(source.spot(value.at), format!("`parameters` is {}", value.node.word())).expected("a table"),
        );
        return done;
    };
    for (key, (key_at, value)) in map {
        let spot = source.spot(*key_at);
        match &value.node {
            Node::Table(inner) if is_group(rules, key) => {
                for (name, (name_at, value)) in inner {
                    done.extend(set(Key { group: key, name, at: *name_at }, value, source, rules, log));
                }
            }
            Node::Table(_) => log.push(not_a_group(Problem::at(spot, ""), key, rules)),
            _ => match key.split_once('.') {
                Some((group, name)) if is_group(rules, group) => {
                    done.extend(set(Key { group, name, at: *key_at }, value, source, rules, log));
                }
                Some((group, _)) => log.push(not_a_group(Problem::at(spot, ""), group, rules)),
                None => log.push(not_a_group(Problem::at(spot, ""), key, rules)),
            },
        }
    }
    done
}

fn is_group(rules: &Rules, group: &str) -> bool {
    groups(rules).any(|g| g == group)
}

fn groups(rules: &Rules) -> impl Iterator<Item = &'static str> {
    rules.declared().into_iter().filter_map(|d| d.key.split_once('.').map(|(g, _)| g))
}

pub(crate) fn not_a_group(problem: Problem, group: &str, rules: &Rules) -> Problem {
    Problem { what: format!("`{}` is not a group of parameters", short(group)), ..problem }
        .nearest(group, groups(rules))
}

pub(crate) fn not_a_parameter(problem: Problem, group: &str, name: &str, rules: &Rules) -> Problem {
    let declared = rules.declared();
    let names = declared.iter().filter_map(|d| d.key.split_once('.')).filter(|(g, _)| *g == group).map(|(_, n)| n);
    Problem { what: format!("`{}` is not a parameter of {group}", short(name)), ..problem }.nearest(name, names)
}

/// The declaration of the parameter that a value names.
pub(crate) fn find(field: Field<'_>, rules: &Rules) -> Option<&'static ParamDecl> {
    let found = declared(rules, field.text);
    if found.is_none() {
        let fault = field.fault("");
        field.log.push(match field.text.split_once('.') {
            Some((group, name)) if is_group(rules, group) => not_a_parameter(fault, group, name, rules),
            Some((group, _)) => not_a_group(fault, group, rules),
            None => {
                let problem = Problem { what: format!("`{}` is not a parameter", short(field.text)), ..fault };
                let problem = problem.expected("group.name");
                match rules.declared().iter().find(|d| d.key.split_once('.').is_some_and(|(_, n)| n == field.text)) {
                    Some(whole) => problem.help(format!("did you mean `{}`?", whole.key)),
                    None => problem,
                }
            }
        });
    }
    found
}

struct Key<'k> {
    group: &'k str,
    name: &'k str,
    at: usize,
}

fn set(key: Key<'_>, value: &Value, source: &Source, rules: &mut Rules, log: &Log) -> Option<String> {
    let full = format!("{}.{}", key.group, key.name);
    let Some(declared) = declared(rules, &full) else {
        log.push(not_a_parameter(Problem::at(source.spot(key.at), ""), key.group, key.name, rules));
        return None;
    };
    let spot = source.spot(value.at);
    let Node::Scalar(text, ScalarKind::Number) = &value.node else {
        let what = format!("`{}` is {}", key.name, value.node.word());
        log.push(Problem::at(spot, what).expected(format!("a number ({})", declared.unit)));
        return None;
    };
    let field = Field { name: key.name, text, spot, log };
    let number = field.number(declared.low..=declared.high)?;
    rules.set(&full, number).then_some(full)
}

pub(crate) fn declared(rules: &Rules, key: &str) -> Option<&'static ParamDecl> {
    rules.declared().into_iter().find(|d| d.key == key)
}
