/** The page of claims: all of them in a table, the effects side by side, what cannot be tested, and each claim by itself. */
import {
  capital,
  type Child,
  el,
  forest,
  isNumber,
  listed,
  number,
  percent,
  plural,
  range,
  signed,
  table,
  type Value,
} from "../charts";
import type {
  ArmEffect,
  CauseShare,
  Claim,
  ClaimsAnswer,
  Expectation,
  FirstDifference,
  KindOfCause,
  RivalVerdict,
  TestOfClaim,
} from "../types/answers";
import { folded, type Page, say } from "./shell";
import {
  dateText,
  dayIn,
  ending,
  estimated,
  facts,
  glossary,
  holdsZero,
  open,
  points,
  spanText,
  whatIfs,
} from "./study";

export function claims(data: unknown): void {
  const of = data as ClaimsAnswer;
  const { head } = of;
  const page = open(
    of,
    `claims tested in ${number(of.pairs)} pairs of simulated worlds`,
    `Claims: ${head.scenario.name}`,
    `${plural(of.claims.length, "claim")} of historians and theorists, each put as an experiment whose measure, direction and smallest size that matters were fixed before the worlds were run. Claims of all schools are treated alike.`,
  );
  page.opening({
    below: [
      tally(of),
      facts(
        ["Pairs of worlds", number(of.pairs)],
        ["Worlds in all", number(of.worlds + of.rival_worlds)],
        ["Scale", of.scale],
        ["Seeds", `${of.first_seed} to ${of.first_seed + of.pairs - 1}`],
        ["Days", spanText(page, head)],
        ["Capital", head.capital.name],
      ),
      el("p", { class: "note" }, [
        el("b", { text: "How to read a verdict. " }),
        `It is of the model${head.posterior ? "" : ", with one set of parameters that was set by hand"}: a claim that is contradicted here is contradicted within these rules, and one that is not contradicted is not thereby shown. Undetermined means too few pairs, or a verdict that is the contrary under a rival rule of the person. Intervals are at ${percent(of.level)} for each test by itself; of so many, a few are off by chance alone. ${glossary(page)}`,
      ]),
    ],
  });
  all(page, of);
  effects(page, of);
  untestable(page, of);
  page.section(
    "each",
    "Each claim",
    "Each claim",
    of.claims.map((claim) => one(page, of, claim)),
  );
  rules(of, page);
}

const VERDICTS = ["contradicted", "not contradicted", "undetermined", "untestable"];
const verdictName = (verdict: string): string => (verdict === "untestable" ? "not yet testable" : verdict);
const badge = (verdict: string): HTMLElement =>
  el("span", { class: `verdict v-${verdict.replace(" ", "-")}`, text: verdictName(verdict) });

function tally(of: ClaimsAnswer): HTMLElement {
  const count = (verdict: string): number => of.claims.filter((c) => c.verdict === verdict).length;
  return el(
    "ul",
    { class: "facts" },
    VERDICTS.map((v) => el("li", null, el("b", { text: `${count(v)} ` }), badge(v))),
  );
}

/** A size in the test's own unit; a difference or a change with its sign. */
function size(test: TestOfClaim, x: Value, isDifference = test.is_difference): string {
  if (!isNumber(x)) return "?";
  if (test.is_relative) return `${isDifference ? signed(Math.round(100 * x)) : Math.round(100 * x)} %`;
  if (test.is_share) {
    const whole = Math.round(100 * x);
    if (!(isDifference || test.is_change)) return percent(x);
    return `${isDifference || whole < 0 ? points(x) : whole} ${Math.abs(whole) === 1 ? "point" : "points"}`;
  }
  const text = isDifference ? signed(x) : number(x);
  return test.unit === "days" ? `${text} ${Math.abs(x) === 1 ? "day" : "days"}` : text;
}

/** The same without its unit, for an axis and for the ends of intervals. */
const bare =
  (test: TestOfClaim) =>
  (x: Value): string =>
    size(test, x).replace(/ (points?|days?)$/, "");

/** The estimate with its interval. */
function told(test: TestOfClaim): string {
  if (!test.estimate) return "nothing to measure";
  const { value, interval } = test.estimate;
  return `${size(test, value)} (${range(interval[0], interval[1], bare(test))})`;
}

