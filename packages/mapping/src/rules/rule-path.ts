export { childPath, pathNames } from '@patchbay/model/mapping';
