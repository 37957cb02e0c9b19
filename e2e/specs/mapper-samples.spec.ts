// The data that a mapping is tried on: which item of a list is shown, what is at hand, what no sample fills.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import type { PublicApi } from '../fixtures/public-api.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { flowToMap } from '../scenarios/canonical-order.ts';

const text = { type: 'string' };
const object = (properties: object) => ({ type: 'object', properties });
const list = (properties: object) => ({ type: 'array', items: object(properties) });
const schema = {
  title: 'Picking list',
  ...object({
    order: text,
    gift: text,
    lines: list({ sku: text, marks: list({ name: text, value: text }) }),
  }),
};
const besides = {
  gift_note: '',
  api_token: 'tok_live_8f3b1c',
  line_items: [
    { sku: 'MUG', properties: [{ name: 'colour', value: 'red' }] },
    {
      sku: 'LAMP',
      properties: [
        { name: 'colour', value: 'blue' },
        { name: 'plug', value: 'EU' },
      ],
    },
    { sku: 'BAG', properties: [] },
  ],
};
const rules = {
  order: { expr: 'trigger.body.name' },
  gift: { expr: "IF(trigger.body.gift_note = '', null, trigger.body.gift_note)" },
  lines: {
    for: 'trigger.body.line_items',
    as: 'line',
    fields: {
      sku: { expr: 'line.sku' },
      marks: {
        for: 'line.properties',
        as: 'mark',
        fields: { name: { expr: 'mark.name' }, value: { expr: 'mark.value' } },
      },
    },
  },
};
const samples = [
  {
    name: 'a gift',
    in: {
      trigger: {
        body: {
          name: '#7',
          gift_note: 'Happy birthday',
          line_items: [{ sku: 'CARD', properties: [] }],
        },
      },
    },
  },
];

interface StoredFlow {
  readonly document: { readonly nodes: readonly { readonly id: string }[] };
}

async function opened(page: Page, api: PublicApi, name: string, mapping: object): Promise<MapperPage> {
  const mapper = new MapperPage(page);
  const document = { map: 1, target: { schema }, root: { fields: rules }, ...mapping };
  await mapper.open(await flowToMap(api, name, besides, document), 'map');
  return mapper;
}

test.use({ viewport: { width: 1600, height: 1000 } });

test('lists are looked at item by item, those inside them too', async ({ page, api }) => {
  const mapper = await opened(page, api, 'Item by item', {});
  const shown = (name: string): Locator => page.getByRole('group', { name: `Shown item of ${name}` });
  const next = (name: string): Promise<void> => shown(name).getByRole('button', { name: 'Next item' }).click();
  await test.step('without a selection the first list, one after the other and round', async () => {
    await expect(shown('line')).toContainText('1 of 3');
    await expect(mapper.value('/lines/sku')).toHaveText('MUG');
    await next('line');
    await expect(shown('line')).toContainText('2 of 3');
    await expect(mapper.said).toHaveText('line 2 of 3');
    await expect(mapper.value('/lines/sku')).toHaveText('LAMP');
    await expect(mapper.value('/order')).toHaveText('#1042');
    await shown('line').getByRole('button', { name: 'Previous item' }).click();
    await shown('line').getByRole('button', { name: 'Previous item' }).click();
    await expect(shown('line')).toContainText('3 of 3');
    await expect(mapper.value('/lines/sku')).toHaveText('BAG');
    await next('line');
    await expect(mapper.value('/lines/sku')).toHaveText('MUG');
  });
  await test.step('around a selected row each list has steps of its own', async () => {
    await mapper.select('/lines/marks/value');
    await expect(shown('mark')).toContainText('1 of 1');
    await expect(shown('mark').getByRole('button', { name: 'Next item' })).toBeDisabled();
    await next('line');
    await expect(shown('mark')).toContainText('1 of 2');
    await expect(mapper.value('/lines/marks/value')).toHaveText('blue');
    await next('mark');
    await expect(mapper.value('/lines/marks/value')).toHaveText('EU');
    await expect(mapper.value('/lines/marks/name')).toHaveText('plug');
    await expect(mapper.value('/lines/sku')).toHaveText('LAMP');
  });
  await test.step('a list without items has nothing to step to', async () => {
    await next('line');
    await expect(mapper.value('/lines/sku')).toHaveText('BAG');
    await expect(shown('mark')).toContainText('0 of 0');
    await expect(mapper.value('/lines/marks/value')).toHaveText('');
    await expect(mapper.value('/lines/marks')).toHaveText('0 marks');
  });
});

