/**
 * A sheet of pixels on which thousands of discs are stamped day by day: many times as fast as paths of a canvas are filled.
 * It is cut into tiles, and a day stamps only the tiles in which something changed: within a tile everything is stamped again,
 * in the one order that there is, so that a day reached by steps is the same to the pixel as one drawn at once.
 * Everything is in the pixels of the screen.
 */

/** Red, green and blue of a colour as the browser writes it: `rgb(29, 27, 25)`. */
export function rgb(colour: string): readonly [number, number, number] {
  const found = colour.match(/[\d.]+/g)?.map(Number) ?? [];
  return [found[0] ?? 0, found[1] ?? 0, found[2] ?? 0];
}

/** From, to: what lies outside is not stamped. */
export type Clip = readonly [number, number, number, number];

/** Of one pixel as the memory of a picture has it. */
const pixel = ([red, green, blue]: readonly number[]): number =>
  ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** A disc about a point within a pixel: rows of pixels that it covers wholly, and single ones with how much of each. */
interface Kernel {
  far: number;
  /** Row, from, to before. */
  spans: Int16Array;
  /** Column, row, cover of 256. */
  edges: Int16Array;
}

function kernelOf(r: number, ring: number | null, x: number, y: number): Kernel {
  const outer = ring === null ? r : r + ring / 2;
  const inner = ring === null ? Number.NEGATIVE_INFINITY : r - ring / 2;
  const far = Math.ceil(outer + 1);
  const spans: number[] = [];
  const edges: number[] = [];
  for (let dy = -far; dy <= far; dy++) {
    let from: number | null = null;
    for (let dx = -far; dx <= far + 1; dx++) {
      const d = Math.hypot(dx + 0.5 - x, dy + 0.5 - y);
      const cover = Math.min(1, outer - d + 0.5, d - inner + 0.5);
      if (cover >= 1) from ??= dx;
      else if (from !== null) {
        spans.push(dy, from, dx);
        from = null;
      }
      if (cover > 0.01 && cover < 1) edges.push(dx, dy, Math.round(256 * cover));
    }
  }
  return { far, spans: Int16Array.from(spans), edges: Int16Array.from(edges) };
}

/** Dots of one look. */
export interface Ink {
  colour: string;
  /** Radius, and the width of the line where it is a ring. */
  r: number;
  ring: number | null;
}

/** Something that stands below the dots of towns: bare paper. */
export interface Patch {
  x: number;
  y: number;
  r: number;
  square: boolean;
}

/** The dots of a frame where they stand; those of the land come before the patches, the others after. */
export interface Layer {
  clip: Clip;
  x: Float32Array;
  y: Float32Array;
  onLand: number;
  patches: Patch[];
}

/** Tiles of a sheet, about. */
const TILES = 900;
const LEAST_TILE = 24;
/** No dot has this look. */
const UNSEEN = 254;

/** What of a layer stands in each tile, in the order of stamping. */
interface Sorted {
  layer: Layer;
  land: number[][];
  patches: number[][];
  towns: number[][];
  kernels: (Kernel | undefined)[];
  inks: Ink[];
  colours: Uint32Array;
  /** The look of each dot as it was last stamped. */
  looks: Uint8Array;
}

export class Sheet {
  private image: ImageData | null = null;
  private pixels = new Uint32Array(0);
  private below = new Uint32Array(0);
  private layers: Sorted[] = [];
  private tile = LEAST_TILE;
  private columns = 0;
  private rows = 0;
  private dirty = new Uint8Array(0);
  private paper = 0;

  /** A sheet over a picture, with layers of dots that stay where they are. */
  lay(below: ImageData, layers: Layer[], paper: string): void {
    const { width, height } = below;
    this.image = new ImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.below = new Uint32Array(below.data.buffer);
    this.tile = Math.max(LEAST_TILE, 8 * Math.round(Math.sqrt((width * height) / TILES) / 8));
    this.columns = Math.ceil(width / this.tile);
    this.rows = Math.ceil(height / this.tile);
    this.dirty = new Uint8Array(this.columns * this.rows).fill(1);
    this.paper = pixel(rgb(paper));
    const lists = (): number[][] => Array.from({ length: this.dirty.length }, () => []);
    this.layers = layers.map((layer) => ({
      layer,
      land: lists(),
      patches: lists(),
      towns: lists(),
      kernels: [],
      inks: [],
      colours: new Uint32Array(0),
      looks: new Uint8Array(layer.x.length).fill(UNSEEN),
    }));
  }

