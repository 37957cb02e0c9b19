import type { Transaction } from '@patchbay/db/client';
import type { VariableRow } from '@patchbay/db/repositories';
import { appendAudit, deleteVariable, listVariables, lockVariables, saveVariable } from '@patchbay/db/repositories';
import { deploymentChannel } from '@patchbay/db/run-store';
import { AppError } from '@patchbay/model/errors';
import type { Json } from '@patchbay/model/schema';
import type { Caller } from '../trpc/caller.ts';
import { insideOf } from '../trpc/inside.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { variablesOf, variableUsers } from './variable-use.ts';
import type { VariableDeleted, VariableService, VariableSet, VariableSetInput } from './variable.contract.ts';

const kind = 'variable';
const maxValueBytes = 64 * 1024;
/** Every run that reads one holds all of them. */
const maxAllBytes = 1024 * 1024;

export function createVariableService({ db }: ServiceDeps): VariableService {
  const inside = insideOf({ db });
  return {
    list: (caller) =>
      inside(caller, async (tx) => {
        const rows = await listVariables(tx, caller);
        const usersOf = rows.length === 0 ? () => [] : await variableUsers(tx, caller);
        return {
          items: rows.map(({ name, value, revision, updatedAt, updatedBy }) => ({
            name,
            value: JSON.parse(value) as Json,
            revision,
            updatedAt: updatedAt.toISOString(),
            updatedBy,
            usedBy: usersOf(name),
          })),
        };
      }),
    values: (caller) => inside(caller, async (tx) => ({ values: await variablesOf(tx, caller) })),
    set: (caller, input) => inside(caller, (tx) => setVariable(tx, caller, input)),
    delete: (caller, { name }) => inside(caller, (tx) => removeVariable(tx, caller, name)),
  };
}

async function setVariable(tx: Transaction, caller: Caller, input: VariableSetInput): Promise<VariableSet> {
  const { workspaceId, environmentId, actor } = caller;
  const { name, revision: seen } = input;
  const value = JSON.stringify(input.value);
  refuseValue(input.value, value);
  await lockVariables(tx, caller);
  const rows = await listVariables(tx, caller);
  const before = rows.find((row) => row.name === name);
  refuseAlike(rows, name);
  refuseStale(name, before, seen);
  refuseTooMuch(rows, name, value);
  const revision = (before?.revision ?? 0) + 1;
  if (before?.value === value) return { revision: before.revision };
  await saveVariable(tx, caller, { name, value, revision, updatedBy: actor.name });
  await tellRuns(tx, environmentId);
  await appendAudit(tx, workspaceId, actor, {
    action: 'variable.set',
    target: { kind, id: name },
    ...(before === undefined ? {} : { before: { value: JSON.parse(before.value) as Json } }),
    after: { value: input.value, environmentId },
  });
  return { revision };
}

async function removeVariable(tx: Transaction, caller: Caller, name: string): Promise<VariableDeleted> {
  const { workspaceId, environmentId, actor } = caller;
  await lockVariables(tx, caller);
  const before = (await listVariables(tx, caller)).find((row) => row.name === name);
  if (before === undefined) {
    throw AppError.because(
      'notFound',
      `The environment has no variable “${name}”. The list of variables shows what there is.`,
    );
  }
  const usedBy = (await variableUsers(tx, caller))(name);
  const live = usedBy.filter((user) => user.live && user.reads === 'named').map((user) => `“${user.name}”`);
  if (live.length > 0) {
    const shown = live.slice(0, 5).join(', ') + (live.length > 5 ? ` and ${live.length - 5} more` : '');
    throw AppError.because(
      'conflict',
      `“${name}” is read by ${shown}, which ${live.length === 1 ? 'is' : 'are'} live. Take it out there and publish, or unpublish, first.`,
      { usedBy },
    );
  }
  await deleteVariable(tx, caller, name);
  await tellRuns(tx, environmentId);
  await appendAudit(tx, workspaceId, actor, {
    action: 'variable.delete',
    target: { kind, id: name },
    before: { value: JSON.parse(before.value) as Json, environmentId },
  });
  return { usedBy };
}

/** With the commit, servers and workers read the variables anew for the runs that come. */
async function tellRuns(tx: Transaction, environmentId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${deploymentChannel}, ${environmentId})`;
}

function refuseValue(value: Json, text: string): void {
  if (value === null) {
    throw AppError.because(
      'unprocessable',
      'A variable has a value: text, a number, yes or no, a list or an object. To have none, delete the variable.',
    );
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > maxValueBytes) {
    throw AppError.because(
      'tooLarge',
      `The value is ${Math.ceil(bytes / 1024)} KiB as JSON, and a variable holds 64 KiB. Put tables into a lookup table of the library.`,
    );
  }
}

function refuseAlike(rows: readonly VariableRow[], name: string): void {
  const alike = rows.find((row) => row.name !== name && row.name.toLowerCase() === name.toLowerCase());
  if (alike === undefined) return;
  throw AppError.because(
    'conflict',
    `There is a variable “${alike.name}” already, and names differ by more than their case. Set that one, or choose another name.`,
  );
}

function refuseStale(name: string, before: VariableRow | undefined, seen: number | undefined): void {
  const revision = before?.revision ?? 0;
  if (seen === undefined || seen === revision) return;
  const what =
    before === undefined
      ? `The variable “${name}” was deleted meanwhile.`
      : seen === 0
        ? `There is a variable “${name}” already.`
        : `${before.updatedBy} changed “${name}” meanwhile.`;
  throw AppError.because('conflict', `${what} Look at it as it stands now, then change it.`, { revision });
}

function refuseTooMuch(rows: readonly VariableRow[], name: string, value: string): void {
  const others = rows.filter((row) => row.name !== name);
  const bytes = others.reduce((sum, row) => sum + Buffer.byteLength(row.value), Buffer.byteLength(value));
  if (bytes <= maxAllBytes) return;
  throw AppError.because(
    'tooLarge',
    'All variables of an environment together hold 1 MiB, and this would be more. Delete some, or put tables into lookup tables of the library.',
  );
}
