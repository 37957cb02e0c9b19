export { compareValues, kindOf, own, put, truthOf } from '../evaluate/value.ts';
export { addNumbers, formOf, further, isBlank, isMoment, keyText, valueSite } from './record-values.ts';
export { newSum, sumSoFar } from './running-sum.ts';
export type { RunningSum } from './running-sum.ts';
