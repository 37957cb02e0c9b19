export {
  ConstantRule,
  ExpressionRule,
  FieldType,
  isLoop,
  isObject,
  isStructure,
  LibraryRef,
  Lookup,
  LookupRule,
  LookupTable,
  LoopJoin,
  LoopRule,
  MappingBundle,
  MappingDocument,
  MappingRule,
  MappingSample,
  MappingSource,
  ObjectRule,
  RuleMeta,
  RulePolicy,
  SchemaUse,
  SharedLookup,
  SortKey,
  SubMappingRule,
  SwitchRule,
} from './mapping-document.ts';
export { expressionsOfMapping, rewriteMappingExpressions, rewriteWith } from './mapping-expressions.ts';
export type { ExpressionRewrite } from './mapping-expressions.ts';
export { fieldEntries, fieldNames, withFieldEntries } from './field-order.ts';
export type { FieldEntry } from './field-order.ts';
export { isReversed, looksBackwards, tableOf, withDirection } from './lookup-direction.ts';
export { inWrittenOrder } from './written-order.ts';
export { childPath, pathNames } from './rule-path.ts';
export { shapeOfFields, targetUseOf } from './typed-fields.ts';
