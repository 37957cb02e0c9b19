// Sessions and passwords through better-auth. Its HTTP handler is never mounted: the few calls below are all there is.
import type pg from 'pg';
import type { BetterAuthPlugin } from 'better-auth';
import { betterAuth } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import * as z from 'zod';
import { hashPassword, verifyPassword } from './password-hash.ts';

export interface SessionsOptions {
  readonly pool: pg.Pool;
  /** Signs the cookies: 32 bytes or more, the same on every server of the installation. */
  readonly secret: string;
  readonly publicUrl: string;
}

export interface SignedIn {
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  /** Set when the session was prolonged: to be handed on to the browser. */
  readonly setCookies: readonly string[];
}

export interface Sessions {
  /** The cookie's name: `__Host-…` wherever the installation is reached by https. */
  readonly cookieName: string;
  /** Null: no session, or one that ended. */
  signedIn(headers: Headers): Promise<SignedIn | null>;
  /** A new session for a person who has been proven by other means; hands back the cookies. */
  startFor(userId: string): Promise<readonly string[]>;
  /** Null: the pair of e-mail and password is wrong. */
  signIn(credentials: { email: string; password: string }, headers: Headers): Promise<readonly string[] | null>;
  changePassword(
    passwords: { currentPassword: string; newPassword: string },
    headers: Headers,
  ): Promise<readonly string[] | null>;
  signOut(headers: Headers): Promise<readonly string[]>;
}

const day = 24 * 60 * 60;
/** Without use a session ends after a week, and in any case a month after signing in. */
const idleSeconds = 7 * day;
const absoluteMs = 30 * day * 1_000;

const startSession = {
  id: 'patchbay-start',
  endpoints: {
    startSession: createAuthEndpoint(
      '/patchbay/start-session',
      { method: 'POST', body: z.object({ userId: z.string() }), metadata: { SERVER_ONLY: true } },
      async (ctx) => {
        const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId);
        if (user === null) return ctx.json({ started: false });
        const session = await ctx.context.internalAdapter.createSession(user.id, false);
        await setSessionCookie(ctx, { session, user });
        return ctx.json({ started: true });
      },
    ),
  },
} satisfies BetterAuthPlugin;

function createAuth({ pool, secret, publicUrl }: SessionsOptions, cookieName: string) {
  return betterAuth({
    database: pool,
    secret,
    baseURL: publicUrl,
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Throttling is our own, per account and per address, in the database.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: idleSeconds, updateAge: 60 * 60, cookieCache: { enabled: false } },
    advanced: {
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: cookieName,
          attributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: cookieName.startsWith('__Host-') },
        },
      },
    },
    plugins: [startSession],
  });
}

export function openSessions(options: SessionsOptions): Sessions {
  const cookieName = options.publicUrl.startsWith('https:') ? '__Host-patchbay' : 'patchbay_session';
  const { api } = createAuth(options, cookieName);
  return {
    cookieName,
    signedIn: async (headers) => {
      const { response, headers: answer } = await api.getSession({ headers, returnHeaders: true });
      if (response === null) return null;
      if (Date.now() - response.session.createdAt.getTime() > absoluteMs) {
        await api.revokeSession({ headers, body: { token: response.session.token } });
        return null;
      }
      const { id, name, email } = response.user;
      return { user: { id, name, email }, setCookies: answer.getSetCookie() };
    },
    startFor: async (userId) => {
      const { headers } = await api.startSession({ body: { userId }, returnHeaders: true });
      return headers.getSetCookie();
    },
    signIn: async (body, headers) => {
      const answer = await api.signInEmail({ body, headers, asResponse: true });
      return answer.ok ? answer.headers.getSetCookie() : null;
    },
    changePassword: async (passwords, headers) => {
      const body = { ...passwords, revokeOtherSessions: true };
      const answer = await api.changePassword({ body, headers, asResponse: true });
      return answer.ok ? answer.headers.getSetCookie() : null;
    },
    signOut: async (headers) => {
      const answer = await api.signOut({ headers, asResponse: true });
      return answer.headers.getSetCookie();
    },
  };
}
