export { DataSchema, DataType, typeOfValue, typesOf } from './data-schema.ts';
export { isJsonObject, Json } from './json.ts';
export type { JsonObject } from './json.ts';
export { isAssignable, typeInWords } from './assignable.ts';
export type { Assignable } from './assignable.ts';
export { inferSchema, resolveRef, schemaAt, walkSchema } from './walk.ts';
export type { SchemaRow } from './walk.ts';
export { maxJsonDepth, readJsonText } from './json-text.ts';
export type { JsonTextResult } from './json-text.ts';
