import type { Json } from '@patchbay/model/schema';

/** Values of the language are JSON; nothing is null. */
export const toJson = (value: unknown): Json => (value ?? null) as Json;
