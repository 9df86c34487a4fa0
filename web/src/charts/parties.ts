/** Parties as the case shows them: their order in every stack, their colours, their stripes. */
import type { PartyDisplay } from "../types/display";
import { addPattern, stripes } from "./hatches";
import { largest, type Value } from "./numbers";
import type { Layer, Panel } from "./panels";
import { shares } from "./time";
import { capital, learn, name, type Paint } from "./words";

const known = new Map<string, PartyDisplay>();

/** Makes the parties of a case known, by name and by colour. Those who belong to no party are not a party of that name. */
export function showParties(parties: readonly PartyDisplay[]): void {
  const rules = parties.map((p) => {
    known.set(p.id, p);
    const kin = p.stripes ? (known.get(p.stripes) ?? parties.find((q) => q.id === p.stripes)) : undefined;
    const under = kin ?? p;
    if (p.stripes)
      addPattern(
        kin
          ? stripes(`stripes-${p.id}`, `var(--p-${kin.id})`, `var(--p-${p.id})`, 5, 1.7, p.rank % 2 ? -45 : 45)
          : stripes(`stripes-${p.id}`, `var(--p-${p.id})`, "var(--paper)", 6, 1, 90),
      );
    const over = p.stripes
      ? `paint-order:stroke;stroke-width:4px;stroke-linejoin:round;stroke:var(--p-${under.id})`
      : "";
    return [
      `:root{--p-${p.id}:light-dark(${p.colour.join()});--on-p-${p.id}:light-dark(${under.colour.map(readable).join()})}`,
      `svg .pf-${p.id}{fill:${p.stripes ? `url("#stripes-${p.id}")` : `var(--p-${p.id})`}}`,
      `svg text.on-p-${p.id}.on-p-${p.id}{fill:var(--on-p-${p.id});${over}}`,
    ].join("");
  });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules.join(""));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const named = (name: (p: PartyDisplay) => string): Record<string, string> =>
    Object.fromEntries(parties.map((p) => [p.id, p.id === "none" ? "no party" : name(p)]));
  learn({ party: named((p) => p.name), party_short: named((p) => p.short) });
}

/** Ink or white, whichever is better read on a colour. */
function readable(colour: string): string {
  const light = [1, 3, 5].map((at) => {
    const x = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] > 0.179 ? "#1d1b19" : "#fff";
}

/** Where a party stands in every stack and half-circle: from the councils' side to the old order. */
export const partyRank = (id: string): number => known.get(id)?.rank ?? known.size;
export const byRank = (ids: Iterable<string>): string[] => [...ids].sort((a, b) => partyRank(a) - partyRank(b));

export const partyPaint = (id: string): Paint =>
  known.has(id) ? { fill: `pf-${id}`, on: `on-p-${id}` } : { fill: "pf-other", on: "on-light" };

/** Layers of a stack by party; those that never have anything are left out. */
export const partyLayers = (courses: Readonly<Record<string, readonly Value[]>>): Layer[] =>
  byRank(Object.keys(courses))
    .filter((id) => largest(courses[id]) > 0)
    .map((id) => ({
      name: name("party", id),
      label: name("party_short", id),
      values: courses[id],
      paint: partyPaint(id),
    }));

/** Seats of a council by party, with its resolutions on power as a strip above. */
export const seatsPanel = (
  title: string,
  height: number,
  seats: Readonly<Record<string, readonly Value[]>>,
  resolutions: readonly string[],
): Panel | null =>
  shares({
    title,
    unit: "share of seats",
    height,
    layers: partyLayers(seats),
    strip: resolutions.map((id) => ({ class: `res-${id || "none"}`, text: capital(name("resolution", id || "none")) })),
  });

/** What the strip above the seats of a council says. */
export const RESOLUTIONS_READ =
  "The strip above the seats is the council’s resolution on power: grey none, blue supports the government, hatched opposes it, red claims power.";
