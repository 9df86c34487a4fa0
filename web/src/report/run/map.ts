/** Maps of a run as drawings: the country in its frames, the capital by district. */
import { country, districtsOf, type Frame, type Land, placeNames, planOf, town } from "../../atlas";
import {
  cut,
  drawn,
  el,
  hideTip,
  name,
  number,
  partyPaint,
  people,
  percent,
  round1,
  showTip,
  sv,
  textWidth,
} from "../../charts";
import { type Base, type CountryFrame, framesOf, landSites } from "../../frames";
import { type Box, boxOf, type Point, SvgPath } from "../../geometry";
import { authorityStyle } from "../../paint";
import type { Place } from "../../types/run";
import type { Run } from "./context";

export type Mode = "authority" | "strikers" | "party";

/** A map that shows one week at a time. */
export interface WeekMap {
  svg: SVGSVGElement;
  update(week: number, mode: Mode): void;
}

type Placing = (lonLat: readonly number[]) => Point;

/** Classes by the number of `authorityStyle`. */
const STYLES = ["x0", "g1", "g2", "g3", "c1", "c2", "c3", "m1", "m2", "m3", "n", "h"];
/** Towns with fewer people are left out of small maps. */
const LARGE = 1e5;

const pen = (): SvgPath => new SvgPath();
let clips = 0;

export class Maps {
  /** The maps of the country: the main one, and the one beside it. */
  readonly frames: CountryFrame[];
  private readonly land: Land;
  private readonly index: Map<string, number>;

  constructor(
    private readonly run: Run,
    private readonly base: Base | null,
  ) {
    const { places, start } = run.data;
    this.frames = framesOf(run.data.display);
    this.index = new Map(places.map((p, i) => [p.id, i]));
    const known = places.map((p) => ({
      ...p,
      parent: this.index.get(p.parent) ?? null,
      lat: p.lat ?? NaN,
      lon: p.lon ?? NaN,
    }));
    this.land = { places: known, links: [], base, start };
  }

  /** Whether there is land to be drawn, and what happened on it. */
  get hasLand(): boolean {
    const { places } = this.land;
    return this.hasWeeks && places.every((p) => Number.isFinite(p.lat + p.lon)) && landSites(places).length >= 3;
  }

  get hasWeeks(): boolean {
    return this.run.weeks.length > 0 && Object.keys(this.run.data.by_place).length > 0;
  }

  /** Where what lies under the maps is from; empty where nothing does. */
  get source(): string {
    return this.base?.source ?? "";
  }

  /** Districts of a town that have a place on the map. */
  districts(id: string): Place[] {
    const { places } = this.land;
    const found = districtsOf(places, this.index.get(id) ?? -1);
    return found.filter((i) => Number.isFinite(places[i].lat + places[i].lon)).map((i) => this.run.data.places[i]);
  }

  /** Two small maps beside the title: the first week and the week of a day. A country and two colours. */
  pair(day: number): HTMLElement | null {
    if (!this.hasLand) return null;
    const { weeks, calendar } = this.run;
    const found = weeks.findIndex((w) => w >= day);
    const last = found < 0 ? weeks.length - 1 : found;
    const show = (week: number): HTMLElement =>
      el("figure", null, this.small(week), el("figcaption", { text: calendar.short(weeks[week]) }));
    return el("div", { class: "head-maps" }, show(0), last > 0 && show(last));
  }

  /** The main map, small, in a week. */
  small(week: number): HTMLElement {
    const [main] = this.frames;
    return drawn(el("div", { class: "drawing" }), (width) => {
      const map = this.country(main, width, true);
      map.svg.setAttribute("aria-label", `${main.brief}, ${this.run.calendar.long(this.run.weeks[week])}`);
      map.update(week, "authority");
      return map.svg;
    });
  }

