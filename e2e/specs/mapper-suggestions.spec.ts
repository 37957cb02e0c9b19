// Auto-map as a person meets it: bands and reasons, nothing applied unasked, accepted and put aside, undone, learned from.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import type { PublicApi } from '../fixtures/public-api.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { flowToMap } from '../scenarios/canonical-order.ts';

const text = { type: 'string' };
const number = { type: 'number' };
const object = (properties: object, required: string[] = []) => ({ type: 'object', properties, required });
const delivery = {
  title: 'Delivery',
  ...object({
    currency: text,
    contact: object({ mail: text, firstName: text }),
    shipTo: object({ city: text, postalCode: text }),
    placed: { type: 'string', format: 'date-time' },
    lines: { type: 'array', items: object({ sku: text, quantity: number }, ['sku']) },
  }),
};

const fromWords = (field: string): RegExp => new RegExp(`^${field} from `);

class Suggestions {
  readonly drawer: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.drawer = page.getByRole('complementary', { name: 'Auto-map' });
  }

  async open(): Promise<void> {
    await this.#page
      .getByRole('banner')
      .getByRole('button', { name: /^Auto-map/ })
      .click();
    await expect(this.drawer.getByText(/^\d+ suggested$/)).toBeVisible();
  }

  band(name: 'High' | 'Medium' | 'Low'): Locator {
    return this.drawer.getByRole('region', { name });
  }

  box(field: string): Locator {
    return this.drawer.getByRole('checkbox', { name: fromWords(field) });
  }

  /** One suggestion with its score and its reasons. */
  of(field: string): Locator {
    return this.drawer
      .locator('.suggestion')
      .filter({ has: this.#page.getByRole('checkbox', { name: fromWords(field) }) });
  }

  async fieldsIn(band: 'High' | 'Medium' | 'Low'): Promise<string[]> {
    const names = await this.band(band).locator('.target').allInnerTexts();
    return names.map((name) => name.replace('*', ''));
  }

  async chooseOnly(field: string): Promise<void> {
    for (const box of await this.drawer.getByRole('checkbox', { name: / from / }).all()) await box.uncheck();
    await this.box(field).check();
  }
}

async function opened(page: Page, api: PublicApi, name: string, schema: object): Promise<[MapperPage, Suggestions]> {
  const mapper = new MapperPage(page);
  await mapper.open(await flowToMap(api, name, {}, { map: 1, target: { schema }, root: { fields: {} } }), 'map');
  const suggestions = new Suggestions(page);
  await suggestions.open();
  return [mapper, suggestions];
}

test.use({ viewport: { width: 1600, height: 1000 } });

test('suggestions stand in bands with their reasons; what is chosen is accepted, and undone in one step', async ({
  page,
  api,
}) => {
  const [mapper, suggestions] = await opened(page, api, 'Suggested', delivery);

  await test.step('how sure they are, and why', async () => {
    expect(await suggestions.fieldsIn('High')).toEqual([
      'lines',
      'currency',
      'contact.mail',
      'shipTo.city',
      'shipTo.postalCode',
      'placed',
      'lines.sku',
      'lines.quantity',
    ]);
    expect(await suggestions.fieldsIn('Medium')).toEqual(['contact.firstName']);
    await expect(suggestions.of('shipTo.postalCode')).toContainText('zip ~ postalcode · same parent');
    await expect(suggestions.of('currency')).toContainText('name equal');
    await expect(suggestions.of('lines')).toContainText('for each trigger.body.line_items as line_item');
    await expect(suggestions.of('contact.firstName')).toContainText('or name');
    const scores = async (band: 'High' | 'Medium'): Promise<number[]> =>
      (await suggestions.band(band).locator('.percent').allInnerTexts()).map((words) => Number.parseInt(words, 10));
    for (const score of await scores('High')) expect(score).toBeGreaterThanOrEqual(90);
    for (const score of await scores('Medium')) expect(score >= 70 && score < 90, String(score)).toBe(true);
  });

  await test.step('nothing is applied unasked; High is chosen beforehand', async () => {
    await expect(mapper.meter).toHaveText('0 of 8 mapped');
    for (const field of ['lines', 'currency', 'lines.sku']) await expect(suggestions.box(field)).toBeChecked();
    await expect(suggestions.box('contact.firstName')).not.toBeChecked();
    await expect(mapper.rule('/currency')).toHaveText('trigger.body.currency 99 %, name equal');
    await expect(mapper.value('/currency').getByRole('button', { name: 'Accept' })).toBeVisible();
  });

  await test.step('a whole band is chosen and let go', async () => {
    const all = suggestions.band('Medium').getByRole('checkbox', { name: /^Medium/ });
    await all.check();
    await expect(suggestions.drawer.getByRole('button', { name: 'Accept 9' })).toBeEnabled();
    await all.uncheck();
    await expect(suggestions.drawer.getByRole('button', { name: 'Accept 8' })).toBeEnabled();
  });

  await test.step('what is chosen becomes rules, the loop with its fields', async () => {
    await suggestions.box('contact.mail').uncheck();
    await suggestions.drawer.getByRole('button', { name: 'Accept 7' }).click();
    await expect(mapper.said).toHaveText('Accepted 7 suggestions.');
    await expect(mapper.value('/currency')).toHaveText('EUR');
    await expect(mapper.rule('/lines')).toContainText('for each trigger.body.line_items as line_item');
    await expect(mapper.value('/lines/sku')).toHaveText('MUG-RED-350');
    await expect(mapper.meter).toHaveText('6 of 8 mapped');
    await expect(mapper.rule('/contact/mail')).not.toContainText('EUR');
    await expect(suggestions.box('currency')).toHaveCount(0);
    await expect(suggestions.box('contact.mail')).toBeVisible();
  });

  await test.step('one undo takes all back, one redo brings all again', async () => {
    const banner = page.getByRole('banner');
    await banner.getByRole('button', { name: 'Undo' }).click();
    await expect(mapper.meter).toHaveText('0 of 8 mapped');
    await expect(suggestions.box('currency')).toBeVisible();
    await banner.getByRole('button', { name: 'Redo' }).click();
    await expect(mapper.meter).toHaveText('6 of 8 mapped');
    await expect(mapper.value('/lines/quantity')).toHaveText('4');
  });

  await test.step('accepted on its row, without the drawer', async () => {
    await suggestions.drawer.getByRole('button', { name: 'Close' }).click();
    await mapper.value('/contact/firstName').getByRole('button', { name: 'Accept' }).click();
    await expect(mapper.rule('/contact/firstName')).toHaveText('trigger.body.customer.first_name');
    await expect(mapper.meter).toHaveText('7 of 8 mapped');
  });
});

interface Memory {
  readonly pairs: readonly {
    readonly source: { readonly path: string };
    readonly target: { readonly path: string };
    readonly confirmed: number;
    readonly rejected: number;
  }[];
}

test('what is accepted and what is put aside is remembered, and proposed accordingly elsewhere', async ({
  page,
  api,
}) => {
  const consignment = {
    title: 'Consignment',
    ...object({ submitted: text, buyerMail: text, sum: number, state: text, label: text, handling: text }),
  };
  const [mapper, suggestions] = await opened(page, api, 'Learned from', consignment);
  await test.step('sure of neither at first', async () => {
    expect(await suggestions.fieldsIn('Medium')).toEqual(['submitted', 'buyerMail', 'label']);
    await expect(suggestions.drawer).not.toContainText('confirmed before');
  });
  await test.step('accepted, and put aside: that stays away, whatever is edited', async () => {
    await suggestions.chooseOnly('submitted');
    await suggestions.drawer.getByRole('button', { name: 'Accept 1' }).click();
    await expect(mapper.rule('/submitted')).toHaveText('trigger.body.created_at');
    await suggestions.chooseOnly('buyerMail');
    await suggestions.drawer.getByRole('button', { name: 'Put aside' }).click();
    await expect(mapper.said).toHaveText('Suggestion put aside.');
    await suggestions.drawer.getByRole('button', { name: 'Look again' }).click();
    await expect(suggestions.drawer.getByText('3 suggested')).toBeVisible();
    await expect(suggestions.box('buyerMail')).toHaveCount(0);
    await expect(mapper.meter).toHaveText('1 of 6 mapped');
  });
  await test.step('the workspace knows both', async () => {
    const said = async (): Promise<unknown[]> =>
      (await api.request<Memory>('GET', '/mappings/memory')).pairs
        .filter(({ target }) => ['/submitted', '/buyerMail'].includes(target.path))
        .map(({ source, target, confirmed, rejected }) => [source.path, target.path, confirmed, rejected] as const)
        .toSorted(([left], [right]) => left.localeCompare(right));
    await expect.poll(said).toEqual([
      ['/created_at', '/submitted', 1, 0],
      ['/email', '/buyerMail', 0, 1],
    ]);
  });
  await test.step('another mapping is proposed the one first, and the other only on request', async () => {
    const [, later] = await opened(page, api, 'Learned', consignment);
    await expect.poll(() => later.fieldsIn('High')).toEqual(['submitted', 'sum', 'state']);
    await expect(later.of('submitted').locator('.reasons').first()).toHaveText(/^confirmed before · /);
    await expect(later.box('buyerMail')).toHaveCount(0);
    await later.drawer.getByRole('button', { name: 'Show 1 unsure one' }).click();
    expect(await later.fieldsIn('Low')).toEqual(['buyerMail']);
    await expect(later.box('buyerMail')).not.toBeChecked();
  });
});
