// The examples of the API description. A test sends each of them and compares the answers.
const order = {
  type: 'object',
  required: ['orderNumber'],
  properties: {
    orderNumber: { type: 'string', 'x-synonyms': ['order id', 'document number'] },
    lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
  },
};

export const createExample = {
  request: { name: 'Order', description: 'An order as the shop sends it', canonical: true, schema: order },
  response: { id: '0198c0de-0000-7000-8000-000000000001', number: 1, ref: 'Order@1' },
};

export const importExample = {
  request: { text: '{"title":"Order","type":"object","properties":{"id":{"type":"string"}}}' },
  response: {
    format: 'json-schema',
    schemas: [
      {
        name: 'Order',
        schema: { title: 'Order', type: 'object', properties: { id: { type: 'string' } } },
        fields: 1,
        origin: {
          format: 'json-schema',
          type: 'Order',
          sourceHash: '72b7c9cd5ff3a5a0bd4c8e2f3a5b3f5ee0c0e51b1de8a1d0f3a3b5a4c3d2e1f0',
        },
      },
    ],
    diagnostics: [],
  },
};

export const inferExample = {
  request: { samples: [{ id: 'A-1', total: 12.5 }, { id: 'A-2' }] },
  response: {
    schema: {
      type: 'object',
      properties: { id: { type: 'string' }, total: { type: 'number' } },
      required: ['id'],
    },
    samples: 2,
    diagnostics: [],
  },
};

export const compareExample = {
  request: {
    schema: { type: 'object', properties: { orderNo: { type: 'string' } } },
  },
};
