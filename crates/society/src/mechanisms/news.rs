//! What is heard from elsewhere.
//!
//! Claim: strikes, mutinies, councils and shootings are heard of along streets, railways and wires, late and weakened, and
//! workers attend to workers, soldiers to soldiers. Each link passes on a share of what its far end sees or has heard; a
//! share is forgotten each day. Of each signal the two strongest are kept, from different places, so that nobody takes the
//! echo of the own strike for news. Known limit: no rumour is false.

use crate::places::{Heard, Link, Locality, SIGNALS};

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
/// Weakest signal that is passed on. Unit: share. A convention: below it nobody would notice.
const FAINT: f32 = 0.002;

/// Spreads yesterday's events. `weight` of a seat (0..=1) says how far its own events carry: a great city's strike is news.
pub fn spread(seats: &mut [Locality], links: &[Link], weight: &[f32], rules: &NewsRules) {
    let passes: Vec<f32> =
        links.iter().map(|l| rules.passed_on as f32 / (1.0 + l.hours / HOURS_TO_HALVE as f32)).collect();
    for signal in 0..SIGNALS {
        let own: Vec<f32> = seats.iter().zip(weight).map(|(seat, w)| event(seat, signal) * w).collect();
        let kept = |h: Heard| Heard { share: h.share.map(|x| x * KEPT_PER_DAY as f32), ..h };
        let mut heard: Vec<Heard> = seats.iter().map(|seat| kept(seat.heard[signal])).collect();
        let is_loud = |share: &f32| *share > FAINT;
        if own.iter().any(is_loud) || heard.iter().any(|h| is_loud(&h.share[0])) {
            pass_on(&own, &mut heard, links, &passes);
        }
        seats.iter_mut().zip(heard).for_each(|(seat, heard)| seat.heard[signal] = heard);
    }
    for seat in seats {
        let [shares @ .., councils] = seat.heard.map(|heard| heard.share[0]);
        (seat.news, seat.news_councils) = (shares, councils);
    }
}

/// What of a signal happens in a seat itself.
fn event(seat: &Locality, signal: usize) -> f32 {
    let has_council = if seat.council == crate::places::NONE { 0.0 } else { 1.0 };
    seat.shares.get(signal).copied().unwrap_or(has_council)
}

/// One signal, along all links, as often as a telegram is passed on in a day.
fn pass_on(own: &[f32], heard: &mut Vec<Heard>, links: &[Link], passes: &[f32]) {
    let mut known = heard.clone();
    // Who was told something in the hop before: the others would only say again what they have said.
    let mut has_news: Vec<bool> =
        own.iter().zip(heard.iter()).map(|(own, heard)| own.max(heard.share[0]) > FAINT).collect();
    let mut is_told = vec![false; has_news.len()];
    for _ in 0..HOPS_PER_DAY {
        // Everyone passes on what was known before this hop, so that the order of links does not matter.
        known.clone_from(heard);
        for (link, pass) in links.iter().zip(passes) {
            for (from, to) in [(link.a, link.b), (link.b, link.a)] {
                if !has_news[from as usize] {
                    continue;
                }
                let (own, of, ear) = (own[from as usize], &known[from as usize], &mut heard[to as usize]);
                let mut tell = |share: f32, origin: u32| {
                    if share > FAINT && origin != to {
                        is_told[to as usize] |= ear.note(share * pass, origin);
                    }
                };
                tell(own, from);
                tell(of.share[0], of.from[0]);
                tell(of.share[1], of.from[1]);
            }
        }
        if !is_told.contains(&true) {
            return;
        }
        std::mem::swap(&mut has_news, &mut is_told);
        is_told.fill(false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_nobody_hears_the_echo_of_the_own_strike() {
        let mut ear = Heard::default();
        ear.note(0.5, 3);
        ear.note(0.7, 4);
        ear.note(0.6, 4);
        ear.note(0.2, 5);
        assert_eq!(ear, Heard { share: [0.7, 0.5], from: [4, 3] });
        // Two towns: what the second passes back to the first is not news there.
        let town = || Locality { shares: [0.8, 0.0, 0.0, 0.0], ..Locality::default() };
        let mut seats = vec![town(), Locality::default(), Locality::default()];
        let link = |a, b| Link { a, b, hours: 5.0, rail: true };
        let links = [link(0, 1), link(1, 2)];
        for _ in 0..3 {
            spread(&mut seats, &links, &[1.0; 3], &NewsRules::default());
        }
        assert_eq!(seats[0].news, [0.0; 4]);
        assert!(seats[1].news[0] > seats[2].news[0] && seats[2].news[0] > 0.0);
    }
}
