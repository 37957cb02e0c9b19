// What the mapper shows and does is told in words too: which rows are left out, what a drop came to, what was taken back.
import { expect, test } from '../fixtures/test.ts';
import { EditorPage } from '../pages/editor.page.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { canonicalSchema, flowToMap } from '../scenarios/canonical-order.ts';

test('filters say what they leave out, and every empty list has its way out', async ({ page, api }) => {
  const mapper = new MapperPage(page);
  const schema = JSON.parse(await canonicalSchema()) as object;
  const mapping = { map: 1, target: { schema }, root: { fields: { currency: { expr: 'trigger.body.currency' } } } };
  const id = await flowToMap(api, 'Told', {}, mapping);
  await mapper.open(id, 'map');

  await test.step('the filter stands in the head, says its name and is taken off there', async () => {
    await mapper.show('target', 'Mapped');
    await expect(mapper.targetTree.getByRole('treeitem')).toHaveCount(1);
    await page.getByRole('button', { name: 'Which target fields are shown' }).click();
    await expect(page.getByRole('menuitem', { name: 'Mapped', exact: true })).toHaveAttribute('aria-current', 'true');
    await page.keyboard.press('Escape');
    await mapper.target.getByRole('button', { name: 'Only: Mapped. Show all fields' }).click();
    await expect(mapper.targetRow('/customer')).toBeVisible();
    await expect(page.getByRole('searchbox', { name: 'Find target' })).toBeFocused();
  });

  await test.step('nothing found: why, what can be searched, and the way back', async () => {
    await mapper.show('target', 'Mapped');
    await page.getByRole('searchbox', { name: 'Find target' }).fill('customer');
    await expect(mapper.target.getByRole('status')).toHaveText(
      'No field is found for “customer” among those that are “Mapped”.',
    );
    await mapper.target.getByRole('button', { name: 'Show all fields', exact: true }).click();
    await expect(mapper.targetRow('/customer')).toBeVisible();
    await expect(page.getByRole('searchbox', { name: 'Find target' })).toHaveValue('');
    await expect(page.getByRole('searchbox', { name: 'Find target' })).toBeFocused();
  });

  await test.step('what a drop came to is said by the names of the fields, and undo says that it undid', async () => {
    await mapper.drag('email', '/customer/email');
    await expect(mapper.said).toHaveText('customer.email is trigger.body.email.');
    await mapper.drag('email', '/customer');
    await expect(mapper.said).toHaveText(
      'Not mapped. customer is a structure: drop trigger.body.email on one of its fields.',
    );
    await mapper.select('/customer/email');
    await page.keyboard.press('ControlOrMeta+Z');
    await expect(mapper.said).toHaveText('Undone.');
    await page.keyboard.press('ControlOrMeta+Shift+Z');
    await expect(mapper.said).toHaveText('Done again.');
    await page.keyboard.press('ControlOrMeta+Shift+Z');
    await expect(mapper.said).toHaveText('There is nothing to do again.');
  });

  await test.step('what Enter would do is seen beside the row, as beside the pointer', async () => {
    await mapper.sourceRow('currency').click();
    await page.keyboard.press('m');
    const hint = page.locator('.mapper-hint');
    await expect(hint).toContainText('Enter maps');
    await page.keyboard.type('orderN');
    await expect(hint).toHaveText('Take trigger.body.currency');
    const row = await mapper.targetRow('/orderNumber').boundingBox();
    const shown = await hint.boundingBox();
    expect(Math.abs((shown?.y ?? 0) - (row?.y ?? 0) - (row?.height ?? 0))).toBeLessThan(24);
    await page.keyboard.press('Escape');
    await expect(hint).toBeHidden();
  });
});

test('Enter applies what is written out, and takes what is offered for what is begun', async ({ page, api }) => {
  const mapper = new MapperPage(page);
  const id = await flowToMap(api, 'Enter', {}, { map: 1, root: { fields: { a: { const: 1 } } } });
  await mapper.open(id, 'map');
  const field = mapper.targetTree.getByRole('combobox', { name: 'Rule of a' });
  for (const formula of ['5', '1 + 1', 'true', 'trigger.body.email', '"tri" & trigger.body.id']) {
    await mapper.select('/a');
    await page.keyboard.press('=');
    await expect(field).toBeFocused();
    await page.keyboard.type(formula);
    await page.keyboard.press('Enter');
    await expect(field, formula).toBeHidden();
    await expect(mapper.rule('/a')).toHaveText(formula);
  }
  await page.keyboard.press('=');
  await page.keyboard.type('trigger.body.curr');
  await expect(page.getByRole('listbox', { name: 'Completions' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('trigger.body.currency');
  await page.keyboard.press('Enter');
  await expect(mapper.value('/a')).toHaveText('EUR');

  await test.step('in the large editor too', async () => {
    const editor = page.getByRole('textbox', { name: 'Formula for a' });
    await editor.focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('trigger.body.name');
    await expect(page.locator('.suggest-widget.visible')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(mapper.value('/a')).toHaveText('#1042');
    await expect(mapper.targetRow('/a')).toBeFocused();
    await expect(page.locator('.suggest-widget.visible')).toBeHidden();
  });
});

test.describe('who is signed out while mapping', () => {
  test.use({ refusalsAreMeant: true });

  test('is told so, keeps the edits, and saves them once signed in again', async ({ page, api }) => {
    const mapper = new MapperPage(page);
    const id = await flowToMap(api, 'Signed out', {}, { map: 1, root: { fields: { a: { const: 1 } } } });
    await mapper.open(id, 'map');
    await mapper.select('/a');
    const cookies = await page.context().cookies();
    await page.context().clearCookies();
    const told = page.getByRole('banner').getByRole('alert');
    for (const formula of ['2', '3']) {
      await mapper.type('/a', formula);
      await expect(told).toContainText('You are signed out. Your edits are kept on this page');
    }
    for (const name of ['Retry', 'Auto-map', 'Done'])
      await expect(page.getByRole('banner').getByRole('button', { name })).toBeInViewport({ ratio: 1 });
    await page.context().addCookies(cookies);
    await told.getByRole('button', { name: 'Retry' }).click();
    await mapper.saved();
    await page.reload();
    await expect(mapper.value('/a')).toHaveText('3');
  });
});

test('a server that is slow to answer leaves no page empty', async ({ page }) => {
  let answer: () => void = () => undefined;
  const late = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/trpc/session.me**', async (route) => {
    await late;
    await route.continue();
  });
  await page.goto('/mappings');
  await expect(page.getByRole('status', { name: 'Patchbay is loading' })).toBeVisible();
  answer();
  await expect(page.getByRole('heading', { name: 'Mappings' })).toBeVisible();
  await expect(page.getByRole('status', { name: 'Patchbay is loading' })).toBeHidden();
});

test('what is closed gives the focus back: finding, the palette, the settings of a step', async ({ page, api }) => {
  const editor = new EditorPage(page);
  await page.goto(`/flows/${await flowToMap(api, 'Focus back')}`);
  await expect(editor.canvas).toBeVisible();
  await editor.canvas.focus();
  for (const keys of ['ControlOrMeta+F', 'ControlOrMeta+K']) {
    await page.keyboard.press(keys);
    await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(editor.canvas, keys).toBeFocused();
  }
  const settings = page.getByRole('tab', { name: 'Settings' });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(settings).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(settings).toBeHidden();
  await expect(editor.canvas).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(settings).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(editor.canvas).toBeFocused();
});
