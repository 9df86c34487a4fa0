/** Seats in a half-circle, in the order of parties; each seat knows the election that filled it. */
import { el, zoomOf } from "./charts";

export interface Seat {
  party: number;
  row: number;
}
interface Spot {
  x: number;
  y: number;
  angle: number;
  seat: Seat;
}

export class Hemicycle {
  readonly canvas = el("canvas", { tabindex: 0, role: "img" });
  private spots: Spot[] = [];
  private radius = 3;
  private picked = -1;

  constructor(private readonly pick: (seat: Seat | null) => void) {
    this.canvas.addEventListener("click", (event) => {
      const box = this.canvas.getBoundingClientRect();
      const zoom = zoomOf(this.canvas);
      this.choose(this.near((event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom));
    });
    this.canvas.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10 }[event.key];
      if (by === undefined || !this.spots.length) return;
      event.preventDefault();
      event.stopPropagation();
      this.choose(Math.max(0, Math.min(this.spots.length - 1, (this.picked < 0 ? -by : this.picked) + by)));
    });
  }

  private near(x: number, y: number): number {
    let best = -1,
      least = (this.radius + 4) ** 2;
    this.spots.forEach((s, i) => {
      const d = (s.x - x) ** 2 + (s.y - y) ** 2;
      if (d < least) {
        least = d;
        best = i;
      }
    });
    return best;
  }

  private choose(index: number): void {
    this.picked = index;
    this.pick(index < 0 ? null : this.spots[index].seat);
    this.paint();
  }

  private colours: string[] = [];
  private ink = "";

  draw(seats: Seat[], width: number, colours: string[], ink: string, label: string): void {
    const height = Math.round(width / 2 + 12),
      ratio = Math.min(2, window.devicePixelRatio || 1);
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.canvas.setAttribute("aria-label", label);
    const before = this.picked >= 0 ? this.spots[this.picked]?.seat.row : -1;
    this.spots = arrange(seats, width, height);
    this.picked = before >= 0 ? this.spots.findIndex((s) => s.seat.row === before) : -1;
    this.colours = colours;
    this.ink = ink;
    const rows = rowsFor(seats.length);
    this.radius = Math.max(1.2, Math.min(9, ((width / 2 - 8) * (1 - INNER)) / rows / 2 - 0.4));
    this.paint();
  }

  private paint(): void {
    const pen = this.canvas.getContext("2d")!,
      ratio = Math.min(2, window.devicePixelRatio || 1);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    // One path for each party: a fill for each of some thousand seats would cost more than all the rest of the page.
    const seats = new Map<number, Path2D>();
    for (const s of this.spots) {
      let path = seats.get(s.seat.party);
      if (!path) {
        path = new Path2D();
        seats.set(s.seat.party, path);
      }
      path.moveTo(s.x + this.radius, s.y);
      path.arc(s.x, s.y, this.radius, 0, 7);
    }
    seats.forEach((path, party) => {
      pen.fillStyle = this.colours[party] ?? "gray";
      pen.fill(path);
    });
    const picked = this.spots[this.picked];
    if (picked) {
      pen.strokeStyle = this.ink;
      pen.lineWidth = 2;
      pen.beginPath();
      pen.arc(picked.x, picked.y, this.radius + 2.5, 0, 7);
      pen.stroke();
    }
  }
}

/** Radius of the innermost row as a share of the outermost. */
const INNER = 0.36;

function rowsFor(n: number): number {
  let rows = 1;
  // As many rows as make the seats of a row stand about as far apart as the rows do.
  while (capacity(rows) < n && rows < 60) rows++;
  return rows;
}

function capacity(rows: number): number {
  const gap = (1 - INNER) / Math.max(1, rows - 0.5);
  let n = 0;
  for (let r = 0; r < rows; r++)
    n += Math.floor((Math.PI * (INNER + (1 - INNER) * (rows === 1 ? 1 : r / (rows - 1)))) / gap) + 1;
  return n;
}

function arrange(seats: Seat[], width: number, height: number): Spot[] {
  const n = seats.length,
    rows = rowsFor(n),
    reach = width / 2 - 8;
  if (!n) return [];
  const radii = Array.from({ length: rows }, (_, r) => INNER + (1 - INNER) * (rows === 1 ? 1 : r / (rows - 1)));
  const sum = radii.reduce((a, b) => a + b, 0);
  const counts = radii.map((r) => Math.floor((n * r) / sum));
  for (let left = n - counts.reduce((a, b) => a + b, 0), r = rows - 1; left > 0; left--, r = r > 0 ? r - 1 : rows - 1)
    counts[r]++;
  const spots: Omit<Spot, "seat">[] = [];
  radii.forEach((radius, r) => {
    for (let i = 0; i < counts[r]; i++) {
      const angle = counts[r] === 1 ? Math.PI / 2 : Math.PI * (1 - i / (counts[r] - 1));
      spots.push({
        angle,
        x: width / 2 + reach * radius * Math.cos(angle),
        y: height - 10 - reach * radius * Math.sin(angle) * 0.98,
      });
    }
  });
  spots.sort((a, b) => b.angle - a.angle || a.y - b.y);
  return spots.map((s, i) => ({ ...s, seat: seats[i] }));
}
