// `npm run generate`: the database client from prisma/schema.prisma, when it is stale.
import { ensureClient, ensurePackages, pinnedNode, runMain } from './bootstrap.mjs';

await runMain(() => {
  ensurePackages();
  ensureClient(pinnedNode());
});
