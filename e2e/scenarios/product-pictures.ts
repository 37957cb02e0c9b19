// The pictures of a flow and of a run that waits for a person, over the systems of the shop.
import { join } from 'node:path';
import { expect as check } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { startParcelApi } from '../fixtures/parcel-api.ts';
import type { PublicApi } from '../fixtures/public-api.ts';
import { EditorPage } from '../pages/editor.page.ts';
import { RunPage } from '../pages/run.page.ts';
import { connectSystems, deliver, publishOrderToCash, sampleOrder } from './shop.ts';
import type { Systems } from './shop.ts';

/** A product that has just started takes its time. */
const expect = check.configure({ timeout: 60_000 });

interface Shop extends Systems {
  readonly parcel: Awaited<ReturnType<typeof startParcelApi>>;
}

export async function picturesOfFlow(
  page: Page,
  api: PublicApi,
  { shop, to }: { shop: Shop; to: string },
): Promise<void> {
  const picture = (name: string) => page.screenshot({ path: join(to, `${name}.png`), animations: 'disabled' });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 800 });
  const { flowId, hookUrl } = await publishOrderToCash(api, await connectSystems(api, shop));
  const editor = new EditorPage(page);
  await editor.open(flowId);
  await editor.step('Charge card').click();
  await expect(page.getByRole('heading', { name: 'Charge card' })).toBeVisible();
  await page.mouse.move(0, 0);
  await picture('editor');

  // The carrier books the parcel, and its answer is lost.
  shop.parcel.fail({ reset: true, when: 'after' });
  const answered = deliver(hookUrl, await sampleOrder());
  const waits = async () => (await api.all<{ id: string }>('/runs?needsYou=true'))[0]?.id;
  await expect.poll(waits).toBeDefined();
  const run = new RunPage(page);
  await page.goto(`/runs/${await waits()}`);
  await run.choose('Book parcel', 'Needs a decision');
  await expect(run.panel('Book parcel').getByText('What happened?')).toBeVisible();
  await page.mouse.move(0, 0);
  await picture('run');
  await answered;
}
