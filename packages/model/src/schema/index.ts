export { DataSchema, DataType, Discriminator, typeOfValue, typesOf } from './data-schema.ts';
export {
  AvroAnnotation,
  EdiAnnotation,
  Hl7Annotation,
  PositionAnnotation,
  SqlAnnotation,
  XmlAnnotation,
} from './annotations.ts';
export type { Annotations } from './annotations.ts';
export { isJsonObject, Json } from './json.ts';
export type { JsonObject } from './json.ts';
export { namedRecord } from './named-record.ts';
export type { NamedRecord } from './named-record.ts';
export { isAssignable, typeInWords } from './assignable.ts';
export type { Assignable } from './assignable.ts';
export { danglingRefs } from './dangling-refs.ts';
export type { DanglingRef } from './dangling-refs.ts';
export { escapePointer, refTarget, refTo, resolveRef, unescapePointer } from './resolve-ref.ts';
export { orderedNames, shapeOf } from './shape.ts';
export type { FieldShape, Shape } from './shape.ts';
export { flattenSchema } from './flatten-schema.ts';
export type { FlattenOptions, SchemaNode, SchemaStep } from './flatten-schema.ts';
export { recordShape } from './record-shape.ts';
export { schemaAt } from './schema-at.ts';
export { schemaProblems } from './schema-problems.ts';
export { inferenceLimits, inferSchema, richInference, SchemaInference } from './infer-schema.ts';
export type { InferOptions } from './describe-seen.ts';
export { sampleFromSchema } from './sample-from-schema.ts';
export type { SampleOptions } from './sample-from-schema.ts';
export { compareSchemas } from './drift.ts';
export type { CompareOptions } from './drift.ts';
export type { ChangeKind, SchemaChange, SchemaRole } from './schema-change.ts';
export { firstTooDeep, maxJsonDepth, readJsonText } from './json-text.ts';
export type { JsonTextResult } from './json-text.ts';
export { isLongNumber } from './long-number.ts';
export { isSecretName, namesSecret, secretMask, withoutSecrets } from './without-secrets.ts';
export type { Cleared } from './without-secrets.ts';
export { isWholeKey, writtenKeys } from './written-keys.ts';
export type { WrittenKeys } from './written-keys.ts';
