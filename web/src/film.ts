/** A world's year, as the engine packs it: typed arrays that lie where they came. And the stage that all worlds share. */

import type { FilmMeta, Government, Stage } from "./types/page";

export type {
  Ending,
  FilmMeta as Meta,
  Government,
  Observation,
  Parameter,
  Place,
  Stage,
  StageDate,
  Unit,
  Wanted,
  WhatIf,
} from "./types/page";

type Column = Uint8Array | Uint16Array | Uint32Array | Float32Array;
const KINDS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array };
/** Numbers as wide as those of a kind: differences are taken of a real's bits. */
const WHOLE = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Uint32Array };

/** A column as the head of a film has it; `lag` and `planes` where it is written as differences (`crates/view/src/parts.rs`). */
interface Entry {
  type: keyof typeof KINDS;
  at: number;
  length: number;
  lag?: number;
  planes?: boolean;
}

/** The head of a piece, and its columns where they lie. */
function read(buffer: ArrayBuffer): { meta: Partial<FilmMeta>; columns: [string, Column][] } {
  const bytes = new DataView(buffer);
  if (buffer.byteLength < 8 || bytes.getUint32(0, false) !== 0x54415556) throw new Error("this is no film of a world");
  const length = bytes.getUint32(4, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  const columns = Object.entries(head.columns as Record<string, Entry>).map(([name, c]): [string, Column] => {
    const at = 8 + length + c.at;
    summed(new WHOLE[c.type](buffer, at, c.length), c);
    return [name, new KINDS[c.type](buffer, at, c.length)];
  });
  return { meta: head.meta, columns };
}

/** Makes numbers of their differences, in their place. */
function summed(values: Uint8Array | Uint16Array | Uint32Array, { lag = 0, planes = false }: Entry): void {
  if (planes) {
    const width = values.BYTES_PER_ELEMENT;
    const own = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const apart = own.slice();
    for (let byte = 0; byte < width; byte++)
      for (let i = 0; i < values.length; i++) own[i * width + byte] = apart[byte * values.length + i];
  }
  if (lag) for (let i = lag; i < values.length; i++) values[i] += values[i - lag];
}

export const SCOPE = { national: 0, capital: 1, towns: 2, front: 3, villages: 4 } as const;
export type Scope = keyof typeof SCOPE;
/** In the order of the film's codes. */
export const AUTHORITIES = ["government", "council", "committee", "nobody"] as const;
export const NO_CODE = 255;

export class Film {
  readonly meta: FilmMeta;
  readonly days: number;
  readonly nPlaces: number;
  /** Whether everything is there, and not only what the first screen shows. */
  isWhole: boolean;
  private readonly columns: Map<string, Column>;
  private joining: Promise<Film> | null = null;

  /** `rest` fetches what is missing, where the piece is only the first part. */
  constructor(
    buffer: ArrayBuffer,
    stage: Stage,
    private readonly rest: (() => Promise<ArrayBuffer>) | null = null,
  ) {
    const { meta, columns } = read(buffer);
    this.columns = new Map(columns);
    this.meta = meta as FilmMeta;
    this.days = this.meta.days;
    this.nPlaces = stage.places.length;
    this.isWhole = rest === null;
  }

  /** The film once everything is there. */
  whole(): Promise<Film> {
    if (this.isWhole || !this.rest) return Promise.resolve(this);
    this.joining ??= this.rest().then(
      (buffer) => {
        const { meta, columns } = read(buffer);
        for (const [name, column] of columns) this.columns.set(name, column);
        for (const list of ["texts", "causes", "ratings"] as const)
          meta[list]?.forEach((text, code) => {
            if (text) this.meta[list][code] = text;
          });
        this.isWhole = true;
        return this;
      },
      (error) => {
        // It is asked for again by whoever next wants it.
        this.joining = null;
        throw error;
      },
    );
    return this.joining;
  }

  column(name: string): Column {
    const column = this.columns.get(name);
    if (!column) throw new Error(`the film has no column ${name}`);
    return column;
  }

  /** How the options of the choice behind an event were rated; nothing where it was none, or while it is on its way. */
  ratings(row: number): string {
    const codes = this.columns.get("event.ratings");
    return codes ? (this.meta.ratings[codes[row]] ?? "") : "";
  }

  /** One day of a column of the map. */
  map(name: string, day: number): Column {
    return this.column(`map.${name}`).subarray(day * this.nPlaces, (day + 1) * this.nPlaces);
  }

  /** A column of the map at one place, day by day. */
  mapAt(name: string, place: number): Float64Array {
    const column = this.column(`map.${name}`),
      out = new Float64Array(this.days);
    for (let day = 0; day < this.days; day++) out[day] = column[day * this.nPlaces + place];
    return out;
  }

  /** A national series, day by day. */
  national(name: string, scope: Scope = "national"): Float32Array {
    const from = SCOPE[scope] * this.days;
    return this.column(`national.${name}`).subarray(from, from + this.days) as Float32Array;
  }

  /** A followed unit's series, day by day. */
  unit(name: string, unit: number): Uint8Array {
    return this.column(`unit.${name}`).subarray(unit * this.days, (unit + 1) * this.days) as Uint8Array;
  }

  /** Share of votes of a party at a polled place (`null`: the country), day by day. */
  votes(place: number | null, party: number, parties: number): Float64Array | null {
    const at = this.meta.polled.indexOf(place);
    if (at < 0) return null;
    const column = this.column("votes.share"),
      out = new Float64Array(this.days);
    for (let day = 0; day < this.days; day++) out[day] = column[(at * this.days + day) * parties + party];
    return out;
  }

  government(day: number): Government {
    const list = this.meta.governments;
    let i = 0;
    while (i + 1 < list.length && list[i + 1].day <= day) i++;
    return list[i];
  }
}
