import { longestWaitMs } from '@patchbay/model/flow';
import type { FlowCall, SubflowNode } from '@patchbay/model/flow';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { trpc } from '../../../app/api-client.ts';
import { ErrorBox } from '../../../app/error-box.tsx';
import { Field, Fold, JsonView, Section } from '../../../ui/index.ts';
import { FieldProblems } from '../../expression/expression-field.tsx';
import { isBlank } from '../fields/field-modes.ts';
import { ValueField } from '../fields/value-field.tsx';
import { problemsAt } from '../node-edit.ts';
import type { NodeForm } from '../node-edit.ts';
import { RetryFold } from '../repeat-section.tsx';
import { UndoSection } from '../undo-section.tsx';
import { DurationField } from '../waits/duration-field.tsx';
import { FlowChooser } from './flow-chooser.tsx';
import type { CallableFlow } from './flow-chooser.tsx';
import { VersionPin } from './version-pin.tsx';

/** A run that failed has tried again what was worth it. */
const once = { maxAttempts: 1, firstDelayMs: 2_000, maxDelayMs: 60_000, deadlineMs: 600_000 };

const callOf = ({ flowId, version, versionId, contract }: CallableFlow): FlowCall => ({
  flowId,
  version,
  versionId,
  contract,
});

/** What a flow asks for by name is filled in name by name. */
function begunInput({ input }: SubflowNode, { contract }: CallableFlow): SubflowNode['input'] {
  if (input['body'] !== undefined || contract.input?.properties === undefined) return input;
  return { body: { mode: 'mapping', mapping: { map: 1, root: { fields: {} } } } };
}

/** Which flow is called, in which version, with what, and for how long it is waited for. */
export function SubflowSettings({ form }: { readonly form: NodeForm<SubflowNode> }) {
  const { node, update, seal, preview, problems, disabled } = form;
  const { call } = node;
  const flows = useQuery(trpc.flow.callable.queryOptions());
  const live = flows.data?.find(({ flowId }) => flowId === call?.flowId);
  const use = (flow: CallableFlow): void =>
    update({ ...node, call: callOf(flow), input: begunInput(node, flow) }, 'call');
  const wanted = call?.contract?.input;
  return (
    <>
      <Section className="grid gap-2">
        <p className="text-12 text-ink-3">
          Runs another flow and goes on with its answer. It is a run of its own; while this one waits it takes up no
          worker.
        </p>
        <Field
          label="Flow"
          required
          aside={
            call === undefined ? null : (
              <Link
                to="/flows/$flowId"
                params={{ flowId: call.flowId }}
                className="flex items-center gap-1 text-12 text-accent-text hover:underline"
              >
                <ExternalLink size={12} aria-hidden />
                Open it
              </Link>
            )
          }
        >
          {({ id, describedBy }) => (
            <div data-field="call">
              <FlowChooser
                id={id}
                describedBy={describedBy}
                chosen={live?.name ?? call?.contract?.name ?? (call === undefined ? null : 'A flow that is not here')}
                flows={flows.data}
                disabled={disabled}
                onChoose={use}
              />
            </div>
          )}
        </Field>
        {call === undefined ? null : <VersionPin call={call} live={live} disabled={disabled} onUse={use} />}
        <FieldProblems problems={problemsAt(problems, 'call')} />
        {flows.error === null ? null : (
          <ErrorBox error={flows.error} doing="The flows cannot be listed" onRetry={() => void flows.refetch()} />
        )}
      </Section>
      <Section>
        <ValueField
          field={{
            name: 'body',
            label: 'Input',
            description: 'The flow reads it as trigger.body.',
            control: 'json',
            required: (wanted?.required ?? []).length > 0,
            dynamic: true,
            ...(wanted === undefined ? {} : { schema: wanted }),
          }}
          at="input.body"
          value={node.input['body']}
          onChange={(body) =>
            update({ ...node, input: body === undefined || isBlank(body) ? {} : { body } }, 'input.body')
          }
          onBlur={seal}
          preview={preview}
          problems={problems}
          disabled={disabled}
        />
      </Section>
      {call === undefined ? null : (
        <Fold
          title="What comes back"
          summary={call.contract?.output === undefined ? 'the flow does not say' : 'as the flow promises'}
        >
          {call.contract?.output === undefined ? (
            <p className="text-12 text-ink-3">
              The body of the respond step of that flow, or nothing where it has none. Its trigger may say what shape
              that has; then it is checked here.
            </p>
          ) : (
            <JsonView label="Shape of the answer" heading="Shape" value={call.contract.output as never} />
          )}
        </Fold>
      )}
      <Section>
        <DurationField
          label="Time-out"
          hint="Then that run is cancelled and this step leaves by “no end in time”, or fails. Empty: it waits."
          name="timeoutMs"
          valueMs={node.timeoutMs}
          maxMs={longestWaitMs}
          disabled={disabled}
          onChange={(timeoutMs) => {
            const { timeoutMs: _, ...rest } = node;
            update(timeoutMs === undefined ? rest : { ...rest, timeoutMs }, 'timeoutMs');
          }}
          onBlur={seal}
        />
      </Section>
      <RetryFold
        form={form}
        usual={once}
        words="A run that failed is replayed under its own keys: what it has done is not done twice. One that was cancelled is not repeated."
      />
      <UndoSection form={form} />
    </>
  );
}
