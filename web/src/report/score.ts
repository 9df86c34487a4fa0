/** The page of a score: what worlds foretold, what was observed, and nothing hidden. */
import {
  numeric,
  absent,
  type Calendar,
  capital,
  el,
  forest,
  histogram,
  isNumber,
  number,
  people,
  percent,
  plural,
  range,
  strip,
  table,
  type Value,
  when,
} from "../charts";
import type {
  Against,
  CategoryScore,
  Coverage,
  CurveScore,
  FamilyDiscrepancy,
  ScoreAnswer,
  TargetScore,
} from "../types/answers";
import { type Page, say } from "./shell";
import {
  chance,
  dayIn,
  dayOrNone,
  notBy,
  daysOf,
  ending,
  facts,
  glossary,
  holdsZero,
  open,
  spanText,
  titleOf,
  two,
  twoSigned,
} from "./study";

export function score(data: unknown): void {
  const of = data as ScoreAnswer;
  const page = open(
    of,
    of.worlds === 1 ? "score of one simulated world" : `score of ${number(of.worlds)} simulated worlds`,
    `${titleOf(of.head)} against the record`,
    summary(of),
  );
  page.opening({
    below: [
      facts(
        ["Worlds", number(of.worlds)],
        ["Scale", `1:${number(of.head.scale)}`],
        ["First seed", String(of.head.seed)],
        ["Test rows", number(of.targets.filter((t) => t.part === "test").length)],
        ["Training rows", number(of.targets.filter((t) => t.part === "training").length)],
        ["Days", spanText(page, of.head)],
      ),
      el("p", {
        class: "note",
        text: `Test rows are the observations that no fit has read; training rows are those that a fit may read. ${glossary(page)}`,
      }),
    ],
  });
  together(page, of);
  discrepancy(page, of);
  dates(page, of);
  kinds(page, of);
  rows(
    page,
    of,
    "test",
    "Test rows",
    "What no fit has read: everything after the last training day, and whole series of all days.",
  );
  rows(
    page,
    of,
    "training",
    "Training rows",
    "What a fit may read. A model that misses these cannot be trusted on the others.",
  );
  patterns(page, of);
  leftOut(page, of);
  ending(page, of, "These worlds were made by the command below and scored by the other; nothing is fitted here.", [
    ["To score them again", el("code", { text: of.command })],
    ["Division of the record", of.split ? el("code", { text: of.split }) : "none"],
  ]);
}

function summary(of: ScoreAnswer): string {
  const tested = of.targets.filter((t) => t.part === "test");
  const missed = tested.filter((t) => t.verdict === "missed").length;
  const s = of.strongest;
  const skill = s
    ? ` Against the strongest baseline, the ${s.name}, the skill is ${twoSigned(s.skill)} over ${plural(s.targets, "row")}.`
    : "";
  if (!tested.length) return "The record of this case has no test rows: all of it may be read by a fit.";
  return `Of ${plural(tested.length, "observation")} that no fit has read, ${number(missed)} ${missed === 1 ? "lies" : "lie"} outside the central 95 per cent of the worlds.${skill}`;
}

