// A step that reads a file by a schema of the library: chosen, kept in its version, changed on purpose, and known to the steps behind.
import { expect, test } from '../fixtures/test.ts';
import type { PublicApi } from '../fixtures/public-api.ts';
import { RecordsDraft } from '../fixtures/rig/records-flow.ts';
import { choose, find } from '../pages/controls.ts';
import { EditorPage } from '../pages/editor.page.ts';

const text = { type: 'string' };
const whole = { type: 'integer' };
const at = (schema: object, start: number, length: number): object => ({ ...schema, 'x-pos': { start, length } });

/** Version 2 says where the fields stand in a line. */
async function stockSchema(api: PublicApi): Promise<string> {
  const schema = { type: 'object', properties: { sku: text, qty: whole } };
  const placed = { type: 'object', properties: { sku: at(text, 1, 5), qty: at(whole, 6, 3) } };
  const { id } = await api.request<{ id: string }>('POST', '/schemas', { name: 'Stock line', schema });
  await api.request('POST', `/schemas/${id}/versions`, { schema: placed });
  return id;
}

test('a step reads a file by a schema of the library: found, kept in its version, and the fields are known behind it', async ({
  page,
  api,
}) => {
  const schemaId = await stockSchema(api);
  const document = new RecordsDraft()
    .read('read', 'file.readEvent', { input: {} })
    .step('keep', 'filter', { condition: 'item.qt > 1' })
    .to('hook', 'read')
    .to('read', 'keep')
    .build('Stock');
  const { id } = await api.request<{ id: string }>('POST', '/flows', { name: 'Stock', document });
  const editor = new EditorPage(page);
  await editor.open(id);
  const inspector = await editor.inspect('read');
  const schema = inspector.getByRole('button', { name: /^Schema/ });

  // A format that goes by a schema says that it needs one.
  await choose(inspector, 'Format', 'Fixed width');
  await expect(inspector.getByText('This format cannot be without a schema')).toBeVisible();
  await find(inspector, 'Schema', 'Stock line');
  await expect(schema).toHaveText('Stock line, version 2');
  await expect(inspector.getByText('This format cannot be without a schema')).toBeHidden();
  const open = inspector.getByRole('link', { name: 'Open Stock line' });
  await expect(open).toHaveAttribute('href', `/mappings/schemas/${schemaId}`);

  // An older version that says too little for the format; the step tells of the newer one and takes it when asked.
  await choose(inspector, 'Version of “Schema”', 'Version 1');
  await expect(schema).toHaveText('Stock line, version 1');
  await expect(open).toHaveAttribute('href', `/mappings/schemas/${schemaId}?version=1`);
  await expect(inspector.getByText('“Stock line@1” does not say where each field stands in a line')).toBeVisible();
  await expect(
    inspector.getByText('Version 2 is newer. This step keeps version 1 until you say otherwise.'),
  ).toBeVisible();
  await inspector.getByRole('button', { name: 'Use version 2' }).click();
  await expect(schema).toHaveText('Stock line, version 2');
  await expect(inspector.getByText('does not say where')).toBeHidden();

  // The step behind knows the fields.
  const filter = await editor.inspect('keep');
  await expect(filter.getByText(/“qt”.*“qty”/)).toBeVisible();

  // What the library has can be written out in the step, and the way back is one step of undo.
  await editor.inspect('read');
  await inspector
    .getByRole('radiogroup', { name: 'How “Schema” is given' })
    .getByRole('radio', { name: 'Fixed' })
    .click();
  await expect(inspector.getByRole('textbox', { name: 'Schema' })).toBeVisible();
  await expect(inspector.getByText('x-pos').first()).toBeVisible();
  await editor.step('read').click();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(schema).toHaveText('Stock line, version 2');
  await expect
    .poll(async () => {
      const { document: saved } = await api.request<{ document: { nodes: { id: string; input?: unknown }[] } }>(
        'GET',
        `/flows/${id}`,
      );
      return saved.nodes.find((node) => node.id === 'read')?.input;
    })
    .toEqual({
      format: { mode: 'fixed', value: 'fixed-width' },
      schema: { mode: 'schema', schema: 'Stock line@2' },
    });

  // Who looks at the schema sees who uses it, and that it stays for them.
  await open.click();
  await expect(page.getByText('Stock').first()).toBeVisible();
  await expect(page.getByRole('link', { name: /Stock/ }).first()).toBeVisible();
});
