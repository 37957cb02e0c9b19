export {
  ConstantRule,
  ExpressionRule,
  isLoop,
  isObject,
  LookupRule,
  LookupTable,
  LoopRule,
  MappingDocument,
  MappingRule,
  ObjectRule,
  RulePolicy,
} from './mapping-document.ts';
