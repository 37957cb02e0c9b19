export { coverageOf, measureCoverage } from './coverage-of.ts';
export type { Coverage, RowCoverage } from './coverage-of.ts';
export { diffMappings } from './diff-mappings.ts';
export type { MappingDifference } from './diff-mappings.ts';
export { loopInWords, ruleInWords } from './rule-in-words.ts';
export { formulaOf, specificationCells, specificationColumns, specificationOf } from './specification-of.ts';
export type { SpecificationRow } from './specification-of.ts';
