import { ActionsTh, SkeletonRows, Table, Th } from '../ui/index.ts';
import { type FlowActions, type FlowItem, FlowRow } from './flow-row.tsx';

const columns = 7;

/** Without `flows` the table is still loading. */
export function FlowTable({
  flows,
  actions,
}: {
  readonly flows: readonly FlowItem[] | undefined;
  readonly actions: FlowActions;
}) {
  return (
    <Table label="Flows" aria-busy={flows === undefined} className="min-w-235">
      <colgroup>
        <col style={{ width: '26%' }} />
        <col />
        <col style={{ width: 200 }} />
        <col style={{ width: 200 }} />
        <col style={{ width: 64 }} />
        <col style={{ width: 104 }} />
        <col style={{ width: 56 }} />
      </colgroup>
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>Description</Th>
          <Th>State</Th>
          <Th>Last run</Th>
          <Th end>Steps</Th>
          <Th sorted>Changed</Th>
          <ActionsTh />
        </tr>
      </thead>
      <tbody>
        {flows === undefined ? (
          <SkeletonRows rows={6} columns={columns} />
        ) : (
          flows.map((flow) => <FlowRow key={flow.id} flow={flow} actions={actions} />)
        )}
      </tbody>
    </Table>
  );
}
