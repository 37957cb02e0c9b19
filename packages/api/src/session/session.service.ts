import { findWorkspace, listEnvironments } from '@patchbay/db/repositories';
import { permissionsOf } from '@patchbay/model/identity';
import { notThere } from '../trpc/procedure.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { SessionService } from './session.contract.ts';

export function createSessionService({ db, version }: ServiceDeps): SessionService {
  return {
    me: async ({ actor, user, workspaceId, environmentId }) => {
      const { workspace, environments } = await db.inWorkspace(workspaceId, async (tx) => ({
        workspace: await findWorkspace(tx, workspaceId),
        environments: await listEnvironments(tx, workspaceId),
      }));
      const environment = environments.find((other) => other.id === environmentId);
      if (workspace === null || environment === undefined) throw notThere();
      const { kind, id, name, role } = actor;
      return {
        user,
        actor: { kind, id, name },
        role,
        permissions: permissionsOf(role),
        workspace,
        environment,
        version,
      };
    },
  };
}
