import { procedure, router } from '../trpc/procedure.ts';
import { AuditList, AuditListInput, AuditVerdict } from './audit.contract.ts';

export const auditRouter = router({
  list: procedure({
    permission: 'audit.read',
    scope: 'workspace',
    rest: { method: 'GET', path: '/audit', summary: 'List audit entries, the newest first', tag: 'Workspace' },
  })
    .input(AuditListInput)
    .output(AuditList)
    .query(({ ctx, input }) => ctx.services.audit.list(ctx.caller, input)),

  verify: procedure({ permission: 'audit.read', scope: 'workspace' })
    .output(AuditVerdict)
    .query(({ ctx }) => ctx.services.audit.verify(ctx.caller)),
});