/** What the claim expects of a test. */
function expected(test: TestOfClaim): string {
  const { kind, size: s } = test.expectation as Expectation;
  const text = size(test, s, false);
  const change =
    test.is_share && !test.is_relative ? text.replace(/\s%$/, /^1\s/.test(text) ? " point" : " points") : text;
  switch (kind) {
    case "greater":
    case "smaller":
      return s ? `${kind}, by at least ${change}` : kind;
    case "same":
      return `changed by no more than ${change}`;
    case "not greater":
      return `greater by no more than ${change}`;
    case "not smaller":
      return `smaller by no more than ${change}`;
    case "above":
    case "below":
      return `${kind} ${text}`;
    default:
      return "told only; the verdict does not rest on it";
  }
}

/** Why the verdict on a test is what it is. */
function because(test: TestOfClaim): string {
  const pieces = test.is_difference ? "pairs" : "worlds";
  const found = `Claimed: ${expected(test)}. Found ${told(test)}`;
  const alike =
    test.estimate && test.estimate.interval[0] === test.estimate.interval[1]
      ? ` All ${number(test.pairs_used)} ${pieces} came out alike, so that the interval has no width.`
      : "";
  switch (test.why) {
    case "only-told":
      return "Only told.";
    case "nothing-to-measure":
      return `In none of the ${pieces} is there anything to measure.`;
    case "too-few":
      return `Too few ${pieces} with anything to measure: ${test.pairs_used}.`;
    case "not-reached":
      return `The what-ifs change nothing that is kept in any of ${number(test.pairs_used)} pairs: no test of the claim.`;
    case "no-room":
      return `${found}: it is ${percent(test.base_mean)} in the arm compared with, which leaves no room for a change that matters: no test of the claim.`;
    case "base-has-none":
      return "The arm compared with has none of it, so that no relative change can be told.";
    case "nothing-against":
      return `${found}: nothing in the interval speaks against it.${alike}`;
    case "nothing-for":
      return `${found}: nothing in the interval agrees with the claim.${alike}`;
    case "too-small":
      return `${found}: it goes the claimed way, but all of the interval is less than what matters.${alike}`;
    case "room-for-both": {
      const more = test.needed ? `; if the estimate stood, about ${number(test.needed)} ${pieces} would decide` : "";
      return `${found}: too few ${pieces}, the interval has room for the claim and for its opposite${more}.${alike}`;
    }
  }
}

const contrary = (a: string, b: string): boolean =>
  (a === "contradicted" && b === "not contradicted") || (a === "not contradicted" && b === "contradicted");

/** Why the verdict on a claim is what it is: its tests, and what rival rules of the person say. */
function reasons(claim: Claim): string[] {
  if (claim.untestable) return [claim.untestable];
  const own = claim.verdict_by_own_rule;
  if (!own) return ["None of its tests has a verdict."];
  const counted = claim.tests.filter((t) => t.verdict);
  const deciding = counted.filter((t) => t.verdict === own);
  const tests = [...new Set((deciding.length ? deciding : counted).map(because))];
  const against = claim.rivals.filter((r) => contrary(own, r.verdict));
  if (against.length)
    return [
      `The verdict differs between rules of the person: by the model’s own it is ${own}, by ${rulesNamed(against)} it is ${against[0].verdict}.`,
      ...tests,
    ];
  const same = claim.rivals.filter((r) => r.verdict === own);
  const unsettled = claim.rivals.filter((r) => r.verdict !== own);
  if (same.length) tests.push(`The same by ${rulesNamed(same)}.`);
  if (unsettled.length) tests.push(`Nothing is settled by ${rulesNamed(unsettled)}.`);
  return tests;
}

const rulesNamed = (rivals: readonly RivalVerdict[]): string =>
  `the ${rivals.length === 1 ? "rule" : "rules"} ${listed(rivals.map((r) => `“${r.title}”`))}`;

