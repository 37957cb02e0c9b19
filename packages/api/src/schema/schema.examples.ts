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
  response: { id: '0198c0de-0000-7000-8000-000000000001', number: 1, ref: 'Order@1', diagnostics: [] },
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
          sourceHash: '9ec862edb7906f0ffb7d19eb3c31e38dda7b586d2e191eef5a6919a2679f96e7',
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
      properties: {
        id: { type: 'string', examples: ['A-1', 'A-2'] },
        total: { type: 'number', examples: [12.5] },
      },
      required: ['id'],
    },
    samples: 2,
    diagnostics: [],
  },
};

export const compareExample = {
  request: {
    schema: {
      type: 'object',
      required: ['orderNo'],
      properties: { orderNo: { type: 'string' }, lines: order.properties.lines },
    },
  },
  response: {
    changes: [
      {
        kind: 'removed',
        path: '/orderNumber',
        severity: 'breaking',
        message: '/orderNumber is no longer there. It may have been renamed.',
        candidates: ['/orderNo'],
      },
      { kind: 'added', path: '/orderNo', severity: 'breaking', message: '/orderNo is new and required.' },
    ],
    relinks: [
      {
        from: '/orderNumber',
        to: '/orderNo',
        score: 1,
        reasons: ['“order” in both', 'no = number', 'like neighbours', 'type equal'],
      },
    ],
    impact: [],
  },
};

export const moveExample = {
  request: {
    from: 1,
    links: [{ from: '/orderNumber', to: '/orderNo' }],
    drafts: [{ kind: 'flow', id: '0192f3a0-0000-7000-8000-000000000001' }],
  },
  response: {
    drafts: [
      {
        kind: 'flow',
        id: '0192f3a0-0000-7000-8000-000000000001',
        name: 'Orders to the ERP',
        said: ['Reshape: 2 formulas read order.orderNo instead of order.orderNumber.'],
        left: 0,
        refusal: null,
      },
    ],
  },
};
