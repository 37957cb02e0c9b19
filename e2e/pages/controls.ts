// The product's controls, worked as a person works them.
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** Opens a list and picks an option by its words; `from` holds the control. */
export async function choose(from: Locator, label: string | RegExp, option: string | RegExp): Promise<void> {
  const control = from.getByRole('combobox', { name: label });
  await control.click();
  await from.page().getByRole('option', { name: option }).click();
  await expect(control).toContainText(option);
}

/** Finds an option among many by typing, and takes it; `from` holds the control. */
export async function find(from: Locator, label: string, text: string): Promise<void> {
  const page = from.page();
  await from.getByRole('button', { name: new RegExp(`^${label}`) }).click();
  const field = page.getByRole('combobox', { name: `Find: ${label}` });
  await field.fill(text);
  await expect(page.getByRole('listbox', { name: label }).getByRole('option').first()).toContainText(text);
  await page.getByRole('listbox', { name: label }).getByText(text, { exact: true }).click();
  await expect(field).toBeHidden();
}

/** Writes an expression, its last letters key by key, turns down what is offered then, and leaves the field. */
export async function typeExpression(field: Locator, text: string): Promise<void> {
  await field.click();
  await field.fill(text.slice(0, -3));
  await field.pressSequentially(text.slice(-3));
  // Escape closes one layer: without an open list it would close the dialog around the field.
  if (await field.page().getByRole('listbox', { name: 'Completions' }).isVisible()) await field.press('Escape');
  await expect(field).toHaveValue(text);
  await field.blur();
}

/** Puts a text in place of what a code editor holds. */
export async function fillCode(from: Locator, label: string, text: string): Promise<void> {
  const editor = from.getByRole('textbox', { name: label });
  await editor.focus();
  await from.page().keyboard.press('ControlOrMeta+A');
  await from.page().keyboard.insertText(text);
}

/** Types rows of `key,value` into a sheet of keys and values, from the key that has the focus on. */
export async function typeRows({ keyboard }: Page, lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const comma = line.indexOf(',');
    await keyboard.press('F2');
    await keyboard.insertText(line.slice(0, comma));
    await keyboard.press('Tab');
    await keyboard.press('F2');
    await keyboard.insertText(line.slice(comma + 1));
    await keyboard.press('Enter');
    await keyboard.press('ArrowLeft');
  }
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export async function middleOf(thing: Locator): Promise<Spot> {
  const box = await thing.boundingBox();
  if (box === null) throw new Error(`${String(thing)} is not on the page`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The middle of a thing once it has come to rest: a trial click waits for that, and for nothing lying over it. */
export async function middleAtRest(thing: Locator): Promise<Spot> {
  await thing.click({ trial: true });
  return middleOf(thing);
}

/** Presses at one place, moves there in steps, lets go: a drag as the browser reports it. */
export async function dragMouse(page: Page, from: Spot, to: Spot): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 6 });
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
}
