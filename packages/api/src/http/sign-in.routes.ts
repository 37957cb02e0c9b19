// Signing in and out: the only way to a session. Answers carry nothing but the cookie.
import { BlockList, isIP } from 'node:net';
import type { Database } from '@patchbay/db/client';
import { AppError } from '@patchbay/model/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Sessions } from '../identity/sessions.ts';
import { SignInInput, signInByPassword } from '../identity/sign-in.service.ts';
import { signInByStartToken } from '../identity/start.service.ts';
import { Password } from '../member/member.contract.ts';
import { identityHeaders } from './request-facts.ts';

const StartInput = z.strictObject({ token: z.string().max(200) });
const ChangePasswordInput = z.strictObject({ currentPassword: z.string().min(1).max(200), newPassword: Password });
const smallBody = { bodyLimit: 4_096 };

export interface SignInRoutesParts {
  readonly db: Database;
  readonly sessions: Sessions;
  /** Networks besides the loopback from which a sign-in link works, such as that of the containers of this host. */
  readonly signInLinkFrom: readonly string[];
}

function linkNetworks(further: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of ['127.0.0.0/8', '::1/128', ...further]) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return list;
}

export function signInRoutes(app: FastifyInstance, { db, sessions, signInLinkFrom }: SignInRoutesParts): void {
  const networks = linkNetworks(signInLinkFrom);
  const mayUseLink = (ip: string): boolean => {
    const plain = ip.replace(/^::ffff:(?=\d+\.)/, '');
    return networks.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  };
  app.post('/api/start', smallBody, async (request, reply) => {
    if (!mayUseLink(request.ip)) {
      throw AppError.because(
        'forbidden',
        'Start links work on the machine that runs Patchbay only. Sign in with e-mail and password.',
      );
    }
    const { token } = parsed(StartInput, request);
    const userId = await signInByStartToken(db, token);
    return withCookies(reply, await sessions.startFor(userId));
  });

  app.post('/api/auth/sign-in/email', smallBody, async (request, reply) => {
    const input = parsed(SignInInput, request);
    const from = { address: request.ip, headers: identityHeaders(request) };
    return withCookies(reply, await signInByPassword({ db, sessions }, input, from));
  });

  app.post('/api/auth/change-password', smallBody, async (request, reply) => {
    const cookies = await sessions.changePassword(parsed(ChangePasswordInput, request), identityHeaders(request));
    if (cookies === null) {
      throw AppError.because(
        'unprocessable',
        'The password was not changed: the present one is wrong, or nobody is signed in.',
      );
    }
    return withCookies(reply, cookies);
  });

  app.post('/api/sign-out', smallBody, async (request, reply) => {
    return withCookies(reply, await sessions.signOut(identityHeaders(request)));
  });
}

function parsed<T extends z.ZodType>(schema: T, request: FastifyRequest): z.infer<T> {
  const result = schema.safeParse(request.body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw AppError.because(
    'invalidInput',
    `The request was not understood: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`,
  );
}

function withCookies(reply: FastifyReply, cookies: readonly string[]): FastifyReply {
  for (const cookie of cookies) void reply.header('set-cookie', cookie);
  return reply.status(204).send();
}
