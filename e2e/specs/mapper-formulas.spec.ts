// A formula that is being written takes fields from the source tree, and counts only once it can be read.
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import type { PublicApi } from '../fixtures/public-api.ts';
import { fillCode } from '../pages/controls.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { flowToMap } from '../scenarios/canonical-order.ts';

const text = { type: 'string' };
const order = 'trigger.body';
const lines = { type: 'array', items: { type: 'object', properties: { sku: text } } };
const schema = { title: 'Slip', type: 'object', properties: { title: text, note: text, lines } };

async function slip(page: Page, api: PublicApi, name: string): Promise<MapperPage> {
  const mapper = new MapperPage(page);
  const fields = {
    title: { expr: `${order}.currency` },
    lines: { for: `${order}.line_items`, as: 'line', fields: { sku: { expr: 'line.sku' } } },
  };
  await mapper.open(await flowToMap(api, name, {}, { map: 1, target: { schema }, root: { fields } }), 'map');
  await expect(mapper.value('/title')).toHaveText('EUR');
  return mapper;
}

const rowFormula = (mapper: MapperPage, name: string) =>
  mapper.targetTree.getByRole('combobox', { name: `Rule of ${name}` });

test.use({ viewport: { width: 1440, height: 1000 } });

test('a press on a source row puts its path into the formula of a row', async ({ page, api }) => {
  const mapper = await slip(page, api, 'Point in the row');
  const field = rowFormula(mapper, 'title');
  await mapper.rule('/title').dblclick();
  await field.fill('UPPER(');
  await mapper.sourceRow('currency').click();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(`UPPER(${order}.currency`);
  await test.step('another row takes the place of the one that was pointed at', async () => {
    await mapper.sourceRow('email').click();
    await expect(field).toHaveValue(`UPPER(${order}.email`);
    await mapper.sourceRow('currency').click();
    await field.pressSequentially(')');
    await field.press('Enter');
    await expect(mapper.rule('/title')).toHaveText(`UPPER(${order}.currency)`);
  });
  await test.step('what is selected gives way', async () => {
    await mapper.rule('/title').dblclick();
    await field.fill('LOWER(title)');
    await field.evaluate((area: { setSelectionRange: (from: number, to: number) => void }) =>
      area.setSelectionRange(6, 11),
    );
    await mapper.sourceRow('currency').click();
    await expect(field).toHaveValue(`LOWER(${order}.currency)`);
    await field.press('Enter');
    await expect(mapper.value('/title')).toHaveText('eur');
  });
  await test.step('a field that is searched for', async () => {
    await mapper.rule('/title').dblclick();
    await field.fill('LEN(');
    const find = page.getByRole('searchbox', { name: 'Find source' });
    await find.fill('customer.last_name');
    await mapper.sourceRow('customer/last_name').click();
    await expect(field).toHaveValue(`LEN(${order}.customer.last_name`);
    await field.press('Escape');
    await find.fill('');
  });
  await test.step('inside a loop it is read of the item', async () => {
    await mapper.rule('/lines/sku').dblclick();
    const sku = rowFormula(mapper, 'sku');
    await sku.fill('UPPER(');
    await mapper.sourceRow('line_items/[]/title').click();
    await expect(sku).toHaveValue('UPPER(line.title');
    await sku.press('Escape');
    await expect(mapper.rule('/lines/sku')).toHaveText('line.sku');
  });
});

test('a source row is dragged into a formula that is being written', async ({ page, api }) => {
  const mapper = await slip(page, api, 'Drag into a formula');
  const field = rowFormula(mapper, 'title');
  await mapper.rule('/title').dblclick();
  await field.fill('UPPER(');
  await mapper.drag('currency', '/title');
  await expect(field).toHaveValue(`UPPER(${order}.currency`);
  await field.press('Escape');
  await test.step('into the large editor, where its caret stands', async () => {
    await mapper.select('/title');
    const editor = page.getByRole('textbox', { name: 'Formula for title' });
    await editor.focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('1 + ');
    await mapper.dropIntoFormula('currency');
    await expect(page.locator('[data-formula] .view-line')).toHaveText(`1 + ${order}.currency`);
    await expect(mapper.rule('/title')).toHaveText(`1 + ${order}.currency`);
  });
});

test('a press on a source row puts its path into the large editor', async ({ page, api }) => {
  const mapper = await slip(page, api, 'Point in the editor');
  await mapper.select('/title');
  const editor = page.getByRole('textbox', { name: 'Formula for title' });
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('UPPER(');
  await mapper.sourceRow('currency').click();
  await expect(editor).toBeFocused();
  await page.keyboard.type(')');
  await expect(mapper.rule('/title')).toHaveText(`UPPER(${order}.currency)`);
});

