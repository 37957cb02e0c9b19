// The gates of this process, one for each connection with limits that it uses.
import type { GateStore } from '@patchbay/db/run-store';
import type { ConnectionLimits } from '@patchbay/model/connector';
import { ConnectionGate } from './connection-gate.ts';
import type { Entrance } from './connection-gate.ts';

const sweepMs = 60_000;

export interface ConnectionGatesParts {
  readonly store: Pick<GateStore, 'swap'>;
  readonly owner: string;
  readonly now: () => Date;
  readonly onError: (error: unknown) => void;
}

export class ConnectionGates {
  readonly #parts: ConnectionGatesParts;
  readonly #gates = new Map<string, ConnectionGate>();
  readonly #sweeper: NodeJS.Timeout;

  constructor(parts: ConnectionGatesParts) {
    this.#parts = parts;
    this.#sweeper = setInterval(() => this.#forgetIdle(), sweepMs);
    this.#sweeper.unref();
  }

  enter(
    at: { readonly workspaceId: string; readonly connectionId: string },
    limits: ConnectionLimits,
    asking: { readonly back: boolean },
  ): Promise<Entrance> {
    const key = `${at.workspaceId}/${at.connectionId}`;
    const known = this.#gates.get(key);
    const gate = known ?? new ConnectionGate({ ...this.#parts, at });
    if (known === undefined) this.#gates.set(key, gate);
    return gate.enter(limits, asking);
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    await Promise.all([...this.#gates.values()].map((gate) => gate.close()));
    this.#gates.clear();
  }

  #forgetIdle(): void {
    for (const [key, gate] of this.#gates) {
      if (!gate.idle) continue;
      void gate.close();
      this.#gates.delete(key);
    }
  }
}
