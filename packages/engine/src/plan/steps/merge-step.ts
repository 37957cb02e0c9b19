// Merge: what the ways brought, by name, or the first of it, or one list with records joined by their key.
import type { MergeNode } from '@patchbay/model/flow';
import { isJsonObject } from '@patchbay/model/schema';
import type { Json, JsonObject } from '@patchbay/model/schema';
import type { ListWork } from '../../records/list-work.ts';
import { recordExpression } from '../../records/record-expression.ts';
import type { Arrival, ListStepRun, PlannedStep } from '../flow-plan.ts';
import { StepFailure } from '../step-failure.ts';
import { toJson } from './to-json.ts';

export function planMerge(node: MergeNode): PlannedStep {
  switch (node.mode) {
    case 'all':
      return {
        type: 'pure',
        run: (_scope, _context, arrived) => ({
          output: Object.fromEntries(arrived().map(({ name, value }) => [name, value])),
          ports: ['out'],
        }),
      };
    case 'any':
      return {
        type: 'pure',
        run: (_scope, _context, arrived) => ({ output: arrived()[0]?.value ?? null, ports: ['out'] }),
      };
    case 'combine':
      return { type: 'list', run: planCombine(node.key ?? '') };
  }
}

function planCombine(text: string): ListStepRun {
  const key = recordExpression(text);
  return function* combinedRecords(scope, context, arrived) {
    const keyOf = key({ scope, context });
    return { output: yield* combined(arrived(), (record) => keyText(keyOf(record))), ports: ['out'] };
  };
}

/** Records without a key stand alone. `1` and `"1"` are the same key: systems disagree about ids. */
function keyText(key: unknown): string | null {
  const value = toJson(key);
  if (value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One record per key, where its key came first; a field that several ways give is that of the last. */
function* combined(arrived: readonly Arrival[], keyOf: (item: Json) => string | null): ListWork<Json> {
  const records: JsonObject[] = [];
  const places = new Map<string, number>();
  for (const { name, value } of arrived) {
    for (const record of recordsOf(value, name)) {
      const key = keyOf(record);
      const place = key === null ? undefined : places.get(key);
      if (place === undefined) {
        if (key !== null) places.set(key, records.length);
        records.push(record);
      } else {
        records[place] = { ...records[place], ...record };
      }
      yield;
    }
  }
  return records;
}

function recordsOf(value: Json, name: string): JsonObject[] {
  const list = value === null ? [] : Array.isArray(value) ? value : [value];
  return list.map((record) => {
    if (isJsonObject(record)) return record;
    throw new StepFailure({
      code: 'invalidInput',
      message: `“${name}” gave something that is no record, and only records can be combined by a key.`,
      next: 'An analyst puts a map before the merge that makes records of it.',
    });
  });
}
