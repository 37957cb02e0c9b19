// From a node to the operation over records that it stands for.
import { mappingOfNode } from '@patchbay/mapping';
import type { CodeNode, FlowNode, JoinNode, MapNode } from '@patchbay/model/flow';
import { isListNode, takesPartners } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import {
  aggregateRecords,
  codeRecords,
  deduplicateRecords,
  filterRecords,
  joinRecords,
  mapRecords,
  sortRecords,
  validateRecords,
} from '../../records/index.ts';
import type { Rows } from '../../records/index.ts';
import type { OpenRecordStep } from '../flow-plan.ts';
import { StepFailure } from '../step-failure.ts';
import { planCode } from '../steps/code-step.ts';
import { listReader } from '../steps/list-reader.ts';

/** The name under which a mapping over records reads the record at hand, as other expressions do. */
const recordName = 'item';

/** Rows of a list that is at hand, a chunk at a time. */
export async function* rowsOf(list: readonly Json[]): Rows & AsyncGenerator<readonly Json[]> {
  for (let from = 0; from < list.length; from += 1_000) yield list.slice(from, from + 1_000);
}

/** @param setsAside of a join: see `Partners` */
export function openRecordStep(node: FlowNode, setsAside = false): OpenRecordStep {
  if (node.kind === 'map') return openMap(node);
  if (node.kind === 'code') return openCode(node);
  if (node.kind === 'filter') return (_run, { aside }) => filterRecords(node.condition, aside);
  if (!isListNode(node)) throw new TypeError(`a node of kind ${node.kind} does not work on records`);
  switch (node.kind) {
    case 'sort':
      return () => sortRecords(node.keys.map(({ by, order }) => ({ by, descending: order === 'desc' })));
    case 'deduplicate':
      return () => deduplicateRecords(node.by);
    case 'aggregate':
      return () => aggregateRecords(node);
    case 'join':
      return openJoin(node, setsAside);
    case 'validate':
      return (_run, { aside, leftOut }) =>
        validateRecords(node.rules, async (rows) => {
          for (const row of rows) {
            const { record, problems } = row as { record: Json; problems: { field: string; message: string }[] };
            const message = problems.map((one) => `${one.field}: ${one.message}`).join(' ');
            leftOut(record, { code: 'invalid', message });
          }
          await aside?.(rows);
        });
  }
}

function openMap(node: MapNode): OpenRecordStep {
  const doc = mappingOfNode(node);
  return (_run, { leftOut }) => {
    if (doc === undefined) {
      throw new StepFailure({
        code: 'mapping',
        message: `The flow does not hold the mapping “${node.use?.map ?? ''}” that “${node.label}” uses.`,
        next: 'An analyst chooses another mapping in the step’s settings, and publishes the flow again.',
      });
    }
    return mapRecords(doc, {
      source: recordName,
      onRejected: (rejected) => {
        for (const { item, problem } of rejected) {
          leftOut((item ?? null) as Json, { code: problem.code, message: problem.message });
        }
      },
    });
  };
}

function openCode(node: CodeNode): OpenRecordStep {
  const { code, timeoutMs, memoryMb, input } = planCode(node);
  return ({ scope, context }, { code: runPart }) => {
    if (runPart === undefined) throw new TypeError('code over records needs its sandbox');
    return codeRecords({ code, timeoutMs, memoryMb, scope: input(scope, context).scope }, runPart);
  };
}

function openJoin(node: JoinNode, setsAside: boolean): OpenRecordStep {
  if (takesPartners(node)) {
    return (_run, { partners = rowsOf([]) }) => joinRecords(node, { rows: partners, setsAside });
  }
  const list = listReader(node.partners, node.label);
  return ({ scope, context }) => joinRecords(node, { rows: rowsOf(list(scope, context)), setsAside: false });
}
