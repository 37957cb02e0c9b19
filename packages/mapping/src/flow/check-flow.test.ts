import type { OperationManifest } from '@patchbay/model/connector';
import { FlowDocument } from '@patchbay/model/flow';
import { typesOf } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { checkFlow } from './check-flow.ts';
import { outputTypeOf, scopeTypesAt } from './scope-types.ts';

const operation = (id: string, kind: 'action' | 'trigger', rest: Partial<OperationManifest>): OperationManifest => ({
  id,
  kind,
  name: id,
  description: '',
  icon: 'plug',
  connection: 'none',
  fields: [],
  sideEffect: { cases: [], otherwise: 'read' },
  output: {},
  samples: [],
  ...rest,
});
const field = (name: string, rest: object = {}): OperationManifest['fields'][number] => ({
  name,
  label: name,
  control: 'text',
  required: false,
  dynamic: true,
  advanced: false,
  ...rest,
});
const operations = {
  'webhook.receive': operation('webhook.receive', 'trigger', {
    output: { type: 'object', required: ['headers'], properties: { headers: { type: 'object' }, body: {} } },
  }),
  'http.request': operation('http.request', 'action', {
    fields: [
      field('url', { required: true, schema: { type: 'string' } }),
      field('method', {
        control: 'select',
        dynamic: false,
        required: true,
        default: 'GET',
        options: [
          { value: 'GET', label: 'GET' },
          { value: 'POST', label: 'POST' },
        ],
      }),
      field('body', { showWhen: { field: 'method', in: ['POST'] }, required: true }),
      field('timeoutMs', { control: 'number' }),
      field('headers', { control: 'entries' }),
    ],
    output: { type: 'object', required: ['status', 'body'], properties: { status: { type: 'integer' }, body: {} } },
  }),
};
const position = { x: 0, y: 0 };
const base = (name: string) => ({ id: name, name, label: name, position });
const expr = (text: string) => ({ mode: 'expression', expr: text });
const payloadSchema: DataSchema = {
  type: 'object',
  required: ['id', 'lines'],
  properties: {
    id: { type: 'string' },
    lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
  },
};

const flow = (nodes: object[], edges: string[]): FlowDocument =>
  FlowDocument.parse({
    schemaVersion: 1,
    name: 'test',
    nodes: [{ ...base('hook'), kind: 'trigger', operation: 'webhook.receive', input: {}, payloadSchema }, ...nodes],
    edges: edges.map((edge, at) => {
      const [from = '', to = ''] = edge.split('>');
      const [node = '', port = 'out'] = from.split(':');
      return { id: `e${at}`, from: { node, port }, to: { node: to, port: 'in' } };
    }),
    slots: [],
    settings: { level: 'durable', replyTimeoutMs: 1000 },
    notes: [],
  });
const action = (name: string, input: object) => ({ ...base(name), kind: 'action', operation: 'http.request', input });
const found = (doc: FlowDocument) =>
  checkFlow(doc, { operations })
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, at }) => `${at.nodeId}/${at.field}: ${code}`);

describe('checkFlow', () => {
  it('finds nothing wrong with a sound flow', () => {
    const doc = flow(
      [
        action('charge', { url: expr('"http://x/" & trigger.body.id'), method: { mode: 'fixed', value: 'GET' } }),
        {
          ...base('ok'),
          kind: 'branch',
          mode: 'first',
          branches: [{ port: 'declined', label: '', condition: 'steps.charge.status = 402' }],
        },
        { ...base('only'), kind: 'filter', items: 'trigger.body.lines', condition: "item.sku <> ''" },
        {
          ...base('map'),
          kind: 'map',
          mapping: {
            map: 1,
            root: { fields: { id: { expr: 'trigger.body.id' }, first: { expr: 'steps.only[0].sku' } } },
          },
        },
        {
          ...base('answer'),
          kind: 'respond',
          status: { mode: 'fixed', value: 200 },
          body: { mode: 'mapped', path: 'steps.map.id' },
        },
      ],
      ['hook>charge', 'charge>ok', 'ok:otherwise>only', 'only>map', 'map>answer'],
    );
    expect(found(doc)).toEqual([]);
  });

  it('finds unknown steps, steps that come later, and wrong types, each in its place', () => {
    const doc = flow(
      [
        action('first', { url: expr('steps.second.body.url & steps.nope.x & steps.first.status') }),
        action('second', {
          url: expr('trigger.body.lines'),
          method: { mode: 'fixed', value: 'PUT' },
          timeoutMs: expr('trigger.body.id'),
          other: expr('1 +'),
        }),
        action('third', {
          method: { mode: 'fixed', value: 'POST' },
          headers: { mode: 'entries', entries: [{ name: 'X', value: { mode: 'mapped', path: 'trigger.bdy' } }] },
        }),
        {
          ...base('split'),
          kind: 'branch',
          mode: 'first',
          branches: [{ port: 'a', label: '', condition: 'trigger.body.id' }],
        },
        { ...base('map'), kind: 'map', mapping: { map: 1, root: { fields: { a: { expr: 'steps.third.stat' } } } } },
      ],
      ['hook>first', 'first>second', 'second>third', 'third>split', 'split:a>map'],
    );
    expect(found(doc)).toEqual([
      'first/input.url: expression.unknownStep',
      'first/input.url: flow.stepNotUpstream',
      'first/input.url: flow.stepNotUpstream',
      'second/input.url: expression.cardinality',
      'second/input.method: flow.unknownOption',
      'second/input.timeoutMs: expression.typeMismatch',
      'second/input.other: flow.unknownInput',
      'second/input.other: expression.syntax',
      'third/input.url: flow.missingInput',
      'third/input.body: flow.missingInput',
      'third/input.headers.X: expression.unknownField',
      'split/branches.a: expression.typeMismatch',
      'map/mapping/a: expression.unknownField',
    ]);
  });

  it('lets what takes a step back, and its condition, read what the step gave, and looks at their types', () => {
    const undoneBy = (when: string) => ({
      ...action('charge', { url: expr('"http://x/" & trigger.body.id') }),
      compensate: { operation: 'http.request', input: { url: expr('"/refunds/" & steps.charge.status') }, when },
    });
    expect(found(flow([undoneBy('steps.charge.status = 201')], ['hook>charge']))).toEqual([]);
    expect(found(flow([undoneBy('steps.charge.status')], ['hook>charge']))).toEqual([
      'charge/compensate.when: expression.typeMismatch',
    ]);
    expect(found(flow([undoneBy('steps.later.x = 1')], ['hook>charge']))).toEqual([
      'charge/compensate.when: expression.unknownStep',
    ]);
  });

  it('ends on a flow that goes round in a circle', () => {
    const doc = flow(
      [
        { ...base('a'), kind: 'map', mapping: { map: 1, root: { fields: { x: { expr: 'steps.b.x' } } } } },
        { ...base('b'), kind: 'map', mapping: { map: 1, root: { fields: { x: { expr: 'steps.a.x' } } } } },
      ],
      ['hook>a', 'a>b', 'b>a'],
    );
    expect(found(doc)).toEqual([]);
  });
});