  /** One map of the country. `small` leaves out names, rivers and little towns. */
  country(frame: CountryFrame, width: number, small = false): WeekMap {
    const { at, height } = fitted(frame.corners.map(frame.at), width, frame.at);
    const made = country(this.land, frame, at, [0, 0, width, height], pen);
    const { svg, movable } = this.begin(made, width, height, small);
    const path = (of: SvgPath | null, name: string): void => {
      if (of) svg.append(sv("path", { d: of.d, class: name }));
    };
    path(made.occupied, "occupied");
    for (const front of made.front) path(front, "front-line");
    path(made.land, "coast");
    if (!small) {
      path(made.border, "border");
      if (width > 380) seaNames(svg, made, width, height);
    }
    const k = (Math.min(15, (frame.key === "far" ? 1.35 : 1) * width * 0.021) / Math.sqrt(2.4e6)) * (small ? 1.5 : 1);
    const radius = (n: number): number => Math.max(small ? 1.2 : 2.4, k * Math.sqrt(n));
    const isSeen = ({ at: [x, y] }: { at: Point }): boolean => x >= 0 && y >= 0 && x <= width && y <= height;
    for (const m of made.marks.filter((m) => isSeen(m) && (!small || m.people >= LARGE))) {
      const [x, y] = m.at;
      const r = radius(m.people);
      const side = round1(r * 1.772);
      const node =
        m.shape === "square"
          ? sv("rect", { x: round1(x - side / 2), y: round1(y - side / 2), width: side, height: side })
          : sv("circle", { cx: round1(x), cy: round1(y), r: round1(r) });
      if (small) node.style.strokeWidth = "0.6";
      movable.push({ node, place: m.place, kind: m.shape === "square" ? "army" : "town", r, k });
      svg.append(node);
    }
    if (!small) {
      const most = frame.key === "main" ? (width > 560 ? 22 : 9) : width > 380 ? 9 : 5;
      const names = made.labels.filter(isSeen).map((l) => ({ ...l, r: radius(l.people) }));
      const taken = names.filter((n) => n.r > 5).map(({ at: [x, y], r }): Box => [x - r, y - r, x + r, y + r]);
      this.write(svg, names, [0, 0, width, height], { spots: "beside", most, taken });
    }
    return this.finish(svg, movable);
  }

  /** A town by district. */
  town(id: string, width: number): WeekMap | null {
    if (this.districts(id).length < 3) return null;
    const of = this.index.get(id) as number;
    const { project, corners } = planOf(this.land, of);
    const { at, height } = fitted(corners.map(project), width, project);
    const made = town(this.land, of, at, [0, 0, width, height], pen);
    const { svg, movable } = this.begin(made, width, height, true);
    svg.setAttribute("aria-label", `${name("place", id)} by district`);
    if (made.gulf) svg.append(sv("path", { d: made.gulf.d, class: "sea" }));
    for (const w of made.rivers) {
      const style = `stroke-width:${round1((w.width * width) / 480)}px`;
      svg.append(sv("path", { d: w.path.d, class: "water", style, "data-tip": w.name }));
    }
    seaNames(svg, made, width, height);
    const bubbles = sv("g");
    svg.append(bubbles);
    const names = made.labels.map((l) => ({ ...l, text: cut(l.text, width * 0.4, 12) }));
    this.write(svg, names, [0, 0, width, height], { spots: "within", most: Infinity, taken: [] });
    const map = this.finish(svg, movable);
    const update = (week: number, mode: Mode): void => {
      map.update(week, mode);
      const struck = mode === "strikers" ? made.labels : [];
      const radius = (place: number): number => Math.sqrt(this.strikers(place, week)) * width * 0.00026;
      bubbles.replaceChildren(
        ...struck.map(({ at: [x, y], place }) =>
          sv("circle", { cx: round1(x), cy: round1(y), r: round1(radius(place)), class: "strike" }),
        ),
      );
    };
    return { svg, update };
  }

  /** What lies lowest: the sea, the land, its cells within the country's outline, rivers and lakes. */
  private begin(
    made: Frame<SvgPath>,
    width: number,
    height: number,
    bare: boolean,
  ): { svg: SVGSVGElement; movable: Movable[] } {
    const clip = `clip-${made.key}-${++clips}`;
    const isMini = bare && made.key !== "town";
    const svg = sv(
      "svg",
      {
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
        role: "img",
        "aria-label": made.name,
        class: isMini ? "mini" : null,
      },
      sv("defs", null, sv("clipPath", { id: clip }, sv("path", { d: made.inside.d, "clip-rule": "evenodd" }))),
      sv("rect", { width, height, class: made.gulf ? "land" : "sea" }),
      sv("path", { d: made.land.d, class: "land" }),
    );
    const land = sv("g", { "clip-path": `url(#${clip})` });
    const movable = made.cells.map(({ place, path }): Movable => {
      const node = sv("path", { d: path.d });
      land.append(node);
      return { node, place, kind: "cell", r: 0 };
    });
    if (!bare) {
      for (const r of made.rivers) land.append(sv("path", { d: r.path.d, class: "river" }));
      for (const l of made.lakes) land.append(sv("path", { d: l.d, class: "lake" }));
    }
    svg.append(land);
    return { svg, movable };
  }

