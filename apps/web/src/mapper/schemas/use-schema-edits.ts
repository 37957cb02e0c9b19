import { addSample, addSource, isRefusal, setSource, setTarget } from '@patchbay/mapping/edit';
import type { SchemaUse } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import { isJsonObject } from '@patchbay/model/schema';
import { useMemo } from 'react';
import { useMapper } from '../mapper-context.ts';
import { sourceNameOf } from './source-name.ts';
import { useRuleActions } from '../rules/use-rule-actions.ts';

export interface SchemaEdits {
  readonly setTarget: (use: SchemaUse | undefined) => void;
  /** Another shape for a source of the document; an example becomes a sample besides. */
  readonly setSource: (name: string, use: SchemaUse, sample?: unknown) => void;
  readonly addSource: (use: SchemaUse, sample?: unknown) => void;
}

export function useSchemaEdits(): SchemaEdits {
  const mapper = useMapper();
  const { make } = useRuleActions();
  return useMemo(
    () => ({
      setTarget: (use) => void make(setTarget(mapper.host().doc, use)),
      setSource: (name, schema, sample) => {
        const result = setSource(mapper.host().doc, name, { schema });
        make(isRefusal(result) ? result : { ...result, doc: withExample(result.doc, name, sample) });
      },
      addSource: (schema, sample) => {
        const { doc } = mapper.host();
        const title = typeof schema === 'string' ? schema : schema.title;
        const wanted = title === undefined ? undefined : sourceNameOf(title);
        const isTaken = wanted !== undefined && Object.hasOwn(doc.sources ?? {}, wanted);
        const named = addSource(doc, {
          source: { schema },
          ...(wanted === undefined || isTaken ? {} : { name: wanted }),
        });
        const result = isRefusal(named) ? addSource(doc, { source: { schema } }) : named;
        if (isRefusal(result)) {
          make(result);
          return;
        }
        const name = Object.keys(result.doc.sources ?? {}).find((key) => !Object.hasOwn(doc.sources ?? {}, key)) ?? '';
        make({ ...result, doc: withExample(result.doc, name, sample) });
      },
    }),
    [mapper, make],
  );
}

/** An example that the shape was read off is something to try the mapping on. */
function withExample(doc: Parameters<typeof addSample>[0], name: string, sample: unknown): typeof doc {
  if (sample === undefined) return doc;
  const [first, ...others] = doc.samples ?? [];
  if (first !== undefined && isJsonObject(first.in) && !Object.hasOwn(first.in, name))
    return { ...doc, samples: [{ ...first, in: { ...first.in, [name]: sample as Json } }, ...others] };
  const added = addSample(doc, { name: 'example', in: Object.fromEntries([[name, sample as Json]]) });
  return isRefusal(added) ? doc : added.doc;
}
