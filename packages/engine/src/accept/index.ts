export { acceptEvent, acceptStored, inlineBodyBytes, readyEvent } from './accept-event.ts';
export type { AcceptDrivers, IncomingEvent, StoredEvent } from './accept-event.ts';
export { acceptInOrder } from './accept-in-order.ts';
export type { AcceptedInOrder } from './accept-in-order.ts';
export { failureReply, finishedReply } from './final-reply.ts';
export { runLines } from './run-lines.ts';
