// What people read about limits: why a call waits.
import type { ConnectionLimits, HoldReason } from '@patchbay/model/connector';

const count = (number: number, one: string): string =>
  `${number.toLocaleString('en')} ${one}${number === 1 ? '' : 's'}`;

/** Why a step waits, and what can be done about it. */
export function holdWords(
  reason: HoldReason,
  at: { readonly name: string; readonly limits: ConnectionLimits; readonly cause: string | null },
): { message: string; next: string } {
  const { name, limits, cause } = at;
  switch (reason) {
    case 'rate': {
      const { calls, per } = limits.rate ?? { calls: 1, per: 'second' };
      return {
        message: `It waits for its turn: the connection “${name}” takes ${count(calls, 'call')} a ${per}.`,
        next: 'It goes on by itself. An administrator can raise the limit on the page of the connection.',
      };
    }
    case 'concurrent':
      return {
        message: `It waits for its turn: the connection “${name}” takes ${count(limits.concurrent ?? 1, 'call')} at the same time.`,
        next: 'It goes on by itself. An administrator can raise the limit on the page of the connection.',
      };
    case 'paused':
      return {
        message: `Calls over the connection “${name}” are paused. ${cause ?? 'It kept failing.'}`,
        next: 'One call is tried after the pause, and all go on when it works. An operator can resume it at once on the page of the connection.',
      };
    case 'unreachable':
      return {
        message: `It waits: the limits of the connection “${name}” cannot be looked up just now.`,
        next: 'It is tried again in a moment.',
      };
  }
}
