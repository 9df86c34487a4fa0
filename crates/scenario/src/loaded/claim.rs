//! Claims as they were read: who asserts what, what would contradict it, and the tests of it; and rival rules of the person.

use engine::calendar::Calendar;

use super::measure::Measure;

/// Who makes a claim.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum School {
    /// The essay whose account the model's rules follow.
    Essay,
    /// Anybody else.
    Rival,
}

/// Words of [`School`].
pub const SCHOOLS: [(&str, School); 2] = [("essay", School::Essay), ("rival", School::Rival)];

/// What kind of cause a claim is about, so that effects can be set side by side.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Cause {
    /// Conditions that nobody chooses in the year: war, classes, nations, arms, the form of institutions.
    Structure,
    /// Parties, cadres, press, experience and what ties people together.
    Organisation,
    /// Single persons.
    Leaders,
    /// What governments, committees and commanders decide.
    Decisions,
    /// Weather, and what happens to happen.
    Accident,
}

/// Words of [`Cause`].
pub const CAUSES: [(&str, Cause); 5] = [
    ("structure", Cause::Structure),
    ("organisation", Cause::Organisation),
    ("leaders", Cause::Leaders),
    ("decisions", Cause::Decisions),
    ("accident", Cause::Accident),
];

impl Cause {
    /// The word in files.
    pub fn word(self) -> &'static str {
        CAUSES.iter().find(|(_, c)| *c == self).expect("every cause is listed").0
    }
}

/// How several tests make one verdict.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Needs {
    /// One contradicted test contradicts the claim.
    All,
    /// Only all tests together contradict it.
    Any,
}

/// What a test expects. Differences are worlds with the what-ifs less worlds without; sizes are in the measure's own unit,
/// shares from 0 to 1.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Expects {
    /// The what-ifs make it greater, by this at least.
    Greater(f64),
    /// The what-ifs make it smaller, by this at least.
    Smaller(f64),
    /// They change it by no more than this.
    Same(f64),
    /// They make it greater by no more than this.
    NotGreater(f64),
    /// They make it smaller by no more than this.
    NotSmaller(f64),
    /// With them it is above this.
    Above(f64),
    /// With them it is below this.
    Below(f64),
    /// Nothing: the difference is only told.
    Report,
}

/// Words of [`Expects`], and whether it is a difference between two arms.
pub const EXPECTATIONS: [(&str, bool); 8] = [
    ("greater", true),
    ("smaller", true),
    ("same", true),
    ("not greater", true),
    ("not smaller", true),
    ("above", false),
    ("below", false),
    ("report", true),
];

impl Expects {
    /// Whether two arms are compared.
    pub fn is_difference(self) -> bool {
        !matches!(self, Expects::Above(_) | Expects::Below(_))
    }
}

/// One comparison, or one level.
#[derive(Clone, PartialEq, Debug)]
pub struct Test {
    /// What is asked, for readers.
    pub asks: String,
    /// What-ifs of the arm compared with; empty for the world as it was.
    pub base: Vec<String>,
    /// What-ifs of the arm that is looked at.
    pub with: Vec<String>,
    /// Whether the what-ifs add the cause; otherwise they take it away.
    pub adds: bool,
    /// What kind of cause the what-ifs change, where it is not that of the claim.
    pub cause: Option<Cause>,
    /// What is measured.
    pub measure: Measure,
    /// Whether the change is counted in shares of the base arm's mean.
    pub is_relative: bool,
    /// What the claim expects.
    pub expects: Expects,
}

/// A claim.
#[derive(Clone, PartialEq, Debug)]
pub struct Claim {
    /// Short name, such as `E01`.
    pub id: String,
    /// What is claimed.
    pub statement: String,
    /// Who claims it.
    pub who: String,
    /// Source keys.
    pub source: String,
    /// Whose.
    pub school: School,
    /// What kind of cause it is about.
    pub cause: Cause,
    /// What would contradict it, in words.
    pub contradicted_if: String,
    /// Where the test is less than the claim, or other than it; may be empty.
    pub note: String,
    /// Why the model cannot test it, where it cannot.
    pub untestable: Option<String>,
    /// How the tests make one verdict.
    pub needs: Needs,
    /// The tests; none for a claim that cannot be tested.
    pub tests: Vec<Test>,
}

/// Another rule by which persons act, as settings of parameters and mechanisms. A verdict that turns round under it is not
/// held to be one.
#[derive(Clone, PartialEq, Debug)]
pub struct PersonRule {
    /// Short name, such as `social-pressure`.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// What it says of people, and how it was made.
    pub about: String,
    /// Source keys.
    pub source: String,
    /// Settings, as [`crate::apply_settings`] takes them.
    pub settings: Vec<String>,
}

/// The text of `claims.toml`, and where it comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ClaimsText {
    pub label: String,
    pub text: String,
    pub calendar: Calendar,
    /// Whether it is the scenario's own, not that of its base.
    pub is_own: bool,
}
