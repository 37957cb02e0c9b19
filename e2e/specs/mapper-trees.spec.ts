// What the two trees of the mapper show of small, nested, recursive and large shapes, and what their lines tell and take.
import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { flowToMap } from '../scenarios/canonical-order.ts';

const text = { type: 'string' };
const order = 'trigger.body';

/** A target with one of each: required, listed values, a date, a shape that holds itself, a list. */
const catalogue = {
  title: 'Catalogue',
  type: 'object',
  required: ['code', 'label'],
  properties: {
    code: { ...text, enum: ['A', 'B'], description: 'One letter' },
    label: text,
    issued: { ...text, format: 'date', description: 'When it was printed' },
    total: { type: 'number' },
    top: { $ref: '#/$defs/category' },
    lines: {
      type: 'array',
      items: { type: 'object', properties: { sku: text, name: text, tags: { type: 'array', items: text } } },
    },
  },
  $defs: {
    category: {
      type: 'object',
      properties: { name: text, children: { type: 'array', items: { $ref: '#/$defs/category' } } },
    },
  },
};

test.use({ viewport: { width: 1440, height: 1000 } });

test('trees show types, samples and counts, open as far as one asks, and are searched and filtered', async ({
  page,
  api,
}) => {
  const mapper = new MapperPage(page);
  const root = {
    fields: {
      label: { expr: `${order}.name` },
      total: { expr: `${order}.name` },
      lines: { for: `${order}.line_items`, as: 'line', fields: { sku: { expr: 'line.sku' } } },
    },
  };
  await mapper.open(await flowToMap(api, 'Trees', {}, { map: 1, target: { schema: catalogue }, root }), 'map');

  await test.step('what a field is, and what it holds', async () => {
    await expect(mapper.targetRow('/code')).toContainText('code*');
    const words = mapper.targetRow('/code').locator('.name-cell');
    await expect(words).toHaveAttribute('title', /One letter\n.*one of "A", "B"/s);
    await expect(mapper.targetRow('/issued').locator('.name-cell')).toHaveAttribute(
      'title',
      /optional\n.*format date/s,
    );
    await expect(mapper.sourceRow('line_items')).toContainText('[3]');
    await expect(mapper.sourceRow('currency')).toContainText('EUR');
    await expect(mapper.targetRow('/lines')).toContainText('[3]');
  });

  await test.step('as deep as one asks; a shape that holds itself is opened one by one', async () => {
    await mapper.show('target', 'Open all');
    expect(await mapper.keys('target')).not.toContain('/top/children/name');
    await mapper.toggle('target', '/top/children');
    await expect(mapper.targetRow('/top/children/children')).toHaveAttribute('aria-expanded', 'false');
    await mapper.toggle('target', '/top/children/children');
    await expect(mapper.targetRow('/top/children/children/name')).toBeVisible();
    await mapper.show('target', 'Open the first level');
    expect(await mapper.keys('target')).toContain('/top/children');
    await mapper.show('target', 'Close all');
    expect(await mapper.keys('target')).toEqual(['/code', '/label', '/issued', '/total', '/top', '/lines']);
    await mapper.show('target', 'Open what is mapped');
    await expect(mapper.targetRow('/lines/sku')).toBeVisible();
    await expect(mapper.targetRow('/top/name')).toHaveCount(0);
  });

  await test.step('searched by name, words, type and value, the selected row in view', async () => {
    await mapper.select('/label');
    const find = page.getByRole('searchbox', { name: 'Find target' });
    await find.fill('printed');
    await expect.poll(() => mapper.keys('target')).toEqual(['/label', '/issued']);
    await find.fill('type:number');
    await expect.poll(() => mapper.keys('target')).toEqual(['/label', '/total']);
    await find.press('Escape');
    await page.getByRole('searchbox', { name: 'Find source' }).fill('mug-red');
    await expect.poll(() => mapper.keys('source')).toEqual(['line_items', 'line_items/[]/sku']);
    await page.getByRole('button', { name: 'Clear the search' }).click();
  });

  await test.step('filtered', async () => {
    await mapper.show('target', 'Mapped');
    await expect.poll(() => mapper.keys('target')).toEqual(['/label', '/total', '/lines', '/lines/sku']);
    await mapper.show('target', 'Required and unmapped');
    await expect.poll(() => mapper.keys('target')).toEqual(['/code', '/label']);
    await mapper.show('target', 'With problems');
    await expect.poll(() => mapper.keys('target')).toEqual(['/code', '/label', '/total']);
    await mapper.show('target', 'Suggested');
    await expect.poll(() => mapper.keys('target')).toContain('/lines/name');
    await mapper.show('target', 'Unmapped');
    await expect.poll(() => mapper.keys('target')).not.toContain('/total');
    await mapper.show('target', 'All fields');
  });

  await test.step('in tight, normal and wide rows, as the next opening finds them', async () => {
    const heightOf = async (): Promise<number> => (await mapper.targetRow('/code').boundingBox())?.height ?? 0;
    expect(await heightOf()).toBe(24);
    await mapper.show('target', 'Tight rows');
    await expect.poll(heightOf).toBe(20);
    await page.reload();
    await expect.poll(heightOf).toBe(20);
    await mapper.show('target', 'Wide rows');
    await expect.poll(heightOf).toBe(28);
    await mapper.show('target', 'Normal rows');
  });
});

