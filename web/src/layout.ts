/** Where the frames stand on the canvas, and how projected units become pixels. */
import type { Frame } from "./atlas";
import type { Point } from "./geometry";
import type { View } from "./state";
import type { Atlas } from "./works";

export interface Rect {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A frame in its place. `k` is pixels for a unit; `zoom` and `shift` are the reader's. */
export interface Placed {
  frame: Frame;
  rect: Rect;
  k: number;
  x: number;
  y: number;
  main: boolean;
}

export interface Zoom {
  factor: number;
  x: number;
  y: number;
}

const GAP = 10;

export function fit(frame: Frame, rect: Rect, main: boolean, zoom: Zoom | null): Placed {
  const [x0, y0, x1, y1] = frame.box,
    pad = frame.key === "town" ? 0 : 4;
  let k = Math.min((rect.w - 2 * pad) / (x1 - x0), (rect.h - 2 * pad) / (y1 - y0));
  // A plan may lose some of its edge rather than leave its frame empty.
  if (frame.key === "town")
    k = Math.min(k * 1.16, Math.max((rect.w - 2 * pad) / (x1 - x0), (rect.h - 2 * pad) / (y1 - y0)));
  let x = rect.x + rect.w / 2 - (k * (x0 + x1)) / 2,
    y = rect.y + rect.h / 2 - (k * (y0 + y1)) / 2;
  if (zoom && zoom.factor > 1) {
    k *= zoom.factor;
    x = rect.x + rect.w / 2 - k * zoom.x;
    y = rect.y + rect.h / 2 - k * zoom.y;
  }
  return { frame, rect, k, x, y, main };
}

const aspect = (frame: Frame): number => (frame.box[2] - frame.box[0]) / (frame.box[3] - frame.box[1]);

/** Height that a canvas of this width wants, where the height is not given. */
export function wantedHeight(atlas: Atlas, width: number, view: View, alone: boolean): number {
  if (view === "capital" && atlas.town) return Math.round(Math.min(width / aspect(atlas.town), 820));
  const below = alone && (atlas.town || atlas.far) ? (width - GAP) * 0.44 : 0;
  return Math.round(Math.min(width / aspect(atlas.main), 760) + below + (below ? GAP : 0));
}

/** `alone`: the only map of the page, which has room for insets. */
export function layout(atlas: Atlas, width: number, height: number, view: View, zoom: Zoom, alone: boolean): Placed[] {
  const { main, far, town } = atlas,
    whole: Rect = { x: 0, y: 0, w: width, h: height };
  const inset = (frame: Frame, x: number, y: number, w: number, h: number): Placed =>
    fit(frame, { x, y, w, h }, false, null);
  if (view === "capital" && town) {
    if (width < 760 || !alone) return [fit(town, whole, true, zoom)];
    const side = Math.round(Math.min(width * 0.3, 400)),
      x = width - side,
      upper = far ? Math.round(Math.min(height * 0.66, side / aspect(main))) : height;
    const out = [fit(town, { ...whole, w: x - GAP }, true, zoom), inset(main, x, 0, side, upper)];
    if (far) out.push(inset(far, x, upper + GAP, side, height - upper - GAP));
    return out;
  }
  if (!alone || !(far || town)) return [fit(main, whole, true, zoom)];
  if (width < 760) {
    const lower = Math.round((width - GAP) * 0.44),
      top = height - lower - GAP,
      half = far ? Math.round((width - GAP) * 0.46) : width;
    const out = [fit(main, { ...whole, h: top }, true, zoom)];
    if (town) out.push(inset(town, 0, top + GAP, half, lower));
    const x = town ? half + GAP : 0;
    if (far) out.push(inset(far, x, top + GAP, width - x, lower));
    return out;
  }
  const left = Math.round(Math.max(width * 0.47, Math.min(width * 0.6, height * aspect(main) * 1.08))),
    x = left + GAP,
    side = width - x;
  const lower = !far ? 0 : town ? Math.round(Math.min(height * 0.46, side / aspect(far) + 12)) : height;
  const out = [fit(main, { ...whole, w: left }, true, zoom)];
  if (town) out.push(inset(town, x, 0, side, far ? height - lower - GAP : height));
  if (far) out.push(inset(far, x, height - lower, side, lower));
  return out;
}

export const screen = (p: Placed, [x, y]: Point): Point => [p.x + p.k * x, p.y + p.k * y];
export const inside = (rect: Rect, x: number, y: number): boolean =>
  x >= rect.x && y >= rect.y && x < rect.x + rect.w && y < rect.y + rect.h;
