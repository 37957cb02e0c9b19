export { firesBetween, nextFire, upcomingFires } from './next-fire.ts';
export type { CronSchedule } from './next-fire.ts';
export { dueTimes, plannedKey, planFires, withoutRefused } from './plan-fires.ts';
export type { DueSchedule, FirePlan, Miss, MissReason } from './plan-fires.ts';
