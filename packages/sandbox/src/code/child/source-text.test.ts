import { describe, expect, it } from 'vitest';
import { placeOf, scriptOf, syntaxFailure, unopenedFailure } from './source-text.ts';

describe('source text of code', () => {
  it('takes types out and keeps every character in its place', () => {
    const made = scriptOf({ text: 'const a: number = 1;\nreturn a as number;', language: 'typescript' }, ['input']);
    expect(made).toMatchObject({ ok: true });
    expect(made.ok && made.script.split('\n')).toEqual([
      "(function (input) { 'use strict'; {",
      'const a         = 1;',
      'return a          ;',
      '}})',
    ]);
  });

  it('asks by a second script, of as many lines, whether the text closes more than it opened', () => {
    const made = scriptOf({ text: 'const a: { b: 1 } = c;', language: 'typescript' }, ['c']);
    expect(made.ok && made.closed.split('\n')).toEqual([
      "(function () { 'use strict'; (() => {",
      'const a           = c;',
      '})})',
    ]);
    const told = (place: string, text: string) =>
      unopenedFailure(new SyntaxError(`Unexpected token '{' [code.ts:${place}]`), text);
    expect(told('2:3', 'a\n} {')).toMatchObject({ kind: 'syntax', place: { line: 2, column: 1 } });
    expect(told('3:1', 'a }\n\n{')).toMatchObject({ place: { line: 1, column: 3 } });
  });

  it('is an asynchronous function only when it waits', () => {
    const made = (text: string) => scriptOf({ text, language: 'javascript' }, []);
    expect(made('return await x')).toMatchObject({ script: expect.stringMatching(/^\(async function/) as unknown });
    expect(made('return awaits')).toMatchObject({ script: expect.stringMatching(/^\(function/) as unknown });
  });

  it('names the place of a syntax error in the user’s text, and its end for what is missing there', () => {
    const told = (message: string) => syntaxFailure(new SyntaxError(message), 'first\nsecond');
    expect(told("Unexpected token ';' [code.ts:2:4]")).toEqual({
      kind: 'syntax',
      message: "Unexpected token ';'.",
      place: { line: 2, column: 4 },
    });
    expect(told("Unexpected token '}' [code.ts:3:1]")).toMatchObject({ place: { line: 2, column: 6 } });
  });

  it('finds the user’s own line in a stack', () => {
    const stack = 'Error: x\n    at sandbox:12:3\n    at inner (code.ts:2:7)\n    at code.ts:9:1';
    expect(placeOf(stack, 'a\nb\nc')).toEqual({ line: 2, column: 7 });
    expect(placeOf('Error: x', 'a')).toBeUndefined();
  });
});
