/** The page of a fit: what was learned of each parameter, what the prior and the fit predict, and the checks. */
import {
  numeric,
  capital,
  type Calendar,
  el,
  isNumber,
  listed,
  number,
  people,
  percent,
  plural,
  range,
  strip,
  table,
  type Value,
  xy,
} from "../charts";
import type { FitAnswer, Generation, ParameterFitted, Spread, SummaryFitted } from "../types/answers";
import { type Page, say } from "./shell";
import { dayIn, ending, facts, glossary, keyed, open, two } from "./study";

export function fit(data: unknown): void {
  const of = data as FitAnswer;
  const unknown = of.parameters.filter((p) => !p.identified);
  const page = open(
    of,
    `fit of behaviour in ${plural(of.runs, "run")}`,
    `Behaviour fitted to the record: ${of.head.scenario.name}`,
    `${plural(of.parameters.length, "parameter")} fitted to ${plural(of.summaries.length, "number")} of the training part of the record. ${
      unknown.length
        ? `These numbers tell next to nothing of ${plural(unknown.length, "parameter")}: ${listed(unknown.map((p) => `“${p.meaning}”`))}.`
        : "These numbers tell something of every parameter."
    }`,
  );
  page.opening({
    below: [
      facts(
        ["Runs", number(of.runs)],
        ["Seed", String(of.head.seed)],
        ["Scales", of.scales.map((n) => `1:${number(n)}`).join(", then ")],
        ["Last training day", page.calendar.long(dayIn(of.head.end))],
      ),
      el("p", { class: "note", text: `No test row is in the memory of a fit. ${glossary(page)}` }),
    ],
  });
  parameters(page, of);
  summaries(page, of);
  course(page, of);
  const m = of.manifest;
  ending(page, of, "The same command gives the same posterior on any number of threads, and after an interruption.", [
    ["Posterior", el("code", { text: of.digest })],
    ["Society", el("code", { text: m.society })],
    ["Division of the record", el("code", { text: m.split })],
    ["Training rows", el("code", { text: m.training })],
  ]);
}

function parameters(page: Page, of: FitAnswer): void {
  const said = (p: ParameterFitted): string =>
    `${capital(p.meaning)}. Prior ${number(p.prior.low)} to ${number(p.prior.high)}; posterior median ${number(p.median)}, nine of ten ${range(p.p5, p.p95, number)}; set by hand ${number(p.by_hand)}`;
  page.section(
    "parameters",
    "Parameters",
    "Parameters",
    say(
      "Prior: even over the declared range, which is the axis of each drawing. Posterior: median (green line) and central 90 per cent (green band); dashed ink: the value set by hand.",
    ),
    el("p", {
      class: "note",
      text: `Contraction: the share of the prior variance that went; below ${percent(of.least_contraction)} a parameter is not identified. Ranks: the chance of ranks as uneven, were the estimator right, over ${plural(of.truths_ranked, "truth")} drawn from the prior; below 0.01 it errs. Truths inside: the share of these within the central 90 per cent of their posterior.`,
    }),
    table<ParameterFitted>(
      [
        {
          name: "Parameter",
          first: true,
          value: (p) => p.name,
          cell: (p) => [
            keyed(p.meaning, p.name),
            el("span", { class: "under", text: `${p.unit}${p.identified ? "" : " · not identified"}` }),
          ],
        },
        { name: "Prior", num: true, cell: (p) => range(p.prior.low, p.prior.high, number) },
        numeric("Set by hand", (p) => p.by_hand, number),
        {
          name: "Posterior",
          num: true,
          value: (p) => p.median,
          cell: (p) => `${number(p.median)} (${range(p.p5, p.p95, number)})`,
        },
        {
          name: "Drawn",
          value: () => "",
          cell: (p) =>
            strip({
              bands: [[p.p5, p.p95]],
              middle: p.median,
              mark: p.by_hand,
              low: p.prior.low,
              high: p.prior.high,
              label: said(p),
            }),
        },
        numeric("Contraction", (p) => p.contraction, two),
        numeric("Truths inside", (p) => p.inside_90, percent, "of 90 %"),
        numeric("Ranks", (p) => p.rank_p_value, two, "p"),
      ],
      of.parameters,
      { caption: "Parameters before and after" },
    ),
  );
}

/** A summary's value as readers know it: counts stand as logarithms, dates as days. */
function shown(calendar: Calendar, s: SummaryFitted, x: Value): string {
  if (!isNumber(x)) return "–";
  if (s.counted === "count") return people(Math.max(0, Math.round(Math.expm1(x))));
  return s.counted === "date" ? calendar.short(Math.floor(x + 0.5)) : percent(x);
}

