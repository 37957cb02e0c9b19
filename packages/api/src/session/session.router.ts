import { procedure, router } from '../trpc/procedure.ts';
import { SessionView } from './session.contract.ts';

export const sessionRouter = router({
  me: procedure({
    permission: 'signedIn',
    scope: 'workspace',
    rest: { method: 'GET', path: '/session', summary: 'Who is asking, and what they may do', tag: 'Workspace' },
  })
    .output(SessionView)
    .query(({ ctx }) => ctx.services.session.me(ctx.caller)),
});
