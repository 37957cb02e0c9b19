export { connectors, findAction, findConnector, findOperation, findTrigger, listManifests } from './registry.ts';
export { ScheduleSettings } from './schedule.ts';
export { SubscribeSettings } from './topic.ts';
export { storedHeaders } from './webhook/stored-headers.ts';
export { WebhookSettings } from './webhook/settings.ts';
export { unfitProof } from './webhook/caller-proof.ts';
export type { CallerProof } from './webhook/caller-proof.ts';
export { checkDelivery } from './webhook/check-delivery.ts';
export type { BodyCheck, DeliveryHead, RefusedBecause, Verification } from './webhook/delivery-head.ts';
