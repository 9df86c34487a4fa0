// Types of the answers of studies, made from the structs of Rust that write them. Do not edit: a test of the crate writes
// this file again and tells when it was out of date.

/** Worlds against an opponent, on the rows both foretell. */
export type Against = {
/** The opponent. */
name: string,
/** Rows that both foretell. */
targets: number,
/** 1 less the ratio of summed scores: above 0 the worlds are better. */
skill: Real | null,
/** Its interval from resampling whole series. */
interval: [Real, Real] | null,
/** Mean of the skill row by row. */
mean_skill: Real | null,
/** Rows on which the worlds score better. */
won: number | null,
/** Rows on which the opponent does. */
lost: number | null, };

/** What an arm does to the odds of power passing to the councils. */
export type ArmEffect = {
/** What-ifs of the arm compared with; empty for the world as it was. */
base: Array<string>,
/** What-ifs of the arm. */
with: Array<string>,
/** Titles of the what-ifs that the arm has beside those of `base`. */
titles: Array<string>,
/** Titles of those that both arms have. */
given: Array<string>,
/** Titles of those that only the arm compared with has. */
against: Array<string>,
/** Kinds of cause that the arm changes. */
causes: Array<string>,
/** Claims with this arm. */
claims: Array<string>,
/** The pairs by whether power passed. */
pairs: PairCounts,
/** Change of the share of worlds; nothing with too few pairs. */
estimate: Estimate | null,
/** Of worlds in which it passes where the cause is at work, the share that lose it without. */
necessity: CauseShare | null,
/** Of worlds in which it does not pass where the cause is away, the share that gain it with. */
sufficiency: CauseShare | null,
/** Pairs after which the change is known to within `pairs_needed_for`. */
pairs_needed: number | null,
/** When and where the worlds of the first seed diverge; nothing when they never do. */
first_difference: FirstDifference | null, };

/** How often power passed. */
export type AsItWas = {
/** Worlds in which it did. */
passed: number,
/** All worlds as they were. */
worlds: number, };

/** The world that is branched. */
export type BaseRun = {
/** How it ends. */
outcome: string,
/**
 * The day on which that ending came, or the last day when nothing was decided. When the ending was *settled* is another
 * question: see `settled` of the answer.
 */
ended: Date,
/** When each of the dates of the year came. */
dates: Array<BaseRunDate>, };

/** When something came in the world that is branched. */
export type BaseRunDate = {
/** Short name. */
id: string,
/** What happens. */
name: string,
/** The day; nothing where it never came. */
day: Date | null, };

/** How many worlds have a date before the record's day, on it, after it, and never. */
export type BesideTheRecord = {
/** Worlds in which it comes before that day. */
before: number,
/** On it. */
on: number,
/** After it. */
after: number,
/** Worlds in which it never comes. */
never: number, };

/** The answer of `tauride branch`. */
export type BranchAnswer = {
/** Seed of the world that is branched. */
seed: number,
/** Branches from each day. */
branches: number,
/** Level of every interval. */
level: number,
/** Where the values of behaviour are from. */
parameters: string,
/** What the world that is branched came to. */
trunk: BaseRun,
/** Names of the endings in `days` and in the base run. */
outcome_names: { [key in string]: string },
/** The days looked at, in order. */
days: Array<DayOdds>,
/** Share of the branches of every later day above which an ending is taken for settled, 0 to 1. */
settled_above: number,
/** From when on the ending was settled; nothing where it was not, even on the last day looked at. */
settled: Settled | null,
/** The command that made it: `ensemble`, `compare`, `sweep`, `claims`, `branch`, `sensitivity` or `rivals`. */
kind: string,
/** What it is of, and how to repeat it. */
head: Head,
/** What decides its worlds, as far as an interrupted study must agree with it. */
study: unknown,
/** Identifier of the scenario. */
scenario: string,
/** Names of the what-ifs. */
interventions: Array<string>,
/** `1:N`: each simulated person stands for N. */
scale: string,
/** The command that repeats it. */
command: string, };

/** The calendar in which a case's own dates are written. */
export type Calendar = "old" | "new";

/** A category that came, and what the worlds gave it. */
export type CategoryScore = {
/** What was to be foretold. */
title: string,
/** What came. */
came: string,
/** What came, for readers. */
came_name: string,
/** Worlds in which it came. */
worlds: number,
/** Log score in nats, with one further world spread over all categories. */
log_score: Real,
/** The same for somebody who holds all categories for equally likely. */
even: Real, };

/** A probability of causation. */
export type CauseShare = {
/** What it lies between whatever the pairing. */
bounds: [Real, Real],
/** Worlds that it is a share of. */
worlds: number,
/** The estimate. */
value: Real,
/** Both ends of its interval; nothing where the data do not bound that side. */
interval: [Real, Real], };

/** A claim, and what came of it. */
export type Claim = {
/** Short name, such as `E01`. */
id: string,
/** What is claimed. */
statement: string,
/** Who claims it. */
who: string,
/** Keys of the sources. */
source: string,
/** The sources for readers. */
source_name: string,
/** Whose it is: `essay` or `rival`. */
school: string,
/** What kind of cause it is about. */
cause: string,
/** What would contradict it, in words. */
contradicted_if: string,
/** Where the test is less than the claim, or other than it; may be empty. */
note: string,
/** Why the model cannot test it, where it cannot. */
untestable: string | null,
/** `all`: one contradicted test contradicts it; `any`: only all together do. */
needs: string,
/** The tests. */
tests: Array<TestOfClaim>,
/** `contradicted`, `not contradicted`, `undetermined` or `untestable`. */
verdict: string,
/** The verdict by the model's own rule of the person; nothing where it cannot be tested. */
verdict_by_own_rule: string | null,
/** What rival rules say, where the own rule gives a verdict. */
rivals: Array<RivalVerdict>,
/** Why, in sentences; the same as the fields say. */
reason: string, };

