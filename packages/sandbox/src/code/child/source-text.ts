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
  | {
      readonly ok: true;
      readonly script: string;
      /** A program only if the text closes nothing that it did not open: compiled, never run. */
      readonly closed: string;
    }
  | { readonly ok: false; readonly failure: CodeFailure };

type SyntaxFailure = CodeFailure & { readonly place: CodePlace };

/** Code that waits for nothing is no asynchronous function: a call of it costs a tenth. */
export function scriptOf({ text, language }: CodeText, names: readonly string[]): Script {
  const prefix = asynchronous.test(text) ? 'async ' : '';
  // In a block of its own the text may give its own values the names of the scope.
  const head = `(${prefix}function (${names.join(', ')}) { 'use strict'; {\n`;
  const tail = '\n}})';
  const whole = head + text + tail;
  if (language === 'javascript') return { ok: true, script: whole, closed: closedOf(text, prefix) };
  try {
    const script = stripTypeScriptTypes(whole);
    return { ok: true, script, closed: closedOf(script.slice(head.length, -tail.length), prefix) };
  } catch (thrown) {
    return { ok: false, failure: typeScriptFailure(thrown, text) };
  }
}

/**
 * `} {` closes the block around the text and opens another. What does that goes on with a statement there, and cannot be what may
 * follow the body of an arrow function: nothing.
 */
const closedOf = (text: string, prefix: string): string =>
  `(function () { 'use strict'; (${prefix}() => {\n${text}\n})})`;

/** For a `closed` that is no program where `script` is one. V8 names the place behind the brace. */
export function unopenedFailure(thrown: unknown, text: string): CodeFailure {
  const { line, column } = syntaxFailure(thrown, text).place;
  const lines = text.split('\n');
  const before = [...lines.slice(0, line - 1), (lines[line - 1] ?? '').slice(0, column - 1)].join('\n');
  const upToBrace = before.slice(0, before.lastIndexOf('}') + 1).split('\n');
  return {
    kind: 'syntax',
    message: 'This “}” closes more than the code opened. Take it out, or write the “{” that belongs to it before it.',
    place: inside({ line: upToBrace.length, column: upToBrace.at(-1)?.length ?? 1 }, text),
  };
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
export function syntaxFailure(thrown: unknown, text: string): SyntaxFailure {
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
