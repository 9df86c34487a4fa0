/** The page of sensitivities: what moves what, shares of the variance, what was not seen to matter, what was moved. */
import {
  numeric,
  absent,
  capital,
  el,
  forest,
  isNumber,
  listed,
  matrix,
  number,
  people,
  percent,
  plain,
  plural,
  range,
  small,
  table,
  type Value,
} from "../charts";
import type {
  Estimate,
  FactorEffect,
  FactorMoved,
  OutputFound,
  SensitivityAnswer,
  ShareOfPair,
  ShareOfVariance,
  SharesOfVariance,
} from "../types/answers";
import { folded, type Page, say } from "./shell";
import { ending, estimated, facts, glossary, holdsZero, keyed, open, spanText, two } from "./study";

/** Factors that a chart shows. */
const SHOWN = 12;

export function sensitivity(data: unknown): void {
  const of = data as SensitivityAnswer;
  const page = open(
    of,
    `study of sensitivities in ${number(of.worlds)} simulated worlds`,
    `What the outcome depends on: ${of.head.scenario.name}`,
    summary(of),
  );
  page.opening({
    below: [
      facts(
        [
          "Worlds",
          `${number(of.worlds)}: ${number(of.worlds_of_screening)} of the screening, ${number(of.worlds_of_shares)} of the shares`,
        ],
        ["Scale", of.scale],
        ["Seed", String(of.seed)],
        ["Days", spanText(page, of.head)],
        ["Capital", of.head.capital.name],
      ),
      el("p", { class: "note", text: glossary(page) }),
    ],
  });
  screening(page, of);
  shares(page, of);
  pairs(page, of);
  never(page, of);
  effects(page, of);
  moved(page, of);
  ending(
    page,
    of,
    "The same command gives the same answer on any number of threads. With --resume and a greater size it goes on from the worlds that are there.",
  );
}

const factor = (of: SensitivityAnswer, key: string): FactorMoved =>
  of.factors.find((f) => f.name === key) as FactorMoved;
/**
 * A factor's name for readers: what it belongs to, and what it is up to the first semicolon of its meaning. Its key and its
 * whole meaning stand beside the pointer.
 */
function named(of: SensitivityAnswer, key: string): string {
  if (key === "chance") return "Chance (another seed)";
  const [what] = (factor(of, key)?.meaning ?? key).split(";");
  return `${capital(plain(key.split(".")[0]))}: ${small(what)}`;
}
/** What stands beside the pointer. */
const told = (of: SensitivityAnswer, key: string): string => `${factor(of, key)?.meaning ?? "the seed"} (${key})`;

/** A value of an output, in its unit. */
function shown(output: OutputFound, x: Value): string {
  if (!isNumber(x)) return "–";
  const sign = x < 0 ? "−" : "";
  if (output.unit === "persons") return `${sign}${people(Math.abs(x))}`;
  return output.unit === "days" ? number(Math.round(10 * x) / 10) : two(x);
}

function summary(of: SensitivityAnswer): string {
  const n = of.factors.length;
  const moving = n - of.without_effect.length - of.lost_in_chance.length;
  const first = of.most_important.filter((key) => (factor(of, key)?.importance ?? 0) > 0).slice(0, 3);
  const most = first.length
    ? ` Over all outputs the outcome depends most on: ${listed(first.map((key) => `“${named(of, key)}”`))}.`
    : " Nothing that was moved moves anything.";
  return `Of ${plural(n, "parameter or input", "parameters and inputs")}, ${number(moving)} move some output by more than chance would.${most}${sharedOut(of)}`;
}

/** What chance and the greatest factor take of the first output that varies. */
function sharedOut(of: SensitivityAnswer): string {
  const output = of.outputs.find((o) => o.shares?.chance);
  const { chance, factors } = output?.shares ?? { chance: null, factors: [] };
  const most = [...factors].sort((a, b) => (b.total.value ?? 0) - (a.total.value ?? 0))[0];
  if (!output || !chance || !most) return "";
  const part = (e: Estimate): string => {
    const clamp = (x: Value): Value => (isNumber(x) ? Math.min(1, Math.max(0, x)) : x);
    return `${percent(clamp(e.value))} (${range(clamp(e.interval[0]), clamp(e.interval[1]), percent)})`;
  };
  return ` For “${output.title}”, where the ${number(of.chosen.length)} greatest are moved together, chance has a hand in ${part(chance.total)} of the variance and “${named(of, most.name)}” in ${part(most.total)}; chance alone would settle ${part(chance.first)}.`;
}

