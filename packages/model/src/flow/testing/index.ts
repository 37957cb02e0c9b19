export { aFlow, FlowBuilder } from './a-flow.ts';
