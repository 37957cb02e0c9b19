// Bodies of requests as values, by the one rule for JSON: whole numbers beyond 2^53 stay text, `__proto__` is a name like any
// other, and no recursive reader ever meets a tower of brackets.
import { AppError } from '@patchbay/model/errors';
import { firstTooDeep, maxJsonDepth, readJsonText } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';

/** @throws AppError `invalidInput` with the place of the mistake. */
export function readJsonBody(text: string): Json {
  if (text.trim() === '') throw AppError.because('invalidInput', 'The request has no body. Send JSON.');
  const result = readJsonText(text);
  if (result.ok) return result.value;
  const before = text.slice(0, result.offset);
  const line = before.split('\n').length;
  const column = result.offset - before.lastIndexOf('\n');
  throw AppError.because(
    'invalidInput',
    `The body is not valid JSON: ${result.reason} (line ${line}, column ${column}). Mend it and send it again.`,
  );
}

/** For those who parse by themselves. @throws AppError `invalidInput` when it is nested too deep. */
export function refuseDeepBody(text: string): void {
  if (firstTooDeep(text) === undefined) return;
  throw AppError.because(
    'invalidInput',
    `The body is nested deeper than ${maxJsonDepth} levels. Send it flatter, or as text of a format.`,
  );
}
