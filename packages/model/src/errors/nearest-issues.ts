// What is wrong with a value that is of none of several kinds: what is wrong with the kind that it comes nearest to.
import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

export interface NearestIssue {
  readonly path: readonly string[];
  readonly code: string;
  readonly message: string;
}

/** Every issue with its path; what does not belong or is missing, in plain words. */
export const nearestIssues = (issues: readonly Issue[]): NearestIssue[] =>
  issues.flatMap((issue) => nearest(issue, []).found);

interface Reading {
  /** How many things would have to change. */
  readonly cost: number;
  readonly found: readonly NearestIssue[];
}

function nearest(issue: Issue, before: readonly string[]): { cost: number; found: NearestIssue[] } {
  const path = [...before, ...issue.path.map(String)];
  const own = { path, code: issue.code };
  if (issue.code === 'unrecognized_keys') {
    const found = issue.keys.map((key) => ({ ...own, message: `“${key}” does not belong here` }));
    return { cost: found.length, found };
  }
  if (issue.code !== 'invalid_union') return { cost: 1, found: [{ ...own, message: inWords(issue, path) }] };
  const readings = issue.errors.map((errors): Reading => {
    const parts = errors.map((error) => nearest(error, path));
    return { cost: parts.reduce((sum, { cost }) => sum + cost, 0), found: parts.flatMap(({ found }) => found) };
  });
  const [best] = readings.toSorted((one, other) => one.cost - other.cost || depthOf(other) - depthOf(one));
  return best === undefined || best.found.length === 0
    ? { cost: 1, found: [{ ...own, message: issue.message }] }
    : { cost: best.cost, found: [...best.found] };
}

const depthOf = ({ found }: Reading): number => Math.max(0, ...found.map(({ path }) => path.length));

function inWords({ code, message }: Issue, path: readonly string[]): string {
  const isMissing = code === 'invalid_type' && message.endsWith('received undefined');
  return isMissing ? `“${path.at(-1) ?? ''}” is missing here` : message;
}
