// The one HTTP client of the product: scheme, address, redirects, sizes and times are decided here and nowhere else.
import { isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { ConnectorError } from '../connector-error.ts';
import { normalHost, refusedByPolicy } from './address-policy.ts';
import type { AddressPolicy } from './address-policy.ts';
import { acceptedEncodings, decodeBody } from './decode-body.ts';
import { download } from './download.ts';
import type { RawDownload } from './download.ts';
import { exchange } from './exchange.ts';
import type { RawAnswer } from './exchange.ts';
import { guardedLookup } from './guarded-lookup.ts';
import type { Resolve } from './guarded-lookup.ts';

export interface EgressRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** For the whole call with its redirects. Default 30 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Of the decoded answer. Default 10 MiB. */
  readonly maxBytes?: number;
  /** Default 5; 0 hands the redirect back as the answer. */
  readonly maxRedirects?: number;
  /** Further headers that carry a secret: like `authorization`, dropped when a redirect leaves the origin. */
  readonly secretHeaders?: readonly string[];
}

export interface EgressResponse extends RawAnswer {
  /** Where the answer came from, after redirects. */
  readonly url: string;
}

export interface EgressHttp {
  /** Resolves with any status; rejects with ConnectorError when there is no answer. */
  request(request: EgressRequest): Promise<EgressResponse>;
  /** The same for an answer that is read as it comes. `timeoutMs` counts until it begins and between its parts; `maxBytes` has no default. */
  download(request: EgressRequest): Promise<EgressDownload>;
}

export interface EgressDownload extends RawDownload {
  readonly url: string;
}

const defaults = { timeoutMs: 30_000, maxBytes: 10_485_760, maxRedirects: 5 };
const alwaysSecret = ['authorization', 'cookie', 'proxy-authorization'];
/** Hop-by-hop and routing headers belong to the client: with them one request could be made to look like two. */
const ownedHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'keep-alive',
  'te',
  'trailer',
  'expect',
]);
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

const portOf = (url: { protocol: string; port: string }): number =>
  Number(url.port) || (url.protocol === 'https:' ? 443 : 80);

function parseUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new ConnectorError('invalidInput', `"${text.slice(0, 200)}" is no http or https address.`, {
      next: 'Write the full address, such as https://api.example.com/orders.',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConnectorError('invalidInput', 'The address holds a user name or password.', {
      next: 'Put the credential into the connection, where it is encrypted.',
    });
  }
  return url;
}

function requestHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const lower: Record<string, string> = { 'accept-encoding': acceptedEncodings };
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    if (!ownedHeaders.has(key)) lower[key] = value;
  }
  return lower;
}

interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer | string | undefined;
}

/** RFC 9110: 303 becomes GET, so do 301 and 302 of a POST; secrets stay with the origin they were meant for. */
function nextHop(hop: Hop, answer: Omit<RawAnswer, 'body'>, secretHeaders: readonly string[]): Hop {
  const url = parseUrl(answer.headers['location'] ?? '', hop.url);
  const becomesGet = (answer.status === 303 && hop.method !== 'HEAD') || (answer.status < 303 && hop.method === 'POST');
  const dropped = new Set<string>(
    url.origin === hop.url.origin ? [] : [...alwaysSecret, ...secretHeaders.map((name) => name.toLowerCase())],
  );
  if (becomesGet) dropped.add('content-type');
  return {
    url,
    method: becomesGet ? 'GET' : hop.method,
    headers: Object.fromEntries(Object.entries(hop.headers).filter(([name]) => !dropped.has(name))),
    body: becomesGet ? undefined : hop.body,
  };
}

const tooManyRedirects = (url: URL, most: number): ConnectorError =>
  new ConnectorError('permanent', `${url.host} redirected more than ${most} times.`, {
    effect: 'unknown',
    next: 'Enter the final address in the connection or the node.',
  });

/** After a first answer the effect is in doubt again, even if a later hop was never dialled. */
const laterHop = (error: unknown): unknown =>
  error instanceof ConnectorError && error.effect === 'none'
    ? new ConnectorError(error.kind, `After a redirect: ${error.message}`, {
        effect: 'unknown',
        cause: error,
        ...(error.next === undefined ? {} : { next: error.next }),
      })
    : error;

