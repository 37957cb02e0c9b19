// Schemas of the library that fields of a step name. A version of a flow holds them, so a run keeps their names alone: however often the
// step runs, and however large they are, its records stay small. What is called gets the content, the same object each time.
import type { FieldValue } from '@patchbay/model/flow';
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import type { PlannedInput } from '../flow-plan.ts';
import { StepFailure } from '../step-failure.ts';
import { toJson } from './to-json.ts';

export interface PinnedSchemas extends Pick<PlannedInput, 'sent'> {
  /** What is kept in the place of the schema in a field; undefined where there is none. */
  readonly keptOf: (name: string) => Json | undefined;
}

export function pinnedSchemas(fields: readonly (readonly [string, FieldValue])[]): PinnedSchemas {
  const pinned = new Map(
    fields.flatMap(([name, value]): [string, { ref: string; content: Json }][] =>
      value.mode === 'schema' && value.content !== undefined
        ? [[name, { ref: value.schema, content: toJson(value.content) }]]
        : [],
    ),
  );
  return {
    keptOf: (name) => {
      const own = pinned.get(name);
      return own === undefined ? undefined : { schema: own.ref };
    },
    sent: (values) => {
      if (pinned.size === 0) return values;
      const whole = { ...values };
      for (const [name, { ref, content }] of pinned) {
        const kept = nameIn(values[name]);
        // Nothing, or the schema itself, as runs kept it before.
        if (kept === undefined) continue;
        if (kept !== ref) throw anotherSchema(kept, ref);
        whole[name] = content;
      }
      return whole;
    },
  };
}

/** The name of a schema where that is all there is. */
function nameIn(kept: Json | undefined): string | undefined {
  if (!isJsonObject(kept) || Object.keys(kept).length !== 1) return undefined;
  return typeof kept['schema'] === 'string' ? kept['schema'] : undefined;
}

/** Noted by a run of another version, which this run repeats. */
const anotherSchema = (kept: string, ref: string): StepFailure =>
  new StepFailure({
    code: 'invalidInput',
    message: `What the step sends was noted with the schema “${kept}”, and the version of the flow that this run follows holds “${ref}” in its place.`,
    next: 'A person does by hand what the step was to do, then discards the entry in the dead letters.',
  });
