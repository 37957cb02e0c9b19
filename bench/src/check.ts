// How fast a large mapping is checked and previewed while it is edited: two schemas of 5,000 leaves, 1,000 rules.
// By CPU time, so that a busy machine does not matter. Aims: well under 50 ms for the check after an edit; under 50 ms from key stroke to preview of 200 targets, compiling included.
// usage: node bench/src/check.ts [rounds]
import { checkMapping, completeExpression, previewMapping, ruleScope } from '@patchbay/mapping';
import { setRule } from '@patchbay/mapping/edit';
import type { ScopeTypes } from '@patchbay/mapping';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';

const rounds = Number(process.argv[2] ?? 40);

const fieldTypes: readonly DataSchema[] = [
  { type: 'string', maxLength: 40 },
  { type: 'number' },
  { type: 'integer' },
  { type: 'string', format: 'date' },
  { type: ['string', 'null'] },
];
const text: DataSchema = { type: 'string' };

/** 50 groups of 100 fields; every fifth group is a list. */
function wideSchema(groups: number, fields: number): DataSchema {
  const properties = Array.from({ length: groups }, (_, group): [string, DataSchema] => {
    const inner = Array.from({ length: fields }, (_unused, field): [string, DataSchema] => [
      `field${field}`,
      fieldTypes[field % fieldTypes.length] ?? text,
    ]);
    const object: DataSchema = {
      type: 'object',
      properties: Object.fromEntries(inner),
      required: ['field0', 'field1', 'field2'],
      additionalProperties: false,
    };
    return [`group${group}`, group % 5 === 0 ? { type: 'array', items: object } : object];
  });
  return { type: 'object', properties: Object.fromEntries(properties), required: properties.map(([name]) => name) };
}

const templates: readonly ((path: string) => string)[] = [
  (path) => `UPPER(TRIM(${path}0))`,
  (path) => `ROUND(${path}1 * 1.19, 2)`,
  (path) => `IF(${path}2 > 3, ${path}2, 0)`,
  (path) => `FORMATDATE(${path}3, 'dd.MM.yyyy')`,
  (path) => `${path}4 ?? "none"`,
  (path) => `${path}0 & " " & ${path}4`,
];

function ruleOf(group: number, rules: number): MappingRule {
  const isList = group % 5 === 0;
  const path = isList ? 'item.field' : `order.group${group}.field`;
  const fields = Array.from({ length: rules }, (_, at): [string, MappingRule] => [
    `field${at}`,
    { expr: templates[at % templates.length]?.(path) ?? path },
  ]);
  const object = { fields: Object.fromEntries(fields) };
  return isList ? { for: `order.group${group}`, where: 'item.field2 >= 0', ...object } : object;
}

function wideMapping(groups: number, rules: number, schema: DataSchema): MappingDocument {
  const fields = Array.from({ length: groups }, (_, group): [string, MappingRule] => [
    `group${group}`,
    ruleOf(group, rules),
  ]);
  return {
    map: 1,
    sources: { order: { schema } },
    target: { schema },
    root: { fields: Object.fromEntries(fields) },
  };
}

function sampleOf(schema: DataSchema, at = 0): Json {
  if (schema.properties !== undefined)
    return Object.fromEntries(Object.entries(schema.properties).map(([name, part], n) => [name, sampleOf(part, n)]));
  if (schema.items !== undefined) return Array.from({ length: 12 }, (_, n) => sampleOf(schema.items ?? {}, n));
  if (schema.format === 'date') return '2026-03-29';
  const [type] = Array.isArray(schema.type) ? schema.type : [schema.type];
  return type === 'string' ? `text ${at}` : at;
}

const schema = wideSchema(50, 100);
const types: ScopeTypes = {};
const scope = { order: sampleOf(schema) };
const context = { now: 0, random: () => 0.5, uuid: () => '' };

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

function report(name: string, aim: string, times: readonly number[]): void {
  const sorted = times.toSorted((left, right) => left - right);
  const at = (part: number): string => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(1).padStart(7);
  console.log(`${name.padEnd(44)} median ${at(0.5)} ms   p95 ${at(0.95)} ms   aim ${aim}`);
}

/** `work` is handed a document that no round has seen, with one formula changed by a key stroke. */
function measure(name: string, aim: string, base: MappingDocument, work: (doc: MappingDocument) => void): void {
  const times: number[] = [];
  let doc = base;
  for (let round = 0; round < rounds; round += 1) {
    doc = setRule(doc, `/group${round % 20}/field7`, { expr: `order.group1.field${round} + ${round}` });
    const before = cpuMs();
    work(doc);
    times.push(cpuMs() - before);
  }
  report(name, aim, times);
}

const mapping = wideMapping(20, 50, schema);
const before = cpuMs();
const first = checkMapping(mapping, types);
console.log(
  `1,000 rules, 5,000 leaves on both sides; first check ${(cpuMs() - before).toFixed(1)} ms, ${first.diagnostics.length} diagnostics`,
);
measure('check after an edit', '< 50 ms', mapping, (doc) => checkMapping(doc, types));
measure('preview after an edit, 1,000 rules', '< 50 ms', mapping, (doc) => previewMapping(doc, scope, context));
const small = wideMapping(4, 50, schema);
measure('check and preview after an edit, 200 targets', '< 50 ms', small, (doc) => {
  checkMapping(doc, types);
  previewMapping(doc, scope, context);
});
measure('completion in a formula', '< 50 ms', mapping, (doc) => {
  const { items } = completeExpression('ROUND(order.group1.fie', 22, ruleScope(doc, '/group1/field7', types));
  if (items.length !== 100) throw new Error(`${items.length} fields were offered`);
});
