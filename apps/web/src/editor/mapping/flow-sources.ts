// The steps before a mapping as sources of the mapper: shapes from the flow's types, else read off the values at hand.
import type { Scope, ScopeTypes } from '@patchbay/mapping';
import { quoteMember } from '@patchbay/model/expression';
import { inferSchema, isJsonObject } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { MapperSource, SourceRole } from '../../mapper/index.ts';
import type { DataSource } from '../preview/preview-scope.ts';

/** `runs`: what earlier runs of the flow had, the latest first. */
export function flowSources(
  sources: readonly DataSource[],
  types: ScopeTypes,
  runs: readonly Scope[] = [],
): MapperSource[] {
  return sources.flatMap((source) =>
    source.root === 'trigger' ? triggerSources(source, types, runs) : stepSource(source, types),
  );
}

function triggerSources(
  { label, value, origin }: DataSource,
  types: ScopeTypes,
  runs: readonly Scope[],
): MapperSource[] {
  const shapes = types['trigger']?.properties ?? {};
  const before = runs.map((scope) => scope['trigger'] as Json | undefined);
  // What stands around a body that is only a sample is an example of the connector's: of no call that came.
  const calls = (origin === 'sample' ? before : [value, ...before]).filter(isJsonObject);
  const body = [value, ...before].flatMap((call) => (isJsonObject(call) ? filled(call['body'] ?? null) : []));
  const { body: _, ...envelope } = shapes;
  const names = new Set([...Object.keys(envelope), ...calls.flatMap(Object.keys)]);
  names.delete('body');
  return [
    source({ root: 'trigger.body', label, role: 'payload', schema: shapes['body'], values: body.slice(0, 1) }),
    ...[...names].flatMap((name) => {
      const schema = Object.hasOwn(envelope, name) ? envelope[name] : undefined;
      const values = calls
        .flatMap((call) => (Object.hasOwn(call, name) ? filled(call[name] ?? null) : []))
        .filter(hasFields);
      if (values.length === 0 && !(schema !== undefined && isStructured(schema))) return [];
      const role = name === 'headers' ? 'headers' : 'step';
      return [source({ root: `trigger.${quoteMember(name)}`, label: name, role, schema, values })];
    }),
  ];
}

const hasFields = (value: Json): boolean => isJsonObject(value) && Object.keys(value).length > 0;

function stepSource({ root, label, value }: DataSource, types: ScopeTypes): MapperSource[] {
  // An item stands beside the steps.
  if (!root.startsWith('steps.')) {
    const role = root === 'vars' ? 'variables' : 'payload';
    return [source({ root, label, role, schema: types[root], values: filled(value) })];
  }
  const name = root.replace(/^steps\./, '');
  const steps = types['steps']?.properties ?? {};
  const schema = Object.hasOwn(steps, name) ? steps[name] : undefined;
  return [source({ root, label, role: 'step', schema, values: filled(value) })];
}

const filled = (value: Json): Json[] => (value === null ? [] : [value]);

const isStructured = (schema: DataSchema): boolean => schema.properties !== undefined || schema.items !== undefined;

function source(given: {
  readonly root: string;
  readonly label: string;
  readonly role: SourceRole;
  readonly schema: DataSchema | undefined;
  readonly values: readonly Json[];
}): MapperSource {
  const { root, label, role, schema, values } = given;
  if (schema !== undefined && saysSomething(schema)) return { root, label, role, schema, detail: schema.title };
  if (values.length === 0) return { root, label, role, schema: undefined, detail: 'shape unknown' };
  return { root, label, role, schema: inferSchema([...values]), detail: 'read off the sample' };
}

const saysSomething = (schema: DataSchema): boolean =>
  isStructured(schema) ||
  schema.$ref !== undefined ||
  schema.oneOf !== undefined ||
  (schema.type !== undefined && schema.type !== 'object');
