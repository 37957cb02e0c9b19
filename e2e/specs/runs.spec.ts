// The list of runs while it lives: what is asked for when a run moves, where the reader stands, and the choice of a flow among many.
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { goLive, postEvent } from '../fixtures/live-flow.ts';
import type { PublicApi } from '../fixtures/public-api.ts';
import { RecordsDraft } from '../fixtures/rig/records-flow.ts';

async function makeMany(count: number, make: (at: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += 15) {
    const now = Array.from({ length: Math.min(15, count - from) }, (_, offset) => from + offset);
    await Promise.all(now.map(make));
  }
}

async function liveFlow(api: PublicApi, name: string): Promise<{ id: string; send: () => Promise<unknown> }> {
  const { flowId, hookUrl } = await goLive(api, new RecordsDraft().build(name));
  return { id: flowId, send: () => postEvent(hookUrl, {}) };
}

/** The inputs of `run.list` that the page has sent. */
function listsAsked(page: Page): { cursor?: string; needsYou?: boolean }[] {
  const asked: { cursor?: string; needsYou?: boolean }[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!url.pathname.startsWith('/trpc/')) return;
    const inputs = JSON.parse(url.searchParams.get('input') ?? '{}') as Record<string, object>;
    const names = decodeURIComponent(url.pathname.slice('/trpc/'.length)).split(',');
    for (const [place, name] of names.entries()) if (name === 'run.list') asked.push(inputs[place] ?? {});
  });
  return asked;
}

test('a run that comes in asks for the first page alone, and leaves the reader where they are', async ({
  page,
  api,
}) => {
  const { id, send } = await liveFlow(api, 'Orders of the night');
  await makeMany(250, send);
  await expect(async () => {
    const open = await api.request<{ items: unknown[] }>(
      'GET',
      `/runs?flowId=${id}&status=queued&status=running&limit=1`,
    );
    expect(open.items).toHaveLength(0);
  }).toPass({ timeout: 60_000 });
  await page.goto(`/runs?flow=${id}`);
  const rows = page.getByRole('table', { name: 'Runs' }).getByRole('row');
  const older = page.getByRole('button', { name: 'Show older runs' });
  await older.click();
  await expect(rows).toHaveCount(201);
  await older.click();
  await expect(rows).toHaveCount(251);
  await expect(page.getByText('250 shown')).toBeVisible();

  const read = rows.nth(180);
  await read.evaluate((row) => row.scrollIntoView({ block: 'center' }));
  const run = await read.getByRole('link').getAttribute('href');
  const row = rows.filter({ has: page.locator(`a[href="${run}"]`) });
  const before = (await row.boundingBox())?.y ?? 0;
  const asked = listsAsked(page);
  await makeMany(3, send);
  await expect(page.getByText('253 shown')).toBeVisible();
  await expect(rows).toHaveCount(254);
  expect(Math.abs(((await row.boundingBox())?.y ?? 0) - before)).toBeLessThan(20);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(({ cursor }) => cursor !== undefined)).toEqual([]);
});

test('runs are filtered by a flow that stands behind 260 others', async ({ page, api }) => {
  await makeMany(260, (at) => api.request('POST', '/flows', { name: `Zone ${String(at).padStart(3, '0')}` }));
  await page.goto('/runs');
  await page.getByRole('button', { name: 'Flow', exact: true }).click();
  const field = page.getByRole('combobox', { name: 'Find: Flow' });
  await field.fill('zone 257');
  const options = page.getByRole('listbox', { name: 'Flow' }).getByRole('option');
  await expect(options).toHaveText(['Zone 257']);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/flow=/);
  const pill = page.getByText('flow = Zone 257');
  await expect(pill).toBeVisible();
  await page.reload();
  await expect(pill).toBeVisible();
  // Chosen once more it is taken away again.
  await page.getByRole('button', { name: 'Flow', exact: true }).click();
  await field.fill('zone 257');
  await expect(options).toHaveText(['Zone 257']);
  await page.keyboard.press('Enter');
  await expect(pill).toBeHidden();
});
