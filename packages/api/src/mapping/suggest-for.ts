// Suggestions as the API shows them, from those of @patchbay/mapping. Pure, so that a thread may work them out.
import { sourceKey } from '@patchbay/mapping';
import { setRule } from '@patchbay/mapping/edit';
import type {
  Candidate,
  ExtraWords,
  KnownMapping,
  LoopCandidate,
  MatchMemory,
  MatchReason,
  MatchRequest,
  MatchResult,
} from '@patchbay/mapping/suggest';
import { suggestMapping } from '@patchbay/mapping/suggest';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { isJsonObject } from '@patchbay/model/schema';
import type { Suggested, SuggestedLoop, SuggestInput, Suggestion } from './mapper.contract.ts';

const leastScore = 0.55;

/** What a workspace knows that helps. */
export interface KnownToAutoMap {
  readonly words?: ExtraWords;
  readonly memory?: MatchMemory;
  readonly known?: readonly KnownMapping[];
}

export interface SuggestRequest {
  readonly sources: Readonly<Record<string, NamedSchema>>;
  readonly target: NamedSchema;
  readonly document?: MappingDocument | undefined;
  readonly samples?: SuggestInput['samples'];
  readonly least?: number | undefined;
}

export interface NamedSchema {
  /** As it stands in the document: a reference, or the schema itself. */
  readonly use: string | DataSchema;
  readonly schema: DataSchema;
}

/** Pure: the same question is answered the same. */
export function suggestFor(request: SuggestRequest, knowledge: KnownToAutoMap): Suggested {
  const document = request.document ?? emptyDocument(request);
  const result = suggestMapping({ ...matchRequest(request), ...knowledge, settled: document.root });
  const least = request.least ?? leastScore;
  const loops = result.loops.flatMap((loop) => (loop.settled ? [] : loopView(loop.target, loop.candidates, least)));
  const suggestions = result.fields.flatMap((field) => fieldView(field, least));
  const matched = new Set(suggestions.map((one) => one.path));
  return {
    loops,
    suggestions,
    unmatched: result.fields.map((field) => field.target).filter((path) => !matched.has(path)),
    document: withSureRules(document, { loops, suggestions }),
    truncated: result.truncated,
  };
}

const emptyDocument = ({ sources, target }: SuggestRequest): MappingDocument => ({
  map: 1,
  sources: Object.fromEntries(Object.entries(sources).map(([name, { use }]) => [name, { schema: use }])),
  target: { schema: target.use },
  root: { fields: {} },
});

function matchRequest({ sources, target, samples = [] }: SuggestRequest): MatchRequest {
  const named = (use: string | DataSchema): { schemaName?: string } =>
    typeof use === 'string' ? { schemaName: use } : {};
  const wanted = samples.flatMap((sample) => (sample.out === undefined ? [] : [sample.out]));
  return {
    sources: Object.entries(sources).map(([name, { use, schema }]) => ({
      name,
      schema,
      ...named(use),
      samples: samples.flatMap((sample) => partOf(sample.in, name)),
    })),
    target: { schema: target.schema, ...named(target.use), samples: wanted },
  };
}

const partOf = (input: Json, name: string): Json[] =>
  isJsonObject(input) && Object.hasOwn(input, name) ? [input[name] ?? null] : [];

const reasonsOf = (reasons: readonly MatchReason[]) => reasons.map(({ kind, detail }) => ({ kind, detail }));
const rounded = (score: number): number => Math.round(score * 1_000) / 1_000;

type FieldCandidateView = Suggestion['others'][number];
type LoopCandidateView = SuggestedLoop['others'][number];

const candidateView = ({
  source,
  path,
  expression,
  conversion,
  score,
  band,
  reasons,
}: Candidate): FieldCandidateView => ({
  source: sourceKey({ root: source, steps: path }),
  score: rounded(score),
  band,
  reasons: reasonsOf(reasons),
  conversion,
  rule: { expr: expression },
});

const loopCandidateView = (candidate: LoopCandidate): LoopCandidateView => ({
  source: sourceKey({ root: candidate.source, steps: candidate.path }),
  score: rounded(candidate.score),
  band: candidate.band,
  reasons: reasonsOf(candidate.reasons),
  for: candidate.for,
  as: candidate.as,
});

function fieldView({ target, required, candidates }: MatchResult['fields'][number], least: number): Suggestion[] {
  const [best, ...others] = candidates.filter((candidate) => candidate.score >= least).map(candidateView);
  return best === undefined ? [] : [{ ...best, path: target, required, others }];
}

function loopView(path: string, candidates: readonly LoopCandidate[], least: number): SuggestedLoop[] {
  const [best, ...others] = candidates.filter((candidate) => candidate.score >= least).map(loopCandidateView);
  return best === undefined ? [] : [{ ...best, path, others }];
}

const isInside = (path: string, outer: string): boolean => outer === '' || path.startsWith(`${outer}/`);

/** The document with what is sure in it. A rule inside a loop is only as sure as the loops around it. */
function withSureRules(
  document: MappingDocument,
  { loops, suggestions }: Pick<Suggested, 'loops' | 'suggestions'>,
): MappingDocument {
  const unsure = loops.filter((loop) => loop.band !== 'high').map((loop) => loop.path);
  const isSure = (one: { path: string; band: string }): boolean =>
    one.band === 'high' && !unsure.some((outer) => one.path !== outer && isInside(one.path, outer));
  const rules = [
    ...loops
      .filter(isSure)
      .map((loop): [string, MappingRule] => [loop.path, { for: loop.for, as: loop.as, fields: {} }]),
    ...suggestions
      .filter((one) => isSure(one) && one.conversion !== 'lookup')
      .map((one): [string, MappingRule] => [one.path, one.rule]),
  ];
  return rules.reduce((doc, [path, rule]) => setRule(doc, path, rule), document);
}
