import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import type { InventoryDb } from '../fixtures/inventory-db.ts';
import { choose, fillCode, typeExpression } from '../pages/controls.ts';
import { EditorPage } from '../pages/editor.page.ts';
import { MapperPage } from '../pages/mapper.page.ts';
import { approvalFlow } from '../scenarios/approval.ts';
import { deliver, sampleOrder, shopSecret } from '../scenarios/shop.ts';

const reserveSql = `WITH wanted AS (
  SELECT * FROM jsonb_to_recordset(:lines::jsonb) AS line("lineNo" integer, sku text, quantity integer)
), reserved AS (
  INSERT INTO reservation (order_number, line_no, sku, quantity)
  SELECT :orderNumber, "lineNo", sku, quantity FROM wanted
  ON CONFLICT DO NOTHING
  RETURNING sku, quantity
), sums AS (
  SELECT sku, sum(quantity)::integer AS quantity FROM reserved GROUP BY sku
), taken AS (
  UPDATE article SET on_hand = on_hand - sums.quantity FROM sums WHERE article.sku = sums.sku
)
SELECT count(*)::integer AS lines FROM reserved`;

/** Follows “New” beside the connection of a step, fills the form, and comes back to the flow. */
async function makeConnection(page: Page, fill: () => Promise<void>): Promise<void> {
  const flow = page.url();
  await page.getByRole('link', { name: 'New', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'New connection' })).toBeVisible();
  await fill();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(/\/connections$/);
  await page.goto(flow);
}

async function drawSteps(editor: EditorPage): Promise<void> {
  await editor.dragFromPalette('Webhook', { x: 310, y: 80 });
  await editor.dragFromPalette('Map', { x: 310, y: 200 });
  await editor.palette.getByRole('button', { name: /^PostgreSQL/ }).click();
  await editor.dragFromPalette('Run statements', { x: 310, y: 320 });
  await editor.connect('Webhook', 'Map');
  await editor.connect('Map', 'Run statements');
}

async function setUpTrigger(editor: EditorPage): Promise<void> {
  const { page } = editor;
  await editor.inspect('Webhook');
  await makeConnection(page, async () => {
    await page.getByRole('textbox', { name: /^Name/ }).fill('Drawn shop');
    await page.getByRole('textbox', { name: /^Shared secret/ }).fill(shopSecret);
  });
  const inspector = await editor.inspect('Webhook');
  await choose(inspector, /^Connection/, /^Drawn shop/);
  await inspector.getByRole('textbox', { name: 'Signature header' }).fill('X-Shop-Signature');
  await choose(inspector, 'Signature is written in', 'Base64');
  await fillCode(inspector, 'Sample payload', await sampleOrder());
  await inspector.getByRole('button', { name: /^Duplicates/ }).click();
  const key = inspector.getByRole('combobox', { name: 'Key of an event' });
  await typeExpression(key, 'trigger.body.id');
  await expect(inspector.getByLabel('Result')).toContainText('5871340126401');
}

async function mapOrder(editor: EditorPage): Promise<void> {
  const mapper = await MapperPage.openFrom(await editor.inspect('Map'));
  await mapper.add('orderNumber', 'SUBSTITUTE(trigger.body.name, "#", "")');
  await expect(mapper.value('/orderNumber')).toHaveText('1042');
  await mapper.add('gross', 'NUMBER(trigger.body.total_price)');
  await expect(mapper.value('/gross')).toHaveText('184.6');
  await mapper.addLoop('lines', 'trigger.body.line_items', 'line');
  await mapper.add('lineNo', '$index + 1', '/lines');
  await mapper.add('sku', 'line.sku', '/lines');
  await mapper.add('quantity', 'line.quantity', '/lines');
  await expect(mapper.value('/lines/lineNo')).toHaveText('1');
  await expect(mapper.value('/lines/sku')).toHaveText('MUG-RED-350');
  await expect(mapper.value('/lines/quantity')).toHaveText('4');
  await mapper.done();
  const whole = editor.inspector('Map').getByRole('group', { name: 'Result of the mapping' });
  await expect(whole).toContainText('GFT-WRAP');
}

