import { expect, test } from '../fixtures/test.ts';
import { EditorPage } from '../pages/editor.page.ts';
import { dragMouse, middleAtRest, typeExpression } from '../pages/controls.ts';
import { RunPage } from '../pages/run.page.ts';
import { askForApproval, question } from '../scenarios/approval.ts';
import { connectSystems } from '../scenarios/shop.ts';

const systems = [
  ['Shop webhook', 'Shop'],
  ['Inventory DB', 'Inventory DB'],
  ['Payment API', 'Payment API'],
  ['Parcel API', 'Parcel API'],
] as const;

test('a template is bound, tried with its sample, repaired by a person and replayed', async ({
  page,
  api,
  inventory,
  payment,
  parcel,
}) => {
  await connectSystems(api, { inventory, paymentUrl: payment.url, parcelUrl: `${parcel.url}/v1` }, 'Tried ');
  await inventory.query('DELETE FROM reservation');
  payment.reset();
  parcel.reset();
  const editor = new EditorPage(page);
  const run = new RunPage(page);

  await test.step('the gallery makes a flow of it', async () => {
    await page.goto('/flows/templates');
    await page.getByRole('button', { name: 'Use this template: Order to cash' }).click();
    await expect(editor.step('Charge card')).toBeVisible();
  });

  await test.step('publishing asks for the connections', async () => {
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Publish this flow' });
    await expect(dialog.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled();
    for (const [slot, connection] of systems) {
      const control = dialog.getByRole('combobox', { name: slot });
      await control.click();
      await page.getByRole('option', { name: new RegExp(`^Tried ${connection}`) }).click();
      await expect(control).toBeHidden();
    }
    await expect(dialog.getByRole('button', { name: 'Publish', exact: true })).toBeEnabled();
    await dialog.getByRole('button', { name: 'Keep as draft' }).click();
  });

  await test.step('the test run colours the steps and counts records', async () => {
    payment.fail({ delayMs: 1_500, match: '/charges' });
    parcel.fail({ reset: true, when: 'after' });
    await page.getByRole('button', { name: /^Test run/ }).click();
    await expect(editor.outcome('Charge card', 'Running')).toBeVisible();
    for (const label of ['Order created', 'Map to canonical order', 'Reserve stock', 'Charge card', 'Card accepted?'])
      await expect(editor.outcome(label, 'Succeeded')).toBeVisible();
    await expect(editor.canvas.getByText('1 record', { exact: true })).toHaveCount(4);
    await expect(editor.outcome('Book parcel', 'Needs a decision')).toBeVisible();
    await expect(editor.outcome('Answer: declined', 'Not taken')).toBeVisible();
  });

  await test.step('a click on a step shows what went in and out', async () => {
    const inspector = await editor.inspect('Charge card');
    await inspector.getByRole('tab', { name: 'Input' }).click();
    await expect(inspector.getByRole('group', { name: 'Input of Charge card' })).toContainText('amountMinor: 18460');
    await inspector.getByRole('tab', { name: 'Output' }).click();
    await expect(inspector.getByRole('group', { name: 'Output of Charge card' })).toContainText('status: 201');
  });

  await test.step('a person says that the parcel was booked', async () => {
    await page.getByRole('link', { name: 'Open the run' }).click();
    const panel = run.panel('Book parcel');
    const cards = panel.getByRole('radiogroup', { name: 'What happened?' });
    await expect(cards.getByRole('radio')).toHaveCount(3);
    await cards.getByRole('radio', { name: /^It was done/ }).click();
    const trackingNo = parcel.state().parcels[0]?.trackingNo ?? '';
    await cards.getByRole('textbox', { name: /^Its result/ }).fill(JSON.stringify({ body: { trackingNo } }));
    await panel.getByRole('button', { name: 'Continue the run' }).click();
    await run.ended('Succeeded');
    await expect(run.step('Answer the shop', 'Succeeded')).toBeVisible();
    await run.choose('Answer the shop', 'Succeeded');
    await expect(run.panel('Answer the shop')).toBeVisible();
    await page.getByRole('tab', { name: 'Reply 200' }).click();
    await expect(page.getByRole('group', { name: 'Body of the reply' })).toContainText(trackingNo);
  });

  await test.step('the same event again does nothing twice', async () => {
    await run.replay(/^The same event, as it was/);
    await run.ended('Succeeded');
    expect(payment.state().charges).toHaveLength(1);
    expect(parcel.state().calls).toBe(1);
    expect(await inventory.query(`SELECT 1 FROM reservation WHERE order_number = '1042'`)).toHaveLength(3);
  });
});

test('a run asks a person, who decides in the browser, and goes on; the link comes too late', async ({ page, api }) => {
  const { runId, link } = await askForApproval(api);
  const run = new RunPage(page);
  await page.goto('/runs');
  await page.getByRole('link', { name: /^Approvals/ }).click();
  const row = page.getByRole('row').filter({ hasText: question }).filter({ hasText: 'Large orders' }).last();
  await row.getByRole('button', { name: 'Decide' }).click();
  const dialog = page.getByRole('dialog', { name: question });
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(dialog.getByText('“Why” must be filled in to approve.')).toBeVisible();
  await dialog.getByRole('textbox', { name: /^Why/ }).fill('An old customer');
  await dialog.getByRole('radio', { name: 'Yes' }).click();
  await dialog.getByRole('link', { name: 'Open the run' }).waitFor();
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(dialog).toBeHidden();
  await page.goto(`/runs/${runId}?step=ship`);
  await run.ended('Succeeded');
  await run.panel('Ship it').getByRole('tab', { name: 'Output' }).click();
  await expect(run.panel('Ship it').getByRole('group', { name: /^Output/ })).toContainText('An old customer');
  const late = await fetch(link);
  expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('approved this')]);
});

