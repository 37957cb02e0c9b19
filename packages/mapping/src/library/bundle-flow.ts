// What a flow uses of the library: its mappings, in map steps and in structured inputs, each with its bundle, and the schemas that
// fields of its steps name.
import type { Diagnostic } from '@patchbay/model/errors';
import type { ActionNode, FieldValue, FieldValues, FlowDocument, FlowNode, MapNode } from '@patchbay/model/flow';
import type { MappingDocument } from '@patchbay/model/mapping';
import { References } from '../rules/library.ts';
import type { MappingLibrary } from '../rules/library.ts';
import { bundleMapping } from './bundle-mapping.ts';
import type { BundledMapping } from './bundle-mapping.ts';
import { usesOf } from './uses-of.ts';
import type { LibraryUse } from './uses-of.ts';

export interface NodeUse extends LibraryUse {
  readonly nodeId: string;
}

export interface BundledFlow {
  readonly doc: FlowDocument;
  readonly diagnostics: Diagnostic[];
}

export type SchemaField = Extract<FieldValue, { mode: 'schema' }>;

/** What is done with what a node uses of the library. */
export interface Visit {
  /** `at` is put in the place of `mapping` in the mapping's fields; `extra` are uses beside it. */
  readonly mapping: (mapping: MappingDocument, at: string, extra: readonly LibraryUse[]) => MappingDocument;
  /** A schema that the field `at` names. */
  readonly schema: (value: SchemaField, at: string) => SchemaField;
}

/** Every use of the library in a flow, for “used by” and for what has to be loaded before it is bundled. */
export function usesOfFlow(doc: FlowDocument): NodeUse[] {
  const uses: NodeUse[] = [];
  for (const node of doc.nodes) {
    visitNode(node, {
      mapping: (mapping, at, extra) => {
        for (const use of [...usesOf(mapping), ...extra])
          uses.push({ ...use, field: inField(use.field, at), nodeId: node.id });
        return mapping;
      },
      schema: (value, field) => {
        if (value.schema !== '') uses.push({ kind: 'schema', ref: value.schema, field, nodeId: node.id });
        return value;
      },
    });
  }
  return uses;
}

/** The schemas that fields of steps name themselves, each once: what an editor has to know to say what flows. */
export function schemasOfFields(doc: FlowDocument): string[] {
  const refs = new Set<string>();
  const schema = (value: SchemaField): SchemaField => {
    if (value.schema !== '') refs.add(value.schema);
    return value;
  };
  for (const node of doc.nodes) visitNode(node, { mapping: (mapping) => mapping, schema });
  return [...refs].toSorted();
}

/** The flow as it is published: every mapping of it holds what it uses of the library, every field the schema that it names. */
export function bundleFlow(doc: FlowDocument, library: MappingLibrary): BundledFlow {
  const diagnostics: Diagnostic[] = [];
  const references = new References(library);
  const nodes = doc.nodes.map((node) =>
    visitNode(node, {
      mapping: (mapping, at, extra) => {
        const bundled: BundledMapping = bundleMapping(mapping, library, extra);
        for (const diagnostic of bundled.diagnostics) {
          const field = inField(diagnostic.at.field ?? 'mapping', at);
          diagnostics.push({ ...diagnostic, at: { ...diagnostic.at, nodeId: node.id, field } });
        }
        return bundled.doc;
      },
      schema: (value, field) => {
        const content = references.schema(value.schema) ?? value.content;
        if (content !== undefined) return { ...value, content };
        if (value.schema !== '') diagnostics.push(missingSchema(value.schema, { nodeId: node.id, field }));
        return value;
      },
    }),
  );
  return { doc: { ...doc, nodes }, diagnostics };
}

export const missingSchema = (ref: string, at: Diagnostic['at']): Diagnostic => ({
  severity: 'error',
  code: 'flow.missingSchema',
  message: `The library has no schema “${ref}”. Choose another, or import it.`,
  at,
});

const inField = (field: string, at: string): string =>
  field.startsWith('mapping') ? at + field.slice('mapping'.length) : field;

/** The node with each of its mappings as `visit` gives it, of a map step and in inputs at any depth, and each schema that is named. */
export function visitNode(node: FlowNode, visit: Visit): FlowNode {
  switch (node.kind) {
    case 'map':
      return { ...node, mapping: visit.mapping(node.mapping, 'mapping', usesBeside(node)) };
    case 'trigger':
      return { ...node, input: visitFields(node.input, 'input', visit) };
    case 'action':
    case 'subflow':
      return { ...node, input: visitFields(node.input, 'input', visit), ...visitUndo(node, visit) };
    case 'forEach':
    case 'try':
      return { ...node, ...visitUndo(node, visit) };
    case 'respond':
      return {
        ...node,
        status: visitField(node.status, 'status', visit),
        ...(node.headers === undefined ? {} : { headers: visitField(node.headers, 'headers', visit) }),
        ...(node.body === undefined ? {} : { body: visitField(node.body, 'body', visit) }),
      };
    case 'delay':
      return { ...node, value: visitField(node.value, 'value', visit) };
    case 'approval':
      return {
        ...node,
        title: visitField(node.title, 'title', visit),
        ...(node.description === undefined ? {} : { description: visitField(node.description, 'description', visit) }),
      };
    case 'callback':
      return node;
    case 'fail':
      return { ...node, message: visitField(node.message, 'message', visit) };
    case 'stop':
      return node.reason === undefined ? node : { ...node, reason: visitField(node.reason, 'reason', visit) };
    case 'merge':
    case 'sort':
    case 'deduplicate':
    case 'aggregate':
    case 'join':
    case 'validate':
    case 'code':
    case 'branch':
    case 'filter':
      return node;
  }
}

const usesBeside = ({ use }: MapNode): LibraryUse[] =>
  use === undefined ? [] : [{ kind: 'mapping', ref: use.map, field: 'use' }];

const visitFields = (fields: FieldValues, at: string, visit: Visit): FieldValues =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, visitField(value, `${at}.${name}`, visit)]));

function visitUndo({ compensate }: Pick<ActionNode, 'compensate'>, visit: Visit): Pick<ActionNode, 'compensate'> {
  if (compensate === undefined) return {};
  return { compensate: { ...compensate, input: visitFields(compensate.input, 'compensate.input', visit) } };
}

function visitField(value: FieldValue, at: string, visit: Visit): FieldValue {
  if (value.mode === 'mapping') return { ...value, mapping: visit.mapping(value.mapping, `${at}.mapping`, []) };
  if (value.mode === 'schema') return visit.schema(value, at);
  if (value.mode !== 'entries') return value;
  const entries = value.entries.map((entry) => ({
    ...entry,
    value: visitField(entry.value, `${at}.${entry.name}`, visit),
  }));
  return { ...value, entries };
}