test('fields are named as people here name them, and say what may be missing', async ({ page, api }) => {
  const mapper = new MapperPage(page);
  const from = {
    title: 'Parcel',
    type: 'object',
    required: ['f_17'],
    properties: {
      f_17: { type: 'string', 'x-alias': 'Postal code', 'x-synonyms': ['Postleitzahl'] },
      f_18: { type: 'string' },
    },
  };
  const to = { title: 'Label', type: 'object', properties: { L3: { type: 'string', 'x-alias': 'Zip on the label' } } };
  const mapping = { map: 1, sources: { parcel: { schema: from } }, target: { schema: to }, root: { fields: {} } };
  await mapper.open(await flowToMap(api, 'Names of people', {}, mapping), 'map');
  const plz = mapper.sourceTree.locator('[data-key="parcel/f_17"]');
  const other = mapper.sourceTree.locator('[data-key="parcel/f_18"]');
  await expect(plz).toContainText('Postal codef_17');
  await expect(plz).toHaveAccessibleName(/^Postal code, f_17, text(?!.*optional)/);
  await expect(plz.locator('[title]')).toHaveAttribute(
    'title',
    /f_17\nrequired\ncalled Postal code here\nalso Postleitzahl/,
  );
  await expect(other).toContainText('f_18?');
  await expect(other).toHaveAccessibleName(/^f_18, text, optional/);
  await expect(mapper.targetRow('/L3')).toContainText('Zip on the labelL3');
  const find = page.getByRole('searchbox', { name: 'Find source' });
  for (const query of ['postal', 'leitzahl']) {
    await find.fill(query);
    await expect(other).toHaveCount(0);
    await expect(plz).toBeVisible();
  }
  await page.getByRole('searchbox', { name: 'Find target' }).fill('zip on');
  await expect(mapper.targetRow('/L3')).toBeVisible();
  await mapper.rule('/L3').dblclick();
  await mapper.typeHere('parcel.f_17');
  await expect(mapper.rule('/L3')).toHaveText('parcel.f_17');
  await page.getByRole('radio', { name: 'Table' }).click();
  await expect(page.getByRole('row', { name: /Zip on the label ?L3/ })).toContainText('parcel.f_17');
});

