// What is chosen out of the library, when it holds more than a list shows.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import type { PublicApi } from '../fixtures/public-api.ts';
import { find } from '../pages/controls.ts';
import { MapperPage } from '../pages/mapper.page.ts';

const many = 450;
/** Behind what other tests look for: lists go by name. */
const named = (kind: string, at: number): string => `${kind} ${String(at).padStart(3, '0')}`;

async function makeMany(count: number, make: (at: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += 15) {
    const now = Array.from({ length: Math.min(15, count - from) }, (_, offset) => from + offset);
    await Promise.all(now.map(make));
  }
}

/** A mapping with a version, whose one field another mapping makes. */
async function publishedMapping(api: PublicApi, name: string, fields: object): Promise<string> {
  const document = { map: 1, sources: { order: {} }, root: { fields } };
  const { id } = await api.request<{ id: string }>('POST', '/mappings', { name, document });
  await api.request('POST', `/mappings/${id}/versions`, {});
  return id;
}

/** Goes down the opened list by keys, page by page, until it has all that are called so and the last one is chosen. */
async function goToTheEnd(page: Page, list: Locator, { name, count }: { name: RegExp; count: number }): Promise<void> {
  await expect(async () => {
    for (let step = 0; step < 10; step += 1) await page.keyboard.press('PageDown');
    // Other tests leave schemas of their own in the library.
    await expect(list.getByRole('option', { name })).toHaveCount(count, { timeout: 500 });
    await expect(list.getByRole('option', { selected: true })).toHaveId(
      (await list.getByRole('option').last().getAttribute('id')) ?? '',
      { timeout: 500 },
    );
  }).toPass();
}

test('a topic takes a schema that stands behind 449 others', async ({ page, api }) => {
  await makeMany(many, (at) => api.request('POST', '/schemas', { name: named('Zone', at), schema: {} }));
  await page.goto('/flows/topics');
  await page.getByRole('button', { name: 'New topic' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New topic' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('many.shapes');
  await dialog.getByRole('button', { name: /^Schema/ }).click();
  const list = page.getByRole('listbox', { name: 'Schema' });
  await expect(list.getByRole('option').first()).toHaveText('None: any value is published');
  await goToTheEnd(page, list, { name: /^Zone \d/, count: many });
  await expect(list.getByRole('option').last()).toContainText(named('Zone', many - 1));
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: /^Schema/ })).toHaveText('Zone 449, version 1');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toBeHidden();
  const { schemaRef } = await api.request<{ schemaRef: string }>('GET', '/topics/many.shapes');
  expect(schemaRef).toBe('Zone 449@1');

  await page
    .getByRole('button', { name: /^Settings/ })
    .first()
    .click();
  const settings = page.getByRole('dialog', { name: 'Settings of “many.shapes”' });
  await find(settings, 'Schema', 'Zone 448');
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(settings).toBeHidden();
  expect(await api.request('GET', '/topics/many.shapes')).toMatchObject({ schemaRef: 'Zone 448@1' });
});

test('a mapping takes a table that stands behind 449 others, and a mapping behind 60 drafts', async ({ page, api }) => {
  const table = { values: { DK: 'DNK' } };
  await makeMany(many, (at) => api.request('POST', '/lookups', { name: named('Zone codes', at), table }));
  await publishedMapping(api, 'Old and proven', { city: { const: 'Aarhus' } });
  const id = await publishedMapping(api, 'Chooses', { to: { map: 'Old and proven@1', with: 'order' } });
  await makeMany(60, (at) => api.request('POST', '/mappings', { name: named('Begun', at) }));

  const mapper = new MapperPage(page);
  await page.goto(`/mappings/${id}`);
  await mapper.shown();
  await mapper.menu('/to', 'Condition, missing values, note…');
  const chooser = page.getByRole('button', { name: /^Mapping that makes to/ });
  await expect(chooser).toHaveText('Old and proven, version 1');
  await chooser.click();
  const mappings = page.getByRole('listbox', { name: 'Mapping that makes to' });
  await expect(mappings.getByRole('option', { name: /^Old and proven/ })).toBeVisible();
  await expect(mappings.getByRole('option', { name: /^Begun/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Which target fields are shown' }).click();
  await page.getByRole('menuitem', { name: 'Lookup tables…' }).click();
  await find(mapper.lookupTables, 'Use a table of the library', 'Zone codes 449');
  await expect(mapper.lookupTables.getByText('Zone codes 449').first()).toBeVisible();
  await mapper.saved();
  const { document } = await api.request<{ document: { lookups: object } }>('GET', `/mappings/${id}`);
  expect(document.lookups).toEqual({ Zone_codes_449: { table: 'Zone codes 449@1' } });
});