/** The answer of `tauride claims`. */
export type ClaimsAnswer = {
/** Pairs of worlds. */
pairs: number,
/** Pairs under each rival rule of the person. */
rival_pairs: number,
/** The rival rules of the person. */
rules: Array<Rule>,
/** Seed of the first pair; the others follow it. */
first_seed: number,
/** Level of every interval. */
level: number,
/** Where the values of behaviour are from. */
parameters: string,
/** The claims asked for. */
claims: Array<Claim>,
/** Effects of every arm on power passing to the councils, the greatest first. */
effects: Array<ArmEffect>,
/** What these effects are on. */
effects_on: string,
/** Half-width of an interval for which `pairs_needed` of an effect is told, as a share. */
pairs_needed_for: number,
/** Effects by kind of cause, the kind with the greatest first. */
kinds: Array<KindOfCause>,
/** How often power passed to the councils in the worlds as they were. */
as_it_was: AsItWas,
/** Every what-if that some test names, by its short name. */
what_ifs: { [key in string]: WhatIf },
/** Worlds by the model's own rule of the person. */
worlds: number,
/** Worlds by rival rules. */
rival_worlds: number,
/** The command that made it: `ensemble`, `compare`, `sweep`, `claims`, `branch`, `sensitivity` or `rivals`. */
kind: string,
/** What it is of, and how to repeat it. */
head: Head,
/** What decides its worlds, as far as an interrupted study must agree with it. */
study: unknown,
/** Identifier of the scenario. */
scenario: string,
/** Names of the what-ifs. */
interventions: Array<string>,
/** `1:N`: each simulated person stands for N. */
scale: string,
/** The command that repeats it. */
command: string, };

/**
 * The answer of `tauride compare`. The base arm is the case as it was; the changed arm has the what-ifs and the changed
 * settings. The settings of the head are those of both arms.
 */
export type CompareAnswer = {
/** Settings of the changed arm alone. */
changed_settings: Array<Setting>,
/** Pairs of worlds. */
pairs: number,
/** Level of every interval. */
level: number,
/** Where the values of behaviour are from. */
parameters: string,
/** Endings that came in some world. */
outcomes: { [key in string]: OutcomeOdds },
/** Names of these endings. */
outcome_names: { [key in string]: string },
/** Half-width of an interval of odds for which `pairs_needed` is told, as a share. */
pairs_needed_for: number,
/** Dates of the year. */
dates: Array<Compared>,
/** Numbers. */
numbers: Array<Compared>,
/** Courses over the year in both arms. */
series: Array<SeriesOfArms>,
/** Where the two worlds of the first pair diverge; nothing when they never do. */
first_difference: FirstDifference | null,
/** The command that made it: `ensemble`, `compare`, `sweep`, `claims`, `branch`, `sensitivity` or `rivals`. */
kind: string,
/** What it is of, and how to repeat it. */
head: Head,
/** What decides its worlds, as far as an interrupted study must agree with it. */
study: unknown,
/** Identifier of the scenario. */
scenario: string,
/** Names of the what-ifs. */
interventions: Array<string>,
/** `1:N`: each simulated person stands for N. */
scale: string,
/** The command that repeats it. */
command: string, };

/** A date or a number in both arms. */
export type Compared = {
/** Short name. */
id: string,
/** What it is. */
name: string,
/** Unit of its values; of a date, that of its differences: `days`. */
unit: string,
/** Pairs with it in both arms. */
both: number,
/** Pairs with it in the base arm alone. */
base_only: number,
/** Pairs with it in the changed arm alone. */
changed_only: number,
/** Pairs with it in neither. */
neither: number,
/** Pairs whose changed world has the smaller number or the earlier date. */
smaller: number,
/** Pairs whose changed world has the greater number or the later date, or none. */
greater: number,
/** Pairs without a difference. */
ties: number,
/** Exact two-sided sign test of the pairs that differ. */
sign_test_p: number,
/** Median as it was, over the worlds in which it came; a date in days since the first day. */
base_median: number | null,
/** The same with the change. */
changed_median: number | null,
/** The median date as it was. */
base_median_date: Date | null,
/** The median date with the change. */
changed_median_date: Date | null,
/** Of a date: the worlds as they were by the day on which it came, the days in order; else empty. */
base_on: Array<OnDay>,
/** The same with the change. */
changed_on: Array<OnDay>,
/** Difference of the means; what has not come by the last day counts as the day after it. */
mean_difference: Estimate,
/** Median of the pairs' differences. */
median_difference: Estimate,
/** What pairing leaves of the variance. */
variance_ratio: number | null, };

/** Worlds, and their share of all. */
export type CountAndShare = {
/** Worlds. */
worlds: number,
/** Share of the worlds. */
share: Real, };

/** How the values of a row are counted. */
export type Counted = "count" | "share" | "date";

/** Coverage at one level. */
export type Coverage = {
/** Share that the central intervals are to hold, 0 to 1. */
level: number,
/** Rows. */
targets: number,
/** Rows whose value was inside. */
value: number,
/** Rows whose range the interval met. */
range: number, };

/** Several numbers foretold at once. */
export type CurveScore = {
/** What they are, where and when, in words. */
title: string,
/** What they are. */
what: string,
/** Name of the place. */
place_name: string,
/** Last day that they are of. */
day: Date,
/** How many. */
length: number,
/** Energy score, in the divisors of the rows. */
energy: Real,
/** The same for somebody who gives every component the same share. */
even: Real, };

/** A day, in the calendar of all tables and in that of the case. */
export type Date = {
/** New Style (Gregorian), such as `1917-03-08`. */
date: string,
/** The same day in the calendar of the case, such as `1917-02-23` where that is the Old Style. */
date_local: string, };

/** When something came in the worlds and in the record. */
export type DateBesideRecord = {
/** Short name. */
id: string,
/** What happens. */
name: string,
/** Worlds in which it comes. */
worlds: number,
/** Worlds by the day on which it comes, the days in order. */
on: Array<OnDay>,
/** The median day of these worlds. */
median: Date | null,
/** The record's day. */
record: Date | null, };

