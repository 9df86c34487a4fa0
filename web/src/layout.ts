/** Where the three frames stand on the canvas, and how projected units become pixels. */
import type { Atlas, Frame } from "./atlas";
import type { Point } from "./geometry";
import type { View } from "./state";

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
    pad = frame.key === "petrograd" ? 0 : 4;
  let k = Math.min((rect.w - 2 * pad) / (x1 - x0), (rect.h - 2 * pad) / (y1 - y0));
  // A plan may lose some of its edge rather than leave its frame empty.
  if (frame.key === "petrograd")
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
  if (view === "petrograd" && atlas.petrograd) return Math.round(Math.min(width / aspect(atlas.petrograd), 820));
  const below = alone && atlas.petrograd ? (width - GAP) * 0.44 : 0;
  return Math.round(Math.min(width / aspect(atlas.europe), 760) + below + (below ? GAP : 0));
}

/** `alone`: the only map of the page, which has room for insets. */
export function layout(atlas: Atlas, width: number, height: number, view: View, zoom: Zoom, alone: boolean): Placed[] {
  const { europe, asia, petrograd } = atlas,
    whole: Rect = { x: 0, y: 0, w: width, h: height };
  if (view === "petrograd" && petrograd) {
    if (width < 760 || !alone) return [fit(petrograd, whole, true, zoom)];
    const side = Math.round(Math.min(width * 0.3, 400)),
      main: Rect = { x: 0, y: 0, w: width - side - GAP, h: height };
    const upper = Math.round(Math.min(height * 0.66, side / aspect(europe)));
    return [
      fit(petrograd, main, true, zoom),
      fit(europe, { x: width - side, y: 0, w: side, h: upper }, false, null),
      fit(asia, { x: width - side, y: upper + GAP, w: side, h: height - upper - GAP }, false, null),
    ];
  }
  if (!alone) return [fit(europe, whole, true, zoom)];
  if (width < 760) {
    const lower = Math.round((width - GAP) * 0.44),
      top = height - lower - GAP,
      half = Math.round((width - GAP) * 0.46);
    const out = [fit(europe, { x: 0, y: 0, w: width, h: top }, true, zoom)];
    if (petrograd) out.push(fit(petrograd, { x: 0, y: top + GAP, w: half, h: lower }, false, null));
    out.push(
      fit(
        asia,
        { x: petrograd ? half + GAP : 0, y: top + GAP, w: petrograd ? width - half - GAP : width, h: lower },
        false,
        null,
      ),
    );
    return out;
  }
  const left = Math.round(Math.max(width * 0.47, Math.min(width * 0.6, height * aspect(europe) * 1.08))),
    side = width - left - GAP;
  const lower = Math.round(Math.min(height * 0.46, side / aspect(asia) + 12));
  const out = [fit(europe, { x: 0, y: 0, w: left, h: height }, true, zoom)];
  if (petrograd) out.push(fit(petrograd, { x: left + GAP, y: 0, w: side, h: height - lower - GAP }, false, null));
  out.push(
    fit(
      asia,
      { x: left + GAP, y: petrograd ? height - lower : 0, w: side, h: petrograd ? lower : height },
      false,
      null,
    ),
  );
  return out;
}

export const screen = (p: Placed, [x, y]: Point): Point => [p.x + p.k * x, p.y + p.k * y];
export const inside = (rect: Rect, x: number, y: number): boolean =>
  x >= rect.x && y >= rect.y && x < rect.x + rect.w && y < rect.y + rect.h;
