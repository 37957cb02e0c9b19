// What the command line does with files, without a database or a server.
export { checkFlowFile } from './check-flow-file.ts';
export {
  checkMappingDocument,
  encodeOutput,
  missingParts,
  readLookupFile,
  runMappingFiles,
  testMappingDocument,
  withLibrary,
} from './local-mapper.ts';
export { readOneSchema, readSampleFile, readSchemas, suggestFromFiles } from './local-suggest.ts';
export { mapRecords } from './map-records.ts';
export { mappingFileText, readMappingFile } from './mapping-file.ts';
