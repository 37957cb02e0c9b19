// Writing in the mapper: what the editors of formulas offer and say, and the mapping as text.
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import type { PublicApi } from '../fixtures/public-api.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { flowToMap } from '../scenarios/canonical-order.ts';

const text = { type: 'string' };
const order = 'trigger.body';
const schema = { title: 'Slip', type: 'object', properties: { title: text, note: text } };

async function slip(page: Page, api: PublicApi, name: string): Promise<MapperPage> {
  const mapper = new MapperPage(page);
  const fields = { title: { expr: `UPPER(${order}.currency)` } };
  await mapper.open(await flowToMap(api, name, {}, { map: 1, target: { schema }, root: { fields } }), 'map');
  await expect(mapper.value('/title')).toHaveText('EUR');
  return mapper;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const boxesMeet = (one: Box | null, other: Box | null): boolean =>
  one !== null &&
  other !== null &&
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

test.use({ viewport: { width: 1440, height: 1000 } });

test('the large editor completes, shows arguments, values and mistakes', async ({ page, api }) => {
  const mapper = await slip(page, api, 'Large editor');
  await mapper.select('/title');
  const editor = page.getByRole('textbox', { name: 'Formula for title' });
  const written = page.locator('.mapper-body .view-line');
  const retype = async (formula: string): Promise<void> => {
    await editor.focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(formula);
  };
  await test.step('a name under the pointer: its type and its value', async () => {
    await written.getByText('UPPER', { exact: true }).hover();
    await expect(page.locator('.monaco-hover:visible')).toContainText('UPPER(text)');
  });
  await test.step('arguments; the bracket is not closed twice', async () => {
    await retype('ROUND(');
    await expect(page.locator('.parameter-hints-widget.visible')).toContainText('ROUND(number, [places])');
    await page.keyboard.type('1.26, 1)');
    await expect(written).toHaveText('ROUND(1.26, 1)');
    await expect(page.getByText('1.3', { exact: true }).first()).toBeVisible();
  });
  await test.step('names with their values', async () => {
    await retype(`${order}.curr`);
    const offered = page.locator('.suggest-widget.visible');
    await expect(offered).toContainText('currency');
    await expect(offered).toContainText('EUR');
    await page.keyboard.press('Enter');
    await expect(mapper.rule('/title')).toHaveText(`${order}.currency`);
  });
  await test.step('a mistake is marked, and goes with its cause', async () => {
    await retype(`UPPR(${order}.name)`);
    await expect(page.locator('.mapper-body .squiggly-error')).not.toHaveCount(0);
    await retype(`UPPER(${order}.name)`);
    await expect(page.locator('.mapper-body .squiggly-error')).toHaveCount(0);
    await expect(mapper.value('/title')).toHaveText('#1042');
  });
});

test('the row of a formula completes too, and shows the arguments', async ({ page, api }) => {
  const mapper = await slip(page, api, 'Row editor');
  await mapper.rule('/note').dblclick();
  const field = mapper.targetTree.getByRole('combobox', { name: 'Rule of note' });
  await field.pressSequentially(`${order}.curr`);
  const offered = page.getByRole('listbox', { name: 'Completions' });
  await expect(offered).toContainText('currency');
  await expect(offered).toContainText('EUR');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(`${order}.currency`);
  const hint = page.getByRole('status', { name: 'Arguments' });
  await expect(hint).toBeHidden();
  await test.step('the argument that is written stands out, wherever the caret goes', async () => {
    await field.fill('');
    await field.pressSequentially('ROUND(');
    await expect(hint).toContainText('ROUND(number, [places])');
    await expect(hint.locator('b')).toHaveText('number');
    await field.pressSequentially('1.26, ');
    await expect(hint.locator('b')).toHaveText('places');
    await field.press('Home');
    await expect(hint).toBeHidden();
    await field.press('End');
    await expect(hint.locator('b')).toHaveText('places');
  });
  await test.step('a function that is chosen shows its arguments at once, below it what may stand there', async () => {
    await field.fill('');
    await field.pressSequentially('PADL');
    await page.keyboard.press('Enter');
    await expect(field).toHaveValue('PADLEFT()');
    await expect(hint).toContainText('PADLEFT(text, length');
    await expect(hint.locator('b')).toHaveText('text');
    await field.pressSequentially(`${order}.cu`);
    await expect(offered).toContainText('currency');
    await expect.poll(async () => boxesMeet(await hint.boundingBox(), await offered.boundingBox())).toBe(false);
    await expect.poll(async () => boxesMeet(await hint.boundingBox(), await field.boundingBox())).toBe(false);
  });
  await test.step('it goes with the field', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(field).toBeHidden();
    await expect(hint).toBeHidden();
  });
});

test('the text of a mapping is typed without doubled brackets, and is what the canvas shows', async ({ page, api }) => {
  const mapper = await slip(page, api, 'As text');
  await page.getByRole('radio', { name: 'Text' }).click();
  const editor = page.getByRole('textbox', { name: 'Mapping as text' });
  const mapping = { map: 1, root: { fields: { title: { expr: `LOWER(${order}.currency)` }, note: { const: 'a{b' } } } };
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await page.keyboard.type(JSON.stringify(mapping));
  await page.getByRole('radio', { name: 'Canvas' }).click();
  await expect(mapper.value('/title')).toHaveText('eur');
  await expect(mapper.value('/note')).toHaveText('a{b');
});
