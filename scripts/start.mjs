// `npm start`: makes a fresh clone ready, then becomes `patchbay start`.
import { join } from 'node:path';
import { ensureClient, ensurePackages, ensureWeb, handOver, pinnedNode, root, runMain } from './bootstrap.mjs';

await runMain(async () => {
  ensurePackages();
  const node = pinnedNode();
  ensureClient(node);
  await ensureWeb(node);
  return handOver(node, [join(root, 'apps/cli/src/main.ts'), 'start', ...process.argv.slice(2)]);
});
