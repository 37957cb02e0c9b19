// A webhook that takes XML by a schema of the library, as an analyst sets it up: the format and the schema are chosen, a sample is pasted,
// a line is drawn in the mapper, and what a sender posts comes back mapped.
import { expect, test } from '../fixtures/test.ts';
import { choose, find } from '../pages/controls.ts';
import { EditorPage } from '../pages/editor.page.ts';
import { MapperPage } from '../pages/mapper.page.ts';

const xsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:shop" elementFormDefault="qualified">
  <xs:element name="order"><xs:complexType><xs:sequence>
    <xs:element name="number" type="xs:int"/>
    <xs:element name="line" maxOccurs="unbounded"><xs:complexType><xs:sequence>
      <xs:element name="sku" type="xs:string"/><xs:element name="qty" type="xs:decimal"/>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`;
const order = (number: string): string =>
  `<o:order xmlns:o="urn:shop">\n  <o:number>${number}</o:number>\n  <o:line><o:sku>MUG</o:sku><o:qty>2</o:qty></o:line>\n</o:order>`;

const text = { type: 'string' };
const target = {
  title: 'Picking list',
  type: 'object',
  properties: {
    reference: { type: 'integer' },
    items: { type: 'array', items: { type: 'object', properties: { article: text } } },
  },
};

const at = (name: string, label: string, y: number) => ({ id: name, name, label, position: { x: 80, y } });
const fixed = (value: string) => ({ mode: 'fixed', value });
const document = {
  schemaVersion: 1,
  name: 'Orders in XML',
  nodes: [
    {
      ...at('hook', 'Order', 80),
      kind: 'trigger',
      operation: 'webhook.receive',
      input: { auth: fixed('open'), reply: fixed('sync') },
    },
    {
      ...at('shape', 'Shape', 200),
      kind: 'map',
      mapping: { map: 1, target: { schema: target }, root: { fields: {} } },
    },
    {
      ...at('reply', 'Reply', 320),
      kind: 'respond',
      status: { mode: 'fixed', value: 200 },
      body: { mode: 'mapped', path: 'steps.shape' },
    },
  ],
  edges: [
    { id: 'e1', from: { node: 'hook', port: 'out' }, to: { node: 'shape', port: 'in' } },
    { id: 'e2', from: { node: 'shape', port: 'out' }, to: { node: 'reply', port: 'in' } },
  ],
  slots: [],
  settings: { level: 'durable', replyTimeoutMs: 30_000 },
  notes: [],
};

test('an order in XML is a document that is mapped at once: chosen, sampled, drawn, published, posted', async ({
  page,
  api,
}) => {
  const read = await api.request<{ schemas: { schema: unknown }[] }>('POST', '/schemas/import', {
    format: 'xsd',
    text: xsd,
  });
  const schema = read.schemas[0]?.schema;
  const { id: schemaId } = await api.request<{ id: string }>('POST', '/schemas', { name: 'Shop order', schema });
  const { id } = await api.request<{ id: string }>('POST', '/flows', { name: 'Orders in XML', document });
  const editor = new EditorPage(page);
  await editor.open(id);
  const inspector = await editor.inspect('Order');

  // The format, and the schema that is found by its name.
  await choose(inspector, 'What comes in', 'XML');
  await find(inspector, 'Schema', 'Shop order');
  await expect(inspector.getByText('Shape of the payload')).toBeHidden();

  // What a sender would send is read as the document that the steps see; what is wrong with it is shown where it is.
  await inspector.getByRole('button', { name: 'Read a sample in XML' }).click();
  const dialog = page.getByRole('dialog');
  const data = dialog.getByRole('textbox', { name: 'Data' });
  await data.fill(order('1042').slice(0, -4));
  await expect(dialog.getByRole('alert')).toContainText('no valid XML');
  await expect(dialog.getByRole('button', { name: 'Take it as the sample' })).toBeDisabled();
  await data.fill(order('ten'));
  await expect(dialog.getByRole('list', { name: 'Why it would be refused' })).toContainText('number is string');
  await data.fill(order('1042'));
  await expect(dialog.getByRole('list', { name: 'Why it would be refused' })).toBeHidden();
  await expect(dialog.getByRole('region', { name: 'What was read' })).toContainText('1042');
  await dialog.getByRole('button', { name: 'Take it as the sample' }).click();
  await expect(dialog).toBeHidden();
  await editor.saved();

  // The source tree is the schema’s, with the values of the sample; lines are a list though one came.
  const mapper = await MapperPage.openFrom(await editor.inspect('Shape'));
  await expect(mapper.sourceRow('line/[]/sku')).toContainText('MUG');
  await mapper.drag('number', '/reference');
  await mapper.drag('line/[]/sku', '/items/article');
  await expect(mapper.value('/reference')).toContainText('1042');
  await mapper.saved();
  await mapper.done();

  await editor.publish(1);
  const address = await editor.address('Order');
  const post = (body: string, type = 'application/xml'): Promise<Response> =>
    fetch(address, { method: 'POST', headers: { 'content-type': type }, body });
  const answer = await post(order('7'));
  expect([answer.status, await answer.json()]).toEqual([200, { reference: 7, items: [{ article: 'MUG' }] }]);
  const refused = await post(order('seven'));
  expect([refused.status, await refused.json()]).toEqual([
    400,
    expect.objectContaining({
      detail: expect.stringMatching(/“seven” in the element number .*\(line 2, column \d+\)/),
    }),
  ]);

  // Whoever looks at the schema sees the flow.
  const uses = await api.request<{ drafts?: unknown }>('GET', `/schemas/${schemaId}/uses`);
  expect(JSON.stringify(uses)).toContain('Orders in XML');
});
