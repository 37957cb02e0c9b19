import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAllPages } from '../app/all-pages.ts';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { useMay } from '../app/session.ts';
import { allFlows } from '../flows/all-flows.ts';
import { ActionsTh, Button, Dialog, Heading, SelectField, Table, Td, Th, toast, Tr } from '../ui/index.ts';
import { KeepFields } from './keep-fields.tsx';
import { daysWords, type KeepRuns } from './keep-words.ts';

export interface FlowRule extends KeepRuns {
  readonly flowId: string;
  readonly flowName: string;
}

/** Flows whose runs are kept longer or shorter than the workspace says. */
export function FlowRules({ flows, usual }: { readonly flows: readonly FlowRule[]; readonly usual: KeepRuns }) {
  const mayEdit = useMay('retention.edit');
  const [edited, setEdited] = useState<FlowRule | 'new'>();
  return (
    <section className="grid gap-3">
      <div className="flex items-center gap-2">
        <Heading level={2}>Flows with a rule of their own</Heading>
        {mayEdit ? (
          <Button className="ml-auto" onClick={() => setEdited('new')}>
            Add a flow
          </Button>
        ) : null}
      </div>
      {flows.length === 0 ? (
        <p className="text-ink-3">None: all flows follow the workspace.</p>
      ) : (
        <Table label="Flows with a rule of their own">
          <thead>
            <tr>
              <Th>Flow</Th>
              <Th className="w-26">Succeeded</Th>
              <Th className="w-26">Failed</Th>
              <Th className="w-30">Dead letters</Th>
              <ActionsTh className="w-24" />
            </tr>
          </thead>
          <tbody>
            {flows.map((flow) => (
              <Tr key={flow.flowId}>
                <Td className="truncate font-medium">
                  <Link to="/flows/$flowId" params={{ flowId: flow.flowId }} title={flow.flowName}>
                    {flow.flowName}
                  </Link>
                </Td>
                <Td dim>{daysWords(flow.succeededDays)}</Td>
                <Td dim>{daysWords(flow.failedDays)}</Td>
                <Td dim>{daysWords(flow.deadLetterDays, 'until decided')}</Td>
                <Td end>
                  {mayEdit ? (
                    <Button
                      size="small"
                      aria-label={`Change the rule of ${flow.flowName}`}
                      onClick={() => setEdited(flow)}
                    >
                      Change
                    </Button>
                  ) : null}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {edited === undefined ? null : (
        <RuleDialog
          rule={edited === 'new' ? undefined : edited}
          taken={flows.map(({ flowId }) => flowId)}
          usual={usual}
          onClose={() => setEdited(undefined)}
        />
      )}
    </section>
  );
}

interface RuleDialogProps {
  /** Absent: the flow is chosen here. */
  readonly rule: FlowRule | undefined;
  readonly taken: readonly string[];
  readonly usual: KeepRuns;
  readonly onClose: () => void;
}

function RuleDialog({ rule, taken, usual, onClose }: RuleDialogProps) {
  const client = useQueryClient();
  const all = useAllPages({ ...allFlows, enabled: rule === undefined });
  const [flowId, setFlowId] = useState(rule?.flowId);
  const [keep, setKeep] = useState<KeepRuns>(rule === undefined ? usual : keepOf(rule));
  const save = useMutation(
    trpc.retention.setFlow.mutationOptions({
      onSuccess: (_, { keep: kept }) => {
        void client.invalidateQueries({ queryKey: trpc.retention.pathKey() });
        toast(kept === null ? 'The flow follows the workspace again' : 'Saved');
        onClose();
      },
    }),
  );
  const put = (kept: KeepRuns | null): void => {
    if (flowId !== undefined) save.mutate({ flowId, keep: kept });
  };
  const free = (all.data ?? []).filter(({ id }) => !taken.includes(id));
  const options = free.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Dialog
      onClose={onClose}
      title={rule === undefined ? 'A rule for a flow' : `How long runs of “${rule.flowName}” are kept`}
      footer={
        <>
          <Button look="primary" busy={save.isPending} disabled={flowId === undefined} onClick={() => put(keep)}>
            Save
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          {rule === undefined ? null : (
            <Button className="mr-auto" onClick={() => put(null)}>
              Follow the workspace
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-3">
        {rule === undefined ? (
          <SelectField label="Flow" placeholder="Choose a flow" value={flowId} options={options} onChange={setFlowId} />
        ) : null}
        <KeepFields keep={keep} onChange={setKeep} />
        <p className="text-12 text-ink-3">
          Runs that have been kept longer are removed within minutes after you save, and cannot be brought back.
        </p>
        {all.error === null ? null : <ErrorBox error={all.error} onRetry={() => void all.refetch()} />}
        {save.error === null ? null : <ErrorBox error={save.error} />}
      </div>
    </Dialog>
  );
}

const keepOf = ({ succeededDays, failedDays, deadLetterDays }: KeepRuns): KeepRuns => ({
  succeededDays,
  failedDays,
  deadLetterDays,
});
