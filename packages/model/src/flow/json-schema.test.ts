import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const inClone = (path: string): URL => new URL(`../../../../${path}`, import.meta.url);
const publisher = inClone('scripts/publish-schema.mjs').href;

describe.each([
  ['flow', 'flowSchemaText'],
  ['mapping', 'mappingSchemaText'],
])('the published JSON Schema of the %s document', (name, maker) => {
  const committed = readFileSync(inClone(`docs/schema/${name}.schema.json`), 'utf8');

  test('is the one that the document has now; if not, run “node scripts/publish-schema.mjs”', async () => {
    const made = (await import(/* @vite-ignore */ publisher)) as Record<string, () => string>;
    expect(committed).toBe(made[maker]?.());
  });

  test('names every definition that it refers to', () => {
    const { $defs } = JSON.parse(committed) as { $defs: Record<string, unknown> };
    const references = [...committed.matchAll(/"\$ref": "#\/\$defs\/(\w+)"/g)].map(([, reference]) => reference);
    expect(new Set(references)).toEqual(new Set(Object.keys($defs)));
  });
});
