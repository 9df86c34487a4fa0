/** Why a group acts or stays: the terms of the person's rule day by day, stacked against its people's thresholds. */
import type { App } from "./app";
import { el, percent, round1, SANS, sv, textWidth } from "./dom";
import type { Film } from "./film";
import { along } from "./timeline";

const TERMS = ["felt", "proof", "experience", "call", "occasion", "fear", "fatigue"] as const;
type Term = (typeof TERMS)[number];
/** Terms that hold people back whenever they are there. */
const AGAINST = new Set<Term>(["fear", "fatigue"]);
const SIGNED = new Set<Term>(["call", "occasion"]);
/** Colours of the terms, from the two quiet ramps; red and blue are for the two powers. */
const INK: Record<Term, string> = {
  felt: "r3",
  proof: "t4",
  experience: "t2",
  call: "committee",
  occasion: "r1",
  fear: "ink-2",
  fatigue: "rule-2",
};

/** What a term is for these people. */
function names(app: App, film: Film, unit: number): Record<Term, string> {
  const { armed, rural } = app.stage.classes[film.meta.units[unit].class];
  return {
    felt: "grievance that trust does not soothe",
    proof: "that others act",
    experience: "experience of struggle",
    call: "calls to come out or stay",
    occasion: "the date, the weather, the street",
    fear: armed
      ? "fear of the court-martial"
      : rural
        ? "fear of punishment, field work"
        : "fear of police and dismissal",
    fatigue: "tiredness",
  };
}

const SHORT: Record<Term, string> = {
  felt: "grievance",
  proof: "others act",
  experience: "experience",
  call: "calls",
  occasion: "date and street",
  fear: "fear",
  fatigue: "tiredness",
};

/** A term day by day on the scale of the threshold; what holds back is negative. */
function series(film: Film, unit: number, term: Term): Float64Array {
  const bytes = film.unit(`why_${term}`, unit),
    sign = AGAINST.has(term) ? -1 : 1,
    zero = SIGNED.has(term) ? 128 : 0;
  return Float64Array.from(bytes, (b) => (sign * (b - zero)) / 255);
}

/** The day in words: what urges, what holds back, and how many it moves. */
export function whyInWords(app: App, film: Film, unit: number, day: number): string {
  const name = names(app, film, unit),
    [low, middle, high] = film.meta.units[unit].thresholds.map((t) => t / 255);
  const terms = TERMS.map((term) => ({ term, x: series(film, unit, term)[day] })),
    sum = terms.reduce((all, t) => all + t.x, 0);
  const told = (list: typeof terms): string =>
    list
      .filter((t) => Math.abs(t.x) >= 0.005)
      .sort((a, b) => Math.abs(b.x) - Math.abs(a.x))
      .map((t) => `${name[t.term]} ${Math.abs(t.x).toFixed(2)}`)
      .join(", ");
  const on = told(terms.filter((t) => t.x > 0)),
    against = told(terms.filter((t) => t.x < 0));
  const reached = film.unit("why_reached", unit)[day] / 255,
    acts = ["on_strike", "in_street", "armed"].reduce((all, a) => all + film.unit(a, unit)[day], 0) / 255;
  const which =
    sum < low
      ? "below what nine in ten of them ask"
      : sum < middle
        ? "below what most of them ask"
        : sum < high
          ? "above what half of them ask"
          : "above what nine in ten of them ask";
  const later =
    Math.abs(reached - acts) < 0.05
      ? ""
      : reached > acts
        ? ` ${percent(acts)} act already; not everybody reconsiders at once.`
        : ` ${percent(acts)} act still; not everybody reconsiders at once.`;
  return `At the end of ${app.dates.brief(day)} ${on || "nothing"} urge${on.includes(",") ? "" : "s"} them${against ? `; against it ${against}` : ""}. That is ${sum.toFixed(2).replace("-", "−")} in all, ${which} (${middle.toFixed(2)} in the middle, most between ${low.toFixed(2)} and ${high.toFixed(2)}): it reaches ${reached < 0.002 ? "nobody" : reached > 0.998 ? "all" : percent(reached)}.${later}`;
}

