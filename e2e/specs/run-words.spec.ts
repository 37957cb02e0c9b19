// What a person reads of a run that failed: fields by name, where the API names them by pointer.
import { goLive, postEvent } from '../fixtures/live-flow.ts';
import { RecordsDraft } from '../fixtures/rig/records-flow.ts';
import { expect, test } from '../fixtures/test.ts';
import { EditorPage } from '../pages/editor.page.ts';

const fields = { lines: { for: 'trigger.body.lines', as: 'line', fields: { net: { expr: 'NUMBER(line.net)' } } } };
const document = new RecordsDraft({ sample: { lines: [{ net: '3' }] } })
  .node('net', 'map', { mapping: { map: 1, root: { fields } } })
  .to('hook', 'net')
  .build('Net of lines');

interface Found {
  readonly items: readonly { readonly id: string; readonly error: { readonly message: string } | null }[];
}

test('a failed mapping names its fields in words, and by pointer over the API', async ({ page, api }) => {
  const { flowId: id, hookUrl } = await goLive(api, document);
  await postEvent(hookUrl, { lines: [{ net: '1' }, { net: 'much' }] });
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
    await editor.inspect('net');
    const result = page.getByRole('group', { name: 'Result of the mapping' });
    await result.scrollIntoViewIfNeeded();
    expect((await result.boundingBox())?.height).toBeLessThan(170);
    expect((await result.boundingBox())?.height).toBeGreaterThan(60);
  });
});
