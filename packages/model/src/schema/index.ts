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
export { inferSchema, resolveRef, schemaAt, walkSchema } from './walk.ts';
export type { SchemaRow } from './walk.ts';
export { maxJsonDepth, readJsonText } from './json-text.ts';
export type { JsonTextResult } from './json-text.ts';
