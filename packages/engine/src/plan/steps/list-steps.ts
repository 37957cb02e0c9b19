// Sort, deduplicate, aggregate, join, validate: over a list that is at hand, by the operations over records.
import type { JoinNode, ListNode, ValidateNode } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { aggregateList } from '../../records/aggregate-records.ts';
import { deduplicateList } from '../../records/deduplicate-records.ts';
import { joinList } from '../../records/join-records.ts';
import type { ListRun, ListWork } from '../../records/list-work.ts';
import { sortList } from '../../records/sort-records.ts';
import { invalidRow, validateList } from '../../records/validate-records.ts';
import type { InvalidRecord } from '../../records/validate-records.ts';
import type { LeftOut, ListStepRun } from '../flow-plan.ts';
import { listReader } from './list-reader.ts';
import { keptRejected } from './left-out.ts';

type OfList = (list: readonly Json[], run: ListRun) => ListWork<Json[]>;

export function planList(node: ListNode): ListStepRun {
  switch (node.kind) {
    case 'sort':
      return planOne(node, sortList(node.keys.map(({ by, order }) => ({ by, descending: order === 'desc' }))));
    case 'deduplicate':
      return planOne(node, deduplicateList(node.by));
    case 'aggregate':
      return planOne(node, aggregateList(node));
    case 'join':
      return planJoin(node);
    case 'validate':
      return planValidate(node);
  }
}

function planOne(node: ListNode, work: OfList): ListStepRun {
  const items = listReader(node.items, node.label);
  return function* worked(scope, context) {
    return { output: yield* work(items(scope, context), { scope, context }), ports: ['out'] };
  };
}

function planJoin(node: JoinNode): ListStepRun {
  const items = listReader(node.items, node.label);
  const partners = listReader(node.partners, node.label);
  const join = joinList(node);
  return function* joined(scope, context) {
    const output = yield* join(items(scope, context), partners(scope, context), { scope, context });
    return { output, ports: ['out'] };
  };
}

/** Both ways may be taken: the good records go on while somebody looks after the others. */
function planValidate(node: ValidateNode): ListStepRun {
  const items = listReader(node.items, node.label);
  const validate = validateList(node.rules);
  return function* validated(scope, context) {
    const { valid, invalid } = yield* validate(items(scope, context), { scope, context });
    const ports = [
      ...(valid.length > 0 || invalid.length === 0 ? ['out'] : []),
      ...(invalid.length > 0 ? ['invalid'] : []),
    ];
    const output = { valid, invalid: invalid.map(invalidRow) };
    return invalid.length === 0 ? { output, ports } : { output, ports, rejected: leftOut(invalid) };
  };
}

function leftOut(invalid: readonly InvalidRecord[]): LeftOut {
  const first = invalid.slice(0, keptRejected).map(({ record, problems }): Json => ({
    item: record,
    reason: problems.map(({ field, message }) => `${field}: ${message}`).join(' '),
  }));
  return { count: invalid.length, first };
}
