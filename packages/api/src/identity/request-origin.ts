// Where a request may come from. A browser sends a cookie along with whatever page asked for it, so requests that ride
// on a cookie must come from our own pages; and a name that is not ours in `Host` is a rebound DNS name.
import { AppError } from '@patchbay/model/errors';

export interface RequestFacts {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** The browser's own word on who asks: `same-origin`, `none`, `same-site`, `cross-site`. */
  readonly fetchSite: string | undefined;
  /** An API key was sent: nothing rides on a cookie. */
  readonly withApiKey: boolean;
}

/** The addresses under which this installation is reached, as `URL.origin` spells them. */
export interface OwnOrigins {
  readonly origins: readonly string[];
}

/** Of an installation on the loopback: every spelling of it with its port. */
export function ownOrigins(publicUrl: string): OwnOrigins {
  const { origin, protocol, hostname, port } = new URL(publicUrl);
  const names = ['localhost', '127.0.0.1', '[::1]'];
  if (!names.includes(hostname)) return { origins: [origin] };
  const suffix = port === '' ? '' : `:${port}`;
  return { origins: names.map((name) => `${protocol}//${name}${suffix}`) };
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Throws `forbidden` when the request comes from elsewhere. */
export function refuseForeignRequest(facts: RequestFacts, own: OwnOrigins): void {
  const hosts = own.origins.map((origin) => new URL(origin).host);
  if (facts.host === undefined || !hosts.includes(facts.host.toLowerCase())) {
    throw AppError.because(
      'forbidden',
      `The request names a host that this installation does not answer to. Use ${own.origins[0] ?? ''}, or ask the operator to set PUBLIC_URL to the address in use.`,
    );
  }
  if (facts.withApiKey) return;
  const foreign =
    facts.origin === undefined
      ? !reading.has(facts.method) || facts.fetchSite === 'cross-site'
      : !own.origins.includes(facts.origin.toLowerCase());
  if (foreign) {
    throw AppError.because(
      'forbidden',
      'The request does not come from a page of this installation. Open Patchbay in the browser and do it there, or use an API key.',
    );
  }
}
