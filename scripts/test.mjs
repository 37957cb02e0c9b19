// `npm test`: everything, on a fresh clone. The last line is `N passed, N failed`; the exit code says the same.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './apt.mjs';
import { ensureClient, ensurePackages, ensureWeb, pinnedNode, root, runMain, say } from './bootstrap.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureFaketime } from './faketime.mjs';

await runMain(async () => {
  ensurePackages();
  const node = pinnedNode();
  ensureClient(node);
  const { check } = await import('./check.mjs');
  const { asOne, conclude, sideBySide, vitest } = await import('./report.mjs');
  const web = () =>
    ensureWeb(node).then(
      () => asOne({ ok: true }),
      (error) => asOne({ ok: false, output: error.message }),
    );
  const counts = await check(node, [['web build', web]]);
  say(
    findProgram('redis-server') === undefined
      ? 'No redis-server was found: the queue is tested on PostgreSQL only.'
      : 'The queue is tested on PostgreSQL and on Redis.',
  );
  const faketime = ensureFaketime();
  if (faketime === undefined) say('No libfaketime was found: that a clock jumps while a worker works is not tested.');
  else process.env.FAKETIME_LIBRARY = faketime;
  // Faults are waited for more than worked on: they go beside all the others.
  const others = [
    ['integration', () => vitest(node, 'integration')],
    ['end-to-end', () => endToEnd(node)],
  ];
  counts.push(...(await sideBySide(others, [['faults', () => vitest(node, 'faults')]])));
  return conclude(counts);
});

async function endToEnd(node) {
  const specs = join(root, 'e2e/specs');
  const any =
    existsSync(specs) && readdirSync(specs, { recursive: true }).some((name) => String(name).endsWith('.spec.ts'));
  if (!any) return { count: { passed: 0, failed: 0 } };
  const chromium = ensureChromium();
  if (chromium.missing !== undefined) return { count: { passed: 0, failed: 1 }, output: chromium.missing };
  const { playwrightCount, playwrightSlowest, readReport, run, withReport } = await import('./report.mjs');
  return withReport(async (file) => {
    const args = [join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--reporter=list,json'];
    const env = {
      CHROMIUM_PATH: chromium.path,
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
      PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
    };
    const done = await run(node, args, { cwd: join(root, 'e2e'), env });
    const report = readReport(file);
    return { ...done, count: playwrightCount(report, done.ok), slowest: playwrightSlowest(report) };
  });
}
