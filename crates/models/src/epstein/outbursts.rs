//! Outbursts: stretches of ticks with many actives, as the paper counts them.
//!
//! An outburst begins with the first tick whose actives exceed the threshold (50) and ends with the first later tick whose
//! actives are below it. Its total activation is the sum of actives from its first tick to its last above or at the
//! threshold. A wait is the number of ticks from the end of one outburst to the beginning of the next. One that has not
//! ended counts in nothing but the peak.

/// Bookkeeping of outbursts.
#[derive(Clone, Debug)]
pub struct Outbursts {
    threshold: u32,
    tick: u64,
    /// The tick after which calm returned.
    calm_since: Option<u64>,
    /// Actives summed over the outburst under way.
    running: Option<u64>,
    activation: Spread,
    wait: Spread,
    peak: u32,
}

/// Number, mean and standard deviation of some values.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spread {
    n: u64,
    sum: f64,
    squares: f64,
}

impl Spread {
    /// Takes a value in.
    pub fn add(&mut self, x: f64) {
        self.n += 1;
        self.sum += x;
        self.squares += x * x;
    }

    /// Number of values.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Mean, when there is a value.
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| self.sum / self.n as f64)
    }

    /// Standard deviation in the sample, when there are two values.
    pub fn sd(&self) -> Option<f64> {
        let mean = self.mean()?;
        let n = self.n as f64;
        (self.n > 1).then(|| ((self.squares - n * mean * mean).max(0.0) / (n - 1.0)).sqrt())
    }
}

impl Outbursts {
    /// No tick yet.
    pub fn new(threshold: u32) -> Outbursts {
        Outbursts {
            threshold,
            tick: 0,
            calm_since: None,
            running: None,
            activation: Spread::default(),
            wait: Spread::default(),
            peak: 0,
        }
    }

    /// Takes the actives of the next tick.
    pub fn add(&mut self, actives: u32) {
        self.tick += 1;
        self.peak = self.peak.max(actives);
        match self.running {
            None if actives > self.threshold => {
                if let Some(since) = self.calm_since {
                    self.wait.add((self.tick - since) as f64);
                }
                self.running = Some(u64::from(actives));
            }
            Some(total) if actives < self.threshold => {
                self.activation.add(total as f64);
                self.running = None;
                self.calm_since = Some(self.tick);
            }
            Some(total) => self.running = Some(total + u64::from(actives)),
            None => (),
        }
    }

    /// Outbursts that have ended.
    pub fn ended(&self) -> u64 {
        self.activation.n()
    }

    /// Total activation of those that have ended, in agent-ticks.
    pub fn activation(&self) -> Spread {
        self.activation
    }

    /// Waits, in ticks.
    pub fn wait(&self) -> Spread {
        self.wait
    }

    /// Most actives in a tick.
    pub fn peak(&self) -> u32 {
        self.peak
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outbursts_are_counted_as_the_paper_does() {
        let mut outbursts = Outbursts::new(50);
        for actives in [10, 60, 100, 120, 95, 80, 49, 3, 50, 51, 50, 10, 70] {
            outbursts.add(actives);
        }
        assert_eq!((outbursts.ended(), outbursts.peak()), (2, 120));
        // The paper's own example, 60, 100, 120, 95 and 80, sums to 455 (it says 500).
        assert_eq!(outbursts.activation().mean(), Some((455.0 + 101.0) / 2.0));
        assert_eq!(outbursts.wait().n(), 2);
        assert_eq!(outbursts.wait().mean(), Some((3.0 + 1.0) / 2.0));
    }
}
