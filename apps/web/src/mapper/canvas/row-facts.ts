// What a row shows, all of it: rows are told, they look up nothing, and are drawn again only when one of these changed.
import type { RowResult } from '@patchbay/mapping';
import type { Diagnostic } from '@patchbay/model/errors';
import type { RuleMeta } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import { useState } from 'react';
import type { Suggestion } from '../auto-map/suggestion.ts';
import type { MapperSource } from '../mapper-host.ts';
import type { SourceNode, TargetNode } from '../rows/tree-node.ts';

export interface SourceFacts {
  readonly node: SourceNode;
  /** On the sample; undefined where it has nothing. */
  readonly value: Json | undefined;
  /** It goes into the selected rule. */
  readonly isHit: boolean;
  readonly isUnused: boolean;
  /** Which place of data it is of, and of what kind; undefined where there is only one. */
  readonly source: MapperSource | undefined;
}

export interface TargetFacts {
  readonly node: TargetNode;
  /** All of its rule as one text; empty where there is nothing to say. */
  readonly rule: string;
  /** What was typed last and is not applied. */
  readonly draft: string | undefined;
  /** What was typed and waits beside the rule: of what it said before, or of a part of it. */
  readonly waits: string | undefined;
  /** What auto-map proposes, for a row without a rule. */
  readonly suggestion: Suggestion | undefined;
  readonly result: RowResult | undefined;
  readonly problems: readonly Diagnostic[];
  /** Required, and nothing gives it a value. */
  readonly isMissing: boolean;
  readonly meta: RuleMeta | undefined;
  readonly mayEdit: boolean;
}

export type RowFacts = SourceFacts | TargetFacts;

/** Hands back the facts of the last time as long as they are the same. */
export function useKeptFacts<Facts extends RowFacts>(): (facts: Facts) => Facts {
  const [keep] = useState(() => {
    const known = new Map<string, Facts>();
    return (facts: Facts): Facts => {
      const before = known.get(facts.node.key);
      if (before !== undefined && sameFacts(before, facts)) return before;
      known.set(facts.node.key, facts);
      return facts;
    };
  });
  return keep;
}

function sameFacts<Facts extends RowFacts>(one: Facts, other: Facts): boolean {
  for (const key in other) if (!Object.is(one[key], other[key])) return false;
  return true;
}
