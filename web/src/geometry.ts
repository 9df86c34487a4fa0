/** Projections, paths and Voronoi cells. Projected units are thousandths of the earth's radius. */

export type Point = [number, number];
export type Box = [number, number, number, number];
export type Projection = (lonLat: readonly number[]) => Point;

const RAD = Math.PI / 180;
const UNIT = 1000;

/** Albers' equal-area conic projection: every square centimetre is the same number of square kilometres. */
export function albers(lon0: number, lat0: number, lat1: number, lat2: number): Projection {
  const n = (Math.sin(lat1 * RAD) + Math.sin(lat2 * RAD)) / 2;
  const c = Math.cos(lat1 * RAD) ** 2 + 2 * n * Math.sin(lat1 * RAD);
  const rho = (lat: number): number => (UNIT * Math.sqrt(Math.max(0, c - 2 * n * Math.sin(lat * RAD)))) / n;
  const r0 = rho(lat0);
  return ([lon, lat]) => {
    const r = rho(lat),
      a = n * (lon - lon0) * RAD;
    return [r * Math.sin(a), r * Math.cos(a) - r0];
  };
}

/** A town's plan: true at its own latitude. */
export function plan(lat0: number): Projection {
  const k = Math.cos(lat0 * RAD);
  return ([lon, lat]) => [lon * k * RAD * UNIT * 1000, -lat * RAD * UNIT * 1000];
}

export function boxOf(points: readonly Point[]): Box {
  const xs = points.map((p) => p[0]),
    ys = points.map((p) => p[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** What a path is drawn with: a `Path2D` of a canvas, or the text of an SVG path. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void;
  closePath(): void;
}

/** The text of an SVG path, for the attribute `d`. */
export class SvgPath implements Pen {
  d = "";
  private put(mark: string, ...numbers: number[]): void {
    this.d += mark + numbers.map((x) => Math.round(x * 10) / 10).join(" ");
  }
  moveTo(x: number, y: number): void {
    this.put("M", x, y);
  }
  lineTo(x: number, y: number): void {
    this.put("L", x, y);
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.put("Q", cx, cy, x, y);
  }
  closePath(): void {
    this.d += "Z";
  }
}

/** A long step along a parallel is an arc on the map: it is cut into steps of two degrees. */
function trace(path: Pen, ring: readonly number[][], at: Projection, close: boolean): void {
  let begun = false;
  ring.forEach((q, i) => {
    const from = ring[i - 1],
      steps = from ? Math.max(1, Math.ceil(Math.abs(q[0] - from[0]) / 2)) : 1;
    for (let k = 1; k <= steps; k++) {
      const [x, y] = at(
        from ? [from[0] + ((q[0] - from[0]) * k) / steps, from[1] + ((q[1] - from[1]) * k) / steps] : q,
      );
      if (begun) path.lineTo(x, y);
      else path.moveTo(x, y);
      begun = true;
    }
  });
  if (close) path.closePath();
}

export function areas<P extends Pen>(multi: readonly number[][][][], at: Projection, path: P): P {
  for (const polygon of multi) for (const ring of polygon) trace(path, ring, at, true);
  return path;
}

export function line<P extends Pen>(points: readonly number[][], at: Projection, path: P): P {
  trace(path, points, at, false);
  return path;
}

/** A line bent softly at its points. */
export function smooth<P extends Pen>(points: readonly number[][], at: Projection, path: P): P {
  const q = points.map(at);
  if (q.length < 3) return line(points, at, path);
  path.moveTo(...q[0]);
  for (let i = 1; i < q.length - 1; i++) {
    const end: Point = i === q.length - 2 ? q[i + 1] : [(q[i][0] + q[i + 1][0]) / 2, (q[i][1] + q[i + 1][1]) / 2];
    path.quadraticCurveTo(q[i][0], q[i][1], end[0], end[1]);
  }
  return path;
}

export function smoothRing<P extends Pen>(points: readonly number[][], at: Projection, path: P): P {
  const q = points.map(at),
    n = q.length;
  const mid = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  path.moveTo(...mid(q[n - 1], q[0]));
  q.forEach((p, i) => path.quadraticCurveTo(p[0], p[1], ...mid(p, q[(i + 1) % n])));
  path.closePath();
  return path;
}

/** Keep the part of a convex polygon that lies nearer to a than to b. */
function nearer(polygon: Point[], a: Point, b: Point): Point[] {
  const mx = (a[0] + b[0]) / 2,
    my = (a[1] + b[1]) / 2,
    dx = b[0] - a[0],
    dy = b[1] - a[1];
  const side = (q: Point): number => (q[0] - mx) * dx + (q[1] - my) * dy;
  const out: Point[] = [];
  for (let i = 0; i < polygon.length; i++) {
    const p = polygon[i],
      q = polygon[(i + 1) % polygon.length],
      sp = side(p),
      sq = side(q);
    if (sp <= 0) out.push(p);
    if (sp < 0 !== sq < 0 && sp !== sq) {
      const t = sp / (sp - sq);
      out.push([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]);
    }
  }
  return out;
}

const CORNERS = 28;

/**
 * Voronoi cells by half-plane clipping: neighbours are tried outwards from west to east, until they are too far to cut. With a
 * reach a cell goes no farther than that from its point.
 */
export function voronoi(points: readonly Point[], box: Box, reach: number | null = null): Point[][] {
  const eastward = points.map((_, i) => i).sort((i, j) => points[i][0] - points[j][0]),
    cells: Point[][] = new Array(points.length);
  eastward.forEach((own, rank) => {
    const a = points[own];
    let cell: Point[] =
      reach === null
        ? [
            [box[0], box[1]],
            [box[2], box[1]],
            [box[2], box[3]],
            [box[0], box[3]],
          ]
        : Array.from({ length: CORNERS }, (_, k): Point => {
            const angle = (2 * Math.PI * k) / CORNERS;
            return [a[0] + reach * Math.cos(angle), a[1] + reach * Math.sin(angle)];
          });
    let far = 2 * reachOf(cell, a),
      west = rank - 1,
      east = rank + 1;
    while (cell.length && (west >= 0 || east < points.length)) {
      const dw = west >= 0 ? a[0] - points[eastward[west]][0] : Infinity,
        de = east < points.length ? points[eastward[east]][0] - a[0] : Infinity;
      if (Math.min(dw, de) > far) break;
      const b = points[eastward[dw <= de ? west-- : east++]],
        distance = Math.hypot(b[0] - a[0], b[1] - a[1]);
      if (distance > far || distance <= 1e-9) continue;
      cell = nearer(cell, a, b);
      far = 2 * reachOf(cell, a);
    }
    cells[own] = cell;
  });
  return cells;
}

const reachOf = (cell: Point[], a: Point): number =>
  Math.max(0, ...cell.map((q) => Math.hypot(q[0] - a[0], q[1] - a[1])));

export function polygonPath<P extends Pen>(points: readonly Point[], path: P): P {
  points.forEach((p, i) => (i ? path.lineTo(...p) : path.moveTo(...p)));
  path.closePath();
  return path;
}
