// Values that samples have at a source path.
import { parsePath } from '@patchbay/model/expression';
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import type { MappingView } from '../../lineage/mapping-view.ts';
import { eachStep } from '../../lineage/source-path.ts';
import type { SourcePath } from '../../lineage/source-path.ts';

const maxSamples = 20;
const maxValues = 2_000;

/** What is asked for at hand, else what the document's samples hold; at most 2,000 values. */
export function sampleValues(
  at: { readonly view: MappingView; readonly values?: ((source: SourcePath) => readonly Json[]) | undefined },
  source: SourcePath,
): readonly Json[] {
  const given = at.values?.(source);
  if (given !== undefined) return given.slice(0, maxValues);
  const names = (parsePath(source.root) ?? []).flatMap((step) => (step.kind === 'name' ? [step.name] : []));
  const found: Json[] = [];
  for (const sample of (at.view.doc.samples ?? []).slice(0, maxSamples))
    collect(sample.in, [...names, ...source.steps], found);
  return found;
}

function collect(value: Json, steps: readonly string[], found: Json[]): void {
  const [step, ...rest] = steps;
  if (found.length >= maxValues) return;
  if (step === undefined) found.push(value);
  else if (step === eachStep) {
    if (Array.isArray(value)) for (const item of value) collect(item, rest, found);
  } else if (isJsonObject(value) && Object.hasOwn(value, step)) collect(value[step] ?? null, rest, found);
}
