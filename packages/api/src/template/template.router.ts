import * as z from 'zod';
import { procedure, router } from '../trpc/procedure.ts';
import { TemplateView } from './template.contract.ts';

export const templateRouter = router({
  list: procedure({ permission: 'flow.read', scope: 'workspace' })
    .output(z.array(TemplateView))
    .query(({ ctx }) => [...ctx.services.template.list()]),
});
