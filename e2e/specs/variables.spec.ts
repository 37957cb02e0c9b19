// Variables of the environment: an analyst sets one, a mapping reads it, callers see its value and its next one.
import type { Page } from '@playwright/test';
import { hookUrlOf, postEvent } from '../fixtures/live-flow.ts';
import { expect, test, watchPage } from '../fixtures/test.ts';
import type { PublicApi } from '../fixtures/public-api.ts';
import { EditorPage } from '../pages/editor.page.ts';
import { MapperPage } from '../pages/mapper.page.ts';

const fixed = (value: unknown) => ({ mode: 'fixed', value });
const target = {
  schema: {
    title: 'Offer',
    type: 'object',
    properties: { amount: { type: 'number' }, rate: { type: 'number' } },
  },
};
const at = (y: number) => ({ x: 80, y });
const edge = (from: string, to: string) => ({
  id: `${from}-${to}`,
  from: { node: from, port: 'out' },
  to: { node: to, port: 'in' },
});
const document = {
  schemaVersion: 1,
  name: 'Priced by the environment',
  nodes: [
    {
      id: 'hook',
      name: 'hook',
      label: 'Order',
      position: at(80),
      kind: 'trigger',
      operation: 'webhook.receive',
      input: { auth: fixed('open'), method: fixed('POST'), reply: fixed('sync') },
      payloadSchema: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] },
      sample: { amount: 40 },
    },
    {
      id: 'map',
      name: 'map',
      label: 'Price it',
      position: at(200),
      kind: 'map',
      mapping: { map: 1, target, root: { fields: { amount: { expr: 'trigger.body.amount' } } } },
    },
    {
      id: 'reply',
      name: 'reply',
      label: 'Reply',
      position: at(320),
      kind: 'respond',
      status: fixed(200),
      body: { mode: 'mapped', path: 'steps.map' },
    },
  ],
  edges: [edge('hook', 'map'), edge('map', 'reply')],
  slots: [],
  settings: { level: 'durable', replyTimeoutMs: 30_000 },
  notes: [],
};

const analyst = { name: 'Ana Lyst', email: 'ana@example.test', role: 'analyst', password: 'a long enough one' };

