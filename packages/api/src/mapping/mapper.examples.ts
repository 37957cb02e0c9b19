// The examples of the API description. A test sends each of them and compares the answers.
const document = {
  map: 1,
  sources: { order: {} },
  root: {
    fields: {
      id: { expr: 'order.number' },
      items: {
        for: 'order.lines',
        as: 'line',
        where: 'line.qty > 0',
        fields: { sku: { expr: 'line.sku' }, amount: { expr: 'ROUND(line.qty * line.price, 2)' } },
      },
    },
  },
};
const order = {
  number: 'A-1',
  lines: [
    { sku: 'X', qty: 2, price: 1.25 },
    { sku: 'Y', qty: 0, price: 9 },
  ],
};
const output = { id: 'A-1', items: [{ sku: 'X', amount: 2.5 }] };

export const evaluateExample = {
  request: { document, input: { order } },
  response: { ok: true, output, problems: [], rejected: [], rejectedCount: 0, diagnostics: [] },
};

export const checkExample = {
  request: {
    document: { map: 1, sources: { order: {} }, root: { fields: { id: { expr: 'order.numbr' } } } },
    sources: { order: { type: 'object', properties: { number: { type: 'string' } }, additionalProperties: false } },
  },
  response: {
    valid: false,
    diagnostics: [
      {
        severity: 'error',
        code: 'expression.unknownField',
        message: '“order” has no field “numbr”. Did you mean “number”?',
        at: { field: 'mapping/id', start: 6, end: 11 },
        fix: { title: 'Change to number', text: 'number' },
        fixes: [
          { kind: 'replaceText', title: 'Change to number', text: 'number' },
          {
            kind: 'relink',
            title: 'Change order.numbr to order.number everywhere',
            from: 'order.numbr',
            to: 'order.number',
          },
        ],
      },
    ],
    output: { type: 'object', properties: { id: {} }, required: [], additionalProperties: false },
  },
};

const shop = { type: 'object', properties: { orderNumber: { type: 'string' } } };
const invoice = { type: 'object', properties: { orderNo: { type: 'string' } } };

export const suggestExample = {
  request: { sources: { order: shop }, target: invoice },
  response: {
    loops: [],
    suggestions: [
      {
        path: '/orderNo',
        required: false,
        source: 'order/orderNumber',
        score: 1,
        band: 'high',
        reasons: [
          { kind: 'name', detail: '“order” in both' },
          { kind: 'abbreviation', detail: 'number = no' },
          { kind: 'structure', detail: 'like neighbours' },
          { kind: 'type', detail: 'type equal' },
        ],
        conversion: 'none',
        rule: { expr: 'order.orderNumber' },
        others: [],
      },
    ],
    unmatched: [],
    document: {
      map: 1,
      sources: { order: { schema: shop } },
      target: { schema: invoice },
      root: { fields: { orderNo: { expr: 'order.orderNumber' } } },
    },
    truncated: false,
  },
};

export const testsExample = {
  request: { document: { ...document, samples: [{ name: 'one line', in: { order }, out: output }] } },
  response: {
    passed: 1,
    failed: 0,
    results: [{ name: 'one line', passed: true, differences: [], problems: [], ms: 0 }],
  },
};