function together(page: Page, of: ScoreAnswer): void {
  const part = of.test.all;
  if (!part) return;
  const share = (n: number, c: Coverage): string => `${n} of ${c.targets}, ${percent(n / Math.max(1, c.targets))}`;
  const { pit } = part;
  page.section(
    "overall",
    "Test rows together",
    "Together",
    forest({
      title: "How many observations the worlds hold",
      unit: "share of the test rows",
      lead: "Of observations that the worlds foretold rightly, the central 50 per cent of the worlds would hold half, and so on: the ink mark of each row.",
      bars: true,
      low: 0,
      high: 1,
      rows: part.coverage.map((c) => ({
        name: `Central ${percent(c.level)} of the worlds`,
        value: c.range / Math.max(1, c.targets),
        observed: { value: c.level },
        text: share(c.range, c),
        more: `the value itself inside: ${share(c.value, c)}`,
      })),
      caption: "An observation with a range counts where its range meets the interval.",
    }),
    forest({
      title: "Skill over each opponent",
      unit: "1 less the ratio of summed scores",
      zero: 0,
      format: twoSigned,
      interval: "interval from resampling whole series",
      rows: part.against.map((b) => ({
        name: capital(b.name),
        note: opponentNote(b),
        value: b.skill,
        low: b.interval?.[0],
        high: b.interval?.[1],
        text: isNumber(b.skill)
          ? `${twoSigned(b.skill)}${b.interval ? ` (${range(b.interval[0], b.interval[1], twoSigned)})` : ""}`
          : "foretells none of these rows",
        open: !b.interval || holdsZero({ value: b.skill, interval: b.interval }),
      })),
      caption:
        "1 is a perfect forecast, 0 no better than the opponent, below 0 worse. Scores are CRPS: counts as ratios, shares in tenths, dates in fortnights. Baselines know the training rows alone. A hollow dot has an interval that holds 0.",
    }),
    pit
      ? histogram({
          title: "Where the observation stood among the worlds",
          x: { name: "share of the worlds below the observation", format: percent, low: 0, high: 1 },
          counted: "rows",
          bins: pit.counts.map((count, i) => ({ from: i / pit.counts.length, to: (i + 1) / pit.counts.length, count })),
          level: { at: part.targets / pit.counts.length, text: "even" },
          caption: `Left: all worlds above the observation; right: all below. Columns as high as the dashed line were right (chance of columns this uneven, were the worlds right: ${chance(pit.p_value)}, taking rows for independent, which they are not).`,
        })
      : null,
  );
}

/** The test rows with the discrepancy of the model, and what it is. */
function discrepancy(page: Page, of: ScoreAnswer): void {
  const wide = of.with_discrepancy;
  const part = wide?.test.all;
  if (!wide || !part) return;
  const width = wide.test.widths.find((w) => w.counted === "share");
  page.section(
    "discrepancy",
    "With the discrepancy of the model",
    "Discrepancy",
    el("p", {
      text: `The training rows lie farther from the worlds than chance and the record’s own doubt explain. What is left, a standard deviation for each family of observables, is added to what the worlds foretell of the test rows: this is what a reader should take the model to foretell.${width ? ` The central 95 per cent of a share are then ${number(Math.round(100 * (width.median ?? 0)))} points wide in the median.` : ""}`,
    }),
    forest({
      title: "How many observations the worlds hold, with the discrepancy",
      unit: "share of the test rows",
      bars: true,
      low: 0,
      high: 1,
      rows: part.coverage.map((c) => ({
        name: `Central ${percent(c.level)}`,
        value: c.range / Math.max(1, c.targets),
        observed: { value: c.level },
        text: `${c.range} of ${c.targets}, ${percent(c.range / Math.max(1, c.targets))}`,
      })),
      caption: part.against
        .filter((b) => isNumber(b.skill))
        .map((b) => `Skill over ${b.name}: ${twoSigned(b.skill)}.`)
        .join(" "),
    }),
    table<FamilyDiscrepancy>(
      [
        { name: "Family", first: true, cell: (f) => capital(f.title) },
        { name: "Standard deviation", num: true, value: (f) => f.sd, cell: deviation },
        { name: "Training rows", num: true, value: (f) => f.training_rows, cell: (f) => number(f.training_rows) },
        {
          name: "Estimated from",
          cell: (f) => (!isNumber(f.sd) ? "–" : f.is_pooled ? "all families of its scale" : "its own rows"),
        },
        { name: "Test rows", num: true, value: (f) => f.test_rows, cell: (f) => number(f.test_rows) },
      ],
      wide.families,
      { caption: "The discrepancy, by family of observables" },
    ),
  );
}

