// Takes the pictures of the guide's chapter on mapping anew, but for those of specimens: node e2e/pictures.ts
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { publicApi } from './fixtures/public-api.ts';
import { startProduct } from './fixtures/product.ts';
import { picturesOfMapper } from './scenarios/guide-pictures.ts';

const to = join(import.meta.dirname, '../docs/images');
const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const executablePath = process.env['CHROMIUM_PATH'] ?? program;

const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: ['--no-sandbox'],
});
try {
  await using product = await startProduct({ egressAllow: [] });
  const page = await browser.newPage({ baseURL: product.url });
  await page.goto(product.startLink);
  await page.getByRole('navigation').first().waitFor();
  await picturesOfMapper(page, publicApi(product.url, await product.apiKey('admin')), to);
} finally {
  await browser.close();
}
