import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { fixesOf, found, object, product } from '../../testing/checked.ts';

describe('values against the target', () => {
  it.each<[string, DataSchema, string, string | undefined]>([
    ['order.total', { type: 'integer' }, 'warning expression.maybeNotWhole', 'ROUND()'],
    ['order.id', { type: 'number' }, 'error expression.typeMismatch', 'NUMBER()'],
    ['order.total', { type: 'string' }, 'error expression.typeMismatch', 'TEXT()'],
    ['order.lines.sku', { type: 'string' }, 'error expression.cardinality', 'FIRST()'],
    ['order.lines.qty', { type: 'number' }, 'error expression.cardinality', 'FIRST()'],
    ['order.id', { type: 'array' }, 'error expression.cardinality', 'LIST()'],
    ['order.at', { type: 'string', format: 'date' }, 'warning expression.dateTimeCut', "FORMATDATE('yyyy-MM-dd')"],
    ['order.day', { type: 'string', format: 'date-time' }, 'warning expression.noTimeZone', "TOZONE('UTC', 'UTC')"],
    ['order.lines[0].sku', { type: 'string', maxLength: 10 }, 'warning expression.mayBeTooLong', 'LEFT(10)'],
    ['order.status', { enum: ['new', 'paid'] }, 'warning mapping.outsideEnum', undefined],
    ['"payd"', { enum: ['new', 'paid'] }, 'error mapping.notAllowed', 'text "paid"'],
    ['IF(order.total > 1, "paid", "rich")', { enum: ['new', 'paid'] }, 'warning mapping.notAllowed', undefined],
    ['order.id ?? "a long text"', { type: 'string', maxLength: 5 }, 'warning mapping.notAllowed', undefined],
    ['', { type: 'string' }, 'error expression.empty', 'removeRule'],
  ])('%s into %j: %s', (expr, target, expected, fix) => {
    const fields = { v: { expr } };
    const options = { target: object({ v: target }) };
    expect(found(fields, options)).toEqual([`${expected} /v`]);
    const [first] = fixesOf(fields, options);
    const said =
      first?.kind === 'wrapRule'
        ? `${first.function}(${first.args?.join(', ') ?? ''})`
        : first?.kind === 'replaceText'
          ? `text ${first.text}`
          : first?.kind;
    expect(said).toBe(fix);
  });

  it('joins a list to a text in its place', () => {
    const fixes = fixesOf({ v: { expr: 'order.lines.sku' } }, { target: object({ v: { type: 'string' } }) });
    expect(fixes.at(-1)).toEqual({
      kind: 'replaceText',
      title: 'Join them to a text',
      text: "TEXTJOIN(', ', true, order.lines.sku)",
    });
  });

  it('judges constants and defaults by all that the target says', () => {
    const target = object({
      a: { type: 'integer', minimum: 3 },
      b: { enum: ['new', 'paid'] },
      c: { type: 'string', format: 'date' },
    });
    const fields = { a: { const: 2 }, b: { const: 'neW' }, c: { expr: 'order.day', default: 'today' } };
    expect(found(fields, { target })).toEqual([
      'error mapping.notAllowed /a',
      'error mapping.notAllowed /b',
      'error mapping.notAllowed /c',
    ]);
    expect(fixesOf(fields, { target })).toEqual([
      { kind: 'addRule', title: 'Write "new"', path: '/b', rule: { const: 'new' } },
    ]);
  });
});

describe('what the target needs', () => {
  const target = object({ id: { type: 'string' }, note: { type: 'string' }, kind: { const: 'order' } }, [
    'id',
    'note',
    'kind',
  ]);

  it('is said with proposals: fields of the same name, and what the target says itself', () => {
    expect(found({}, { target })).toEqual([
      'error mapping.requiredUnmapped /id',
      'error mapping.requiredUnmapped /note',
      'error mapping.requiredUnmapped /kind',
    ]);
    expect(fixesOf({}, { target })).toEqual([
      { kind: 'addRule', title: 'Map order.id', path: '/id', rule: { expr: 'order.id' } },
      { kind: 'addRule', title: 'Write "order"', path: '/kind', rule: { const: 'order' } },
    ]);
  });

  it('must not be missing, unless the rule says what then', () => {
    const fields = { id: { expr: 'order.id' }, kind: { const: 'order' } };
    const note = { expr: 'order.lines[0].note' };
    expect(found({ ...fields, note }, { target })).toEqual(['warning mapping.maybeMissing /note']);
    expect(fixesOf({ ...fields, note }, { target }).map(({ title }) => title)).toEqual([
      'Say what is missing',
      'Write "" instead',
    ]);
    expect(found({ ...fields, note: { ...note, onNull: 'error' } }, { target })).toEqual([]);
    expect(found({ ...fields, note: { ...note, default: '-' } }, { target })).toEqual([]);
    expect(found({ ...fields, note: { expr: 'order.id', when: 'order.total > 1' } }, { target })).toEqual([
      'warning mapping.maybeMissing /note#when',
    ]);
    expect(found({ ...fields, note: { ...note, onNull: 'default' } }, { target })).toEqual([
      'warning mapping.noDefaultValue /note',
    ]);
  });

  it('has no other fields; one that was probably meant is offered', () => {
    const fields = {
      id: { expr: 'order.id' },
      kind: { const: 'order' },
      notee: { expr: 'order.id' },
      zzz: { const: 1 },
    };
    expect(found(fields, { target }).slice(0, 2)).toEqual([
      'error mapping.unknownTarget /notee',
      'error mapping.unknownTarget /zzz',
    ]);
    expect(fixesOf(fields, { target })[0]).toEqual({ kind: 'moveRule', title: 'Move it to note', to: '/note' });
  });

  it('asks for a structure or a list where it does', () => {
    const shapes = object({ a: { type: 'string' }, b: { type: 'string' } });
    const fields = { a: { fields: {} }, b: { for: 'order.lines', fields: {} } };
    expect(found(fields, { target: shapes })).toEqual([
      'error mapping.targetMismatch /a',
      'error mapping.targetMismatch /b',
    ]);
  });
});

