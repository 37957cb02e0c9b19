export { appRouter } from './router.ts';
export type { ApiInputs, ApiOutputs, AppRouter, ErrorData } from './router.ts';
