import { calledTrigger } from '@patchbay/model/flow';
import type { FlowNode } from '@patchbay/model/flow';
import { DataSchema, inferSchema } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { Link } from '@tanstack/react-router';
import { useMay } from '../../app/session.ts';
import { Button, CopyButton, Fold, Section } from '../../ui/index.ts';
import { connectorIdOf, operationOf } from '../catalogue.ts';
import { useEditor } from '../editor-context.ts';
import { sampleOf } from '../preview/trigger-sample.ts';
import { BodySample, bodyFormat } from './body-sample.tsx';
import { ShapeFold } from './calls/shape-fold.tsx';
import { UsedBy } from './calls/used-by.tsx';
import { JsonControl } from './fields/json-control.tsx';
import { FetchSample } from './polls/fetch-sample.tsx';
import { PollState } from './polls/poll-state.tsx';
import { LiveTrigger, useTriggerFacts } from './live-trigger.tsx';
import { ScheduleTimes } from './schedule-times.tsx';
import type { NodeForm } from './node-edit.ts';
import { NodeExpression } from './node-expression.tsx';

type TriggerNode = Extract<FlowNode, { kind: 'trigger' }>;

export function TriggerSections({ form }: { readonly form: NodeForm<TriggerNode> }) {
  const { catalogue } = useEditor();
  const { operation } = form.node;
  const isPoll = operationOf(catalogue, operation)?.poll !== undefined;
  return (
    <>
      {connectorIdOf(operation) === 'webhook' ? <Address nodeId={form.node.id} /> : null}
      {operation === 'schedule.cron' ? <ScheduleTimes form={form} /> : null}
      {isPoll ? <PollState form={form} /> : null}
      <EventTrigger nodeId={form.node.id} />
      <Sample form={form} isPoll={isPoll} />
      {operation === calledTrigger ? <Contract form={form} /> : <EventSections form={form} isPoll={isPoll} />}
    </>
  );
}

function EventSections({ form, isPoll }: { readonly form: NodeForm<TriggerNode>; readonly isPoll: boolean }) {
  return (
    <>
      {isPoll ? (
        <Filter form={form} things="items" />
      ) : form.node.operation === 'topic.subscribe' ? (
        <Filter form={form} things="messages" />
      ) : (
        <Deduplication form={form} />
      )}
      {readsBySchema(form.node) ? null : <PayloadShape form={form} />}
    </>
  );
}

/** The schema of the library says what comes in. */
const readsBySchema = (node: TriggerNode): boolean =>
  bodyFormat(node) !== undefined && node.input['schema'] !== undefined;

/** What flows that call this one hand over, and what they get. */
function Contract({ form }: { readonly form: NodeForm<TriggerNode> }) {
  const { node, update, disabled } = form;
  const { sample } = node;
  const put = (name: 'payloadSchema' | 'replySchema', schema: DataSchema | undefined): void => {
    const { [name]: _, ...rest } = node;
    update((schema === undefined ? rest : { ...rest, [name]: schema }) as TriggerNode, name);
  };
  return (
    <>
      <ShapeFold
        title="What callers hand over"
        summary={node.payloadSchema === undefined ? 'anything' : 'set: callers are checked'}
        label="JSON Schema of what callers hand over"
        hint="Read here as trigger.body. A call that does not keep to it fails before this flow starts."
        name="payloadSchema"
        value={node.payloadSchema}
        form={form}
        onChange={(schema) => put('payloadSchema', schema)}
      >
        {disabled || sample === undefined ? null : (
          <Button
            size="small"
            className="justify-self-start"
            onClick={() => put('payloadSchema', inferSchema([sample]))}
          >
            Infer it from the sample
          </Button>
        )}
      </ShapeFold>
      <ShapeFold
        title="What callers get"
        summary={node.replySchema === undefined ? 'not said' : 'promised: the respond step is checked'}
        label="JSON Schema of what callers get"
        hint="The body of the respond step. Steps of the flows that call this one are checked and completed against it."
        name="replySchema"
        value={node.replySchema}
        form={form}
        onChange={(schema) => put('replySchema', schema)}
      />
      <UsedBy />
    </>
  );
}

/** How a trigger that waits for somebody else has done; schedules and polls say more. */
function EventTrigger({ nodeId }: { readonly nodeId: string }) {
  const facts = useTriggerFacts(nodeId);
  return facts === undefined || facts.kind === 'schedule' || facts.kind === 'poll' ? null : (
    <LiveTrigger facts={facts} />
  );
}

function Address({ nodeId }: { readonly nodeId: string }) {
  const { live } = useEditor();
  const url = live?.hookUrls.find((hook) => hook.nodeId === nodeId)?.url;
  return (
    <Section>
      <h3 className="mb-1 font-medium">Address</h3>
      {url === undefined ? (
        <p className="text-12 text-ink-3">
          The address is made when the flow is published, and stays the same from then on.
        </p>
      ) : (
        <div className="flex items-center gap-2 rounded-1 border border-line bg-sunken px-2 py-1">
          <code className="min-w-0 flex-1 wrap-anywhere">{url}</code>
          <CopyButton text={url} label="Copy the address" />
        </div>
      )}
    </Section>
  );
}

