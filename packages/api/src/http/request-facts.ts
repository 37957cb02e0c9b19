import type { FastifyRequest } from 'fastify';
import { bearerOf } from '../identity/caller-of-request.ts';
import type { RequestFacts } from '../identity/request-origin.ts';

const single = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

export function factsOf(request: FastifyRequest): RequestFacts {
  const { headers, method } = request;
  return {
    method,
    host: headers.host,
    origin: headers.origin,
    fetchSite: single(headers['sec-fetch-site']),
    withApiKey: bearerOf(headers.authorization) !== null,
  };
}

/** Only what identity needs: no other header of the request reaches the identity library. */
export function identityHeaders(request: FastifyRequest): Headers {
  const headers = new Headers();
  const { authorization, cookie, 'user-agent': userAgent } = request.headers;
  if (authorization !== undefined) headers.set('authorization', authorization);
  if (cookie !== undefined) headers.set('cookie', cookie);
  if (userAgent !== undefined) headers.set('user-agent', userAgent.slice(0, 300));
  return headers;
}