/** When something happens, over the worlds. */
export type DateOfWorlds = {
/** Short name. */
id: string,
/** What happens. */
name: string,
/** In how many worlds. */
happens: WorldShare,
/** Its quantiles over the worlds in which it happens; empty where it never does. */
quantiles: { [key in string]: Date },
/** Worlds by the day on which it happens, the days in order. */
on: Array<OnDay>,
/** When it happened in the record. */
record: Date | null,
/** Worlds by how they stand to the record's day; nothing where the record has none, or one after their last day. */
beside_the_record: BesideTheRecord | null, };

/** How the branches of a day end. */
export type DayOdds = {
/** Branches. */
branches: number,
/** Share of them that end so, with Wilson's interval. */
outcomes: { [key in string]: Estimate },
/** How uncertain the ending is, in bits. */
entropy_bits: Entropy,
/** New Style (Gregorian), such as `1917-03-08`. */
date: string,
/** The same day in the calendar of the case, such as `1917-02-23` where that is the Old Style. */
date_local: string, };

/** The answer of `tauride ensemble`. */
export type EnsembleAnswer = {
/** The what-ifs as they were given: names, or paths of files. */
with: Array<string>,
/** Number of worlds. */
runs: number,
/** Seed of the first world; the others follow it. */
first_seed: number,
/** Level of every interval. */
level: number,
/** Digest of the calibration whose parameter sets the worlds have. */
posterior: string | null,
/** Endings that came in some world. */
outcomes: { [key in string]: WorldShare },
/** Names of these endings. */
outcome_names: { [key in string]: string },
/** Dates of the year. */
dates: Array<DateOfWorlds>,
/** The patterns. */
patterns: Array<PatternShare>,
/** Sums over a world. */
sums: Array<SumSpread>,
/** Courses over the year. */
series: Array<Series>,
/** Tables that were written, each a folder of one file for each world. */
tables: Array<string>,
/** The command that made it: `ensemble`, `compare`, `sweep`, `claims`, `branch`, `sensitivity` or `rivals`. */
kind: string,
/** What it is of, and how to repeat it. */
head: Head,
/** What decides its worlds, as far as an interrupted study must agree with it. */
study: unknown,
/** Identifier of the scenario. */
scenario: string,
/** Names of the what-ifs. */
interventions: Array<string>,
/** `1:N`: each simulated person stands for N. */
scale: string,
/** The command that repeats it. */
command: string, };

/** The entropy of the ending: 0 when it is certain, 1 for an even chance of two. */
export type Entropy = {
/** That of the shares. */
plain: Real,
/** The same corrected for the number of branches (Miller 1955). */
corrected: Real,
/** Interval of the posterior with half a branch added to each ending. */
interval: [Real, Real], };

/** A number with its interval, in the unit of what it is of. */
export type Estimate = {
/** The estimate. */
value: Real,
/** Both ends of its interval; nothing where the data do not bound that side. */
interval: [Real, Real], };

/** What a test expects. */
export type Expectation = {
/** `greater`, `smaller`, `same`, `not greater`, `not smaller`, `above`, `below` or `report`. */
kind: string,
/**
 * The smallest size that matters, the most that is allowed, or the bound; nothing for `report`. In the unit of the
 * estimate.
 */
size: number | null, };

/** Effects of a factor on an output of a move over its whole range, all else the same. */
export type FactorEffect = {
/** Key of the factor. */
name: string,
/** Mean effect. */
mu: Estimate,
/** Mean size of the effect. */
mu_star: Estimate,
/** Standard deviation of the effect: large where it depends on the others. */
sigma: Estimate,
/** Whether it moves the output beyond chance. */
told_from_chance: boolean, };

/** A parameter or an input that was moved. */
export type FactorMoved = {
/** Its key. */
name: string,
/** What it is. */
meaning: string,
/** Its unit. */
unit: string,
/** Whether it is a behavioural parameter; else an input or a starting value. */
is_parameter: boolean,
/** Whether the scenario has anything that it moves. */
is_in_the_scenario: boolean,
/** Its committed value. */
as_it_is: number,
/** Least value. */
low: number,
/** Greatest value. */
high: number,
/** Mean size of its effects in standard deviations of each output, averaged over the outputs that vary. */
importance: Real, };

/** The discrepancy of one family of observables, on one scale. */
export type FamilyDiscrepancy = {
/** The family for readers. */
title: string,
/** `ratio` (of counts: ln(1 + x)), `odds` (of shares: their logarithm) or `days`. */
scale: string,
/** Training rows of this family and scale. */
training_rows: number,
/** Whether they are fewer than five, so that all training rows of the scale are taken together. */
is_pooled: boolean,
/** Standard deviation; nothing where all families together have fewer than five rows of the scale: then nothing is added. */
sd: Real | null,
/** Test rows that it is added to. */
test_rows: number, };

/** Rows of one family of observables. */
export type FamilyScore = {
/** Identifier. */
id: string,
/** Title. */
title: string,
/** Switches of the mechanisms that act on it first. */
mechanisms: Array<string>,
/** Rows. */
targets: number,
/** Rows whose range meets the interval that is to hold half of them. */
inside_50: number,
/** The same of the interval that is to hold 95 in a hundred. */
inside_95: number,
/** Mean CRPS, over the divisors of the rows. */
score: Real, };

/** One of the six things that a counterfactual says of itself. */
export type Field = {
/** Its key in the file. */
key: string,
/** Its name for readers. */
name: string,
/** What the file says; empty where it says nothing. */
text: string, };

/** Where two worlds of one seed diverge. */
export type FirstDifference = {
/** First table in which one does. */
table: string,
/** The first events that one world has and the other has not. */
events: Array<OneSided>,
/** New Style (Gregorian), such as `1917-03-08`. */
date: string,
/** The same day in the calendar of the case, such as `1917-02-23` where that is the Old Style. */
date_local: string, };

