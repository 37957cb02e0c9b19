// What the mapper says while one works in it, what is done with rules as a whole, and what a keyboard and a screen reader get.
import { readFile } from 'node:fs/promises';
import { expect, test } from '../fixtures/test.ts';
import type { PublicApi } from '../fixtures/public-api.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { flowToMap } from '../scenarios/canonical-order.ts';
import type { Page } from '@playwright/test';

const text = { type: 'string' };
const party = { type: 'object', properties: { name: text, city: text } };
const schema = {
  title: 'Slip',
  type: 'object',
  required: ['total', 'note'],
  properties: {
    total: { type: 'number' },
    whole: { type: 'integer' },
    note: text,
    buyer: party,
    payer: party,
    lines: { type: 'array', items: { type: 'object', properties: { sku: text, label: text } } },
  },
};
const rules = {
  total: { expr: 'trigger.body.total_price' },
  whole: { expr: 'NUMBER(trigger.body.total_price)' },
  buyer: {
    fields: { name: { expr: 'trigger.body.customer.last_name' }, city: { expr: 'trigger.body.billing_address.city' } },
  },
  lines: {
    for: 'trigger.body.line_items',
    as: 'line',
    fields: { sku: { expr: 'line.sku' }, label: { expr: 'line.title' } },
  },
};
const mapping = { map: 1, target: { schema }, root: { fields: rules } };

async function opened(page: Page, api: PublicApi, name: string): Promise<MapperPage> {
  const mapper = new MapperPage(page);
  await mapper.open(await flowToMap(api, name, {}, mapping), 'map');
  await expect(mapper.value('/lines/sku')).toHaveText('MUG-RED-350');
  return mapper;
}

test.use({ viewport: { width: 1440, height: 1000 } });

test('a rule says what it gave before and how its value came about; problems are mended; results are kept as tests', async ({
  page,
  api,
}) => {
  const mapper = await opened(page, api, 'Work');
  await test.step('the value before, while a formula is typed', async () => {
    await mapper.rule('/whole').dblclick();
    const line = mapper.targetTree.getByRole('combobox', { name: /^Rule of / });
    await line.fill('ROUND(NUMBER(trigger.body.total_price) * 2)');
    await expect(page.locator('.draft-result')).toHaveText('= 369 was 184.6');
    await line.press('Enter');
    await expect(mapper.value('/whole')).toHaveText('369');
  });
  await test.step('how a value came about, part by part', async () => {
    await mapper.select('/whole');
    await page.keyboard.press('F9');
    const trace = page.getByRole('dialog', { name: 'How whole came about' });
    await expect(trace.getByRole('treeitem', { name: /^ROUND.*369$/ })).toHaveAttribute('aria-expanded', 'true');
    await expect(trace.getByRole('treeitem', { name: /total_price.*184\.60/ })).toBeVisible();
    await trace.getByRole('button', { name: /^Go to the source trigger\.body\.total_price/ }).click();
    await expect(mapper.sourceRow('total_price')).toBeFocused();
  });
  await test.step('problems with their ways out', async () => {
    await page.getByRole('button', { name: /^2 problems/ }).click();
    await page.getByRole('button', { name: 'Convert with NUMBER()' }).click();
    await expect(mapper.rule('/total')).toHaveText('NUMBER(trigger.body.total_price)');
    await expect(mapper.said).toContainText('Convert with NUMBER()');
    await page.getByRole('button', { name: 'Type a formula' }).click();
    await mapper.typeHere('trigger.body.name');
    await expect(mapper.value('/note')).toHaveText('#1042');
    await expect(page.getByRole('button', { name: 'Type a formula' })).toHaveCount(0);
    await page.getByRole('complementary', { name: 'Problems' }).getByRole('button', { name: 'Close' }).click();
  });
  await test.step('a sample with its result is a test, and runs after each change', async () => {
    await page.getByRole('button', { name: 'Save as test' }).click();
    await page.getByRole('textbox', { name: 'Name of the test' }).fill('As it is');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const standing = page.getByRole('button', { name: /tests? (passed|failed)$/ });
    await expect(standing).toHaveText('1 test passed');
    await mapper.type('/note', 'UPPER(trigger.body.currency)');
    await expect(standing).toHaveText('1 test failed');
    await standing.click();
    const tests = page.getByRole('complementary', { name: 'Tests' });
    await expect(tests.getByRole('listitem', { name: 'As it is' })).toContainText('#1042');
    await tests.getByRole('button', { name: 'Accept the new result' }).click();
    await expect(standing).toHaveText('1 test passed');
    await tests.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Samples: add, edit, keep' }).click();
    await expect(page.getByText(/fills \d+ of \d+ rules/).first()).toBeVisible();
  });
});

