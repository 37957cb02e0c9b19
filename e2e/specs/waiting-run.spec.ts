// A run that waits says for what, wherever one meets it; and what a person sees when the server does not answer.
import { expect, test } from '../fixtures/test.ts';
import { EditorPage } from '../pages/editor.page.ts';
import { RunPage } from '../pages/run.page.ts';
import { askForApproval, question } from '../scenarios/approval.ts';

test('a question stands in the list, on its step and at first sight of the run; edits of the flow are counted', async ({
  page,
  api,
}) => {
  const { runId } = await askForApproval(api);
  await page.goto('/runs');
  await expect(page.getByRole('row', { name: new RegExp(`Needs a decision.*${runId.slice(0, 18)}`) })).toContainText(
    `Ask the manager: ${question}`,
  );

  const run = new RunPage(page);
  await page.goto(`/runs/${runId}`);
  await expect(run.panel('Ask the manager')).toContainText(question);
  await expect(run.step('Ask the manager', 'Waiting')).toContainText(question);

  const { flowId } = (await api.request<{ run: { flowId: string } }>('GET', `/runs/${runId}`)).run;
  const editor = new EditorPage(page);
  await editor.open(flowId);
  await expect(page.getByText('Version 1 live')).toBeVisible();
  const changes = page.getByRole('banner').getByText(/\d changes?$/);
  await editor.rename('Ship it', 'Send it');
  await expect(changes).toHaveText('1 change');
  await page.keyboard.press('Escape');
  await editor.canvas.getByRole('button', { name: 'Undo' }).click();
  await expect(changes).toHaveCount(0);
});

test('a list that cannot be loaded says so and comes back, also where the browser believes that there is no network', async ({
  browser,
  product,
  ownerState,
}) => {
  await using context = await browser.newContext({ storageState: ownerState, baseURL: product.url });
  const page = await context.newPage();
  await page.goto('/flows');
  await expect(page.getByRole('button', { name: 'Blank flow' })).toBeVisible();
  await context.setOffline(true);
  await page.getByRole('link', { name: 'Connections' }).click();
  await expect(page.getByRole('alert')).toContainText('server');
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});
