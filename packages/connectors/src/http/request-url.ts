import { ConnectorError } from '@patchbay/connector-sdk';
import type { Json } from '@patchbay/connector-sdk';

export function baseUrlOf(settings: Readonly<Record<string, Json>>): URL | undefined {
  const text = settings['baseUrl'];
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  const url = URL.parse(text.trim());
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new ConnectorError('invalidInput', `The base address "${text}" is no http or https address.`, {
      next: 'Correct the base address in the connection.',
    });
  }
  return url;
}

/**
 * The address of one request. With a base address, a path is put below it, and a full address must stand below it:
 * a mapped value can then not take the credential to another host or another part of the service.
 */
export function requestUrl(text: string, base: URL | undefined): URL {
  const target = text.trim();
  const isFull = /^[a-z][a-z0-9+.-]*:/i.test(target);
  if (base === undefined) {
    const url = URL.parse(target);
    if (url !== null) return url;
    throw new ConnectorError('invalidInput', `"${target.slice(0, 200)}" is no full address.`, {
      next: 'Write a full address such as https://api.example.com/orders, or choose a connection with a base address.',
    });
  }
  const root = base.pathname.replace(/\/$/, '');
  const joined = target === '' ? base.href : `${base.origin}${root}/${target.replace(/^[/\\]+/, '')}`;
  const url = URL.parse(isFull ? target : joined);
  const isBelow =
    url !== null && url.origin === base.origin && (url.pathname === root || url.pathname.startsWith(`${root}/`));
  if (url !== null && isBelow) return url;
  throw new ConnectorError(
    'invalidInput',
    `"${target.slice(0, 200)}" does not stand below the connection's base address ${base.href}`,
    {
      next: 'Use a path below the base address, or a connection made for the other service.',
    },
  );
}
