// Segments in, one message out. With a guide each segment finds its place; without one they are a list, in order.
import type { Json, JsonObject } from '@patchbay/model/schema';
import { ownField, setField } from '../value/set-field.ts';
import { compileGuide, segmentsOf, startOf } from './compile-guide.ts';
import type { CompiledNode } from './compile-guide.ts';
import type { Dialect, RawSegment } from './dialect.ts';
import type { MessageGuide } from './guide.ts';
import { readSegment } from './read-segment.ts';
import type { OnBad } from './read-segment.ts';

export type UnknownSegments = 'error' | 'keep' | 'named';

export interface BuilderOptions {
  readonly dialect: Dialect;
  readonly guide: MessageGuide | undefined;
  /**
   * A segment that the guide does not have, or not there: told to `onBad`, or kept in the list `segments` where it stands. `named`
   * keeps those that it has nowhere in the message itself, under their names, with the path of the segment before as `after`.
   */
  readonly unknownSegments: UnknownSegments;
  readonly onBad: OnBad;
}

interface Level {
  readonly nodes: readonly CompiledNode[];
  readonly object: JsonObject;
  /** Where it stands in the message, such as `patient_result[0].`. */
  readonly path: string;
  /** Where in the nodes the last segment was found; what comes next is looked for from here on. */
  at: number;
}

export class MessageBuilder {
  readonly object: JsonObject = {};
  readonly #options: BuilderOptions;
  readonly #levels: Level[];
  /** The segment that was read last. */
  #last = '';

  constructor(options: BuilderOptions) {
    this.#options = options;
    const nodes = options.guide === undefined ? undefined : compileGuide(options.guide);
    this.#levels = nodes === undefined ? [] : [{ nodes, object: this.object, path: '', at: 0 }];
  }

  add(segment: RawSegment): void {
    if (this.#levels.length === 0) {
      this.#keep(this.object, segment);
      return;
    }
    if (this.#place(segment, 'onwards') || this.#place(segment, 'anywhere')) return;
    const { guide, unknownSegments, onBad } = this.#options;
    if (unknownSegments === 'named' && guide !== undefined && !segmentsOf(guide).has(segment.id)) {
      this.#name(segment);
      return;
    }
    const innermost = this.#levels.at(-1)?.object ?? this.object;
    if (unknownSegments === 'keep') this.#keep(innermost, segment);
    else onBad(`the guide ${guide?.id ?? ''} has no segment ${segment.id} in this place`, null);
  }

  /** From the innermost group outwards: first where the guide goes on, then, for segments out of order, anywhere. */
  #place(segment: RawSegment, where: 'onwards' | 'anywhere'): boolean {
    for (let depth = this.#levels.length - 1; depth >= 0; depth -= 1) {
      const level = this.#levels[depth];
      if (level === undefined) continue;
      const from = where === 'onwards' ? level.at : 0;
      const to = where === 'onwards' ? level.nodes.length : level.at;
      for (let at = from; at < to; at += 1) {
        const found = this.#startIn(level, at, segment);
        if (found === undefined) continue;
        this.#levels.length = depth + 1;
        if (where === 'onwards') level.at = Math.max(level.at, found.at);
        this.#enter({ node: found.node, level, start: found.start }, segment);
        return true;
      }
    }
    return false;
  }

  /** The node at a place, if the segment begins it; one that names the values of its segment goes before one that takes them all. */
  #startIn(
    level: Level,
    at: number,
    segment: RawSegment,
  ): { node: CompiledNode; at: number; start: number } | undefined {
    const node = level.nodes[at];
    const start = node === undefined ? -1 : freeStart(level, node, segment);
    if (node === undefined || start === -1) return undefined;
    if (node.kind === 'group' || node.when !== undefined) return { node, at, start };
    for (const closer of node.closer) {
      const own = level.nodes[closer];
      if (own !== undefined && freeStart(level, own, segment) !== -1) return { node: own, at: closer, start: 0 };
    }
    return { node, at, start };
  }

  #enter({ node, level, start }: { node: CompiledNode; level: Level; start: number }, segment: RawSegment): void {
    if (node.kind === 'group') {
      const object: JsonObject = {};
      const inside = { nodes: node.nodes, object, path: `${attach(level, node, object)}.`, at: start };
      this.#levels.push(inside);
      const first = node.nodes[start];
      if (first !== undefined) this.#enter({ node: first, level: inside, start: startOf(first, segment) }, segment);
      return;
    }
    const read = readSegment(segment, node.definition ?? this.#definition(segment.id), this.#options);
    this.#last = attach(level, node, read);
    if (node.kind === 'loop') this.#levels.push({ nodes: node.nodes, object: read, path: `${this.#last}.`, at: 0 });
  }

  #name(segment: RawSegment): void {
    const key = segment.id.toLowerCase();
    const there = ownField(this.object, key);
    const read = readSegment(segment, this.#definition(segment.id), this.#options);
    const list = Array.isArray(there) ? there : [];
    if (list !== there) setField(this.object, key, list);
    list.push({ ...read, after: this.#last });
    this.#last = `${key}[${list.length - 1}]`;
  }

  #keep(object: JsonObject, segment: RawSegment): void {
    const read = readSegment(segment, this.#definition(segment.id), this.#options);
    const list = ownField(object, 'segments');
    const item: JsonObject = { segment: segment.id, ...read };
    if (Array.isArray(list)) list.push(item);
    else setField(object, 'segments', [item]);
  }

  #definition(id: string): CompiledNode['definition'] {
    const segments = this.#options.guide?.segments ?? this.#options.dialect.segments;
    return Object.hasOwn(segments, id) ? segments[id] : undefined;
  }
}

/** Where the segment begins the node, unless that may stand once and is there. */
function freeStart(level: Level, node: CompiledNode, segment: RawSegment): number {
  const isFree = node.isList || ownField(level.object, node.key) === undefined;
  return isFree ? startOf(node, segment) : -1;
}

/** The path of what was attached. */
function attach({ object, path }: Level, node: CompiledNode, value: JsonObject): string {
  if (!node.isList) {
    setField(object, node.key, value);
    return path + node.key;
  }
  const there: Json | undefined = ownField(object, node.key);
  const list = Array.isArray(there) ? there : [];
  if (list !== there) setField(object, node.key, list);
  list.push(value);
  return `${path}${node.key}[${list.length - 1}]`;
}
