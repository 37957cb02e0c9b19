export { backendOf, migrateQueue } from './backend.ts';
export type { QueueAddress, QueueBackendName } from './backend.ts';
export { createWakeUpConsumer } from './wake-up-consumer.ts';
export type { WakeUpConsumer } from './wake-up-consumer.ts';
export { createWakeUpProducer } from './wake-up-producer.ts';
export type { WakeUpProducer } from './wake-up-producer.ts';