function summaries(page: Page, of: FitAnswer): void {
  const { calendar } = page;
  const ends = (s: SummaryFitted): [number, number] | [null, null] =>
    isNumber(s.observed) && isNumber(s.error_sd) ? [s.observed - s.error_sd, s.observed + s.error_sd] : [null, null];
  const spread = (s: SummaryFitted, p: Spread | null): string =>
    p ? `${shown(calendar, s, p.median)} (${shown(calendar, s, p.p5)} to ${shown(calendar, s, p.p95)})` : "–";
  const beyond = (s: SummaryFitted): boolean => {
    const below = s.fitted?.below_observed;
    return isNumber(below) && (below <= 0.025 || below >= 0.975);
  };
  page.section(
    "summaries",
    "What was fitted",
    "What was fitted",
    say(
      "Observed, with one standard deviation of its error and of the model’s discrepancy to either side; median and central 90 per cent of the runs from the prior, and of the last generation, its errors drawn.",
    ),
    el("p", {
      class: "note",
      text: "In the drawing, on an axis of each row’s own: runs from the prior (pale), the last generation (darker) and its median, the observation with its error (ink). Not reached: the observation lies outside the central 95 per cent of the last generation.",
    }),
    table<SummaryFitted>(
      [
        {
          name: "What was observed",
          first: true,
          value: (s) => s.name,
          cell: (s) => [
            `${capital(s.what)}, ${s.place_name}`,
            el("span", { class: "under", text: calendar.span(dayIn(s.days[0]), dayIn(s.days[1])) }),
          ],
        },
        {
          name: "Observed",
          value: (s) => s.observed,
          cell: (s) => [
            shown(calendar, s, s.observed),
            el("span", {
              class: "under",
              text: `${shown(calendar, s, ends(s)[0])} to ${shown(calendar, s, ends(s)[1])}`,
            }),
          ],
        },
        { name: "Prior", value: (s) => s.prior?.median, cell: (s) => spread(s, s.prior) },
        { name: "Fitted", value: (s) => s.fitted?.median, cell: (s) => spread(s, s.fitted) },
        {
          name: "Drawn",
          value: () => "",
          cell: (s) =>
            strip({
              bands: [
                [s.prior?.p5, s.prior?.p95],
                [s.fitted?.p5, s.fitted?.p95],
              ],
              middle: s.fitted?.median,
              observed: { value: s.observed, low: ends(s)[0], high: ends(s)[1] },
              label: `${capital(s.what)}, ${s.place_name}. Observed ${shown(calendar, s, s.observed)}; prior ${spread(s, s.prior)}; fitted ${spread(s, s.fitted)}`,
            }),
        },
        { name: "Verdict", nowrap: true, cell: (s) => (beyond(s) ? el("b", { text: "not reached" }) : "reached") },
      ],
      of.summaries,
      { caption: "Numbers of the record, before and after the fit" },
    ),
  );
}

/** Why sequential Monte Carlo ended, in words. */
const ENDS: Record<string, string> = {
  budget: "the runs were spent",
  tolerance: "the least tolerance was reached",
  acceptance: "too few runs were kept",
  stalled: "the tolerance could fall no further",
};

function course(page: Page, of: FitAnswer): void {
  const waves = of.waves.map(
    (w, i) => `wave ${i + 1}, ${plural(w.runs, "run")}, left ${percent(w.share_left)} of the prior`,
  );
  page.section(
    "course",
    "The course of the fit",
    "Course",
    say(
      waves.length > 0 && `History matching: ${waves.join("; ")}.`,
      `Sequential Monte Carlo ended because ${ENDS[of.end] ?? of.end}; the effective size of the sample is ${number(Math.round(of.effective_size ?? 0))}.`,
      of.failed > 0 && `${plural(of.failed, "run")} failed.`,
    ),
    of.generations.length > 1
      ? xy({
          title: "Largest distance allowed",
          unit: "standard deviations of error and discrepancy",
          x: { name: "generation", low: 1, format: (v) => (Number.isInteger(v) ? number(v) : "") },
          y: { name: "tolerance", unit: "standard deviations" },
          height: 220,
          lines: [{ name: "tolerance", points: of.generations.map((g, i) => [i + 1, g.tolerance ?? 0] as const) }],
        })
      : null,
    table<Generation>(
      [
        { name: "Generation", first: true, cell: (g) => of.generations.indexOf(g) + 1 },
        { name: "Scale", num: true, cell: (g) => `1:${number(of.scales[Math.min(g.fidelity, of.scales.length - 1)])}` },
        numeric("Tolerance", (g) => g.tolerance, number),
        { name: "Runs", num: true, cell: (g) => number(g.runs) },
        numeric("Kept", (g) => g.acceptance, percent),
        {
          name: "Effective size",
          num: true,
          value: (g) => g.effective_size,
          cell: (g) => number(Math.round(g.effective_size ?? 0)),
        },
      ],
      of.generations,
      { caption: "Generations of sequential Monte Carlo" },
    ),
  );
}
