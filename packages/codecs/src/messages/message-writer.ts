// One message → its segments, in the order of the guide; without a guide in the order of its list `segments`.
import { isJsonObject } from '@patchbay/model/schema';
import type { Json, JsonObject } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import { plainText } from '../value/plain-text.ts';
import { ownField, setField } from '../value/set-field.ts';
import { compileGuide, segmentsOf } from './compile-guide.ts';
import type { CompiledNode } from './compile-guide.ts';
import type { Dialect, RawElement } from './dialect.ts';
import type { CountRule, MessageGuide, SegmentDefinition } from './guide.ts';
import { writeSegment } from './write-segment.ts';

export interface WrittenSegment {
  readonly id: string;
  readonly elements: RawElement[];
}

export interface MessageWriting {
  readonly dialect: Dialect;
  readonly guide: MessageGuide | undefined;
  /** Where the message stands in what is written, for messages. */
  readonly path: string;
  /** Properties of the message that are written elsewhere: its envelope. */
  readonly envelope: readonly string[];
}

/** X12 has ids of two characters as well. */
const segmentIds = { x12: /^[A-Z][A-Z0-9]{1,2}$/, edifact: /^[A-Z][A-Z0-9]{2}$/, hl7: /^[A-Z][A-Z0-9]{2}$/ } as const;

export function writeMessage(message: JsonObject, writing: MessageWriting): WrittenSegment[] {
  const writer = new MessageWriter(writing);
  const { guide, envelope } = writing;
  const nodes = guide === undefined ? [] : compileGuide(guide);
  const named = guide === undefined ? [] : writer.take(message, new Set([...envelope, ...nodes.map(({ key }) => key)]));
  writer.level({ object: message, nodes, path: writing.path, own: [...envelope, ...named] });
  writer.rest();
  return writer.segments;
}

/** Whether a message is a plain list of segments, as it is read without a guide. */
export function isBare(message: JsonObject, envelope: readonly string[]): boolean {
  const own = Object.keys(message).filter((key) => !envelope.includes(key) && message[key] !== null);
  return own.length === 1 && own[0] === 'segments';
}

interface LevelOf {
  readonly object: JsonObject;
  readonly nodes: readonly CompiledNode[];
  readonly path: string;
  /** Properties that are written already. */
  readonly own: readonly string[];
}

interface NamedSegment {
  readonly path: string;
  readonly item: JsonObject;
  isWritten: boolean;
}

class MessageWriter {
  readonly segments: WrittenSegment[] = [];
  /** Numbers of the levels that are open, and how many there were. */
  readonly #levels: Json[] = [];
  #levelCount = 0;
  /** Segments that stand in the message under their names, by the path of what they follow. */
  readonly #named = new Map<string, NamedSegment[]>();
  readonly #writing: MessageWriting;

  constructor(writing: MessageWriting) {
    this.#writing = writing;
  }

  /** Takes note of the segments that the guide does not have, and gives their properties. */
  take(message: JsonObject, placed: ReadonlySet<string>): string[] {
    const { guide, path } = this.#writing;
    const known = guide === undefined ? new Set<string>() : segmentsOf(guide);
    const keys = Object.keys(message).filter((key) => {
      const id = key.toUpperCase();
      return key === id.toLowerCase() && this.#isSegment(id) && !known.has(id) && !placed.has(key);
    });
    for (const key of keys) {
      const value = ownField(message, key) ?? [];
      for (const [at, item] of (Array.isArray(value) ? value : [value]).entries()) {
        const own = Array.isArray(value) ? `${key}[${at}]` : key;
        if (!isJsonObject(item)) throw this.#refused('a segment must have named fields', `${path}.${own}`);
        const { after, ...fields } = item;
        const follows = typeof after === 'string' ? after : '';
        const named = { path: own, item: { segment: key.toUpperCase(), ...fields }, isWritten: false };
        const others = this.#named.get(follows);
        if (others === undefined) this.#named.set(follows, [named]);
        else others.push(named);
      }
    }
    return keys;
  }

  /** What follows nothing that was written. */
  rest(): void {
    for (const after of this.#named.keys()) this.#follow(after);
  }

  #follow(path: string): void {
    const open = [...(this.#named.get(path) ?? [])].toReversed();
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next.isWritten) continue;
      next.isWritten = true;
      this.#kept(next.item, `${this.#writing.path}.${next.path}`);
      open.push(...(this.#named.get(next.path) ?? []).toReversed());
    }
  }

  level({ object, nodes, path, own }: LevelOf): void {
    const known = new Set([...own, 'segments', ...nodes.map((node) => node.key)]);
    const unknown = Object.keys(object).find((key) => !known.has(key) && object[key] !== null);
    if (unknown !== undefined) {
      const where =
        this.#writing.guide === undefined
          ? 'a message without a guide is a list “segments”'
          : `the guide ${this.#writing.guide.id} has nothing of that name there`;
      throw this.#refused(`the field “${unknown}” cannot be placed: ${where}`, path);
    }
    for (const node of nodes) this.#node(node, object, path);
    const kept = ownField(object, 'segments');
    for (const [at, item] of (Array.isArray(kept) ? kept : []).entries()) this.#kept(item, `${path}.segments[${at}]`);
  }

  #isSegment(id: string): boolean {
    return segmentIds[this.#writing.dialect.standard].test(id);
  }

  #refused(reason: string, path: string): CodecError {
    return CodecError.value(this.#writing.dialect.name, reason, path);
  }

  #node(node: CompiledNode, object: JsonObject, path: string): void {
    const value = ownField(object, node.key) ?? (node.counts.some(({ only }) => only === undefined) ? {} : null);
    const here = `${path}.${node.key}`;
    const items = Array.isArray(value) ? value : value === null ? [] : [value];
    if (items.length === 0 && node.isRequired)
      throw this.#refused(`the guide ${this.#writing.guide?.id ?? ''} needs it, and it is missing`, here);
    if (items.length > node.maxItems)
      throw this.#refused(
        `it may stand ${node.maxItems === 1 ? 'once' : `${node.maxItems} times`}, and is there ${items.length} times`,
        here,
      );
    for (const [at, item] of items.entries()) {
      const itemPath = node.isList ? `${here}[${at}]` : here;
      if (!isJsonObject(item)) throw this.#refused('a segment or group must have named fields', itemPath);
      if (node.kind === 'group') this.level({ object: item, nodes: node.nodes, path: itemPath, own: [] });
      else {
        const filled = this.#levelled(node, this.#counted(node, item, object));
        this.#segment({ node, item: filled, path: itemPath });
        if (node.level !== undefined) this.#levels.pop();
      }
    }
  }

