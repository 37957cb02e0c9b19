// The address of the library's lists: `/mappings?tab=schemas&q=order&kind=canonical`.

export const libraryTabs = ['mappings', 'schemas', 'lookups', 'words'] as const;
export type LibraryTab = (typeof libraryTabs)[number];
export const schemaKinds = ['canonical', 'others'] as const;
export type SchemaKind = (typeof schemaKinds)[number];

export interface LibrarySearch {
  /** Absent: mappings. */
  readonly tab?: LibraryTab;
  readonly q?: string;
  /** Of schemas. Absent: all. */
  readonly kind?: SchemaKind;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What does not differ from how the page opens is left out, so that addresses stay short. */
export function parseLibrarySearch(search: Record<string, unknown>): LibrarySearch {
  const tab = libraryTabs.find((one) => one === search['tab']);
  const kind = schemaKinds.find((one) => one === search['kind']);
  const q = text(search['q']).slice(0, 200);
  return {
    ...(tab === undefined || tab === 'mappings' ? {} : { tab }),
    ...(q === '' ? {} : { q }),
    ...(kind === undefined || tab !== 'schemas' ? {} : { kind }),
  };
}
