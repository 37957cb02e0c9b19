// The value of a source row on the sample: of the item that is shown, inside lists.
import { compileExpression, EvaluationError } from '@patchbay/mapping';
import type { Scope } from '@patchbay/mapping';
import { isJsonObject, isSecretName, namesSecret, secretMask } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import type { MapperSource } from '../mapper-host.ts';
import { ruleText } from '../rows/rule-text.ts';
import type { SourceNode, TargetNode } from '../rows/tree-node.ts';
import { previewContext } from './analysis.ts';

export interface SampleValues {
  /** Undefined where the sample has nothing. */
  readonly valueOf: (node: Pick<SourceNode, 'source' | 'steps'>) => Json | undefined;
}

export const noValues: SampleValues = { valueOf: () => undefined };

/** All values at a source path, of every item of the lists on the way; at most a thousand. */
export function allValues(root: string, steps: readonly string[], scope: Scope): Json[] {
  let values: Json[] = [rootValue(root, scope) ?? null];
  for (const step of steps) {
    values = values
      .flatMap((value) => {
        if (step === '[]') return Array.isArray(value) ? value : [];
        return isJsonObject(value) && Object.hasOwn(value, step) ? [value[step] ?? null] : [];
      })
      .slice(0, 1_000);
  }
  return values;
}

/** `positions`: which item of a list is shown, by the list's steps joined with `/` behind the source's root. */
export function sampleValues(given: {
  readonly sources: readonly MapperSource[];
  readonly scope: Scope;
  readonly froms: Readonly<Record<string, string>>;
  readonly positionOf: (source: string, steps: readonly string[]) => number;
}): SampleValues {
  const { sources, scope, froms, positionOf } = given;
  // A sample that has the source itself goes before what would fill it.
  const roots = sources.map(({ root }) => rootValue(root, scope) ?? rootValue(froms[root] ?? root, scope));
  return {
    valueOf: (node) => {
      const source = sources[node.source];
      if (source === undefined) return undefined;
      let value = roots[node.source];
      for (const [at, step] of node.steps.entries()) {
        if (step === '[]' && Array.isArray(value))
          value = value[positionOf(source.root, node.steps.slice(0, at))] as Json | undefined;
        else if (isJsonObject(value) && Object.hasOwn(value, step)) value = value[step];
        else if (isJsonObject(value) && step === '*') value = Object.values(value)[0];
        else return undefined;
      }
      return masked(value, node.steps.some(isSecretName));
    },
  };
}

/** Texts and numbers that come of something secret by its name are not shown. */
function masked(value: Json | undefined, isSecret: boolean): Json | undefined {
  if (!isSecret) return value;
  if (Array.isArray(value)) return value.map((item) => masked(item, true) ?? null);
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? secretMask : value;
}

/** The value that a target row shows: not where its name, or what its rule reads, tells of a secret. */
export function madeValue({ path, part, rule }: Pick<TargetNode, 'path' | 'part' | 'rule'>, value: unknown): unknown {
  const isLeaf = typeof value !== 'object' || Array.isArray(value);
  if (!isLeaf || value === null) return value;
  return masked(value as Json, namesSecret(path) || (rule !== undefined && namesSecret(ruleText(rule, part))));
}

function rootValue(text: string, scope: Scope): Json | undefined {
  try {
    return compileExpression(text).evaluate(scope, previewContext) as Json;
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

/** Longer texts are cut by the layout; what no row can show is not made. */
const longest = 200;

/** A value in a row: plain text, `3 items`, `Bergen, NO` for a structure. */
export function valueWords(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return '';
  if (typeof value === 'string') return value.length > longest ? `${value.slice(0, longest)}…` : value;
  if (Array.isArray(value)) {
    if (
      value.length > 0 &&
      value.length <= 8 &&
      value.every((item) => typeof item === 'string' || typeof item === 'number')
    )
      return value.join(', ').slice(0, longest);
    return `${value.length} ${value.length === 1 ? 'item' : 'items'}`;
  }
  if (typeof value === 'object') return '';
  return String(value as number | boolean);
}