function screening(page: Page, of: SensitivityAnswer): void {
  const chart = (output: OutputFound): HTMLElement => {
    const spread = `Mean ${shown(output, output.mean)}, standard deviation ${shown(output, output.deviation)} over the worlds of the screening.`;
    const first = [...output.effects].sort((a, b) => (b.mu_star.value ?? 0) - (a.mu_star.value ?? 0)).slice(0, SHOWN);
    const format = (x: Value): string => shown(output, x);
    return forest({
      title: output.title,
      unit: output.unit,
      lead: spread,
      bars: true,
      format,
      interval: `${percent(of.level)} interval`,
      bounds: isNumber(output.chance.value) ? [{ at: output.chance.value, name: "another seed" }] : [],
      rows: first.map((e) => ({
        name: `${way(e)}${named(of, e.name)}`,
        value: e.mu_star.value,
        low: e.mu_star.interval[0],
        high: e.mu_star.interval[1],
        class: e.told_from_chance ? "of-model" : "of-other",
        more: `${told(of, e.name)}\nspread of the effects (σ) ${shown(output, e.sigma.value)}${e.told_from_chance ? "" : "\nnot told from chance"}`,
      })),
    });
  };
  page.section(
    "screening",
    "What moves what",
    "Effects",
    say(
      `How much each output changes, on average over ${plural(of.trajectories, "trajectory", "trajectories")}, when one parameter or input goes through the whole range and all else stays (Morris’s screening: the mean size of the effect, μ*). The ${SHOWN} greatest of ${number(of.factors.length)} for each output.`,
    ),
    el("p", {
      class: "note",
      text: "Green: told from chance; grey: not told from chance. Line: the interval. Dashed: what another seed alone does. ▲ raises, ▼ lowers; neither where the sign is not settled.",
    }),
    constant(of.outputs.filter((o) => o.deviation === 0)),
    el("div", { class: "multiples wide" }, of.outputs.filter((o) => o.deviation !== 0).map(chart)),
  );
}

/** Outputs that nothing moves, in a sentence. */
const constant = (outputs: readonly OutputFound[]): HTMLElement | null =>
  outputs.length
    ? absent(
        `The same in every world, so that there is nothing to draw: ${listed(outputs.map((o) => `“${o.title}”`))}.`,
      )
    : null;

/** Which way an effect goes, where that is settled. */
function way(e: FactorEffect): string {
  if (holdsZero(e.mu)) return "";
  return (e.mu.value ?? 0) > 0 ? "▲ " : "▼ ";
}

function shares(page: Page, of: SensitivityAnswer): void {
  if (of.base === null) return;
  const chart = (output: OutputFound): HTMLElement => {
    const found = output.shares as SharesOfVariance;
    const rowsOf = (s: ShareOfVariance) =>
      [
        { name: "first-order", e: s.first, look: "of-model" },
        { name: "total", e: s.total, look: "of-other" },
      ].map((k) => ({
        group: named(of, s.name),
        name: k.name,
        value: k.e.value,
        low: k.e.interval[0],
        high: k.e.interval[1],
        class: k.look,
        text: estimated(k.e, two),
        more: told(of, s.name),
      }));
    return forest({
      title: output.title,
      unit: "share of the variance",
      bars: true,
      low: 0,
      high: 1,
      format: two,
      interval: `${percent(of.level)} interval`,
      rows: [...found.factors, ...(found.chance ? [found.chance] : [])].flatMap(rowsOf),
    });
  };
  page.section(
    "shares",
    "Shares of the variance",
    "Shares",
    say(
      `The ${number(of.chosen.length)} most important by the screening, moved together, each even over its range; all else as it is (Sobol’ indices, ${number(of.base)} base rows, ${number(of.worlds_of_shares)} worlds). Chance, that is the seed, is one more input.`,
      "The first-order share would go if the input were known; the total share would be left if all others were known. Their difference is what it does in company.",
    ),
    el("p", {
      class: "note",
      text: "Each axis runs from 0 to 1; an estimate that noise takes beyond stands on its end, with its number beside it.",
    }),
    constant(of.outputs.filter((o) => !o.shares)),
    el("div", { class: "multiples wide" }, of.outputs.filter((o) => o.shares).map(chart)),
  );
}