test('by keyboard: from the formula to the source, and back with a field', async ({ page, api }) => {
  const mapper = await slip(page, api, 'Point by keys');
  const field = rowFormula(mapper, 'title');
  await mapper.select('/title');
  await page.keyboard.press('F2');
  await field.fill('UPPER(');
  await page.keyboard.press('Shift+F6');
  await expect(mapper.sourceTree.getByRole('treeitem').first()).toBeFocused();
  for (const next of ['name', 'email', 'created_at', 'currency']) {
    await page.keyboard.press('ArrowDown');
    await expect(mapper.sourceRow(next)).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  await page.keyboard.type(')');
  await page.keyboard.press('Enter');
  await expect(mapper.rule('/title')).toHaveText(`UPPER(${order}.currency)`);
  await test.step('with no formula open the key writes into that of the selected row', async () => {
    await mapper.select('/note');
    await mapper.sourceTree.locator('[tabindex="0"]').focus();
    await page.keyboard.press('ControlOrMeta+I');
    await expect(mapper.rule('/note')).toHaveText(`${order}.currency`);
    await expect(page.getByRole('textbox', { name: 'Formula for note' })).toBeFocused();
  });
  await test.step('the menu of the row does it too', async () => {
    await page.keyboard.type(' & ');
    await mapper.sourceRow('email').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Insert into the formula' }).click();
    await expect(mapper.rule('/note')).toHaveText(`${order}.currency & ${order}.email`);
    await expect(page.getByRole('textbox', { name: 'Formula for note' })).toBeFocused();
  });
});

test('a formula that cannot be read is no rule: it is kept aside with its mistake', async ({ page, api }) => {
  const mapper = await slip(page, api, 'Unreadable');
  const field = rowFormula(mapper, 'title');
  await mapper.rule('/title').dblclick();
  await field.fill('UPPER(');
  await test.step('Enter refuses it', async () => {
    await field.press('Escape');
    await mapper.rule('/title').dblclick();
    await field.fill('UPPER(');
    await field.press('Enter');
    await expect(field).toBeFocused();
    await expect(page.getByRole('alert').filter({ hasText: /\)/ })).toBeVisible();
  });
  await test.step('who leaves finds it again, and the rule stays', async () => {
    await page.getByRole('searchbox', { name: 'Find target' }).click();
    await expect(field).toBeHidden();
    await expect(page.getByRole('searchbox', { name: 'Find target' })).toBeFocused();
    await expect(mapper.rule('/title')).toContainText('UPPER(');
    await expect(mapper.rule('/title')).toContainText('Not applied');
    await expect(mapper.value('/title')).toHaveText('EUR');
    await mapper.rule('/title').dblclick();
    await expect(field).toHaveValue('UPPER(');
  });
  await test.step('Escape throws it away', async () => {
    await field.press('Escape');
    await expect(mapper.rule('/title')).toHaveText(`${order}.currency`);
  });
  await test.step('so does the large editor', async () => {
    await mapper.select('/title');
    await page.getByRole('textbox', { name: 'Formula for title' }).focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('LOWER(');
    await mapper.select('/note');
    await expect(mapper.rule('/title')).toContainText('Not applied');
    await expect(mapper.value('/title')).toHaveText('EUR');
    await mapper.select('/title');
    await expect(page.locator('[data-formula] .view-line')).toHaveText('LOWER(');
    await page.getByRole('textbox', { name: 'Formula for title' }).focus();
    await page.keyboard.press('End');
    await page.keyboard.type(`${order}.currency)`);
    await expect(mapper.value('/title')).toHaveText('eur');
  });
});

test('the large editor puts aside what it was given last, whatever stood there before', async ({ page, api }) => {
  const mapper = await slip(page, api, 'Changed from elsewhere');
  const elsewhere = page.getByRole('searchbox', { name: 'Find target' });
  const editor = page.getByRole('textbox', { name: 'Formula for note' });
  await test.step('typed where there was no rule: there is none again, and no step of undo', async () => {
    await mapper.select('/note');
    await editor.focus();
    await page.keyboard.type(`${order}.currency +`);
    await elsewhere.click();
    await expect(mapper.rule('/note')).toContainText('Not applied');
    await expect(mapper.meter).toHaveText('2 of 3 mapped');
    await expect(page.getByRole('button', { name: /^Undo/ })).toBeDisabled();
  });
  await test.step('mapped by a drop while the editor stands there', async () => {
    await mapper.drag('currency', '/note');
    await expect(mapper.value('/note')).toHaveText('EUR');
    await editor.focus();
    await page.keyboard.press('End');
    await page.keyboard.type(' +');
    await expect(mapper.rule('/note')).toContainText('Not applied');
    await elsewhere.click();
    await expect(mapper.rule('/note')).toContainText(`${order}.currency +`);
    await expect(mapper.value('/note')).toHaveText('EUR');
  });
});

