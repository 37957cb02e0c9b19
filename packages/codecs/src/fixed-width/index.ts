export { fixedWidthCodec } from './fixed-width-codec.ts';
export type { FixedWidthReadOptions, FixedWidthWriteOptions } from './options.ts';