function Sample({ form, isPoll }: { readonly form: NodeForm<TriggerNode>; readonly isPoll: boolean }) {
  const { catalogue } = useEditor();
  const mayFetch = useMay('connection.use');
  const { node, update, seal, disabled } = form;
  const format = bodyFormat(node);
  const put = (sample: Json | undefined): void => {
    const { sample: _, ...rest } = node;
    update(sample === undefined ? rest : { ...rest, sample }, 'sample');
  };
  return (
    <Fold
      title="Sample payload"
      defaultOpen
      summary={node.sample === undefined ? 'none yet: an example is used' : 'used by previews and test runs'}
    >
      <div data-field="sample" className="grid gap-1">
        <JsonControl
          label="Sample payload"
          value={node.sample}
          disabled={disabled}
          height={200}
          onBlur={seal}
          onChange={put}
        />
        <p className="text-12 text-ink-3">
          {isPoll ? 'Fetch a real item, or paste one' : 'Paste a real payload'}: every preview on the canvas is worked
          out from it.
        </p>
        {format === undefined || format === 'json' || disabled ? null : (
          <BodySample node={node} format={format} onRead={put} />
        )}
        {isPoll && mayFetch && !disabled ? (
          <FetchSample
            nodeId={node.id}
            onFound={(sample, payloadSchema) => update({ ...node, sample, payloadSchema }, 'sample')}
          />
        ) : null}
        {node.sample === undefined && !isPoll && !disabled ? (
          <Button size="small" className="justify-self-start" onClick={() => put(sampleOf(node, catalogue))}>
            Start from the example
          </Button>
        ) : null}
      </div>
    </Fold>
  );
}

function Deduplication({ form }: { readonly form: NodeForm<TriggerNode> }) {
  const { node, update } = form;
  return (
    <Fold
      title="Duplicates"
      summary={node.dedupeKey === undefined ? 'every event starts a run' : 'dropped by their key'}
      defaultOpen={node.dedupeKey !== undefined}
    >
      <NodeExpression
        form={form}
        name="dedupeKey"
        label="Key of an event"
        hint="Events with the same value are one event. Empty: every event starts a run."
        placeholder="trigger.body.id"
        value={node.dedupeKey ?? ''}
        onChange={(text) => {
          const { dedupeKey: _, ...rest } = node;
          update(text.trim() === '' ? rest : { ...rest, dedupeKey: text }, 'dedupeKey');
        }}
      />
    </Fold>
  );
}

interface FilterProps {
  readonly form: NodeForm<TriggerNode>;
  /** What comes in. */
  readonly things: 'messages' | 'items';
}

function Filter({ form, things }: FilterProps) {
  const { node, update } = form;
  const topic = node.input['topic'];
  return (
    <Fold
      title="Filter"
      summary={
        node.filter === undefined
          ? things === 'items'
            ? 'every item starts a run'
            : 'every message starts a run'
          : `only ${things} that meet a condition`
      }
      defaultOpen={node.filter !== undefined}
    >
      <div className="grid gap-2">
        <NodeExpression
          form={form}
          name="filter"
          label="Condition"
          hint={`Those ${things} for which it does not hold start no run. Empty: all of them.`}
          placeholder="trigger.body.total > 100"
          value={node.filter ?? ''}
          onChange={(text) => {
            const { filter: _, ...rest } = node;
            update(text.trim() === '' ? rest : { ...rest, filter: text }, 'filter');
          }}
        />
        {topic?.mode === 'fixed' && typeof topic.value === 'string' && topic.value !== '' ? (
          <Link
            to="/flows/topics"
            search={{ name: topic.value }}
            className="justify-self-start text-accent-text underline decoration-accent-line underline-offset-2"
          >
            Messages and subscribers of {topic.value}
          </Link>
        ) : null}
      </div>
    </Fold>
  );
}

function PayloadShape({ form }: { readonly form: NodeForm<TriggerNode> }) {
  const { node, update, seal, disabled } = form;
  const put = (payloadSchema: DataSchema | undefined): void => {
    const { payloadSchema: _, ...rest } = node;
    update(payloadSchema === undefined ? rest : { ...rest, payloadSchema }, 'payloadSchema');
  };
  const { sample } = node;
  return (
    <Fold
      title="Shape of the payload"
      summary={node.payloadSchema === undefined ? 'not set' : 'set: expressions are checked'}
    >
      <div data-field="payloadSchema" className="grid gap-2">
        <JsonControl
          label="JSON Schema of the payload"
          value={node.payloadSchema as never}
          disabled={disabled}
          onBlur={seal}
          onChange={(value) => {
            if (value === undefined || DataSchema.safeParse(value).success) put(value as DataSchema | undefined);
          }}
        />
        {disabled || sample === undefined ? null : (
          <Button size="small" className="justify-self-start" onClick={() => put(inferSchema([sample]))}>
            Infer it from the sample
          </Button>
        )}
      </div>
    </Fold>
  );
}
