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
export type { Band } from './choice/band.ts';
export type { ExtraWords } from './words/lexicon.ts';
