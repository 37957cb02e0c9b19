// Shortcuts have the keys that the person gives them, in the sheet that lists them; every place that shows one shows those.
import { expect, test } from '../fixtures/test.ts';
import { graveFindings } from '../fixtures/axe.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { flowToMap } from '../scenarios/canonical-order.ts';

test('a person gives shortcuts keys of their own, is told of clashes, and turns them off', async ({ page, api }) => {
  const id = await flowToMap(api, 'Own keys', {}, { map: 1, root: { fields: { id: { const: 1 } } } });
  const sheet = page.getByRole('dialog', { name: 'Shortcuts' });
  const row = (words: string) => sheet.getByRole('listitem').filter({ hasText: words });
  const change = (words: string) => sheet.getByRole('button', { name: `Change the keys of “${words}”` }).click();
  await page.goto(`/flows/${id}`);
  const canvas = page.getByRole('application', { name: /^Canvas of / });
  const steps = page.getByRole('searchbox', { name: 'Search steps' });

  await test.step('a clash is told, and decided there', async () => {
    await expect(canvas).toBeVisible();
    await page.keyboard.press('?');
    await change('Add a step');
    await expect(sheet.getByRole('button', { name: 'Press the new keys of “Add a step”' })).toBeFocused();
    await page.keyboard.press('Control+C');
    await expect(sheet.getByRole('alert')).toContainText('copy, cut and paste everywhere');
    await page.keyboard.press('0');
    await expect(sheet.getByRole('alert')).toContainText('0 is “Zoom to 100 %” already.');
    expect(await graveFindings(page, { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag22aa'] })).toEqual([]);
    await sheet.getByRole('button', { name: 'Use it here instead' }).click();
    await expect(row('Add a step')).toContainText('0');
    await expect(row('Zoom to 100 %')).toContainText('off');
    await expect(sheet.getByRole('button', { name: 'Change the keys of “Add a step”' })).toBeFocused();
  });

  await test.step('Escape leaves the keys, and then the sheet', async () => {
    await change('Tidy');
    await page.keyboard.press('Escape');
    await expect(row('Tidy')).toContainText('Shift+Alt+T');
    await change('Tidy');
    await sheet.getByRole('button', { name: 'Turn off' }).click();
    await expect(row('Tidy')).toContainText('off');
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
  });

  await test.step('the keys act, the former ones do not, and are shown nowhere', async () => {
    await expect(page.getByRole('button', { name: 'Tidy' })).toHaveText('Tidy');
    await canvas.focus();
    await page.keyboard.press('n');
    await expect(steps).not.toBeFocused();
    await page.keyboard.press('0');
    await expect(steps).toBeFocused();
    await page.keyboard.press('Escape');
  });

  const takeHere = () => sheet.getByRole('button', { name: 'Use it here instead' }).click();
  await test.step('in a text, keys that change it go on doing so', async () => {
    await page.keyboard.press('?');
    await change('Find a step, or a field of the side with the focus');
    await page.keyboard.press('Control+Backspace');
    await takeHere();
    await page.keyboard.press('Escape');
    await steps.fill('two words');
    await steps.press('Control+Backspace');
    await expect(steps).toHaveValue('two ');
    await canvas.focus();
    await page.keyboard.press('Control+Backspace');
    await expect(page.getByRole('dialog', { name: 'Find a step of this flow' })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  const mapper = new MapperPage(page);
  await test.step('in the mapper a letter goes before a name that begins with it', async () => {
    await mapper.open(id, 'map');
    await page.keyboard.press('?');
    await change('Take the row up, to map it');
    await page.keyboard.press('n');
    await expect(row('Take the row up, to map it')).toContainText('N');
    await change('How the value came about');
    await page.keyboard.press('Backspace');
    await takeHere();
    await change('The list of shortcuts');
    await page.keyboard.press('F1');
    await page.keyboard.press('Escape');
    await mapper.sourceRow('currency').click();
    await page.keyboard.press('m');
    await expect(mapper.said).not.toContainText('is taken up');
    await page.keyboard.press('n');
    await expect(mapper.said).toContainText('currency is taken up');
    await page.keyboard.press('Escape');
    await mapper.sourceRow('currency').click({ button: 'right' });
    await expect(page.getByRole('menuitem', { name: 'Map to…' })).toHaveAttribute('aria-keyshortcuts', 'N');
    await page.keyboard.press('Escape');
  });

  await test.step('nor does a key of the mapper go before the text of a formula', async () => {
    await mapper.rule('/id').dblclick();
    const field = mapper.targetTree.getByRole('combobox', { name: 'Rule of id' });
    await field.fill('12');
    await field.press('Backspace');
    await expect(field).toHaveValue('1');
    await page.keyboard.press('Escape');
  });

  await test.step('they are there again after a reload, on every page, and are put back at once', async () => {
    await page.goto('/runs');
    await expect(page.getByRole('searchbox', { name: /^Search runs/ })).toBeVisible();
    await page.keyboard.press('?');
    await expect(sheet).toBeHidden();
    await page.keyboard.press('F1');
    await expect(row('Search runs')).toContainText('/');
    await sheet.getByRole('button', { name: 'Put all 9 shortcuts back' }).click();
    await expect(row('The list of shortcuts')).toContainText('?');
    await page.keyboard.press('Escape');
  });
});