/** The answer of `tauride fit`. */
export type FitAnswer = {
/** `fit`. */
kind: string,
/** What it is of, and how to repeat it; its last day is the last of the training part. */
head: Head,
/** What the fit is made from, in a few hashes and numbers. */
manifest: FitManifest,
/** Runs made. */
runs: number,
/** Runs that failed. */
failed: number,
/** Real persons that one simulated person stands for, from the coarsest runs to the finest. */
scales: Array<number>,
/** The parameters. */
parameters: Array<ParameterFitted>,
/** Share of its prior variance below whose loss a parameter is not identified. */
least_contraction: number,
/** Effective size of the sample below which no parameter is called identified. */
least_effective_size: number,
/** The numbers of the record that it was fitted to. */
summaries: Array<SummaryFitted>,
/** Waves of history matching. */
waves: Array<Wave>,
/** The share of the prior that each wave left. */
share_of_prior_left: Array<Real>,
/** Generations of sequential Monte Carlo. */
generations: Array<Generation>,
/** Why it ended, in a word. */
end: string,
/** Effective size of the sample. */
effective_size: Real,
/** Parameters of which the training rows tell next to nothing. */
unidentified: Array<string>,
/** Truths that were ranked in simulation-based calibration. */
truths_ranked: number,
/** Digest of the parameter sets. */
digest: string, };

/** What a fit is made from. */
export type FitManifest = {
/** The command that repeats it. */
command: string,
/** Version of the program. */
version: string,
/** Identifier of the scenario. */
scenario: string,
/** Settings, as they were given. */
settings: Array<string>,
/** Digest of what says what society is simulated. */
society: string,
/** Digest of the division of the record. */
split: string,
/** Digest of the training rows. */
training: string,
/** Seed. */
seed: number,
/** Runs at most. */
runs: number,
/** `1:N` of each stage, the coarsest first. */
scales: Array<string>, };

/** A generation of sequential Monte Carlo. */
export type Generation = {
/** The largest distance allowed, in standard deviations of error and discrepancy. */
tolerance: Real,
/** Runs made for it. */
runs: number,
/** The share of runs kept. */
acceptance: Real,
/** The effective sample size. */
effective_size: Real,
/** Position of its scale in `scales`. */
fidelity: number, };

/** What every answer says of itself: enough to head a page and to repeat the study. */
export type Head = {
/** The case: its identifier and its title. */
scenario: Named,
/** What the case is, in a sentence or two; may be empty. */
summary: string,
/** Digest of the case's texts. */
content: string,
/** Version of the program. */
version: string,
/** The command that repeats the study. */
command: string,
/** The first seed. */
seed: number,
/** Real persons that one simulated person stands for. */
scale: number,
/** The calendar of the case's own dates. */
calendar: Calendar,
/** First day simulated. */
start: Date,
/** Last day simulated. */
end: Date,
/** The capital. */
capital: Named,
/** What-ifs, in the order in which they were applied. */
what_ifs: Array<WhatIf>,
/** Parameters and switches that the user set. */
settings: Array<Setting>,
/** Digest of the calibration whose parameter sets the worlds have; nothing where all have the values set by hand. */
posterior: string | null, };

/** A kind of cause, with the effects of the arms that stand for it. */
export type KindOfCause = {
/** The kind. */
cause: string,
/** Arms that stand for it. */
arms: number,
/** How many of them have an interval without zero. */
clear: number,
/** Median size of their effects, as a share. */
median: number,
/** The greatest, as a position in `effects`. */
greatest: number, };

/** An identifier with the name that readers know. */
export type Named = {
/** Identifier, as files and tables have it. */
id: string,
/** Name for readers. */
name: string, };

/** An observation that is not scored. */
export type NotScored = {
/** File and line. */
at: string,
/** Series. */
series: string,
/** Place, as it is written. */
place: string,
/** Why not. */
why: string, };

/** An observation of the record on one day. */
export type Observed = {
/** Value, in the unit of what it stands beside. */
value: Real,
/** Lower end of the range, where the source gives one. */
low: Real | null,
/** Upper end of the range, where the source gives one. */
high: Real | null,
/** Key of the source. */
source: string,
/** The source for readers. */
source_name: string,
/** Whether a source that is not weak confirms it. */
verified: boolean,
/** New Style (Gregorian), such as `1917-03-08`. */
date: string,
/** The same day in the calendar of the case, such as `1917-02-23` where that is the Old Style. */
date_local: string, };

/** How many worlds have something on a day. */
export type OnDay = {
/** Worlds. */
worlds: number,
/** New Style (Gregorian), such as `1917-03-08`. */
date: string,
/** The same day in the calendar of the case, such as `1917-02-23` where that is the Old Style. */
date_local: string, };

/** An event that one of two worlds has. */
export type OneSided = {
/** `base` or `changed`. */
world: string,
/** Name of the place. */
place: string,
/** Kind of the event. */
kind: string,
/** The kind for readers. */
kind_name: string,
/** What happened. */
text: string,
/** Why; may be empty. */
cause: string,
/** New Style (Gregorian), such as `1917-03-08`. */
date: string,
/** The same day in the calendar of the case, such as `1917-02-23` where that is the Old Style. */
date_local: string, };

/** An ending that was still open. */
export type OpenEnding = {
/** The ending. */
outcome: string,
/** Share of the branches, with Wilson's interval. */
share: Estimate, };

/** An opponent on one row. */
export type OpponentScore = {
/** Its name. */
name: string,
/** Its CRPS, over the divisor. */
crps: Real | null, };

/** The odds of an ending in both arms. */
export type OutcomeOdds = {
/** The pairs by whether it came. */
pairs: PairCounts,
/** Share of the worlds as they were, with Wilson's interval. */
base: Estimate,
/** Share of the changed worlds, with Wilson's interval. */
changed: Estimate,
/** Changed less base, with Newcombe's interval for pairs. */
difference: Estimate | null,
/** How probable so uneven a division of the pairs that differ is when the change does nothing (McNemar, exact). */
mcnemar_p: number,
/** What pairing leaves of the variance, 1 when it gains nothing. */
variance_ratio: number | null,
/** Of the worlds that end so as they were, the share that no longer do. */
necessity: Estimate | null,
/** Of the worlds that do not end so with the change, the share that do without it. */
sufficiency: Estimate | null,
/** Pairs after which the difference is known to within `pairs_needed_for`. */
pairs_needed: number | null, };