test('long names give way to what stands beside them', async ({ page, api }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  const mapper = new MapperPage(page);
  const long = 'name_of_a_column_that_a_program_made_up_out_of_the_names_of_all_tables_that_it_comes_from_and_more';
  const schema = { title: long, type: 'object', required: [long], properties: { [long]: text } };
  const mapping = { map: 1, target: { schema }, root: { fields: { [long]: { expr: `${order}.name` } } } };
  await mapper.open(await flowToMap(api, `Orders, ${long}`, {}, mapping), 'map');
  await mapper.select(`/${long}`);
  const right = async (of: Locator): Promise<number> => {
    const box = await of.boundingBox();
    return box === null ? Number.NaN : box.x + box.width;
  };
  const left = async (of: Locator): Promise<number> => (await of.boundingBox())?.x ?? Number.NaN;
  await mapper.saved();
  expect(await right(page.getByRole('heading', { name: 'Map to canonical order' }))).toBeLessThan(
    await left(page.getByRole('status').filter({ hasText: /^Saved$/ })),
  );
  await expect(page.getByRole('heading', { name: 'Map to canonical order' })).toBeInViewport({ ratio: 1 });
  const boxes = page.getByRole('region', { name: 'Formula as boxes' });
  expect(await right(boxes.getByTitle(long).first())).toBeLessThan(await right(boxes));
  const row = mapper.targetRow(`/${long}`);
  expect(await right(row.locator('.required'))).toBeLessThanOrEqual(await left(mapper.rule(`/${long}`)));
});

