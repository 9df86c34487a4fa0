//! What is heard from elsewhere.
//!
//! Claim: strikes, mutinies, councils and shootings are heard of along streets, railways and wires, late and weakened, and
//! workers attend to workers, soldiers to soldiers. Each link passes on a share of what its far end sees or has heard; a
//! share is forgotten each day. Known limit: no rumour is false.

use crate::places::{Link, Locality};

engine::params! {
    /// How news travels and fades.
    pub struct NewsRules in "news" {
        passed_on: "share per link" = 0.92 in 0.0..=1.0,
            "Share of a signal that passes a link of few hours.", "weak";
    }
}

/// Share of what was heard that is still talked of a day later. Assumed, see docs/decisions/0014.
pub(crate) const KEPT_PER_DAY: f64 = 0.75;

/// Length of a link at which only half of a signal passes, hours. Assumed, see docs/decisions/0014.
pub(crate) const HOURS_TO_HALVE: f64 = 60.0;

/// Hops that a telegram makes in a day. Assumed.
const HOPS_PER_DAY: usize = 6;
/// Signals carried: the four shares, councils.
const SIGNALS: usize = 5;

/// Spreads yesterday's events. `weight` of a seat (0..=1) says how far its own events carry: a great city's strike is news.
pub fn spread(seats: &mut [Locality], links: &[Link], weight: &[f32], rules: &NewsRules) {
    let own: Vec<[f32; SIGNALS]> = seats
        .iter()
        .zip(weight)
        .map(|(s, w)| {
            let has_council = if s.council == crate::places::NONE { 0.0 } else { 1.0 };
            [s.shares[0], s.shares[1], s.shares[2], s.shares[3], has_council].map(|x| x * w)
        })
        .collect();
    let kept = KEPT_PER_DAY as f32;
    let mut heard: Vec<[f32; SIGNALS]> =
        seats.iter().map(|s| [s.news[0], s.news[1], s.news[2], s.news[3], s.news_councils].map(|x| x * kept)).collect();
    let passes: Vec<f32> =
        links.iter().map(|l| rules.passed_on as f32 / (1.0 + l.hours / HOURS_TO_HALVE as f32)).collect();
    for _ in 0..HOPS_PER_DAY {
        // Everyone passes on what was known before this hop, so that the order of links does not matter.
        let known = heard.clone();
        for (link, pass) in links.iter().zip(&passes) {
            let (a, b) = (link.a as usize, link.b as usize);
            for signal in 0..SIGNALS {
                let from_a = own[a][signal].max(known[a][signal]) * pass;
                let from_b = own[b][signal].max(known[b][signal]) * pass;
                heard[b][signal] = heard[b][signal].max(from_a);
                heard[a][signal] = heard[a][signal].max(from_b);
            }
        }
    }
    for (seat, h) in seats.iter_mut().zip(&heard) {
        seat.news = [h[0], h[1], h[2], h[3]];
        seat.news_councils = h[4];
    }
}
