import type { Scope } from '@patchbay/mapping';
import type { PreviewScope } from '../preview/preview-scope.ts';

/** The scope of a key: `item` is the first record of the nearest list before the step, when one is known. */
export function firstRecordScope({ scope, sources }: PreviewScope): Scope {
  const list = sources.map(({ value }) => value).find((value) => Array.isArray(value) && value.length > 0);
  return { ...scope, item: Array.isArray(list) ? (list[0] ?? null) : null };
}
