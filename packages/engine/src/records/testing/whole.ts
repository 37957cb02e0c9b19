import type { ListWork } from '../list-work.ts';

/** The work in one go. */
export function whole<Made>(work: ListWork<Made>): Made {
  for (let next = work.next(); ; next = work.next()) if (next.done === true) return next.value;
}
