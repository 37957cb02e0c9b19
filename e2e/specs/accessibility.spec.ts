import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { EditorPage } from '../pages/editor.page.ts';
import { RunPage } from '../pages/run.page.ts';
import { connectSystems, deliver, publishOrderToCash, sampleOrder } from '../scenarios/shop.ts';

/** What must not be found on any page. */
const grave = new Set(['serious', 'critical']);
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** Rules whose findings change with the colours or the room; names and structure stay the same. */
const rulesOfLook = ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable'];

async function expectAccessible(page: Page, where: string, rules?: string[]): Promise<void> {
  // One document without frames: the legacy mode opens no second page for each look.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await (rules === undefined ? axe.withTags(tags) : axe.withRules(rules)).analyze();
  const found = violations
    .filter((violation) => grave.has(violation.impact ?? ''))
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`));
  expect.soft(found, where).toEqual([]);
}

/** Everything once in light; then what can differ in dark and on a large screen. */
async function look(page: Page, where: string): Promise<void> {
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-theme', 'light');
  await expectAccessible(page, where);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await expectAccessible(page, `${where}, dark`, rulesOfLook);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1920, height: 1080 });
  await expectAccessible(page, `${where}, 1920 × 1080`, rulesOfLook);
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

test.describe('axe finds nothing serious', () => {
  test.use({ colorScheme: 'light' });

  test('on home, lists and settings', async ({ page }) => {
    test.setTimeout(180_000);
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
    for (const tab of ['look', 'members', 'keys', 'audit']) {
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

  test('in the editor', async ({ page }) => {
    test.setTimeout(180_000);
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

  test('on a run', async ({ page }) => {
    const run = new RunPage(page);
    await page.goto(`/runs/${seen.runId}`);
    await expect(run.step('Answer the shop', 'Succeeded')).toBeVisible();
    await look(page, 'run');
    await run.step('Charge card', 'Succeeded').click();
    await expect(run.panel('Charge card')).toBeVisible();
    await look(page, 'run, “Charge card” selected');
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
