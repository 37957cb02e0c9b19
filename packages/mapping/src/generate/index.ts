export { generatedSource, generateMapping } from './generate-mapping.ts';
export type { GeneratedFunction, LoadedProgram } from './generate-mapping.ts';
