// What is wrong stands where it was made, in words and with a sign: numbers out of bounds, code by its types, a poll that cannot look.
import { goLive, postEvent } from '../fixtures/live-flow.ts';
import { expect, test } from '../fixtures/test.ts';
import { EditorPage } from '../pages/editor.page.ts';

const fixed = (value: unknown) => ({ mode: 'fixed', value });
const hook = {
  id: 'hook',
  kind: 'trigger',
  label: 'Order comes in',
  operation: 'webhook.receive',
  input: { auth: fixed('open'), reply: fixed('accepted') },
};
const code = {
  id: 'code',
  kind: 'code',
  label: 'Work out the freight',
  language: 'typescript',
  inputs: [],
  code: 'return { freight: 4.9 };',
};

interface Drawn {
  readonly nodes: readonly { readonly id: string }[];
  readonly slots?: readonly object[];
}

function document(name: string, { nodes, slots = [] }: Drawn) {
  const edges = nodes.slice(1).map(({ id }, at) => ({
    id: `e${at}`,
    from: { node: nodes[at]?.id, port: 'out' },
    to: { node: id, port: 'in' },
  }));
  const placed = nodes.map((node, row) => ({ name: node.id, position: { x: 80, y: 80 + row * 110 }, ...node }));
  const settings = { level: 'durable', replyTimeoutMs: 30_000 };
  return { schemaVersion: 1, name, nodes: placed, edges, slots, notes: [], settings };
}

test('a number out of bounds stays as it is typed, is said, and is not kept', async ({ page, api }) => {
  const name = 'Orders with limits';
  const { id } = await api.request<{ id: string }>('POST', '/flows', {
    name,
    document: document(name, { nodes: [hook, code] }),
  });
  type Kept = { document: { settings: { concurrency?: { limit: number } }; nodes: { memoryMb?: number }[] } };
  const kept = async () => (await api.request<Kept>('GET', `/flows/${id}`)).document;
  const editor = new EditorPage(page);
  await editor.open(id);

  await page.getByTitle('Name and settings of the flow').click();
  const settings = page.getByRole('dialog', { name: 'Settings of the flow' });
  await settings.getByRole('checkbox', { name: /^Limit how many run at once/ }).click();
  const most = settings.getByRole('textbox', { name: 'At most', exact: true });
  await most.fill('0');
  const said = settings.getByText('A whole number between 1 and 1,000. Until then it is 5.');
  await expect(said).toBeVisible();
  await expect(most).toHaveValue('0');
  await expect(most).toHaveAttribute('aria-invalid', 'true');
  await expect.poll(async () => (await kept()).settings.concurrency?.limit).toBe(5);
  await most.fill('12');
  await expect(said).toBeHidden();
  await expect.poll(async () => (await kept()).settings.concurrency?.limit).toBe(12);
  await page.keyboard.press('Escape');

  // From 64 to 128 by typing: what stands in between is too little.
  const inspector = await editor.inspect('Work out the freight');
  await inspector.getByRole('button', { name: /^Limits/ }).click();
  const memory = inspector.getByRole('textbox', { name: 'Memory' });
  await memory.click();
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await expect(inspector.getByText('Between 16 and 256 MB. Until then it is 64 MB.')).toBeVisible();
  await page.keyboard.type('128');
  await expect(memory).toHaveValue('128');
  await expect(inspector.getByText(/^Between 16/)).toBeHidden();
  await expect.poll(async () => (await kept()).nodes.map(({ memoryMb }) => memoryMb)).toContain(128);
});

test('what the compiler says of code stands below it, with its line', async ({ page, api }) => {
  const name = 'Code with types';
  const wrong = { ...code, code: 'const gross = 4.9;\nconst freight: number = gros;\nreturn { freight };' };
  const { id } = await api.request<{ id: string }>('POST', '/flows', {
    name,
    document: document(name, { nodes: [hook, wrong] }),
  });
  const editor = new EditorPage(page);
  await editor.open(id);
  const inspector = await editor.inspect('Work out the freight');
  const told = inspector.getByRole('list', { name: 'What the compiler says' });
  await expect(told).toContainText(/Line 2: .*gros/, { timeout: 20_000 });
  await inspector.getByRole('textbox', { name: /^Code of/ }).focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('return 1;');
  await expect(told).toBeHidden();
});