test('what no sample fills is told, and a sample that fills it is found at hand and kept', async ({ page, api }) => {
  const mapper = await opened(page, api, 'Filled by samples', {});
  await page.getByRole('button', { name: 'Samples: add, edit, keep' }).click();
  const drawer = page.getByRole('complementary', { name: 'Samples' });
  const atHand = drawer.getByRole('list', { name: 'Data at hand' }).getByRole('listitem');
  const kept = drawer.getByRole('list', { name: 'Samples', exact: true }).getByRole('listitem');
  await test.step('the trigger’s data is at hand, and is what is shown', async () => {
    await expect(atHand).toHaveCount(1);
    await expect(atHand.getByRole('button', { name: /^Order created/ })).toHaveAttribute('aria-pressed', 'true');
    await expect(atHand).toContainText('fills 6 of 7 rules');
    await expect(drawer).toContainText('6 of 7 rules got a value in the sample.');
    await expect(kept).toHaveCount(0);
  });
  await test.step('the rule without a value, alone', async () => {
    await drawer.getByRole('button', { name: 'Show the other one' }).click();
    await expect.poll(() => mapper.keys('target')).toEqual(['/gift']);
    await drawer.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => mapper.keys('target')).toContain('/order');
  });
  await test.step('kept with the mapping, without what is secret', async () => {
    await drawer.getByRole('button', { name: 'Keep Order created' }).click();
    await expect(kept).toHaveCount(1);
    await expect(kept.getByRole('button', { name: /^Order created/ })).toHaveAttribute('aria-pressed', 'true');
    await expect(atHand.getByRole('button', { name: /^Order created/ })).toHaveAttribute('aria-pressed', 'false');
    await mapper.saved();
    const flowId = /\/flows\/([^/]+)\//.exec(page.url())?.[1] ?? '';
    const flow = await api.request<StoredFlow>('GET', `/flows/${flowId}`);
    const mapping = JSON.stringify(flow.document.nodes.find(({ id }) => id === 'map'));
    expect(mapping).toContain('LAMP');
    expect(mapping).not.toContain('tok_live_8f3b1c');
  });
  await test.step('with another sample all is filled, and either can be looked at', async () => {
    await drawer.getByRole('button', { name: 'Add a sample' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a sample' });
    await dialog.getByRole('textbox', { name: 'Data' }).fill(JSON.stringify(samples[0]?.in.trigger.body));
    await dialog.getByRole('textbox', { name: 'Name' }).fill('a gift');
    await dialog.getByRole('button', { name: 'Keep the sample' }).click();
    await expect(kept).toHaveCount(2);
    await expect(mapper.value('/gift')).toHaveText('Happy birthday');
    await expect(mapper.value('/lines/sku')).toHaveText('CARD');
    await expect(drawer).toContainText('All 7 rules got a value in 3 samples.');
    await expect(drawer.getByRole('button', { name: /^Show the other/ })).toHaveCount(0);
    await atHand.getByRole('button', { name: /^Order created/ }).click();
    await expect(mapper.value('/gift')).toHaveText('null');
    await expect(mapper.value('/lines/sku')).toHaveText('MUG');
    await expect(mapper.said).toHaveText('Showing the data of Order created.');
  });
});
