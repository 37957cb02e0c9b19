import type { FlowSettings } from '@patchbay/model/flow';
import { useMemo } from 'react';
import { Checkbox, Field, Heading, NumberField } from '../ui/index.ts';
import { useDoc, useEditor, useTestRun } from './editor-context.ts';
import { ExpressionField } from './expression/expression-field.tsx';
import { problemsAt } from './inspector/node-edit.ts';
import { previewScope } from './preview/preview-scope.ts';
import { useProblems } from './use-problems.ts';

const firstLimit = 5;
const mostAtOnce = 1_000;

/** How runs of the flow wait for each other, in the flow's settings. */
export function FlowLines() {
  const { store } = useEditor();
  const doc = useDoc();
  const { concurrency, order } = doc.settings;
  const put = (change: Partial<FlowSettings>, field: string): void => {
    const { name, description, settings } = doc;
    const next = Object.fromEntries(
      Object.entries({ ...settings, ...change }).filter(([, value]) => value !== undefined),
    ) as FlowSettings;
    const about = description === undefined ? {} : { description };
    store.getState().edit({ type: 'updateFlow', name, ...about, settings: next }, { coalesce: `flow/${field}` });
  };
  const turn = (change: { [Name in 'order' | 'concurrency']?: FlowSettings[Name] }): void => {
    put(change as Partial<FlowSettings>, 'lines');
    store.getState().seal();
  };
  return (
    <section className="grid gap-2 border-t border-line pt-3" aria-label="Order and pace">
      <Heading>Order and pace</Heading>
      <Checkbox
        label="Keep the order of the events"
        hint="A run starts once the one before it has ended, however it ended. One that waits for a person holds up those behind it."
        checked={order !== undefined}
        onChange={(on) => turn({ order: on ? {} : undefined })}
      />
      {order === undefined ? null : (
        <KeyField
          label="In order among events with the same"
          hint="For example the customer. Empty: all runs of the flow, one after the other. An event without a value waits for nobody."
          field="settings.order.key"
          value={order.key}
          onChange={(key) => put({ order: key === undefined ? {} : { key } }, 'orderKey')}
        />
      )}
      <Checkbox
        label="Limit how many run at once"
        hint="Further runs wait for their turn. One that waits, for a retry or for a person, keeps its place."
        checked={concurrency !== undefined}
        onChange={(on) => turn({ concurrency: on ? { limit: firstLimit } : undefined })}
      />
      {concurrency === undefined ? null : (
        <>
          <NumberField
            label="At most"
            min={1}
            max={mostAtOnce}
            whole
            after="runs at once"
            value={concurrency.limit}
            onChange={(limit) => put({ concurrency: { ...concurrency, limit } }, 'limit')}
            onBlur={() => store.getState().seal()}
          />
          <KeyField
            label="Counted for events with the same"
            hint="For example the shop. Empty: all runs of the flow together. An event without a value is not counted."
            field="settings.concurrency.key"
            value={concurrency.key}
            onChange={(key) =>
              put({ concurrency: { limit: concurrency.limit, ...(key === undefined ? {} : { key }) } }, 'limitKey')
            }
          />
        </>
      )}
    </section>
  );
}

interface KeyFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly field: string;
  readonly value: string | undefined;
  readonly onChange: (key: string | undefined) => void;
}

/** Both keys read what a trigger received; its sample shows what they give. */
function KeyField({ label, hint, field, value, onChange }: KeyFieldProps) {
  const { store, catalogue } = useEditor();
  const doc = useDoc();
  const run = useTestRun((state) => state);
  const problems = useProblems();
  const nodeId = doc.nodes.find((node) => node.kind === 'trigger')?.id ?? '';
  const preview = useMemo(() => previewScope({ doc, catalogue, run, nodeId }), [doc, catalogue, run, nodeId]);
  return (
    <Field label={label} hint={hint}>
      {({ id, describedBy }) => (
        <ExpressionField
          id={id}
          describedBy={describedBy}
          label={label}
          placeholder="trigger.body.customer"
          value={value ?? ''}
          onChange={(text) => onChange(text.trim() === '' ? undefined : text)}
          onBlur={() => store.getState().seal()}
          scope={preview.scope}
          types={preview.types}
          sources={preview.sources}
          problems={problemsAt(problems, field)}
        />
      )}
    </Field>
  );
}
