/** The course of a run in stacked panels, the milestones beside the record's dates; the front and the villages. */
import {
  absent,
  apart,
  capital,
  type Day,
  el,
  isNumber,
  lines,
  number,
  type Panel,
  peak,
  percent,
  quantity,
  redraw,
  shares,
  RESOLUTIONS_READ,
  seatsPanel,
  some,
  timeChart,
  type Value,
} from "../../charts";
import { type Page, say } from "../shell";
import type { Courses, Run } from "./context";

const last = (values: readonly Value[] | undefined): number => (values ?? []).filter(isNumber).pop() ?? 0;
const isMost = (part: Value, all: Value): boolean => isNumber(part) && isNumber(all) && all > 0 && part > all / 2;
const isAbove = (a: Value, b: Value): boolean => isNumber(a) && a > (b ?? 0);

/** What the capital's courses show, in sentences. */
function sentences(run: Run): string[] {
  const c = run.scope("capital");
  const nation = run.scope("national");
  const out: string[] = [];
  const top = peak(c.strikers ?? []);
  if (top >= 0 && (c.strikers[top] ?? 0) > 0)
    out.push(
      `Strikers in ${run.capital} are most numerous on ${run.day(run.days[top])}: ${quantity(c.strikers[top], "persons")}.`,
    );
  const half = run.firstDay((i) => isMost(c.refusing?.[i], c.soldiers?.[i]));
  if (half > 0) out.push(`More than half of the soldiers there first refuse orders on ${run.day(run.days[half])}.`);
  if (half === 0) out.push("More than half of the soldiers there refuse orders from the first day.");
  const cross = run.firstDay((i) => isAbove(c.authority_council?.[i], c.authority_government?.[i]));
  const country = run.firstDay((i) => isAbove(nation.authority_council?.[i], nation.authority_government?.[i]));
  if (cross >= 0) {
    const from = `, in the country from ${run.day(run.days[country])}`;
    const there = country < 0 ? "" : country === cross ? ", and in the country from the same day" : from;
    out.push(
      `More people follow the council than the government in ${run.capital} from ${run.day(run.days[cross])}${there}.`,
    );
  }
  const toll = some(nation.dead) ? nation : c;
  if (last(toll.dead) > 0) {
    const wounded = last(toll.wounded) ? ` and ${number(last(toll.wounded))} wounded` : "";
    const custody = last(toll.in_custody) ? `; ${number(last(toll.in_custody))} are in custody` : "";
    out.push(`By the end ${number(last(toll.dead))} people have been killed in clashes${wounded}${custody}.`);
  }
  return out;
}

export function course(page: Page, run: Run): void {
  const c = run.scope("capital");
  const { calendar, data } = run;
  let span: [Day, Day] = [data.start, run.end];
  const council = data.councils.find((s) => s.place === data.capital) ?? data.councils[0];
  const panels = [
    lines({
      title: `On strike in ${run.capital}`,
      unit: "persons",
      series: [{ name: "strikers", values: c.strikers ?? [] }],
      observed: run.observed("capital.strikers"),
    }),
    lines({
      title: `Soldiers refusing orders in ${run.capital}`,
      unit: "persons",
      height: 92,
      series: [
        { name: "refusing", values: c.refusing ?? [] },
        { name: "all soldiers", values: c.soldiers ?? [] },
      ],
      observed: run.observed("capital.refusing"),
    }),
    shares({
      title: `Whose orders are followed in ${run.capital}`,
      unit: "share of adults",
      height: 104,
      layers: run.authorityLayers(c),
    }),
    shares({
      title: "Whose orders are followed in the country",
      unit: "share of adults",
      height: 104,
      layers: run.authorityLayers(run.scope("national")),
    }),
    lines({
      title: `Dual power in ${run.capital}`,
      unit: "0: one power alone, 1: two equal powers",
      height: 60,
      low: 0,
      high: 1,
      format: number,
      series: [
        { name: "by people", values: c.dual_power_people ?? [] },
        { name: "by arms", values: c.dual_power_arms ?? [] },
      ],
    }),
    council && seatsPanel(`Seats in the ${council.name}`, 150, council.seats, council.resolution),
  ];
  const marks = data.milestones.flatMap((m, k) =>
    m.day === null ? [] : [{ day: m.day, sign: String(k + 1), text: capital(m.label) }],
  );
  const chart = timeChart({
    title: "The course of events",
    heading: "none",
    calendar,
    days: run.days,
    panels,
    marks,
    span: () => span,
    empty: "This run recorded no daily series.",
    caption: [
      data.record.length ? "Green line: simulated. Dots with range bars: the record; hollow dots: unverified. " : "",
      council ? `${RESOLUTIONS_READ} ` : "",
      "Point at the chart, or press the arrow keys on it, to read a day.",
    ].join(""),
  });
  const months = monthsOf(run);
  const choose =
    months.length > 2 &&
    el(
      "div",
      { class: "controls" },
      el(
        "label",
        null,
        "Show ",
        el(
          "select",
          {
            onchange: (event: Event) => {
              const at = Number((event.target as HTMLSelectElement).value);
              span = at < 0 ? [data.start, run.end] : months[at].span;
              redraw(chart);
            },
          },
          el("option", { value: -1, text: "the whole run" }),
          months.map((m, i) => el("option", { value: i, text: m.name })),
        ),
      ),
    );
  page.section(
    "course",
    "The course in one picture",
    "Course",
    say(...sentences(run)) ?? absent("This run recorded no daily series for its capital."),
    choose,
    chart,
    milestones(run),
  );
}

