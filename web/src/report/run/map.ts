/** Maps of a run as drawings: the country in two frames, the capital by district. */
import {
  cut,
  drawn,
  el,
  isNumber,
  name,
  number,
  partyPaint,
  people,
  percent,
  round1,
  sv,
  textWidth,
} from "../../charts";
import { hideTip, showTip } from "../../charts/tip";
import { type Base, type CountryFrame, framesOf, isTown, landSites, occupiedOn, planBox } from "../../frames";
import {
  areas,
  boxOf,
  line,
  plan,
  type Point,
  polygonPath,
  smooth,
  smoothRing,
  SvgPath,
  voronoi,
} from "../../geometry";
import { authorityStyle } from "../../paint";
import type { Place } from "../../types/run";
import type { Run } from "./context";

export type Mode = "authority" | "strikers" | "party";

/** A map that shows one week at a time. */
export interface WeekMap {
  svg: SVGSVGElement;
  update(week: number, mode: Mode): void;
}

type Located = Place & { lat: number; lon: number };
const isLocated = (p: Place): p is Located => isNumber(p.lat) && isNumber(p.lon);
type Placing = (lonLat: readonly number[]) => Point;

/** Classes by the number of `authorityStyle`. */
const STYLES = ["x0", "g1", "g2", "g3", "c1", "c2", "c3", "m1", "m2", "m3", "n", "h"];

let clips = 0;

export class Maps {
  private readonly sites: { lon: number; lat: number; place: Place }[];
  private readonly located: Located[];
  /** The maps of the country: the main one, and the one beside it. */
  readonly frames: CountryFrame[];

  constructor(
    private readonly run: Run,
    private readonly base: Base | null,
  ) {
    const { places } = run.data;
    this.frames = framesOf(run.data.display);
    const index = new Map(places.map((p, i) => [p.id, i]));
    const known = places.map((p) => ({
      ...p,
      parent: index.get(p.parent) ?? null,
      lat: p.lat ?? NaN,
      lon: p.lon ?? NaN,
    }));
    this.located = places.filter(isLocated);
    this.sites =
      this.located.length === places.length ? landSites(known).map((s) => ({ ...s, place: places[s.place] })) : [];
  }

  /** Whether there is land to be drawn, and what happened on it. */
  get hasLand(): boolean {
    return this.sites.length >= 3 && this.hasWeeks;
  }

  get hasWeeks(): boolean {
    return this.run.weeks.length > 0 && Object.keys(this.run.data.by_place).length > 0;
  }

  /** Where what lies under the maps is from; empty where nothing does. */
  get source(): string {
    return this.base?.source ?? "";
  }

