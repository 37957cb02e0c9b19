export { DataSchema, DataType, typeOfValue, typesOf } from './data-schema.ts';
export { isJsonObject, Json } from './json.ts';
export type { JsonObject } from './json.ts';
