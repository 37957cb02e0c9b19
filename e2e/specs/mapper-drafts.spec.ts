// What is typed of a formula is never lost: it waits in the browser until it is applied or thrown away.
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import type { PublicApi } from '../fixtures/public-api.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { flowToMap } from '../scenarios/canonical-order.ts';

const text = { type: 'string' };
const order = 'trigger.body';
const schema = { title: 'Slip', type: 'object', properties: { title: text, note: text } };
const mapping = { map: 1, target: { schema }, root: { fields: { title: { expr: `${order}.currency` } } } };

async function slip(page: Page, api: PublicApi, name: string): Promise<{ mapper: MapperPage; flowId: string }> {
  const mapper = new MapperPage(page);
  const flowId = await flowToMap(api, name, {}, mapping);
  await mapper.open(flowId, 'map');
  await expect(mapper.value('/title')).toHaveText('EUR');
  return { mapper, flowId };
}

/** Types over the formula of a row and goes elsewhere. */
async function leaveTyped(mapper: MapperPage, path: string, formula: string): Promise<void> {
  await mapper.rule(path).dblclick();
  await mapper.targetTree.getByRole('combobox').fill(formula);
  await mapper.page.getByRole('searchbox', { name: 'Find target' }).click();
  await expect(mapper.targetTree.getByRole('combobox')).toBeHidden();
}

const keptIn = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`Object.entries(localStorage).filter(([key]) => key.includes('formula-draft')).flat()`);

const notes = (page: Page) => page.getByRole('list', { name: 'Drafts' });

test.use({ viewport: { width: 1440, height: 1000 } });

test('a line that is open when the page goes is found as a draft, whether it can be read or not', async ({
  page,
  api,
}) => {
  const { mapper } = await slip(page, api, 'Closed while typing');
  const field = mapper.targetTree.getByRole('combobox', { name: 'Rule of title' });
  await mapper.rule('/title').dblclick();
  await field.fill(`LOWER(${order}.currency)`);
  await expect.poll(() => keptIn(page)).toHaveLength(2);
  await page.reload();
  await mapper.shown();
  await expect(mapper.rule('/title')).toHaveText(`LOWER(${order}.currency) Not applied yet`);
  await expect(mapper.value('/title')).toHaveText('EUR');
  await mapper.rule('/title').dblclick();
  await expect(field).toHaveValue(`LOWER(${order}.currency)`);
  await field.press('Enter');
  await expect(mapper.value('/title')).toHaveText('eur');
  expect(await keptIn(page)).toEqual([]);
});

test('a draft goes with its rule, comes back with an undo, and is thrown away for good', async ({ page, api }) => {
  const { mapper } = await slip(page, api, 'Back and forth');
  const count = page.getByRole('button', { name: /not applied$/ });
  const undo = page.getByRole('button', { name: /^Undo/ });
  await leaveTyped(mapper, '/title', 'UPPER(');
  await test.step('removed with the rule, also in what is kept', async () => {
    await mapper.select('/title');
    await page.keyboard.press('Delete');
    await expect(count).toBeHidden();
    expect(await keptIn(page)).toEqual([]);
    await undo.click();
    await expect(mapper.rule('/title')).toContainText('UPPER( Not applied');
    expect(await keptIn(page)).toHaveLength(2);
  });
  await test.step('mended it is gone: undoing all does not bring it back', async () => {
    await mapper.rule('/title').dblclick();
    await mapper.targetTree.getByRole('combobox').fill(`UPPER(${order}.name)`);
    await page.keyboard.press('Enter');
    await expect(mapper.value('/title')).toHaveText('#1042');
    await undo.click();
    await expect(undo).toBeDisabled();
    await expect(mapper.rule('/title')).toHaveText(`${order}.currency`);
    await expect(count).toBeHidden();
  });
  await test.step('discarded it is gone, from the pane and from the menu of the row', async () => {
    await leaveTyped(mapper, '/title', 'LOWER(');
    await mapper.select('/title');
    await page.getByRole('button', { name: 'Discard draft' }).click();
    await expect(mapper.rule('/title')).toHaveText(`${order}.currency`);
    await leaveTyped(mapper, '/note', 'LEN(');
    await mapper.rule('/note').click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Discard draft/ }).click();
    await expect(count).toBeHidden();
    expect(await keptIn(page)).toEqual([]);
  });
});

test('a formula that is typed anew stays, though an earlier draft was typed over what it says', async ({
  page,
  api,
}) => {
  const { mapper } = await slip(page, api, 'Typed anew');
  const editor = page.getByRole('textbox', { name: 'Formula for title' });
  await leaveTyped(mapper, '/title', `${order}.currency &`);
  await mapper.select('/title');
  await page.keyboard.press('Delete');
  await expect(mapper.value('/title')).not.toHaveText('EUR');
  await editor.focus();
  await page.keyboard.type(`${order}.currency`);
  await expect(page.locator('[data-formula] .view-line')).toHaveText(`${order}.currency`);
  await page.getByRole('searchbox', { name: 'Find target' }).click();
  await expect(mapper.rule('/title')).toHaveText(`${order}.currency`);
  await expect(mapper.value('/title')).toHaveText('EUR');
});

