import { Permission, Role } from '@patchbay/model/identity';
import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';

export const ActorView = z.object({
  kind: z.enum(['person', 'apiKey', 'localOperator', 'system']),
  id: z.string(),
  name: z.string(),
});

export const SessionView = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
  actor: ActorView,
  role: Role,
  permissions: z.array(Permission),
  workspace: z.object({ id: z.string(), name: z.string() }),
  environment: z.object({ id: z.string(), name: z.string() }),
  version: z.string(),
});
export type SessionView = z.infer<typeof SessionView>;

export interface SessionService {
  me(caller: Caller): Promise<SessionView>;
}
