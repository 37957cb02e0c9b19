// The library of mappings, schemas and lookup tables, as an analyst keeps it.
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { choose, find, typeRows } from '../pages/controls.ts';
import { MapperPage } from '../pages/mapper.page.ts';

const text = { type: 'string' };
const object = (properties: object, required: string[] = []) => ({ type: 'object', properties, required });
const shopOrder = object({ id: text, mail: text, total: { type: 'number' } }, ['id']);
/** The shop calls the address otherwise now, and has more to say. */
const shopOrderNow = object({ id: text, email: text, total: { type: 'number' }, note: text }, ['id']);
const invoice = object({ number: text, contact: text, amount: { type: 'number' } }, ['number']);

async function give(page: Page, schema: object): Promise<void> {
  await page.getByRole('radio', { name: 'Text or sample' }).click();
  await page.getByRole('textbox', { name: 'Schema or sample' }).fill(JSON.stringify(schema));
}

/** A webhook and a map step. */
const flowOf = (sources: object, expr: string): object => ({
  schemaVersion: 1,
  name: 'Orders in a flow',
  nodes: [
    {
      id: 'start',
      name: 'start',
      label: 'Order',
      kind: 'trigger',
      operation: 'webhook.receive',
      position: { x: 0, y: 0 },
      input: {},
    },
    {
      id: 'map',
      name: 'map',
      label: 'Reshape',
      kind: 'map',
      position: { x: 300, y: 0 },
      mapping: { map: 1, sources, root: { fields: { contact: { expr } } } },
    },
  ],
  edges: [{ id: 'e', from: { node: 'start', port: 'out' }, to: { node: 'map', port: 'in' } }],
  slots: [],
  settings: { level: 'durable', replyTimeoutMs: 1_000 },
  notes: [],
});