function all(page: Page, of: ClaimsAnswer): void {
  const tested = of.claims.filter((c) => c.verdict !== "untestable");
  page.section(
    "claims",
    "All claims that can be tested",
    "All claims",
    say(
      "Each estimate is a difference between worlds with and without the what-ifs of the claim, or a level where the claim is about one; what it is of, and in which worlds, stands with the claim.",
    ),
    table<Claim>(
      [
        {
          name: "Claim",
          first: true,
          nowrap: true,
          value: (c) => c.id,
          cell: (c) => el("a", { href: `#${c.id}`, text: c.id }),
        },
        {
          name: "What is claimed",
          value: (c) => c.statement,
          cell: (c) => [c.statement, el("span", { class: "under", text: c.who })],
        },
        {
          name: "Estimate and interval",
          cell: (c) => c.tests.filter((t) => t.verdict).map((t) => el("span", { class: "line", text: told(t) })),
        },
        {
          name: "Verdict, and why",
          value: (c) => verdictName(c.verdict),
          cell: (c) => [badge(c.verdict), el("span", { class: "under", text: reasons(c).join(" ") })],
        },
      ],
      tested,
      { caption: "Claims, estimates and verdicts", hidden: true },
    ),
  );
}

/** What an arm is, in words. */
function armOf(e: ArmEffect): string {
  const words = e.titles.length ? e.titles.join("; ") : "As it was";
  const against = e.against.length ? `, against: ${e.against.join("; ")}` : "";
  return words + against + (e.given.length ? `, in both: ${e.given.join("; ")}` : "");
}

function effects(page: Page, of: ClaimsAnswer): void {
  const { passed, worlds } = of.as_it_was;
  if (!of.effects.length) {
    page.section("effects", "Effects side by side", "Effects", say("The claims asked for compare no worlds."));
    return;
  }
  const within = points(of.pairs_needed_for).replace("+", "");
  page.section(
    "effects",
    "Effects side by side",
    "Effects",
    say(
      "The same effect of every arm: by how many points the share of worlds changes in which power passes to the councils, by vote or by arms.",
      `As it was, it passes in ${passed} of ${worlds}, so that an arm can take away ${percent(passed / worlds)} of the worlds at most, and add ${percent(1 - passed / worlds)}.`,
    ),
    forest({
      title: "Change of the odds that power passes to the councils",
      unit: "points of the share of the worlds",
      zero: 0,
      format: points,
      interval: `${percent(of.level)} interval`,
      rows: of.effects.map((e) => ({
        name: armOf(e),
        note: [
          e.causes.map(capital).join(", "),
          e.claims.join(", "),
          e.pairs_needed ? `${number(e.pairs_needed)} pairs for ±${within} points` : "",
        ]
          .filter(Boolean)
          .join(" · "),
        value: e.estimate?.value,
        low: e.estimate?.interval[0],
        high: e.estimate?.interval[1],
        text: e.estimate ? estimated(e.estimate, points) : "too few pairs",
        open: holdsZero(e.estimate),
      })),
      caption:
        "A hollow dot has an interval that holds no change. Below each name: the kind of cause, the claims that name the arm, and how many pairs would be needed.",
    }),
    table<KindOfCause>(
      [
        { name: "Kind of cause", first: true, cell: (k) => capital(k.cause) },
        { name: "Arms", num: true, cell: (k) => k.arms },
        { name: "Clear of zero", num: true, cell: (k) => k.clear },
        {
          name: "Median size",
          unit: "points",
          num: true,
          value: (k) => 100 * k.median,
          cell: (k) => number(Math.round(100 * k.median)),
        },
        {
          name: "Greatest effect",
          cell: (k) => {
            const e = of.effects[k.greatest];
            return `${estimated(e.estimate, points)} points: ${armOf(e)}`;
          },
        },
      ],
      of.kinds,
      { caption: "By kind of cause, the greatest effect first" },
    ),
    el("p", {
      class: "note",
      text: "The size of an effect depends on how large a change the what-if makes, and what-ifs of different kinds are not equally large: this ranks these changes, not causes as such.",
    }),
  );
}

