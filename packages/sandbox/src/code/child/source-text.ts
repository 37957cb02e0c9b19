// From a user's text to a script: types taken out (every character keeps its place), then the body of one function.
import { stripTypeScriptTypes } from 'node:module';
import type { CodeText } from '../code-job.ts';
import type { CodeFailure, CodePlace } from '../code-reply.ts';

/** How the user's text is named in stack traces. */
export const codeName = 'code.ts';
/** Lines of the script that stand before the user's first. */
export const linesBefore = 1;

const asynchronous = /\bawait\b/;

export type Script =
  | { readonly ok: true; readonly script: string }
  | { readonly ok: false; readonly failure: CodeFailure };

/** Code that waits for nothing is no asynchronous function: a call of it costs a tenth. */
export function scriptOf({ text, language }: CodeText, names: readonly string[]): Script {
  const kind = asynchronous.test(text) ? 'async function' : 'function';
  // In a block of its own the text may give its own values the names of the scope.
  const script = `(${kind} (${names.join(', ')}) { 'use strict'; {\n${text}\n}})`;
  if (language === 'javascript') return { ok: true, script };
  try {
    return { ok: true, script: stripTypeScriptTypes(script) };
  } catch (thrown) {
    return { ok: false, failure: typeScriptFailure(thrown, text) };
  }
}

/** The compiler shows its place as `:line`, the lines around it, and carets below what is wrong. */
function typeScriptFailure(thrown: unknown, text: string): CodeFailure {
  const { message, stack } = thrown instanceof Error ? thrown : { message: String(thrown), stack: undefined };
  const [first = '', ...shown] = (stack ?? '').split('\n');
  const line = Number(/^.*:(\d+)$/.exec(first)?.[1] ?? Number.NaN) - linesBefore;
  const carets = shown.find((candidate) => /^\s*\^+\s*$/.test(candidate));
  const place = { line, column: (carets?.indexOf('^') ?? 0) + 1 };
  return { kind: 'syntax', message: sentence(message), place: inside(place, text) };
}

/** V8 names its place behind the message: `Unexpected token ';' [code.ts:1:9]`. */
export function syntaxFailure(thrown: unknown, text: string): CodeFailure {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const found = /^(.*) \[[^\]]*?:(\d+):(\d+)\]$/s.exec(message);
  const place = { line: Number(found?.[2] ?? 1), column: Number(found?.[3] ?? 1) };
  return { kind: 'syntax', message: sentence(found?.[1] ?? message), place: inside(place, text) };
}

/** Where in the user's text an error arose: the first frame of the stack that is in it. */
export function placeOf(stack: string, text: string): CodePlace | undefined {
  const found = new RegExp(`${codeName.replace('.', '\\.')}:(\\d+):(\\d+)`).exec(stack);
  return found === null ? undefined : inside({ line: Number(found[1]), column: Number(found[2]) }, text);
}

/** What is missing at the end is found behind it: then the end is the place. */
function inside(place: CodePlace, text: string): CodePlace {
  const lines = text.split('\n');
  if (Number.isNaN(place.line)) return { line: 1, column: 1 };
  if (place.line <= lines.length) return { line: Math.max(1, place.line), column: Math.max(1, place.column) };
  return { line: lines.length, column: Math.max(1, lines.at(-1)?.length ?? 1) };
}

const sentence = (message: string): string => message.replace(/\.?$/, '.');