test('lines bring out what belongs together, gather, leave the view with a count, and are moved and removed', async ({
  page,
  api,
}) => {
  const mapper = new MapperPage(page);
  const shipping = `${order}.shipping_address`;
  const fillers = Array.from({ length: 40 }, (_, at) => [`filler_${at}`, text] as const);
  const schema = {
    title: 'Parcel',
    type: 'object',
    properties: {
      number: text,
      buyer: text,
      mail: text,
      city: text,
      street: text,
      zip: text,
      ...Object.fromEntries(fillers),
      last: text,
      lines: { type: 'array', items: { type: 'object', properties: { sku: text } } },
    },
  };
  const fields = {
    number: { expr: `${order}.name` },
    buyer: { expr: `${order}.email & " " & ${order}.currency` },
    city: { expr: `${shipping}.city` },
    street: { expr: `${shipping}.address1` },
    last: { expr: `${order}.financial_status` },
  };
  await mapper.open(await flowToMap(api, 'Lines', {}, { map: 1, target: { schema }, root: { fields } }), 'map');

  await test.step('the pointer on a line or a row brings it out, the others step back', async () => {
    const at = await mapper.lineFrom('name');
    await page.mouse.move(at.x, at.y);
    await expect.poll(() => mapper.lines('direct active')).toBe(1);
    expect(await mapper.lines('faded')).toBeGreaterThanOrEqual(4);
    await expect(mapper.sourceRow('name').locator('.lit')).toBeVisible();
    await expect(mapper.targetRow('/number').locator('.lit')).toBeVisible();
    await mapper.targetRow('/buyer').hover();
    await expect.poll(() => mapper.lines('formula active')).toBe(2);
    await page.getByRole('searchbox', { name: 'Find target' }).hover();
    await expect.poll(() => mapper.lines('faded')).toBe(0);
  });

  await test.step('a selected row alone', async () => {
    await mapper.select('/buyer');
    await page.getByRole('searchbox', { name: 'Find target' }).hover();
    await expect.poll(() => mapper.lines('plain')).toBeGreaterThan(0);
    await page.keyboard.press('Shift+L');
    await expect.poll(() => mapper.lines('plain')).toBe(0);
    expect(await mapper.lines('formula active')).toBe(2);
    await page.keyboard.press('Shift+L');
    await expect.poll(() => mapper.lines('direct plain')).toBe(3);
  });

  await test.step('out of view it is dashed, counted, and a press on the count goes there', async () => {
    expect(await mapper.lines('stub plain')).toBeGreaterThan(0);
    const below = page.locator('.line-label.outside.target.below');
    await expect(below).toHaveText(/^1 below$/);
    await below.click();
    await expect(mapper.targetRow('/last')).toBeInViewport();
    await expect(page.locator('.line-label.outside.target.above')).toHaveText(/^[5-9] above$/);
    await page.locator('.mapper-scroller.target').evaluate((tree) => tree.scrollTo(0, 0));
  });

  await test.step('of a closed row they are gathered', async () => {
    await mapper.show('source', 'Close all');
    // Two rows of the target: one line each; of a closed target they are one, with their number.
    await expect.poll(() => mapper.lines('gathered plain')).toBe(2);
    await mapper.show('source', 'Open all');
    await expect.poll(() => mapper.lines('gathered plain')).toBe(0);
  });

  await test.step('each end is dragged elsewhere', async () => {
    await mapper.dragEnd(await mapper.lineFrom('name'), 'source', 'email');
    await expect(mapper.rule('/number')).toHaveText(`${order}.email`);
    await mapper.dragEnd(await mapper.lineTo('/number'), 'target', '/mail');
    await expect(mapper.rule('/mail')).toHaveText(`${order}.email`);
    // Another field may be suggested there at once.
    await expect(mapper.rule('/number')).not.toContainText('email');
  });

  await test.step('the selected line goes with Delete: out of a formula its field alone', async () => {
    const at = await mapper.lineFrom('currency');
    await page.mouse.click(at.x, at.y);
    await expect(mapper.targetRow('/buyer')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Delete');
    await expect(mapper.rule('/buyer')).not.toContainText('currency');
    await expect(mapper.rule('/buyer')).toContainText(`${order}.email`);
    await page.keyboard.press('ControlOrMeta+Z');
    await expect(mapper.rule('/buyer')).toContainText('currency');
  });
});

test('of five thousand fields only those in view are on the page', async ({ page, api }) => {
  const mapper = new MapperPage(page);
  const group = (at: number): object => ({
    type: 'object',
    properties: Object.fromEntries(Array.from({ length: 50 }, (_, field) => [`field_${at}_${field}`, text])),
  });
  const schema = {
    title: 'Large',
    type: 'object',
    properties: Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`group_${at}`, group(at)])),
  };
  const fields = { group_99: { fields: { field_99_49: { expr: `${order}.name` } } } };
  await mapper.open(await flowToMap(api, 'Large', {}, { map: 1, target: { schema }, root: { fields } }), 'map');
  await mapper.show('target', 'Open all');
  await expect(mapper.targetRow('/group_0/field_0_0')).toBeVisible();
  expect(await mapper.targetTree.getByRole('treeitem').count()).toBeLessThan(80);
  await page.keyboard.press('End');
  await mapper.select('/group_0');
  await page.keyboard.press('End');
  await expect(mapper.targetRow('/group_99/field_99_49')).toBeFocused();
  await expect(mapper.value('/group_99/field_99_49')).toHaveText('#1042');
  expect(await mapper.targetTree.getByRole('treeitem').count()).toBeLessThan(80);
});

test('more lines than are kept as elements are painted in the colours of the theme that is shown', async ({
  page,
  api,
}) => {
  const mapper = new MapperPage(page);
  const names = Array.from({ length: 600 }, (_, at) => `field_${at}`);
  const schema = { title: 'Crowd', type: 'object', properties: Object.fromEntries(names.map((name) => [name, text])) };
  // Three lines a row in view.
  const expr = ['currency', 'name', 'email'].map((name) => `${order}.${name}`).join(' & ');
  const fields = Object.fromEntries(names.map((name) => [name, { expr }]));
  await page.emulateMedia({ colorScheme: 'light' });
  await mapper.open(await flowToMap(api, 'Crowd', {}, { map: 1, target: { schema }, root: { fields } }), 'map');
  await expect.poll(() => mapper.paintedColour()).not.toBe('');
  const light = await mapper.paintedColour();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => mapper.paintedColour()).not.toBe(light);
  const switched = await mapper.paintedColour();
  await page.reload();
  await expect.poll(() => mapper.paintedColour()).toBe(switched);
});
