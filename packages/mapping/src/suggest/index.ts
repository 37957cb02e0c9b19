export { suggestMapping } from './suggest-mapping.ts';
export type {
  Candidate,
  Conversion,
  FieldPair,
  KnownMapping,
  LoopCandidate,
  LoopSuggestion,
  MatchMemory,
  MatchReason,
  MatchRequest,
  MatchResult,
  MatchSource,
  MatchTarget,
  TargetSuggestion,
} from './suggestion.ts';
export { proposeRelinks, scoreRename } from './relink/propose-relinks.ts';
export type { Relink, RelinkCandidate } from './relink/propose-relinks.ts';
export { suggestedRules } from './suggested-rules.ts';
export type { SuggestedRules } from './suggested-rules.ts';
export type { Band } from './choice/band.ts';
export { checkExtraWords } from './words/check-words.ts';
export type { ExtraWords } from './words/lexicon.ts';
export { hasMoreFields } from './fields/flatten-schema.ts';
