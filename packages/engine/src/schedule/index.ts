export { firesBetween, nextFire } from './next-fire.ts';