test('rules are selected, copied to another place, duplicated and annotated; the table is exported', async ({
  page,
  api,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const mapper = await opened(page, api, 'Whole rules');
  await test.step('several rules, pasted below another structure', async () => {
    await mapper.select('/buyer/name');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(mapper.targetRow('/buyer/city')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('ControlOrMeta+C');
    await expect(mapper.said).toHaveText('Copied 2 rules.');
    await mapper.select('/payer');
    await page.keyboard.press('ControlOrMeta+V');
    await expect(mapper.rule('/payer/name')).toHaveText('trigger.body.customer.last_name');
    await expect(mapper.value('/payer/city')).toHaveText('Bergen');
    await page.keyboard.press('ControlOrMeta+Z');
    await expect(mapper.value('/payer/city')).not.toHaveText('Bergen');
    await page.keyboard.press('ControlOrMeta+Shift+Z');
    await expect(mapper.value('/payer/city')).toHaveText('Bergen');
  });
  await test.step('a rule is duplicated', async () => {
    await mapper.select('/lines/label');
    await page.keyboard.press('ControlOrMeta+D');
    await expect(mapper.targetTree.getByRole('treeitem', { name: /^label.*line\.title/ })).toHaveCount(2);
    const formula = page.getByRole('textbox', { name: /^Formula for / });
    await expect(formula).toHaveAccessibleName(/^Formula for lines\.label.+/);
    await page.keyboard.press('ControlOrMeta+Z');
    await expect(mapper.targetTree.getByRole('treeitem', { name: /^label/ })).toHaveCount(1);
    await expect(mapper.targetRow('/lines/label')).toBeFocused();
    await expect(formula).toHaveAccessibleName('Formula for lines.label');
  });
  await test.step('status, owner and comment', async () => {
    await mapper.menu('/total', 'Condition, missing values, note…');
    const panel = page.getByRole('dialog', { name: /total$/ });
    await panel.getByRole('radio', { name: 'reviewed' }).click();
    await panel.getByRole('textbox', { name: 'Owner' }).fill('Ida');
    await panel.getByRole('textbox', { name: 'Comment' }).fill('net; see =contract');
    await panel.getByRole('button', { name: 'Close' }).click();
  });
  await test.step('the table, as CSV and as Excel', async () => {
    await page.getByRole('radio', { name: 'Table' }).click();
    await expect(page.getByRole('row', { name: /^total/ })).toContainText('Ida');
    const csv = await exported(page, 'CSV');
    const excel = await exported(page, 'Excel workbook');
    const lines = csv.toString('utf8').split(/\r?\n/);
    expect(lines[0]).toMatch(/Target.*Rule.*Status.*Owner/i);
    expect(lines.find((line) => /total_price/.test(line))).toMatch(/reviewed/i);
    expect(lines.join('\n')).toContain('Ida');
    expect(excel.subarray(0, 2).toString('latin1')).toBe('PK');
  });
});

async function exported(page: Page, format: string): Promise<Buffer> {
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: format }).first().click(),
  ]);
  return readFile(await download.path());
}

