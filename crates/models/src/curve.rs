//! Curves that map a crowd or a share to the next one: where they come to rest, and how they are drawn. Several models of
//! thresholds are of this kind.

use crate::{Line, Picture};

/// People with thresholds, in persons: each acts when at least as many as his threshold act already.
#[derive(Clone, Debug)]
pub(crate) struct Crowd {
    /// In ascending order.
    thresholds: Vec<f64>,
}

impl Crowd {
    /// People with these thresholds, given in any order.
    pub(crate) fn new(mut thresholds: Vec<f64>) -> Crowd {
        thresholds.sort_by(f64::total_cmp);
        Crowd { thresholds }
    }

    /// How many there are, acting or not.
    pub(crate) fn len(&self) -> usize {
        self.thresholds.len()
    }

    /// How many act when they see `crowd` acting.
    pub(crate) fn acting(&self, crowd: f64) -> usize {
        self.thresholds.partition_point(|threshold| *threshold <= crowd)
    }

    /// The numbers that act, from `start` on, until the number no longer changes: at most one more than there are people,
    /// since the path only rises or only falls.
    pub(crate) fn path(&self, start: usize) -> Vec<usize> {
        let mut path = vec![start];
        let mut now = start;
        loop {
            let next = self.acting(now as f64);
            if next == now {
                return path;
            }
            path.push(next);
            now = next;
        }
    }

    /// Where the number comes to rest when nobody acts at first: the end of [`Crowd::path`] from 0, without the path.
    pub(crate) fn rest(&self) -> usize {
        // The first person whose threshold exceeds the number of those before him stops the chain.
        let stop = self.thresholds.iter().enumerate().position(|(before, threshold)| *threshold > before as f64);
        stop.unwrap_or(self.len())
    }

    /// The curve of those who act against the crowd they see, with at most about 400 points.
    pub(crate) fn curve(&self, name: &str, scale: f64) -> Line {
        let step = self.len().div_ceil(400).max(1);
        let crowds = (0..self.len()).step_by(step).chain([self.len()]);
        let points = crowds.map(|x| (scale * x as f64, scale * self.acting(x as f64) as f64)).collect();
        Line { name: name.to_owned(), points, is_guide: false, is_steps: true }
    }
}

/// The boundary between `low`, where `holds`, and `high`, where it does not, as close as numbers allow.
pub(crate) fn bisect(mut low: f64, mut high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return low;
        }
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// A root of `gap` between `low`, where it is positive, and `high`, where it is negative: exact where a trial meets 0, else
/// as close as numbers allow.
pub(crate) fn root(mut low: f64, mut high: f64, gap: impl Fn(f64) -> f64) -> f64 {
    loop {
        let middle = 0.5 * (low + high);
        let now = gap(middle);
        if middle <= low || middle >= high || now == 0.0 {
            return middle;
        }
        if now > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// The line on which the next value equals this one, from 0 to `top`.
pub(crate) fn diagonal(top: f64) -> Line {
    guide("no change", vec![(0.0, 0.0), (top, top)])
}

/// A line that guides the eye.
pub(crate) fn guide(name: &str, points: Vec<(f64, f64)>) -> Line {
    Line { name: name.to_owned(), points, is_guide: true, is_steps: false }
}

/// A line of results.
pub(crate) fn line(name: &str, points: Vec<(f64, f64)>) -> Line {
    Line { name: name.to_owned(), points, is_guide: false, is_steps: false }
}

/// The path of values between curve and diagonal, its first 500 steps.
pub(crate) fn cobweb(name: &str, path: impl Iterator<Item = f64>) -> Line {
    let mut points: Vec<(f64, f64)> = Vec::new();
    for next in path.take(501) {
        match points.last().copied() {
            None => points.push((next, next)),
            Some((now, _)) => points.extend([(now, next), (next, next)]),
        }
    }
    line(name, points)
}

/// A picture of some lines.
pub(crate) fn picture(title: impl Into<String>, x: &'static str, y: &'static str, lines: Vec<Line>) -> Picture {
    Picture::Lines { title: title.into(), x, y, lines }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_rest_is_the_end_of_the_path_from_nobody() {
        for thresholds in [
            vec![0.0, 1.0, 2.0, 3.0],
            vec![3.0, 0.0, 2.0, 2.0],
            vec![0.5, 0.5],
            vec![-1.0, 0.0, 0.0, 2.5, 3.5, 4.0],
            vec![],
        ] {
            let crowd = Crowd::new(thresholds.clone());
            assert_eq!(crowd.path(0).last(), Some(&crowd.rest()), "{thresholds:?}");
        }
    }

    #[test]
    fn law_a_path_from_anywhere_ends_at_rest() {
        let crowd = Crowd::new(vec![0.0, 0.0, 3.0, 3.0, 4.0, 7.0]);
        assert_eq!(crowd.path(0), [0, 2]);
        assert_eq!(crowd.path(3), [3, 4, 5]);
        assert_eq!(crowd.path(6), [6, 5]);
    }

    #[test]
    fn bisecting_ends_between_neighbours() {
        let root = bisect(0.0, 2.0, |x| x * x <= 2.0);
        assert!((root - 2.0_f64.sqrt()).abs() <= f64::EPSILON);
        assert_eq!(bisect(0.0, 1.0, |x| x <= 0.5), 0.5);
        assert!((super::root(0.0, 2.0, |x| 2.0 - x * x) - root).abs() <= f64::EPSILON);
        assert_eq!(super::root(0.0, 1.0, |x| 0.5 - x), 0.5);
    }

    #[test]
    fn cobwebs_turn_at_the_diagonal() {
        let web = cobweb("", [0.0, 1.0, 3.0].into_iter());
        assert_eq!(web.points, [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 3.0), (3.0, 3.0)]);
    }
}
