// The mappings of a flow, in map steps and in structured inputs, each with its bundle.
import type { Diagnostic } from '@patchbay/model/errors';
import type { ActionNode, FieldValue, FieldValues, FlowDocument, FlowNode, MapNode } from '@patchbay/model/flow';
import type { MappingDocument } from '@patchbay/model/mapping';
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

/** What is done with each mapping of a node. `at` is put in the place of `mapping` in its fields; `extra` are uses beside it. */
export type Visit = (mapping: MappingDocument, at: string, extra: readonly LibraryUse[]) => MappingDocument;

/** Every use of the library in a flow, for “used by” and for what has to be loaded before it is bundled. */
export function usesOfFlow(doc: FlowDocument): NodeUse[] {
  const uses: NodeUse[] = [];
  for (const node of doc.nodes) {
    visitNode(node, (mapping, at, extra) => {
      for (const use of [...usesOf(mapping), ...extra])
        uses.push({ ...use, field: inField(use.field, at), nodeId: node.id });
      return mapping;
    });
  }
  return uses;
}

/** The flow as it is published: every mapping of it holds what it uses of the library. */
export function bundleFlow(doc: FlowDocument, library: MappingLibrary): BundledFlow {
  const diagnostics: Diagnostic[] = [];
  const nodes = doc.nodes.map((node) =>
    visitNode(node, (mapping, at, extra) => {
      const bundled: BundledMapping = bundleMapping(mapping, library, extra);
      for (const diagnostic of bundled.diagnostics) {
        const field = inField(diagnostic.at.field ?? 'mapping', at);
        diagnostics.push({ ...diagnostic, at: { ...diagnostic.at, nodeId: node.id, field } });
      }
      return bundled.doc;
    }),
  );
  return { doc: { ...doc, nodes }, diagnostics };
}

const inField = (field: string, at: string): string =>
  field.startsWith('mapping') ? at + field.slice('mapping'.length) : field;

/** The node with each of its mappings as `visit` gives it: of a map step, and in structured inputs at any depth. */
export function visitNode(node: FlowNode, visit: Visit): FlowNode {
  switch (node.kind) {
    case 'map':
      return { ...node, mapping: visit(node.mapping, 'mapping', usesBeside(node)) };
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
  if (value.mode === 'mapping') return { ...value, mapping: visit(value.mapping, `${at}.mapping`, []) };
  if (value.mode !== 'entries') return value;
  const entries = value.entries.map((entry) => ({
    ...entry,
    value: visitField(entry.value, `${at}.${entry.name}`, visit),
  }));
  return { ...value, entries };
}
