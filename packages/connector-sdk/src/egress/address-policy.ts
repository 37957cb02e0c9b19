// The one decision about where the product may dial. It is made on the address of the socket, never on text:
// octal, hexadecimal, short and full-width spellings have all become an address by then.
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { ConnectorError } from '../connector-error.ts';

/** One entry of the allow-list: addresses of a CIDR, or one host name, on one port. */
export type EgressRule =
  | { readonly kind: 'cidr'; readonly cidr: string; readonly port: number }
  | { readonly kind: 'host'; readonly host: string; readonly port: number };

export interface AddressPolicy {
  /** True when the administrator opened this name and port: whatever it resolves to may be dialled. */
  allowsHost(host: string, port: number): boolean;
  /** False for every special-use address (loopback, private, link-local, mapped …) that is not on the allow-list. */
  allowsAddress(address: string, port: number): boolean;
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Global unicast (RFC 4291, IANA) is the only block of IPv6 that is routed. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

export const normalHost = (host: string): string =>
  host
    .toLowerCase()
    .replaceAll(/^\[|\]$/g, '')
    .replace(/\.$/, '');

/** Mapped addresses count as the IPv4 address inside; a zone index is dropped. */
function parseAddress(text: string): Address | undefined {
  const bare = normalHost(text).replace(/%.*$/, '');
  return isIP(bare) === 0 ? undefined : ipaddr.process(bare);
}

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(globalUnicast);
}

function inCidr(address: Address, cidr: string): boolean {
  const [network, bits] = ipaddr.parseCIDR(cidr);
  return network.kind() === address.kind() && address.match([network, bits] as [ipaddr.IPv4, number]);
}

export function createAddressPolicy(rules: readonly EgressRule[]): AddressPolicy {
  return {
    allowsHost: (host, port) =>
      rules.some((rule) => rule.kind === 'host' && rule.port === port && rule.host === normalHost(host)),
    allowsAddress: (text, port) => {
      const address = parseAddress(text);
      if (address === undefined) return false;
      if (isPublic(address)) return true;
      return rules.some((rule) => rule.kind === 'cidr' && rule.port === port && inCidr(address, rule.cidr));
    },
  };
}

/** The same sentence whatever stands behind the address: the refusal must not tell what is open inside. */
export const refusedByPolicy = (host: string, port: number): ConnectorError =>
  new ConnectorError('permanent', `${host}:${port} is not a public address, and this installation does not allow it.`, {
    effect: 'none',
    next: `Whoever runs this installation can allow it: add ${normalHost(host)}:${port} to PATCHBAY_EGRESS_ALLOW and start again.`,
  });
