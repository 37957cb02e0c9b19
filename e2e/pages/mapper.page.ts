// The mapper: two trees with lines between them. Rows are addressed as the document names them: at the left below the
// trigger's body (`line_items/[]/sku`), at the right by the rule's path (`/lines/sku`).
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { fillCode, middleAtRest, typeRows } from './controls.ts';
import type { Spot } from './controls.ts';

type Side = 'source' | 'target';

/** In the page: of what is drawn for good, not at its edges. */
const mostFrequentColour = `(() => {
  const canvas = document.querySelector('.mapper-lines canvas');
  if (canvas === null || canvas.width === 0) return '';
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] < 128) continue;
    const colour = data.slice(at, at + 3).join();
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? '';
})()`;

export class MapperPage {
  readonly page: Page;
  readonly sourceTree: Locator;
  readonly targetTree: Locator;
  /** The whole right side: its head, its rows, or the choice of a shape while there are none. */
  readonly target: Locator;
  readonly lookupTables: Locator;

  constructor(page: Page) {
    this.page = page;
    this.sourceTree = page.getByRole('tree', { name: 'Source fields' });
    this.targetTree = page.getByRole('tree', { name: 'Target fields' });
    this.target = page.getByRole('region', { name: 'Target', exact: true });
    this.lookupTables = page.getByRole('complementary', { name: 'Lookup tables' });
  }

  static async openFrom(inspector: Locator): Promise<MapperPage> {
    await inspector.getByRole('button', { name: 'Open the mapper' }).click();
    const mapper = new MapperPage(inspector.page());
    await mapper.shown();
    return mapper;
  }

  async open(flowId: string, nodeId: string): Promise<void> {
    await this.page.goto(`/flows/${flowId}/map/${nodeId}`);
    await this.shown();
  }

  async shown(): Promise<void> {
    await expect(this.target).toBeVisible();
  }

  sourceRow(field: string): Locator {
    return this.sourceTree.locator(`[data-key=${JSON.stringify(`trigger.body/${field}`)}]`);
  }

  /** A row of the environment's variables. */
  variableRow(name: string): Locator {
    return this.sourceTree.locator(`[data-key=${JSON.stringify(`vars/${name}`)}]`);
  }

  targetRow(path: string): Locator {
    return this.targetTree.locator(`[data-key=${JSON.stringify(path)}]`);
  }

  /** What the rule of a row gives on the sample. */
  value(path: string): Locator {
    return this.targetRow(path).locator('[data-cell=value]');
  }

  rule(path: string): Locator {
    return this.targetRow(path).locator('[data-cell=rule]');
  }

  /** What happened last, as it is read aloud. */
  get said(): Locator {
    return this.page.locator('.mapper-body > [role=status]');
  }

  get meter(): Locator {
    return this.page.getByText(/^\d+ of \d+ mapped$/);
  }

  /** Drags a source row onto a target row; `choice` is taken where the drop asks. */
  async drag(source: string | Locator, target: string, choice?: string): Promise<void> {
    const row = typeof source === 'string' ? this.sourceRow(source) : source;
    await this.#drop(await this.#spot('source', row), await this.#spot('target', this.targetRow(target)));
    await this.choose(choice);
  }

