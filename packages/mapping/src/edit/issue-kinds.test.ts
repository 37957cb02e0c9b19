// The kinds of problem that the mapper lists, and for each a way out that works: what is found, mended, is not found again.
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { checkMapping } from '../rules/check-mapping.ts';
import { after } from '../testing/edited.ts';
import { orderSchema, orderView } from '../testing/order-view.ts';
import { applyFix, fixesFor } from './apply-fix.ts';

const text: DataSchema = { type: 'string' };
const target: DataSchema = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: {
    id: text,
    whole: { type: 'integer' },
    day: { type: 'string', format: 'date' },
    at: { type: 'string', format: 'date-time' },
    short: { type: 'string', maxLength: 3 },
    one: text,
    state: { enum: ['new', 'done'] },
    items: { type: 'array', items: { type: 'object', properties: { sku: text } } },
  },
};
const source: DataSchema = {
  ...orderSchema,
  properties: { ...orderSchema.properties, ref: { type: 'string', maxLength: 9 } },
};
const id = { const: 'x' };
const table = { lookups: { t: { values: { a: 'b' } } } };
const items = (more: object): object => ({
  items: { for: 'order.lines', as: 'line', fields: { sku: { expr: 'line.sku' } }, ...more },
});

describe('each kind of problem is found and mended', () => {
  it.each<[kind: string, code: string, fixes: readonly string[], rules: object, more?: object]>([
    ['unmapped required', 'mapping.requiredUnmapped', ['Map order.id'], { id: undefined }],
    ['type clash', 'expression.typeMismatch', ['Convert with TEXT()'], { one: { expr: 'order.id' } }],
    [
      'lossy: number to whole number',
      'expression.maybeNotWhole',
      ['Round with ROUND()', 'Cut off with INTEGER()'],
      { whole: { expr: 'NUMBER(order.total)' } },
    ],
    [
      'lossy: date and time to a date',
      'expression.dateTimeCut',
      ['Write the date alone'],
      { day: { expr: 'order.placed' } },
    ],
    [
      'lossy: date without a zone',
      'expression.noTimeZone',
      ['Midnight in UTC'],
      { at: { expr: 'order.lines[0].ready' } },
    ],
    ['lossy: longer than may be', 'expression.mayBeTooLong', ['Cut to 3 characters'], { short: { expr: 'order.ref' } }],
    ['constant longer than may be', 'mapping.notAllowed', ['Write "abc"'], { short: { const: 'abcd' } }],
    [
      'constant that is not allowed',
      'mapping.notAllowed',
      ['Write "new"', 'Write "done"'],
      { state: { const: 'old' } },
    ],
    [
      'unknown path: two letters changed places',
      'expression.unknownField',
      ['Change to name', 'Change order.nmae to order.name everywhere'],
      { one: { expr: 'order.nmae' } },
    ],
    [
      'unknown path: renamed by a word',
      'expression.unknownField',
      ['Change to last_name', 'Change order.customer.last to order.customer.last_name everywhere'],
      { one: { expr: 'order.customer.last' } },
    ],
    [
      'perhaps null into required',
      'mapping.maybeMissing',
      ['Say what is missing', 'Write "" instead'],
      { id: { expr: 'order.customer.email' } },
    ],
    [
      'perhaps not written, and required',
      'mapping.maybeMissing',
      ['Delete this part'],
      { id: { const: 'x', when: 'order.paid' } },
    ],
    [
      'a list into one value',
      'expression.cardinality',
      ['Take the first item', 'Take the last item', 'Join them to a text'],
      { one: { expr: 'order.lines.sku' } },
    ],
    [
      'one value where a list is walked',
      'mapping.notAList',
      ['Make a list of it'],
      items({ for: 'order.customer', fields: {} }),
    ],
    [
      'unreachable case',
      'mapping.unreachable',
      ['Delete this part'],
      {
        one: {
          switch: [
            { when: 'true', then: '"a"' },
            { when: 'order.paid', then: '"b"' },
          ],
        },
      },
    ],
    [
      'condition that never holds',
      'mapping.neverHolds',
      ['Delete this part', 'Delete the rule'],
      { one: { when: '1 = 2', expr: 'order.name' } },
    ],
    [
      'lookup without default',
      'mapping.noDefault',
      ['Give t a default', 'Fail for a key that is not there'],
      { one: { lookup: 't', key: 'order.name' } },
      table,
    ],
    [
      'lookup in no table',
      'mapping.unknownTable',
      ['Look up in t'],
      { one: { lookup: 'tt', key: 'order.name' } },
      table,
    ],
    ['name that means something else', 'mapping.shadowedName', ['Call it order2'], items({ as: 'order', fields: {} })],
    [
      'field that the target does not have',
      'mapping.unknownTarget',
      ['Move it to one', 'Delete the rule'],
      { oen: { expr: 'order.name' } },
    ],
    [
      'a sum of texts',
      'expression.typeMismatch',
      ['Convert each with NUMBER()'],
      { one: { expr: 'TEXT(SUM(order.lines.price))' } },
    ],
    [
      'a date pattern that means nothing',
      'expression.wrongConstant',
      ['Change to dd.MM.yyyy'],
      { one: { expr: 'FORMATDATE(order.placed, "DD.MM.YYYY")' } },
    ],
    [
      'a zone that there is not',
      'expression.wrongConstant',
      ['Change to Europe/Berlin', 'Leave it out'],
      { one: { expr: 'FORMATDATE(order.placed, "yyyy", "berlin")' } },
    ],
    [
      'a pattern that cannot be read',
      'expression.wrongConstant',
      ['Change to \\(x'],
      { one: { expr: 'TEXT(REGEXTEST(order.name, "(x"))' } },
    ],
    [
      'a division by 0',
      'expression.divisionByZero',
      ['Leave the division out', 'Give nothing instead'],
      { whole: { expr: 'order.id / 0' } },
    ],
    [
      'a part that fails in every run',
      'expression.alwaysFails',
      ['Give nothing instead'],
      { whole: { expr: 'INTEGER("twelve")' } },
    ],
    [
      'keys of two kinds in a look-up',
      'expression.neverEqual',
      ['Compare as text'],
      { one: { expr: 'XLOOKUP(order.id, order.lines.sku, order.lines.price)' } },
    ],
    [
      'keys of two kinds in a join',
      'expression.neverEqual',
      ['Compare as numbers'],
      { whole: { expr: 'COUNT(JOINON(order.lines, order.extras, sku, qty))' } },
    ],
    [
      'a field of no item',
      'expression.unknownField',
      ['Change to sku', 'Change order.lines.skuu to order.lines.sku everywhere'],
      { one: { expr: 'FINDWHERE(order.lines, { skuu: order.name }).price' } },
    ],
    [
      'a field where a position is needed',
      'expression.notAnIndex',
      ['Keep the items that have it'],
      { whole: { expr: 'COUNT(order.lines[sku])' } },
    ],
  ])('%s', (_kind, code, titles, rules, more = {}) => {
    const sources = { order: { schema: source } };
    const fields = Object.fromEntries(Object.entries({ id, ...rules }).filter(([, rule]) => rule !== undefined));
    const view = orderView(fields, { target: { schema: target }, sources, ...more });
    const problem = checkMapping(view.doc, {}).diagnostics.find((one) => one.code === code);
    if (problem === undefined) throw new Error(`${code} is not found`);
    const fixes = fixesFor(view, problem);
    expect(fixes.map(({ title }) => title)).toEqual(titles);
    for (const fix of fixes) {
      const mended = after(view, applyFix(view, problem, fix, { value: 'z' }));
      const left = checkMapping(mended.doc, {}).diagnostics.filter((one) => one.at.field === problem.at.field);
      expect(left.map((one) => one.code)).not.toContain(code);
    }
  });
});