async function publish(page: Page, note: string): Promise<void> {
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Publish version/ });
  await dialog.getByRole('textbox', { name: 'Note' }).fill(note);
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('a mapping is made, tested and published, follows its schema to a new version, and shows what changed', async ({
  page,
  api,
}) => {
  test.setTimeout(360_000);
  const mapper = new MapperPage(page);
  await api.request('POST', '/schemas', { name: 'Partner invoice', schema: invoice });

  await test.step('a schema is imported', async () => {
    await page.goto('/mappings?tab=schemas');
    await page.getByRole('link', { name: 'Import a schema' }).first().click();
    await give(page, shopOrder);
    const name = page.getByRole('textbox', { name: /in the library$/ });
    await name.fill('Shop order');
    await page.getByRole('button', { name: 'Save the schema' }).click();
    await expect(page.getByRole('heading', { name: 'Shop order' })).toBeVisible();
    await expect(page.getByRole('tree', { name: 'Fields' }).getByText('mail')).toBeVisible();
  });

  await test.step('a mapping of it is made in the library', async () => {
    await page.goto('/mappings');
    await page.getByRole('button', { name: 'New mapping' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New mapping' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Order to partner');
    await find(dialog, 'From', 'Shop order');
    await find(dialog, 'To', 'Partner invoice');
    await dialog.getByRole('button', { name: 'Make it and open' }).click();
    await mapper.shown();
    await mapper.type('/contact', 'LOWER(shopOrder.mail)');
    await mapper.type('/amount', 'shopOrder.total');
  });

  await test.step('an error keeps it from being published, in words', async () => {
    await mapper.type('/number', 'shopOrder.total');
    await mapper.saved();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Publish version 1' });
    await expect(dialog.getByText('Must be mended first')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled();
    await expect(dialog.getByText(/keeps it from being published/)).toBeVisible();
    await dialog.getByRole('button', { name: /^Go to: .*number$/ }).click();
    await expect(dialog).toBeHidden();
    await expect(mapper.targetRow('/number')).toBeFocused();
    await mapper.type('/number', 'shopOrder.id');
  });

  await test.step('it is tried on a sample, and the result is kept as a test', async () => {
    await page.getByRole('button', { name: 'Samples: add, edit, keep' }).click();
    await page.getByRole('button', { name: 'Add a sample' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a sample' });
    await dialog.getByRole('textbox', { name: 'Data' }).fill('{"id": "007", "mail": "A@SHOP.EXAMPLE", "total": 12.5}');
    await dialog.getByRole('button', { name: 'Keep the sample' }).click();
    await expect(mapper.value('/contact')).toHaveText('a@shop.example');
    await page.getByRole('complementary', { name: 'Samples' }).getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Save as test' }).click();
    await page.getByRole('dialog', { name: 'Save as test' }).getByRole('button', { name: 'Save', exact: true }).click();
    await mapper.saved();
    await publish(page, 'The first one');
  });

  const { id: flowId } = await api.request<{ id: string }>('POST', '/flows', {
    name: 'Orders in a flow',
    document: flowOf({ order: { schema: 'Shop order@1', from: 'trigger.body' } }, 'order.mail'),
  });

  await test.step('the schema comes in again, with a field renamed', async () => {
    await page.goto('/mappings?tab=schemas');
    await page.getByRole('link', { name: 'Shop order', exact: true }).first().click();
    await page.getByRole('link', { name: 'Import again' }).click();
    await give(page, shopOrderNow);
    const relink = page.getByRole('list', { name: 'Proposed re-links' }).getByRole('listitem', {
      name: 'mail is now email',
    });
    await expect(page.getByRole('region', { name: 'Gone' }).getByText('mail')).toBeVisible();
    await expect(page.getByRole('region', { name: 'New' }).getByText('note')).toBeVisible();
    const uses = page.getByRole('list', { name: 'Who uses it' });
    await expect(uses.getByText(/has no field “mail”/).first()).toBeVisible();
    await relink.getByRole('button', { name: 'Accept' }).click();
    await expect(page.getByRole('region', { name: 'Renamed' }).getByText('email')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Gone' })).toBeHidden();
    await page.getByRole('textbox', { name: 'Note' }).fill('mail is email now');
    await page.getByRole('button', { name: 'Save as version 2' }).click();
    await expect(page.getByRole('heading', { name: 'Version 2 was saved' })).toBeVisible();
    const draft = page
      .getByRole('list', { name: 'Drafts' })
      .getByRole('listitem')
      .filter({ hasText: 'Orders in a flow' });
    await expect(draft).toContainText('its draft uses version 2, without a problem');
    const { document } = await api.request<{ document: object }>('GET', `/flows/${flowId}`);
    expect(JSON.stringify(document)).toContain('order.email');
  });

  await test.step('the draft reads the new field, and is published again', async () => {
    await page.getByRole('list', { name: 'Drafts' }).getByRole('link', { name: 'Order to partner' }).click();
    await mapper.shown();
    await expect(mapper.rule('/contact')).toContainText('shopOrder.email');
    await publish(page, 'Reads the new field');
  });

  await test.step('the versions say what changed, by target path, and an old one can be the draft again', async () => {
    await page.getByRole('button', { name: 'Actions for Order to partner' }).click();
    await page.getByRole('menuitem', { name: 'Versions and use' }).click();
    const versions = page.getByRole('list', { name: 'Versions' });
    await versions.getByRole('button', { name: 'Version 2', exact: true }).click();
    const changes = page.getByRole('table', { name: 'Differences by target path' });
    await expect(changes.getByRole('row', { name: /^contact .*email/ })).toBeVisible();
    await expect(changes.getByRole('row', { name: /^amount/ })).toBeHidden();
    await versions.getByRole('button', { name: 'Make version 1 the draft again' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make it the draft' }).click();
    await expect(page.getByText('Draft differs from version 2')).toBeVisible();
    await page.getByRole('link', { name: 'Open the mapper' }).click();
    await mapper.shown();
    await expect(mapper.rule('/contact')).toContainText('shopOrder.mail');
  });

  await test.step('the schema says who uses it', async () => {
    await page.goto('/mappings?tab=schemas');
    await page.getByRole('link', { name: 'Shop order', exact: true }).first().click();
    const about = page.getByRole('complementary', { name: 'About the schema' });
    await expect(about.getByRole('link', { name: 'Order to partner' }).first()).toBeVisible();
    await expect(about.getByText('mail is email now')).toBeVisible();
  });
});

test('a lookup table keeps every key and value as it was typed, pasted and imported', async ({ page, api }) => {
  const sheet = page.getByRole('grid', { name: 'Keys and values' });
  const saved = async (): Promise<Record<string, unknown>> => {
    const id = page.url().split('/').at(-1) ?? '';
    const { table } = await api.request<{ table: { values: Record<string, unknown> } }>('GET', `/lookups/${id}`);
    return table.values;
  };
  const hostile = { '001': '0042', 'a,b': 'x\ty', '9007199254740993': '9007199254740993', 'say "hi"': 'two\nlines' };

  await page.goto('/mappings/lookups/new');
  await page.getByRole('textbox', { name: 'Name' }).fill('Codes');
  await sheet.getByRole('gridcell', { name: 'New row' }).click();
  await typeRows(page, ['001,0042', '001,again']);
  await expect(page.getByText('1 key stands twice.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await page.keyboard.press('ArrowUp');
  // A paste as spreadsheets make it goes over the row that stands there twice.
  const cells = 'a,b\t"x\ty"\n9007199254740993\t9007199254740993\n"say ""hi"""\t"two\nlines"\n';
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ${JSON.stringify(cells)});
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('4 keys')).toBeVisible();
  expect(await saved()).toEqual(hostile);

  await page.reload();
  await expect(sheet.getByRole('gridcell', { name: '001', exact: true })).toBeVisible();
  await sheet.getByRole('gridcell', { name: '001', exact: true }).click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('007');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(sheet.getByRole('gridcell', { name: '0042' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+y');
  await page.getByRole('button', { name: 'Save as version 2' }).click();
  await expect(page.getByText('Version 2', { exact: true })).toBeVisible();
  expect(await saved()).toEqual({ ...hostile, '001': '007' });

  await page.getByRole('button', { name: 'Import CSV' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a CSV file' });
  await dialog.getByLabel('CSV file', { exact: true }).setInputFiles({
    name: 'countries.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('name;code;rate\nGermany;049;19\n"Norway; north";047;25\n'),
  });
  await choose(dialog, 'What code becomes', 'Key');
  await choose(dialog, 'What name becomes', 'Value: text');
  await choose(dialog, 'What rate becomes', 'Value: number');
  await dialog.getByRole('button', { name: 'Replace the table by 2 rows' }).click();
  await page.getByRole('button', { name: 'Save as version 3' }).click();
  await expect(page.getByText('Version 3', { exact: true })).toBeVisible();
  expect(await saved()).toEqual({
    '049': { name: 'Germany', rate: 19 },
    '047': { name: 'Norway; north', rate: 25 },
  });
});

test('a lookup table of 10,000 rows is walked and found in at once', async ({ page, api }) => {
  const values = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`K${at}`, `value ${at}`]));
  const { id } = await api.request<{ id: string }>('POST', '/lookups', { name: 'Many', table: { values } });
  await page.goto(`/mappings/lookups/${id}`);
  const sheet = page.getByRole('grid', { name: 'Keys and values' });
  await sheet.getByRole('gridcell', { name: 'K0', exact: true }).click();
  await page.keyboard.press('ControlOrMeta+End');
  await expect(sheet.getByRole('gridcell', { name: 'K9999', exact: true })).toBeVisible();
  expect(await sheet.getByRole('row').count()).toBeLessThan(80);
  await page.getByRole('searchbox', { name: 'Find keys and values' }).fill('value 4711');
  await expect(page.getByText('1 of 10000 rows')).toBeVisible();
  await expect(sheet.getByRole('gridcell', { name: 'K4711', exact: true })).toBeVisible();
});
