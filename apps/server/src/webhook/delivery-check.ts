// Whether a delivery comes from whom it says: its head before the body is read, the body as it comes.
import { checkDelivery, isConnectorError } from '@patchbay/connections';
import type { OpenedConnection } from '@patchbay/connections';
import { AppError } from '@patchbay/model/errors';
import type { IncomingHttpHeaders } from 'node:http';
import type { IngressParts, SettledHook } from './ingress-parts.ts';

/** Each throws AppError `unauthenticated`. */
export interface DeliveryCheck {
  update(part: Uint8Array): void;
  end(): void;
}

/**
 * Rejects with AppError: `unauthenticated` when the head alone says that it comes from somebody else, `unavailable` when nobody can tell
 * just now.
 */
export async function openCheck(
  { hook, headers }: { readonly hook: SettledHook; readonly headers: IncomingHttpHeaders },
  parts: IngressParts,
): Promise<DeliveryCheck> {
  const { settings } = hook;
  const proof = await proofOf(hook, parts);
  const refuse = (reason: string): AppError => {
    parts.onRefused(hook, reason);
    return AppError.because('unauthenticated', `The delivery was refused: ${refusedWords(settings)}`);
  };
  const check = await checkDelivery({ settings, proof, headers, nowMs: parts.accept.nowMs() });
  if (!check.ok) throw refuse(check.message);
  return {
    update: (part) => check.update(part),
    end: () => {
      const verification = check.end();
      if (!verification.ok) throw refuse(verification.message);
    },
  };
}

/** What a caller that was refused may ask for, as RFC 9110 wants it; null where the scheme has no name. */
export function challengeOf({ settings }: SettledHook): string | null {
  switch (settings.auth) {
    case 'basic':
      return 'Basic realm="webhook", charset="UTF-8"';
    case 'jwtSecret':
    case 'jwtKey':
      return 'Bearer realm="webhook"';
    case 'hmac':
    case 'apiKey':
    case 'open':
      return null;
  }
}

/** What the caller can do; which part was wrong stands in the log alone. */
function refusedWords({ auth, signatureHeader, apiKeyHeader }: SettledHook['settings']): string {
  switch (auth) {
    case 'hmac':
      return `its signature in ${signatureHeader} is missing or does not fit. Sign the exact bytes of the body with the secret of this webhook.`;
    case 'apiKey':
      return `the key in ${apiKeyHeader} is missing or not the right one.`;
    case 'basic':
      return 'its user name and password are missing or not the right ones. Send them as HTTP Basic in the header Authorization.';
    case 'jwtSecret':
    case 'jwtKey':
      return 'its token is missing, has expired, or is none that this webhook takes. Send “Bearer” and the token in the header Authorization.';
    case 'open':
      return 'it could not be checked.';
  }
}

async function proofOf(hook: SettledHook, parts: IngressParts): Promise<OpenedConnection | undefined> {
  const { trigger, deployment, settings } = hook;
  if (settings.auth === 'open' || trigger.slot === null) return undefined;
  const connectionId = await parts.slotConnection({ deployment }, trigger.slot);
  if (connectionId === null) return undefined;
  const { workspaceId, environmentId } = deployment;
  try {
    return await parts.openConnection({ workspaceId, environmentId, connectionId });
  } catch (error) {
    if (!isConnectorError(error)) throw error;
    // One that was deleted meanwhile is none.
    if (error.kind === 'notFound') return undefined;
    parts.onRefused(hook, error.message);
    throw AppError.because(
      'unavailable',
      'The callers of this webhook cannot be checked just now, so nothing was taken. Send the event again in a moment; an administrator finds the reason in the server’s log.',
      { retryAfterSeconds: 10 },
    );
  }
}
