// References inside one schema: `#`, and `#/$defs/NAME` of the root. Importers bring every other form into these.
import type { DataSchema } from './data-schema.ts';
import { isJsonObject } from './json.ts';

/** A longer chain of references leads nowhere. */
export const maxHops = 32;

/** The pointer escape of a name: `$ref` of a definition is `#/$defs/` and this. */
export const escapePointer = (name: string): string =>
  name.includes('~') || name.includes('/') ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
export const unescapePointer = (text: string): string =>
  text.includes('~') ? text.replaceAll('~1', '/').replaceAll('~0', '~') : text;

/** `$ref` to a definition of the root. */
export const refTo = (name: string): string => `#/$defs/${escapePointer(name)}`;

/**
 * The schema that a reference leads to, the same object each time, so that recursion can be told by identity. An unknown
 * reference, or a circle of references, is anything.
 */
export function refTarget(root: DataSchema, schema: DataSchema): DataSchema {
  let current = schema;
  for (let hops = 0; current.$ref !== undefined; hops += 1) {
    const target = hops < maxHops ? definitionOf(root, current.$ref) : undefined;
    if (target === undefined) return {};
    current = target;
  }
  return current;
}

/** Where a reference leads first. */
export const refHop = (root: DataSchema, schema: DataSchema): DataSchema | undefined =>
  schema.$ref === undefined ? undefined : definitionOf(root, schema.$ref);

/** Parts of unknown keywords are not checked: a reference there may be anything. */
function definitionOf(root: DataSchema, ref: unknown): DataSchema | undefined {
  if (typeof ref !== 'string') return undefined;
  if (ref === '#') return root.$ref === '#' ? undefined : root;
  if (!ref.startsWith('#/$defs/') || root.$defs === undefined) return undefined;
  const name = unescapePointer(ref.slice('#/$defs/'.length));
  return Object.hasOwn(root.$defs, name) ? root.$defs[name] : undefined;
}

interface Merged {
  readonly target: DataSchema;
  readonly schema: DataSchema;
}
const merged = new WeakMap<DataSchema, Merged>();

/** The schema that a reference leads to, with what stands beside the reference (a description, an `x-xml`) laid over it. */
export function resolveRef(root: DataSchema, schema: DataSchema): DataSchema {
  if (schema.$ref === undefined) return schema;
  const target = refTarget(root, schema);
  const known = merged.get(schema);
  if (known?.target === target) return known.schema;
  const overlay = overlayOf(root, schema);
  if (overlay === undefined) return target;
  const made = laidOver(target, overlay);
  merged.set(schema, { target, schema: made });
  return made;
}

/** Annotations that both have are laid over each other key by key: where a field stands, and what its type is made of. */
function laidOver(target: DataSchema, overlay: DataSchema): DataSchema {
  const made: DataSchema = { ...target, ...overlay };
  for (const [key, above] of Object.entries(overlay)) {
    const below = key.startsWith('x-') ? target[key] : undefined;
    if (isJsonObject(below) && isJsonObject(above)) made[key] = { ...below, ...above };
  }
  return made;
}

/** What stands beside the references on the way, the nearer over the farther. */
function overlayOf(root: DataSchema, schema: DataSchema): DataSchema | undefined {
  let overlay: DataSchema | undefined;
  let current: DataSchema | undefined = schema;
  for (let hops = 0; current?.$ref !== undefined && hops < maxHops; hops += 1) {
    const { $ref, $defs: _, ...beside }: DataSchema = current;
    if (Object.keys(beside).length > 0) overlay = laidOver(beside, overlay ?? {});
    current = definitionOf(root, $ref ?? '');
  }
  return overlay;
}