/** An output, and what moves it. */
export type OutputFound = {
/** Short name. */
name: string,
/** What it is. */
title: string,
/** Its unit. */
unit: string,
/** Mean over the worlds of the screening. */
mean: Real,
/** Their standard deviation; 0 where it is the same in every world. */
deviation: Real,
/** The effect of another seed, on the scale of `mu_star`. */
chance: Estimate,
/** Effects of the factors, in their order. */
effects: Array<FactorEffect>,
/** Shares of the variance; nothing without them, or where the output never varies. */
shares: SharesOfVariance | null, };

/** A part of a file of evidence of the user's own. */
export type OwnScore = {
/** The file. */
file: string,
/** `training`, `test` or `held-out`. */
part: string,
/** Its rows together. */
summary: Summary,
/** Its rows. */
targets: Array<TargetScore>,
/** Rows that are not scored, and why. */
not_scored: Array<NotScored>, };

/** Pairs of worlds, with and without a change, by whether something came in both. */
export type PairCounts = {
/** It came in both worlds of the pair. */
both: number,
/** It came in the world compared with alone. */
base_only: number,
/** It came in the changed world alone. */
with_only: number,
/** It came in neither. */
neither: number, };

/** A parameter before and after. */
export type ParameterFitted = {
/** Its key. */
name: string,
/** What it means. */
meaning: string,
/** Its unit. */
unit: string,
/** The value set by hand. */
by_hand: Real,
/** Its prior. */
prior: PriorRange,
/** Mean of the posterior. */
mean: Real,
/** Its standard deviation. */
sd: Real,
/** A twentieth of the posterior lies below. */
p5: Real,
/** Median of the posterior. */
median: Real,
/** A twentieth lies above. */
p95: Real,
/** The share of the prior variance that went; below 0 when the posterior is the wider. */
contraction: Real,
/** Whether enough of it went. */
identified: boolean,
/** The chance of ranks as uneven, were the estimator right. */
rank_p_value: Real | null,
/** The share of known truths within the central nine tenths of their posterior. */
inside_90: Real | null,
/** The ranks of known truths, in equal bins. */
ranks: Array<number> | null, };

/** Rows of one series, or of all. */
export type PartScore = {
/** The series; nothing for all. */
series: string | null,
/** Rows with a score. */
targets: number,
/** Mean CRPS, in the divisors of the rows. */
score: Real | null,
/** What the record's own doubt makes of it, which no forecast can lower. */
floor: Real,
/** How many observations lie within the central intervals. */
coverage: Array<Coverage>,
/** Where the observations stood among the worlds; nothing with too few rows. */
pit: Pit | null,
/** Against each opponent. */
against: Array<Against>, };

/** In how many worlds a pattern holds. */
export type PatternCount = {
/** `P1` to `P8`. */
id: string,
/** What it says. */
statement: string,
/** Worlds in which it holds. */
worlds: number,
/** Worlds in which there is something to measure it on; none where the scale cannot show it. */
measured_in: number,
/** Share of the worlds. */
share: Real, };

/** How many worlds show a pattern. */
export type PatternShare = {
/** `P1` to `P8`. */
id: string,
/** What it says. */
statement: string,
/** When it is taken to hold. */
measured: string,
/** What the record says. */
record: string,
/** Unit of that by which it holds. */
unit: string,
/** In how many worlds it holds. */
holds: WorldShare,
/** Worlds that end before the last day of the scenario and in which it does not hold by then: it may still come to hold. */
undecided: number,
/** Worlds in which there is something to measure it on; none where the scale cannot show it. */
measured_in: number, };

/** The histogram of the probability integral transform. */
export type Pit = {
/** Rows in each bin: in the first all worlds lie above the observation, in the last all below. */
counts: Array<number>,
/** The chance of bins as uneven, were the worlds right and the rows independent. */
p_value: Real, };

/** A prior that is even over a range. */
export type PriorRange = {
/** `uniform`. */
shape: string,
/** Least value. */
low: number,
/** Greatest value. */
high: number, };

/** How far things are moved to either side. */
export type Reach = {
/** A parameter, as a share of its committed value; an input, as a share of its deviation from good. */
share_of_value: number,
/** A parameter whose committed value is 0, as a share of its declared range. */
share_of_range_from_zero: number,
/** Starting values, on their scale of 0 to 1. */
shift: number, };

/** A number, or nothing where it is not finite: JSON has neither infinity nor "not a number". */
export type Real = number | null;

/** A set of mechanisms, fitted and scored. */
export type RivalArm = {
/** Short name. */
name: string,
/** Title. */
title: string,
/** What it holds. */
says: string,
/** Mechanisms that are off. */
off: Array<string>,
/** The same with what each means. */
off_names: Array<Named>,
/** Whether it is an explanation; else the model with one mechanism off. */
explanation: boolean,
/** Mean CRPS over the test rows, in their divisors: lower is better. */
crps: Real,
/** Test rows within the central 95 per cent of its worlds. */
covered_95: number,
/** Test rows. */
targets: number,
/** Worlds that show the first four patterns at once. */
patterns_1_to_4: number,
/** Worlds. */
worlds: number,
/** Skill of the whole model over it, above 0 where the whole model foretells better; nothing for the whole model. */
skill_of_whole: Real | null,
/** Its interval from resampling whole series. */
interval: [Real, Real] | null,
/** `foretells worse`, `foretells better`, `not told apart`, or nothing for the whole model. */
verdict: string, };

/** What a rival rule of the person says of a claim. */
export type RivalVerdict = {
/** Short name of the rule. */
rule: string,
/** Its name. */
title: string,
/** The verdict. */
verdict: string,
/** Why, in sentences. */
reason: string, };

