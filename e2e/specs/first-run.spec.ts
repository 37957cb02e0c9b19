import { startProduct } from '../fixtures/product.ts';
import { ApiFailure } from '../fixtures/public-api.ts';
import { expect, test, watchPage } from '../fixtures/test.ts';

const notAFlow = '{ "patchbay": "flow", "schemaVersion": 1, "flow": { "name": "Broken",\n  "nodes": [ ';

test('the start link signs in once, and no page of a new installation is empty', async ({ browser }) => {
  await using product = await startProduct({ egressAllow: [] });
  const owner = await browser.newContext({ baseURL: product.url, storageState: { cookies: [], origins: [] } });
  const page = await owner.newPage();
  const watched = watchPage(page, product.url);
  const heading = (name: string | RegExp) => expect(page.getByRole('heading', { name }).first()).toBeVisible();
  await page.goto(product.startLink);
  await heading('Begin with a flow');
  expect(page.url()).toBe(`${product.url}/`);
  await expect(page.getByRole('button', { name: /^Use this template: / })).toHaveCount(3);
  await page.getByRole('link', { name: 'Flows', exact: true }).click();
  await heading('No flows yet');
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await heading('No runs yet');
  await page.getByRole('link', { name: 'Connections', exact: true }).click();
  await heading('No connections yet');
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await heading('Theme');
  watched.expectCalm();

  const other = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const second = await other.newPage();
  await second.goto(product.startLink);
  await expect(second.getByRole('heading', { name: 'This start link does not work' })).toBeVisible();
  await expect(second.getByRole('alert')).toContainText(/once/);
  await expect(second.getByText('npm start', { exact: true })).toBeVisible();
  await second.goto(`${product.url}/flows`);
  await expect(second).toHaveURL(/\/sign-in/);
  await other.close();
  await owner.close();
});

test('says whether it is alive and ready', async ({ product }) => {
  for (const path of ['/healthz', '/readyz']) {
    const answer = await fetch(`${product.url}${path}`);
    expect(answer.status, path).toBe(200);
    expect(await answer.json()).toMatchObject({ status: expect.any(String) });
  }
});

test.describe('what is not there', () => {
  test.use({ refusalsAreMeant: true });

  test('an unknown address is a page for people and a problem for programs', async ({ page, product }) => {
    await page.goto('/no/such/page');
    await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
    await page.getByRole('link', { name: 'Go home' }).click();
    await expect(page).toHaveURL(`${product.url}/`);
    const problem = await fetch(`${product.url}/api/v1/no-such-thing`);
    expect(problem.status).toBe(404);
    expect(problem.headers.get('content-type')).toContain('application/problem+json');
    expect(await problem.json()).toMatchObject({ status: 404, detail: expect.stringContaining('openapi.json') });
  });

  test('a flow and a run that are not there say so where they would stand', async ({ page }) => {
    const nowhere = '00000000-0000-4000-8000-000000000000';
    await page.goto(`/flows/${nowhere}`);
    await expect(page.getByRole('alert').filter({ hasText: 'The flow cannot be shown' })).toBeVisible();
    await page.goto(`/runs/${nowhere}`);
    await expect(page.getByRole('alert').filter({ hasText: 'There is nothing with this id' })).toBeVisible();
  });
});

test.describe('a flow file that is broken', () => {
  test.use({ refusalsAreMeant: true });

  test('is refused in words by the page, and nothing is made', async ({ page, api }) => {
    const before = await api.all('/flows');
    await page.goto('/flows');
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import' }).click();
    await (
      await choosing
    ).setFiles({ name: 'broken.flow.json', mimeType: 'application/json', buffer: Buffer.from(notAFlow) });
    const problem = page.getByRole('alert').filter({ hasText: 'The flow file cannot be imported' });
    await expect(problem).toContainText('line 2');
    await expect(problem).toContainText('Nothing was created');
    expect(await api.all('/flows')).toHaveLength(before.length);
  });

  test('is refused by the public API with its reasons', async ({ api }) => {
    const before = await api.all('/flows');
    const document = { schemaVersion: 1, name: 'Broken', nodes: [{ id: 'a', kind: 'teapot' }], edges: [] };
    const text = JSON.stringify({ patchbay: 'flow', schemaVersion: 1, flow: document });
    for (const broken of [notAFlow, text]) {
      const refused = await api.request('POST', '/flows/import', { text: broken }).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(ApiFailure);
      expect(refused).toMatchObject({
        status: 422,
        problem: { detail: expect.stringContaining('The flow file cannot be imported') },
      });
    }
    expect(await api.all('/flows')).toHaveLength(before.length);
  });
});
