/** The pages above those of a lookup table. */
export const lookupCrumbs = [
  { label: 'Mappings', to: '/mappings' },
  { label: 'Lookup tables', to: '/mappings', search: { tab: 'lookups' } },
] as const;