  /** Drags as a person does, and waits until the row below the pointer says what will happen. */
  async #drop(from: Spot, to: Spot): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await mouse.move(to.x, to.y, { steps: 4 });
    await expect(this.page.locator('[data-over]')).toBeVisible();
    await mouse.up();
  }

  /** Drags a source row to the end of the formula in the large editor, and lets go when that is what will happen. */
  async dropIntoFormula(source: string): Promise<void> {
    const { mouse } = this.page;
    const from = await this.sourceRow(source).boundingBox();
    const to = await this.page.locator('[data-formula] .view-lines').boundingBox();
    if (from === null || to === null) throw new Error('the row and the formula are not both shown');
    await mouse.move(from.x + 60, from.y + 8);
    await mouse.down();
    await mouse.move(to.x + 80, to.y + 8, { steps: 6 });
    await expect(this.page.locator('.mapper-hint')).toContainText('into the formula');
    await mouse.up();
  }

  /** Answers the question what a drop is meant to do. */
  async choose(choice: string | undefined): Promise<void> {
    if (choice === undefined) return;
    await this.page
      .getByRole('listbox', { name: /^What dropping / })
      .getByText(choice, { exact: true })
      .click();
  }

  /** The ways that a drop offers, by their titles; none is taken. */
  async waysOf(source: string, target: string): Promise<string[]> {
    await this.drag(source, target);
    const list = this.page.getByRole('listbox', { name: /^What dropping / });
    await expect(list).toBeVisible();
    const titles = await list.locator('.title').allInnerTexts();
    await this.page.keyboard.press('Escape');
    await expect(list).toBeHidden();
    return titles;
  }

  /** Drags a function out of the palette beside the formula of a row and lets it go. */
  async dragFunction(name: string, to: Spot): Promise<void> {
    const { mouse } = this.page;
    await this.page.getByRole('button', { name: 'Functions', exact: true }).click();
    const palette = this.page.getByRole('dialog', { name: 'Functions' });
    await palette.getByRole('searchbox').fill(name);
    const from = await middleAtRest(palette.getByRole('button', { name: new RegExp(`^${name}\\b`) }).first());
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x - 20, from.y - 20, { steps: 4 });
    await mouse.move(to.x, to.y, { steps: 8 });
    // The browser's own dragging tells a place of itself a moment later.
    await mouse.move(to.x + 1, to.y, { steps: 2 });
    await mouse.up();
    await expect(palette).toBeHidden();
  }

  /** Where the line of a source row begins, a little off the row. */
  lineFrom(source: string): Promise<Spot> {
    return this.#onLine(this.sourceRow(source), 0.05);
  }

  /** Where the line of a target row ends, a little off the row. */
  lineTo(target: string): Promise<Spot> {
    return this.#onLine(this.targetRow(target), 0.95);
  }

  async #onLine(row: Locator, along: number): Promise<Spot> {
    const box = await row.boundingBox();
    const lines = await this.page.locator('.mapper-lines').boundingBox();
    if (box === null || lines === null) throw new Error(`${String(row)} is not shown`);
    return { x: lines.x + lines.width * along, y: box.y + box.height / 2 };
  }

  /** Drags an end of a line, from a spot on it, to a row. */
  async dragEnd(from: Spot, side: Side, key: string): Promise<void> {
    const row = side === 'source' ? this.sourceRow(key) : this.targetRow(key);
    await this.#drop(from, await this.#spot(side, row));
  }

  /** How many lines are drawn so: `direct plain`, `formula active`, `stub faded`. A loop's line is two strokes. */
  async lines(look: string): Promise<number> {
    const drawn = this.page.locator(`.mapper-lines svg path.${look.replaceAll(' ', '.')}:not(.dot)`);
    const texts = await drawn.evaluateAll((paths) => paths.map((path) => path.getAttribute('d') ?? ''));
    return texts.join('').split('M').length - 1;
  }

  /** The most frequent colour on the canvas of painted lines, as `r,g,b`; empty while there is none. */
  paintedColour(): Promise<string> {
    return this.page.evaluate<string>(mostFrequentColour);
  }

  /** Chooses in the menu of how a side is shown. */
  async show(side: Side, item: string): Promise<void> {
    await this.page.getByRole('button', { name: `Which ${side} fields are shown` }).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** Names of the rows of a side that are on the page, in order. */
  keys(side: Side): Promise<string[]> {
    const tree = side === 'source' ? this.sourceTree : this.targetTree;
    return tree
      .getByRole('treeitem')
      .evaluateAll((rows) => rows.map((row) => (row.getAttribute('data-key') ?? '').replace('trigger.body/', '')));
  }

  async toggle(side: Side, key: string): Promise<void> {
    await (side === 'source' ? this.sourceRow(key) : this.targetRow(key)).locator('[data-twisty]').click();
  }

  spotOf(path: string): Promise<Spot> {
    return this.#spot('target', this.targetRow(path));
  }

  async #spot(side: Side, row: Locator): Promise<Spot> {
    await this.#reveal(side, row);
    const box = await row.boundingBox();
    if (box === null) throw new Error(`${String(row)} is not shown`);
    return { x: box.x + Math.min(140, box.width / 2), y: box.y + box.height / 2 };
  }

  /** Rows out of view are not on the page: scrolls until this one is. */
  async #reveal(side: Side, row: Locator): Promise<void> {
    const tree = side === 'source' ? this.sourceTree : this.targetTree;
    await expect(async () => {
      if ((await row.count()) === 0) await this.#scrollOn(tree);
      await row.evaluate((element) => element.scrollIntoView({ block: 'nearest' }), undefined, { timeout: 2_000 });
      await expect(row).toBeInViewport({ ratio: 0.9, timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
  }

  /** A part further down, and from the end back to the top. */
  #scrollOn(tree: Locator): Promise<void> {
    return tree.evaluate(({ parentElement: scroller }) => {
      if (scroller === null) return;
      const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
      scroller.scrollTo(0, isAtEnd ? 0 : scroller.scrollTop + 200);
    });
  }

  async select(path: string): Promise<void> {
    await this.#reveal('target', this.targetRow(path));
    await this.targetRow(path).locator('.name-cell').click();
    await expect(this.targetRow(path)).toHaveAttribute('aria-selected', 'true');
  }

  /** Writes the formula of a row, in the row: a double click opens it. */
  async type(path: string, formula: string): Promise<void> {
    await this.#reveal('target', this.targetRow(path));
    await this.rule(path).dblclick();
    await this.#fill(formula);
  }

  /** `=` begins a formula on the row that has the focus; it is typed key by key, Enter applies it. */
  async typeInFocusedRow(formula: string): Promise<void> {
    await this.page.keyboard.press('=');
    await expect(this.#rowFormula).toBeFocused();
    await this.page.keyboard.type(formula);
    await expect(this.#rowFormula).toHaveValue(formula);
    await this.#apply();
  }

  get #rowFormula(): Locator {
    return this.targetTree.getByRole('combobox', { name: /^Rule of / });
  }

  /** Into the row that is being edited. */
  async typeHere(formula: string): Promise<void> {
    await this.#fill(formula);
  }

  async #fill(formula: string): Promise<void> {
    await expect(this.#rowFormula).toBeFocused();
    await this.#rowFormula.fill(formula);
    await this.#apply();
  }

  async #apply(): Promise<void> {
    if (await this.page.getByRole('listbox', { name: 'Completions' }).isVisible())
      await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('Enter');
    await expect(this.#rowFormula).toBeHidden();
  }

  /** Adds a field by hand, to the top or to a structure, with its formula. */
  async add(name: string, formula: string, parent = ''): Promise<void> {
    await this.addNamed(name, parent);
    await this.#fill(formula);
  }

  /** A new field under a name; its formula is typed next. */
  async addNamed(name: string, parent = ''): Promise<void> {
    if (parent !== '') await this.select(parent);
    const words = parent === '' ? 'Add a field' : `Add a field to ${parent.slice(1).replaceAll('/', '.')}`;
    await this.page.getByRole('button', { name: words, exact: true }).click();
    const field = this.page.getByRole('textbox', { name: /^Name of field\d+$/ });
    await field.fill(name);
    await field.press('Enter');
    await expect(this.targetRow(`${parent}/${name}`)).toBeVisible();
  }

  /** A field that is made once for each item of a list. */
  async addLoop(name: string, list: string, item: string): Promise<void> {
    await this.addNamed(name);
    await this.page.keyboard.press('Escape');
    await this.menu(`/${name}`, 'As list');
    await this.setLoop(`/${name}`, list, item);
  }

  /** In the open panel of a loop. */
  async setLoop(path: string, list: string, item: string): Promise<void> {
    const panel = this.page.getByRole('dialog', { name: `Loop of ${path.slice(1).replaceAll('/', '.')}` });
    const walked = panel.getByRole('combobox', { name: 'List to walk over' });
    await walked.fill(list);
    const name = panel.getByRole('textbox', { name: 'Name of one item' });
    await name.fill(item);
    await name.press('Enter');
    await panel.getByRole('button', { name: 'Close' }).click();
    await expect(panel).toBeHidden();
  }

  /** Chooses from the menu of a target row. */
  async menu(path: string, item: string): Promise<void> {
    await this.targetRow(path).click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  /** The shape of the target, pasted as JSON Schema. */
  async giveTargetShape(schema: string): Promise<void> {
    await this.target.getByRole('radio', { name: 'JSON Schema' }).click();
    await fillCode(this.target, 'JSON Schema of the target', schema);
    await this.target.getByRole('button', { name: 'Take it' }).click();
  }

  /** A lookup table of the document, a line a key: `DK,DNK`. */
  async addLookupTable(name: string, lines: readonly string[]): Promise<void> {
    await this.page.getByRole('button', { name: 'Which target fields are shown' }).click();
    await this.page.getByRole('menuitem', { name: 'Lookup tables…' }).click();
    await this.lookupTables.getByRole('button', { name: 'Add a table' }).click();
    const table = this.lookupTables.getByRole('group', { name: /^Table / }).last();
    await table.getByRole('textbox', { name: 'Name' }).fill(name);
    await table.getByRole('button', { name: 'Edit the table' }).click();
    const sheet = this.page.getByRole('dialog', { name: `Table ${name}` });
    await sheet.getByRole('gridcell', { name: 'New row' }).click();
    await typeRows(this.page, lines);
    await sheet.getByRole('button', { name: 'Take it' }).click();
    await this.lookupTables.getByRole('button', { name: 'Close' }).click();
    await expect(this.lookupTables).toBeHidden();
  }

  async saved(): Promise<void> {
    await expect(this.page.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible();
  }

  async done(): Promise<void> {
    await this.page.getByRole('button', { name: 'Done', exact: true }).click();
    await expect(this.page.getByRole('application', { name: /^Canvas of / })).toBeVisible();
  }
}
