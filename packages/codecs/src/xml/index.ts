export { xmlCodec } from './xml-codec.ts';
export type { XmlReadOptions, XmlWriteOptions } from './xml-options.ts';
