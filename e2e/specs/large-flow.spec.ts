import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import type { PublicApi } from '../fixtures/public-api.ts';
import { dragMouse, middleAtRest, middleOf } from '../pages/controls.ts';
import { EditorPage } from '../pages/editor.page.ts';

interface Drawn {
  readonly document: { readonly nodes: readonly { id: string; position: { x: number; y: number } }[] };
}

const count = 500;
const perRow = 20;
const longWord = 'Rechnungsempfängerlieferanschriftsprüfungsergebnis'.repeat(2);
const longSentence =
  'The answer of the warehouse, with everything that it says about each line of the order, and when it said so';

const labelOf = (index: number): string => (index === 1 ? longWord : index === 2 ? longSentence : `Step ${index + 1}`);

async function makeLargeFlow(api: PublicApi, name: string): Promise<string> {
  const nodes = Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    name: `step_${index + 1}`,
    label: labelOf(index),
    position: { x: (index % perRow) * 272, y: Math.floor(index / perRow) * 96 },
    ...(index === 0
      ? { kind: 'trigger', operation: 'manual.start', input: {} }
      : { kind: 'map', mapping: { map: 1, root: { fields: { number: { expr: String(index) } } } } }),
  }));
  const edges = nodes.slice(1).map((node, index) => ({
    id: `e${index}`,
    from: { node: `n${index}`, port: 'out' },
    to: { node: node.id, port: 'in' },
  }));
  const settings = { level: 'durable', replyTimeoutMs: 30_000 };
  const document = { schemaVersion: 1, name, nodes, edges, slots: [], settings, notes: [] };
  return (await api.request<{ id: string }>('POST', '/flows', { name, document })).id;
}

/** By how many pixels the words leave their frame, both measured in one instant: the view may still be gliding. */
async function overhang(words: Locator, frame: Locator): Promise<number> {
  const outer = await frame.elementHandle();
  if (outer === null) throw new Error('The frame is not on the page.');
  return words.evaluate((element, around) => {
    const [inner, room] = [element.getBoundingClientRect(), around.getBoundingClientRect()];
    const past = [room.left - inner.left, room.top - inner.top, inner.right - room.right, inner.bottom - room.bottom];
    return Math.max(0, ...past.map((pixels) => Math.round(pixels * 100) / 100));
  }, outer);
}

/** The words of a card stay inside it, once the view rests. */
async function expectInside(words: Locator, frame: Locator): Promise<void> {
  await expect.poll(() => overhang(words, frame)).toBe(0);
}

test('500 steps open fitted, pan, zoom, and one of them is moved and saved', async ({ page, api }) => {
  const flowId = await makeLargeFlow(api, 'Large flow');
  const editor = new EditorPage(page);
  await editor.open(flowId);

  await test.step('the whole drawing is seen', async () => {
    await expect(editor.canvas.locator('.step-card')).toHaveCount(count);
    await expect(editor.step('Step 1')).toBeInViewport({ ratio: 1 });
    await expect(editor.step(`Step ${count}`)).toBeInViewport({ ratio: 1 });
  });

  await test.step('it pans and zooms', async () => {
    const fitted = await middleOf(editor.step('Step 250'));
    const canvas = await middleOf(editor.canvas);
    await page.mouse.move(canvas.x, canvas.y);
    await page.mouse.wheel(0, 200);
    await expect.poll(async () => (await middleOf(editor.step('Step 250'))).y).toBeLessThan(fitted.y - 30);
    const width = async () => (await editor.step('Step 250').boundingBox())?.width ?? 0;
    const small = await width();
    await editor.canvas.getByRole('button', { name: 'Zoom in' }).click();
    await expect.poll(width).toBeGreaterThan(small * 1.1);
    await editor.canvas.getByRole('button', { name: 'Show the whole flow' }).click();
    await expect.poll(width).toBeCloseTo(small, 0);
  });

  await test.step('a step is found by words', async () => {
    await page.keyboard.press('ControlOrMeta+f');
    const find = page.getByRole('dialog', { name: 'Find a step of this flow' });
    await find.getByRole('combobox').fill('step 437');
    await expect(find.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(find).toHaveCount(0);
    await expect(editor.inspector('Step 437')).toBeVisible();
    await expect(editor.step('Step 437')).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('1');
  });

  await test.step('one step is selected, shown and moved', async () => {
    await editor.inspect('Step 250');
    await page.keyboard.press('2');
    await expect(editor.canvas.getByText('100 %')).toBeVisible();
    const from = await middleAtRest(editor.step('Step 250'));
    await dragMouse(page, from, { x: from.x + 24, y: from.y + 40 });
    await expect.poll(async () => (await middleOf(editor.step('Step 250'))).y).toBeGreaterThan(from.y + 32);
    await editor.saved();
    // “Saved” stands there before the drag is sent, too: what counts is what the server has.
    const stored = async () => (await api.request<Drawn>('GET', `/flows/${flowId}`)).document.nodes;
    await expect
      .poll(async () => (await stored()).find((node) => node.id === 'n249')?.position)
      .toEqual({ x: 9 * 272 + 24, y: 12 * 96 + 40 });
    expect((await stored()).filter((node) => node.position.x % 272 !== 0)).toHaveLength(1);
  });
});

test('long names stay inside their frames', async ({ page, api }) => {
  const flowId = await makeLargeFlow(api, longSentence);
  const editor = new EditorPage(page);
  await editor.open(flowId);
  for (const label of [longWord, longSentence]) {
    const card = editor.step(label);
    const inspector = await editor.inspect(label);
    await page.keyboard.press('2');
    await expect(editor.canvas.getByText('100 %')).toBeVisible();
    await expectInside(card.getByText(label), card);
    await expectInside(inspector.getByRole('button', { name: label, exact: true }), inspector);
  }
  await expect(page.getByRole('button', { name: 'Publish', exact: true })).toBeInViewport({ ratio: 1 });
  await page.goto('/flows');
  const row = page.getByRole('row', { name: longSentence });
  await expectInside(row.getByRole('link', { name: longSentence }), row.getByRole('cell').first());
  const widths = await page.locator('html').evaluate((root) => [root.scrollWidth, root.clientWidth]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
});
