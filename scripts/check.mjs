// `npm run check`: types, lint, format, layers and unit tests, in under a minute on two cores.
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { ensureClient, ensurePackages, pinnedNode, root, runMain } from './bootstrap.mjs';
import { asOne, conclude, run, sideBySide, vitest } from './report.mjs';

const bin = (name) => join(root, 'node_modules', name);
const SOURCES = ['apps', 'packages', 'e2e', 'bench', 'scripts', 'vitest.config.ts', 'prisma.config.ts'];

/**
 * Runs every part, whatever the others say, and returns their counts. Two go side by side: the unit tests, and what reads
 * the sources; `beside` is further work for the second lane, as `[name, work]`.
 */
export async function check(node, beside = []) {
  const types = (project) => async () =>
    asOne(await run(node, [bin('typescript/bin/tsc'), '-p', project, '--pretty', 'false']));
  const read = [
    ['types', types('tsconfig.json')],
    ['types: web', types('apps/web/tsconfig.json')],
    [
      'lint',
      async () => asOne(await run(node, [bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', ...SOURCES])),
    ],
    ['format', async () => asOne(await run(node, [bin('oxfmt/bin/oxfmt'), '--check', ...SOURCES]))],
    ['layers', async () => asOne(await run(node, [join(root, 'scripts/layers.mjs')]))],
  ];
  return sideBySide([['unit', () => vitest(node, 'unit')]], [...read, ...beside]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    ensurePackages();
    const node = pinnedNode();
    ensureClient(node);
    return conclude(await check(node));
  });
}
