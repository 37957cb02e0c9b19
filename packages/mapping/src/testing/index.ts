export { expressionOver, mappingCase } from './arbitrary/mapping-arbitrary.ts';
export type { MappingCase } from './arbitrary/mapping-document.ts';
export { hostileNames } from './arbitrary/names.ts';
export { testContext } from './context.ts';
export { doubled } from './doubled.ts';