describe('conditions', () => {
  it('that the data cannot change are told', () => {
    const fields = {
      a: { expr: '1', when: 'false' },
      b: { expr: '1', when: 'not (1 = 2 and order.id = "x")' },
      c: { for: 'order.lines', where: '"a" = "b"', fields: {} },
    };
    expect(found(fields)).toEqual([
      'warning mapping.neverHolds /a#when',
      'info mapping.alwaysHolds /b#when',
      'warning mapping.neverHolds /c#where',
    ]);
  });

  it('of a switch are looked at in order', () => {
    const cases = (whens: string[], otherwise?: string) => ({
      v: { switch: whens.map((when) => ({ when, then: '1' })), otherwise },
    });
    expect(found(cases(['order.total > 1', 'true', 'order.total > 2'], '2'))).toEqual([
      'warning mapping.unreachable /v#switch.2.when',
      'warning mapping.unreachable /v#otherwise',
    ]);
    expect(found(cases(['order.total > 1', 'order.total > 1', 'false']))).toEqual([
      'warning mapping.unreachable /v#switch.1.when',
      'warning mapping.unreachable /v#switch.2.when',
    ]);
    const target = object({ v: { type: 'string' } }, ['v']);
    expect(found({ v: { switch: [{ when: 'order.id', then: '1' }] } }, { target })).toEqual([
      'error expression.typeMismatch /v#switch.0.when',
      'error expression.typeMismatch /v#switch.0.then',
      'warning mapping.maybeMissing /v',
    ]);
  });
});

describe('lookups', () => {
  const rest = { lookups: { status: { values: { n: 'new', p: 'payed' } }, gone: { table: 'Gone@1' } } };
  const target = object({ v: { enum: ['new', 'paid'] } }, ['v']);

  it('are there, have a default, and give what the target allows', () => {
    expect(found({ v: { lookup: 'status', key: 'order.status' } }, { rest, target })).toEqual([
      'error mapping.missingTable #lookup.gone',
      'warning mapping.tableValue /v',
      'warning mapping.noDefault /v',
      'warning mapping.maybeMissing /v',
    ]);
    expect(fixesOf({ v: { lookup: 'status', key: 'order.status' } }, { rest })).toEqual([]);
    expect(
      found({ v: { lookup: 'statuss', key: 'order.lines' } }, { rest: { lookups: { status: rest.lookups.status } } }),
    ).toEqual(['error expression.cardinality /v', 'error mapping.unknownTable /v']);
    expect(
      found(
        { v: { lookup: 'status', key: '"new"', reverse: true } },
        { rest: { lookups: { status: rest.lookups.status } } },
      ),
    ).toEqual([]);
  });

  it('may be sources with a key', () => {
    const sources = (key?: string) => ({
      sources: { products: { schema: { type: 'array', items: product }, role: 'lookup', key } },
    });
    const rule = { v: { lookup: 'products', key: '1' }, w: { expr: "LOOKUP('products', 1).skuu" } };
    expect(found(rule, { rest: sources('sku') })).toEqual([
      'info mapping.noDefault /v',
      'warning expression.unknownField /w',
    ]);
    expect(found(rule, { rest: sources('skuu') })[0]).toBe('error mapping.badKey #source.products');
    expect(found(rule, { rest: sources('1 + 1') })[0]).toBe('error mapping.badKey #source.products');
    expect(found({}, { rest: sources() })).toEqual(['warning mapping.noKey #source.products']);
    expect(found({ v: { lookup: 'products', key: '1', reverse: true } }, { rest: sources('sku') })).toEqual([
      'error mapping.noReverse /v',
    ]);
  });
});