/** The answer of `tauride rivals`. */
export type RivalsAnswer = {
/** Runs of each fit. */
runs_of_each_fit: number,
/** Worlds of each arm. */
worlds_of_each: number,
/** The arms, the whole model first. */
arms: Array<RivalArm>,
/** The command that made it: `ensemble`, `compare`, `sweep`, `claims`, `branch`, `sensitivity` or `rivals`. */
kind: string,
/** What it is of, and how to repeat it. */
head: Head,
/** What decides its worlds, as far as an interrupted study must agree with it. */
study: unknown,
/** Identifier of the scenario. */
scenario: string,
/** Names of the what-ifs. */
interventions: Array<string>,
/** `1:N`: each simulated person stands for N. */
scale: string,
/** The command that repeats it. */
command: string, };

/** A rival rule of the person. */
export type Rule = {
/** Short name. */
id: string,
/** Its name. */
title: string,
/** What it says. */
about: string,
/** Keys of its sources. */
source: string,
/** The settings that stand for it. */
settings: Array<string>, };

/** The answer of `tauride score`. */
export type ScoreAnswer = {
/** `score`. */
kind: string,
/** What the worlds are of, and the command that made them. */
head: Head,
/** The command that scores them again. */
command: string,
/** Identifier of the scenario. */
scenario: string,
/** Digest of the scenario's texts. */
scenario_hash: string,
/** Digest of the division of the record into training and test. */
split: string | null,
/** Number of worlds. */
worlds: number,
/** The worlds in words. */
about: string,
/** The command that made the worlds. */
made_by: string,
/** The test rows together. */
test: Summary,
/** The training rows together. */
training: Summary,
/** The test rows with the discrepancy that the training rows show; nothing where these are too few. */
with_discrepancy: Widened | null,
/** The baseline against which the worlds do worst, of those that foretell a third of the test rows. */
strongest: Strongest | null,
/** Names of the baselines and of other ensembles. */
opponents: Array<string>,
/** When each of the dates of the year came in the worlds, and in the record. */
dates: Array<DateBesideRecord>,
/** Endings and orders. */
categories: Array<CategoryScore>,
/** Curves. */
curves: Array<CurveScore>,
/** The patterns. */
patterns: Array<PatternCount>,
/** All patterns at once. */
all_patterns: CountAndShare,
/** Every sourced observation. */
targets: Array<TargetScore>,
/** Observations that are only remembered: neither fitted nor scored. */
remembered: number,
/** Counts of fewer persons than one simulated person stands for: shown by nothing at this scale, and not scored. */
unresolved: Array<NotScored>,
/** Evidence of the user's own, each part of each file by itself. */
own: Array<OwnScore>,
/** Observations without a counterpart that a world can be asked for, by reason. */
unasked: { [key in string]: number }, };

/** The answer of `tauride sensitivity`. */
export type SensitivityAnswer = {
/** Seed of the design and of its worlds. */
seed: number,
/** Trajectories of the screening. */
trajectories: number,
/** Levels of each factor in the screening. */
levels: number,
/** Rows of the base sample of the shares; nothing after a screening alone. */
base: number | null,
/** Whether shares of pairs were computed too. */
second_order: boolean,
/** Worlds in all. */
worlds: number,
/** Worlds of the screening. */
worlds_of_screening: number,
/** Worlds of the shares. */
worlds_of_shares: number,
/** Level of every interval. */
level: number,
/** How far things are moved. */
reach: Reach,
/** The parameters and inputs that were moved. */
factors: Array<FactorMoved>,
/** Mean size of the effect of another seed, on the scale of `importance`. */
importance_of_chance: Real,
/** The ten most important factors, the greatest first. */
most_important: Array<string>,
/** The factors whose shares were computed, the greatest first. */
chosen: Array<string>,
/** Factors that changed nothing in any world. */
without_effect: Array<string>,
/** Factors that changed worlds, but no output more than chance does. */
lost_in_chance: Array<string>,
/** What was read out of each world. */
outputs: Array<OutputFound>,
/** The command that made it: `ensemble`, `compare`, `sweep`, `claims`, `branch`, `sensitivity` or `rivals`. */
kind: string,
/** What it is of, and how to repeat it. */
head: Head,
/** What decides its worlds, as far as an interrupted study must agree with it. */
study: unknown,
/** Identifier of the scenario. */
scenario: string,
/** Names of the what-ifs. */
interventions: Array<string>,
/** `1:N`: each simulated person stands for N. */
scale: string,
/** The command that repeats it. */
command: string, };

/** A course over the year, over the worlds. */
export type Series = {
/** Short name. */
name: string,
/** Title for readers. */
title: string,
/** Unit. */
unit: string,
/** Where: the capital, or the whole country. */
place: Named,
/** Days from one value to the next, the first on the first day. */
every_days: number,
/** The quantiles of each of these days by itself: no single world follows such a line. */
quantiles: { [key in string]: Array<Real> },
/** Observations of single days. */
observed: Array<Observed>,
/** Observations that span several days and cannot stand on an axis of days. */
observed_over_longer: number, };

/** A course over the year in both arms; `quantiles` is that of the worlds as they were. */
export type SeriesOfArms = {
/** Quantiles of the changed worlds. */
changed: { [key in string]: Array<Real> },
/** Short name. */
name: string,
/** Title for readers. */
title: string,
/** Unit. */
unit: string,
/** Where: the capital, or the whole country. */
place: Named,
/** Days from one value to the next, the first on the first day. */
every_days: number,
/** The quantiles of each of these days by itself: no single world follows such a line. */
quantiles: { [key in string]: Array<Real> },
/** Observations of single days. */
observed: Array<Observed>,
/** Observations that span several days and cannot stand on an axis of days. */
observed_over_longer: number, };

/** A setting of the user's. */
export type Setting = {
/** Key of a parameter or of a mechanism. */
key: string,
/** What the key means. */
name: string,
/** The value, as given. */
value: string,
/** Unit of the value; empty for a switch. */
unit: string, };

/**
 * From when on the ending was settled: the first day looked at from which on, on every later day too, more than `threshold`
 * of the branches end in one and the same way.
 */
