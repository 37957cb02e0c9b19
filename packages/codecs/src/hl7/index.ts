export { hl7Codec } from './hl7-codec.ts';
export { hl7Guides } from './hl7-guides.ts';
export type { Hl7Delimiters } from './hl7-parser.ts';
export type { Hl7WriteOptions } from './hl7-writer.ts';
export type { MessageReadOptions } from '../messages/interchange-reader.ts';
