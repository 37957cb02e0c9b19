import type { FlowCall, FlowContract } from '@patchbay/model/flow';
import { compareSchemas } from '@patchbay/model/schema';
import type { DataSchema, SchemaChange, SchemaRole } from '@patchbay/model/schema';
import { Button, ProblemBox } from '../../../ui/index.ts';
import type { CallableFlow } from './flow-chooser.tsx';

interface VersionPinProps {
  readonly call: FlowCall;
  /** The flow as it is live; undefined: it cannot be called any more, or is not known yet. */
  readonly live: CallableFlow | undefined;
  readonly disabled: boolean;
  readonly onUse: (flow: CallableFlow) => void;
}

const mostShown = 6;

/** The version stays until somebody chooses another; what would change is said before. */
export function VersionPin({ call, live, disabled, onUse }: VersionPinProps) {
  if (live === undefined || live.version === call.version) {
    return (
      <p className="text-12 text-ink-3">
        Version {call.version} is called{live === undefined ? '' : ', the one that is live'}. It stays the same until
        you choose another.
      </p>
    );
  }
  const changes = contractChanges(call.contract, live.contract);
  const breaking = changes.filter(({ severity }) => severity === 'breaking').length;
  const cause =
    call.contract === undefined
      ? 'What the version here took and gave is not known.'
      : changes.length === 0
        ? 'It takes and gives the same.'
        : `${changes.length} ${changes.length === 1 ? 'difference' : 'differences'} in what it takes and gives${breaking === 0 ? '' : `, ${breaking} of which may need a change here`}.`;
  return (
    <ProblemBox
      tone="wait"
      title={`Version ${call.version} is called; version ${live.version} is live`}
      cause={
        <>
          {cause}
          {changes.length === 0 ? null : (
            <ul className="mt-1 list-disc pl-4">
              {changes.slice(0, mostShown).map(({ message, what }) => (
                <li key={`${what} ${message}`} className="wrap-anywhere">
                  {what}: {message}
                </li>
              ))}
              {changes.length > mostShown ? <li>and {changes.length - mostShown} more</li> : null}
            </ul>
          )}
        </>
      }
      next={
        disabled ? undefined : (
          <Button size="small" onClick={() => onUse(live)}>
            Use version {live.version}
          </Button>
        )
      }
    />
  );
}

type Change = SchemaChange & { readonly what: 'Input' | 'Output' };

function contractChanges(before: FlowContract | undefined, after: FlowContract): Change[] {
  if (before === undefined) return [];
  return [
    ...changesOf('Input', before.input, { schema: after.input, role: 'target' }),
    ...changesOf('Output', before.output, { schema: after.output, role: 'source' }),
  ];
}

const changesOf = (
  what: Change['what'],
  before: DataSchema | undefined,
  { schema, role }: { readonly schema: DataSchema | undefined; readonly role: SchemaRole },
): Change[] => compareSchemas(before ?? {}, schema ?? {}, { role }).map((change) => ({ ...change, what }));
