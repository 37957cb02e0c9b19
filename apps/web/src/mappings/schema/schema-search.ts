// The address of a schema's page: `/mappings/schemas/…?version=2&view=json&field=/lines/sku`.

export interface SchemaSearch {
  /** Absent: the newest. */
  readonly version?: string;
  readonly view?: 'json';
  /** The path of the chosen field. */
  readonly field?: string;
}

export function parseSchemaSearch(search: Record<string, unknown>): SchemaSearch {
  const { version, view, field } = search;
  return {
    ...(typeof version === 'string' && /^[1-9]\d{0,8}$/.test(version) ? { version } : {}),
    ...(view === 'json' ? { view } : {}),
    ...(typeof field === 'string' && field.startsWith('/') ? { field: field.slice(0, 2_000) } : {}),
  };
}
