import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { FieldSchema } from './field-schema.ts';

const input = z.object({ schema: FieldSchema.optional() });

describe('FieldSchema', () => {
  it('is read once for all calls that get it', () => {
    let reads = 0;
    const schema = {
      get type() {
        reads += 1;
        return 'object';
      },
      title: 'Order',
    };
    const first = input.parse({ schema });
    const once = reads;
    expect(first.schema).toEqual({ type: 'object', title: 'Order' });
    expect(input.parse({ schema }).schema).toBe(first.schema);
    expect(reads).toBe(once);
  });

  it('may be left out, and says where it is none', () => {
    expect(input.parse({})).toEqual({});
    expect(input.safeParse({ schema: 'text' }).success).toBe(false);
    const broken = input.safeParse({ schema: { properties: { no: { type: 'whole' } } } });
    expect(broken.error?.issues[0]?.path).toEqual(['schema', 'properties', 'no', 'type']);
  });
});
