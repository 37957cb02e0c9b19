import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import { normalHost, refusedByPolicy } from './address-policy.ts';
import type { AddressPolicy } from './address-policy.ts';

export type Resolve = (host: string) => Promise<LookupAddress[]>;

/** What `net.connect` and `tls.connect` take as `lookup`. */
export type SocketLookup = (
  host: string,
  options: LookupOptions,
  callback: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void,
) => void;

export const systemResolve: Resolve = (host) =>
  new Promise((resolve, reject) => {
    systemLookup(host, { all: true, verbatim: true }, (error, addresses) => {
      if (error === null) resolve(addresses);
      else reject(error);
    });
  });

/**
 * Every address of a name, resolved once and checked. One refused address refuses the name: a name with a public and
 * a private address is how rebinding starts.
 */
export async function checkedAddresses(
  target: { readonly host: string; readonly port: number },
  policy: AddressPolicy,
  resolve: Resolve,
): Promise<LookupAddress[]> {
  const host = normalHost(target.host);
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  if (policy.allowsHost(host, target.port)) return addresses;
  if (addresses.length === 0 || !addresses.every(({ address }) => policy.allowsAddress(address, target.port))) {
    throw refusedByPolicy(target.host, target.port);
  }
  return addresses;
}

/** For one connection: the socket is opened to the very addresses that were checked. */
export function guardedLookup(port: number, policy: AddressPolicy, resolve: Resolve): SocketLookup {
  return (host, options, callback) => {
    checkedAddresses({ host, port }, policy, resolve).then(
      (addresses) => {
        const first = addresses[0];
        if (options.all === true) callback(null, addresses);
        else callback(null, first?.address ?? '', first?.family ?? 4);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), ''),
    );
  };
}
