// The pictures of the guide's chapter on mapping, in the state in which an analyst meets the screen.
import { join } from 'node:path';
import { expect as check } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { PublicApi } from '../fixtures/public-api.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { sampleOrder } from './shop.ts';

/** A product that has just started takes its time. */
const expect = check.configure({ timeout: 60_000 });

interface Node {
  readonly id: string;
  readonly kind: string;
  readonly mapping?: Mapping;
}
interface Mapping {
  readonly root: { readonly fields: Readonly<Record<string, Rule>> };
}
interface Rule {
  readonly expr?: string;
  readonly fields?: Readonly<Record<string, Rule>>;
}
interface Document {
  readonly nodes: readonly Node[];
}

const without = <Value>(fields: Readonly<Record<string, Value>>, name: string): Record<string, Value> =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));

/** The template's map step with two fields still open, so that there is something to accept and to mend, and a variable read. */
function stillOpen({ root, ...mapping }: Mapping, order: object): object {
  const fields: Record<string, Rule> = { ...without(root.fields, 'currency') };
  const { customer } = fields;
  // In their places: what a rule reads of the target stands above it.
  fields['customer'] = { ...customer, fields: without(customer?.fields ?? {}, 'email') };
  fields['priority'] = {
    expr: "IF('vip' in $target.customer.segments or $target.totals.gross >= vars.express_from, 'express', 'standard')",
  };
  const [first, second] = (order as { line_items: object[] }).line_items;
  const short = { ...order, name: '#1043', line_items: [first, second] };
  return {
    ...mapping,
    root: { ...root, fields },
    samples: [{ name: 'two lines', in: { trigger: { body: short } } }],
  };
}

/** The flow “Order to cash” with that map step; the address of its mapper. */
async function flowOfGuide(api: PublicApi): Promise<string> {
  const order = JSON.parse(await sampleOrder()) as object;
  const made = await api.request<{ id: string }>('POST', '/flows', {
    name: 'Order to cash (template)',
    template: 'order-to-cash',
  });
  const { document } = await api.request<{ document: Document }>('GET', `/flows/${made.id}`);
  const map = document.nodes.find(({ mapping }) => mapping !== undefined);
  if (map?.mapping === undefined) throw new Error('the template has no map step');
  const mapping = stillOpen(map.mapping, order);
  const nodes = document.nodes.map((node) => (node === map ? { ...node, mapping } : node));
  const name = 'Order to cash';
  const flow = await api.request<{ id: string }>('POST', '/flows', { name, document: { ...document, name, nodes } });
  return `/flows/${flow.id}/map/${map.id}`;
}

const xml = `<order>
  <id>5871340126402</id>
  <name>#1044</name>
  <email>kari@example.com</email>
  <currency>NOK</currency>
  <line_items>
    <sku>MUG-RED-350</sku>
    <quantity>4</quantity>
    <price>12.90</price>
  </line_items>
</order>`;

const variables = [
  { name: 'express_from', kind: 'Number', value: '500' },
  { name: 'shop_address', kind: 'Text', value: 'https://shop.example.com' },
  { name: 'vat_rate', kind: 'Number', value: '0.25' },
] as const;

/** As a person sets them, whose name stands beside them then. */
async function setVariables(page: Page): Promise<void> {
  await page.goto('/settings?tab=variables');
  for (const { name, kind, value } of variables) {
    await page.getByRole('button', { name: 'New variable' }).click();
    const dialog = page.getByRole('dialog', { name: 'New variable' });
    await dialog.getByRole('textbox', { name: /^Name/ }).fill(name);
    await dialog.getByRole('radio', { name: kind }).click();
    await dialog.getByRole('textbox', { name: 'Value' }).fill(value);
    await dialog.getByRole('button', { name: 'Add' }).click();
    await expect(dialog).toBeHidden();
  }
}

/** The pictures of the mapper and of what it reads, into a folder. */
export async function picturesOfMapper(page: Page, api: PublicApi, to: string): Promise<void> {
  const mapper = new MapperPage(page);
  const picture = (name: string) => page.screenshot({ path: join(to, `${name}.png`), animations: 'disabled' });
  const theme = async (colorScheme: 'light' | 'dark'): Promise<void> => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.reload();
    await mapper.targetRow('/customer/name').locator('.name-cell').click();
    await expect(page.getByText('99 %')).not.toHaveCount(0);
    // Coloured: the words of a formula are told apart a moment after they are there.
    await expect(page.locator('.mapper-body .view-line span span').nth(2)).toBeVisible();
    await page.mouse.move(0, 0);
  };
  await setVariables(page);
  const address = await flowOfGuide(api);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(address);
  await theme('dark');
  await picture('mapper-dark');
  await theme('light');
  await picture('mapper');

  await picturesOfSources(mapper, picture);
  await page.reload();
  await mapper.shown();
  await page.setViewportSize({ width: 1280, height: 800 });
  await picturesOfSamples(mapper, picture);

  await page.setViewportSize({ width: 1280, height: 400 });
  await page.goto('/settings?tab=variables');
  await expect(page.getByRole('row', { name: /^express_from .*1 flow/ })).toBeVisible();
  await page.mouse.move(0, 0);
  await picture('variables');
}

type Picture = (name: string) => Promise<unknown>;

/** The places of data below one another, and a formula that is no rule yet. */
async function picturesOfSources(mapper: MapperPage, picture: Picture): Promise<void> {
  const { page } = mapper;
  for (const list of ['customer', 'shipping_address', 'line_items']) await mapper.toggle('source', list);
  await mapper.rule('/totals/weightKg').dblclick();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText('ROUND(SUM(');
  await mapper.select('/priority');
  await expect(mapper.rule('/totals/weightKg')).toContainText('Not applied');
  await page.mouse.move(0, 0);
  await picture('mapper-sources');
}

async function picturesOfSamples(mapper: MapperPage, picture: Picture): Promise<void> {
  const { page } = mapper;
  await page.getByRole('button', { name: 'Samples: add, edit, keep' }).click();
  const drawer = page.getByRole('complementary', { name: 'Samples' });
  await drawer
    .getByRole('button', { name: /^Keep / })
    .first()
    .click();
  await drawer.getByRole('button', { name: 'Make one up' }).click();
  await expect(drawer.getByRole('listitem').filter({ hasText: 'generated' })).toBeVisible();
  await expect(drawer.getByText(/fills \d+ of \d+ rules/)).not.toHaveCount(0);
  await mapper.saved();
  await page.mouse.move(0, 0);
  // What was kept is said for a while, over the buttons.
  await expect(page.getByText(/^Kept Order created/)).toBeHidden();
  await picture('mapper-samples');
  await drawer.getByRole('button', { name: 'Add a sample' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a sample' });
  await dialog.getByRole('textbox', { name: 'Data' }).fill(xml);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('from the shop');
  await expect(dialog.getByText('"kari@example.com"')).toBeVisible();
  await picture('mapper-add-sample');
}
