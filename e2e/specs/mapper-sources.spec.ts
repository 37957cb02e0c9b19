// The left side of the mapper: several places of data, lookup tables, what is found there, and the ways out that a row offers.
import { expect, test } from '../fixtures/test.ts';
import { find } from '../pages/controls.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { flowToMap } from '../scenarios/canonical-order.ts';

const text = { type: 'string' };
const order = 'trigger.body';

test.use({ viewport: { width: 1440, height: 1000 } });

test('a lookup table is dragged onto a rule: what it gave is looked up', async ({ page, api }) => {
  const mapper = new MapperPage(page);
  const schema = { title: 'Slip', type: 'object', properties: { currency: text, other: text } };
  const lookups = { currencies: { values: { EUR: 'Euro', DKK: 'Krone' } } };
  const root = { fields: { currency: { expr: `${order}.currency` } } };
  await mapper.open(await flowToMap(api, 'Tables', {}, { map: 1, target: { schema }, lookups, root }), 'map');
  const table = mapper.sourceTree.locator('[data-key="#lookups/currencies"]');
  await mapper.sourceTree.evaluate((tree) => tree.parentElement?.scrollTo(0, tree.scrollHeight));
  await expect(mapper.sourceTree.getByRole('treeitem', { name: 'Lookup tables' })).toBeVisible();
  await expect(table).toBeInViewport();
  const dragTo = async (path: string): Promise<void> => {
    const from = await table.boundingBox();
    const to = await mapper.targetRow(path).boundingBox();
    if (from === null || to === null) throw new Error('not shown');
    await page.mouse.move(from.x + 80, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(to.x + 80, to.y + 8, { steps: 6 });
    await expect(page.locator('.mapper-hint')).toHaveText('Look up in currencies');
    await page.mouse.up();
  };
  await dragTo('/currency');
  await expect(mapper.rule('/currency')).toContainText(`look up ${order}.currency in currencies`);
  await expect(mapper.value('/currency')).toHaveText('Euro');
  await test.step('on a row without a rule the key is asked for', async () => {
    await dragTo('/other');
    const key = mapper.targetTree.getByRole('combobox', { name: 'Rule of other' });
    await expect(key).toBeFocused();
    await mapper.typeHere("'DKK'");
    await expect(mapper.value('/other')).toHaveText('Krone');
  });
});

test('several places of data stand below one another, each with its colour', async ({ page, api }) => {
  const mapper = new MapperPage(page);
  const schema = { title: 'Slip', type: 'object', properties: { shop: text } };
  const sources = {
    order: { schema: { type: 'object', properties: { id: text } } },
    shop: { schema: { type: 'object', properties: { name: text } }, role: 'headers' },
  };
  const document = { map: 1, sources, target: { schema }, root: { fields: {} } };
  await mapper.open(await flowToMap(api, 'Places', {}, document), 'map');
  const colours = await page.evaluate<string[]>(
    `[...document.querySelectorAll('.source [data-colour]')].map((row) => getComputedStyle(row).borderLeftColor)`,
  );
  expect(new Set(colours).size).toBe(3);
});

test('what the checker would write stands in the row, and in the list of problems', async ({ page, api }) => {
  const mapper = new MapperPage(page);
  const fields = { kind: { const: 'slip' }, currency: text, state: { ...text, default: 'new' } };
  const schema = { title: 'Slip', type: 'object', required: ['kind', 'currency', 'state'], properties: fields };
  const cur = { from: order, schema: { type: 'object', properties: { currency: text } } };
  const document = { map: 1, sources: { o: cur }, target: { schema }, root: { fields: {} } };
  await mapper.open(await flowToMap(api, 'Ways out', {}, document), 'map');
  await expect(mapper.value('/kind').getByRole('button', { name: 'Write "slip"' })).toBeVisible();
  await page.getByRole('button', { name: /problem/ }).click();
  const problems = page.getByRole('complementary', { name: 'Problems' });
  await problems.getByRole('button', { name: 'Write "new"' }).click();
  await expect(mapper.value('/state')).toHaveText('new');
  await problems.getByRole('button', { name: 'Map o.currency' }).click();
  await expect(mapper.value('/currency')).toHaveText('EUR');
});

test('paths are found as they are copied', async ({ page, api }) => {
  const mapper = new MapperPage(page);
  const lines = { type: 'array', items: { type: 'object', properties: { sku: text, name: text } } };
  const schema = { title: 'Slip', type: 'object', properties: { title: text, lines } };
  await mapper.open(await flowToMap(api, 'Paths', {}, { map: 1, target: { schema }, root: { fields: {} } }), 'map');
  const source = page.getByRole('searchbox', { name: 'Find source' });
  for (const path of ['customer.last_name', `${order}.customer.last_name`, '/customer/last_name']) {
    await source.fill(path);
    await expect.poll(() => mapper.keys('source'), path).toEqual(['customer', 'customer/last_name']);
  }
  await source.fill('line_items[].sku');
  await expect.poll(() => mapper.keys('source')).toEqual(['line_items', 'line_items/[]/sku']);
  await page.getByRole('searchbox', { name: 'Find target' }).fill('lines.sku');
  await expect.poll(() => mapper.keys('target')).toEqual(['/lines', '/lines/sku']);
});

test('a schema that has a newer version says so; what it changes is seen, judged and taken in one step', async ({
  page,
  api,
}) => {
  const object = (properties: object) => ({ type: 'object', properties });
  const total = { type: 'number' };
  const { id: schemaId } = await api.request<{ id: string }>('POST', '/schemas', {
    name: 'Basket',
    schema: object({ mail: text, total, coupon: text }),
  });
  await api.request('POST', '/schemas', { name: 'Receipt', schema: object({ contact: text, sum: total, code: text }) });
  const { id } = await api.request<{ id: string }>('POST', '/mappings', {
    name: 'Basket to receipt',
    document: {
      map: 1,
      sources: { basket: { schema: 'Basket@1' } },
      target: { schema: 'Receipt@1' },
      root: {
        fields: {
          contact: { expr: 'LOWER(basket.mail)' },
          sum: { expr: 'basket.total' },
          code: { expr: 'basket.coupon' },
        },
      },
      samples: [{ name: 'one', in: { basket: { mail: 'A@SHOP.EXAMPLE', total: 5, coupon: 'X' } } }],
    },
  });
  const mapper = new MapperPage(page);
  const sign = page.getByRole('button', { name: /version 2 is there/ });
  const drawer = page.getByRole('complementary', { name: 'Sources and target' });
  const relink = drawer.getByRole('listitem', { name: 'mail is now email' });
  const report = drawer.getByRole('status', { name: 'What was done' });

  await test.step('nothing is said while there is none', async () => {
    await page.goto(`/mappings/${id}`);
    await mapper.shown();
    await expect(mapper.value('/contact')).toHaveText('a@shop.example');
    await expect(sign).toBeHidden();
  });

  await test.step('the head of the source says that a version is there, and leads to what it changes', async () => {
    await api.request('POST', `/schemas/${schemaId}/versions`, {
      baseVersion: 1,
      schema: object({ email: text, total, note: text }),
    });
    await page.reload();
    await mapper.shown();
    await sign.click();
    await expect(drawer.getByRole('group', { name: 'Source basket' })).toContainText('Version 2 is there');
    await expect(drawer.getByRole('region', { name: 'Gone' })).toContainText('coupon');
    await expect(drawer.getByRole('region', { name: 'New' })).toContainText('note');
    await relink.getByRole('button', { name: 'Accept' }).click();
    await expect(drawer.getByRole('region', { name: 'Renamed' })).toContainText('mail is now email');
  });

  await test.step('taken, rules and samples have the new name, and what nobody linked stays, and is a problem', async () => {
    await drawer.getByRole('button', { name: 'Take version 2' }).click();
    await expect(report).toBeFocused();
    await expect(report).toContainText('1 formula reads basket.email instead of basket.mail.');
    await expect(report).toContainText('1 sample has the fields under their new names.');
    await expect(report).toContainText('in the mapping now');
    await expect(mapper.rule('/contact')).toContainText('basket.email');
    await expect(mapper.value('/contact')).toHaveText('a@shop.example');
    await expect(mapper.rule('/code')).toContainText('basket.coupon');
    await expect(sign).toBeHidden();
    await report.getByRole('button', { name: 'Show problems' }).click();
    await expect(page.getByRole('complementary', { name: 'Problems' })).toContainText('coupon');
  });

  await test.step('one undo brings all back', async () => {
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(mapper.rule('/contact')).toContainText('basket.mail');
    await expect(mapper.value('/contact')).toHaveText('a@shop.example');
    await expect(sign).toBeVisible();
  });

  await test.step('chosen by hand, another version of the same schema is compared as well', async () => {
    await sign.click();
    const source = drawer.getByRole('group', { name: 'Source basket' });
    await source.getByRole('button', { name: 'Hide what changes' }).click();
    await source.getByRole('button', { name: 'Change', exact: true }).click();
    await find(source, 'Schema of basket', 'Basket');
    await expect(relink.getByRole('button', { name: 'Accepted' })).toBeVisible();
    await source.getByRole('button', { name: 'Take version 2' }).click();
    await expect(report).toBeFocused();
    await expect(mapper.rule('/contact')).toContainText('basket.email');
  });
});
