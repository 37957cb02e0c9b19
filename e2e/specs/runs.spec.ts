// The list of runs: the choice of a flow among many.
import { expect, test } from '../fixtures/test.ts';

async function makeMany(count: number, make: (at: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += 15) {
    const now = Array.from({ length: Math.min(15, count - from) }, (_, offset) => from + offset);
    await Promise.all(now.map(make));
  }
}

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
