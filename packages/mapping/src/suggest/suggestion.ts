// What auto-map takes and gives: all plain data, so that it travels to a web worker and over the API.
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { LoopRule, ObjectRule } from '@patchbay/model/mapping';
import type { Band } from './choice/band.ts';
import type { ExtraWords } from './words/lexicon.ts';

export interface MatchSource {
  /** How expressions reach it: a name such as `order`, or a path such as `trigger.body`. */
  readonly name: string;
  readonly schema: DataSchema;
  /** What memory and known mappings call the schema, `Order` or `Order@3`. */
  readonly schemaName?: string | undefined;
  readonly samples?: readonly Json[] | undefined;
}

export interface MatchTarget {
  readonly schema: DataSchema;
  readonly schemaName?: string | undefined;
  readonly samples?: readonly Json[] | undefined;
}

/**
 * Two fields that belong together. A field is a JSON Pointer without list indexes (`/line_items/sku`) or a bare name (`sku`);
 * bare names hold wherever they occur. With schema names the pair holds for these schemas only (versions do not matter).
 */
export interface FieldPair {
  readonly source: string;
  readonly target: string;
  readonly sourceSchema?: string | undefined;
  readonly targetSchema?: string | undefined;
}

export interface MatchMemory {
  readonly confirmed?: readonly FieldPair[] | undefined;
  readonly rejected?: readonly FieldPair[] | undefined;
}

/** A mapping of the workspace between two named schemas: what it maps as it is. Pairs are JSON Pointers. */
export interface KnownMapping {
  readonly sourceSchema: string;
  readonly targetSchema: string;
  readonly pairs: readonly { readonly source: string; readonly target: string }[];
}

export interface MatchRequest {
  readonly sources: readonly MatchSource[];
  readonly target: MatchTarget;
  readonly words?: ExtraWords | undefined;
  readonly memory?: MatchMemory | undefined;
  readonly known?: readonly KnownMapping[] | undefined;
  /** Rules that are made already: their loops hold, their fields get no suggestion. */
  readonly settled?: ObjectRule | LoopRule | undefined;
}

/** Why a pair was suggested. `words` are those of the names, `says` completes it: “ship ~ deliver”. */
export interface MatchReason {
  readonly kind:
    | 'name'
    | 'synonym'
    | 'abbreviation'
    | 'type'
    | 'structure'
    | 'samples'
    | 'description'
    | 'memory'
    | 'composition'
    | 'doubt';
  /** A clause for people: “ship ~ deliver”, “same parent”, “8 of 8 sample values alike”. */
  readonly detail: string;
}

/** What is done to the value on its way; `none` is the value as it is. */
export type Conversion =
  | 'none'
  | 'number'
  | 'integer'
  | 'text'
  | 'boolean'
  | 'date'
  | 'dateTime'
  | 'first'
  | 'split'
  | 'list'
  | 'lookup';

export interface Candidate {
  /** The `name` of its source. */
  readonly source: string;
  /** From the source's root; `[]` enters a list. */
  readonly path: readonly string[];
  /** What the rule would say, read inside the loops that `loops` suggests. A `lookup` gives the key: the values differ. */
  readonly expression: string;
  readonly conversion: Conversion;
  /** 0–1. */
  readonly score: number;
  readonly band: Band;
  readonly reasons: readonly MatchReason[];
}

export interface TargetSuggestion {
  /** The rule's id: the target path as a JSON Pointer. */
  readonly target: string;
  readonly required: boolean;
  /** Best first, at most three; none when nothing is likely. */
  readonly candidates: readonly Candidate[];
}

export interface LoopCandidate {
  readonly source: string;
  readonly path: readonly string[];
  /** The list to walk, read inside the outer loop. */
  readonly for: string;
  readonly as: string;
  readonly score: number;
  readonly band: Band;
  readonly reasons: readonly MatchReason[];
}

export interface LoopSuggestion {
  readonly target: string;
  /** Best first, at most three. The suggestions for the fields inside take the first for given. */
  readonly candidates: readonly LoopCandidate[];
  /** It stands in the settled rules. */
  readonly settled: boolean;
}

export interface MatchResult {
  /** Every value and list of plain values of the target that has no rule yet, in the schema's order. */
  readonly fields: readonly TargetSuggestion[];
  /** Every array of structures of the target, outer ones first. */
  readonly loops: readonly LoopSuggestion[];
  /** A schema has more than 10,000 fields: the deepest were left out. */
  readonly truncated: boolean;
}
