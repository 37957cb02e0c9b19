import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const inClone = (path: string): URL => new URL(`../../../../${path}`, import.meta.url);
const committed = readFileSync(inClone('docs/schema/flow.schema.json'), 'utf8');
const publisher = inClone('scripts/publish-schema.mjs').href;

describe('the published JSON Schema of the flow document', () => {
  test('is the one that the document has now; if not, run “node scripts/publish-schema.mjs”', async () => {
    const { flowSchemaText } = (await import(/* @vite-ignore */ publisher)) as { flowSchemaText: () => string };
    expect(committed).toBe(flowSchemaText());
  });

  test('names every definition that it refers to', () => {
    const { $defs } = JSON.parse(committed) as { $defs: Record<string, unknown> };
    const references = [...committed.matchAll(/"\$ref": "#\/\$defs\/(\w+)"/g)].map(([, name]) => name);
    expect(new Set(references)).toEqual(new Set(Object.keys($defs)));
  });
});
