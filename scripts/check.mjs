// `npm run check`: types, lint, format, layers and unit tests, in under a minute on two cores.
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { ensureClient, ensurePackages, pinnedNode, root, runMain } from './bootstrap.mjs';
import { asOne, conclude, run, step, vitest } from './report.mjs';

const bin = (name) => join(root, 'node_modules', name);
const SOURCES = ['apps', 'packages', 'e2e', 'bench', 'scripts', 'vitest.config.ts', 'prisma.config.ts'];

/** Runs every part, whatever the others say, and returns their counts. */
export async function check(node) {
  const types = (project) => async () =>
    asOne(await run(node, [bin('typescript/bin/tsc'), '-p', project, '--pretty', 'false']));
  const parts = [
    ['types', types('tsconfig.json')],
    ['types: web', types('apps/web/tsconfig.json')],
    [
      'lint',
      async () => asOne(await run(node, [bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', ...SOURCES])),
    ],
    ['format', async () => asOne(await run(node, [bin('oxfmt/bin/oxfmt'), '--check', ...SOURCES]))],
    ['layers', async () => asOne(await run(node, [join(root, 'scripts/layers.mjs')]))],
    ['unit', () => vitest(node, 'unit')],
  ];
  const counts = [];
  for (const [name, work] of parts) counts.push(await step(name, work));
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    ensurePackages();
    const node = pinnedNode();
    ensureClient(node);
    return conclude(await check(node));
  });
}