function createAgent(policy: AddressPolicy, resolve: Resolve): Agent {
  const connect: buildConnector.connector = (options, callback) => {
    const host = normalHost(options.hostname);
    const port = portOf({ protocol: options.protocol, port: options.port });
    // Node does not ask `lookup` for IP literals, so those are decided here.
    if (isIP(host) !== 0 && !policy.allowsHost(host, port) && !policy.allowsAddress(host, port)) {
      callback(refusedByPolicy(host, port), null);
      return;
    }
    connectorFor(port)(options, callback);
  };
  const connectors = new Map<number, buildConnector.connector>();
  const connectorFor = (port: number): buildConnector.connector => {
    const known = connectors.get(port);
    if (known !== undefined) return known;
    const created = buildConnector({
      allowH2: false,
      timeout: 10_000,
      autoSelectFamily: true,
      lookup: guardedLookup(port, policy, resolve) as never,
    } as buildConnector.BuildOptions);
    connectors.set(port, created);
    return created;
  };
  // Bodies and headers have no timer of their own: the deadline of the call covers all of it.
  return new Agent({ connect, connections: 256, pipelining: 1, allowH2: false, headersTimeout: 0, bodyTimeout: 0 });
}

export function createHttpClient(
  policy: AddressPolicy,
  resolve: Resolve,
  maySend?: () => boolean,
): { http: EgressHttp; close: () => Promise<void> } {
  const agent = createAgent(policy, resolve);
  /** Follows redirects; `ask` makes each request, `leave` lets an answer go that only redirects. */
  const answered = async <Answer extends Omit<RawAnswer, 'body'>>(
    input: EgressRequest,
    ask: (hop: Hop) => Promise<Answer>,
    leave: (answer: Answer) => void,
  ): Promise<Answer & { url: string }> => {
    const most = input.maxRedirects ?? defaults.maxRedirects;
    let hop: Hop = {
      url: parseUrl(input.url),
      method: input.method.toUpperCase(),
      headers: requestHeaders(input.headers ?? {}),
      body: input.body,
    };
    const isWrite = hop.method !== 'GET' && hop.method !== 'HEAD';
    for (let hops = 0; ; hops += 1) {
      try {
        const answer = await ask(hop);
        if (most === 0 || !redirectStatuses.has(answer.status) || answer.headers['location'] === undefined) {
          return { ...answer, url: hop.url.href };
        }
        leave(answer);
        if (hops >= most) throw tooManyRedirects(hop.url, most);
        hop = nextHop(hop, answer, input.secretHeaders ?? []);
      } catch (error) {
        throw hops > 0 && isWrite ? laterHop(error) : error;
      }
    }
  };
  const request = async (input: EgressRequest): Promise<EgressResponse> => {
    const maxBytes = input.maxBytes ?? defaults.maxBytes;
    const deadline = performance.now() + (input.timeoutMs ?? defaults.timeoutMs);
    const ask = async (hop: Hop): Promise<RawAnswer> => {
      const timeoutMs = Math.max(1, Math.round(deadline - performance.now()));
      const isRead = hop.method === 'GET' || hop.method === 'HEAD';
      return exchange(
        agent,
        { ...hop, maxBytes, maySend: isRead ? undefined : maySend },
        { timeoutMs, signal: input.signal },
      );
    };
    const answer = await answered(input, ask, () => undefined);
    const body = await decodeBody(answer.body, answer.headers['content-encoding'] ?? '', maxBytes);
    return { ...answer, body };
  };
  const open = (input: EgressRequest): Promise<EgressDownload> =>
    answered(
      input,
      (hop) =>
        download(
          agent,
          { ...hop, maxBytes: input.maxBytes ?? Number.POSITIVE_INFINITY },
          { timeoutMs: input.timeoutMs ?? defaults.timeoutMs, signal: input.signal },
        ),
      ({ close }) => close(),
    );
  return { http: { request, download: open }, close: () => agent.destroy() };
}