function pairs(page: Page, of: SensitivityAnswer): void {
  if (!of.second_order) return;
  const clear = of.outputs.flatMap((output) =>
    (output.shares?.pairs ?? []).filter((p) => !holdsZero(p.second)).map((pair) => ({ output, pair })),
  );
  page.section(
    "pairs",
    "Pairs",
    "Pairs",
    say("What two take together beyond what each takes alone, where the interval leaves 0 out."),
    clear.length
      ? table<{ output: OutputFound; pair: ShareOfPair }>(
          [
            { name: "Output", first: true, cell: (r) => r.output.title },
            { name: "Pair", cell: (r) => r.pair.names.map((key) => named(of, key)).join(" with ") },
            {
              name: "Share of the variance",
              num: true,
              value: (r) => r.pair.second.value,
              cell: (r) => estimated(r.pair.second, two),
            },
          ],
          clear,
          { caption: "Pairs whose share is told from 0" },
        )
      : absent("No pair’s share is told from 0."),
  );
}

function never(page: Page, of: SensitivityAnswer): void {
  const list = (keys: readonly string[]): HTMLElement =>
    keys.length
      ? el(
          "ul",
          { class: "names" },
          keys.map((key) => el("li", null, keyed(factor(of, key)?.meaning ?? key, key))),
        )
      : el("p", { text: "None." });
  page.section(
    "never",
    "What was not seen to matter",
    "Not seen to matter",
    el("h3", { text: "Changed nothing in any world" }),
    list(of.without_effect),
    el("h3", { text: "Changed worlds, but no output more than chance does" }),
    list(of.lost_in_chance),
    el("p", {
      class: "note",
      text: "Told from chance means that the mean effect’s interval leaves 0 out, or that the effects are larger than those of another seed, on at least one output. Of what only stirs chance, about one in four has such luck over six outputs, or more, since intervals from few trajectories are too narrow. A longer study tells more apart: this is a list of candidates for constants, and no proof. Numbers that are constants already were not moved.",
    }),
  );
}

function effects(page: Page, of: SensitivityAnswer): void {
  const order = [...of.factors].sort((a, b) => (b.importance ?? 0) - (a.importance ?? 0));
  const varying = of.outputs.filter((o) => (o.deviation ?? 0) > 0);
  const effect = (key: string, o: OutputFound): FactorEffect => o.effects.find((e) => e.name === key) as FactorEffect;
  const relative = (key: string, o: OutputFound): Value => (effect(key, o).mu_star.value ?? 0) / (o.deviation ?? 1);
  page.section(
    "effects",
    "All effects",
    "All effects",
    say(
      `The mean size of the effect in standard deviations of each output, the most important first. Importance is its mean over the outputs; for another seed it is ${two(of.importance_of_chance)}.`,
    ),
    folded(
      `The table of all ${number(of.factors.length)}`,
      matrix({
        caption: "Mean size of the effect; a star where it is told from chance",
        corner: "Parameter or input",
        unit: "standard deviations of the output",
        rows: order.map((f) => named(of, f.name)),
        columns: ["Importance", ...varying.map((o) => o.title)],
        value: (r, c) => (c ? relative(order[r].name, varying[c - 1]) : order[r].importance),
        text: (v, r, c) => `${two(v)}${c && effect(order[r].name, varying[c - 1]).told_from_chance ? " *" : ""}`,
        tip: (r, c) =>
          c
            ? `${order[r].name}\n${varying[c - 1].title}: ${estimated(effect(order[r].name, varying[c - 1]).mu_star, (x) => shown(varying[c - 1], x))} ${varying[c - 1].unit}`
            : order[r].name,
      }),
    ),
  );
}

function moved(page: Page, of: SensitivityAnswer): void {
  const { reach } = of;
  page.section(
    "moved",
    "What was moved",
    "What was moved",
    say(
      `A parameter goes ${percent(reach.share_of_value)} of its committed value to either side, no farther than its declared range (${percent(reach.share_of_range_from_zero)} of that range where the value is 0).`,
      `An input’s deviation from its good value is multiplied by ${two(1 - reach.share_of_value)} to ${two(1 + reach.share_of_value)}, in every place and on every day, within what the indicator allows.`,
      `Starting values are shifted by up to ${two(reach.shift)} in every class.`,
      `Each stands at ${number(of.levels)} levels in the screening. These ranges are a choice: another range makes another factor important.`,
    ),
    folded(
      `The ${number(of.factors.length)} ranges`,
      table<FactorMoved>(
        [
          {
            name: "Parameter or input",
            first: true,
            value: (f) => f.name,
            cell: (f) => [keyed(f.meaning, f.name), f.is_in_the_scenario ? "" : " (the case has none)"],
          },
          { name: "Unit", cell: (f) => f.unit },
          numeric("As it is", (f) => f.as_it_is, number),
          { name: "Moved", num: true, cell: (f) => range(f.low, f.high, number) },
        ],
        of.factors,
        { caption: "Ranges of the parameters and inputs" },
      ),
    ),
  );
}
