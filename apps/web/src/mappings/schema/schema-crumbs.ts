/** The pages above those of a schema. */
export const schemaCrumbs = [
  { label: 'Mappings', to: '/mappings' },
  { label: 'Schemas', to: '/mappings', search: { tab: 'schemas' } },
] as const;
