export { startDuty } from './start-duty.ts';
export type { Duty, DutyOptions } from './start-duty.ts';