export type Settled = {
/** That ending. */
outcome: string,
/** The share that its branches pass, 0 to 1. */
threshold: number,
/** The day. */
from: Date,
/** The day from which on the lower end of the interval is above the threshold too. */
surely_from: Date | null,
/** The last day looked at before; nothing where it was settled on the first. */
open_on: Date | null,
/** The endings of that day's branches with their shares, the likeliest first. */
open_between: Array<OpenEnding>, };

/** What two factors take together beyond what each takes alone. */
export type ShareOfPair = {
/** Keys of both. */
names: [string, string],
/** The share. */
second: Estimate, };

/** A factor's share of the variance. */
export type ShareOfVariance = {
/** Key of the factor, or `chance`. */
name: string,
/** The share that would go if it were known. Noise can bring it below 0. */
first: Estimate,
/** The share that would be left if all else were known. */
total: Estimate,
/** Total less first: what it does in company. */
interaction: Real, };

/** Shares of an output's variance. */
export type SharesOfVariance = {
/** Mean of the output. */
mean: Real,
/** Its variance. */
variance: Real,
/** Shares of the chosen factors. */
factors: Array<ShareOfVariance>,
/** Share of chance, that is of the seed. */
chance: ShareOfVariance | null,
/** Shares of pairs. */
pairs: Array<ShareOfPair>, };

/** What runs say of a number. */
export type Spread = {
/** Mean. */
mean: Real,
/** Standard deviation. */
sd: Real,
/** A twentieth of the runs lies below. */
p5: Real,
/** Median. */
median: Real,
/** A twentieth lies above. */
p95: Real,
/** Share of the runs below what was observed, half of those equal to it counted. At 0 or 1 no run reaches it. */
below_observed: Real, };

/** The strongest baseline. */
export type Strongest = {
/** Its name. */
name: string,
/** Skill over it. */
skill: Real,
/** Rows both foretell. */
targets: number, };

/** A sum over a world, over the worlds. */
export type SumSpread = {
/** Short name. */
name: string,
/** What it is. */
meaning: string,
/** Its unit. */
unit: string,
/** Mean over the worlds. */
mean: Real,
/** Its quantiles. */
quantiles: { [key in string]: Real }, };

/** Rows summed up. */
export type Summary = {
/** All rows; nothing where there are none. */
all: PartScore | null,
/** Series by series. */
series: Array<PartScore>,
/** How wide the worlds are. */
widths: Array<Width>,
/** What each family of observables came to, and the mechanisms that it hangs on. */
families: Array<FamilyScore>, };

/** A number of the record: observed, and what runs say of it before and after the fit. */
export type SummaryFitted = {
/** What it is, where and when, in a word each. */
name: string,
/** What it is. */
what: string,
/** The place for readers. */
place_name: string,
/** First and last day it holds for. */
days: [Date, Date],
/** How it is counted: a count stands here as the natural logarithm of one more than it, a date as days since 1970. */
counted: Counted,
/** Observed. */
observed: Real,
/** Standard deviation of its error and of the model's discrepancy. */
error_sd: Real,
/** Runs from the prior. */
prior: Spread | null,
/** The last generation, with drawn error. */
fitted: Spread | null, };

/** The answer of `tauride sweep`. */
export type SweepAnswer = {
/** How the points were chosen: `factorial`, `sobol`, `lhs`, or the file that they stand in. */
design: string,
/** Worlds at every point. */
runs: number,
/** Seed of the first world of every point; the others follow it. */
first_seed: number,
/** Level of every interval. */
level: number,
/** What is varied. */
factors: Array<SweepFactor>,
/** Names of the endings that came in some world. */
outcome_names: { [key in string]: string },
/** The dates that every point has, in this order. */
dates: Array<Named>,
/** The sums that every point has, in this order. */
sums: Array<SweepSum>,
/** The points, in the order of their numbers. */
points: Array<SweepPoint>,
/**
 * The endings by the levels of the first factor, a curve for each level of the second, over all levels of the others;
 * empty where the first has too many levels for a curve.
 */
curves: Array<SweepCurve>,
/** The command that made it: `ensemble`, `compare`, `sweep`, `claims`, `branch`, `sensitivity` or `rivals`. */
kind: string,
/** What it is of, and how to repeat it. */
head: Head,
/** What decides its worlds, as far as an interrupted study must agree with it. */
study: unknown,
/** Identifier of the scenario. */
scenario: string,
/** Names of the what-ifs. */
interventions: Array<string>,
/** `1:N`: each simulated person stands for N. */
scale: string,
/** The command that repeats it. */
command: string, };

/** The endings by the first factor, at one level of the second. */
export type SweepCurve = {
/** The level of the second factor; nothing where there is no second, or it has too many levels. */
second: SweepLevel | null,
/** One for each level of the first factor that has worlds. */
at: Array<SweepOnCurve>, };

/** A date over the worlds of a point. */
export type SweepDate = {
/** In how many worlds it happens. */
happens: WorldShare,
/** Its quantiles over the worlds in which it happens; empty where it never does. */
quantiles: { [key in string]: Date }, };

/** A factor of a sweep. */
export type SweepFactor = {
/** Its key; its column in `sweep.parquet` is named so, or `mechanisms.KEY` where another column has that name. */
key: string,
/** What it is. */
name: string,
/** Unit of its numbers; empty for words. */
unit: string,
/** Whether its levels are numbers. */
is_number: boolean,
/** Its different levels, numbers by size, words as they came. */
levels: Array<SweepLevel>, };

/** A value of a factor at a point. */
export type SweepLevel = number | string;

/** The worlds at a level of the first factor. */
export type SweepOnCurve = {
/** The level of the first factor. */
first: SweepLevel,
/** Worlds. */
worlds: number,
/** Endings that came in them. */
outcomes: { [key in string]: WorldShare }, };

/** What the worlds of a point come to. */
export type SweepPoint = {
/** Its number, from 1 on. */
point: number,
/** The level of every factor. */
levels: Array<SweepLevel>,
/** Endings that came at this point. */
outcomes: { [key in string]: WorldShare },
/** Dates. */
dates: Array<SweepDate>,
/** In how many worlds each pattern holds, by its identifier. */
patterns: { [key in string]: WorldShare },
/** Sums. */
sums: Array<SweepSumSpread>, };

