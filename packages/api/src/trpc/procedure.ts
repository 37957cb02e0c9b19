// The ONE authorisation layer: the builder below is the only way to make a procedure, and it cannot be called without
// naming the permission and the scope. What the caller may not see does not exist for them: 404, with one body for all.
import { AppError } from '@patchbay/model/errors';
import type { Permission } from '@patchbay/model/identity';
import { roleAllows } from '@patchbay/model/identity';
import { initTRPC } from '@trpc/server';
import type { Context } from './context.ts';
import { appErrorOf, errorView, trpcErrorOf } from './error-view.ts';
import type { ThingKind } from './ownership.ts';
import { thingFields } from './ownership.ts';

/** How a procedure stands in the public REST API. Fields of the input that the path does not name come from body or query. */
export interface RestMeta {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below `/api/v1`, with parameters as `{flowId}`. */
  readonly path: string;
  readonly summary: string;
  readonly tag:
    | 'Flows'
    | 'Mappings'
    | 'Schemas'
    | 'Lookups'
    | 'Words'
    | 'Connections'
    | 'Variables'
    | 'Runs'
    | 'Topics'
    | 'API keys'
    | 'Workspace';
  /** What the summary cannot say, in Markdown. */
  readonly description?: string;
  /** Fields of the body of which exactly one has to stand there. */
  readonly exactlyOne?: readonly string[];
  /** One request and what it is answered with. */
  readonly example?: { readonly request?: unknown; readonly response?: unknown };
  /** Where, with the same parameters, all of what this tells of is handed out as it is. */
  readonly download?: { readonly path: string; readonly summary: string };
  /** Status of success when it is not 200. */
  readonly status?: 201 | 202 | 204;
}

export interface ProcedureRule {
  /** `signedIn`: whoever has proven who they are. */
  readonly permission: Permission | 'signedIn';
  /** `workspace`: the input names no thing · else the kind of thing that the input names by its id. */
  readonly scope: 'workspace' | ThingKind;
  readonly rest?: RestMeta;
}

const t = initTRPC
  .context<Context>()
  .meta<ProcedureRule>()
  .create({
    errorFormatter: ({ shape, error, ctx }) => errorView(shape, error, ctx?.requestId),
    sse: { ping: { enabled: true, intervalMs: 5_000 }, client: { reconnectAfterInactivityMs: 20_000 } },
  });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same words whether the thing never was, was deleted, or stands in another workspace. */
export const notThere = (): AppError =>
  AppError.because(
    'notFound',
    'There is nothing with this id in this workspace. It may have been deleted; go back to the list.',
  );

/** Builds a procedure under a rule. The check of input and result follows with `.input()` and `.output()`. */
export const procedure = (rule: ProcedureRule) =>
  t.procedure.meta(rule).use(async ({ ctx, next, getRawInput }) => {
    const { caller, services } = ctx;
    if (caller === null) {
      throw trpcErrorOf(
        AppError.because(
          'unauthenticated',
          'Nobody is signed in. Sign in, or send an API key as “Authorization: Bearer pb_…”.',
        ),
      );
    }
    if (rule.permission !== 'signedIn' && !roleAllows(caller.actor.role, rule.permission)) {
      throw trpcErrorOf(
        AppError.because(
          'forbidden',
          `The role “${caller.actor.role}” may not do this (it needs “${rule.permission}”). Ask an admin of the workspace for another role.`,
        ),
      );
    }
    if (rule.scope !== 'workspace') {
      const raw = await getRawInput();
      const id = isRecord(raw) ? raw[thingFields[rule.scope]] : undefined;
      if (typeof id === 'string' && !(await services.ownership.belongs(caller.workspaceId, rule.scope, id))) {
        throw trpcErrorOf((await services.ownership.farewell(caller.workspaceId, rule.scope, id)) ?? notThere());
      }
    }
    const result = await next({ ctx: { ...ctx, caller } });
    if (!result.ok) throw trpcErrorOf(appErrorOf(result.error), result.error);
    return result;
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;
