/** A map of one world on a canvas. What changes with the day is drawn each time; the rest is kept as a picture. */
import type { Frame, Mark } from "./atlas";
import { pixelRatio } from "./app";
import { atlas, type Atlas, type Works } from "./works";
import { acting, type Crowd, crowd, following, inksOf, layerOf, reach } from "./crowd";
import { type Patch, Sheet } from "./sheet";
import type { Film, Stage } from "./film";
import type { Point } from "./geometry";
import { Ground } from "./ground";
import { fit, inside, layout, screen, wantedHeight, type Placed, type Zoom } from "./layout";
import { drawNames, drawOverlay } from "./overlay";
import { difference, palette, scheme, type Palette, type Scheme } from "./paint";
import type { Quantity, View } from "./state";

export interface Shown {
  day: number;
  quantity: Quantity;
  view: View;
  place: number | null;
  /** Another world: the map shows in what it differs. */
  against?: Film;
}
export interface Found {
  place: number | null;
  unit: number | null;
}

const FURTHEST = 12;
const crowds = new WeakMap<Frame, Crowd>();
/** Where the map fills the first screen; elsewhere it takes the height that its width wants. */
const roomy = window.matchMedia("(min-width: 1024px) and (min-height: 640px)");

export class MapView {
  readonly canvas = document.createElement("canvas");
  readonly top = document.createElement("canvas");
  /** How long the last drawing took, in milliseconds. */
  took = 0;
  private atlas: Atlas;
  private film: Film | null = null;
  private colour: Palette;
  private placed: Placed[] = [];
  private readonly ground = new Ground();
  private readonly sheet = new Sheet();
  /** What the sheet was laid for, with what was drawn over it: the styles of the works, the place with a ring. */
  private laid: { placed: Placed[]; colour: Palette; works: number[]; ring: number | null } | null = null;
  private still: HTMLCanvasElement[] = [document.createElement("canvas"), document.createElement("canvas")];
  private width = 0;
  private height = 0;
  private ratio = 1;
  private stale = true;
  private zoom: Zoom = { factor: 1, x: 0, y: 0 };
  private lastView: View = "country";
  private pulses: { place: number; size: number; born: number }[] = [];
  private running = false;

  /** Asking for a canvas's pen, or for an element's size, costs more than keeping it. */
  private readonly pen = this.canvas.getContext("2d", { alpha: false })!;
  private readonly topPen = this.top.getContext("2d")!;
  private room = [0, 0];

  constructor(
    private readonly host: HTMLElement,
    private readonly stage: Stage,
    public alone: boolean,
  ) {
    this.canvas.setAttribute("role", "img");
    this.top.setAttribute("aria-hidden", "true");
    this.top.className = "pulses";
    this.top.hidden = true;
    host.append(this.canvas, this.top);
    new ResizeObserver(() => {
      this.room = [0, 0];
    }).observe(host);
    this.atlas = atlas(stage, null);
    this.colour = palette(stage);
  }

  show(film: Film): void {
    this.film = film;
    this.atlas = atlas(this.stage, film);
    this.stale = true;
  }

  /** Colours or fonts have changed, or the room for the map. */
  refresh(): void {
    this.room = [0, 0];
    this.colour = palette(this.stage);
    this.stale = true;
  }

  private measure(view: View): boolean {
    if (!this.room[0]) this.room = [Math.floor(this.host.clientWidth), Math.floor(this.host.clientHeight)];
    const width = this.room[0];
    if (width < 50) return false;
    const own = roomy.matches;
    const height = own ? this.room[1] : wantedHeight(this.atlas, width, view, this.alone);
    const ratio = pixelRatio();
    if (width !== this.width || height !== this.height || ratio !== this.ratio) {
      [this.width, this.height, this.ratio] = [width, height, ratio];
      for (const canvas of [this.canvas, this.top, this.ground.canvas, ...this.still]) {
        canvas.width = width * ratio;
        canvas.height = height * ratio;
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
      }
      this.ground.forget();
      this.host.style.height = own ? "" : `${height}px`;
      this.stale = true;
    }
    return height > 50;
  }

