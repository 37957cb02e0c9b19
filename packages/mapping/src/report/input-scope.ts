// What a mapping reads, from one value: an object with a key for each source, or the payload itself where it is the only one.
import type { MappingDocument } from '@patchbay/model/mapping';
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';

export interface InputScope {
  readonly scope: Readonly<Record<string, Json>>;
  /** Payloads that the input has nothing for. */
  readonly missing: readonly string[];
  /** Keys of the input that are no source; they are not read. */
  readonly unknown: readonly string[];
}

/** What flows have at hand. A mapping that is filled from them may be given them as they are. */
const flowRoots: ReadonlySet<string> = new Set(['trigger', 'steps', 'errors', 'vars', 'item']);

const payloads = (doc: MappingDocument): string[] =>
  Object.entries(doc.sources ?? {}).flatMap(([name, { role = 'payload' }]) => (role === 'payload' ? [name] : []));

/**
 * @param input undefined: nothing is given this way
 * @param given sources that are given in another way
 */
export function inputScope(
  doc: MappingDocument,
  input: Json | undefined,
  given: ReadonlySet<string> = new Set(),
): InputScope | { readonly mistake: string } {
  const sources = Object.keys(doc.sources ?? {});
  const wanted = payloads(doc).filter((name) => !given.has(name));
  const isFilledFrom = (name: string): boolean => doc.sources?.[name]?.from !== undefined;
  const readsFlow = sources.some(isFilledFrom);
  const isKnown = (name: string): boolean =>
    sources.length === 0 || sources.includes(name) || (readsFlow && flowRoots.has(name));
  if (input === undefined) return { scope: {}, missing: wanted, unknown: [] };
  if (isJsonObject(input) && (sources.length === 0 || Object.keys(input).some(isKnown))) {
    const hasFlow = readsFlow && Object.keys(input).some((name) => flowRoots.has(name));
    const unknown = Object.keys(input).filter((name) => !isKnown(name));
    return {
      scope: unknown.length === 0 ? input : Object.fromEntries(Object.entries(input).filter(([name]) => isKnown(name))),
      missing: wanted.filter((name) => !Object.hasOwn(input, name) && !(hasFlow && isFilledFrom(name))),
      unknown,
    };
  }
  const [only] = wanted;
  if (wanted.length === 1 && only !== undefined)
    return { scope: Object.fromEntries([[only, input]]), missing: [], unknown: [] };
  return {
    mistake:
      sources.length === 0
        ? 'The input of a mapping without sources is an object: one key for each root that its expressions read.'
        : `The input has to be an object with a key for each source of the mapping: ${sources.map((name) => `“${name}”`).join(', ')}.`,
  };
}
