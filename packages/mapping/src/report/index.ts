export { coverageOf, measureCoverage } from './coverage-of.ts';
export type { Coverage, RowCoverage } from './coverage-of.ts';
export { diffMappings } from './diff-mappings.ts';
export type { MappingDifference } from './diff-mappings.ts';
export { differencesOf } from './differences-of.ts';
export type { ValueDifference } from './differences-of.ts';
export { inputScope } from './input-scope.ts';
export type { InputScope } from './input-scope.ts';
export {
  evaluationSeed,
  failedTest,
  judgeTest,
  mappingTests,
  runMappingTest,
  testNow,
  testRunContext,
} from './mapping-tests.ts';
export type { MappingTest, TestVerdict } from './mapping-tests.ts';
export { loopInWords, ruleInWords } from './rule-in-words.ts';
export {
  formulaOf,
  sourceInWords,
  specificationCells,
  specificationColumns,
  specificationOf,
  tablesInSpecification,
} from './specification-of.ts';
export type { SpecificationRow } from './specification-of.ts';
