// Steps 9: what people of the workspace decided before, and what follows from two mappings that meet in a third schema.
import type { Field } from '../fields/field.ts';
import { isLeaf } from '../fields/field.ts';
import { pointerOf } from '../fields/pointer.ts';
import type { FieldPair, KnownMapping, MatchMemory } from '../suggestion.ts';

export interface Remembered {
  readonly kind: 'confirmed' | 'composed' | 'rejected';
  /** The least score of a confirmed or composed pair, the highest of a rejected one. */
  readonly score: number;
  /** Of a composed pair: the schema that both are mapped with; absent where another mapping maps the one to the other. */
  readonly through?: string | undefined;
}

const byPath: Remembered = { kind: 'confirmed', score: 0.98 };
const byName: Remembered = { kind: 'confirmed', score: 0.93 };
const composed: Remembered = { kind: 'composed', score: 0.92 };
const rejected: Remembered = { kind: 'rejected', score: 0.69 };

const maxPairs = 50_000;
/** A bare name that more fields bear is no memory of any of them. */
const maxFieldsOfName = 40;

export interface MemoryRequest {
  readonly sources: readonly Field[];
  readonly targets: readonly Field[];
  /** By root. */
  readonly sourceSchemas: readonly (string | undefined)[];
  readonly targetSchema: string | undefined;
  readonly memory: MatchMemory | undefined;
  readonly known: readonly KnownMapping[] | undefined;
}

export class Memory {
  readonly #said = new Map<string, Remembered>();

  constructor(request: MemoryRequest) {
    const sources = new FieldIndex(request.sources, request.sourceSchemas);
    const targets = new FieldIndex(request.targets, [request.targetSchema]);
    const { confirmed = [], rejected: refused = [] } = request.memory ?? {};
    for (const { source, target, through } of composedPairs(request, sources, targets))
      this.#remember(source, target, { ...composed, through });
    const ordered = (pairs: readonly FieldPair[]): FieldPair[] =>
      pairs.slice(0, maxPairs).toSorted((left, right) => Number(isPath(left)) - Number(isPath(right)));
    for (const isExact of [false, true]) {
      for (const pair of ordered(confirmed)) {
        if (isPath(pair) === isExact) this.#rememberAll(pair, { sources, targets }, isExact ? byPath : byName);
      }
      for (const pair of ordered(refused)) {
        if (isPath(pair) === isExact) this.#rememberAll(pair, { sources, targets }, rejected);
      }
    }
  }

  said(source: number, target: number): Remembered | undefined {
    return this.#said.get(key(source, target));
  }

  /** Pairs that are to be compared though their names may share nothing. */
  confirmedPairs(): [source: number, target: number][] {
    return [...this.#said].flatMap(([text, { kind }]) => {
      if (kind === 'rejected') return [];
      const [source = '', target = ''] = text.split(' ');
      return [[Number(source), Number(target)]];
    });
  }

  #rememberAll(pair: FieldPair, at: { sources: FieldIndex; targets: FieldIndex }, what: Remembered): void {
    const targets = at.targets.find(pair.target, pair.targetSchema);
    for (const source of at.sources.find(pair.source, pair.sourceSchema)) {
      for (const target of targets) this.#remember(source, target, what);
    }
  }

  /** What is said later counts: paths after names, refusals after confirmations. */
  #remember(source: number, target: number, what: Remembered): void {
    this.#said.set(key(source, target), what);
  }
}

const key = (source: number, target: number): string => `${source} ${target}`;
const isPath = (pair: FieldPair): boolean => pair.source.startsWith('/') && pair.target.startsWith('/');

/** `Order@3` and `Order` are one schema: pairs outlive versions. */
const withoutVersion = (name: string): string => name.replace(/@\d+$/, '');

class FieldIndex {
  readonly #schemas: readonly (string | undefined)[];
  readonly #fields: readonly Field[];
  readonly #byPointer = new Map<string, number[]>();
  readonly #byName = new Map<string, number[]>();

  constructor(fields: readonly Field[], schemas: readonly (string | undefined)[]) {
    this.#fields = fields;
    this.#schemas = schemas.map((name) => (name === undefined ? undefined : withoutVersion(name)));
    for (const field of fields) {
      if (!isLeaf(field)) continue;
      append(this.#byPointer, pointerOf(field.path), field.id);
      append(this.#byName, field.name.toLowerCase(), field.id);
    }
  }

  get schemas(): readonly (string | undefined)[] {
    return this.#schemas;
  }

  find(text: string, schema: string | undefined): number[] {
    const found = text.startsWith('/')
      ? (this.#byPointer.get(text) ?? [])
      : (this.#byName.get(text.toLowerCase()) ?? []);
    if (found.length > maxFieldsOfName) return [];
    if (schema === undefined) return found;
    const wanted = withoutVersion(schema);
    return found.filter((id) => this.#schemas[this.#fields[id]?.root ?? 0] === wanted);
  }
}

function append(map: Map<string, number[]>, at: string, id: number): void {
  const list = map.get(at);
  if (list === undefined) map.set(at, [id]);
  else list.push(id);
}

/** Source → third ← target, whichever way the two mappings were made; also a mapping between the two themselves. */
interface ComposedPair {
  readonly source: number;
  readonly target: number;
  readonly through: string | undefined;
}

function composedPairs(request: MemoryRequest, sources: FieldIndex, targets: FieldIndex): ComposedPair[] {
  const known = (request.known ?? []).slice(0, 1_000);
  const target = request.targetSchema === undefined ? undefined : withoutVersion(request.targetSchema);
  if (target === undefined) return [];
  const toTarget = linksOf(known, target);
  const pairs: ComposedPair[] = [];
  for (const schema of new Set(sources.schemas)) {
    if (schema === undefined) continue;
    for (const [own, meeting, other] of eachLink(known, schema)) {
      const ends = meeting === undefined ? [] : (toTarget.get(meeting) ?? []);
      const direct = meeting?.startsWith(`${target} `) === true ? [meeting.slice(target.length + 1)] : [];
      const found: { end: string; through: string | undefined }[] = [
        ...ends.map((end) => ({ end, through: other })),
        ...direct.map((end) => ({ end, through: undefined })),
      ];
      for (const { end, through } of found) {
        for (const from of sources.find(own, schema)) {
          for (const to of targets.find(end, target))
            if (pairs.length < maxPairs) pairs.push({ source: from, target: to, through });
        }
      }
    }
  }
  return pairs;
}

/** By field of another schema (“name pointer”), the pointers of this schema that it is mapped with. */
function linksOf(known: readonly KnownMapping[], schema: string): Map<string, string[]> {
  const links = new Map<string, string[]>();
  for (const [own, meeting] of eachLink(known, schema)) {
    const list = links.get(meeting);
    if (list === undefined) links.set(meeting, [own]);
    else list.push(own);
  }
  return links;
}

function* eachLink(
  known: readonly KnownMapping[],
  schema: string,
): Generator<[own: string, meeting: string, other: string]> {
  for (const mapping of known) {
    const from = withoutVersion(mapping.sourceSchema);
    const to = withoutVersion(mapping.targetSchema);
    if ((from === schema) === (to === schema)) continue;
    for (const pair of mapping.pairs) {
      if (from === schema) yield [pair.source, `${to} ${pair.target}`, to];
      else yield [pair.target, `${from} ${pair.source}`, from];
    }
  }
}
