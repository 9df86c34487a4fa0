//! THE DAY.
//!
//! The order is part of the model. Within a phase everyone reads what stood before it and writes what stands after it, so
//! the order of persons, cells and places never matters.
//!
//! 1. **Conditions.** The day's prices, food, war and calendar become hardship, place by place and class by class.
//! 2. **News.** Each place hears, late and weakened, of strikes, mutinies, councils and shootings elsewhere.
//! 3. **Persons.** Everyone's grievance moves towards hardship; beliefs in who rules and who contends move with what is
//!    delivered; an agitator may move one's leaning and beliefs; each decides whether to act, and how far; each cell decides
//!    whom it obeys. A cell in which nobody can act takes its turn once a week, for the days that have passed.
//! 4. **Rounds.** Where there is open unrest the day has four rounds: crowds meet police and troops, and everyone there
//!    decides again. Then strikes are settled, and the tired go home.
//! 5. **Councils** are founded, elected, recalled; they resolve; congresses meet.
//! 6. **Parties** weigh leaders, members and strategy, and call a march for tomorrow, or do not.
//! 7. **Government** gives orders, concedes, reshuffles, calls troops, decides on demands.
//! 8. **Authority.** Councils and committees gain or lose standing; cells obey the government, a council, a committee or
//!    nobody from their next turn on.
//! 9. **Resolution.** Power changes hands, or does not.
//! 10. **Record.** What happened is written down.

use crate::society::Society;
use crate::spec::Spec;
use engine::record::Record;

impl Society {
    /// Simulates one day and appends its rows to the record.
    pub fn step(&mut self, spec: &Spec, threads: usize, record: &mut Record) {
        let spec = self.todays(spec);
        self.conditions(spec); //                    1
        self.news(spec); //                          2
        self.rounds(spec, threads); //               3 and 4
        self.settle(spec, threads); //               4
        self.found_councils(spec); //                5
        self.elect_and_recall(spec); //              5
        self.resolve(spec); //                       5
        self.congresses(spec); //                    5
        self.committees_of_parties(spec); //         6
        self.marches(spec); //                       6
        self.govern(spec); //                        7
        self.authorities(spec); //                   8
        self.resolution(spec); //                    9
        self.observe(spec, record); //               10
        self.day = self.day.plus(1);
    }
}
