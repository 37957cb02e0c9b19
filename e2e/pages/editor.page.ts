// The designer of one flow: palette, canvas, inspector, problems, publishing.
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { dragMouse, middleOf } from './controls.ts';
import type { Spot } from './controls.ts';

const plain = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export class EditorPage {
  readonly page: Page;
  readonly canvas: Locator;
  readonly palette: Locator;
  readonly problems: Locator;

  constructor(page: Page) {
    this.page = page;
    this.canvas = page.getByRole('application', { name: /^Canvas of / });
    this.palette = page.getByRole('region', { name: 'Steps', exact: true });
    this.problems = page.getByRole('list', { name: 'Problems' }).getByRole('listitem');
  }

  async open(flowId: string): Promise<void> {
    await this.page.goto(`/flows/${flowId}`);
    await expect(this.canvas).toBeVisible();
  }

  async startBlank(): Promise<void> {
    await this.page.goto('/flows');
    await this.page.getByRole('button', { name: 'Blank flow' }).click();
    await expect(this.canvas).toBeVisible();
  }

  /** The card of a step, by its label. */
  step(label: string): Locator {
    return this.canvas.getByRole('group', { name: new RegExp(`^${plain(label)}, `) });
  }

  /** The card of a step, once the test run gave it the outcome in words. */
  outcome(label: string, words: string): Locator {
    return this.canvas.getByRole('group', { name: new RegExp(`^${plain(label)}, .*${plain(words)}`) });
  }

  output(label: string, port?: string): Locator {
    const name = port === undefined ? `Output of ${label}` : `Output “${port}” of ${label}`;
    return this.canvas.getByRole('img', { name, exact: true });
  }

  input(label: string): Locator {
    return this.canvas.getByRole('img', { name: `Input of ${label}`, exact: true });
  }

  /** The lines between steps. */
  edges(): Locator {
    return this.canvas.locator('.react-flow__edge');
  }

  /** Drags a row of the palette onto the canvas; `place` counts from the canvas's top left corner. */
  async dragFromPalette(row: string, place: Spot): Promise<void> {
    const canvas = await this.canvas.boundingBox();
    if (canvas === null) throw new Error('the canvas is not shown');
    const from = await middleOf(this.palette.getByRole('button', { name: row, exact: true }));
    await dragMouse(this.page, from, { x: canvas.x + place.x, y: canvas.y + place.y });
  }

  /** Drags a line from the output of one step to the input of another. */
  async connect(from: string, to: string): Promise<void> {
    const before = await this.edges().count();
    await dragMouse(this.page, await middleOf(this.output(from)), await middleOf(this.input(to)));
    await expect(this.edges()).toHaveCount(before + 1);
  }

  async inspect(label: string): Promise<Locator> {
    await this.step(label).click();
    const inspector = this.inspector(label);
    await expect(inspector).toBeVisible();
    return inspector;
  }

  inspector(label: string): Locator {
    return this.page.getByRole('region', { name: `Settings of ${label}`, exact: true });
  }

  async rename(label: string, to: string): Promise<Locator> {
    const inspector = await this.inspect(label);
    await inspector.getByRole('button', { name: label, exact: true }).click();
    const form = inspector.getByRole('form', { name: `Rename ${label}` });
    await form.getByRole('textbox', { name: 'Label' }).fill(to);
    await form.getByRole('button', { name: 'Rename' }).click();
    return this.inspector(to);
  }

  /** Every step with its place on the canvas, from top to bottom. */
  async drawing(): Promise<{ label: string | null; at: string | null }[]> {
    const cards = await this.canvas.locator('.react-flow__node').all();
    const drawn = await Promise.all(
      cards.map(async (card) => ({
        label: await card.getByRole('group').getAttribute('aria-label'),
        at: await card.evaluate((element) => element.style.transform),
      })),
    );
    return drawn.sort((left, right) => String(left.label).localeCompare(String(right.label)));
  }

  /** Where the trigger is called at, once the flow is published. */
  async address(trigger: string): Promise<string> {
    const inspector = await this.inspect(trigger);
    const address = inspector.getByText(/^https?:\/\/\S+\/hooks\//);
    await expect(address).toBeVisible();
    return (await address.textContent()) ?? '';
  }

  async saved(): Promise<void> {
    await expect(this.page.getByRole('status').filter({ hasText: /^Saved/ })).toBeVisible();
  }

  /** Opens the dialog, and publishes. */
  async publish(version: number): Promise<void> {
    await this.page.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(this.page.getByRole('dialog', { name: `Version ${version} is live` })).toBeVisible();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
    await expect(this.page.getByRole('dialog')).toBeHidden();
  }
}
