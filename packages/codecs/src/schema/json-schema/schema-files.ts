// The documents that references may lead to: the main one and the supplied files, by path, `$id` and anchor.
import { isJsonObject, unescapePointer } from '@patchbay/model/schema';
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
    this.#index({ file, pointer: '', base: file, value: document }, 0);
  }

  /** The schema that a reference means, seen from `from`; undefined when there is none. */
  resolve(reference: string, from: Placed): Placed | undefined {
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

  #documentOf(file: string): Placed {
    return { file, pointer: '', base: file, value: this.#documents.get(file) ?? {} };
  }

  #other(location: string, from: Placed): Placed | undefined {
    const absolute = joined(location, from.base);
    const byId = this.#byId.get(absolute) ?? this.#byId.get(location);
    if (byId !== undefined) return byId;
    const file = resolveFile(location, from.file, [...this.#documents.keys(), ...this.#files]);
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

  #index(at: Placed, depth: number): void {
    this.#indexed += 1;
    if (this.#indexed > maxIndexed || depth > 200) return;
    if (Array.isArray(at.value)) {
      for (const [index, value] of at.value.entries())
        this.#index({ ...at, pointer: `${at.pointer}/${index}`, value }, depth + 1);
      return;
    }
    if (!isJsonObject(at.value)) return;
    const here = this.#register(at, at.value);
    for (const [name, value] of Object.entries(at.value)) {
      if (typeof value !== 'object' || value === null || name === 'enum' || name === 'examples' || name === 'const')
        continue;
      this.#index({ ...here, pointer: `${at.pointer}/${escapeName(name)}`, value }, depth + 1);
    }
  }

  #register(at: Placed, value: JsonObject): Placed {
    const id = textAt(value, '$id') ?? textAt(value, 'id');
    const isId = id !== undefined && !id.startsWith('#') && (value['$id'] !== undefined || at.pointer === '');
    const base = isId ? joined(id.replace(/#$/, ''), at.base) : at.base;
    const here = { ...at, base };
    if (isId && !this.#byId.has(base)) this.#byId.set(base, here);
    const anchors = [
      textAt(value, '$anchor'),
      textAt(value, '$dynamicAnchor'),
      id?.startsWith('#') === true ? id.slice(1) : undefined,
    ];
    for (const anchor of anchors) if (anchor !== undefined) this.#byId.set(`${base}#${anchor}`, here);
    return here;
  }
}

const textAt = (value: JsonObject, name: string): string | undefined => {
  const text = Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof text === 'string' ? text : undefined;
};

const escapeName = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

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
