// What a person reads of a run that failed: fields by name, where the API names them by pointer.
import { expect, test } from '../fixtures/test.ts';
import { EditorPage } from '../pages/editor.page.ts';

const fixed = (value: unknown) => ({ mode: 'fixed', value });
const document = {
  schemaVersion: 1,
  name: 'Net of lines',
  nodes: [
    {
      id: 'hook',
      name: 'hook',
      kind: 'trigger',
      label: 'Order comes in',
      operation: 'webhook.receive',
      position: { x: 80, y: 80 },
      input: { auth: fixed('open'), reply: fixed('accepted') },
      sample: { lines: [{ net: '3' }] },
    },
    {
      id: 'map',
      name: 'map',
      kind: 'map',
      label: 'Take the net',
      position: { x: 80, y: 220 },
      mapping: {
        map: 1,
        root: {
          fields: { lines: { for: 'trigger.body.lines', as: 'line', fields: { net: { expr: 'NUMBER(line.net)' } } } },
        },
      },
    },
  ],
  edges: [{ id: 'e1', from: { node: 'hook', port: 'out' }, to: { node: 'map', port: 'in' } }],
  slots: [],
  notes: [],
  settings: { level: 'durable', replyTimeoutMs: 30_000 },
};

interface Found {
  readonly items: readonly { readonly id: string; readonly error: { readonly message: string } | null }[];
}

test('a failed mapping names its fields in words, and by pointer over the API', async ({ page, api }) => {
  const { id } = await api.request<{ id: string }>('POST', '/flows', { name: document.name, document });
  await api.request('POST', `/flows/${id}/publish`, {});
  const { live } = await api.request<{ live: { hookUrls: { url: string }[] } }>('GET', `/flows/${id}`);
  await fetch(live.hookUrls[0]?.url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ lines: [{ net: '1' }, { net: 'much' }] }),
  });
  const failed = async (): Promise<Found['items'][number] | undefined> =>
    (await api.request<Found>('GET', `/runs?flowId=${id}&status=failed`)).items[0];
  await expect.poll(async () => (await failed())?.id).toBeDefined();
  const run = await api.request<{ run: { error: { message: string } } }>('GET', `/runs/${(await failed())?.id}`);
  expect(JSON.stringify(run)).toContain('/lines/1/net cannot be worked out');

  await page.goto(`/runs/${(await failed())?.id}`);
  await expect(page.getByText(/^lines › item 2 › net cannot be worked out/).first()).toBeVisible();
  await expect(page.getByText('/lines/1/net')).toHaveCount(0);

  await test.step('a result of few lines takes no more room than they need', async () => {
    const editor = new EditorPage(page);
    await editor.open(id);
    await editor.inspect('Take the net');
    const result = page.getByRole('group', { name: 'Result of the mapping' });
    await result.scrollIntoViewIfNeeded();
    expect((await result.boundingBox())?.height).toBeLessThan(170);
    expect((await result.boundingBox())?.height).toBeGreaterThan(60);
  });
});
