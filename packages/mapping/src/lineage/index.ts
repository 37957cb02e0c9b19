export { lineageOf } from './lineage-of.ts';
export type { Line, Lineage } from './lineage-of.ts';
export { lookupTableOf, viewOf, withDocument } from './mapping-view.ts';
export type { MappingView, ViewContext, ViewSource } from './mapping-view.ts';
export type { LineKind } from './rule-readings.ts';
export { eachStep, isWithin, parseSourceKey, sourceKey } from './source-path.ts';
export type { SourcePath } from './source-path.ts';
