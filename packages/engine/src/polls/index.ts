export { lookForNews } from './look-for-news.ts';
export type { LookDrivers, PollSource } from './look-for-news.ts';
export { neverAt, nextLook } from './next-look.ts';
export type { PollTimes } from './next-look.ts';