test('a poll that cannot look says so at the top of its settings, with the way to where it stands', async ({
  page,
  api,
}) => {
  const connection = await api.request<{ id: string }>('POST', '/connections', {
    connectorId: 'http',
    name: 'A warehouse that nobody may call',
    settings: { baseUrl: 'http://127.0.0.1:9' },
  });
  const poll = {
    id: 'poll',
    kind: 'trigger',
    label: 'New orders of the warehouse',
    operation: 'http.newEntries',
    slot: 'warehouse',
    input: {
      url: fixed('/orders'),
      idPath: fixed('id'),
      look: fixed('every'),
      every: fixed(1),
      unit: fixed('seconds'),
    },
  };
  const name = 'Watch the warehouse';
  const { id } = await api.request<{ id: string }>('POST', '/flows', {
    name,
    document: document(name, {
      nodes: [poll, code],
      slots: [{ name: 'warehouse', label: 'Warehouse', connector: 'http' }],
    }),
  });
  await api.request('PUT', `/flows/${id}/slots/warehouse`, { connectionId: connection.id });
  await api.request('POST', `/flows/${id}/publish`, {});
  const editor = new EditorPage(page);
  await editor.open(id);
  await expect(editor.step('New orders of the warehouse')).toHaveAccessibleName(/live: it could not look for news$/, {
    timeout: 20_000,
  });
  const inspector = await editor.inspect('New orders of the warehouse');
  const trouble = inspector.getByRole('button', { name: 'Live: it could not look for news' });
  await expect(trouble).toBeVisible({ timeout: 20_000 });
  await trouble.focus();
  await page.keyboard.press('Enter');
  const live = inspector.getByRole('region', { name: 'Live' });
  await expect(live).toBeFocused();
  await expect(live).toBeInViewport();
  await expect(live.getByRole('alert')).toContainText('It could not look for news');
  // A button that is at work keeps the focus.
  const look = live.getByRole('button', { name: 'Look now' });
  await look.press('Enter');
  await expect(page.getByText('The trigger looks for news now')).toBeVisible();
  await expect(look).toBeFocused();
  await api.request('POST', `/flows/${id}/unpublish`, {});
});

test('runs that a job could not replay say which and why; a failed run is mended by keyboard alone', async ({
  page,
  api,
}) => {
  const name = 'Orders that fail';
  const fail = { id: 'no', kind: 'fail', label: 'Refuse it', message: fixed('The order is not for us.') };
  const { flowId: id, hookUrl } = await goLive(api, document(name, { nodes: [hook, fail] }));
  await postEvent(hookUrl, { order: 1 });
  const failed = async () =>
    (await api.request<{ items: { id: string }[] }>('GET', `/runs?flowId=${id}&status=failed`)).items;
  await expect.poll(async () => (await failed()).length).toBe(1);

  await page.goto(`/runs?flow=${id}&status=failed`);
  const row = page.getByRole('link', { name: new RegExp(`^Failed: ${name}, run `) });
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/runs\/[0-9a-f-]{36}/);
  await page.getByRole('button', { name: 'Replay', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem').last()).toBeFocused();
  await page.keyboard.press('Enter');
  // The field has the focus: what is typed goes there.
  await expect(page.getByRole('textbox', { name: 'Body of the event, as JSON' })).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('{ "order": 2 }');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).press('Enter');
  await expect.poll(async () => (await failed()).length).toBe(2);
  // The page of the new run has what was pressed no more: its title has the focus.
  await expect(page.getByRole('heading', { name: /^Run / })).toBeFocused();

  await api.request('POST', `/flows/${id}/unpublish`, {});
  await page.reload();
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await expect(page.getByRole('menuitem', { name: /latest version/ })).toBeDisabled();
  await page.getByRole('menuitem', { name: /edited data/ }).click();
  await expect(page.getByText('The flow is not published: the version that the run had is used.')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
  await expect.poll(async () => (await failed()).length).toBe(3);
  await page.goto(`/runs?flow=${id}&status=failed`);
  await page.getByRole('button', { name: 'Replay all' }).press('Enter');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Replay 3 runs/ })
    .press('Enter');
  const leftOut = page
    .getByRole('region', { name: 'Replays of many runs' })
    .getByRole('button', { name: '3 left out' });
  await expect(leftOut).toBeVisible({ timeout: 20_000 });
  await leftOut.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Runs that were not replayed' })).toContainText('not published');
});

test('a call that was refused shows what the other side answered', async ({ page, api, payment }) => {
  const name = 'Ask for a charge';
  const call = {
    id: 'call',
    kind: 'action',
    label: 'Look up the charge',
    operation: 'http.request',
    input: { method: fixed('GET'), url: fixed(`http://127.0.0.1:${payment.port}/nowhere`) },
  };
  const { flowId: id, hookUrl } = await goLive(api, document(name, { nodes: [hook, call] }));
  await postEvent(hookUrl, {});
  const runs = async () =>
    (await api.request<{ items: { id: string }[] }>('GET', `/runs?flowId=${id}&status=failed`)).items;
  await expect.poll(async () => (await runs()).length).toBe(1);
  await page.goto(`/runs/${(await runs())[0]?.id ?? ''}`);
  const panel = page.getByRole('region', { name: 'Step Look up the charge' });
  await expect(panel.getByRole('alert')).toContainText('The other side refused the credential');
  await expect(panel.getByRole('tab', { name: 'Answer' })).toHaveAttribute('aria-selected', 'true');
  await expect(panel.getByRole('tabpanel', { name: 'Answer' })).toContainText('401');
});
