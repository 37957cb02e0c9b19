// Where a mapping names a schema of the library in a version that is not its newest.
import type { MapperHost, LibraryEntry } from '../mapper-host.ts';

export interface OutdatedUse {
  /** `source order`, `target`. */
  readonly key: string;
  /** As it stands in sentences: `order`, `the target`. */
  readonly words: string;
  /** What is named now: `Order@1`. */
  readonly ref: string;
  readonly newest: LibraryEntry;
}

export const sourceUse = (name: string): string => `source ${name}`;
export const targetUse = 'target';

type Surroundings = Pick<MapperHost, 'doc' | 'library' | 'givenTarget'>;

export function outdatedUses(host: Surroundings): OutdatedUse[] {
  const newer = host.library.newer ?? {};
  return namedSchemas(host).flatMap(({ ref, ...use }) => {
    const newest = Object.hasOwn(newer, ref) ? newer[ref] : undefined;
    return newest === undefined ? [] : [{ ...use, ref, newest }];
  });
}

/** The places that name this version: they move together. */
export const placesOf = (host: Surroundings, ref: string): string[] =>
  namedSchemas(host).flatMap((use) => (use.ref === ref ? [use.words] : []));

function namedSchemas({ doc, givenTarget }: Surroundings): Omit<OutdatedUse, 'newest'>[] {
  const sources = Object.entries(doc.sources ?? {}).flatMap(([name, { schema }]) =>
    typeof schema === 'string' ? [{ key: sourceUse(name), words: name, ref: schema }] : [],
  );
  const target = givenTarget === undefined ? doc.target?.schema : undefined;
  return typeof target === 'string' ? [...sources, { key: targetUse, words: 'the target', ref: target }] : sources;
}
