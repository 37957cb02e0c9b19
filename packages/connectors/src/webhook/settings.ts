import * as z from 'zod';

const text = (fallback: string) =>
  z.preprocess((value) => (value === '' || value === null ? undefined : value), z.string().trim().default(fallback));

/** The settings of `webhook.receive`, as they stand in the trigger node. */
export const WebhookSettings = z.object({
  /** open is chosen explicitly; without a choice a signature is asked for. */
  auth: z.enum(['hmac', 'apiKey', 'open']).default('hmac'),
  signatureHeader: text('X-Signature'),
  algorithm: z.enum(['sha256', 'sha1', 'sha512']).default('sha256'),
  encoding: z.enum(['hex', 'base64']).default('hex'),
  /** Text before the signature inside the header, such as `sha256=`. */
  prefix: z.string().default(''),
  /** Header with the time in Unix seconds; with it, `<time>.<body>` is what was signed. */
  timestampHeader: z.string().trim().default(''),
  toleranceSeconds: z.int().min(1).max(86_400).default(300),
  apiKeyHeader: text('X-Api-Key'),
  method: z.enum(['POST', 'PUT', 'GET', 'ANY']).default('POST'),
  maxBodyBytes: z.int().min(1).max(2_146_435_072).default(10_485_760),
  /** sync: the caller waits for a respond node · accepted: 202 at once. */
  reply: z.enum(['sync', 'accepted']).default('accepted'),
});
export type WebhookSettings = z.output<typeof WebhookSettings>;
