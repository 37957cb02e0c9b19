// Patterns of users run in a linear-time engine (RE2 syntax: no look-around, no back-references), so none can hang a run.
import { RE2JS, RE2JSException } from 're2js';
import type { Frame } from '../evaluate/frame.ts';
import { remembered } from '../evaluate/remembered.ts';
import type { Site } from '../evaluate/site.ts';

const maxPatternLength = 1_000;

/** Compiled patterns outlive an evaluation; what they cost is charged once in each, so that a run costs the same anywhere. */
const compiled = remembered<RE2JS>(500);
const patterns = {};

/**
 * The pattern, compiled, to be looked for in a text. At each character each instruction of its program may be tried, and a
 * few characters with counts make many of them: four are one step, and those of one search are charged beforehand.
 */
export function linearPattern(pattern: string, text: string, frame: Frame, site: Site): RE2JS {
  const program = programOf(pattern, frame, site);
  frame.charge(1 + Math.floor((text.length * program.programSize()) / 4), site);
  return program;
}

/** At most 1,000 characters. */
function programOf(pattern: string, frame: Frame, site: Site): RE2JS {
  checkLength(pattern, site);
  return frame.once(patterns, pattern, () => {
    frame.charge(1_000, site);
    return compiled(pattern, () => compilePattern(pattern, site));
  });
}

function checkLength(pattern: string, site: Site): void {
  if (pattern.length > maxPatternLength)
    throw site.error('invalidValue', `the pattern has more than ${maxPatternLength} characters.`);
}

/** The pattern, compiled anew. At most 1,000 characters. */
export function compilePattern(pattern: string, site: Site): RE2JS {
  checkLength(pattern, site);
  try {
    return RE2JS.compile(pattern);
  } catch (cause) {
    if (cause instanceof RE2JSException)
      throw site.error('invalidValue', `the pattern is not valid (${cause.message}).`);
    throw cause;
  }
}
