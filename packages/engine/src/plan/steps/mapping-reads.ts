// What a mapping reads of a run, by its words alone: what crosses into another thread should be no more than that.
import { namesRoot, stepsNamedIn } from '@patchbay/model/flow';
import { expressionsOfMapping } from '@patchbay/model/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import type { MapStep, RunScope } from '../flow-plan.ts';

export function mappingReads(doc: MappingDocument): MapStep['reads'] {
  const documents = [doc, ...Object.values(doc.bundle?.mappings ?? {})];
  const sources = new Set(documents.flatMap((one) => Object.keys(one.sources ?? {})));
  const text = documents.flatMap((one) => expressionsOfMapping(one).map((found) => found.text)).join('\n');
  // A source may be read as `$source`, by no name at all.
  const names = (root: string): boolean => sources.has(root) || namesRoot(text, root);
  const steps = sources.has('steps') || sources.has('errors') ? null : stepsNamedIn(text);
  const named = (all: RunScope['steps']): Readonly<Record<string, Json>> =>
    steps === null ? all : Object.fromEntries(Object.entries(all).filter(([name]) => steps.has(name)));
  const trigger = names('trigger');
  const variables = names('vars') || names('$vars');
  return {
    trigger,
    scope: ({ trigger: event, steps: outputs, errors, vars, ...items }) => ({
      ...Object.fromEntries(Object.entries(items as Record<string, Json>).filter(([name]) => names(name))),
      trigger: trigger ? event : null,
      steps: named(outputs),
      errors: named(errors),
      vars: variables ? vars : {},
    }),
  };
}
