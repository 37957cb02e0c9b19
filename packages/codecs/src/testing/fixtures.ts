import { readFileSync } from 'node:fs';

/** A file of `packages/codecs/fixtures`. */
export const fixture = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/${path}`, import.meta.url)));
export const fixtureText = (path: string): string => new TextDecoder().decode(fixture(path));