/** A sum over a world. */
export type SweepSum = {
/** Short name. */
id: string,
/** What it is. */
meaning: string,
/** Its unit. */
unit: string, };

/** A sum over the worlds of a point. */
export type SweepSumSpread = {
/** Its mean, with the interval of Student's t; no interval for a single world. */
mean: Estimate,
/** Its quantiles. */
quantiles: { [key in string]: Real }, };

/** An observation, and what the worlds said of it. */
export type TargetScore = {
/** Its number among all observations. */
number: number,
/** Series of the record. */
series: string,
/** Place, as the record has it. */
place: string,
/** The place for readers. */
place_name: string,
/** What is observed. */
what: string,
/** How its values are counted. */
counted: Counted,
/** Unit of its values. */
unit: string,
/** First day it holds for, New Style. */
date_start: string,
/** Last day it holds for, New Style. */
date_end: string,
/** The same days in both calendars. */
days: [Date, Date],
/** What was observed. */
observed: Real,
/** Lower end of its range. */
low: Real,
/** Upper end of its range. */
high: Real,
/** For a date: values from here on mean that it never came. */
never_from: Real | null,
/** Key of the source. */
source: string,
/** The source for readers. */
source_name: string,
/** The source in a word or two: its author, or its title, with the year. */
source_short: string,
/** What the source or the measure says beside the number. */
note: string,
/** A, B or C. */
confidence: string,
/** `training` or `test`. */
part: string,
/** CRPS of the worlds, over the divisor. */
crps: Real,
/** What the score is divided by, on the axis. */
divisor: number,
/** The axis on which it is scored: `plain` or `log`. */
axis: string,
/** Scores of the opponents; nothing where one foretells nothing. */
opponents: Array<OpponentScore>,
/** Median of the worlds. */
median: Real,
/** Place of the observation among them, 0 to 1. */
pit: Real,
/** Central half of the worlds. */
interval_50: [Real, Real],
/** Central 80 per cent. */
interval_80: [Real, Real],
/** Central 90 per cent. */
interval_90: [Real, Real],
/** Central 95 per cent. */
interval_95: [Real, Real],
/** `within half`, `within 80 %`, `within 95 %` or `missed`. */
verdict: string, };

/** A test of a claim. */
export type TestOfClaim = {
/** What is asked. */
asks: string,
/** What-ifs of the arm compared with; empty for the world as it was. */
base: Array<string>,
/** What-ifs of the arm that is looked at. */
with: Array<string>,
/** What is measured, in words. */
measured: string,
/** Unit of the estimate. */
unit: string,
/** Whether its values are shares, 0 to 1, that readers know in per cent. */
is_share: boolean,
/** Whether the estimate is a share of the mean of the arm compared with. */
is_relative: boolean,
/** Whether the estimate is a difference between two arms; else the level of one. */
is_difference: boolean,
/** Whether the measure is a change already, though it is of one arm. */
is_change: boolean,
/** What the claim expects, in words. */
expects: string,
/** The same as fields. */
expectation: Expectation,
/** Pairs, or worlds of a level, in which there was something to measure. */
pairs_used: number,
/** Mean of the arm compared with; nothing for a level. */
base_mean: number | null,
/** Mean of the arm that is looked at. */
with_mean: number | null,
/** The difference, or the level. */
estimate: Estimate | null,
/** The estimate in words; the same as the fields say. */
told: string,
/** Of worlds with the outcome where the cause is at work, the share that lose it without. */
necessity: CauseShare | null,
/** Of worlds without the outcome where the cause is away, the share that gain it with. */
sufficiency: CauseShare | null,
/** `contradicted`, `not contradicted` or `undetermined`; nothing for a test that only reports. */
verdict: string | null,
/** Why the verdict is what it is. */
why: Why,
/** Why, in a sentence; the same as the fields say. */
reason: string,
/** Pairs or worlds that would decide, if the estimate stood. */
needed: number | null,
/** The first pairs or worlds that would have given this verdict, as would all further ones. */
settled: number | null,
/** Whether the what-ifs changed anything that is kept, in any pair. */
reached: boolean,
/** Whether the arm compared with leaves room for a change that matters. */
room: boolean, };

/** A wave of history matching. */
export type Wave = {
/** Runs. */
runs: number,
/** The share of the prior that it left. */
share_left: Real, };

/** A what-if. */
export type WhatIf = {
/** Its name, by which it is asked for. */
id: string,
/** Its title. */
name: string,
/** What it says of itself. */
fields: Array<Field>,
/** Keys of the sources that show that contemporaries considered it; empty where none is known. */
considered: string,
/** Which document, and where in it; may be empty. */
document: string,
/** Whether the document is only remembered. */
is_unverified: boolean,
/** Whether one of the fields or the document is missing. */
is_sketch: boolean, };

/** Why the verdict on a test is what it is. */
export type Why = "only-told" | "nothing-to-measure" | "too-few" | "not-reached" | "no-room" | "base-has-none" | "nothing-against" | "nothing-for" | "too-small" | "room-for-both";

/** The test rows with the discrepancy of the model: each world is moved by a normal law of these standard deviations. */
export type Widened = {
/** The discrepancy, by family and scale. */
families: Array<FamilyDiscrepancy>,
/** The test rows together. */
test: Summary,
/** Central 95 per cent of each test row, by its number. */
intervals: { [key in number]: [Real, Real] }, };

/** Width of the interval that is to hold 95 in a hundred, over rows that are counted alike. */
export type Width = {
/** How the values are counted. */
counted: Counted,
/** Rows. */
targets: number,
/** Median width: of shares as a share, of dates in days, of counts the factor between one more than either end. */
median: Real, };

/** In how many worlds it is so. */
export type WorldShare = {
/** Worlds in which it is so. */
worlds: number,
/** The share of all worlds, 0 to 1, with Wilson's interval. */
share: Estimate, };