function milestones(run: Run): HTMLElement | null {
  const list = run.data.milestones;
  if (!list.length) return null;
  return el(
    "ol",
    { class: "milestones" },
    list.map((m) => {
      const record = m.record_day === null ? "no counterpart in the record" : `in the record ${run.day(m.record_day)}`;
      const late = m.record_day === null || m.day === null ? "" : `; here ${apart(m.day - m.record_day)}`;
      const tip = `${capital(m.label)}\n${m.meaning}${m.record_text ? `\nthe record: ${m.record_text}` : ""}`;
      return el(
        "li",
        { "data-tip": tip },
        `${capital(m.label)}: ${m.day === null ? `not by ${run.day(run.end)}` : run.day(m.day)}`,
        el("span", { class: "rec", text: record + late }),
      );
    }),
  );
}

/** The months of the run, in the calendar that was in use. */
function monthsOf(run: Run): { name: string; span: [Day, Day] }[] {
  const { calendar, data } = run;
  const starts = [...new Set([data.start, ...calendar.months(data.start, run.end).map((m) => m.day)])];
  return starts
    .map((from, i): { name: string; span: [Day, Day] } => {
      const word = calendar.brief(from).split(" ")[1];
      const style = calendar.both ? ` (${calendar.names[0]})` : "";
      return { name: `${word} ${calendar.first(from).year}${style}`, span: [from, (starts[i + 1] ?? run.end + 1) - 1] };
    })
    .filter((m) => m.span[1] - m.span[0] >= 5);
}

/** Means of seven days. */
function weekly(values: readonly Value[]): Value[] {
  if (!some(values)) return [];
  return values.map((_, i) => {
    const span = values.slice(Math.max(0, i - 3), i + 4).filter(isNumber);
    return span.length ? span.reduce((a, b) => a + b, 0) / span.length : null;
  });
}

export function elsewhere(page: Page, run: Run): void {
  const { calendar } = run;
  const front: Courses = run.scope("front");
  const villages: Courses = run.scope("villages");
  const share = (front.refusing ?? []).map((v, i) => {
    const all = front.soldiers?.[i];
    return isNumber(v) && isNumber(all) && all > 0 ? v / all : null;
  });
  const half = run.firstDay((i) => isMost(front.refusing?.[i], front.soldiers?.[i]));
  const actions = weekly(villages.peasant_actions ?? []);
  const [top, busy] = [peak(share), peak(actions)];
  const left = [
    lines({
      title: "Soldiers at the front who refuse orders",
      unit: "share of soldiers there",
      height: 100,
      series: [{ name: "refusing", values: share }],
    }),
    shares({
      title: "Whose orders the front follows",
      unit: "share of soldiers",
      height: 110,
      layers: run.authorityLayers(front),
    }),
  ];
  const right = [
    lines({
      title: "Peasants who act against the estates",
      unit: "persons on a day, mean of seven days",
      height: 100,
      series: [{ name: "peasants", values: actions }],
    }),
    shares({
      title: "Whose orders the villages follow",
      unit: "share of adults",
      height: 110,
      layers: run.authorityLayers(villages),
    }),
    lines({
      title: "Trust and grievance in the villages",
      unit: "mean of adults, 0 to 1",
      height: 70,
      low: 0,
      high: 1,
      format: number,
      series: [
        { name: "grievance", values: villages.grievance ?? [] },
        { name: "trust", values: villages.trust ?? [] },
      ],
    }),
  ];
  const chart = (title: string, panels: (Panel | null)[]): HTMLElement | null =>
    panels.some(Boolean) ? timeChart({ title, heading: "h3", calendar, days: run.days, panels }) : null;
  const charts = [chart("The front", left), chart("The villages", right)];
  const middle = half >= 0 ? `; it passes one half on ${run.day(run.days[half])}` : "";
  page.section(
    "elsewhere",
    "The front and the villages",
    "Front and villages",
    charts.some(Boolean)
      ? say(
          top >= 0 &&
            `Refusal at the front is highest on ${run.day(run.days[top])}: ${percent(share[top])} of the soldiers there${middle}.`,
          busy >= 0 && `Most peasants act around ${run.day(run.days[busy])}.`,
        )
      : absent("This scenario has neither a front nor villages, or the run recorded nothing of them."),
    el("div", { class: "multiples wide" }, charts),
    charts[0] &&
      el("p", {
        class: "note",
        text: "The model has no deaths in battle: it counts as killed and wounded those of clashes alone, so that nothing of the kind is drawn of the front.",
      }),
  );
}
