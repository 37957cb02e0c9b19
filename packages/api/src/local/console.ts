// The API in the process of a command, on the database of an installation.
export { openLocalApi } from './local-api.ts';
