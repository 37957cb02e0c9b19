import { createAddressPolicy } from './address-policy.ts';
import type { EgressRule } from './address-policy.ts';
import { systemResolve } from './guarded-lookup.ts';
import type { Resolve } from './guarded-lookup.ts';
import { createHttpClient } from './http-client.ts';
import type { EgressHttp } from './http-client.ts';
import { createNetClient } from './net-client.ts';
import type { EgressNet } from './net-client.ts';

export interface Egress extends AsyncDisposable {
  readonly http: EgressHttp;
  readonly net: EgressNet;
  close(): Promise<void>;
}

export interface EgressOptions {
  /** Addresses that are not public and may be dialled all the same. */
  readonly allow?: readonly EgressRule[];
  /** Stands in for DNS in tests. */
  readonly resolve?: Resolve;
  /**
   * Whether this process may still change anything in the world. Asked for each HTTP request but reads, in the moment in which it goes
   * onto its socket: a process that stood still may have made it long ago.
   */
  readonly maySend?: () => boolean;
}

/**
 * The one way out of the product: one per process. Public addresses may be dialled; all others only by `allow`.
 * Proxy settings of the environment are not read.
 */
export function createEgress(options: EgressOptions = {}): Egress {
  const policy = createAddressPolicy(options.allow ?? []);
  const resolve = options.resolve ?? systemResolve;
  const { http, close } = createHttpClient(policy, resolve, options.maySend);
  return { http, net: createNetClient(policy, resolve), close, [Symbol.asyncDispose]: close };
}
