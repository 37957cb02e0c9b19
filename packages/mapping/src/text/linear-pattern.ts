// Patterns of users run in a linear-time engine (RE2 syntax: no look-around, no back-references), so none can hang a run.
import { RE2JS, RE2JSException } from 're2js';
import type { Frame } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';

const maxPatternLength = 1_000;

/** A compiler that remembers the pattern it compiled last: at one place of a mapping it is nearly always the same. */
export function patternCompiler(site: Site): (pattern: string, frame: Frame) => RE2JS {
  let last: { readonly pattern: string; readonly compiled: RE2JS } | undefined;
  return (pattern, frame) => {
    if (last?.pattern === pattern) return last.compiled;
    if (pattern.length > maxPatternLength)
      throw site.error('invalidValue', `the pattern has more than ${maxPatternLength} characters.`);
    frame.charge(1_000, site);
    last = { pattern, compiled: compilePattern(pattern, site) };
    return last.compiled;
  };
}

function compilePattern(pattern: string, site: Site): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (cause) {
    if (cause instanceof RE2JSException)
      throw site.error('invalidValue', `the pattern is not valid (${cause.message}).`);
    throw cause;
  }
}
