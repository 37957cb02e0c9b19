import type { ConnectorManifest } from '@patchbay/model/connector';
import { Link } from '@tanstack/react-router';
import { errorWords } from '../app/error-words.ts';
import { useMay } from '../app/session.ts';
import { Button, NamedIcon, Popover, Td, TimeText, Tr } from '../ui/index.ts';
import { TrafficState } from './connection-traffic.tsx';
import { type ConnectionItem, TestState } from './test-state.tsx';
import { useTestConnection } from './use-test-connection.ts';

export interface ConnectionRowProps {
  readonly connection: ConnectionItem;
  readonly connector: ConnectorManifest | undefined;
}

export function ConnectionRow({ connection, connector }: ConnectionRowProps) {
  const mayTest = useMay('connection.use');
  const test = useTestConnection();
  return (
    <Tr>
      <Td>
        <span className="flex items-center gap-2">
          <span className="grid size-7 flex-none place-items-center rounded-2 bg-hover text-ink-2">
            <NamedIcon name={connector?.icon ?? 'plug'} />
          </span>
          <Link
            to="/connections/$connectionId"
            params={{ connectionId: connection.id }}
            title={connection.name}
            className="truncate font-medium after:absolute after:inset-0"
          >
            {connection.name}
          </Link>
        </span>
      </Td>
      <Td dim>{connector?.name ?? connection.connectorId}</Td>
      <Td>
        {connection.traffic === null || connection.traffic.status === 'free' || test.isPending ? (
          <TestState state={connection.testState} testing={test.isPending} />
        ) : (
          <TrafficState traffic={connection.traffic} />
        )}
      </Td>
      <Td dim title={connection.testMessage ?? ''}>
        {test.error !== null ? (
          <span className="text-bad">{errorWords(test.error).title}</span>
        ) : connection.testedAt === null ? (
          'Never'
        ) : (
          <>
            <TimeText at={connection.testedAt} ago />
            {connection.testMessage === null ? '' : ` · ${connection.testMessage}`}
          </>
        )}
      </Td>
      <Td>
        <UsedBy flows={connection.usedBy} />
      </Td>
      <Td end>
        {mayTest ? (
          <span className="relative z-10">
            <Button
              size="small"
              busy={test.isPending}
              onClick={() => test.mutate({ connectionId: connection.id })}
              aria-label={`Test ${connection.name}`}
            >
              Test
            </Button>
          </span>
        ) : null}
      </Td>
    </Tr>
  );
}

export function UsedBy({ flows }: { readonly flows: ConnectionItem['usedBy'] }) {
  if (flows.length === 0) return <span className="text-ink-3">no flow yet</span>;
  return (
    <Popover
      label="Flows that use it"
      className="w-60"
      trigger={
        <button
          type="button"
          className="relative z-10 h-6 rounded-1 text-accent-text underline decoration-accent-line underline-offset-2"
        >
          {flows.length === 1 ? '1 flow' : `${flows.length} flows`}
        </button>
      }
    >
      <ul>
        {flows.map((flow) => (
          <li key={flow.flowId}>
            <Link
              to="/flows/$flowId"
              params={{ flowId: flow.flowId }}
              className="flex h-7 items-center truncate rounded-1 px-2 hover:bg-hover"
            >
              {flow.name}
            </Link>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
