// Bodies of requests as values, by the one rule for JSON: whole numbers beyond 2^53 stay text, `__proto__` is a name like any
// other, and no recursive reader ever meets a tower of brackets.
import { AppError } from '@patchbay/model/errors';
import { maxJsonDepth, readJsonText } from '@patchbay/model/schema';
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
  if (!deeperThan(text, maxJsonDepth)) return;
  throw AppError.because(
    'invalidInput',
    `The body is nested deeper than ${maxJsonDepth} levels. Send it flatter, or as text of a format.`,
  );
}

/** Counts brackets outside of strings, so that no recursive reader ever meets a tower of them. */
export function deeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x22) return at;
  }
  return text.length;
}
