// The modes of a field, and what a value becomes when the mode is switched for the first time.
import type { FieldControl } from '@patchbay/model/connector';
import { parsePath } from '@patchbay/model/expression';
import type { FieldValue } from '@patchbay/model/flow';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';

export type FieldMode = FieldValue['mode'];

export const modeWords: Readonly<Record<FieldMode, string>> = {
  fixed: 'Fixed',
  mapped: 'Mapped',
  expression: 'Expression',
  entries: 'Fields',
  mapping: 'Mapping',
  schema: 'Library',
};

/** Which modes a control offers, the one for a blank field first. */
export function modesOf(control: FieldControl, dynamic: boolean): FieldMode[] {
  if (control === 'entries') return dynamic ? ['entries', 'mapped', 'expression', 'mapping'] : ['entries'];
  if (control === 'rows') return dynamic ? ['entries', 'mapped', 'expression', 'mapping'] : ['entries', 'fixed'];
  if (control === 'schema') return ['schema', 'fixed'];
  if (!dynamic) return ['fixed'];
  return control === 'json'
    ? ['fixed', 'entries', 'mapped', 'expression', 'mapping']
    : ['fixed', 'mapped', 'expression'];
}

const jsonOf = (schema: DataSchema): Json => JSON.parse(JSON.stringify(schema)) as Json;

const literal = (value: unknown): string => (typeof value === 'string' && value === '' ? '' : JSON.stringify(value));

/** The first value in another mode: what can be carried over is. */
export function switched(from: FieldValue | undefined, to: FieldMode): FieldValue {
  switch (to) {
    case 'fixed':
      // What the library has is where people begin who write it here.
      if (from?.mode === 'schema') return { mode: 'fixed', value: jsonOf(from.content ?? {}) };
      return { mode: 'fixed', value: from?.mode === 'fixed' ? from.value : '' };
    case 'schema':
      return { mode: 'schema', schema: from?.mode === 'schema' ? from.schema : '' };
    case 'mapped':
      return {
        mode: 'mapped',
        path: from?.mode === 'expression' && parsePath(from.expr) !== undefined ? from.expr : '',
      };
    case 'expression':
      if (from?.mode === 'mapped') return { mode: 'expression', expr: from.path };
      return { mode: 'expression', expr: from?.mode === 'fixed' ? literal(from.value) : '' };
    case 'entries': {
      const held = from?.mode === 'fixed' ? from.value : null;
      const object = typeof held === 'object' && held !== null && !Array.isArray(held) ? held : {};
      return {
        mode: 'entries',
        entries: Object.entries(object).map(([name, value]) => ({ name, value: { mode: 'fixed', value } })),
      };
    }
    case 'mapping':
      return { mode: 'mapping', mapping: mappingFrom(from) };
  }
}

/** A mapping that makes what the entries made; from a list or a whole value nothing can be carried over. */
function mappingFrom(from: FieldValue | undefined): MappingDocument {
  const entries = from?.mode === 'entries' ? from.entries : [];
  const rules = entries.map(({ name, value }): [string, MappingRule] => [name, ruleFrom(value)]);
  return { map: 1, root: { fields: Object.fromEntries(rules) } };
}

function ruleFrom(value: FieldValue): MappingRule {
  switch (value.mode) {
    case 'fixed':
      return { const: value.value };
    case 'mapped':
      return { expr: value.path };
    case 'expression':
      return { expr: value.expr };
    case 'entries':
      return mappingFrom(value).root;
    case 'mapping':
      return value.mapping.root;
    case 'schema':
      return { const: null };
  }
}

/** A field without content counts as absent, so that a default or a "required" can speak. */
export const isBlank = (value: FieldValue): boolean =>
  value.mode === 'schema'
    ? value.schema === ''
    : value.mode === 'fixed' && (value.value === '' || value.value === null);
