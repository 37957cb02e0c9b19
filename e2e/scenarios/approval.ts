// A flow that asks a person before it goes on, in the list of approvals and by link.
import { expect } from '@playwright/test';
import { hookUrlOf, postEvent } from '../fixtures/live-flow.ts';
import type { PublicApi } from '../fixtures/public-api.ts';

const fixed = (value: unknown): object => ({ mode: 'fixed', value });

export const question = 'Ship order ORD-1001 although it is above the limit?';

const document = {
  schemaVersion: 1,
  name: 'Large orders',
  nodes: [
    {
      id: 'hook',
      kind: 'trigger',
      label: 'Order comes in',
      operation: 'webhook.receive',
      input: { auth: fixed('open'), reply: fixed('accepted') },
    },
    {
      id: 'mail',
      kind: 'map',
      label: 'Mail',
      mapping: { map: 1, root: { fields: { link: { expr: 'links.ask' } } } },
    },
    {
      id: 'ask',
      kind: 'approval',
      label: 'Ask the manager',
      title: fixed(question),
      description: fixed('The order is worth 18,460.00 EUR, the limit is 10,000.00 EUR.'),
      byLink: true,
      fields: [
        { name: 'reason', label: 'Why', type: 'text', required: true, hint: 'Stands in the run.' },
        { name: 'way', label: 'How it is shipped', type: 'choice', options: ['Standard', 'Express'] },
        { name: 'told', label: 'Is the customer told?', type: 'yesNo' },
      ],
    },
    {
      id: 'ship',
      kind: 'map',
      label: 'Ship it',
      mapping: { map: 1, root: { fields: { why: { expr: 'steps.ask.fields.reason' } } } },
    },
  ].map((node, row) => ({ ...node, name: node.id, position: { x: 80, y: 80 + row * 96 } })),
  edges: [
    { id: 'e1', from: { node: 'hook', port: 'out' }, to: { node: 'mail', port: 'in' } },
    { id: 'e2', from: { node: 'mail', port: 'out' }, to: { node: 'ask', port: 'in' } },
    { id: 'e3', from: { node: 'ask', port: 'approved' }, to: { node: 'ship', port: 'in' } },
  ],
  slots: [],
  notes: [],
  settings: { level: 'durable', replyTimeoutMs: 30_000 },
};

interface AskedRun {
  readonly runId: string;
  /** Where whoever has it decides without an account. */
  readonly link: string;
}

/** Makes the flow; resolves to its id. */
export async function approvalFlow(api: PublicApi): Promise<string> {
  const { id } = await api.request<{ id: string }>('POST', '/flows', { name: document.name, document });
  return id;
}

/** Publishes the flow and sends one order; resolves once its run asks. */
export async function askForApproval(api: PublicApi): Promise<AskedRun> {
  const flowId = await approvalFlow(api);
  await api.request('POST', `/flows/${flowId}/publish`, {});
  await postEvent(await hookUrlOf(api, flowId), {});
  const { items } = await api.request<{ items: { id: string }[] }>('GET', `/runs?flowId=${flowId}`);
  const runId = items[0]?.id ?? '';
  type Steps = { steps: { path: string; status: string; output?: { link?: string } }[] };
  const steps = async () => (await api.request<Steps>('GET', `/runs/${runId}`)).steps;
  await expect.poll(async () => (await steps()).find(({ path }) => path === 'ask')?.status).toBe('waiting');
  return { runId, link: (await steps()).find(({ path }) => path === 'mail')?.output?.link ?? '' };
}