  /** The looks of a layer's dots, the loudest last. They are laid out anew where their sizes change. */
  dress(at: number, inks: Ink[]): void {
    const of = this.layers[at];
    const isAlike =
      of.inks.length === inks.length &&
      of.inks.every((ink, i) => ink.colour === inks[i].colour && ink.r === inks[i].r && ink.ring === inks[i].ring);
    if (isAlike) return;
    of.inks = inks;
    of.kernels = [];
    of.colours = Uint32Array.from(inks, (ink) => pixel(rgb(ink.colour)));
    this.dirty.fill(1);
    const far = Math.max(...inks.map((ink) => ink.r + (ink.ring ?? 0) / 2)) + 2;
    for (const list of [of.land, of.patches, of.towns]) for (const tile of list) tile.length = 0;
    const { x, y, onLand, patches } = of.layer;
    for (let i = 0; i < x.length; i++)
      this.eachTile(of.layer, x[i], y[i], far, (tile) => (i < onLand ? of.land : of.towns)[tile].push(i));
    patches.forEach((p, i) => this.eachTile(of.layer, p.x, p.y, p.r + 2, (tile) => of.patches[tile].push(i)));
  }

  private eachTile({ clip }: Layer, x: number, y: number, far: number, work: (tile: number) => void): void {
    const { tile, columns, rows } = this;
    const x0 = Math.max(0, Math.floor(Math.max(clip[0], x - far) / tile));
    const y0 = Math.max(0, Math.floor(Math.max(clip[1], y - far) / tile));
    const x1 = Math.min(columns - 1, Math.floor(Math.min(clip[2], x + far) / tile));
    const y1 = Math.min(rows - 1, Math.floor(Math.min(clip[3], y + far) / tile));
    for (let row = y0; row <= y1; row++) for (let column = x0; column <= x1; column++) work(row * columns + column);
  }

  /** Marks what lies within so far of a point as changed. */
  touch(x: number, y: number, far: number): void {
    const clip: Clip = [0, 0, this.columns * this.tile, this.rows * this.tile];
    this.eachTile({ clip } as Layer, x, y, far, (tile) => {
      this.dirty[tile] = 1;
    });
  }

  /** Gives a layer's dots their looks of a day. */
  show(at: number, looks: Uint8Array): void {
    const of = this.layers[at];
    const { x, y } = of.layer;
    const far = Math.max(...of.inks.map((ink) => ink.r + (ink.ring ?? 0) / 2)) + 2;
    for (let i = 0; i < looks.length; i++)
      if (looks[i] !== of.looks[i])
        this.eachTile(of.layer, x[i], y[i], far, (tile) => {
          this.dirty[tile] = 1;
        });
    of.looks = looks;
  }

