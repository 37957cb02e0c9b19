import type { Page } from '@playwright/test';
import { graveFindings } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { EditorPage } from '../pages/editor.page.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { RunPage } from '../pages/run.page.ts';
import { askForApproval, question } from '../scenarios/approval.ts';
import { flowToMap } from '../scenarios/canonical-order.ts';
import { connectSystems, deliver, publishOrderToCash, sampleOrder } from '../scenarios/shop.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Rules whose findings change with the theme, which is colours alone, and those that change with the room as well. */
const rulesOfColours = ['color-contrast', 'link-in-text-block'];
const rulesOfRoom = [...rulesOfColours, 'target-size', 'scrollable-region-focusable'];

async function expectAccessible(page: Page, where: string, rules?: string[]): Promise<void> {
  const found = await graveFindings(
    page,
    rules === undefined ? { type: 'tag', values: tags } : { type: 'rule', values: rules },
  );
  expect.soft(found, where).toEqual([]);
}

/** Everything once in light; then what can differ in dark. */
async function lookInBothThemes(page: Page, where: string): Promise<void> {
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-theme', 'light');
  await expectAccessible(page, where);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await expectAccessible(page, `${where}, dark`, rulesOfColours);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** In both themes, and on a large screen. */
async function look(page: Page, where: string): Promise<void> {
  await lookInBothThemes(page, where);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await expectAccessible(page, `${where}, 1920 × 1080`, rulesOfRoom);
  await page.setViewportSize({ width: 1280, height: 800 });
}

interface Seen {
  readonly flowId: string;
  readonly runId: string;
  readonly connectionId: string;
}

let seen: Seen;

test.beforeAll(async ({ api, inventory, payment, parcel }) => {
  const systems = { inventory, paymentUrl: payment.url, parcelUrl: `${parcel.url}/v1` };
  const connections = await connectSystems(api, systems, 'Looked at ');
  const { flowId, hookUrl } = await publishOrderToCash(api, connections);
  await deliver(hookUrl, await sampleOrder());
  const { items } = await api.request<{ items: { id: string }[] }>('GET', `/runs?flowId=${flowId}`);
  seen = { flowId, runId: items[0]?.id ?? '', connectionId: connections.inventory };
});

const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();
const rowsOf = (page: Page, table: string) =>
  expect(page.getByRole('table', { name: table }).getByRole('link').first()).toBeVisible();

test('at twice the size no button of a bar is out of reach', async ({ page, api }) => {
  // 1280 × 800, enlarged twice.
  await page.setViewportSize({ width: 640, height: 400 });
  const id = await flowToMap(api, 'Enlarged');
  const editor = new EditorPage(page);
  await page.goto(`/flows/${id}`);
  await expect(editor.canvas).toBeVisible();
  for (const name of ['Shortcuts', 'Test run', 'Publish'])
    await expect(page.getByRole('banner').getByRole('button', { name }).first()).toBeInViewport({ ratio: 1 });
  const mapper = new MapperPage(page);
  await mapper.open(id, 'map');
  for (const name of ['Undo', 'Auto-map', 'Done'])
    await expect(page.getByRole('banner').getByRole('button', { name }).first()).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('banner').getByText('Saved')).toBeInViewport({ ratio: 1 });
  await mapper.sourceRow('id').scrollIntoViewIfNeeded();
  await expect(mapper.sourceRow('id')).toBeInViewport({ ratio: 0.9 });
});

