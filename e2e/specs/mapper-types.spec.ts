// Types of fields that are added by hand: given while a field is named, changed later, checked, and taken back.
import { expect, test } from '../fixtures/test.ts';
import { MapperPage } from '../pages/mapper.page.ts';

test('a field without a schema is given a type by keys, is checked by it, and keeps it', async ({ page, api }) => {
  const document = { map: 1, sources: { order: {} }, root: { fields: {} } };
  const { id } = await api.request<{ id: string }>('POST', '/mappings', { name: 'By hand', document });
  const saved = async (): Promise<unknown> =>
    (await api.request<{ document: { root: { fields: unknown } } }>('GET', `/mappings/${id}`)).document.root.fields;
  const mapper = new MapperPage(page);
  await page.goto(`/mappings/${id}`);
  await mapper.shown();

  await page.getByRole('button', { name: 'Add a field' }).first().click();
  await page.getByRole('textbox', { name: 'Name of field1' }).fill('total');
  await page.keyboard.press('Tab');
  const type = page.getByRole('combobox', { name: 'Type of field1' });
  await expect(type).toBeFocused();
  // A list of the browser's own takes the first letters of a choice.
  await page.keyboard.type('Whole');
  await expect(type).toHaveValue('integer');
  await page.keyboard.press('Enter');
  await expect(mapper.targetRow('/total')).toBeVisible();
  await page.keyboard.type("'twelve'");
  await page.keyboard.press('Enter');
  await expect(mapper.rule('/total')).toHaveText("'twelve'");
  await expect.poll(saved).toEqual({ total: { type: 'integer', expr: "'twelve'" } });
  // What a schema would say of it.
  await expect(page.getByText(/a whole number is needed/i).first()).toBeAttached();

  await mapper.menu('/total', 'Condition, missing values, note…');
  const later = page.getByRole('combobox', { name: 'Type of total' });
  await expect(later).toHaveValue('integer');
  await later.selectOption('Text');
  await expect.poll(saved).toEqual({ total: { type: 'string', expr: "'twelve'" } });
  await page.keyboard.press('Escape');
  await mapper.targetRow('/total').click();
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(saved).toEqual({ total: { type: 'integer', expr: "'twelve'" } });

  // A new field that is not named after all is not left behind.
  const add = page.getByRole('button', { name: 'Add a field', exact: true });
  await add.press('Enter');
  await page.getByRole('textbox', { name: /^Name of field/ }).fill('a slip');
  await page.keyboard.press('Escape');
  await expect(mapper.targetTree.getByRole('treeitem')).toHaveCount(1);
  await expect(add).toBeFocused();
  await expect.poll(saved).toEqual({ total: { type: 'integer', expr: "'twelve'" } });
});
