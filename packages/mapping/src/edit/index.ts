export { addField } from './add-field.ts';
export type { NewField } from './add-field.ts';
export { applyFix, fixesFor } from './apply-fix.ts';
export { placeOfDiagnostic } from './diagnostic-place.ts';
export type { FixPlace } from './diagnostic-place.ts';
export { applySuggestions } from './apply-suggestions.ts';
export type { AcceptedSuggestion } from './apply-suggestions.ts';
export { asKind, constantOf, constantText, kindOf, kindWords, textOf } from './as-kind.ts';
export type { RuleKind } from './as-kind.ts';
export {
  addCase,
  moveCase,
  removeCase,
  setCase,
  fieldTypeWords,
  setCondition,
  setType,
  setNote,
  setOtherwise,
  setPolicies,
} from './condition-edits.ts';
export type { SwitchCase } from './condition-edits.ts';
export { convertRule } from './convert-rule.ts';
export type { Conversion } from './convert-rule.ts';
export { copyRules } from './copy-rules.ts';
export { dropChoices } from './drop/drop-choices.ts';
export type { Drop, DropChoice, DropChoices, DropKind, MatchEnd, MatchScorer } from './drop/drop-choice.ts';
export { joinKeys } from './drop/join-keys.ts';
export type { KeyPair } from './drop/join-keys.ts';
export { duplicateRule } from './duplicate-rule.ts';
export { isRefusal } from './edit.ts';
export type { Edit, EditResult, NamedEdit, Refusal } from './edit.ts';
export { expressionFor } from './expression-for.ts';
export { extractMapping } from './extract/extract-mapping.ts';
export type { ExtractEdit } from './extract/extract-mapping.ts';
export { insertPath } from './insert-path.ts';
export type { Inserted, TypedText } from './insert-path.ts';
export { formulaGraph } from './lens/formula-graph.ts';
export type { FormulaGraph, GraphEdge, GraphNode, GraphNodeKind, GraphSlot } from './lens/formula-graph.ts';
export {
  addArgument,
  changeFunction,
  fillWithCall,
  removeNode,
  replaceNode,
  rewire,
  setConstant,
  swapArguments,
  unwrapNode,
  wrapNode,
} from './lens/graph-edits.ts';
export type { SlotContent, TextResult } from './lens/graph-edits.ts';
export { nameNode } from './lens/name-node.ts';
export { addLet, moveLet, removeLet, renameLet, setLet } from './let-edits.ts';
export {
  addLookup,
  removeLookup,
  removeLookupKey,
  renameLookup,
  renameLookupKey,
  setLookup,
  setLookupDefault,
  setLookupValue,
} from './lookup-edits.ts';
export { addJoin, removeJoin, renameAlias, renameIndex, renameJoin, setJoin, setLoop } from './loop-edits.ts';
export type { LoopSettings } from './loop-edits.ts';
export { matchChildren } from './match-children.ts';
export type { Matched } from './match-children.ts';
export { movedFlowToVersion } from './move-flow-to-version.ts';
export type { MovedFlow } from './move-flow-to-version.ts';
export { moveRule } from './move-rule.ts';
export { movedToVersion } from './move-to-version.ts';
export type { AcceptedLink, Moved, VersionMove } from './move-to-version.ts';
export { partText, setPartText, withPartText } from './part-text.ts';
export { pasteRules } from './paste-rules.ts';
export type { Paste } from './paste-rules.ts';
export { qualifiersOf, withoutQualifier, withQualifier } from './qualifier.ts';
export type { Qualifier, QualifierField } from './qualifier.ts';
export { relink, relinkAll } from './relink.ts';
export type { Relink } from './relink.ts';
export { relocateRule } from './relocate-rule.ts';
export type { Relocation } from './relocate-rule.ts';
export { removeRules } from './remove-rules.ts';
export { renameRule } from './rename-rule.ts';
export { retarget } from './retarget.ts';
export type { Retarget } from './retarget.ts';
export { isInside, lastName, parentPath, pathsAlong, ruleAt, structureAt } from './rule-at.ts';
export { literalText, wholeText } from './rule-text.ts';
export { ruleMeta, setRuleMeta } from './rule-meta.ts';
export { addSample, duplicateSample, removeSample, renameSample, setExpected, setSample } from './sample-edits.ts';
export { setRule, setRules } from './set-rule.ts';
export { addSource, removeSource, renameSource, setSource, setTarget } from './source-edits.ts';
export { wrapWith } from './wrap-with.ts';
export { inTargetOrder } from './target-order.ts';
export type { TargetOrder } from './target-order.ts';
export type { WrapEdit, Wrapping } from './wrap-with.ts';