function untestable(page: Page, of: ClaimsAnswer): void {
  const none = of.claims.filter((c) => c.verdict === "untestable");
  page.section(
    "untestable",
    "What cannot be tested",
    "Not yet testable",
    none.length
      ? say("These claims are about things or years that the model does not have. They are listed, not judged.")
      : say("None of the claims asked for."),
    none.length
      ? table<Claim>(
          [
            {
              name: "Claim",
              first: true,
              nowrap: true,
              value: (c) => c.id,
              cell: (c) => el("a", { href: `#${c.id}`, text: c.id }),
            },
            {
              name: "What is claimed",
              value: (c) => c.statement,
              cell: (c) => [c.statement, el("span", { class: "under", text: c.who })],
            },
            { name: "Would be contradicted if", cell: (c) => c.contradicted_if },
            { name: "Why it cannot be tested", cell: (c) => c.untestable ?? "" },
          ],
          none,
          { caption: "Claims that the model cannot test", hidden: true },
        )
      : null,
  );
}

function one(page: Page, of: ClaimsAnswer, claim: Claim): HTMLElement {
  const counted = claim.tests.filter((t) => t.expectation.kind !== "report").length;
  const used = [...new Set(claim.tests.flatMap((t) => [...t.base, ...t.with]))];
  const needs =
    counted < 2
      ? null
      : claim.needs === "all"
        ? "One contradicted test contradicts the claim."
        : "Only if all of its tests are contradicted is the claim contradicted.";
  return el(
    "article",
    { class: "claim", id: claim.id },
    el("h3", null, el("span", { class: "id", text: claim.id }), ` ${claim.statement}`),
    el(
      "p",
      { class: "note" },
      `${claim.who}. Kind of cause: ${claim.cause}. School: ${claim.school === "essay" ? "the essay whose account the model follows" : "rival"}. Sources: ${claim.source_name} `,
      el("code", { class: "key-of", text: claim.source }),
      ".",
    ),
    el("p", null, badge(claim.verdict)),
    el("p", null, el("b", { text: "It is contradicted if " }), `${claim.contradicted_if}.`),
    say(needs),
    claim.tests.map((t) => oneTest(page, of, t, counted > 1)),
    reasons(claim).map((text) => el("p", { text })),
    claim.rivals.length
      ? folded(
          "By rival rules of the person",
          el(
            "ul",
            null,
            claim.rivals.map((r) => el("li", null, el("b", { text: r.title }), `: ${r.verdict}. ${r.reason}`)),
          ),
        )
      : null,
    claim.note
      ? el("p", { class: "note" }, el("b", { text: "Where the test is less than the claim, or other. " }), claim.note)
      : null,
    used.length
      ? folded(
          "What is changed in these worlds, and what is held fixed",
          whatIfs(used.flatMap((id) => of.what_ifs[id] ?? [])),
        )
      : null,
  );
}