test.describe('axe finds nothing serious', () => {
  test.use({ colorScheme: 'light' });

  test('on home, lists and settings', async ({ page }) => {
    test.setTimeout(360_000);
    await page.goto('/');
    await expect(page.getByRole('link', { name: /Order to cash/ }).first()).toBeVisible();
    await look(page, 'home');
    await page.goto('/flows');
    await rowsOf(page, 'Flows');
    await look(page, 'flows');
    await page.goto('/flows/templates');
    await heading(page, 'Order to cash');
    await look(page, 'gallery');
    await page.goto('/runs');
    await rowsOf(page, 'Runs');
    await look(page, 'runs');
    for (const tab of ['look', 'variables', 'history', 'members', 'keys', 'audit']) {
      await page.goto(`/settings?tab=${tab}`);
      await expect(page.getByRole('tabpanel')).toBeVisible();
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      await look(page, `settings, ${tab}`);
    }
  });

  test('in connections', async ({ page }) => {
    await page.goto('/connections');
    await rowsOf(page, 'Connections');
    await look(page, 'connections');
    await page.goto('/connections/new');
    await heading(page, 'What do you connect to?');
    await look(page, 'new connection');
    await page.goto('/connections/new?connector=postgres');
    await expect(page.getByRole('textbox', { name: /^Host/ })).toBeVisible();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('alert').first()).toBeVisible();
    await look(page, 'new connection, form with mistakes');
    await page.goto(`/connections/${seen.connectionId}`);
    await expect(page.getByRole('textbox', { name: /^Host/ })).toBeVisible();
    await look(page, 'connection');
  });

  test('in the library', async ({ page, api }) => {
    test.setTimeout(600_000);
    const fields = { id: { type: 'string' }, mail: { type: 'string' } };
    const schema = { type: 'object', properties: fields, required: ['id'] };
    const order = await api.request<{ id: string }>('POST', '/schemas', { name: 'Looked at order', schema });
    const document = {
      map: 1,
      sources: { order: { schema: 'Looked at order@1' } },
      root: { fields: { contact: { expr: 'order.mail' } } },
    };
    const mapping = await api.request<{ id: string }>('POST', '/mappings', { name: 'Looked at', document });
    await api.request('POST', `/mappings/${mapping.id}/versions`, {});
    const values = { '001': { name: 'one', eu: true }, '': { name: 'no key', eu: null } };
    const lookup = await api.request<{ id: string }>('POST', '/lookups', { name: 'Looked at', table: { values } });
    for (const [tab, label] of [
      ['mappings', 'Mappings'],
      ['schemas', 'Schemas'],
      ['lookups', 'Lookup tables'],
    ] as const) {
      await page.goto(`/mappings?tab=${tab}`);
      await rowsOf(page, label);
      await look(page, `library, ${tab}`);
    }
    await page.goto(`/mappings/lookups/${lookup.id}`);
    await expect(page.getByText('1 row has no key.').first()).toBeVisible();
    await page.getByRole('gridcell', { name: '001' }).click();
    await look(page, 'lookup table');
    await page.goto(`/mappings/schemas/${order.id}`);
    await expect(page.getByRole('tree', { name: 'Fields' })).toBeVisible();
    await look(page, 'schema');
    await page.getByRole('link', { name: 'Import again' }).click();
    await page.getByRole('radio', { name: 'Text or sample' }).click();
    const now = { type: 'object', properties: { id: { type: 'integer' }, email: { type: 'string' } } };
    await page.getByRole('textbox', { name: 'Schema or sample' }).fill(JSON.stringify(now));
    await page.getByRole('button', { name: 'Accept' }).first().click();
    await look(page, 'schema, imported again');
    await page.goto(`/mappings/${mapping.id}/versions?to=1`);
    await expect(page.getByRole('table', { name: 'Differences by target path' })).toBeVisible();
    await look(page, 'versions of a mapping');
  });

  test('in the editor', async ({ page }) => {
    test.setTimeout(360_000);
    const editor = new EditorPage(page);
    await editor.startBlank();
    await expect(page.getByText('What starts this flow?')).toBeVisible();
    await look(page, 'editor, empty');
    await editor.open(seen.flowId);
    await expect(editor.step('Charge card')).toBeVisible();
    await look(page, 'editor, with a flow');
    for (const label of ['Order created', 'Map to canonical order', 'Reserve stock', 'Card accepted?']) {
      const inspector = await editor.inspect(label);
      await expect(inspector.locator('[aria-busy=true]')).toHaveCount(0);
      await look(page, `editor, “${label}” selected`);
    }
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, 'publish dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Outline' }).click();
    await look(page, 'outline');
  });

  test('in the mapper', async ({ page }) => {
    test.setTimeout(960_000);
    const mapper = new MapperPage(page);
    await mapper.open(seen.flowId, 'map');
    await expect(mapper.value('/customer/name')).toHaveText('Solheim, Ingrid');
    await look(page, 'mapper');
    const close = () => page.getByRole('button', { name: 'Close', exact: true }).first().click();

    await mapper.select('/customer/name');
    const editor = page.getByRole('textbox', { name: 'Formula for customer.name' });
    await editor.focus();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type(' & tri');
    await expect(page.locator('.suggest-widget.visible')).toBeVisible();
    await lookInBothThemes(page, 'mapper, formula with completions');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Functions', exact: true }).click();
    await lookInBothThemes(page, 'mapper, functions');
    await page.keyboard.press('Escape');

    await mapper.select('/currency');
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: /^Auto-map/ }).click();
    await expect(page.getByRole('complementary', { name: 'Auto-map' }).getByText('99 %')).toBeVisible();
    await lookInBothThemes(page, 'mapper, auto-map');
    await close();
    await page.getByRole('button', { name: /^1 problem/ }).click();
    await expect(page.getByRole('button', { name: 'Choose a source' })).toBeVisible();
    await lookInBothThemes(page, 'mapper, problems');
    await close();
    await page.getByRole('button', { name: 'Samples: add, edit, keep' }).click();
    await lookInBothThemes(page, 'mapper, samples');
    await page.getByRole('button', { name: 'Add a sample' }).click();
    await lookInBothThemes(page, 'mapper, add a sample');
    await page.keyboard.press('Escape');
    await close();

    await mapper.menu('/lines', 'Loop…');
    await lookInBothThemes(page, 'mapper, loop');
    await page.keyboard.press('Escape');
    await mapper.select('/customer/name');
    await page.keyboard.press('F9');
    await lookInBothThemes(page, 'mapper, how a value came about');
    await page.keyboard.press('Escape');
    await mapper.drag('currency', '/customer/name');
    await expect(page.getByRole('listbox', { name: /^What dropping / })).toBeVisible();
    await lookInBothThemes(page, 'mapper, what a drop does');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await lookInBothThemes(page, 'mapper, shortcuts');
    await page.keyboard.press('Escape');
    for (const view of ['Table', 'Text']) {
      await page.getByRole('radio', { name: view }).click();
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      await look(page, `mapper, ${view.toLowerCase()}`);
    }
    await page.getByRole('radio', { name: 'Canvas' }).click();
    await mapper.done();
    const inspector = await new EditorPage(page).inspect('Map to canonical order');
    await inspector.getByRole('button', { name: 'Beside the canvas' }).click();
    await mapper.shown();
    await look(page, 'mapper beside the canvas');
  });

  test('on a run', async ({ page }) => {
    const run = new RunPage(page);
    await page.goto(`/runs/${seen.runId}`);
    await expect(run.step('Answer the shop', 'Succeeded')).toBeVisible();
    await look(page, 'run');
    await run.choose('Charge card', 'Succeeded');
    await expect(run.panel('Charge card')).toBeVisible();
    await look(page, 'run, “Charge card” selected');
  });

  test('on what waits for people, and on topics', async ({ page, api }) => {
    const { link } = await askForApproval(api);
    await page.goto('/runs/approvals');
    await page.getByRole('row').filter({ hasText: question }).last().getByRole('button', { name: 'Decide' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await look(page, 'approvals, with a question');
    await page.goto('/runs/dead-letters');
    await expect(page.getByRole('radiogroup', { name: 'Why they wait' })).toBeVisible();
    await look(page, 'dead letters');
    await page.goto('/runs');
    await page.getByRole('button', { name: 'Replay all…' }).click();
    await expect(page.getByRole('dialog').getByText(/Runs that have not ended|No run that has ended/)).toBeVisible();
    await lookInBothThemes(page, 'bulk replay');
    await api.request('POST', '/topics', { name: 'looked.at', description: 'Looked at' });
    const message = { value: { order: '1042' }, key: '1042', type: 'order.paid', headers: { source: 'test' } };
    await api.request('POST', '/topics/looked.at/messages', message);
    await page.goto('/flows/topics');
    await rowsOf(page, 'Topics');
    await lookInBothThemes(page, 'topics');
    await page.goto('/flows/topics?name=looked.at&upTo=1');
    await expect(page.getByRole('group', { name: 'Value' })).toContainText('order: "1042"');
    await look(page, 'topic, with a message open');
    await page.goto(link);
    await heading(page, question);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page, `approval by link, ${colorScheme}`);
    }
  });

  test.describe('signed out', () => {
    test.use({ storageState: { cookies: [], origins: [] } });

    test('on the way in', async ({ page }) => {
      await page.goto('/sign-in');
      await heading(page, 'Sign in');
      await look(page, 'sign-in');
      await page.goto('/start');
      await heading(page, 'This start link does not work');
      await look(page, 'start');
    });
  });
});
