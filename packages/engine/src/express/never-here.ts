// What runs never use that are done where their event arrives: they do not wait, and their events stand in memory.
import { AppError } from '@patchbay/model/errors';
import type { AdvanceDrivers } from '../advance/advance-run.ts';

export type NeverHere = 'waits' | 'linkTo' | 'readBlob' | 'putBlob';

const notHere = (): AppError => new AppError('internal', 'this run does not wait, and its event stands in memory');

export const neverHere: Pick<AdvanceDrivers, NeverHere> = {
  waits: { open: () => Promise.reject(notHere()), look: () => Promise.reject(notHere()) },
  linkTo: () => {
    throw notHere();
  },
  readBlob: () => Promise.reject(notHere()),
  putBlob: () => Promise.reject(notHere()),
};
