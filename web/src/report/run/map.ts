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
import { type ASIA, type Base, EUROPE, isTown, landSites } from "../../frames";
import {
  areas,
  type Box,
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
type Frame = typeof EUROPE | typeof ASIA;
type Placing = (lonLat: readonly number[]) => Point;

/** Classes by the number of `authorityStyle`. */
const STYLES = ["x0", "g1", "g2", "g3", "c1", "c2", "c3", "m1", "m2", "m3", "n", "h"];

let clips = 0;

export class Maps {
  private readonly sites: { lon: number; lat: number; place: Place }[];
  private readonly located: Located[];

  constructor(
    private readonly run: Run,
    private readonly base: Base | null,
  ) {
    const { places } = run.data;
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
    return this.sites.length >= 3 && this.base !== null && this.hasWeeks;
  }

  get hasWeeks(): boolean {
    return this.run.weeks.length > 0 && Object.keys(this.run.data.by_place).length > 0;
  }

  /** Whether the case reaches beyond the Urals. */
  get hasAsia(): boolean {
    return this.sites.some((s) => s.lon > 60);
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

  /** A small map of European Russia in a week. */
  small(week: number): HTMLElement {
    return drawn(el("div", { class: "drawing" }), (width) => {
      const map = this.country(EUROPE, width, true);
      map.svg.setAttribute("aria-label", `European Russia, ${this.run.calendar.long(this.run.weeks[week])}`);
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
  country(frame: Frame, width: number, small = false): WeekMap {
    const base = this.base as Base;
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
    svg.append(
      sv(
        "defs",
        null,
        sv(
          "clipPath",
          { id: clip },
          sv("path", { d: areas(base.empire, at, new SvgPath()).d, "clip-rule": "evenodd" }),
        ),
      ),
      sv("rect", { width, height, class: "sea" }),
      path((p) => areas(base.land, at, p), "land"),
    );
    const shown = this.sites.filter((s) => frame.wide(s) && (frame.key === "asia" || s.lat < 74));
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
    if (!small) {
      for (const r of base.rivers) land.append(path((p) => smooth(r.points, at, p), "river"));
      for (const l of base.lakes) land.append(path((p) => smoothRing(l.points, at, p), "lake"));
    }
    svg.append(land);
    this.war(svg, frame, at, path);
    svg.append(path((p) => areas(base.land, at, p), "coast"));
    if (!small) {
      svg.append(path((p) => line(base.border_1914, at, p), "border"));
      if (width > 380) seaNames(svg, base.labels.filter(frame.wide), at, width, height);
    }
    this.marks(svg, frame, at, width, height, small, movable);
    this.hover(svg);
    return { svg, update: (week, mode) => this.paint(svg, movable, week, mode) };
  }

  /** Occupied land and the front line, while the base map knows them. */
  private war(
    svg: SVGSVGElement,
    frame: Frame,
    at: Placing,
    path: (draw: (p: SvgPath) => SvgPath, name: string) => SVGElement,
  ): void {
    const war = this.base?.occupied_1917;
    const day = new Date(this.run.data.start * 86_400_000).toISOString().slice(0, 10);
    if (!war || day < war.from || day > war.to) return;
    svg.append(path((p) => areas(war.area, at, p), "occupied"));
    if (frame.key === "europe")
      for (const points of [war.line, war.line_caucasus]) svg.append(path((p) => line(points, at, p), "front-line"));
  }

  private marks(
    svg: SVGSVGElement,
    frame: Frame,
    at: Placing,
    width: number,
    height: number,
    small: boolean,
    movable: Movable[],
  ): void {
    const wide = frame.key === "asia" ? width * 1.35 : width;
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
    if (!small)
      labels(svg, placed, width, height, frame.key === "europe" ? (width > 560 ? 22 : 9) : width > 380 ? 9 : 5);
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
        place.name_ru ? [" ", el("span", { lang: "ru", class: "ru", text: place.name_ru })] : null,
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
    const [lats, lons] = [districts.map((p) => p.lat), districts.map((p) => p.lon)];
    const own: Box = [
      Math.min(...lons) - 0.03,
      Math.min(...lats) - 0.02,
      Math.max(...lons) + 0.03,
      Math.max(...lats) + 0.02,
    ];
    const box = base?.box ?? own;
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
            class: "neva",
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