test('a draft of a rule that another person changed meanwhile is offered beside what the rule says now', async ({
  page,
  api,
  browser,
  ownerState,
  product,
}) => {
  const { mapper, flowId } = await slip(page, api, 'Changed by another');
  await leaveTyped(mapper, '/title', 'UPPER(');
  await page.goto('/flows');
  await test.step('another browser knows nothing of it', async () => {
    await using context = await browser.newContext({ baseURL: product.url, storageState: ownerState });
    const theirs = new MapperPage(await context.newPage());
    await theirs.open(flowId, 'map');
    await theirs.type('/title', `${order}.email`);
    await expect(theirs.rule('/title')).toHaveText(`${order}.email`);
    await expect.poll(async () => JSON.stringify(await api.request('GET', `/flows/${flowId}`))).toContain('body.email');
  });
  await mapper.open(flowId, 'map');
  await expect(mapper.rule('/title')).toContainText(`${order}.email`);
  await expect(mapper.rule('/title')).toContainText('draft');
  await page.getByRole('button', { name: '1 formula not applied' }).click();
  await expect(notes(page)).toContainText('UPPER(');
  await expect(notes(page)).toContainText('The rule has changed since.');
  await expect(page.locator('[data-formula] .view-line')).toHaveText(`${order}.email`);
  await test.step('who types in the rule does not lose it', async () => {
    await page.getByRole('textbox', { name: 'Formula for title' }).focus();
    await page.keyboard.press('End');
    await page.keyboard.type(' & "!"');
    await expect(mapper.rule('/title')).toContainText(`${order}.email & "!"`);
    await expect(notes(page)).toContainText('UPPER(');
    await page.getByRole('searchbox', { name: 'Find target' }).click();
  });
  await notes(page).getByRole('button', { name: 'Open draft' }).click();
  await expect(notes(page)).toBeHidden();
  await expect(page.getByRole('textbox', { name: 'Formula for title' })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(`${order}.email)`);
  await expect(mapper.rule('/title')).toHaveText(`UPPER(${order}.email)`);
});

test('a mapping of the library keeps drafts too, another tab sees them, and signing out removes them', async ({
  page,
  api,
  context,
}) => {
  const made = await api.request<{ id: string }>('POST', '/mappings', { name: 'Slip with drafts', document: mapping });
  const mapper = new MapperPage(page);
  const open = (one: MapperPage) => one.page.goto(`/mappings/${made.id}`);
  await open(mapper);
  await leaveTyped(mapper, '/note', 'UPPER(');
  await page.goto('/mappings');
  await open(mapper);
  await expect(mapper.rule('/note')).toContainText('UPPER( Not applied');
  await test.step('another tab', async () => {
    const other = new MapperPage(await context.newPage());
    await open(other);
    await expect(other.rule('/note')).toContainText('UPPER( Not applied');
    await leaveTyped(mapper, '/note', 'UPPER("a"');
    await expect(other.rule('/note')).toContainText('UPPER("a" Not applied');
    await other.page.close();
  });
  // The session is that of all tests: it does not end.
  await page.route('**/api/sign-out', (route) => route.fulfill({ json: {} }));
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Sign out' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign out and lose 1 draft?' });
  await dialog.getByRole('button', { name: 'Stay signed in' }).click();
  expect(await keptIn(page)).toHaveLength(2);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await expect.poll(() => keptIn(page)).toEqual([]);
});

test('text of a mapping that cannot be read waits, is told, and comes back, in another view and after a reload', async ({
  page,
  api,
}) => {
  const { mapper } = await slip(page, api, 'Half a text');
  const editor = page.getByRole('textbox', { name: 'Mapping as text' });
  const shown = page.locator('.mapping-text .view-lines');
  const view = (name: string | RegExp) => page.getByRole('radio', { name });
  const told = page.getByRole('alert').filter({ hasText: 'Not applied, and kept in this browser' });
  const waits = /^Text \(not applied\)$/;
  await view('Text').click();
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText('half a thought');
  await expect(told).toBeVisible();

  await test.step('nothing but what was typed is kept in the browser', async () => {
    const kept = (await keptIn(page)).join();
    expect(kept).toContain('half a thought');
    expect(kept).not.toContain('currency');
  });

  await test.step('other views are as they were, and say that something waits', async () => {
    await view('Canvas').click();
    await expect(mapper.value('/title')).toHaveText('EUR');
    await expect(view(waits)).toBeVisible();
    await mapper.type('/note', `${order}.name`);
    await view(waits).click();
    await expect(shown).toContainText('half a thought');
    await expect(shown).toContainText(`${order}.name`);
  });

  await test.step('so it is after a reload', async () => {
    await mapper.saved();
    await page.reload();
    await mapper.shown();
    await view(waits).click();
    await expect(shown).toContainText('half a thought');
    await expect(told).toBeVisible();
  });

  await test.step('once it can be read it is the mapping', async () => {
    await editor.focus();
    await page.keyboard.press('ControlOrMeta+End');
    for (const _ of 'half a thought') await page.keyboard.press('Backspace');
    await expect(told).toBeHidden();
    expect(await keptIn(page)).toEqual([]);
    await view('Canvas').click();
    await expect(mapper.value('/note')).toHaveText('#1042');
    await expect(view(waits)).toBeHidden();
  });

  await test.step('what finds its place no more is offered, not applied', async () => {
    await view('Text').click();
    await editor.focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText('all anew');
    await view('Canvas').click();
    await mapper.type('/title', `LOWER(${order}.currency)`);
    await view(waits).click();
    await expect(page.getByRole('status').filter({ hasText: 'Typed earlier and not applied' })).toContainText(
      'all anew',
    );
    await expect(shown).toContainText('LOWER');
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect(editor).toBeFocused();
    await expect(view('Text')).toHaveAccessibleName('Text');
    expect(await keptIn(page)).toEqual([]);
  });
});
