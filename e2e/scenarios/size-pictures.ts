// The pictures of a small and of a large mapping: they look the same.
import { join } from 'node:path';
import { expect as check } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { PublicApi } from '../fixtures/public-api.ts';
import { MapperPage } from '../pages/mapper.page.ts';

/** A product that has just started takes its time. */
const expect = check.configure({ timeout: 60_000 });

const words = ['order', 'ship', 'bill', 'item', 'party', 'tax', 'price', 'date', 'note', 'code', 'unit', 'weight'];
const kinds = [
  { schema: { type: 'string' }, value: 'A 1' },
  { schema: { type: 'number' }, value: 12.5 },
  { schema: { type: 'string', format: 'date-time' }, value: '2026-03-29T01:58:44Z' },
  { schema: { type: 'integer' }, value: 30 },
  { schema: { type: 'boolean' }, value: true },
] as const;
const inGroup = 20;

interface Tree {
  readonly schema: object;
  readonly sample: unknown;
  readonly rules: object;
}

/** Groups of fields over which the rules are spread evenly. */
function treeOf(fields: number, ruled: number): Tree {
  const properties: Record<string, object> = {};
  const sample: Record<string, Record<string, unknown>> = {};
  const rules: Record<string, { fields: Record<string, object> }> = {};
  for (let at = 0; at < fields; at += 1) {
    const group = `group_${Math.floor(at / inGroup) + 1}`;
    const name = `${words[at % words.length]}_${(at % inGroup) + 1}`;
    const { schema, value } = kinds[at % kinds.length] ?? kinds[0];
    properties[group] = { type: 'object', properties: { ...partsOf(properties[group]), [name]: schema } };
    sample[group] = { ...sample[group], [name]: value };
    if (Math.floor((at * ruled) / fields) === Math.floor(((at + 1) * ruled) / fields)) continue;
    rules[group] = { fields: { ...rules[group]?.fields, [name]: { expr: `source.${group}.${name}` } } };
  }
  return { schema: { type: 'object', properties }, sample, rules: { fields: rules } };
}

const partsOf = (schema: object | undefined): object =>
  schema !== undefined && 'properties' in schema ? (schema.properties as object) : {};

export async function picturesOfSizes(page: Page, api: PublicApi, to: string): Promise<void> {
  const mapper = new MapperPage(page);
  const take = async (fields: number, ruled: number): Promise<void> => {
    const { schema, sample, rules } = treeOf(fields, ruled);
    const document = {
      map: 1,
      sources: { source: { schema } },
      target: { schema: { ...schema, title: 'Target' } },
      root: rules,
      samples: [{ name: `${fields} fields`, in: { source: sample } }],
    };
    const { id } = await api.request<{ id: string }>('POST', '/mappings', { name: `${fields} fields`, document });
    await page.goto(`/mappings/${id}`);
    await mapper.shown();
    for (const side of ['source', 'target'] as const) await mapper.show(side, 'Open all');
    // A proposal reads a field too, but it is no rule.
    const rows = mapper.targetTree.getByRole('treeitem').filter({ hasText: 'source.group_1', hasNotText: 'Accept' });
    await rows.first().locator('.name-cell').click();
    await expect(page.locator('.mapper-body .view-lines')).toContainText('source.group_1');
    await expect(page.getByText(`${ruled.toLocaleString('en')} of ${fields.toLocaleString('en')}`)).toBeVisible();
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(to, `mapper-${fields}.png`), animations: 'disabled' });
  };
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 800 });
  await take(5, 4);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1440, height: 900 });
  await take(5_000, 1_000);
}
