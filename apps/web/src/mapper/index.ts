export { Learning } from './auto-map/learning.ts';
export { knownMappings } from './auto-map/known-mappings.ts';
export { EntrySelect } from './library/entry-select.tsx';
export { refParts, refWords } from './library/library-ref.ts';
export { meterOf } from './data/mapper-data.ts';
export { useStable } from './data/use-stable.ts';
export { ProblemLink } from './problems/problem-link.tsx';
export { ReadSampleDialog } from './samples/read-sample-dialog.tsx';
export { FieldName } from './rules/field-name.tsx';
export { problemWords } from './problems/problem-words.ts';
export { ruleText } from './rows/rule-text.ts';
export { targetTree } from './rows/target-tree.ts';
export type { TargetNode } from './rows/tree-node.ts';
export { emptyLibrary } from './mapper-host.ts';
export type {
  EntryKind,
  FindEntries,
  FoundEntries,
  Learn,
  LibraryEntry,
  MapperCrumb,
  MapperEdit,
  MapperHost,
  MapperLibrary,
  MapperSample,
  MapperSource,
  Matching,
  RememberedPair,
  SavedState,
  SourceRole,
} from './mapper-host.ts';
export { Mapper } from './mapper.tsx';
export type { MapperProps } from './mapper.tsx';
