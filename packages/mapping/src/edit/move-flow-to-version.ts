// A flow that uses one version of a schema, moved to another: its mappings, in map steps and in structured inputs, and the fields that
// name it.
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import type { MappingDocument } from '@patchbay/model/mapping';
import { visitNode } from '../library/bundle-flow.ts';
import { usesOf } from '../library/uses-of.ts';
import { viewOf } from '../lineage/mapping-view.ts';
import type { MappingLibrary } from '../rules/library.ts';
import { movedToVersion } from './move-to-version.ts';
import type { VersionMove } from './move-to-version.ts';

export interface MovedFlow {
  /** The nodes that are different now. */
  readonly nodes: readonly FlowNode[];
  /** What was done, as sentences that begin with the node's label. */
  readonly said: readonly string[];
  /** What could not be done, and why. */
  readonly refused: readonly string[];
}

/** @param library what the mappings use of the library, the version that they are moved from among it */
export function movedFlowToVersion(flow: FlowDocument, library: MappingLibrary, move: VersionMove): MovedFlow {
  const said: string[] = [];
  const refused: string[] = [];
  const schemas = { ...library.schemas, [move.from]: move.before, [move.to]: move.after };
  const nodes = flow.nodes.flatMap((node) => {
    let isMoved = false;
    const next = visitNode(node, {
      mapping: (mapping): MappingDocument => {
        if (!usesOf(mapping).some(({ kind, ref }) => kind === 'schema' && ref === move.from)) return mapping;
        isMoved = true;
        const moved = movedToVersion(viewOf(mapping, { library: { ...library, schemas } }), move);
        said.push(...moved.said.map((words) => `${node.label}: ${words}`));
        refused.push(...moved.refused.map((words) => `${node.label}: ${words}`));
        return moved.doc;
      },
      schema: (value) => {
        if (value.schema !== move.from) return value;
        isMoved = true;
        said.push(`${node.label}: reads and writes by ${move.to} instead of ${move.from}.`);
        return { mode: 'schema', schema: move.to };
      },
    });
    return isMoved ? [next] : [];
  });
  return { nodes, said, refused };
}
