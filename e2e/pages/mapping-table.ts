// The mapping of a map step, typed row by row in its large table.
import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { choose, typeExpression } from './controls.ts';

export class MappingTable {
  readonly dialog: Locator;

  constructor(dialog: Locator) {
    this.dialog = dialog;
  }

  static async openFrom(inspector: Locator): Promise<MappingTable> {
    await inspector.getByRole('button', { name: 'Open the table' }).click();
    const dialog = inspector.page().getByRole('dialog');
    await expect(dialog).toBeVisible();
    return new MappingTable(dialog);
  }

  row(name: string): Locator {
    return this.dialog.getByRole('row', { name, exact: true });
  }

  /** What the rule of a row gives on the data at hand. */
  result(name: string): Locator {
    return this.row(name).getByRole('cell').last();
  }

  async addExpression(name: string, expression: string, parent?: string): Promise<void> {
    await this.#add(name, parent);
    await typeExpression(this.row(name).getByRole('combobox', { name: `Rule of ${name}` }), expression);
  }

  async addList(name: string, list: string, item: string): Promise<void> {
    await this.#add(name);
    await choose(this.row(name), `Kind of ${name}`, 'List');
    await this.row(name)
      .getByRole('textbox', { name: `Name of one item of ${name}` })
      .fill(item);
    await typeExpression(this.row(name).getByRole('combobox', { name: `List of ${name}` }), list);
  }

  async close(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Close' }).click();
    await expect(this.dialog).toBeHidden();
  }

  async #add(name: string, parent?: string): Promise<void> {
    const rows = this.dialog.getByRole('row');
    const before = await rows.count();
    const words = parent === undefined ? 'Add a field' : `Add a field to ${parent}`;
    await this.dialog.getByRole('button', { name: words, exact: true }).click();
    await expect(rows).toHaveCount(before + 1);
    const fresh = this.dialog.getByRole('textbox', { name: /^Name of field\d+$/ });
    await fresh.fill(name);
    await fresh.press('Enter');
    await expect(this.row(name)).toBeVisible();
  }
}
