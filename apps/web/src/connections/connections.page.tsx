import type { ConnectorManifest } from '@patchbay/model/connector';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plug, Plus } from 'lucide-react';
import { trpc, trpcClient } from '../app/api-client.ts';
import { ListStates } from '../app/list-states.tsx';
import { useMay } from '../app/session.ts';
import { PageFrame } from '../app/shell/page-frame.tsx';
import { usePages } from '../app/use-pages.ts';
import { ActionsTh, EmptyState, linkButtonClass, SkeletonRows, Table, Th } from '../ui/index.ts';
import { ConnectionRow } from './connection-row.tsx';

const columns = 6;

export function ConnectionsPage() {
  const mayEdit = useMay('connection.edit');
  const list = usePages({
    under: trpc.connection.list.pathKey(),
    key: 'all',
    fetchPage: (cursor) => trpcClient.connection.list.query({ ...cursor, limit: 100 }),
  });
  const manifests = useQuery(trpc.manifest.list.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const byId = new Map<string, ConnectorManifest>(
    manifests.data?.connectors.map((connector) => [connector.id, connector]),
  );
  const create = (
    <Link to="/connections/new" className={linkButtonClass({ look: 'primary' })}>
      <Plus size={14} aria-hidden />
      New connection
    </Link>
  );
  return (
    <PageFrame title="Connections" actions={mayEdit ? create : undefined}>
      <ListStates
        query={list}
        items={list.items}
        empty={
          <EmptyState
            icon={Plug}
            title="No connections yet"
            why="A connection is a system that flows may use: its address and how to sign in there. Credentials are encrypted and never shown again."
            action={mayEdit ? create : undefined}
            example={
              mayEdit
                ? 'For example: the database with the stock, or the API of a payment provider.'
                : 'Ask an admin of the workspace to make the first one.'
            }
          />
        }
      >
        {(connections) => (
          <Table label="Connections" aria-busy={connections === undefined} className="min-w-225">
            <colgroup>
              <col />
              <col style={{ width: 144 }} />
              <col style={{ width: 120 }} />
              <col style={{ width: '28%' }} />
              <col style={{ width: 112 }} />
              <col style={{ width: 96 }} />
            </colgroup>
            <thead>
              <tr>
                <Th>Name</Th>
                <Th>System</Th>
                <Th>State</Th>
                <Th>Last test</Th>
                <Th>Used by</Th>
                <ActionsTh />
              </tr>
            </thead>
            <tbody>
              {connections === undefined ? (
                <SkeletonRows rows={6} columns={columns} />
              ) : (
                connections.map((connection) => (
                  <ConnectionRow
                    key={connection.id}
                    connection={connection}
                    connector={byId.get(connection.connectorId)}
                  />
                ))
              )}
            </tbody>
          </Table>
        )}
      </ListStates>
    </PageFrame>
  );
}
