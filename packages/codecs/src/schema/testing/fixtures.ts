import { readFileSync } from 'node:fs';

/** The bytes of a file in fixtures/schema. */
export const fixture = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../fixtures/schema/${path}`, import.meta.url)));

/** Several files of a folder, by their paths in it: what `options.files` takes. */
export const fixtureFiles = (folder: string, paths: readonly string[]): Map<string, Uint8Array> =>
  new Map(paths.map((path) => [path, fixture(`${folder}/${path}`)]));
