//! `posterior.toml`: the result of a calibration, as a command wrote it.

use engine::digest::{Digest, hex};
use society::spec::Rules;

use super::split::{empty_list, keys, texts};
use crate::loaded::posterior::Posterior;
use crate::names::POSTERIOR;
use crate::problem::Problem;
use crate::read::field::Entries;
use crate::read::layers::SourceLayers;
use crate::read::raw::{Node, ScalarKind, Value, parse_toml};
use crate::read::source::Log;
use crate::tables::parameters::declared;

pub(crate) const KEYS: [&str; 9] =
    ["command", "version", "society", "split", "training", "seed", "digest", "parameters", "draws"];

/// Reads the file, if there is one, with the layer that it comes from; every fault goes to the log.
pub(crate) fn read(layers: &SourceLayers, rules: &Rules, log: &Log) -> Option<(Posterior, usize)> {
    let source = layers.texts.get(POSTERIOR)?;
    let value = parse_toml(source, log)?;
    let root = Entries::of(source, POSTERIOR, &value, log)?;
    root.only(&KEYS);
    let word = |key| Some(root.need(key)?.text.to_owned());
    let [command, version, society, split, training, digest] =
        ["command", "version", "society", "split", "training", "digest"].map(word);
    let seed = root.need("seed").and_then(|field| {
        let seed = field.text.parse::<u64>().ok();
        if seed.is_none() {
            log.push(field.fault("`seed` is not a seed").expected("a whole number from 0 on").found(field.text));
        }
        seed
    });
    root.need_value("parameters");
    root.need_value("draws");
    empty_list(&root, "parameters", "at least one parameter");
    empty_list(&root, "draws", "at least one draw");
    let named = texts(&root, "parameters");
    let parameters = keys(&named, rules);
    let names: Vec<&str> = named.iter().map(|field| field.text).collect();
    let draws: Vec<Vec<f64>> =
        root.list("draws").iter().filter_map(|value| draw(&root, value, &names, rules)).collect();
    let keys: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    if let (Some(field), Some(said)) = (root.get("digest"), &digest)
        && !draws.is_empty()
        && draws.len() == root.list("draws").len()
        && *said != posterior_digest(&keys, &draws)
    {
        let problem = field.fault("the parameter sets are not those that the command wrote");
        let problem = problem.expected(posterior_digest(&keys, &draws)).found(said);
        log.push(problem.help("a value was changed by hand, or a line is missing; take the file from the fit again"));
    }
    let posterior = Posterior {
        command: command?,
        version: version?,
        society: society?,
        split: split?,
        training: training?,
        seed: seed?,
        digest: digest?,
        parameters,
        draws,
    };
    Some((posterior, layers.layer_of(source)?))
}

/// The digest of parameter sets: their names, and every bit of their values.
pub fn posterior_digest(keys: &[String], draws: &[Vec<f64>]) -> String {
    let mut digest = Digest::new();
    for key in keys {
        digest.bytes(&(key.len() as u64).to_le_bytes());
        digest.bytes(key.as_bytes());
    }
    for value in draws.iter().flatten() {
        digest.bytes(&value.to_bits().to_le_bytes());
    }
    hex(digest.finish())
}

/// One set of values.
fn draw(root: &Entries<'_>, value: &Value, names: &[&str], rules: &Rules) -> Option<Vec<f64>> {
    let spot = root.source.spot(value.at);
    let Node::Array(items) = &value.node else {
        let problem = Problem::at(spot, format!("a draw is {}", value.node.word()));
        root.log.push(problem.expected("a list of numbers"));
        return None;
    };
    if items.len() != names.len() {
        let problem = Problem::at(spot, "a draw has another number of values than there are parameters");
        root.log.push(problem.expected(names.len().to_string()).found(&items.len().to_string()));
        return None;
    }
    let number = |(name, item): (&&str, &Value)| {
        let Node::Scalar(_, ScalarKind::Number) = &item.node else {
            let problem = Problem::at(root.source.spot(item.at), format!("`{name}` is {}", item.node.word()));
            root.log.push(problem.expected("a number"));
            return None;
        };
        let field = root.single(name, item)?;
        // A parameter that is not declared is a fault of its own.
        let range = declared(rules, name).map_or(f64::MIN..=f64::MAX, |d| d.low..=d.high);
        field.number(range)
    };
    // Every value is read before the first fault ends it.
    let values: Vec<Option<f64>> = names.iter().zip(items).map(number).collect();
    values.into_iter().collect()
}