  /** Stamps what has changed, and gives the rectangles of it: x, y, width, height. */
  stamp(): Clip[] {
    if (!this.image) return [];
    const { tile, columns, rows, dirty } = this;
    const { width, height } = this.image;
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const at = row * columns + column;
        if (!dirty[at]) continue;
        const [x0, y0] = [column * tile, row * tile];
        const [x1, y1] = [Math.min(width, x0 + tile), Math.min(height, y0 + tile)];
        for (let y = y0; y < y1; y++)
          this.pixels.set(this.below.subarray(y * width + x0, y * width + x1), y * width + x0);
        for (const of of this.layers) this.fill(of, at, [x0, y0, x1, y1]);
      }
    return this.rectangles();
  }

  private fill(of: Sorted, tile: number, [x0, y0, x1, y1]: Clip): void {
    const { clip, x, y, patches } = of.layer;
    const within: Clip = [Math.max(clip[0], x0), Math.max(clip[1], y0), Math.min(clip[2], x1), Math.min(clip[3], y1)];
    const dots = (list: number[]): void => {
      for (let look = 0; look < of.inks.length; look++)
        for (const i of list) if (of.looks[i] === look) this.disc(of, x[i], y[i], look, within);
    };
    dots(of.land[tile]);
    for (const i of of.patches[tile]) this.patch(patches[i], within);
    dots(of.towns[tile]);
  }

  private disc(of: Sorted, x: number, y: number, look: number, clip: Clip): void {
    // A quarter of a pixel is as near as can be seen: discs of one look are sixteen pictures, each made once.
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const [a, b] = [Math.floor(4 * (x - column)), Math.floor(4 * (y - row))];
    const key = 16 * look + 4 * b + a;
    let kernel = of.kernels[key];
    if (!kernel) {
      const { r, ring } = of.inks[look];
      kernel = kernelOf(r, ring, (a + 0.5) / 4, (b + 0.5) / 4);
      of.kernels[key] = kernel;
    }
    const { far, spans, edges } = kernel;
    const ink = of.colours[look];
    const { pixels } = this;
    const width = this.image!.width;
    const [left, top, right, bottom] = clip;
    const isInside = column - far >= left && row - far >= top && column + far < right && row + far < bottom;
    for (let i = 0; i < spans.length; i += 3) {
      const line = row + spans[i];
      let [from, to] = [column + spans[i + 1], column + spans[i + 2]];
      if (!isInside) {
        if (line < top || line >= bottom) continue;
        from = Math.max(from, Math.ceil(left));
        to = Math.min(to, Math.ceil(right));
      }
      for (let at = line * width + from; at < line * width + to; at++) pixels[at] = ink;
    }
    const [red, green, blue] = [ink & 255, (ink >>> 8) & 255, (ink >>> 16) & 255];
    for (let i = 0; i < edges.length; i += 3) {
      const [px, py, cover] = [column + edges[i], row + edges[i + 1], edges[i + 2]];
      if (!isInside && (px < left || py < top || px >= right || py >= bottom)) continue;
      const at = py * width + px;
      const under = pixels[at];
      const rest = 256 - cover;
      pixels[at] =
        0xff000000 |
        (((((under >>> 16) & 255) * rest + blue * cover) >> 8) << 16) |
        (((((under >>> 8) & 255) * rest + green * cover) >> 8) << 8) |
        (((under & 255) * rest + red * cover) >> 8);
    }
  }

  private patch({ x, y, r, square }: Patch, [left, top, right, bottom]: Clip): void {
    const width = this.image!.width;
    for (let row = Math.max(Math.ceil(top), Math.round(y - r)); row < Math.min(bottom, y + r); row++) {
      const off = row + 0.5 - y;
      const half = square ? r : Math.sqrt(Math.max(0, r * r - off * off));
      const from = Math.max(Math.ceil(left), Math.round(x - half));
      const to = Math.min(Math.ceil(right), Math.round(x + half));
      if (to > from) this.pixels.fill(this.paper, row * width + from, row * width + to);
    }
  }

  /** Rectangles of the tiles that have changed, which are then taken as shown. */
  private rectangles(): Clip[] {
    const { tile, columns, rows, dirty } = this;
    const { width, height } = this.image!;
    const out: [number, number, number, number][] = [];
    let open = new Map<string, [number, number, number, number]>();
    for (let row = 0; row < rows; row++) {
      const now = new Map<string, [number, number, number, number]>();
      for (let column = 0; column < columns; column++) {
        if (!dirty[row * columns + column]) continue;
        const from = column;
        while (column + 1 < columns && dirty[row * columns + column + 1]) column++;
        // A run that stands just below one as wide makes it taller.
        const key = `${from} ${column}`;
        const [x, y] = [from * tile, row * tile];
        const tall = Math.min(height, y + tile) - y;
        const above = open.get(key);
        if (above) above[3] += tall;
        const own = above ?? [x, y, Math.min(width, (column + 1) * tile) - x, tall];
        if (!above) out.push(own);
        now.set(key, own);
      }
      open = now;
    }
    dirty.fill(0);
    return out;
  }

  /** Has everything stamped again with the next day. */
  forget(): void {
    this.dirty.fill(1);
  }

  /** Puts a rectangle of the sheet on a canvas, at its place. */
  put(pen: CanvasRenderingContext2D, [x, y, w, h]: Clip): void {
    if (this.image) pen.putImageData(this.image, 0, 0, x, y, w, h);
  }
}
