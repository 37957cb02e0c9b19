import { parseSourceKey } from '@patchbay/mapping';
import type { MatchRequest } from '@patchbay/mapping/suggest';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { escapePointer } from '@patchbay/model/schema';
import { allValues } from '../data/sample-values.ts';
import type { Matching, MapperSample, MapperSource, RememberedPair } from '../mapper-host.ts';

/** Samples beyond these say nothing new, and travel to the worker. */
const mostSamples = 20;

export function matchRequest(given: {
  readonly doc: MappingDocument;
  readonly sources: readonly MapperSource[];
  readonly target: DataSchema;
  readonly samples: readonly MapperSample[];
  readonly matching: Matching;
}): MatchRequest {
  const { doc, sources, target, samples, matching } = given;
  const wanted = (doc.samples ?? []).flatMap(({ out }) => (out === undefined ? [] : [out])).slice(0, mostSamples);
  return {
    sources: sources.flatMap((source) => {
      // Which setting of the environment or header of the call stands somewhere is a person's choice.
      if (source.schema === undefined || source.role === 'variables' || source.role === 'headers') return [];
      const values = samples
        .slice(0, mostSamples)
        .flatMap(({ scope }) => allValues(source.root, [], scope))
        .filter((value): value is Exclude<Json, null> => value !== null);
      return [{ name: source.root, schema: source.schema, schemaName: sourceRef(doc, source.root), samples: values }];
    }),
    target: { schema: target, schemaName: targetRef(doc), samples: wanted },
    ...matching,
    settled: doc.root,
  };
}

const targetRef = (doc: MappingDocument): string | undefined =>
  typeof doc.target?.schema === 'string' ? doc.target.schema : undefined;

function sourceRef(doc: MappingDocument, root: string): string | undefined {
  const source = Object.hasOwn(doc.sources ?? {}, root) ? doc.sources?.[root] : undefined;
  return typeof source?.schema === 'string' ? source.schema : undefined;
}

const nameOf = (ref: string | undefined): string => ref?.split('@', 1)[0] ?? '';

/** A pair of keys as the workspace remembers it: pointers below the schemas, without list positions. */
export function rememberedPair(
  doc: MappingDocument,
  pair: { readonly source: string; readonly target: string },
  verdict: RememberedPair['verdict'],
): RememberedPair {
  const { root, steps } = parseSourceKey(pair.source);
  const pointer = steps.filter((step) => step !== '[]').map((step) => `/${escapePointer(step)}`);
  return {
    source: { schema: nameOf(sourceRef(doc, root)), path: pointer.join('') },
    target: { schema: nameOf(targetRef(doc)), path: pair.target },
    verdict,
  };
}
