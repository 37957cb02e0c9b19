// Builds the web app when its sources changed; `npm start` and the container image use it.
import { ensurePackages, ensureWeb, pinnedNode, runMain } from './bootstrap.mjs';

await runMain(async () => {
  ensurePackages();
  await ensureWeb(pinnedNode());
});