async function fillInventory(page: Page, inventory: InventoryDb, name: string): Promise<void> {
  const text = (label: string | RegExp) => page.getByRole('textbox', { name: label });
  await text(/^Name/).fill(name);
  await text(/^Host/).fill(inventory.host);
  await text('Port').fill(String(inventory.port));
  await text(/^Database/).fill(inventory.database);
  await text(/^User/).fill(inventory.user);
  await text(/^Password/).fill(inventory.password);
  await choose(page.locator('form'), 'Encryption', 'None');
}

async function reserveStock(editor: EditorPage, inventory: InventoryDb): Promise<void> {
  const { page } = editor;
  await editor.inspect('Run statements');
  await makeConnection(page, async () => {
    await fillInventory(page, inventory, 'Drawn inventory');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await expect(page.getByText(/signed in as/)).toBeVisible();
  });
  const inspector = await editor.rename('Run statements', 'Reserve stock');
  await choose(inspector, /^Connection/, /^Drawn inventory/);
  await inspector.getByRole('button', { name: 'Add a statement' }).click();
  await fillCode(inspector, 'Statements, statement 1', reserveSql);
  await inspector.getByRole('button', { name: 'Add a field to Values' }).click();
  await inspector.getByLabel('Name of field 1').fill('orderNumber');
  await choose(inspector, 'How orderNumber is given', 'Mapped');
  await inspector.getByRole('button', { name: 'Choose data for orderNumber' }).click();
  const data = page.getByRole('dialog', { name: 'Data' });
  await data.getByRole('searchbox', { name: 'Find data' }).fill('orderNumber');
  await data.getByRole('button', { name: /^orderNumber/ }).click();
  await inspector.getByRole('button', { name: 'Add a field to Values' }).click();
  await inspector.getByLabel('Name of field 2').fill('lines');
  await choose(inspector, 'How lines is given', 'Expression');
  await typeExpression(inspector.getByRole('combobox', { name: 'Value of lines' }), 'steps.map.lines');
  await inspector.getByRole('checkbox', { name: 'These statements may be repeated safely' }).click();
}

test('a flow is drawn by mouse, published, and carries an order while one watches', async ({ page, inventory }) => {
  test.setTimeout(360_000);
  await inventory.query('DELETE FROM reservation');
  const editor = new EditorPage(page);
  await editor.startBlank();
  await drawSteps(editor);

  await test.step('undo and redo by keyboard', async () => {
    await expect(editor.edges()).toHaveCount(2);
    await page.keyboard.press('Control+z');
    await expect(editor.edges()).toHaveCount(1);
    await page.keyboard.press('Control+Shift+Z');
    await expect(editor.edges()).toHaveCount(2);
  });

  await test.step('what was drawn is saved, and a reload shows the same', async () => {
    await editor.saved();
    // What the checker says of the steps stands in their names, a moment later than they.
    await expect(editor.step('Webhook')).toHaveAccessibleName(/problem/);
    const drawn = await editor.drawing();
    await page.reload();
    await expect.poll(() => editor.drawing()).toEqual(drawn);
    await expect(editor.edges()).toHaveCount(2);
  });

  await setUpTrigger(editor);
  await mapOrder(editor);
  await reserveStock(editor, inventory);
  await expect(page.getByRole('tab', { name: 'Problems 0' })).toBeVisible();
  await editor.saved();
  await editor.publish(1);
  const hookUrl = await editor.address('Webhook');

  await test.step('the run appears by itself and succeeds', async () => {
    await page.getByRole('button', { name: 'Runs of this flow' }).click();
    await expect(page.getByText('new runs appear by themselves')).toBeVisible();
    await expect(page.getByRole('heading', { name: /^No run/ })).toBeVisible();
    expect(await deliver(hookUrl, await sampleOrder())).toMatchObject({ status: 202 });
    const run = page.getByRole('table', { name: 'Runs' }).getByRole('link', { name: 'Succeeded' });
    await expect(run).toHaveCount(1);
    await run.click();
    const flow = page.getByRole('application', { name: /^The flow as it was/ });
    for (const label of ['Webhook', 'Map', 'Reserve stock']) {
      await expect(flow.getByRole('group', { name: new RegExp(`^${label}, .*Succeeded`) })).toBeVisible();
    }
  });

  const rows = await inventory.query(`SELECT order_number, line_no, sku, quantity FROM reservation ORDER BY line_no`);
  expect(rows).toEqual([
    { order_number: '1042', line_no: 1, sku: 'MUG-RED-350', quantity: 4 },
    { order_number: '1042', line_no: 2, sku: 'LMP-DSK-02', quantity: 1 },
    { order_number: '1042', line_no: 3, sku: 'GFT-WRAP', quantity: 2 },
  ]);
});

