export { aFlow, FlowBuilder } from './a-flow.ts';
export type { ListSettings } from './a-flow.ts';
