import { procedure, router } from '../trpc/procedure.ts';
import {
  VariableDeleted,
  VariableDeleteInput,
  VariableList,
  VariableSet,
  VariableSetInput,
  VariableValues,
} from './variable.contract.ts';

const tag = 'Variables';

export const variableRouter = router({
  list: procedure({
    permission: 'variable.read',
    scope: 'workspace',
    rest: {
      method: 'GET',
      path: '/variables',
      summary: 'List the variables of the environment, with who uses them',
      tag,
    },
  })
    .output(VariableList)
    .query(({ ctx }) => ctx.services.variable.list(ctx.caller)),

  values: procedure({ permission: 'variable.read', scope: 'workspace' })
    .output(VariableValues)
    .query(({ ctx }) => ctx.services.variable.values(ctx.caller)),

  set: procedure({
    permission: 'variable.edit',
    scope: 'workspace',
    rest: {
      method: 'PUT',
      path: '/variables/{name}',
      summary: 'Set a variable of the environment; a new one is made',
      description:
        'Live flows read the new value at once, in runs that begin or go on from then. Everybody who may see flows may read it: a credential belongs into a connection.',
      tag,
      example: { request: { value: 0.2, revision: 3 }, response: { revision: 4 } },
    },
  })
    .input(VariableSetInput)
    .output(VariableSet)
    .mutation(({ ctx, input }) => ctx.services.variable.set(ctx.caller, input)),

  delete: procedure({
    permission: 'variable.edit',
    scope: 'workspace',
    rest: {
      method: 'DELETE',
      path: '/variables/{name}',
      summary: 'Delete a variable that no live flow reads by its name',
      description:
        'What may read any variable, because it reads them by names that it works out or hands all of them on, is no hindrance: the answer says what that is.',
      tag,
    },
  })
    .input(VariableDeleteInput)
    .output(VariableDeleted)
    .mutation(({ ctx, input }) => ctx.services.variable.delete(ctx.caller, input)),
});