test('a table is polled: a sample is fetched, new rows start runs, and the place is seen and set', async ({
  page,
  inventory,
}) => {
  await inventory.query('DROP TABLE IF EXISTS delivery_note');
  await inventory.query('CREATE TABLE delivery_note (id int PRIMARY KEY, text text)');
  await inventory.query(`INSERT INTO delivery_note VALUES (1, 'left at the door'), (2, 'signed by Mia')`);
  const editor = new EditorPage(page);
  await editor.startBlank();
  await editor.dragFromPalette('New rows in a table', { x: 310, y: 80 });
  await editor.inspect('New rows in a table');
  await makeConnection(page, () => fillInventory(page, inventory, 'Polled inventory'));
  const inspector = await editor.inspect('New rows in a table');
  await choose(inspector, /^Connection/, /^Polled inventory/);
  await inspector.getByRole('combobox', { name: /^Table or view/ }).fill('public.delivery_note');
  await inspector.getByRole('combobox', { name: /^Column that grows/ }).fill('id');
  await inspector.getByRole('spinbutton', { name: 'Every' }).fill('1');
  await choose(inspector, 'Counted in', 'Seconds');
  await inspector.getByRole('button', { name: 'Fetch a sample' }).click();
  await expect(inspector.locator('[data-field="sample"]')).toContainText('left at the door');
  await editor.saved();
  await editor.publish(1);

  const live = (await editor.inspect('New rows in a table')).getByRole('region', { name: 'Live' });
  await expect(live).toContainText('after 2', { timeout: 20_000 });
  await inventory.query(`INSERT INTO delivery_note VALUES (3, 'handed over')`);
  await expect(live).toContainText('1 item', { timeout: 30_000 });
  await expect(live).toContainText('after 3');

  await live.getByRole('button', { name: 'Start again from…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Start again from…' });
  await dialog.getByRole('radio', { name: /^The beginning/ }).click();
  await dialog.getByRole('checkbox', { name: /start another one/ }).click();
  await dialog.getByRole('button', { name: 'Start from there' }).click();
  await expect(live).toContainText('4 items', { timeout: 30_000 });
});

test('the form of an approval: a field has a name of its own and a hint', async ({ page, api }) => {
  const editor = new EditorPage(page);
  await editor.open(await approvalFlow(api));
  const inspector = await editor.inspect('Ask the manager');
  const field = inspector.getByRole('group', { name: 'Field 2' });
  const name = field.getByRole('textbox', { name: 'Name in expressions' });
  await name.fill('reason');
  await expect(field.getByText('Another field has this name.')).toBeVisible();
  await name.fill('Way 2');
  await expect(field.getByText('Letters, digits and _, beginning with a lower-case letter.')).toBeVisible();
  await name.fill('shipment');
  await name.press('Enter');
  await expect(field.getByText('Read as steps.ask.fields.shipment')).toBeVisible();
  await field.getByRole('textbox', { name: 'Label' }).fill('Way of shipment');
  await field.getByRole('textbox', { name: 'Hint' }).fill('Express costs more.');
  await editor.saved();
  await page.reload();
  const again = (await editor.inspect('Ask the manager')).getByRole('group', { name: 'Field 2' });
  await expect(again.getByRole('textbox', { name: 'Name in expressions' })).toHaveValue('shipment');
  await expect(again.getByRole('textbox', { name: 'Label' })).toHaveValue('Way of shipment');
  await expect(again.getByRole('textbox', { name: 'Hint' })).toHaveValue('Express costs more.');
});
