import { procedure, router } from '../trpc/procedure.ts';
import { ManifestList } from './manifest.contract.ts';

export const manifestRouter = router({
  list: procedure({
    permission: 'flow.read',
    scope: 'workspace',
    rest: { method: 'GET', path: '/connectors', summary: 'The connectors and their operations', tag: 'Connections' },
  })
    .output(ManifestList)
    .query(({ ctx }) => ctx.services.manifest.list()),
});
