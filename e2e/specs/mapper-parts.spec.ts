// Parts of the mapper that the canonical order does without: what drops offer, functions that are dragged, samples.
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import type { PublicApi } from '../fixtures/public-api.ts';
import { EditorPage } from '../pages/editor.page.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { flowToMap } from '../scenarios/canonical-order.ts';

const text = { type: 'string' };
const shape = JSON.stringify({
  title: 'Slip',
  type: 'object',
  properties: {
    title: text,
    code: text,
    total: { type: 'number' },
    tags: { type: 'array', items: text },
    lines: { type: 'array', items: { type: 'object', properties: { sku: text, name: text, box: text } } },
  },
});

async function slip(page: Page, api: PublicApi, name: string, besides: object = {}): Promise<MapperPage> {
  const mapper = new MapperPage(page);
  await mapper.open(await flowToMap(api, name, besides), 'map');
  await mapper.giveTargetShape(shape);
  await expect(mapper.targetRow('/title')).toBeVisible();
  return mapper;
}

test.use({ viewport: { width: 1440, height: 1000 } });

test('a drop offers what makes sense between its two ends', async ({ page, api }) => {
  const mapper = await slip(page, api, 'Drops');
  await test.step('a list onto a value', async () => {
    const ways = await mapper.waysOf('line_items', '/total');
    expect(ways).toEqual(expect.arrayContaining(['First', 'Last', 'By condition', 'Count']));
  });
  await test.step('a value of a list onto a value outside of it', async () => {
    const ways = await mapper.waysOf('line_items/[]/quantity', '/total');
    expect(ways).toEqual(expect.arrayContaining(['First', 'Last', 'Sum', 'Smallest', 'Largest', 'Count']));
    await mapper.drag('line_items/[]/quantity', '/total', 'Sum');
    await expect(mapper.value('/total')).toHaveText('7');
  });
  await test.step('a second value onto a field that has one', async () => {
    await mapper.drag('email', '/title');
    const ways = await mapper.waysOf('name', '/title');
    expect(ways).toEqual(expect.arrayContaining(['Replace', 'Join as text', 'First that is filled']));
    await mapper.drag('name', '/title', 'Join as text');
    await expect(mapper.value('/title')).toHaveText('ingrid.solheim@example.com #1042');
  });
  await test.step('a value onto a list', async () => {
    const ways = await mapper.waysOf('customer/tags', '/tags');
    expect(ways).toEqual(expect.arrayContaining(['One item', 'Split the text']));
  });
  await test.step('a list onto a list, and a second one', async () => {
    const ways = await mapper.waysOf('line_items', '/lines');
    expect(ways[0]).toBe('Map each item');
    await mapper.drag('line_items', '/lines', 'Map each item');
    await expect(mapper.targetRow('/lines')).toContainText('for each trigger.body.line_items as');
  });
});

test('a second list is joined by key, paired with all, and asked for one kind of its items', async ({ page, api }) => {
  const mapper = await slip(page, api, 'Second lists', {
    goods: [{ sku: 'MUG-RED-350', label: 'Mug' }],
    boxes: [{ size: 'S' }, { size: 'L' }],
    n1: [
      { n101: 'BT', n102: 'Bill & Co' },
      { n101: 'ST', n102: 'Ship & Co' },
    ],
  });
  await mapper.drag('line_items/[]/sku', '/lines/sku');
  await test.step('by key', async () => {
    await mapper.drag('goods/[]/label', '/lines/name', 'Join by key');
    await expect(mapper.rule('/lines')).toContainText('with trigger.body.goods as good');
    await expect(mapper.rule('/lines/name')).toHaveText('good.label');
    await expect(mapper.value('/lines/name')).toHaveText('Mug');
  });
  await test.step('all with all, after a yes', async () => {
    await mapper.drag('boxes/[]/size', '/lines/box', 'All with all');
    await page.getByRole('button', { name: 'Yes' }).click();
    await expect(mapper.rule('/lines')).toContainText('× each trigger.body.boxes as box');
    await expect(mapper.value('/lines/box')).toHaveText('S');
    await expect(mapper.value('/lines')).toHaveText('6 lines');
  });
  await test.step('of one kind: the code of a segment', async () => {
    await mapper.drag('n1/[]/n102', '/title', 'By condition');
    const kinds = page.getByRole('dialog', { name: 'Which items title takes' });
    const byCode = kinds.getByRole('group', { name: 'trigger.body.n1 by n101' });
    await expect(byCode.getByRole('button', { name: 'Take all of them' })).toBeVisible();
    await byCode.getByRole('button', { name: /^ST\b/ }).click();
    await expect(mapper.rule('/title')).toHaveText('FIRST(trigger.body.n1[n101 = "ST"].n102)');
    await expect(mapper.value('/title')).toHaveText('Ship & Co');
  });
  await test.step('one part of the tree alone, and back', async () => {
    await mapper.select('/lines');
    await page.keyboard.press('Shift+ArrowRight');
    await expect(mapper.targetRow('/title')).toHaveCount(0);
    await expect(mapper.targetRow('/lines/box')).toBeVisible();
    await page.keyboard.press('Shift+ArrowLeft');
    await expect(mapper.targetRow('/title')).toBeVisible();
  });
});

