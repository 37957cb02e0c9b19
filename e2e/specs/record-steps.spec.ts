// Code and a loop over records, as a person meets them: settings in words, the checker's advice where a step takes no records, and a run that
// says how many went through.
import { expect, test } from '../fixtures/test.ts';
import { goLive, postEvent } from '../fixtures/live-flow.ts';
import { RecordsDraft } from '../fixtures/rig/records-flow.ts';
import { EditorPage } from '../pages/editor.page.ts';
import { RunPage } from '../pages/run.page.ts';

const draft = new RecordsDraft()
  .step('orders', 'filter', { items: 'trigger.body.orders', condition: 'item.id > 0' })
  .node('shape', 'code', {
    language: 'javascript',
    code: "if (item.id === 3) throw new Error('not this one');\nreturn { id: item.id, place: index };",
    inputs: [],
    records: { onBad: 'leaveOut' },
  })
  .node('loop', 'forEach', { items: '', records: {}, onFailure: 'stop', batchSize: 2 })
  .node('one', 'map', { mapping: { map: 1, root: { fields: { first: { expr: 'item[0].id' } } } } })
  .to('hook', 'orders')
  .to('orders', 'shape')
  .to('shape', 'loop')
  .to('loop.each', 'one')
  .build('Code and a loop over records');

test('code and a loop take records, say so, and a run counts them', async ({ page, api }) => {
  const { flowId, hookUrl } = await goLive(api, draft);
  const editor = new EditorPage(page);
  await editor.open(flowId);
  const code = await editor.inspect('shape');
  await expect(code.getByRole('radio', { name: /^For each record as they come/ })).toBeChecked();
  await expect(code.getByText('Records reach this step along its edge. The code reads')).toBeVisible();
  await page.keyboard.press('Escape');
  const loop = await editor.inspect('loop');
  await expect(loop.getByText('All of them are kept first', { exact: false })).toBeVisible();
  await expect(editor.step('loop')).toContainText('2 records at a time');
  await loop.getByRole('radio', { name: 'A list', exact: true }).click();
  await page.getByRole('tab', { name: /^Problems [1-9]/ }).click();
  await expect(editor.problems.filter({ hasText: 'Let “loop” work on records' })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await editor.canvas.getByRole('button', { name: 'Undo' }).click();
  await expect(editor.problems.filter({ hasText: 'work on records' })).toHaveCount(0);

  const orders = [1, 2, 3, 4, 5, 6].map((id) => ({ id }));
  const answer = await postEvent(hookUrl, { orders });
  expect(answer.status).toBe(202);
  const { runId } = (await answer.json()) as { runId: string };
  const run = new RunPage(page);
  await page.goto(`/runs/${runId}`);
  await run.ended('Succeeded');
  await expect(run.step('loop', '3 turns')).toBeVisible();
  await run.choose('shape', '5 out · 1 failed');
  await expect(run.panel('shape')).toContainText('Came in');
});
