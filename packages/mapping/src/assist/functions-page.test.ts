import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const inClone = (path: string): URL => new URL(`../../../../${path}`, import.meta.url);
const publisher = inClone('scripts/publish-functions.mjs').href;

test('docs/functions.md is that of the functions as they are; if not, run “node scripts/publish-functions.mjs”', async () => {
  const { functionsPageText } = (await import(/* @vite-ignore */ publisher)) as { functionsPageText: () => string };
  expect(readFileSync(inClone('docs/functions.md'), 'utf8')).toBe(functionsPageText());
});
