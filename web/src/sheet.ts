/**
 * A sheet of pixels on which thousands of discs are stamped day by day: many times as fast as paths of a canvas are filled.
 * Everything is in the pixels of the screen.
 */

/** Red, green and blue of a colour as the browser writes it: `rgb(29, 27, 25)`. */
export function rgb(colour: string): readonly [number, number, number] {
  const found = colour.match(/[\d.]+/g)?.map(Number) ?? [];
  return [found[0] ?? 0, found[1] ?? 0, found[2] ?? 0];
}

/** From, to: what lies outside is not stamped. */
export type Clip = readonly [number, number, number, number];

/** Pictures of discs that are kept. */
const MOST_KERNELS = 4000;

/** The pixels of a disc about a point within the first, and how much of each it covers. */
interface Kernel {
  dx: Int16Array;
  dy: Int16Array;
  cover: Float32Array;
}

function kernelOf(r: number, ring: number | null, x: number, y: number): Kernel {
  const outer = ring === null ? r : r + ring / 2;
  const inner = ring === null ? Number.NEGATIVE_INFINITY : r - ring / 2;
  const far = Math.ceil(outer + 1);
  const found: [number, number, number][] = [];
  for (let dy = -far; dy <= far; dy++)
    for (let dx = -far; dx <= far; dx++) {
      const d = Math.hypot(dx + 0.5 - x, dy + 0.5 - y);
      const cover = Math.min(1, outer - d + 0.5, d - inner + 0.5);
      if (cover > 0.01) found.push([dx, dy, cover]);
    }
  return {
    dx: Int16Array.from(found, ([dx]) => dx),
    dy: Int16Array.from(found, ([, dy]) => dy),
    cover: Float32Array.from(found, ([, , cover]) => cover),
  };
}

export class Sheet {
  readonly canvas = document.createElement("canvas");
  private readonly pen = this.canvas.getContext("2d", { willReadFrequently: true })!;
  private image: ImageData | null = null;
  private readonly kernels = new Map<string, Kernel>();

  /** An empty sheet of a size. */
  clear(width: number, height: number): void {
    if (this.kernels.size > MOST_KERNELS) this.kernels.clear();
    if (!this.image || this.image.width !== width || this.image.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.image = this.pen.createImageData(Math.max(1, width), Math.max(1, height));
    } else this.image.data.fill(0);
  }

  /** A disc about a point, or a ring of a width. */
  disc(x: number, y: number, r: number, ring: number | null, ink: readonly number[], clip: Clip): void {
    // A quarter of a pixel is as near as can be seen: discs of one size are few pictures, each made once.
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const key = `${r} ${ring} ${Math.floor(4 * (x - column))} ${Math.floor(4 * (y - row))}`;
    let kernel = this.kernels.get(key);
    if (!kernel) {
      kernel = kernelOf(r, ring, (Math.floor(4 * (x - column)) + 0.5) / 4, (Math.floor(4 * (y - row)) + 0.5) / 4);
      this.kernels.set(key, kernel);
    }
    this.stamp(column, row, kernel, ink, clip);
  }

  /** A square about a point. */
  square(x: number, y: number, half: number, [red, green, blue]: readonly number[], clip: Clip): void {
    if (!this.image) return;
    const { data, width, height } = this.image;
    const [left, top, right, bottom] = clip;
    for (let row = Math.max(0, top, Math.round(y - half)) | 0; row < Math.min(height, bottom, y + half); row++)
      for (
        let column = Math.max(0, left, Math.round(x - half)) | 0;
        column < Math.min(width, right, x + half);
        column++
      ) {
        const at = 4 * (row * width + column);
        data[at] = red;
        data[at + 1] = green;
        data[at + 2] = blue;
        data[at + 3] = 255;
      }
  }

  private stamp(
    column: number,
    row: number,
    { dx, dy, cover }: Kernel,
    [red, green, blue]: readonly number[],
    [left, top, right, bottom]: Clip,
  ): void {
    if (!this.image) return;
    const { data, width, height } = this.image;
    for (let i = 0; i < cover.length; i++) {
      const x = column + dx[i];
      const y = row + dy[i];
      if (x < left || y < top || x >= right || y >= bottom || x < 0 || y < 0 || x >= width || y >= height) continue;
      const at = 4 * (y * width + x);
      const a = cover[i];
      if (a >= 1) {
        data[at] = red;
        data[at + 1] = green;
        data[at + 2] = blue;
        data[at + 3] = 255;
        continue;
      }
      // Over what is there already.
      const under = (data[at + 3] / 255) * (1 - a);
      const sum = a + under;
      data[at] = (red * a + data[at] * under) / sum;
      data[at + 1] = (green * a + data[at + 1] * under) / sum;
      data[at + 2] = (blue * a + data[at + 2] * under) / sum;
      data[at + 3] = 255 * sum;
    }
  }

  /** The sheet as a picture that can be drawn. */
  done(): HTMLCanvasElement {
    if (this.image) this.pen.putImageData(this.image, 0, 0);
    return this.canvas;
  }
}
