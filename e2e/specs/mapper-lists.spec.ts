// Lists in the mapper: what they come to in one value, one after the other, inside one another, in groups and by position.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import type { PublicApi } from '../fixtures/public-api.ts';
import { typeExpression } from '../pages/controls.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { flowToMap } from '../scenarios/canonical-order.ts';

const text = { type: 'string' };
const number = { type: 'number' };
const listOf = (properties: object): object => ({ type: 'array', items: { type: 'object', properties } });
const order = 'trigger.body';

async function mapped(page: Page, api: PublicApi, given: Given): Promise<MapperPage> {
  const mapper = new MapperPage(page);
  const schema = { title: 'Slip', type: 'object', properties: given.properties };
  const mapping = { map: 1, target: { schema }, root: { fields: given.fields ?? {} } };
  await mapper.open(await flowToMap(api, given.name, given.besides, mapping), 'map');
  await expect(mapper.targetRow(`/${Object.keys(given.properties)[0] ?? ''}`)).toBeVisible();
  return mapper;
}

interface Given {
  readonly name: string;
  readonly properties: Readonly<Record<string, object>>;
  readonly fields?: object;
  readonly besides?: object;
}

test.use({ viewport: { width: 1440, height: 1000 } });

test('values of a list come to one, numbers add up, and values become items', async ({ page, api }) => {
  const mapper = await mapped(page, api, {
    name: 'To one value',
    properties: {
      names: text,
      least: number,
      most: number,
      howMany: number,
      sum: number,
      codes: { type: 'array', items: text },
    },
    besides: { tip: 2, fee: 3 },
  });
  await test.step('a text, the extremes, a count', async () => {
    await mapper.drag('line_items/[]/title', '/names', 'Join as text');
    await expect(mapper.value('/names')).toHaveText('Mug, red, 350 ml, Desk lamp "Øy", Gift wrap');
    await mapper.drag('line_items/[]/quantity', '/least', 'Smallest');
    await expect(mapper.value('/least')).toHaveText('1');
    await mapper.drag('line_items/[]/quantity', '/most', 'Largest');
    await expect(mapper.value('/most')).toHaveText('4');
    await mapper.drag('line_items/[]/quantity', '/howMany', 'Count');
    await expect(mapper.value('/howMany')).toHaveText('3');
  });
  await test.step('a second number', async () => {
    await mapper.drag('tip', '/sum');
    await mapper.drag('fee', '/sum', 'Sum');
    await expect(mapper.rule('/sum')).toHaveText(`${order}.tip + ${order}.fee`);
    await expect(mapper.value('/sum')).toHaveText('5');
  });
  await test.step('a second value of a list', async () => {
    await mapper.drag('name', '/codes', 'One item');
    await mapper.drag('currency', '/codes', 'New item');
    await expect(mapper.value('/codes')).toHaveText('#1042, EUR');
  });
});

test('a second list goes on after the first, and fields of both are read from the item; lists in it have loops of their own', async ({
  page,
  api,
}) => {
  const mapper = await mapped(page, api, {
    name: 'One after the other',
    properties: { lines: listOf({ sku: text, title: text, marks: listOf({ name: text }) }) },
    besides: { extras: [{ sku: 'BAG' }, { sku: 'BOX' }] },
  });
  await mapper.drag('line_items/[]/sku', '/lines/sku');
  await mapper.drag('extras', '/lines', 'Append');
  await expect(mapper.rule('/lines')).toContainText(`APPEND(${order}.line_items, ${order}.extras) as line_item`);
  await expect(mapper.value('/lines')).toHaveText('5 lines');
  await mapper.drag('line_items/[]/title', '/lines/title');
  await expect(mapper.rule('/lines/title')).toHaveText('line_item.title');
  await mapper.drag('line_items/[]/properties/[]/name', '/lines/marks/name');
  await expect(mapper.rule('/lines/marks')).toContainText('for each line_item.properties as property');
  const next = page.getByRole('button', { name: /^Next item/i }).first();
  await next.click();
  await expect(mapper.value('/lines/marks/name')).toHaveText('engraving');
  await next.click();
  await next.click();
  await expect(mapper.value('/lines/sku')).toHaveText('BAG');
});

test('a loop makes one item for each value, groups, and tells positions by their names', async ({ page, api }) => {
  const mapper = await mapped(page, api, {
    name: 'Groups',
    properties: {
      lines: listOf({ sku: text, no: number }),
      groups: listOf({ key: text, count: number, items: listOf({ sku: text }) }),
    },
    fields: {
      lines: { for: `${order}.line_items`, as: 'line', fields: { sku: { expr: 'line.sku' } } },
      groups: { for: `${order}.line_items`, as: 'line', fields: { key: { const: '' } } },
    },
  });
  const loop = async (path: string): Promise<Locator> => {
    await mapper.select(path);
    await page.keyboard.press('Enter');
    return page.getByRole('dialog', { name: `Loop of ${path.slice(1)}` });
  };
  await test.step('one for each value; the position by name', async () => {
    const panel = await loop('/lines');
    await typeExpression(panel.getByRole('combobox', { name: 'One item for each value of' }), 'line.taxable');
    const position = panel.getByRole('textbox', { name: 'Name of the position' });
    await position.fill('place');
    await position.press('Enter');
    await panel.getByRole('button', { name: 'Close' }).click();
    await expect(mapper.rule('/lines')).toContainText('one per line.taxable');
    await expect(mapper.value('/lines')).toHaveText('2 lines');
    await mapper.type('/lines/no', 'place + 1');
    await expect(mapper.value('/lines/no')).toHaveText('1');
    await page
      .getByRole('button', { name: /^Next item/i })
      .first()
      .click();
    await expect(mapper.value('/lines/no')).toHaveText('2');
    await expect(mapper.value('/lines/sku')).toHaveText('GFT-WRAP');
  });
  await test.step('groups, with their key and their items', async () => {
    const panel = await loop('/groups');
    await typeExpression(panel.getByRole('combobox', { name: 'Grouped by' }), 'line.taxable');
    await panel.getByRole('button', { name: 'Close' }).click();
    await expect(mapper.value('/groups')).toHaveText('2 groups');
    await mapper.type('/groups/key', 'TEXT(line.key)');
    await mapper.type('/groups/count', 'COUNT(line.items)');
    await expect(mapper.value('/groups/count')).toHaveText('2');
  });
});
