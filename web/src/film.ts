/** A world's year, as the engine packs it: typed arrays that lie where they came. And the stage that all worlds share. */

export interface Place {
  id: string;
  name: string;
  ru: string;
  kind: string;
  parent: number | null;
  lat: number;
  lon: number;
  people: number;
  unverified: boolean;
}
export interface Party {
  id: string;
  name: string;
  short: string;
}
export interface WhatIf {
  name: string;
  title: string;
  considered: string;
  document: string;
  fields: Record<string, string>;
  sketch: boolean;
  unverified: boolean;
}
export interface Observation {
  measure: string;
  series: string;
  place: number | null;
  from: number;
  to: number;
  value: number;
  low: number | null;
  high: number | null;
  label: string;
  unit: string;
  source: string;
  locator: string;
  confidence: string;
  note: string;
  verified: boolean;
}
export interface RecordEvent {
  day: number;
  place: number | null;
  place_id: string;
  text: string;
  kind: string;
  source: string;
  locator: string;
}
export interface Source {
  author: string;
  title: string;
  year: string;
  url: string;
}
/** What a setting may change: a number of behaviour in its range, with the scenario's own value. */
export interface Parameter {
  key: string;
  unit: string;
  meaning: string;
  source: string;
  low: number;
  high: number;
  value: number;
}
export interface Mechanism {
  name: string;
  meaning: string;
  on: boolean;
}
export interface Stage {
  scenario: string;
  title: string;
  summary: string;
  old_style: boolean;
  start: number;
  days: number;
  capital: number;
  places: Place[];
  links: [number, number][];
  parties: Party[];
  classes: { id: string; name: string }[];
  issues: string[];
  event_kinds: string[];
  election_kinds: string[];
  resolutions: string[];
  scopes: string[];
  what_ifs: WhatIf[];
  parameters: Parameter[];
  mechanisms: Mechanism[];
  /** Sets of parameters of the scenario's calibration, where there is one. */
  posterior: number | null;
  record: Observation[];
  record_events: RecordEvent[];
  sources: Record<string, Source>;
}

export interface Wanted {
  scenario: string;
  seed: number;
  scale: number;
  with: string[];
  set: string[];
  own: string;
}
export interface Government {
  day: number;
  kind: string;
  coalition: string[];
  delivers: number[];
}
export interface UnitHead {
  name: string | null;
  place: number;
  class: number;
  adults: number;
  cells: number;
  thresholds: [number, number, number];
}
export interface Meta {
  request: Wanted;
  scenario: string;
  version: string;
  content: string;
  start: number;
  days: number;
  digest: string;
  outcome: { kind: string; day: number };
  persons: number;
  modelled: number;
  cells: number;
  places: number;
  governments: Government[];
  units: { list: UnitHead[]; demands: string[] };
  polled: (number | null)[];
  actors: string[];
  causes: string[];
  with: { name: string; title: string }[];
  set: string[];
}

type Column = Uint8Array | Uint16Array | Uint32Array | Float32Array;
const KINDS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array };

export const SCOPE = { national: 0, capital: 1, towns: 2, front: 3, villages: 4 } as const;
export type Scope = keyof typeof SCOPE;
/** In the order of the film's codes. */
export const AUTHORITIES = ["government", "council", "committee", "nobody"] as const;
export const NO_CODE = 255;

export class Film {
  readonly meta: Meta;
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
