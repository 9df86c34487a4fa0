/** What of a map does not change from day to day, drawn once for a place and size: sea, coasts, rivers, railways, the front, names. */
import { SANS, SERIF, textWidth } from "./charts";
import { placeNames } from "./atlas";
import type { Box } from "./geometry";
import type { Placed } from "./layout";
import { screen } from "./layout";
import type { Palette } from "./paint";

type Pen = CanvasRenderingContext2D;

function transform(pen: Pen, p: Placed, ratio: number): void {
  pen.setTransform(p.k * ratio, 0, 0, p.k * ratio, p.x * ratio, p.y * ratio);
}

/** Width of a thin line, px, on a map so many px wide. */
const lineOf = (width: number): number => Math.max(0.7, Math.min(1.4, width / 700));

/** Everything outside the country: it covers what the cells spill. */
function outside(p: Placed): Path2D {
  const path = new Path2D(),
    far = 1e7;
  path.rect(-far, -far, 2 * far, 2 * far);
  path.addPath(p.frame.inside);
  return path;
}

export function drawOverlay(pen: Pen, p: Placed, colour: Palette, ratio: number): void {
  const { frame, rect } = p,
    thin = lineOf(rect.w);
  pen.save();
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.beginPath();
  pen.rect(rect.x, rect.y, rect.w, rect.h);
  pen.clip();
  transform(pen, p, ratio);
  pen.lineJoin = "round";
  pen.lineCap = "round";
  const stroke = (path: Path2D, style: string, width: number, dash: number[] = []): void => {
    pen.strokeStyle = style;
    pen.lineWidth = width / p.k;
    pen.setLineDash(dash.map((d) => d / p.k));
    pen.stroke(path);
  };
  // Rivers and railways lie on the land, below the sea.
  if (frame.key !== "town") {
    for (const r of frame.rivers) stroke(r.path, colour.water, 1.5 * thin);
    for (const l of frame.lakes) {
      pen.fillStyle = colour.water;
      pen.fill(l);
    }
    pen.globalAlpha = 0.5;
    stroke(frame.rails, colour.ink, 0.75 * thin);
    pen.globalAlpha = 1;
  }
  if (frame.occupied) {
    pen.fillStyle = colour.panel;
    pen.fill(frame.occupied);
    pen.save();
    pen.clip(frame.occupied);
    const size = 5 / p.k,
      lines = new Path2D(),
      [x0, y0, x1, y1] = frame.box,
      reach = y1 - y0;
    for (let x = x0 - reach; x < x1; x += size) {
      lines.moveTo(x, y1);
      lines.lineTo(x + reach, y0);
    }
    stroke(lines, colour["rule-2"], 0.8);
    pen.restore();
  }
  const cover = outside(p);
  pen.save();
  pen.clip(cover, "evenodd");
  pen.fillStyle = frame.key === "town" ? colour["land-2"] : colour.water;
  pen.fillRect(-1e7, -1e7, 2e7, 2e7);
  pen.fillStyle = colour["land-2"];
  pen.fill(frame.land, "evenodd");
  pen.restore();
  stroke(frame.land, colour["rule-2"], 0.8 * thin);
  if (frame.border) stroke(frame.border, colour.ink, 1 * thin, [4, 2.5]);
  for (const front of frame.front) stroke(front, colour.ink, 2.4 * thin);
  if (frame.gulf) {
    pen.fillStyle = colour.water;
    pen.fill(frame.gulf);
    for (const w of frame.rivers) stroke(w.path, colour.water, (w.width * rect.w) / 440);
    stroke(frame.gulf, colour["rule-2"], 0.8);
  }
  pen.restore();
}

const touches = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** Names of waters, where they lie within the frame and cover no name of a place. */
function drawWaters(pen: Pen, p: Placed, colour: Palette, taken: readonly Box[]): void {
  const { frame, rect } = p;
  const size = Math.round(13 * Math.max(1, lineOf(rect.w)));
  for (const n of frame.names) {
    const [x, y] = screen(p, n.at),
      half = (textWidth(n.text) * size) / 26 + 4;
    const [dx, dy] = n.angle ? [8, half] : [half, 8];
    if (x - dx < rect.x || x + dx > rect.x + rect.w || y - dy < rect.y + 24 || y + dy > rect.y + rect.h) continue;
    const own: Box = n.angle ? [x - size, y - half, x + 4, y + half] : [x - half, y - size, x + half, y + 4];
    if (taken.some((box) => touches(box, own))) continue;
    pen.save();
    pen.translate(x, y);
    pen.rotate((n.angle * Math.PI) / 180);
    pen.font = `italic 400 ${size}px ${SERIF}`;
    pen.textAlign = "center";
    pen.fillStyle = colour["ink-2"];
    pen.fillText(n.text, 0, 0);
    pen.restore();
  }
}

/** Names of towns or districts, where there is room; they stand above the marks, and by `lift` above works. Then the waters. */
export function drawNames(
  pen: Pen,
  p: Placed,
  colour: Palette,
  radius: (people: number) => number,
  lift: (place: number) => number,
  most: number,
): void {
  const { rect, frame } = p,
    isPlan = frame.key === "town",
    size = p.main && rect.w > 500 ? 13 : 12,
    within: Box = [rect.x, rect.y, rect.x + rect.w, rect.y + rect.h];
  const seen = frame.labels
    .map((l) => ({
      text: l.text,
      at: screen(p, l.at),
      r: radius(l.people),
      lift: isPlan && p.main && rect.w > 420 ? lift(l.place) * p.k : 0,
    }))
    .filter(({ at: [x, y] }) => x > within[0] && y > within[1] && x < within[2] && y < within[3]);
  // The caption of the frame, and the marks.
  const caption = textWidth(frame.name, 12, 600) < rect.w - 30 ? frame.name : frame.brief;
  const taken: Box[] = [[rect.x, rect.y, rect.x + textWidth(caption, 12, 600) + 24, rect.y + 24]];
  if (!isPlan) for (const { at, r } of seen) if (r > 4) taken.push([at[0] - r, at[1] - r, at[0] + r, at[1] + r]);
  const spots = isPlan ? "within" : "beside";
  const width = (text: string): number => textWidth(text, size);
  pen.save();
  pen.beginPath();
  pen.rect(rect.x, rect.y, rect.w, rect.h);
  pen.clip();
  pen.lineJoin = "round";
  pen.textAlign = "left";
  pen.strokeStyle = colour.paper;
  const write = (text: string, x: number, y: number, font: string, halo: number, ink: string): void => {
    pen.font = font;
    pen.lineWidth = halo;
    pen.strokeText(text, x, y);
    pen.fillStyle = ink;
    pen.fillText(text, x, y);
  };
  const names = placeNames(seen, within, { spots, size, most, width, taken });
  drawWaters(pen, p, colour, [
    taken[0],
    ...names.map((n): Box => [n.x - 2, n.y - size + 1, n.x + width(n.text) + 2, n.y + 3]),
  ]);
  for (const n of names) write(n.text, n.x, n.y, `400 ${size}px ${SANS}`, 3, colour.ink);
  write(caption, rect.x + 9, rect.y + 18, `600 12px ${SANS}`, 4, colour["ink-2"]);
  pen.restore();
}
