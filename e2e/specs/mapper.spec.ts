import { expect, test } from '../fixtures/test.ts';
import { addLookupByKeys, countPointing, mapByKeys, tabTo, walkToTarget } from '../pages/mapper-keys.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { canonicalSchema, countryLines, expectCanonicalOrder, flowToMap } from '../scenarios/canonical-order.ts';

const order = 'trigger.body';
/** What no single line says: formulas over several fields. */
const formulas: readonly (readonly [target: string, formula: string])[] = [
  ['/orderNumber', `SUBSTITUTE(${order}.name, '#', '', 1)`],
  ['/sourceId', `TEXT(${order}.id)`],
  ['/orderedAt', `TOZONE(${order}.created_at, 'UTC')`],
  ['/customer/name', `TEXTJOIN(', ', true, ${order}.customer.last_name, ${order}.customer.first_name)`],
  ['/customer/segments', `FILTER(MAP(TEXTSPLIT(${order}.customer.tags, ','), tag -> TRIM(tag)), tag -> tag <> '')`],
  ['/shipTo/street', `TEXTJOIN(', ', true, ${order}.shipping_address.address1, ${order}.shipping_address.address2)`],
  ['/shipTo/country', `LOOKUP('countries', ${order}.shipping_address.country_code)`],
];
const lineFormulas = (line: string): readonly (readonly [target: string, formula: string])[] => [
  ['/lines/lineNo', '$index + 1'],
  ['/lines/lineTotal', `ROUND(${line}.quantity * NUMBER(${line}.price), 2)`],
  ['/lines/weightKg', `ROUND(${line}.quantity * ${line}.grams / 1000, 3)`],
  [
    '/lines/note',
    `IF(ISBLANK(${line}.properties), null, TEXTJOIN('; ', true, MAP(${line}.properties, p -> p.name & ': ' & p.value)))`,
  ],
];
const totals: readonly (readonly [target: string, formula: string])[] = [
  ['/totals/net', `ROUND(NUMBER(${order}.total_price) - NUMBER(${order}.total_tax), 2)`],
  ['/totals/weightKg', 'ROUND(SUM($target.lines.weightKg), 3)'],
  ['/totals/pieces', `SUM(${order}.line_items.quantity)`],
  ['/priority', `IF('vip' in $target.customer.segments or NUMBER(${order}.total_price) >= 500, 'express', 'standard')`],
];
/** Fields that go over as they are, or with a conversion that the screen puts in. */
const direct: readonly (readonly [source: string, target: string])[] = [
  ['currency', '/currency'],
  ['email', '/customer/email'],
  ['shipping_address/name', '/shipTo/name'],
  ['shipping_address/zip', '/shipTo/postalCode'],
  ['shipping_address/city', '/shipTo/city'],
  ['total_tax', '/totals/tax'],
  ['total_price', '/totals/gross'],
];
const inLines: readonly (readonly [source: string, target: string])[] = [
  ['line_items/[]/sku', '/lines/sku'],
  ['line_items/[]/title', '/lines/description'],
  ['line_items/[]/quantity', '/lines/quantity'],
  ['line_items/[]/price', '/lines/unitPrice'],
];

test.describe('the canonical order', () => {
  test.use({ viewport: { width: 1440, height: 1400 } });
  test.setTimeout(960_000);

  test('is mapped with the mouse, wholly in the mapper', async ({ page, api }) => {
    const flowId = await flowToMap(api, 'Mapped with the mouse');
    const mapper = new MapperPage(page);
    await mapper.open(flowId, 'map');
    await mapper.giveTargetShape(await canonicalSchema());
    await mapper.addLookupTable('countries', await countryLines());
    for (const [source, target] of direct) await mapper.drag(source, target);
    await expect(mapper.value('/shipTo/city')).toHaveText('København NV');
    // A field of a list onto a field of a list: the loop that it takes is made, and said.
    const [first, ...others] = inLines;
    if (first !== undefined) await mapper.drag(...first);
    await expect(mapper.targetRow('/lines')).toContainText('for each trigger.body.line_items as line_item');
    for (const [source, target] of others) await mapper.drag(source, target);
    for (const [target, formula] of [...formulas, ...lineFormulas('line_item'), ...totals])
      await mapper.type(target, formula);
    await expect(mapper.value('/lines/lineTotal')).toHaveText('51.6');
    await expect(page.getByText(/^26 of 26/)).toBeVisible();
    await mapper.saved();
    await expectCanonicalOrder(api, flowId);
  });

  test('is mapped by keyboard alone', async ({ page, api }) => {
    const flowId = await flowToMap(api, 'Mapped by keyboard');
    const pointed = await countPointing(page);
    const mapper = new MapperPage(page);
    await mapper.open(flowId, 'map');
    const { keyboard } = page;
    // The shape of the target: tabbed to, chosen with the arrows, pasted.
    await tabTo(page, mapper.target.getByRole('radio', { checked: true }));
    // A library with schemas is one way more; JSON Schema is the last.
    const [, ...ways] = await mapper.target.getByRole('radio').allInnerTexts();
    for (const choice of ways) {
      await keyboard.press('ArrowRight');
      await expect(mapper.target.getByRole('radio', { name: choice })).toBeFocused();
      await keyboard.press('Space');
    }
    const shape = mapper.target.getByRole('textbox', { name: 'JSON Schema of the target' });
    await tabTo(page, shape);
    await keyboard.insertText(await canonicalSchema());
    await tabTo(page, mapper.target.getByRole('button', { name: 'Take it' }));
    await keyboard.press('Enter');
    await expect(mapper.targetRow('/currency')).toBeVisible();
    await addLookupByKeys(mapper, 'countries', await countryLines());
    for (const [source, target] of [...direct, ...inLines]) await mapByKeys(mapper, source, target);
    for (const [target, formula] of [...formulas, ...lineFormulas('line_item'), ...totals]) {
      await walkToTarget(mapper, target);
      await mapper.typeInFocusedRow(formula);
    }
    await expect(page.getByText(/^26 of 26/)).toBeVisible();
    await mapper.saved();
    await expectCanonicalOrder(api, flowId);
    expect(pointed()).toBe(0);
  });
});