describe('scopeTypesAt', () => {
  const doc = flow(
    [
      action('charge', { url: expr('"x"') }),
      { ...base('ok'), kind: 'branch', mode: 'first', branches: [{ port: 'yes', label: '', condition: 'true' }] },
      action('extra', { url: expr('"x"') }),
      { ...base('keep'), kind: 'filter', items: 'trigger.body.lines', condition: 'true' },
      action('repair', { url: expr('"x"') }),
    ],
    ['hook>charge', 'charge>ok', 'ok:yes>extra', 'extra>keep', 'ok:otherwise>keep', 'charge:error>repair'],
  );

  it('knows the trigger with its payload, the steps before, and which of them may be missing', () => {
    const scope = scopeTypesAt(doc, 'keep', { operations });
    expect(Object.keys(scope)).toEqual(['trigger', 'steps', 'errors', 'vars', 'item']);
    expect(scope['trigger']?.properties?.['body']?.properties?.['id']).toEqual({ type: 'string' });
    expect(scope['trigger']?.required).toEqual(['headers', 'body']);
    expect(Object.keys(scope['steps']?.properties ?? {}).sort()).toEqual(['charge', 'extra', 'ok']);
    expect(scope['steps']?.required).toEqual(expect.arrayContaining(['charge', 'ok']));
    expect(scope['steps']?.required).not.toContain('extra');
    expect(scope['item']?.properties?.['sku']).toEqual({ type: 'string' });
    expect(scopeTypesAt(doc, 'repair', { operations })['steps']?.required).toEqual([]);
  });

  it('knows the variables of the environment with their types, where they are given', () => {
    const variables = { rate: 0.2, region: 'eu', limits: { max: 5 } };
    expect(Object.keys(scopeTypesAt(doc, 'keep', { operations, variables })['vars']?.properties ?? {})).toEqual([
      'rate',
      'region',
      'limits',
    ]);
    const reading = (text: string) => flow([action('charge', { url: expr(text) })], ['hook>charge']);
    const problems = (text: string) => checkFlow(reading(text), { operations, variables });
    expect(problems('"x" & vars.rate & vars.limits.max')).toEqual([]);
    expect(problems('"x" & vars.raet')).toMatchObject([
      {
        severity: 'error',
        code: 'expression.unknownVariable',
        message: 'The environment has no variable “raet”. Did you mean “rate”?',
        fix: { text: 'rate' },
      },
    ]);
    expect(problems('"x" & vars.nowhere')[0]?.message).toContain('Set it under Settings › Variables');
    expect(problems('vars.region.code')[0]?.code).toBe('expression.noFields');
    expect(checkFlow(reading('"x" & vars.nowhere'), { operations })).toEqual([]);
    const keyed = flow([action('charge', { url: expr('"x"') })], ['hook>charge']);
    const [trigger, ...others] = keyed.nodes;
    const nodes = [{ ...trigger, dedupeKey: 'trigger.body.id & vars.region' }, ...others] as FlowDocument['nodes'];
    expect(checkFlow({ ...keyed, nodes }, { operations, variables })[0]).toMatchObject({
      code: 'expression.unknownName',
      at: { field: 'dedupeKey' },
    });
    expect(checkFlow(reading('vars.x'), { operations, variables: {} })[0]?.code).toBe('expression.unknownVariable');
  });

  it('takes the body of an answer from the schema that the action expects', () => {
    const schema = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
    const http = operations['http.request'];
    const withSchema = {
      'http.request': {
        ...http,
        fields: [
          ...http.fields,
          field('responseSchema', { control: 'schema', dynamic: false, shapes: { of: 'body' } }),
        ],
      },
    };
    const charged = flow(
      [action('charge', { url: expr('"x"'), responseSchema: { mode: 'fixed', value: schema } })],
      ['hook>charge'],
    );
    expect(outputTypeOf(charged, 'charge', { operations: withSchema }).properties?.['body']).toEqual(schema);
  });

  it('tells what a node hands on', () => {
    expect(typesOf(outputTypeOf(doc, 'keep', { operations }))).toEqual(['array']);
    expect(outputTypeOf(doc, 'charge', { operations }).properties?.['status']).toEqual({ type: 'integer' });
  });
});
