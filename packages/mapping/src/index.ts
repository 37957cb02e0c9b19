export { compileExpression } from './compile/compile-expression.ts';
export type { CompiledExpression } from './compile/compile-expression.ts';
export { EvaluationError } from './evaluate/evaluation-error.ts';
export type { EvaluationErrorCode } from './evaluate/evaluation-error.ts';
export { defaultBudget } from './evaluate/frame.ts';
export type { Budget, EvaluationContext, Scope } from './evaluate/frame.ts';
export { newMeter } from './evaluate/meter.ts';
export type { Meter } from './evaluate/meter.ts';
export { runRandom, runUuid, seededContext } from './evaluate/seeded-context.ts';
export type { ContextSeed } from './evaluate/seeded-context.ts';
export { compileFieldValue, MappingFailed } from './fields/compile-field-value.ts';
export type { CompiledFieldValue } from './fields/compile-field-value.ts';
export { compileMapping } from './rules/compile-mapping.ts';
export type { CompiledMapping, MappingOutcome } from './rules/compile-mapping.ts';
export { childPath, pathNames } from './rules/rule-path.ts';
export type { MappingProblem, RejectedRecord } from './rules/rule-problem.ts';
export type { LoopTurn, RuleObserver } from './rules/run-state.ts';
export { compileTargetCheck } from './rules/target-check.ts';
export type { TargetMistake } from './rules/target-check.ts';
export { checkExpression } from './check/check-expression.ts';
export type { CheckedExpression } from './check/check-expression.ts';
export type { ScopeTypes } from './check/type-scope.ts';
export { checkFieldValue } from './fields/check-field-value.ts';
export { checkMapping, outputSchemaOf } from './rules/check-mapping.ts';
export type { CheckedMapping } from './rules/check-mapping.ts';
export { evaluateRows, previewMapping } from './rules/preview-mapping.ts';
export type { MappingPreview, RowContext, RowResult } from './rules/preview-mapping.ts';
export { mappingRows } from './rules/mapping-rows.ts';
export type { MappingRow } from './rules/mapping-rows.ts';
export { functionCatalogue } from './assist/catalogue.ts';
export type { FunctionDescription, ParameterDescription } from './assist/catalogue.ts';
export { ruleScope } from './assist/rule-scope.ts';
export type { ExpressionScope } from './check/check-expression.ts';
export { completeExpression } from './assist/complete.ts';
export type { Completion, CompletionItem } from './assist/complete.ts';
export { conditionInWords, describeExpression } from './assist/describe.ts';
export { hoverAt } from './assist/hover.ts';
export type { Hover } from './assist/hover.ts';
export { signatureAt } from './assist/signature-help.ts';
export type { SignatureHelp, SignatureParameter } from './assist/signature-help.ts';
export { tokenizeExpression } from './assist/tokenize.ts';
export type { HighlightKind, HighlightToken } from './assist/tokenize.ts';
export { inWords } from './check/type-algebra.ts';
export { checkFlow } from './flow/check-flow.ts';
export { codeScopeAt } from './flow/code-scope.ts';
export { triggerBody } from './flow/operation-types.ts';
export { bodyTypesOf, outputTypeOf, partnerTypesAt, recordTypeOf, scopeTypesAt } from './flow/scope-types.ts';
export type { FlowOperations } from './flow/flow-types.ts';
export { traceExpression } from './trace/trace-expression.ts';
export type { TraceContext } from './trace/trace-expression.ts';
export { traceRule } from './trace/trace-rule.ts';
export type { RuleTraceContext } from './trace/trace-rule.ts';
export type { TraceNode, TraceStep } from './trace/trace-tree.ts';
export { runRecords } from './rules/records/run-records.ts';
export type {
  RecordChunk,
  RecordOptions,
  RecordPass,
  RecordProblem,
  RecordRun,
  RecordRunner,
} from './rules/records/run-records.ts';
export { bundleFlow, schemasOfFields, usesOfFlow } from './library/bundle-flow.ts';
export type { BundledFlow, NodeUse } from './library/bundle-flow.ts';
export { bundleMapping, missingUses } from './library/bundle-mapping.ts';
export type { BundledMapping } from './library/bundle-mapping.ts';
export { mappingOfNode } from './library/mapping-of-node.ts';
export { usesOf } from './library/uses-of.ts';
export { variablesOfFlow, variablesOfMapping } from './library/variables-read.ts';
export type { VariablesRead } from './library/variables-read.ts';
export type { LibraryUse, UseKind } from './library/uses-of.ts';
export type { MappingLibrary } from './rules/library.ts';
export { scopeTypesOfRule } from './rules/check-mapping.ts';
export {
  eachStep,
  isWithin,
  lineageOf,
  lookupTableOf,
  parseSourceKey,
  sourceKey,
  viewOf,
  withDocument,
} from './lineage/index.ts';
export type { Line, Lineage, LineKind, MappingView, SourcePath, ViewContext, ViewSource } from './lineage/index.ts';
export {
  coverageOf,
  differencesOf,
  diffMappings,
  evaluationSeed,
  failedTest,
  formulaOf,
  inputScope,
  judgeTest,
  loopInWords,
  mappingTests,
  measureCoverage,
  ruleInWords,
  runMappingTest,
  sourceInWords,
  specificationCells,
  specificationColumns,
  specificationOf,
  tablesInSpecification,
  testNow,
  testRunContext,
} from './report/index.ts';
export type {
  Coverage,
  InputScope,
  MappingDifference,
  MappingTest,
  RowCoverage,
  SpecificationRow,
  TestVerdict,
  ValueDifference,
} from './report/index.ts';
