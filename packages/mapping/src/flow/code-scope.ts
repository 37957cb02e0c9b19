import type { FlowDocument } from '@patchbay/model/flow';
import type { DataSchema } from '@patchbay/model/schema';
import { checkInScope } from '../check/check-expression.ts';
import { anything, integer, itemsOf } from '../check/type-algebra.ts';
import { rootScope } from '../check/type-scope.ts';
import type { ScopeTypes } from '../check/type-scope.ts';
import { FlowTypes } from './flow-types.ts';
import type { FlowOperations } from './flow-types.ts';

/**
 * What a step of code may read, by name: the roots of expressions, the items of the loops around it, its inputs, and `item`
 * and `index` for a list or for records.
 */
export function codeScopeAt(doc: FlowDocument, nodeId: string, surroundings: FlowOperations): ScopeTypes {
  const types = new FlowTypes(doc, surroundings);
  const node = types.graph.node(nodeId);
  if (node?.kind !== 'code') return {};
  const sources = types.sources(node);
  const scope = rootScope(sources);
  const typeOf = (text: string): DataSchema => checkInScope(text, scope).type;
  const input: DataSchema = {
    type: 'object',
    properties: Object.fromEntries(node.inputs.map(({ name, value }) => [name, typeOf(value)])),
    required: node.inputs.map(({ name }) => name),
    additionalProperties: false,
  };
  if (node.records !== undefined) {
    return { ...sources, input, item: types.records.scope(node, scope).names.get('item') ?? anything, index: integer };
  }
  if (node.items === undefined) return { ...sources, input };
  return { ...sources, input, item: itemsOf(typeOf(node.items)), index: integer };
}