test('functions are dragged around a rule, around what a line brings, and onto an empty row', async ({ page, api }) => {
  const mapper = await slip(page, api, 'Dragged functions');
  await mapper.drag('currency', '/title');
  await mapper.select('/title');
  await mapper.dragFunction('LOWER', await mapper.spotOf('/title'));
  await expect(mapper.rule('/title')).toHaveText('LOWER(trigger.body.currency)');
  await expect(mapper.value('/title')).toHaveText('eur');

  await mapper.type('/total', 'trigger.body.total_price & trigger.body.total_tax');
  await mapper.select('/total');
  await mapper.dragFunction('NUMBER', await mapper.lineFrom('total_tax'));
  await expect(mapper.rule('/total')).toHaveText('trigger.body.total_price & NUMBER(trigger.body.total_tax)');

  await mapper.select('/code');
  await mapper.dragFunction('UPPER', await mapper.spotOf('/code'));
  const field = mapper.targetTree.getByRole('combobox', { name: /^Rule of / });
  await expect(field).toHaveValue('UPPER("")');
  await field.fill('UPPER(trigger.body.name)');
  await page.keyboard.press('Enter');
  await expect(mapper.rule('/code')).toHaveText('UPPER(trigger.body.name)');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(mapper.rule('/code')).not.toContainText('trigger.body.name');
});

test('a long formula is laid out for reading, and undone in one step', async ({ page, api }) => {
  const mapper = await slip(page, api, 'Laid out');
  const formula = `if(number(trigger.body.total_price) > 100, concat(trigger.body.name,' for ',trigger.body.email), 'small')`;
  await mapper.type('/title', formula);
  await mapper.select('/title');
  await page.getByRole('button', { name: 'Format', exact: true }).click();
  await expect(page.locator('.mapper-body .view-line')).toHaveText([
    'IF(',
    'NUMBER(trigger.body.total_price) > 100,',
    'CONCAT(trigger.body.name, " for ", trigger.body.email),',
    '"small"',
    ')',
  ]);
  await expect(mapper.value('/title')).toHaveText('#1042 for ingrid.solheim@example.com');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(mapper.rule('/title')).toHaveText(formula);
});