  districts(town: string): Located[] {
    return this.run.in(town).filter((p): p is Located => p.kind === "district" && isLocated(p));
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

  private fill(place: Place, week: number, mode: Mode): string {
    if (mode === "strikers") return "x0";
    if (mode === "party") {
      const party = this.run.leading(place.id, week);
      return party ? partyPaint(party).fill : "x0";
    }
    return authorityClass(this.run.authority(place.id, week));
  }

  /** One map of the country. `small` leaves out names, rivers and little towns. */
  country(frame: CountryFrame, width: number, small = false): WeekMap {
    const { base } = this;
    const { at, height } = fitted(frame.corners.map(frame.at), width, frame.at);
    const clip = `clip-${frame.key}-${++clips}`;
    const svg = sv("svg", {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": frame.name,
      class: small ? "mini" : null,
    });
    const path = (draw: (p: SvgPath) => SvgPath, name: string): SVGElement =>
      sv("path", { d: draw(new SvgPath()).d, class: name });
    const outline = base ? areas(base.country, at, new SvgPath()).d : `M0 0H${width}V${height}H0Z`;
    svg.append(
      sv("defs", null, sv("clipPath", { id: clip }, sv("path", { d: outline, "clip-rule": "evenodd" }))),
      sv("rect", { width, height, class: "sea" }),
    );
    if (base) svg.append(path((p) => areas(base.land, at, p), "land"));
    const shown = this.sites.filter(frame.wide);
    const cells = voronoi(
      shown.map((s) => at([s.lon, s.lat])),
      [-width, -height, 2 * width, 2 * height],
    );
    const movable: Movable[] = [];
    const land = sv("g", { "clip-path": `url(#${clip})` });
    cells.forEach((cell, i) => {
      if (cell.length < 3) return;
      const node = sv("path", { d: polygonPath(cell, new SvgPath()).d, "data-place": shown[i].place.id });
      movable.push({ node, place: shown[i].place, kind: "cell", r: 0 });
      land.append(node);
    });
    if (base && !small) {
      for (const r of base.rivers) land.append(path((p) => smooth(r.points, at, p), "river"));
      for (const l of base.lakes) land.append(path((p) => smoothRing(l.points, at, p), "lake"));
    }
    svg.append(land);
    const war = occupiedOn(base, this.run.data.start);
    if (war) {
      svg.append(path((p) => areas(war.area, at, p), "occupied"));
      if (frame.key === "main")
        for (const front of war.lines) svg.append(path((p) => line(front, at, p), "front-line"));
    }
    if (base) svg.append(path((p) => areas(base.land, at, p), "coast"));
    if (base && !small) {
      svg.append(path((p) => line(base.border, at, p), "border"));
      if (width > 380) seaNames(svg, base.labels.filter(frame.wide), at, width, height);
    }
    this.marks(svg, frame, at, width, height, small, movable);
    this.hover(svg);
    return { svg, update: (week, mode) => this.paint(svg, movable, week, mode) };
  }

  private marks(
    svg: SVGSVGElement,
    frame: CountryFrame,
    at: Placing,
    width: number,
    height: number,
    small: boolean,
    movable: Movable[],
  ): void {
    const wide = frame.key === "far" ? width * 1.35 : width;
    const k = (Math.min(15, wide * 0.021) / Math.sqrt(2.4e6)) * (small ? 1.5 : 1);
    const placed: Placed[] = [];
    const towns = this.located
      .filter(
        (p) => frame.holds(p) && (isTown(p) || (p.kind === "front" && p.people > 0)) && p.people >= (small ? 1e5 : 0),
      )
      .sort((a, b) => b.people - a.people);
    for (const place of towns) {
      const [x, y] = at([place.lon, place.lat]);
      if (x < 0 || y < 0 || x > width || y > height) continue;
      const r = Math.max(small ? 1.2 : 2.4, k * Math.sqrt(place.people));
      const square = place.kind === "front";
      const node = square
        ? sv("rect", {
            x: round1(x - r * 0.886),
            y: round1(y - r * 0.886),
            width: round1(r * 1.772),
            height: round1(r * 1.772),
          })
        : sv("circle", { cx: round1(x), cy: round1(y), r: round1(r) });
      if (small) node.style.strokeWidth = "0.6";
      node.setAttribute("data-place", place.id);
      movable.push({ node, place, kind: square ? "army" : "town", r, k });
      svg.append(node);
      placed.push({ place, x, y, r });
    }
    if (!small) labels(svg, placed, width, height, frame.key === "main" ? (width > 560 ? 22 : 9) : width > 380 ? 9 : 5);
  }

  private paint(svg: SVGSVGElement, movable: readonly Movable[], week: number, mode: Mode): void {
    svg.dataset.week = String(week);
    svg.classList.toggle("of-strikers", mode === "strikers");
    for (const m of movable) {
      const struck = mode === "strikers" && m.kind === "town";
      m.node.setAttribute("class", `${m.kind} ${struck ? "strike" : this.fill(m.place, week, mode)}`);
      if (m.node instanceof SVGCircleElement)
        m.node.setAttribute(
          "r",
          String(round1(struck ? Math.sqrt(this.run.strikers(m.place.id, week)) * (m.k ?? 0) * 2 : m.r)),
        );
      if (m.kind === "army") m.node.setAttribute("visibility", mode === "strikers" ? "hidden" : "visible");
    }
  }

  private hover(svg: SVGSVGElement): void {
    svg.setAttribute("data-reads", "");
    svg.addEventListener("pointermove", (event) => {
      const id = (event.target as Element).getAttribute("data-place");
      const place = id ? this.run.place(id) : undefined;
      if (place) showTip(event.clientX, event.clientY, ...this.tip(place, Number(svg.dataset.week)));
      else hideTip();
    });
    svg.addEventListener("pointerleave", hideTip);
  }

  private tip(place: Place, week: number): HTMLElement[] {
    const { run } = this;
    const shares = run.authority(place.id, week);
    const strikers = run.strikers(place.id, week);
    const party = run.leading(place.id, week);
    const parent = run.place(place.parent);
    const within = parent && parent.name !== place.name && place.kind !== "district" ? `${parent.name}, ` : "";
    const lines = [`${within}${people(place.people)} people${place.unverified ? " (unverified)" : ""}`];
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
      ...lines.map((text) => el("i", { text })),
      ...said.map((text) => el("span", { text })),
    ];
  }

