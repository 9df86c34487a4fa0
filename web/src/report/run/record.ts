/** The run against the record; which of the patterns hold. */
import {
  absent,
  capital,
  el,
  forest,
  isNumber,
  isShare,
  name,
  number,
  partyRank,
  plural,
  quantity,
  range,
  readable,
  table,
} from "../../charts";
import type { Observation } from "../../types/run";
import { folded, type Page, say } from "../shell";
import { type Run, titleOf } from "./context";
import { sourceLink } from "./inputs";

const hasRange = (o: Observation): boolean => isNumber(o.low) && isNumber(o.high);
const isWithin = (o: Observation): boolean =>
  isNumber(o.simulated) && isNumber(o.low) && isNumber(o.high) && o.simulated >= o.low && o.simulated <= o.high;

export function record(page: Page, run: Run): void {
  const all = run.data.record;
  const ranged = all.filter((o) => hasRange(o) && isNumber(o.simulated));
  const within = ranged.filter(isWithin).length;
  const hollow = all.filter((o) => !o.verified).length;
  const node = page.section(
    "record",
    "Against the record",
    "Record",
    all.length
      ? say(
          ranged.length > 0 &&
            `Of ${plural(ranged.length, "observed value")} with a range that this run can be held against, ${within || "none"} ${within === 1 || !within ? "has" : "have"} the simulated value within the range.`,
          "One run is one world: a miss here may be chance, and the score of an ensemble is the test.",
          hollow > 0 && `${plural(hollow, "value is", "values are")} unverified and drawn hollow.`,
        )
      : absent("No observed values belong to this scenario, so nothing here has been compared with the record."),
  );
  if (!all.length) return;
  const groups = new Map<string, Observation[]>();
  for (const o of all) {
    // Days of many places stand together; of other things, what was seen at one place.
    const group = capital(o.unit === "day" ? o.what : `${o.what}, ${o.place}`);
    groups.set(group, [...(groups.get(group) ?? []), o]);
  }
  const drawn = [...groups].filter(([, rows]) => rows.some((o) => isNumber(o.simulated)));
  const silent = [...groups].filter(([, rows]) => !rows.some((o) => isNumber(o.simulated))).flatMap(([, rows]) => rows);
  node.append(
    el(
      "div",
      { class: "packed" },
      drawn.map(([group, rows]) => compared(run, group, rows)),
    ),
    el("p", {
      class: "note",
      text: "Green dot and number: this run. Ink dot and bar below it: the observed value and its range, hollow where it is unverified. Over a span of days the run’s value is the highest day for strikers and crowds, the increase for dead and wounded, the last value for councils, delegates and votes.",
    }),
  );
  const left = [
    ...silent.map((o) => ({ text: sentence(run, o) })),
    ...run.data.unmeasured.map((text) => ({ text: capital(text) })),
  ];
  if (left.length)
    node.append(
      folded(
        [el("b", { text: "Observed, but not measured by this run" }), ` (${number(left.length)})`],
        el(
          "ul",
          null,
          left.map(({ text }) => el("li", { class: "sans small", text })),
        ),
      ),
    );
  node.append(
    folded(
      [el("b", { text: "All observed values with their sources" }), ` (${number(all.length)})`],
      table<Observation>(
        [
          { name: "What", first: true, cell: (o) => titleOf(o) },
          { name: "Dates", nowrap: true, cell: (o) => run.calendar.span(o.from, o.to) },
          { name: "Observed", num: true, cell: (o) => run.formatOf(o.unit)(o.value), value: (o) => o.value },
          { name: "Range", num: true, cell: (o) => (hasRange(o) ? range(o.low, o.high, run.formatOf(o.unit)) : "") },
          {
            name: "This run",
            num: true,
            cell: (o) => (isNumber(o.simulated) ? run.formatOf(o.unit)(o.simulated) : "not measured"),
            value: (o) => o.simulated,
          },
          { name: "Unit", cell: (o) => o.unit },
          { name: "Source", cell: (o) => sourceLink(run, o.source), value: (o) => run.sourceName(o.source) },
          { name: "Confidence", cell: (o) => `${o.confidence}${o.verified ? "" : ", unverified"}` },
        ],
        all,
        { caption: "Observed values and what this run has for them" },
      ),
    ),
  );
}

/** The observations of one quantity and place: by party under the days on which they were made, or by days alone. */
function compared(run: Run, group: string, rows: Observation[]): HTMLElement {
  const unit = rows[0].unit;
  const format = run.formatOf(unit);
  const isDay = unit === "day";
  const when = (o: Observation): string => run.calendar.span(o.from, o.to);
  const sorted = [...rows].sort(
    (a, b) =>
      a.from - b.from ||
      a.to - b.to ||
      a.label.localeCompare(b.label) ||
      partyRank(a.party ?? "") - partyRank(b.party ?? ""),
  );
  const own = (o: Observation): string => (isDay ? o.place : o.party ? name("party", o.party) : when(o));
  const alike = (o: Observation): Observation[] => sorted.filter((p) => when(p) === when(o) && own(p) === own(o));
  return forest({
    title: group,
    unit: isShare(unit) || isDay || group.toLowerCase().includes(unit.toLowerCase()) ? undefined : unit,
    low: isDay ? undefined : 0,
    format,
    rows: sorted.map((o) => ({
      name: own(o),
      group: o.party ? `${when(o)}${o.label ? `: ${o.label}` : ""}` : undefined,
      // Two sources of one thing are told apart by their names.
      note: alike(o).length > 1 ? run.sourceName(o.source) : undefined,
      value: o.simulated,
      text: isNumber(o.simulated) ? format(o.simulated) : "none",
      observed: { value: o.value, low: o.low, high: o.high, verified: o.verified },
      tip: `${run.describe(o)}\nthis run: ${isNumber(o.simulated) ? run.quantity(o.simulated, unit) : o.why_none}`,
    })),
  });
}

function sentence(run: Run, o: Observation): string {
  const [what, observed, when, source] = run.describe(o).split("\n");
  return `${what}: ${observed}, ${when} (${source}): ${o.why_none}.`;
}

export function patterns(page: Page, run: Run): void {
  const rows = run.data.patterns;
  const held = rows.filter((p) => p.holds).length;
  page.section(
    "patterns",
    "Patterns",
    "Patterns",
    rows.length
      ? say(`The model was not told these patterns. In this run ${held} of ${rows.length} hold.`)
      : absent("No patterns were evaluated for this run."),
    el(
      "ol",
      { class: "patterns" },
      rows.map((p) =>
        el(
          "li",
          null,
          el("span", { class: "held" }, p.holds ? "holds" : el("span", { class: "no", text: "fails" })),
          el(
            "div",
            null,
            el("p", { text: `${p.id}. ${p.statement}` }),
            el("p", {
              class: "sans",
              text: [
                isNumber(p.value)
                  ? `Here: ${p.unit === "exponent" ? `an exponent of ${number(p.value)}` : quantity(p.value, p.unit)}.`
                  : "Here: nothing to measure.",
                p.record && `Record: ${readable(p.record)}.`,
              ]
                .filter(Boolean)
                .join(" "),
            }),
          ),
        ),
      ),
    ),
  );
}
