/** A world's year, as the engine packs it: typed arrays that lie where they came. And the stage that all worlds share. */

import type { FilmMeta, Government, Stage } from "./types/page";

export type {
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

export const SCOPE = { national: 0, capital: 1, towns: 2, front: 3, villages: 4 } as const;
export type Scope = keyof typeof SCOPE;
/** In the order of the film's codes. */
export const AUTHORITIES = ["government", "council", "committee", "nobody"] as const;
export const NO_CODE = 255;

export class Film {
  readonly meta: FilmMeta;
  readonly days: number;
  readonly nPlaces: number;
  private readonly columns = new Map<string, Column>();

  constructor(buffer: ArrayBuffer, stage: Stage) {
    const bytes = new DataView(buffer);
    if (buffer.byteLength < 8 || bytes.getUint32(0, false) !== 0x54415556)
      throw new Error("this is no film of a world");
    const length = bytes.getUint32(4, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
    for (const [name, c] of Object.entries(
      head.columns as Record<string, { type: keyof typeof KINDS; at: number; length: number }>,
    )) {
      this.columns.set(name, new KINDS[c.type](buffer, 8 + length + c.at, c.length));
    }
    this.meta = head.meta;
    this.days = this.meta.days;
    this.nPlaces = stage.places.length;
  }

  column(name: string): Column {
    const column = this.columns.get(name);
    if (!column) throw new Error(`the film has no column ${name}`);
    return column;
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
