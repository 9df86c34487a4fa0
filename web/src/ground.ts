/** The land of the maps in its colours, kept from day to day: only what has changed colour is filled again. */
import type { Cell } from "./atlas";
import type { Placed } from "./layout";
import type { Palette, Scheme } from "./paint";

/** In the canvas's own pixels: from, to. */
type Patch = [number, number, number, number];
/** More patches than so cost more than the whole. */
const MOST_PATCHES = 90;

export class Ground {
  readonly canvas = document.createElement("canvas");
  private readonly pen = this.canvas.getContext("2d", { alpha: false })!;
  /** What was last drawn: the frames, what the colours say, and the style of each cell of each frame. */
  private drawn: { placed: Placed[]; of: unknown[]; styles: Int16Array[] } | null = null;

  /** `of` is whatever else the colours depend on. */
  draw(placed: Placed[], now: Scheme | null, of: unknown[], colour: Palette, ratio: number): void {
    const before = this.drawn,
      same =
        before !== null &&
        before.placed === placed &&
        before.of.length === of.length &&
        before.of.every((x, i) => x === of[i]);
    const styles = placed.map((p) => Int16Array.from(p.frame.cells, (cell) => (now ? now.of(cell.place) : 0)));
    if (!same) {
      this.pen.setTransform(1, 0, 0, 1, 0, 0);
      this.pen.fillStyle = colour.paper;
      this.pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
    }
    placed.forEach((p, i) => {
      const patches = same ? changed(p, before.styles[i], styles[i], ratio) : null;
      if (patches?.length !== 0) this.fill(p, styles[i], now, patches, colour, ratio);
    });
    this.drawn = { placed, of, styles };
  }

  /** Forgets what was drawn. */
  forget(): void {
    this.drawn = null;
  }

  /** One path for each colour, so that neighbours of one colour leave no seam. */
  private fill(
    p: Placed,
    styles: Int16Array,
    now: Scheme | null,
    patches: Patch[] | null,
    colour: Palette,
    ratio: number,
  ): void {
    const { pen } = this,
      { rect } = p;
    pen.save();
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.beginPath();
    pen.rect(rect.x, rect.y, rect.w, rect.h);
    pen.clip();
    if (patches) {
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.beginPath();
      for (const [x0, y0, x1, y1] of patches) pen.rect(x0, y0, x1 - x0, y1 - y0);
      pen.clip();
    }
    pen.setTransform(p.k * ratio, 0, 0, p.k * ratio, p.x * ratio, p.y * ratio);
    pen.fillStyle = colour.land;
    pen.fillRect(-1e7, -1e7, 2e7, 2e7);
    const paths: (Path2D | undefined)[] = [];
    const pathOf = (style: number): Path2D => {
      const path = paths[style] ?? new Path2D();
      paths[style] = path;
      return path;
    };
    p.frame.cells.forEach((cell, i) => {
      if (styles[i] > 0 && (!patches || touches(patchOf(p, cell, ratio), patches)))
        pathOf(styles[i]).addPath(cell.path);
    });
    paths.forEach((path, style) => {
      if (!path || !now) return;
      const fill = now.fills[style];
      // A pattern keeps its size on the screen, whatever the scale of the map.
      if (typeof fill !== "string")
        fill.setTransform(new DOMMatrix().translate(-p.x / p.k, -p.y / p.k).scale(1 / (p.k * ratio)));
      pen.fillStyle = fill;
      pen.fill(path);
    });
    pen.restore();
  }
}

/** Where a cell lies, with a pixel to spare, in whole pixels: what is filled again there meets what stays without a seam. */
function patchOf(p: Placed, cell: Cell, ratio: number): Patch {
  const [x0, y0, x1, y1] = cell.box;
  return [
    Math.floor((p.x + p.k * x0) * ratio) - 1,
    Math.floor((p.y + p.k * y0) * ratio) - 1,
    Math.ceil((p.x + p.k * x1) * ratio) + 1,
    Math.ceil((p.y + p.k * y1) * ratio) + 1,
  ];
}

const touches = (a: Patch, patches: Patch[]): boolean =>
  patches.some((b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]);

/** The patches of the cells whose style differs; `null` where there are so many that all had better be filled. */
function changed(p: Placed, before: Int16Array, now: Int16Array, ratio: number): Patch[] | null {
  const patches: Patch[] = [];
  for (let i = 0; i < now.length; i++) {
    if (now[i] === before[i]) continue;
    if (patches.length === MOST_PATCHES) return null;
    patches.push(patchOf(p, p.frame.cells[i], ratio));
  }
  return patches;
}
