export { connectors, findAction, findConnector, findOperation, findTrigger, listManifests } from './registry.ts';
export { ScheduleSettings } from './schedule.ts';
export { SubscribeSettings } from './topic.ts';
export { storedHeaders } from './webhook/stored-headers.ts';
export { WebhookSettings } from './webhook/settings.ts';
export { checkDelivery, verifySignature } from './webhook/verify-signature.ts';
export type { BodyCheck, Delivery, RefusedBecause, Verification } from './webhook/verify-signature.ts';
