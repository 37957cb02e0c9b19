// The steps before a mapping as sources of the mapper: shapes from the flow's types, else read off the values at hand.
import type { ScopeTypes } from '@patchbay/mapping';
import { quoteMember } from '@patchbay/model/expression';
import { inferSchema, isJsonObject } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { MapperSource, SourceRole } from '../../mapper/index.ts';
import type { DataSource } from '../preview/preview-scope.ts';

export function flowSources(sources: readonly DataSource[], types: ScopeTypes): MapperSource[] {
  return sources.flatMap((source) =>
    source.root === 'trigger' ? triggerSources(source, types) : stepSource(source, types),
  );
}

function triggerSources({ label, value }: DataSource, types: ScopeTypes): MapperSource[] {
  const shape = types['trigger'] ?? {};
  const held = isJsonObject(value) ? value : {};
  const body = source({
    root: 'trigger.body',
    label,
    role: 'payload',
    schema: shape.properties?.['body'],
    value: held['body'] ?? null,
  });
  const { body: _, ...envelope } = shape.properties ?? {};
  const parts = Object.entries(envelope).filter(([, schema]) => isStructured(schema));
  return [
    body,
    ...parts.map(([name, schema]) =>
      source({
        root: `trigger.${quoteMember(name)}`,
        label: name,
        role: name === 'headers' ? 'headers' : 'step',
        schema,
        value: held[name] ?? null,
      }),
    ),
  ];
}

function stepSource({ root, label, value }: DataSource, types: ScopeTypes): MapperSource[] {
  // An item stands beside the steps.
  if (!root.startsWith('steps.')) {
    const role = root === 'vars' ? 'variables' : 'payload';
    return [source({ root, label, role, schema: types[root], value })];
  }
  const name = root.replace(/^steps\./, '');
  const steps = types['steps']?.properties ?? {};
  return [source({ root, label, role: 'step', schema: Object.hasOwn(steps, name) ? steps[name] : undefined, value })];
}

const isStructured = (schema: DataSchema): boolean => schema.properties !== undefined || schema.items !== undefined;

function source(given: {
  readonly root: string;
  readonly label: string;
  readonly role: SourceRole;
  readonly schema: DataSchema | undefined;
  readonly value: Json;
}): MapperSource {
  const { root, label, role, schema, value } = given;
  if (schema !== undefined && saysSomething(schema)) return { root, label, role, schema, detail: schema.title };
  if (value === null) return { root, label, role, schema: undefined, detail: 'shape unknown' };
  return { root, label, role, schema: inferSchema([value]), detail: 'read off the sample' };
}

const saysSomething = (schema: DataSchema): boolean =>
  isStructured(schema) ||
  schema.$ref !== undefined ||
  schema.oneOf !== undefined ||
  (schema.type !== undefined && schema.type !== 'object');
