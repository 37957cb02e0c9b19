// What can be made of a field in the mapper: the drop rules, loops in full, conditions, cases, the lens, functions, and
// fields that are added by hand.
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import type { PublicApi } from '../fixtures/public-api.ts';
import { dragMouse, middleAtRest, middleOf, typeExpression } from '../pages/controls.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { flowToMap } from '../scenarios/canonical-order.ts';

const text = { type: 'string' };
const order = 'trigger.body';
const target = {
  title: 'Slip',
  type: 'object',
  properties: {
    title: text,
    amount: { type: 'number' },
    tags: { type: 'array', items: text },
    shipTo: { type: 'object', properties: { name: text, city: text, zip: text } },
    lines: {
      type: 'array',
      items: { type: 'object', properties: { sku: text, currency: text, parts: { type: 'array', items: text } } },
    },
  },
};

async function slip(page: Page, api: PublicApi, name: string, fields: object = {}): Promise<MapperPage> {
  const mapper = new MapperPage(page);
  const mapping = { map: 1, target: { schema: target }, root: { fields } };
  await mapper.open(await flowToMap(api, name, {}, mapping), 'map');
  await expect(mapper.targetRow('/title')).toBeVisible();
  return mapper;
}

test.use({ viewport: { width: 1440, height: 1000 } });

test('drops convert, match what is below, make loops that are seen, and remember what was chosen', async ({
  page,
  api,
}) => {
  const mapper = await slip(page, api, 'Drop rules');
  await test.step('another type: a conversion that is seen, and undone', async () => {
    await mapper.drag('total_price', '/amount');
    await expect(mapper.rule('/amount')).toHaveText(`NUMBER(${order}.total_price)`);
    await expect(mapper.value('/amount')).toHaveText('184.6');
    await page.keyboard.press('ControlOrMeta+Z');
    await expect(mapper.value('/amount')).not.toContainText('184.6');
  });
  await test.step('a structure onto a structure', async () => {
    await mapper.drag('shipping_address', '/shipTo', 'Match fields');
    await expect(mapper.rule('/shipTo/city')).toHaveText(`${order}.shipping_address.city`);
    await expect(mapper.rule('/shipTo/zip')).toHaveText(`${order}.shipping_address.zip`);
  });
  await test.step('a field of a list onto one of a list: the loop is made, and said', async () => {
    await mapper.drag('line_items/[]/sku', '/lines/sku');
    await expect(mapper.rule('/lines')).toContainText(`for each ${order}.line_items as line_item`);
    await expect(mapper.rule('/lines/sku')).toHaveText('line_item.sku');
  });
  await test.step('a field from outside into a loop: the same in every item', async () => {
    await mapper.drag('currency', '/lines/currency');
    await expect(mapper.rule('/lines/currency')).toHaveText(`${order}.currency`);
    await expect(mapper.said).toContainText('the same in every item');
  });
  await test.step('what was chosen comes first the next time', async () => {
    await mapper.drag('customer/tags', '/tags', 'Split the text');
    await expect(mapper.value('/tags')).toHaveText('newsletter, vip');
    await mapper.drag('customer/tags', '/lines/parts');
    const list = page.getByRole('listbox', { name: /^What dropping / });
    await expect(list.locator('.title').first()).toHaveText('Split the text');
    await page.keyboard.press('Escape');
  });
  await test.step('a second list onto a loop', async () => {
    const ways = await mapper.waysOf('discount_codes', '/lines');
    expect(ways).toEqual(expect.arrayContaining(['Append', 'All with all']));
  });
});

test('what was mapped as it is is learned, taken back by undo and learned again by redo', async ({ page, api }) => {
  const mapper = await slip(page, api, 'Learned pairs');
  const learned = async (): Promise<number> => {
    const { pairs } = await api.request<{ pairs: { target: { path: string }; confirmed: number }[] }>(
      'GET',
      '/mappings/memory',
    );
    return pairs.find(({ target: { path } }) => path === '/title')?.confirmed ?? 0;
  };
  const before = await learned();
  await mapper.drag('currency', '/title');
  await expect(mapper.rule('/title')).toHaveText(`${order}.currency`);
  await expect.poll(learned).toBe(before + 1);
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(mapper.rule('/title')).not.toHaveText(`${order}.currency`);
  await expect.poll(learned).toBe(before);
  await page.keyboard.press('ControlOrMeta+Shift+Z');
  await expect(mapper.rule('/title')).toHaveText(`${order}.currency`);
  await expect.poll(learned).toBe(before + 1);
  await test.step('on the canvas too, once the mapper is left', async () => {
    await page.getByRole('button', { name: 'Done', exact: true }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect.poll(learned).toBe(before);
    await page.getByRole('button', { name: 'Redo', exact: true }).click();
    await expect.poll(learned).toBe(before + 1);
  });
});

test('a loop says which items, in what order and how many; objects and fields are written only when, by cases', async ({
  page,
  api,
}) => {
  const mapper = await slip(page, api, 'Loops and conditions', {
    title: { expr: `${order}.name` },
    shipTo: { fields: { city: { expr: `${order}.shipping_address.city` } } },
    lines: { for: `${order}.line_items`, as: 'line', fields: { sku: { expr: 'line.sku' } } },
  });
  await expect(mapper.value('/lines')).toHaveText('3 lines');
  await test.step('where, sorted, at most', async () => {
    await mapper.select('/lines');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'Loop of lines' });
    await typeExpression(panel.getByRole('combobox', { name: 'Which items' }), 'line.quantity > 1');
    await expect(mapper.value('/lines')).toHaveText('2 lines');
    await panel.getByRole('button', { name: 'Sort key' }).click();
    await typeExpression(panel.getByRole('combobox', { name: 'Sort key 1' }), 'line.sku');
    await expect(mapper.value('/lines/sku')).toHaveText('GFT-WRAP');
    await panel.getByRole('button', { name: 'Ascending' }).click();
    await expect(mapper.value('/lines/sku')).toHaveText('MUG-RED-350');
    await typeExpression(panel.getByRole('combobox', { name: 'At most so many items' }), '2 - 1');
    await panel.getByRole('button', { name: 'Close' }).click();
    await expect(mapper.rule('/lines')).toContainText('where line.quantity > 1 sorted by');
    await expect(mapper.rule('/lines')).toContainText('at most 2 - 1');
    await expect(mapper.value('/lines')).toHaveText('1 item');
  });
  await test.step('an object only when: otherwise its key is not written', async () => {
    await mapper.menu('/shipTo', 'Condition, missing values, note…');
    const panel = page.getByRole('dialog', { name: 'shipTo' });
    await typeExpression(panel.getByRole('combobox', { name: 'Only when, for shipTo' }), `${order}.currency = 'USD'`);
    await panel.getByRole('button', { name: 'Close' }).click();
    await expect(mapper.rule('/shipTo')).toContainText(`only when ${order}.currency = 'USD'`);
    await expect(mapper.value('/shipTo')).toHaveText('not written');
    await expect(mapper.value('/shipTo/city')).toBeEmpty();
  });
  await test.step('by cases, each a row', async () => {
    await mapper.menu('/title', 'As cases');
    await mapper.select('/title');
    await expect(mapper.targetRow('/title#otherwise')).toBeVisible();
    await mapper.menu('/title', 'Add a case');
    await expect(mapper.targetRow('/title#case.1')).toContainText('when');
  });
});