  private write(
    svg: SVGSVGElement,
    names: readonly { text: string; at: Point; place: number; r?: number }[],
    within: Box,
    of: { spots: "beside" | "within"; most: number; taken: Box[] },
  ): void {
    const width = (text: string): number => textWidth(text, 12);
    for (const n of placeNames(names, within, { ...of, size: 12, width })) {
      const army = this.land.places[n.place].kind === "front" ? " army-name" : "";
      const place = { x: round1(n.x), y: round1(n.y), "pointer-events": "none" };
      svg.append(sv("text", { ...place, class: `halo small${army}`, text: n.text }));
    }
  }

  private strikers(place: number, week: number): number {
    return this.run.strikers(this.land.places[place].id, week);
  }

  private fill(id: string, week: number, mode: Mode): string {
    if (mode === "strikers") return "x0";
    if (mode === "authority") return authorityClass(this.run.authority(id, week));
    const party = this.run.leading(id, week);
    return party ? partyPaint(party).fill : "x0";
  }

  private finish(svg: SVGSVGElement, movable: readonly Movable[]): WeekMap {
    let shown = 0;
    const places = new Map<Element, Place>(movable.map((m) => [m.node, this.run.data.places[m.place]]));
    svg.setAttribute("data-reads", "");
    svg.addEventListener("pointermove", (event) => {
      const place = places.get(event.target as Element);
      if (place) showTip(event.clientX, event.clientY, ...this.tip(place, shown));
      else hideTip();
    });
    svg.addEventListener("pointerleave", hideTip);
    const update = (week: number, mode: Mode): void => {
      shown = week;
      svg.classList.toggle("of-strikers", mode === "strikers");
      for (const m of movable) {
        const struck = mode === "strikers" && m.kind === "town";
        const fill = struck ? "strike" : this.fill(this.land.places[m.place].id, week, mode);
        m.node.setAttribute("class", `${m.kind} ${fill}`);
        const r = struck ? Math.sqrt(this.strikers(m.place, week)) * (m.k ?? 0) * 2 : m.r;
        if (m.kind === "town") m.node.setAttribute("r", String(round1(r)));
        if (m.kind === "army") m.node.setAttribute("visibility", mode === "strikers" ? "hidden" : "visible");
      }
    };
    return { svg, update };
  }

  private tip(place: Place, week: number): HTMLElement[] {
    const { run } = this;
    const shares = run.authority(place.id, week);
    const strikers = run.strikers(place.id, week);
    const party = run.leading(place.id, week);
    const parent = run.place(place.parent);
    const within = parent && parent.name !== place.name && place.kind !== "district" ? `${parent.name}, ` : "";
    const said: string[] = [];
    if (shares)
      said.push(
        `government ${percent(shares[0])}, councils ${percent(shares[1])}`,
        `committees ${percent(shares[2])}, nobody ${percent(shares[3])}`,
      );
    if (strikers > 0) said.push(`${number(strikers)} persons on strike`);
    if (party) said.push(`largest in the council: ${name("party", party)}`);
    return [
      el(
        "b",
        null,
        place.name,
        place.own_name
          ? [" ", el("span", { lang: run.data.display.language || null, class: "own-name", text: place.own_name })]
          : null,
      ),
      el("i", { text: `${within}${people(place.people)} people${place.unverified ? " (unverified)" : ""}` }),
      ...said.map((text) => el("span", { text })),
    ];
  }
}

interface Movable {
  node: SVGElement;
  place: number;
  kind: "cell" | "town" | "army";
  r: number;
  k?: number;
}

export const authorityClass = (shares: readonly number[] | null): string =>
  shares ? STYLES[authorityStyle(shares[0], shares[1], shares[2], shares[3])] : "x0";

/** A projection that fits corners into a width, and the height that they then need. */
function fitted(corners: Point[], width: number, project: Placing): { at: Placing; height: number } {
  const [x0, y0, x1, y1] = boxOf(corners);
  const k = (width - 4) / (x1 - x0);
  return {
    height: Math.round((y1 - y0) * k + 4),
    at: (q) => {
      const [a, b] = project(q);
      return [2 + (a - x0) * k, 2 + (b - y0) * k];
    },
  };
}

function seaNames(svg: SVGSVGElement, { names }: Frame<SvgPath>, width: number, height: number): void {
  for (const { text, at, angle } of names) {
    const half = textWidth(text) / 2;
    const [dx, dy] = angle ? [8, half] : [half, 14];
    const [x, y] = at.map(round1);
    if (x <= dx || x >= width - dx || y <= dy || y >= height - 4) continue;
    const transform = angle ? `rotate(${angle} ${x} ${y})` : null;
    svg.append(sv("text", { x, y, "text-anchor": "middle", class: "sea-name", transform, text }));
  }
}
