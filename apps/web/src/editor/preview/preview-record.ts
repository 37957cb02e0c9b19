// The record that an expression over records would read as `item`: the first of the last test run, else one that is worked out from
// the sample of the step that reads them.
import { compileExpression, compileMapping, recordTypeOf } from '@patchbay/mapping';
import type { Scope, ScopeTypes } from '@patchbay/mapping';
import {
  carriesRecords,
  partnersPort,
  recordSource,
  takesPartners,
  takesRecords,
  worksOnRecords,
} from '@patchbay/model/flow';
import type { FlowDocument, FlowNode, JoinNode } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { operationOf } from '../catalogue.ts';
import type { Catalogue } from '../catalogue.ts';
import { isStale, stepOf } from '../test-run.store.ts';
import type { TestRun } from '../test-run.store.ts';
import { previewContext, safely } from './evaluate-safely.ts';
import { namesShape } from './names-shape.ts';
import type { SourceOrigin } from './preview-scope.ts';
import { exampleOf } from './trigger-sample.ts';

export interface PreviewRecord {
  readonly value: Json;
  readonly origin: SourceOrigin;
  /** The step that hands it on. */
  readonly from: FlowNode;
}

interface Surroundings {
  readonly doc: FlowDocument;
  readonly catalogue: Catalogue;
  readonly run: TestRun;
  readonly scope: Scope;
  /** What `item` is like at the step that is looked at. */
  readonly types: ScopeTypes;
}

/** The partner that the key of a partner would read as `item`: null where none is known. */
export function partnerInto(node: JoinNode, given: Surroundings): PreviewRecord | null {
  return takesPartners(node) ? along(node, given, { seen: new Set(), port: partnersPort }) : null;
}

/** Null where no records reach the node. */
export function recordInto(node: FlowNode, given: Surroundings): PreviewRecord | null {
  if (!worksOnRecords(node)) return null;
  if (!takesRecords(node)) return firstOfList(node, given);
  return along(node, given, { seen: new Set(), port: 'in' });
}

/** Of a step over records that takes a list in the place of an edge. */
function firstOfList(node: FlowNode, { scope }: Surroundings): PreviewRecord | null {
  const text = recordSource(node);
  if (text === undefined) return null;
  const list = safely(() => compileExpression(text).evaluate(scope, previewContext));
  return { value: Array.isArray(list) ? (list[0] ?? null) : null, origin: 'computed', from: node };
}

interface Way {
  readonly seen: ReadonlySet<string>;
  /** The port of the node that the records come to. */
  readonly port: string;
}

function along(node: FlowNode, given: Surroundings, { seen, port }: Way): PreviewRecord | null {
  if (!takesRecords(node, port)) return firstOfList(node, given);
  const { doc, types } = given;
  for (const edge of doc.edges) {
    const isInto = edge.to.node === node.id && edge.to.port === port;
    const from = isInto ? doc.nodes.find(({ id }) => id === edge.from.node) : undefined;
    if (from === undefined || seen.has(from.id) || !carriesRecords(from, edge)) continue;
    const seenHere = new Set([...seen, node.id]);
    const made = edge.from.port === 'invalid' ? null : handedOn(from, given, seenHere);
    if (made !== null) return { ...made, from };
    // Of a step further up the shape at this one says nothing.
    return seen.size > 0 ? null : { value: exampleOf(types['item'] ?? {}), origin: 'shape', from };
  }
  return null;
}

/** Null where only the shape is known. */
function handedOn(
  node: FlowNode,
  given: Surroundings,
  seen: ReadonlySet<string>,
): Pick<PreviewRecord, 'value' | 'origin'> | null {
  const { run, catalogue, scope } = given;
  const [first] = stepOf(run, node.id)?.records?.first ?? [];
  if (first !== undefined && !isStale(run, node)) return { value: first, origin: 'run' };
  if (node.kind === 'action') {
    const operation = operationOf(catalogue, node.operation);
    if (namesShape(node, operation))
      return { value: exampleOf(recordTypeOf(given.doc, node.id, catalogue)), origin: 'shape' };
    const value = operation?.samples[0]?.output ?? exampleOf(node.outputSchema ?? operation?.output ?? {});
    return { value, origin: 'example' };
  }
  if (node.kind === 'map') {
    const item = along(node, given, { seen, port: 'in' })?.value ?? null;
    const made = safely(() => compileMapping(node.mapping).run({ ...scope, item }, previewContext).output);
    return { value: Array.isArray(made) ? (made[0] ?? null) : made, origin: 'computed' };
  }
  return passesOn.has(node.kind) ? along(node, given, { seen, port: 'in' }) : null;
}

/** Steps that hand records on as they came. */
const passesOn: ReadonlySet<FlowNode['kind']> = new Set(['filter', 'sort', 'deduplicate', 'validate']);
