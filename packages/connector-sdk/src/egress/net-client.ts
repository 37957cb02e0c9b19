// For drivers that speak their own protocol: sockets that can reach checked addresses only.
import type { LookupAddress } from 'node:dns';
import { isIP, Socket } from 'node:net';
import type { SocketConnectOpts } from 'node:net';
import { ConnectorError } from '../connector-error.ts';
import { refusedByPolicy } from './address-policy.ts';
import type { AddressPolicy } from './address-policy.ts';
import { checkedAddresses, guardedLookup } from './guarded-lookup.ts';
import type { Resolve } from './guarded-lookup.ts';
import { dialError } from './transport-error.ts';

export interface EgressNet {
  /** The addresses of a name, all of them allowed; rejects with ConnectorError. */
  lookup(host: string, port: number): Promise<LookupAddress[]>;
  /** A connected socket. */
  connect(target: { host: string; port: number; timeoutMs: number; signal?: AbortSignal }): Promise<Socket>;
  /** An unconnected socket for a driver that calls `connect` by itself; the address is checked when it does. */
  createSocket(): Socket;
}

interface Dial {
  readonly policy: AddressPolicy;
  readonly resolve: Resolve;
}

/** Reads the (port, host) and (options) forms of `Socket.connect`; a path (a Unix socket) is no target. */
function targetOf(
  args: readonly unknown[],
): { host: string; port: number; listener: (() => void) | undefined } | undefined {
  const listener = args.find((arg): arg is () => void => typeof arg === 'function');
  const [first, second] = args;
  if (typeof first === 'object' && first !== null && 'port' in first) {
    const options = first as { port: unknown; host?: unknown };
    return {
      host: typeof options.host === 'string' ? options.host : 'localhost',
      port: Number(options.port),
      listener,
    };
  }
  const port = Number(first);
  if (!Number.isInteger(port)) return undefined;
  return { host: typeof second === 'string' ? second : 'localhost', port, listener };
}

class GuardedSocket extends Socket {
  readonly #dial: Dial;

  constructor(dial: Dial) {
    super();
    this.#dial = dial;
  }

  override connect(...args: unknown[]): this {
    const target = targetOf(args);
    if (target === undefined) {
      process.nextTick(() =>
        this.destroy(new ConnectorError('permanent', 'Only host and port may be dialled.', { effect: 'none' })),
      );
      return this;
    }
    const { host, port, listener } = target;
    const { policy, resolve } = this.#dial;
    // Node does not ask `lookup` for IP literals, so those are decided here.
    if (isIP(host) !== 0 && !policy.allowsHost(host, port) && !policy.allowsAddress(host, port)) {
      process.nextTick(() => this.destroy(refusedByPolicy(host, port)));
      return this;
    }
    const options = { host, port, lookup: guardedLookup(port, policy, resolve) } as SocketConnectOpts;
    return listener === undefined ? super.connect(options) : super.connect(options, listener);
  }
}

function connected(
  socket: Socket,
  target: { host: string; port: number; timeoutMs: number; signal?: AbortSignal },
): Promise<Socket> {
  const { host, port, timeoutMs, signal } = target;
  return new Promise((resolve, reject) => {
    const finish = (error?: unknown): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.removeListener('error', finish);
      if (error === undefined) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(dialError(error, `${host}:${port}`));
    };
    const fail = (code: string): void => finish(Object.assign(new Error(code), { code }));
    const onAbort = (): void => fail('ABORT_ERR');
    const timer = setTimeout(() => fail('ETIMEDOUT'), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once('error', finish);
    socket.connect({ host, port }, () => finish());
    if (signal?.aborted === true) onAbort();
  });
}

export function createNetClient(policy: AddressPolicy, resolve: Resolve): EgressNet {
  const createSocket = (): Socket => new GuardedSocket({ policy, resolve });
  return {
    lookup: async (host, port) => {
      try {
        return await checkedAddresses({ host, port }, policy, resolve);
      } catch (error) {
        throw dialError(error, `${host}:${port}`);
      }
    },
    connect: (target) => connected(createSocket(), target),
    createSocket,
  };
}
