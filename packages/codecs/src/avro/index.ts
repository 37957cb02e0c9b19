export { avroCodec } from './avro-codec.ts';
export type { AvroOptions, AvroReadOptions, AvroWriteOptions } from './avro-codec.ts';