test('records stream through the sample template: counts on the steps, the first and the failed ones on the run', async ({
  page,
}) => {
  const editor = new EditorPage(page);
  const run = new RunPage(page);
  await page.goto('/flows/templates');
  await page.getByRole('button', { name: 'Use this template: Orders per customer' }).click();
  await expect(editor.step('Read orders')).toBeVisible();
  await page.getByRole('button', { name: /^Test run/ }).click();
  // The last card may lie under the panel of the test run; the row of the step brings it into view.
  const done = page
    .getByRole('list', { name: 'Steps of the test run' })
    .getByRole('button')
    .filter({ hasText: 'Write customers' });
  await expect(done).toContainText('Succeeded', { timeout: 60_000 });
  await done.click();
  await expect(editor.step('Write customers')).toContainText('1,780 out · 20 failed');
  await page.getByRole('link', { name: 'Open the run' }).click();
  await expect(run.step('Read orders', 'Succeeded')).toContainText('100,000 records');
  // A press during which the pointer moves a little is a click as well.
  const card = await middleAtRest(run.step('Write customers', 'Succeeded'));
  await dragMouse(page, card, { x: card.x + 2, y: card.y });
  const panel = run.panel('Write customers');
  await expect(panel.getByRole('group', { name: 'First records of the step' })).toContainText('customer: "C');
  await panel.getByRole('tab', { name: /^Failed/ }).click();
  await expect(panel.getByRole('list', { name: 'Records that failed' }).getByRole('listitem')).toHaveCount(20);
});

test('a flow calls another, is typed by what that one promises, and both runs lead to each other', async ({
  page,
  api,
}) => {
  const place = { x: 310, y: 0 };
  const settings = { level: 'durable', replyTimeoutMs: 30_000 };
  const fixed = (value: unknown): object => ({ mode: 'fixed', value });
  const way = (from: string, to: string): object => ({
    id: `${from}-${to}`,
    from: { node: from, port: 'out' },
    to: { node: to, port: 'in' },
  });
  const flow = (name: string, nodes: object[], edges: object[]): object => ({
    name,
    document: { schemaVersion: 1, name, nodes, edges, slots: [], notes: [], settings },
  });
  const text = { type: 'string' };
  const charge = flow(
    'Charge a card',
    [
      {
        id: 'called',
        name: 'called',
        label: 'Called',
        kind: 'trigger',
        operation: 'flow.called',
        input: {},
        payloadSchema: { type: 'object', properties: { order: text }, required: ['order'] },
        replySchema: { type: 'object', properties: { receipt: text }, required: ['receipt'] },
        position: { ...place, y: 80 },
      },
      {
        id: 'give',
        name: 'give',
        label: 'Receipt',
        kind: 'respond',
        status: fixed(200),
        body: { mode: 'expression', expr: '{ receipt: "R-" & trigger.body.order }' },
        position: { ...place, y: 200 },
      },
    ],
    [way('called', 'give')],
  );
  const { id: chargeId } = await api.request<{ id: string }>('POST', '/flows', charge);
  await api.request('POST', `/flows/${chargeId}/publish`, {});
  const start = { id: 'start', name: 'start', label: 'Start', kind: 'trigger', operation: 'manual.start' };
  const pay = { id: 'pay', name: 'pay', label: 'Take the money', kind: 'subflow', input: {} };
  const shop = flow(
    'Calling shop',
    [
      { ...start, input: {}, sample: { id: '1042' }, position: { ...place, y: 80 } },
      { ...pay, position: { ...place, y: 200 } },
    ],
    [way('start', 'pay')],
  );
  const { id: shopId } = await api.request<{ id: string }>('POST', '/flows', shop);
  const editor = new EditorPage(page);
  const run = new RunPage(page);

  await test.step('the flow is found by its name, and its input is checked', async () => {
    await editor.open(shopId);
    const inspector = await editor.inspect('Take the money');
    await inspector.getByRole('button', { name: /^Flow/ }).click();
    const offered = page.getByRole('dialog', { name: 'Flows that can be called' });
    await offered.getByRole('searchbox', { name: 'Search flows' }).fill('charge');
    await offered.getByRole('button', { name: /^Charge a card/ }).click();
    await expect(inspector.getByText('Version 1 is called, the one that is live.')).toBeVisible();
    await inspector.getByRole('radio', { name: 'Expression' }).click();
    const input = inspector.getByRole('combobox', { name: 'Input' });
    await typeExpression(input, '{ order: 7 }');
    await expect(inspector.getByText(/is needed here/)).toBeVisible();
    await typeExpression(input, '{ order: trigger.body.id }');
    await expect(inspector.getByText('as the flow promises')).toBeVisible();
    await editor.saved();
  });

  await test.step('a test run calls it, and the runs lead to each other', async () => {
    await page.getByRole('button', { name: /^Test run/ }).click();
    await expect(editor.outcome('Take the money', 'Succeeded')).toBeVisible();
    await page.getByRole('link', { name: 'Open the run' }).click();
    await run.choose('Take the money', 'Succeeded');
    await run
      .panel('Take the money')
      .getByRole('link', { name: /^Charge a card, run / })
      .click();
    await run.ended('Succeeded');
    await expect(run.step('Receipt', 'Succeeded')).toBeVisible();
    await page.getByRole('link', { name: /^Calling shop, run / }).click();
    await expect(run.panel('Take the money')).toContainText('receipt: "R-1042"');
  });
});