function oneTest(page: Page, of: ClaimsAnswer, test: TestOfClaim, several: boolean): HTMLElement {
  const arm = (names: readonly string[]): string =>
    names.length ? names.map((id) => of.what_ifs[id]?.name ?? id).join("; ") : "as it was";
  // The estimate of such a test is a share; the means of its arms are not.
  const plain = (x: number): string => (test.is_relative ? number(x) : size(test, x, false));
  const mean = (x: Value): string => (isNumber(x) ? `: ${plain(x)}` : "");
  const lines: [string, string][] = [["Measured", capital(test.measured)]];
  if (test.is_difference)
    lines.push(
      ["Compared with", `${capital(arm(test.base))}${mean(test.base_mean)}`],
      ["Changed", `${capital(arm(test.with))}${mean(test.with_mean)}`],
    );
  else lines.push(["In worlds", capital(arm(test.with))]);
  lines.push(
    ["Claimed", capital(expected(test))],
    [test.is_difference ? "Difference" : "Level", told(test)],
    [
      test.is_difference ? "Pairs used" : "Worlds used",
      `${number(test.pairs_used)}${test.settled ? `; ${number(test.settled)} would have given the same verdict` : ""}`,
    ],
  );
  if (test.is_difference && test.is_share && (test.necessity || test.sufficiency)) {
    const cause = (c: CauseShare | null): string =>
      c ? `${estimated(c, percent)} of ${plural(c.worlds, "world")}` : "no such world";
    lines.push(["Necessity", cause(test.necessity)], ["Sufficiency", cause(test.sufficiency)]);
  }
  const effect = of.effects.find((e) => same(e.base, test.base) && same(e.with, test.with));
  if (effect) lines.push(["First difference", firstDifference(page, effect.first_difference)]);
  return el(
    "div",
    { class: "test" },
    el("h4", { text: test.asks }),
    el(
      "dl",
      { class: "facts-list" },
      lines.map(([name, text]) => [el("dt", { text: name }), el("dd", { text })]),
    ),
    picture(test, of.level),
    several ? el("p", { class: "note", text: because(test) }) : null,
  );
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.join("\n") === b.join("\n");

function firstDifference(page: Page, first: FirstDifference | null): string {
  if (!first) return "none in the first pair";
  const [event] = first.events;
  const told = event
    ? `; the first event that only one of the two has (the world ${event.world === "changed" ? "changed" : "compared with"}): ${dateText(page.calendar, event)}, ${event.place}: ${event.kind_name.toLowerCase()}`
    : "";
  return `in the first pair on ${page.calendar.long(dayIn(first))}, in the table “${first.table}”${told}`;
}

/** The estimate on its axis, with the bounds that matter. */
function picture(test: TestOfClaim, level: number): Child {
  const e = test.estimate;
  if (!e) return null;
  const { kind, size: s } = test.expectation;
  const at = isNumber(s)
    ? { greater: [s], "not greater": [s], above: [s], below: [s], smaller: [-s], "not smaller": [-s], same: [-s, s] }[
        kind
      ]
    : [];
  // A share of worlds cannot leave its range.
  const isLevelOfShare = !test.is_difference && test.is_share && !test.is_change && !test.is_relative;
  return forest({
    title: test.is_difference ? "Difference" : "Level",
    unit: unitOf(test),
    heading: "h4",
    format: bare(test),
    interval: `${percent(level)} interval`,
    ...(test.is_difference && { zero: 0 }),
    ...(isLevelOfShare && { low: 0, high: 1 }),
    bounds: (at ?? []).map((x) => ({ at: x, name: `matters: ${size(test, x, test.is_difference)}` })),
    rows: [
      {
        name: "estimate",
        value: e.value,
        low: e.interval[0],
        high: e.interval[1],
        open: test.is_difference && holdsZero(e),
      },
    ],
  });
}

function unitOf(test: TestOfClaim): string {
  if (test.is_relative) return "per cent of the mean of the arm compared with";
  if (test.is_share) return test.is_difference || test.is_change ? "points" : "share of the worlds";
  return test.unit === "as measured" ? test.measured : test.unit;
}

function rules(of: ClaimsAnswer, page: Page): void {
  const lead = `${number(of.worlds)} worlds: ${number(of.pairs)} pairs, every arm run once for each seed and shared by all claims that name it. The two worlds of a pair share every random draw that the change does not reach.`;
  ending(page, of, lead, [
    [
      "Intervals",
      "Differences of shares: Newcombe’s for pairs. Levels of shares: Wilson’s. Numbers and dates: Student’s on the pairs’ differences, what has not come by the last day counting as the day after it. Relative changes and spreads: bootstrap over pairs.",
    ],
    [
      "Causation",
      "Necessity: of the worlds with the outcome where the cause is at work, the share that lose it without. Sufficiency: of the worlds without the outcome where the cause is away, the share that gain it with.",
    ],
    [
      "Rival rules",
      of.rules.length
        ? [
            `Claims with a verdict by the model’s own rule of the person are tested again with ${number(of.rival_pairs)} pairs under each of these (${number(of.rival_worlds)} worlds more). A contrary verdict makes the claim undetermined; a rule under which too few pairs were run to say leaves the verdict as it is.`,
            el(
              "ul",
              { class: "plain-list" },
              of.rules.map((r) =>
                el(
                  "li",
                  null,
                  el("b", { text: r.title }),
                  `: ${r.about} `,
                  el("code", { class: "key-of", text: r.settings.join(" ") }),
                ),
              ),
            ),
          ]
        : "none was asked",
    ],
  ]);
}