test('a formula is rewired as boxes, its boxes are named, and functions used last stand on top', async ({
  page,
  api,
}) => {
  const mapper = await slip(page, api, 'Boxes', {
    title: { expr: `CONCAT(UPPER(${order}.name), ${order}.email)` },
  });
  await mapper.select('/title');
  const lens = page.getByRole('region', { name: 'Formula as boxes' });
  const box = (name: RegExp) => lens.getByRole('group', { name });
  await test.step('an output dragged to another input', async () => {
    await dragMouse(
      page,
      await middleAtRest(box(/^UPPER/).locator('.out')),
      await middleOf(
        box(/^CONCAT/)
          .locator('.slot')
          .nth(1),
      ),
    );
    await expect(mapper.rule('/title')).toHaveText(`CONCAT(UPPER(${order}.name), UPPER(${order}.name))`);
    await page.keyboard.press('ControlOrMeta+Z');
    await expect(mapper.rule('/title')).toHaveText(`CONCAT(UPPER(${order}.name), ${order}.email)`);
  });
  await test.step('a name makes a value of its own', async () => {
    await box(/^UPPER/)
      .locator('.head')
      .click();
    await lens.getByRole('toolbar').getByRole('button', { name: 'Name the box' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('loud');
    await page.keyboard.press('Enter');
    await expect(mapper.rule('/title')).toHaveText(`CONCAT(loud, ${order}.email)`);
    await expect(mapper.targetTree.getByRole('treeitem', { name: /loud/ }).first()).toContainText(
      `UPPER(${order}.name)`,
    );
  });
  await test.step('used last, with examples', async () => {
    await mapper.dragFunction('LOWER', await mapper.lineFrom('email'));
    await expect(mapper.rule('/title')).toHaveText(`CONCAT(loud, LOWER(${order}.email))`);
    await page.getByRole('button', { name: 'Functions', exact: true }).click();
    const palette = page.getByRole('dialog', { name: 'Functions' });
    const last = palette.getByRole('region', { name: 'Used last' }).getByRole('button');
    await expect(last.first()).toHaveText(/^LOWER/);
    await last.first().hover();
    await expect(palette.locator('li').first()).toContainText('LOWER(');
    await page.keyboard.press('Escape');
    await mapper.dragFunction('TRIM', await mapper.lineFrom('email'));
    await page.getByRole('button', { name: 'Functions', exact: true }).click();
    await expect(last).toHaveText([/^TRIM/, /^LOWER/]);
  });
});

test('without a shape fields are added, renamed, nested and removed by hand', async ({ page, api }) => {
  const mapper = new MapperPage(page);
  const fields = { note: { expr: `${order}.name` } };
  await mapper.open(await flowToMap(api, 'By hand', {}, { map: 1, root: { fields } }), 'map');
  await mapper.add('mail', `${order}.email`);
  await expect(mapper.value('/mail')).toHaveText('ingrid.solheim@example.com');
  await mapper.menu('/mail', 'Rename');
  await page.getByRole('textbox', { name: 'Name of mail' }).fill('e/mail');
  await page.keyboard.press('Enter');
  await expect(mapper.rule('/e~1mail')).toHaveText(`${order}.email`);
  await expect(mapper.targetRow('/e~1mail')).toBeFocused();
  await mapper.addNamed('buyer');
  await page.keyboard.press('Escape');
  await mapper.menu('/buyer', 'As structure');
  await mapper.add('first', `${order}.customer.first_name`, '/buyer');
  await expect(mapper.value('/buyer/first')).toHaveText('Ingrid');
  await mapper.select('/note');
  await page.keyboard.press('Delete');
  await expect(mapper.targetRow('/note')).toHaveCount(0);
});
