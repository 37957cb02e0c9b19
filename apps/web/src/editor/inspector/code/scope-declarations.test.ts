import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { scopeDeclarations } from './scope-declarations.ts';

describe('declarations of a scope', () => {
  it('say the shapes that are known, and any where nobody knows', () => {
    const text = scopeDeclarations({
      trigger: {
        type: 'object',
        required: ['body'],
        properties: {
          body: {
            type: 'object',
            required: ['id'],
            properties: {
              id: { type: 'integer', description: 'Number of the order */ hm' },
              'line-items': { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
              state: { enum: ['new', 'paid'] },
              note: { type: ['string', 'null'] },
              extra: {},
            },
          },
        },
      },
      vars: {},
    });
    expect(text).toContain('declare const vars: any;');
    expect(text).toContain('    /** Number of the order * / hm */\n    id: number;');
    expect(text).toContain('"line-items"?: Array<{\n');
    expect(text).toContain('state?: "new" | "paid";');
    expect(text).toContain('note?: string | null;');
    expect(text).toContain('extra?: any;');
  });

  it('say that a step may have been skipped', () => {
    const text = scopeDeclarations({
      steps: {
        type: 'object',
        required: ['sure'],
        properties: { sure: { type: 'number' }, perhaps: { type: 'array', items: { type: 'string' } }, code: {} },
      },
    });
    expect(text).toContain('  sure: number;\n  perhaps: string[] | null;\n  code: any;');
  });

  it('end for shapes without end and for very large ones', () => {
    const ring: DataSchema = { type: 'object' };
    ring.properties = { ring };
    expect(scopeDeclarations({ input: ring })).toContain('ring?: any;');
    const wide = Object.fromEntries(
      Array.from({ length: 50_000 }, (_, at) => [`field${at}`, { type: 'string' as const }]),
    );
    expect(scopeDeclarations({ input: { type: 'object', properties: wide } }).length).toBeLessThan(3_000_000);
  });
});
