// One run: the flow as it was, its timeline, the chosen step with what a person may decide about it.
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

const plain = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export class RunPage {
  readonly page: Page;
  readonly picture: Locator;

  constructor(page: Page) {
    this.page = page;
    this.picture = page.getByRole('application', { name: /^The flow as it was/ });
  }

  /** The card of a step in the picture, once its outcome is the one in words. */
  step(label: string, outcome: string): Locator {
    return this.picture.getByRole('group', { name: new RegExp(`^${plain(label)}, .*${plain(outcome)}`) });
  }

  /** Chooses a step in the picture. */
  choose(label: string, outcome: string): Promise<void> {
    return this.step(label, outcome).click();
  }

  /** The chip beside the title: what became of the run. */
  async ended(outcome: string): Promise<void> {
    await expect(this.page.getByRole('banner').getByText(outcome, { exact: true })).toBeVisible();
  }

  panel(label: string): Locator {
    return this.page.getByRole('region', { name: `Step ${label}`, exact: true });
  }

  async replay(how: RegExp): Promise<void> {
    const before = this.page.url();
    await this.page.getByRole('button', { name: 'Replay', exact: true }).click();
    await this.page.getByRole('menuitem', { name: how }).click();
    await expect(this.page).not.toHaveURL(before);
    await expect(this.page).toHaveURL(/\/runs\/[0-9a-f-]{36}/);
  }
}
