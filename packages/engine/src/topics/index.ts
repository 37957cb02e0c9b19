export { deliverMessages } from './deliver-messages.ts';
export type { DeliverDrivers } from './deliver-messages.ts';
export { longestChain, maxMessageBytes, publishMessage } from './publish-message.ts';
export type { MessageToPublish, PublishDrivers, PublishedMessage } from './publish-message.ts';
