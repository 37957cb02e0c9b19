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

/**
 * The one way out of the product: one per process. Public addresses may be dialled; all others only by `allow`.
 * Proxy settings of the environment are not read. `resolve` stands in for DNS in tests.
 */
export function createEgress(options: { allow?: readonly EgressRule[]; resolve?: Resolve } = {}): Egress {
  const policy = createAddressPolicy(options.allow ?? []);
  const resolve = options.resolve ?? systemResolve;
  const { http, close } = createHttpClient(policy, resolve);
  return { http, net: createNetClient(policy, resolve), close, [Symbol.asyncDispose]: close };
}
