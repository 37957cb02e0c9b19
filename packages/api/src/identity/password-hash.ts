// Argon2id. A hash costs a core some milliseconds, so only a few are made at once and long passwords never reach it.
import { hash, verify } from '@node-rs/argon2';

const atOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** The library's defaults: 19 MiB, two passes, one lane (OWASP's recommendation for argon2id). */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password));

/** False for a wrong password and for a stored value that is no hash. */
export const verifyPassword = ({ hash: stored, password }: { hash: string; password: string }): Promise<boolean> =>
  inTurn(() => verify(stored, password).catch(() => false));
