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
};

export const suggestExample = {
  request: {
    sources: { order: { type: 'object', properties: { orderNumber: { type: 'string' } } } },
    target: { type: 'object', properties: { orderNo: { type: 'string' } } },
  },
};

export const testsExample = {
  request: { document: { ...document, samples: [{ name: 'one line', in: { order }, out: output }] } },
};
