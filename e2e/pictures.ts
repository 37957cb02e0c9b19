// Takes the pictures of the documentation anew: node e2e/pictures.ts
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { startInventoryDb } from './fixtures/inventory-db.ts';
import { startParcelApi } from './fixtures/parcel-api.ts';
import { startPaymentApi } from './fixtures/payment-api.ts';
import { publicApi } from './fixtures/public-api.ts';
import { startProduct } from './fixtures/product.ts';
import { picturesOfMapper } from './scenarios/guide-pictures.ts';
import { picturesOfFlow } from './scenarios/product-pictures.ts';
import { picturesOfSizes } from './scenarios/size-pictures.ts';

const to = join(import.meta.dirname, '../docs/images');
const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const executablePath = process.env['CHROMIUM_PATH'] ?? program;

const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: ['--no-sandbox'],
});
try {
  await using payment = await startPaymentApi();
  await using parcel = await startParcelApi();
  await using inventory = await startInventoryDb();
  const egressAllow = [payment, parcel, inventory].map(({ port }) => `127.0.0.1:${port}`);
  await using product = await startProduct({ egressAllow });
  const page = await browser.newPage({ baseURL: product.url });
  await page.goto(product.startLink);
  await page.getByRole('navigation').first().waitFor();
  const api = publicApi(product.url, await product.apiKey('admin'));
  await picturesOfMapper(page, api, to);
  const shop = { inventory, parcel, paymentUrl: payment.url, parcelUrl: `${parcel.url}/v1` };
  await picturesOfFlow(page, api, { shop, to });
  await picturesOfSizes(page, api, to);
} finally {
  await browser.close();
}
