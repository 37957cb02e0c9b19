import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { trpc, trpcClient } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { ListStates } from '../app/list-states.tsx';
import { usePages } from '../app/use-pages.ts';
import { Button, ProblemBox, SkeletonRows, Status, Table, Td, Th, TimeText, Tr } from '../ui/index.ts';

/** Every change of the workspace, by whom; the entries are chained, so that a removed one shows. */
export function AuditTab() {
  const list = usePages({
    under: trpc.audit.list.pathKey(),
    key: 'all',
    fetchPage: (cursor) => trpcClient.audit.list.query({ ...cursor, limit: 100 }),
  });
  const verdict = useQuery({ ...trpc.audit.verify.queryOptions(), enabled: false });
  return (
    <>
      <div className="flex items-center gap-3 px-4 py-3">
        <p className="text-ink-2">
          Every change, by whom and when. Each entry carries the fingerprint of the one before.
        </p>
        <span className="ml-auto">
          {verdict.data?.ok === true ? (
            <Status look="succeeded">{verdict.data.entries.toLocaleString('en')} entries, unbroken</Status>
          ) : null}
        </span>
        <Button icon={ShieldCheck} busy={verdict.isFetching} onClick={() => void verdict.refetch()}>
          Verify the chain
        </Button>
      </div>
      {verdict.error === null ? null : <ErrorBox error={verdict.error} className="mx-4 mb-3" />}
      {verdict.data?.ok === false ? (
        <ProblemBox
          className="mx-4 mb-3"
          title={`The chain is broken at entry ${verdict.data.brokenAt ?? 'unknown'}`}
          cause="An entry was changed or removed outside of Patchbay."
          who="The owner of the installation"
          next="Compare with a backup."
        />
      ) : null}
      <ListStates query={list} items={list.items} empty={null} more="Show older entries">
        {(entries) => (
          <Table label="Audit entries">
            <colgroup>
              <col style={{ width: 72 }} />
              <col style={{ width: 200 }} />
              <col style={{ width: 200 }} />
              <col style={{ width: 200 }} />
              <col />
            </colgroup>
            <thead>
              <tr>
                <Th end>No.</Th>
                <Th sorted>When</Th>
                <Th>Who</Th>
                <Th>What</Th>
                <Th>On</Th>
              </tr>
            </thead>
            <tbody>
              {entries === undefined ? (
                <SkeletonRows rows={8} columns={5} />
              ) : (
                entries.map((entry) => (
                  <Tr key={entry.seq}>
                    <Td end dim>
                      {entry.seq}
                    </Td>
                    <Td dim className="tabular">
                      <TimeText at={entry.at} year />
                    </Td>
                    <Td>{entry.actor.name}</Td>
                    <Td className="font-medium">{entry.action}</Td>
                    <Td dim>
                      {entry.target.kind} <code>{entry.target.id}</code>
                    </Td>
                  </Tr>
                ))
              )}
            </tbody>
          </Table>
        )}
      </ListStates>
    </>
  );
}
