// How fast the mapper's screen is: in Chromium, on a production build with the specimens, without a server.
// A figure holds when the median of its wall time is within the bar: that is what a person waits. Beside it stands the CPU
// time of the page's main thread: where that alone holds, the machine was busy with something else.
// usage: node bench/src/mapper-screen.ts [rounds] [folder of a build made before] [opening|editing|typing|scrolling]
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { MeasuredPage } from './mapper-screen/measured-page.ts';
import type { Measured } from './mapper-screen/measured-page.ts';
import { scrollCases } from './mapper-screen/scroll-cases.ts';
import { serveWeb } from './mapper-screen/served-web.ts';

const rounds = Number(process.argv[2] ?? 9);
const wanted = new RegExp(process.argv[4] ?? '');
const screen = { width: 1920, height: 1080 };
const program =
  process.env['CHROMIUM_PATH'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

/** Milliseconds a frame that lines may cost while rows scroll: a share of the rows' own cost would fall as rows get cheaper. */
const linesBar = 1;

let failed = 0;

function verdict(byWall: boolean, byCpu: boolean): string {
  if (byWall) return 'holds';
  failed += 1;
  return byCpu ? 'holds by CPU time alone' : 'DOES NOT HOLD';
}

function report(label: string, figures: readonly Measured[], barMs?: number): void {
  const wall = median(figures.map(({ wallMs }) => wallMs));
  const cpu = median(figures.map(({ cpuMs }) => cpuMs));
  const worst = Math.max(...figures.map(({ wallMs }) => wallMs));
  const bar = barMs === undefined ? '' : `bar ${barMs} ms`;
  console.log(
    [
      label.padEnd(58),
      `${wall.toFixed(0).padStart(5)} ms`,
      `worst ${worst.toFixed(0).padStart(5)} ms`,
      `CPU ${cpu.toFixed(0).padStart(5)} ms`,
      bar.padEnd(10),
      barMs === undefined ? '' : verdict(wall <= barMs, cpu <= barMs),
    ].join('  '),
  );
}

async function repeated(work: (round: number) => Promise<Measured>, times = rounds): Promise<Measured[]> {
  const figures: Measured[] = [];
  for (let round = 0; round < times; round += 1) figures.push(await work(round));
  return figures;
}

/** Rows in both trees, and lines between them. */
const shown = `document.querySelector('.source [role=treeitem]') !== null
  && document.querySelector('.target [role=treeitem]') !== null
  && document.querySelector('.mapper-lines .dot') !== null`;
const opener = 'Open the mapper';

const row = (path: string): string => `document.querySelector('.target [data-key="${path}"]')`;

/** A letter a round, so that each key stroke is seen. */
const letter = (round: number): string => 'abcdefghijklmnopqrstuvwxyz'[round % 26] ?? 'a';
const letters = (round: number): string => Array.from({ length: round + 1 }, (_, at) => letter(at)).join('');

await using web = await serveWeb(process.argv[3]);
const browser = await chromium.launch({
  ...(program === undefined ? {} : { executablePath: program }),
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  console.log(`5,000 leaves on both sides, 1,000 rules, ${screen.width} × ${screen.height}, median of ${rounds}\n`);
  for (const part of [opening, editing, typing, scrolling]) if (wanted.test(part.name)) await part();
} finally {
  await browser.close();
}
if (failed > 0) process.exitCode = 1;

async function opened(search: string): Promise<MeasuredPage> {
  const at = await MeasuredPage.open(browser, screen);
  await at.page.goto(`${web.url}/ui/mapper?${search}`);
  await at.page.waitForFunction(shown);
  await at.rest();
  return at;
}

async function openAll(at: MeasuredPage): Promise<void> {
  for (const side of ['Source', 'Target']) {
    await at.page
      .getByRole('region', { name: side, exact: true })
      .getByRole('button', { name: /fields are shown/ })
      .click();
    await at.page.getByRole('menuitem', { name: 'Open all' }).click();
  }
  await at.rest();
}

async function opening(): Promise<void> {
  const cold: Measured[] = [];
  const first: Measured[] = [];
  const later: Measured[] = [];
  for (let round = 0; round < Math.min(rounds, 5); round += 1) {
    await using whole = await MeasuredPage.open(browser, screen);
    await whole.page.goto(`${web.url}/ui/mapper?leaves=5000&rules=1000`, { waitUntil: 'commit' });
    await whole.page.waitForFunction(shown, undefined, { polling: 'raf' });
    const wallMs = await whole.page.evaluate<number>('performance.now()');
    cold.push({ wallMs, cpuMs: (await whole.metrics()).TaskDuration * 1_000 });

    await using at = await MeasuredPage.open(browser, screen);
    await at.page.goto(`${web.url}/ui/mapper?leaves=5000&rules=1000&closed=1`);
    const button = at.page.getByRole('button', { name: opener });
    for (let press = 0; press < 3; press += 1) {
      await button.waitFor();
      await at.rest();
      const one = await at.answered('click', shown, () => button.click());
      (press === 0 ? first : later).push(one);
      await at.rest();
      await at.page.getByRole('button', { name: 'Done', exact: true }).click();
    }
  }
  report('address typed → rows painted, code fetched and compiled', cold);
  report('open: click → rows painted, code never run before', first, 300);
  report('open: click → rows painted, another mapping before', later, 300);
}

async function editing(): Promise<void> {
  await using at = await opened('leaves=5000&rules=1000');
  const { page } = at;
  await openAll(at);
  console.log(`memory of the page, all rows opened: ${(await at.heapMb()).toFixed(0)} MB JS heap`);
  const path = '/section_0/order_group_0/order_item_0';
  const rule = `${row(path)}.querySelector('[data-cell=rule]').textContent`;
  await page.locator(`.target [data-key="${path}"] .name-cell`).click();
  await at.rest();
  const key = async (name: string, seen: string): Promise<Measured> => {
    const figure = await at.answered('keydown', seen, () => page.keyboard.press(name));
    await at.rest();
    return figure;
  };
  const removed: Measured[] = [];
  const undone: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    removed.push(await key('Delete', `${rule} === ''`));
    undone.push(await key('Control+z', `${rule} !== ''`));
  }
  report('edit: a rule removed → painted', removed, 50);
  report('edit: undone → painted', undone, 50);

  const focused = 'document.activeElement?.dataset?.key';
  const moved = await repeated(async () => {
    const from = await page.evaluate<string>(focused);
    return await key('ArrowDown', `${focused} !== ${JSON.stringify(from)}`);
  });
  report('arrow key in the target → row painted (CPU: panes too)', moved, 50);

  await page.locator(`.target [data-key="${path}"] .name-cell`).click();
  const editor = page.locator('.monaco-editor').first();
  await editor.click();
  await page.keyboard.press('Control+End');
  await at.rest();
  const value = `${row(path)}.querySelector('[data-cell=value]').textContent`;
  await page.keyboard.type(' & "');
  await at.rest();
  const painted = await repeated(async (round) =>
    key(letter(round), `${rule}.includes(${JSON.stringify(`"${letters(round)}`)})`),
  );
  report('edit: key stroke in the formula → rule painted', painted, 50);
  await page.keyboard.type('"');
  await page.keyboard.press('ArrowLeft');
  await at.rest();
  const previewed = await repeated(async (round) => {
    return await key(letter(rounds + round), `${value}.endsWith(${JSON.stringify(letters(rounds + round))})`);
  });
  report('key stroke → preview of all 1,000 rules (in the worker)', previewed);
}

async function typing(): Promise<void> {
  await using at = await opened('leaves=200&rules=200');
  const { page } = at;
  await openAll(at);
  const path = '/section_0/order_group_0/order_item_0';
  await page.locator(`.target [data-key="${path}"] .name-cell`).click();
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' & ""');
  await page.keyboard.press('ArrowLeft');
  await at.rest();
  const value = `${row(path)}.querySelector('[data-cell=value]').textContent`;
  const figures = await repeated(async (round) => {
    const seen = `${value}.endsWith(${JSON.stringify(letters(round))})`;
    const figure = await at.answered('keydown', seen, () => page.keyboard.press(letter(round)));
    await at.rest();
    return figure;
  }, rounds * 2);
  report('key stroke in the formula → preview of 200 targets painted', figures, 50);
}

async function scrolling(): Promise<void> {
  for (const { label, specimen, pixels } of scrollCases) {
    await using at = await opened(specimen);
    await openAll(at);
    const over = '.mapper-scroller.target';
    if (pixels.length === 1) await at.scrolled({ over, pixels: 1_500, speed: 1_500 });
    else await at.scrolled({ over, pixels: -300, speed: 1_500 });
    const runs = [];
    const drawn = await at.linesDrawn();
    for (let round = 0; round < 5; round += 1) {
      await at.rest();
      for (const way of pixels)
        runs.push(await at.scrolled({ over, pixels: way, speed: pixels.length > 1 ? 200 : 1_200 }));
    }
    const rate = median(runs.map(({ framesPerSecond }) => framesPerSecond));
    const dropped = median(runs.map(({ droppedShare }) => droppedShare));
    const cpu = median(runs.map(({ cpuMs }) => cpuMs));
    console.log(
      [
        `scroll, ${label} (${drawn.whole} whole, ${drawn.leaving} leaving)`.padEnd(70),
        `${rate.toFixed(1)} frames/s`,
        `${(dropped * 100).toFixed(1)} % dropped`,
        `CPU ${cpu.toFixed(1)} ms a frame`,
        'bar 58 frames/s',
        verdict(rate >= 58, cpu <= 12),
      ].join('  '),
    );
    if (pixels.length === 1) await stepping(at, { label, over });
  }
}

/** What lines cost while rows scroll: the same trees with and without them, in turn. */
async function stepping(at: MeasuredPage, { label, over }: { label: string; over: string }): Promise<void> {
  const figures: Record<'lines' | 'none', number[]> = { lines: [], none: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const kind of ['lines', 'none'] as const) {
      await at.page.evaluate(`document.querySelector('${over}').scrollTop = 1500`);
      // The jump brings all rows anew: that is not what is measured.
      await at.stepped({ over, frames: 5, pixels: 20 });
      const cpu = await at.stepped({ over, frames: 60, pixels: 20 });
      // The first of each runs code that never ran.
      if (round > 0) figures[kind].push(cpu);
      // Shift+L: only the selected row's lines, of which there are none.
      await at.page.keyboard.press('Shift+L');
    }
  }
  const [lines, none] = [median(figures.lines), median(figures.none)];
  console.log(
    [
      `20 pixels a frame, ${label}`.padEnd(70),
      `CPU ${lines.toFixed(1)} ms a frame`,
      `without lines ${none.toFixed(1)} ms`,
      `ratio ${(lines / none).toFixed(2)}`,
      `bar ${linesBar} ms more`,
      verdict(lines - none <= linesBar, false),
    ].join('  '),
  );
}
