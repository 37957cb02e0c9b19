// What a field is called, where it stands and how it is written in a format that JSON Schema has no words for.
// Codecs read these; the mapper shows them. Each is loose: a key that a later version adds is kept.
import * as z from 'zod';
import { Json } from './json.ts';

/**
 * XML. In values an attribute is the property `@name` and text beside attributes or elements is `#text`.
 * `name` is the local name where it is not the property's; on a root schema, the name of the root element.
 */
export const XmlAnnotation = z.looseObject({
  name: z.string().optional(),
  ns: z.string().optional(),
  prefix: z.string().optional(),
  attr: z.boolean().optional(),
  text: z.boolean().optional(),
  /** Place in the sequence, counted from 1; elements are written in this order. */
  order: z.int().optional(),
  nillable: z.boolean().optional(),
  /** Text may stand between the elements. */
  mixed: z.boolean().optional(),
  /** A list inside one text, its items parted by white space. */
  list: z.boolean().optional(),
  /** Elements that the schema does not name may stand here. */
  any: z.boolean().optional(),
  /** Choices that the element belongs to, outermost first: of one `group`, only one `branch` may be present. */
  choice: z.array(z.looseObject({ group: z.string(), branch: z.int(), required: z.boolean().optional() })).optional(),
  totalDigits: z.int().optional(),
  fractionDigits: z.int().optional(),
});
export type XmlAnnotation = z.infer<typeof XmlAnnotation>;

/** A column. `type` is written as the database writes it, with length and precision. */
export const SqlAnnotation = z.looseObject({
  schema: z.string().optional(),
  table: z.string().optional(),
  column: z.string().optional(),
  type: z.string().optional(),
  nullable: z.boolean().optional(),
  key: z.enum(['primary', 'unique', 'foreign']).optional(),
  /** `table.column` that a foreign key points to. */
  references: z.string().optional(),
  /** The database fills the column itself. */
  generated: z.boolean().optional(),
});
export type SqlAnnotation = z.infer<typeof SqlAnnotation>;

/** X12 and EDIFACT. Elements and components count from 1; `qualifier` says which of the like segments is meant. */
export const EdiAnnotation = z.looseObject({
  segment: z.string().optional(),
  element: z.int().optional(),
  composite: z.int().optional(),
  loop: z.string().optional(),
  qualifier: Json.optional(),
});
export type EdiAnnotation = z.infer<typeof EdiAnnotation>;

/** HL7 v2. Fields, components and subcomponents count from 1. */
export const Hl7Annotation = z.looseObject({
  segment: z.string().optional(),
  group: z.string().optional(),
  field: z.int().optional(),
  component: z.int().optional(),
  subcomponent: z.int().optional(),
  datatype: z.string().optional(),
  table: z.string().optional(),
});
export type Hl7Annotation = z.infer<typeof Hl7Annotation>;

/** Avro. `schema`, on a root only, is the Avro schema as it was written: bytes are read and written with it. */
export const AvroAnnotation = z.looseObject({
  name: z.string().optional(),
  namespace: z.string().optional(),
  type: z.string().optional(),
  logicalType: z.string().optional(),
  precision: z.int().optional(),
  scale: z.int().optional(),
  size: z.int().optional(),
  schema: Json.optional(),
});
export type AvroAnnotation = z.infer<typeof AvroAnnotation>;

/**
 * Fixed width: `start` counts characters from 1. `decimals` is the number of digits behind an unwritten point. On a record: how long
 * the whole of it is, where places at its end belong to no field.
 */
export const PositionAnnotation = z.looseObject({
  start: z.int().min(1),
  length: z.int().min(1),
  align: z.enum(['left', 'right']).optional(),
  pad: z.string().optional(),
  decimals: z.int().optional(),
  pattern: z.string().optional(),
  /**
   * Where the sign of a number stands that always has one: a character in front (`true`) or behind, or laid over a digit, as COBOL does.
   * For packed and binary numbers: that there may be a minus.
   */
  sign: z.union([z.boolean(), z.enum(['behind', 'overFirst', 'overLast'])]).optional(),
  /** Numbers that are no text: two digits a byte and the sign in the last half (packed decimal), or binary, the high byte first. */
  form: z.enum(['packed', 'binary', 'binaryLowFirst']).optional(),
  /** Of a packed or binary number: how many digits it may have. */
  digits: z.int().min(1).max(38).optional(),
});
export type PositionAnnotation = z.infer<typeof PositionAnnotation>;

/** In tables of text, such as CSV: how a date is written there. As the value it is a date of ISO 8601. */
export const TextAnnotation = z.looseObject({
  /** Of yyyy, yy, MM, M, dd and d; anything else stands for itself. */
  pattern: z.string().optional(),
});
export type TextAnnotation = z.infer<typeof TextAnnotation>;

/** The annotations by keyword, each optional: what `DataSchema` adds to JSON Schema. */
export const annotations = {
  'x-xml': XmlAnnotation.optional(),
  /** Names of the properties in order, where the object itself cannot keep it: names like "7" always come first in one. */
  'x-order': z.array(z.string()).optional(),
  'x-sql': SqlAnnotation.optional(),
  'x-edi': EdiAnnotation.optional(),
  'x-hl7': Hl7Annotation.optional(),
  'x-avro': AvroAnnotation.optional(),
  'x-pos': PositionAnnotation.optional(),
  'x-text': TextAnnotation.optional(),
  /** What kind of data it is, such as `personal`: for masking and retention. */
  'x-data-class': z.string().optional(),
  /** Other words for the field, for matching; on canonical models. */
  'x-synonyms': z.array(z.string()).optional(),
  /** The name that people here use for the field; shown instead of its own. */
  'x-alias': z.string().optional(),
};
export type Annotations = z.infer<z.ZodObject<typeof annotations>>;
