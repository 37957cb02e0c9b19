// Shapes at one place of a flow, for who looks at a single node: completion, pickers, previews.
import { isContainer, isListNode, worksOnRecords } from '@patchbay/model/flow';
import type { FlowDocument } from '@patchbay/model/flow';
import type { DataSchema } from '@patchbay/model/schema';
import { anything, orNull } from '../check/type-algebra.ts';
import { rootScope } from '../check/type-scope.ts';
import type { ScopeTypes } from '../check/type-scope.ts';
import { FlowTypes } from './flow-types.ts';
import type { FlowOperations } from './flow-types.ts';

/** What the expressions of a node may read, by name: for completion. `item` is there for a filter and other steps over a list. */
export function scopeTypesAt(doc: FlowDocument, nodeId: string, surroundings: FlowOperations): ScopeTypes {
  const types = new FlowTypes(doc, surroundings);
  const node = types.graph.node(nodeId);
  if (node === undefined) return { trigger: anything, steps: anything, vars: anything };
  const sources = types.sources(node);
  if (node.kind === 'merge' && node.mode === 'combine') {
    return Object.fromEntries(types.mergeScope(node, rootScope(sources)).names);
  }
  const hasRecord = worksOnRecords(node)
    ? // The values that code gets are worked out once, before the first record; a loop has no expression over its records.
      node.kind !== 'action' && node.kind !== 'code' && node.kind !== 'forEach'
    : isListNode(node) || (node.kind === 'filter' && node.items !== undefined);
  return hasRecord ? Object.fromEntries(types.records.scope(node, rootScope(sources)).names) : sources;
}

/** What the key of a partner of a join may read, by name: `item` is a partner. */
export function partnerTypesAt(doc: FlowDocument, nodeId: string, surroundings: FlowOperations): ScopeTypes {
  const types = new FlowTypes(doc, surroundings);
  const node = types.graph.node(nodeId);
  if (node?.kind !== 'join') return {};
  return Object.fromEntries(types.records.partnerScope(node, rootScope(types.sources(node))).names);
}

/** What the output expression of a container may read, by name. */
export function bodyTypesOf(doc: FlowDocument, nodeId: string, surroundings: FlowOperations): ScopeTypes {
  const types = new FlowTypes(doc, surroundings);
  const node = types.graph.node(nodeId);
  return node === undefined || !isContainer(node) ? {} : Object.fromEntries(types.containers.scope(node).names);
}

/** What a node hands on as `steps.<name>` (for a trigger, `trigger`); `{}` when nobody knows. */
export function outputTypeOf(doc: FlowDocument, nodeId: string, surroundings: FlowOperations): DataSchema {
  const types = new FlowTypes(doc, surroundings);
  const node = types.graph.node(nodeId);
  return node === undefined ? orNull(anything) : types.output(node);
}

/** A record as a step over records hands it on; `{}` when nobody knows. */
export function recordTypeOf(doc: FlowDocument, nodeId: string, surroundings: FlowOperations): DataSchema {
  const types = new FlowTypes(doc, surroundings);
  const node = types.graph.node(nodeId);
  return node === undefined ? anything : types.records.record(node);
}