test('samples are pasted, tried, renamed, edited, taken away and brought back', async ({ page, api }) => {
  const mapper = await slip(page, api, 'Tried on samples');
  await mapper.drag('name', '/title');
  await page.getByRole('button', { name: 'Samples: add, edit, keep' }).click();
  const drawer = page.getByRole('complementary', { name: 'Samples' });
  const kept = drawer.getByRole('list', { name: 'Samples', exact: true }).getByRole('listitem');

  await drawer.getByRole('button', { name: 'Add a sample' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a sample' });
  const data = dialog.getByRole('textbox', { name: 'Data' });
  await data.fill('{ "name": "#7", ');
  await expect(dialog.getByText(/it ends too early \(line 1, column 17\)/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Keep the sample' })).toBeDisabled();
  await data.fill('<order><name>#7</name><total_price>3</total_price></order>');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('seven');
  await dialog.getByRole('button', { name: 'Keep the sample' }).click();
  await expect(kept).toHaveCount(1);
  await expect(mapper.value('/title')).toHaveText('#7');

  const menu = async (name: string, item: string): Promise<void> => {
    await drawer.getByRole('button', { name: `What to do with ${name}`, exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await menu('seven', 'Rename');
  const name = drawer.getByRole('textbox');
  await name.fill('number seven');
  await name.press('Enter');
  await expect(kept).toContainText(['number seven']);
  await menu('number seven', 'Duplicate');
  await expect(kept).toHaveCount(2);
  await menu('number seven', 'Remove');
  await expect(kept).toHaveCount(1);
  await drawer.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('banner').getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Samples: add, edit, keep' }).click();
  await expect(kept).toHaveCount(2);
  await mapper.saved();
  await page.reload();
  await page.getByRole('button', { name: 'Samples: add, edit, keep' }).click();
  await expect(kept).toContainText(['number seven']);
});

test.describe('a mapping of its own', () => {
  test.use({ refusalsAreMeant: true });

  test('a part is kept as a mapping of its own in the library, and one undo takes the row back', async ({
    page,
    api,
  }) => {
    const address = { type: 'object', properties: { name: text, city: text } };
    const flow = await flowToMap(
      api,
      'Parts of their own',
      {},
      {
        map: 1,
        target: { schema: { title: 'Parcel', type: 'object', properties: { title: text, shipTo: address } } },
        root: {
          fields: {
            title: { expr: 'trigger.body.name' },
            shipTo: {
              fields: {
                name: { expr: 'trigger.body.shipping_address.name' },
                city: { expr: 'UPPER(trigger.body.shipping_address.city)' },
              },
            },
          },
        },
      },
    );
    const mapper = new MapperPage(page);
    await mapper.open(flow, 'map');
    await expect(mapper.value('/shipTo/city')).toHaveText('KØBENHAVN NV');
    const dialog = page.getByRole('dialog', { name: 'Keep shipTo as a mapping of its own' });

    await test.step('the key and the palette ask for the same', async () => {
      await mapper.select('/shipTo');
      await page.keyboard.press('Alt+Shift+K');
      await expect(dialog).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(mapper.targetRow('/shipTo')).toBeFocused();
      await page.keyboard.press('Control+K');
      await page.getByPlaceholder('Go to page, flow or run').fill('mapping of its own');
      await page.keyboard.press('Enter');
      await expect(dialog).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(mapper.targetRow('/shipTo')).toBeFocused();
    });

    await test.step('it says what the part takes, and the row calls it', async () => {
      await mapper.menu('/shipTo', 'Keep as a mapping of its own…');
      await expect(dialog).toContainText('shipping_address');
      await expect(dialog).toContainText('trigger.body.shipping_address');
      await dialog.getByRole('textbox', { name: 'Name' }).fill('Parcel address');
      const asked = Promise.withResolvers<undefined>();
      const answer = Promise.withResolvers<undefined>();
      await page.route('**/mapping.create*', async (route) => {
        asked.resolve(undefined);
        await answer.promise;
        await route.continue();
      });
      await dialog.getByRole('button', { name: 'Keep it' }).click();
      await asked.promise;
      await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeDisabled();
      await page.keyboard.press('Escape');
      await expect(dialog).toBeVisible();
      answer.resolve(undefined);
      await expect(dialog).toBeHidden();
      await expect(mapper.rule('/shipTo')).toHaveText('by Parcel address@1 from trigger.body.shipping_address');
      await expect(mapper.targetRow('/shipTo')).toBeFocused();
      await expect(mapper.value('/shipTo/city')).toHaveText('KØBENHAVN NV');
    });

    await test.step('one undo takes the row back, and says that the library keeps the mapping', async () => {
      await page.keyboard.press('Control+Z');
      await expect(mapper.rule('/shipTo/city')).toHaveText('UPPER(trigger.body.shipping_address.city)');
      await expect(page.getByText('“Parcel address” stays in the library')).toBeVisible();
      await page.keyboard.press('Control+Y');
      await expect(mapper.rule('/shipTo')).toContainText('by Parcel address@1');
    });

    await test.step('the same name cannot be taken twice, which is said where it is typed', async () => {
      await page.keyboard.press('Control+Z');
      await mapper.menu('/shipTo', 'Keep as a mapping of its own…');
      await dialog.getByRole('textbox', { name: 'Name' }).fill('Parcel address');
      await dialog.getByRole('button', { name: 'Keep it' }).click();
      await expect(dialog.getByRole('alert')).toContainText('Parcel address');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await page.keyboard.press('Control+Y');
    });

    await test.step('it opens, and says who uses it', async () => {
      await mapper.saved();
      await mapper.menu('/shipTo', 'Open Parcel address');
      await expect(page.getByRole('heading', { name: 'Parcel address' })).toBeVisible();
      await expect(mapper.rule('/city')).toHaveText('UPPER(shipping_address.city)');
      await page.getByRole('button', { name: 'Used by 1' }).click();
      await page.getByRole('link', { name: 'Parts of their own' }).click();
      await expect(page.getByRole('application', { name: /^Canvas of / })).toBeVisible();
    });

    await test.step('the flow that calls it can be published', async () => {
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      const publishing = page.getByRole('dialog', { name: 'Publish this flow' });
      await expect(publishing.getByRole('button', { name: 'Publish', exact: true })).toBeEnabled();
      await page.keyboard.press('Escape');
    });
  });
});

test('beside the canvas, rows take their keys before the mapper and the flow do', async ({ page, api }) => {
  const flow = await flowToMap(
    api,
    'Keys beside the canvas',
    {},
    { map: 1, root: { fields: { title: { expr: 'trigger.body.name' }, note: { expr: 'trigger.body.email' } } } },
  );
  await page.goto(`/flows/${flow}`);
  const inspector = await new EditorPage(page).inspect('Map to canonical order');
  await inspector.getByRole('button', { name: 'Beside the canvas' }).click();
  const mapper = new MapperPage(page);
  await mapper.select('/title');
  await page.keyboard.press('(');
  const choice = page.getByRole('dialog', { name: /title/ });
  await expect(choice).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(choice).toBeHidden();
  await mapper.select('/title');
  await page.keyboard.press('Delete');
  await expect(mapper.targetRow('/title')).toBeHidden();
  await page.keyboard.press('Control+Z');
  await expect(mapper.rule('/title')).toHaveText('trigger.body.name');
});
