// The documents that references may lead to: the main one and the supplied files, by path, `$id` and anchor.
import { escapePointer, isJsonObject, unescapePointer } from '@patchbay/model/schema';
import type { Json, JsonObject } from '@patchbay/model/schema';
import { resolveFile } from '../resolve-file.ts';

/** A schema at its place: `file` and `pointer` identify it; `base` is what relative references start from. */
export interface Placed {
  readonly file: string;
  readonly pointer: string;
  readonly base: string;
  readonly value: Json;
}

const maxIndexed = 500_000;

export class SchemaFiles {
  readonly #documents = new Map<string, Json>();
  readonly #read: (file: string) => Json | undefined;
  readonly #files: readonly string[];
  /** By `$id` (whole URI), and by base and anchor. */
  readonly #byId = new Map<string, Placed>();
  /** What relative references start from, by the object that they stand in. */
  readonly #bases = new WeakMap<JsonObject, string>();
  #indexed = 0;

  /** `read` gives a supplied file's content, once; undefined when it cannot be read. */
  constructor(
    main: { readonly file: string; readonly document: Json },
    files: readonly string[],
    read: (file: string) => Json | undefined,
  ) {
    this.#read = read;
    this.#files = files;
    this.#keep(main.file, main.document);
  }

  #keep(file: string, document: Json): void {
    this.#documents.set(file, document);
    const draft = isJsonObject(document) ? /draft-0([3-7])/.exec(textAt(document, '$schema') ?? '')?.[1] : undefined;
    this.#index({ file, pointer: '', base: file, value: document }, { depth: 0, draft: Number(draft ?? 8) });
  }

  /** The schema that a reference means, seen from `from`; undefined when there is none. */
  resolve(reference: string, place: Placed): Placed | undefined {
    const from = { ...place, base: this.#baseOf(place) };
    const hash = reference.indexOf('#');
    const location = hash === -1 ? reference : reference.slice(0, hash);
    const fragment = hash === -1 ? '' : decoded(reference.slice(hash + 1));
    const whole = location === '' ? this.#inside(from) : this.#other(location, from);
    if (whole === undefined) return undefined;
    if (fragment === '') return whole;
    if (!fragment.startsWith('/')) return this.#byId.get(`${whole.base}#${fragment}`);
    return descend(whole, fragment) ?? (location === '' ? descend(this.#documentOf(from.file), fragment) : undefined);
  }

  /** The resource that a reference without a location is in: the nearest one with an `$id`, else the document. */
  #inside(from: Placed): Placed {
    return this.#byId.get(from.base) ?? this.#documentOf(from.file);
  }

  #baseOf({ value, base }: Placed): string {
    return (isJsonObject(value) ? this.#bases.get(value) : undefined) ?? base;
  }

  #documentOf(file: string): Placed {
    const placed: Placed = { file, pointer: '', base: file, value: this.#documents.get(file) ?? {} };
    return { ...placed, base: this.#baseOf(placed) };
  }

  #other(location: string, from: Placed): Placed | undefined {
    const absolute = joined(location, from.base);
    const byId = this.#byId.get(absolute) ?? this.#byId.get(location);
    if (byId !== undefined) return byId;
    const names = [...this.#documents.keys(), ...this.#files];
    const file =
      (URL.canParse(absolute) ? resolveFile(absolute, '', names) : undefined) ??
      resolveFile(location, from.file, names);
    if (file === undefined) return this.#byIdOfUnread(absolute, location);
    return this.#load(file) ? this.#documentOf(file) : undefined;
  }

  #load(file: string): boolean {
    if (this.#documents.has(file)) return true;
    const document = this.#read(file);
    if (document === undefined) return false;
    this.#keep(file, document);
    return true;
  }

  /** A whole URI may be the `$id` of a file that was not read yet. */
  #byIdOfUnread(absolute: string, location: string): Placed | undefined {
    for (const file of this.#files) {
      if (this.#load(file)) {
        const found = this.#byId.get(absolute) ?? this.#byId.get(location);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  #index(at: Placed, { depth, draft }: Depth): void {
    this.#indexed += 1;
    if (this.#indexed > maxIndexed || depth > 200) return;
    const inside = { depth: depth + 1, draft };
    if (Array.isArray(at.value)) {
      for (const [index, value] of at.value.entries()) {
        this.#index({ ...at, pointer: `${at.pointer}/${index}`, value }, inside);
      }
      return;
    }
    if (!isJsonObject(at.value)) return;
    const here = this.#register(at, { value: at.value, draft });
    for (const [name, value] of Object.entries(at.value)) {
      if (typeof value !== 'object' || value === null || valueKeywords.has(name)) continue;
      this.#index({ ...here, pointer: `${at.pointer}/${escapePointer(name)}`, value }, inside);
    }
  }

  /** Up to draft 7 what stands beside a `$ref` does not count; up to draft 4 `$id` was `id`. */
  #register(at: Placed, { value, draft }: { value: JsonObject; draft: number }): Placed {
    const isIgnored = draft <= 7 && textAt(value, '$ref') !== undefined;
    const bare = textAt(value, 'id');
    const old = draft <= 4 || at.pointer === '' || bare?.startsWith('#') === true ? bare : undefined;
    const id = isIgnored ? undefined : (textAt(value, '$id') ?? old);
    const isWhole = id !== undefined && !id.startsWith('#');
    const base = isWhole ? joined(id.replace(/#$/, ''), at.base) : at.base;
    this.#bases.set(value, base);
    const here = { ...at, base };
    if (isWhole && !this.#byId.has(base)) this.#byId.set(base, here);
    const anchor = id?.startsWith('#') === true ? id.slice(1) : undefined;
    for (const name of [textAt(value, '$anchor'), textAt(value, '$dynamicAnchor'), anchor]) {
      if (name !== undefined) this.#byId.set(`${base}#${name}`, here);
    }
    return here;
  }
}

interface Depth {
  readonly depth: number;
  /** 3 to 7, or 8 for all that came later. */
  readonly draft: number;
}

/** They hold values, not schemas. */
const valueKeywords = new Set(['enum', 'const', 'examples', 'default']);

const textAt = (value: JsonObject, name: string): string | undefined => {
  const text = Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof text === 'string' ? text : undefined;
};

/** Relative locations against a URI; plain paths are left to the search among the files. */
function joined(location: string, base: string): string {
  if (URL.canParse(location)) return new URL(location).href;
  return URL.canParse(base) && URL.canParse(location, base) ? new URL(location, base).href : location;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    if (cause instanceof URIError) return text;
    throw cause;
  }
}

function descend(from: Placed, fragment: string): Placed | undefined {
  let value = from.value;
  let { base } = from;
  for (const step of fragment.slice(1).split('/').map(unescapePointer)) {
    if (Array.isArray(value)) value = value[/^\d{1,9}$/.test(step) ? Number(step) : -1] ?? null;
    else if (isJsonObject(value) && Object.hasOwn(value, step)) value = value[step] ?? null;
    else return undefined;
    const id = isJsonObject(value) ? textAt(value, '$id') : undefined;
    if (id !== undefined) base = joined(id, base);
  }
  return { file: from.file, pointer: `${from.pointer}${fragment}`, base, value };
}
