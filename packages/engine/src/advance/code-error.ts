// What went wrong in a user's code, as the error of its step.
import type { StepError } from '@patchbay/model/run';
import type { CodeFault } from '../drivers/index.ts';

const codes: Readonly<Record<CodeFault['kind'], string>> = {
  syntax: 'codeSyntax',
  threw: 'codeThrew',
  pending: 'codePending',
  output: 'codeOutput',
  time: 'codeTime',
  memory: 'codeMemory',
  crashed: 'codeCrashed',
};

const nexts: Readonly<Record<CodeFault['kind'], string>> = {
  syntax: 'An analyst mends the code and publishes the flow again.',
  threw: 'Look at the values that came in. If they are right, an analyst mends the code.',
  pending: 'An analyst takes out what waits; delays and calls are steps of their own.',
  output: 'An analyst lets the code return less, or plain values only.',
  time: 'An analyst looks for a loop that does not end, lets the code do less, or gives it more time in its settings.',
  memory: 'An analyst lets the code hold less at once, or gives it more memory in its settings.',
  crashed: 'Replay the run. If it happens again, an administrator looks at the worker’s log.',
};

export function stepErrorOf({ kind, message, place, index }: CodeFault): StepError {
  const where = [
    ...(index === undefined ? [] : [`item ${index + 1}`]),
    ...(place === undefined ? [] : [`line ${place.line}, column ${place.column}`]),
  ].join(', ');
  const details = { ...(index === undefined ? {} : { index }), ...(place === undefined ? {} : place) };
  return {
    code: codes[kind],
    message: where === '' ? message : `${message.replace(/\.$/, '')} (${where}).`,
    next: nexts[kind],
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}
