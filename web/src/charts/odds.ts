/** The odds of each ending day by day, stacked. */
import type { Calendar, Day } from "./calendar";
import type { Figure } from "./figure";
import { type Mark, shares, timeChart } from "./time";
import { name, outcomePaint, outcomeRank } from "./words";

export interface Odds extends Figure {
  calendar: Calendar;
  days: readonly Day[];
  /** For each outcome, its share of the worlds on each day. */
  outcomes: Readonly<Record<string, readonly (number | null)[]>>;
  marks?: readonly Mark[];
  height?: number;
}

export function odds(of: Odds): HTMLElement {
  const ids = Object.keys(of.outcomes).sort((a, b) => outcomeRank(a) - outcomeRank(b));
  const layers = ids.map((id) => ({ name: name("outcome", id), values: of.outcomes[id], paint: outcomePaint(id) }));
  const panel = shares({
    title: of.title,
    unit: of.unit ?? "share of worlds",
    height: of.height ?? 320,
    layers,
    stepped: false,
  });
  return timeChart({ ...of, panels: [panel] });
}