  /** A town by district; where the base map knows it, with its water, since the bridges mattered. */
  town(id: string, width: number): WeekMap | null {
    const districts = this.districts(id);
    if (districts.length < 3) return null;
    const base = this.base?.insets[id];
    const box = planBox(this.base, id, districts);
    const project = plan((box[1] + box[3]) / 2);
    const { at, height } = fitted(
      [
        [box[0], box[1]],
        [box[2], box[3]],
      ].map(project),
      width,
      project,
    );
    const clip = `clip-town-${++clips}`;
    const svg = sv("svg", {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": `${name("place", id)} by district`,
    });
    const outline = base ? smoothRing(base.city, at, new SvgPath()).d : `M0 0H${width}V${height}H0Z`;
    svg.append(
      sv("defs", null, sv("clipPath", { id: clip }, sv("path", { d: outline }))),
      sv("rect", { width, height, class: base ? "land" : "sea" }),
    );
    const movable: Movable[] = [];
    const land = sv("g", { "clip-path": `url(#${clip})` });
    voronoi(
      districts.map((p) => at([p.lon, p.lat])),
      [-width, -height, 2 * width, 2 * height],
    ).forEach((cell, i) => {
      const node = sv("path", { d: polygonPath(cell, new SvgPath()).d, "data-place": districts[i].id });
      movable.push({ node, place: districts[i], kind: "cell", r: 0 });
      land.append(node);
    });
    svg.append(land);
    if (base) {
      svg.append(sv("path", { d: smoothRing(base.gulf, at, new SvgPath()).d, class: "sea" }));
      for (const w of base.water)
        svg.append(
          sv("path", {
            d: smooth(w.points, at, new SvgPath()).d,
            class: "water",
            style: `stroke-width:${round1((w.width * width) / 480)}px`,
            "data-tip": w.name,
          }),
        );
      for (const l of base.labels) {
        const [x, y] = at([l.lon, l.lat]);
        const turn = l.angle ? `rotate(${l.angle} ${round1(x)} ${round1(y)})` : null;
        svg.append(
          sv("text", {
            x: round1(x),
            y: round1(y),
            "text-anchor": "middle",
            class: "sea-name",
            transform: turn,
            text: l.text,
          }),
        );
      }
    }
    const bubbles = sv("g");
    svg.append(bubbles);
    districtNames(svg, districts, at, width, height);
    this.hover(svg);
    return {
      svg,
      update: (week, mode) => {
        this.paint(svg, movable, week, mode);
        const struck = mode === "strikers" ? districts.map((p) => ({ p, n: this.run.strikers(p.id, week) })) : [];
        bubbles.replaceChildren(
          ...struck
            .filter(({ n }) => n > 0)
            .map(({ p, n }) => {
              const [x, y] = at([p.lon, p.lat]);
              return sv("circle", {
                cx: round1(x),
                cy: round1(y),
                r: round1(Math.sqrt(n) * width * 0.00026),
                class: "strike",
              });
            }),
        );
      },
    };
  }
}

interface Movable {
  node: SVGElement;
  place: Place;
  kind: "cell" | "town" | "army";
  r: number;
  k?: number;
}
interface Placed {
  place: Place;
  x: number;
  y: number;
  r: number;
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

function seaNames(svg: SVGSVGElement, names: Base["labels"], at: Placing, width: number, height: number): void {
  for (const l of names) {
    const [x, y] = at([l.lon, l.lat]);
    const half = textWidth(l.text) / 2;
    if (x > half && x < width - half && y > 14 && y < height - 4)
      svg.append(sv("text", { x: round1(x), y: round1(y), "text-anchor": "middle", class: "sea-name", text: l.text }));
  }
}

type Rect = [number, number, number, number];
const meets = (a: Rect, b: Rect): boolean => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

/** Names of the largest places, each where it covers no other. */
function labels(svg: SVGSVGElement, placed: readonly Placed[], width: number, height: number, most: number): void {
  const taken: Rect[] = placed.filter((q) => q.r > 5).map((q) => [q.x - q.r, q.y - q.r, q.x + q.r, q.y + q.r]);
  let count = 0;
  for (const q of placed) {
    if (count >= most) break;
    const text = q.place.name;
    const w = textWidth(text, 12.5);
    const spots: [number, number, string][] = [
      [q.x + q.r + 4, q.y + 4, "start"],
      [q.x - q.r - 4, q.y + 4, "end"],
      [q.x, q.y - q.r - 5, "middle"],
      [q.x, q.y + q.r + 13, "middle"],
    ];
    for (const [x, y, anchor] of spots) {
      const a = anchor === "start" ? x : anchor === "end" ? x - w : x - w / 2;
      const box: Rect = [a - 2, y - 11, a + w + 2, y + 3];
      if (box[0] < 2 || box[2] > width - 2 || box[1] < 2 || box[3] > height - 2 || taken.some((t) => meets(t, box)))
        continue;
      taken.push(box);
      const army = q.place.kind === "front" ? " army-name" : "";
      svg.append(
        sv("text", {
          x: round1(x),
          y: round1(y),
          "text-anchor": anchor,
          class: `halo small${army}`,
          "pointer-events": "none",
          text,
        }),
      );
      count++;
      break;
    }
  }
}

function districtNames(
  svg: SVGSVGElement,
  districts: readonly Located[],
  at: Placing,
  width: number,
  height: number,
): void {
  const taken: Rect[] = [];
  for (const p of [...districts].sort((a, b) => b.people - a.people)) {
    const [x, y] = at([p.lon, p.lat]);
    const text = cut(p.name.replace(/ \(.*/, ""), width * 0.4, 12);
    const half = textWidth(text, 12) / 2;
    for (const dy of [4, -9, 17]) {
      const cx = Math.min(width - half - 4, Math.max(half + 4, x));
      const box: Rect = [cx - half - 1, y + dy - 11, cx + half + 1, y + dy + 3];
      if (box[1] < 0 || box[3] > height || taken.some((t) => meets(t, box))) continue;
      taken.push(box);
      svg.append(
        sv("text", {
          x: round1(cx),
          y: round1(y + dy),
          "text-anchor": "middle",
          class: "halo small",
          "pointer-events": "none",
          text,
        }),
      );
      break;
    }
  }
}