/** The picture: terms stacked up and down from nought, their sum as a line, the thresholds as a band. */
export function whyPicture(app: App, film: Film, unit: number, width: number, label: string): HTMLElement {
  const x = (day: number): number => along(day, app.dates.days, width),
    { days } = film;
  const all = TERMS.map((term) => ({ term, values: series(film, unit, term) })),
    [low, middle, high] = film.meta.units[unit].thresholds.map((t) => t / 255);
  const net = new Float64Array(days),
    up = new Float64Array(days),
    down = new Float64Array(days);
  for (const { values } of all)
    for (let d = 0; d < days; d++) {
      net[d] += values[d];
      if (values[d] > 0) up[d] += values[d];
      else down[d] += values[d];
    }
  const most = Math.max(high * 1.08, ...up),
    least = Math.min(-0.05, ...down),
    top = 8,
    tall = Math.min(220, 120 + 90 * (most - least)),
    y = (v: number): number => top + ((most - v) / (most - least)) * tall;
  const parts: SVGElement[] = [],
    labels: SVGElement[] = [];
  const base = { up: new Float64Array(days), down: new Float64Array(days) };
  for (const { term, values } of all) {
    let there = "",
      back = "",
      best = { size: 0, x: 0, y: 0 };
    const text = SHORT[term],
      wide = textWidth(text, `12px ${SANS}`);
    for (let d = 0; d < days; d++) {
      const v = values[d],
        on = v >= 0 ? base.up : base.down,
        from = on[d],
        to = from + v;
      on[d] = to;
      there += `${d ? "L" : "M"}${round1(x(d))} ${round1(y(to))}`;
      back = `L${round1(x(d))} ${round1(y(from))}${back}`;
      const size = Math.abs(y(to) - y(from));
      if (size > best.size && x(d) + wide < width - 8) best = { size, x: x(d), y: (y(from) + y(to)) / 2 };
    }
    parts.push(
      sv(
        "path",
        { d: `${there}${back}Z`, style: `fill:var(--${INK[term]})` },
        sv("title", { text: names(app, film, unit)[term] }),
      ),
    );
    if (best.size > 12) labels.push(sv("text", { x: round1(best.x + 3), y: round1(best.y + 4), class: "halo", text }));
  }
  const band = sv("rect", {
    x: x(0),
    y: round1(y(high)),
    width: round1(x(days - 1) - x(0)),
    height: round1(y(low) - y(high)),
    class: "thresholds",
  });
  const line = sv("path", { d: `M${x(0)} ${round1(y(middle))}H${round1(x(days - 1))}`, class: "threshold" });
  const sum = sv("path", {
    d: [...net].map((v, d) => `${d ? "L" : "M"}${round1(x(d))} ${round1(y(v))}`).join(""),
    class: "sum",
  });
  labels.push(
    sv("text", {
      x: round1(x(days - 1) - 4),
      y: round1(y(middle) - 4),
      class: "halo",
      "text-anchor": "end",
      text: "the middle threshold",
    }),
  );
  const floor = top + tall + 20,
    reached = film.unit("why_reached", unit);
  const bars = sv("path", {
    d: `M${x(0)} ${floor + 26}${[...reached].map((v, d) => `L${round1(x(d))} ${round1(floor + 26 - (v / 255) * 26)}`).join("")}L${round1(x(days - 1))} ${floor + 26}Z`,
    class: "act-1",
  });
  const months = app.dates
      .months()
      .filter((m) => m.day > 0)
      .map((m) => sv("text", { x: round1(x(m.day)), y: floor + 42, text: width < 560 ? m.name.slice(0, 3) : m.name })),
    at = x(app.store.state.day),
    height = floor + 48;
  return el(
    "figure",
    { class: "why" },
    label ? el("figcaption", { text: label }) : null,
    sv(
      "svg",
      {
        viewBox: `0 0 ${width} ${height}`,
        width,
        height,
        role: "img",
        "aria-label": "What urges them to act and what holds them back, day by day; the day is told in words above",
      },
      parts,
      band,
      line,
      sv("path", { d: `M${x(0)} ${round1(y(0))}H${round1(x(days - 1))}`, class: "zero" }),
      sum,
      labels,
      sv("text", { x: x(0), y: floor - 5, class: "lane", text: "Share of them whose threshold is reached" }),
      bars,
      sv("path", { d: `M${x(0)} ${floor + 26.5}H${x(days - 1)}`, class: "grid" }),
      months,
      sv("line", { class: "cursor", x1: at, x2: at, y1: 0, y2: floor + 28, "data-width": width }),
    ),
  );
}
