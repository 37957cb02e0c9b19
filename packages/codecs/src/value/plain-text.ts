import type { Json } from '@patchbay/model/schema';

/** A value that is neither list, object nor nothing. */
export type Scalar = string | number | boolean;

/** The text of a scalar; empty for everything else. */
export const plainText = (value: Json | undefined): string =>
  value === null || value === undefined || typeof value === 'object' ? '' : String(value);
