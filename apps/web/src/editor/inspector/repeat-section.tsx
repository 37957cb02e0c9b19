import { sideEffectOf } from '@patchbay/model/connector';
import type { OperationManifest, SideEffect } from '@patchbay/model/connector';
import { defaultRetry } from '@patchbay/model/flow';
import type { FlowNode, RetryPolicy, SubflowNode, UnknownPolicy } from '@patchbay/model/flow';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { Button, durationWords, Fold, NumberField, RadioCards } from '../../ui/index.ts';
import type { NodeForm } from './node-edit.ts';

type ActionNode = Extract<FlowNode, { kind: 'action' }>;

const effectWords: Readonly<Record<SideEffect, { short: string; long: string; safe: boolean }>> = {
  read: { short: 'Only reads', long: 'It changes nothing elsewhere, so it may be repeated at will.', safe: true },
  keyed: {
    short: 'Safe to repeat',
    long: 'Every attempt carries the same key, or writes the same row: a second attempt does nothing twice.',
    safe: true,
  },
  unsafe: {
    short: 'Not safe to repeat',
    long: 'Where nobody can know whether it happened, it is not simply sent again: the choice below decides.',
    safe: false,
  },
};

/** What repeating does to the outside world, and how often it is tried. */
export function RepeatSection({
  form,
  operation,
}: {
  readonly form: NodeForm<ActionNode>;
  readonly operation: OperationManifest;
}) {
  const { node, update, disabled } = form;
  const fixed = Object.fromEntries(
    Object.entries(node.input).map(([name, value]) => [name, value.mode === 'fixed' ? value.value : 'not fixed']),
  );
  const defaults = Object.fromEntries(
    operation.fields.flatMap((field) => (field.default === undefined ? [] : [[field.name, field.default]])),
  );
  const effect = effectWords[sideEffectOf(operation.sideEffect, { ...defaults, ...fixed })];
  const Icon = effect.safe ? ShieldCheck : ShieldAlert;
  return (
    <>
      <Fold
        title="Done once"
        defaultOpen={!effect.safe}
        summary={
          <span className={`flex items-center gap-1 ${effect.safe ? 'text-ok' : 'text-wait'}`}>
            <Icon size={14} aria-hidden />
            {effect.short}
          </span>
        }
      >
        <p className="text-12 text-ink-3">{effect.long}</p>
        {effect.safe ? null : (
          <div className="mt-2">
            <RadioCards<UnknownPolicy>
              label="When nobody can know whether it happened"
              value={node.onUnknown ?? 'hold'}
              onChange={(onUnknown) => {
                if (!disabled) update({ ...node, onUnknown }, 'onUnknown');
              }}
              cards={[
                { value: 'hold', title: 'Wait for a person', detail: 'The run stops here until somebody has looked.' },
                { value: 'assumeDone', title: 'Take it as done', detail: 'The run goes on without an output.' },
                { value: 'retry', title: 'Send it again', detail: 'It may then happen twice.' },
              ]}
            />
          </div>
        )}
      </Fold>
      <RetryFold form={form} />
    </>
  );
}

const usualWords =
  'Pauses double and vary; a “Retry-After” of the other side is honoured. Mistakes in the request are not repeated.';

/** How often a step is tried, and with which pauses. `usual` holds where the step says nothing. */
export function RetryFold<Node extends ActionNode | SubflowNode>({
  form,
  usual = defaultRetry,
  words = usualWords,
}: {
  readonly form: NodeForm<Node>;
  readonly usual?: RetryPolicy;
  readonly words?: string;
}) {
  const { node, update, seal, disabled } = form;
  const retry = node.retry ?? usual;
  const put = (change: Partial<RetryPolicy>): void => update({ ...node, retry: { ...retry, ...change } }, 'retry');
  const number = (
    label: string,
    value: number,
    unit: { words: string; ms: number; max: number },
    apply: (value: number) => void,
  ) => (
    <NumberField
      label={label}
      min={unit.ms === 1 ? 1 : 0}
      max={unit.max}
      {...(unit.ms === 1 ? { whole: true } : { unit: unit.words })}
      value={value / unit.ms}
      disabled={disabled}
      onChange={(typed) => apply(Math.round(typed * unit.ms))}
      onBlur={seal}
    />
  );
  const attempts =
    retry.maxAttempts === 1 ? 'one attempt' : `${retry.maxAttempts} attempts within ${durationWords(retry.deadlineMs)}`;
  return (
    <Fold title="Retry" summary={attempts}>
      <div className="grid grid-cols-2 gap-3">
        {number('Attempts', retry.maxAttempts, { words: '', ms: 1, max: 20 }, (maxAttempts) => put({ maxAttempts }))}
        {number('First pause', retry.firstDelayMs, { words: 's', ms: 1_000, max: 3_600 }, (firstDelayMs) =>
          put({ firstDelayMs }),
        )}
        {number('Longest pause', retry.maxDelayMs, { words: 's', ms: 1_000, max: 86_400 }, (maxDelayMs) =>
          put({ maxDelayMs }),
        )}
        {number('Give up after', retry.deadlineMs, { words: 'min', ms: 60_000, max: 10_080 }, (deadlineMs) =>
          put({ deadlineMs }),
        )}
      </div>
      <p className="mt-2 text-12 text-ink-3">{words}</p>
      {node.retry === undefined || disabled ? null : (
        <Button
          size="small"
          className="mt-2"
          onClick={() => {
            const { retry: _, ...rest } = node;
            update(rest as Node, 'retry');
          }}
        >
          Back to the usual
        </Button>
      )}
    </Fold>
  );
}
