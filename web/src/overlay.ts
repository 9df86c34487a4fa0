/** What of a map does not change from day to day, drawn once for a place and size: sea, coasts, rivers, railways, the front, names. */
import { SANS, SERIF, textWidth } from "./dom";
import type { Placed } from "./layout";
import { screen } from "./layout";
import type { Palette } from "./paint";

type Pen = CanvasRenderingContext2D;

function transform(pen: Pen, p: Placed, ratio: number): void {
  pen.setTransform(p.k * ratio, 0, 0, p.k * ratio, p.x * ratio, p.y * ratio);
}

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
    thin = Math.max(0.7, Math.min(1.4, rect.w / 700));
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
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  for (const n of frame.names) {
    const [x, y] = screen(p, n.at),
      half = textWidth(n.text, `italic 400 13px ${SERIF}`) / 2 + 4;
    const [dx, dy] = n.angle ? [8, half] : [half, 8];
    if (x - dx < rect.x || x + dx > rect.x + rect.w || y - dy < rect.y + 24 || y + dy > rect.y + rect.h) continue;
    pen.save();
    pen.translate(x, y);
    pen.rotate(n.angle);
    pen.font = `italic 400 ${Math.round(13 * Math.max(1, thin))}px ${SERIF}`;
    pen.textAlign = "center";
    pen.fillStyle = colour["ink-2"];
    pen.fillText(n.text, 0, 0);
    pen.restore();
  }
  pen.restore();
}

/** Names of towns or districts, where there is room; they stand above the marks. */
export function drawNames(
  pen: Pen,
  p: Placed,
  colour: Palette,
  radius: (people: number) => number,
  most: number,
): void {
  const { rect, frame } = p,
    taken: [number, number, number, number][] = [];
  const size = p.main && rect.w > 500 ? 13 : 12,
    font = `400 ${size}px ${SANS}`,
    h = size;
  pen.save();
  pen.beginPath();
  pen.rect(rect.x, rect.y, rect.w, rect.h);
  pen.clip();
  pen.font = font;
  pen.lineJoin = "round";
  pen.textAlign = "left";
  const seen = frame.labels
    .map((l) => ({ ...l, xy: screen(p, l.at) }))
    .filter(({ xy }) => xy[0] > rect.x && xy[1] > rect.y && xy[0] < rect.x + rect.w && xy[1] < rect.y + rect.h);
  if (frame.key !== "town")
    for (const l of seen) {
      const r = radius(l.people);
      if (r > 4) taken.push([l.xy[0] - r, l.xy[1] - r, l.xy[0] + r, l.xy[1] + r]);
    }
  // The caption of the frame.
  const caption = textWidth(frame.name, `600 12px ${SANS}`) < rect.w - 30 ? frame.name : frame.brief;
  taken.push([rect.x, rect.y, rect.x + textWidth(caption, font) + 24, rect.y + 24]);
  let count = 0;
  for (const l of seen) {
    if (count >= most) break;
    const [x, y] = l.xy,
      w = textWidth(l.text, font),
      r = radius(l.people),
      lift = p.main && rect.w > 420 ? l.lift * p.k : 0;
    const spots: [number, number][] =
      frame.key === "town"
        ? [
            [x - w / 2, y + 4 - lift],
            [x - w / 2, y - 12 - lift],
            [x - w / 2, y + 18 + lift],
            [x - w / 2, y + 4],
          ]
        : [
            [x + r + 3, y + 4],
            [x - r - 3 - w, y + 4],
            [x - w / 2, y - r - 4],
            [x - w / 2, y + r + 12],
          ];
    for (const [a, b] of spots) {
      const box: [number, number, number, number] = [a - 2, b - h + 1, a + w + 2, b + 3];
      if (box[0] < rect.x + 2 || box[2] > rect.x + rect.w - 2 || box[1] < rect.y + 2 || box[3] > rect.y + rect.h - 2)
        continue;
      if (taken.some((t) => t[0] < box[2] && t[2] > box[0] && t[1] < box[3] && t[3] > box[1])) continue;
      taken.push(box);
      pen.strokeStyle = colour.paper;
      pen.lineWidth = 3;
      pen.strokeText(l.text, a, b);
      pen.fillStyle = colour.ink;
      pen.fillText(l.text, a, b);
      count++;
      break;
    }
  }
  pen.font = `600 12px ${SANS}`;
  pen.strokeStyle = colour.paper;
  pen.lineWidth = 4;
  pen.strokeText(caption, rect.x + 9, rect.y + 18);
  pen.fillStyle = colour["ink-2"];
  pen.fillText(caption, rect.x + 9, rect.y + 18);
  pen.restore();
}
