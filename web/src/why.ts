/** Why a group acts or stays: the terms of the person's rule day by day, stacked against its people's thresholds. */
import type { App } from "./app";
import { lines, percent, timeChart } from "./charts";
import type { Film } from "./film";

const TERMS = ["felt", "proof", "experience", "call", "occasion", "fear", "fatigue"] as const;
type Term = (typeof TERMS)[number];
/** Terms that hold people back whenever they are there. */
const AGAINST = new Set<Term>(["fear", "fatigue"]);
const SIGNED = new Set<Term>(["call", "occasion"]);
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

/** The picture: terms stacked up and down from nought, their sum as a line, the thresholds as a band; whom it reaches. */
export function whyPicture(app: App, film: Film, unit: number, which: number): HTMLElement {
  const { calendar, start } = app.dates;
  const [low, middle, high] = film.meta.units[unit].thresholds.map((t) => t / 255);
  const long = names(app, film, unit);
  const title = "What urges them, and what holds back";
  return timeChart({
    title: which < 0 ? title : which ? `What if: ${app.changed}` : "The first world",
    class: "why",
    heading: which < 0 ? "none" : "h3",
    calendar,
    days: Array.from({ length: film.days }, (_, day) => start + day),
    panels: [
      {
        kind: "stack",
        title,
        unit: "on the scale of the threshold",
        height: 200,
        band: { name: "the middle threshold", low, middle, high },
        layers: TERMS.map((term) => ({
          name: long[term],
          label: SHORT[term],
          values: Array.from(series(film, unit, term)),
          paint: { fill: `term-${term}`, on: "" },
        })),
      },
      lines({
        title: "Whose threshold is reached",
        unit: "share of adults",
        height: 48,
        high: 1,
        series: [{ name: "reached", values: Array.from(film.unit("why_reached", unit), (x) => x / 255) }],
      }),
    ],
  });
}