function deviation(of: FamilyDiscrepancy): string {
  if (!isNumber(of.sd)) return "none: too few training rows";
  if (of.scale === "days") return plural(Math.round(of.sd), "day");
  return `a factor of ${two(Math.exp(of.sd))}${of.scale === "odds" ? " of the odds" : ""}`;
}

function opponentNote(b: Against): string {
  const won = isNumber(b.won) && isNumber(b.lost) ? `, ${b.won} won, ${b.lost} lost` : "";
  return `${plural(b.targets, "row")} that both foretell${won}`;
}

function dates(page: Page, of: ScoreAnswer): void {
  const { calendar } = page;
  page.section(
    "dates",
    "Order and pace",
    "Dates",
    el("p", { class: "note", text: "When each thing came in the worlds in which it did, and in the record." }),
    el(
      "div",
      { class: "multiples wide" },
      of.dates.map((d) =>
        when({
          title: capital(d.name),
          calendar,
          from: dayIn(of.head.start),
          to: dayIn(of.head.end),
          found: [{ name: "the worlds", days: daysOf(d.on), middle: dayOrNone(d.median), worlds: of.worlds }],
          record: d.record && { from: dayIn(d.record), text: capital(d.name) },
        }),
      ),
    ),
  );
}

function kinds(page: Page, of: ScoreAnswer): void {
  if (!of.categories.length && !of.curves.length) return;
  page.section(
    "kinds",
    "Endings, orders, curves",
    "Endings",
    of.categories.length
      ? table<CategoryScore>(
          [
            { name: "What was to be foretold", first: true, cell: (c) => capital(c.title) },
            { name: "What came", cell: (c) => capital(c.came_name) },
            { name: "Worlds", num: true, value: (c) => c.worlds, cell: (c) => `${c.worlds} of ${of.worlds}` },
            numeric("Log score", (c) => c.log_score, two, "nats"),
            numeric("If all were alike", (c) => c.even, two, "nats"),
          ],
          of.categories,
          { caption: "Endings and orders; a lower score is better" },
        )
      : null,
    of.curves.length
      ? table<CurveScore>(
          [
            {
              name: "Curve",
              first: true,
              cell: (c) => `${capital(c.what)}, ${c.place_name}, ${page.calendar.short(dayIn(c.day))}`,
            },
            { name: "Numbers", num: true, cell: (c) => c.length },
            numeric("Energy score", (c) => c.energy, two, "tenths of a share"),
            numeric("With equal shares", (c) => c.even, two, "tenths of a share"),
          ],
          of.curves,
          { caption: "Curves; a lower score is better" },
        )
      : null,
    el("p", {
      class: "note",
      text: "Log score: minus the logarithm of the share of worlds in which it came, with one further world spread evenly over all categories; beside it the score of somebody for whom all are alike.",
    }),
  );
}

/** A value of a row as readers know it: a day or that it does not come by the last, a share, a round count. */
function shown(calendar: Calendar, t: TargetScore, x: Value): string {
  if (!isNumber(x)) return "–";
  if (t.counted === "share") return x > 1.5 ? two(x) : percent(x);
  if (t.counted === "count") return people(Math.round(x));
  return isNumber(t.never_from) && x >= t.never_from
    ? notBy(calendar, Math.floor(t.never_from + 0.5))
    : calendar.short(Math.floor(x + 0.5));
}

const spread = (calendar: Calendar, t: TargetScore, low: Value, high: Value): string =>
  `${shown(calendar, t, low)} to ${shown(calendar, t, high)}`;

