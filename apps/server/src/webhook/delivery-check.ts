// Whether a delivery comes from whom it says: its head before the body is read, the body as it comes.
import { checkDelivery } from '@patchbay/connections';
import type { BodyCheck } from '@patchbay/connections';
import { AppError } from '@patchbay/model/errors';
import type { IncomingHttpHeaders } from 'node:http';
import type { IngressParts, SettledHook } from './ingress-parts.ts';

/** Each throws AppError `unauthenticated`. */
export interface DeliveryCheck {
  update(part: Uint8Array): void;
  end(): void;
}

export async function openCheck(
  { hook, headers }: { readonly hook: SettledHook; readonly headers: IncomingHttpHeaders },
  parts: IngressParts,
): Promise<DeliveryCheck> {
  const { settings } = hook;
  const secret = await secretOf(hook, parts);
  const refuse = (reason: string): AppError => {
    parts.onRefused(hook, reason);
    return AppError.because(
      'unauthenticated',
      settings.auth === 'hmac'
        ? `The delivery was refused: its signature in ${settings.signatureHeader} is missing or does not fit. Sign the exact bytes of the body with the secret of this webhook.`
        : `The delivery was refused: the key in ${settings.apiKeyHeader} is missing or not the right one.`,
    );
  };
  const check: BodyCheck = checkDelivery({ settings, secret, headers, nowMs: parts.accept.nowMs() });
  if (!check.ok) throw refuse(check.message);
  return {
    update: (part) => check.update(part),
    end: () => {
      const verification = check.end();
      if (!verification.ok) throw refuse(verification.message);
    },
  };
}

async function secretOf(
  { trigger, deployment, settings }: SettledHook,
  parts: IngressParts,
): Promise<string | undefined> {
  if (settings.auth === 'open' || trigger.slot === null) return undefined;
  const connectionId = await parts.slotConnection({ deployment }, trigger.slot);
  if (connectionId === null) return undefined;
  const { workspaceId, environmentId } = deployment;
  const opened = await parts.openConnection({ workspaceId, environmentId, connectionId });
  return opened.credential['secret'];
}
