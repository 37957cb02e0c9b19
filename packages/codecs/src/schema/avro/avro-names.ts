// The named types of Avro schemas, by full name: those of the schema itself and those of other files.
import { isJsonObject } from '@patchbay/model/schema';
import type { Json, JsonObject } from '@patchbay/model/schema';

export interface NamedType {
  readonly fullName: string;
  readonly namespace: string;
  readonly type: JsonObject;
}

const maxDepth = 150;

/** `name` may hold the namespace; a bare one is in the namespace around it. */
export function fullNameOf(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

const namespaceOf = (fullName: string): string => fullName.slice(0, Math.max(fullName.lastIndexOf('.'), 0));

export class AvroNames {
  readonly #types = new Map<string, NamedType>();
  readonly #files: () => Json[];
  #areFilesRead = false;

  constructor(files: () => Json[]) {
    this.#files = files;
  }

  register(type: Json): void {
    this.#register(type, '', 0);
  }

  find(name: string, namespace: string): NamedType | undefined {
    const known = this.#types.get(fullNameOf(name, namespace)) ?? this.#types.get(name);
    if (known !== undefined || this.#areFilesRead) return known;
    this.#areFilesRead = true;
    for (const json of this.#files()) this.#register(json, '', 0);
    return this.find(name, namespace);
  }

  #register(type: Json, namespace: string, depth: number): void {
    if (depth > maxDepth) return;
    if (Array.isArray(type)) {
      for (const one of type) this.#register(one, namespace, depth + 1);
      return;
    }
    if (!isJsonObject(type)) return;
    const inside = this.#keep(type, namespace);
    const fields = Array.isArray(type['fields']) ? type['fields'] : [];
    for (const field of fields) if (isJsonObject(field)) this.#register(field['type'] ?? null, inside, depth + 1);
    for (const key of ['type', 'items', 'values']) this.#register(type[key] ?? null, inside, depth + 1);
    if (Array.isArray(type['types'])) this.#register(type['types'], inside, depth + 1);
  }

  /** Gives the namespace that holds inside the type. */
  #keep(type: JsonObject, namespace: string): string {
    const named = namedType(type, namespace);
    if (named === undefined) return typeof type['namespace'] === 'string' ? type['namespace'] : namespace;
    if (!this.#types.has(named.fullName)) this.#types.set(named.fullName, named);
    return named.namespace;
  }

  /** The schema as it was written, with types of other files written in where they are first named. */
  selfContained(type: Json): Json {
    const written = new Set<string>();
    const copy = (part: Json, namespace: string, depth: number): Json => {
      if (depth > maxDepth) return part;
      if (typeof part === 'string') {
        const found = this.#types.get(fullNameOf(part, namespace));
        if (found === undefined || written.has(found.fullName)) return part;
        return { ...asObject(copy(found.type, '', depth + 1)), namespace: found.namespace, name: found.fullName };
      }
      if (Array.isArray(part)) return part.map((one) => copy(one, namespace, depth + 1));
      if (!isJsonObject(part)) return part;
      const named = namedType(part, namespace);
      if (named !== undefined) {
        if (written.has(named.fullName)) return named.fullName;
        written.add(named.fullName);
      }
      return copyObject(part, (value) => copy(value, named?.namespace ?? namespace, depth + 1));
    };
    return copy(type, '', 0);
  }
}

const asObject = (value: Json): JsonObject => (isJsonObject(value) ? value : {});

const named = new Set(['record', 'error', 'enum', 'fixed']);

export function namedType(type: JsonObject, namespace: string): NamedType | undefined {
  if (typeof type['name'] !== 'string' || typeof type['type'] !== 'string' || !named.has(type['type']))
    return undefined;
  const own = typeof type['namespace'] === 'string' ? type['namespace'] : namespace;
  const fullName = fullNameOf(type['name'], own);
  return { fullName, namespace: namespaceOf(fullName), type };
}

function copyObject(type: JsonObject, copy: (value: Json) => Json): JsonObject {
  const entries = Object.entries(type).map(([key, value]): [string, Json] => {
    if (key === 'fields' && Array.isArray(value)) {
      return [
        key,
        value.map((field) => (isJsonObject(field) ? { ...field, type: copy(field['type'] ?? 'null') } : field)),
      ];
    }
    const isType = key === 'items' || key === 'values' || (key === 'type' && typeof value !== 'string');
    return [key, isType ? copy(value) : value];
  });
  return Object.fromEntries(entries);
}