function rows(page: Page, of: ScoreAnswer, part: string, title: string, what: string): void {
  const { calendar } = page;
  const chosen = of.targets.filter((t) => t.part === part);
  if (!chosen.length) return;
  const said = (t: TargetScore): string =>
    `${capital(t.what)}, ${t.place_name}. Observed: ${shown(calendar, t, t.observed)}. Median of the worlds: ${shown(calendar, t, t.median)}; nine of ten: ${spread(calendar, t, t.interval_90[0], t.interval_90[1])}`;
  page.section(
    part,
    title,
    title,
    el("p", {
      class: "note",
      text: `${what} The worlds: median, and the central 90 per cent. In the drawing, on an axis of each row’s own: the central 90 and 50 per cent of the worlds (green), their median (line), the observation with its range (ink). Letters: confidence in the source, A to C.`,
    }),
    table<TargetScore>(
      [
        {
          name: "What was observed",
          first: true,
          value: (t) => `${t.what}, ${t.place_name}`,
          cell: (t) => [
            `${capital(t.what)}, ${t.place_name}`,
            el("span", { class: "under", text: calendar.span(dayIn(t.days[0]), dayIn(t.days[1])) }),
          ],
        },
        {
          name: "Observed",
          value: (t) => t.observed,
          cell: (t) => [
            shown(calendar, t, t.observed),
            shown(calendar, t, t.low) !== shown(calendar, t, t.high)
              ? el("span", { class: "mark", text: ` (${spread(calendar, t, t.low, t.high)})` })
              : null,
            el("span", {
              class: "under",
              "data-tip": [t.source_name, t.note, `source: ${t.source}`].filter(Boolean).join("\n"),
              tabindex: 0,
              text: `${t.source_short} (${t.confidence})`,
            }),
          ],
        },
        {
          name: "The worlds",
          value: (t) => t.median,
          cell: (t) => [
            shown(calendar, t, t.median),
            el("span", { class: "under", text: spread(calendar, t, t.interval_90[0], t.interval_90[1]) }),
          ],
        },
        {
          name: "Drawn",
          value: () => "",
          cell: (t) =>
            strip({
              bands: [t.interval_90, t.interval_50],
              middle: t.median,
              observed: { value: t.observed, low: t.low, high: t.high },
              label: said(t),
              ...(t.axis === "log" && { on: (x: number) => Math.log1p(Math.max(0, x)) }),
            }),
        },
        {
          name: "Verdict",
          nowrap: true,
          cell: (t) => (t.verdict === "missed" ? el("b", { text: "missed" }) : t.verdict),
        },
      ],
      chosen,
      { caption: `${title}: observed, and foretold` },
    ),
  );
}

function patterns(page: Page, of: ScoreAnswer): void {
  page.section(
    "patterns",
    "The eight patterns",
    "Patterns",
    forest({
      title: `Worlds that show each pattern by ${page.calendar.short(dayIn(of.head.end))}`,
      unit: "share of the worlds",
      bars: true,
      low: 0,
      high: 1,
      rows: of.patterns.map((p) => ({
        name: `${p.id}: ${p.statement}`,
        value: p.share,
        text: p.measured_in ? `${p.worlds} of ${of.worlds}, ${percent(p.share)}` : "not measured at this scale",
      })),
      caption: `All eight in ${of.all_patterns.worlds} of ${plural(of.worlds, "world")}.`,
    }),
  );
}

function leftOut(page: Page, of: ScoreAnswer): void {
  const reasons = (Object.entries(of.unasked) as [string, number][]).sort((a, b) => b[1] - a[1]);
  const n = reasons.reduce((all, r) => all + r[1], 0);
  page.section(
    "left-out",
    "Not scored",
    "Not scored",
    say(
      of.remembered > 0 &&
        `${plural(of.remembered, "observation is", "observations are")} only remembered: no source confirms them, and they are neither fitted nor scored.`,
      n > 0 &&
        `${plural(n, "observation")} of these days ${n === 1 ? "has" : "have"} no counterpart that a world can be asked for:`,
    ) ?? absent("Every observation of these days is scored."),
    reasons.length
      ? table(
          [
            { name: "Why", first: true, cell: (r: [string, number]) => capital(r[0]) },
            { name: "Observations", num: true, cell: (r: [string, number]) => r[1] },
          ],
          reasons,
          { caption: "Observations without a counterpart, by reason", hidden: true },
        )
      : null,
  );
}
