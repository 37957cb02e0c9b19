import type { LibraryVersionRow } from '@patchbay/db/repositories';
import type { VersionItem } from './library.contract.ts';

export const versionItem = ({ number, note, createdBy, createdAt }: LibraryVersionRow): VersionItem => ({
  number,
  note,
  createdBy,
  createdAt: createdAt.toISOString(),
});
