import type { ApiOutputs } from '@patchbay/api';

export type SchemaCompared = ApiOutputs['schema']['compare'];
export type Impact = SchemaCompared['impact'][number];

/** Drafts that use the version can be moved to the new one here; what is published keeps it. */
export const isMovable = ({ where }: Pick<Impact, 'where'>): boolean => where === 'draft';