  #segment({ node, item, path }: { node: CompiledNode; item: JsonObject; path: string }): void {
    const others = this.#write({
      id: node.id,
      item: withCondition(node, item, this.#writing.dialect),
      path,
      definition: node.definition,
    });
    if (this.#named.size > 0) this.#follow(path.slice(this.#writing.path.length + 1));
    if (node.kind === 'segment') {
      const [first] = others.filter((key) => item[key] !== null);
      if (first !== undefined) throw this.#refused(`“${first}” is no element of the segment ${node.id}`, path);
      return;
    }
    const rest: JsonObject = {};
    for (const key of others) setField(rest, key, item[key] ?? null);
    this.level({ object: rest, nodes: node.nodes, path, own: [] });
  }

  /** With the number that the guide says is counted, unless the message gives it. */
  #counted(node: CompiledNode, item: JsonObject, around: JsonObject): JsonObject {
    const { dialect } = this.#writing;
    for (const count of node.counts) {
      const element = dialect.elementKey(node.id, count.element);
      const key = count.part === undefined ? element : dialect.partKey(element, count.part);
      const { only } = count;
      const isMeant = only === undefined || plainText(item[dialect.partKey(element, only.part)]) === only.value;
      if (isMeant && (item[key] ?? null) === null) return { ...item, [key]: this.#countOf(count, around) };
    }
    return item;
  }

  #countOf({ list, segment, without }: CountRule, around: JsonObject): number {
    if (segment === undefined) {
      const items = list === undefined ? undefined : ownField(around, list);
      return Array.isArray(items) ? items.length : 0;
    }
    return this.segments.filter(
      ({ id, elements }) => id === segment && (without === undefined || isEmptyElement(elements[without - 1])),
    ).length;
  }

  /** With its number and that of the level above, unless the message gives them. */
  #levelled(node: CompiledNode, item: JsonObject): JsonObject {
    if (node.level === undefined) return item;
    const key = (element: number): string => this.#writing.dialect.elementKey(node.id, element);
    const { number, above, below } = node.level;
    this.#levelCount += 1;
    const own = ownField(item, key(number)) ?? null;
    if (own !== null) {
      this.#levels.push(own);
      return item;
    }
    const hasBelow = node.nodes.some(
      (inner) => inner.level !== undefined && (ownField(item, inner.key) ?? null) !== null,
    );
    const filled: JsonObject = {
      [key(number)]: String(this.#levelCount),
      [key(above)]: this.#levels.at(-1) ?? null,
      [key(below)]: hasBelow ? '1' : '0',
    };
    for (const [name, value] of Object.entries(item)) if (value !== null) setField(filled, name, value);
    this.#levels.push(filled[key(number)] ?? null);
    return filled;
  }

  #kept(item: Json, path: string): void {
    const id = isJsonObject(item) ? ownField(item, 'segment') : undefined;
    if (!isJsonObject(item) || typeof id !== 'string' || !this.#isSegment(id)) {
      const example = this.#writing.dialect.standard === 'x12' ? 'N1' : 'NTE';
      throw this.#refused(`a segment needs its id in “segment”, such as ${example}`, path);
    }
    const { segment: _, ...fields } = item;
    const known = this.#writing.guide?.segments ?? this.#writing.dialect.segments;
    const definition = Object.hasOwn(known, id) ? known[id] : undefined;
    const [other] = this.#write({ id, item: fields, path, definition });
    if (other !== undefined) throw this.#refused(`“${other}” is no element of the segment ${id}`, path);
  }

  #write({
    id,
    item,
    path,
    definition,
  }: {
    id: string;
    item: JsonObject;
    path: string;
    definition: SegmentDefinition | undefined;
  }): string[] {
    const { elements, others } = writeSegment(item, { id, definition, dialect: this.#writing.dialect, path });
    this.segments.push({ id, elements });
    return others;
  }
}

/** An element by which the guide knows the segment, and that has one possible value, need not be given. */
function withCondition(node: CompiledNode, item: JsonObject, dialect: Dialect): JsonObject {
  const [only, ...more] = node.when?.values ?? [];
  if (node.when === undefined || only === undefined || more.length > 0) return item;
  const key = dialect.elementKey(node.id, node.when.element);
  return (item[key] ?? null) === null ? { ...item, [key]: only } : item;
}

const isEmptyElement = (element: RawElement | undefined): boolean =>
  element === undefined || typeof element === 'string'
    ? (element ?? '') === ''
    : element.flat(2).every((text) => text === '');