/** The owner's page adds her, as the form for members does. */
async function addAnalyst(page: Page): Promise<void> {
  await page.goto('/settings?tab=members');
  await page.getByRole('button', { name: 'Add a member' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a member' });
  await dialog.getByRole('textbox', { name: /^Name/ }).fill(analyst.name);
  await dialog.getByRole('textbox', { name: /^E-mail/ }).fill(analyst.email);
  await dialog.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: /^analyst/i }).click();
  await dialog.getByLabel(/^First password/).fill(analyst.password);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toBeHidden();
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await page.getByRole('textbox', { name: /^E-mail/ }).fill(analyst.email);
  await page.getByLabel(/^Password/).fill(analyst.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation').first()).toBeVisible();
}

/** What a test run of the draft, which a worker does, makes in its map step. */
async function workedOut(api: PublicApi, flowId: string): Promise<unknown> {
  const started = { triggerNodeId: 'hook', payload: { amount: 40 } };
  const { runId } = await api.request<{ runId: string }>('POST', `/flows/${flowId}/test-run`, started);
  interface Seen {
    readonly run: { readonly status: string };
    readonly steps: readonly { readonly nodeId: string; readonly output?: unknown }[];
  }
  let seen: Seen | undefined;
  await expect
    .poll(async () => (seen = await api.request<Seen>('GET', `/runs/${runId}`)).run.status, { timeout: 30_000 })
    .toBe('succeeded');
  return seen?.steps.find(({ nodeId }) => nodeId === 'map')?.output;
}

test('an analyst sets a variable, maps it by dragging, and callers see its value and the next one', async ({
  page: ownersPage,
  api,
  browser,
  product,
}) => {
  test.setTimeout(240_000);
  await addAnalyst(ownersPage);
  const { id: flowId } = await api.request<{ id: string }>('POST', '/flows', { name: document.name, document });
  const context = await browser.newContext({
    storageState: { cookies: [], origins: [] },
    baseURL: product.url,
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  const watched = watchPage(page, product.url, true);
  await signIn(page);
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name} `) });

  await test.step('she sets it; what is wrong is said at its field', async () => {
    await page.goto('/settings?tab=variables');
    await expect(page.getByText('No variables yet')).toBeVisible();
    await page.getByRole('button', { name: 'New variable' }).click();
    const dialog = page.getByRole('dialog', { name: 'New variable' });
    await dialog.getByRole('textbox', { name: /^Name/ }).fill('1st-rate');
    await dialog.getByRole('radio', { name: 'Number' }).click();
    await dialog.getByRole('textbox', { name: 'Value' }).fill('a fifth');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await expect(dialog.getByText('does not start with a digit')).toBeVisible();
    await expect(dialog.getByText('This is no number')).toBeVisible();
    await dialog.getByRole('textbox', { name: /^Name/ }).fill('tax_rate');
    await dialog.getByRole('textbox', { name: 'Value' }).fill('0.2');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(row('tax_rate')).toContainText('0.2');
    await expect(row('tax_rate')).toContainText('by Ana Lyst');
  });

  await test.step('it is a source of the mapper, and its value is shown', async () => {
    const mapper = new MapperPage(page);
    await mapper.open(flowId, 'map');
    await expect(mapper.sourceTree.locator('.name', { hasText: /^Variables$/ })).toBeVisible();
    await expect(mapper.variableRow('tax_rate')).toContainText('0.2');
    await mapper.drag(mapper.variableRow('tax_rate'), '/rate');
    await expect(mapper.value('/rate')).toContainText('0.2');
    const stored = async (): Promise<string> => {
      const flow = await api.request<{ document: unknown }>('GET', `/flows/${flowId}`);
      return JSON.stringify(flow.document);
    };
    await expect.poll(stored).toContain('"rate":{"expr":"vars.tax_rate"}');
  });

  const editor = new EditorPage(page);
  await test.step('she publishes', async () => {
    await editor.open(flowId);
    await editor.publish(1);
  });
  const hookUrl = await hookUrlOf(api, flowId);
  const call = async (): Promise<unknown> => (await postEvent(hookUrl, { amount: 40 })).json();

  await test.step('callers and test runs see the value', async () => {
    expect(await call()).toEqual({ amount: 40, rate: 0.2 });
    expect(await workedOut(api, flowId)).toEqual({ amount: 40, rate: 0.2 });
  });

  await test.step('what is live keeps it: it is not deleted, and says who reads it', async () => {
    await page.goto('/settings?tab=variables');
    await row('tax_rate').getByRole('button', { name: '1 flow' }).click();
    await expect(page.getByRole('link', { name: /^Priced by the environment\s*live$/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Delete tax_rate' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete tax_rate?' });
    await expect(dialog.getByText('Live flows read it: Priced by the environment')).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
  });

  await test.step('a change reaches servers and workers without publishing', async () => {
    await page.getByRole('button', { name: 'Edit tax_rate' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit tax_rate' });
    await dialog.getByRole('textbox', { name: 'Value' }).fill('0.25');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(row('tax_rate')).toContainText('0.25');
    await expect.poll(call, { timeout: 5_000 }).toEqual({ amount: 40, rate: 0.25 });
    expect(await workedOut(api, flowId)).toEqual({ amount: 40, rate: 0.25 });
  });

  await test.step('one who changes it at the same time is told', async () => {
    await page.getByRole('button', { name: 'Edit tax_rate' }).click();
    await api.request('PUT', '/variables/tax_rate', { value: 0.3 });
    const dialog = page.getByRole('dialog', { name: 'Edit tax_rate' });
    await dialog.getByRole('textbox', { name: 'Value' }).fill('0.1');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByText(/changed “tax_rate” meanwhile/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(row('tax_rate')).toContainText('0.3');
  });

  await test.step('what may read any does not keep one that nothing names, and it is said before it goes', async () => {
    await api.request('PUT', '/variables/spare', { value: 1 });
    const mapping = { map: 1, root: { fields: { names: { expr: 'KEYS(vars)' } } } };
    const nodes = document.nodes.map((node) => (node.kind === 'map' ? { ...node, mapping } : node));
    const any = { name: 'Lists them all', document: { ...document, nodes, name: 'Lists them all' } };
    const { id } = await api.request<{ id: string }>('POST', '/flows', any);
    await api.request('POST', `/flows/${id}/publish`);
    await page.reload();
    await row('spare').getByRole('button', { name: '1 flow' }).click();
    await expect(page.getByRole('link', { name: /^Lists them all\s*live, may read it$/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Delete spare' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete spare?' });
    await expect(dialog.getByText('Live flows may read it: Lists them all')).toBeVisible();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await expect(dialog).toBeHidden();
    await expect(row('spare')).toBeHidden();
  });
  watched.expectCalm();
  await context.close();
});

test.describe('a list that cannot be asked for again', () => {
  test.use({ refusalsAreMeant: true });

  test('stays, with why above it and the way to ask again', async ({ page }) => {
    const list = page.getByRole('table', { name: 'Variables' });
    const add = async (name: string) => {
      await page.getByRole('button', { name: 'New variable' }).click();
      const dialog = page.getByRole('dialog', { name: 'New variable' });
      await dialog.getByRole('textbox', { name: /^Name/ }).fill(name);
      await dialog.getByRole('textbox', { name: 'Value' }).fill('kept');
      await dialog.getByRole('button', { name: 'Add' }).click();
      await expect(dialog).toBeHidden();
    };
    await page.goto('/settings?tab=variables');
    await add('stays');
    await expect(list).toContainText('stays');
    await page.route(/variable\.list/, (route) => route.fulfill({ status: 404, body: 'not here' }));
    await add('later');
    await expect(page.getByRole('alert')).toContainText('The answer cannot be read');
    await expect(list).toContainText('stays');
    await page.unroute(/variable\.list/);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(list).toContainText('later');
    await expect(page.getByRole('alert')).toBeHidden();
  });
});
