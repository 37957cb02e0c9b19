import { AppError } from '@patchbay/model/errors';
import type { Caller } from '../trpc/caller.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { Suggested, SuggestInput } from './mapper.contract.ts';

export const suggestRules = (_deps: ServiceDeps, _caller: Caller, _input: SuggestInput): Promise<Suggested> =>
  Promise.reject(AppError.because('unavailable', 'Suggestions are not there yet.'));
