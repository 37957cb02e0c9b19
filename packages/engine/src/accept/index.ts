export { acceptEvent, inlineBodyBytes } from './accept-event.ts';
export type { AcceptDrivers, IncomingEvent } from './accept-event.ts';
export { failureReply, finishedReply } from './final-reply.ts';
export { runLines } from './run-lines.ts';