test.describe('by keyboard, and as a screen reader has it', () => {
  test.use({ forcedColors: 'active' });

  test('rows say where they stand, and keys go where they should', async ({ page, api }) => {
    const mapper = await opened(page, api, 'Keys');
    await test.step('two trees, with every place told', async () => {
      const cdp = await page.context().newCDPSession(page);
      const { nodes } = (await cdp.send('Accessibility.getFullAXTree')) as unknown as { nodes: AxNode[] };
      const [source, target] = nodes.filter((node) => node.role?.value === 'tree');
      expect([source?.name?.value, target?.name?.value]).toEqual(['Source fields', 'Target fields']);
      const of = (name: RegExp): Record<string, unknown> => {
        const row = nodes.find((node) => node.role?.value === 'treeitem' && name.test(String(node.name?.value)));
        return Object.fromEntries((row?.properties ?? []).map(({ name: key, value }) => [key, value.value]));
      };
      expect(of(/^lines, list, for each/)).toMatchObject({ level: 1, expanded: true, selected: false });
      expect(of(/^sku, text, rule line\.sku/)).toMatchObject({ level: 2, selected: false });
      await expect(mapper.targetRow('/lines')).toHaveAttribute('aria-posinset', '6');
      await expect(mapper.targetRow('/lines')).toHaveAttribute('aria-setsize', '6');
      await expect(mapper.targetRow('/lines/label')).toHaveAttribute('aria-posinset', '2');
      await expect(mapper.targetRow('/lines/label')).toHaveAttribute('aria-setsize', '2');
      await expect(mapper.targetTree.locator('[tabindex="0"]')).toHaveCount(1);
    });
    await test.step('problems and open rows, one after the other', async () => {
      await mapper.select('/total');
      await page.keyboard.press('Alt+ArrowDown');
      await expect(mapper.targetRow('/whole')).toBeFocused();
      await expect(mapper.said).toContainText('whole number is needed');
      await page.keyboard.press('Alt+ArrowDown');
      await expect(mapper.targetRow('/note')).toBeFocused();
      await page.keyboard.press('Alt+ArrowDown');
      await expect(mapper.targetRow('/payer/name')).toBeFocused();
      await expect(mapper.said).toContainText('name has no rule.');
      await page.keyboard.press('Alt+ArrowUp');
      await expect(mapper.targetRow('/note')).toBeFocused();
      await page.keyboard.press('F8');
      await expect(mapper.targetRow('/total')).toBeFocused();
    });
    await test.step('from part to part, round and back', async () => {
      const formula = page.getByRole('textbox', { name: 'Formula for total' });
      await expect(formula).toBeAttached();
      await page.keyboard.press('F6');
      await expect(formula).toBeFocused();
      await page.keyboard.press('F6');
      await expect(page.getByRole('banner').getByRole('button').first()).toBeFocused();
      await page.keyboard.press('F6');
      await expect(mapper.sourceTree.locator(':focus')).toHaveCount(1);
      await page.keyboard.press('F6');
      await expect(mapper.targetRow('/total')).toBeFocused();
      await page.keyboard.press('Shift+F6');
      await page.keyboard.press('Shift+F6');
      await page.keyboard.press('Shift+F6');
      await expect(formula).toBeFocused();
      await page.keyboard.press('Shift+F6');
      await expect(mapper.targetRow('/total')).toBeFocused();
    });
    await test.step('what is chosen is seen where the system gives the colours', async () => {
      await expect(mapper.targetRow('/total')).toHaveCSS('outline-style', 'solid');
      await page.keyboard.press('F9');
      await expect(page.getByRole('dialog', { name: 'How total came about' })).toHaveCSS('outline-style', 'solid');
      await page.keyboard.press('Escape');
    });
    await test.step('find, and the list of keys', async () => {
      await mapper.select('/total');
      await page.keyboard.press('ControlOrMeta+F');
      await expect(page.getByRole('searchbox', { name: 'Find target' })).toBeFocused();
      await page.keyboard.type('city');
      await expect(mapper.targetTree.getByRole('treeitem', { name: /^city/ })).toHaveCount(2);
      await expect(mapper.targetRow('/payer/city')).toHaveAttribute('aria-setsize', '1');
      await page.keyboard.press('Escape');
      await mapper.select('/total');
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: /keys|shortcuts/i })).toContainText(
        'Next problem or row without a rule',
      );
      await page.keyboard.press('Escape');
      await expect(mapper.targetRow('/total')).toBeFocused();
    });
  });
});

interface AxNode {
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: unknown };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value: unknown } }[];
}