  draw(shown: Shown): void {
    const began = performance.now();
    if (!this.measure(shown.view)) return;
    if (shown.view !== this.lastView) {
      this.zoom = { factor: 1, x: 0, y: 0 };
      this.lastView = shown.view;
      this.stale = true;
    }
    if (this.stale) this.prepare(shown.view);
    const { pen, colour, ratio } = this;
    // Of a world that is not all there yet only whom people follow is known.
    const film = this.film?.isWhole || shown.quantity === "authority" ? this.film : null;
    const { against } = shown;
    const now = !film
      ? null
      : against
        ? difference(film, against, shown.day, shown.quantity, colour, this.stage)
        : scheme(film, shown.day, shown.quantity, colour);
    // Whom people follow is shown by people, everything else by land.
    if (isOfPeople(shown.quantity) && film && !against) {
      this.people(film, now, shown);
      this.took = performance.now() - began;
      return;
    }
    this.laid = null;
    this.ground.draw(this.placed, now, [this.film, against, shown.quantity, colour], colour, ratio);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(this.ground.canvas, 0, 0);
    pen.drawImage(this.still[0], 0, 0);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const p of this.placed) this.marks(pen, p, now, shown);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(this.still[1], 0, 0);
    this.took = performance.now() - began;
  }

  private prepare(view: View): void {
    this.stale = false;
    this.placed = layout(this.atlas, this.width, this.height, view, this.zoom, this.alone);
    const [below, above] = this.still.map((canvas) => canvas.getContext("2d")!),
      { ratio, colour } = this;
    for (const pen of [below, above]) {
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, this.width * ratio, this.height * ratio);
    }
    for (const p of this.placed) {
      drawOverlay(below, p, colour, ratio);
      above.setTransform(ratio, 0, 0, ratio, 0, 0);
      const most =
        p.frame.key === "town"
          ? p.rect.w > 260
            ? 16
            : 0
          : !p.main
            ? p.rect.w > 300
              ? 9
              : 4
            : p.rect.w > 560
              ? 24
              : 12;
      drawNames(
        above,
        p,
        colour,
        (people) => this.markRadius(p, people),
        this.atlas.lift,
        Math.round(most * Math.sqrt(this.factor(p))),
      );
      above.strokeStyle = colour.rule;
      above.lineWidth = 1;
      above.strokeRect(p.rect.x + 0.5, p.rect.y + 0.5, p.rect.w - 1, p.rect.h - 1);
    }
  }

  private factor(p: Placed): number {
    return p.main ? this.zoom.factor : 1;
  }

  private radius(p: Placed, people: number): number {
    const base = Math.min(16, p.frame.key === "far" ? p.rect.w * 0.03 : p.rect.h * 0.018) / Math.sqrt(2.4e6);
    return Math.max(p.main ? 2.4 : 1.7, base * Math.sqrt(people)) * Math.min(2, Math.sqrt(this.factor(p)));
  }

  /** The dots of a frame, laid once. */
  private crowdOf(frame: Frame): Crowd {
    const known = crowds.get(frame) ?? crowd(this.stage, frame);
    crowds.set(frame, known);
    return known;
  }

  /** Width for a height of what the main map of a view is of. */
  shape(view: View): number {
    const [x0, y0, x1, y1] = (view === "capital" ? (this.atlas.town ?? this.atlas.main) : this.atlas.main).box;
    return (x1 - x0) / (y1 - y0);
  }

  /** Persons that a dot of the main map stands for. */
  get each(): number | null {
    const main = this.placed.find((p) => p.main);
    return main ? this.crowdOf(main.frame).each : null;
  }

  /** How far a town's mark goes, as a circle or as a crowd of dots. */
  private markRadius(p: Placed, people: number): number {
    if (p.frame.key === "town") return this.radius(p, people);
    return Math.max(2, reach(p, this.crowdOf(p.frame), people, this.factor(p)));
  }

  /** The people of all frames: what has changed since they were last drawn is drawn anew, and nothing else. */
  private people(film: Film, now: Scheme | null, shown: Shown): void {
    const { sheet, colour, ratio, pen } = this;
    const showing = shown.quantity === "authority" ? following(film, colour) : acting(film, this.stage, colour);
    if (this.laid?.placed !== this.placed || this.laid.colour !== colour) this.lay();
    this.placed.forEach((p, i) => {
      const of = this.crowdOf(p.frame);
      sheet.dress(i, inksOf(p, of, showing, this.factor(p), ratio));
      sheet.show(i, showing.of(of, shown.day));
    });
    this.touchMarks(now, shown);
    const changed = sheet.stamp();
    if (!changed.length) return;
    for (const patch of changed) sheet.put(pen, patch);
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.beginPath();
    for (const patch of changed) pen.rect(...patch);
    pen.clip();
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const p of this.placed) this.marks(pen, p, now, shown);
    pen.restore();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    for (const [x, y, w, h] of changed) pen.drawImage(this.still[1], x, y, w, h, x, y, w, h);
  }

  /** Lays the dots of all frames where they stand, over the ground. */
  private lay(): void {
    const { sheet, colour, ratio } = this;
    const { width, height } = this.canvas;
    this.ground.draw(this.placed, null, [this.film, "people", colour], colour, ratio);
    const below = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true, alpha: false })!;
    below.drawImage(this.ground.canvas, 0, 0);
    below.drawImage(this.still[0], 0, 0);
    // Some bare ground around towns keeps them apart from the country.
    const bare = (p: Placed, each: number): Patch[] =>
      p.frame.marks
        .filter((m) => m.people >= each * 1.5)
        .map((m) => {
          const [x, y] = screen(p, m.at);
          const r = (this.markRadius(p, m.people) + 0.5) * ratio;
          const square = m.shape === "square";
          return { x: x * ratio, y: y * ratio, r: square ? r * 0.886 : r, square };
        });
    const layers = this.placed.map((p) => {
      const of = this.crowdOf(p.frame);
      return layerOf(p, of, bare(p, of.each), this.factor(p), ratio);
    });
    sheet.lay(below.getImageData(0, 0, width, height), layers, colour.paper);
    this.laid = { placed: this.placed, colour, works: [], ring: null };
  }

  /** Works that have changed colour, and the ring about a place where it comes or goes, are drawn anew with what is around. */
  private touchMarks(now: Scheme | null, shown: Shown): void {
    const { laid, sheet, ratio } = this;
    if (!laid) return;
    for (const p of this.placed) {
      const works = this.worksOf(p);
      const styles = works.map((w) => now?.ofUnit(w.unit) ?? 0);
      if (works.length && p.rect.w > 420)
        works.forEach((w, i) => {
          if (styles[i] === laid.works[i]) return;
          const [x, y] = screen(p, w.at);
          sheet.touch(x * ratio, y * ratio, (this.worksRadius(p, w.adults) + 2) * ratio);
        });
      if (works.length) laid.works = styles;
      for (const place of [laid.ring, shown.place]) {
        const cell = laid.ring !== shown.place && place !== null ? ringed(p, place) : undefined;
        if (!cell) continue;
        const [x, y] = screen(p, cell.at);
        sheet.touch(x * ratio, y * ratio, 18 * ratio);
      }
    }
    laid.ring = shown.place;
  }

  private marks(pen: CanvasRenderingContext2D, p: Placed, now: Scheme | null, shown: Shown): void {
    const { colour } = this,
      { rect } = p;
    pen.save();
    pen.beginPath();
    pen.rect(rect.x, rect.y, rect.w, rect.h);
    pen.clip();
    pen.lineWidth = 1;
    const drawn: Mark[] = isOfPeople(shown.quantity) && !shown.against ? [] : p.frame.marks;
    for (const m of drawn) {
      const [x, y] = screen(p, m.at);
      if (!inside(rect, x, y)) continue;
      const style = now?.of(m.place) ?? 0;
      shape(pen, x, y, this.radius(p, m.people), m.shape);
      const fill = now && style > 0 ? now.fills[style] : colour.paper;
      if (typeof fill !== "string") fill.setTransform(new DOMMatrix().scale(1 / this.ratio));
      pen.fillStyle = fill;
      pen.fill();
      pen.strokeStyle = colour.ink;
      pen.stroke();
    }
    const works = this.worksOf(p);
    if (works.length && rect.w > 420) this.works(pen, p, now, works);
    if (shown.place !== null) this.ring(pen, p, shown.place);
    pen.restore();
  }

  private works(pen: CanvasRenderingContext2D, p: Placed, now: Scheme | null, works: Works[]): void {
    for (const w of works) {
      const [x, y] = screen(p, w.at),
        style = now?.ofUnit(w.unit) ?? 0;
      shape(pen, x, y, this.worksRadius(p, w.adults), w.shape);
      const fill = now && style > 0 ? now.fills[style] : this.colour.paper;
      pen.fillStyle = fill;
      pen.fill();
      pen.strokeStyle = this.colour.ink;
      pen.stroke();
    }
  }

  /** Works are drawn where the plan of the town is the main map. */
  private worksOf(p: Placed): Works[] {
    return p.main && p.frame.key === "town" ? this.atlas.works : [];
  }

  private worksRadius(p: Placed, adults: number): number {
    return (
      Math.max(2.5, Math.sqrt(adults) * Math.min(0.15, p.rect.w * 0.00014)) * Math.min(2, Math.sqrt(this.factor(p)))
    );
  }

  private ring(pen: CanvasRenderingContext2D, p: Placed, place: number): void {
    const cell = ringed(p, place);
    if (!cell) return;
    const [x, y] = screen(p, cell.at);
    for (const [style, width] of [
      [this.colour.paper, 5],
      [this.colour.ink, 2],
    ] as const) {
      pen.beginPath();
      pen.arc(x, y, 13, 0, 7);
      pen.strokeStyle = style;
      pen.lineWidth = width;
      pen.stroke();
    }
  }

  /** What lies under a point of the canvas. */
  find(x: number, y: number): (Found & { frame: Placed }) | null {
    const p = this.placed.find((q) => inside(q.rect, x, y));
    if (!p) return null;
    for (const w of [...this.worksOf(p)].reverse()) {
      const [a, b] = screen(p, w.at);
      if (Math.hypot(a - x, b - y) < this.worksRadius(p, w.adults) + 2)
        return { place: this.film?.meta.units[w.unit].place ?? null, unit: w.unit, frame: p };
    }
    for (const m of [...p.frame.marks].reverse()) {
      const [a, b] = screen(p, m.at);
      if (Math.hypot(a - x, b - y) < Math.max(12, this.markRadius(p, m.people) + 2))
        return { place: m.place, unit: null, frame: p };
    }
    const unit: [number, number] = [(x - p.x) / p.k, (y - p.y) / p.k],
      { pen } = this;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    if (
      !pen.isPointInPath(p.frame.inside, unit[0], unit[1]) ||
      (p.frame.gulf && pen.isPointInPath(p.frame.gulf, unit[0], unit[1]))
    )
      return { place: null, unit: null, frame: p };
    if (p.frame.occupied && pen.isPointInPath(p.frame.occupied, unit[0], unit[1]))
      return { place: null, unit: null, frame: p };
    let best = Infinity,
      place: number | null = null;
    for (const c of p.frame.cells) {
      const d = Math.hypot(c.at[0] - unit[0], c.at[1] - unit[1]);
      if (d < best) {
        best = d;
        place = c.place;
      }
    }
    return { place, unit: null, frame: p };
  }

  /** Places of the main map that can be seen now, the largest first. */
  seen(): number[] {
    const p = this.placed.find((q) => q.main);
    if (!p) return [];
    return p.frame.labels.filter((l) => inside(p.rect, ...screen(p, l.at))).map((l) => l.place);
  }

  /** Zooms the main frame about a point of the canvas. */
  zoomBy(by: number, x?: number, y?: number): boolean {
    const p = this.placed.find((q) => q.main);
    if (!p) return false;
    const px = x ?? p.rect.x + p.rect.w / 2,
      py = y ?? p.rect.y + p.rect.h / 2;
    if (!inside(p.rect, px, py)) return false;
    const factor = Math.max(1, Math.min(FURTHEST, this.zoom.factor * by));
    if (factor === this.zoom.factor) return factor > 1;
    const whole = fit(p.frame, p.rect, true, null),
      k = whole.k * factor;
    const ux = (px - p.x) / p.k,
      uy = (py - p.y) / p.k;
    this.zoom = { factor, x: ux + (p.rect.x + p.rect.w / 2 - px) / k, y: uy + (p.rect.y + p.rect.h / 2 - py) / k };
    this.stale = true;
    return true;
  }

  get zoomed(): boolean {
    return this.zoom.factor > 1;
  }

  pan(dx: number, dy: number): void {
    const p = this.placed.find((q) => q.main);
    if (!p || this.zoom.factor <= 1) return;
    const [x0, y0, x1, y1] = p.frame.box;
    this.zoom = {
      ...this.zoom,
      x: Math.max(x0, Math.min(x1, this.zoom.x - dx / p.k)),
      y: Math.max(y0, Math.min(y1, this.zoom.y - dy / p.k)),
    };
    this.stale = true;
  }

  unzoom(): void {
    this.zoom = { factor: 1, x: 0, y: 0 };
    this.stale = true;
  }

  /** Rings where something happens; they fade within a second. Under reduced motion they stand for the day. */
  pulse(happenings: { place: number; size: number }[], still: boolean): void {
    const born = performance.now();
    if (still) this.pulses = [];
    this.pulses.push(...happenings.slice(0, 40).map((h) => ({ ...h, born: still ? -1 : born })));
    if (still) this.drawPulses(born);
    else if (!this.running) {
      this.running = true;
      requestAnimationFrame((t) => this.fade(t));
    }
  }

  private fade(now: number): void {
    this.pulses = this.pulses.filter((q) => now - q.born < 900);
    this.drawPulses(now);
    if (this.pulses.length) requestAnimationFrame((t) => this.fade(t));
    else this.running = false;
  }

  private drawPulses(now: number): void {
    const pen = this.topPen,
      { ratio } = this;
    // An empty sheet over the map costs as much as the map.
    this.top.hidden = !this.pulses.length;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    pen.strokeStyle = this.colour.ink;
    for (const p of this.placed)
      for (const q of this.pulses) {
        const where = p.frame.cells.find((c) => c.place === q.place) ?? p.frame.marks.find((m) => m.place === q.place);
        if (!where) continue;
        const [x, y] = screen(p, where.at);
        if (!inside(p.rect, x, y)) continue;
        const age = q.born < 0 ? 0.35 : Math.min(1, Math.max(0, (now - q.born) / 900));
        const reach = 5 + Math.min(26, 4 * Math.log10(1 + q.size));
        pen.globalAlpha = 0.85 * (1 - age);
        pen.lineWidth = 1.6;
        pen.beginPath();
        pen.arc(x, y, 3 + reach * age, 0, 7);
        pen.stroke();
      }
    pen.globalAlpha = 1;
  }
}

/** What the ring about a place goes around. */
const ringed = ({ frame }: Placed, place: number): { at: Point } | undefined =>
  frame.marks.find((m) => m.place === place) ?? frame.cells.find((c) => c.place === place);

/** Quantities that are drawn as people, not as land. */
export const isOfPeople = (quantity: Quantity): boolean => quantity === "authority" || quantity === "acting";

function shape(pen: CanvasRenderingContext2D, x: number, y: number, r: number, kind: "circle" | "square"): void {
  pen.beginPath();
  if (kind === "circle") pen.arc(x, y, r, 0, 7);
  else pen.rect(x - r * 0.886, y - r * 0.886, r * 1.772, r * 1.772);
}