test('a field takes the place of a formula that nobody has been in', async ({ page, api }) => {
  const mapper = await slip(page, api, 'Into a formula unseen');
  const written = page.locator('[data-formula] .view-line');
  await mapper.select('/title');
  await expect(written).toHaveText(`${order}.currency`);
  await test.step('by key', async () => {
    await mapper.sourceRow('email').click();
    await page.keyboard.press('ControlOrMeta+I');
    await expect(mapper.rule('/title')).toHaveText(`${order}.email`);
    await page.keyboard.type(' & "!"');
    await expect(mapper.rule('/title')).toHaveText(`${order}.email & "!"`);
  });
  await test.step('by a drop onto it', async () => {
    await mapper.select('/note');
    await mapper.select('/title');
    await expect(written).toHaveText(`${order}.email & "!"`);
    await mapper.dropIntoFormula('currency');
    await expect(mapper.rule('/title')).toHaveText(`${order}.currency`);
  });
});

test('a formula that is not applied is counted, and waits for who leaves the flow and comes back, until it is mended', async ({
  page,
  api,
}) => {
  const mapper = await slip(page, api, 'Left unread');
  const count = page.getByRole('button', { name: '1 formula not applied' });
  const written = page.locator('[data-formula] .view-line');
  await mapper.rule('/title').dblclick();
  await rowFormula(mapper, 'title').fill('UPPER(');
  await page.getByRole('searchbox', { name: 'Find target' }).click();
  await expect(count).toBeVisible();
  await expect(mapper.targetRow('/title')).toContainText('typed and not applied: UPPER(');
  await test.step('in the flow', async () => {
    await mapper.done();
    await page.goBack();
    await mapper.shown();
    await expect(mapper.rule('/title')).toContainText('UPPER(');
  });
  await test.step('in another place of the product', async () => {
    await mapper.done();
    await page.getByRole('link', { name: 'Runs', exact: true }).first().click();
    await expect(page).toHaveURL(/\/runs/);
    await page.goBack();
    await page.goBack();
    await mapper.shown();
    await expect(mapper.rule('/title')).toContainText('UPPER(');
  });
  await test.step('when the page is loaded anew: the editor opens with it, and says why it is no rule', async () => {
    await page.reload();
    await mapper.shown();
    await expect(mapper.rule('/title')).toContainText('UPPER( Not applied: ');
    await expect(mapper.value('/title')).toHaveText('EUR');
    await count.click();
    await expect(mapper.targetRow('/title')).toBeFocused();
    await expect(written).toHaveText('UPPER(');
    await expect(page.locator('[data-formula] [role=status]')).toContainText('Not applied: ');
  });
  await test.step('mended it is the rule, and nothing waits any more', async () => {
    await page.getByRole('textbox', { name: 'Formula for title' }).focus();
    await page.keyboard.press('End');
    await page.keyboard.type(`${order}.name)`);
    await expect(mapper.rule('/title')).toHaveText(`UPPER(${order}.name)`);
    await expect(count).toBeHidden();
    const [, flowId = ''] = /flows\/([^/]+)/.exec(page.url()) ?? [];
    const stored = async (): Promise<string> => JSON.stringify(await api.request('GET', `/flows/${flowId}`));
    await expect.poll(stored).toContain(`UPPER(${order}.name)`);
    await page.reload();
    await mapper.shown();
    await expect(mapper.value('/title')).toHaveText('#1042');
    await expect(count).toBeHidden();
  });
});

test('named values and cases are written in the big editor, on the item that the rows show', async ({ page, api }) => {
  const mapper = new MapperPage(page);
  const fields = {
    title: { switch: [{ when: `${order}.currency = "EUR"`, then: '"euro"' }], otherwise: '"other"' },
    lines: { for: `${order}.line_items`, as: 'line', orderBy: ['line.sku'], fields: { sku: { expr: 'line.sku' } } },
  };
  const root = { let: { who: `${order}.email` }, fields };
  await mapper.open(await flowToMap(api, 'Parts in the pane', {}, { map: 1, target: { schema }, root }), 'map');
  const pane = page.locator('[data-formula]');
  const result = pane.getByLabel('Result', { exact: true });
  await test.step('a named value, with its value in the row', async () => {
    await expect(mapper.value('#let.who')).toHaveText('ingrid.solheim@example.com');
    await mapper.targetRow('#let.who').click();
    await fillCode(page.locator('[data-formula]'), 'Formula for who', `UPPER(${order}.name)`);
    await page.keyboard.press('Enter');
    await expect(mapper.rule('#let.who')).toHaveText(`UPPER(${order}.name)`);
    await expect(mapper.targetRow('#let.who')).toBeFocused();
    await expect(mapper.value('#let.who')).toHaveText('#1042');
  });
  await test.step('a case: its condition and what it gives', async () => {
    await mapper.targetRow('/title#case.0').click();
    await expect(pane.getByRole('combobox', { name: 'title when' })).toHaveValue(`${order}.currency = "EUR"`);
    await fillCode(page.locator('[data-formula]'), 'Formula for title, case 1', 'UPPER("euro")');
    await page.keyboard.press('Enter');
    await expect(mapper.value('/title')).toHaveText('EURO');
  });
  await test.step('inside a sorted list the formula is tried on the first item in that order', async () => {
    await mapper.select('/lines/sku');
    await expect(mapper.value('/lines/sku')).toHaveText('GFT-WRAP');
    await expect(result).toContainText('GFT-WRAP');
  });
});
