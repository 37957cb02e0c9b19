// I16 what is kept is kept whole: whatever was removed, no part of the history belongs to nothing.
import type { Evidence, Violation } from './evidence.ts';

export const keptIsWhole = ({ loose }: Evidence): Violation[] => loose.map((says) => ({ invariant: 'I16', says }));
