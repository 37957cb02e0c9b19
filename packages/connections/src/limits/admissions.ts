// May a call over a connection begin? Connections without limits answer at once and ask nobody.
import { isConnectorError } from '@patchbay/connector-sdk';
import type { ConnectorLog } from '@patchbay/connector-sdk';
import type { GateStore } from '@patchbay/db/run-store';
import type { ConnectionTerms, OpenConnections } from '../open-connections.ts';
import type { CallAdmission, CallAdmissionRequest } from './call-admission.ts';
import { ConnectionGates } from './connection-gates.ts';
import { holdWords } from './hold-words.ts';

export interface AdmissionsParts {
  readonly store: Pick<GateStore, 'swap'>;
  readonly owner: string;
  readonly now: () => Date;
  readonly connections: Pick<OpenConnections, 'terms' | 'knownTerms'>;
  readonly log: ConnectorLog;
}

const free: CallAdmission = { type: 'go', permit: { end: () => undefined } };

export class Admissions {
  readonly #parts: AdmissionsParts;
  readonly #gates: ConnectionGates;

  constructor(parts: AdmissionsParts) {
    this.#parts = parts;
    const onError = (error: unknown): void =>
      parts.log.warn('The limits of a connection could not be looked up', {
        cause: error instanceof Error ? error.message : String(error),
      });
    this.#gates = new ConnectionGates({ store: parts.store, owner: parts.owner, now: parts.now, onError });
  }

  admit(request: CallAdmissionRequest): Promise<CallAdmission> | null {
    const known = this.#parts.connections.knownTerms(request);
    if (known?.limits === null) return null;
    return known === undefined ? this.#lookUp(request) : this.#enter(request, known);
  }

  close(): Promise<void> {
    return this.#gates.close();
  }

  async #lookUp(request: CallAdmissionRequest): Promise<CallAdmission> {
    try {
      return await this.#enter(request, await this.#parts.connections.terms(request));
    } catch {
      // What is wrong with the connection is said by the call itself, which looks at it again.
      return free;
    }
  }

  async #enter(request: CallAdmissionRequest, { name, limits }: ConnectionTerms): Promise<CallAdmission> {
    if (limits === null) return free;
    const { workspaceId, connectionId, back } = request;
    const entrance = await this.#gates.enter({ workspaceId, connectionId }, limits, { back });
    if (entrance.type === 'go') {
      return { type: 'go', permit: { end: (thrown) => entrance.permit.end(failureOf(thrown)) } };
    }
    const { reason, atMs, cause } = entrance;
    return { type: 'hold', reason, atMs, ...holdWords(reason, { name, limits, cause }) };
  }
}

/** Refusals of what was sent say nothing about the system; only that it is away, overloaded or broken counts against it. */
const failureOf = (thrown: unknown): string | null =>
  isConnectorError(thrown) && (thrown.kind === 'transient' || thrown.kind === 'rateLimited')
    ? thrown.message.slice(0, 300)
    : null;
