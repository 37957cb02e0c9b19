import type { JsonObject } from '@patchbay/model/schema';

const line = (id: number, given: { sku: string; title: string; quantity: number; price: string; grams: number }) => ({
  id,
  ...given,
  taxable: true,
  properties: [],
});

/** An order as hosted shops post it when it is created. */
export const sampleOrder: JsonObject = {
  id: 5871340126401,
  name: '#1042',
  email: 'ingrid.solheim@example.com',
  created_at: '2026-03-29T01:58:44+01:00',
  currency: 'EUR',
  financial_status: 'pending',
  total_price: '184.60',
  total_tax: '29.47',
  customer: { id: 7711902, first_name: 'Ingrid', last_name: 'Solheim', phone: null, tags: 'newsletter, vip' },
  shipping_address: {
    name: 'Solheim & Søn AS',
    address1: 'Lærkevej 3',
    address2: '2. tv',
    city: 'København NV',
    province: null,
    zip: '2400',
    country_code: 'DK',
  },
  line_items: [
    line(1, { sku: 'MUG-RED-350', title: 'Mug, red, 350 ml', quantity: 4, price: '12.90', grams: 380 }),
    {
      ...line(2, { sku: 'LMP-DSK-02', title: 'Desk lamp "Øy"', quantity: 1, price: '119.00', grams: 2150 }),
      properties: [{ name: 'engraving', value: 'I.S.' }],
    },
    line(3, { sku: 'GFT-WRAP', title: 'Gift wrap', quantity: 2, price: '7.00', grams: 0 }),
  ],
  payment_token: 'tok_4f1d0c',
  test: false,
};
