// Isolates between jobs. A job gets a fresh context always; the isolate under it may have run before, but only the same code of the
// same group, and without a failure. Making one costs seven times as much as a context.
import ivm from 'isolated-vm';
import type { CodeRequest } from '../code-job.ts';

const maxKept = 4;
const maxUses = 100;

export interface Lease {
  readonly isolate: ivm.Isolate;
  readonly key: string;
  readonly uses: number;
}

export class IsolateShelf {
  /** The one that was used longest ago first. */
  readonly #kept = new Map<string, Lease>();
  readonly #onCatastrophe: (memoryMb: number) => void;

  constructor(onCatastrophe: (memoryMb: number) => void) {
    this.#onCatastrophe = onCatastrophe;
  }

  take({ group, memoryMb, code, names }: CodeRequest): Lease {
    const key = JSON.stringify([group, memoryMb, code.language, code.text, names]);
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    if (kept !== undefined && !kept.isolate.isDisposed) return { ...kept, uses: kept.uses + 1 };
    const onCatastrophicError = (): void => this.#onCatastrophe(memoryMb);
    return { isolate: new ivm.Isolate({ memoryLimit: memoryMb, onCatastrophicError }), key, uses: 1 };
  }

  giveBack(lease: Lease): void {
    if (lease.uses >= maxUses) {
      lease.isolate.dispose();
      return;
    }
    this.#kept.set(lease.key, lease);
    const [oldest] = this.#kept;
    if (this.#kept.size <= maxKept || oldest === undefined) return;
    this.#kept.delete(oldest[0]);
    oldest[1].isolate.dispose();
  }
}
