// The mapper by keyboard alone: nothing here touches the mouse or gives anything the focus by itself.
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { typeRows } from './controls.ts';
import type { MapperPage } from './mapper.page.ts';

/** Counts what a mouse, a finger or a pen does in the page from its next load on. */
export async function countPointing(page: Page): Promise<() => number> {
  let count = 0;
  await page.exposeFunction('pointed', () => {
    count += 1;
  });
  await page.addInitScript(`for (const kind of ['pointermove', 'pointerdown', 'mousedown', 'touchstart', 'wheel'])
    addEventListener(kind, () => void pointed(), { capture: true, passive: true });`);
  return () => count;
}

/** More presses than any way through the screen needs. */
const mostPresses = 120;

async function pressUntil(page: Page, key: string, holds: () => Promise<boolean>): Promise<void> {
  for (let presses = 0; presses < mostPresses; presses += 1) {
    if (await holds()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} led nowhere`);
}

const hasFocus = (thing: Locator): Promise<boolean> =>
  thing.evaluateAll((elements) => elements.some((element) => element.matches(':focus, :focus-within')));

/** Tab, until the thing has the focus. */
export const tabTo = (page: Page, thing: Locator): Promise<void> => pressUntil(page, 'Tab', () => hasFocus(thing));

/** Along the rows of the tree that has the focus, as far as they are shown; then step by step. */
async function walkTo(page: Page, row: Locator): Promise<void> {
  const tree = page.getByRole('tree').filter({ has: page.locator(':focus') });
  const to = await row.getAttribute('data-key');
  const steps = await tree.getByRole('treeitem').evaluateAll((rows, key) => {
    const at = rows.findIndex((shown) => shown.matches(':focus, :focus-within'));
    return rows.findIndex((shown) => shown.getAttribute('data-key') === key) - at;
  }, to);
  const key = steps < 0 ? 'ArrowUp' : 'ArrowDown';
  for (let step = 0; step < Math.abs(steps); step += 1) await page.keyboard.press(key);
  await pressUntil(page, key, () => hasFocus(row));
}

/** F6 to the target, then down its rows. */
export async function walkToTarget(mapper: MapperPage, path: string): Promise<void> {
  await pressUntil(mapper.page, 'F6', () => hasFocus(mapper.targetTree.getByRole('treeitem')));
  await walkTo(mapper.page, mapper.targetRow(path));
}

/** M takes the source row up, Enter lets it go on the target row; what a drop asks is answered by what is likely meant. */
export async function mapByKeys(mapper: MapperPage, source: string, target: string): Promise<void> {
  const { page } = mapper;
  await pressUntil(page, 'F6', () => hasFocus(mapper.sourceTree.getByRole('treeitem')));
  await walkTo(page, mapper.sourceRow(source));
  await page.keyboard.press('m');
  await expect.poll(() => hasFocus(mapper.targetTree.getByRole('treeitem'))).toBe(true);
  await walkTo(page, mapper.targetRow(target));
  await page.keyboard.press('Enter');
  const chooser = page.getByRole('listbox', { name: /^What dropping / });
  await expect(chooser.or(mapper.targetRow(target).filter({ hasNotText: 'No rule' }))).toBeVisible();
  if (await chooser.isVisible()) {
    await page.keyboard.press('Enter');
    await expect(chooser).toBeHidden();
  }
  await expect(mapper.rule(target)).not.toBeEmpty();
}

/** The tables are behind the menu of the target's head. */
export async function addLookupByKeys(mapper: MapperPage, name: string, lines: readonly string[]): Promise<void> {
  const { page } = mapper;
  await tabTo(page, page.getByRole('button', { name: 'Which target fields are shown' }));
  await page.keyboard.press('Enter');
  await pressUntil(page, 'ArrowDown', () => hasFocus(page.getByRole('menuitem', { name: 'Lookup tables…' })));
  await page.keyboard.press('Enter');
  const drawer = mapper.lookupTables;
  await expect(drawer).toBeVisible();
  await tabTo(page, drawer.getByRole('button', { name: 'Add a table' }));
  await page.keyboard.press('Enter');
  const field = drawer.getByRole('textbox', { name: 'Name' });
  await pressUntil(page, 'Shift+Tab', () => hasFocus(field));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(name);
  await tabTo(page, drawer.getByRole('button', { name: 'Edit the table' }));
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: `Table ${name}` });
  await tabTo(page, sheet.getByRole('gridcell', { name: 'New row' }));
  await typeRows(page, lines);
  await tabTo(page, sheet.getByRole('button', { name: 'Take it' }));
  await page.keyboard.press('Enter');
  await expect(sheet).toBeHidden();
  await expect(drawer.getByRole('button', { name: 'Edit the table' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
}
