// Who sends a request: an API key in the header, or the session of a cookie. Rights are read anew for every request, so a
// role that was lowered or a member who was removed counts at once.
import type { Database } from '@patchbay/db/client';
import { findApiKey, firstMembership, listEnvironments, roleOf, touchApiKey } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import type { Actor } from '@patchbay/model/identity';
import { EnvironmentId, mayGrantRole, Role, WorkspaceId } from '@patchbay/model/identity';
import type { Caller } from '../trpc/caller.ts';
import { isApiKeyToken, sha256 } from './api-key-token.ts';
import { consoleId } from './console-id.ts';
import type { Sessions } from './sessions.ts';

export interface CallerOptions {
  readonly db: Database;
  readonly sessions: Sessions;
}

export interface Recognised {
  readonly caller: Caller | null;
  readonly setCookies: readonly string[];
}

const badKey = (): AppError =>
  AppError.because(
    'unauthenticated',
    'The API key is unknown, revoked or expired. Make a new one under Settings › API keys, or with “patchbay api-key create”.',
  );

export function bearerOf(authorization: string | undefined): string | null {
  if (authorization === undefined) return null;
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
}

export function createCallerOf({
  db,
  sessions,
}: CallerOptions): (headers: Headers, requestId: string) => Promise<Recognised> {
  const environments = new Map<WorkspaceId, EnvironmentId>();

  /** Environments keep their id for ever, so one look is enough. */
  const environmentOf = async (workspaceId: WorkspaceId): Promise<EnvironmentId> => {
    const known = environments.get(workspaceId);
    if (known !== undefined) return known;
    const [first] = await db.inWorkspace(workspaceId, (tx) => listEnvironments(tx, workspaceId));
    if (first === undefined) throw new AppError('internal', `workspace ${workspaceId} has no environment`);
    const id = EnvironmentId.parse(first.id);
    environments.set(workspaceId, id);
    return id;
  };

  const byKey = async (token: string, requestId: string): Promise<Caller> => {
    if (!isApiKeyToken(token)) throw badKey();
    const key = await db.withProof({ apiKeyHash: sha256(token) }, (tx) => findApiKey(tx, sha256(token)));
    const now = new Date();
    if (key === null || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now)) throw badKey();
    const workspaceId = WorkspaceId.parse(key.workspaceId);
    const own = await db.inWorkspace(workspaceId, async (tx) => {
      await touchApiKey(tx, workspaceId, key.id);
      return key.createdBy === consoleId ? key.role : roleOf(tx, workspaceId, key.createdBy);
    });
    if (own === null) throw badKey();
    // A key never does more than whoever made it could do now.
    const role = mayGrantRole(Role.parse(own), Role.parse(key.role)) ? Role.parse(key.role) : Role.parse(own);
    const actor: Actor = { kind: 'apiKey', id: key.id, name: key.name, role };
    return { actor, user: null, workspaceId, environmentId: await environmentOf(workspaceId), requestId };
  };

  const bySession = async (headers: Headers, requestId: string): Promise<Recognised> => {
    const session = await sessions.signedIn(headers);
    if (session === null) return { caller: null, setCookies: [] };
    const { user, setCookies } = session;
    const membership = await db.withProof({ userId: user.id }, (tx) => firstMembership(tx, user.id));
    if (membership === null) return { caller: null, setCookies };
    const workspaceId = WorkspaceId.parse(membership.workspaceId);
    const actor: Actor = { kind: 'person', id: user.id, name: user.name, role: Role.parse(membership.role) };
    return {
      caller: { actor, user, workspaceId, environmentId: await environmentOf(workspaceId), requestId },
      setCookies,
    };
  };

  return async (headers, requestId) => {
    const bearer = bearerOf(headers.get('authorization') ?? undefined);
    if (bearer !== null) return { caller: await byKey(bearer, requestId), setCookies: [] };
    if (!(headers.get('cookie') ?? '').includes(`${sessions.cookieName}=`)) return { caller: null, setCookies: [] };
    return bySession(headers, requestId);
  };
}
